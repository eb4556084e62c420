"""A Word document as a reader sees it: running text with the places of paragraphs, and tables of cells.

What the page does not show is not there: deletions that were tracked, hidden text, the old copy of a drawing. What it
shows in another way is text: symbols and check boxes as characters, automatic numbers, text boxes behind the
paragraph that they hang on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from brandcluster.formats.word.numbering import paragraph_numbering
from brandcluster.formats.word.parts import (
    CELL,
    DOCUMENT,
    P_PROPERTIES,
    R_PROPERTIES,
    ROW,
    TABLE,
    Element,
    P,
    R,
    T,
    parse_xml,
    w,
)

#: Ends a paragraph; breaks a line inside one; stands for a table.
END, SOFT, TABLE_MARK = "\n", "\x0b", "\x01"

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VAL = w("val")
# Wraps blocks, rows, cells or runs, and is not seen itself.
_WRAPPERS = frozenset(
    w(name) for name in ("ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "customXml", "sdtContent", "dir", "bdo")
)
_SDT, _TEXT_BOX = w("sdt"), w("txbxContent")
_DRAWINGS = frozenset((w("drawing"), w("pict"), w("object")))
_FIXED = {w("tab"): "\t", w("ptab"): "\t", w("br"): SOFT, w("cr"): SOFT, w("noBreakHyphen"): "-"}
_OFF = frozenset(("0", "false", "off"))
# What no file of the dossier may hold.
_INVISIBLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LINE_BREAKS = re.compile("[\x85\u2028\u2029\r]")
#: Boxes and ticks of the symbol fonts, by the low byte of the character.
_SYMBOLS = {
    "wingdings": {0x6F: "□", 0xA8: "□", 0x71: "□", 0x72: "□", 0xFB: "☒", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x6E: "■"},
    "wingdings 2": {0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□", 0xA2: "■"},
    "symbol": {0xD6: "√"},
    "webdings": {0x61: "✓", 0x63: "□", 0x67: "■"},
}


@dataclass(slots=True)
class Flow:
    """Running text: the paragraphs of the page, or of one cell. Places count characters of `text`.

    `anchor` is where on the page the outermost table of a cell stands.
    """

    name: str
    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    tables: dict[int, PageTable] = field(default_factory=dict)
    anchor: int = 0
    cell: PageCell | None = None
    dropped: bool = False
    length: int = 0
    fresh: bool = True
    _chunks: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Put text behind what is there. `text` is complete only after `finish`: joining at once keeps this linear."""
        if text:
            self._chunks.append(text)
            self.length += len(text)
            self.fresh = text.endswith(END)

    def finish(self) -> None:
        """Make `text` of what was added."""
        self.text = "".join(self._chunks)

    def where(self, offset: int) -> str:
        """Where a character stands, in Chinese: the cell or the paragraph."""
        number = max(bisect_right(self.starts, offset), 1)
        if self.cell is not None and len(self.starts) < 2:
            return self.name
        return f"{self.name}第{number}段"

    def pieces(self, start: int, end: int) -> Iterator[tuple[str, bool]]:
        """The text of a range in pieces, each with whether it is bold."""
        position = start
        for first, last in self.bold:
            if last <= position or first >= end:
                continue
            if first > position:
                yield self.text[position:first], False
            yield self.text[max(first, position) : min(last, end)], True
            position = min(last, end)
        if position < end:
            yield self.text[position:end], False


@dataclass(slots=True)
class PageCell:
    """A cell; `continues` when it is covered by the one above it, `span` counts grid columns."""

    flow: Flow
    continues: bool = False
    span: int = 1
    right: PageCell | None = None


@dataclass(slots=True)
class PageTable:
    """A table by its rows; merged cells stand once in a row."""

    number: int
    rows: list[list[PageCell]] = field(default_factory=list)


@dataclass(slots=True)
class PageContent:
    """A document: the page's own text, and every flow in reading order, the page's first."""

    body: Flow
    flows: list[Flow]
    tables: list[PageTable]


