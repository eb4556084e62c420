"""A workbook that came back: its rows by sheet, and the copy of what it held when it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from brandcluster.formats.tables.read import read_table
from brandcluster.formats.tables.sheet import Sheet, Unreadable, column_letters
from brandcluster.sheets.cell_values import tidy
from brandcluster.sheets.contents import BY_SHEET, NUMBER, SheetColumn, SheetTable, columns_of
from brandcluster.sheets.form_pages import COPY, MARK, heading_text

#: As many rows above the headings are looked at, and as many rows of one sheet are read at most.
_ABOVE_HEADINGS = 12
MOST_ROWS = 20_000

OTHER = Unreadable(
    "这个工作簿不是 sheet form 生成的，或者只复制了其中几张表：里面没有隐藏的“底稿”。",
    "用 sheet form 生成，填好以后把整个文件交回；企业报表用 collect add 收。",
)
DAMAGED = Unreadable("工作簿里隐藏的“底稿”不完整，不知道哪些格是新填的。", "用 sheet form 重新生成一份，把内容填进去。")


class CellFault(NamedTuple):
    """What is wrong with a cell, and what to do; `where` as a person finds it: 资金明细!D5."""

    where: str
    label: str
    message: str
    help: str


class FilledRow(NamedTuple):
    """A row of a sheet: its number as written, and its cells by heading; `line` counts from 1."""

    line: int
    number: str
    cells: Mapping[str, str]


@dataclass(slots=True)
class FilledSheet:
    """What one sheet holds. `places` are the columns of the headings, counted from 0."""

    table: SheetTable
    rows: list[FilledRow] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def where(self, row: FilledRow, heading: str) -> str:
        """A cell as a person finds it."""
        place = self.places.get(heading)
        cell = f"第{row.line}行" if place is None else f"{column_letters(place)}{row.line}"
        return f"{self.table.name}!{cell}"

    def has(self, column: SheetColumn) -> bool:
        """Whether the sheet has this column still."""
        return column.heading in self.places


@dataclass(slots=True)
class Filled:
    """A workbook: whose it is, what each row held when it was made (by sheet and number), its sheets, its faults."""

    region: str
    #: The supplier that `request form` made it for; empty for one of `sheet form`.
    asked: str = ""
    copies: dict[str, dict[str, Mapping[str, str]]] = field(default_factory=dict)
    sheets: list[FilledSheet] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


def read_filled(content: bytes) -> Filled | Unreadable:
    """A workbook that was made by `sheet form`; else why it is none."""
    read = read_table(content)
    if isinstance(read, Unreadable):
        return read
    by_name = {(sheet.name or "").strip(): sheet for sheet in read}
    copy = by_name.get(COPY)
    rows = [tuple(map(tidy, row)) for row in copy.rows] if copy is not None else []
    if not rows or rows[0][:1] != (MARK,):
        return OTHER
    region, asked = (*rows[0][1:3], "", "")[:2]
    filled = Filled(region, asked)
    if not _read_copy(filled, rows[1:]):
        return DAMAGED
    for name in filled.copies:
        if name in by_name:
            _read_sheet(filled, BY_SHEET[name], by_name[name])
    return filled


def _read_copy(filled: Filled, rows: Sequence[tuple[str, ...]]) -> bool:
    heads: dict[str, tuple[str, ...]] = {}
    for name, number, *texts in (row for row in rows if len(row) >= 2 and any(row)):
        if number == NUMBER and name in BY_SHEET:
            heads[name] = tuple(texts)
            filled.copies[name] = {}
            continue
        if name not in heads or number in filled.copies[name] or len(filled.copies[name]) >= MOST_ROWS:
            return False
        padded = (*texts, *("",) * len(heads[name]))
        filled.copies[name][number] = dict(zip(heads[name], padded, strict=False))
    return bool(heads)


def _read_sheet(filled: Filled, table: SheetTable, sheet: Sheet) -> None:
    found = FilledSheet(table)
    rows = [tuple(map(tidy, row)) for row in sheet.head(MOST_ROWS + 1)]
    head = next((index for index, row in enumerate(rows[:_ABOVE_HEADINGS]) if NUMBER in row), None)
    if head is None:
        help_ = "恢复标题行，或重新生成一份。"
        filled.faults.append(CellFault(table.name, "", f"没有找到标题行（有“{NUMBER}”的那一行）。", help_))
        return
    if len(rows) > MOST_ROWS:
        filled.faults.append(CellFault(table.name, "", f"超过 {MOST_ROWS} 行。", "删掉下面多余的行。"))
        return
    found.places, found.unread = _places(table, rows[head])
    for line, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {name: row[place] if place < len(row) else "" for name, place in found.places.items()}
        number = cells.pop(NUMBER)
        if number or any(cells.values()):
            found.rows.append(FilledRow(line, number.removesuffix(".0"), cells))
    filled.faults += _faults(found, sheet, head)
    filled.sheets.append(found)


def _places(table: SheetTable, head: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Where each heading stands, and the headings that are none of the sheet's."""
    known = {NUMBER: NUMBER} | {each: each for each in table.above}
    for column in columns_of(table):
        known[_bare(heading_text(column))] = known[_bare(column.heading)] = column.heading
    places: dict[str, int] = {}
    unread = []
    for index, text in enumerate(head):
        heading = known.get(_bare(text))
        if heading is not None and heading not in places:
            places[heading] = index
        elif text:
            unread.append(text)
    return places, unread


def _bare(text: str) -> str:
    return "".join(text.split())


def _faults(found: FilledSheet, sheet: Sheet, head: int) -> Iterator[CellFault]:
    """Cells whose value cannot be known, and merged ones among the rows."""
    headings = {place: heading for heading, place in found.places.items()}
    for (row, column), fault in sorted(sheet.faults.items()):
        if row > head and column in headings:
            where = f"{found.table.name}!{column_letters(column)}{row + 1}"
            yield CellFault(where, headings[column], fault.message, fault.help)
    for top, left, _, _ in sheet.merged:
        if top > head and left in headings:
            where = f"{found.table.name}!{column_letters(left)}{top + 1}"
            yield CellFault(
                where, headings[left], "这里合并了单元格，不知道内容属于哪一行。", "取消合并，每一格分开写。"
            )
