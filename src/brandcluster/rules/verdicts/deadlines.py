"""What a region still has to do, and by when: on a day, from its own plan, its records, the notice and the overlay.

A deadline says where it comes from. Where the notice only says 每年, years count from the approval, as all clocks of
the pilot do, and the deadline says that it is a reminder.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from brandcluster.base.days import month_end, next_yearly, years_after
from brandcluster.base.diagnostics import KeyPath, Location
from brandcluster.dossier.files import PLAN, PROGRESS, SUPERVISION, SUPPORT, ZONE, evaluation_path
from brandcluster.dossier.load import Dossier
from brandcluster.notice.edition import ANNIVERSARY
from brandcluster.rules.facts.progress import latest_progress, latest_result
from brandcluster.rules.facts.rules_in_force import parameter_number, rulebook_of
from brandcluster.rules.facts.stage import RENEWED, Stage, approved_on, has_happened, stage_on, title_term
from brandcluster.rules.facts.years_owed import year_reading, years_begun, years_settled
from brandcluster.rules.verdicts.application_procedure import next_window

#: Why a day stands where the notice names none.
REMINDER = "通知只说每年，没有定日期；从批复起按周年提醒"
CALENDAR_REMINDER = "通知只说每年，没有定日期；按自然年度提醒"
State = Literal["overdue", "now", "ahead"]
#: Clauses that ask for something themselves; under the others stands what a region has promised.
_ASKED = frozenset(("review-windows", "work-evaluation", "annual-summary", "zone-validity", "zone-review"))


class Due(NamedTuple):
    """One thing to do by a day (from `start` on, where it can only be done within a window).

    `id` stays the same from day to day, for calendars. `rest` is what it rests on when that is no place in the dossier.
    """

    id: str
    what: str
    due: date
    clause: str | None
    source: Location | None = None
    start: date | None = None
    rest: str = ""

    def state(self, day: date) -> State:
        """Overdue from the day after; now from the first day on which it can be done."""
        if self.due < day:
            return "overdue"
        return "now" if self.start is not None and self.start <= day else "ahead"


def deadlines_on(dossier: Dossier, day: date) -> list[Due]:
    """What is still open on a day, the earliest first."""
    now = stage_on(dossier, day)
    found: list[Due] = []
    if now in ("preparing", "sealed", "recommended"):
        found += [*_application(dossier, day), *_handing_in(dossier, now)]
    if now in ("pilot", "pilot_over", "zone_applied"):
        found += [*_phases(dossier, day), *_projects(dossier, day), *_policies(dossier, day)]
    if now in ("pilot", "pilot_over", "zone_applied", "zone"):
        found += [*_evaluation(dossier, day), *_summaries(dossier, day), *_yearly(dossier, day)]
        found += [*_measures(dossier, day), *_demands(dossier, day)]
    if now in ("zone", "expired"):
        found += _title(dossier, day)
    return sorted(_as_known(dossier, found), key=lambda each: (each.due, each.id))


def _as_known(dossier: Dossier, found: list[Due]) -> Iterator[Due]:
    """What a clause asks for whose text nobody has seen is not asked; what the region itself promised is, by no clause."""
    book = rulebook_of(dossier)
    for each in found:
        clause = book.clause(each.clause) if each.clause is not None else None
        if each.clause is None or (clause is not None and clause.known):
            yield each
        elif each.clause not in _ASKED:
            yield each._replace(clause=None)


# ---- up to the approval --------------------------------------------------------------------------------------


def _application(dossier: Dossier, day: date) -> Iterator[Due]:
    window = next_window(dossier, day)
    if window is not None:
        start, _ = window
        yield Due(
            f"window-{start:%Y-%m}",
            f"{start.year} 年 {start.month} 月的论证评审",
            month_end(start),
            "review-windows",
            start=start,
        )


def _handing_in(dossier: Dossier, now: Stage) -> Iterator[Due]:
    overlay = rulebook_of(dossier).overlay
    for index, step in enumerate(overlay.steps if overlay is not None and now != "recommended" else ()):
        if step.due is not None:
            who = f"（{step.who}）" if step.who else ""
            yield Due(f"overlay-{index + 1}", f"{step.what}{who}", step.due, None, rest=step.source or "")


# ---- by the plan ---------------------------------------------------------------------------------------------


def _phases(dossier: Dossier, day: date) -> Iterator[Due]:
    """The end of each phase, until it is over and what was reached of its targets is recorded.

    A plan without any record of progress is not held against them.
    """
    for index, phase in enumerate(dossier.plan.phases):
        unrecorded = dossier.has(PROGRESS) and any(
            latest_result(dossier, phase.name, each, day) is None for each in phase.project_targets
        )
        if phase.end is not None and (month_end(phase.end) >= day or unrecorded):
            place = dossier.locate(PLAN, ("工作阶段", index, "结束"))
            name = f"{phase.name or f'第 {index + 1} 阶段'}结束，核对阶段目标"
            yield Due(f"phase-{index + 1}", name, month_end(phase.end), "form-plan-targets", place)


def _projects(dossier: Dossier, day: date) -> Iterator[Due]:
    """Work items that no record says are done; a plan without any record of progress is not held against them."""
    if not dossier.has(PROGRESS):
        return
    for index, project in enumerate(dossier.plan.projects):
        newest = latest_progress(dossier, project.name, day) if project.name is not None else None
        closed = newest is not None and newest[1].state in ("已完成", "已停止")
        if project.name is not None and project.end is not None and not closed:
            place = dossier.locate(PLAN, ("主要工作项目", index, "完成时间"))
            yield Due(
                f"project-{index + 1}",
                f"完成工作项目：{project.name}",
                month_end(project.end),
                "pilot-execution",
                place,
            )


def _policies(dossier: Dossier, day: date) -> Iterator[Due]:
    for index, policy in enumerate(dossier.support.policies):
        settled = policy.state == "已落实" and (policy.date is None or policy.date <= day)
        if policy.due is not None and not settled:
            place = dossier.locate(SUPPORT, ("政策落实", index, "应落实日期"))
            yield Due(f"policy-{index + 1}", f"落实政策：{policy.name or ''}", policy.due, "zone-1", place)


# ---- every year ----------------------------------------------------------------------------------------------


def _evaluation(dossier: Dossier, day: date) -> Iterator[Due]:
    """二（二）: 每年至少开展一次评价工作; the interval counts from the last one, the first from the approval."""
    begun, interval = approved_on(dossier, day), parameter_number(dossier, "evaluation-interval")
    if begun is None or interval is None:
        return
    held = {
        each.date: year
        for year, each in dossier.evaluations.items()
        if each.date is not None and begun <= each.date <= day
    }
    last = max(held, default=begun)
    year = held.get(last)
    place = dossier.locate(evaluation_path(year), ("评价日期",)) if year is not None else _begun(dossier)
    rest = "距上次评价满一年" if year is not None else "距批复满一年"
    yield Due(
        f"evaluation-{last.isoformat()}",
        "开展下一次评价",
        years_after(last, int(interval)),
        "work-evaluation",
        place,
        rest=rest,
    )


def _begun(dossier: Dossier) -> Location:
    from brandcluster.dossier.files import APPROVAL

    return dossier.locate(APPROVAL, ("批复日期",))


def _summaries(dossier: Dossier, day: date) -> Iterator[Due]:
    """三（六）: 每年应对工作开展情况进行总结评价; one summary for every year that has begun, counted as verdicts do."""
    begun = approved_on(dossier, day)
    if begun is None:
        return
    reading = year_reading(dossier)
    entries = [(each.year, each.date) for each in dossier.summaries.summaries if each.date is not None]
    settled = years_settled(begun, [(year, when) for year, when in entries if begun <= when <= day], reading)
    for each in years_begun(dossier, day, reading):
        if each.number not in settled:
            what = f"提交{each.words.replace('（', '的总结（') if reading == ANNIVERSARY else f' {each.words}的总结'}"
            rest = REMINDER if reading == ANNIVERSARY else CALENDAR_REMINDER
            yield Due(f"summary-{each.number}", what, each.last, "annual-summary", _begun(dossier), rest=rest)


def _yearly(dossier: Dossier, day: date) -> Iterator[Due]:
    """The overlay's own yearly dates; what was handed in is not recorded there, so the next one only is named."""
    overlay = rulebook_of(dossier).overlay
    for index, step in enumerate(overlay.steps if overlay is not None else ()):
        if step.yearly is None:
            continue
        next_ = next_yearly(step.yearly, day)
        if next_ is not None:
            who = f"（{step.who}）" if step.who else ""
            yield Due(f"overlay-{index + 1}-{next_.year}", f"{step.what}{who}", next_, None, rest=step.source or "")


