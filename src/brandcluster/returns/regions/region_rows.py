"""The rows that were read of many regions as one Parquet file, for questions across regions; confidential as returns are.

Amounts are DECIMAL(34,16): 18 digits before the point and 16 behind it hold every amount that can be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from brandcluster.base.visible import visible
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.measures import AMOUNTS, COLUMNS, FLAGS, YES
from brandcluster.formats.tables.parquet import Fields, amounts_fit, parquet_rows
from brandcluster.returns.comparing import readable_returns
from brandcluster.returns.layout import Layout, layout_of
from brandcluster.returns.reading import ReturnEntry, read_returns
from brandcluster.returns.regions.region_year import RegionTask, region_dossier

#: Whose a row is, where it stands, and the columns of it whose cells could not be taken.
_WHOSE = ("文件夹", "省份", "区域名称", "年份", "行")
REFUSED, OWN = "没有收下的栏目", "自定填报栏目"
_ANSWERS = ("large", *(column.name for column in FLAGS))
_AMOUNTS = frozenset(column.name for column in AMOUNTS)


def rows_file(tasks: Iterable[RegionTask]) -> tuple[bytes, int]:
    """The file, and how many rows are in it. OverflowError for an amount that a decimal of it would round; ImportError
    without pyarrow."""
    return parquet_rows(_fields(), _batches(tasks))


def _fields() -> Fields:
    kinds = {"年份": "year", "行": "whole"}
    found = {name: kinds.get(name, "text") for name in _WHOSE}
    for column in COLUMNS:
        found[column.heading] = "answer" if column.name in _ANSWERS else "amount" if column.name in _AMOUNTS else "text"
    return {**found, REFUSED: "text", OWN: "own"}


def _batches(tasks: Iterable[RegionTask]) -> Iterator[dict[str, list[Any]]]:
    for task in tasks:
        dossier = region_dossier(task.path)
        for year, (file, content) in readable_returns(dossier).items():
            layout = layout_of(dossier)
            entries = read_returns(file, content, layout).entries
            if entries:
                yield _columns(task.name, dossier, year, entries, layout)


def _columns(
    folder: str, dossier: Dossier, year: int, entries: list[ReturnEntry], layout: Layout
) -> dict[str, list[Any]]:
    """The rows of a year by column; a cell that could not be taken, and an empty one, is None."""
    count, header = len(entries), dossier.header
    found: dict[str, list[Any]] = {
        "文件夹": [visible(folder)] * count,
        "省份": [visible(header.province or "") or None] * count,
        "区域名称": [visible(header.region_name or "") or None] * count,
        "年份": [year] * count,
        "行": [entry.line for entry in entries],
    }
    cells = list(zip(*(entry.row for entry in entries), strict=True))
    for column, values in zip(layout.columns, cells, strict=True):
        if column.kind == "amount":
            amounts_fit(values)
        if column in layout.own:
            continue
        is_answer = column.name in _ANSWERS
        found[column.heading] = [None if not text else text == YES if is_answer else text for text in values]
    labels = {column.name: column.label for column in layout.columns}
    found[REFUSED] = ["、".join(labels[name] for name in sorted(entry.bad)) or None for entry in entries]
    own = list(zip((column.heading for column in layout.own), cells[len(COLUMNS) :], strict=True))
    found[OWN] = [[(name, values[at]) for name, values in own if values[at]] for at in range(count)]
    return found
