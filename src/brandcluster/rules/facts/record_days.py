"""What the records of the pilot years themselves say of time: how far they reach, and which years they owe.

`validate` has no clock: the newest day that a record names stands for today. What is due on the real today is for
`status --date`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MINYEAR, date
from typing import Any

from brandcluster.base.days import month_end
from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import PILOT_FOLDER
from brandcluster.dossier.load import Dossier, files_read, once, part_at
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import Field, fields_of
from brandcluster.dossier.model.statistics import FULL_YEAR
from brandcluster.rules.facts.rules_in_force import cycle_of
from brandcluster.rules.facts.stage import title_terms

#: Labels of days that lie ahead when they are written down: nothing has happened by them yet.
AHEAD = frozenset(("完成期限", "应落实日期", "有效期至"))


def values_of(part: Part, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Field, Any]]:
    """Every answer of a part and of the parts in it, with its path and declaration; what is empty is left out."""
    for label, field in fields_of(type(part)).items():
        value = getattr(part, field.name)
        if isinstance(value, Part):
            yield from values_of(value, (*at, label))
        elif isinstance(value, list) and field.part is not None:
            for index, item in enumerate(value):
                yield from values_of(item, (*at, label, index))
        elif value is not None and value != []:
            yield (*at, label), field, value


def pilot_values(dossier: Dossier) -> Iterator[tuple[str, KeyPath, Field, Any]]:
    """Every answer in pilot/, with its file."""
    for path in files_read(dossier):
        if path.startswith(f"{PILOT_FOLDER}/"):
            yield from ((path, *found) for found in _values_in(dossier, path))


@once
def _values_in(dossier: Dossier, path: str) -> tuple[tuple[KeyPath, Field, Any], ...]:
    return tuple(values_of(part_at(dossier, path)))


@once
def newest_day(dossier: Dossier) -> date | None:
    """The newest day up to which anything is recorded; a year of full statistics reaches to its end."""
    days = [day for path in files_read(dossier) for day in _newest_in(dossier, path)]
    days += [year_end(y) for y, each in dossier.statistics.items() if each.period == FULL_YEAR and y >= MINYEAR]
    return max(days, default=None)


@once
def _newest_in(dossier: Dossier, path: str) -> tuple[date, ...]:
    """The newest day that a file of the pilot records; none where it records none."""
    if not path.startswith(f"{PILOT_FOLDER}/"):
        return ()
    days = [day for _, field, day in _values_in(dossier, path) if isinstance(day, date) and field.label not in AHEAD]
    return (max(days),) if days else ()


def year_end(year: int) -> date:
    """The last day of a year."""
    return month_end(date(year, 12, 1))


def pilot_spans(dossier: Dossier) -> list[tuple[date, date]]:
    """The spans in which the region is a pilot (approval to end of cycle) or a zone (三年, again from a re-review)."""
    begun, cycle, last = dossier.approval.date, cycle_of(dossier), newest_day(dossier)
    if begun is None or last is None:
        return []
    found = [(begun, month_end(cycle[1]) if cycle is not None else last)]
    found += [(each.first, each.last) for each in title_terms(dossier, last)]
    revocation = dossier.zone.revocation
    revoked = revocation.date if revocation is not None else None
    return [(first, last if revoked is None else min(last, revoked)) for first, last in found]


def owed_years(dossier: Dossier) -> Iterator[int]:
    """The years at whose end the region is a pilot or a zone and which lie more than a year behind the records.

    What belongs to a year is made in the course of the next; only when that is over too is it missing.
    """
    last = newest_day(dossier)
    covered = pilot_spans(dossier)
    if last is None or not covered:
        return
    for year in range(min(first for first, _ in covered).year, last.year - 1):
        if any(first <= year_end(year) <= end for first, end in covered):
            yield year
