"""A dossier's two forms as pages for a screen: the Word file that `render` makes, read again, with the field behind each
answer.

Nothing is set anew: what stands on the page is what stands in the Word file, and what `papers/labels` reads as an answer
leads to the place of the dossier that it comes from.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, KeyPath
from brandcluster.base.recent import Recent
from brandcluster.dossier.files import STATISTICS_FOLDER, STYLE, statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.formats.word.appearance import (
    ShownBefore,
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
from brandcluster.formats.word.walk import ReadParagraphs
from brandcluster.papers.forms.answer_table import ROW_BY_NAME, AnswerRow
from brandcluster.papers.forms.figure_answers import answers_for
from brandcluster.papers.forms.fill import FilledForm
from brandcluster.papers.forms.render import (
    FORM_NAMES,
    OpenBlank,
    blanks_home,
    fill_again,
    open_blank,
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
    return tuple(_on_screen(dossier, file, each, blanks) for file, each in filled.items())


class _Before(NamedTuple):
    """What was read and shown of a form before, where that is kept, and what is called between the steps."""

    read: ReadParagraphs | None = None
    shown: ShownBefore | None = None
    between: Callable[[], None] = lambda: None


_NOTHING = _Before()


def _on_screen(
    dossier: Dossier, file: str, filled: FilledForm, blanks: Sequence[Blank], before: _Before = _NOTHING
) -> FormOnScreen:
    parts = None if filled.content is None else open_docx(filled.content)
    content = None if parts is None or isinstance(parts, Refusal) else read_content(parts, "", before.read)
    if content is None or parts is None or isinstance(parts, Refusal):
        return FormOnScreen(file, file.removesuffix(".docx"), (), (), tuple(filled.problems))
    before.between()
    forms = read_forms(content, blanks)
    before.between()
    links = _links(dossier, [answer for form in forms for answer in form.found])
    blocks = tuple(_linked(block, links, None) for block in shown_page(parts, content, before.shown))
    title = forms[0].label_map.title if forms else file.removesuffix(".docx")
    return FormOnScreen(file, title, blocks, shown_styles(parts))


class KeptForms:
    """The forms of one open dossier, for who shows them after each change: what is printed as it was is not made anew,
    and a form whose answers all are the same is the same object.

    Nothing is locked: two who ask at once make a form twice.
    """

    def __init__(self) -> None:
        self._blanks: dict[tuple[str, str], OpenBlank] = {}
        self._forms: dict[tuple[str, str], tuple[object, FormOnScreen]] = {}
        self._before: dict[tuple[str, str], tuple[object, _Before]] = {}

    def form(
        self, dossier: Dossier, edition: str, name: str, between: Callable[[], None] = lambda: None
    ) -> FormOnScreen:
        """A form as `forms_on_screen` gives it; `between` is called several times on the way, and may wait."""
        key = edition, name
        blank = self._blanks.get(key) or open_blank(edition, name)
        if blank is None:
            return forms_on_screen(dossier, edition, (name,))[0]
        self._blanks[key] = blank
        answers = answers_for(dossier, blank.label_map.places)
        style = dossier.style if dossier.has(STYLE) else None
        state = answers, style, _year(dossier)
        kept = self._forms.get(key)
        if kept is not None and kept[0] == state:
            return kept[1]
        between()
        filled = fill_again(blank, dossier, answers)
        between()
        blanks = _known_blanks(edition) if style is None else read_blanks(edition, style=style)[0]
        own = [each for each in blanks if each.label_map.id == blank.label_map.id]
        known = self._before.get(key)
        if known is None or known[0] != style:  # in another style the other parts of the Word file are others
            known = self._before[key] = style, _Before(Recent(), Recent())
        made = _on_screen(dossier, blank.file, filled, own or blanks, known[1]._replace(between=between))
        self._forms[key] = state, made
        return made


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
    year = _year(dossier)
    return AnswerTarget(row.name, STATISTICS_FOLDER if year is None else statistics_path(year), ())


def _year(dossier: Dossier) -> int | None:
    """The year whose statistics are printed."""
    return dossier.baseline_year or max(dossier.statistics, default=None)


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


def blocks_with(blocks: Sequence[LinkedBlock], wanted: Callable[[AnswerTarget], bool]) -> tuple[LinkedBlock, ...]:
    """The blocks that hold some answers: paragraphs with the one above the first of them, whole rows of tables."""
    kept: list[LinkedBlock] = []
    above: LinkedBlock | None = None
    for block in blocks:
        if isinstance(block, LinkedTable):
            rows = tuple(row for row in block.rows if any(_holds(each, wanted) for cell in row for each in cell.blocks))
            if rows:
                kept.append(LinkedTable(block.widths, rows, min(block.heads, len(rows)) if len(rows) > 1 else 0))
        elif _holds(block, wanted):
            kept += [above] if above is not None and above not in kept[-1:] else []
            kept.append(block)
        above = block if isinstance(block, LinkedParagraph) and not any(each.target for each in block.pieces) else None
    return tuple(kept)


def _holds(block: LinkedBlock, wanted: Callable[[AnswerTarget], bool]) -> bool:
    if isinstance(block, LinkedParagraph):
        return any(piece.target is not None and wanted(piece.target) for piece in block.pieces)
    return any(_holds(each, wanted) for row in block.rows for cell in row for each in cell.blocks)


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
