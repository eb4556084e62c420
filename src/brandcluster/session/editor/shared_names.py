"""The names that a dossier's files share, and every place where one stands: of industries, projects, phases, enterprises
and documents. Definition, references and renaming are made of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from brandcluster.base.diagnostics import KeyPath, Location, Step
from brandcluster.dossier.files import HEADER, PLAN, PROGRESS, STATISTICS_FOLDER, TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier, leaves_of, part_of
from brandcluster.dossier.references import find_references
from brandcluster.formats.yaml.document import Document
from brandcluster.session.editor.cursor import field_at

NameKind = Literal["industry", "project", "phase", "enterprise", "document"]
#: alone: the whole value; reference: a step between braces; prose: among other words.
How = Literal["alone", "reference", "prose"]
#: Where each kind of name is given: the file, and the labels that lead to it (entries of lists left out).
DEFINED: dict[NameKind, tuple[str, tuple[str, ...]]] = {
    "industry": (HEADER, ("主导产业", "名称")),
    "project": (PLAN, ("主要工作项目", "名称")),
    "phase": (PLAN, ("工作阶段", "名称")),
    "enterprise": (TOP_ENTERPRISES, ("企业", "名称")),
}
KIND_WORDS: dict[NameKind, str] = {
    "industry": "主导产业",
    "project": "主要工作项目",
    "phase": "工作阶段",
    "enterprise": "企业",
    "document": "文件",
}
#: A shorter name may be part of other words.
SHORTEST_IN_PROSE = 4


class Name(NamedTuple):
    """A name and what it names."""

    kind: NameKind
    text: str


class Mention(NamedTuple):
    """One place where a name stands; `is_definition` where it is given."""

    place: Location
    keys: KeyPath
    how: How
    is_definition: bool


def labels_in(keys: KeyPath) -> tuple[str, ...]:
    """The labels of a path, entries of lists left out."""
    return tuple(step for step in keys if isinstance(step, str))


def kind_at(dossier: Dossier, path: str, keys: KeyPath) -> NameKind | None:
    """What kind of name is written at a path of a file; None where it is none."""
    labels = labels_in(keys)
    for kind, defined in DEFINED.items():
        if (path, labels) == defined:
            return kind
    last: Step = labels[-1] if labels else ""
    if path.startswith(f"{STATISTICS_FOLDER}/") and labels == ("产业", "名称"):
        return "industry"
    if last == "产业" or (last == "主导产业" and isinstance(keys[-1], int)):
        return "industry"
    if last == "项目" and path in (PLAN, PROGRESS):
        return "project"
    if last == "阶段" and path == PROGRESS:
        return "phase"
    part = part_of(dossier, path)
    field = None if part is None else field_at(part, keys)
    if field is not None and field.is_document:
        return "document"
    return None


def names_of(dossier: Dossier, kind: NameKind) -> list[str]:
    """The names of a kind that are given, in the order of the file, each once."""
    if kind == "document" or DEFINED[kind][0] not in dossier.documents:
        return []
    path, wanted = DEFINED[kind]
    found = [value for keys, value in leaves_of(dossier, path) if labels_in(keys) == wanted and isinstance(value, str)]
    return list(dict.fromkeys(found))


def name_at(dossier: Dossier, path: str, line: int, column: int) -> tuple[Name, Location] | None:
    """The name at a place of a file as it was read, and where it stands."""
    document = dossier.documents.get(path)
    if document is None:
        return None
    enterprises = names_of(dossier, "enterprise")
    for keys, value in leaves_of(dossier, path):
        if not isinstance(value, str) or not value.strip():
            continue
        node = document.node_at(keys)
        if not node.start_mark.line <= line - 1 <= node.end_mark.line:
            continue
        kind = kind_at(dossier, path, keys) or ("enterprise" if value in enterprises else None)
        if kind is not None:
            place = document.locate_text(keys, value)
            return (Name(kind, value), place) if _covers(place, line, column) else None
        for inner, place in _reference_steps(document, keys):
            if _covers(place, line, column) and inner in names_of(dossier, "industry"):
                return Name("industry", inner), place
    return None


def mentions_of(dossier: Dossier, name: Name) -> Iterator[Mention]:
    """Every place where a name stands, in the order of the files."""
    for path, document in dossier.documents.items():
        if document.data is None or name.text not in document.text:
            continue
        for keys, value in leaves_of(dossier, path):
            if isinstance(value, str) and name.text in value:
                yield from _in_value(dossier, document, keys, value, name)


def _in_value(dossier: Dossier, document: Document, keys: KeyPath, value: str, name: Name) -> Iterator[Mention]:
    path = document.path
    if value == name.text:
        kind = kind_at(dossier, path, keys)
        if kind == name.kind or (name.kind == "enterprise" and kind is None):
            is_definition = DEFINED.get(name.kind) == (path, labels_in(keys))
            yield Mention(document.locate_text(keys, value), keys, "alone", is_definition)
        return
    taken: list[Location] = []
    if name.kind == "industry":
        for inner, place in _reference_steps(document, keys):
            taken.append(place)
            if inner == name.text:
                yield Mention(place, keys, "reference", False)
    if len(name.text) < SHORTEST_IN_PROSE or name.kind == "document":
        return
    for number in range(value.count(name.text)):
        place = document.locate_text(keys, name.text, number)
        if place.end_column - place.column == len(name.text) and not any(_meet(place, each) for each in taken):
            yield Mention(place, keys, "prose", False)


def _reference_steps(document: Document, keys: KeyPath) -> Iterator[tuple[str, Location]]:
    """The steps of every reference in a text as it stands in the file, but for the first and the last."""
    start, end = document.span(document.node_at(keys))
    for begin, _, inner in find_references(document.text[start:end]):
        at = start + begin + 2
        steps = inner.split(".")
        for number, step in enumerate(steps):
            bare = step.strip()
            if 0 < number < len(steps) - 1 and bare:
                first = at + len(step) - len(step.lstrip())
                yield bare, document.place(first, first + len(bare))
            at += len(step) + 1


def _covers(place: Location, line: int, column: int) -> bool:
    return (place.line, place.column) <= (line, column) <= (place.end_line, place.end_column)


def _meet(one: Location, other: Location) -> bool:
    return one.line == other.line and one.column < other.end_column and other.column < one.end_column
