"""`review` over many dossiers against `validate` over the same, its memory, and two processes against one.

    python benchmarks/review.py [--dossiers 300] [--runs 3] [--jobs 2]

The dossiers are copies of the examples under other names. Runs are paired, so that the ratios hold when the machine's
speed drifts; two processes mean something only where two cores are free.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("qingshiling", "lanting")
#: What they may cost: times `validate`, times one process, and the most memory (bytes).
TIMES_VALIDATE, TIMES_ONE, MEMORY = 1.3, 0.65, 300_000_000
#: Runs the rest of the command line and prints the most memory that it or a child of it had, in kB.
_MEASURED = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
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
    given = parser.parse_args()
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


def _memory(command: list[str]) -> int:
    output = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=True)
    return int(output.stdout) * 1_024


if __name__ == "__main__":
    raise SystemExit(main())
