"""Where in a file a cursor stands, told from its lines alone: a file that is being typed does not parse.

Indentation, dashes and colons say which 栏目 a line belongs to. Flow collections are looked into on one line only.
Lines and columns count from 1, columns in code points, as in `Location`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from brandcluster.base.diagnostics import KeyPath, Step
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import Field, fields_of

Where = Literal["key", "value", "text"]
_BREAK = re.compile(r"\r\n|\r|\n")
_DASH = re.compile(r"-(?:[ \t]+|$)")
_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"\[\]{},&*!|>%@`-][^#]*?|-[^\s#][^#]*?)[ \t]*:(?=[ \t]|$)"""
)
_BLOCK = re.compile(r"[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$")
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")


class CursorSpot(NamedTuple):
    """A cursor's place: the path of keys that leads to it, whether it is on a key, a value or inside a long text.

    `start` and `end` are the columns of the word that it is in: a key, or the value without its quotes.
    """

    keys: KeyPath
    where: Where
    line: int
    start: int
    end: int
    word: str


class _Level(NamedTuple):
    """One key or entry that the lines to come may stand below."""

    column: int
    step: Step
    is_item: bool


def editor_lines(text: str) -> list[str]:
    """The lines of a text without their ends, as editors and `Location` count them."""
    return _BREAK.split(text)


def lines_with_ends(text: str) -> list[str]:
    """The lines of a text with their ends; a last one without an end only where something stands in it."""
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True) if start < end]


def spot_at(text: str, line: int, column: int) -> CursorSpot:
    """The place of a cursor in a text."""
    lines = editor_lines(text)[:line]
    current = lines.pop() if len(lines) == line else ""
    reader = _Reader()
    for each in lines:
        reader.take(each)
    indent = len(current) - len(current.lstrip(" "))
    block = reader.block
    if block is not None and (indent > block or (not current.strip() and column - 1 > block)):
        return CursorSpot(_path(reader.stack), "text", line, 1, len(current) + 1, current)
    return _in_line(reader.stack, reader.counts, current, line, column)


def written_keys(text: str) -> Iterator[tuple[KeyPath, int]]:
    """Every key and entry that the lines of a text name, with its line; a text need not parse."""
    reader = _Reader()
    for number, line in enumerate(editor_lines(text), 1):
        before = reader.stack[:]
        if reader.take(line):
            new = [index for index, each in enumerate(reader.stack) if before[index : index + 1] != [each]]
            yield from ((_path(reader.stack[: index + 1]), number) for index in new or [len(reader.stack) - 1])


class _Reader:
    """Lines taken in one after the other: what the next one may stand below, and the long text that it may belong to."""

    def __init__(self) -> None:
        self.stack: list[_Level] = []
        self.counts: dict[KeyPath, int] = {}
        self.block: int | None = None

    def take(self, line: str) -> bool:
        """Take a line in; whether it names a key or an entry."""
        bare = line.strip()
        if self.block is not None and (not bare or len(line) - len(line.lstrip(" ")) > self.block):
            return False
        self.block = None
        if not bare or bare.startswith("#"):
            return False
        found, self.block = _enter(self.stack, self.counts, line)
        return found


def _path(stack: list[_Level]) -> KeyPath:
    return tuple(each.step for each in stack)


def _leave(stack: list[_Level], column: int, *, for_item: bool) -> None:
    """Drop what a line at this column no longer stands below."""
    while stack:
        top = stack[-1]
        if top.column > column or (top.column == column and not (for_item and not top.is_item)):
            stack.pop()
        else:
            return


def _enter(stack: list[_Level], counts: dict[KeyPath, int], line: str) -> tuple[bool, int | None]:
    """Whether a line names a key or an entry; the column that a long text stands deeper than, where one begins here."""
    at = len(line) - len(line.lstrip(" "))
    is_item = False
    while match := _DASH.match(line, at):
        _item(stack, counts, at)
        at, is_item = match.end(), True
    rest = line[at:]
    key = _KEY.match(rest)
    if key is None:
        return is_item, _outer(stack, line) if _BLOCK.match(rest) else None
    _leave(stack, at, for_item=False)
    stack.append(_Level(at, _bare(key.group(1)), False))
    return True, at if _BLOCK.match(rest[key.end() :].lstrip()) else None