def read_content(parts: Mapping[str, bytes], name: str = "") -> PageContent | None:
    """What a document says; None when its main part cannot be parsed. `name` goes before every place."""
    root = parse_xml(parts[DOCUMENT])
    body = None if root is None else root.find(w("body"))
    if body is None:
        return None
    reader = _Reader(paragraph_numbering(parts), f"{name} " if name else "")
    flow = reader.flow("正文")
    reader.blocks(body, flow)
    _close(flow)
    for each in reader.flows:
        each.finish()
    return PageContent(flow, reader.flows, reader.tables)


# ---- walking -------------------------------------------------------------------------------------------------


class _Reader:
    """A walk through a document, with what it has counted so far."""

    def __init__(self, numbers: Callable[[Element], str], prefix: str) -> None:
        self.numbers = numbers
        self.prefix = prefix
        self.flows: list[Flow] = []
        self.tables: list[PageTable] = []
        self.boxes: list[Element] = []
        self.anchor = 0

    def flow(self, name: str) -> Flow:
        made = Flow(self.prefix + name, anchor=self.anchor)
        self.flows.append(made)
        return made

    def blocks(self, container: Element, flow: Flow) -> None:
        for item in container:
            tag = item.tag
            if tag == P:
                self.paragraph(item, flow)
            elif tag == TABLE:
                self.table(item, flow)
            elif tag == _SDT or tag in _WRAPPERS:
                self.blocks(item, flow)
            elif tag == _COMPATIBILITY + "AlternateContent":
                self.blocks(_alternative(item), flow)

    def paragraph(self, paragraph: Element, flow: Flow) -> None:
        _start(flow)
        properties = paragraph.find(P_PROPERTIES)
        number = "" if properties is None else self.numbers(properties)
        begin = flow.length
        pieces: list[tuple[str, bool]] = []
        self.inline(paragraph, pieces)
        said = "".join(text for text, _ in pieces)
        if number and said.strip():
            pieces.insert(0, (number, False))
        _append(flow, pieces)
        if properties is None or properties.find(f"{w('rPr')}/{w('del')}") is None:
            flow.add(END)
        elif begin == flow.length and flow.starts and flow.starts[-1] == begin:
            flow.starts.pop()  # a deleted empty paragraph was none
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            _close(flow)
            self.blocks(box, flow)

    def inline(self, container: Element, pieces: list[tuple[str, bool]]) -> None:
        for item in container:
            tag = item.tag
            if tag == R:
                self.run(item, pieces)
            elif tag == _SDT or tag in _WRAPPERS:
                self.inline(item, pieces)
            elif tag == _COMPATIBILITY + "AlternateContent":
                self.inline(_alternative(item), pieces)

    def run(self, run: Element, pieces: list[tuple[str, bool]]) -> None:
        properties = run.find(R_PROPERTIES)
        if _is_on(properties, "vanish"):
            return
        bold = _is_on(properties, "b")
        font = _symbol_font(properties)
        for item in run:
            tag = item.tag
            if tag == T:
                text = item.text or ""
                pieces.append(("".join(font.get(ord(c) & 0xFF, c) for c in text) if font else text, bold))
            elif tag in _FIXED:
                pieces.append((_FIXED[tag], bold))
            elif tag == w("sym"):
                pieces.append((_symbol(item), bold))
            elif tag == w("fldChar"):
                pieces.append((_check_box(item), bold))
            elif tag == w("ruby"):
                for base in item.iterfind(w("rubyBase")):
                    self.inline(base, pieces)
            elif tag in _DRAWINGS:
                self.boxes.extend(_text_boxes(item))
            elif tag == _COMPATIBILITY + "AlternateContent":
                self.boxes.extend(_text_boxes(_alternative(item)))

    def table(self, item: Element, flow: Flow) -> None:
        _start(flow)
        table = PageTable(len(self.tables) + 1)
        self.tables.append(table)
        flow.tables[flow.length] = table
        if flow.cell is None:
            self.anchor = flow.length
        flow.add(TABLE_MARK + END)
        for row in _wrapped(item, ROW):
            if row.find(f"{w('trPr')}/{w('del')}") is None:
                self.row(row, table)

    def row(self, row: Element, table: PageTable) -> None:
        cells: list[PageCell] = []
        table.rows.append(cells)
        for item in _wrapped(row, CELL):
            properties = item.find(w("tcPr"))
            if properties is not None and properties.find(w("cellDel")) is not None:
                continue
            flow = self.flow(f"表{table.number}第{len(table.rows)}行第{len(cells) + 1}格")
            cell = PageCell(flow, _continues(properties), _span(properties))
            flow.cell = cell
            if cells:
                cells[-1].right = cell
            cells.append(cell)
            self.blocks(item, flow)
            _close(flow)


