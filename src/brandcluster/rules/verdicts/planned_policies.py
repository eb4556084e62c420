"""What became of the policies and measures that the plan promises, as it was fixed at the application.

Each planned one is held against 政策落实 by its name. A plan that lists none is judged by the rows of 政策落实 as they
stand, and that is said. What has no record is never a failure, overdue or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from brandcluster.base.diagnostics import Location
from brandcluster.dossier.files import PLAN, SUPPORT
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.plan import PlannedPolicy
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.sealed_application import Application, fixed_application
from brandcluster.rules.verdicts.condition import unread_parts

if TYPE_CHECKING:
    from brandcluster.dossier.model.pilot.support import PolicyDelivery

#: The key of the plan under which they stand.
LISTED = "拟落实的政策和措施"


#: Carried out, with its document or without; carried out on a later day, in part, not at all, not due yet; no record.
Outcome = Literal["done", "unproven", "later", "partial", "undone", "ahead", "unrecorded"]


class PolicyState(NamedTuple):
    """One policy: what became of it, in words what is open ("" for one carried out), whether it is overdue, and where
    it stands."""

    name: str
    outcome: Outcome
    open: str
    overdue: bool
    place: Location


class Policies(NamedTuple):
    """All policies that count; what keeps them from being read; what a reader must know of how they were found."""

    states: tuple[PolicyState, ...]
    gaps: tuple[str, ...]
    notes: tuple[str, ...]


def policies_on(dossier: Dossier, day: date) -> Policies:
    """Every policy that the plan promises, or that is recorded where it promises none by name, as it stands on a day."""
    fixed = fixed_application(dossier, day)
    gaps = [*unread_parts(dossier, PLAN, LISTED), *unread_parts(dossier, SUPPORT, "政策落实")]
    if fixed.dossier is None:
        gaps.append("封存的试点工作方案（封存以后改动过，或读不出来）")
    planned = fixed.dossier.plan.policies if fixed.dossier is not None else []
    if planned:
        return Policies(tuple(_planned(dossier, fixed, planned, day)), tuple(gaps), tuple(_beside(dossier, planned)))
    states = tuple(_state(dossier, each, index, each.due, day) for index, each in enumerate(dossier.support.policies))
    if not states:
        gaps.append("政策落实的记录（pilot/support.yaml）")
    which = f"{fixed.seal.name}的方案" if fixed.seal is not None else "方案"
    return Policies(states, tuple(gaps), (f"{which}没有列出“{LISTED}”，按“政策落实”的记录判定",))


def _planned(dossier: Dossier, fixed: Application, planned: list[PlannedPolicy], day: date) -> Iterator[PolicyState]:
    recorded: dict[str, tuple[int, PolicyDelivery]] = {}
    for index, each in enumerate(dossier.support.policies):
        if each.name is not None:
            # The last record of a name is the newest.
            recorded[normalise_key(each.name)] = (index, each)
    for number, policy in enumerate(planned):
        place = fixed.place((fixed.dossier or dossier).locate(PLAN, (LISTED, number)))
        if policy.name is None:
            yield PolicyState(f"第 {number + 1} 项", "unrecorded", "没有写名称", overdue=False, place=place)
            continue
        found = recorded.get(normalise_key(policy.name))
        if found is None:
            overdue = policy.date is not None and policy.date < day
            words = f"没有落实的记录（{_promise(policy)}）"
            yield PolicyState(policy.name, "unrecorded", words, overdue, place)
        else:
            yield _state(dossier, found[1], found[0], found[1].due or policy.date, day)


def _promise(policy: PlannedPolicy) -> str:
    by = policy.date.isoformat() if policy.date is not None else "没有写日期"
    return f"计划 {by}，{policy.body or '没有写责任单位'}"


def _beside(dossier: Dossier, planned: list[PlannedPolicy]) -> Iterator[str]:
    """Records of policies that the plan does not promise."""
    known = {normalise_key(each.name) for each in planned if each.name is not None}
    others = [each.name for each in dossier.support.policies if each.name and normalise_key(each.name) not in known]
    if others:
        yield f"方案里没有的政策，不计入：{'、'.join(others)}"


def _state(dossier: Dossier, entry: PolicyDelivery, index: int, due: date | None, day: date) -> PolicyState:
    outcome, words = _outcome(dossier, entry, due, day)
    place = dossier.locate(SUPPORT, ("政策落实", index))
    return PolicyState(entry.name or "未写名称", outcome, words, due is not None and due < day, place)


def _outcome(dossier: Dossier, entry: PolicyDelivery, due: date | None, day: date) -> tuple[Outcome, str]:
    """What a record says, and in words what is open about it."""
    if entry.name is None or entry.state is None:
        return "unrecorded", "没有写名称或落实情况"
    if entry.state == "未落实":
        return ("undone", "未落实") if due is None or due < day else ("ahead", "还没有到落实的日期")
    if entry.state == "部分落实":
        return "partial", "部分落实"
    if entry.date is not None and entry.date > day:
        return "later", "落实日期在后"
    return ("done", "") if is_there(dossier, entry.document) else ("unproven", "没有落实的文件")
