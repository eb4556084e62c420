"""How far a plan has been carried out by a day (三（五）): work items by state, funds arrived against planned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from brandcluster.dossier.files import SUPPORT
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.progress import latest_progress
from brandcluster.rules.facts.stage import has_happened

#: The states of a work item, and the one for which no record speaks.
WORK_STATES = ("已完成", "进行中", "未开始", "已停止", "没有记录")


class FundsProgress(NamedTuple):
    """万元: planned for the years up to the day's, arrived by the day. None where an amount is not given."""

    through: int
    planned: Decimal | None
    arrived: Decimal | None

    @property
    def share(self) -> Fraction | None:
        """Arrived of planned in percent."""
        if self.planned is None or self.arrived is None or not self.planned:
            return None
        return Fraction(self.arrived) * 100 / Fraction(self.planned)


def work_states(dossier: Dossier, day: date) -> dict[str, str]:
    """Each work item of the plan with its state by the newest record up to a day."""
    names = [project.name for project in dossier.plan.projects if project.name]
    newest = {name: latest_progress(dossier, name, day) for name in names}
    return {name: (found[1].state if found is not None else None) or WORK_STATES[-1] for name, found in newest.items()}


def funds_progress(dossier: Dossier, day: date) -> FundsProgress | None:
    """The plan's funds for the years that have begun against what has arrived; None without a plan of funds."""
    planned = dossier.plan.funds
    if planned is None or not planned.items or not dossier.has(SUPPORT):
        return None
    due = [item.amount for item in planned.items if item.year is not None and item.year <= day.year]
    come = [each.amount for each in dossier.support.funds if has_happened(each.date, day)]
    return FundsProgress(day.year, _sum(due), _sum(come))


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    return None if None in amounts else sum((each for each in amounts if each is not None), Decimal(0))
