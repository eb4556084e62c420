"""What a person has judged where the notice leaves it to a person, and whether the judgement still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from brandcluster.diagnostics import Judged, Location
from brandcluster.dossier import JUDGEMENTS, Dossier
from brandcluster.model.judgements import Judgement
from brandcluster.rules.documents import has_changed, is_there

#: Whose word weighs more; of equals the later one.
WEIGHT = {"自评": 0, "省级": 1, "专家": 2}
NEEDED = "需人工判断"


@dataclass(frozen=True, slots=True)
class Opinion:
    """The judgement that counts on a clause; `favourable` is None while none stands, and `missing` says why."""

    favourable: bool | None
    judged: Judged | None
    sources: tuple[Location, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...] = ()


def opinion(dossier: Dossier, clause: str, industry: str | None, until: date | None) -> Opinion:
    """The judgement on a clause for an industry (or the region) that stands on a day.

    One that names no industry holds for all. One without documents, or whose documents have changed, does not
    stand; one dated later than `until` has not been made yet.
    """
    standing: list[tuple[int, str, int, Judgement]] = []
    missing: list[str] = []
    entries = dossier.judgements.judgements if dossier.judgements is not None else []
    for index, entry in enumerate(entries):
        if entry.clause != clause or entry.industry not in (None, industry) or entry.conclusion is None:
            continue
        if entry.date is None or (until is not None and entry.date > until):
            continue
        gap = _gap(dossier, entry)
        if gap is not None:
            missing.append(gap)
            continue
        standing.append((WEIGHT.get(entry.role or "自评", 0), entry.date.isoformat(), index, entry))
    if not standing:
        return Opinion(None, None, (), tuple(missing) or (f"{NEEDED}（judgements.yaml 条款 {clause}）",))
    standing.sort(key=lambda each: each[:3])
    _, day, index, entry = standing[-1]
    notes = tuple(
        f"另有{other.role or ''}判断：{other.conclusion}（{other.unit or ''}，{when}）"
        for _, when, _, other in standing[:-1]
        if other.conclusion != entry.conclusion
    )
    judged = Judged(entry.person or "", entry.unit or "", entry.role or "自评", day)
    place = dossier.locate(JUDGEMENTS, ("判断", index, "结论"))
    return Opinion(entry.conclusion == "符合", judged, (place,), (), notes)


def _gap(dossier: Dossier, entry: Judgement) -> str | None:
    """Why a judgement does not stand; None when it does."""
    who = f"{entry.role or '自评'}（{entry.unit or '单位未填'}）"
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
