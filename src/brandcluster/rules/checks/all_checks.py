"""All the rules that `validate` applies, and their diagnostics for one dossier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Ignored, in_reading_order
from brandcluster.dossier.files import IGNORE_LIST
from brandcluster.dossier.load import Dossier
from brandcluster.rules import rule
from brandcluster.rules.checks.application import (
    conditions,
    done_and_lost,
    enterprises,
    evidence,
    funds,
    glance,
    header,
    incidents,
    names,
    papers,
    plan,
    plan_amounts,
    plan_texts,
    projects,
    prompts,
    prose,
    recommendation,
    sealed,
    sizes,
    stated_changes,
    stated_figures,
    stated_shares,
    stated_sums,
    stated_twice,
    statistics,
    targets,
    texts,
    typing_slips,
)
from brandcluster.rules.checks.pilot import names_and_dates
from brandcluster.rules.checks.returns import rules as returns

RULES: tuple[rule.Rule, ...] = (
    *header.RULES,
    *names.RULES,
    *statistics.RULES,
    *sizes.RULES,
    *returns.RULES,
    *enterprises.RULES,
    *conditions.RULES,
    *incidents.RULES,
    *plan.RULES,
    *projects.RULES,
    *targets.RULES,
    *funds.RULES,
    *recommendation.RULES,
    *names_and_dates.RULES,
    *evidence.RULES,
    *sealed.RULES,
    *texts.RULES,
    *prose.RULES,
    *typing_slips.RULES,
    *stated_figures.RULES,
    *stated_changes.RULES,
    *stated_shares.RULES,
    *stated_sums.RULES,
    *stated_twice.RULES,
    *plan_texts.RULES,
    *plan_amounts.RULES,
    *papers.RULES,
    *done_and_lost.RULES,
    *glance.RULES,
    *prompts.RULES,
)


def pilot_rules() -> tuple[rule.Rule, ...]:
    """The rules on the pilot years; imported only where there are any."""
    from brandcluster.rules.checks.pilot import counts, evaluation_model, events, funds, progress, records, yearly, zone

    return (
        *events.RULES,
        *funds.RULES,
        *yearly.RULES,
        *evaluation_model.RULES,
        *progress.RULES,
        *zone.RULES,
        *counts.RULES,
        *records.RULES,
    )


def all_rules() -> tuple[rule.Rule, ...]:
    """Every rule there is, for what lists and explains them."""
    return (*RULES, *pilot_rules())


class Checked(NamedTuple):
    """What is wrong with a dossier, and what was set aside for a reason: by a comment beside the place, then by ignore.yaml."""

    found: list[Diagnostic]
    ignored: list[Ignored]


def examine_dossier(dossier: Dossier, *, obeying: bool = False) -> Checked:
    """Everything that is wrong with a dossier: its files' own problems and the breaches of every rule.

    `obeying` leaves out what its ignore.yaml sets aside: what `validate` and the editor do, and no paper, seal or
    verdict.
    """
    dossier.renamed_industries.update(names.renamed_industries(dossier))
    breaches = (rule.find_breaches(each, dossier) for each in rules_for(dossier))
    return examine_by(dossier, breaches, obeying=obeying)


def rules_for(dossier: Dossier) -> tuple[rule.Rule, ...]:
    """The rules that a dossier is held against."""
    return (*RULES, *pilot_rules()) if dossier.has_pilot else RULES


def examine_by(dossier: Dossier, breaches: Iterable[Iterable[Diagnostic]], *, obeying: bool = False) -> Checked:
    """What is wrong with a dossier by the breaches of its rules: its files' own problems beside them, in order."""
    found = _own_problems(dossier)
    for each in breaches:
        found.extend(each)
    ignored: list[Ignored] = []
    if any("ignore" in document.text for document in dossier.documents.values()):
        from brandcluster.rules.checks import ignoring

        found, ignored = ignoring.apply_comments(dossier, in_reading_order(found), {each.code for each in all_rules()})
    if obeying and dossier.has(IGNORE_LIST):
        from brandcluster.rules.checks import left_problems

        found, more = left_problems.apply_list(dossier, in_reading_order(found), {each.code for each in all_rules()})
        ignored += more
    return Checked(in_reading_order(found), ignored)


def _own_problems(dossier: Dossier) -> list[Diagnostic]:
    """What is wrong with single files; conflicts of a merge by what they are about."""
    if all(each.code != "Y031" for each in dossier.diagnostics):
        return list(dossier.diagnostics)
    from brandcluster.dossier.editing.conflicts import as_diagnostics

    return as_diagnostics(dossier)


def left_by_list(dossier: Dossier, found: list[Diagnostic]) -> list[Ignored]:
    """What the dossier's ignore.yaml sets aside of what was found, for who shows its reasons and does not obey it."""
    if not dossier.has(IGNORE_LIST):
        return []
    from brandcluster.rules.checks import left_problems

    return left_problems.apply_list(dossier, found, {each.code for each in all_rules()})[1]


def find_problems(dossier: Dossier) -> list[Diagnostic]:
    """Everything that is wrong with a dossier and not set aside, in order."""
    return examine_dossier(dossier).found
