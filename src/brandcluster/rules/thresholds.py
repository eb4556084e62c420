"""The thirteen conditions of 三（七）1, per leading industry or once for the region.

Percentage points decide, exactly; the relative change stands beside them, and where the two readings give
different verdicts that is said. “Current” is the latest full year after the baseline. A condition rests on
records; an empty dossier meets none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from brandcluster.diagnostics import Location, Verdict, VerdictValue
from brandcluster.dossier import (
    ACTIVITIES,
    EVALUATION_MODEL,
    EVALUATIONS_FOLDER,
    MONITORING,
    PLAN,
    STRATEGY,
    SUPPORT,
    Dossier,
    statistics_path,
)
from brandcluster.indicators import INDICATORS, Indicator, groups, measure, total
from brandcluster.model.pilot.activities import Activity
from brandcluster.model.reading import fields
from brandcluster.model.statistics import IndustryStatistics, PanelSums, Statistics
from brandcluster.notice.rulebook import Ruling
from brandcluster.rounding import decimal_string, plain, printed
from brandcluster.rules.condition import Condition, overlay_notes
from brandcluster.rules.documents import is_there
from brandcluster.rules.effects import before_and_after
from brandcluster.rules.fixed import Application, application, industries
from brandcluster.rules.judging import NEEDED, Opinion, by_whom, opinion
from brandcluster.rules.setting import rulebook_of
from brandcluster.rules.targets import apart, targets

PRINTED_DECIMALS = 2
FULL_YEAR = "全年"
_LABELS = {field.name: label for label, field in fields(IndustryStatistics).items()}
_BY_ID = {indicator.id: indicator for indicator in INDICATORS}


class Year(NamedTuple):
    """The statistics of one full year; `application` where they are those of the application as it was fixed."""

    year: int
    statistics: Statistics
    application: Application | None = None


# ---- what the conditions rest on ----------------------------------------------------------------------------


def baseline(dossier: Dossier, day: date | None = None) -> Year | None:
    """The statistics of the year before the application, a full year: the sealed ones, once it has gone to paper.

    What was not sealed is read from the dossier as it stands; None where the seal was changed or damaged.
    """
    fixed = application(dossier, day)
    if fixed.dossier is None:
        return None
    sealed = _baseline_of(fixed.dossier, fixed)
    return sealed if sealed is not None or fixed.seal is None else _baseline_of(dossier, None)


def _baseline_of(dossier: Dossier, fixed: Application | None) -> Year | None:
    year, found = dossier.baseline_year, dossier.baseline
    return Year(year, found, fixed) if year is not None and found is not None and found.period == FULL_YEAR else None


def latest(dossier: Dossier, day: date) -> Year | None:
    """The statistics of the latest full year that was over on a day."""
    years = [y for y, found in dossier.statistics.items() if found.period == FULL_YEAR and y < day.year]
    return Year(max(years), dossier.statistics[max(years)]) if years else None


def current(dossier: Dossier, day: date) -> Year | None:
    """The latest full year after the baseline."""
    first, found = baseline(dossier, day), latest(dossier, day)
    return found if first is not None and found is not None and found.year > first.year else None


def approved_on(dossier: Dossier, day: date) -> date | None:
    """The day of the approval, if it was given by then; clocks start from it."""
    found = dossier.approval.date if dossier.approval is not None else None
    return found if found is not None and found <= day else None


def _figure_places(dossier: Dossier, year: Year, industry: str | None, *names: str) -> tuple[Location, ...]:
    path = statistics_path(year.year)
    held = year.application or Application(dossier)
    return tuple(
        held.place((held.dossier or dossier).locate(path, ("产业", index, _LABELS[name])))
        for index, group in enumerate(year.statistics.industries)
        if industry is None or group.name == industry
        for name in names
        if getattr(group, name) is not None
    )


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else decimal_string(value)


def _verdict(met: bool) -> VerdictValue:
    return "met" if met else "not_met"


# ---- （1） 战略、政策、资金 --------------------------------------------------------------------------------


def _strategy(dossier: Dossier, day: date) -> Iterator[Verdict]:
    missing, sources = [], []
    strategy = dossier.strategy.strategy if dossier.strategy is not None else None
    if strategy is None or strategy.number is None or strategy.date is None or strategy.date > day:
        missing.append("正式发布的区域品牌发展战略（名称、文号、日期）")
    elif not is_there(dossier, strategy.document):
        missing.append("区域品牌发展战略的文件")
    else:
        sources.append(dossier.locate(STRATEGY, ("发展战略",), on_key=True))
    if dossier.strategy is None or dossier.strategy.positioning is None:
        missing.append("品牌定位")
    else:
        sources.append(dossier.locate(STRATEGY, ("品牌定位",), on_key=True))
    funds, fund_gaps, fund_places = _funds(dossier, day)
    judged = opinion(dossier, "zone-1", None, day)
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
    entries = dossier.support.policies if dossier.support is not None else []
    return [
        f"政策“{entry.name or '未写名称'}”{entry.state if entry.state != '已落实' else '落实日期在后'}"
        for entry in entries
        if entry.state in ("部分落实", "未落实") or (entry.date is not None and entry.date > day)
    ]


def _funds(dossier: Dossier, day: date) -> tuple[str, list[str], list[Location]]:
    """Funds planned against funds delivered: a sentence, what is missing, where it stands.

    A year's plan is due when the year is over, or the cycle.
    """
    planned = dossier.plan.funds.items if dossier.plan is not None and dossier.plan.funds is not None else []
    delivered = dossier.support.funds if dossier.support is not None else []
    if not planned or not delivered:
        return "", ["资金到位的记录（pilot/support.yaml）"], []
    cycle = dossier.header.cycle if dossier.header is not None else None
    over = cycle is not None and cycle.end is not None and (day.year, day.month) > (cycle.end.year, cycle.end.month)
    keys = {(item.year, item.source) for item in planned if item.year is not None and (over or item.year < day.year)}
    came = {index: item for index, item in enumerate(delivered) if item.date is not None and item.date <= day}
    wanted = {key: _added(item.amount for item in planned if (item.year, item.source) == key) for key in keys}
    got = {key: _added(item.amount for item in came.values() if (item.year, item.source) == key) for key in keys}
    short = [
        f"{year} 年{source or ''}计划 {printed(wanted[year, source], 0)} 万元，到位 {printed(got[year, source], 0)} 万元"
        for year, source in sorted(keys, key=str)
        if got[year, source] < wanted[year, source]
    ]
    everything = _added(item.amount for item in came.values() if (item.year, item.source) in keys)
    sentence = (
        f"已到期的计划资金 {printed(sum(wanted.values(), Fraction(0)), 0)} 万元，到位 {printed(everything, 0)} 万元。"
    )
    return sentence, short, [dossier.locate(SUPPORT, ("资金到位", index)) for index in came]


def _added(amounts: Iterable[Decimal | None]) -> Fraction:
    return sum((Fraction(amount) for amount in amounts if amount is not None), Fraction(0))


def _person(judged: Opinion) -> str:
    if judged.favourable is None:
        return f"{NEEDED}。"
    return f"{by_whom(judged.judged)}：{'符合' if judged.favourable else '不符合'}。"


# ---- （2） 评价 ----------------------------------------------------------------------------------------------


def _evaluations(dossier: Dossier, day: date) -> Iterator[Verdict]:
    needed = rulebook_of(dossier).ruling("evaluations-min")
    approved = approved_on(dossier, day)
    missing, sources, reasons = [], [], []
    system = dossier.evaluation_model.system if dossier.evaluation_model is not None else None
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
    if approved is None:
        missing.append("批复日期（pilot/approval.yaml）")
    if not enough:
        missing.append(f"批复以后有报告、有改进措施的评价，至少 {needed.value} 次")
    yield Verdict(
        "zone-2",
        None,
        "met" if enough and not missing else "unknown" if approved is None or (enough and missing) else "not_met",
        f"计入正式评价 {counted} 次，要求至少 {needed.value} 次。",
        values={"current": str(counted), "required": str(needed.value)},
        sources=tuple(sources) if counted else (),
        missing=tuple(missing),
        notes=(*reasons, *overlay_notes(needed)),
    )


# ---- （3）（6） 活动 ------------------------------------------------------------------------------------------


def _quality_activities(dossier: Dossier, day: date) -> Iterator[Verdict]:
    yield from _activities(dossier, day, "zone-3", "质量品牌提升", "quality-activities-min", "项")


def _publicity(dossier: Dossier, day: date) -> Iterator[Verdict]:
    yield from _activities(dossier, day, "zone-6", "宣传营销", "publicity-min", "次")


def _activities(dossier: Dossier, day: date, clause: str, kind: str, parameter: str, unit: str) -> Iterator[Verdict]:
    needed = rulebook_of(dossier).ruling(parameter)
    for industry in _industries(dossier, day):
        if needed is None:
            yield Verdict(clause, industry, "unknown", "没有申报日期，无法判定。", missing=("申报日期",))
            continue
        counted, reasons = _count_activities(dossier, day, kind, industry)
        judged = opinion(dossier, clause, industry, day)
        enough = needed.admits(Fraction(len(counted)))
        missing = list(judged.missing)
        if not enough:
            missing.insert(0, f"还需 {_whole(needed.number - len(counted))} {unit}完成的、有证明文件的{kind}活动")
        unread = _unread(dossier, ACTIVITIES)
        missing += unread
        value: VerdictValue = "unknown" if approved_on(dossier, day) is None or unread else "not_met"
        if enough:
            value = "unknown" if judged.favourable is None else _verdict(judged.favourable)
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
    entries = dossier.activities.activities if dossier.activities is not None else []
    return [sentence for index in counted for sentence in before_and_after(entries[index])]


def _unread(dossier: Dossier, path: str) -> list[str]:
    """What keeps a file of records from being read whole: nothing can be said to be absent from it then."""
    broken = [d for d in dossier.diagnostics if d.location.path == path and d.severity == "error"]
    return [f"{path} 有 {len(broken)} 处错误，先改正（brandcluster validate）"] if broken else []


def _count_activities(dossier: Dossier, day: date, kind: str, industry: str | None) -> tuple[list[int], list[str]]:
    """The activities of a kind that count for an industry, and why the others do not."""
    counted: list[int] = []
    reasons: list[str] = []
    approved = approved_on(dossier, day)
    entries = dossier.activities.activities if dossier.activities is not None else []
    counted_events: set[tuple[str | None, date | None]] = set()
    for index, entry in enumerate(entries):
        if entry.industry not in (None, industry):
            continue
        reason = _why_not(dossier, entry, approved, day)
        if reason is None and (entry.name, entry.start) in counted_events:
            reason = "同一活动已经计入"
        if reason is None:
            # One event counts once, as the kind of the first record of it that can count.
            counted_events.add((entry.name, entry.start))
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


# ---- （4） 培训、体系、岗位 ------------------------------------------------------------------------------------


def _training(dossier: Dossier, day: date) -> Iterator[Verdict]:
    yield from _shares(dossier, day, "zone-4a", "trained", "training-coverage", after_approval=True)


def _systems(dossier: Dossier, day: date) -> Iterator[Verdict]:
    yield from _shares(dossier, day, "zone-4b", "with_system", "system-share")


def _posts(dossier: Dossier, day: date) -> Iterator[Verdict]:
    yield from _shares(dossier, day, "zone-4c", "with_both_posts", "posts-share")


def _effective(dossier: Dossier, day: date) -> Iterator[Verdict]:
    yield from _shares(dossier, day, "zone-7e", "with_effective_system", "level-effective_system_share")


def _shares(
    dossier: Dossier, day: date, clause: str, field: str, parameter: str, *, after_approval: bool = False
) -> Iterator[Verdict]:
    """A share of the enterprises in scope in the latest full year against a level."""
    needed = rulebook_of(dossier).ruling(parameter)
    found = latest(dossier, day)
    for industry in _industries(dossier, day):
        if found is None or needed is None:
            yield Verdict(clause, industry, "unknown", "没有全年的统计数据，无法判定。", missing=("全年的统计数据",))
            continue
        if after_approval and approved_on(dossier, day) is None:
            yield Verdict(
                clause,
                industry,
                "unknown",
                "培训自批复起计算，还没有批复。",
                missing=("批复日期（pilot/approval.yaml）",),
            )
            continue
        within = groups(found.statistics, industry)
        above, below = total(within, field), total(within, "enterprises")
        if above is None or not below:
            lacking = _LABELS[field] if above is None else _LABELS["enterprises"]
            yield Verdict(
                clause,
                industry,
                "unknown",
                f"{found.year} 年的统计数据里缺“{lacking}”。",
                missing=(f"{statistics_path(found.year)} 的“{lacking}”",),
            )
            continue
        value = Fraction(above) * 100 / Fraction(below)
        met = needed.admits(value)
        yield Verdict(
            clause,
            industry,
            _verdict(met),
            f"{found.year} 年 {plain(above)}/{plain(below)} 家，{apart(value, needed.number)}%，要求 {plain_bound(needed)}% 以上。",
            values={"current": _exact(value), "required": _exact(needed.number)},
            sources=_figure_places(dossier, found, industry, field, "enterprises"),
            missing=() if met else (enterprises_needed(needed, Fraction(above), Fraction(below), field),),
            notes=(*_printed_note(value, needed), *overlay_notes(needed)),
        )


def enterprises_needed(needed: Ruling, above: Fraction, below: Fraction, field: str) -> str:
    """How many more enterprises are needed at today's number of enterprises."""
    more = _whole(needed.number * below / 100 - above)
    if needed.comparator == ">" and needed.number * below / 100 == above + more:
        more += 1
    doing = {
        "trained": "参加品牌培训",
        "with_system": "建立实施品牌管理体系",
        "with_both_posts": "设立首席品牌官和品牌经理",
        "with_effective_system": "有效运行品牌管理体系",
    }[field]
    return f"还需 {more} 家企业{doing}"


