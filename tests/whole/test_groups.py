"""The groups of tests: what the markers say, what `make` runs and counts, and what CI runs; and what is released."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from cases import ROOT
from ruamel.yaml import YAML

from brandcluster import __version__

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
#: Groups by the name of their target that are no marker: all cases, the lowest versions, the extension in JavaScript.
NO_MARKER = {"long", "lowest", "vscode"}


def workflow(name: str) -> Any:
    path = ROOT / ".github" / "workflows" / name
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def groups() -> set[str]:
    return set(re.findall(r"^test-([a-z]+):", MAKEFILE, re.MULTILINE))


def test_every_group_has_a_target_that_counts_and_lets_none_be_skipped() -> None:
    marked = set(re.findall(r"not (\w+)", PROJECT["tool"]["pytest"]["ini_options"]["addopts"]))
    stated = {each.partition(":")[0] for each in PROJECT["tool"]["pytest"]["ini_options"]["markers"]}
    assert marked <= stated and stated - marked == {"part(n)"}
    assert groups() == (marked - {"long"}) | NO_MARKER
    for name in marked - {"long"}:
        assert re.search(rf"^test-{name}:.*(\n\t.*)*pytest -m {name} -rs --none-skipped$", MAKEFILE, re.MULTILINE), name
    (whole,) = re.findall(r'--whole -m "([^"]+)"', MAKEFILE)
    assert set(re.findall(r"not (\w+)", whole)) == marked - {"long"}


def test_ci_runs_every_group_and_python() -> None:
    jobs = workflow("test.yml")["jobs"]
    suite = jobs["suite"]["strategy"]["matrix"]
    assert {each.partition("-")[0] for each in suite["os"]} == {"ubuntu", "windows", "macos"}
    stated = [each.rpartition(" ")[2] for each in PROJECT["project"]["classifiers"] if ":: 3." in each]
    assert suite["python"] == stated == ["3.11", "3.12", "3.13", "3.14"]
    assert set(jobs["groups"]["strategy"]["matrix"]["group"]) == {f"test-{name}" for name in groups()}
    commands = [step.get("run", "") for step in jobs["suite"]["steps"]]
    wanted = ("ruff check", "ruff format", "mypy", "mypy --platform win32 src", "pytest")
    assert all(any(word in each for each in commands) for word in wanted)


def test_whoever_runs_tests_has_what_their_modules_import() -> None:
    """All modules are read before any is left out, so that every group needs the extras of all."""
    (made,) = re.findall(r"-e '\.\[(dev[\w,]*)\]'\n\t@touch", MAKEFILE)
    for each in re.findall(r"-e '\.\[(dev[\w,]*)\]'", MAKEFILE):
        assert set(made.split(",")) <= set(each.split(",")), each


def test_ci_installs_what_make_test_installs() -> None:
    """Windows has no make, so that the workflow writes it out: with the same extras, and the same for the folder."""
    (made,) = re.findall(r"-e '\.\[(dev[\w,]*)\]'\n\t@touch", MAKEFILE)
    suite = [step.get("run", "") for step in workflow("test.yml")["jobs"]["suite"]["steps"]]
    assert any(f'-c constraints.txt -e ".[{made}]"' in each for each in suite)
    (packed,) = re.findall(r"dist/\*\.whl\)\[([\w,]+)\]", MAKEFILE)
    folders = [step.get("run", "") for step in workflow("release.yml")["jobs"]["folders"]["steps"]]
    assert any(f'".[{packed}]" pyinstaller' in each for each in folders)


def test_a_release_has_hashes_provenance_and_a_list_of_what_is_in_it() -> None:
    jobs = workflow("release.yml")["jobs"]
    for name in ("packages", "folders"):
        steps = jobs[name]["steps"]
        assert jobs[name]["permissions"] == {"contents": "read", "id-token": "write", "attestations": "write"}
        assert any("attest-build-provenance" in step.get("uses", "") for step in steps), name
    assert jobs["folders"]["strategy"]["matrix"]["os"] == ["ubuntu-24.04", "windows-2025", "macos-15"]
    assert "sbom.json > SHA256SUMS" in MAKEFILE and "cyclonedx-py" in MAKEFILE
    assert any("release-packages" in step.get("run", "") for step in jobs["packages"]["steps"])


def test_every_action_is_named_by_its_hash() -> None:
    for name in ("test.yml", "release.yml"):
        for job in workflow(name)["jobs"].values():
            assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in job["steps"] if "uses" in step)


def test_the_version_is_one() -> None:
    """What the program says of itself is what is packed, and the newest heading of the changelog."""
    assert PROJECT["project"]["dynamic"] == ["version"] and "version" not in PROJECT["project"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/brandcluster/__init__.py"
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    released = [each for each in headings if each != "Unreleased"]
    assert headings[0] == "Unreleased" and released, "what is new goes under Unreleased"
    assert re.fullmatch(rf"{re.escape(__version__)} – \d{{4}}-\d\d-\d\d", released[0])
    versions = [tuple(map(int, each.partition(" ")[0].split("."))) for each in released]
    assert versions == sorted(versions, reverse=True) and all(len(each) == 3 for each in versions)
