"""What a person has judged where the notice leaves it to a person, whose word it is, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from brandcluster.base.days import months_before
from brandcluster.base.diagnostics import Judged, Location, Verdict
from brandcluster.dossier.documents import days_of_documents
from brandcluster.dossier.files import JUDGEMENTS
from brandcluster.dossier.load import Dossier, once, parts_of
from brandcluster.dossier.model.judgements import Judgement
from brandcluster.rules.facts.document_files import has_changed, is_there
from brandcluster.rules.facts.rules_in_force import ruling_of

#: Whose word weighs more; of equals the later one.
OWN = "自评"
WEIGHT = {OWN: 0, "省级": 1, "专家": 2}
NEEDED = "还需有人认定"
#: The clauses on which a person is asked, beside those that an overlay adds, and what each is about.
FOR_PEOPLE = {
    "scope-body": "申报主体",
    "scope-industry": "主导产业的地位和优势",
    "eligible-no-accidents": "近三年无重特大事故",
    "eligible-participation": "行业组织和骨干企业的积极性",
    "eligible-policy": "产业方向、政策措施、资源能力",
    "zone-1": "发展战略、定位、政策和资金到位",
    "zone-3": "质量品牌提升活动",
    "zone-6": "宣传或营销活动",
}


def asks_a_person(verdict: Verdict) -> bool:
    """Whether a verdict waits for somebody to decide, or to decide again."""
    words = (NEEDED, "须重新判断", "以后作出的自评")
    return any(each in said for said in (*verdict.missing, *verdict.notes) for each in words)


@dataclass(frozen=True, slots=True)
class OpinionInForce:
    """The judgement that counts on a clause; `favourable` is None while none stands, and `missing` says why."""

    favourable: bool | None
    judged: Judged | None
    sources: tuple[Location, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...] = ()


class _Made(NamedTuple):
    """A complete judgement in the order in which they count; `role` is the one that its documents show."""

    weight: int
    day: date
    place: int
    entry: Judgement
    role: str


def opinion_on(dossier: Dossier, clause: str, industry: str | None, until: date | None) -> OpinionInForce:
    """The judgement on a clause for an industry (or the region) that counts on a day: the weightiest, then the latest.

    One that names no industry holds for all; one dated later than `until` has not been made yet. While the one that
    counts has lapsed, or one is incomplete, or two of the same weight and day say different things, nothing stands:
    a lesser one does not take its place.
    """
    made, incomplete = _made(dossier, clause, industry, until)
    if incomplete:
        return OpinionInForce(None, None, (), incomplete)
    if not made:
        return OpinionInForce(None, None, (), (f"{NEEDED}：{_about(dossier, clause)}",))
    top = [each for each in made if each[:2] == made[-1][:2]]
    chosen = made[-1]
    gap = _contradiction(top) or next((why for each in top if (why := lapse_of(dossier, each.entry)) is not None), None)
    notes = (*_other_notes(made, chosen, gap), *_role_notes(made))
    if gap is not None:
        return OpinionInForce(None, None, (), (gap,), notes)
    entry = chosen.entry
    judged = Judged(entry.person or "", entry.unit or "", chosen.role, chosen.day.isoformat())
    place = dossier.locate(JUDGEMENTS, ("判断", chosen.place, "结论"))
    return OpinionInForce(entry.conclusion == "符合", judged, (place,), (), (*notes, *_unhashed(entry)))


def _about(dossier: Dossier, clause: str) -> str:
    """What a clause is about, in words."""
    added = dossier.overlay.conditions if dossier.overlay is not None else ()
    return FOR_PEOPLE.get(clause) or next((each.text for each in added if each.id == clause and each.text), clause)


def own_word_since(dossier: Dossier, clause: str, since: date, until: date | None) -> Judged | None:
    """The region's own favourable judgement on a clause made on or after a day, which still stands; None without one."""
    made, _ = _made(dossier, clause, None, until)
    for each in reversed(made):
        entry = each.entry
        if each.role == OWN and entry.conclusion == "符合" and each.day >= since and lapse_of(dossier, entry) is None:
            return Judged(entry.person or "", entry.unit or "", OWN, each.day.isoformat())
    return None


