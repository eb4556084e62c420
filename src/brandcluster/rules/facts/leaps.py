"""Figures of one thing in different years that do not go together: which is the odd one, and beside which.

Only full years are compared. Amounts are compared per enterprise, so that a group that grew is not taken for a slip;
where the number of enterprises itself leaps, as they stand. One slip is found once: where all amounts of a group leap
alike it is one finding, and a share of an amount that leaps is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import ENTERPRISES_FOLDER
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS, SHARE, Indicator
from brandcluster.dossier.indicators.units import UnitMix, ratio_between, unit_mix
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import total_label
from brandcluster.dossier.model.statistics import FULL_YEAR, IndustryStatistics
from brandcluster.rules.facts.contradictions import contradicting_fields
from brandcluster.rules.facts.rules_in_force import parameter_number, ruling_of

#: Sums of all that the enterprises make, and what is a part of those or small beside them.
WHOLES = ("gross_output", "revenue", "value_added")
PARTS = ("new_product_output", "own_brand_revenue", "adopted_standard_revenue", "research_spending")
#: What a part is a part of: one that was next to nothing may well become several times as much.
WITHIN = {
    "new_product_output": "gross_output",
    "own_brand_revenue": "revenue",
    "adopted_standard_revenue": "revenue",
}
COUNTS = ("enterprises", "industrial_enterprises", "large_enterprises", "due", "reported")
#: The key of the whole region's output.
REGION = "regional_gross_output"
#: The shares that a year can be held against the year before in; that of systems a pilot is meant to bring up.
SHARES: tuple[Indicator, ...] = (
    *(each for each in INDICATORS if each.denominator != "enterprises"),
    *(each for each in FORM_RATIOS if each.id != SHARE.id),
    SHARE,
)


class Leap(NamedTuple):
    """A figure of one year that does not go with another year's; `field` is an attribute of `statistics/`.

    `at` and `other_at` are the group's places in the two files, None for the whole region. `ratio` is how many
    times one is the other, per enterprise where `means` holds the two means; `alike` are further fields of the group
    that leap in the same way.
    """

    field: str
    industry: str | None
    year: int
    at: int | None
    value: Decimal | int
    other_year: int
    other_at: int | None
    other_value: Decimal | int
    ratio: Fraction
    means: tuple[Fraction, Fraction] | None = None
    mix: UnitMix | None = None
    alike: tuple[str, ...] = ()

    @property
    def keys(self) -> KeyPath:
        """Where the odd figure stands in its file."""
        return _keys(self.at, self.field)

    @property
    def other_keys(self) -> KeyPath:
        """Where the figure stands that it was held against."""
        return _keys(self.other_at, self.field)

    @property
    def rises(self) -> bool:
        """Whether the odd figure is the larger."""
        one, other = self.means or (self.value, self.other_value)
        return one > other


def _keys(index: int | None, field: str) -> KeyPath:
    return (total_label(field),) if index is None else ("产业", index, total_label(field))


def mix_of(dossier: Dossier, ratio: Fraction) -> UnitMix | None:
    """What mix-up of units a ratio looks like under the rules in force; None where it looks like none."""
    powers, tolerance = ruling_of(dossier, "slip-powers"), parameter_number(dossier, "slip-tolerance")
    return None if powers is None or tolerance is None else unit_mix(ratio, powers.value, tolerance)


# ---- which of a series is odd ------------------------------------------------------------------------------------


def odd_ones(length: int, agree: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """Of a series the places that go with no neighbour, each with the place that it was held against.

    Where two that go together stand on either side of a break, the later one is named; where the first alone differs
    from what follows and the next two go together, the first.
    """
    last, backed = 0, False
    for at in range(1, length):
        if agree(last, at):
            last, backed = at, True
            continue
        followed = at + 1 < length and agree(at, at + 1)
        if followed and not backed:
            yield last, at
        else:
            yield at, last
        if followed:
            last, backed = at, False


def _full_years(dossier: Dossier) -> list[int]:
    return sorted(year for year, each in dossier.statistics.items() if each.period == FULL_YEAR)


Placed = tuple[int, int, IndustryStatistics]


@once
def group_series(dossier: Dossier) -> dict[str, list[Placed]]:
    """The groups by name over the full years: year, place in the file, group. A name written twice is left out."""
    found: dict[str, list[Placed]] = {}
    for year in _full_years(dossier):
        groups = dossier.statistics[year].industries
        names = [group.name for group in groups]
        for index, group in enumerate(groups):
            if group.name is not None and names.count(group.name) == 1:
                found.setdefault(group.name, []).append((year, index, group))
    return found


# ---- counts ------------------------------------------------------------------------------------------------------


@once
def count_leaps(dossier: Dossier) -> list[Leap]:
    """Numbers of enterprises that leap. What a pilot is meant to raise is not looked at."""
    return [leap for name, series in group_series(dossier).items() for leap in _counts_of(dossier, name, series)]


def _counts_of(dossier: Dossier, name: str, series: list[Placed]) -> list[Leap]:
    found = []
    for field in COUNTS:
        held = [each for each in series if getattr(each[2], field) is not None]

        def agree(one: int, other: int, field: str = field, held: list[Placed] = held) -> bool:
            return not _count_leaps(dossier, name, field, held[one], held[other])

        for odd, beside in odd_ones(len(held), agree):
            if not _contradicts(field, held[odd], held[beside]):
                found.append(_leap(dossier, name, field, held[odd], held[beside], per_enterprise=False))
    return _together(found)


def _count_leaps(dossier: Dossier, name: str, field: str, one: Placed, other: Placed) -> bool:
    limit, least = parameter_number(dossier, "count-leap"), parameter_number(dossier, "count-leap-least")
    earlier, later = sorted((one, other), key=lambda each: each[0])
    before, now = getattr(earlier[2], field), getattr(later[2], field)
    begun = dossier.approval.date if dossier.has_pilot else None
    if limit is None or least is None or abs(now - before) < least:
        return False
    if name == OTHER_INDUSTRY and begun is not None and later[0] >= begun.year and now > before:
        return False  # 带动企业: a pilot is to take them along
    low, high = sorted((before, now))
    return bool(high >= low * limit ** (later[0] - earlier[0]))


def _contradicts(field: str, *placed: Placed) -> bool:
    """Whether a field contradicts another of its own year, which is said already."""
    return any(field in contradicting_fields(group) for _, _, group in placed)


# ---- amounts -----------------------------------------------------------------------------------------------------


@once
def amount_leaps(dossier: Dossier) -> list[Leap]:
    """Amounts that leap, those of one group in one year together."""
    return [leap for name, series in group_series(dossier).items() for leap in _amounts_of(dossier, name, series)]


def _amounts_of(dossier: Dossier, name: str, series: list[Placed]) -> list[Leap]:
    found = []
    for field in (*WHOLES, *PARTS):
        held = [each for each in series if getattr(each[2], field)]

        def agree(one: int, other: int, field: str = field, held: list[Placed] = held) -> bool:
            return not amounts_leap(dossier, field, held[one], held[other])

        for odd, beside in odd_ones(len(held), agree):
            if not _contradicts(field, held[odd], held[beside]):
                per_enterprise = _comparable(dossier, held[odd], held[beside])
                found.append(_leap(dossier, name, field, held[odd], held[beside], per_enterprise=per_enterprise))
    return _together(found)


def amounts_leap(dossier: Dossier, field: str, one: Placed, other: Placed) -> bool:
    """Whether one amount of a group leaps between two years, per enterprise where their numbers go together."""
    limit = parameter_number(dossier, "amount-leap" if field in WHOLES else "part-leap")
    per_enterprise = _comparable(dossier, one, other)
    ratio = ratio_between(*_as_compared(field, one, other, per_enterprise=per_enterprise))
    if limit is None or ratio is None:
        return False
    gap = abs(one[0] - other[0])
    if per_enterprise and gap == 1 and mix_of(dossier, ratio) is not None:
        return True
    if _is_small(dossier, one[2], other[2]) or ratio < limit**gap:
        return False
    return not _little_of_the_whole(dossier, field, one[2], other[2])


def _little_of_the_whole(dossier: Dossier, field: str, one: IndustryStatistics, other: IndustryStatistics) -> bool:
    """Whether a part's share of its whole changes so little that its own leap says nothing."""
    least, whole = parameter_number(dossier, "part-leap-least"), WITHIN.get(field)
    wholes = [getattr(group, whole) for group in (one, other)] if whole is not None else []
    if least is None or not wholes or not all(wholes):
        return False
    shares = [
        Fraction(getattr(group, field)) * 100 / Fraction(of) for group, of in zip((one, other), wholes, strict=True)
    ]
    return abs(shares[0] - shares[1]) < least


