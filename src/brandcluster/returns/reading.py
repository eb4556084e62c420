"""A returned file → one entry an enterprise, with a problem for everything that could not be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from brandcluster.formats.tables.read import read_table
from brandcluster.formats.tables.sheet import Fault, Place, Sheet, Stopped, Unreadable
from brandcluster.returns import headings
from brandcluster.returns.bulk import spell_rows
from brandcluster.returns.headings import Heading
from brandcluster.returns.layout import FIRST_DATA, MEANING, RATIOS, CellRefused, Layout, Row, clean_cell
from brandcluster.returns.problems import Problems, ReturnProblem
from brandcluster.returns.spellings import MONEY, fold_width
from brandcluster.returns.unlisted import CODE_LIKE, not_a_return, period_problems, unit_problem

_NOTHING: frozenset[str] = frozenset()
#: So many rows are read at once, where all of them are plain.
_CHUNK = 512


class Origin(NamedTuple):
    """What all entries of one sheet share; `positions` are the file's columns in the layout's order (-1: none), `unit`
    the one that its amounts were written in (empty: several, or none was named)."""

    file: str
    sheet: str | None
    positions: tuple[int, ...]
    unit: str = ""


class ReturnEntry(NamedTuple):
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


class Skipped(NamedTuple):
    """Rows that are no enterprise's, and why; no rows: the sheet as a whole."""

    sheet: str | None
    rows: tuple[int, ...]
    reason: str


@dataclass(slots=True)
class Taken:
    """What one file gave: entries in its order, problems, rows left out, headings of columns that were not read.

    `above` are the rows up to the heading and with it, `blank` the empty ones below, `refused` those that a problem
    kept from being read; a file that is `broken` was not read at all.
    """

    entries: list[ReturnEntry] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    skipped: list[Skipped] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    above: int = 0
    blank: int = 0
    refused: int = 0
    broken: bool = False


def has_data(row: Row) -> bool:
    """Whether a row reports anything; one that does not is an enterprise that is due."""
    return any(row[FIRST_DATA:])


def read_returns(file: str, content: bytes, layout: Layout, year: int | None = None) -> Taken:
    """Read a returned file; where `year` is given, what stands above a heading must not speak of another."""
    sheets = read_table(content)
    if isinstance(sheets, Unreadable):
        return _unreadable(file, sheets)
    try:
        return _take_sheets(file, sheets, layout, year)
    except Stopped as stopped:
        [why] = stopped.args
        return _unreadable(file, why)


def _unreadable(file: str, why: Unreadable) -> Taken:
    found = Taken(broken=True)
    found.problems.add(ReturnProblem("K101", "error", why.message, why.help, Place(file, None, 1)))
    return found


def _take_sheets(file: str, sheets: list[Sheet], layout: Layout, year: int | None) -> Taken:
    found = Taken()
    headed = 0
    for sheet in sheets:
        if not any(any(row) for row in sheet.rows):
            continue
        heading = headings.find_heading(sheet, layout)
        if sheet.hidden:
            if heading is not None:
                found.skipped.append(Skipped(sheet.name, (), "隐藏的工作表，没有读"))
            continue
        if heading is not None:
            headed += 1
            _take_sheet(file, sheet, heading, layout, found, year)
        elif len(sheets) > 1 and sheet.name not in (MEANING, RATIOS):
            found.skipped.append(Skipped(sheet.name, (), "没有填报栏目的标题"))
    if not headed:
        found.problems.add(_no_heading(file, sheets, layout))
        found.broken = True
    return found


def _no_heading(file: str, sheets: list[Sheet], layout: Layout) -> ReturnProblem:
    """That there is no heading: the row that comes nearest, and what it has and has not."""
    help_ = "用 brandcluster collect form 生成的填报表填写，标题不要改。"
    for sheet in sheets:
        seen = None if sheet.hidden else headings.nearest_heading(sheet, layout)
        if seen is not None:
            row, named = seen
            absent = [column.label for column in layout.columns if column.label not in named]
            message = (
                f"没有找到标题行。第 {_line(sheet, row)} 行最像，只认出{'、'.join(named)}；"
                f"没有认出{'、'.join(absent[:6])}等 {len(absent)} 列。"
            )
            return ReturnProblem("K101", "error", message, help_, _place(file, sheet, row, None))
    message = "没有找到标题行：要有“统一社会信用代码”“企业名称”和各填报栏目。"
    if all(sheet.hidden for sheet in sheets):
        message = "工作表都是隐藏的，没有读。"
    return ReturnProblem("K101", "error", message, help_, Place(file, None, 1))


