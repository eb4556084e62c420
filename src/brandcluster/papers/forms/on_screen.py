"""A dossier's two forms as pages for a screen: the Word file that `render` makes, read again, with the field behind each
answer.

Nothing is set anew: what stands on the page is what stands in the Word file, and what `papers/labels` reads as an answer
leads to the place of the dossier that it comes from.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, KeyPath
from brandcluster.dossier.files import STATISTICS_FOLDER, STYLE, statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.formats.word.appearance import (
    ShownBlock,
    ShownCell,
    ShownParagraph,
    ShownStyle,
    shown_page,
    shown_styles,
)
from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.page import Flow
from brandcluster.formats.word.read import read_content
from brandcluster.papers.forms.answer_table import ROW_BY_NAME, AnswerRow
from brandcluster.papers.forms.render import (
    FORM_NAMES,
    blanks_home,
    read_blank_bytes,
    read_blanks,
    read_label_maps,
    render_forms,
)
from brandcluster.papers.labels.places import BLANK
from brandcluster.papers.labels.read_form import Blank, ReadAnswer, read_forms


class AnswerTarget(NamedTuple):
    """Where an answer stands in the dossier: its name, the file, and the keys that lead to it (none: the whole file)."""

    name: str
    file: str
    keys: KeyPath


class LinkedPiece(NamedTuple):
    """Text of one look; it leads to `target` where it is an answer. `is_open`: an answer that is not there yet."""

    text: str
    bold: bool
    target: AnswerTarget | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class LinkedParagraph:
    """A paragraph of the page, as `ShownParagraph`."""

    style: str
    align: str
    pieces: tuple[LinkedPiece, ...]


@dataclass(frozen=True, slots=True)
class LinkedCell:
    """A cell of a table of the page, as `ShownCell`."""

    blocks: tuple[LinkedBlock, ...]
    columns: int
    rows: int
    middle: bool


@dataclass(frozen=True, slots=True)
class LinkedTable:
    """A table of the page; the widths of its columns in parts of a thousand of its own."""

    widths: tuple[int, ...]
    rows: tuple[tuple[LinkedCell, ...], ...]
    heads: int


LinkedBlock = LinkedParagraph | LinkedTable


@dataclass(frozen=True, slots=True)
class FormOnScreen:
    """One form: the name of its Word file, its title, its blocks and the styles they use.

    Where it cannot be filled there are no blocks, and the problems say why.
    """

    file: str
    title: str
    blocks: tuple[LinkedBlock, ...]
    styles: tuple[ShownStyle, ...]
    problems: tuple[Diagnostic, ...] = ()


class _Stretch(NamedTuple):
    """Where an answer stands in a flow; at `start` only where it is still open."""

    start: int
    end: int
    target: AnswerTarget
    is_open: bool


def forms_on_screen(dossier: Dossier, edition: str, names: Sequence[str]) -> tuple[FormOnScreen, ...]:
    """The named forms as their Word files show them. Ask `why_not_filled` before."""
    filled = render_forms(dossier, edition, tuple(names), draft=False)
    blanks = read_blanks(edition, style=dossier.style)[0] if dossier.has(STYLE) else _known_blanks(edition)
    made = []
    for file, each in filled.items():
        parts = None if each.content is None else open_docx(each.content)
        content = None if parts is None or isinstance(parts, Refusal) else read_content(parts)
        if content is None or parts is None or isinstance(parts, Refusal):
            made.append(FormOnScreen(file, file.removesuffix(".docx"), (), (), tuple(each.problems)))
            continue
        forms = read_forms(content, blanks)
        links = _links(dossier, [answer for form in forms for answer in form.found])
        blocks = tuple(_linked(block, links, None) for block in shown_page(parts, content))
        title = forms[0].label_map.title if forms else file.removesuffix(".docx")
        made.append(FormOnScreen(file, title, blocks, shown_styles(parts)))
    return tuple(made)


def styles_on_screen(dossier: Dossier, edition: str) -> tuple[ShownStyle, ...]:
    """The styles of both forms: of the blanks, or in the region's own style where it has one."""
    if dossier.has(STYLE):
        return tuple(style for form in forms_on_screen(dossier, edition, FORM_NAMES) for style in form.styles)
    return _styles_of_blanks(edition)


@cache
def _styles_of_blanks(edition: str) -> tuple[ShownStyle, ...]:
    found: dict[str, ShownStyle] = {}
    for label_map in read_label_maps(edition):
        content = read_blank_bytes(blanks_home(edition) / "map", label_map)
        parts = open_docx(content)
        for style in () if isinstance(parts, Refusal) else shown_styles(parts):
            found.setdefault(style.id, style)
    return tuple(found.values())


@cache
def _known_blanks(edition: str) -> list[Blank]:
    """The blanks of an edition, in the usual style: read once."""
    return read_blanks(edition)[0]


