"""Rules on the cycle and the phases of application/plan.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from brandcluster.dossier.files import HEADER, PLAN
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.rules_in_force import cycle_of, month_in_words, months_between, parameter_number
from brandcluster.rules.rule import Finding, Rule


def _cycle(dossier: Dossier) -> Iterator[Finding]:
    cycle = dossier.header.cycle
    shortest, longest = parameter_number(dossier, "cycle-min"), parameter_number(dossier, "cycle-max")
    if cycle is None or cycle.start is None or cycle.end is None or shortest is None or longest is None:
        return
    length = months_between(cycle.start, cycle.end)
    if length < 1:
        yield Finding(HEADER, ("试点周期", "结束"), "试点周期的结束早于开始。", "核对两个月份。")
    elif not shortest <= length <= longest:
        yield Finding(
            HEADER,
            ("试点周期",),
            f"试点周期从 {month_in_words(cycle.start)} 到 {month_in_words(cycle.end)}，共 {length} 个月。",
            _cycle_help(cycle.start, length, int(shortest), int(longest)),
            on_key=True,
        )


def _cycle_help(start: date, length: int, shortest: int, longest: int) -> str:
    """The bound that is broken, and the month that would keep it."""
    bound = shortest if length < shortest else longest
    index = start.year * 12 + start.month - 1 + bound - 1
    end = date(index // 12, index % 12 + 1, 1)
    way = "至少" if length < shortest else "最多"
    return f"应为 {shortest} 至 {longest} 个月；从 {month_in_words(start)} 起，结束{way}写到 {month_in_words(end)}。"


def phases_cover(dossier: Dossier) -> Iterator[Finding]:
    """Where the phases do not follow one another, or do not cover the cycle."""
    cycle = cycle_of(dossier)
    if cycle is None:
        return
    wrong_length = {keys[1] for keys, _, _ in _lengths(dossier)}
    expected: date | None = cycle[0]
    last: tuple[int, date] | None = None
    for index, phase in enumerate(dossier.plan.phases):
        if phase.start is None or phase.end is None:
            return
        if expected is not None and phase.start != expected:
            where = "试点周期的开始" if index == 0 else "上一阶段之后"
            yield Finding(
                PLAN,
                ("工作阶段", index, "开始"),
                f"这一阶段从 {month_in_words(phase.start)} 开始，不接{where}（{month_in_words(expected)}）。",
                f"写成 {month_in_words(expected)}；各阶段首尾相接，不重叠不留空。",
            )
        if phase.end < phase.start:
            yield Finding(PLAN, ("工作阶段", index, "结束"), "阶段的结束早于开始。", "核对两个月份。")
            return
        # After a phase whose end is wrong nothing can be said of where the next must begin.
        expected = None if index in wrong_length else next_month(phase.end)
        last = (index, phase.end)
    if last is not None and last[1] != cycle[1] and last[0] not in wrong_length:
        yield Finding(
            PLAN,
            ("工作阶段", last[0], "结束"),
            f"最后一个阶段到 {month_in_words(last[1])}，试点周期到 {month_in_words(cycle[1])}。",
            f"写成 {month_in_words(cycle[1])}，或核对试点周期。",
        )


def _phase_lengths(dossier: Dossier) -> Iterator[Finding]:
    for keys, message, help_ in _lengths(dossier):
        yield Finding(PLAN, keys, message, help_)


def _lengths(dossier: Dossier) -> Iterator[tuple[tuple[str, int, str], str, str]]:
    """The phases that are too short or too long; one that begins in the wrong month is not judged by its length."""
    first_min, first_max = parameter_number(dossier, "first-phase-min"), parameter_number(dossier, "first-phase-max")
    longest = parameter_number(dossier, "phase-max")
    if first_min is None or first_max is None or longest is None:
        return
    expected: date | None = None
    for index, phase in enumerate(dossier.plan.phases):
        if phase.start is None or phase.end is None or phase.end < phase.start:
            expected = None
            continue
        length = months_between(phase.start, phase.end)
        keys = ("工作阶段", index, "结束")
        if index == 0 and not first_min <= length <= first_max:
            yield keys, f"第一阶段共 {length} 个月。", f"第一阶段应为 {first_min} 至 {first_max} 个月。"
            expected = None
            continue
        if index > 0 and length > longest and expected in (None, phase.start):
            yield keys, f"这一阶段共 {length} 个月。", f"按年度划分，每阶段不超过 {longest} 个月。"
            expected = None
            continue
        expected = next_month(phase.end)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


RULES = (
    Rule(
        "P101",
        "试点周期为 1 至 3 年",
        "apply-cycle",
        "error",
        "通知要求按 1-3 年周期策划；首尾两个月都计入，即 12 至 36 个月。",
        "2014-07 至 2016-06（24 个月）",
        "2014-07 至 2015-05（11 个月）",
        _cycle,
    ),
    Rule(
        "P102",
        "各阶段首尾相接，正好覆盖试点周期",
        "form-plan-targets",
        "error",
        "工作目标分阶段提出；阶段之间有空当或重叠，或与周期首尾不齐，目标就没有着落。",
        "2014-07 至 2015-06、2015-07 至 2016-06",
        "2014-07 至 2015-06、2015-09 至 2016-06",
        phases_cover,
    ),
    Rule(
        "P103",
        "第一阶段 6 至 12 个月，以后每阶段不超过 12 个月",
        "form-plan-targets",
        "error",
        "附件1：“第一阶段目标的实现周期为六个月到一年，工作阶段应按年度划分”。",
        "第一阶段 2014-07 至 2015-06（12 个月）",
        "第一阶段 2014-07 至 2015-12（18 个月）",
        _phase_lengths,
    ),
)
