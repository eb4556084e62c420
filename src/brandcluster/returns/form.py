"""The workbook that goes out to enterprises: one sheet to fill, and two that say what everything means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from brandcluster.dossier.model import measures
from brandcluster.dossier.model.measures import KINDS, NO, YES, Column
from brandcluster.formats.tables.sheet import column_letters
from brandcluster.formats.tables.workbook_build import Alarm, Cell, DataValidation, Page, workbook_bytes
from brandcluster.returns.layout import CHOICES, FIRST_DATA, MEANING, RATIOS, SHEET, Layout, Row
from brandcluster.returns.spellings import MONEY

#: Rows for enterprises that the roster does not know.
SPARE = 30
#: The column of the row numbers stands before the layout's.
_OFFSET = 1
_TITLE, _FACTS, _NOTE, _GROUP, _HEADING, _FIRST = 0, 1, 2, 3, 4, 5
#: Where the unit of the whole sheet is asked for: the question from the first column to the one before the answer's.
_ASKS_UNIT, _UNIT = 3, 5
_UNITS = tuple(reversed(MONEY))
#: So many times what was reported before, and more, turns red: as many as the checks ask about.
_RED = 300
#: A longer label is set in two lines.
_LONG = 8

_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_BOX = {**_FONT, "border": 1, "border_color": "#808080"}
_HEAD = {**_BOX, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#D9E2F3", "font_name": "黑体"}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"},
    "fact": _FONT,
    "fact right": {**_FONT, "align": "right"},
    "note": {**_FONT, "text_wrap": True, "font_color": "#404040"},
    "group": {**_HEAD, "bg_color": "#B4C6E7"},
    "heading": _HEAD,
    "number": {**_BOX, "align": "center", "font_color": "#808080"},
    "text": {**_BOX, "locked": False, "num_format": "@", "text_wrap": True, "indent": 1},
    "question": {**_BOX, "bold": True, "align": "right", "bg_color": "#FFF2CC"},
    "fixed": {**_BOX, "num_format": "@", "text_wrap": True, "indent": 1, "bg_color": "#F2F2F2"},
    "earlier": {**_BOX, "align": "center", "font_color": "#595959", "bg_color": "#F2F2F2", "italic": True},
    "earlier amount": {
        **_BOX,
        "align": "right",
        "num_format": "#,##0.00",
        "font_color": "#595959",
        "bg_color": "#F2F2F2",
        "italic": True,
    },
    "known": {**_BOX, "locked": False, "num_format": "@", "text_wrap": True, "indent": 1, "bg_color": "#F2F2F2"},
    "choice": {**_BOX, "locked": False, "align": "center", "num_format": "@"},
    "amount": {**_BOX, "locked": False, "align": "right", "num_format": "#,##0.00"},
    "cell": {**_BOX, "text_wrap": True, "indent": 1},
    "cell bold": {**_BOX, "text_wrap": True, "indent": 1, "bold": True},
    "plain": _FONT,
}
_WIDTHS = {"code": 22.0, "name": 32.0, "industry": 14.0, "kind": 12.0, "large": 9.0}


class LastYear(NamedTuple):
    """An enterprise's own return of an earlier year, to compare: confidential, for its own form and no other."""

    year: int
    row: Row


class Office(NamedTuple):
    """Who sends the form out, and for which year."""

    applicant: str
    region: str
    year: int


def returns_workbook(layout: Layout, office: Office, roster: Sequence[Row], cite: Callable[[str], str]) -> bytes:
    """The workbook with the roster's enterprises filled in, and room for more."""
    return _workbook(layout, office, _sheet(layout, office, roster, SPARE), cite)


def single_workbook(
    layout: Layout, office: Office, row: Row, cite: Callable[[str], str], earlier: LastYear | None = None
) -> bytes:
    """The workbook for one enterprise: its own row and no other, its code fixed, and what it reported before below."""
    sheet = _sheet(layout, office, [row], 0, single=True)
    if earlier is not None and any(earlier.row[FIRST_DATA:]):
        _compare(sheet, layout, earlier)
    return _workbook(layout, office, sheet, cite)


def _workbook(layout: Layout, office: Office, sheet: Page, cite: Callable[[str], str]) -> bytes:
    pages = [sheet, _meaning(layout, office, cite), _ratios(office, cite), _choices(layout)]
    return workbook_bytes(pages, STYLES, _title(office))


