"""The table of many dossiers: for the terminal, as JSON, CSV and a workbook.

Every figure stands with its numerator, denominator and year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brandcluster.diagnostics import Location, Verdict
from brandcluster.indicators import INDICATORS, SHARE, WAN_PER_YI
from brandcluster.output.machine import dumps
from brandcluster.output.table import aligned, width
from brandcluster.output.terminal import Line
from brandcluster.output.verdicts import WORDS
from brandcluster.output.visible import visible
from brandcluster.review.across import Across, QuotaUse
from brandcluster.review.rows import Figure, Row
from brandcluster.rounding import decimal_string, printed
from brandcluster.rules.standing import STAGES

DECIMALS = 2
NONE = "—"
#: Short headings of the five indicators for narrow tables.
SHORT = {
    "value_added_rate": "增加值率",
    "own_brand_share": "自主品牌",
    "new_product_rate": "新产品",
    "adopted_standard_share": "采标产品",
    "effective_system_share": "体系有效",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What is shown: the rows that were asked for, what holds between all of them, and the day."""

    rows: list[Row]
    total: int
    between: Across
    day: date


def percent(figure: Figure | None) -> str:
    """The value as it is printed; a dash where it cannot be computed."""
    return NONE if figure is None or figure.value is None else printed(figure.value, DECIMALS)


