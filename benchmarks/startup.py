"""Whole-process cost of the commands, as multiples of `python -c pass` on the same machine in the same run.

    python benchmarks/startup.py [--runs 11]

Every command is run in turn with `python -c pass`, pair by pair, so that the ratio holds when the machine's speed
drifts; the median of the pairs is printed beside what the command may cost.
"""

from __future__ import annotations

import argparse
import compileall
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "qingshiling"
BASELINE = [sys.executable, "-c", "pass"]


def seconds(command: list[str]) -> float:
    """Wall time of one run; a command that fails makes the whole benchmark worthless."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def ratio(command: list[str], runs: int) -> float:
    """Median of paired ratios, after one warm-up of each."""
    seconds(BASELINE)
    seconds(command)
    return statistics.median(seconds(command) / seconds(BASELINE) for _ in range(runs))


def main() -> int:
    """Print one line a command; 1 when one costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args().runs
    compileall.compile_dir(ROOT / "src", quiet=1)  # as an installed wheel is
    program = [sys.executable, "-m", "brandcluster"]
    over = 0
    with tempfile.TemporaryDirectory() as out:
        commands = (
            ("--version", [*program, "--version"], None),
            ("validate", [*program, "validate", str(EXAMPLE)], 30),
            ("indicators", [*program, "indicators", str(EXAMPLE)], None),
            ("render", [*program, "render", str(EXAMPLE), "-o", out, "--overwrite"], 50),
            ("import", [*program, "import", f"{out}/申报书.docx", f"{out}/推荐表.docx", str(EXAMPLE)], 45),
        )
        for name, command, limit in commands:
            measured = ratio(command, runs)
            over += limit is not None and measured > limit
            print(f"{name:12} {measured:6.1f} × python -c pass" + (f"   (at most {limit})" if limit else ""))
    return int(over > 0)


if __name__ == "__main__":
    raise SystemExit(main())
