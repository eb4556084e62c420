"""Which rows are shown, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from brandcluster.indicators import INDICATORS
from brandcluster.review.across import Across
from brandcluster.review.rows import Row
from brandcluster.rules.standing import STAGES

_STAGE_RANK = {identifier: rank for rank, identifier in enumerate(STAGES)}
_KEYS: dict[str, Callable[[Row], Any]] = {
    "dir": lambda row: row.name,
    "province": lambda row: row.province,
    "region": lambda row: row.region or row.name,
    "applicant": lambda row: row.applicant,
    "stage": lambda row: _STAGE_RANK.get(row.stage, 0),
    "date": lambda row: row.applied or date.max,
    "errors": lambda row: -row.errors,
    "warnings": lambda row: -row.warnings,
    "open": lambda row: -len(row.open_judgements),
    "met": lambda row: -row.count("met"),
}
#: What rows can be sorted by; the five indicators sort by the highest value among the industries, highest first.
SORTS: tuple[str, ...] = (*_KEYS, *(indicator.id for indicator in INDICATORS))
#: What rows can be narrowed to.
ONLY: tuple[str, ...] = ("errors", "not-ready", "open", "over-quota", "twice", "failed")


class Selection(NamedTuple):
    """What the caller wants to see; an empty tuple narrows nothing."""

    provinces: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    reverse: bool = False


def select(rows: list[Row], between: Across, wanted: Selection) -> list[Row]:
    """The rows that are wanted, in the order that is wanted. A dossier that broke the program is always shown."""
    found = [row for row in rows if row.failure or _is_wanted(row, between, wanted)]
    for key in reversed(wanted.sort):
        found.sort(key=_key(key), reverse=wanted.reverse)
    return found


def _is_wanted(row: Row, between: Across, wanted: Selection) -> bool:
    if wanted.provinces and not any(text in row.province for text in wanted.provinces):
        return False
    if wanted.stages and row.stage not in wanted.stages:
        return False
    if wanted.industries and not any(text in each.name for text in wanted.industries for each in row.industries):
        return False
    return all(_holds(row, between, condition) for condition in wanted.only)


def _holds(row: Row, between: Across, condition: str) -> bool:
    if condition == "errors":
        return row.errors > 0
    if condition == "not-ready":
        return not row.ready
    if condition == "open":
        return bool(row.open_judgements)
    if condition == "over-quota":
        return any(row.key == each.key for use in between.quotas if use.value == "not_met" for each in use.recommended)
    if condition == "twice":
        return any(row.key == each.key for found in between.twice for each in found.rows)
    return bool(row.failure)


def _key(name: str) -> Callable[[Row], Any]:
    if name in _KEYS:
        return _KEYS[name]

    def by_indicator(row: Row) -> tuple[bool, Fraction]:
        values = [
            figure.value
            for industry in row.industries
            for figure in industry.figures
            if figure.id == name and figure.value is not None
        ]
        return (not values, -max(values, default=Fraction(0)))

    return by_indicator
