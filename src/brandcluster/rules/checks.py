"""All the rules that `validate` applies, and their diagnostics for one dossier."""

from __future__ import annotations

from brandcluster.diagnostics import Diagnostic, in_reading_order
from brandcluster.dossier import Dossier
from brandcluster.rules import (
    conditions,
    enterprises,
    evidence,
    funds,
    header,
    incidents,
    names,
    pilot,
    plan,
    projects,
    prose,
    recommendation,
    returns,
    rule,
    statistics,
    targets,
    texts,
)

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
    *texts.RULES,
    *prose.RULES,
)


def check(dossier: Dossier) -> list[Diagnostic]:
    """Everything that is wrong with a dossier: its files' own problems and the breaches of every rule, in order."""
    dossier.renamed_industries.update(names.renamed_industries(dossier))
    found = list(dossier.diagnostics)
    for each in RULES:
        found.extend(rule.run(each, dossier))
    return in_reading_order(found)
