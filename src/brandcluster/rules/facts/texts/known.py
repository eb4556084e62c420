"""What a dossier's data say a text may be held against: figures of the statistics, targets, funds."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from brandcluster.dossier.files import PLAN
from brandcluster.dossier.indicators import measure as indicators
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.plan import IndicatorTarget
from brandcluster.dossier.model.statistics import IndustryStatistics, Statistics
from brandcluster.rules.facts.targets import industry_of

#: Populations beside the industries: all of the pilot, the leading industries together, the whole region.
ALL, LEADING, REGION = "全部相关企业", "主导产业合计", "全区域"
#: Ratios by their id; what else a quantity is called is a field of the statistics.
RATIOS = {each.id: each for each in (*indicators.INDICATORS, *indicators.FORM_RATIOS)}


@once
def misread_files(dossier: Dossier) -> frozenset[str]:
    """The files whose structure could not be read, as with a key written twice: no text is told to follow their lists.

    A single answer that could not be read is missing, and what is made of it unknown.
    """
    return frozenset(
        each.location.path for each in dossier.diagnostics if each.severity == "error" and each.code.startswith("Y")
    )


@once
def known_figure(dossier: Dossier, quantity: str, population: str | None, year: int) -> Fraction | None:
    """The exact figure of a quantity for a population in a year; None where the statistics do not hold it.

    Amounts are in 万元, ratios in percent.
    """
    statistics = dossier.statistics.get(year)
    if statistics is None or population is None:
        return None
    if quantity in RATIOS:
        return _ratio(statistics, quantity, population)
    if population == REGION:
        whole = statistics.regional_gross_output
        return Fraction(whole) if quantity == "gross_output" and whole is not None else None
    amount = indicators.sum_over(_groups(statistics, population), quantity)
    return None if amount is None else Fraction(amount)


def _groups(statistics: Statistics, population: str) -> list[IndustryStatistics]:
    if population == LEADING:
        return indicators.leading_groups(statistics)
    return indicators.groups_of(statistics, None if population == ALL else population)


def _ratio(statistics: Statistics, quantity: str, population: str) -> Fraction | None:
    indicator = RATIOS[quantity]
    if population in (ALL, REGION):
        return indicators.measure_ratio(statistics, indicator, None).value
    if population == LEADING:
        within = indicators.leading_groups(statistics)
        above = indicators.sum_over(within, indicator.numerator)
        below = (
            statistics.regional_gross_output
            if indicator.population == "region"
            else indicators.sum_over(within, indicator.denominator)
        )
        return indicators.MeasuredRatio(indicator, None, above, below).value
    return indicators.measure_ratio(statistics, indicator, population).value


def populations_of(dossier: Dossier) -> list[str]:
    """Every population that figures are known of, the leading industries first."""
    return [*dossier.industry_names, OTHER_INDUSTRY, LEADING, ALL, REGION]


def known_targets(dossier: Dossier, quantity: str, whose: list[str], phase: int) -> list[Fraction] | None:
    """The targets of an indicator at the end of a phase, in percent, of every entry for one of the populations.

    None where one of them is not set, could not be read, or is a decimal fraction written for percent (T102).
    """
    if quantity not in IndicatorTarget.model_fields:
        return []
    if PLAN in misread_files(dossier):
        return None
    found = _planned_targets(dossier, quantity, tuple(whose), phase)
    return None if found is None else list(found)


@once
def count_of_phases(dossier: Dossier) -> int:
    """How many phases the plan has."""
    return len(dossier.plan.phases)


@once
def _planned_targets(
    dossier: Dossier, quantity: str, whose: tuple[str, ...], phase: int
) -> tuple[Fraction, ...] | None:
    phases = dossier.plan.phases
    if not -len(phases) <= phase < len(phases):
        return None
    entries = [each for each in phases[phase].indicator_targets if industry_of(dossier, each) in whose]
    values = [getattr(entry, quantity, None) for entry in entries]
    found = tuple(Fraction(value) for value in values if value is not None and not 0 < value < 1)
    return found if found and len(found) == len(values) else None


@once
def known_funds(dossier: Dossier, source: str | None, year: int | None) -> Fraction | None:
    """What the fund table gives of a source and a year, in 万元; None of either means all of them.

    None too where the table's own sums disagree: no text is told to follow a table that is wrong itself.
    """
    if not _funds_agree(dossier):
        return None
    found = [
        item.amount
        for item in fund_rows(dossier)
        if (source is None or item.source == source) and (year is None or item.year == year)
    ]
    known = [amount for amount in found if amount is not None]
    return sum(map(Fraction, known), Fraction(0)) if known and len(known) == len(found) else None


@once
def _funds_agree(dossier: Dossier) -> bool:
    """Whether the fund table was read whole and its total is the sum of its entries (B101)."""
    funds = dossier.plan.funds
    if funds is None or PLAN in misread_files(dossier) or any(item.amount is None for item in funds.items):
        return False
    stated = [(funds.total, funds.items)]
    stated += [(each.amount, [item for item in funds.items if item.year == each.year]) for each in funds.by_year]
    stated += [(each.amount, [item for item in funds.items if item.source == each.source]) for each in funds.by_source]
    return all(total is None or total == sum(item.amount or 0 for item in items) for total, items in stated)


@once
def fund_sources(dossier: Dossier) -> list[str]:
    """The sources of the fund table, in its order."""
    return list(dict.fromkeys(item.source for item in fund_rows(dossier) if item.source))


@once
def fund_years(dossier: Dossier) -> list[int]:
    """The years of the fund table."""
    return sorted({item.year for item in fund_rows(dossier) if item.year is not None})


class FundRow(NamedTuple):
    """An entry of the fund table: year, source, and amount in 10,000 yuan."""

    year: int | None
    source: str | None
    amount: Decimal | None


@once
def fund_rows(dossier: Dossier) -> tuple[FundRow, ...]:
    """The entries of the fund table."""
    table = dossier.plan.funds
    return () if table is None else tuple(FundRow(item.year, item.source, item.amount) for item in table.items)


def known_elsewhere(dossier: Dossier, quantity: str, year: int) -> Iterator[tuple[str, int, Fraction]]:
    """The same quantity of other populations and years: population, year and figure, the nearest first."""
    look = partial(known_figure, dossier, quantity)
    for each in (year, *(known for known in sorted(dossier.statistics) if known != year)):
        for population in populations_of(dossier):
            value = look(population, each)
            if value is not None:
                yield population, each, value
