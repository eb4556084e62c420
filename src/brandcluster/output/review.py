"""The table of many dossiers: for the terminal, as JSON, CSV and a workbook.

Every figure stands with its numerator, denominator and year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from brandcluster.diagnostics import Location, Verdict
from brandcluster.indicators import WAN_PER_YI
from brandcluster.notice import edition
from brandcluster.output.machine import dumps
from brandcluster.output.table import aligned, width
from brandcluster.output.terminal import Line
from brandcluster.output.verdicts import WORDS
from brandcluster.output.visible import visible
from brandcluster.review.across import GOAL, Across
from brandcluster.review.quota import CLAUSE, QuotaUse
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
    """What is shown: the rows that were asked for, what holds between all of them, the day, and in words which
    folders could not be looked into."""

    rows: list[Row]
    total: int
    between: Across
    day: date
    skipped: tuple[str, ...] = ()


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
    found += [*_quotas(desk.between), *_others(desk.between), (), *_stages(desk.between)]
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
    return row.region or row.applicant or row.key


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


def _stages(between: Across) -> Iterator[Line]:
    yield (("bold", "走到哪一步（全部材料）"),)
    yield (("", "  " + "，".join(f"{STAGES[stage]} {count} 份" for stage, count in between.stages)),)
    yield (("dim", f"  {goal_words(between)}"),)


def goal_words(between: Across) -> str:
    """The zones among these dossiers beside what the notice wants of the whole country."""
    goal = edition.clauses(edition.EDITIONS[0])[GOAL]
    return f"其中示范区 {dict(between.stages).get('zone', 0)} 个。{goal.cite}：“{goal.text}”"


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
    return dumps(
        {
            "schema": "brandcluster.review/1",
            "date": desk.day.isoformat(),
            "total": desk.total,
            "dossiers": [_row_json(row) for row in desk.rows],
            **_between_json(desk.between),
        }
    )


def _between_json(between: Across) -> dict[str, Any]:
    return {
        "stages": dict(between.stages),
        "quotas": [
            {
                "clause": CLAUSE,
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
        "ignored": len(row.ignored),
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
