"""All that a form's page says, line by line, to hold two files of one form against each other.

White space does not count, nor empty paragraphs and cells: laying a page out by hand adds and takes away these. What is
on the page and not in its text stands as a mark where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow, PageContent
from brandcluster.papers.labels.unread import Stretch, unread_words

#: More comparisons of lines than this are not made: what differs is then given as one piece.
MAX_PAIRS = 500_000


#: Stretches that are left out, by the flow that they stand in.
Left = Mapping[int, Sequence[Stretch]]


@dataclass(frozen=True, slots=True)
class PageLine:
    """A paragraph of the page, or all that a cell says; `column` is the number of its cell, 0 on the page."""

    text: str
    column: int
    where: str


@dataclass(frozen=True, slots=True)
class LineDifference:
    """Lines of two pages that are not the same; either may be empty."""

    ours: tuple[PageLine, ...]
    theirs: tuple[PageLine, ...]


def page_lines(content: PageContent, without: Iterable[Stretch] = ()) -> list[PageLine]:
    """The lines of a page in reading order, those of tables where the tables stand; without some stretches."""
    left: dict[int, list[Stretch]] = {}
    for each in without:
        left.setdefault(id(each.flow), []).append(each)
    return list(_paragraphs(content.body, left))


def margin_lines(content: PageContent) -> list[PageLine]:
    """The lines of headers, footers and the like, each once, in the order of their words."""
    lines = (line for flow in content.margins if flow.cell is None for line in _paragraphs(flow, {}))
    return [line for _, line in sorted({(line.where[:2], line.text): line for line in lines}.items())]


def _paragraphs(flow: Flow, left: Left) -> Iterator[PageLine]:
    start = 0
    marked = _marked(flow, left)
    for line in re.split(END, flow.text):
        end = start + len(line)
        if line == TABLE_MARK and not _is_left_out(flow, start, left):
            yield from _table(flow, start, left)
        text = _said(flow, start, end, marked, left)
        if text:
            yield PageLine(text, 0, flow.where(start))
        start = end + 1


def _table(flow: Flow, at: int, left: Left) -> Iterator[PageLine]:
    table = flow.tables.get(at)
    for row in () if table is None else table.rows:
        for number, cell in enumerate(row, 1):
            inner = cell.flow
            text = _said(inner, 0, len(inner.text), _marked(inner, left), left)
            if text:
                yield PageLine(text, number, inner.where(0))
            for place in inner.tables:
                if not _is_left_out(inner, place, left):
                    yield from _table(inner, place, left)


def _said(flow: Flow, start: int, end: int, marked: Mapping[int, str], left: Left) -> str:
    """What stands in a range, with marks for what is not text."""
    pieces = []
    for at in range(start, end):
        pieces.append(marked.get(at, ""))
        if id(flow) not in left or not _is_left_out(flow, at, left):
            pieces.append(flow.text[at])
    return _bare("".join(pieces) + marked.get(end, ""))


def _is_left_out(flow: Flow, at: int, left: Left) -> bool:
    return any(each.start <= at < each.end for each in left.get(id(flow), ()))


def _marked(flow: Flow, left: Left) -> Mapping[int, str]:
    made: dict[int, str] = {}
    for each in flow.unread:
        if not any(stretch.holds(each.at) for stretch in left.get(id(flow), ())):
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
