"""The table of many dossiers for Excel: CSV and a workbook. Every figure stands with numerator, denominator and year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brandcluster.diagnostics import Verdict
from brandcluster.indicators import INDICATORS, SHARE, Indicator
from brandcluster.output.review import DECIMALS, Desk, days_word, place_in
from brandcluster.output.table import width
from brandcluster.output.verdicts import WORDS
from brandcluster.output.visible import visible
from brandcluster.review.rows import LABELS, REGIONAL, Figure, Row
from brandcluster.rounding import decimal_string, printed
from brandcluster.rules.standing import STAGES

#: A cell: text, an exact number, or nothing.
Value = str | Fraction | None
#: Points of a line of text; characters that Excel takes in a cell.
_LINE = 15
MAX_TEXT = 32_000


def table_rows(desk: Desk) -> list[list[Value]]:
    """The heading, then one row a dossier and leading industry: what belongs to the dossier is repeated."""
    clauses = list(
        dict.fromkeys((verdict.clause, _label(row, verdict)) for row in desk.rows for verdict in row.conditions)
    )
    head: list[Value] = [
        *("文件夹", "省份", "区域名称", "申报单位", "规则版本", "省级补充规则", "阶段", "主导产业", "数据年份"),
        *(heading for each in (*INDICATORS, SHARE) for heading in _headings(each)),
        *(label for _, label in clauses),
        *(
            "错误",
            "警告",
            "待判断",
            "申报日期",
            "申报单位盖章",
            "当地政府盖章",
            "行业协会盖章",
            "省级主管部门盖章",
            "封存",
        ),
        "程序出错",
    ]
    return [head, *(cells for row in desk.rows for cells in _table_row(row, clauses))]


def _headings(indicator: Indicator) -> tuple[str, str, str]:
    below = REGIONAL if indicator.population == "region" else LABELS[indicator.denominator]
    return (
        f"{indicator.label}（%）",
        f"{indicator.label} 分子：{LABELS[indicator.numerator]}",
        f"{indicator.label} 分母：{below}",
    )


def _label(row: Row, verdict: Verdict) -> str:
    return dict(row.labels).get(verdict.clause, verdict.clause)


def _table_row(row: Row, clauses: list[tuple[str, str]]) -> Iterator[list[Value]]:
    seals = {seal.id: _iso(seal.date) for seal in row.seals}
    for industry in row.industries or (None,):
        name = industry.name if industry is not None else None
        figures: list[Figure | None] = [None] * 6
        if industry is not None and industry.figures:
            figures = [*industry.figures, industry.share]
        year = figures[0].year if figures[0] is not None else None
        yield [
            *(
                row.name,
                row.province,
                row.region,
                row.applicant,
                row.edition,
                row.overlay or "",
                STAGES[row.stage],
            ),
            name,
            None if year is None else Fraction(year),
            *(cell for figure in figures for cell in _figure_cells(figure)),
            *(_verdict_word(row, clause, name) for clause, _ in clauses),
            *(Fraction(number) for number in (row.errors, row.warnings, len(row.open_judgements))),
            _iso(row.applied),
            *(seals.get(each) for each in ("applicant", "local", "association", "province")),
            _iso(row.sealed_on),
            row.failure,
        ]


def _figure_cells(figure: Figure | None) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    if figure is None:
        return None, None, None
    value = figure.value
    return None if value is None else Fraction(printed(value, DECIMALS)), figure.numerator, figure.denominator


def _verdict_word(row: Row, clause: str, industry: str | None) -> str:
    for verdict in row.conditions:
        if verdict.clause == clause and verdict.industry in (None, industry):
            who = f"（{verdict.judged_by.role}）" if verdict.judged_by is not None else ""
            return WORDS[verdict.value][1] + who
    return ""


def csv_content(desk: Desk) -> bytes:
    """The table as CSV for Excel."""
    from brandcluster.tables.csvfile import csv_bytes

    return csv_bytes([[_text(cell) for cell in cells] for cells in table_rows(desk)])


def _text(cell: Value) -> str:
    if cell is None:
        return ""
    return visible(cell) if isinstance(cell, str) else decimal_string(cell)


def workbook(desk: Desk) -> bytes:
    """The table, the quotas, and what was found between dossiers, as a workbook without formulas."""
    from brandcluster.xlsxbuild import Cell, Page, workbook_bytes

    border = {"font_name": "仿宋", "font_size": 11, "border": 1, "locked": False, "valign": "vcenter"}
    styles: dict[str, dict[str, Any]] = {
        "head": {
            **border,
            "font_name": "黑体",
            "bold": False,
            "bg_color": "#DDEBF7",
            "text_wrap": True,
            "align": "center",
        },
        "text": {**border, "text_wrap": True},
        "number": {**border, "num_format": "#,##0.######"},
        "percent": {**border, "num_format": "0.00"},
        "year": {**border, "num_format": "0", "align": "center"},
    }
    pages = []
    for name, table in (("一览", table_rows(desk)), ("名额", _quota_table(desk)), ("比对", _findings_table(desk))):
        widths = [_column_width(table, column) for column in range(len(table[0]))]
        page = Page(name, widths, frozen=(1, 0), paper=8)
        page.repeated = (0, 0)
        page.footer = f"&C第 &P 页，共 &N 页&R截至 {desk.day.isoformat()}"
        for at, cells in enumerate(table):
            page.heights[at] = max(_lines(cell, wide) for cell, wide in zip(cells, widths, strict=True)) * _LINE + 4
            page.cells += [
                Cell(at, column, _cell_value(cell), _style(at, str(table[0][column]), cell))
                for column, cell in enumerate(cells)
            ]
        pages.append(page)
    return workbook_bytes(pages, styles, "审查一览")


def _style(at: int, head: str, cell: Value) -> str:
    if at == 0:
        return "head"
    if not isinstance(cell, Fraction):
        return "text"
    return "percent" if head.endswith("（%）") else "year" if head.endswith("年份") else "number"


def _cell_value(cell: Value) -> str | Decimal:
    return Decimal(decimal_string(cell)) if isinstance(cell, Fraction) else visible(cell or "")[:MAX_TEXT]


def _lines(cell: Value, wide: float) -> int:
    """How many lines a cell takes at the width of its column; Excel gives a row at most 409 points."""
    return min(-(-int(width(_text(cell)[:MAX_TEXT]) * 1.1) // int(wide)), 25) or 1


def _column_width(table: list[list[Value]], column: int) -> float:
    longest = max((width(_text(cells[column])[:60]) for cells in table[1:]), default=8)
    return float(min(max(longest + 2, 9), 36))


def _quota_table(desk: Desk) -> list[list[Value]]:
    found: list[list[Value]] = [
        ["省份", "年份", "申报（家）", "已推荐（家）", "每年最多（家）", "结论", "说明", "来源"]
    ]
    for use in desk.between.quotas:
        found.append(
            [
                use.province,
                None if use.year is None else Fraction(use.year),
                Fraction(len(use.applied)),
                Fraction(len(use.recommended)),
                Fraction(use.limits[0]) if len(use.limits) == 1 else None,
                WORDS[use.value][1],
                use.message,
                "；".join(use.sources),
            ]
        )
    return found


def _findings_table(desk: Desk) -> list[list[Value]]:
    between = desk.between
    found: list[list[Value]] = [["种类", "内容", "材料和位置"]]
    for due in between.deadlines:
        names = "、".join(row.name for row in due.rows)
        found.append(
            [
                "期限",
                f"{due.deadline.due.isoformat()}（{days_word(due.days)}）{due.deadline.what}（{due.deadline.source}）",
                names,
            ]
        )
    for each in between.twice:
        found.append(["重复申报", each.what, "、".join(row.name for row in each.rows)])
    for shared in between.shared:
        places = "、".join(place_in(row, entry.source) for row, entry in shared.places)
        found.append(["同一家企业", f"{shared.name}{f'（{shared.code}）' if shared.code else ''}", places])
    for row in desk.rows:
        found += [["名额", note, row.name] for note in row.notes]
    return found


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
