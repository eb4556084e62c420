"""The commands at the desk against an earlier commit, and beside other programs; each tree in a venv of its own.

    python benchmarks/commands.py [--against e55e4ca] [--of REV] [--pairs 15] [--only NAME] [--no-peers] [-o FILE.md]

Without `--of` the tree is measured as it is; with it, a commit, as for a step among others. `-o` keeps the tables, after
every row, so that a run that was stopped leaves what it had.
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
from collections.abc import Callable, Sequence
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
#: Fills a template of docxtpl with nothing: reading and writing one form. Without braces, in which paths are put.
FILL = (
    "import sys; from docxtpl import DocxTemplate; t = DocxTemplate(sys.argv[1]); t.render(dict()); t.save(sys.argv[2])"
)
Commands = tuple[tuple[str, ...], ...]


class Peer(NamedTuple):
    """Another program: what is installed, what is run once before, and what is measured; in a folder of its own.

    {root}: this project, {out}: forms that it made.
    """

    name: str
    packages: tuple[str, ...]
    before: Commands
    measured: Commands


PEERS: tuple[Peer, ...] = (
    Peer("yamllint", ("yamllint",), (), (("bin/yamllint", "-d", "relaxed", "{root}/examples/qingshiling"),)),
    Peer("docxtpl", ("docxtpl",), (), (("bin/python", "-c", FILL, "{out}/申报书.docx", "peer.docx"),)),
    Peer(
        "compliance-trestle",
        ("compliance-trestle",),
        (
            ("bin/trestle", "init", "--local"),
            ("bin/trestle", "create", "-t", "catalog", "-o", "peer"),
        ),
        (("bin/trestle", "validate", "-t", "catalog", "-n", "peer"),),
    ),
    Peer(
        "rendercv",
        # It imports click, which typer no longer brings along; later releases want Python 3.12.
        ("rendercv[full]==2.3", "typer==0.20.0"),
        (("bin/rendercv", "new", "Peer"),),
        # Its PDF loads a package from the network each time.
        (("bin/rendercv", "render", "Peer_CV.yaml", "--dont-generate-pdf", "--dont-generate-png"),),
    ),
    Peer(
        "check-jsonschema",
        ("check-jsonschema",),
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


def spread(values: Sequence[float]) -> str:
    """The median, and the quartiles around it."""
    low, middle, high = statistics.quantiles(values, n=4) if len(values) > 1 else [*values] * 3
    return f"{middle:.3f} [{low:.3f} – {high:.3f}]"


class Row(NamedTuple):
    """What pairs came to: ratios of the clock and the processor, and the most memory of each side in MB."""

    name: str
    most: float | None
    wall: tuple[float, ...]
    processor: tuple[float, ...]
    memory: tuple[float, float]

    def line(self) -> str:
        """The row at a terminal."""
        limit = f" (at most {self.most}{self._missed()})" if self.most is not None else ""
        memory = f"{self._memory()} MB"
        return f"{self.name:32} clock {spread(self.wall)}{limit}, processor {spread(self.processor)}, {memory}"

    def cells(self) -> str:
        """The row of a Markdown table."""
        most = "" if self.most is None else f"{self.most}{self._missed()}"
        return f"| {self.name} | {most} | {spread(self.wall)} | {spread(self.processor)} | {self._memory()} |"

    def _memory(self) -> str:
        return f"{self.memory[0]:.0f} : {self.memory[1]:.0f}"

    def _missed(self) -> str:
        return ", missed" if self.most is not None and statistics.median(self.wall) > self.most else ""


class Report(NamedTuple):
    """Where rows go: each is printed at once, and the tables so far are written to the file, if there is one."""

    file: Path | None
    said: list[str]

    def begin(self, title: str) -> None:
        """A table."""
        self.said.extend(
            ("", title, "", "| what | at most | clock | processor | MB, own : other |", "|---|---|---|---|---|")
        )

    def add(self, row: Row) -> None:
        """A row of the last table."""
        self._add(row.line(), row.cells())

    def fail(self, name: str, why: str) -> None:
        """What could not be measured, and why."""
        self._add(f"{name:32} not measured: {why}", f"| {name} | | not measured: {why} | | |")

    def _add(self, line: str, cells: str) -> None:
        print(line, flush=True)
        self.said.append(cells)
        if self.file is not None:
            self.file.write_text("\n".join(self.said).strip() + "\n", encoding="utf-8")


def compare(name: str, own: Callable[[], Cost], other: Callable[[], Cost], pairs: int, most: float | None) -> Row:
    """Run both in turn, each pair in the other order."""
    if pairs > 1:  # what both have to find in the system's memory
        own(), other()
    runs = []
    for number in range(pairs):
        if number % 2:
            first, second = own(), other()
        else:
            second, first = other(), own()
        runs.append((first, second))
    wall = tuple(first.wall / second.wall for first, second in runs)
    processor = tuple(first.processor / second.processor for first, second in runs)
    ours, others = (max(run[side].memory for run in runs) for side in (0, 1))
    return Row(name, most, wall, processor, (ours, others))


def compare_trees(folder: Path, given: argparse.Namespace, report: Report) -> None:
    """Each command of the tree against the commit: with its rules, and as it is."""
    then, now = build(folder / "then", given.against), build(folder / "now", given.of)
    codes, out, launcher = codes_of(then, now), folder / "out", folder / "launcher.py"
    launcher.write_text(LAUNCHER, encoding="utf-8")
    copies = [folder / "copies" / f"{number:04d}" for number in range(LARGE_BATCH)]
    shutil.copytree(ROOT / "examples" / "qingshiling", copies[0])
    for each in copies[1:]:
        shutil.copytree(copies[0], each, copy_function=os.link)
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "CI")}
    render = ["render", str(_source(now) / "examples" / "qingshiling"), "-o", str(out), "--overwrite"]
    subprocess.run([str(now), str(launcher), *render], cwd=ROOT, env=plain, check=True, capture_output=True)
    report.begin(f"{given.of or 'The tree'} against {given.against}, {given.pairs} pairs: median [quartiles]")
    for name, arguments, most, most_whole in COMMANDS:
        if given.only not in name:
            continue
        runs = {}
        for python in (then, now):
            many = {"{copies}": BATCH, "{more copies}": LARGE_BATCH}
            filled = [each.format(out=out, own=_source(python)) for each in arguments if each not in many]
            filled += [str(each) for name_, count in many.items() if name_ in arguments for each in copies[:count]]
            runs[python] = [str(python), str(launcher), *filled]
        old = partial(measured, runs[then], plain)
        same = partial(measured, runs[now], {**plain, "BENCHMARK_RULES": codes})
        pairs = 1 if "{more copies}" in arguments else given.pairs
        report.add(compare(f"{name}, same rules", same, old, pairs, most))
        if most_whole is not None:
            whole = partial(measured, runs[now], plain)
            report.add(compare(f"{name}, whole program", whole, old, pairs, most_whole))


def _source(python: Path) -> Path:
    """The sources of the program that is installed beside this Python."""
    return python.parents[2] / "source"


def compare_peers(folder: Path, pairs: int, report: Report) -> None:
    """Other programs, and this one, as multiples of the empty program; each where it can be installed."""
    out, plain = folder / "out", {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    empty = partial(measured, [sys.executable, "-c", "pass"], plain)
    now, launcher = folder / "now" / "venv" / "bin" / "python", folder / "launcher.py"
    report.begin(f"Others, as multiples of `python -c pass`, {pairs} pairs: median [quartiles]")
    for name, arguments, _, _ in COMMANDS[:2]:
        own = partial(measured, [str(now), str(launcher), *arguments], plain)
        report.add(compare(f"{name}, × python", own, empty, pairs, None))
    for peer in PEERS:
        try:
            home, work = folder / f"peer {peer.name}", folder / f"work {peer.name}"
            install(home, *peer.packages)
            work.mkdir()
            before, timed = (_commands(each, home, out) for each in (peer.before, peer.measured))
            for command in before:
                subprocess.run(command, cwd=work, env=plain, check=True, capture_output=True)
            run = partial(measured_together, timed, plain, work)
            report.add(compare(f"{peer.name}, × python", run, empty, pairs, None))
        except (subprocess.CalledProcessError, OSError, SystemExit) as error:
            report.fail(peer.name, str(error))


def _commands(commands: Commands, home: Path, out: Path) -> list[list[str]]:
    """What is run, with the paths put in; the program itself is the venv's."""
    filled = [[each.format(root=ROOT, out=out) for each in command] for command in commands]
    return [[str(home / program), *rest] for program, *rest in filled]


def main() -> int:
    """Print one line a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", default="e55e4ca")
    parser.add_argument("--of")
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--only", default="")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    report = Report(given.output, [])
    with tempfile.TemporaryDirectory() as folder:
        compare_trees(Path(folder), given, report)
        if not given.no_peers:
            compare_peers(Path(folder), given.pairs, report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
