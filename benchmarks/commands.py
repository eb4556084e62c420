"""The commands at the desk against an earlier commit, and beside other programs; each tree in a venv of its own.

    python benchmarks/commands.py [--against e55e4ca] [--pairs 15] [--only NAME] [--peers]

How to read it, what came out, and what a busy machine does to it: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
#: name, arguments, most with the rules that the earlier commit had, most of the whole program. As ratio to it. {own}:
#: the folder of the tree that is run, for forms are made only of an example that its own rules have nothing against.
COMMANDS: tuple[tuple[str, tuple[str, ...], float, float | None], ...] = (
    ("validate qingshiling", ("validate", "examples/qingshiling"), 0.75, 0.85),
    ("validate lanting", ("validate", "examples/lanting"), 0.67, 0.77),
    ("thresholds lanting", ("thresholds", "examples/lanting"), 0.68, None),
    ("status lanting", ("status", "examples/lanting", "--date", "2014-12-01"), 0.66, None),
    ("render", ("render", "{own}/examples/qingshiling", "-o", "{out}", "--overwrite"), 0.73, None),
    ("import", ("import", "{out}/申报书.docx", "{out}/推荐表.docx", "examples/qingshiling"), 0.75, None),
    ("validate --help", ("validate", "--help"), 0.45, None),
    ("100 dossiers", ("validate", "{copies}"), 0.85, None),
)
#: Other programs: what is installed, what is run. {files}: the YAML files of an example.
PEERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("yamllint", ("bin/yamllint", "-d", "relaxed", "examples/qingshiling")),
    ("docxtpl", ("bin/python", "-c", "import sys; from docxtpl import DocxTemplate; t = DocxTemplate(sys.argv[1]); t.render({}); t.save(sys.argv[2])", "{out}/申报书.docx", "{out}/peer.docx")),
    ("compliance-trestle", ("bin/trestle", "version")),
    ("rendercv", ("bin/rendercv", "--version")),
    ("check-jsonschema", ("bin/check-jsonschema", "--schemafile", "schemas/plan.schema.json", "examples/qingshiling/plan.yaml")),
)  # fmt: skip
#: Started in place of the console script: leaves out every rule but those whose codes are named, where any are.
LAUNCHER = """
import os, sys
kept = frozenset(os.environ.get("BENCHMARK_RULES", "").split())
if kept:
    from importlib import import_module
    from importlib.machinery import PathFinder
    class Trim:
        def find_spec(self, name, path=None, target=None):
            if name != "brandcluster.rules.checks.all_checks":
                return None
            spec = PathFinder.find_spec(name, path)
            run = spec.loader.exec_module
            def trimmed(module):
                run(module)
                module.RULES = tuple(each for each in module.RULES if each.code in kept)
                pilot = module.pilot_rules
                module.pilot_rules = lambda: tuple(each for each in pilot() if each.code in kept)
            spec.loader.exec_module = trimmed
            return spec
    sys.meta_path.insert(0, Trim())
