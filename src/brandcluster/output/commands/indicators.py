"""Indicators as tables for people, as JSON and CSV for programs and Excel; what returns come to beside them.

Sums and counts by industry only: nothing of a single enterprise is shown here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple, TypedDict

from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import INDICATORS, Indicator, MeasuredRatio, industry_names, measure_ratio
from brandcluster.dossier.model import measures
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Count, DecimalText, exact_json, plain_json
from brandcluster.output.text.table import align_rows
from brandcluster.output.text.terminal import Line

DECIMALS = 2
#: Cells of a full bar, and the eighths of one.
BAR = 10
_EIGHTHS = " ▏▎▍▌▋▊▉"
#: As many differences are listed for a year.
LISTED = 40
#: Instead of an amount of one or two enterprises.
HELD = "少于三家，不写出"


class Difference(NamedTuple):
    """A figure as statistics and as returns have it, in words; `held`: not shown, for it is of one or two enterprises."""

    what: str
    stated: str | None
    computed: str | None
    held: bool = False

    @property
    def returned(self) -> str:
        """What the returns have, for people."""
        return HELD if self.held else self.computed or "没有"


@dataclass(frozen=True, slots=True)
class ReturnedYear:
    """What one year's returns come to.

    `statistics` is None when problems make the sums wrong; `revealing` says which sums give enterprises away.
    """

    statistics: Statistics | None
    digest: str
    due: int
    reported: int
    problems: int
    differences: list[Difference] = field(default_factory=list)
    #: Of the year before: how many did not report any more, how many are new.
    turnover: tuple[int, int] | None = None
    #: Panels of the statistics that no returns can be held against.
    unchecked: list[str] = field(default_factory=list)
    #: Sums that are held back and so compared with nothing, in words.
    held: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DossierFigures:
    """The statistics of one dossier by year; `baseline` is the year before the application."""

    dir: str
    baseline: int | None
    statistics: dict[int, Statistics]
    own: list[Indicator] = field(default_factory=list)
    returns: dict[int, ReturnedYear] = field(default_factory=dict)
    revealing: dict[int, list[str]] = field(default_factory=dict)
    #: What went to paper: the seal's number and name, and its statistics of the baseline year (None: not usable).
    sealed: tuple[int, str, Statistics | None] | None = None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The five, then the region's own."""
        return (*INDICATORS, *self.own)


# ---- machines --------------------------------------------------------------------------------------------------


class _Indicator(TypedDict):
    id: str
    label: str
    unit: str
    numerator: DecimalText | None
    denominator: DecimalText | None
    value: Annotated[DecimalText | None, "十二位以内除得尽的是精确值，否则到十二位"]
    printed: Annotated[DecimalText | None, "印出来的样子，四舍五入一次"]


class _Industry(TypedDict):
    name: Annotated[str | None, "null 是合计"]
    indicators: list[_Indicator]


class _Difference(TypedDict):
    what: str
    statistics: str | None
    returns: str | None
    held: Annotated[bool, "少于三家的合计，不写出"]


class _Returns(TypedDict):
    digest: str
    due: Count
    reported: Count
    left: Count | None
    joined: Count | None
    problems: Count
    agrees: bool
    differences: list[_Difference]
    unchecked: list[str]
    held: Annotated[list[str], "会泄露单个企业、没有写出的合计"]


class _Year(TypedDict):
    year: Count
    industries: list[_Industry]
    returns: _Returns | None
    revealing: Annotated[list[str], "泄露单个企业的合计，逐条说明"]


class _Dossier(TypedDict):
    dir: str
    baseline: Annotated[Count | None, "申报基期的年份"]
    baseline_seal: Annotated[Count | None, "作为基期的封存"]
    years: list[_Year]


class IndicatorsJson(TypedDict):
    """What `indicators --format json` prints; values in percent."""

    schema: Literal["brandcluster.indicators/1"]
    dossiers: list[_Dossier]


def indicators_json(dossiers: list[DossierFigures]) -> str:
    """The indicators by year and industry, and what the returns come to."""
    made: IndicatorsJson = {
        "schema": "brandcluster.indicators/1",
        "dossiers": [
            {
                "dir": dossier.dir,
                "baseline": dossier.baseline,
                "baseline_seal": None if dossier.sealed is None else dossier.sealed[0],
                "years": [_year_json(dossier, *each) for each in sorted(dossier.statistics.items())],
            }
            for dossier in dossiers
        ],
    }
    return json_text(made)