def _title(office: Office) -> str:
    return f"{office.year}年产业集群区域品牌建设企业填报表"


# ---- the sheet to fill -----------------------------------------------------------------------------------------


def _sheet(layout: Layout, office: Office, roster: Sequence[Row], spare: int, *, single: bool = False) -> Page:
    columns = layout.columns
    last_column = _OFFSET + len(columns) - 1
    last_row = _FIRST + len(roster) + spare - 1
    widths = [5.0] + [_WIDTHS.get(column.name, 13.5 if column.kind == "amount" else 11.0) for column in columns]
    page = Page(SHEET, widths, frozen=(_FIRST, _OFFSET + 2), repeated=(_GROUP, _HEADING), paper=8)
    page.footer = "&L&9企业报表属保密资料，仅用于汇总统计&C&9第 &P 页，共 &N 页"
    signed = last_row + 2 + single  # below what was reported before
    page.printed = (0, 0, signed, last_column)
    page.heights = {_TITLE: 36, _FACTS: 24, _NOTE: 46, _GROUP: 20, _HEADING: 48, signed: 24}
    page.cells += [
        Cell(_TITLE, 0, _title(office), "title", (_TITLE, last_column)),
        Cell(_FACTS, 0, f"组织实施单位：{office.applicant}", "fact", (_FACTS, _ASKS_UNIT - 1)),
        Cell(_FACTS, _ASKS_UNIT, "金额单位（必选）：", "question", (_FACTS, _UNIT - 1)),
        Cell(_FACTS, _UNIT, "", "choice"),
        Cell(_FACTS, _UNIT + 1, f"　报告期：{office.year}年1—12月", "fact", (_FACTS, last_column)),
        Cell(_NOTE, 0, _instructions(office, single=single), "note", (_NOTE, last_column)),
        Cell(_GROUP, 0, "序号", "heading", (_HEADING, 0)),
    ]
    for words, first, last in _groups(layout):
        to = (_GROUP, last + _OFFSET) if last > first else None
        page.cells.append(Cell(_GROUP, first + _OFFSET, words, "group", to))
    for at, column in enumerate(columns, _OFFSET):
        page.cells.append(Cell(_HEADING, at, _heading(column), "heading"))
        unit = "单位用表上方选的金额单位。" if column.unit in MONEY else ""
        page.notes[_HEADING, at] = f"{column.label}：{_defined(column)}填报范围：{column.population}。{unit}"
    for index in range(len(roster) + spare):
        row = roster[index] if index < len(roster) else None
        page.heights[_FIRST + index] = 22
        page.cells.append(Cell(_FIRST + index, 0, str(index + 1), "number"))
        page.cells += [
            _blank(_FIRST + index, at, column, row, single=single) for at, column in enumerate(columns, _OFFSET)
        ]
    signature = (
        "单位负责人：　　　　　　　　填表人：　　　　　　　　联系电话：　　　　　　　　报出日期：　　　年　　月　　日"
    )
    page.cells.append(Cell(signed, 0, signature, "fact", (signed, last_column)))
    page.entries = [
        _unit_entry(),
        *(_entry(column, at, last_row, layout) for at, column in enumerate(columns, _OFFSET)),
    ]
    page.alarms = [Alarm((_FACTS, _UNIT, _FACTS, _UNIT), f'={_unit_cell()}=""'), *_alarms(layout, last_row)]
    return page


def _unit_cell() -> str:
    return f"${column_letters(_UNIT)}${_FACTS + 1}"


def _unit_entry() -> DataValidation:
    return DataValidation(
        (_FACTS, _UNIT, _FACTS, _UNIT),
        f"={CHOICES}!$D$2:$D${len(_UNITS) + 1}",
        None,
        "金额单位",
        "您填的金额是什么单位就选什么，不用换算；整张表只能用一个单位。",
        "请从下拉列表选。",
    )


