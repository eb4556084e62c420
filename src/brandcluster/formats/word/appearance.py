"""A Word document as it looks: paragraphs with their styles, tables with their columns and merged cells.

It goes beside `read`: that says what stands on the page, this how it is set. Where both are of one document, each
paragraph knows its place in the text that was read. Meant for forms of our own making; what it does not know (pictures,
text boxes, floating tables) it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from brandcluster.base.recent import Recent
from brandcluster.formats.word.cells import is_covered, span_of
from brandcluster.formats.word.page import END, SOFT, Flow, PageCell, PageContent, PageTable
from brandcluster.formats.word.parts import (
    CELL,
    CONTROL,
    CONTROL_CONTENT,
    DOCUMENT,
    P_PROPERTIES,
    R_PROPERTIES,
    ROW,
    STYLES,
    TABLE,
    Element,
    P,
    is_on,
    parse_xml,
    runs_of,
    serialise_piece,
    text_of_run,
    twips,
    w,
)

#: Styles may be based on each other so deep.
_DEPTH = 12
_VAL = w("val")


class ShownPiece(NamedTuple):
    """Text that looks the same; a line break in it is SOFT."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph: the id of its style, how it is aligned where it says so itself ("" otherwise), and its text.

    `flow` and `start` are its place in what was read; no flow where the two do not say the same.
    """

    style: str
    align: str
    pieces: tuple[ShownPiece, ...]
    flow: Flow | None = field(default=None, compare=False, repr=False)
    start: int = 0

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell over so many columns and rows; `middle` where its text stands in the middle of its height."""

    blocks: tuple[ShownBlock, ...]
    columns: int = 1
    rows: int = 1
    middle: bool = False


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: the widths of its columns in twips, its rows with the height in twips that each has at least.

    The first `heads` rows are its heading.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    heights: tuple[int, ...]
    heads: int = 0


ShownBlock = ShownParagraph | ShownTable


@dataclass(frozen=True, slots=True)
class ShownStyle:
    """A paragraph style with what it takes from those that it is based on. Lengths in twips, the size in half points.

    `line` is the exact distance of lines, 0 for a single one; `first` the indent of the first line, negative where it
    hangs out.
    """

    id: str
    font: str = ""
    size: int = 21
    bold: bool = False
    align: str = ""
    before: int = 0
    after: int = 0
    line: int = 0
    left: int = 0
    right: int = 0
    first: int = 0
    new_page: bool = False


#: How paragraphs looked the last times that a document was shown, by their bytes.
ShownBefore = Recent[ShownParagraph]


def shown_page(
    parts: Mapping[str, bytes], content: PageContent, before: ShownBefore | None = None
) -> tuple[ShownBlock, ...]:
    """The blocks of a document whose text was read as `content`; empty where its main part cannot be parsed. `before`
    keeps how paragraphs looked, for who shows a document again and again."""
    root = parse_xml(parts[DOCUMENT])
    body = None if root is None else root.find(w("body"))
    if before is not None:
        before.begin()
    return () if body is None else tuple(_blocks(body, content.body, before))


def shown_styles(parts: Mapping[str, bytes]) -> tuple[ShownStyle, ...]:
    """The paragraph styles of a document, in its order."""
    root = parse_xml(parts[STYLES]) if STYLES in parts else None
    if root is None:
        return ()
    known = {
        str(each.get(w("styleId"))): each for each in root.iterfind(w("style")) if each.get(w("type")) == "paragraph"
    }
    return tuple(_style(name, known) for name in known)


# ---- blocks ----------------------------------------------------------------------------------------------------


def _blocks(container: Element, flow: Flow | None, before: ShownBefore | None) -> Iterator[ShownBlock]:
    starts = iter(flow.starts if flow is not None else ())
    for item in _items(container):
        start = next(starts, None)  # a table has one too
        if item.tag == P:
            yield _placed(_shown_before(item, before), flow, start)
        else:
            yield _table(item, None if flow is None or start is None else flow.tables.get(start), before)


def _items(container: Element) -> Iterator[Element]:
    """Paragraphs and tables, those in content controls too."""
    for item in container:
        if item.tag in (P, TABLE):
            yield item
        elif item.tag == CONTROL:
            for content in item.iterfind(CONTROL_CONTENT):
                yield from _items(content)


def _placed(made: ShownParagraph, flow: Flow | None, start: int | None) -> ShownParagraph:
    """A paragraph with its place in what was read."""
    if flow is None or start is None or not flow.text.startswith(made.text + END, start):
        return made
    return ShownParagraph(made.style, made.align, made.pieces, flow, start)


def _shown_before(item: Element, before: ShownBefore | None) -> ShownParagraph:
    if before is None:
        return _paragraph(item)
    key = serialise_piece(item)
    found = before.find(key)
    if found is None:
        found = _paragraph(item)
        before.keep(key, found)
    return found