def _is_small(dossier: Dossier, *groups: IndustryStatistics) -> bool:
    """Whether a group has so few enterprises that one that comes or goes changes everything."""
    least = parameter_number(dossier, "leap-least")
    counts = [group.industrial_enterprises for group in groups if group.industrial_enterprises is not None]
    return least is None or any(count < least for count in counts)


def _comparable(dossier: Dossier, one: Placed, other: Placed) -> bool:
    """Whether both groups say how many industrial enterprises they have, and the two numbers go together."""
    field = "industrial_enterprises"
    if not one[2].industrial_enterprises or not other[2].industrial_enterprises:
        return False
    wrong = field in contradicting_fields(one[2]) or field in contradicting_fields(other[2])
    return not wrong and not _count_leaps(dossier, "", field, one, other)


def _as_compared(field: str, one: Placed, other: Placed, *, per_enterprise: bool) -> tuple[Fraction, Fraction]:
    first, second = Fraction(getattr(one[2], field)), Fraction(getattr(other[2], field))
    if not per_enterprise:
        return first, second
    return first / (one[2].industrial_enterprises or 1), second / (other[2].industrial_enterprises or 1)


def _leap(dossier: Dossier, name: str, field: str, odd: Placed, beside: Placed, *, per_enterprise: bool) -> Leap:
    pair = _as_compared(field, odd, beside, per_enterprise=per_enterprise)
    ratio = ratio_between(*pair) or Fraction(0)
    return Leap(
        field,
        name,
        odd[0],
        odd[1],
        getattr(odd[2], field),
        beside[0],
        beside[1],
        getattr(beside[2], field),
        ratio,
        pair if per_enterprise else None,
        mix_of(dossier, ratio) if per_enterprise and abs(odd[0] - beside[0]) == 1 else None,
    )


