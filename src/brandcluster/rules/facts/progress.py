"""What pilot/progress.yaml last says of work items and targets (三（五）)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from brandcluster.base.days import month_end
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.plan import ProjectTarget

if TYPE_CHECKING:
    from brandcluster.dossier.model.pilot.progress import ProjectProgress, TargetResult

E = TypeVar("E", "ProjectProgress", "TargetResult")
K = TypeVar("K", str | None, "_Target")
_Target = tuple[str | None, str | None, str | None]

#: A target in these words is reached at or below its number; 下降 alone is by how much, and more is better.
_AT_MOST = late_pattern(
    r"不(?:超过|高于|多于|大于)|(?<!不)[低少小]于|以下|以内|控制在|[降减压](?:[低少缩])?[到至为]|下降[到至为]"
)


def planned_targets(dossier: Dossier, phase: str | None, project: str | None) -> list[ProjectTarget]:
    """The targets that the plan sets for a work item in a phase."""
    return [
        target
        for each in dossier.plan.phases
        if each.name == phase
        for target in each.project_targets
        if target.project == project
    ]


def latest_progress(dossier: Dossier, project: str, day: date) -> tuple[int, ProjectProgress] | None:
    """The newest entry on a work item by a day, with its place in the list; of one day the later entry."""
    return _newest(_by_project(dossier), project, day)


def latest_result(
    dossier: Dossier, phase: str | None, planned: ProjectTarget, day: date
) -> tuple[int, TargetResult] | None:
    """The newest figure for a project's target of a phase by a day, with its place; of one day the later entry."""
    return _newest(_by_target(dossier), (phase, planned.project, planned.target), day)


@once
def _by_project(dossier: Dossier) -> dict[str | None, list[tuple[int, ProjectProgress]]]:
    return _grouped(dossier.progress.projects, lambda each: each.project)


@once
def _by_target(dossier: Dossier) -> dict[_Target, list[tuple[int, TargetResult]]]:
    return _grouped(dossier.progress.targets, lambda each: (each.phase, each.project, each.target))


def _grouped(entries: list[E], key: Callable[[E], K]) -> dict[K, list[tuple[int, E]]]:
    """The entries by what they are about, with their places."""
    found: dict[K, list[tuple[int, E]]] = {}
    for place, entry in enumerate(entries):
        found.setdefault(key(entry), []).append((place, entry))
    return found


def _newest(entries: dict[K, list[tuple[int, E]]], key: K, day: date) -> tuple[int, E] | None:
    dated = [(e.date, place, e) for place, e in entries.get(key, ()) if e.date is not None and e.date <= day]
    return max(dated, key=lambda each: each[:2])[1:] if dated else None


def project_targets_by(dossier: Dossier, day: date) -> tuple[list[str], list[str]]:
    """The projects' targets of the phases that are over on a day: those missed, and those without a figure."""
    missed: list[str] = []
    unclear: list[str] = []
    for phase in dossier.plan.phases:
        if phase.end is None or month_end(phase.end) >= day:
            continue
        for planned in phase.project_targets:
            found = latest_result(dossier, phase.name, planned, day)
            good = reaches_target(planned, found[1].actual) if found is not None else None
            if not good:
                (unclear if good is None else missed).append(f"{phase.name}的目标“{planned.target}”")
    return missed, unclear


def reaches_target(planned: ProjectTarget, actual: Decimal | None) -> bool | None:
    """Whether a figure reaches a target; None where either is not given."""
    if planned.quantity is None or actual is None:
        return None
    return actual <= planned.quantity if _AT_MOST.search(planned.target or "") else actual >= planned.quantity