def _paragraph(item: Element) -> ShownParagraph:
    properties = item.find(P_PROPERTIES)
    style, align = (_value(properties, name) for name in ("pStyle", "jc"))
    pieces: list[ShownPiece] = []
    for run in runs_of(item):
        look = run.find(R_PROPERTIES)
        bold = look is not None and is_on(look, "b")
        text = text_of_run(run).replace("\n", SOFT)
        if pieces and pieces[-1].bold == bold:
            pieces[-1] = ShownPiece(pieces[-1].text + text, bold)
        elif text:
            pieces.append(ShownPiece(text, bold))
    return ShownParagraph(style, align, tuple(pieces))


def _table(item: Element, read: PageTable | None, before: ShownBefore | None) -> ShownTable:
    rows = [row for row in item if row.tag == ROW]
    found = [
        _row(row, read.rows[at] if read is not None and at < len(read.rows) else [], before)
        for at, row in enumerate(rows)
    ]
    heads = 0
    for row in rows:
        properties = row.find(w("trPr"))
        if properties is None or not is_on(properties, "tblHeader"):
            break
        heads += 1
    heights = tuple(
        twips(height, "val") if (height := row.find(f"{w('trPr')}/{w('trHeight')}")) is not None else 0 for row in rows
    )
    widths = tuple(twips(column, "w") for column in item.iterfind(f"{w('tblGrid')}/{w('gridCol')}"))
    return ShownTable(widths, tuple(_with_rows(found, at) for at in range(len(found))), heights, heads)


class _PlacedCell(NamedTuple):
    """A cell with the column that it begins in, and whether the cell above covers it."""

    cell: ShownCell
    column: int
    covered: bool


def _row(row: Element, read: list[PageCell], before: ShownBefore | None) -> list[_PlacedCell]:
    placed: list[_PlacedCell] = []
    column = 0
    for number, cell in enumerate(each for each in row if each.tag == CELL):
        properties = cell.find(w("tcPr"))
        columns = span_of(properties)
        flow = read[number].flow if number < len(read) else None
        middle = _value(properties, "vAlign") == "center"
        made = ShownCell(tuple(_blocks(cell, flow, before)), columns, 1, middle)
        placed.append(_PlacedCell(made, column, is_covered(properties)))
        column += columns
    return placed


def _with_rows(rows: list[list[_PlacedCell]], at: int) -> tuple[ShownCell, ...]:
    """The cells of a row that are seen, each over the rows that it covers."""
    return tuple(
        ShownCell(each.cell.blocks, each.cell.columns, 1 + _covered(rows, at, each.column), each.cell.middle)
        for each in rows[at]
        if not each.covered
    )


def _covered(rows: list[list[_PlacedCell]], at: int, column: int) -> int:
    count = 0
    for row in rows[at + 1 :]:
        if not any(each.covered and each.column == column for each in row):
            break
        count += 1
    return count


# ---- styles ----------------------------------------------------------------------------------------------------


def _style(name: str, known: Mapping[str, Element]) -> ShownStyle:
    chain: list[Element] = []
    above = name
    while above in known and len(chain) < _DEPTH:
        chain.append(known[above])
        above = _value(known[above], "basedOn")
    found: dict[str, str] = {}
    for each in reversed(chain):
        found |= dict(_said(each))
    number = {key: int(value) for key, value in found.items() if value.lstrip("-").isdecimal()}
    return ShownStyle(
        name,
        found.get("font", ""),
        number.get("size", 21),
        found.get("bold") == "1",
        found.get("align", ""),
        number.get("before", 0),
        number.get("after", 0),
        number.get("line", 0),
        number.get("left", 0),
        number.get("right", 0),
        number.get("first", 0),
        found.get("new_page") == "1",
    )


def _said(style: Element) -> Iterator[tuple[str, str]]:
    """What a style says itself, by the names of `ShownStyle`."""
    paragraph, run = style.find(P_PROPERTIES), style.find(R_PROPERTIES)
    if paragraph is not None:
        yield from _lengths(paragraph)
        if align := _value(paragraph, "jc"):
            yield "align", align
        if paragraph.find(w("pageBreakBefore")) is not None:
            yield "new_page", "1" if is_on(paragraph, "pageBreakBefore") else "0"
    if run is not None:
        fonts, size = run.find(w("rFonts")), _value(run, "sz")
        if fonts is not None and fonts.get(w("eastAsia")):
            yield "font", str(fonts.get(w("eastAsia")))
        if size:
            yield "size", size
        if run.find(w("b")) is not None:
            yield "bold", "1" if is_on(run, "b") else "0"


def _lengths(paragraph: Element) -> Iterator[tuple[str, str]]:
    spacing, indent = paragraph.find(w("spacing")), paragraph.find(w("ind"))
    if spacing is not None:
        for name in ("before", "after"):
            if spacing.get(w(name)) is not None:
                yield name, str(twips(spacing, name))
        if spacing.get(w("lineRule")) == "exact":
            yield "line", str(twips(spacing, "line"))
    if indent is not None:
        for name in ("left", "right"):
            if indent.get(w(name)) is not None:
                yield name, str(twips(indent, name))
        if indent.get(w("firstLine")) is not None:
            yield "first", str(twips(indent, "firstLine"))
        if indent.get(w("hanging")) is not None:
            yield "first", str(-twips(indent, "hanging"))


def _value(properties: Element | None, name: str) -> str:
    found = None if properties is None else properties.find(w(name))
    return "" if found is None else str(found.get(_VAL, ""))