# ---- promised ------------------------------------------------------------------------------------------------


def _open(due: date | None, done: date | None, day: date) -> bool:
    return due is not None and not has_happened(done, day)


def _measures(dossier: Dossier, day: date) -> Iterator[Due]:
    for year, evaluation in dossier.evaluations.items():
        for index, each in enumerate(evaluation.measures if has_happened(evaluation.date, day) else ()):
            if each.due is not None and _open(each.due, each.done, day):
                keys: KeyPath = ("改进措施", index, "完成期限")
                what = f"改进措施：{each.content or ''}"
                yield Due(
                    f"measure-{year}-{index + 1}", what, each.due, "zone-2", dossier.locate(evaluation_path(year), keys)
                )


def _demands(dossier: Dossier, day: date) -> Iterator[Due]:
    for i, inspection in enumerate(dossier.supervision.inspections):
        for j, each in enumerate(inspection.demands if has_happened(inspection.date, day) else ()):
            if each.due is not None and _open(each.due, each.done, day):
                place = dossier.locate(SUPERVISION, ("监督检查", i, "整改要求", j, "完成期限"))
                yield Due(f"demand-{i + 1}-{j + 1}", f"整改：{each.content or ''}", each.due, "supervision", place)


# ---- the title -----------------------------------------------------------------------------------------------


def _title(dossier: Dossier, day: date) -> Iterator[Due]:
    term = title_term(dossier, day)
    if term is None:
        return
    reviews = dossier.zone.reviews
    waiting = any(has_happened(each.applied, day) and not has_happened(each.date, day) for each in reviews)
    what = "称号有效期满" if waiting else "称号有效期满，可以申请复审：交前三年的总结和未来三年的工作方案"
    yield Due(
        f"validity-{term.first.isoformat()}",
        what,
        term.last,
        "zone-validity" if waiting else "zone-review",
        dossier.locate(ZONE, term.keys),
        rest="" if term.stated or term.keys[0] == "授予" else RENEWED,
    )