def _take_sheet(file: str, sheet: Sheet, heading: Heading, layout: Layout, found: Taken, year: int | None) -> None:
    def wrong(message: str, help_: str, *, row: int = heading.last, column: int | None = None) -> None:
        found.problems.add(ReturnProblem("K101", "error", message, help_, _place(file, sheet, row, column)))

    for position, severity, message, help_, detail in heading.problems:
        place = _place(file, sheet, heading.last, position)
        found.problems.add(ReturnProblem("K101", severity, message, help_, place, detail))
    found.unread += heading.unread
    if year is not None:
        for message, help_ in period_problems(sheet, heading, year):
            wrong(message, help_, row=heading.first)
    found.above += heading.last + 1
    if not _complete(file, sheet, heading, layout, found):
        found.refused += sum(1 for _ in islice(sheet.rows, heading.last + 1, None))
        return
    positions = tuple(heading.positions.get(column.name, -1) for column in layout.columns)
    fills = _fills(sheet, heading, layout)
    taker = _Taker(Origin(file, sheet.name, positions, heading.unit), sheet, heading, layout, found)
    before = len(found.entries)
    skipped: dict[str, list[int]] = {}
    index = heading.last + 1
    rows = islice(sheet.rows, index, None)
    while chunk := list(islice(rows, _CHUNK)):
        by_cell = fills or sheet.faults or heading.unit_open
        stored = None if by_cell else spell_rows(chunk, positions, layout, heading.factors)
        if stored is not None:
            end = index + len(chunk)
            lines = sheet.lines[index:end] if sheet.lines else range(index + 1, end + 1)
            found.entries += [ReturnEntry(row, taker.origin, line) for row, line in zip(stored, lines, strict=True)]
            index = end
            continue
        for raw in chunk:
            reason = taker.take(index, raw, fills.get(index, {}))
            problem = unit_problem(raw, reason, heading) if reason is not None else None
            if problem is not None:
                wrong(*problem, row=index)
                found.refused += 1
            elif reason:
                skipped.setdefault(reason, []).append(_line(sheet, index))
            elif reason is not None:
                found.blank += 1
            index += 1
    found.skipped += [Skipped(sheet.name, tuple(rows), reason) for reason, rows in skipped.items()]
    if heading.unit_open and any(_lacks_amounts(entry, layout) for entry in found.entries[before:]):
        help_ = "在标题上面的“金额单位”后面选元、千元、万元或亿元：填的数是什么单位就选什么，不用换算。"
        wrong("没有选金额单位，不知道各栏金额是多少。", help_, row=max(heading.first - 1, 0))
    unseen = [row + 1 for row in sheet.unseen if heading.last < row < index]
    if unseen:
        shown = "、".join(map(str, unseen[:20])) + (" 等" if len(unseen) > 20 else "")
        message = f"有 {len(unseen)} 行是隐藏的（第 {shown} 行），也读取了。"
        help_ = "在 Excel 里取消隐藏或筛选，看看该不该报；不该报的删掉这些行。"
        place = _place(file, sheet, unseen[0] - 1, None)
        found.problems.add(ReturnProblem("K101", "warning", message, help_, place))


def _complete(file: str, sheet: Sheet, heading: Heading, layout: Layout, found: Taken) -> bool:
    """Whether a heading has what is needed; a roster, who the enterprises are and nothing else, has."""
    absent = [column for column in layout.columns if column.name not in heading.positions]
    missing = [column.heading for column in absent if column not in layout.own]
    place = _place(file, sheet, heading.last, None)
    if len(absent) > len(missing):
        own = "、".join(column.heading for column in absent if column in layout.own)
        help_ = "用新的填报表再收一次；没有这些栏目，自定指标算不出来。"
        found.problems.add(ReturnProblem("K101", "warning", f"没有自定的栏目：{own}。", help_, place))
    if not missing:
        return True
    identity = any(column.name not in heading.positions for column in layout.columns[:FIRST_DATA])
    only_roster = not any(column.name in heading.positions for column in layout.columns[FIRST_DATA:])
    if only_roster and not identity:
        return True
    message = f"少了 {len(missing)} 列：{'、'.join(missing)}。"
    found.problems.add(
        ReturnProblem("K101", "error", message, "照填报表补上这些列；没有数据的列，标题也要留着。", place)
    )
    return False


