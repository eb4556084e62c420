"""What follows from the changes between two states of a dossier: indicators, verdicts, and what was sealed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.diagnostics import Verdict, VerdictValue
from brandcluster.dossier.history.changes import DossierChange, compare_dossiers
from brandcluster.dossier.indicators.measure import (
    FORM_RATIOS,
    INDICATORS,
    Indicator,
    industry_names,
    measure_ratio,
    own_indicators,
)
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.rulebook import Rulebook
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.facts.sealed_application import GROWING
from brandcluster.rules.verdicts.application_procedure import PROCEDURE
from brandcluster.rules.verdicts.condition import Condition, decide_conditions
from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
from brandcluster.rules.verdicts.provincial import added_verdicts

if TYPE_CHECKING:
    from brandcluster.dossier.history.seals import Seal


class IndicatorChange(NamedTuple):
    """An indicator of a year and an industry (None = the total), in percent; None where it cannot be computed."""

    year: int
    indicator: Indicator
    industry: str | None
    before: Fraction | None
    after: Fraction | None


class VerdictChange(NamedTuple):
    """A condition whose verdict is another now; None where it was not decided at all."""

    clause: str
    cite: str
    label: str
    industry: str | None
    before: VerdictValue | None
    after: VerdictValue | None
    message: str


class Effects(NamedTuple):
    """What follows.

    `sealed` are sealed values that no longer agree and did before, `seal` the seal that holds them; `broken_seals` are
    seals that are gone or no longer what their manifests say.
    """

    indicators: tuple[IndicatorChange, ...]
    verdicts: tuple[VerdictChange, ...]
    sealed: tuple[DossierChange, ...]
    seal: str | None
    new_seals: tuple[str, ...]
    broken_seals: tuple[str, ...]


def effects_of(before: Dossier, after: Dossier, changes: tuple[DossierChange, ...], day: date) -> Effects:
    """What follows from changes, with verdicts on a day."""
    seal, touched = _sealed(before, after, changes)
    made, broken = _seals(before, after)
    return Effects(_indicators(before, after), _verdicts(before, after, day), touched, seal, made, broken)


def _indicators(before: Dossier, after: Dossier) -> tuple[IndicatorChange, ...]:
    found = []
    known = (*INDICATORS, *FORM_RATIOS, *own_indicators(after.own_indicators))
    for year in sorted({*before.statistics, *after.statistics}):
        old, new = before.statistics.get(year), after.statistics.get(year)
        if old is None or new is None:
            continue  # a whole year that came or went is said as a file
        names: list[str | None] = [*dict.fromkeys([*industry_names(new), *industry_names(old)])]
        for indicator in known:
            for industry in (*names, None) if len(names) > 1 else names:
                one, other = (
                    measure_ratio(old, indicator, industry).value,
                    measure_ratio(new, indicator, industry).value,
                )
                if one != other:
                    found.append(IndicatorChange(year, indicator, industry, one, other))
    return tuple(found)


def _verdicts(before: Dossier, after: Dossier, day: date) -> tuple[VerdictChange, ...]:
    """Conditions of the application and, once a state has a pilot, of the zone."""
    conditions: tuple[Condition, ...] = (*CONDITIONS_OF_REGION, *PROCEDURE)
    if before.has_pilot or after.has_pilot:
        from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

        conditions = (*conditions, *CONDITIONS)
    labels = {each.clause: each.label for each in conditions}
    old, new = _by_clause(before, conditions, day), _by_clause(after, conditions, day)
    book = rulebook_of(after)
    found = []
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if (was and was.value) != (now and now.value):
            found.append(
                VerdictChange(
                    key[0],
                    _cite(book, key[0]),
                    labels.get(key[0], key[0]),
                    key[1],
                    was.value if was else None,
                    now.value if now else None,
                    now.message if now else "",
                )
            )
    return tuple(found)


def _cite(book: Rulebook, clause: str) -> str:
    """The citation of a clause, or of the overlay that added the condition."""
    found = book.clause(clause)
    if found is not None:
        return found.cite
    return (book.overlay.number or book.overlay.id or "") if book.overlay is not None else ""


def _by_clause(dossier: Dossier, conditions: tuple[Condition, ...], day: date) -> dict[tuple[str, str | None], Verdict]:
    return {
        (each.clause, each.industry): each
        for each in (*decide_conditions(dossier, conditions, day), *added_verdicts(dossier, day))
    }


def _sealed(
    before: Dossier, after: Dossier, changes: tuple[DossierChange, ...]
) -> tuple[str | None, tuple[DossierChange, ...]]:
    """Values of the newest seal on paper that these changes touch; what a new seal holds already is no touch."""
    from brandcluster.dossier.history.seals import on_paper, sealed_dossier

    old, new = on_paper(before), on_paper(after)
    # A seal that both states have is taken as it was before: the later one may have been rewritten.
    is_new = new is not None and (old is None or old.number < new.number)
    owner, seal = (after, new) if is_new else (before, old)
    copy = sealed_dossier(owner, seal) if seal is not None else None
    if seal is None or copy is None:
        return None, ()
    only = frozenset(each.file for each in changes) & {each.path for each in seal.manifest.files}
    differed = {_what(each) for each in _against(copy, before, only)}
    return seal.name, tuple(each for each in _against(copy, after, only) if _what(each) not in differed)


def _against(copy: Dossier, now: Dossier, only: frozenset[str | None]) -> list[DossierChange]:
    """How a state differs from what was sealed; what goes on after sealing may be added to."""
    found = compare_dossiers(copy, now, only=frozenset(each for each in only if each is not None))
    return [each for each in found if not (each.kind == "added" and each.file.startswith(GROWING))]


def _what(change: DossierChange) -> tuple[str, str, str, str | None]:
    return change.file, change.heading, change.kind, change.after


def _seals(before: Dossier, after: Dossier) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The seals made in between; those gone, broken, or rewritten in between."""
    from brandcluster.dossier.history.seals import read_seals

    old = {each.number: each for each in read_seals(before).seals}
    new = {each.number: each for each in read_seals(after).seals}
    made = tuple(seal.name for number, seal in new.items() if number not in old)
    broken = [seal.name for number, seal in new.items() if _is_spoilt(old.get(number), seal)]
    return made, (*broken, *(seal.name for number, seal in old.items() if number not in new))


def _is_spoilt(was: Seal | None, now: Seal) -> bool:
    """Whether a seal no longer says what it said, even where its manifest was made to fit."""
    if was is None:
        return bool(now.problems)
    return was.digest != now.digest or (bool(now.problems) and not was.problems)
