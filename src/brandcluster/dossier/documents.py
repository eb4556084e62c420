"""Every place of a dossier that names a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.load import Dossier, files_read, once, part_at
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of


def document_paths(dossier: Dossier) -> Iterator[tuple[str, KeyPath, str | None]]:
    """Every field that names a document: file, path in it, and what it names (None while it is empty)."""
    for path in files_read(dossier):
        yield from ((path, keys, named) for keys, named in _documents_of(dossier, path))


@once
def _documents_of(dossier: Dossier, path: str) -> tuple[tuple[KeyPath, str | None], ...]:
    return tuple(documents_in(part_at(dossier, path)))


def documents_in(part: Part, at: KeyPath = ()) -> Iterator[tuple[KeyPath, str | None]]:
    """Every field of a part, and of the parts in it, that names a document: its path behind `at`, and what it names."""
    for label, field in fields_of(type(part)).items():
        value = getattr(part, field.name)
        if field.is_document:
            yield (*at, label), value
        elif isinstance(value, Part):
            yield from documents_in(value, (*at, label))
        elif isinstance(value, list) and field.part is not None:
            for index, item in enumerate(value):
                yield from documents_in(item, (*at, label, index))


def days_of_documents(part: Part) -> Iterator[tuple[str, date]]:
    """Every document that a part, or a part in it, names beside a day of its own (`日期`, `发布日期`), with that day."""
    day = getattr(part, "date", None)
    for field in fields_of(type(part)).values():
        value = getattr(part, field.name)
        if field.is_document and value is not None and day is not None:
            yield value, day
        elif isinstance(value, Part):
            yield from days_of_documents(value)
        elif isinstance(value, list) and field.part is not None:
            for item in value:
                yield from days_of_documents(item)
