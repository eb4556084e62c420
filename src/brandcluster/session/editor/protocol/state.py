"""What the server knows: the files that the client has opened, and the dossiers that they stand in. A question about a
file that was not opened has no answer, so that no request makes the server look at a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from brandcluster.base.diagnostics import Location
from brandcluster.dossier.load import Dossier, part_of
from brandcluster.dossier.model.fields import Part
from brandcluster.session.editor.cursor import editor_lines, lines_with_ends
from brandcluster.session.editor.open_dossier import OpenDossier, dossier_around
from brandcluster.session.editor.positions import Encoding, from_units, to_units
from brandcluster.session.opened import Session


@dataclass
class OpenFile:
    """A file that the client has open, in its dossier. `text` is as the client has it."""

    uri: str
    path: str
    desk: OpenDossier
    version: int
    text: str


@dataclass
class ServerState:
    """Everything the server keeps. `sent` is what was last published for each URI."""

    files: dict[str, OpenFile] = field(default_factory=dict)
    desks: dict[Path, OpenDossier] = field(default_factory=dict)
    sent: dict[Path, dict[str, list[types.Diagnostic]]] = field(default_factory=dict)
    encoding: Encoding = "utf-16"


@dataclass
class Asked:
    """A question about a place of an open file: its dossier as last read, its text, and line and column from 1."""

    file: OpenFile
    dossier: Dossier
    part: type[Part]
    line: int
    column: int


def open_file(state: ServerState, uri: str, version: int, text: str) -> OpenFile | None:
    """Take in a file that the client opened; None where it stands in no dossier."""
    path = _path_of(uri)
    found = None if path is None else dossier_around(path)
    if found is None:
        return None
    root, inside = found
    desk = state.desks.get(root)
    if desk is None:
        desk = state.desks[root] = OpenDossier(Session(root))
    file = state.files[uri] = OpenFile(uri, inside, desk, version, text)
    desk.type_in(inside, text)
    return file


def change_file(
    state: ServerState, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]
) -> OpenFile | None:
    """Take in what was typed; None for a file that is not open."""
    file = state.files.get(uri)
    if file is None:
        return None
    for each in changes:
        place = getattr(each, "range", None)
        file.text = each.text if place is None else _spliced(file.text, place, each.text, state.encoding)
    file.version = version
    file.desk.type_in(file.path, file.text)
    return file


def close_file(state: ServerState, uri: str) -> OpenFile | None:
    """The client has closed a file; a dossier without open files is forgotten."""
    file = state.files.pop(uri, None)
    if file is None:
        return None
    file.desk.close(file.path)
    if all(each.desk is not file.desk for each in state.files.values()):
        state.desks.pop(file.desk.root, None)
    return file


def asked(state: ServerState, uri: str, position: types.Position | None = None) -> Asked | None:
    """What a request is about; None for what is no file of an open dossier."""
    file = state.files.get(uri)
    dossier = None if file is None else file.desk.session.dossier()
    part = None if file is None or dossier is None else part_of(dossier, file.path)
    if file is None or dossier is None or part is None:
        return None
    if position is None:
        return Asked(file, dossier, part, 1, 1)
    lines = editor_lines(file.desk.typed[file.path])
    line = min(position.line, len(lines) - 1)
    return Asked(file, dossier, part, line + 1, from_units(lines[line], position.character, state.encoding))


def uri_of(root: Path, path: str) -> str:
    """The URI of a file of a dossier; as the client spells it where it is open."""
    return from_fs_path(str(root / path)) or ""


def range_of(state: ServerState, desk: OpenDossier, place: Location) -> types.Range:
    """A place of a file as the protocol counts it, in the text as it is being typed or as it was read."""
    lines = editor_lines(current_text(desk, place.path))

    def at(line: int, column: int) -> types.Position:
        current = lines[line - 1] if line <= len(lines) else ""
        character = to_units(current, column, state.encoding) if current else column - 1
        return types.Position(line - 1, max(character, 0))

    return types.Range(at(place.line, place.column), at(place.end_line, place.end_column))


def current_text(desk: OpenDossier, path: str) -> str:
    """A file's text: as it is being typed, else as it was read."""
    if path in desk.typed:
        return desk.typed[path]
    dossier = desk.session.dossier()
    document = None if dossier is None else dossier.documents.get(path)
    return "" if document is None else document.text


def _path_of(uri: str) -> Path | None:
    if not uri.startswith("file:"):
        return None
    try:
        path = to_fs_path(uri)
    except ValueError:
        return None
    return None if not path or "\0" in path else Path(path)


def _spliced(text: str, place: types.Range, new: str, encoding: Encoding) -> str:
    lines = lines_with_ends(text)

    def offset(position: types.Position) -> int:
        if position.line >= len(lines):
            return len(text)
        line = lines[position.line].rstrip("\r\n")
        return sum(map(len, lines[: position.line])) + from_units(line, position.character, encoding) - 1

    start = offset(place.start)
    return text[:start] + new + text[max(start, offset(place.end)) :]
