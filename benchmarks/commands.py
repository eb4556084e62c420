"""The commands at the desk against an earlier commit, and beside other programs; each tree in a venv of its own.

    python benchmarks/commands.py [--against e55e4ca] [--pairs 15] [--only NAME] [--no-peers]

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
    ("1000 dossiers", ("validate", "{more copies}"), 0.85, None),
)
#: How many dossiers one call checks; that of the last row is run once, for its memory.
BATCH, LARGE_BATCH = 100, 1000
#: The file kinds of an application, and the schema of each.
KINDS = (
    ("dossier.yaml", "dossier"),
    ("application/region.yaml", "region"),
    ("application/top-enterprises.yaml", "top-enterprises"),
    ("application/conditions.yaml", "conditions"),
    ("application/plan.yaml", "plan"),
    ("recommendation.yaml", "recommendation"),
    ("statistics/2013.yaml", "statistics"),
    ("judgements.yaml", "judgements"),
)
#: Fills a template of docxtpl with nothing: reading and writing one form.
FILL = "import sys; from docxtpl import DocxTemplate; t = DocxTemplate(sys.argv[1]); t.render({}); t.save(sys.argv[2])"
Commands = tuple[tuple[str, ...], ...]


class Peer(NamedTuple):
    """Another program: what is installed, what is run once before, and what is measured; in a folder of its own.

    {root}: this project, {out}: forms that it made.
    """

    package: str
    before: Commands
    measured: Commands


PEERS: tuple[Peer, ...] = (
    Peer("yamllint", (), (("bin/yamllint", "-d", "relaxed", "{root}/examples/qingshiling"),)),
    Peer("docxtpl", (), (("bin/python", "-c", FILL, "{out}/申报书.docx", "peer.docx"),)),
    Peer(
        "compliance-trestle",
        (
            ("bin/trestle", "init", "--local"),
            ("bin/trestle", "create", "-t", "catalog", "-o", "peer"),
        ),
        (("bin/trestle", "validate", "-t", "catalog", "-n", "peer"),),
    ),
    Peer(
        "rendercv[full]",
        (("bin/rendercv", "new", "Peer"),),
        (("bin/rendercv", "render", "Peer_CV.yaml"),),
    ),
    Peer(
        "check-jsonschema",
        (),
        tuple(
            (
                "bin/check-jsonschema",
                "--schemafile",
                f"{{root}}/schemas/{kind}.json",
                f"{{root}}/examples/qingshiling/{path}",
            )
            for path, kind in KINDS
        ),
    ),
)
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
#: Prints the old and the new code of each rule that has another one since.
RENAMED = "from brandcluster.rules.checks.ignoring import OLD_CODES; print(*[f'{a}:{b}' for a, b in OLD_CODES.items()])"


class Cost(NamedTuple):
    """One run: seconds by the clock, seconds of the processor (its own and the system's), the most memory in MB."""

    wall: float
    processor: float
    memory: float


def measured(command: list[str], environment: dict[str, str], folder: Path = ROOT) -> Cost:
    """Run once. SystemExit for a command that fails otherwise than by finding something (1)."""
    start = perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    return Cost(perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measured_together(commands: list[list[str]], environment: dict[str, str], folder: Path) -> Cost:
    """Several commands, one after the other: what they take together, and the most that one holds."""
    runs = [measured(each, environment, folder) for each in commands]
    return Cost(sum(run.wall for run in runs), sum(run.processor for run in runs), max(run.memory for run in runs))


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
    # The C parser is an extra since; a commit of before brings it along.
    extra = "[fast]" if "\nfast = " in (source / "pyproject.toml").read_text(encoding="utf-8") else ""
    return install(folder / "venv", "-c", str(ROOT / "constraints.txt"), f"{source}{extra}")


def codes_of(python: Path, now: Path) -> str:
    """The codes of the rules that an installed program has, also as they are called in the tree."""
    renamed = subprocess.run([str(now), "-c", RENAMED], capture_output=True, text=True, check=True).stdout.split()
    today = dict(pair.split(":") for pair in renamed)
    for module in ("brandcluster.rules.checks.all_checks", "brandcluster.rules.checks"):
        found = subprocess.run(
            [str(python), "-c", CODES.format(module=module)], capture_output=True, text=True, check=False
        )
        if found.returncode == 0:
            codes = found.stdout.split()
            return " ".join(dict.fromkeys((*codes, *(today[each] for each in codes if each in today))))
    raise SystemExit("the rules of the earlier commit are not where they were")


def spread(values: list[float]) -> str:
    """The median, and the quartiles around it."""
    low, middle, high = statistics.quantiles(values, n=4) if len(values) > 1 else values * 3
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
    codes, out, launcher = codes_of(then, now), folder / "out", folder / "launcher.py"
    launcher.write_text(LAUNCHER, encoding="utf-8")
    copies = [folder / "copies" / f"{number:04d}" for number in range(LARGE_BATCH)]
    shutil.copytree(ROOT / "examples" / "qingshiling", copies[0])
    for each in copies[1:]:
        shutil.copytree(copies[0], each, copy_function=os.link)
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "CI")}
    render = ["render", "examples/qingshiling", "-o", str(out), "--overwrite"]
    subprocess.run([str(now), str(launcher), *render], cwd=ROOT, env=plain, check=True, capture_output=True)
    for name, arguments, most, most_whole in COMMANDS:
        if only not in name:
            continue
        runs = {}
        for python in (then, now):
            own = python.parents[2] / "source"
            many = {"{copies}": BATCH, "{more copies}": LARGE_BATCH}
            given = [each.format(out=out, own=own) for each in arguments if each not in many]
            given += [str(each) for name_, count in many.items() if name_ in arguments for each in copies[:count]]
            runs[python] = [str(python), str(launcher), *given]
        old = partial(measured, runs[then], plain)
        same = partial(measured, runs[now], {**plain, "BENCHMARK_RULES": codes})
        whole = partial(measured, runs[now], plain)
        large = "{more copies}" in arguments
        compare(f"{name}, same rules", same, old, 1 if large else pairs, most)
        if most_whole is not None:
            compare(f"{name}, whole program", whole, old, pairs, most_whole)


