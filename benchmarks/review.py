"""`review` over many dossiers against `validate` over the same, its memory, and two processes against one.

    python benchmarks/review.py [--dossiers 300] [--runs 3] [--jobs 2]
    python benchmarks/review.py --similar [--dossiers 300] [--runs 1]

The dossiers are copies of the examples under other names; for `--similar` half of the words of their texts are changed,
of every tenth one a tenth. Runs are paired, so that the ratios hold when the machine's
speed drifts; two processes mean something only where two cores are free.
"""

from __future__ import annotations

import argparse
import compileall
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("qingshiling", "lanting")
#: What they may cost: times `validate`, times one process, and the most memory (bytes).
TIMES_VALIDATE, TIMES_ONE, MEMORY = 1.3, 0.65, 300_000_000
#: What looking for copied texts may cost: times `review` without it.
TIMES_PLAIN = 2.0
_PIECE = re.compile(r"\{\{[^}]*\}\}|[\u4e00-\u9fff]{2}|.", re.DOTALL)
#: Runs the rest of the command line and prints the most memory that it or a child of it had, in kB.
_MEASURED = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_maxrss, used.ru_utime + used.ru_stime)"
)


def prepare(folder: Path, count: int) -> list[Path]:
    """The dossiers; each applies under its own name."""
    found = []
    for number in range(count):
        path = folder / f"{number:03d}"
        source = ROOT / "examples" / EXAMPLES[number % len(EXAMPLES)]
        shutil.copytree(source, path, ignore=shutil.ignore_patterns("sealed"))
        header = path / "dossier.yaml"
        lines = header.read_text(encoding="utf-8").splitlines()
        lines = [f"区域名称: 第{number}区" if line.startswith("区域名称:") else line for line in lines]
        header.write_text("\n".join([*lines, ""]), encoding="utf-8")
        found.append(path)
    return found


def reword(paths: list[Path]) -> None:
    """Change the texts of the dossiers, and who applies: one applicant's are not held against each other."""
    for number, path in enumerate(paths):
        draw = Random(number)  # noqa: S311
        for name in ("region", "plan", "top-enterprises"):
            file = path / "application" / f"{name}.yaml"
            lines = file.read_text(encoding="utf-8").split("\n")
            share = 0.1 if number % 10 == 0 else 0.5
            changed = [_reworded(line, draw, share) if _is_prose(line) else line for line in lines]
            file.write_text("\n".join(changed), encoding="utf-8")
        header = path / "dossier.yaml"
        text = re.sub(r"(?m)^申报单位: .*$", f"申报单位: 第{number}区管理委员会", header.read_text(encoding="utf-8"))
        header.write_text(text, encoding="utf-8")


def _is_prose(line: str) -> bool:
    """Whether a line is one of a text of several lines."""
    return (
        line.startswith("  ")
        and re.search(r"[\u4e00-\u9fff]", line) is not None
        and not re.match(r"[\s-]*[^\s：:]+:", line)
    )


def _reworded(line: str, draw: Random, share: float) -> str:
    """The line with a share of its words in the place of others."""
    pieces = _PIECE.findall(line)
    words = [index for index, piece in enumerate(pieces) if re.fullmatch(r"[\u4e00-\u9fff]{2}", piece)]
    for index in words:
        if draw.random() < share:
            pieces[index] = pieces[words[int(draw.random() * len(words))]]
    return "".join(pieces)


def seconds(command: list[str]) -> float:
    """Wall time of one run; findings (1) are no failure here."""
    start = time.perf_counter()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    if code not in (0, 1):
        raise SystemExit(f"{command[3:6]} ended with {code}")
    return time.perf_counter() - start


def main() -> int:
    """Print one line a figure; 1 when one is over what it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=300)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--similar", action="store_true")
    given = parser.parse_args()
    if given.similar:
        return _similar(given.dossiers, given.runs)
    compileall.compile_dir(ROOT / "src", quiet=1)  # as an installed wheel is
    program = [sys.executable, "-m", "brandcluster"]
    with tempfile.TemporaryDirectory() as home:
        paths = prepare(Path(home) / "in", given.dossiers)
        validate = [*program, "validate", *map(str, paths)]
        review = [*program, "review", str(paths[0].parent), "--date", "2016-07-01", "--jobs", "1"]
        several = [*review[:-1], str(given.jobs)]
        pages = [*several, "--html", f"{home}/out", "--overwrite"]
        one = statistics.median(seconds(review) / seconds(validate) for _ in range(given.runs))
        two = statistics.median(seconds(several) / seconds(review) for _ in range(given.runs))
        memory = max(_memory(command) for command in (review, pages))
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    print(f"review           {one:6.2f} × validate   (at most {TIMES_VALIDATE})")
    print(
        f"{given.jobs} processes      {two:6.2f} × one        (at most {TIMES_ONE}, with {given.jobs} free cores of {free})"
    )
    print(f"memory, a process {memory / 1e6:5.0f} MB         (under {MEMORY / 1e6:.0f})")
    return int(one > TIMES_VALIDATE or memory >= MEMORY or (free >= given.jobs and two > TIMES_ONE))


def _similar(dossiers: int, runs: int) -> int:
    """`review` with and without looking for copied texts, one process each: processor time and memory."""
    review = [sys.executable, "-m", "brandcluster", "review"]
    with tempfile.TemporaryDirectory() as home:
        paths = prepare(Path(home) / "in", dossiers)
        reword(paths)
        plain = [*review, str(paths[0].parent), "--date", "2014-07-01", "--jobs", "1"]
        pairs = [(_used(plain), _used([*plain, "--similar"])) for _ in range(runs)]
    times = statistics.median(second[1] / first[1] for first, second in pairs)
    for name, (memory, time_) in zip(("review", "review --similar"), pairs[0], strict=True):
        print(f"{name:17}{time_:7.1f} s of a processor, {memory / 1e6:5.0f} MB")
    print(f"                 {times:7.2f} × review      (at most {TIMES_PLAIN})")
    return int(times > TIMES_PLAIN)


def _memory(command: list[str]) -> int:
    return _used(command)[0]


def _used(command: list[str]) -> tuple[int, float]:
    """The most memory that a command or a child of it had (bytes), and the processor time of all (seconds)."""
    output = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=True)
    memory, time_ = output.stdout.split()
    return int(memory) * 1_024, float(time_)


if __name__ == "__main__":
    raise SystemExit(main())
