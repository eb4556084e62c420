"""The procedure from the pilot on, 三（五）、（六）、（七）3, applied to a dossier on a day.

What the ministry decides is never assumed: it is met when its decision is recorded, and unknown before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from brandcluster.base.days import month_end
from brandcluster.base.diagnostics import Location, Verdict
from brandcluster.dossier.files import INCIDENTS, PLAN, PROGRESS, ZONE
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.incidents import KINDS, incidents_since, serious_grade
from brandcluster.rules.facts.progress import latest_progress, project_targets_by
from brandcluster.rules.facts.record_days import year_end
from brandcluster.rules.facts.stage import (
    RENEWED,
    approved_on,
    designation_by,
    has_happened,
    package_gaps,
    title_term,
    title_terms,
)
from brandcluster.rules.verdicts.condition import Condition
from brandcluster.rules.verdicts.planned_policies import policies_on
from brandcluster.rules.verdicts.yearly_duties import NOT_APPROVED, inspections_held, summaries_handed_in
from brandcluster.rules.verdicts.zone_application import own_targets

_NO_TITLE = "还没有授予示范区称号。"


def _execution(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """Work items whose time is up are done, targets of phases that are over are reached, policies are delivered."""
    clause = "pilot-execution"
    if approved_on(dossier, day) is None:
        yield Verdict(clause, None, "not_applicable", NOT_APPROVED)
        return
    if not dossier.has(PLAN):
        yield Verdict(clause, None, "unknown", "没有试点工作方案。", missing=(f"试点工作方案（{PLAN}）",))
        return
    failed: list[str] = []
    unknown: list[str] = []
    places: list[Location] = []
    done = 0
    for project in dossier.plan.projects:
        entry = latest_progress(dossier, project.name or "", day)
        if entry is not None:
            places.append(dossier.locate(PROGRESS, ("工作进展", entry[0])))
        if entry is not None and entry[1].state == "已完成":
            done += 1
        elif project.end is not None and month_end(project.end) < day:
            (failed if entry is not None else unknown).append(f"工作项目“{project.name}”")
    missed, unclear = project_targets_by(dossier, day)
    policies = [each for each in policies_on(dossier, day).states if each.overdue]
    late = [each for each in policies if each.outcome in ("later", "partial", "undone")]
    unrecorded = [each for each in policies if each.outcome == "unrecorded"]
    places += [each.place for each in (*late, *unrecorded)]
    failed += [*missed, *(f"政策“{each.name}”" for each in late)]
    unknown += [*unclear, *(f"政策“{each.name}”" for each in unrecorded)]
    if not failed and not unknown and not done and not policies and not _anything_due(dossier, day):
        message = f"{len(dossier.plan.projects)} 个工作项目、各阶段目标和政策都还没有到期，无法判定。"
        yield Verdict(clause, None, "unknown", message, sources=tuple(places), missing=("到期以后的记录",))
        return
    yield Verdict(
        clause,
        None,
        "not_met" if failed else "unknown" if unknown else "met",
        f"{len(dossier.plan.projects)} 个工作项目完成 {done} 个。"
        + (f"没有按期：{'、'.join(failed)}。" if failed else "")
        + (f"没有记录：{'、'.join(unknown)}。" if unknown else ""),
        sources=tuple(places),
        missing=(*failed, *unknown),
    )


def _anything_due(dossier: Dossier, day: date) -> bool:
    """Whether the time of any work item, or of any phase with targets, is up."""
    ends = [each.end for each in dossier.plan.projects]
    ends += [each.end for each in dossier.plan.phases if each.project_targets]
    return any(end is not None and month_end(end) < day for end in ends)


def _excellent(dossier: Dossier, day: date) -> Iterator[Verdict]:
    result = dossier.zone.result
    if result is None or not has_happened(result.date, day) or result.result is None:
        yield Verdict(
            "zone-excellent",
            None,
            "unknown",
            "还没有工业和信息化部的评价结果，不能推定。",
            missing=("评价结果（pilot/zone.yaml）",),
        )
        return
    proven = is_there(dossier, result.document)
    which = f"（{'、'.join(result.industries)}）" if result.industries else ""
    yield Verdict(
        "zone-excellent",
        None,
        "not_met" if result.result != "优秀" else "met" if proven else "unknown",
        f"评价结果：{result.result}{which}，{result.date}。",
        sources=(dossier.locate(ZONE, ("评价结果",), on_key=True),),
        missing=() if proven else ("评价结果的文件",),
    )


def _validity(dossier: Dossier, day: date) -> Iterator[Verdict]:
    term = title_term(dossier, day)
    if term is None:
        yield Verdict("zone-validity", None, "not_applicable", _NO_TITLE)
        return
    until = term.last
    holds = day <= until
    yield Verdict(
        "zone-validity",
        None,
        "met" if holds else "not_met",
        f"称号有效到 {until.isoformat()}（含）{f'，还有 {(until - day).days} 天' if holds else '，已经满期'}。",
        values={"until": until.isoformat()},
        sources=(dossier.locate(ZONE, term.keys),),
        notes=() if term.stated or term.keys[0] == "授予" else (RENEWED,),
    )


def _review(dossier: Dossier, day: date) -> Iterator[Verdict]:
    clause = "zone-review"
    term = title_term(dossier, day)
    if term is None:
        yield Verdict(clause, None, "not_applicable", _NO_TITLE)
        return
    asked = [(i, each) for i, each in enumerate(dossier.zone.reviews) if has_happened(each.applied, day)]
    # What was asked for in an earlier term was about that one.
    settled = asked and has_happened(asked[-1][1].date, day) and term.last < day
    if not asked or settled:
        yield Verdict(
            clause,
            None,
            "not_applicable" if day <= term.last else "unknown",
            f"称号到 {term.last.isoformat()} 满期，{'还没有再申请复审' if settled else '还没有申请复审'}；有效期满的可以申请。",
            missing=("复审申请、前3年的总结、未来3年的工作方案",),
        )
        return
    index, review = asked[-1]
    gaps = package_gaps(dossier, review)
    gaps += [
        f"文件“{named}”"
        for named in (*(e.document for e in review.summaries), review.next_plan.document if review.next_plan else None)
        if named is not None and not is_there(dossier, named)
    ]
    yield Verdict(
        clause,
        None,
        "not_met" if gaps else "met",
        f"{review.applied} 申请复审，材料{'不齐' if gaps else '齐全'}；结果：{review.result or '还没有'}。",
        sources=(dossier.locate(ZONE, ("复审", index)),),
        missing=tuple(gaps),
    )


def _revocation(dossier: Dossier, day: date) -> Iterator[Verdict]:
    clause = "zone-revocation"
    title = designation_by(dossier, day)
    if title is None or title.date is None:
        yield Verdict(clause, None, "not_applicable", _NO_TITLE)
        return
    revoked = dossier.zone.revocation
    if revoked is not None and has_happened(revoked.date, day):
        place = dossier.locate(ZONE, ("撤消",), on_key=True)
        yield Verdict(clause, None, "not_met", f"称号已在 {revoked.date} 撤消：{revoked.reason}。", sources=(place,))
        return
    found = [each for each in incidents_since(dossier, title.date) if each[2].date is not None and each[2].date <= day]
    grave = [(path, keys, e, serious_grade(dossier, e)) for path, keys, e in found]
    risks = [
        f"{e.date} {e.kind}事故{f'（{grade}）' if grade else '，是否重大还需有人认定'}"
        for _, _, e, grade in grave
        if grade != ""
    ]
    risks += _idle(dossier, day)
    # What is declared of a year comes in the course of the next.
    until = max(title.date, year_end(day.year - 1))
    gaps = []
    for kind in KINDS:
        open_from = _undeclared_from(dossier, kind, title.date, day)
        if open_from <= until:
            gaps.append(f"{open_from.isoformat()} 以来{kind}的声明（{INCIDENTS}）")
    yield Verdict(
        clause,
        None,
        "unknown" if risks or gaps else "met",
        f"有撤消的风险：{'、'.join(risks)}；由工业和信息化部决定。" if risks else "没有记录应撤消称号的情形。",
        sources=tuple(dossier.locate(path, keys) for path, keys, _, grade in grave if grade != ""),
        missing=tuple(gaps),
    )


def _idle(dossier: Dossier, day: date) -> list[str]:
    """不能持续开展品牌培育工作: the years of the title without summary, evaluation or any activity."""
    summaries = dossier.summaries.summaries
    handed = {each.year for each in summaries if has_happened(each.date, day)}
    held = [each.end for each in dossier.activities.activities]
    held += [each.date for each in dossier.training.events]
    active = {each.year for each in held if each is not None and each <= day}
    titled = title_terms(dossier, day)
    found = []
    for year in range(min((term.first.year for term in titled), default=day.year), day.year):
        if not any(term.first <= year_end(year) <= term.last for term in titled):
            continue
        lacking = [] if year in active else ["活动"]
        # Summary and evaluation of a year are made in the course of the next.
        if year < day.year - 1:
            evaluation = dossier.evaluations.get(year)
            lacking += [] if evaluation is not None and has_happened(evaluation.date, day) else ["评价"]
            lacking += [] if year in handed else ["总结"]
        if lacking:
            found.append(f"{year} 年没有{'、'.join(lacking)}")
    return found


def _undeclared_from(dossier: Dossier, kind: str, first: date, day: date) -> date:
    """The first day from a day on of which no document declares whether there was an incident of a kind."""
    declared = sorted(
        (each.start, each.end)
        for each in dossier.incidents.declarations
        if each.kind == kind
        and each.start is not None
        and each.end is not None
        and has_happened(each.date, day)
        and is_there(dossier, each.document)
    )
    for start, end in declared:
        if start <= first <= end:
            first = end + timedelta(days=1)
    return first


PILOT_PROCEDURE: tuple[Condition, ...] = (
    Condition("pilot-execution", "按方案实施", _execution),
    Condition("annual-summary", "年度总结", summaries_handed_in),
    Condition("supervision", "监督检查和整改", inspections_held),
    Condition("zone-apply", "完成方案工作目标", own_targets),
    Condition("zone-excellent", "评价结果", _excellent),
    Condition("zone-validity", "称号有效期", _validity),
    Condition("zone-review", "复审材料", _review),
    Condition("zone-revocation", "没有应撤消称号的情形", _revocation),
)
