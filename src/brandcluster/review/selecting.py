"""Which rows are shown, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from brandcluster.dossier.indicators.measure import INDICATORS, SHARE
from brandcluster.review.across import Across
from brandcluster.review.rows import Row
from brandcluster.rules.facts.stage import STAGES

_STAGE_RANK = {identifier: rank for rank, identifier in enumerate(STAGES)}
#: What a row is sorted by; None where that is not known, which stands last in either direction.
_KEYS: dict[str, Callable[[Row], Any]] = {
    "dir": lambda row: row.name,
    "province": lambda row: row.province or None,
    "region": lambda row: row.region or None,
    "applicant": lambda row: row.applicant or None,
    "industry": lambda row: row.industries[0].name if row.industries else None,
    "stage": lambda row: _STAGE_RANK[row.stage],
    "date": lambda row: row.applied,
    "recommended": lambda row: row.recommended,
    "sealed": lambda row: row.sealed_on,
    "errors": lambda row: -row.errors,
    "warnings": lambda row: -row.warnings,
    "open": lambda row: -len(row.open_judgements),
    "met": lambda row: -row.count("met"),
}
#: What rows can be sorted by; indicators and the share sort by the highest value among the industries, highest first.
SORTS: tuple[str, ...] = (*_KEYS, *(indicator.id for indicator in (*INDICATORS, SHARE)))
#: What rows can be narrowed to.
ONLY: tuple[str, ...] = ("errors", "not-ready", "open", "over-quota", "twice", "shared", "failed")


class Selection(NamedTuple):
    """What the caller wants to see; an empty tuple narrows nothing."""

    provinces: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    reverse: bool = False


def select_rows(rows: list[Row], between: Across, wanted: Selection) -> list[Row]:
    """The rows that are wanted, in the order that is wanted. A dossier that broke the program is always shown."""
    found = [row for row in rows if row.failure or _is_wanted(row, between, wanted)]
    if wanted.reverse and not wanted.sort:
        found.reverse()
    for name in reversed(wanted.sort):
        found = _ordered(found, name, reverse=wanted.reverse)
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
        over = [each for use in between.quotas if use.may_exceed for each in (*use.recommended, *use.doubtful)]
        return any(row.key == each.key for each in over)
    if condition == "twice":
        return any(row.key == each.key for found in between.twice for each in found.rows)
    if condition == "shared":
        return any(row.key == each.key for found in between.shared for each, _ in found.places)
    return bool(row.failure)


def _ordered(rows: list[Row], name: str, *, reverse: bool) -> list[Row]:
    """The rows by one key; what is not known, or could not be read at all, stands last in either direction."""
    of = _key(name)
    keyed = [(None if row.failure else of(row), row) for row in rows]
    known: list[tuple[Any, Row]] = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=reverse)
    return [row for _, row in known] + [row for key, row in keyed if key is None]


def _key(name: str) -> Callable[[Row], Any]:
    return _KEYS[name] if name in _KEYS else lambda row: _highest(row, name)


def _highest(row: Row, indicator: str) -> Fraction | None:
    """The negative of the highest value among the industries: what is sorted begins with the highest."""
    values = [
        -figure.value
        for industry in row.industries
        for figure in (*industry.figures, *([industry.share] if industry.share is not None else []))
        if figure.id == indicator and figure.value is not None
    ]
    return min(values, default=None)
