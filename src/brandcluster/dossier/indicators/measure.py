"""The five indicators of 二（二） and the form's other ratios, from the statistics of one year.

A ratio is the ratio of sums, never a mean of ratios, and exact until it is printed. Everything is computed per
leading industry and in total; the total adds 其他相关企业.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.numbers import exact_sum
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import FORM_RATIOS as FORM_RATIOS
from brandcluster.dossier.model.measures import INDICATORS as INDICATORS
from brandcluster.dossier.model.measures import SHARE as SHARE
from brandcluster.dossier.model.measures import Indicator as Indicator
from brandcluster.dossier.model.reading import fields_of, normalise_key
from brandcluster.dossier.model.statistics import IndustryStatistics, Statistics

if TYPE_CHECKING:
    from brandcluster.dossier.model.own_indicators import OwnIndicators

#: 万元 in one 亿元.
WAN_PER_YI = 10_000


class MeasuredRatio(NamedTuple):
    """One ratio as measured; None where the statistics do not hold a part of it. `value` is in percent."""

    indicator: Indicator
    industry: str | None
    numerator: Decimal | int | None
    denominator: Decimal | int | None

    @property
    def value(self) -> Fraction | None:
        """100 × numerator ÷ denominator, exact; None when a part is missing or the denominator is 0."""
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator) * 100 / Fraction(self.denominator)


def leading_groups(statistics: Statistics) -> list[IndustryStatistics]:
    """The groups of the leading industries, without 其他相关企业."""
    return [group for group in statistics.industries if group.name != OTHER_INDUSTRY]


def groups_of(statistics: Statistics, industry: str | None) -> list[IndustryStatistics]:
    """The groups that a figure adds up: one industry's, or all for the total (None)."""
    if industry is None:
        return list(statistics.industries)
    return [group for group in statistics.industries if group.name == industry]


def figure_of(part: IndustryStatistics, field: str) -> Decimal | int | None:
    """One figure of a group: an attribute of the model, or by its name the sum of a column of the region's own."""
    if field in IndustryStatistics.model_fields:
        value: Decimal | int | None = getattr(part, field)
        return value
    return next((own.total for own in part.own_totals if own.name == field), None)


def sum_over(parts: Iterable[IndustryStatistics], field: str) -> Decimal | int | None:
    """The sum of one field over groups; None when there is no group or one of them does not hold it."""
    values = [figure_of(part, field) for part in parts]
    known = [value for value in values if value is not None]
    return exact_sum(known) if known and len(known) == len(values) else None


def measure_ratio(statistics: Statistics, indicator: Indicator, industry: str | None) -> MeasuredRatio:
    """One ratio for one leading industry, or in total (None).

    The share in the region's output adds up the leading industries only: 其他相关企业 are in the pilot, but not
    of a leading industry.
    """
    if indicator.population == "region":
        within = leading_groups(statistics) if industry is None else groups_of(statistics, industry)
        return MeasuredRatio(
            indicator, industry, sum_over(within, indicator.numerator), statistics.regional_gross_output
        )
    within = groups_of(statistics, industry)
    return MeasuredRatio(
        indicator, industry, sum_over(within, indicator.numerator), sum_over(within, indicator.denominator)
    )


def industry_names(statistics: Statistics) -> list[str]:
    """The names of the groups, in the order of the file."""
    return [group.name for group in statistics.industries if group.name is not None]


def part_named(label: str, own: OwnIndicators) -> str | None:
    """What a region means by a numerator or denominator: an attribute of `statistics/`, or a column of its own."""
    form = normalise_key(label)
    for known, field in fields_of(IndustryStatistics).items():
        if field.part is None and field.name != "name" and normalise_key(known) == form:
            return field.name
    return next((each.name for each in own.columns if each.name is not None and normalise_key(each.name) == form), None)


def own_indicators(own: OwnIndicators) -> list[Indicator]:
    """The indicators that a region defines in indicators.yaml, as far as their parts are known."""
    found = []
    for each in own.indicators:
        above, below = (part_named(name, own) if name else None for name in (each.numerator, each.denominator))
        if each.name is not None and above is not None and below is not None:
            source = "本区域自定（indicators.yaml）"
            found.append(Indicator(each.name, each.name, above, below, "work-indicators", source=source))
    return found
