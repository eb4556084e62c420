"""What returns cost: `indicators` over many enterprises, as multiples of `python -c pass`, and its memory.

    python benchmarks/returns.py [--runs 7]

Returns are made up in a temporary dossier. The added cost of rows is the least processor time of several runs above
that of one enterprise: on a busy machine, wall time says more about the others.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from brandcluster.dossier.load import load_dossier
from brandcluster.returns.layout import layout_of, returns_path
from brandcluster.returns.sums import canonical_text

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "tests" / "cases" / "base"
BASELINE = [sys.executable, "-c", "pass"]
YEAR = 2013
#: Rows, most multiples of `python -c pass`, most MB.
LIMITS = ((1_000, 35, None), (10_000, None, None), (100_000, 100, 200))


def dossier(root: Path, count: int) -> list[str]:
    """A dossier with so many returns, its statistics saved from them; the command to measure."""
    shutil.copytree(BASE, root)
    layout = layout_of(load_dossier(root))
    rows = []
    for index in range(count):
        output = 1000 + index % 7919
        yes = "是" if index % 3 else "否"
        rows.append(
            (f"91139900{index:09d}0", f"云溪第{index}阀门制造有限公司", "阀门", "主导产业", "是" if output > 2000 else "否",
             str(output), str(output // 4), str(output // 9), str(output - 7), str(output // 2), str(output // 5),
             f"{output // 50}.5", yes, yes, "否", "否", yes)
        )  # fmt: skip
    path = root / returns_path(YEAR)
    path.parent.mkdir()
    path.write_bytes(canonical_text(rows, layout))
    program = [sys.executable, "-m", "brandcluster", "indicators", str(root)]
    subprocess.run([*program, "--save"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return program


def measured(command: list[str]) -> tuple[float, float, float]:
    """Seconds of one run, the most memory it took in MB, its processor time."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def ratio(command: list[str], runs: int) -> tuple[float, float, float]:
    """Median of paired ratios to the empty program, the most memory, the least processor time."""
    measured(BASELINE)
    measured(command)
    pairs = [(measured(command), measured(BASELINE)) for _ in range(runs)]
    median = statistics.median(own[0] / empty[0] for own, empty in pairs)
    return median, max(own[1] for own, _ in pairs), min(own[2] for own, _ in pairs)


def main() -> int:
    """Print one line a size; 1 when one costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    over = 0
    added: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        nothing = ratio(dossier(Path(folder) / "1", 1), runs)[2]
        for count, most, memory in LIMITS:
            root = Path(folder) / str(count)
            cost, used, spent = ratio(dossier(root, count), runs)
            size = (root / returns_path(YEAR)).stat().st_size / 1e6
            added.append(spent - nothing)
            over += (most is not None and cost > most) + (memory is not None and used > memory)
            limit = f"   (at most {most})" if most else ""
            print(f"{count:7,} enterprises {cost:6.1f} × python -c pass, {used:4.0f} MB, file {size:.1f} MB{limit}")
        growth = added[2] / added[1]
        over += growth > 11
        print(f"ten times the rows: {growth:.1f} times the added cost   (at most 11)")
    return int(over > 0)


if __name__ == "__main__":
    raise SystemExit(main())