def _together(leaps: Sequence[Leap]) -> list[Leap]:
    """Those of one year and direction as one: a file in the wrong unit is one slip."""
    found: dict[tuple[int, int, bool], Leap] = {}
    for leap in leaps:
        key = (leap.year, leap.other_year, leap.rises)
        first = found.get(key)
        found[key] = leap if first is None else first._replace(alike=(*first.alike, leap.field))
    return list(found.values())


# ---- the region, and shares --------------------------------------------------------------------------------------


@once
def region_leaps(dossier: Dossier) -> list[Leap]:
    """The whole region's output where it leaps."""
    years = [year for year in _full_years(dossier) if dossier.statistics[year].regional_gross_output]
    values = [Fraction(dossier.statistics[year].regional_gross_output or 0) for year in years]
    limit = parameter_number(dossier, "amount-leap")

    def agree(one: int, other: int) -> bool:
        ratio = ratio_between(values[one], values[other])
        return limit is None or ratio is None or ratio < limit ** abs(years[one] - years[other])

    found = []
    for odd, beside in odd_ones(len(years), agree):
        ratio = ratio_between(values[odd], values[beside]) or Fraction(0)
        stated, other = (dossier.statistics[years[at]].regional_gross_output or 0 for at in (odd, beside))
        found.append(Leap(REGION, None, years[odd], None, stated, years[beside], None, other, ratio))
    return found


class ShareLeap(NamedTuple):
    """A share (in percent) of one year that lies too far from another year's."""

    indicator: Indicator
    industry: str
    year: int
    at: int
    share: Fraction
    other_year: int
    other_at: int
    other_share: Fraction


def share_leaps(dossier: Dossier) -> Iterator[ShareLeap]:
    """Shares that leap though the amounts behind them do not."""
    limit = parameter_number(dossier, "share-leap")
    for name, series in group_series(dossier).items() if limit is not None else ():
        for indicator in SHARES if name != OTHER_INDUSTRY else SHARES[:-1]:
            held = [(each, share) for each in series if (share := _share(dossier, indicator, each)) is not None]

            def agree(one: int, other: int, held: list[tuple[Placed, Fraction]] = held) -> bool:
                (first, share), (second, beside) = held[one], held[other]
                return limit is None or abs(share - beside) < limit * abs(first[0] - second[0])

            for odd, beside in odd_ones(len(held), agree):
                (year, index, _), share = held[odd]
                (other_year, other_index, _), other = held[beside]
                yield ShareLeap(indicator, name, year, index, share, other_year, other_index, other)


def _share(dossier: Dossier, indicator: Indicator, placed: Placed) -> Fraction | None:
    """A group's share in percent; None where a part is missing, contradicts another, or leaps by itself."""
    year, _, group = placed
    region = indicator.population == "region"
    above = getattr(group, indicator.numerator)
    below = dossier.statistics[year].regional_gross_output if region else getattr(group, indicator.denominator)
    if above is None or not below or _is_small(dossier, group):
        return None
    wrong = contradicting_fields(group) | leaping_fields(dossier).get((year, group.name), set())
    if region and (year, None) in leaping_fields(dossier):
        return None
    share = Fraction(above) * 100 / Fraction(below)
    return None if wrong & {indicator.numerator, indicator.denominator} or share > 100 else share


@once
def leaping_fields(dossier: Dossier) -> dict[tuple[int, str | None], set[str]]:
    """The fields that leap, by year and group (None for the whole region), named or held against."""
    found: dict[tuple[int, str | None], set[str]] = {}
    for leap in (*count_leaps(dossier), *amount_leaps(dossier), *region_leaps(dossier)):
        for year in (leap.year, leap.other_year):
            found.setdefault((year, leap.industry), set()).update((leap.field, *leap.alike))
    return found


@once
def differing_from_returns(dossier: Dossier) -> frozenset[tuple[int, KeyPath]]:
    """The figures of `statistics/` (by year and path) that the returns do not give: what is wrong there is known."""
    if not dossier.files.exists(ENTERPRISES_FOLDER):
        return frozenset()
    from brandcluster.returns import comparing
    from brandcluster.returns.layout import layout_of

    layout = layout_of(dossier)
    return frozenset(
        (year, each.keys)
        for year, result in comparing.compute_years(dossier).items()
        if not result.sums.blocking and year in dossier.statistics
        for each in comparing.differing_figures(dossier.statistics[year], result, layout)
    )