def _outer(stack: list[_Level], line: str) -> int:
    return stack[-1].column if stack else len(line) - len(line.lstrip(" "))


def _item(stack: list[_Level], counts: dict[KeyPath, int], column: int) -> None:
    _leave(stack, column, for_item=True)
    parent = _path(stack)
    number = counts.get(parent, 0)
    counts[parent] = number + 1
    for known in [each for each in counts if len(each) > len(parent) and each[: len(parent) + 1] == (*parent, number)]:
        del counts[known]
    stack.append(_Level(column, number, True))


def _bare(key: str) -> str:
    return key[1:-1] if key[:1] in "\"'" and len(key) > 1 else key.strip()


def _in_line(stack: list[_Level], counts: dict[KeyPath, int], line: str, number: int, column: int) -> CursorSpot:
    at = len(line) - len(line.lstrip(" "))
    if not line.strip():
        _leave(stack, column - 1, for_item=False)
        return CursorSpot(_path(stack), "key", number, column, column, "")
    while match := _DASH.match(line, at):
        if column - 1 <= at:
            _leave(stack, at, for_item=True)
            return CursorSpot(_path(stack), "key", number, column, column, "")
        _item(stack, counts, at)
        at = match.end()
    key = _KEY.match(line[at:])
    if key is None:
        return _without_key(stack, line, number, at, column)
    _leave(stack, at, for_item=False)
    stack.append(_Level(at, _bare(key.group(1)), False))
    if column - 1 <= at + len(key.group(1)):
        return CursorSpot(_path(stack), "key", number, at + 1, at + len(key.group(1)) + 1, _bare(key.group(1)))
    return _value(_path(stack), line, number, at + key.end(), column)


def _without_key(stack: list[_Level], line: str, number: int, at: int, column: int) -> CursorSpot:
    """A line that is no `key:` yet: an entry of a plain list, or a 栏目 whose colon is still to be typed."""
    begin = at
    is_item = bool(stack) and stack[-1].is_item and stack[-1].column < at and line[stack[-1].column] == "-"
    if not is_item:
        _leave(stack, at, for_item=False)
        end = len(line.rstrip())
        return CursorSpot(_path(stack), "key", number, begin + 1, max(end, begin) + 1, line[begin:end])
    return _value(_path(stack), line, number, at, column)


def _value(keys: KeyPath, line: str, number: int, begin: int, column: int) -> CursorSpot:
    """The value that begins somewhere behind `begin`; in a flow list the entry around the cursor."""
    text = _COMMENT.sub("", line[begin:])
    start = begin + len(text) - len(text.lstrip())
    end = begin + len(text.rstrip())
    if line[start : start + 1] == "[":
        return _flow(keys, line, number, start, end, column)
    if line[start : start + 1] in ("'", '"') and start < end:
        start, end = start + 1, end - (end - start > 1 and line[end - 1] == line[start])
    start = min(start, column - 1) if not line[start:end].strip() else start
    return CursorSpot(keys, "value", number, start + 1, max(end, start) + 1, line[start : max(end, start)])


def _flow(keys: KeyPath, line: str, number: int, start: int, end: int, column: int) -> CursorSpot:
    stop = line.find("]", start)
    stop = end if stop < 0 else stop
    before = line[start + 1 : max(start + 1, min(column - 1, stop))]
    index = before.count(",")
    first = start + 1 + (before.rfind(",") + 1)
    last = next((at for at in range(max(first, column - 1), stop) if line[at] == ","), stop)
    word = line[first:last]
    first += len(word) - len(word.lstrip())
    return CursorSpot((*keys, index), "value", number, first + 1, first + len(word.strip()) + 1, word.strip())


def part_below(part: type[Part], keys: KeyPath) -> type[Part] | None:
    """The model of what stands at a path; None where it is no part of the form."""
    current: type[Part] | None = part
    for step in keys:
        if current is None:
            return None
        if isinstance(step, str):
            field = fields_of(current).get(step)
            current = None if field is None else field.part
    return current


def field_at(part: type[Part], keys: KeyPath) -> Field | None:
    """The field that a path leads to, entries of its list included; None where the form has none."""
    named = [index for index, step in enumerate(keys) if isinstance(step, str)]
    if not named:
        return None
    holder = part_below(part, keys[: named[-1]])
    return None if holder is None else fields_of(holder).get(str(keys[named[-1]]))
