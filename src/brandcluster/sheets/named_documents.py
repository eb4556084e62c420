"""Documents that came with a workbook: the cells that name them get their place in the dossier."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple
from unicodedata import normalize

from brandcluster.sheets.cell_values import tidy
from brandcluster.sheets.contents import columns_of
from brandcluster.sheets.filled import Filled, FilledRow, FilledSheet

EVIDENCE_FOLDER = "evidence"


class Lacking(NamedTuple):
    """A document that a cell names and that did not come."""

    where: str
    named: str


def name_documents(
    filled: Filled, given: Collection[str], is_there: Callable[[str], bool]
) -> tuple[set[str], list[Lacking]]:
    """Write the place of each document into the cells that name it, as people do: by its file name, with the ending or
    without.

    `given` are the names of the files that came; `is_there` tells whether the dossier has a document at a path. The
    names that were used are returned, and the documents that were named and did not come: their cells are as if nobody had
    typed.
    """
    used: set[str] = set()
    lacking: list[Lacking] = []
    for sheet in filled.sheets:
        copies = filled.copies[sheet.table.name]
        sheet.rows = [
            _named(sheet, row, copies.get(row.number, {}), given, is_there, used, lacking) for row in sheet.rows
        ]
    return used, lacking


def _named(
    sheet: FilledSheet,
    row: FilledRow,
    copy: Mapping[str, str],
    given: Collection[str],
    is_there: Callable[[str], bool],
    used: set[str],
    lacking: list[Lacking],
) -> FilledRow:
    cells = dict(row.cells)
    for column in columns_of(sheet.table):
        text, base = cells.get(column.heading, ""), copy.get(column.heading, "")
        if column.kind != "path" or not text or text == base:
            continue
        name = _meant(text, given)
        if name is not None:
            used.add(name)
            cells[column.heading] = f"{EVIDENCE_FOLDER}/{name}"
            continue
        place = next((each for each in (text, f"{EVIDENCE_FOLDER}/{_last(text)}") if is_there(each)), None)
        cells[column.heading] = base if place is None else place
        if place is None:
            lacking.append(Lacking(sheet.where(row, column.heading), text[:60]))
    return row._replace(cells=cells)


def _meant(text: str, given: Collection[str]) -> str | None:
    """The file that a cell names; without an ending only where one file has that name."""
    wanted = _alike(_last(text))
    whole = [name for name in given if _alike(name) == wanted]
    bare = [name for name in given if _alike(PurePosixPath(name).stem) == wanted]
    return whole[0] if whole else bare[0] if len(bare) == 1 else None


def _last(text: str) -> str:
    return tidy(text).replace("\\", "/").rpartition("/")[2].strip("《》“” ")


def _alike(name: str) -> str:
    return normalize("NFKC", name).casefold().strip()