def _year_json(dossier: DossierFigures, year: int, statistics: Statistics) -> _Year:
    return {
        "year": year,
        "industries": [
            {
                "name": name,
                "indicators": [_indicator_json(measure_ratio(statistics, each, name)) for each in dossier.indicators],
            }
            for name in _names(statistics)
        ],
        "returns": _returns_json(dossier.returns.get(year)),
        "revealing": dossier.revealing.get(year, []),
    }


def _indicator_json(measured: MeasuredRatio) -> _Indicator:
    value = measured.value
    return {
        "id": measured.indicator.id,
        "label": measured.indicator.label,
        "unit": measures.PERCENT,
        "numerator": plain_json(measured.numerator),
        "denominator": plain_json(measured.denominator),
        "value": exact_json(value),
        "printed": None if value is None else round_text(value, DECIMALS),
    }


def _returns_json(returned: ReturnedYear | None) -> _Returns | None:
    if returned is None:
        return None
    left, joined = returned.turnover if returned.turnover is not None else (None, None)
    return {
        "digest": returned.digest,
        "due": returned.due,
        "reported": returned.reported,
        "left": left,
        "joined": joined,
        "problems": returned.problems,
        "unchecked": returned.unchecked,
        "held": returned.held,
        "agrees": returned.statistics is not None and not returned.differences,
        "differences": [
            {"what": each.what, "statistics": each.stated, "returns": each.computed, "held": each.held}
            for each in returned.differences
        ],
    }


def indicators_csv(dossiers: list[DossierFigures]) -> str:
    """One row for each indicator, industry and year; with the mark by which Excel knows UTF-8."""
    from brandcluster.formats.tables.csv_file import csv_text

    return "\ufeff" + csv_text(_csv_rows(dossiers))


def _csv_rows(dossiers: list[DossierFigures]) -> Iterator[list[str]]:
    yield ["文件夹", "年份", "产业", "指标", "结果（%）", "分子", "分子数", "分母", "分母数", "按企业报表（%）"]
    for dossier in dossiers:
        for year, statistics in sorted(dossier.statistics.items()):
            for each in dossier.indicators:
                for name in _names(statistics):
                    measured = measure_ratio(statistics, each, name)
                    parts = (
                        _label(each.numerator),
                        _number(measured.numerator),
                        _label(each.denominator),
                        _number(measured.denominator),
                    )
                    returned = _from_returns(dossier, year, each, name)
                    yield [
                        visible(dossier.dir),
                        str(year),
                        "合计" if name is None else visible(name),
                        visible(each.label),
                        _printed(measured.value),
                        *parts,
                        _printed(returned.value if returned is not None else None),
                    ]


def _names(statistics: Statistics) -> list[str | None]:
    return [*industry_names(statistics), None]


# ---- people ----------------------------------------------------------------------------------------------------


def indicator_lines(dossiers: list[DossierFigures]) -> list[Line]:
    """A table for each year: one row an indicator and industry, with numerator and denominator."""
    found: list[Line] = []
    for dossier in dossiers:
        if len(dossiers) > 1:
            found.append((("bold", visible(dossier.dir)),))
        if not dossier.statistics:
            found.append((("yellow", "没有可用的统计数据。"),))
        for year, statistics in sorted(dossier.statistics.items()):
            found.extend(_year(dossier, year, statistics))
        for year in sorted(set(dossier.returns) - set(dossier.statistics)):
            found.append((("yellow", f"{year} 年有企业报表，还没有统计数据：加 --save 汇总。"),))
    return found


def _year(dossier: DossierFigures, year: int, statistics: Statistics) -> Iterator[Line]:
    returned = dossier.returns.get(year)
    beside = returned is not None and returned.statistics is not None
    notes = [statistics.period or "期间未填", "申报基期" if year == dossier.baseline else ""]
    yield (("bold", f"{year} 年（{'，'.join(note for note in notes if note)}）"),)
    shown = [(each, name) for each in dossier.indicators for name in _names(statistics)]
    rows = [["产业", "结果（%）", *(["按报表（%）"] * beside), "分子", "分母", ""]]
    rows += [_row(dossier, year, statistics, each, name, beside) for each, name in shown]
    # Padding is done over the whole year, so that the columns of all indicators stand under each other.
    table = align_rows(rows, right=frozenset(range(1, len(rows[0]) - 1)))
    yield (("dim", f"    {table[0]}"),)
    last: Indicator | None = None
    for (each, _), line in zip(shown, table[1:], strict=True):
        if each is not last:
            yield (("", f"  {visible(each.label)} = {_label(each.numerator)} ÷ {_label(each.denominator)}"),)
            last = each
        yield (("", f"    {line}"),)
    if year == dossier.baseline:
        yield from _against_sealed(dossier, statistics)
    if returned is not None:
        yield from _comparison(returned)
    for warning in dossier.revealing.get(year, ()):
        yield (("yellow", f"  注意：{visible(warning)}"),)


