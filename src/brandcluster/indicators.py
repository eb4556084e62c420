"""The five indicators of 二（二） and the form's other ratios, from the statistics of one year.

A ratio is the ratio of sums, never a mean of ratios, and exact until it is printed. Everything is computed per
leading industry and in total; the total adds 其他相关企业.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from brandcluster.model.fields import OTHER_INDUSTRY
from brandcluster.model.statistics import IndustryStatistics, Statistics

#: 万元 in one 亿元.
WAN_PER_YI = 10_000


@dataclass(frozen=True, slots=True)
class Indicator:
    """A ratio in percent: the labels of numerator and denominator are keys of `statistics/`."""

    id: str
    label: str
    numerator: str
    denominator: str
    clause: str
    population: Literal["industry", "region"] = "industry"


INDICATORS: tuple[Indicator, ...] = (
    Indicator("value_added_rate", "工业增加值率", "value_added", "gross_output", "work-indicators"),
    Indicator("own_brand_share", "以自主品牌销售产品比重", "own_brand_revenue", "revenue", "work-indicators"),
    Indicator("new_product_rate", "新产品产值率", "new_product_output", "gross_output", "work-indicators"),
    Indicator(
        "adopted_standard_share", "采用国际先进标准的产品比重", "adopted_standard_revenue", "revenue", "work-indicators"
    ),
    Indicator(
        "effective_system_share",
        "品牌管理体系有效运行的企业比重",
        "with_effective_system",
        "enterprises",
        "work-indicators",
    ),
)

#: A leading industry's share in the whole region's output.
SHARE = Indicator(
    "industry_share",
    "主导产业占区域工业总产值比重",
    "gross_output",
    "regional_gross_output",
    "form-industries",
    "region",
)
#: Ratios that the form asks for beside the five.
FORM_RATIOS: tuple[Indicator, ...] = (
    Indicator("research_intensity", "研发投入占销售收入比重", "research_spending", "revenue", "form-innovation"),
    SHARE,
)


@dataclass(frozen=True, slots=True)
class Measure:
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


def leading(statistics: Statistics) -> list[IndustryStatistics]:
    """The groups of the leading industries, without 其他相关企业."""
    return [group for group in statistics.industries if group.name != OTHER_INDUSTRY]


def groups(statistics: Statistics, industry: str | None) -> list[IndustryStatistics]:
    """The groups that a figure adds up: one industry's, or all for the total (None)."""
    if industry is None:
        return list(statistics.industries)
    return [group for group in statistics.industries if group.name == industry]


def total(parts: Iterable[IndustryStatistics], field: str) -> Decimal | int | None:
    """The sum of one field over groups; None when there is no group or one of them does not hold it."""
    result: Decimal | int | None = None
    for part in parts:
        value: Decimal | int | None = getattr(part, field)
        if value is None:
            return None
        result = value if result is None else result + value
    return result


def measure(statistics: Statistics, indicator: Indicator, industry: str | None) -> Measure:
    """One ratio for one leading industry, or in total (None).

    The share in the region's output adds up the leading industries only: 其他相关企业 are in the pilot, but not
    of a leading industry.
    """
    if indicator.population == "region":
        within = leading(statistics) if industry is None else groups(statistics, industry)
        return Measure(indicator, industry, total(within, indicator.numerator), statistics.regional_gross_output)
    within = groups(statistics, industry)
    return Measure(indicator, industry, total(within, indicator.numerator), total(within, indicator.denominator))


def industry_names(statistics: Statistics) -> list[str]:
    """The names of the groups, in the order of the file."""
    return [group.name for group in statistics.industries if group.name is not None]
