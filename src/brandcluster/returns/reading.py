"""A returned file → one entry an enterprise, with a problem for everything that could not be taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from brandcluster.diagnostics import Severity
from brandcluster.model.reading import normalised
from brandcluster.returns import headings
from brandcluster.returns.headings import Heading
from brandcluster.returns.layout import FIRST_DATA, Layout, Refused, Row, cleaned, folded
from brandcluster.tables import Place, Sheet, Unreadable, read

_TOTAL = re.compile(r"(?:合计|小计|总计|共计|累计|汇总|平均|全部合计)")
_NUMBERING = re.compile(r"\(?(?:[0-9]{1,2}|[甲乙丙丁戊己])\)?\Z")
_NOTHING: frozenset[str] = frozenset()
_CODE_LIKE = re.compile(r"[0-9A-Z]{8,}")


class Problem(NamedTuple):
    """Something wrong with a return. `detail` names the enterprise and its figures: confidential, for the desk only."""

    code: str
    severity: Severity
    message: str
    help: str
    place: Place
    detail: str = ""


class Origin(NamedTuple):
    """What all entries of one sheet share; `positions` are the file's columns in the layout's order (-1: none)."""

    file: str
    sheet: str | None
    positions: tuple[int, ...]


class Entry(NamedTuple):
    """One enterprise's return in the stored spelling, where it stands, and which of its cells could not be taken.

    `line` counts from 1: the line of a CSV, the row of a sheet. There may be 100,000: places are made when asked for.
    """

    row: Row
    origin: Origin
    line: int
    bad: frozenset[str] = frozenset()

    @property
    def place(self) -> Place:
        """The row as a whole."""
        return Place(self.origin.file, self.origin.sheet, self.line)

    def cell(self, position: int) -> Place:
        """The place of one column's cell."""
        column = self.origin.positions[position]
        return Place(self.origin.file, self.origin.sheet, self.line, None if column < 0 else column)

    @property
    def who(self) -> str:
        """The enterprise in words."""
        return f"{self.row[1] or '未写名称'}（{self.row[0] or '无代码'}）"


