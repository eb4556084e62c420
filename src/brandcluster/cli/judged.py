"""The verdicts on one dossier as `eligibility` and `thresholds` show them, for these commands and the page at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from brandcluster.base.diagnostics import Verdict
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.verdicts import JudgedDossier
    from brandcluster.rules.facts.incidents import PilotAccident
    from brandcluster.rules.verdicts.zone_award import IndustryOutcome

#: As many conditions are named in a sentence.
NAMED = 3


def judged_application(name: str, dossier: Dossier, day: date, *, stage: str) -> JudgedDossier:
    """The conditions of an application and the steps of its procedure; `stage` is draft or submitted."""
    from dataclasses import replace

    from brandcluster.output.commands.verdicts import JudgedDossier
    from brandcluster.output.json_types import window_json
    from brandcluster.output.text.heading import heading_of
    from brandcluster.rules.facts.rules_in_force import overlay_set_aside, rulebook_of
    from brandcluster.rules.verdicts.application_procedure import PROCEDURE, next_window
    from brandcluster.rules.verdicts.condition import decide_conditions, own_sentence, own_word, unread_files
    from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
    from brandcluster.rules.verdicts.provincial import added_verdicts

    judged = JudgedDossier(
        name,
        f"{heading_of(dossier, name)}：申报条件",
        rulebook_of(dossier),
        day,
        tuple(dossier.industry_names),
        {each.clause: each.label for each in (*CONDITIONS_OF_REGION, *PROCEDURE)},
        decide_conditions(dossier, CONDITIONS_OF_REGION, day) + added_verdicts(dossier, day),
        decide_conditions(dossier, PROCEDURE, day),
        procedure_decides=stage == "submitted",
    )
    window = next_window(dossier, day)
    own = own_sentence(judged.deciding)
    first = (
        f"申报条件都符合{own_word(judged.deciding)}。" if judged.fulfilled else f"还有申报条件不符合或无法判定。{own}"
    )
    return replace(
        judged,
        summary=(first, *overlay_set_aside(dossier), *unread_files(dossier)),
        extra={"stage": stage, "eligible": judged.fulfilled, "next_window": window_json(window)},
    )


def judged_zone(name: str, dossier: Dossier, day: date) -> JudgedDossier:
    """The conditions of a demonstration zone, with what is still missing."""
    from brandcluster.dossier.files import APPROVAL
    from brandcluster.output.commands.verdicts import JudgedDossier, cite_of
    from brandcluster.output.text.heading import heading_of
    from brandcluster.rules.facts import sealed_application
    from brandcluster.rules.facts.incidents import pilot_accidents
    from brandcluster.rules.facts.rules_in_force import overlay_set_aside, rulebook_of
    from brandcluster.rules.verdicts import gaps
    from brandcluster.rules.verdicts.condition import decide_conditions, unread_files
    from brandcluster.rules.verdicts.pilot_procedure import PILOT_PROCEDURE
    from brandcluster.rules.verdicts.zone_application import OWN_TARGETS
    from brandcluster.rules.verdicts.zone_award import industry_outcomes, zone_name, zone_verdicts
    from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

    labels = {each.clause: each.label for each in (*CONDITIONS, *PILOT_PROCEDURE)}
    verdicts, targets = zone_verdicts(dossier, day)
    results = industry_outcomes(dossier, [*verdicts, *targets], day)
    reached = [result.industry for result in results if result.reaches_all]
    book = rulebook_of(dossier)
    found = gaps.gaps_to_zone(dossier, verdicts, day)
    accidents = pilot_accidents(dossier, day)
    names = {clause: f"{cite_of(book, clause)}{label}" for clause, label in labels.items()}
    return JudgedDossier(
        name,
        f"{heading_of(dossier, name)}：示范区条件",
        book,
        day,
        tuple(sealed_application.fixed_industries(dossier, day)),
        labels,
        verdicts,
        decide_conditions(dossier, PILOT_PROCEDURE, day) if dossier.has(APPROVAL) else [],
        (
            *sealed_application.industry_notes(dossier, day),
            *gaps.gap_sentences(found),
            *_summary(results, reached, names, [*verdicts, *targets]),
            *_accidents(accidents),
            *overlay_set_aside(dossier),
            *unread_files(dossier),
        ),
        {
            "zone_name": zone_name(reached),
            "zone_industries": reached,
            "gaps": [each._asdict() for each in found],
            "accidents": [_accident_json(dossier, each) for each in accidents],
            "baseline_seal": sealed_application.seal_number(dossier, day),
        },
        deciding_steps=(OWN_TARGETS.clause,),
        procedure_title="试点和示范期间的程序（三（五）、（六）、（七）3）",
    )


def _accidents(accidents: list[PilotAccident]) -> Iterator[str]:
    """What a reader of verdicts must know of accidents in the pilot: no condition of 三（七）1 names them."""
    if accidents:
        listed = "；".join(each.words for each in accidents)
        yield f"试点期间有事故：{listed}。十三项条件没有写事故，是否影响评价和授予由工业和信息化部决定。"


def _accident_json(dossier: Dossier, each: PilotAccident) -> dict[str, Any]:
    from brandcluster.output.json_types import place_json

    incident = each.incident
    source = place_json(dossier.locate(each.path, each.keys))
    return {"date": str(incident.date), "kind": incident.kind, "grade": each.grade, "source": source}


def _listed(clauses: Sequence[str], names: dict[str, str]) -> str:
    """A few conditions by name; of many the number, for the table names them."""
    return "、".join(names[clause] for clause in clauses) if len(clauses) <= NAMED else f"{len(clauses)} 项"


def _summary(
    results: list[IndustryOutcome], reached: list[str], names: dict[str, str], verdicts: list[Verdict]
) -> Iterator[str]:
    from brandcluster.rules.verdicts.condition import own_sentence, own_word
    from brandcluster.rules.verdicts.zone_award import zone_name

    for result in results:
        mine = [verdict for verdict in verdicts if verdict.industry in (None, result.industry)]
        if result.reaches_all:
            yield f"{result.industry}：条件都符合{own_word(mine)}。"
        else:
            parts = []
            if result.missed:
                parts.append(f"不符合 {_listed(result.missed, names)}")
            if result.unknown:
                parts.append(f"无法判定 {_listed(result.unknown, names)}")
            yield f"{result.industry}：{'；'.join(parts)}。{own_sentence(mine)}"
    if reached:
        yield f"若获授予，名称为：{zone_name(reached)}。称号由工业和信息化部在评价优秀后授予（三（六））。"
