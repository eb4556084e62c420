"""Every place of a dossier that names a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.load import Dossier, files_read, once, part_at, parts_of
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


class DocumentSlot(NamedTuple):
    """A place that names a document, in the words of the form: 承诺 规划部署 文件; and what it names now."""

    path: str
    keys: KeyPath
    words: str
    named: str | None


def document_slots(dossier: Dossier) -> list[DocumentSlot]:
    """Every place of a dossier that names a document, in the order of the files."""
    found = []
    for path, part in parts_of(dossier):
        year = getattr(part, "year", None)
        before = f"{year}年 " if isinstance(year, int) else ""
        found += [
            DocumentSlot(path, keys, before + " ".join(_words_to(part, keys)), named)
            for keys, named in documents_in(part)
        ]
    return found


def _words_to(part: Part, keys: KeyPath) -> Iterator[str]:
    """The labels that lead to a place; an entry of a list by the first text that stands in it."""
    value: Any = part
    for step in keys:
        if isinstance(step, int):
            value = value[step]
            entry: type[Part] = type(value)
            texts = (getattr(value, field.name) for field in fields_of(entry).values())
            yield next((each.strip() for each in texts if isinstance(each, str) and each.strip()), f"第{step + 1}项")
        else:
            kind: type[Part] = type(value)
            value = getattr(value, fields_of(kind)[step].name)
            yield step
