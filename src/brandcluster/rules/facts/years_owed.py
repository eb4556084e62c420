"""Which years a region owes something for (三（六）“每年”“年度”), by one clock for verdicts and for `status`.

The notice names no day. By the anniversary reading years count from the approval, as all clocks of the pilot do; by
the calendar reading each year counts at whose end the region is a pilot or a zone. The edition, or an overlay, says
which one decides (`year-reading`); the other stands beside it where it decides differently.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from brandcluster.base.days import month_end, years_after
from brandcluster.dossier.load import Dossier
from brandcluster.notice.edition import ANNIVERSARY
from brandcluster.rules.facts.record_days import pilot_spans, year_end
from brandcluster.rules.facts.rules_in_force import cycle_of, ruling_of
from brandcluster.rules.facts.stage import approved_on, stage_on, title_term


class OwedYear(NamedTuple):
    """A year that something is owed for: its count since the approval or its calendar year, and its days.

    `over` once its last day has passed; `closed` once the year after it is over too.
    """

    number: int
    first: date
    last: date
    over: bool
    closed: bool

    @property
    def words(self) -> str:
        """The year for a reader."""
        if self.number == self.first.year:
            return f"{self.number} 年"
        return f"第 {self.number} 年（{self.first.isoformat()} 起一年）"


def year_reading(dossier: Dossier) -> str:
    """The reading of 每年 that decides."""
    found = ruling_of(dossier, "year-reading")
    return ANNIVERSARY if found is None else str(found.value)


def years_begun(dossier: Dossier, day: date, reading: str) -> list[OwedYear]:
    """Every year that has begun by a day and in which something is owed; empty before the approval."""
    begun = approved_on(dossier, day)
    if begun is None:
        return []
    return _anniversaries(dossier, day, begun) if reading == ANNIVERSARY else _calendar(dossier, day, begun)


def _anniversaries(dossier: Dossier, day: date, begun: date) -> list[OwedYear]:
    """The years since the approval in which the region is a pilot or holds the title, the first being 1."""
    cycle, term = cycle_of(dossier), title_term(dossier, day)
    over = term.last if term is not None else month_end(cycle[1]) if cycle is not None else day
    if stage_on(dossier, day) in ("pilot_over", "zone_applied"):
        over = max(over, day)
    last = count_since(begun, max(min(day, over), begun))
    return [
        OwedYear(
            count,
            years_after(begun, count - 1),
            years_after(begun, count),
            years_after(begun, count) < day,
            years_after(begun, count + 1) < day,
        )
        for count in range(1, last + 1)
    ]


def _calendar(dossier: Dossier, day: date, begun: date) -> list[OwedYear]:
    """The calendar years at whose end the region is a pilot or a zone."""
    spans = pilot_spans(dossier)
    return [
        OwedYear(year, date(year, 1, 1), year_end(year), year < day.year, year < day.year - 1)
        for year in range(begun.year, day.year + 1)
        if any(first <= year_end(year) <= last for first, last in spans)
    ]


def count_since(begun: date, day: date) -> int:
    """In which year since the approval a day lies; each begins the day after and ends on the day of the same number."""
    count = max(day.year - begun.year, 1)
    return count if day <= years_after(begun, count) else count + 1


def years_settled(begun: date, entries: Iterable[tuple[int | None, date]], reading: str) -> set[int]:
    """The years that papers settle, each given by the calendar year it names and the day it was handed in.

    By anniversaries the calendar year of the approval belongs to the first, the next to the second, and so on; what
    is handed in before its turn settles the year that it is handed in within.
    """
    if reading != ANNIVERSARY:
        return {handed.year if year is None else year for year, handed in entries}
    found = set()
    for year, handed in entries:
        within = count_since(begun, handed)
        found.add(within if year is None else min(year - begun.year + 1, within))
    return found


def years_looked_at(years: list[OwedYear], days: Iterable[date]) -> set[int]:
    """The years that inspections settle: each the year before the one that it is held in, where that is open still,
    for what was done in a year is looked at in the course of the next; else its own."""
    found: set[int] = set()
    for held in sorted(days):
        within = [each.number for each in years if each.first <= held <= each.last]
        for number in within[:1]:
            earlier = number - 1
            known = earlier in {each.number for each in years}
            found.add(earlier if known and earlier not in found else number)
    return found