def _compare(page: Page, layout: Layout, earlier: LastYear) -> None:
    """Put what an enterprise reported before below its row, and let turn red what is some thousand times as much."""
    at = _FIRST + 1
    page.heights[at] = 22
    words = f"{earlier.year} 年报的数，折成万元，只供对照，不用改"
    page.cells += [Cell(at, 0, "上年", "earlier"), Cell(at, 1, words, "earlier", (at, FIRST_DATA))]
    factor = f"VLOOKUP({_unit_cell()},{CHOICES}!$D$2:$E${len(_UNITS) + 1},2,FALSE)"
    for column, text in zip(range(FIRST_DATA, len(layout.columns)), earlier.row[FIRST_DATA:], strict=True):
        kind, where = layout.columns[column], column + _OFFSET
        value = Decimal(text) if text and kind.kind == "amount" else text
        page.cells.append(Cell(at, where, value, "earlier amount" if kind.kind == "amount" else "earlier"))
        if kind.unit in MONEY and text:
            letter = column_letters(where)
            now, before = f"${letter}{_FIRST + 1}*{factor}", f"${letter}{at + 1}"
            formula = (
                f"=AND(ISNUMBER(${letter}{_FIRST + 1}),{before}>0,OR({now}>{before}*{_RED},{now}*{_RED}<{before}))"
            )
            page.alarms.append(Alarm((_FIRST, where, _FIRST, where), formula))


def _instructions(office: Office, *, single: bool) -> str:
    known = "代码已经填好，不能改，有误请告诉我们；其余请核对" if single else "每家一行；灰底为已有名录，请核对"
    return (
        f"填报要求：1．先选金额单位，数按这个单位填，不用换算。2．范围是{office.region}区域品牌建设试点工作的相关企业，{known}。"
        "3．没有发生的写 0，不要空着；生产性服务企业的金额栏可以空着。4．“是/否”栏从下拉列表选。"
        f"5．各栏含义见“{MEANING}”，鼠标指着标题也会显示。6．依据《关于开展产业集群区域品牌建设试点示范工作的通知》二（二）采集，"
        "按统计法为企业保密，只用于汇总。"
    )


def _groups(layout: Layout) -> list[tuple[str, int, int]]:
    flags = FIRST_DATA + len(measures.AMOUNTS)
    standard = len(measures.COLUMNS)
    found = [
        ("基本情况", 0, FIRST_DATA - 1),
        ("产值、收入和投入（全年）", FIRST_DATA, flags - 1),
        ("品牌建设", flags, standard - 1),
    ]
    return [*found, ("本区域增加", standard, len(layout.columns) - 1)] if layout.own else found


def _defined(column: Column) -> str:
    """What a column means, and which ratios it goes into."""
    return column.definition + measures.ratios_with(column.name)


def _heading(column: Column) -> str:
    """The label, without a unit of money: that is asked once, above."""
    remark = "是/否" if column.kind == "flag" else "" if column.unit in MONEY else column.unit
    label = column.label if len(column.label) <= _LONG else f"{column.label[:-4]}\n{column.label[-4:]}"
    return f"{label}\n（{remark}）" if remark else label


def _style(column: Column) -> str:
    if column.kind in ("choice", "flag"):
        return "choice"
    return "amount" if column.kind == "amount" else "text"


def _blank(row: int, at: int, column: Column, known: Row | None, *, single: bool = False) -> Cell:
    value = known[at - _OFFSET] if known is not None and at - _OFFSET < FIRST_DATA else ""
    style = "known" if value and column.kind in ("code", "name") else _style(column)
    if single and value and column.kind == "code":
        style = "fixed"
    return Cell(row, at, value, style)


def _entry(column: Column, at: int, last_row: int, layout: Layout) -> DataValidation:
    area = (_FIRST, at, last_row, at)
    first = f"{column_letters(at)}{_FIRST + 1}"
    hint = column.definition
    if column.kind == "flag":
        return DataValidation(area, f"={CHOICES}!$C$2:$C$3", None, column.label, hint, f"只能选“{YES}”或“{NO}”。")
    if column.kind == "choice":
        letter, count = ("A", len(layout.industries)) if column.name == "industry" else ("B", len(KINDS))
        return DataValidation(
            area, f"={CHOICES}!${letter}$2:${letter}${count + 1}", None, column.label, hint, "请从下拉列表选。"
        )
    if column.kind == "amount":
        unit = "按上面选的金额单位填。" if column.unit in MONEY else f"单位：{column.unit}。" if column.unit else ""
        return DataValidation(area, None, None, column.label, unit + hint, f"只填数字，不小于 0。{unit}")
    if column.kind == "code":
        return DataValidation(
            area, None, f"=LEN({first})=18", column.label, hint, "统一社会信用代码是 18 位，请照营业执照填写。"
        )
    return DataValidation(area, None, f"=LEN({first})<=100", column.label, hint, "请写营业执照上的全称。")