import brandcluster.cli as cli
sys.exit(cli.main()) if not hasattr(cli, "enter") else cli.enter()
"""
CODES = "from {module} import all_rules; print(*[each.code for each in all_rules()])"


class Cost(NamedTuple):
    """One run: seconds by the clock, seconds of the processor (its own and the system's), the most memory in MB."""

    wall: float
    processor: float
    memory: float


def measured(command: list[str], environment: dict[str, str]) -> Cost:
    """Run once. SystemExit for a command that fails otherwise than by finding something (1)."""
    start = perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Cost(perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def install(folder: Path, *what: str) -> Path:
    """A venv with packages, bytecode compiled; its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--compile"]
    subprocess.run([*pip, *what], check=True)
    return python


def build(folder: Path, commit: str | None) -> Path:
    """A venv with the program as it was at a commit (as it is in the tree without); its Python."""
    source = folder / "source"
    if commit is None:
        ignored = shutil.ignore_patterns(".git", "__pycache__", ".venv")
        shutil.copytree(ROOT, source, ignore=ignored)
    else:
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(source, filter="data")
    return install(folder / "venv", "-c", str(ROOT / "constraints.txt"), str(source))


def codes_of(python: Path) -> str:
    """The codes of the rules that an installed program has."""
    for module in ("brandcluster.rules.checks.all_checks", "brandcluster.rules.checks"):
        found = subprocess.run(
            [str(python), "-c", CODES.format(module=module)], capture_output=True, text=True, check=False
        )
        if found.returncode == 0:
            return found.stdout.strip()
    raise SystemExit("the rules of the earlier commit are not where they were")


def spread(values: list[float]) -> str:
    """The median, and the quartiles around it."""
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.3f} [{low:.3f} – {high:.3f}]"


def compare(name: str, own: Callable[[], Cost], other: Callable[[], Cost], pairs: int, most: float | None) -> None:
    """Run both in turn, each pair in the other order, and print the ratios."""
    own(), other()
    runs = []
    for number in range(pairs):
        if number % 2:
            first, second = own(), other()
        else:
            second, first = other(), own()
        runs.append((first, second))
    wall = spread([first.wall / second.wall for first, second in runs])
    processor = spread([first.processor / second.processor for first, second in runs])
    memory = [max(run[side].memory for run in runs) for side in (0, 1)]
    limit = f" (at most {most})" if most is not None else ""
    print(f"{name:32} clock {wall}{limit}, processor {processor}, {memory[0]:.0f} MB : {memory[1]:.0f} MB", flush=True)


def compare_trees(folder: Path, commit: str, pairs: int, only: str) -> None:
    """Each command of the tree against the commit: with its rules, and as it is."""
    then, now = build(folder / "then", commit), build(folder / "now", None)
    codes, out, launcher = codes_of(then), folder / "out", folder / "launcher.py"
    launcher.write_text(LAUNCHER, encoding="utf-8")
    copies = [folder / "copies" / f"{number:03d}" for number in range(100)]
    for each in copies:
        shutil.copytree(ROOT / "examples" / "qingshiling", each)
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "CI")}
    render = ["render", "examples/qingshiling", "-o", str(out), "--overwrite"]
    subprocess.run([str(now), str(launcher), *render], cwd=ROOT, env=plain, check=True, capture_output=True)
    for name, arguments, most, most_whole in COMMANDS:
        if only not in name:
            continue
        runs = {}
        for python in (then, now):
            own = python.parents[2] / "source"
            given = [each.format(out=out, own=own) for each in arguments if each != "{copies}"]
            given += [str(each) for each in copies] if "{copies}" in arguments else []
            runs[python] = [str(python), str(launcher), *given]
        old = partial(measured, runs[then], plain)
        same = partial(measured, runs[now], {**plain, "BENCHMARK_RULES": codes})
        whole = partial(measured, runs[now], plain)
        compare(f"{name}, same rules", same, old, pairs, most)
        if most_whole is not None:
            compare(f"{name}, whole program", whole, old, pairs, most_whole)


def compare_peers(folder: Path, pairs: int) -> None:
    """Other programs as multiples of the empty program, where they can be installed."""
    out = folder / "out"
    for package, command in PEERS:
        try:
            home = install(folder / package, package).parent.parent
            given = [str(home / command[0]), *(each.format(out=out) for each in command[1:])]
            empty = [sys.executable, "-c", "pass"]
            environment = dict(os.environ)
            own, nothing = partial(measured, given, environment), partial(measured, empty, environment)
            compare(package, own, nothing, pairs, None)
        except (subprocess.CalledProcessError, OSError, SystemExit) as error:
            print(f"{package:32} not measured: {error}", flush=True)


def main() -> int:
    """Print one line a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", default="e55e4ca")
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--only", default="")
    parser.add_argument("--peers", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare_trees(Path(folder), given.against, given.pairs, given.only)
        if given.peers:
            compare_peers(Path(folder), given.pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
