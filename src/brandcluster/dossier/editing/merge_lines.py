"""A three-way merge by lines, as git does it: for comments, for the paragraphs of a long text, and for what is no YAML.

Changes that touch or stand side by side are one conflict, as they are for git.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class Chunk(NamedTuple):
    """Lines of the result; where `clash` is true, those of the one side and those of the other."""

    ours: list[str]
    theirs: list[str]
    clash: bool


def merge_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[Chunk]:
    """The chunks of a merge, in order; what is no clash has the same lines on both sides."""
    waiting = sorted([(*each, 0) for each in _changes(base, ours)] + [(*each, 1) for each in _changes(base, theirs)])
    chunks: list[Chunk] = []
    at = 0
    while waiting:
        start, end = waiting[0][:2]
        taken: tuple[list[_Change], list[_Change]] = ([], [])
        while waiting and waiting[0][0] <= end:
            change = waiting.pop(0)
            taken[change[4]].append(change[:4])
            end = max(end, change[1])
        sides = [_lines(side, base, start, end, found) for side, found in zip((ours, theirs), taken, strict=True)]
        chunks += [_same(base[at:start]), _decided(base[start:end], *sides)]
        at = end
    chunks.append(_same(base[at:]))
    return [each for each in chunks if each.ours or each.theirs]


#: Lines of the base from, up to; lines of the side from, up to.
_Change = tuple[int, int, int, int]


def _changes(base: Sequence[str], side: Sequence[str]) -> list[_Change]:
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    return [(i, j, k, m) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]


def _lines(side: Sequence[str], base: Sequence[str], start: int, end: int, taken: list[_Change]) -> list[str]:
    """What a range of the base is on one side."""
    found: list[str] = []
    at = start
    for i, j, k, m in taken:
        found += [*base[at:i], *side[k:m]]
        at = j
    return [*found, *base[at:end]]


def _decided(base: Sequence[str], ours: list[str], theirs: list[str]) -> Chunk:
    if ours == theirs or theirs == list(base):
        return _same(ours)
    return _same(theirs) if ours == list(base) else Chunk(ours, theirs, True)


def _same(lines: Sequence[str]) -> Chunk:
    return Chunk(list(lines), list(lines), False)


def merge_comments(base: str, ours: str, theirs: str) -> str:
    """Comments of both sides: where both changed the same ones, those of the one and of the other, each once."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    found: list[str] = []
    for chunk in merge_lines(*(each.splitlines(keepends=True) for each in (base, ours, theirs))):
        first, second = sorted((chunk.ours, chunk.theirs)) if chunk.clash else (chunk.ours, [])
        found += [*first, *(line for line in second if line not in first)]
    return "".join(found)
