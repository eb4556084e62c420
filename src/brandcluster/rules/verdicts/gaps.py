"""What is missing to each figure of a demonstration zone, in its own quantity at today's denominators.

For a region still applying the baseline is today: this shows how far the way is before it is gone.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.diagnostics import Verdict
from brandcluster.dossier.indicators.measure import INDICATORS, groups_of, measure_ratio, sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.deciding_years import baseline_year_of, doubtful_figures, latest_full_year, trusted_ratio
from brandcluster.rules.facts.required_rises import level_after, scope_of
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.verdicts.zone_rises import amount_needed
from brandcluster.rules.verdicts.zone_shares import enterprises_needed

_RISES = {
    "zone-7a": "value_added_rate",
    "zone-7b": "own_brand_share",
    "zone-7c": "new_product_rate",
    "zone-7d": "adopted_standard_share",
}
_SHARES = {
    "zone-4a": ("trained", "training-coverage"),
    "zone-4b": ("with_system", "system-share"),
    "zone-4c": ("with_both_posts", "posts-share"),
    "zone-7e": ("with_effective_system", "level-effective_system_share"),
}


class Gap(NamedTuple):
    """What is missing to one condition for one industry, in words."""

    clause: str
    industry: str | None
    needed: str


def gaps_to_zone(dossier: Dossier, verdicts: list[Verdict], day: date) -> list[Gap]:
    """The gaps of the figures that are not reached yet (or cannot be told yet)."""
    found = []
    for verdict in verdicts:
        if verdict.value in ("met", "not_applicable"):
            continue
        if verdict.clause in _RISES:
            words = _rise(dossier, _RISES[verdict.clause], verdict.industry, day)
        elif verdict.clause in _SHARES:
            words = _share(dossier, *_SHARES[verdict.clause], verdict.industry, day)
        else:
            continue
        if words is not None:
            found.append(Gap(verdict.clause, verdict.industry, words))
    return found


def gap_sentences(found: list[Gap]) -> list[str]:
    """The gaps for a reader, industry by industry."""
    if not found:
        return []
    lines = ["还差多少（按最近一个全年的分母）："]
    for industry in dict.fromkeys(gap.industry for gap in found):
        words = "；".join(gap.needed for gap in found if gap.industry == industry)
        lines.append(f"  {industry or '区域'}：{words}。")
    return lines


def _rise(dossier: Dossier, identifier: str, industry: str | None, day: date) -> str | None:
    indicator = next(each for each in INDICATORS if each.id == identifier)
    book = rulebook_of(dossier)
    industry = scope_of(book, industry)
    needed, reading = book.ruling(f"rise-{identifier}"), book.ruling("rise-reading")
    first, now = baseline_year_of(dossier, day), latest_full_year(dossier, day)
    if needed is None or reading is None or first is None or now is None:
        return None
    old = trusted_ratio(dossier, first, indicator, industry)
    parts = measure_ratio(now.statistics, indicator, industry)
    if (
        old is None
        or trusted_ratio(dossier, now, indicator, industry) is None
        or parts.numerator is None
        or not parts.denominator
    ):
        return None
    bound = level_after(old, needed, reading)
    if bound > 100:
        return f"{indicator.label}要求的水平超过 100%，不可能达到"
    return amount_needed(indicator, Fraction(parts.numerator), Fraction(parts.denominator), bound, needed).removeprefix(
        "按现在的分母，"
    )


def _share(dossier: Dossier, field: str, parameter: str, industry: str | None, day: date) -> str | None:
    book = rulebook_of(dossier)
    needed, now, industry = book.ruling(parameter), latest_full_year(dossier, day), scope_of(book, industry)
    if needed is None or now is None:
        return None
    within = groups_of(now.statistics, industry)
    above, below = sum_over(within, field), sum_over(within, "enterprises")
    if (
        doubtful_figures(dossier, now, industry, field, "enterprises")
        or above is None
        or not below
        or needed.admits(Fraction(above) * 100 / Fraction(below))
    ):
        return None
    return enterprises_needed(needed, Fraction(above), Fraction(below), field)
