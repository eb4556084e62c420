"""All that a form's page says, line by line, to hold two files of one form against each other.

White space does not count, nor empty paragraphs and cells: laying a page out by hand adds and takes away these. What is
on the page and not in its text stands as a mark where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow, PageContent
from brandcluster.papers.labels.unread import unread_words

#: More comparisons of lines than this are not made: what differs is then given as one piece.
MAX_PAIRS = 500_000


@dataclass(frozen=True, slots=True)
class PageLine:
    """A paragraph of the page, or all that a cell says; `column` is the number of its cell, 0 on the page."""

    text: str
    column: int
    where: str
    flow: Flow
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LineDifference:
    """Lines of two pages that are not the same; either may be empty."""

    ours: tuple[PageLine, ...]
    theirs: tuple[PageLine, ...]


def page_lines(content: PageContent) -> list[PageLine]:
    """The lines of a page in reading order, those of tables where the tables stand."""
    return list(_paragraphs(content.body))


def margin_lines(content: PageContent) -> list[PageLine]:
    """The lines of headers, footers and the like, each once, in the order of their words."""
    lines = (line for flow in content.margins if flow.cell is None for line in _paragraphs(flow))
    return [line for _, line in sorted({(line.where[:2], line.text): line for line in lines}.items())]


def _paragraphs(flow: Flow) -> Iterator[PageLine]:
    marked = _marked(flow)
    start = 0
    for line in re.split(END, flow.text):
        end = start + len(line)
        if line == TABLE_MARK:
            yield from _table(flow, start)
        text = "".join(marked.get(at, "") + character for at, character in enumerate(line, start)) + marked.get(end, "")
        text = _bare(text)
        if text:
            yield PageLine(text, 0, flow.where(start), flow, start, end)
        start = end + 1


def _table(flow: Flow, at: int) -> Iterator[PageLine]:
    table = flow.tables.get(at)
    for row in () if table is None else table.rows:
        for number, cell in enumerate(row, 1):
            inner = cell.flow
            marked = _marked(inner)
            pieces = (marked.get(place, "") + character for place, character in enumerate(inner.text))
            text = _bare("".join(pieces) + marked.get(len(inner.text), ""))
            if text:
                yield PageLine(text, number, inner.where(0), inner, 0, len(inner.text))
            for place in inner.tables:
                yield from _table(inner, place)


def _marked(flow: Flow) -> Mapping[int, str]:
    made: dict[int, str] = {}
    for each in flow.unread:
        made[each.at] = made.get(each.at, "") + unread_words(each)
    return made


def _bare(text: str) -> str:
    return "".join(text.replace(TABLE_MARK, "").replace(SOFT, "").split())


def differing_lines(ours: list[PageLine], theirs: list[PageLine]) -> Iterator[LineDifference]:
    """Where two pages differ, in their order."""
    one, other = ([(line.column, line.text) for line in lines] for lines in (ours, theirs))
    first = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    first = min(len(one), len(other)) if first is None else first
    last = 0
    while last < min(len(one), len(other)) - first and one[-1 - last] == other[-1 - last]:
        last += 1
    left, right = ours[first : len(ours) - last], theirs[first : len(theirs) - last]
    if len(left) * len(right) > MAX_PAIRS:
        yield LineDifference(tuple(left), tuple(right))
        return
    matcher = SequenceMatcher(None, one[first : len(one) - last], other[first : len(other) - last], autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind != "equal":
            yield from _one_by_one(left[start:end], right[begin:stop])


def _one_by_one(ours: list[PageLine], theirs: list[PageLine]) -> Iterator[LineDifference]:
    """As many lines on both sides are compared one by one."""
    if len(ours) == len(theirs):
        for one, other in zip(ours, theirs, strict=True):
            yield LineDifference((one,), (other,))
    else:
        yield LineDifference(tuple(ours), tuple(theirs))
