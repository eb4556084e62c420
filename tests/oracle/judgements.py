"""Whose judgement stands on a clause: rank, lapse, and whether a 省级 or 专家 one may count as such (issue 15, 1–2)."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from oracle.records import Folder, applied, at, day, document, entries, text, years_on

_RANK = {"自评": 0, "省级": 1, "专家": 2}


class Standing(NamedTuple):
    """The conclusion that stands on a clause; None with the reason where none does."""

    conclusion: str | None
    why: str
    date: date | None = None


class _Judgement(NamedTuple):
    conclusion: str
    role: str
    date: date
    bases: list[dict[str, Any]]
    #: Written as 省级 or 专家 without a document that shows it: counted as the body's own.
    lowered: bool


def standing(folder: Folder, clause: str, industry: str | None = None) -> Standing:
    """The judgement of the highest rank, the latest of its rank; a lapsed one is not replaced by a lower one."""
    complete, some_incomplete = _on(folder, clause, industry)
    if not complete:
        return Standing(None, "judgement-incomplete" if some_incomplete else "no-judgement")
    if some_incomplete:
        return Standing(None, "call-other-judgement-incomplete")
    best = max((_RANK[each.role], each.date) for each in complete)
    top = [each for each in complete if (_RANK[each.role], each.date) == best]
    if len({each.conclusion for each in top}) > 1:
        return Standing(None, "call-judgements-contradict")
    lapses = [why for each in top if (why := _lapse(folder, each))]
    if lapses:
        return Standing(None, lapses[0])
    why = "judged-ranked-by-shown-role" if any(each.lowered for each in complete) else "judged"
    return Standing(top[0].conclusion, why, best[1])


def self_judged_since(folder: Folder, clause: str, since: date) -> bool:
    """Whether the body itself judged the clause 符合 on or after a day, and the judgement has not lapsed."""
    complete, _ = _on(folder, clause, None)
    return any(
        each.role == "自评" and each.conclusion == "符合" and each.date >= since and not _lapse(folder, each)
        for each in complete
    )


def _on(folder: Folder, clause: str, industry: str | None) -> tuple[list[_Judgement], bool]:
    complete = []
    some_incomplete = False
    for entry in entries(at(folder, "judgements.yaml", "判断")) or []:
        if text(entry.get("条款")) != clause:
            continue
        named = text(entry.get("产业"))
        if named is not None and industry is not None and named != industry:
            continue
        judgement = _read(entry)
        some_incomplete |= judgement is None
        complete += [judgement] if judgement else []
    return complete, some_incomplete


def _read(entry: dict[str, Any]) -> _Judgement | None:
    conclusion, role, made = text(entry.get("结论")), text(entry.get("角色")), day(entry.get("日期"))
    bases = entries(entry.get("依据"))
    if conclusion not in ("符合", "不符合") or role not in _RANK or made is None or not bases:
        return None
    if not text(entry.get("判断人")) or not text(entry.get("单位")):
        return None
    shown = _role(role, text(entry.get("单位")), made, bases)
    return _Judgement(conclusion, shown, made, bases, shown != role)


def _role(role: str, unit: str | None, made: date, bases: list[dict[str, Any]]) -> str:
    """省级 and 专家 need a document of their own unit, not younger than the judgement; else it is the body's own."""
    if role == "自评":
        return role
    for base in bases:
        issued = day(base.get("日期"))
        if text(base.get("出具单位")) == unit and issued is not None and issued <= made:
            return role
    return "自评"


def _lapse(folder: Folder, judgement: _Judgement) -> str | None:
    """Why a judgement no longer counts: a document gone, changed or younger, or made over 12 months before."""
    for base in judgement.bases:
        if not document(folder, base.get("文件")):
            return "judgement-document-not-there"
        written = text(base.get("摘要"))
        if written and written != folder.evidence[text(base.get("文件")) or ""]:
            return "judgement-document-changed"
        issued = day(base.get("日期"))
        if issued is not None and issued > judgement.date:
            return "judgement-before-its-document"
    application = applied(folder)
    if application is not None and judgement.date < years_on(application, -1):
        return "judgement-over-12-months-old"
    return None
