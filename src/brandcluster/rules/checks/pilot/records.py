"""Rules on records beside the numbers they stand for: systems and posts, commitments, money that arrived."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.diagnostics import Location
from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import PLAN, PROGRESS, REPUTATION, SUPPORT, statistics_path
from brandcluster.dossier.indicators.measure import groups_of, leading_groups, sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.measures import total_label
from brandcluster.dossier.model.statistics import FULL_YEAR, IndustryStatistics, Statistics
from brandcluster.rules.facts.leaps import mix_of
from brandcluster.rules.facts.record_days import year_end
from brandcluster.rules.facts.rules_in_force import parameter_number
from brandcluster.rules.rule import Finding, Rule

#: How a plan calls a number of enterprises that statistics hold at the end of each year.
_CUMULATED = (
    (late_pattern(r"累计(?:建立实施|建立并实施|建立、实施)品牌管理体系"), "with_system"),
    (late_pattern(r"累计品牌管理体系有效运行|累计有效运行品牌管理体系"), "with_effective_system"),
    (late_pattern(r"累计(?:设立|设)首席品牌官和品牌经理"), "with_both_posts"),
)
_NARROWER = late_pattern(r"规模以上|骨干|成长|重点|新增")
_COMMITTED = late_pattern(r"累计.*(?:质量信誉承诺|自我声明)")


# ---- systems and posts -------------------------------------------------------------------------------------------


class _Bound(NamedTuple):
    """A number of enterprises at the end of a year, and where it stands."""

    year: int
    enterprises: int
    place: Location


def _systems_and_posts(dossier: Dossier) -> Iterator[Finding]:
    for index, result in enumerate(dossier.progress.targets):
        field = _counted(result.target or "")
        if field is None or result.actual is None or result.date is None:
            continue
        industry = next((name for name in dossier.industry_names if name in (result.target or "")), None)
        bounds = _bounds(dossier, field, industry, result.date)
        for bound, more in bounds:
            if result.actual > bound.enterprises if more else result.actual < bound.enterprises:
                said = "多于" if more else "少于"
                yield Finding(
                    PROGRESS,
                    ("目标完成", index, "实际值"),
                    f"“{result.target}”到 {result.date.isoformat()} 是 {decimal_text(result.actual)} 家，{said}统计里 "
                    f"{bound.year} 年底“{total_label(field)}”的 {bound.enterprises} 家。",
                    "累计数只增不减：照名单核对这一处和统计里的家数，改正写错的那一个。",
                    related=(bound.place,),
                )
                break


def _counted(target: str) -> str | None:
    """The count of `statistics/` that a target is about; None where it is another, or of some enterprises only."""
    if _NARROWER.search(target) is not None:
        return None
    return next((field for words, field in _CUMULATED if words.search(target) is not None), None)


def _bounds(dossier: Dossier, field: str, industry: str | None, day: date) -> list[tuple[_Bound, bool]]:
    """What a number that only grows must lie between on a day; True with the one that it must not exceed.

    Where the target names no industry, related enterprises may or may not be meant: the bounds allow for both.
    """
    years = sorted(year for year, each in dossier.statistics.items() if each.period == FULL_YEAR)
    below = _bound(dossier, field, [year for year in reversed(years) if year_end(year) <= day], industry, least=True)
    above = _bound(dossier, field, [year for year in years if year_end(year) >= day], industry, least=False)
    if below is not None and above is not None and below.enterprises > above.enterprises:
        return []  # the number fell: V261 asks why
    return [(each, each is above) for each in (below, above) if each is not None]


def _bound(dossier: Dossier, field: str, years: list[int], industry: str | None, *, least: bool) -> _Bound | None:
    for year in years[:1]:
        count = sum_over(_meant(dossier.statistics[year], industry, least=least), field)
        if count is not None:
            keys = _group_keys(dossier.statistics[year], industry, field)
            return _Bound(year, int(count), dossier.locate(statistics_path(year), keys, on_key=industry is None))
    return None


def _meant(statistics: Statistics, industry: str | None, *, least: bool) -> list[IndustryStatistics]:
    if industry is not None:
        return groups_of(statistics, industry)
    return leading_groups(statistics) if least else groups_of(statistics, None)


def _group_keys(statistics: Statistics, industry: str | None, field: str) -> tuple[str | int, ...]:
    names = [group.name for group in statistics.industries]
    return ("产业",) if industry not in names else ("产业", names.index(industry), total_label(field))


# ---- commitments -------------------------------------------------------------------------------------------------


def _commitments(dossier: Dossier) -> Iterator[Finding]:
    """Who committed themselves by a day cannot be more than all records of commitments by that day name together."""
    records = dossier.reputation.commitments
    if any(each.date is None or each.enterprises is None for each in records):
        return
    for index, result in enumerate(dossier.progress.targets):
        if result.actual is None or result.date is None or _COMMITTED.search(result.target or "") is None:
            continue
        day = result.date
        listed = sum(each.enterprises or 0 for each in records if each.date is not None and each.date <= day)
        if result.actual > listed:
            yield Finding(
                PROGRESS,
                ("目标完成", index, "实际值"),
                f"“{result.target}”到 {day.isoformat()} 是 {decimal_text(result.actual)} 家，记录里各次承诺和声明的企业数"
                f"之和是 {listed} 家。",
                f"补上漏记的承诺和声明（{REPUTATION}），或核对家数。",
                related=(dossier.locate(REPUTATION, ("承诺和声明",), on_key=True),) if records else (),
            )


# ---- money that arrived ------------------------------------------------------------------------------------------


def _arrived(dossier: Dossier) -> Iterator[Finding]:
    """Money far above the plan of its year and source; less than planned is for V211 to say."""
    limit = parameter_number(dossier, "fund-leap")
    planned = dossier.plan.funds.items if dossier.plan.funds is not None else []
    for index, item in enumerate(planned):
        key = (item.year, item.source)
        came = [(at, each) for at, each in enumerate(dossier.support.funds) if (each.year, each.source) == key]
        twice = sum((each.year, each.source) == key for each in planned) > 1
        if twice or not item.amount or limit is None or any(each.amount is None for _, each in came):
            continue
        arrived = sum((each.amount for _, each in came if each.amount is not None), start=0 * item.amount)
        ratio = Fraction(arrived) / Fraction(item.amount)
        mix = mix_of(dossier, ratio) if ratio >= 1 else None
        if ratio < limit and mix is None:
            continue
        largest = max(came, key=lambda each: each[1].amount or 0)[0]
        mixed = f"，{mix.words}" if mix is not None else ""
        yield Finding(
            SUPPORT,
            ("资金到位", largest, "金额（万元）"),
            f"{item.year} 年{item.source}计划 {decimal_text(item.amount)} 万元，到位 {decimal_text(arrived)} 万元，"
            f"是计划的 {round_text(ratio, 1)} 倍{mixed}。",
            "照拨款文件核对到位的金额和单位，改正写错的那一笔；都没有错，在这一行上面加一行注释“# brandcluster: ignore Q109 …”，省略号处写明原因。",
            related=(dossier.locate(PLAN, ("资金", "明细", index, "金额（万元）")),),
        )


RULES = (
    Rule(
        "V271",
        "目标完成里的体系、岗位家数与统计一致",
        "pilot-execution",
        "warning",
        "累计建立实施体系、有效运行、设立首席品牌官和品牌经理的家数，统计里每年底都有：目标完成里写的不会少于以前的年底数，也不会多于以后的年底数。写明规模以上、骨干企业的目标不比。",
        "2014 年底 22 家，2015-06-30 是 29 家，2015 年底 45 家",
        "2014 年底 22 家，2015-06-30 是 49 家，2015 年底 45 家",
        _systems_and_posts,
    ),
    Rule(
        "V272",
        "公开承诺的家数有记录支持",
        "work-reputation",
        "warning",
        "累计公开质量信誉承诺和自我声明的家数，不会多于到那一天各次承诺和声明的企业数之和。",
        "记录 74 家、131 家，目标完成里是 131 家",
        "记录 74 家，目标完成里是 131 家",
        _commitments,
    ),
    Rule(
        "Q109",
        "到位的资金不会远远多于计划",
        "pilot-execution",
        "warning",
        "一年一个来源到位的是计划的三倍以上，多半是其中一笔的单位弄错、多写了一位。到位少于计划的由 V211 检查；方案里各年的计划数互相不比。",
        "2014 年县财政计划 520 万元，到位 540 万元",
        "2014 年县财政计划 520 万元，到位 5200 万元",
        _arrived,
    ),
)
