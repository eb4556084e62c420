"""Parts of a duty that are read in a way of their own: yearly evaluations, counts of enterprises, decisions, seals."""

from __future__ import annotations

from datetime import date
from typing import Any

from brandcluster.base.diagnostics import Location
from brandcluster.dossier.files import (
    APPROVAL,
    EVALUATIONS_FOLDER,
    SEALED_FOLDER,
    STATISTICS_FOLDER,
    ZONE,
    evaluation_path,
    statistics_path,
)
from brandcluster.dossier.indicators.measure import leading_groups, sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.rules.clauses.clause_records import Held, Keep, RecordSource, held_of, since_approval
from brandcluster.rules.facts.deciding_years import latest_full_year
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.stage import approved_on, has_happened
from brandcluster.rules.facts.years_owed import year_reading, years_begun, years_looked_at

# ---- which entries ---------------------------------------------------------------------------------------------


def is_publicity(dossier: Dossier, day: date, entry: Any) -> bool:
    """Whether an activity is publicity or marketing of the pilot years."""
    return entry.kind == "宣传营销" and since_approval(dossier, day, entry)


def is_joined_publicity(dossier: Dossier, day: date, entry: Any) -> bool:
    """Whether enterprises took part in it, by the number that is recorded."""
    return is_publicity(dossier, day, entry) and bool(entry.enterprises)


def is_group_publicity(dossier: Dossier, day: date, entry: Any) -> bool:
    """Whether an association holds it."""
    if not is_publicity(dossier, day, entry):
        return False
    names = [each.name for each in dossier.alliance.associations if each.name]
    return entry.organiser_kind == "行业组织" or any(name in (entry.organiser or "") for name in names)


def is_opinion(dossier: Dossier, day: date, entry: Any) -> bool:
    """Whether an opinion is given and sealed by a day."""
    return entry.opinion is not None and has_happened(entry.date, day)


def is_given(dossier: Dossier, day: date, entry: Any) -> bool:
    """Whether an opinion is given by a day, sealed or not yet."""
    return entry.opinion is not None and (entry.date is None or entry.date <= day)


def is_joint(dossier: Dossier, day: date) -> bool:
    """Whether an association takes part in the application."""
    return dossier.recommendation.joint == "是"


def provincial(kind: str) -> Keep:
    """Keeps what the province did of one kind."""
    return lambda dossier, day, entry: entry.level == "省级主管部门" and entry.kind == kind


# ---- evaluations (二（二）) ---------------------------------------------------------------------------------------


def _evaluations(dossier: Dossier, day: date) -> Held:
    """The evaluations held since the approval; what is lacking are the years that are over without one."""
    begun = approved_on(dossier, day)
    held = {
        year: each
        for year, each in dossier.evaluations.items()
        if has_happened(each.date, day) and (begun is None or (each.date or day) >= begun)
    }
    found = held_of(
        dossier, "每年的评价", [(evaluation_path(year), ("评价日期",), each) for year, each in sorted(held.items())]
    )
    years = [each for each in years_begun(dossier, day, year_reading(dossier)) if each.over]
    settled = years_looked_at(years, [each.date for each in held.values() if each.date is not None])
    lacking = tuple(f"{each.words}的评价" for each in years if each.number not in settled)
    proven = sum(is_there(dossier, each.report) for each in held.values())
    return found._replace(proven=proven, lacking=lacking)


def _measures(dossier: Dossier, day: date, *, done: bool) -> Held:
    found = [
        (evaluation_path(year), ("改进措施", index), each)
        for year, evaluation in sorted(dossier.evaluations.items())
        if has_happened(evaluation.date, day)
        for index, each in enumerate(evaluation.measures)
        if each.content is not None and (not done or has_happened(each.done, day))
    ]
    late = tuple(
        f"改进措施“{each.content}”（期限 {each.due.isoformat()}）的完成情况"
        for _, _, each in found
        if not done and each.due is not None and each.due < day and not has_happened(each.done, day)
    )
    return held_of(dossier, "实施完的改进措施" if done else "改进措施", found)._replace(lacking=late)


