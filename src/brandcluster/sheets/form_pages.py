"""The workbook to fill: a sheet for each list with what stands in the dossier, what may be chosen, and a hidden copy.

The copy (底稿) says what the workbook held when it was made: what a cell holds otherwise later was typed by a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY, unit_of
from brandcluster.dossier.model.measures import YES
from brandcluster.dossier.suppliers import for_offices
from brandcluster.formats.tables.csv_file import FORMULA_STARTS
from brandcluster.formats.tables.sheet import column_letters
from brandcluster.formats.tables.workbook_build import Cell, DataValidation, Page, workbook_bytes
from brandcluster.sheets.cell_values import MOST_DIGITS, REFERS, TOO_LONG_TO_SHOW
from brandcluster.sheets.contents import (
    CHECKED,
    INDUSTRIES,
    NUMBER,
    PARTS,
    PHASES,
    PROJECTS,
    YEAR_HEADING,
    SheetColumn,
    SheetTable,
    columns_of,
)
from brandcluster.sheets.entries import Entry, missing_rows, sheet_entries

#: The sheets beside the tables: how to fill, what may be chosen, and the copy.
GUIDE, CHOICES, COPY = "填写说明", "选项", "底稿"
#: The first cell of the copy, by which a workbook is known as one of these, and the edition of how it is laid out.
MARK = "brandcluster sheet 1"
TITLE = "区域品牌建设试点申报数据表"
_SPARE = 8
_TITLE, _ABOUT, _HEADING, _FIRST = 0, 1, 2, 3
#: A sheet with more columns is printed on A3.
_WIDE = 12
_NARROWEST = 90.0
_ABOVE_WIDTHS = {YEAR_HEADING: 12.0, "栏目": 44.0}
#: The colours of the tabs, one a part.
_TABS = ("#4472C4", "#ED7D31", "#70AD47", "#FFC000", "#A5A5A5", "#C00000", "#7030A0")

_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_BOX = {**_FONT, "border": 1, "border_color": "#808080"}
_HEAD = {**_BOX, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#D9E2F3", "font_name": "黑体"}
_LOCKED = {**_BOX, "bg_color": "#F2F2F2", "font_color": "#404040"}
_TEXT = {"num_format": "@", "text_wrap": True, "indent": 1}
#: Figures by their decimals; a cell's own digits are always shown.
_MOST_DECIMALS = 6
STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": {**_FONT, "text_wrap": True, "font_color": "#404040"},
    "heading": _HEAD,
    "number": {**_LOCKED, "align": "center", "num_format": "@"},
    "known": {**_LOCKED, **_TEXT},
    "text": {**_BOX, **_TEXT, "locked": False},
    "day": {**_BOX, "locked": False, "num_format": "@", "align": "center"},
    "day known": {**_LOCKED, "num_format": "@", "align": "center"},
    "cell": {**_BOX, "text_wrap": True, "indent": 1},
    "cell middle": {**_BOX, "align": "center"},
    "plain": {**_FONT, "num_format": "@"},
    **{
        f"figure {digits}{known}": {
            **(_LOCKED if known else {**_BOX, "locked": False}),
            "align": "right",
            "indent": 1,
            "num_format": "General" if digits < 0 else "#,##0" + ("." + "0" * digits if digits else ""),
        }
        for digits in range(-1, _MOST_DECIMALS + 1)
        for known in ("", " known")
    },
    "year": {**_BOX, "locked": False, "align": "center", "num_format": "0"},
    "year known": {**_LOCKED, "align": "center", "num_format": "0"},
}
#: A text that begins like a formula stays one even when it is typed over.
STYLES |= {f"{name} quoted": {**STYLES[name], "quote_prefix": True} for name in ("text", "known", "plain", "day")}


class Choices(NamedTuple):
    """What drop-down lists offer: columns of a hidden sheet, by what they are called."""

    columns: tuple[tuple[str, tuple[str, ...]], ...]

    def range_of(self, name: str) -> str | None:
        """The range of a list; None where it is empty."""
        for index, (each, values) in enumerate(self.columns):
            if each == name and values:
                letter = column_letters(index)
                return f"={CHOICES}!${letter}$2:${letter}${len(values) + 1}"
        return None


class Line(NamedTuple):
    """A row of a sheet: its number, what it belongs to, the texts of its columns, and whether they may be changed."""

    number: str
    above: tuple[str, ...]
    texts: tuple[str, ...]
    is_locked: bool = False


def sheet_workbook(
    dossier: Dossier, tables: Sequence[SheetTable], new_year: int | None, asked: str = "", until: str = ""
) -> bytes:
    """The workbook of these tables; the same dossier gives the same bytes. `new_year` has rows though it has no file.

    `asked` is the supplier that it is made for, where there is one: it reads nothing of files that it does not see, and
    `until` says by which day to whom.
    """
    choices = _choices(dossier, tables, new_year)
    lines = {table.name: _lines(dossier, table, new_year) for table in tables}
    pages = [_guide(dossier, tables, lines, until if asked else None)]
    pages += [_page(table, lines[table.name], choices, is_asked=bool(asked)) for table in tables]
    pages += [_choices_page(choices), _copy(dossier, tables, lines, asked)]
    return workbook_bytes(pages, STYLES, TITLE)


# ---- rows ------------------------------------------------------------------------------------------------------


def _lines(dossier: Dossier, table: SheetTable, new_year: int | None) -> list[Line]:
    found: list[Line] = []
    for number, entry in enumerate(sheet_entries(dossier, table), start=1):
        found.append(Line(str(number), entry.above, entry.texts, entry.summed))
        if entry.summed and table.key:
            found.append(Line(f"{CHECKED}{number}", entry.above, _key_texts(table, entry)))
    blank = ("",) * len(columns_of(table))
    depth = len(table.above)
    found += [
        Line("", row[:depth], (*row[depth:], *blank)[: len(blank)]) for row in missing_rows(dossier, table, new_year)
    ]
    if not table.rows or table.is_yearly:
        spare = 2 if table.rows else _SPARE
        found += [Line("", ("",) * depth, blank)] * spare
    return found


def _key_texts(table: SheetTable, entry: Entry) -> tuple[str, ...]:
    """The texts of a row to compare with: which one it is, and nothing else."""
    pairs = zip(columns_of(table), entry.texts, strict=True)
    return tuple(text if column.keys[0] in table.key else "" for column, text in pairs)


# ---- a sheet ---------------------------------------------------------------------------------------------------


def _page(table: SheetTable, lines: Sequence[Line], choices: Choices, *, is_asked: bool) -> Page:
    columns = columns_of(table)
    first = 1 + len(table.above)
    widths = [6.0, *(_ABOVE_WIDTHS.get(each, 24.0) for each in table.above), *map(_width, columns)]
    if sum(widths) < _NARROWEST:  # room for what is said above the table
        widths.append(_NARROWEST - sum(widths))
    end = len(widths) - 1
    page = Page(table.name, widths, frozen=(_FIRST, first), repeated=(_HEADING, _HEADING))
    page.tab, page.texts_meant = _TABS[PARTS.index(table.part) % len(_TABS)], True
    page.paper = 8 if len(widths) > _WIDE else 9
    page.footer = f"&L&9{table.name}&C&9第 &P 页，共 &N 页"
    page.heights = {_TITLE: 30, _ABOUT: 32}
    page.printed = (0, 0, _FIRST + len(lines) - 1, end)
    page.cells += [
        Cell(_TITLE, 0, table.name, "title", (_TITLE, end)),
        Cell(
            _ABOUT,
            0,
            f"{_about(table, is_asked=is_asked)}{_FIXED if table.rows and not table.is_yearly else _HOW}",
            "note",
            (_ABOUT, end),
        ),
    ]
    headings = (NUMBER, *table.above, *(heading_text(column) for column in columns))
    page.cells += [Cell(_HEADING, index, words, "heading") for index, words in enumerate(headings)]
    page.heights[_HEADING] = 14.0 * max(map(_lines_of, headings, widths)) + 8
    decimals = [_decimals(column, [line.texts[index] for line in lines]) for index, column in enumerate(columns)]
    for row, line in enumerate(lines, start=_FIRST):
        page.cells += _row(row, line, columns, decimals)
        page.heights[row] = _height(line, widths)
    page.entries = [
        _entry(column, first + index, lines, choices, is_asked=is_asked) for index, column in enumerate(columns)
    ]
    page.entries += [_above_entry(words, 1 + index, lines, choices) for index, words in enumerate(table.above)]
    page.entries = [each for each in page.entries if each.area[0] <= each.area[2]]
    return page


def _about(table: SheetTable, *, is_asked: bool) -> str:
    return for_offices(table.about) if is_asked else table.about


#: What an office that is asked enters where the dossier names a document.
_DOCUMENT = "写证明文件的名称，如 证明.pdf；文件与工作簿一起交回。"
_FIXED = "灰底的不改。"
_HOW = "灰底的不改。要加就在下面的空行写；要删就把这一行白底的格清空。"


def _row(row: int, line: Line, columns: Sequence[SheetColumn], decimals: Sequence[int]) -> list[Cell]:
    is_known = bool(line.number)
    made = [Cell(row, 0, line.number, "number")]
    for index, words in enumerate(line.above, start=1):
        made.append(_cell(row, index, words, "known" if is_known else "text"))
    for index, (column, text, digits) in enumerate(zip(columns, line.texts, decimals, strict=True)):
        locked = (
            line.is_locked or (line.number.startswith(CHECKED) and bool(text)) or text in (TOO_LONG_TO_SHOW, REFERS)
        )
        made.append(_value(row, index + 1 + len(line.above), column, text, digits, locked=locked))
    return made


def _cell(row: int, index: int, text: str, style: str) -> Cell:
    return Cell(row, index, text, f"{style} quoted" if text.startswith(FORMULA_STARTS) else style)


def _value(row: int, index: int, column: SheetColumn, text: str, digits: int, *, locked: bool) -> Cell:
    known = " known" if locked else ""
    if column.kind in ("number", "count", "year"):
        style = f"year{known}" if column.kind == "year" else f"figure {digits}{known}"
        number = _exact(text)
        return Cell(row, index, text if number is None else number, style)
    if column.choice or column.choices or column.kind in ("date", "month"):
        return Cell(row, index, text, f"day{known}")
    return _cell(row, index, text, "known" if locked else "text")


def _exact(text: str) -> Decimal | None:
    """A number that a cell holds without losing a digit."""
    digits = text.replace(".", "", 1)
    if not digits.isascii() or not digits.isdigit() or len(digits) > MOST_DIGITS or text[:1] == ".":
        return None
    return Decimal(text)


def _decimals(column: SheetColumn, texts: Sequence[str]) -> int:
    """The decimals that a column shows: two, more where its values have more, none for counts; as many as each has
    (-1) where the unit differs from row to row."""
    if column.kind != "number" or unit_of(column.heading) is None:
        return 0 if column.kind != "number" else -1
    found = max((len(text.partition(".")[2]) for text in texts if _exact(text) is not None), default=0)
    return min(max(found, 2), _MOST_DECIMALS)


_HINTS = {"date": "年-月-日", "month": "年-月", "year": "四位年份"}


def heading_text(column: SheetColumn) -> str:
    """The words of a heading: the unit on a line of its own, or how to write where the label has none."""
    unit = unit_of(column.heading)
    if unit is not None:
        return re.sub(r"(?=[（(][^（）()]+[）)]\Z)", "\n", column.heading)
    hint = "选就写“是”" if column.choice else "人" if column.kind == "count" else _HINTS.get(column.kind, "")
    return f"{column.heading}\n（{hint}）" if hint else column.heading


def _width(column: SheetColumn) -> float:
    if column.choice:
        return 15.0
    if not column.keys:
        return 90.0
    if column.kind in ("text", "path") and not column.choices:
        return 22.0 if column.names or column.keys[-1] in ("单位", "文号") else 34.0
    return {"code": 22.0, "count": 11.5, "number": 14.5}.get(column.kind, 13.0)


def _height(line: Line, widths: Sequence[float]) -> float:
    texts = ("", *line.above, *line.texts)
    lines = max((_lines_of(text, width) for text, width in zip(texts, widths, strict=False)), default=1)
    return min(max(20.0, 14.0 * lines + 4), 400.0)


def _lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column: a Chinese character is as wide as two digits."""
    found = 0
    for part in text.split("\n"):
        cells = sum(2 if ord(char) > 0x2E7F or char in "“”—…" else 1 for char in part)
        found += max(1, -(-cells // int(width - 2)))
    return found


# ---- what may be entered ---------------------------------------------------------------------------------------


def _entry(
    column: SheetColumn, index: int, lines: Sequence[Line], choices: Choices, *, is_asked: bool
) -> DataValidation:
    area = (_FIRST, index, _FIRST + len(lines) - 1, index)
    first = f"{column_letters(index)}{_FIRST + 1}"
    title, hint = column.heading.partition("：")[2] or column.heading, column.description
    if is_asked:
        hint = _DOCUMENT if column.kind == "path" else for_offices(hint)
    names = YES if column.choice else "、".join(column.choices) or column.names
    offered = choices.range_of(names) if names else None
    if offered is not None:
        return DataValidation(area, offered, None, title, hint, "请从下拉列表选。", warns=bool(column.names))
    if column.kind in ("number", "count"):
        return DataValidation(area, None, None, title, hint, "只填数字，不小于 0。")
    if column.kind in ("date", "month"):
        length, words = (
            (10, "写成 年-月-日，如 2014-04-20。") if column.kind == "date" else (7, "写成 年-月，如 2014-07。")
        )
        return DataValidation(area, None, f"=LEN({first})={length}", title, hint, words)
    if column.kind == "year":
        return DataValidation(area, None, f"=LEN({first})=4", title, hint, "写四位年份，如 2014。")
    return DataValidation(area, None, f"=LEN({first})<=10000", title, hint, "文字太长，请在文件里写。")


def _above_entry(words: str, index: int, lines: Sequence[Line], choices: Choices) -> DataValidation:
    """What a new row may belong to; rows that are there already are locked."""
    start = next((row for row, line in enumerate(lines) if not line.number), len(lines))
    area = (_FIRST + start, index, _FIRST + len(lines) - 1, index)
    offered = choices.range_of(words)
    first = f"{column_letters(index)}{_FIRST + start + 1}"
    formula = None if offered is not None else f"=LEN({first})<=100"
    return DataValidation(area, offered, formula, words, f"这一行属于哪个{words}。", "请从下拉列表选。", warns=True)


def _choices(dossier: Dossier, tables: Sequence[SheetTable], new_year: int | None) -> Choices:
    years = sorted({*dossier.statistics, *([new_year] if new_year is not None else [])})
    plan = dossier.plan
    found: dict[str, tuple[str, ...]] = {
        YES: (YES,),
        YEAR_HEADING: tuple(map(str, years)),
        INDUSTRIES: tuple(dict.fromkeys((*dossier.industry_names, OTHER_INDUSTRY))),
        PROJECTS: tuple(dict.fromkeys(each.name.strip() for each in plan.projects if each.name)),
        PHASES: tuple(dict.fromkeys(each.name.strip() for each in plan.phases if each.name)),
    }
    for table in tables:
        found |= {"、".join(column.choices): column.choices for column in columns_of(table) if column.choices}
    return Choices(tuple(found.items()))


def _choices_page(choices: Choices) -> Page:
    page = Page(CHOICES, [20.0] * len(choices.columns), hidden=True)
    for index, (name, values) in enumerate(choices.columns):
        texts = (name if len(values) < 2 or name != "、".join(values) else "", *values)
        page.cells += [_cell(row, index, text, "plain") for row, text in enumerate(texts)]
    return page


# ---- how to fill, and the copy ---------------------------------------------------------------------------------


def _guide(
    dossier: Dossier, tables: Sequence[SheetTable], lines: Mapping[str, Sequence[Line]], until: str | None
) -> Page:
    """How to fill the sheets; `until` where they go to another office."""
    rules = _RULES if until is None else (*_ASKED_RULES, *([until] if until else []))
    page = Page(GUIDE, [8, 18, 78, 12], frozen=(0, 0), repeated=(3, 3))
    page.footer = "&C&9第 &P 页，共 &N 页"
    header = dossier.header
    facts = f"区域名称：{header.region_name or ''}　　申报单位：{header.applicant or ''}"
    page.cells += [
        Cell(0, 0, TITLE, "title", (0, 3)),
        Cell(1, 0, facts, "note", (1, 3)),
        Cell(2, 0, "\n".join(rules), "note", (2, 3)),
    ]
    page.heights = {0: 34, 1: 22, 2: 15.0 * len(rules) + 8, 3: 24}
    page.cells += [
        Cell(3, index, words, "heading") for index, words in enumerate(("类别", "工作表", "填什么", "已有（行）"))
    ]
    for row, table in enumerate(tables, start=4):
        count = sum(line.number.isdigit() for line in lines[table.name])
        page.cells += [
            Cell(row, 0, table.part, "cell middle"),
            Cell(row, 1, table.name, "cell"),
            Cell(row, 2, _about(table, is_asked=until is not None), "cell"),
            Cell(row, 3, str(count), "cell middle"),
        ]
        page.heights[row] = 15.0 * _lines_of(table.about, 78) + 6
    page.printed = (0, 0, 3 + len(tables), 3)
    return page


_RULES = (
    "1．白底的格填写或修改，灰底的格不能改。单位和写法印在标题里；鼠标点到一格，会显示这一栏填什么。",
    "2．没有发生的写 0；还不知道的空着。日期写成 2014-04-20，月份写成 2014-07。",
    "3．要加一项，就在下面的空行写；要删一项，就把这一行白底的格全部清空，不要删掉整行。",
    "4．“序号”说明这一行是材料里的哪一项，不要改，也不要挪动。空行不够，就取消工作表保护（没有密码）再往下写。",
    "5．统计数据由企业报表汇总的，只能看；“核”字行可以填统计部门的数，收回时并排列出，不会改动汇总数。",
    "6．长篇文字不在这里，在材料里原样保留。填好以后整个文件交回，不要另存为 .csv，不要复制到别的工作簿。",
)
#: The same for an office that is asked, and sees nothing but the workbook.
_ASKED_RULES = (
    *_RULES[:3],
    "4．“序号”不要改，也不要挪动。空行不够，就取消工作表保护（没有密码）再往下写。",
    "5．“文件”一格写证明文件的名称，文件与工作簿一起交回。",
    "6．统计数据由企业报表汇总的，只能看；“核”字行请填贵单位掌握的数，只作核对。",
    "7．填好以后整个文件交回，不要另存为 .csv，不要复制到别的工作簿。",
)


def _copy(dossier: Dossier, tables: Sequence[SheetTable], lines: Mapping[str, Sequence[Line]], asked: str) -> Page:
    page = Page(COPY, [20.0], hidden=True)
    rows: list[tuple[str, ...]] = [(MARK, dossier.header.region_name or "", asked)]
    for table in tables:
        rows.append((table.name, NUMBER, *table.above, *(column.heading for column in columns_of(table))))
        known = [line for line in lines[table.name] if line.number.isdigit()]
        rows += [(table.name, line.number, *line.above, *line.texts) for line in known]
    for row, texts in enumerate(rows):
        page.cells += [_cell(row, index, text, "plain") for index, text in enumerate(texts) if text]
    return page
