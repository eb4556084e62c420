"""What the one-shot commands make of a dossier, each as one function of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Verdict
from brandcluster.dossier.files import HEADER
from brandcluster.dossier.load import Dossier
from brandcluster.rules.checks.crashed import Crash, crash_of_rule
from brandcluster.rules.rule import Rule, find_breaches

if TYPE_CHECKING:
    from brandcluster.dossier.history.changes import DossierChange
    from brandcluster.formats.git import GitRefused
    from brandcluster.output.commands.indicators import DossierFigures


class Breaches(NamedTuple):
    """The breaches of one rule, or the fault that it ended in."""

    found: tuple[Diagnostic, ...]
    crash: Crash | None = None


def breaches_or_crash(dossier: Dossier, rule: Rule) -> Breaches:
    """The breaches of a rule; a rule that ends in a fault has one diagnostic instead."""
    try:
        return Breaches(tuple(find_breaches(rule, dossier)))
    except Exception as error:
        crash = crash_of_rule(rule.code, rule.title, HEADER, error)
        return Breaches((crash.diagnostic,), crash)


def eligibility_verdicts(dossier: Dossier, day: date) -> tuple[Verdict, ...]:
    """The conditions of an application, then the steps of its procedure."""
    from brandcluster.rules.verdicts.application_procedure import PROCEDURE
    from brandcluster.rules.verdicts.condition import decide_conditions
    from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
    from brandcluster.rules.verdicts.provincial import added_verdicts

    conditions = decide_conditions(dossier, CONDITIONS_OF_REGION, day) + added_verdicts(dossier, day)
    return (*conditions, *decide_conditions(dossier, PROCEDURE, day))


def threshold_verdicts(dossier: Dossier, day: date) -> tuple[Verdict, ...]:
    """The conditions of a demonstration zone, then the region's own targets."""
    from brandcluster.rules.verdicts.zone_award import zone_verdicts

    verdicts, targets = zone_verdicts(dossier, day)
    return (*verdicts, *targets)


def figures_held_back(dossier: Dossier, name: str) -> DossierFigures:
    """What `indicators` shows; what is of one or two enterprises is held back."""
    from brandcluster.session.indicator_figures import dossier_figures

    return dossier_figures(name, dossier, shown=False)


def changes_since(dossier: Dossier, since: str | int) -> tuple[DossierChange, ...] | GitRefused | None:
    """What changed since a commit or a seal; None where there is no such seal, or it no longer holds what it should."""
    from brandcluster.dossier.history.changes import compare_dossiers
    from brandcluster.dossier.history.seals import read_seals, sealed_dossier

    if isinstance(since, str):
        return _changes_since_commit(dossier, since)
    seal = next((each for each in read_seals(dossier).seals if each.number == since), None)
    before = None if seal is None else sealed_dossier(dossier, seal)
    return None if before is None else compare_dossiers(before, dossier)


def _changes_since_commit(dossier: Dossier, revision: str) -> tuple[DossierChange, ...] | GitRefused:
    from brandcluster.dossier.history.changes import compare_dossiers
    from brandcluster.dossier.history.commits import read_snapshot
    from brandcluster.formats import git

    repo = git.find_repository(dossier.root)
    commit = repo if isinstance(repo, git.GitRefused) else git.find_commit(repo, revision)
    if isinstance(repo, git.GitRefused) or isinstance(commit, git.GitRefused):
        return git.GitRefused(commit.message if isinstance(commit, git.GitRefused) else "")
    files = git.files_of_commit(repo, commit)
    if isinstance(files, git.GitRefused):
        return files
    try:
        with git.blob_reader(repo) as reader, read_snapshot(reader, files) as before:
            return compare_dossiers(before, dossier)
    except git.BlobUnreadable as error:
        return git.GitRefused(str(error))
