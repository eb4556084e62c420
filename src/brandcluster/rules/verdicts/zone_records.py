"""三（七）1（1）（2）（3）（5）（6）: conditions of a zone that dated records with documents decide, and people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from brandcluster.base.days import overlapped_by
from brandcluster.base.diagnostics import Location, Verdict, VerdictValue
from brandcluster.base.numbers import decimal_string
from brandcluster.dossier.files import ACTIVITIES, EVALUATION_MODEL, EVALUATIONS_FOLDER, MONITORING, STRATEGY, SUPPORT
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.rules.facts.activity_effects import before_and_after
from brandcluster.rules.facts.deciding_years import each_industry, met_or_not
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.opinions import NEEDED, OpinionInForce, by_whom, opinion_on
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.facts.stage import approved_on
from brandcluster.rules.verdicts.condition import overlay_notes, unread_parts
from brandcluster.rules.verdicts.zone_shares import round_up

if TYPE_CHECKING:
    from brandcluster.dossier.model.pilot.activities import Activity


def strategy_issued(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（1）: strategy, positioning, policies and funds as planned."""
    missing, sources = [], []
    strategy = dossier.strategy.strategy
    if strategy is None or strategy.number is None or strategy.date is None or strategy.date > day:
        missing.append("正式发布的区域品牌发展战略（名称、文号、日期）")
    elif not is_there(dossier, strategy.document):
        missing.append("区域品牌发展战略的文件")
    else:
        sources.append(dossier.locate(STRATEGY, ("发展战略",), on_key=True))
    if dossier.strategy.positioning is None:
        missing.append("品牌定位")
    else:
        sources.append(dossier.locate(STRATEGY, ("品牌定位",), on_key=True))
    funds, fund_gaps, fund_places = _funds(dossier, day)
    judged = opinion_on(dossier, "zone-1", None, day)
    missing += [*fund_gaps, *_policies(dossier, day), *judged.missing]
    yield Verdict(
        "zone-1",
        None,
        "not_met" if judged.favourable is False else "unknown" if missing else "met",
        f"{funds}政策、资金是否按计划落实到位由人判断。{_person(judged)}",
        sources=(*judged.sources, *sources, *fund_places),
        missing=tuple(missing),
        judged_by=judged.judged,
        notes=judged.notes,
    )


def _policies(dossier: Dossier, day: date) -> list[str]:
    """The policies that are not delivered by a day, in the record's own words."""
    entries = dossier.support.policies
    return [
        f"政策“{entry.name or '未写名称'}”{entry.state if entry.state != '已落实' else '落实日期在后'}"
        for entry in entries
        if entry.state in ("部分落实", "未落实") or (entry.date is not None and entry.date > day)
    ]


def _funds(dossier: Dossier, day: date) -> tuple[str, list[str], list[Location]]:
    """Funds planned against funds delivered: a sentence, what is missing, where it stands.

    A year's plan is due when the year is over, or the cycle.
    """
    planned = dossier.plan.funds.items if dossier.plan.funds is not None else []
    delivered = dossier.support.funds
    if not planned or not delivered:
        return "", ["资金到位的记录（pilot/support.yaml）"], []
    cycle = dossier.header.cycle
    over = cycle is not None and cycle.end is not None and (day.year, day.month) > (cycle.end.year, cycle.end.month)
    keys = {(item.year, item.source) for item in planned if item.year is not None and (over or item.year < day.year)}
    came = {index: item for index, item in enumerate(delivered) if item.date is not None and item.date <= day}
    wanted = {key: _added(item.amount for item in planned if (item.year, item.source) == key) for key in keys}
    got = {key: _added(item.amount for item in came.values() if (item.year, item.source) == key) for key in keys}
    short = [
        f"{year} 年{source or ''}计划 {decimal_string(wanted[year, source])} 万元，到位 {decimal_string(got[year, source])} 万元"
        for year, source in sorted(keys, key=str)
        if got[year, source] < wanted[year, source]
    ]
    everything = _added(item.amount for item in came.values() if (item.year, item.source) in keys)
    sentence = (
        f"已到期的计划资金 {decimal_string(sum(wanted.values(), Fraction(0)))} 万元，"
        f"到位 {decimal_string(everything)} 万元。"
    )
    return sentence, short, [dossier.locate(SUPPORT, ("资金到位", index)) for index in came]


def _added(amounts: Iterable[Decimal | None]) -> Fraction:
    return sum((Fraction(amount) for amount in amounts if amount is not None), Fraction(0))


def _person(judged: OpinionInForce) -> str:
    if judged.favourable is None:
        return f"{NEEDED}。"
    return f"{by_whom(judged.judged)}：{'符合' if judged.favourable else '不符合'}。"


