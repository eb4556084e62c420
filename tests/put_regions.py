"""Drawn returns as regions: folders as `aggregate` is given them."""

from __future__ import annotations

import shutil
from pathlib import Path

from cases import BASE
from drawn_returns import LAYOUT

from brandcluster.returns.layout import Row
from brandcluster.returns.sums import canonical_text

#: A region's returns by year.
Years = dict[int, list[Row]]


def put(folder: Path, regions: list[Years]) -> Path:
    """The regions as dossiers, in two provinces."""
    for number, years in enumerate(regions):
        root = folder / f"区{number}"
        root.mkdir(parents=True)
        text = (BASE / "dossier.yaml").read_text(encoding="utf-8").replace("云溪", f"云溪{number}")
        text = text.replace("河北省", ("河北省", "浙江省")[number % 2])
        text = text.replace("  - 名称: 阀门\n", "  - 名称: 阀门\n  - 名称: 泵\n")
        (root / "dossier.yaml").write_text(text, encoding="utf-8")
        shutil.copytree(BASE / "statistics", root / "statistics")
        own = f"填报栏目:\n  - 名称: {LAYOUT.own[0].name}\n    含义: 甲\n指标: []\n"
        (root / "indicators.yaml").write_text(own, encoding="utf-8")
        (root / "enterprises").mkdir()
        for year, rows in years.items():
            (root / "enterprises" / f"{year}.csv").write_bytes(canonical_text(rows, LAYOUT))
    return folder
