"""Where a region stands on a day, from the application to the re-review: what its records say has happened by then.

A record dated after the day has not happened yet. Nothing is concluded that no record states: a pilot begins with its
approval (三（四）), a zone with its designation (三（六）), and a re-review extends a title by its own document.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from brandcluster.base.days import month_end, years_after
from brandcluster.base.diagnostics import KeyPath, Location
from brandcluster.dossier.files import APPROVAL, HEADER, RECOMMENDATION, SUMMARIES, ZONE, evaluation_path
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.rules_in_force import cycle_of, parameter_number

if TYPE_CHECKING:
    from brandcluster.dossier.model.pilot.zone import Designation, Review

Stage = Literal[
    "preparing", "sealed", "recommended", "pilot", "pilot_over", "zone_applied", "zone", "expired", "revoked"
]
STAGES: dict[Stage, str] = {
    "preparing": "准备申报",
    "sealed": "已盖章，待推荐",
    "recommended": "已推荐，待批复",
    "pilot": "试点",
    "pilot_over": "试点周期已满",
    "zone_applied": "已申请评价",
    "zone": "示范区",
    "expired": "示范区称号已满期",
    "revoked": "称号已撤消",
}


class Step(NamedTuple):
    """One step of the way: what, when (None while it has not happened), under which clause, and where it is recorded."""

    name: str
    day: date | None
    clause: str | None
    source: Location | None
    note: str = ""


def has_happened(when: date | None, day: date) -> bool:
    """Whether a record says that something has happened by a day."""
    return when is not None and when <= day


def approved_on(dossier: Dossier, day: date) -> date | None:
    """The day of approval, from which clocks count; None while there is none by the day."""
    found = dossier.approval.date if dossier.has_pilot else None
    return found if has_happened(found, day) else None


def designation_by(dossier: Dossier, day: date) -> Designation | None:
    """The designation as a zone; None while there is none by the day."""
    found = dossier.zone.designation if dossier.has_pilot else None
    return found if found is not None and has_happened(found.date, day) else None


#: What a term after a passed re-review rests on, where its document names no end.
RENEWED = "复审文件没有写有效期，从结果日期起算三年"


class Term(NamedTuple):
    """A stretch of days on which the title holds, both included; `keys` is where its end is read in pilot/zone.yaml.

    `stated` where a document names the end, not only the number of years.
    """

    first: date
    last: date
    keys: KeyPath
    stated: bool = False


def title_terms(dossier: Dossier, day: date) -> list[Term]:
    """The terms of the title by what is recorded up to a day (三（七）3: 三年有效; 复审合格的区域继续保持示范区称号).

    A passed re-review gives another: to the day that its document names, else the same number of years from its
    result. Empty without a title or where no rule is in force.
    """
    designation, years = designation_by(dossier, day), parameter_number(dossier, "zone-validity")
    if designation is None or designation.date is None or years is None:
        return []
    found = [Term(designation.date, years_after(designation.date, int(years)), ("授予", "授予日期"))]
    for index, each in enumerate(dossier.zone.reviews):
        if each.result == "通过" and each.date is not None and each.date <= day:
            last, label = (each.until, "有效期至") if each.until else (years_after(each.date, int(years)), "结果日期")
            found.append(Term(each.date, last, ("复审", index, label), each.until is not None))
    return found


def title_term(dossier: Dossier, day: date) -> Term | None:
    """The term that ends last: the title holds up to its end. None without a title."""
    return max(title_terms(dossier, day), key=lambda each: each.last, default=None)


def stage_on(dossier: Dossier, day: date) -> Stage:
    """The stage on a day, by the records dated up to it."""
    if not dossier.has_pilot:  # nor is what describes one imported
        return _before_approval(dossier, day)
    zone, cycle = dossier.zone, cycle_of(dossier)
    if zone.revocation is not None and has_happened(zone.revocation.date, day):
        return "revoked"
    if designation_by(dossier, day) is not None:
        term = title_term(dossier, day)
        return "expired" if term is not None and term.last < day else "zone"
    if approved_on(dossier, day) is None:
        return _before_approval(dossier, day)
    if zone.application is not None and has_happened(zone.application.date, day):
        return "zone_applied"
    return "pilot_over" if cycle is not None and month_end(cycle[1]) < day else "pilot"


def _before_approval(dossier: Dossier, day: date) -> Stage:
    form = dossier.recommendation
    if form.province is not None and has_happened(form.province.date, day):
        return "recommended"
    return "sealed" if form.applicant is not None and has_happened(form.applicant.date, day) else "preparing"


def steps_to(dossier: Dossier, day: date) -> list[Step]:
    """The way so far and the next steps, in the order of the notice."""
    found = [*_application(dossier), *_approval(dossier)]
    if approved_on(dossier, day) is not None:
        yearly = [each for each in _pilot(dossier) if has_happened(each.day, day)]
        found += sorted(yearly, key=lambda each: each.day or day)
        zone = list(_zone(dossier, day))
        if stage_on(dossier, day) != "pilot" or any(has_happened(each.day, day) for each in zone):
            found += zone
    return [each if has_happened(each.day, day) else each._replace(day=None, source=None) for each in found]


def _at(dossier: Dossier, path: str, keys: KeyPath, when: date | None) -> Location | None:
    return None if when is None else dossier.locate(path, keys)


def _application(dossier: Dossier) -> Iterator[Step]:
    header, form = dossier.header, dossier.recommendation
    yield Step("申报", header.date, "form-cover", _at(dossier, HEADER, ("申报日期",), header.date))
    places: tuple[tuple[str, date | None, str, KeyPath], ...] = ()
    if dossier.has(RECOMMENDATION):
        places = (
            ("申报单位盖章", form.applicant.date if form.applicant else None, "rec-head", ("申报单位",)),
            ("当地政府同意", form.local.date if form.local else None, "apply-local-consent", ("当地人民政府",)),
            (
                "省级推荐",
                form.province.date if form.province else None,
                "apply-province",
                ("省级工业和信息化主管部门",),
            ),
        )
    for name, when, clause, keys in places:
        yield Step(name, when, clause, _at(dossier, RECOMMENDATION, (*keys, "盖章日期"), when))


def _approval(dossier: Dossier) -> Iterator[Step]:
    if not dossier.has_pilot:
        yield Step("批复", None, "pilot-approval", None)
        return
    approval = dossier.approval
    for name, when, label, note in (
        ("公示", approval.notice_date, "公示日期", ""),
        ("批复", approval.date, "批复日期", approval.number or ""),
        ("授牌", approval.plaque_date, "授牌日期", ""),
    ):
        if when is not None or name == "批复":
            yield Step(name, when, "pilot-approval", _at(dossier, APPROVAL, (label,), when), note)


def _pilot(dossier: Dossier) -> Iterator[Step]:
    for year, evaluation in dossier.evaluations.items():
        path = evaluation_path(year)
        yield Step(f"{year} 年度评价", evaluation.date, "zone-2", _at(dossier, path, ("评价日期",), evaluation.date))
    for index, each in enumerate(dossier.summaries.summaries):
        place = _at(dossier, SUMMARIES, ("年度总结", index), each.date)
        yield Step(f"{each.year} 年度总结", each.date, "annual-summary", place)


def _zone(dossier: Dossier, day: date) -> Iterator[Step]:
    zone = dossier.zone
    asked = zone.application.date if zone.application is not None else None
    yield Step("申请评价", asked, "zone-apply", _at(dossier, ZONE, ("申请评价",), asked))
    result = zone.result
    judged = result.date if result is not None else None
    yield Step(
        "评价结果",
        judged,
        "zone-excellent",
        _at(dossier, ZONE, ("评价结果",), judged),
        (result and result.result) or "",
    )
    title = zone.designation
    named = title.date if title is not None else None
    yield Step("授予称号", named, "zone-name", _at(dossier, ZONE, ("授予",), named), (title and title.name) or "")
    for index, each in enumerate(zone.reviews):
        place = _at(dossier, ZONE, ("复审", index), each.applied)
        yield Step("申请复审", each.applied, "zone-review", place)
        if each.date is not None:
            yield Step("复审结果", each.date, "zone-review", place, each.result or "")
    revoked = zone.revocation.date if zone.revocation is not None else None
    if has_happened(revoked, day):
        yield Step("撤消称号", revoked, "zone-revocation", _at(dossier, ZONE, ("撤消",), revoked))


def package_gaps(dossier: Dossier, review: Review) -> list[str]:
    """What a re-review's package lacks: a summary of each of the years before, the plan for the years to come."""
    count, ahead = parameter_number(dossier, "review-summaries"), parameter_number(dossier, "review-plan-years")
    if review.applied is None or count is None or ahead is None:
        return []
    there = {each.year for each in review.summaries if each.document is not None}
    years = range(review.applied.year - int(count), review.applied.year)
    gaps = [f"{year} 年的总结" for year in years if year not in there]
    plan = review.next_plan
    if plan is None or plan.document is None:
        gaps.append(f"未来 {int(ahead)} 年的工作方案")
    elif plan.first_year is not None and plan.last_year is not None:
        length = plan.last_year - plan.first_year + 1
        if length < ahead or plan.first_year < review.applied.year:
            gaps.append(f"未来 {int(ahead)} 年的工作方案（现在的是 {plan.first_year} 至 {plan.last_year} 年）")
    return gaps