def _alarms(layout: Layout, last_row: int) -> list[Alarm]:
    """Parts beyond their wholes turn red while they are typed."""

    def letter(name: str) -> str:
        return column_letters(layout.index(name) + _OFFSET)

    def area(name: str) -> tuple[int, int, int, int]:
        at = layout.index(name) + _OFFSET
        return (_FIRST, at, last_row, at)

    row = _FIRST + 1
    pairs = (
        ("value_added", "gross_output"),
        ("new_product_output", "gross_output"),
        ("own_brand_revenue", "revenue"),
        ("adopted_standard_revenue", "revenue"),
    )
    found = [
        Alarm(area(part), f"=AND(ISNUMBER(${letter(part)}{row}),${letter(part)}{row}>${letter(whole)}{row})")
        for part, whole in pairs
    ]
    effective, built = letter("with_effective_system"), letter("with_system")
    found.append(Alarm(area("with_effective_system"), f'=AND(${effective}{row}="{YES}",${built}{row}<>"{YES}")'))
    return found


# ---- the sheet of definitions ----------------------------------------------------------------------------------


def _meaning(layout: Layout, office: Office, cite: Callable[[str], str]) -> Page:
    rows = [
        (column.label, column.unit or ("是/否" if column.kind == "flag" else "—"), _defined(column),
         column.population, cite(column.clause), column.source)
        for column in layout.columns
    ]  # fmt: skip
    head = ("栏目", "单位", "含义", "填报范围", "条款", "出处")
    return _explained(MEANING, f"{office.year}年企业填报表：各栏含义", head, rows)


def _ratios(office: Office, cite: Callable[[str], str]) -> Page:
    rows = [
        (
            each.label,
            measures.PERCENT,
            measures.formula_of(each),
            measures.population_of(each),
            cite(each.clause),
            each.source,
        )
        for each in (*measures.INDICATORS, *measures.FORM_RATIOS)
    ]
    head = ("指标", "单位", "公式", "范围", "条款", "出处")
    return _explained(RATIOS, f"{office.year}年企业填报表：由各栏合计算出的指标", head, rows)


def _explained(name: str, title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Page:
    """A sheet with one table that says what things mean."""
    page = Page(name, [24, 8, 50, 34, 14, 40], frozen=(2, 0), repeated=(1, 1))
    page.footer = "&C&9第 &P 页，共 &N 页"
    page.cells.append(Cell(0, 0, title, "title", (0, len(head) - 1)))
    page.heights[0] = 32
    page.printed = (0, 0, _table(page, 1, head, rows) - 1, len(head) - 1)
    return page


def _table(page: Page, row: int, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> int:
    page.cells += [Cell(row, at, words, "heading") for at, words in enumerate(head)]
    page.heights[row] = 22
    for index, texts in enumerate(rows, row + 1):
        page.cells += [Cell(index, at, text, "cell" if at else "cell bold") for at, text in enumerate(texts)]
        page.heights[index] = (
            15.0 * max(_lines(text, width) for text, width in zip(texts, page.widths, strict=True)) + 4
        )
    return row + 1 + len(rows)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column: a Chinese character is as wide as two digits."""
    cells = sum(2 if ord(char) > 0x2E7F or char in "“”—…" else 1 for char in text)
    return max(1, -(-cells // int(width)))


def _choices(layout: Layout) -> Page:
    page = Page(CHOICES, [24, 14, 8, 8, 10], hidden=True)
    for at, (head, values) in enumerate((("所属产业", layout.industries), ("企业类型", KINDS), ("是否", (YES, NO)))):
        page.cells += [Cell(row, at, text, "plain") for row, text in enumerate((head, *values))]
    page.cells += [Cell(row, 3, text, "plain") for row, text in enumerate(("金额单位", *_UNITS))]
    page.cells += [Cell(row, 4, MONEY[unit], "plain") for row, unit in enumerate(_UNITS, 1)]
    return page