def evaluation_verdict(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（2）: a system of evaluation, formal evaluations with report and measures."""
    needed = rulebook_of(dossier).ruling("evaluations-min")
    approved = approved_on(dossier, day)
    missing, sources, reasons = [], [], []
    system = dossier.evaluation_model.system
    if system is None or system.date is None or system.date > day or not is_there(dossier, system.document):
        missing.append("品牌相关评价制度（日期、文件）")
    else:
        sources.append(dossier.locate(EVALUATION_MODEL, ("评价制度",), on_key=True))
    counted = 0
    for year, evaluation in sorted(dossier.evaluations.items()):
        reason = None
        if evaluation.date is None or evaluation.date > day:
            reason = "还没有开展"
        elif approved is None:
            reason = "还没有批复"
        elif evaluation.date < approved:
            reason = "在批复以前"
        elif not is_there(dossier, evaluation.report):
            reason = "没有评价报告"
        elif not any(measure.content is not None for measure in evaluation.measures):
            reason = "没有改进措施"
        if reason is None:
            counted += 1
            sources.append(dossier.locate(f"{EVALUATIONS_FOLDER}/{year}.yaml", ("评价日期",)))
        else:
            reasons.append(f"{year} 年评价未计入：{reason}")
    if needed is None:
        yield Verdict("zone-2", None, "unknown", "没有申报日期，无法判定。", missing=("申报日期",))
        return
    enough = needed.admits(Fraction(counted))
    gaps = [] if enough else unread_parts(dossier, EVALUATIONS_FOLDER)
    missing += gaps
    if approved is None:
        missing.append("批复日期（pilot/approval.yaml）")
    if not enough:
        missing.append(f"批复以后有报告、有改进措施的评价，至少 {needed.value} 次")
    yield Verdict(
        "zone-2",
        None,
        "met" if enough and not missing else "unknown" if enough or gaps or approved is None else "not_met",
        f"计入正式评价 {counted} 次，要求至少 {needed.value} 次。",
        values={"current": str(counted), "required": str(needed.value)},
        sources=tuple(sources) if counted else (),
        missing=tuple(missing),
        notes=(*reasons, *overlay_notes(needed)),
    )


def quality_activities(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（3）: quality activities that count."""
    yield from _activities(dossier, day, "zone-3", "质量品牌提升", "quality-activities-min", "项")


def publicity_verdict(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（6）: publicity and marketing that count."""
    yield from _activities(dossier, day, "zone-6", "宣传营销", "publicity-min", "次")


def _activities(dossier: Dossier, day: date, clause: str, kind: str, parameter: str, unit: str) -> Iterator[Verdict]:
    needed = rulebook_of(dossier).ruling(parameter)
    for industry in each_industry(dossier, day):
        if needed is None:
            yield Verdict(clause, industry, "unknown", "没有申报日期，无法判定。", missing=("申报日期",))
            continue
        counted, reasons = _count_activities(dossier, day, kind, industry)
        judged = opinion_on(dossier, clause, industry, day)
        enough = needed.admits(Fraction(len(counted)))
        missing = list(judged.missing)
        if not enough:
            missing.insert(0, f"还需 {round_up(needed.number - len(counted))} {unit}完成的、有证明文件的{kind}活动")
        gaps = unread_parts(dossier, ACTIVITIES)
        missing += gaps
        value: VerdictValue = "unknown" if approved_on(dossier, day) is None or gaps else "not_met"
        if enough:
            value = "unknown" if judged.favourable is None else met_or_not(judged.favourable)
        yield Verdict(
            clause,
            industry,
            value,
            f"计入{kind}活动 {len(counted)} {unit}，要求至少 {needed.value} {unit}；是否“效果显著”由人判断。{_person(judged)}",
            values={"current": str(len(counted)), "required": str(needed.value)},
            sources=(*judged.sources, *(dossier.locate(ACTIVITIES, ("活动", index)) for index in counted)),
            missing=tuple(missing),
            judged_by=judged.judged if enough else None,
            notes=(*reasons, *_changes(dossier, counted), *judged.notes, *overlay_notes(needed)),
        )


def _changes(dossier: Dossier, counted: list[int]) -> list[str]:
    entries = dossier.activities.activities
    return [sentence for index in counted for sentence in before_and_after(entries[index])]


def _count_activities(dossier: Dossier, day: date, kind: str, industry: str | None) -> tuple[list[int], list[str]]:
    """The activities of a kind that count for an industry, and why the others do not."""
    counted: list[int] = []
    reasons: list[str] = []
    approved = approved_on(dossier, day)
    entries = dossier.activities.activities
    taken: dict[str, list[tuple[date, date, int]]] = {}
    for index, entry in enumerate(entries):
        if entry.industry not in (None, industry):
            continue
        reason = _why_not(dossier, entry, approved, day)
        if reason is None and entry.name is not None and entry.start is not None and entry.end is not None:
            # One event counts once, as the kind of the first record of it that can count.
            earlier = overlapped_by(taken.setdefault(normalise_key(entry.name), []), entry.start, entry.end, index)
            reason = None if earlier is None else "同一活动已经计入"
        if entry.kind != kind:
            continue
        if reason is None:
            counted.append(index)
        else:
            reasons.append(f"“{entry.name or f'第 {index + 1} 项活动'}”未计入：{reason}")
    return counted, reasons


def _why_not(dossier: Dossier, entry: Activity, approved: date | None, day: date) -> str | None:
    if approved is None:
        return "还没有批复"
    if entry.start is None or entry.start < approved:
        return "在批复以前"
    if entry.end is None or entry.end > day:
        return "还没有完成"
    if entry.end < entry.start:
        return "完成日期早于开始日期"
    return None if is_there(dossier, entry.document) else "没有证明文件"


def monitoring_verdict(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（5）: a monitoring system and dated work with it."""
    monitoring = dossier.monitoring
    missing, sources = [], []
    system = monitoring.system
    if system is None or system.date is None or system.date > day or not is_there(dossier, system.document):
        missing.append("区域品牌舆情监控系统（建立日期、文件）")
    else:
        sources.append(dossier.locate(MONITORING, ("监控系统",), on_key=True))
    started = system.date if system is not None else None
    good = [
        index
        for index, record in enumerate(monitoring.records)
        if record.date is not None
        and record.date <= day
        and (started is None or record.date >= started)
        and is_there(dossier, record.document)
    ]
    if not good:
        missing.append("开展监控工作的记录（日期、文件）")
    sources += [dossier.locate(MONITORING, ("监控记录", index)) for index in good]
    yield Verdict(
        "zone-5",
        None,
        "unknown" if missing else "met",
        f"监控记录 {len(good)} 份。",
        sources=() if missing else tuple(sources),
        missing=tuple(missing),
    )
