"""What `validate` of many returns costs beside an earlier commit, and their sums beside duckdb, polars and pandas.

    python benchmarks/returns_against.py REV [--rows 100000] [--pairs 5] [--wrong 0.001]

Returns with right codes are made up with a fixed seed, a part of them with a slip. Both versions run alternately; the
ratio is that of the least processor times, for on a busy machine time is added and never taken away. Twice the rows show
whether cost is linear. What is not installed is left out; those add up one file by group and check nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import build_returns  # noqa: E402

from brandcluster.dossier.load import load_dossier  # noqa: E402
from brandcluster.returns.layout import layout_of, returns_path  # noqa: E402

#: One slip a row, by the position of the column that it stands in.
SLIPS = ((5, "90000000"), (5, "12x"), (6, "99999"), (8, "5"), (14, "否"), (9, ""), (10, "-3"), (2, "阀们"))
PEERS = {
    "duckdb": "import duckdb;print(duckdb.sql('''select 所属产业, 企业类型, {sums} from read_csv('{path}') group by all'''))",
    "polars": "import polars as p;d=p.read_csv('{path}');print(d.group_by('所属产业','企业类型').agg(p.col(d.columns[5:12]).sum()))",
    "pandas": "import pandas as p;d=p.read_csv('{path}');print(d.groupby(['所属产业','企业类型'])[list(d.columns[5:12])].sum())",
}


def dossier(root: Path, count: int, wrong: float) -> Path:
    """A dossier with so many returns of one year."""
    shutil.copytree(ROOT / "tests" / "cases" / "base", root)
    layout = layout_of(load_dossier(root))
    dice = random.Random("returns")  # noqa: S311  # the same returns every time
    codes = build_returns.codes("139900", dice)
    lines = [",".join(layout.headings)]
    for at, code in enumerate(sorted({next(codes) for _ in range(count)})):
        output, yes = 1000 + at * 7 % 7919, "是" if at % 3 else "否"
        group = ("阀门", "主导产业") if at % 4 else ("其他相关企业", "产业链相关")
        row = [code, f"云溪第{at}阀门制造有限公司", *group, "是" if output > 2007 else "否", str(output), str(output // 4),
               str(output // 9), str(output - 7), str(output // 2), str(output // 5), f"{output // 50}.5", yes, yes, "否",
               "否", yes]  # fmt: skip
        if dice.random() < wrong:
            place, text = dice.choice(SLIPS)
            row[place] = text
        lines.append(",".join(row))
    path = root / returns_path(2013)
    path.parent.mkdir()
    path.write_bytes(("\ufeff" + "\n".join(lines) + "\n").encode())
    return root


def measured(command: list[str], source: Path | None = None) -> tuple[float, float]:
    """Processor seconds of one run, and the most memory it took in MB."""
    environment = {**os.environ, **({"PYTHONPATH": str(source)} if source is not None else {})}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) > 1:
        raise SystemExit(f"{' '.join(command[:3])} did not end well")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print a line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--wrong", type=float, default=0.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = subprocess.run(
            ["git", "archive", given.revision, "src"], cwd=ROOT, stdout=subprocess.PIPE, check=True
        )
        with tarfile.open(fileobj=BytesIO(archive.stdout)) as tar:
            tar.extractall(folder / "then", filter="data")
        roots = [dossier(folder / str(count), count, given.wrong) for count in (1, given.rows // 2, given.rows)]
        program = [sys.executable, "-m", "brandcluster", "validate"]
        costs: dict[str, list[list[tuple[float, float]]]] = {"then": [[], [], []], "now": [[], [], []]}
        for _ in range(given.pairs):
            for at, root in enumerate(roots):
                for when, source in (("then", folder / "then" / "src"), ("now", ROOT / "src")):
                    costs[when][at].append(measured([*program, str(root)], source))
        best = {when: [min(runs)[0] for runs in each] for when, each in costs.items()}
        for when, least in best.items():
            memory = max(used for _, used in costs[when][2])
            growth = (least[2] - least[0]) / (least[1] - least[0])
            print(
                f"{when:5} {least[2]:6.2f} s for {given.rows:,} rows, {memory:4.0f} MB, twice the rows {growth:.2f} ×"
            )
        print(f"ratio {best['now'][2] / best['then'][2]:.2f}; without what one row costs "
              f"{(best['now'][2] - best['now'][0]) / (best['then'][2] - best['then'][0]):.2f}")  # fmt: skip
        path = roots[2] / returns_path(2013)
        heads = path.read_text(encoding="utf-8-sig").partition("\n")[0].split(",")[5:12]
        sums = ", ".join(f'sum("{head}")' for head in heads)
        for peer, code in PEERS.items():
            if importlib.util.find_spec(peer) is not None:
                spent, used = measured([sys.executable, "-c", code.format(path=path, sums=sums)])
                print(f"{peer} {spent:6.2f} s, {used:4.0f} MB")


if __name__ == "__main__":
    main()
