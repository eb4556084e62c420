"""A text of the application cut into pieces for the page: what changed, where a part is answered, which figure it takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from brandcluster.output.text.changed_words import Run, marked_texts
from brandcluster.review.page.application import PartAnswer, ReadApplication, ReadEntry, ReadSection
from brandcluster.review.page.text_figures import QuotedFigure

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
#: So much of a sentence is repeated beside the text.
_MOST_QUOTED = 22


class MarkedPiece(NamedTuple):
    """A stretch of a text. `marks` are the numbers of the parts whose answers begin here."""

    kind: str
    text: str
    marks: tuple[int, ...] = ()
    is_sign: bool = False
    figure: QuotedFigure | None = None


class ShownPart(NamedTuple):
    """A part of a prompt as it is listed beside the text, with the beginning of the sentence that answers it."""

    number: int
    mark: str
    name: str
    is_there: bool
    quoted: str


class ShownFigure(NamedTuple):
    """A figure of the text, once, with its places."""

    figure: QuotedFigure
    times: int


class ShownEntry(NamedTuple):
    """An entry with its lines in pieces."""

    entry: ReadEntry
    lines: list[tuple[str, list[MarkedPiece]]]
    parts: list[tuple[str, list[ShownPart]]]
    figures: list[ShownFigure]


class ShownSection(NamedTuple):
    """A section with its entries."""

    section: ReadSection
    entries: list[ShownEntry]


def shown_sections(reading: ReadApplication) -> list[ShownSection]:
    """The application ready to be set on the page; all its texts share what comparing them may cost."""
    pairs = (
        (line.before, line.text)
        for section in reading.sections
        for entry in section.entries
        for line in entry.lines
        if line.before is not None
    )
    marked = marked_texts(pairs)
    return [
        ShownSection(section, [_shown_entry(entry, marked) for entry in section.entries])
        for section in reading.sections
    ]


def unanswered(reading: ReadApplication) -> list[tuple[ReadEntry, list[str]]]:
    """The entries that lack parts of what the form asks, with these."""
    found = (
        (entry, [part.name for asked in entry.asked for part in asked.parts if not part.is_there])
        for section in reading.sections
        for entry in section.entries
    )
    return [each for each in found if each[1]]


def changed_places(reading: ReadApplication) -> list[tuple[str, str]]:
    """Where something changed since the last submission: the anchor on the page, and what it is called."""
    found = []
    for number, section in enumerate(reading.sections, start=1):
        found += [(section_anchor(number), f"{section.title}（删去 {len(section.gone)} 项）")] if section.gone else []
        found += [(entry.ident, entry.title) for entry in section.entries if entry.has_changed]
    return found


def section_anchor(number: int) -> str:
    """What the n-th section is called in a link."""
    return f"s{number}"


def circled(number: int) -> str:
    """A number in a circle."""
    return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else f"（{number}）"


def _shown_entry(entry: ReadEntry, marked: Iterator[list[Run]]) -> ShownEntry:
    lines = []
    for at, line in enumerate(entry.lines):
        runs = [Run("same", line.text)] if line.before is None else next(marked)
        lines.append((line.label, list(_pieces(entry, at, runs))))
    asked = [(each.quote, [_shown_part(entry, part) for part in each.parts]) for each in entry.asked if each.parts]
    counts: dict[tuple[str, str], list[QuotedFigure]] = {}
    for line in entry.lines:
        for figure in line.figures:
            counts.setdefault((figure.name, figure.value), []).append(figure)
    return ShownEntry(entry, lines, asked, [ShownFigure(them[0], len(them)) for them in counts.values()])


def _shown_part(entry: ReadEntry, part: PartAnswer) -> ShownPart:
    quoted = ""
    if part.line is not None and part.place is not None:
        sentence = entry.lines[part.line].text[part.place.start : part.place.end]
        quoted = sentence if len(sentence) <= _MOST_QUOTED else f"{sentence[:_MOST_QUOTED]}……"
    return ShownPart(part.number, circled(part.number), part.name, part.is_there, quoted)


def _pieces(entry: ReadEntry, at: int, runs: list[Run]) -> Iterator[MarkedPiece]:
    """The runs of a line, cut where a part, a sign or a figure begins or ends."""
    line = entry.lines[at]
    parts = [part for asked in entry.asked for part in asked.parts if part.line == at and part.place is not None]
    starts: dict[int, list[int]] = {}
    signs: list[tuple[int, int]] = []
    for part in parts:
        if part.place is not None:
            starts.setdefault(part.place.start, []).append(part.number)
            signs += part.place.signs
    figures = {figure.start: figure for figure in line.figures}
    cuts = {*starts, *figures, *(figure.end for figure in line.figures), *(end for sign in signs for end in sign)}
    inside = _covered(signs)
    position = 0
    for run in runs:
        if run.kind == "gone":
            yield MarkedPiece("gone", run.text)
            continue
        end = position + len(run.text)
        edges = sorted({position, end, *(cut for cut in cuts if position < cut < end)})
        for first, last in pairwise(edges):
            text = line.text[first:last]
            yield MarkedPiece(run.kind, text, tuple(starts.get(first, ())), first in inside, _figure_at(figures, first))
        position = end


def _covered(spans: list[tuple[int, int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _figure_at(figures: dict[int, QuotedFigure], at: int) -> QuotedFigure | None:
    """The figure that a place lies in."""
    return next((each for start, each in figures.items() if start <= at < each.end), None)