@dataclass(slots=True)
class Taken:
    """What one file gave: entries in its order, problems, rows left out with the reason."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def has_data(row: Row) -> bool:
    """Whether a row reports anything; one that does not is an enterprise that is due."""
    return any(row[FIRST_DATA:])


def take(file: str, content: bytes, layout: Layout) -> Taken:
    """Read a returned file."""
    found = Taken()
    sheets = read(file, content)
    if isinstance(sheets, Unreadable):
        found.problems.append(Problem("K101", "error", sheets.message, sheets.help, Place(file, None, 1)))
        return found
    headed = 0
    for sheet in sheets:
        if sheet.hidden or not any(any(row) for row in sheet.rows):
            continue
        heading = headings.find(sheet, layout)
        if heading is not None:
            headed += 1
            _take_sheet(file, sheet, heading, layout, found)
        elif len(sheets) > 1:
            found.skipped.append(f"工作表“{sheet.name}”没有填报栏目的标题")
    if not headed:
        found.problems.append(
            Problem(
                "K101",
                "error",
                "没有找到标题行：要有“统一社会信用代码”“企业名称”和各填报栏目。",
                "用 brandcluster collect form 生成的填报表填写，标题不要改。",
                Place(file, None, 1),
            )
        )
    return found


def _take_sheet(file: str, sheet: Sheet, heading: Heading, layout: Layout, found: Taken) -> None:
    for position, severity, message, help_ in heading.problems:
        place = _place(file, sheet, heading.last, position)
        found.problems.append(Problem("K101", "error" if severity == "error" else "warning", message, help_, place))
    absent = [column for column in layout.columns if column.name not in heading.positions]
    missing = [column.heading for column in absent if column not in layout.own]
    if len(absent) > len(missing):
        own = "、".join(column.heading for column in absent if column in layout.own)
        found.problems.append(
            Problem(
                "K101",
                "warning",
                f"没有自定的栏目：{own}。",
                "用新的填报表再收一次；没有这些栏目，自定指标算不出来。",
                _place(file, sheet, heading.last, None),
            )
        )
    if missing:
        identity = any(column.name not in heading.positions for column in layout.columns[:FIRST_DATA])
        only_roster = not any(column.name in heading.positions for column in layout.columns[FIRST_DATA:])
        if identity or not only_roster:
            found.problems.append(
                Problem(
                    "K101",
                    "error",
                    f"少了 {len(missing)} 列：{'、'.join(missing)}。",
                    "照填报表补上这些列；没有数据的列，标题也要留着。",
                    _place(file, sheet, heading.last, None),
                )
            )
            return
    positions = tuple(heading.positions.get(column.name, -1) for column in layout.columns)
    fills = _fills(sheet, heading, layout)
    taker = _Taker(Origin(file, sheet.name, positions), sheet, heading, layout, found)
    skipped: dict[str, list[int]] = {}
    for index, raw in enumerate(sheet.rows):
        reason = taker.take(index, raw, fills.get(index, {})) if index > heading.last else ""
        if reason:
            skipped.setdefault(reason, []).append(index + 1)
    for reason, rows in skipped.items():
        shown = "、".join(map(str, rows[:8])) + ("…" if len(rows) > 8 else "")
        where = f"工作表“{sheet.name}”" if sheet.name else ""
        found.skipped.append(f"{where}第 {shown} 行：{reason}")


class _Taker(NamedTuple):
    """What all rows of one sheet are read with."""

    origin: Origin
    sheet: Sheet
    heading: Heading
    layout: Layout
    found: Taken

    def take(self, index: int, raw: Row, fills: dict[int, str]) -> str:
        """Take one row; the reason when it is none of an enterprise."""
        width, positions = len(raw), self.origin.positions
        texts = tuple([raw[at] if 0 <= at < width else "" for at in positions])
        if fills:
            texts = tuple(text if text else fills.get(at, text) for at, text in zip(positions, texts, strict=True))
        reason = self._not_a_return(raw, texts)
        if reason is not None:
            return reason
        values: list[str] = []
        bad: set[str] = set()
        refusals: list[tuple[int, Refused]] = []
        factors = self.heading.factors
        for at, (column, text) in enumerate(zip(self.layout.columns, texts, strict=True)):
            fault = self.sheet.faults.get((index, positions[at])) if self.sheet.faults else None
            value = (
                Refused("K102", fault, "改成数值后再交。", "") if fault is not None
                else cleaned(column, text, self.layout, factors.get(column.name)) if text else ""
            )  # fmt: skip
            if isinstance(value, Refused):
                refusals.append((at, value))
                bad.add(column.name)
                value = folded(text).upper() if column.kind == "code" else ""
            values.append(value)
        entry = Entry(tuple(values), self.origin, _line(self.sheet, index), frozenset(bad) if bad else _NOTHING)
        self.found.entries.append(entry)
        for at, refused in refusals:
            detail = entry.who + (f"：{refused.content.strip()[:40]}" if refused.content.strip() else "")
            self.found.problems.append(
                Problem(refused.code, "error", refused.message, refused.help, entry.cell(at), detail)
            )
        if not values[0]:
            self.found.problems.append(
                Problem(
                    "K103", "error", "没有统一社会信用代码。", "照营业执照填写 18 位代码。", entry.cell(0), entry.who
                )
            )
        return ""

    def _not_a_return(self, raw: Row, texts: Row) -> str | None:
        """Why a row is not an enterprise's: empty, a total, a note, the heading again; None when it is one."""
        nonblank = [text.strip() for text in texts if text.strip()]
        if not nonblank:
            return "说明文字" if any(cell.strip() and not folded(cell).isdecimal() for cell in raw) else ""
        first = next(("".join(cell.split()) for cell in raw if cell.strip()), "")
        code = folded(texts[0]).upper()
        if not _CODE_LIKE.match(code):
            if any(_TOTAL.match("".join(text.split())) for text in (texts[0], texts[1], first)):
                return "合计行"
            again = sum(
                normalised(raw[at]) == text for at, text in self.heading.texts.items() if at < len(raw) and text
            )
            if 2 * again > len(nonblank):
                return "重复的标题"
            if len(nonblank) >= 5 and all(_NUMBERING.match(folded(text)) for text in nonblank):
                return "栏号"
            if not any(text.strip() for text in texts[FIRST_DATA:]):
                if len(nonblank) == 1 or any(":" in folded(text) for text in nonblank):
                    return "说明文字"
                if not code and not texts[1].strip():
                    return "没有填写的空行"
        return None


def _fills(sheet: Sheet, heading: Heading, layout: Layout) -> dict[int, dict[int, str]]:
    """Industry and kind merged over several rows, by row and column; nothing else is filled down."""
    choices = {heading.positions[column.name] for column in layout.columns if column.kind == "choice"}
    found: dict[int, dict[int, str]] = {}
    for top, left, bottom, right in sheet.merged:
        for column in choices & set(range(left, min(right, 255) + 1)):
            if top <= heading.last or top >= len(sheet.rows) or left >= len(sheet.rows[top]):
                continue
            for row in range(top, min(bottom, len(sheet.rows) - 1) + 1):
                found.setdefault(row, {})[column] = sheet.rows[top][left]
    return found


def _place(file: str, sheet: Sheet, row: int, column: int | None) -> Place:
    return Place(file, sheet.name, _line(sheet, row), column)


def _line(sheet: Sheet, row: int) -> int:
    return sheet.lines[row] if sheet.lines else row + 1


def repeats(entries: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs of entries of one enterprise: the first, and each later one."""
    first: dict[str, Entry] = {}
    for entry in entries:
        if not entry.row[0]:
            continue
        if entry.row[0] in first:
            yield first[entry.row[0]], entry
        else:
            first[entry.row[0]] = entry