def _row(
    dossier: DossierFigures, year: int, statistics: Statistics, each: Indicator, name: str | None, beside: bool
) -> list[str]:
    """One indicator of one industry."""
    measured = measure_ratio(statistics, each, name)
    other = _from_returns(dossier, year, each, name)
    return [
        "合计" if name is None else visible(name),
        _printed(measured.value) or "无法计算",
        *([_printed(other.value if other is not None else None) or "无法计算"] * beside),
        _number(measured.numerator) or "缺",
        _number(measured.denominator) or "缺",
        bar(measured.value),
    ]


def _against_sealed(dossier: DossierFigures, statistics: Statistics) -> Iterator[Line]:
    """Where the baseline that went to paper is another than the figures above."""
    if dossier.sealed is None:
        return
    _, name, kept = dossier.sealed
    if kept is None:
        yield (("red", f"  基期以{name}为准，它封存以后改过，不能用；用 brandcluster validate 查看。"),)
        return
    yield (("dim", f"  基期以{name}为准。"),)
    for each in dossier.indicators:
        for industry in _names(kept):
            before = measure_ratio(kept, each, industry).value
            if before is not None and before != measure_ratio(statistics, each, industry).value:
                whose = "合计" if industry is None else visible(industry)
                yield (
                    (
                        "yellow",
                        f"    {visible(each.label)}，{whose}：封存的是 {round_text(before, DECIMALS)}%，与上面不同",
                    ),
                )


def _comparison(returned: ReturnedYear) -> Iterator[Line]:
    if returned.statistics is None and not returned.problems:
        yield (("red", "  dossier.yaml 里没有主导产业，企业报表没有汇总。"),)
        return
    if returned.statistics is None:
        yield (("red", f"  企业报表有 {returned.problems} 处错误，没有汇总；用 brandcluster validate 逐处查看。"),)
        return
    coverage = f"  企业报表：应报 {returned.due} 家，实报 {returned.reported} 家"
    if returned.turnover is not None:
        left, joined = returned.turnover
        coverage += f"，比上年退出 {left} 家、新增 {joined} 家"
    for what in returned.unchecked:
        yield (("yellow", f"  {visible(what)}，原样保留。"),)
    for what in returned.held:
        yield (("yellow", f"  {visible(what)}"),)
    if not returned.differences:
        yield (("green", f"{coverage}；各项合计与统计数据一致。"),)
        return
    yield (("yellow", f"{coverage}；有 {len(returned.differences)} 处与统计数据不一致，加 --save 按报表更新："),)
    rows = [["统计数据的位置", "统计数据", "按企业报表"]]
    rows += [[visible(each.what), each.stated or "没有", each.returned] for each in returned.differences[:LISTED]]
    for line in align_rows(rows, right=frozenset((1, 2))):
        yield (("", f"    {line}"),)
    if len(returned.differences) > LISTED:
        yield (("", f"    还有 {len(returned.differences) - LISTED} 处。"),)


def bar(value: Fraction | None) -> str:
    """A percentage as a small bar; a full one is 100 % or more."""
    if value is None or value <= 0:
        return ""
    eighths = min(round(value * BAR * 8 / 100), BAR * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _from_returns(dossier: DossierFigures, year: int, each: Indicator, name: str | None) -> MeasuredRatio | None:
    returned = dossier.returns.get(year)
    if returned is None or returned.statistics is None or each.population == "region":
        return None
    return measure_ratio(returned.statistics, each, name)


def _label(name: str) -> str:
    known = name in measures.BY_NAME or name in measures.COUNTS
    return measures.total_label(name) if known else visible(name)


def _number(value: Any) -> str:
    return "" if value is None else decimal_text(value)


def _printed(value: Fraction | None) -> str:
    return "" if value is None else round_text(value, DECIMALS)
