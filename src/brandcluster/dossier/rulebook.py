"""The rules in force for one application: an edition on a day, with an overlay on top."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from brandcluster.notice import edition
from brandcluster.notice.edition import Clause

if TYPE_CHECKING:
    from brandcluster.dossier.model.header import Header
    from brandcluster.dossier.overlay import Overlay


class Ruling(NamedTuple):
    """A parameter in force: what decides, how values are held against it, and who says so.

    `overlay` is the name of the supplement that changed it, else None; `base` is then the edition's own value.
    """

    id: str
    label: str
    value: Any
    comparator: str
    unit: str
    source: str
    overlay: str | None = None
    base: Any = None

    @property
    def number(self) -> Fraction:
        """The value as an exact number."""
        return Fraction(self.value)

    def admits(self, value: Fraction) -> bool:
        """Whether an exact value satisfies the parameter (以上 includes the number)."""
        bound = self.number
        return {">=": value >= bound, ">": value > bound, "<=": value <= bound, "<": value < bound}[self.comparator]


class Rulebook(NamedTuple):
    """An edition on the day of an application; `overlay` only where it is in force then."""

    edition: str
    day: date | None
    overlay: Overlay | None = None

    def ruling(self, parameter: str) -> Ruling | None:
        """A parameter in force; None where the edition does not know it, or no rule was in force on the day."""
        known = edition.parameters_of(self.edition).get(parameter)
        if known is None or self.day is None:
            return None
        try:
            value, source = known.on(self.day)
        except LookupError:
            return None
        if self.overlay is not None:
            from brandcluster.dossier.overlay import changed_value
        for change in self.overlay.parameters if self.overlay is not None else ():
            new = changed_value(change, known, value) if change.parameter == parameter else None
            if new is not None and self.overlay is not None:
                return Ruling(
                    known.id,
                    known.label,
                    new,
                    known.comparator,
                    known.unit,
                    change.source or "",
                    self.overlay.id,
                    value,
                )
        return Ruling(known.id, known.label, value, known.comparator, known.unit, source)

    def clause(self, identifier: str) -> Clause | None:
        """A clause of the edition."""
        return edition.clauses_of(self.edition).get(identifier)


def known_edition(named: str | None) -> str:
    """The edition that a header names; the default where it names none that is known."""
    return named if named in edition.all_editions() else edition.default_edition()


def book_of(header: Header, overlay: Overlay | None) -> Rulebook:
    """The rules in force for an application with this header."""
    name = known_edition(header.edition)
    return Rulebook(name, header.date, overlay if in_force(overlay, name, header.date) else None)


def in_force(overlay: Overlay | None, edition_id: str, day: date | None) -> bool:
    """Whether an overlay applies to an application under an edition on a day; never before the edition itself."""
    return (
        overlay is not None
        and overlay.base == edition_id
        and day is not None
        and overlay.since is not None
        and overlay.since <= day
        and edition.about_edition(edition_id).since <= day
    )
