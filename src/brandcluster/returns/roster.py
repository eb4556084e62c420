"""A list of enterprises that somebody else made: names and codes, and what else it says of who they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from brandcluster.formats.tables.read import read_table
from brandcluster.formats.tables.sheet import Place, Sheet, Stopped, Unreadable
from brandcluster.returns.headings import Heading, find_heading
from brandcluster.returns.layout import FIRST_DATA, CellRefused, Layout, Row, clean_cell
from brandcluster.returns.problems import Problems, ReturnProblem
from brandcluster.returns.unlisted import CODE_LIKE, not_a_return

#: Code and name make a list.
_LEAST = 2
_NEEDED = ("code", "name")


@dataclass(slots=True)
class ReadRoster:
    """The enterprises of a list by code, in its order, each as a row without figures; and what is wrong with it."""

    rows: dict[str, Row] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)


def read_roster(file: str, content: bytes, layout: Layout) -> ReadRoster:
    """Read a list; figures in it are not looked at. One sheet with a heading is enough, several are read all."""
    found = ReadRoster()
    sheets = read_table(content)
    if isinstance(sheets, Unreadable):
        found.problems.add(_wrong(sheets.message, sheets.help, Place(file, None, 1)))
        return found
    headed = False
    try:
        for sheet in sheets:
            heading = None if sheet.hidden else find_heading(sheet, layout, _LEAST)
            if heading is not None and all(name in heading.positions for name in _NEEDED):
                headed = True
                _take_rows(file, sheet, heading, layout, found)
    except Stopped as stopped:
        [why] = stopped.args
        found.problems.add(_wrong(why.message, why.help, Place(file, None, 1)))
        return found
    if not headed:
        message = "没有找到名录的标题：要有“统一社会信用代码”和“企业名称”两列。"
        found.problems.add(_wrong(message, "加上标题行，一家企业一行。", Place(file, None, 1)))
    return found


def _wrong(message: str, help_: str, place: Place, detail: str = "", code: str = "K101") -> ReturnProblem:
    return ReturnProblem(code, "error", message, help_, place, detail)


def _take_rows(file: str, sheet: Sheet, heading: Heading, layout: Layout, found: ReadRoster) -> None:
    positions = [heading.positions.get(column.name, -1) for column in layout.columns]
    for index, raw in enumerate(sheet.rows):
        if index <= heading.last:
            continue
        texts = tuple([raw[at] if 0 <= at < len(raw) else "" for at in positions])
        is_coded = CODE_LIKE.match("".join(texts[0].split()).upper())
        if not is_coded and not_a_return(raw, texts, heading) is not None:
            continue
        line = sheet.lines[index] if sheet.lines else index + 1
        fault = sheet.faults.get((index, positions[0]))
        row, refused = _identity(texts, layout)
        who = f"{row[1] or texts[1].strip() or '未写名称'}（{row[0] or '无代码'}）"
        places = [Place(file, sheet.name, line, at) for at in positions]
        problems = [
            _wrong(each.message, each.help, places[at], f"{who}：{each.content.strip()[:40]}", each.code)
            for at, each in refused
            if at or fault is None
        ]
        if fault is not None:
            problems.append(_wrong(fault.message, fault.help, places[0], who, "K103"))
        elif not row[0] and not any(at == 0 for at, _ in refused):
            problems.append(_wrong("没有统一社会信用代码。", "照营业执照填写 18 位代码。", places[0], who, "K103"))
        if not row[1] and not any(at == 1 for at, _ in refused):
            problems.append(_wrong("没有企业名称。", "写营业执照上的全称。", places[1], who, "K111"))
        problems += _repeated(row, found, places[0], who)
        found.problems.extend(problems)
        if not problems:
            found.rows.setdefault(row[0], row)


def _identity(texts: Sequence[str], layout: Layout) -> tuple[Row, list[tuple[int, CellRefused]]]:
    """Who an enterprise is, its figures left out; and which cells of it could not be taken."""
    values = [""] * len(layout.columns)
    refused: list[tuple[int, CellRefused]] = []
    for at, column in enumerate(layout.columns[:FIRST_DATA]):
        value = clean_cell(column, texts[at], layout) if texts[at] else ""
        if isinstance(value, CellRefused):
            refused.append((at, value))
        else:
            values[at] = value
    return tuple(values), refused


def _repeated(row: Row, found: ReadRoster, place: Place, who: str) -> Iterator[ReturnProblem]:
    """One code twice is one enterprise, unless its name is another."""
    before = found.rows.get(row[0])
    if before is not None and row[1] and before[1] != row[1]:
        message, help_ = "同一个代码前面写过，名称不一样。", "核对是不是把另一家的代码抄错了。"
        yield _wrong(message, help_, place, f"{who}，前面写的是 {before[1]}", "K104")


def completed(row: Row, known: Row | None) -> Row:
    """A row of a list with what is known of the enterprise besides: industry, kind, size; never a figure."""
    if known is None:
        return row
    who = tuple([one or other for one, other in zip(row[:FIRST_DATA], known[:FIRST_DATA], strict=True)])
    return (*who, *row[FIRST_DATA:])