def fraction(figure: Figure | None) -> str:
    """Numerator and denominator: amounts in 亿元, counts as they are."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return NONE
    if not figure.numerator_label.endswith("（万元）"):
        return f"{printed(figure.numerator, 0)}/{printed(figure.denominator, 0)}家"
    above, below = (printed(part / WAN_PER_YI, DECIMALS) for part in (figure.numerator, figure.denominator))
    return f"{above}/{below}亿"


def conditions_word(row: Row) -> str:
    """How many of the conditions are met, of how many that apply."""
    return f"{row.count('met')}/{len(row.conditions) - row.count('not_applicable')}"


def day_word(day: date | None) -> str:
    """A date, or a dash."""
    return NONE if day is None else day.isoformat()


# ---- terminal ------------------------------------------------------------------------------------------------


def lines(desk: Desk) -> list[Line]:
    """The table, the indicators, the seals, and what holds between the dossiers; at most 120 cells wide."""
    shown = f"显示 {len(desk.rows)} 份，" if len(desk.rows) != desk.total else ""
    found: list[Line] = [(("bold", f"{desk.total} 份材料，{shown}以 {desk.day.isoformat()} 为今天"),), ()]
    readable = [row for row in desk.rows if not row.failure]
    if readable:
        found += [*_overview(readable), (), *_figures(readable), (), *_seals(readable), ()]
    found += [*_quotas(desk.between), *_others(desk.between)]
    for row in desk.rows:
        if row.failure:
            found.append(
                (("bold red", f"{visible(row.name)}：程序在这一份上出错，其余不受影响。{visible(row.failure)}"),)
            )
    return found


def cut(text: str, cells: int) -> str:
    """A text of at most so many cells; what is left out is marked."""
    shown = visible(text)
    if width(shown) <= cells:
        return shown
    while width(shown) > cells - 1:
        shown = shown[: min(len(shown) - 1, cells)]
    return shown + "…"


def _title(row: Row) -> str:
    return row.region or row.applicant or row.name


def _overview(rows: list[Row]) -> Iterator[Line]:
    cells = [["", "省份", "区域", "主导产业", "阶段", "条件", "错误", "警告", "待判断"]]
    for number, row in enumerate(rows, start=1):
        cells.append(
            [
                str(number),
                cut(row.province or NONE, 10),
                cut(_title(row), 24),
                cut("、".join(each.name for each in row.industries) or NONE, 16),
                STAGES[row.stage],
                conditions_word(row),
                str(row.errors),
                str(row.warnings),
                str(len(row.open_judgements)),
            ]
        )
    table = aligned(cells, frozenset((0, 6, 7, 8)))
    yield (("dim", table[0]),)
    for text, row in zip(table[1:], rows, strict=True):
        yield (("red" if row.errors or row.count("not_met") else "", text),)
    yield (("dim", "条件：三（一）（二）各条中符合的条数/适用的条数。待判断：等人判断的条数。"),)


def _figures(rows: list[Row]) -> Iterator[Line]:
    yield (("bold", "五个关键指标和产业比重（%；下一行是分子/分母，“亿”是亿元）"),)
    cells = [["", "产业", "年份", *SHORT.values(), "占区域产值"]]
    for number, row in enumerate(rows, start=1):
        for industry in row.industries:
            figures = [*industry.figures, industry.share] if industry.figures else [None] * 6
            year = industry.figures[0].year if industry.figures else None
            cells.append([str(number), cut(industry.name, 12), str(year or NONE), *map(percent, figures)])
            if industry.figures:
                cells.append(["", "", "", *map(fraction, figures)])
    table = aligned(cells, frozenset((0, *range(3, 9))))
    yield (("dim", table[0]),)
    for text, row_cells in zip(table[1:], cells[1:], strict=True):
        yield (("" if row_cells[0] else "dim", text),)


def _seals(rows: list[Row]) -> Iterator[Line]:
    yield (("bold", "盖章和封存"),)
    cells = [["", "申报日期", "申报单位", "当地政府", "行业协会", "省级主管部门", "封存"]]
    for number, row in enumerate(rows, start=1):
        dates = {seal.id: day_word(seal.date) for seal in row.seals}
        cells.append(
            [
                str(number),
                day_word(row.applied),
                *(dates.get(each, "不适用") for each in ("applicant", "local", "association", "province")),
                day_word(row.sealed_on),
            ]
        )
    table = aligned(cells, frozenset((0,)))
    yield (("dim", table[0]),)
    yield from ((("", text),) for text in table[1:])


def _quotas(between: Across) -> Iterator[Line]:
    yield (("bold", "名额（三（三）：每省每年）"),)
    for use in between.quotas:
        style, word = WORDS[use.value]
        yield (
            ("", f"  {quota_name(use)}  "),
            (style, word),
            ("", f"  {use.message}"),
        )
        for row in use.applied:
            for note in row.notes:
                yield (("yellow", f"    {cut(_title(row), 40)}：{visible(note)}。"),)


def quota_name(use: QuotaUse) -> str:
    """Which province and year."""
    return f"{visible(use.province) or '省份未填'} {f'{use.year} 年' if use.year is not None else '年份不明'}"


def _others(between: Across) -> Iterator[Line]:
    if between.deadlines:
        yield from ((), (("bold", "省级补充规则的期限"),))
    for due in between.deadlines:
        names = "、".join(cut(_title(row), 24) for row in due.rows)
        style = "yellow" if due.days >= 0 else "dim"
        yield (
            (style, f"  {due.deadline.due.isoformat()}（{days_word(due.days)}）"),
            ("", f"  {visible(due.deadline.what)}：{names}"),
        )
    if between.twice:
        yield from ((), (("bold", "同一事项申报了不止一次"),))
    for each in between.twice:
        yield (("yellow", f"  {visible(each.what)}：{'、'.join(visible(row.name) for row in each.rows)}"),)
    if between.shared:
        yield from ((), (("bold", "同一家企业列入不止一份材料的前三名"),))
    for shared in between.shared:
        code = f"（{visible(shared.code)}）" if shared.code else ""
        yield (("yellow", f"  {visible(shared.name)}{code}"),)
        for row, entry in shared.places:
            yield (("", f"    {place_in(row, entry.source)}  {visible(entry.industry or '')}".rstrip()),)


def days_word(days: int) -> str:
    """How far a date is from today."""
    return "今天" if days == 0 else f"还有 {days} 天" if days > 0 else f"已过 {-days} 天"


def place_in(row: Row, place: Location) -> str:
    """A place with the dossier it is in."""
    path = place.path if row.name == "." else f"{row.name.rstrip('/')}/{place.path}"
    return f"{visible(path)}:{place.line}"


# ---- JSON ----------------------------------------------------------------------------------------------------


def review_json(desk: Desk) -> str:
    """`brandcluster.review/1`."""
    between = desk.between
    return dumps(
        {
            "schema": "brandcluster.review/1",
            "date": desk.day.isoformat(),
            "total": desk.total,
            "dossiers": [_row_json(row) for row in desk.rows],
            "quotas": [
                {
                    "clause": "apply-quota",
                    "province": use.province,
                    "year": use.year,
                    "applied": [row.name for row in use.applied],
                    "recommended": [row.name for row in use.recommended],
                    "low": use.low,
                    "limits": list(use.limits),
                    "sources": list(use.sources),
                    "verdict": use.value,
                    "message": use.message,
                }
                for use in between.quotas
            ],
            "deadlines": [
                {
                    "overlay": due.overlay,
                    "what": due.deadline.what,
                    "who": due.deadline.who,
                    "due": due.deadline.due.isoformat(),
                    "yearly": due.deadline.yearly,
                    "days": due.days,
                    "source": due.deadline.source,
                    "dossiers": [row.name for row in due.rows],
                }
                for due in between.deadlines
            ],
            "twice": [{"what": each.what, "dossiers": [row.name for row in each.rows]} for each in between.twice],
            "shared_enterprises": [
                {
                    "name": shared.name,
                    "code": shared.code,
                    "places": [
                        {"dir": row.name, "industry": entry.industry, **_place(entry.source)}
                        for row, entry in shared.places
                    ],
                }
                for shared in between.shared
            ],
        }
    )


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "dir": row.name,
        "failure": row.failure or None,
        "province": row.province or None,
        "region": row.region or None,
        "applicant": row.applicant or None,
        "edition": row.edition or None,
        "overlay": row.overlay,
        "stage": row.stage,
        "applied": _iso(row.applied),
        "recommended": _iso(row.recommended),
        "ready": row.ready,
        "errors": row.errors,
        "warnings": row.warnings,
        "industries": [
            {
                "name": industry.name,
                "share": None if industry.share is None else _figure_json(industry.share),
                "indicators": [_figure_json(figure) for figure in industry.figures],
            }
            for industry in row.industries
        ],
        "conditions": [_verdict_json(verdict) for verdict in row.conditions],
        "procedure": [_verdict_json(verdict) for verdict in row.procedure],
        "open_judgements": [
            {"clause": verdict.clause, "industry": verdict.industry} for verdict in row.open_judgements
        ],
        "seals": [{"id": seal.id, "date": _iso(seal.date), **_place(seal.source)} for seal in row.seals],
        "sealed": _iso(row.sealed_on),
        "next_window": None if row.window is None else {"start": row.window[0].isoformat(), "days": row.window[1]},
        "notes": list(row.notes),
    }


def _figure_json(figure: Figure) -> dict[str, Any]:
    value = figure.value
    return {
        "id": figure.id,
        "label": figure.label,
        "year": figure.year,
        "numerator": None if figure.numerator is None else decimal_string(figure.numerator),
        "numerator_label": figure.numerator_label,
        "denominator": None if figure.denominator is None else decimal_string(figure.denominator),
        "denominator_label": figure.denominator_label,
        "value": None if value is None else decimal_string(value),
        "printed": None if value is None else printed(value, DECIMALS),
        "sources": [_place(place) for place in figure.sources],
    }


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    who = verdict.judged_by
    return {
        "clause": verdict.clause,
        "industry": verdict.industry,
        "verdict": verdict.value,
        "message": verdict.message,
        "missing": list(verdict.missing),
        "judged_by": None if who is None else {"unit": who.unit, "role": who.role, "date": who.date},
        "sources": [_place(place) for place in verdict.sources],
    }


def _place(place: Location) -> dict[str, Any]:
    return {"path": place.path, "line": place.line}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# ---- tables for Excel ----------------------------------------------------------------------------------------


def table_rows(desk: Desk) -> list[list[str | Fraction | None]]:
    """The heading, then one row a dossier and leading industry: what belongs to the dossier is repeated."""
    clauses = list(
        dict.fromkeys((verdict.clause, _label(row, verdict)) for row in desk.rows for verdict in row.conditions)
    )
    head: list[str | Fraction | None] = [
        *("文件夹", "省份", "区域名称", "申报单位", "规则版本", "省级补充规则", "阶段", "主导产业", "数据年份"),
        *(f"{each.label}{part}" for each in (*INDICATORS, SHARE) for part in ("（%）", " 分子", " 分母")),
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


def _label(row: Row, verdict: Verdict) -> str:
    return dict(row.labels).get(verdict.clause, verdict.clause)


def _table_row(row: Row, clauses: list[tuple[str, str]]) -> Iterator[list[str | Fraction | None]]:
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
    from brandcluster.tables import csv_bytes

    return csv_bytes([[_text(cell) for cell in cells] for cells in table_rows(desk)])


def _text(cell: str | Fraction | None) -> str:
    if cell is None:
        return ""
    return visible(cell) if isinstance(cell, str) else decimal_string(cell)


def workbook(desk: Desk) -> bytes:
    """The table, the quotas, and what was found between dossiers, as a workbook without formulas."""
    from brandcluster.tables import Cell, Page, workbook_bytes

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
    }
    pages = []
    for name, table in (("一览", table_rows(desk)), ("名额", _quota_table(desk)), ("比对", _findings_table(desk))):
        percents = {column for column, head in enumerate(table[0]) if str(head).endswith("（%）")}
        page = Page(name, [_column_width(table, column) for column in range(len(table[0]))], frozen=(1, 0), paper=8)
        page.repeated = (0, 0)
        page.heights[0] = 48
        page.footer = f"&C第 &P 页，共 &N 页&R截至 {desk.day.isoformat()}"
        for at, cells in enumerate(table):
            for column, cell in enumerate(cells):
                number = isinstance(cell, Fraction)
                style = "head" if at == 0 else "percent" if column in percents else "number" if number else "text"
                value = Decimal(decimal_string(cell)) if isinstance(cell, Fraction) else visible(cell or "")[:32_000]
                page.cells.append(Cell(at, column, value, style))
        pages.append(page)
    return workbook_bytes(pages, styles, "审查一览")


def _column_width(table: list[list[str | Fraction | None]], column: int) -> float:
    longest = max((width(_text(cells[column])[:60]) for cells in table[1:]), default=8)
    return float(min(max(longest + 2, 9), 36))


def _quota_table(desk: Desk) -> list[list[str | Fraction | None]]:
    found: list[list[str | Fraction | None]] = [
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


def _findings_table(desk: Desk) -> list[list[str | Fraction | None]]:
    between = desk.between
    found: list[list[str | Fraction | None]] = [["种类", "内容", "材料和位置"]]
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