class _Taker(NamedTuple):
    """What all rows of one sheet are read with."""

    origin: Origin
    sheet: Sheet
    heading: Heading
    layout: Layout
    found: Taken

    def take(self, index: int, raw: Sequence[str], fills: dict[int, str]) -> str | None:
        """Take one row; the reason when it is none of an enterprise (empty for an empty row), None when it is."""
        width, positions = len(raw), self.origin.positions
        texts = tuple([raw[at] if 0 <= at < width else "" for at in positions])
        if fills:
            texts = tuple(text if text else fills.get(at, text) for at, text in zip(positions, texts, strict=True))
        if not CODE_LIKE.match(fold_width(texts[0]).upper()):
            reason = not_a_return(raw, texts, self.heading)
            if reason is not None:
                return reason
        values: list[str] = []
        refusals: list[tuple[int, CellRefused]] = []
        without: list[str] = []
        factors, faults = self.heading.factors, self.sheet.faults
        for at, (column, text) in enumerate(zip(self.layout.columns, texts, strict=True)):
            fault = faults.get((index, positions[at])) if faults else None
            if fault is not None:
                value: str | CellRefused = _faulty(fault, column.kind == "code")
            else:
                value = clean_cell(column, text, self.layout, factors.get(column.name)) if text else ""
            if isinstance(value, CellRefused):
                refusals.append((at, value))
                value = fold_width(text).upper() if column.kind == "code" else ""
            elif self.heading.unit_open and value and column.unit in MONEY:
                without.append(column.name)
                value = ""
            values.append(value)
        bad = frozenset((*without, *(self.layout.columns[at].name for at, _ in refusals))) or _NOTHING
        entry = ReturnEntry(tuple(values), self.origin, _line(self.sheet, index), bad)
        self.found.entries.append(entry)
        self._say(entry, refusals)
        return None

    def _say(self, entry: ReturnEntry, refusals: list[tuple[int, CellRefused]]) -> None:
        add = self.found.problems.add
        for at, refused in refusals:
            content = refused.content.strip()[:40]
            detail = f"{entry.who}：{content}" if content else entry.who
            add(ReturnProblem(refused.code, "error", refused.message, refused.help, entry.cell(at), detail))
        if not entry.row[0] and "code" not in entry.bad:
            message, help_ = "没有统一社会信用代码。", "照营业执照填写 18 位代码。"
            add(ReturnProblem("K103", "error", message, help_, entry.cell(0), entry.who))


def _lacks_amounts(entry: ReturnEntry, layout: Layout) -> bool:
    """Whether an amount was written that could not be taken."""
    return any(column.unit in MONEY and column.name in entry.bad for column in layout.columns)


def _faulty(fault: Fault, is_code: bool) -> CellRefused:
    return CellRefused("K103" if is_code else "K102", fault.message, fault.help, "")


def _fills(sheet: Sheet, heading: Heading, layout: Layout) -> dict[int, dict[int, str]]:
    """Industry and kind merged over several rows, by row and column; nothing else is filled down."""
    rows = list(sheet.rows) if sheet.merged else []
    choices = {heading.positions[column.name] for column in layout.columns if column.kind == "choice"}
    found: dict[int, dict[int, str]] = {}
    for top, left, bottom, right in sheet.merged:
        if left != right or left not in choices or top <= heading.last:
            continue
        if top < len(rows) and left < len(rows[top]):
            for row in range(top, min(bottom, len(rows) - 1) + 1):
                found.setdefault(row, {})[left] = rows[top][left]
    return found


def _place(file: str, sheet: Sheet, row: int, column: int | None) -> Place:
    return Place(file, sheet.name, _line(sheet, row), column)


def _line(sheet: Sheet, row: int) -> int:
    return sheet.lines[row] if sheet.lines else row + 1


def repeated_pairs(entries: list[ReturnEntry]) -> Iterator[tuple[ReturnEntry, ReturnEntry]]:
    """Pairs of entries of one enterprise: the first, and each later one."""
    first: dict[str, ReturnEntry] = {}
    for entry in entries:
        if not entry.row[0]:
            continue
        if entry.row[0] in first:
            yield first[entry.row[0]], entry
        else:
            first[entry.row[0]] = entry