EVALUATIONS = RecordSource(EVALUATIONS_FOLDER + "/", "每年的评价", _evaluations)
MEASURES = RecordSource(EVALUATIONS_FOLDER + "/", "改进措施", lambda dossier, day: _measures(dossier, day, done=False))
MEASURES_DONE = RecordSource(
    EVALUATIONS_FOLDER + "/", "实施完的改进措施", lambda dossier, day: _measures(dossier, day, done=True)
)


# ---- counts of enterprises (二（四）) ------------------------------------------------------------------------------


def _enterprises(field: str, label: str, words: str) -> RecordSource:
    def read(dossier: Dossier, day: date) -> Held:
        year = latest_full_year(dossier, day)
        groups = leading_groups(year.statistics) if year is not None else []
        count = sum_over(groups, field) if groups else None
        if year is None or not count:
            return Held(words, 0, 0, ())
        places = tuple(
            dossier.locate(statistics_path(year.year), ("产业", index, label))
            for index, group in enumerate(year.statistics.industries)
            if group in groups
        )
        return Held(words, int(count), 0, places)

    return RecordSource(f"{STATISTICS_FOLDER}/", words, read)


WITH_SYSTEM = _enterprises("with_system", "建立实施品牌管理体系企业数（家）", "建立品牌管理体系的企业")
WITH_OFFICER = _enterprises("with_chief_officer", "设首席品牌官企业数（家）", "设首席品牌官的企业")


# ---- decisions of others ------------------------------------------------------------------------------------------


def _approval_paper(dossier: Dossier, day: date) -> Held:
    approval = dossier.approval
    if approved_on(dossier, day) is None or approval.number is None:
        return Held("批复", 0, 0, ())
    place = dossier.locate(APPROVAL, ("批复日期",))
    return Held("批复", 1, int(is_there(dossier, approval.document)), (place,))


def _selection(dossier: Dossier, day: date) -> Held:
    """The associations that took part in the choice, which the approval's document shows."""
    named = dossier.approval.associations if approved_on(dossier, day) is not None else []
    proven = len(named) if is_there(dossier, dossier.approval.document) else 0
    places = (dossier.locate(APPROVAL, ("会同的协会",), on_key=True),) if named else ()
    return Held("会同的协会", len(named), proven, places)


def _renewals(dossier: Dossier, day: date) -> Held:
    found = [
        (index, each)
        for index, each in enumerate(dossier.zone.reviews)
        if each.result is not None and has_happened(each.date, day)
    ]
    places = tuple(dossier.locate(ZONE, ("复审", index, "结果")) for index, _ in found)
    proven = sum(is_there(dossier, each.result_document) for _, each in found)
    passed = "、".join(each.result or "" for _, each in found)
    return Held(f"复审结果（{passed}）" if passed else "复审结果", len(found), proven, places)


APPROVAL_PAPER = RecordSource(APPROVAL, "批复", _approval_paper)
SELECTION = RecordSource(APPROVAL, "会同的协会", _selection)
RENEWALS = RecordSource(ZONE, "复审结果", _renewals)


# ---- sealed together (附件2) ---------------------------------------------------------------------------------------


def _sealed_together(dossier: Dossier, day: date) -> Held:
    """Whether both forms were sealed at one time, made of one dossier; a seal that is damaged proves nothing."""
    words = "同一次封存的申报书和推荐表"
    if not dossier.files.exists(SEALED_FOLDER):
        return Held(words, 0, 0, ())
    from brandcluster.dossier.history.seals import on_paper

    seal = on_paper(dossier, day)
    if seal is None or len(seal.manifest.forms) < 2:
        return Held(words, 0, 0, ())
    place = Location(f"{SEALED_FOLDER}/{seal.number}/manifest.yaml")
    return Held(words, 1, 0 if seal.problems else 1, (place,))


SEALED_TOGETHER = RecordSource(f"{SEALED_FOLDER}/", "同一次封存的申报书和推荐表", _sealed_together)
