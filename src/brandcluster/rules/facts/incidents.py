"""Incidents: grades by 国务院令第493号 and the environmental grades, the window of three years, declarations (三（二）1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.days import years_after
from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import CONDITIONS, INCIDENTS
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.conditions import Incident
from brandcluster.rules.facts.rules_in_force import rulebook_of

GRADES = ("一般", "较大", "重大", "特别重大")


_SCALES = (("deaths", "accident-deaths"), ("injured", "accident-injured"), ("loss", "accident-loss"))


def grade_by_figures(dossier: Dossier, incident: Incident) -> tuple[str, bool] | None:
    """The safety grade that deaths, serious injuries and direct loss give, and whether all three are stated.

    While one is not stated the grade is a lower bound. None where no figure is stated, or no scale is in force.
    """
    book = rulebook_of(dossier)
    ranks: list[int] = []
    for field, parameter in _SCALES:
        value, scale = getattr(incident, field), book.ruling(parameter)
        if value is None or scale is None:
            continue
        ranks.append(sum(Fraction(value) >= bound for bound in scale.value))
    if not ranks:
        return None
    return GRADES[max(ranks)], len(ranks) == len(_SCALES)


def incident_window(dossier: Dossier) -> tuple[date, date] | None:
    """三（二）1 近三年: the years before the day of application, both ends counted; None while there is no such day."""
    lookback = rulebook_of(dossier).ruling("lookback")
    applied = dossier.header.date
    return None if applied is None or lookback is None else (years_after(applied, -int(lookback.value)), applied)


KINDS = ("质量安全", "安全生产", "环境保护", "信誉损害")
#: Those that no law grades: whether one is serious is a person's to say.
UNGRADED = ("质量安全", "信誉损害")


def is_serious(dossier: Dossier, incident: Incident) -> str | None:
    """The grade when it is 重大 or worse, "" when it is not, None while it cannot be told."""
    book = rulebook_of(dossier)
    if incident.kind == "环境保护":
        grades = book.ruling("serious-environment")
        if incident.environment_grade is None or grades is None:
            return None
        return incident.environment_grade if incident.environment_grade in grades.value else ""
    if incident.kind != "安全生产":
        return ""  # no legal grading: left to the person who judges the clause
    grades = book.ruling("serious-safety")
    found = grade_by_figures(dossier, incident)
    known = [grade for grade in (incident.grade, found[0] if found else None) if grade is not None]
    if grades is None or not known:
        return None
    heavy = [grade for grade in known if grade in grades.value]
    if heavy:
        return heavy[-1]
    # Figures that are stated only in part give a lower bound, which alone cannot clear an incident.
    return "" if incident.grade is not None or (found is not None and found[1]) else None


def serious_grade(dossier: Dossier, incident: Incident) -> str | None:
    """The grade of an incident when it is 重大 or worse, "" when it is not; None where only a person can tell."""
    return is_serious(dossier, incident) if incident.kind in ("安全生产", "环境保护") else None


def incidents_since(dossier: Dossier, day: date) -> Iterator[tuple[str, KeyPath, Incident]]:
    """The incidents recorded from a day on, that day included."""
    pilot = dossier.incidents.incidents
    entries: list[tuple[str, int, Incident]] = [(INCIDENTS, i, each) for i, each in enumerate(pilot)]
    entries += [(CONDITIONS, i, e) for i, e in enumerate(dossier.conditions.incidents)]
    for path, index, incident in entries:
        if incident.date is not None and incident.date >= day:
            yield path, ("事故清单", index), incident


def grade_contradicted(dossier: Dossier, incident: Incident) -> bool:
    """Whether the written safety grade and the figures say different things of 重大: nothing follows from either."""
    if incident.kind != "安全生产" or incident.grade is None:
        return False
    grades, found = rulebook_of(dossier).ruling("serious-safety"), grade_by_figures(dossier, incident)
    if grades is None or found is None:
        return False
    by_figures, complete = found[0] in grades.value, found[1]
    return (by_figures or complete) and by_figures != (incident.grade in grades.value)


class PilotAccident(NamedTuple):
    """An incident of the pilot that is 重大 or worse, or where only a person can tell (`grade` None); where it stands."""

    path: str
    keys: KeyPath
    incident: Incident
    grade: str | None

    @property
    def words(self) -> str:
        """It in a few words."""
        told = self.grade if self.grade is not None else "是否重大要有人认定"
        return f"{self.incident.date} {self.incident.kind or ''}事故（{told}）"


def pilot_accidents(dossier: Dossier, day: date | None = None) -> list[PilotAccident]:
    """The incidents between the approval and the title (up to a day, that day included) that are not known to be minor."""
    begun = dossier.approval.date
    if begun is None:
        return []
    titled = dossier.zone.designation.date if dossier.zone.designation is not None else None
    found = []
    for path, keys, incident in incidents_since(dossier, begun):
        late = incident.date is not None and ((day is not None and incident.date > day) or _from(titled, incident.date))
        grade = serious_grade(dossier, incident)
        if not late and grade != "":
            found.append(PilotAccident(path, keys, incident, grade))
    return found


def _from(first: date | None, day: date) -> bool:
    return first is not None and day >= first
