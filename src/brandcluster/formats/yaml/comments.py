"""Comments of a YAML file, told apart from texts that look like them, and the lines of what they stand beside.

The parser drops comments. A `#` begins one where no scalar of the node graph covers it: inside quotes, a block text
or a plain value it is a character like any other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import Location
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.yaml.document import Document

#: How a comment begins that sets a diagnostic aside.
IGNORE = late_pattern(r"#\s*brandcluster\s*[:：]\s*ignore(?!\w)", re.IGNORECASE)
_LINE = late_pattern(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")


class Comment(NamedTuple):
    """A comment: its place, its words after the opening, and whether nothing else stands on its line."""

    location: Location
    words: str
    alone: bool


def find_comments(document: Document, opening: re.Pattern[str]) -> list[Comment]:
    """The comments in which `opening` (a `#` and what follows) is found, each from there to the end of its line."""
    if document.node_at(()) is None:
        return []
    texts = sorted(_texts(document))
    starts = [start for start, _ in texts]

    def is_text(offset: int) -> bool:
        before = bisect_right(starts, offset)
        return before > 0 and offset < texts[before - 1][1]

    found = []
    for number, line in enumerate(_LINE.finditer(document.text), 1):
        matches = opening.finditer(document.text, line.start(), line.end(1))
        match = next((each for each in matches if not is_text(each.start())), None)
        if match is None:
            continue
        words = document.text[match.end() : line.end(1)]
        column = match.start() - line.start() + 1
        end = column + len(match.group()) + len(words.rstrip())
        place = Location(document.path, number, column, number, end)
        first = line.start() + len(line.group(1)) - len(line.group(1).lstrip())
        found.append(Comment(place, words.strip(), document.text[first] == "#" and not is_text(first)))
    return found


def first_lines_below(document: Document) -> dict[int, int]:
    """For every line that begins with `#`, the first line under it that does not."""
    lines = enumerate(_LINE.finditer(document.text), 1)
    found: dict[int, int] = {}
    for number in reversed([number for number, line in lines if line.group(1).lstrip().startswith("#")]):
        found[number] = found.get(number + 1, number + 1)
    return found


def long_texts(document: Document) -> dict[int, tuple[int, int]]:
    """For every line of a text that goes over several: the line where it begins, and that of its key.

    No comment can stand beside its later lines.
    """
    found = {}
    for key, value in _scalars(document):
        first, last = value.start_mark.line + 1, value.end_mark.line + (value.end_mark.column > 0)
        begins = (first, first if key is None else key.start_mark.line + 1)
        if last > first:
            found.update(dict.fromkeys(range(first, last + 1), begins))
    return found


def _texts(document: Document) -> Iterator[tuple[int, int]]:
    """Where every scalar stands; a block text without the line of its `|`, which may end in a comment."""
    for _, node in _scalars(document):
        start, end = document.span(node)
        if node.style in ("|", ">"):
            header = _LINE.match(document.text, start)
            start = end if header is None else min(header.end(), end)
        yield start, end


def _scalars(document: Document) -> Iterator[tuple[Any, Any]]:
    """Every scalar, with its key where it is a value; keys come by themselves too."""
    waiting: list[tuple[Any, Any]] = [(None, document.node_at(()))]
    seen: set[int] = set()
    while waiting:
        key, node = waiting.pop()
        if id(node) in seen:  # an alias is the node that it names: followed again, it might never end
            continue
        seen.add(id(node))
        if node.id == "scalar":
            yield key, node
        elif node.id == "sequence":
            waiting.extend((None, child) for child in node.value)
        else:
            for each, value in node.value:
                waiting += [(None, each), (each, value)]
