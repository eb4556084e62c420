"""What a dossier says, as plain data for a template: mappings by the files' own labels, lists, text, numbers.

Nothing of ours goes in: no model, no method. Dates and months are text as they are read aloud; amounts keep the digits
of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, get_args

from brandcluster.base.days import chinese_day, chinese_month
from brandcluster.base.diagnostics import Location
from brandcluster.base.numbers import decimal_text
from brandcluster.base.visible import without_invisible
from brandcluster.dossier.documents import documents_in
from brandcluster.dossier.load import Dossier, parts_of
from brandcluster.dossier.model.fields import Part, read_month
from brandcluster.dossier.model.reading import Field, fields_of
from brandcluster.dossier.references import expand_text
from brandcluster.formats.word.build import UNWRITABLE
from brandcluster.papers.reports.marks import MARKS
from brandcluster.rules.facts.sealed_application import fixed_application

_UNFIT = str.maketrans(dict.fromkeys(MARKS, "\ufffd"))


def clean_text(text: str) -> str:
    """A text without what cannot stand in a Word file, and without the marks of our own."""
    return UNWRITABLE.sub("\ufffd", without_invisible(text)).translate(_UNFIT)


def report_day(day: date | None) -> str | None:
    """A day as it is written in a document."""
    return None if day is None else chinese_day(day)


def report_month(month: date | None) -> str | None:
    """A month as it is written in a document."""
    return None if month is None else chinese_month(month)


# ---- one part ------------------------------------------------------------------------------------------------


def as_data(part: Part | None, dossier: Dossier, span: Span | None = None) -> dict[str, Any]:
    """A part by its labels; with a span, only the entries of its lists that belong to it. No part: nothing known."""
    if part is None:
        return {}
    return {
        label: _value(part, field, getattr(part, field.name), dossier, span)
        for label, field in fields_of(type(part)).items()
    }


def _value(part: Part, field: Field, value: Any, dossier: Dossier, span: Span | None) -> Any:
    if isinstance(value, Part):
        return as_data(value, dossier)
    if isinstance(value, list):
        if field.part is None:
            return [clean_text(str(each)) for each in value]
        return [as_data(each, dossier) for each in value if span is None or belongs_to(each, span)]
    if isinstance(value, date):
        return report_month(value) if is_month(type(part), field.name) else report_day(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    return clean_text(expand_text(value, dossier)) if isinstance(value, str) else value


def is_month(part: type[Part], name: str) -> bool:
    """Whether a field holds a month: its value is the month's first day."""
    return _holds(part.model_fields[name].annotation, read_month) or any(
        getattr(each, "func", None) is read_month for each in part.model_fields[name].metadata
    )


def _holds(annotation: Any, reader: Any) -> bool:
    if any(getattr(each, "func", None) is reader for each in getattr(annotation, "__metadata__", ())):
        return True
    return any(_holds(each, reader) for each in get_args(annotation))


# ---- what belongs to a year ------------------------------------------------------------------------------------


class Span(NamedTuple):
    """From a day to a day, both included; what happened later is not known yet."""

    first: date
    last: date


def year_span(year: int, until: date) -> Span:
    """A year, as far as it is over on a day."""
    return Span(date(year, 1, 1), min(date(year, 12, 31), until))


def belongs_to(entry: Part, span: Span) -> bool:
    """Whether an entry is of a span: by its year, else by the days it names, from the first to the last.

    One that names neither stands always. A start without an end goes on. What is dated later is not known yet, even
    where it speaks of earlier days.
    """
    year = getattr(entry, "year", None)
    if isinstance(year, int):
        return span.first.year <= year <= span.last.year
    days = [day for day in _days(entry) if day is not None]
    if not days:
        return True
    dated = getattr(entry, "date", None)
    if isinstance(dated, date) and dated > span.last:
        return False
    open_end = getattr(entry, "start", None) is not None and getattr(entry, "end", 0) is None
    return min(days) <= span.last and (open_end or max(days) >= span.first)


def _days(entry: Part) -> Iterator[date | None]:
    for field in fields_of(type(entry)).values():
        value = getattr(entry, field.name)
        if isinstance(value, date):
            yield value


# ---- documents -------------------------------------------------------------------------------------------------


class HeldLines(NamedTuple):
    """Lines of a file that one entry takes, and the documents that it and its parts name."""

    path: str
    first: int
    last: int
    documents: tuple[str, ...]
    entry: bool


def documents_by_place(dossier: Dossier, day: date) -> list[HeldLines]:
    """Which documents stand behind which lines of the dossier's files, and of the copies sealed by a day."""
    found = list(_of_files(dossier))
    sealed = fixed_application(dossier, day)
    if sealed.seal is not None and sealed.dossier is not None:
        found += [each._replace(path=sealed.place(Location(each.path)).path) for each in _of_files(sealed.dossier)]
    return found


def _of_files(dossier: Dossier) -> Iterator[HeldLines]:
    for path, part in parts_of(dossier):
        if dossier.documents.get(path) is not None:
            yield from _held(dossier, path, part, ())


def _held(dossier: Dossier, path: str, part: Part, keys: tuple[str | int, ...]) -> Iterator[HeldLines]:
    named = tuple(dict.fromkeys(named for _, named in documents_in(part) if named is not None))
    node = dossier.documents[path].node_at(keys)
    if named and node is not None:
        first = dossier.locate(path, keys, on_key=bool(keys)).line if keys else 1
        yield HeldLines(path, first, max(node.end_mark.line, first), named, bool(keys))
    for label, field in fields_of(type(part)).items():
        value = getattr(part, field.name)
        if isinstance(value, Part):
            yield from _held(dossier, path, value, (*keys, label))
        elif isinstance(value, list) and field.part is not None:
            for index, each in enumerate(value):
                yield from _held(dossier, path, each, (*keys, label, index))


def documents_behind(sources: Iterable[Location], held: list[HeldLines]) -> list[str]:
    """The documents behind some places, each once: those of the smallest entry around each place.

    Where only a whole file is around, it counts when it rests on a single document.
    """
    found: list[str] = []
    for place in sources:
        around = [each for each in held if each.path == place.path and each.first <= place.line <= each.last]
        if around:
            closest = min(around, key=lambda each: each.last - each.first)
            found += closest.documents if closest.entry or len(closest.documents) == 1 else ()
    return [clean_text(each) for each in dict.fromkeys(found)]
