"""What a person has judged where the notice leaves it to a person, and whether the judgement still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from brandcluster.base.diagnostics import Judged, Location
from brandcluster.dossier.files import JUDGEMENTS
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.judgements import Judgement
from brandcluster.rules.facts.document_files import has_changed, is_there

#: Whose word weighs more; of equals the later one.
OWN = "自评"
WEIGHT = {OWN: 0, "省级": 1, "专家": 2}
NEEDED = "需人工判断"


@dataclass(frozen=True, slots=True)
class OpinionInForce:
    """The judgement that counts on a clause; `favourable` is None while none stands, and `missing` says why."""

    favourable: bool | None
    judged: Judged | None
    sources: tuple[Location, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...] = ()


def opinion_on(dossier: Dossier, clause: str, industry: str | None, until: date | None) -> OpinionInForce:
    """The judgement on a clause for an industry (or the region) that counts on a day: the weightiest, then the latest.

    One that names no industry holds for all; one dated later than `until` has not been made yet. While the one that
    counts has no documents, or they have changed, nothing stands: a lesser one does not take its place.
    """
    made: list[tuple[int, str, int, Judgement]] = []
    entries = dossier.judgements.judgements
    for index, entry in enumerate(entries):
        if entry.clause != clause or entry.industry not in (None, industry) or entry.conclusion is None:
            continue
        if entry.date is None or (until is not None and entry.date > until):
            continue
        made.append((WEIGHT.get(entry.role or OWN, 0), entry.date.isoformat(), index, entry))
    if not made:
        return OpinionInForce(None, None, (), (f"{NEEDED}（judgements.yaml 条款 {clause}）",))
    made.sort(key=lambda each: each[:3])
    _, day, index, entry = made[-1]
    gap = _gap(dossier, entry)
    notes = tuple(
        f"另有{other.role or OWN}判断：{other.conclusion}（{other.unit or ''}，{when}）"
        for _, when, _, other in made[:-1]
        if gap is not None or other.conclusion != entry.conclusion
    )
    if gap is not None:
        return OpinionInForce(None, None, (), (gap,), notes)
    judged = Judged(entry.person or "", entry.unit or "", entry.role or OWN, day)
    place = dossier.locate(JUDGEMENTS, ("判断", index, "结论"))
    return OpinionInForce(entry.conclusion == "符合", judged, (place,), (), notes)


def _gap(dossier: Dossier, entry: Judgement) -> str | None:
    """Why a judgement does not stand; None when it does."""
    who = f"{entry.role or OWN}（{entry.unit or '单位未填'}）"
    if not entry.bases:
        return f"{who}的判断没有写依据的文件"
    for basis in entry.bases:
        if not is_there(dossier, basis.document):
            return f"{who}的判断所依据的文件“{basis.document or '未填'}”不在"
        if (
            basis.document is not None
            and basis.digest is not None
            and has_changed(dossier, basis.document, basis.digest)
        ):
            return f"{who}的判断所依据的文件“{basis.document}”已改动，须重新判断"
    return None


def by_whom(judged: Judged | None) -> str:
    """Whose judgement it is, for a reader."""
    return "" if judged is None else f"{judged.role}判断（{judged.unit}{judged.person}，{judged.date}）"