# ---- which answer stands where ---------------------------------------------------------------------------------


_Links = dict[int, list[_Stretch]]


def _links(dossier: Dossier, answers: Sequence[ReadAnswer]) -> _Links:
    found: _Links = {}
    for answer in answers:
        row = ROW_BY_NAME.get(answer.place.answer or "")
        if row is None or answer.stretch is None:
            continue
        found.setdefault(id(answer.stretch.flow), []).append(_stretch(answer, _target(dossier, row)))
    return found


def _target(dossier: Dossier, row: AnswerRow) -> AnswerTarget:
    if row.file != STATISTICS_FOLDER:
        return AnswerTarget(row.name, row.file, row.keys)
    year = dossier.baseline_year or max(dossier.statistics, default=None)
    return AnswerTarget(row.name, STATISTICS_FOLDER if year is None else statistics_path(year), ())


def _stretch(answer: ReadAnswer, target: AnswerTarget) -> _Stretch:
    """The stretch without what the form itself prints behind a short answer."""
    place = answer.stretch
    assert place is not None  # noqa: S101  # the caller asked
    start, end = place.start, place.end
    if not answer.text and not answer.chosen and answer.place.kind != "方框":
        return _Stretch(start, end, target, is_open=True)
    at = place.flow.text.find(answer.text, start, end)
    if "\n" not in answer.text and at >= 0 and answer.text:
        start, end = at, at + len(answer.text)
    return _Stretch(start, end, target, is_open=False)


# ---- blocks with what they lead to -----------------------------------------------------------------------------


def _linked(block: ShownBlock, links: _Links, around: AnswerTarget | None) -> LinkedBlock:
    """A block; `around` is the answer that a table stands in as a whole."""
    if isinstance(block, ShownParagraph):
        return LinkedParagraph(block.style, block.align, tuple(_pieces(block, links, around)))
    whole = sum(block.widths) or 1
    return LinkedTable(
        tuple(width * 1000 // whole for width in block.widths),
        tuple(tuple(_cell(cell, links, around) for cell in row) for row in block.rows),
        block.heads,
    )


def _cell(cell: ShownCell, links: _Links, around: AnswerTarget | None) -> LinkedCell:
    target = around or _answer_around(cell, links)
    return LinkedCell(
        tuple(_linked(block, links, target) for block in cell.blocks), cell.columns, cell.rows, cell.middle
    )


def _answer_around(cell: ShownCell, links: _Links) -> AnswerTarget | None:
    """The answer that the table of a cell stands in, as a whole."""
    flow = _flow_of(cell)
    parent = None if flow is None else flow.parent
    if flow is None or parent is None:
        return None
    held = (each for each in links.get(id(parent), ()) if each.start <= flow.parent_at < each.end)
    return next((each.target for each in held), None)


def _flow_of(cell: ShownCell) -> Flow | None:
    return next((each.flow for each in cell.blocks if isinstance(each, ShownParagraph) and each.flow is not None), None)


def _pieces(paragraph: ShownParagraph, links: _Links, around: AnswerTarget | None) -> Iterator[LinkedPiece]:
    """The text of a paragraph, cut where an answer begins or ends."""
    flow = paragraph.flow
    own = [] if flow is None else links.get(id(flow), [])
    first, last = paragraph.start, paragraph.start + len(paragraph.text)
    opened = [each for each in own if each.is_open and first <= each.start <= last]
    at = first
    for piece in paragraph.pieces:
        cuts = sorted({at, at + len(piece.text), *(cut for each in own for cut in (each.start, each.end))})
        for start, end in itertools.pairwise(cuts):
            if at <= start and end <= at + len(piece.text):
                yield from (LinkedPiece("", False, each.target, True) for each in opened if each.start == start)
                text = piece.text[start - at : end - at]
                yield LinkedPiece(text, piece.bold, around or _target_at(own, start, text))
        at += len(piece.text)
    yield from (LinkedPiece("", False, each.target, True) for each in opened if each.start == last)


def _target_at(stretches: list[_Stretch], at: int, text: str) -> AnswerTarget | None:
    if not text.strip(BLANK):
        return None
    return next((each.target for each in stretches if not each.is_open and each.start <= at < each.end), None)


def tables_of(blocks: Sequence[LinkedBlock]) -> Iterator[LinkedTable]:
    """Every table of a page, those in cells too."""
    for block in blocks:
        if isinstance(block, LinkedTable):
            yield block
            for row in block.rows:
                for cell in row:
                    yield from tables_of(cell.blocks)


def text_lines(blocks: Sequence[LinkedBlock]) -> Iterator[str]:
    """What the paragraphs of a page say, in reading order."""
    for block in blocks:
        if isinstance(block, LinkedParagraph):
            yield "".join(piece.text for piece in block.pieces)
        else:
            for row in block.rows:
                for cell in row:
                    yield from text_lines(cell.blocks)
