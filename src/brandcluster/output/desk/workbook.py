"""Many dossiers as a workbook for the desk: a sheet to look at, one for the figures, the verdicts and the problems each,
and what holds between the dossiers. No cell is a formula; every sheet can be sorted, filtered and written on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brandcluster.base.diagnostics import SEVERITY_WORDS, VERDICT_WORDS
from brandcluster.base.numbers import decimal_string
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import INDICATORS, SHARE
from brandcluster.formats.tables.workbook_build import Cell, Page, workbook_bytes
from brandcluster.notice import edition
from brandcluster.output.desk.alike_table import alike_rows
from brandcluster.output.desk.csv import figure_cells, figure_headings, sources_word
from brandcluster.output.desk.text import (
    OWN_HEADS,
    PROBLEM_HEADS,
    Desk,
    condition_label,
    condition_labels,
    days_word,
    place_in,
    places_word,
)
from brandcluster.output.text.table import width
from brandcluster.output.text.words import role_word
from brandcluster.review.conclusions import STATE_WORDS
from brandcluster.review.rows import SEALS, Row
from brandcluster.rules.facts.stage import STAGES

#: A cell: text, an exact number, a date, or nothing.
Value = str | Fraction | date | None
Table = list[list[Value]]
#: Points of a line of text, lines of a row at most, characters that Excel takes in a cell.
_LINE, _MOST_LINES = 15, 8
MAX_TEXT = 32_000
#: As many problems of one dossier are listed, and of all.
MAX_PROBLEMS, MAX_ROWS = 500, 20_000
_WIDEST = 40
_BORDER = {"font_name": "仿宋", "font_size": 11, "border": 1, "valign": "vcenter"}
#: How the cells of a table look.
TABLE_STYLES: dict[str, dict[str, Any]] = {
    "head": {**_BORDER, "font_name": "黑体", "bg_color": "#DDEBF7", "text_wrap": True, "align": "center"},
    "text": {**_BORDER, "text_wrap": True},
    "number": {**_BORDER, "num_format": "#,##0.######"},
    "whole": {**_BORDER, "num_format": "0", "align": "center"},
    "percent": {**_BORDER, "num_format": "0.00"},
    "date": {**_BORDER, "num_format": "yyyy-mm-dd", "align": "center"},
    "bad": {**_BORDER, "text_wrap": True, "font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "doubt": {**_BORDER, "text_wrap": True, "font_color": "#7F6000", "bg_color": "#FFEB9C"},
}


def review_workbook(desk: Desk) -> bytes:
    """The workbook; the same desk gives the same bytes."""
    sheets: tuple[tuple[str, Table, int], ...] = (
        ("一览", list(_overview(desk)), 1),
        ("指标", list(_figures(desk)), 2),
        ("判定", list(_verdicts(desk)), 1),
        ("问题", list(_problems(desk)), 1),
        ("名额", list(_quotas(desk)), 0),
        ("比对", list(_findings(desk)), 0),
    )
    if desk.alike is not None:
        sheets = (*sheets, ("相近", [[*cells] for cells in alike_rows(desk.alike)], 0))
    footer = f"&C第 &P 页，共 &N 页&R截至 {desk.day.isoformat()}"
    return workbook_bytes([table_page(*each, footer) for each in sheets], TABLE_STYLES, "审查一览")


# ---- tables ----------------------------------------------------------------------------------------------------


def _overview(desk: Desk) -> Iterator[list[Value]]:
    """One row a dossier."""
    clauses = condition_labels(desk)
    yield [
        *("区域名称", "申报单位", "省份", "主导产业", "阶段"),
        *(label for _, label in clauses),
        *OWN_HEADS,
        *PROBLEM_HEADS,
        "申报日期",
        *(f"{label}盖章" for _, _, label in SEALS),
        *("封存", "规则版本", "省级补充规则", "程序出错", "文件夹"),
    ]
    for row in desk.rows:
        seals = {seal.id: seal.date for seal in row.seals}
        yield [
            *(row.region or row.key, row.applicant, row.province),
            *("、".join(each.name for each in row.industries), STAGES[row.stage]),
            *(_of_clause(row, clause) for clause, _ in clauses),
            *(
                Fraction(number)
                for number in (row.count("met"), row.own, row.errors, row.warnings, len(row.open_judgements))
            ),
            row.applied,
            *(
                seals.get(identifier) if identifier in seals else VERDICT_WORDS["not_applicable"]
                for identifier, _, _ in SEALS
            ),
            *(row.sealed_on, row.edition, row.overlay, row.failure, row.name),
        ]


def _of_clause(row: Row, clause: str) -> str:
    """The verdict on a clause in a word; where the industries differ, each by its name."""
    found = [(verdict.industry, role_word(verdict)) for verdict in row.conditions if verdict.clause == clause]
    if len({word for _, word in found}) == 1:
        return found[0][1]
    return "；".join(f"{industry}：{word}" for industry, word in found)


def _figures(desk: Desk) -> Iterator[list[Value]]:
    """One row a leading industry."""
    yield [
        "区域名称",
        "主导产业",
        "年份",
        *(text for each in (*INDICATORS, SHARE) for text in figure_headings(each)),
        "出处",
    ]
    for row in desk.rows:
        for industry in row.industries:
            figures, year = industry.columns, industry.year
            cells: list[Value] = [cell for figure in figures for cell in figure_cells(figure)]
            place = f"{row.name}/{sources_word(figures)}" if industry.figures else ""
            yield [row.region or row.key, industry.name, None if year is None else Fraction(year), *cells, place]


def _verdicts(desk: Desk) -> Iterator[list[Value]]:
    """One row a verdict on a condition of 三（一）（二） and a step of 三（三）（四）."""
    yield ["区域名称", "条款", "条件", "产业", "结论", "理由", "缺什么", "出处", "文件夹"]
    for row in desk.rows:
        for verdict in (*row.conditions, *row.procedure):
            cite = edition.cite_clause(row.edition, verdict.clause) or row.overlay
            words = (
                cite,
                condition_label(row, verdict.clause),
                verdict.industry or "区域",
                role_word(verdict),
                verdict.message,
            )
            yield [row.region or row.key, *words, "；".join(verdict.missing), places_word(verdict.sources), row.name]


def _problems(desk: Desk) -> Iterator[list[Value]]:
    """One row a problem."""
    yield ["区域名称", "级别", "代号", "条款", "存在的问题", "怎样改", "位置", "文件夹"]
    room = MAX_ROWS
    for row in desk.rows:
        listed = row.diagnostics[: min(MAX_PROBLEMS, room)]
        room -= len(listed)
        for found in listed:
            words = (SEVERITY_WORDS[found.severity], found.code, edition.cite_clause(row.edition, found.clause))
            place = f"{found.location.path}:{found.location.line}"
            yield [row.region or row.key, *words, found.message, found.help, place, row.name]
        more = len(row.diagnostics) - len(listed)
        if more:
            yield [row.region or row.key, "", "", "", f"还有 {more} 个没有列出。", "", "", row.name]


def _quotas(desk: Desk) -> Iterator[list[Value]]:
    yield ["省份", "年份", "申报（份）", "已推荐（份）", "每年最多（家）", "结论", "说明", "来源"]
    for use in desk.between.quotas:
        yield [
            *(use.province or "未填", None if use.year is None else Fraction(use.year)),
            *(Fraction(len(use.applied)), Fraction(len(use.recommended))),
            "、".join(map(str, use.limits)) if len(use.limits) != 1 else Fraction(use.limits[0]),
            *(VERDICT_WORDS[use.value], use.message, "；".join(use.sources)),
        ]


def _findings(desk: Desk) -> Iterator[list[Value]]:
    between = desk.between
    yield ["种类", "内容", "材料和位置"]
    for due in between.deadlines:
        words = f"{due.deadline.due.isoformat()}（{days_word(due.days)}）{due.deadline.what}（{due.deadline.source}）"
        yield ["期限", words, "\n".join(row.name for row in due.rows)]
    for each in between.twice:
        yield ["重复申报", each.what, "\n".join(row.name for row in each.rows)]
    for shared in between.shared:
        places = "\n".join(place_in(row, entry.source) for row, entry in shared.places)
        yield ["同一家企业", f"{shared.name}{f'（{shared.code}）' if shared.code else ''}", places]
    for row in desk.rows:
        for note in row.notes:
            yield ["名额", note, row.name]
    for row in desk.rows:
        for code, reason, count in row.left_reasons:
            yield ["区域说明不改的", f"{code} {count} 处：{reason}", row.name]
    for text in desk.skipped:
        yield ["没有看的文件夹", text, ""]


# ---- sheets ----------------------------------------------------------------------------------------------------


def table_page(name: str, table: Table, fixed: int, footer: str) -> Page:
    """A sheet: headings and `fixed` columns stay in sight, every column can be filtered by."""
    widths = [_column_width(table, column) for column in range(len(table[0]))]
    page = Page(name, widths, frozen=(1, fixed), paper=8, protected=False)
    page.repeated, page.footer = (0, 0), footer
    page.filtered = (0, 0, len(table) - 1, len(table[0]) - 1)
    for at, cells in enumerate(table):
        lines = max(_lines(cell, wide) for cell, wide in zip(cells, widths, strict=True))
        page.heights[at] = min(lines, _MOST_LINES) * _LINE + 4
        page.cells += [
            Cell(at, column, _cell_value(cell), _style(at, str(table[0][column]), cell))
            for column, cell in enumerate(cells)
        ]
    return page


def _style(at: int, head: str, cell: Value) -> str:
    if at == 0:
        return "head"
    if isinstance(cell, date):
        return "date"
    if isinstance(cell, Fraction):
        return "percent" if head.endswith("（%）") else "number" if "分子" in head or "分母" in head else "whole"
    words = cell or ""
    if words.startswith(VERDICT_WORDS["not_met"]) or words == SEVERITY_WORDS["error"]:
        return "bad"
    return (
        "doubt"
        if words.startswith((VERDICT_WORDS["unknown"], STATE_WORDS["open"])) or words == SEVERITY_WORDS["warning"]
        else "text"
    )


def _cell_value(cell: Value) -> str | Decimal | date:
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Fraction):
        return Decimal(decimal_string(cell))
    return "\n".join(visible(line) for line in (cell or "").split("\n"))[:MAX_TEXT]


def _shown(cell: Value) -> list[str]:
    """About what a cell shows, line by line."""
    if isinstance(cell, Fraction):
        return [f"{float(cell):,.2f}"]  # only for the width of the column
    return str(_cell_value(cell)).split("\n")


def _lines(cell: Value, wide: float) -> int:
    """How many lines a cell takes at the width of its column."""
    return sum(-(-int(width(line[:2_000]) * 1.1) // int(wide)) or 1 for line in _shown(cell)[:_MOST_LINES])


def _column_width(table: Table, column: int) -> float:
    """Wide enough for what stands in it, and for its heading in a few lines."""
    heading = width(str(table[0][column])) / 5 + 4
    longest = max((width(line[:60]) for cells in table[1:] for line in _shown(cells[column])), default=8)
    return float(min(max(longest + 2, heading, 7), _WIDEST))
