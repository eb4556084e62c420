"""The plan against what was done, and the funds planned against those that came, each with its places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from brandcluster.base.diagnostics import Location
from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.dossier.files import PLAN, PROGRESS, SUPPORT
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.plan_progress import WORK_STATES
from brandcluster.rules.facts.progress import latest_progress, reaches_target
from brandcluster.rules.facts.rules_in_force import month_in_words
from brandcluster.rules.facts.stage import has_happened


@dataclass(frozen=True, slots=True)
class Work:
    """A work item of the plan: planned from when to when, and how far the newest record has it."""

    name: str
    planned: str
    state: str
    since: date | None
    result: str
    late: bool
    sources: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """A quantified target of a project in a phase, and what was reached; `met` is None while nothing is recorded."""

    phase: str
    project: str
    target: str
    planned: str
    actual: str
    met: bool | None
    sources: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class FundLine:
    """万元 of one year and source (None: all): planned, arrived by the day, and the share of the two."""

    year: int | None
    source: str
    planned: str
    arrived: str
    share: str
    sources: tuple[Location, ...]


def work_items(dossier: Dossier, day: date) -> list[Work]:
    """The work items of the plan in its order."""
    found = []
    for index, project in enumerate(dossier.plan.projects):
        newest = latest_progress(dossier, project.name, day) if project.name is not None else None
        places = [dossier.locate(PLAN, ("主要工作项目", index, "名称"))]
        if newest is not None:
            places.append(dossier.locate(PROGRESS, ("工作进展", newest[0])))
        entry = newest[1] if newest is not None else None
        over = project.end is not None and (project.end.year, project.end.month) < (day.year, day.month)
        closed = entry is not None and entry.state in ("已完成", "已停止")
        found.append(
            Work(
                project.name or f"第 {index + 1} 项",
                "—".join(
                    month_in_words(month) if month is not None else "未填" for month in (project.start, project.end)
                ),
                (entry.state if entry is not None else None) or WORK_STATES[-1],
                entry.date if entry is not None else None,
                " ".join(text for text in (entry.result, entry.reason) if text) if entry is not None else "",
                over and not closed,
                tuple(places),
            )
        )
    return found


def project_goals(dossier: Dossier, day: date) -> list[Goal]:
    """The project targets of the plan with the newest result of each by a day."""
    found = []
    for i, phase in enumerate(dossier.plan.phases):
        for j, wanted in enumerate(phase.project_targets):
            places = [dossier.locate(PLAN, ("工作阶段", i, "项目目标", j))]
            results = [
                (each.date, index, each)
                for index, each in enumerate(dossier.progress.targets)
                if (each.phase, each.project, each.target) == (phase.name, wanted.project, wanted.target)
                and each.date is not None
                and each.date <= day
            ]
            newest = max(results, key=lambda each: each[:2]) if results else None
            if newest is not None:
                places.append(dossier.locate(PROGRESS, ("目标完成", newest[1])))
            actual = newest[2].actual if newest is not None else None
            unit = wanted.unit or ""
            found.append(
                Goal(
                    phase.name or f"第 {i + 1} 阶段",
                    wanted.project or "",
                    wanted.target or "",
                    "" if wanted.quantity is None else f"{decimal_text(wanted.quantity)} {unit}",
                    ""
                    if actual is None
                    else f"{decimal_text(actual)} {unit}（{newest[0].isoformat() if newest else ''}）",
                    reaches_target(wanted, actual),
                    tuple(places),
                )
            )
    return found


def fund_lines(dossier: Dossier, day: date) -> list[FundLine]:
    """Every year and source of the plan, then what came beside the plan, then everything."""
    plan = dossier.plan.funds
    planned = [(item.year, item.source, item.amount) for item in (plan.items if plan is not None else ())]
    records = dossier.support.funds
    came = [(item.year, item.source, item.amount if has_happened(item.date, day) else Decimal(0)) for item in records]
    keys = list(dict.fromkeys((year, source) for year, source, _ in (*planned, *came)))
    keys.sort(key=lambda key: key[0] or 0)
    found = []
    for year, source in keys:
        places = [
            dossier.locate(PLAN, ("资金", "明细", index, "金额（万元）"))
            for index, item in enumerate(planned)
            if item[:2] == (year, source)
        ]
        places += [
            dossier.locate(SUPPORT, ("资金到位", index, "金额（万元）"))
            for index, item in enumerate(records)
            if (item.year, item.source) == (year, source) and has_happened(item.date, day)
        ]
        wanted, got = (_sum([each[2] for each in of if each[:2] == (year, source)]) for of in (planned, came))
        found.append(_fund_line(year, source or "来源未填", wanted, got, tuple(places)))
    if found:
        wanted, got = _sum([each[2] for each in planned]), _sum([each[2] for each in came])
        place = (dossier.locate(PLAN, ("资金", "总额（万元）")),) if plan is not None else ()
        found.append(_fund_line(None, "合计", wanted, got, place))
    return found


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    return None if None in amounts else sum((each for each in amounts if each is not None), Decimal(0))


def _fund_line(
    year: int | None, source: str, planned: Decimal | None, arrived: Decimal | None, places: tuple[Location, ...]
) -> FundLine:
    share = "—"
    if planned and arrived is not None:
        share = f"{round_text(Fraction(arrived) * 100 / Fraction(planned), 1)}%"
    words = ["不明" if each is None else decimal_text(each) for each in (planned, arrived)]
    return FundLine(year, source, words[0], words[1], share, places)
