"""The yearly inspection of a pilot (三（六）): what was promised for the year that is looked at, beside what is recorded.

What was promised is what the plan said when it was sealed. What the records say is held beside it and judged by
nobody here: what was found, and what is concluded, is for those who inspect.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from brandcluster.base.days import chinese_day
from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.dossier.indicators.measure import INDICATORS, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.notice import edition
from brandcluster.papers.office_words import month_span, month_words
from brandcluster.review.rows import Row
from brandcluster.rules.facts.deciding_years import latest_full_year
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.progress import latest_progress, latest_result, reaches_target
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.rules.facts.sealed_application import fixed_application
from brandcluster.rules.facts.stage import approved_on, has_happened
from brandcluster.rules.facts.years_owed import OwedYear, year_reading, years_begun, years_looked_at
from brandcluster.rules.verdicts.planned_policies import policies_on

CLAUSE = "supervision"
NO_RECORD = "没有记录"


class Promised(NamedTuple):
    """One thing to look at: its kind with the clause it rests on, what it is, what was promised or is asked, and what
    is recorded by the day."""

    kind: str
    cite: str
    what: str
    promised: str
    recorded: str


class InspectionSheet(NamedTuple):
    """What is looked at in a pilot for one year; `basis` says which plan the promises are of, `notes` what those who
    inspect must know."""

    region: str
    applicant: str
    industries: str
    notice: str
    approved: date
    year: OwedYear
    day: date
    basis: str
    items: tuple[Promised, ...]
    notes: tuple[str, ...]


def inspection_sheet(dossier: Dossier, row: Row, day: date) -> InspectionSheet | str:
    """The sheet for the year that an inspection on a day counts for; or in words why there is none, "" where the
    region is no pilot by that day."""
    approved = approved_on(dossier, day)
    if approved is None:
        return ""
    years = years_begun(dossier, day, year_reading(dossier))
    if not years:
        return "：批复以后还没有一个检查年度开始，没有生成检查表。"
    year, note = year_to_inspect(dossier, day, years)
    fixed = fixed_application(dossier, day)
    if fixed.dossier is None:
        return "：封存的试点工作方案改动过或读不出来，没有生成：检查要以封存的方案为准。"
    plan_of, seal = fixed.dossier, fixed.seal
    basis = f"{seal.name}的试点工作方案" if seal is not None else "现在的试点工作方案（没有封存过）"
    items = (*_of_plan(dossier, plan_of, year, day), *_of_every_year(dossier, year, day))
    notes = tuple(text for text in (note, "" if plan_of.plan.phases else "方案里没有分阶段的目标。") if text)
    notice = edition.about_edition(row.edition).number
    industries = "、".join(plan_of.industry_names)
    return InspectionSheet(
        row.region, row.applicant, industries, notice, approved, year, day, basis, tuple(items), notes
    )


def year_to_inspect(dossier: Dossier, day: date, years: list[OwedYear]) -> tuple[OwedYear, str]:
    """The year that an inspection on a day counts for, by the clock of 三（六）; where it counts for none any more, the
    last one that has begun, and that is said."""
    held = [
        each.date
        for each in dossier.supervision.inspections
        if each.kind == "年度监督检查" and has_happened(each.date, day) and is_there(dossier, each.document)
    ]
    known = [each for each in held if each is not None]
    counts = years_looked_at(years, [*known, day]) - years_looked_at(years, known)
    for each in years:
        if each.number in counts:
            return each, ""
    within = next((each for each in years if each.first <= day <= each.last), years[-1])
    return within, f"{within.words}已经有检查的记录，或者这一天不在检查的年度以内：再检查一次不多算一年。"


# ---- what was promised -------------------------------------------------------------------------------------------


def _of_plan(dossier: Dossier, planned: Dossier, year: OwedYear, day: date) -> Iterator[Promised]:
    """What the plan promised for the year: work items, targets, indicators, money, policies."""
    yield from _work(dossier, planned, year, day)
    yield from _targets(dossier, planned, year, day)
    yield from _indicators(dossier, planned, year, day)
    yield from _funds(dossier, planned, year, day)
    yield from _policies(dossier, planned, year, day)


def _work(dossier: Dossier, planned: Dossier, year: OwedYear, day: date) -> Iterator[Promised]:
    for project in planned.plan.projects:
        if project.name is None or not _overlaps(project.start, project.end, year):
            continue
        steps = [
            f"{month_words(each.month)}：{each.result or ''}" for each in project.milestones if _is_in(each.month, year)
        ]
        said = "；".join([month_span(project.start, project.end), *steps])
        owner = f"。责任单位：{project.owner}" if project.owner else ""
        newest = latest_progress(dossier, project.name, day)
        recorded = NO_RECORD
        if newest is not None and newest[1].date is not None:
            entry = newest[1]
            words = [entry.state or "", entry.result or "", entry.reason or ""]
            recorded = f"{chinese_day(newest[1].date)}：{'；'.join(text for text in words if text)}"
        yield Promised("工作项目", _cite(dossier, "form-plan-projects"), project.name, f"{said}{owner}", recorded)


def _targets(dossier: Dossier, planned: Dossier, year: OwedYear, day: date) -> Iterator[Promised]:
    cite = _cite(dossier, "form-plan-targets")
    for phase in planned.plan.phases:
        if not _is_in(phase.end, year):
            continue
        for each in phase.project_targets:
            newest = latest_result(dossier, phase.name, each, day)
            recorded = NO_RECORD
            if newest is not None and newest[1].actual is not None and newest[1].date is not None:
                reached = reaches_target(each, newest[1].actual)
                word = {True: "，达到数值", False: "，没有达到数值", None: ""}[reached]
                recorded = f"{decimal_text(newest[1].actual)}{each.unit or ''}（{chinese_day(newest[1].date)}）{word}"
            quantity = f"（{decimal_text(each.quantity)}{each.unit or ''}）" if each.quantity is not None else ""
            by = f"{phase.name or ''}（到{month_words(phase.end)}）"
            yield Promised("项目目标", cite, each.project or "", f"{by}：{each.target or ''}{quantity}", recorded)


def _indicators(dossier: Dossier, planned: Dossier, year: OwedYear, day: date) -> Iterator[Promised]:
    cite = _cite(dossier, "form-plan-targets")
    now = latest_full_year(dossier, day)
    for phase in planned.plan.phases:
        if not _is_in(phase.end, year):
            continue
        for each in phase.indicator_targets:
            name = each.industry or (planned.industry_names[0] if len(planned.industry_names) == 1 else None)
            for indicator in INDICATORS:
                wanted = getattr(each, indicator.id)
                if wanted is None:
                    continue
                value = measure_ratio(now.statistics, indicator, name).value if now is not None else None
                recorded = (
                    f"{now.year}年：{round_text(value, 2)}%" if now is not None and value is not None else NO_RECORD
                )
                said = f"{phase.name or ''}（到{month_words(phase.end)}）达到{decimal_text(wanted)}%"
                yield Promised("关键指标", cite, f"{name or ''} {indicator.label}".strip(), said, recorded)


def _funds(dossier: Dossier, planned: Dossier, year: OwedYear, day: date) -> Iterator[Promised]:
    """万元, of every calendar year that the year reaches into."""
    cite = _cite(dossier, "form-plan-support")
    items = planned.plan.funds.items if planned.plan.funds is not None else []
    keys = dict.fromkeys((each.year, each.source) for each in items)
    for at, source in keys:
        if at is None or not year.first.year <= at <= year.last.year:
            continue
        wanted = [each.amount for each in items if (each.year, each.source) == (at, source)]
        came = [
            each.amount
            for each in dossier.support.funds
            if (each.year, each.source) == (at, source) and has_happened(each.date, day)
        ]
        said = (
            "金额没有填" if None in wanted else f"{decimal_text(sum(each for each in wanted if each is not None))}万元"
        )
        got = (
            "金额没有填" if None in came else f"到位{decimal_text(sum(each for each in came if each is not None))}万元"
        )
        yield Promised("资金", cite, f"{at}年 {source or ''}".strip(), said, got if came else NO_RECORD)


def _policies(dossier: Dossier, planned: Dossier, year: OwedYear, day: date) -> Iterator[Promised]:
    """Those due in the year, and earlier ones that are still open."""
    cite = _cite(dossier, "form-plan-support")
    states = {normalise_key(each.name): each for each in policies_on(dossier, day).states}
    for each in planned.plan.policies:
        state = states.get(normalise_key(each.name or ""))
        is_open = state is None or state.outcome != "done"
        if each.name is None or each.date is None or each.date > year.last or (each.date < year.first and not is_open):
            continue
        who = f"，{each.body}" if each.body else ""
        recorded = "已落实" if state is not None and not is_open else state.open if state is not None else NO_RECORD
        yield Promised("政策和措施", cite, each.name, f"到{chinese_day(each.date)}落实{who}", recorded or NO_RECORD)


# ---- what is asked every year ------------------------------------------------------------------------------------


def _of_every_year(dossier: Dossier, year: OwedYear, day: date) -> Iterator[Promised]:
    """What the notice asks of every year, and what earlier inspections asked for."""
    held = [
        each.date
        for _, each in sorted(dossier.evaluations.items())
        if each.date is not None and has_happened(each.date, day) and year.first <= each.date <= year.last
    ]
    yield Promised(
        "年度评价",
        _cite(dossier, "work-evaluation"),
        "评价工作",
        "每年至少开展一次评价工作，并制定和实施改进措施",
        f"评价日期：{'、'.join(map(chinese_day, held))}" if held else NO_RECORD,
    )
    handed = [
        f"{each.year or ''}年度，{chinese_day(each.date)}提交"
        for each in dossier.summaries.summaries
        if each.date is not None and has_happened(each.date, day) and each.date >= year.first
    ]
    yield Promised(
        "年度总结",
        _cite(dossier, "annual-summary"),
        "总结报告",
        "每年总结评价，向工业和信息化部（科技司）提交总结报告",
        "；".join(handed) or NO_RECORD,
    )
    yield from _demands(dossier, year, day)
    incidents = [each for each in dossier.incidents.incidents if each.date is not None and has_happened(each.date, day)]
    within = [each for each in incidents if each.date is not None and year.first <= each.date <= year.last]
    yield Promised(
        "质量安全信誉",
        _cite(dossier, "zone-revocation"),
        "重大质量安全信誉事故",
        "是否发生，由检查组核实",
        f"这一年记录 {len(within)} 起，是不是重大还需有人认定"
        if within
        else "没有事故的记录（没有记录不等于没有发生）",
    )


def _demands(dossier: Dossier, year: OwedYear, day: date) -> Iterator[Promised]:
    for inspection in dossier.supervision.inspections:
        if inspection.date is None or not has_happened(inspection.date, day):
            continue
        for each in inspection.demands:
            if each.done is not None and has_happened(each.done, day) and each.done < year.first:
                continue
            due = f"，{chinese_day(each.due)}前完成" if each.due is not None else ""
            owner = f"（{each.owner}）" if each.owner else ""
            done = has_happened(each.done, day) and each.done is not None
            recorded = f"{chinese_day(each.done)}完成" if done and each.done is not None else "没有完成的记录"
            yield Promised(
                "整改要求",
                _cite(dossier, CLAUSE),
                f"{chinese_day(inspection.date)}检查提出的",
                f"{each.content or ''}{owner}{due}",
                recorded,
            )


def _overlaps(start: date | None, end: date | None, year: OwedYear) -> bool:
    return (start is None or start < year.last) and (end is None or end >= year.first)


def _is_in(month: date | None, year: OwedYear) -> bool:
    """Whether a month (its first day) belongs to a year: an approval within a month puts the whole of it in the year
    that ends there, so that the phases of a plan and the years of its inspections go together."""
    return month is not None and year.first <= month < year.last


def _cite(dossier: Dossier, clause: str) -> str:
    return edition.cite_clause(edition_of(dossier), clause) or ""
