"""三（二）1: no serious accident of the four kinds in the years before the application; an empty list proves nothing.

A declaration covers the days up to its day of issue. The days from there to the application, as many as the edition
allows, are covered by the region's own dated judgement; any other day that nobody declared leaves it unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.diagnostics import Location, Verdict, VerdictValue
from brandcluster.dossier.files import CONDITIONS
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.conditions import Incident, IncidentDeclaration
from brandcluster.dossier.rulebook import Ruling
from brandcluster.rules.facts.declarations import (
    Cover,
    DaySpan,
    cover_of,
    days_after,
    declared_gap,
    declared_otherwise,
    reach_of,
)
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.incidents import KINDS, UNGRADED, grade_contradicted, incident_window, is_serious
from brandcluster.rules.facts.opinions import NEEDED, OpinionInForce, by_whom, opinion_on, own_word_since
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.verdicts.condition import overlay_notes, person_words, unread_parts

_CLAUSE = "eligible-no-accidents"


class _Declared(NamedTuple):
    """The declarations that count: each with its kind, result and reach; what the others lack; where all stand."""

    counting: list[tuple[str, IncidentDeclaration, DaySpan]]
    missing: list[str]
    places: list[Location]


def no_accidents(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """Every kind needs declarations, none of the incidents may be serious; what 等 leaves is a person's."""
    book = rulebook_of(dossier)
    lookback, most = book.ruling("lookback"), book.ruling("declaration-days")
    window = incident_window(dossier)
    if window is None or lookback is None or most is None or not dossier.has(CONDITIONS):
        missing = ("申报日期、application/conditions.yaml",)
        yield Verdict(_CLAUSE, None, "unknown", "没有申报日期或事故声明，无法判定。", missing=missing)
        return
    notes = overlay_notes(lookback, most)
    span = f"{window[0].isoformat()} 至 {window[1].isoformat()}（首尾都算）"
    declared = _declarations(dossier, window, day)
    serious, gaps, places = _incidents(dossier, window, declared)
    if serious:
        message = f"{span}有重特大事故：{'；'.join(serious)}。"
        yield Verdict(_CLAUSE, None, "not_met", message, sources=tuple(places), notes=notes)
        return
    missing_ = [*gaps, *unread_parts(dossier, CONDITIONS, "事故清单"), *unread_parts(dossier, CONDITIONS, "事故声明")]
    missing_ += declared.missing
    for kind in KINDS:
        given = any(entry.kind == kind for entry in dossier.conditions.declarations)
        missing_ += _kind_gaps(kind, _cover(declared, kind, window), window, most, given)
    uncovered, said = _days_after(dossier, declared, window, day)
    judged = opinion_on(dossier, _CLAUSE, None, day)
    missing_ += [*uncovered, *_unjudged(dossier, window, judged), *_needs(judged)]
    value: VerdictValue = "not_met" if judged.favourable is False else "unknown" if missing_ else "met"
    yield Verdict(
        _CLAUSE,
        None,
        value,
        f"{span}{_listed(dossier, window)}{said}{person_words(judged.favourable, by_whom(judged.judged))}",
        sources=(*judged.sources, *declared.places),
        missing=tuple(missing_),
        judged_by=judged.judged,
        notes=(*notes, *judged.notes),
    )


def _needs(judged: OpinionInForce) -> list[str]:
    """What the person's part lacks."""
    if judged.favourable is not None:
        return []
    return [
        f"{NEEDED}：质量安全、信誉损害没有法定分级，“等”字以外的事故也要有人认定",
        *(gap for gap in judged.missing if NEEDED not in gap),
    ]


# ---- declarations --------------------------------------------------------------------------------------------


def _declarations(dossier: Dossier, window: tuple[date, date], day: date) -> _Declared:
    against = dict(declared_otherwise(dossier))
    found = _Declared([], [], [])
    for index, entry in enumerate(dossier.conditions.declarations):
        where = dossier.locate(CONDITIONS, ("事故声明", index))
        found.places.append(where)
        gap = "的类别" if entry.kind is None else declared_gap(dossier, entry, day)
        if gap is None and index in against:
            found.missing.append(
                f"{entry.kind}声明与事故清单一致：声明“{entry.result}”，清单里{'有' if entry.result == '未发生' else '没有'}"
            )
        span = reach_of(entry, window)
        if gap is not None:
            found.missing.append(f"{entry.kind or f'第 {index + 1} 份'}声明{gap}")
        elif entry.kind is not None and span is not None:
            found.counting.append((entry.kind, entry, span))
    return found


def _cover(declared: _Declared, kind: str, window: tuple[date, date]) -> Cover:
    return cover_of((span for of, _, span in declared.counting if of == kind), window)


