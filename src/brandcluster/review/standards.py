"""What the five indicators of a leading industry are held against: their level at application, and what a zone needs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from brandcluster.dossier.indicators.measure import INDICATORS, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.deciding_years import baseline_year_of
from brandcluster.rules.facts.required_rises import Bound, required_bound
from brandcluster.rules.facts.rules_in_force import rulebook_of


class IndicatorStandard(NamedTuple):
    """An indicator's level at application (percent, exact), and what is asked of it; None where that is not known."""

    begun: Fraction | None
    needed: Bound | None


def standards_of(dossier: Dossier, industry: str, day: date) -> tuple[IndicatorStandard, ...]:
    """What each of the five is held against, in their order."""
    first, book = baseline_year_of(dossier, day), rulebook_of(dossier)
    begun = [None if first is None else measure_ratio(first.statistics, each, industry).value for each in INDICATORS]
    return tuple(
        IndicatorStandard(level, required_bound(book, each.id, level))
        for each, level in zip(INDICATORS, begun, strict=True)
    )


def is_impossible(value: Fraction | None) -> bool:
    """Whether a share is none: more than all, or less than nothing (percent)."""
    return value is not None and not 0 <= value <= 100
