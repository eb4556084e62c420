"""A YAML file as nested pieces of its own text, for `three_way`: put together they are the file again, to the byte.

A piece is a key with its value or an item of a list, with the comments and blank lines above it and the deeper ones
below. What is not written in the usual way (a flow collection, a list in a list) is one piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.formats.yaml.document import Document

Kind = Literal["leaf", "mapping", "list"]


@dataclass(slots=True)
class TextPiece:
    """One piece. `body` begins at its key or dash, without the spaces before; its other lines are as they stand.

    A leaf's body is `head` (up to the colon or dash), `value` (with the space before it) and `rest`; that of a
    collection is its head and its children.
    """

    key: str
    data: Any
    column: int
    lead: str
    body: str
    head: str
    kind: Kind = "leaf"
    value: str = ""
    rest: str = ""
    children: tuple[TextPiece, ...] = ()
    is_item: bool = False

    @property
    def whole(self) -> str:
        """The piece with what stands above it."""
        return self.lead + self.body

    @property
    def is_empty(self) -> bool:
        """A collection without anything in it, or nothing at all."""
        return self.data in (None, [], {})


@dataclass(slots=True)
class TakenApart:
    """A file: what stands before its first piece, and the pieces."""

    before: str
    root: TextPiece


def take_apart(document: Document) -> TakenApart | None:
    """The pieces of a file whose text ends with a line break; None where its root is no mapping in block style."""
    node = document.node_at(())
    if node is None or node.id != "mapping" or node.flow_style or not node.value:
        return None
    text = document.text
    start = text.rfind("\n", 0, document.span(node)[0]) + 1
    if node.start_mark.column:
        return None
    lead = _lead_start(text, 0, start, 0)
    head_end = text.rfind("\n\n", lead, start)
    if text[lead : lead + 1] == "\n" and head_end < 0:
        head_end = lead - 1
    begin = lead if head_end < 0 else head_end + 2
    children = _children(document, node, (), begin, len(text))
    return (
        None
        if children is None
        else TakenApart(text[:begin], TextPiece("", document.data, 0, "", "", "", "mapping", children=children))
    )


def _lead_start(text: str, least: int, at: int, column: int) -> int:
    """Where the comments and blank lines begin that belong to what stands on the line at `at`."""
    while at > least:
        above = text.rfind("\n", 0, at - 1) + 1
        line = text[above:at]
        bare = line.lstrip(" ")
        if above < least or not (not bare.strip() or (bare.startswith("#") and len(line) - len(bare) <= column)):
            break
        at = above
    return at


def _children(document: Document, node: Any, keys: KeyPath, begin: int, end: int) -> tuple[TextPiece, ...] | None:
    """The pieces of a collection that takes up this range of the text, but for the spaces before its first one."""
    text, column = document.text, node.start_mark.column
    is_list = node.id == "sequence"
    starts: list[int] = []
    for each in node.value:
        mark = each.start_mark if is_list else each[0].start_mark
        line = document._starts()[mark.line]
        if is_list and text[line + column : line + column + 1] != "-":
            return None
        if text[line : line + column].strip(" ") and not (not starts and not is_list):
            return None
        starts.append(line + column)
    borders = [begin]
    for number, at in enumerate(starts[1:], 1):
        borders.append(_lead_start(text, text.find("\n", starts[number - 1]) + 1, at - column, column))
    borders.append(end)
    made: list[TextPiece] = []
    for number, each in enumerate(node.value):
        step: str | int = number if is_list else document.cleaned(each[0].value)
        child = _piece(
            document,
            None if is_list else each[0],
            each if is_list else each[1],
            (*keys, step),
            (borders[number], starts[number], borders[number + 1]),
        )
        if child is None:
            return None
        made.append(child)
    return tuple(made) if len({each.key for each in made if each.key}) == len(made) or is_list else None


def _piece(document: Document, key: Any, node: Any, keys: KeyPath, places: tuple[int, int, int]) -> TextPiece | None:
    text = document.text
    begin, start, end = places
    column = start - text.rfind("\n", 0, start) - 1
    lead = text[begin : max(start - column, begin)]
    if key is None:
        mark = start + 1
    else:
        stop = document.span(key)[1]
        mark = text.find(":", stop) + 1
        if mark == 0 or text[stop : mark - 1].strip(" \t") or document.span(key)[0] != start:
            return None
    name = "" if key is None else normalise_key(document.cleaned(key.value))
    piece = TextPiece(
        name, _data_at(document, keys), column, lead, text[start:end], text[start:mark], is_item=key is None
    )
    inside = _inside(document, node, key, keys, start, end)
    if inside is not None:
        at, piece.children = inside
        piece.head, piece.kind = text[start:at], "mapping" if node.id == "mapping" else "list"
        return piece
    first, last = document.span(node)
    is_nothing = node.id == "scalar" and not node.value and node.style not in ("|", ">", "'", '"')
    last = mark if is_nothing else first + len(text[first:last].rstrip())
    if not mark <= last <= end:
        return None
    piece.value, piece.rest = text[mark:last], text[last:end]
    return piece


def _inside(
    document: Document, node: Any, key: Any, keys: KeyPath, start: int, end: int
) -> tuple[int, tuple[TextPiece, ...]] | None:
    """Where the children of a piece begin, and they; None for a leaf."""
    if node.id == "scalar" or node.flow_style or not node.value:
        return None
    text = document.text
    at = document.span(node)[0]
    if key is None:
        if node.id == "sequence" or text[start + 1 : at].strip(" ") or "\n" in text[start:at]:
            return None
    else:
        line = text.rfind("\n", 0, at) + 1
        if line <= start or text[line:at].strip(" "):
            return None
        at = _lead_start(text, text.find("\n", start) + 1, line, node.start_mark.column)
    children = _children(document, node, keys, at, end)
    return None if children is None else (at, children)


def _data_at(document: Document, keys: KeyPath) -> Any:
    data = document.data
    for step in keys:
        data = data[step]
    return data


def shifted(text: str, by: int, *, first: bool = True) -> str:
    """Lines moved to the right or left; without `first` the first one stays, as it begins at a key."""
    if not by:
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.strip() and (first or number):
            bare = line.lstrip(" ")
            lines[number] = " " * max(len(line) - len(bare) + by, 0) + bare
    return "\n".join(lines)