def _kind_gaps(kind: str, cover: Cover, window: tuple[date, date], most: Ruling, given: bool) -> list[str]:
    """The days of one kind that no declaration covers and no judgement can; `given` where there is a declaration."""
    if not given:
        return [f"{kind}声明"]
    if cover.last is None:
        return [f"{kind}声明：说的都是三年以前的情况，要新的"]
    found = [
        f"{kind}声明：{hole.first.isoformat()} 至 {hole.last.isoformat()} 没有声明管到，要补上" for hole in cover.holes
    ]
    days = days_after(cover, window)
    if not most.admits(Fraction(days)):
        found.append(
            f"{kind}声明：只管到 {cover.last.isoformat()}，到申报日期 {window[1].isoformat()} 有 {days} 天，"
            f"超过 {most.value} 天，要新的"
        )
    return found


def _days_after(dossier: Dossier, declared: _Declared, window: tuple[date, date], day: date) -> tuple[list[str], str]:
    """What is missing to the days between the last declared one and the application, and what is said of them.

    The region's own judgement on or after the last declaration covers them.
    """
    covers = [_cover(declared, kind, window) for kind in KINDS]
    last = min((cover.last for cover in covers if cover.last is not None), default=None)
    if last is None or last >= window[1]:
        return [], ""
    days = (window[1] - last).days
    issued = max(entry.date for _, entry, _ in declared.counting if entry.date is not None)
    own = own_word_since(dossier, _CLAUSE, issued, day)
    if own is None:
        return [
            f"声明管到 {last.isoformat()}，到申报日期还有 {days} 天：要有 {issued.isoformat()} 或以后作出的自评"
            "（写在 judgements.yaml 里）"
        ], f"声明管到 {last.isoformat()}，以后到申报日期的 {days} 天还没有自评。"
    return [], f"声明管到 {last.isoformat()}，以后到申报日期的 {days} 天按自评（{own.unit}{own.person}，{own.date}）。"


# ---- incidents -----------------------------------------------------------------------------------------------


def _incidents(
    dossier: Dossier, window: tuple[date, date], declared: _Declared
) -> tuple[list[str], list[str], list[Location]]:
    """Of the incidents in the window: the serious ones, what is open about the others, and where the serious stand."""
    serious: list[str] = []
    unclear: list[str] = []
    places: list[Location] = []
    for index, incident in enumerate(dossier.conditions.incidents):
        where = dossier.locate(CONDITIONS, ("事故清单", index))
        place = f"（{where.path}:{where.line}）"
        if incident.date is None:
            unclear.append(f"第 {index + 1} 起事故的日期{place}")
        elif not window[0] <= incident.date <= window[1]:
            continue
        elif incident.kind is None:
            unclear.append(f"{incident.date.isoformat()} 事故的类别{place}")
        else:
            verdict = is_serious(dossier, incident)
            gap = _incident_gap(dossier, incident, verdict, declared)
            if gap is not None:
                unclear.append(f"{incident.date.isoformat()} {incident.kind}事故{gap}{place}")
            elif verdict:
                serious.append(f"{incident.date.isoformat()} {incident.kind} {verdict}")
                places.append(where)
    return serious, unclear, places


def _listed(dossier: Dossier, window: tuple[date, date]) -> str:
    """What the list says where no serious incident of it counts: there is none, or something speaks against it."""
    if any(
        incident.date is not None and window[0] <= incident.date <= window[1] and is_serious(dossier, incident)
        for incident in dossier.conditions.incidents
    ):
        return "事故清单里有重特大事故的记录，与声明、文件或伤亡损失的数对不上，先核对。"
    return "没有记录安全生产、环境保护方面的重特大事故。"


def _incident_gap(dossier: Dossier, incident: Incident, verdict: str | None, declared: _Declared) -> str | None:
    """What keeps an incident of the window from being weighed; None where nothing does."""
    if incident.document is not None and not is_there(dossier, incident.document):
        return f"的文件“{incident.document}”不在"
    if grade_contradicted(dossier, incident):
        return "的等级与伤亡、损失对不上"
    if verdict is None:
        return "的等级"
    denied = any(
        kind == incident.kind
        and entry.result == "未发生"
        and incident.date is not None
        and span.first <= incident.date <= span.last
        for kind, entry, span in declared.counting
    )
    return "：声明说没有发生，清单里却有" if verdict and denied else None


def _unjudged(dossier: Dossier, window: tuple[date, date], judged: OpinionInForce) -> list[str]:
    """Incidents of the kinds without grades that happened after the judgement: nobody has judged them."""
    if judged.judged is None:
        return []
    made = date.fromisoformat(judged.judged.date)
    return [
        f"{incident.date.isoformat()} {incident.kind}事故在判断（{made.isoformat()}）以后，须重新判断"
        for incident in dossier.conditions.incidents
        if incident.kind in UNGRADED and incident.date is not None and made < incident.date <= window[1]
    ]
