"""三（二）1: no serious accident of the four kinds in the years before the application; an empty list proves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from brandcluster.base.diagnostics import Location, Verdict, VerdictValue
from brandcluster.dossier.files import CONDITIONS
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.conditions import IncidentDeclaration
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.incidents import KINDS, declared_otherwise, incident_window, is_serious
from brandcluster.rules.facts.opinions import NEEDED, by_whom, opinion_on
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.verdicts.condition import overlay_notes, person_words, unread_parts


def no_accidents(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """Every kind needs a declaration, none of the incidents may be serious; what 等 leaves is a person's."""
    clause = "eligible-no-accidents"
    lookback = rulebook_of(dossier).ruling("lookback")
    years = incident_window(dossier)
    if years is None or lookback is None or not dossier.has(CONDITIONS):
        yield Verdict(
            clause,
            None,
            "unknown",
            "没有申报日期或事故声明，无法判定。",
            missing=("申报日期、application/conditions.yaml",),
        )
        return
    first, applied = years
    span = f"{first.isoformat()} 至 {applied.isoformat()}（首尾都算）"
    serious, open_grades, sources = _incidents(dossier, first, applied)
    if serious:
        yield Verdict(
            clause,
            None,
            "not_met",
            f"{span}有重特大事故：{'；'.join(serious)}。",
            sources=tuple(sources),
            notes=overlay_notes(lookback),
        )
        return
    missing = [*open_grades, *unread_parts(dossier, CONDITIONS, "事故清单")]
    for kind in KINDS:
        gap, places = _declaration(dossier, kind, first, day)
        sources.extend(places)
        missing.extend([gap] if gap else [])
    judged = opinion_on(dossier, clause, None, day)
    if judged.favourable is None:
        missing.append(
            f"{NEEDED}：质量安全、信誉损害没有法定分级，“等”字以外的事故也由人判断（judgements.yaml 条款 {clause}）"
        )
        missing.extend(gap for gap in judged.missing if NEEDED not in gap)
    value: VerdictValue = "not_met" if judged.favourable is False else "unknown" if missing else "met"
    message = (
        f"{span}没有记录安全生产、环境保护方面的重特大事故。{person_words(judged.favourable, by_whom(judged.judged))}"
    )
    yield Verdict(
        clause,
        None,
        value,
        message,
        sources=(*judged.sources, *sources),
        missing=tuple(missing),
        judged_by=judged.judged,
        notes=(*overlay_notes(lookback), *judged.notes),
    )


def _incidents(dossier: Dossier, first: date, last: date) -> tuple[list[str], list[str], list[Location]]:
    """Of the incidents in the window: the serious ones, those whose grade is open, and the places of the serious."""
    serious: list[str] = []
    unclear: list[str] = []
    places: list[Location] = []
    for index, incident in enumerate(dossier.conditions.incidents):
        where = dossier.locate(CONDITIONS, ("事故清单", index))
        if incident.date is None:
            unclear.append(f"第 {index + 1} 起事故的日期（{where.path}:{where.line}）")
        elif incident.kind is None and first <= incident.date <= last:
            unclear.append(f"{incident.date.isoformat()} 事故的类别（{where.path}:{where.line}）")
        elif first <= incident.date <= last:
            verdict = is_serious(dossier, incident)
            if verdict is None and incident.kind in ("安全生产", "环境保护"):
                unclear.append(f"{incident.date.isoformat()} {incident.kind}事故的等级（{where.path}:{where.line}）")
            elif verdict:
                serious.append(f"{incident.date.isoformat()} {incident.kind} {verdict}")
                places.append(where)
    return serious, unclear, places


def _declaration(dossier: Dossier, kind: str, first: date, day: date) -> tuple[str | None, list[Location]]:
    """What a kind's declaration still lacks, and where it stands."""
    against = dict(declared_otherwise(dossier))
    for index, entry in enumerate(dossier.conditions.declarations):
        if entry.kind == kind:
            gap = _declaration_gap(dossier, entry, first, day)
            if gap is None and index in against:
                gap = f"与事故清单一致：声明“{entry.result}”，清单里{'有' if entry.result == '未发生' else '没有'}"
            return (f"{kind}声明{gap}" if gap else None), [dossier.locate(CONDITIONS, ("事故声明", index))]
    return f"{kind}声明", []


def _declaration_gap(dossier: Dossier, entry: IncidentDeclaration, first: date, day: date) -> str | None:
    if entry.result is None:
        return "的结论"
    if entry.issuer is None or entry.date is None:
        return "的出具单位和日期"
    if entry.date < first:
        return f"：出具于 {entry.date.isoformat()}，说的是三年以前的情况，要新的"
    if entry.date > day:
        return f"：日期 {entry.date.isoformat()} 还没有到"
    return None if is_there(dossier, entry.document) else "的文件"