def _whole(value: Fraction) -> int:
    """The least whole number that is not below a value."""
    return -(-value.numerator // value.denominator)


def plain_bound(needed: Ruling) -> str:
    """A parameter's number for a reader."""
    return decimal_string(needed.number)


def _printed_note(value: Fraction, needed: Ruling) -> tuple[str, ...]:
    shown = printed(value, PRINTED_DECIMALS)
    if needed.admits(Fraction(shown)) == needed.admits(value):
        return ()
    return (f"四舍五入印成 {shown}%，按印出的数结论会不同；以精确值为准",)


# ---- （5） 舆情监控 --------------------------------------------------------------------------------------------


def _monitoring(dossier: Dossier, day: date) -> Iterator[Verdict]:
    monitoring = dossier.monitoring
    missing, sources = [], []
    system = monitoring.system if monitoring is not None else None
    if system is None or system.date is None or system.date > day or not is_there(dossier, system.document):
        missing.append("区域品牌舆情监控系统（建立日期、文件）")
    else:
        sources.append(dossier.locate(MONITORING, ("监控系统",), on_key=True))
    started = system.date if system is not None else None
    good = [
        index
        for index, record in enumerate(monitoring.records if monitoring is not None else ())
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


# ---- （7） 关键指标 --------------------------------------------------------------------------------------------


def _rise_of(identifier: str, clause: str) -> Condition:
    def check(dossier: Dossier, day: date) -> Iterator[Verdict]:
        for industry in _industries(dossier, day):
            yield rise(dossier, day, _BY_ID[identifier], clause, industry)

    return Condition(clause, f"{_BY_ID[identifier].label}提高", check)


def rise(dossier: Dossier, day: date, indicator: Indicator, clause: str, industry: str | None) -> Verdict:
    """The verdict on one rise over the baseline for one industry."""
    book = rulebook_of(dossier)
    needed, reading = book.ruling(f"rise-{indicator.id}"), book.ruling("rise-reading")
    broken = broken_seal(dossier, day)
    if broken is not None:
        return Verdict(clause, industry, "unknown", "封存的申报材料不能用作基期。", missing=(broken,))
    first, now = baseline(dossier, day), current(dossier, day)
    if first is not None and measure(first.statistics, indicator, industry).value is None:
        # What was not sealed is read from the same year's statistics as they stand.
        own = _baseline_of(dossier, None)
        first = own if own is not None and own.year == first.year else first
    if needed is None or reading is None or first is None:
        return Verdict(
            clause, industry, "unknown", "没有申报上一年度的全年统计数据。", missing=("申报上一年度的全年统计数据",)
        )
    old = measure(first.statistics, indicator, industry).value
    if old is None:
        return Verdict(
            clause,
            industry,
            "unknown",
            f"{first.year} 年的统计数据算不出{indicator.label}。",
            missing=(f"{statistics_path(first.year)} 的分子和分母",),
        )
    bound = old + needed.number
    notes = [*_impossible(bound, needed), *overlay_notes(needed, reading)]
    notes += _baseline_notes(dossier, day, first, indicator, industry)
    new = measure(now.statistics, indicator, industry).value if now is not None else None
    if now is None or new is None:
        return Verdict(
            clause,
            industry,
            "unknown",
            f"申报时（{first.year} 年）{printed(old, PRINTED_DECIMALS)}%，还没有以后年度的全年数据。",
            values={
                "baseline": _exact(old),
                "current": None,
                "change_points": None,
                "change_relative": None,
                "required": _exact(needed.number),
            },
            sources=_figure_places(dossier, first, industry, indicator.numerator, indicator.denominator),
            missing=("申报以后年度的全年统计数据",),
            notes=tuple(notes),
        )
    points = new - old
    relative = points * 100 / old if old else None
    by_points = _verdict(needed.admits(points))
    by_relative: VerdictValue = "unknown" if relative is None else _verdict(needed.admits(relative))
    decided = by_relative if reading.value != "百分点" else by_points
    message = (
        f"{first.year} 年 {printed(old, PRINTED_DECIMALS)}% → {now.year} 年 {printed(new, PRINTED_DECIMALS)}%，"
        f"{_moved(points, needed)}（相对变化 {_signed(relative)}），要求提高{_at_least(needed)}。"
    )
    if by_points != by_relative:
        words = {"met": "符合", "not_met": "不符合", "unknown": "无法判定"}
        notes.append(
            f"“%”有两种读法：按百分点{words[by_points]}，按相对变化{words[by_relative]}；以{reading.value}为准（{reading.source}）"
        )
    notes += _printed_change_note(old, new, needed)
    notes += _panel(now, first.year, indicator, industry)
    return Verdict(
        clause,
        industry,
        decided,
        message,
        values={
            "baseline": _exact(old),
            "current": _exact(new),
            "change_points": _exact(points),
            "change_relative": _exact(relative),
            "required": _exact(needed.number),
        },
        relative=by_relative,
        sources=(
            *_figure_places(dossier, first, industry, indicator.numerator, indicator.denominator),
            *_figure_places(dossier, now, industry, indicator.numerator, indicator.denominator),
        ),
        missing=() if decided == "met" else _amount_needed(now, indicator, industry, bound, needed),
        notes=tuple(notes),
    )


def _at_least(needed: Ruling) -> str:
    bound = f"{plain_bound(needed)} 个百分点"
    return f" {bound}以上" if needed.comparator == ">=" else f"超过 {bound}"


def _moved(points: Fraction, needed: Ruling) -> str:
    shown = apart(points, needed.number)
    return f"提高 {shown} 个百分点" if points >= 0 else f"下降 {shown.lstrip('-')} 个百分点"


def _signed(relative: Fraction | None) -> str:
    if relative is None:
        return "无法计算"
    shown = printed(relative, PRINTED_DECIMALS)
    return f"{'' if shown.startswith('-') else '+'}{shown}%"


def _impossible(bound: Fraction, needed: Ruling) -> list[str]:
    over = bound > 100 or (bound == 100 and needed.comparator == ">")
    return [f"申报时的水平加上要求的提高是 {apart(bound, Fraction(100))}%，超过 100%，不可能达到"] if over else []


def broken_seal(dossier: Dossier, day: date) -> str | None:
    """What must be put right before a baseline can be read; None where nothing."""
    fixed = application(dossier, day)
    if fixed.dossier is not None:
        return None
    which = fixed.seal.name if fixed.seal is not None else "封存的申报材料"
    return f"完好的{which}：sealed/ 封存以后改过，先恢复（brandcluster validate）"


def _baseline_notes(dossier: Dossier, day: date, first: Year, indicator: Indicator, industry: str | None) -> list[str]:
    """Which statistics the baseline comes from, and where today's would say something else."""
    seal = application(dossier, day).seal
    if seal is None:
        return [f"基期取 {first.year} 年统计数据（没有封存的申报材料可作基期）"]
    if first.application is None:
        return [f"{seal.name}里没有这个数，基期取现在的 {statistics_path(first.year)}"]
    found = [f"基期取{seal.name}的 {first.year} 年统计数据"]
    own = _baseline_of(dossier, None)
    kept = measure(first.statistics, indicator, industry).value
    now = measure(own.statistics, indicator, industry).value if own is not None and own.year == first.year else None
    if kept is not None and now is not None and now != kept:
        found.append(f"现在的 {statistics_path(first.year)} 是 {apart(now, kept)}%，封存以后改过，不采用")
    return found


def _printed_change_note(old: Fraction, new: Fraction, needed: Ruling) -> list[str]:
    before, after = Fraction(printed(old, PRINTED_DECIMALS)), Fraction(printed(new, PRINTED_DECIMALS))
    if needed.admits(after - before) == needed.admits(new - old):
        return []
    return [f"按印出的数相减是 {decimal_string(after - before)} 个百分点，结论会不同；以精确值为准"]


def _amount_needed(
    now: Year, indicator: Indicator, industry: str | None, bound: Fraction, needed: Ruling
) -> tuple[str, ...]:
    """What is missing in the indicator's own quantity at today's denominator."""
    parts = measure(now.statistics, indicator, industry)
    if parts.numerator is None or not parts.denominator or bound > 100:
        return ()
    return (amount_needed(indicator, Fraction(parts.numerator), Fraction(parts.denominator), bound, needed),)


def amount_needed(
    indicator: Indicator, numerator: Fraction, denominator: Fraction, bound: Fraction, needed: Ruling
) -> str:
    """A sentence on how much more of the numerator would reach a bound (percent) at a denominator (万元)."""
    from brandcluster.indicators import WAN_PER_YI

    label = _LABELS[indicator.numerator].removesuffix("（万元）")
    more = max(bound * denominator / 100 - numerator, Fraction(0)) / WAN_PER_YI
    shown = _up(more)
    word = "以上" if needed.comparator == ">=" else "多一些"
    return f"按现在的分母，{label}还需增加 {shown} 亿元{word}"


def _up(value: Fraction) -> str:
    """A figure rounded up to the printed decimals (more where it would show as nothing), so that it is enough."""
    decimals = PRINTED_DECIMALS
    while 0 < value * 10**decimals < 1:
        decimals += 1
    return printed(Fraction(_whole(value * 10**decimals), 10**decimals), decimals)


def _panel(now: Year, before: int, indicator: Indicator, industry: str | None) -> list[str]:
    """The change over the enterprises present in both years, which explains and does not decide."""
    for panel in now.statistics.panels:
        if panel.year != before or panel.industry != industry or panel.current is None or panel.earlier is None:
            continue
        old, new = (
            _of_sums(panel.earlier, indicator, panel.enterprises),
            _of_sums(panel.current, indicator, panel.enterprises),
        )
        if old is not None and new is not None:
            return [
                f"同口径（两年都在的 {panel.enterprises or '若干'} 家）：{printed(old, 2)}% → {printed(new, 2)}%，{_signed_points(new - old)}"
            ]
    return []


def _of_sums(sums: PanelSums, indicator: Indicator, enterprises: int | None) -> Fraction | None:
    above = getattr(sums, indicator.numerator)
    below = enterprises if indicator.denominator == "enterprises" else getattr(sums, indicator.denominator)
    return Fraction(above) * 100 / Fraction(below) if above is not None and below else None


def _signed_points(points: Fraction) -> str:
    shown = printed(points, PRINTED_DECIMALS)
    return f"{'' if shown.startswith('-') else '+'}{shown} 个百分点"


# ---- 2015：达到方案目标 ----------------------------------------------------------------------------------------


def _own_targets(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """The edition of 2015: the plan's own targets of the last phase are reached."""
    now = current(dossier, day)
    last = len(dossier.plan.phases) - 1 if dossier.plan is not None else -1
    for industry in _industries(dossier, day):
        wanted = [target for target in targets(dossier) if target.phase == last and target.industry == industry]
        if now is None or not wanted:
            yield Verdict(
                "zone-own-targets",
                industry,
                "unknown",
                "没有目标或没有申报以后年度的全年数据。",
                missing=("方案目标、全年统计数据",),
            )
            continue
        reached = [(target, measure(now.statistics, target.indicator, industry).value) for target in wanted]
        missed = [
            target.indicator.label for target, value in reached if value is not None and value < Fraction(target.value)
        ]
        unclear = [target.indicator.label for target, value in reached if value is None]
        yield Verdict(
            "zone-own-targets",
            industry,
            "not_met" if missed else "unknown" if unclear else "met",
            f"没有达到：{'、'.join(missed)}。"
            if missed
            else "五个关键指标都达到方案的最后阶段目标。"
            if not unclear
            else "有指标算不出。",
            sources=tuple(dossier.locate(PLAN, target.keys) for target in wanted),
            missing=tuple(missed or unclear),
        )


def _industries(dossier: Dossier, day: date) -> list[str | None]:
    return [*industries(dossier, day)] or [None]


CONDITIONS: tuple[Condition, ...] = (
    Condition("zone-1", "发展战略、定位、政策和资金到位", _strategy),
    Condition("zone-2", "评价制度和正式评价", _evaluations),
    Condition("zone-3", "质量品牌提升活动", _quality_activities),
    Condition("zone-4a", "品牌培训覆盖面", _training),
    Condition("zone-4b", "建立实施品牌管理体系", _systems),
    Condition("zone-4c", "首席品牌官和品牌经理", _posts),
    Condition("zone-5", "舆情监控", _monitoring),
    Condition("zone-6", "宣传或营销活动", _publicity),
    _rise_of("value_added_rate", "zone-7a"),
    _rise_of("own_brand_share", "zone-7b"),
    _rise_of("new_product_rate", "zone-7c"),
    _rise_of("adopted_standard_share", "zone-7d"),
    Condition("zone-7e", "品牌管理体系有效运行", _effective),
    Condition("zone-own-targets", "达到方案目标", _own_targets),
)
