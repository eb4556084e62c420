"""The rules that a dossier stands under: its edition, its overlay, and their parameters on the day of application."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.rulebook import Rulebook, Ruling, book_of, known_edition


@once
def edition_of(dossier: Dossier) -> str:
    """The edition that the dossier names; the default where it names none that is known."""
    return known_edition(dossier.header.edition)


@once
def rulebook_of(dossier: Dossier) -> Rulebook:
    """The rules in force for the application."""
    return book_of(dossier.header, dossier.overlay)


def overlay_set_aside(dossier: Dossier) -> tuple[str, ...]:
    """What a reader of verdicts must know where the overlay that the header names is not in force."""
    named = dossier.header.overlay
    if named is None or rulebook_of(dossier).overlay is not None:
        return ()
    return (f"dossier.yaml 写的省级补充规则“{named}”没有采用（原因见 brandcluster validate），以上按通知原文判定。",)


def ruling_of(dossier: Dossier, parameter: str) -> Ruling | None:
    """A parameter in force for the application; None where there is none."""
    return rulebook_of(dossier).ruling(parameter)


@once
def parameter_number(dossier: Dossier, parameter: str) -> Fraction | None:
    """A parameter's value on the day of the application; None where no day is given or no rule was in force."""
    found = ruling_of(dossier, parameter)
    return None if found is None else found.number


def cycle_of(dossier: Dossier) -> tuple[date, date] | None:
    """The pilot cycle's first and last month where it is a cycle that the notice allows; else None."""
    cycle = dossier.header.cycle
    shortest, longest = parameter_number(dossier, "cycle-min"), parameter_number(dossier, "cycle-max")
    if cycle is None or cycle.start is None or cycle.end is None or cycle.end < cycle.start:
        return None
    length = months_between(cycle.start, cycle.end)
    if (shortest is not None and length < shortest) or (longest is not None and length > longest):
        return None
    return cycle.start, cycle.end


def month_in_words(month: date) -> str:
    """A month as it is written in a dossier."""
    return f"{month.year:04d}-{month.month:02d}"


def months_between(first: date, last: date) -> int:
    """Whole months from the first through the last, both included."""
    return (last.year - first.year) * 12 + last.month - first.month + 1
