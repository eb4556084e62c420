"""三（六）: 完成实施方案工作目标的可以申请评价 — the five indicators of the last phase, and every project's targets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.days import month_end
from brandcluster.base.diagnostics import Location, Verdict
from brandcluster.dossier.files import PLAN, statistics_path
from brandcluster.dossier.indicators.measure import INDICATORS
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.plan import ProjectTarget
from brandcluster.rules.facts.deciding_years import Year, current_year, each_industry, trusted_ratio, unread_year
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.progress import latest_result, reaches_target
from brandcluster.rules.facts.stage import approved_on
from brandcluster.rules.facts.targets import industry_of, planned_indicator_targets
from brandcluster.rules.verdicts.condition import Condition

#: The clause that says who may ask for evaluation; who may not is not named a zone.
CLAUSE = "zone-apply"


class _Targets(NamedTuple):
    """The targets missed, those that cannot be told yet (or are not set), and where they stand."""

    missed: list[str]
    unclear: list[str]
    places: list[Location]


def own_targets(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """Whether each leading industry reaches the targets of the region's own plan."""
    if approved_on(dossier, day) is None:
        yield Verdict(CLAUSE, None, "not_applicable", "还没有批复。")
        return
    yield from _against_the_plan(dossier, day, CLAUSE, "方案的工作目标都已达到，可以申请评价。")


def own_targets_reached(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """The edition of 2015 asks of a zone what that of 2014 asks of who applies to be one: the plan's own targets."""
    return _against_the_plan(dossier, day, "zone-own-targets", "方案最后阶段的指标目标和各项目的目标都已达到。")


def _against_the_plan(dossier: Dossier, day: date, clause: str, good: str) -> Iterator[Verdict]:
    """Each leading industry against the last phase's indicators and every project's targets."""
    now, unread = current_year(dossier, day), unread_year(dossier, day)
    project_missed, project_unclear = _project_targets(dossier, day)
    for industry in each_industry(dossier, day):
        levels = _levels(dossier, industry, None if unread is not None else now)
        missed = [*project_missed, *levels.missed]
        unclear = [*project_unclear, *([unread] if unread is not None else []), *levels.unclear]
        places = list(levels.places)
        if now is not None:
            places.append(dossier.locate(statistics_path(now.year), ("产业",), on_key=True))
        said = f"没有达到：{'、'.join(missed)}。" if missed else ""
        if not missed and not unclear:
            said = good
        yield Verdict(
            clause,
            industry,
            "not_met" if missed else "unknown" if unclear else "met",
            said + (f"还不能判定：{'、'.join(unclear)}。" if unclear else ""),
            sources=tuple(places),
            missing=(*missed, *unclear),
            notes=() if now is None else (f"指标以 {now.year} 年全年统计数据为准",),
        )


def _levels(dossier: Dossier, industry: str | None, now: Year | None) -> _Targets:
    """The five indicators of the last phase for an industry in the deciding year."""
    found = _Targets([], [], [])
    last = len(dossier.plan.phases) - 1
    entries = dossier.plan.phases[last].indicator_targets if last >= 0 else []
    if sum(industry is not None and industry_of(dossier, each) == industry for each in entries) != 1:
        found.unclear.append("最后阶段的指标目标")
        return found
    wanted = {
        each.indicator.id: each
        for each in planned_indicator_targets(dossier)
        if each.phase == last and each.industry == industry
    }
    for indicator in INDICATORS:
        target = wanted.get(indicator.id)
        if target is None:
            found.unclear.append(f"{indicator.label}的目标")
            continue
        value = trusted_ratio(dossier, now, indicator, industry) if now is not None else None
        found.places.append(dossier.locate(PLAN, target.keys))
        if value is None:
            found.unclear.append(indicator.label)
        elif value < Fraction(target.value):
            found.missed.append(indicator.label)
    return found


def _project_targets(dossier: Dossier, day: date) -> tuple[list[str], list[str]]:
    """The projects' targets of all phases: those missed, and those that cannot be told (yet)."""
    missed: list[str] = []
    unclear: list[str] = []
    phases = dossier.plan.phases
    if not phases:
        return [], ["方案的工作阶段和目标"]
    for phase in phases:
        over = phase.end is not None and month_end(phase.end) < day
        if not phase.project_targets:
            unclear.append(f"{phase.name or '工作阶段'}的项目目标")
        for planned in phase.project_targets if over else ():
            good = _reached(dossier, phase.name, planned, day)
            if not good:
                (unclear if good is None else missed).append(f"{phase.name}的目标“{planned.target}”")
    end = phases[-1].end
    if end is None or month_end(end) >= day:
        unclear.append("最后阶段还没有结束")
    return missed, unclear


def _reached(dossier: Dossier, phase: str | None, planned: ProjectTarget, day: date) -> bool | None:
    """Whether the newest figure reaches a target; None while there is none, or its record is not whole."""
    undated = any(
        each.date is None and (each.phase, each.project, each.target) == (phase, planned.project, planned.target)
        for each in dossier.progress.targets
    )
    found = latest_result(dossier, phase, planned, day)
    if undated or found is None:
        return None
    document = found[1].document
    if document is not None and not is_there(dossier, document):
        return None
    return reaches_target(planned, found[1].actual)


#: Decides with the zone's conditions: without it no industry is named, and the command does not end well.
OWN_TARGETS = Condition(CLAUSE, "完成方案工作目标", own_targets)
