"""All the rules that `validate` applies, and their diagnostics for one dossier."""

from __future__ import annotations

from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Ignored, in_reading_order
from brandcluster.dossier.load import Dossier
from brandcluster.rules import rule
from brandcluster.rules.checks.application import (
    answers,
    arithmetic,
    conditions,
    enterprises,
    evidence,
    figures,
    funds,
    glance,
    header,
    incidents,
    names,
    papers,
    plan,
    plan_texts,
    projects,
    prose,
    recommendation,
    sealed,
    statistics,
    targets,
    texts,
)
from brandcluster.rules.checks.pilot import names_and_dates as pilot
from brandcluster.rules.checks.returns import rules as returns

RULES: tuple[rule.Rule, ...] = (
    *header.RULES,
    *names.RULES,
    *statistics.RULES,
    *returns.RULES,
    *enterprises.RULES,
    *conditions.RULES,
    *incidents.RULES,
    *plan.RULES,
    *projects.RULES,
    *targets.RULES,
    *funds.RULES,
    *recommendation.RULES,
    *pilot.RULES,
    *evidence.RULES,
    *sealed.RULES,
    *texts.RULES,
    *prose.RULES,
    *figures.RULES,
    *arithmetic.RULES,
    *plan_texts.RULES,
    *papers.RULES,
    *glance.RULES,
    *answers.RULES,
)


def pilot_rules() -> tuple[rule.Rule, ...]:
    """The rules on the pilot years; imported only where there are any."""
    from brandcluster.rules.checks.pilot import (
        counts as pilot_counts,
    )
    from brandcluster.rules.checks.pilot import (
        evaluation_model as pilot_model,
    )
    from brandcluster.rules.checks.pilot import (
        events as pilot_events,
    )
    from brandcluster.rules.checks.pilot import (
        funds as pilot_funds,
    )
    from brandcluster.rules.checks.pilot import (
        progress as pilot_progress,
    )
    from brandcluster.rules.checks.pilot import (
        yearly as pilot_yearly,
    )
    from brandcluster.rules.checks.pilot import (
        zone as pilot_zone,
    )

    return (
        *pilot_events.RULES,
        *pilot_funds.RULES,
        *pilot_yearly.RULES,
        *pilot_model.RULES,
        *pilot_progress.RULES,
        *pilot_zone.RULES,
        *pilot_counts.RULES,
    )


def all_rules() -> tuple[rule.Rule, ...]:
    """Every rule there is, for what lists and explains them."""
    return (*RULES, *pilot_rules())


class Checked(NamedTuple):
    """What is wrong with a dossier, and what a comment beside the place sets aside for a reason; both in order."""

    found: list[Diagnostic]
    ignored: list[Ignored]


def examine(dossier: Dossier) -> Checked:
    """Everything that is wrong with a dossier: its files' own problems and the breaches of every rule."""
    dossier.renamed_industries.update(names.renamed_industries(dossier))
    found = list(dossier.diagnostics)
    rules = (*RULES, *pilot_rules()) if dossier.has_pilot else RULES
    for each in rules:
        found.extend(rule.run(each, dossier))
    if any("ignore" in document.text for document in dossier.documents.values()):
        from brandcluster.rules.checks import ignoring

        found, ignored = ignoring.applied(dossier, in_reading_order(found), {each.code for each in all_rules()})
        return Checked(_with_fixes(dossier, found), ignored)
    return Checked(_with_fixes(dossier, found), [])


def _with_fixes(dossier: Dossier, found: list[Diagnostic]) -> list[Diagnostic]:
    """In order, each with its fix where it has one."""
    if not found:
        return found
    from brandcluster.dossier.editing import fixes

    return fixes.attached(dossier, in_reading_order(found))


def check(dossier: Dossier) -> list[Diagnostic]:
    """Everything that is wrong with a dossier and not set aside, in order."""
    return examine(dossier).found