def _made(
    dossier: Dossier, clause: str, industry: str | None, until: date | None
) -> tuple[list[_Made], tuple[str, ...]]:
    """The complete judgements made by a day, the one that counts last, and what the others lack."""
    made: list[_Made] = []
    lacking: list[str] = []
    for index, entry in enumerate(dossier.judgements.judgements):
        if entry.clause != clause or entry.industry not in (None, industry):
            continue
        if entry.date is not None and until is not None and entry.date > until:
            continue
        if gaps := lacking_answers(entry):
            where = dossier.locate(JUDGEMENTS, ("判断", index))
            who = f"{entry.role or OWN}（{entry.unit or '单位未填'}）"
            lacking.append(f"{who}的判断没有写{'、'.join(gaps)}（{where.path}:{where.line}）")
        elif entry.date is not None:
            role = shown_role(entry)
            made.append(_Made(WEIGHT[role], entry.date, index, entry, role))
    return sorted(made, key=lambda each: each[:3]), tuple(lacking)


def lacking_answers(entry: Judgement) -> list[str]:
    """What a judgement lacks to be one."""
    answers = {
        "结论": entry.conclusion,
        "判断人": entry.person,
        "单位": entry.unit,
        "角色": entry.role,
        "日期": entry.date,
        "依据的文件": entry.bases or None,
    }
    return [label for label, answer in answers.items() if answer is None]


def shown_role(entry: Judgement) -> str:
    """Whose judgement it is by its documents.

    省级 and 专家 in a region's own file count as such only where a document issued by the judgement's unit, on its day
    or before, is among those that it rests on; else it is the region's own word.
    """
    if entry.role in (None, OWN):
        return OWN
    shown = any(
        basis.issuer is not None
        and basis.issuer == entry.unit
        and basis.date is not None
        and entry.date is not None
        and basis.date <= entry.date
        for basis in entry.bases
    )
    return entry.role if shown else OWN


def lapse_of(dossier: Dossier, entry: Judgement) -> str | None:
    """Why a judgement does not stand any more; None where it does."""
    who = f"{entry.role or OWN}（{entry.unit or '单位未填'}）的判断"
    for basis in entry.bases:
        if basis.document is None or not is_there(dossier, basis.document):
            return f"{who}所依据的文件“{basis.document or '未填'}”不在"
        if basis.digest is not None and has_changed(dossier, basis.document, basis.digest):
            return f"{who}所依据的文件“{basis.document}”已改动，须重新判断"
        issued = max(
            (day for day in (basis.date, _issued(dossier).get(basis.document)) if day is not None), default=None
        )
        if issued is not None and entry.date is not None and issued > entry.date:
            return f"{who}早于它依据的文件“{basis.document}”（{issued.isoformat()}），须重新判断"
    months, applied = ruling_of(dossier, "judgement-months"), dossier.header.date
    if months is None or applied is None or entry.date is None:
        return None
    if entry.date >= months_before(applied, int(months.value)):
        return None
    return f"{who}作于 {entry.date.isoformat()}，早于申报日期 {applied.isoformat()} {months.value} 个月以上，须重新判断"


@once
def _issued(dossier: Dossier) -> dict[str, date]:
    """The earliest day that a record gives for each document it names: no copy of it is older. Judgements are no records."""
    days: dict[str, date] = {}
    for path, part in parts_of(dossier):
        for named, day in days_of_documents(part) if path != JUDGEMENTS else ():
            days[named] = min(day, days.get(named, day))
    return days


def _contradiction(top: list[_Made]) -> str | None:
    if len({each.entry.conclusion for each in top}) == 1:
        return None
    return f"{top[0].role}在 {top[0].day.isoformat()} 有两个相反的判断，只能留一个"


def _other_notes(made: list[_Made], chosen: _Made, gap: str | None) -> list[str]:
    return [
        f"另有{other.role}判断：{other.entry.conclusion}（{other.entry.unit or ''}，{other.day.isoformat()}）"
        for other in made
        if other is not chosen and (gap is not None or other.entry.conclusion != chosen.entry.conclusion)
    ]


def _role_notes(made: list[_Made]) -> list[str]:
    """Which judgements are written as another's word and count as the region's own."""
    return [
        f"{each.entry.unit}的判断写的是“{each.entry.role}”，依据里没有{each.entry.unit}在判断以前（含当天）"
        "出具的文件，按自评计"
        for each in made
        if each.entry.role not in (None, each.role)
    ]


def _unhashed(entry: Judgement) -> list[str]:
    """What a reader must know of the documents whose hash was not recorded."""
    count = sum(basis.digest is None for basis in entry.bases)
    return [f"判断依据的文件有 {count} 份没有记下摘要，后来改动过也看不出来"] if count else []


def by_whom(judged: Judged | None) -> str:
    """Whose judgement it is, for a reader."""
    return "" if judged is None else f"{judged.role}判断（{judged.unit}{judged.person}，{judged.date}）"
