"""What pilot/progress.yaml last says of work items and targets (三（五）)."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from datetime import date
from decimal import Decimal
from typing import Any

from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.pilot.progress import ProjectProgress, TargetResult
from brandcluster.dossier.model.plan import ProjectTarget

#: A target in these words is reached at or below its number; 下降 alone is by how much, and more is better.
_AT_MOST = re.compile(
    r"不(?:超过|高于|多于|大于)|(?<!不)[低少小]于|以下|以内|控制在|[降减压](?:[低少缩])?[到至为]|下降[到至为]"
)


def planned_targets(dossier: Dossier, phase: str | None, project: str | None) -> list[ProjectTarget]:
    """The targets that the plan sets for a work item in a phase."""
    return [
        target
        for each in (dossier.plan.phases if dossier.plan is not None else ())
        if each.name == phase
        for target in each.project_targets
        if target.project == project
    ]


def latest(dossier: Dossier, project: str, day: date) -> tuple[int, ProjectProgress] | None:
    """The newest entry on a work item by a day, with its place in the list; of one day the later entry."""
    return _newest(_entries(dossier, "projects", lambda each: each.project), project, day)


def latest_result(
    dossier: Dossier, phase: str | None, planned: ProjectTarget, day: date
) -> tuple[int, TargetResult] | None:
    """The newest figure for a project's target of a phase by a day, with its place; of one day the later entry."""
    entries = _entries(dossier, "targets", lambda each: (each.phase, each.project, each.target))
    return _newest(entries, (phase, planned.project, planned.target), day)


def _entries(
    dossier: Dossier, name: str, key: Callable[[Any], Hashable]
) -> dict[Hashable, list[tuple[date, int, Any]]]:
    """The dated entries of a list of progress.yaml by what they are about, with their places; gathered once."""
    kept = f"progress-{name}"
    if kept not in dossier.computed:
        found: dict[Hashable, list[tuple[date, int, Any]]] = {}
        for index, each in enumerate(getattr(dossier.progress, name) if dossier.progress is not None else ()):
            if each.date is not None:
                found.setdefault(key(each), []).append((each.date, index, each))
        dossier.computed[kept] = found
    entries: dict[Hashable, list[tuple[date, int, Any]]] = dossier.computed[kept]
    return entries


def _newest(entries: dict[Hashable, list[tuple[date, int, Any]]], key: Hashable, day: date) -> tuple[int, Any] | None:
    found = [each for each in entries.get(key, ()) if each[0] <= day]
    if not found:
        return None
    _, index, entry = max(found, key=lambda each: each[:2])
    return index, entry


def reached(planned: ProjectTarget, actual: Decimal | None) -> bool | None:
    """Whether a figure reaches a target; None where either is not given."""
    if planned.quantity is None or actual is None:
        return None
    return actual <= planned.quantity if _AT_MOST.search(planned.target or "") else actual >= planned.quantity
