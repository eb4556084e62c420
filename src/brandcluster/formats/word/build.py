"""Paragraphs and tables for Word, in the way that Chinese office documents and WPS need them.

Text goes in as `w:t` only, so nothing in it can become markup. A copy of an element of this library is a copy of all
below it; `deepcopy` does the same with more ado.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Literal

from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import without_invisible
from brandcluster.formats.word.parts import R_PROPERTIES, Element, child, element, set_text_of, w

#: No Chinese font has ☑; this one is on every Windows.
TICK_FONT = "Segoe UI Symbol"
#: XML 1.0 can hold none of these.
UNWRITABLE = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_FONTS, _HINT = w("rFonts"), w("hint")
_FONT_SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
# The schema wants these first in a w:rPr, in this order.
_RUN_ORDER = [w(name) for name in ("rStyle", "rFonts", "b")]
# What belongs to one paragraph and not to its look.
_NOT_LOOK = [w(name) for name in ("sectPr", "keepNext", "pageBreakBefore", "numPr", "outlineLvl")]


def new_run(content: str, look: Element | None = None, *, style: str | None = None, bold: bool = False) -> Element:
    """A run that Word sets in the East Asian font throughout, else “ ” — ℃ come from the Latin one.

    `look` is the w:rPr of a run to resemble; `style` is the id of a character style.
    """
    made = copy(_bare_run(style, bold)) if look is None else _run(copy(look), style, bold)
    for piece in re.split(r"(\t|\n)", without_invisible(content)):
        if piece in ("\t", "\n"):
            child(made, "tab" if piece == "\t" else "br")
        elif piece:
            set_text_of(child(made, "t"), piece)
    return made


@cache
def _bare_run(style: str | None, bold: bool) -> Element:
    """A run without text and without a look of its own: most runs of a form are copies of three or four of these."""
    return _run(element("rPr"), style, bold)


def _run(properties: Element, style: str | None, bold: bool) -> Element:
    if style is not None:
        _put(properties, element("rStyle", val=style))
    if bold:
        _put(properties, element("b"))
    fonts = properties.find(_FONTS)
    if fonts is None:
        fonts = _put(properties, element("rFonts"))
    fonts.set(_HINT, "eastAsia")
    made = element("r")
    made.append(properties)
    return made


def new_tick(content: str, look: Element | None = None) -> Element:
    """A run for ☑, in a font that has it."""
    made = new_run(content, look)
    fonts = made.find(R_PROPERTIES).find(w("rFonts"))
    for slot in _FONT_SLOTS:
        fonts.set(w(slot), TICK_FONT)
    return made


def new_page_mark(content: str) -> Element:
    """A paragraph for the top of a page that nobody overlooks; it needs no style of the document."""
    made = element("p")
    properties = child(made, "pPr")
    child(properties, "spacing", before=0, after=0, line=240, lineRule="auto")
    child(properties, "jc", val="center")
    look = element("rPr")
    fonts = child(look, "rFonts")
    for slot in _FONT_SLOTS:
        fonts.set(w(slot), "黑体")
    child(look, "color", val="C00000")
    child(look, "sz", val=36)
    child(look, "szCs", val=36)
    made.append(new_run(content, look))
    return made


def answer_look(label: Element | None) -> Element | None:
    """The w:rPr for an answer beside a label's run: the same, without what makes it a label."""
    properties = None if label is None else label.find(R_PROPERTIES)
    if properties is None:
        return None
    look = copy(properties)
    for name in ("rStyle", "b", "bCs", "u"):
        for found in look.findall(w(name)):
            look.remove(found)
    return look


def new_paragraph(content: Iterable[Element] = (), *, style: str | None = None, look: Element | None = None) -> Element:
    """A paragraph of runs, in a style (by id), or resembling the paragraph whose w:pPr is `look`."""
    made = element("p")
    if style is not None:
        child(child(made, "pPr"), "pStyle", val=style)
    elif look is not None:
        properties = copy(look)
        for name in _NOT_LOOK:
            for found in properties.findall(name):
                properties.remove(found)
        made.append(properties)
    for item in content:
        made.append(item)
    return made


def new_gap() -> Element:
    """The paragraph that Word wants behind a table, as low as a gap should be."""
    made = element("p")
    properties = child(made, "pPr")
    child(properties, "snapToGrid", val=0)
    child(properties, "spacing", before=0, after=0, line=160, lineRule="exact")
    return made


@dataclass(frozen=True, slots=True)
class NewCell:
    """A cell to build: its paragraphs, the last of which ends it, and how many grid columns it covers."""

    content: Sequence[Element]
    span: int = 1
    align: Literal["top", "center", "bottom"] = "center"


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to build. A short row stays in one piece; a header row is repeated on every page."""

    cells: Sequence[NewCell]
    height: int | None = None
    short: bool = False
    header: bool = False


def split_width(width: int, shares: Sequence[int]) -> list[int]:
    """A width divided by shares, in whole twips; the last column takes what is left over."""
    widths = [width * share // sum(shares) for share in shares]
    widths[-1] += width - sum(widths)
    return widths


def new_table(columns: Sequence[int], rows: Iterable[NewRow], *, margin: int = 85) -> Element:
    """A bordered table of fixed widths (twips); grid, cells and whole agree, which WPS needs."""
    made = element("tbl")
    properties = child(made, "tblPr")
    child(properties, "tblW", w=sum(columns), type="dxa")
    child(properties, "tblInd", w=0, type="dxa")
    borders = child(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        child(borders, side, val="single", sz=6, space=0, color="auto")
    child(properties, "tblLayout", type="fixed")
    margins = child(properties, "tblCellMar")
    for side in ("left", "right"):
        child(margins, side, w=margin, type="dxa")
    grid = child(made, "tblGrid")
    for width in columns:
        child(grid, "gridCol", w=width)
    for row in rows:
        made.append(_row(columns, row))
    return made


def _row(columns: Sequence[int], row: NewRow) -> Element:
    made = element("tr")
    properties = element("trPr")
    if row.short:
        child(properties, "cantSplit")
    if row.height is not None:
        child(properties, "trHeight", val=row.height, hRule="atLeast")
    if row.header:
        child(properties, "tblHeader")
    if len(properties):
        made.append(properties)
    start = 0
    for cell in row.cells:
        made.append(_cell(sum(columns[start : start + cell.span]), cell))
        start += cell.span
    return made


def _cell(width: int, cell: NewCell) -> Element:
    made = element("tc")
    properties = child(made, "tcPr")
    child(properties, "tcW", w=width, type="dxa")
    if cell.span > 1:
        child(properties, "gridSpan", val=cell.span)
    child(properties, "vAlign", val=cell.align)
    for item in cell.content:
        made.append(item)
    return made


def _put(properties: Element, new: Element) -> Element:
    """Put an element into a w:rPr at its place in the schema's order, instead of one of its kind."""
    old = properties.find(new.tag)
    if old is not None:
        properties.remove(old)
    rank = _RUN_ORDER.index(new.tag)
    properties.insert(sum(1 for item in properties if item.tag in _RUN_ORDER[:rank]), new)
    return new
