# Everything needed is Python >= 3.11 with venv; each target makes .venv, installs, and runs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo fuzz test test-long test-bounds test-browser test-hooks test-docs test-linters test-lowest test-word test-spark test-editor test-vscode test-release release-packages weigh lint types schemas clean

demo: .venv/.runtime
	$(BIN)/brandcluster validate examples/qingshiling
	$(BIN)/brandcluster indicators examples/qingshiling
	$(BIN)/brandcluster render examples/qingshiling -o out/demo

# What starts Python finds it compiled, whatever the caller's environment.
export PYTHONDONTWRITEBYTECODE =

# The program's types are looked at while the tests run (`make types`, CI and `test-long` look at the tests' own too).
# Asserts are not rewritten, which both workers would do for every file; `pytest` on the file that fails says more.
test: lint
	$(BIN)/python -m compileall -q src tests
	$(BIN)/mypy src & types=$$!; $(BIN)/python -m pytest -n 2 --dist worksteal --assert=plain; tests=$$?; wait $$types && exit $$tests

# Which tests are heavy, by what they cost a processor: `make test` takes one of eight to forty, `make test-long` all.
weigh: .venv/.dev
	$(BIN)/python -m pytest --weigh

# What only LibreOffice can show; the number of tests is printed, and none may be skipped.
test-word: .venv/.dev
	$(BIN)/python -m pytest -m word -rs --none-skipped

# The whole of what `make test` takes a part of: every case, five times the examples of a property, every slip, every
# pair of edition and overlay, the recorded outputs; some half an hour.
test-long: types
	$(BIN)/python -m pytest --whole -m "not word and not editor and not hooks and not bounds and not linters and not browser and not release and not docs and not spark" -n 2 --dist worksteal -rs

# Spoilt folders through every command, in forks (Linux, macOS); what is found stands in tests/fuzz/log.csv, what
# fails in tests/fuzz/corpus. `make fuzz RUNS=100000 SEED=200000 DATE=2026-12-01`; ^C ends it, and the log has what was done.
RUNS ?= 5000
SEED ?= 0
JOBS ?= 1
fuzz: .venv/.dev
	$(BIN)/python scripts/fuzz_campaign.py --runs $(RUNS) --seed $(SEED) --jobs $(JOBS) --keep tests/fuzz/corpus \
	  $(if $(DATE),--log tests/fuzz/log.csv --date $(DATE))

# The heaviest files from outside that are let through, in time and memory; some 30 s of a processor.
test-bounds: .venv/.dev
	$(BIN)/python -m pytest -m bounds -rs --none-skipped

# What editors run: `brandcluster lsp` with pytest-lsp and Neovim (Debian's neovim), and the YAML language server on the
# schemas (Node and npm needed); the number of tests is printed, and none may be skipped.
test-editor: .venv/.dev
	cd tests/editor && npm install --no-package-lock --no-audit --no-fund --loglevel=error
	$(BIN)/python -m pytest -m editor -rs --none-skipped

# The extension for VS Code (Node and npm needed): bundled, run against a stub of the API, packaged to dist/*.vsix.
test-vscode:
	cd editors/vscode && npm install --no-package-lock --no-audit --no-fund --loglevel=error && npm test && npm run package

# The hooks and the action as others get them: installed by pre-commit, and by pip from the checkout.
test-hooks: .venv/.dev
	$(BIN)/python -m pytest -m hooks -rs --none-skipped

# What others know of unsafe CI files (Node and npm needed); the number of tests is printed, and none may be skipped.
test-linters: .venv/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check zizmor
	cd tests/linters && npm install --no-package-lock --no-audit --no-fund --loglevel=error
	$(BIN)/python -m pytest -m linters -rs --none-skipped

# The site of the documentation: built strictly, then searched in a browser (Chromium needed); the number of tests is
# printed, and none may be skipped.
test-docs: .venv/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'zensical>=0.0.73'
	$(BIN)/python -m pytest -m docs -rs --none-skipped

# The pages in real browsers (Chromium, Firefox, Node and npm needed: axe looks for barriers, Playwright and Puppeteer click
# and type); the number of tests is printed, and none may be skipped.
test-browser: .venv/.dev
	cd tests/axe && npm install --no-package-lock --no-audit --no-fund --loglevel=error
	cd tests/browsers && npm install --no-package-lock --no-audit --no-fund --loglevel=error
	$(BIN)/python -m pytest -m browser -rs --none-skipped

# The whole suite with the lowest versions that pyproject.toml allows.
test-lowest:
	$(PYTHON) -m venv --clear .venv-lowest
	$(PYTHON) scripts/lowest.py > .venv-lowest/lowest.txt
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check -e . -r .venv-lowest/lowest.txt
	.venv-lowest/bin/python -m pytest -n 2 --dist worksteal

# Regions on Spark, with a worker killed on the way, and questions across regions (Java 17 needed, some 500 MB are
# installed apart); the number of tests is printed, and none may be skipped.
test-spark: .venv/.dev
	$(PYTHON) -m venv .venv-spark
	.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,editor,desk,fast,parquet,spark]'
	.venv-spark/bin/python -m pytest -m spark -rs --none-skipped

# The folder that needs no Python is built, and runs the demo where there is neither Python nor anything else of ours.
test-release: .venv/.dev release-packages
	$(BIN)/python -m pytest -m release -rs --none-skipped

# Wheel and sdist in dist/, looked at by those who know what is wrong with packages; hashes, and the list of what is in.
release-packages:
	rm -rf dist .venv-release && $(PYTHON) -m venv .venv-release
	.venv-release/bin/python -m pip install --quiet --disable-pip-version-check build twine check-wheel-contents pyroma cyclonedx-bom
	.venv-release/bin/python -m build --outdir dist .
	.venv-release/bin/twine check --strict dist/*
	.venv-release/bin/check-wheel-contents dist/*.whl
	.venv-release/bin/pyroma --min 10 dist/*.tar.gz
	$(PYTHON) -m venv .venv-release/installed
	.venv-release/installed/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt "$$(echo dist/*.whl)[desk,fast]"
	.venv-release/bin/cyclonedx-py environment --output-reproducible --output-file dist/sbom.json .venv-release/installed
	cd dist && sha256sum *.whl *.tar.gz sbom.json > SHA256SUMS

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

schemas: .venv/.runtime
	$(BIN)/brandcluster schema -o schemas
	$(BIN)/python scripts/build_output_schemas.py

# A pip of before 24.1 takes twice as long to choose among releases; where there is no newer one, it does.
.venv/bin/python:
	$(PYTHON) -m venv .venv
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile 'pip>=24.1'

.venv/.runtime: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fast]'
	$(BIN)/python -m compileall -q src  # an editable install is not compiled, and where bytecode is not kept, every start would be
	@touch $@

# All at once, whether or not the runtime is there already; of the tools, what is imported is compiled when it is.
.venv/.dev: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt -e '.[dev,editor,desk,fast]'
	@touch .venv/.runtime $@

clean:
	rm -rf .venv .venv-lowest .venv-release .venv-spark out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
