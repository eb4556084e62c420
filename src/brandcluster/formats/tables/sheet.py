"""What a workbook or a CSV holds, as values, and how much of it is read at most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

#: A file; 100,000 enterprises in a CSV take some 13 MB.
MAX_BYTES = 20_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 256


class Unreadable(NamedTuple):
    """Why nothing could be read of a file, and what to do."""

    message: str
    help: str


class Stopped(Exception):
    """Rows that are being gone through cannot be gone through to the end; the argument is the Unreadable."""


class Fault(NamedTuple):
    """Why the value of a cell cannot be known, and what to do."""

    message: str
    help: str


class Place(NamedTuple):
    """A cell: `row` counts from 1, `column` from 0 (None: the row as a whole); `sheet` is None in a CSV."""

    file: str
    sheet: str | None
    row: int
    column: int | None = None


@dataclass(slots=True)
class Sheet:
    """The rows of one sheet, or of a CSV, as text; those of a CSV are read anew by each that goes through them, and
    may end in Stopped.

    `lines` holds for each row of a CSV that was come to the line of the file that it starts at (from 1); `merged` the merged ranges of
    a workbook as (first row, first column, last row, last column); `faults` cells whose value cannot be known; `unseen` the
    rows (from 0) with values that are hidden or filtered out.
    """

    name: str | None
    rows: Iterable[Sequence[str]]
    lines: Sequence[int] = ()
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    hidden: bool = False
    unseen: Sequence[int] = ()

    def head(self, count: int) -> list[Sequence[str]]:
        """The first rows."""
        return list(islice(self.rows, count))


TOO_WIDE = Unreadable(f"表格超过 {MAX_COLUMNS} 列。", "删掉右边多余的列，或把要交的部分复制到新表。")
TOO_LONG = Unreadable("表格的行太多。", "删掉下面多余的行，或拆成几个文件。")
TOO_LARGE = Unreadable("工作簿展开以后太大。", "把要交的部分复制到新的工作簿；几万家企业的报表请存成 CSV。")


def column_letters(index: int) -> str:
    """The name of a column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
