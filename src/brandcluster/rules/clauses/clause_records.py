"""What is recorded of a duty: the entries of a file's lists, with their documents, up to a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath, Location
from brandcluster.dossier.documents import documents_in
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.record_days import AHEAD
from brandcluster.rules.facts.stage import approved_on, designation_by


class Held(NamedTuple):
    """One part of a duty: what it is, how many records there are, how many of them with their documents, and where.

    `optional` where the notice asks for it only of regions that are able (有条件的); `lacking` is what else is open.
    """

    words: str
    records: int
    proven: int
    places: tuple[Location, ...]
    optional: bool = False
    lacking: tuple[str, ...] = ()


#: Reads one part of a duty from a dossier on a day.
Reader = Callable[[Dossier, date], Held]
Keep = Callable[[Dossier, date, Any], bool]


class RecordSource(NamedTuple):
    """Where a part of a duty is recorded, for the documentation, and what reads it."""

    path: str
    words: str
    read: Reader
    optional: bool = False


def entries_of(
    path: str, *keys: str, words: str = "", optional: bool = False, keep: Keep | None = None
) -> RecordSource:
    """The entries of a list (or the one part, or the text) at some keys of a file; `keep` leaves others out."""
    name = words or keys[-1]

    def read(dossier: Dossier, day: date) -> Held:
        found = [each for each in _entries(dossier, path, keys) if keep is None or keep(dossier, day, each[1])]
        counted = [each for each in found if has_come(each[1], day)]
        return _held(dossier, path, name, counted, optional=optional)

    return RecordSource(path, name, read, optional)


def held_of(dossier: Dossier, words: str, found: Sequence[tuple[str, KeyPath, Any]], *, optional: bool = False) -> Held:
    """What some entries come to, each with its file and place there."""
    places = tuple(dossier.locate(path, keys) for path, keys, _ in found)
    return Held(words, len(found), sum(is_proven(dossier, each) for _, _, each in found), places, optional)


def has_come(entry: Any, day: date) -> bool:
    """Whether an entry says something that has happened by a day; one that names no day counts."""
    if not isinstance(entry, Part):
        return True
    days = [
        value
        for field in fields_of(type(entry)).values()
        if field.label not in AHEAD and isinstance(value := getattr(entry, field.name), date)
    ]
    year = getattr(entry, "year", None)
    if isinstance(year, int) and year > day.year:
        return False
    return min(days, default=day) <= day


def is_proven(dossier: Dossier, entry: Any) -> bool:
    """Whether an entry names a document that is there."""
    return isinstance(entry, Part) and any(is_there(dossier, named) for _, named in documents_in(entry))


def since_approval(dossier: Dossier, day: date, entry: Any) -> bool:
    """Whether an entry is of the pilot years: no day of it lies before the approval; all are while there is none."""
    begun = approved_on(dossier, day)
    when = getattr(entry, "end", None) or getattr(entry, "date", None)
    return begun is None or not isinstance(when, date) or when >= begun


def since_title(dossier: Dossier, day: date, entry: Any) -> bool:
    """Whether an entry is of the years of the title."""
    title = designation_by(dossier, day)
    when = getattr(entry, "date", None)
    return title is not None and title.date is not None and isinstance(when, date) and when >= title.date


def where_is(name: str, *values: object) -> Keep:
    """Keeps the entries whose answer is one of some values."""
    return lambda dossier, day, entry: getattr(entry, name, None) in values


def _entries(dossier: Dossier, path: str, keys: tuple[str, ...]) -> Iterator[tuple[KeyPath, Any]]:
    part: Any = dossier.contents.get(path)
    at: KeyPath = ()
    for label in keys:
        field = fields_of(type(part)).get(label) if isinstance(part, Part) else None
        part = getattr(part, field.name) if field is not None else None
        at = (*at, label)
    if isinstance(part, list):
        yield from (((*at, index), each) for index, each in enumerate(part) if says_something(each))
    elif says_something(part):
        yield at, part


def says_something(value: Any) -> bool:
    """Whether any answer stands in a value; a part whose every answer is open says nothing."""
    if isinstance(value, Part):
        return any(says_something(getattr(value, name)) for name in type(value).model_fields)
    return value is not None and value != []


def _held(dossier: Dossier, path: str, words: str, found: list[tuple[KeyPath, Any]], *, optional: bool) -> Held:
    return held_of(dossier, words, [(path, keys, each) for keys, each in found], optional=optional)
