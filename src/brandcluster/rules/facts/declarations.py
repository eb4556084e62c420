"""What declarations of incidents reach (三（二）1): from the start of the window to their day of issue, or what they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from brandcluster.base.days import years_after
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.conditions import IncidentDeclaration
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.incidents import incident_window
from brandcluster.rules.facts.rules_in_force import ruling_of

_DAY = timedelta(days=1)


class DaySpan(NamedTuple):
    """Days, both included."""

    first: date
    last: date


def reach_of(entry: IncidentDeclaration, window: tuple[date, date]) -> DaySpan | None:
    """The days of the window that a declaration speaks of; None without a day of issue. Empty where last < first.

    It cannot speak of what came after it was issued. A period that it names narrows it.
    """
    if entry.date is None:
        return None
    first, last = window[0], min(entry.date, window[1])
    if entry.period is not None:
        first = max(first, entry.period.start or first)
        last = min(last, entry.period.end or last)
    return DaySpan(first, last)


def declared_gap(dossier: Dossier, entry: IncidentDeclaration, day: date) -> str | None:
    """What a declaration lacks to count on a day, to stand behind its kind; None where it counts."""
    if entry.result is None:
        return "的结论"
    if entry.issuer is None or entry.date is None:
        return "的出具单位和日期"
    if entry.date > day:
        return f"：日期 {entry.date.isoformat()} 还没有到"
    return None if is_there(dossier, entry.document) else "的文件"


class Cover(NamedTuple):
    """What the declarations of one kind leave open: the stretches before the last declared day, and the last day."""

    holes: tuple[DaySpan, ...]
    last: date | None


def cover_of(spans: Iterable[DaySpan], window: tuple[date, date]) -> Cover:
    """What some declarations of one kind leave open of the window; `last` is None where they reach none of it."""
    open_from = window[0]
    holes = []
    for span in sorted(span for span in spans if span.last >= span.first and span.last >= window[0]):
        if span.first > open_from:
            holes.append(DaySpan(open_from, span.first - _DAY))
        open_from = max(open_from, span.last + _DAY)
    return Cover(tuple(holes), open_from - _DAY if open_from > window[0] else None)


def days_after(cover: Cover, window: tuple[date, date]) -> int:
    """How many days lie between the last declared day and the day of application."""
    return 0 if cover.last is None else (window[1] - cover.last).days


def declared_otherwise(dossier: Dossier) -> Iterator[tuple[int, str]]:
    """The declarations (index, result) that say something else of the days they speak of than the list of incidents.

    One that points to the list may mean an incident before the window, within as many years before its own day.
    """
    window, lookback = incident_window(dossier), ruling_of(dossier, "lookback")
    for index, entry in enumerate(dossier.conditions.declarations):
        if entry.kind is None or entry.result is None:
            continue
        span = reach_of(entry, window) if window is not None else None
        none_happened = entry.result == "未发生"
        if span is not None and lookback is not None and entry.date is not None and not none_happened:
            span = DaySpan(min(span.first, years_after(entry.date, -int(lookback.value))), entry.date)
        listed = any(
            each.kind == entry.kind and (each.date is None or span is None or span.first <= each.date <= span.last)
            for each in dossier.conditions.incidents
        )
        if none_happened == listed:
            yield index, entry.result


def issued_after_application(dossier: Dossier) -> Iterator[int]:
    """The declarations (by index) that were issued after the day of application."""
    applied = dossier.header.date
    for index, entry in enumerate(dossier.conditions.declarations):
        if applied is not None and entry.date is not None and entry.date > applied:
            yield index