def _wrapped(container: Element, tag: str) -> Iterator[Element]:
    """The children of a kind, also where they are wrapped in a content control or a tracked insertion."""
    for item in container:
        if item.tag == tag:
            yield item
        elif item.tag == _SDT or item.tag in _WRAPPERS:
            yield from _wrapped(item, tag)


def _alternative(item: Element) -> Element:
    """The choice that today's Word shows; the fallback repeats it for old programs."""
    choice = item.find(_COMPATIBILITY + "Choice")
    found = choice if choice is not None else item.find(_COMPATIBILITY + "Fallback")
    return () if found is None else found


def _text_boxes(container: Element) -> Iterator[Element]:
    """The contents of the text boxes of a drawing, outermost only."""
    for item in container:
        if item.tag == _TEXT_BOX:
            yield item
        elif item.tag == _COMPATIBILITY + "AlternateContent":
            yield from _text_boxes(_alternative(item))
        elif isinstance(item.tag, str):
            yield from _text_boxes(item)


def _continues(properties: Element | None) -> bool:
    merge = None if properties is None else properties.find(w("vMerge"))
    return merge is not None and merge.get(_VAL, "continue") == "continue"


def _span(properties: Element | None) -> int:
    span = None if properties is None else properties.find(w("gridSpan"))
    value = "" if span is None else str(span.get(_VAL, ""))
    return int(value) if value.isdecimal() and len(value) < 3 else 1


# ---- text ----------------------------------------------------------------------------------------------------


def _start(flow: Flow) -> None:
    if flow.fresh:
        flow.starts.append(flow.length)


def _close(flow: Flow) -> None:
    if not flow.fresh:
        flow.add(END)


def _append(flow: Flow, pieces: list[tuple[str, bool]]) -> None:
    for raw, bold in pieces:
        text = _LINE_BREAKS.sub(SOFT, raw)
        clean = _INVISIBLE.sub("", text)
        flow.dropped = flow.dropped or clean != text
        if bold and clean:
            flow.bold.append((flow.length, flow.length + len(clean)))
        flow.add(clean)


def _is_on(properties: Element | None, name: str) -> bool:
    found = None if properties is None else properties.find(w(name))
    return found is not None and found.get(_VAL, "1") not in _OFF


def _symbol_font(properties: Element | None) -> dict[int, str] | None:
    fonts = None if properties is None else properties.find(w("rFonts"))
    name = "" if fonts is None else str(fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or "")
    return _SYMBOLS.get(name.lower())


def _symbol(item: Element) -> str:
    code = str(item.get(w("char"), ""))
    table = _SYMBOLS.get(str(item.get(w("font"), "")).lower(), {})
    try:
        return table.get(int(code, 16) & 0xFF, "")
    except ValueError:
        return ""


def _check_box(item: Element) -> str:
    """☑ or □ for the check box of an old form field, its default where nobody clicked; empty when it is no check box."""
    box = item.find(f"{w('ffData')}/{w('checkBox')}")
    if box is None:
        return ""
    state = box.find(w("checked"))
    state = box.find(w("default")) if state is None else state
    return "☑" if state is not None and state.get(_VAL, "1") not in _OFF else "□"


def rows_as_text(table: PageTable, written: Callable[[Flow], Any]) -> list[list[Any]]:
    """The cells of a table as a grid: a cell over several columns is followed by empty ones, a covered one is empty."""
    made = []
    for row in table.rows:
        cells: list[Any] = []
        for cell in row:
            cells += ["" if cell.continues else written(cell.flow), *[""] * (cell.span - 1)]
        made.append(cells)
    return made