def compare_peers(folder: Path, pairs: int) -> None:
    """Other programs, and this one, as multiples of the empty program; each where it can be installed."""
    out, plain = folder / "out", {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    empty = partial(measured, [sys.executable, "-c", "pass"], plain)
    now, launcher = folder / "now" / "venv" / "bin" / "python", folder / "launcher.py"
    for name, arguments, _, _ in COMMANDS[:2]:
        given = [str(now), str(launcher), *arguments]
        compare(f"{name}, × python", partial(measured, given, plain), empty, pairs, None)
    for peer in PEERS:
        try:
            home, own = folder / f"peer {peer.package}", folder / f"work {peer.package}"
            install(home, peer.package)
            own.mkdir()
            before, timed = (_commands(each, home, out) for each in (peer.before, peer.measured))
            for command in before:
                subprocess.run(command, cwd=own, env=plain, check=True, capture_output=True)
            run = partial(measured_together, timed, plain, own)
            compare(f"{peer.package}, × python", run, empty, pairs, None)
        except (subprocess.CalledProcessError, OSError, SystemExit) as error:
            print(f"{peer.package:32} not measured: {error}", flush=True)


def _commands(commands: Commands, home: Path, out: Path) -> list[list[str]]:
    """What is run, with the paths put in; the program itself is the venv's."""
    filled = [[each.format(root=ROOT, out=out) for each in command] for command in commands]
    return [[str(home / program), *rest] for program, *rest in filled]


def main() -> int:
    """Print one line a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", default="e55e4ca")
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--only", default="")
    parser.add_argument("--no-peers", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare_trees(Path(folder), given.against, given.pairs, given.only)
        if not given.no_peers:
            compare_peers(Path(folder), given.pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
