"""The edition that a dossier follows, and its parameters on the day of the application."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from brandcluster.dossier import Dossier
from brandcluster.notice import edition


def edition_of(dossier: Dossier) -> str:
    """The edition that the dossier names; the default where it names none that is known."""
    named = dossier.header.edition if dossier.header is not None else None
    return named if named in edition.EDITIONS else edition.EDITIONS[0]


def number(dossier: Dossier, parameter: str) -> Fraction | None:
    """A parameter's value on the day of the application; None where no day is given or no rule was in force."""
    if dossier.header is None or dossier.header.date is None:
        return None
    found = edition.parameters(edition_of(dossier))[parameter]
    try:
        value, _ = found.on(dossier.header.date)
    except LookupError:
        return None
    return Fraction(value)


def month_text(month: date) -> str:
    """A month as it is written in a dossier."""
    return f"{month.year:04d}-{month.month:02d}"


def months(first: date, last: date) -> int:
    """Whole months from the first through the last, both included."""
    return (last.year - first.year) * 12 + last.month - first.month + 1
