"""The sums of many regions as tables for people and as JSON for programs. Nothing of fewer than three enterprises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Annotated, Literal, TypedDict, TypeVar

from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import INDICATORS
from brandcluster.output.commands.aggregate_table import (
    DECIMALS,
    LEVELS,
    NO_PROVINCE,
    counted_words,
    indicator_values,
)
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Count, DecimalText, exact_json
from brandcluster.output.text.table import align_rows
from brandcluster.output.text.terminal import Line
from brandcluster.returns.amounts import Number
from brandcluster.returns.regions.region_tables import Aggregate, PanelRow, SumRow, Whose
from brandcluster.returns.regions.region_year import AMOUNT_SUMS, ANSWER_SUMS, RegionFigures

HELD = "不写出"
#: What a person looks at first; the files have all of it.
_SHOWN = ("gross_output", "revenue")
_SIZES = ("enterprises", "due", "reported")
#: The five indicators in a word or two, in their order.
_RATES = ("增加值率", "自主品牌", "新产品", "采标", "体系有效")
Row = TypeVar("Row", SumRow, PanelRow)

# ---- machines --------------------------------------------------------------------------------------------------


class _FileYear(TypedDict):
    year: Count
    records: Annotated[Count | None, "csv 数出的记录数；null 是数不出来"]
    read: Count
    refused: Annotated[Count, "有一格以上没有收下的，和整行没有读的"]
    skipped: Annotated[dict[str, int], "不是企业的行，按种类"]
    errors: Annotated[Count, "使合计不能用的错误"]
    problems: Annotated[dict[str, int], "报表的问题，按编号"]
    failure: str | None


class _AggregateRegion(TypedDict):
    dir: str
    province: str
    region: str
    failure: str | None
    years: list[_FileYear]


class _Rate(TypedDict):
    id: str
    value: Annotated[DecimalText | None, "十二位以内除得尽的是精确值，否则到十二位"]


class _SumRow(TypedDict):
    level: Literal["region", "province", "industry", "all"]
    year: Count
    province: str | None
    region: str | None
    dir: str | None
    industry: str | None
    regions: Annotated[Count, "合计的是几个区域"]
    enterprises: Count
    due: Count
    reported: Count
    industrial_enterprises: Count
    large_enterprises: Count
    held: Annotated[bool, "少于三家，或者会推算出少于三家的，不写出"]
    amounts: dict[str, DecimalText] | None
    answers: dict[str, int] | None
    indicators: list[_Rate] | None


class _PanelRow(TypedDict):
    level: Literal["region", "province", "industry", "all"]
    year: Count
    earlier_year: Count
    province: str | None
    region: str | None
    dir: str | None
    industry: str | None
    regions: Count
    enterprises: Count
    held: Annotated[bool, "少于三家，或者会推算出少于三家的，不写出"]
    current: dict[str, DecimalText] | None
    earlier: dict[str, DecimalText] | None


class AggregateJson(TypedDict):
    """What `aggregate --format json` prints; amounts in 万元, indicators in percent."""

    schema: Literal["brandcluster.aggregate/1"]
    regions: list[_AggregateRegion]
    sums: list[_SumRow]
    panels: list[_PanelRow]


def aggregate_json(result: Aggregate) -> str:
    """Files, sums and panels."""
    made: AggregateJson = {
        "schema": "brandcluster.aggregate/1",
        "regions": [_region_json(region) for region in result.regions],
        "sums": [_sum_json(row) for row in result.sums],
        "panels": [_panel_json(row) for row in result.panels],
    }
    return json_text(made)


def _region_json(region: RegionFigures) -> _AggregateRegion:
    return {
        "dir": region.folder,
        "province": region.province,
        "region": region.region,
        "failure": region.failure or None,
        "years": [
            {
                "year": year.year,
                "records": year.records,
                "read": year.read,
                "refused": year.refused,
                "skipped": year.skipped,
                "errors": year.blocking,
                "problems": year.problems,
                "failure": year.failure or None,
            }
            for year in region.years
        ],
    }


def _sum_json(row: SumRow) -> _SumRow:
    whose, sums = row.whose, row.sums
    rates = zip(INDICATORS, indicator_values(sums), strict=True)
    return {
        "level": whose.level,
        "year": row.year,
        "province": whose.province or None,
        "region": whose.region or None,
        "dir": whose.folder or None,
        "industry": whose.industry or None,
        "regions": row.regions,
        "enterprises": int(sums["enterprises"]),
        "due": int(sums["due"]),
        "reported": int(sums["reported"]),
        "industrial_enterprises": int(sums["industrial_enterprises"]),
        "large_enterprises": int(sums["large_enterprises"]),
        "held": not row.shown,
        "amounts": {name: decimal_text(sums[name]) for name in AMOUNT_SUMS} if row.shown else None,
        "answers": {name: int(sums[name]) for name in ANSWER_SUMS} if row.shown else None,
        "indicators": [{"id": each.id, "value": exact_json(value)} for each, value in rates] if row.shown else None,
    }


def _panel_json(row: PanelRow) -> _PanelRow:
    whose = row.whose
    current, earlier = (
        {name: decimal_text(value) for name, value in side.items()} if row.shown else None
        for side in (row.current, row.earlier)
    )
    return {
        "level": whose.level,
        "year": row.years[0],
        "earlier_year": row.years[1],
        "province": whose.province or None,
        "region": whose.region or None,
        "dir": whose.folder or None,
        "industry": whose.industry or None,
        "regions": row.regions,
        "enterprises": row.enterprises,
        "held": not row.shown,
        "current": current,
        "earlier": earlier,
    }


# ---- people ----------------------------------------------------------------------------------------------------


def aggregate_lines(result: Aggregate) -> list[Line]:
    """A table a year, panels, and how the files were read; what was not added up last, where it is seen."""
    found: list[Line] = []
    for year in sorted({row.year for row in result.sums}, reverse=True):
        found += _year_lines([row for row in result.sums if row.year == year], year)
    for years in sorted({row.years for row in result.panels}, reverse=True):
        found += _panel_lines([row for row in result.panels if row.years == years], *years)
    found += _file_lines(result.regions)
    if not (all(row.shown for row in result.sums) and all(row.shown for row in result.panels)):
        found.append((("dim", f"“{HELD}”：少于三家，或者写出会推算出少于三家的；家数照写。"),))
    return found + _failure_lines(result.regions)


def _year_lines(rows: Sequence[SumRow], year: int) -> Iterator[Line]:
    [whole] = [row for row in rows if row.whose.level == "all"]
    due, reported = whole.sums["due"], whole.sums["reported"]
    yield (("bold", f"{year} 年（{whole.regions} 个区域，应报 {due} 家，实报 {reported} 家）"),)
    table = [["", "企业", "应报", "实报", "工业总产值（万元）", "销售收入（万元）", *(f"{each}%" for each in _RATES)]]
    for row in _ordered(rows):
        amounts = [_number(row.of(name)) for name in _SHOWN]
        rates = indicator_values(row.sums) if row.shown else [None] * len(INDICATORS)
        sizes = [_number(row.sums[name]) for name in _SIZES]
        table.append([whose_words(row.whose), *sizes, *amounts, *(_percent(rate, row.shown) for rate in rates)])
    yield from _table(table)


def _panel_lines(rows: Sequence[PanelRow], year: int, earlier: int) -> Iterator[Line]:
    yield (("bold", f"{year} 年与 {earlier} 年同口径（两年都报的企业，万元）"),)
    table = [["", "企业", f"{earlier} 年总产值", f"{year} 年总产值", f"{earlier} 年销售收入", f"{year} 年销售收入"]]
    for row in _ordered(rows):
        amounts = [_number(side[name]) if row.shown else HELD for name in _SHOWN for side in (row.earlier, row.current)]
        table.append([whose_words(row.whose), str(row.enterprises), *amounts])
    yield from _table(table)


def _ordered(rows: Iterable[Row]) -> list[Row]:
    order = ("all", "province", "industry", "region")
    return sorted(rows, key=lambda row: order.index(row.whose.level))


def whose_words(whose: Whose) -> str:
    """What a row is of, in words."""
    if whose.level == "all":
        return LEVELS["all"]
    if whose.level == "province":
        return f"{visible(whose.province or NO_PROVINCE)}合计"
    if whose.level == "industry":
        return f"{visible(whose.industry)}合计"
    return f"{visible(whose.region or whose.folder)} {visible(whose.industry)}"


def _file_lines(regions: Sequence[RegionFigures]) -> Iterator[Line]:
    table = [["报表", "年份", "记录", "读入", "跳过", "拒收", "问题"]]
    for region in regions:
        for year in region.years:
            skipped = f"{sum(year.skipped.values())}（{counted_words(year.skipped)}）" if year.skipped else "0"
            records = "数不出" if year.records is None else str(year.records)
            numbers = [records, str(year.read), skipped, str(year.refused)]
            table.append([visible(region.folder), str(year.year), *numbers, counted_words(year.problems) or "没有"])
    if len(table) > 1:
        yield (("bold", "记录数（每一条都在读入、跳过、拒收里）"),)
        yield from _table(table, left=(0, 4, 6))


def _failure_lines(regions: Sequence[RegionFigures]) -> list[Line]:
    return [
        (("red", f"没有汇总  {visible(region.folder)}：{visible(why)}。"),)
        for region in regions
        for why in region.failures
    ]


def _table(rows: list[list[str]], left: tuple[int, ...] = (0,)) -> Iterator[Line]:
    right = frozenset(range(len(rows[0]))) - frozenset(left)
    for at, line in enumerate(align_rows(rows, right)):
        yield (("dim" if at == 0 else "", f"  {line}"),)


def _number(value: Number | None) -> str:
    return HELD if value is None else decimal_text(value)


def _percent(value: Fraction | None, shown: bool) -> str:
    if not shown:
        return HELD
    return "无法计算" if value is None else round_text(value, DECIMALS)
