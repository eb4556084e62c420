"""The figures of a report: the five indicators over the years against target and condition, funds, scores."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from brandcluster.base.days import month_on_axis
from brandcluster.base.numbers import Exact, decimal_text, round_text, text_on_its_side
from brandcluster.dossier.indicators.measure import INDICATORS, Indicator, groups_of, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.pilot.evaluation import TOTAL
from brandcluster.dossier.model.statistics import FULL_YEAR, Statistics
from brandcluster.formats.word.chart_data import ChartSeries, WordChart
from brandcluster.formats.word.pictures import PlainPicture
from brandcluster.papers.reports.marks import FIGURE, FIGURE_END
from brandcluster.papers.reports.word import Figure, FigureGroup, ShownPicture
from brandcluster.rules.facts.deciding_years import Year, baseline_year_of
from brandcluster.rules.facts.required_rises import Bound, required_bound
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.facts.scores import YearScores
from brandcluster.rules.facts.targets import planned_indicator_targets, targets_by_end

DECIMALS = 2
_SHORT = {
    "value_added_rate": "工业增加值率",
    "own_brand_share": "自主品牌比重",
    "new_product_rate": "新产品产值率",
    "adopted_standard_share": "采标产品比重",
    "effective_system_share": "体系有效运行企业比重",
}


#: Pictures of one report, and their bytes together.
MAX_PICTURES, MAX_PICTURE_BYTES = 40, 60_000_000


class Shelf:
    """The figures of one report, by number; a template places them by their tokens."""

    def __init__(self) -> None:
        self.figures: dict[int, Figure] = {}

    def put(self, charts: Iterable[WordChart], *, pairs: bool = False) -> str | None:
        """Keep some charts; the token that stands for them, None when there is nothing to draw."""
        drawn = tuple(each for each in charts if any(v is not None for s in each.series for v in s.values))
        return self._keep(FigureGroup(drawn, pairs)) if drawn else None

    def put_picture(self, picture: PlainPicture, caption: str, height: int) -> str | None:
        """Keep a picture; the token that stands for it, None when there are too many of them already."""
        kept = [each.picture for each in self.figures.values() if isinstance(each, ShownPicture)]
        full = sum(len(each.content) for each in kept) + len(picture.content) > MAX_PICTURE_BYTES
        return None if full or len(kept) >= MAX_PICTURES else self._keep(ShownPicture(picture, caption, height))

    def _keep(self, figure: Figure) -> str:
        number = len(self.figures) + 1
        self.figures[number] = figure
        return f"{FIGURE}{number}{FIGURE_END}"


class Setting(NamedTuple):
    """What every figure of a report is held against: the baseline (the sealed one, once there is one) and the levels."""

    baseline: Year | None
    bounds: dict[tuple[str | None, str], Bound]


def report_setting(dossier: Dossier, day: date) -> Setting:
    """Baseline and levels in force for the application, as they stood on a day."""
    book, first = rulebook_of(dossier), baseline_year_of(dossier, day)
    found: dict[tuple[str | None, str], Bound] = {}
    for indicator in INDICATORS:
        for industry in dossier.industry_names:
            base = None if first is None else measure_ratio(first.statistics, indicator, industry).value
            needed = required_bound(book, indicator.id, base)
            if needed is not None:
                found[industry, indicator.id] = needed
    return Setting(first, found)


def full_years(dossier: Dossier, first: int | None, last: int) -> list[int]:
    """Every year from the baseline to the last, with those for which there are no figures."""
    there = [year for year, each in dossier.statistics.items() if each.period == FULL_YEAR and year <= last]
    start = first if first is not None else min(there, default=last)
    return list(range(min([start, *(year for year in there if year >= start)], default=start), last + 1))


def statistics_of(dossier: Dossier, year: int, against: Setting) -> Statistics | None:
    """The statistics of a full year; those of the baseline year are the baseline's."""
    if against.baseline is not None and against.baseline.year == year:
        return against.baseline.statistics
    found = dossier.statistics.get(year)
    return found if found is not None and found.period == FULL_YEAR else None


def indicator_value(
    dossier: Dossier, year: int, indicator: Indicator, industry: str | None, against: Setting
) -> Fraction | None:
    """An indicator of a full year; None where it cannot be told."""
    statistics = statistics_of(dossier, year, against)
    return None if statistics is None else measure_ratio(statistics, indicator, industry).value


def planned_value(dossier: Dossier, year: int, indicator: Indicator, industry: str | None) -> Decimal | None:
    """The plan's target for the end of the phase that a year ends in, of the last phase for later years."""
    phases = dossier.plan.phases
    december = date(year, 12, 1)
    running = [at for at, each in enumerate(phases) if each.start is not None and each.start <= december]
    if not running:
        return None
    found = [
        target.value
        for target in planned_indicator_targets(dossier)
        if target.phase == running[-1] and target.industry == industry and target.indicator.id == indicator.id
    ]
    return found[0] if found else None


def _rounded(values: Iterable[str | None]) -> tuple[Decimal | None, ...]:
    """Values as they are printed elsewhere, so that a label never differs from the table beside it."""
    return tuple(None if each is None else Decimal(each) for each in values)


def _shown(number: Exact | None) -> str | None:
    return None if number is None else round_text(number, DECIMALS)


def indicator_charts(dossier: Dossier, industry: str, years: list[int], against: Setting) -> list[WordChart]:
    """One chart an indicator of an industry: as measured, the plan's targets, the zone's condition.

    A yearly figure stands in the middle of its year, a target at the end of its phase, as on the page. None where
    there is no year to draw: a report of a year before the baseline, of a plan without targets.
    """
    charts = [_indicator_chart(dossier, industry, indicator, years, against) for indicator in INDICATORS]
    return [each for each in charts if each is not None]


def _indicator_chart(
    dossier: Dossier, industry: str, indicator: Indicator, years: list[int], against: Setting
) -> WordChart | None:
    measured = _rounded([_shown(indicator_value(dossier, year, indicator, industry, against)) for year in years])
    aims = targets_by_end(dossier, industry, indicator)
    names = [*map(str, years), *(f"{end:%Y-%m}" for end, _ in aims)]
    moments = [*map(Decimal, years), *(_moment(end) for end, _ in aims)]
    if not moments:
        return None
    series = [ChartSeries("实际", measured)]
    if aims:
        series.append(ChartSeries("目标", _rounded([_shown(value) for _, value in aims]), "target", len(years)))
    limit = against.bounds.get((industry, indicator.id))
    if limit is not None:
        level = round_text(limit.level, DECIMALS)
        series.append(ChartSeries(f"条件 {level}", _rounded([level] * 2), "bound", len(names)))
        ends = min(moments), max(moments)
        names, moments = [*names, "条件起", "条件止"], [*moments, *ends]
    title = f"{industry}：{_SHORT[indicator.id]}（%）"
    return WordChart("time", title, tuple(names), tuple(series), share=True, moments=tuple(moments))


def _moment(end: date) -> Decimal:
    """The end of a month among years whose figures stand in their middle, where the axis names them."""
    return Decimal(round_text(month_on_axis(end) - Fraction(1, 2), 4))


def score_chart(outcome: YearScores, names: Iterable[str]) -> list[WordChart]:
    """The points of each indicator, an industry a line."""
    wanted = set(names)
    scores = [score for score in outcome.scores if score.industry in wanted]
    if not scores or len(scores[0].lines) < 3:
        return []
    labels = {indicator.label: _SHORT[indicator.id] for indicator in INDICATORS}
    categories = tuple(labels.get(line.name, line.name[:12]) for line in scores[0].lines)
    series = tuple(ChartSeries(score.industry, tuple(line.points for line in score.lines)) for score in scores)
    return [WordChart("radar", f"{outcome.year} 年度各指标得分", categories, series, decimals=0, scale=(0, 100))]


def funds_chart(rows: list[dict[str, Any]]) -> list[WordChart]:
    """Funds planned and delivered, year by year."""
    categories = tuple(f"{row['年份']}年" for row in rows)
    series = (
        ChartSeries("计划", _rounded([row["计划"] for row in rows])),
        ChartSeries("到位", _rounded([row["到位"] for row in rows])),
    )
    decimals = max((len(row[key].partition(".")[2]) for row in rows for key in ("计划", "到位")), default=0)
    return [WordChart("column", "资金计划与到位（万元）", categories, series, decimals=decimals)] if rows else []


# ---- the indicators as a table ---------------------------------------------------------------------------------


def indicator_rows(dossier: Dossier, industry: str | None, year: int, against: Setting) -> list[dict[str, Any]]:
    """The five indicators of a year beside baseline, last year, target and condition; None where not known."""
    first = None if against.baseline is None else against.baseline.year
    rows = []
    for indicator in INDICATORS:
        now = indicator_value(dossier, year, indicator, industry, against)
        base = None if first is None else indicator_value(dossier, first, indicator, industry, against)
        before = indicator_value(dossier, year - 1, indicator, industry, against)
        aim = planned_value(dossier, year, indicator, industry)
        limit = against.bounds.get((industry, indicator.id))
        later = first is not None and year > first  # the baseline is not held against itself
        rows.append(
            {
                "指标": indicator.label,
                "基期": _shown(base),
                "上年": _shown(before),
                "本年": _apart(now, aim, limit),
                "比基期": _change(now, base, limit) if later else None,
                "比上年": _change(now, before, None),
                "目标": None if aim is None else decimal_text(aim),
                "达到目标": None if now is None or aim is None else now >= aim,
                "条件": None if limit is None else limit.words,
                "条件水平": None if limit is None else _shown(limit.level),
                "达到条件": limit.admits(now) if later and now is not None and limit is not None else None,
                "算式": _working(statistics_of(dossier, year, against), indicator, industry),
            }
        )
    return rows


def _apart(now: Fraction | None, aim: Decimal | None, limit: Bound | None) -> str | None:
    """The value of the year with as many decimals as show it on its own side of target and condition."""
    if now is None:
        return None
    marks = [Fraction(aim)] if aim is not None else []
    marks += [limit.level] if limit is not None else []
    return max((text_on_its_side(now, mark) for mark in marks), key=len, default=round_text(now, DECIMALS))


def _change(now: Fraction | None, before: Fraction | None, limit: Bound | None) -> str | None:
    if now is None or before is None:
        return None
    points = now - before
    needed = None if limit is None else limit.level - before
    shown = round_text(points, DECIMALS) if needed is None else text_on_its_side(points, needed)
    return shown if shown.startswith("-") else f"+{shown}"


def _working(statistics: Statistics | None, indicator: Indicator, industry: str | None) -> str | None:
    if statistics is None:
        return None
    measured = measure_ratio(statistics, indicator, industry)
    if measured.numerator is None or measured.denominator is None:
        return None
    return f"{decimal_text(measured.numerator)} ÷ {decimal_text(measured.denominator)}"


def sections_of(dossier: Dossier) -> list[str]:
    """The leading industries, and the total where there is more than one group."""
    grouped = [group.name for each in dossier.statistics.values() for group in groups_of(each, None)]
    several = len(dossier.industry_names) > 1 or OTHER_INDUSTRY in grouped
    return [*dossier.industry_names, *([TOTAL] if several else [])]
