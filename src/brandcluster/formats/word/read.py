"""A Word document as a reader sees it: running text with the places of paragraphs, and tables of cells.

One walk over the body, which asks `elements` for every element that it meets: read, ignored for a reason, or reported
at its place as what it is. What nobody sees on paper, or what is struck out there, is not in the text, and is reported.
What is shown in another way is text: symbols and check boxes as characters, automatic numbers, text boxes behind the
paragraph that they hang on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from brandcluster.formats.word.drawings import alternative, drawn, part_text
from brandcluster.formats.word.elements import (
    DELETED,
    DELETED_TEXT,
    DRAWINGS,
    FIXED,
    IGNORED,
    NOTES,
    PARAGRAPH_PROPERTIES,
    REPORTED,
    WRAPPERS,
    tag,
)
from brandcluster.formats.word.fields import OpenField, outcome, swallows_result
from brandcluster.formats.word.looks import (
    LOWEST_ROW,
    Look,
    Looks,
    hides,
    looks_of,
    misplaced,
    outside,
    paragraph_base,
    run_look,
    shade_of,
    table_ground,
)
from brandcluster.formats.word.numbering import Number, paragraph_numbering
from brandcluster.formats.word.package import Relation, relations_of
from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow, PageCell, PageContent, PageTable, Unread
from brandcluster.formats.word.parts import (
    CELL,
    DOCUMENT,
    P_PROPERTIES,
    R_PROPERTIES,
    ROW,
    SECTION,
    TABLE,
    Element,
    P,
    R,
    T,
    parse_xml,
    w,
)
from brandcluster.formats.word.symbols import in_font, symbol

#: A stretch of a paragraph: text and whether it is bold, or something that is not in the text.
Piece = tuple[str, bool, Unread | None]

_VAL = w("val")
_SDT, _ALTERNATIVES = w("sdt"), tag("mc:AlternateContent")
_OFF = frozenset(("0", "false", "off"))
# What no file of the dossier may hold, and what makes text run the other way.
_INVISIBLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LINE_BREAKS = re.compile("[\x85\u2028\u2029\r]")
_DIRECTIONS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
#: Reported in one piece where runs that follow each other say them.
_JOINED = frozenset(
    ("删除线", "隐藏文字", "看不见的颜色", "极小的字", "压扁的字", "移出行外的字", "压没的行", "移出页面", "修订删除")
    + ("隐藏的行", "被合并盖住的格", "未填的控件", "符号", "上标", "数字后的上标", "不认识的格式", "书写方向")
)
_REFERENCES = frozenset((w("headerReference"), w("footerReference")))
_NOTE_PARTS = {"脚注": "footnotes", "尾注": "endnotes", "批注": "comments"}


def read_content(parts: Mapping[str, bytes], name: str = "") -> PageContent | None:
    """What a document says; None when its main part cannot be parsed. `name` goes before every place."""
    root = parse_xml(parts[DOCUMENT])
    body = None if root is None else root.find(w("body"))
    if body is None:
        return None
    prefix = f"{name} " if name else ""
    reader = _Reader(parts, DOCUMENT, looks_of(parts), prefix)
    reader.notes = _notes(reader)
    flow = reader.whole(body, "正文")
    _report_sections(root, flow)
    margins = [each for reader_ in _margin_readers(root, reader) for each in reader_.flows]
    return PageContent(flow, reader.flows, reader.tables, margins)


# ---- walking -------------------------------------------------------------------------------------------------


class _Reader:
    """A walk through a part, with what it has counted so far and what holds where it is."""

    def __init__(self, parts: Mapping[str, bytes], part: str, looks: Looks, prefix: str) -> None:
        self.parts = parts
        self.relations = relations_of(parts, part)
        self.looks = looks
        self.prefix = prefix
        self.in_margin = part != DOCUMENT
        self.numbers: Callable[[Element], Number] = paragraph_numbering(parts)
        self.notes: Mapping[str, Mapping[str, Element]] = {}
        self.flows: list[Flow] = []
        self.tables: list[PageTable] = []
        self.boxes: list[Element] = []
        self.fields: list[OpenField] = []
        self.anchor = 0
        # Where the walk is: the style of the table, the ground behind the text, and why nothing is seen here.
        self.table_style, self.ground, self.unseen = "", "FFFFFF", ""

    def whole(self, container: Element, name: str) -> Flow:
        """Read a part's content into a flow of that name, and finish all flows."""
        flow = self.flow(name)
        self.blocks(container, flow)
        _close(flow)
        self.end_fields(flow)
        for each in self.flows:
            each.finish()
        return flow

    def flow(self, name: str) -> Flow:
        made = Flow(self.prefix + name, anchor=self.anchor)
        self.flows.append(made)
        return made

    @contextmanager
    def within(self, *, style: str | None = None, ground: str = "", unseen: str = "") -> Iterator[None]:
        """What holds inside a table, a row or a cell."""
        before = self.table_style, self.ground, self.unseen
        self.table_style = before[0] if style is None else style
        self.ground = ground or before[1]
        self.unseen = before[2] or unseen
        yield
        self.table_style, self.ground, self.unseen = before

    def blocks(self, container: Element, flow: Flow) -> None:
        for item in container:
            name = item.tag
            if name == P:
                self.paragraph(item, flow)
            elif name == TABLE:
                self.table(item, flow)
            elif name == _SDT:
                self.control(item, lambda content: self.blocks(content, flow), lambda each: _report(flow, each))
            elif name in WRAPPERS:
                self.blocks(item, flow)
            elif name == _ALTERNATIVES:
                self.blocks(alternative(item), flow)
            elif isinstance(name, str) and name not in IGNORED:
                for each in self.not_text(item):
                    _report(flow, each)

    def control(self, item: Element, read: Callable[[Element], None], report: Callable[[Unread], None]) -> None:
        """A content control: its content, unless that is only the prompt of one that nobody filled."""
        properties = item.find(w("sdtPr"))
        for content in item.iterfind(w("sdtContent")):
            if properties is not None and _is_on(properties, "showingPlcHdr"):
                report(Unread("未填的控件", _words_of(content)))
                continue
            read(content)
            if properties is not None and not _says_what_it_is_bound_to(properties, content, self.parts):
                report(Unread("绑定的控件"))

    def not_text(self, item: Element) -> Iterator[Unread]:
        """What an element is that is neither read nor ignored."""
        name = item.tag
        if name in DELETED:
            yield Unread("修订删除", _words_of(item, DELETED_TEXT))
        elif name in REPORTED:
            relation = self.relations.get(str(item.get(f"{{{_R}}}id", "")))
            yield Unread(REPORTED[name], _words_of(item) or part_text(self.parts, relation))
        elif name in NOTES:
            yield Unread(NOTES[name], self.note(NOTES[name], str(item.get(w("id"), ""))))
        else:
            yield Unread("不认识的内容", f"{name.rpartition('}')[2]} {_words_of(item)}".strip())

    def note(self, kind: str, identifier: str) -> str:
        """The words of a note, whatever they look like."""
        found = self.notes.get(kind, {}).get(identifier)
        return "" if found is None else _words_of(found)

    # ---- paragraphs

    def paragraph(self, paragraph: Element, flow: Flow) -> None:
        _start(flow)
        properties = paragraph.find(P_PROPERTIES)
        number = Number() if properties is None else self.numbers(properties)
        base = paragraph_base(self.looks, properties, self.table_style)
        begin = flow.length
        pieces: list[Piece] = list(_paragraph_remarks(properties, base))
        unseen = self.unseen or misplaced(base)
        self.inline(paragraph, pieces, base, unseen)
        said = "".join(text for text, _, _ in pieces)
        if number.text and said.strip():
            pieces.insert(0, (number.text, False, None))
        if number.bullet or (number.text and not said.strip()):
            kind = "项目符号" if number.bullet else "编号"
            pieces.insert(0, ("", False, Unread(kind, number.bullet or number.text)))
        _append(flow, pieces)
        if properties is None or properties.find(f"{w('rPr')}/{w('del')}") is None:
            flow.add(END)
        elif begin == flow.length and flow.starts and flow.starts[-1] == begin:
            flow.starts.pop()  # a deleted empty paragraph was none
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            _close(flow)
            self.blocks(box, flow)

    def inline(self, container: Element, pieces: list[Piece], base: Look, unseen: str) -> None:
        for item in container:
            name = item.tag
            if name == R:
                self.run(item, pieces, base, unseen)
            elif name == _SDT:
                self.control(
                    item,
                    lambda content: self.inline(content, pieces, base, unseen),
                    lambda each: pieces.append(("", False, each)),
                )
            elif name == w("fldSimple"):
                self.simple_field(item, pieces, base, unseen)
            elif name in WRAPPERS:
                if name in _TURNING and item.get(_VAL) == "rtl":
                    pieces.append(("", False, Unread("书写方向", _words_of(item))))
                self.inline(item, pieces, base, unseen)
            elif name == _ALTERNATIVES:
                self.inline(alternative(item), pieces, base, unseen)
            elif isinstance(name, str) and name not in IGNORED:
                pieces += [("", False, each) for each in self.not_text(item)]

    def simple_field(self, item: Element, pieces: list[Piece], base: Look, unseen: str) -> None:
        instruction = str(item.get(w("instr"), ""))
        opened = OpenField(item.find(w("ffData")), [instruction], separated=True)
        opened.swallows = swallows_result(instruction, opened.data, self.in_margin)
        self.fields.append(opened)
        self.inline(item, pieces, base, unseen)
        self.close_field(pieces)

    def run(self, run: Element, pieces: list[Piece], base: Look, unseen: str) -> None:
        properties = run.find(R_PROPERTIES)
        look = base if properties is None else run_look(self.looks, base, properties)
        bold = properties is not None and _is_on(properties, "b")
        kind = unseen or hides(look, self.ground)
        for item in run:
            name = item.tag
            if name == T:
                self.text(item.text or "", look, kind, bold, pieces)
            elif name in FIXED:
                self.put((FIXED[name], bold, None), pieces)
            elif name in IGNORED:
                continue
            elif name == w("sym"):
                shown, unknown = symbol(str(item.get(w("font"), "")), str(item.get(w("char"), "")))
                self.put_seen(shown, kind, bold, pieces)
                if unknown:
                    self.put(("", False, Unread("符号", unknown)), pieces)
            else:
                self.of_run(item, pieces, base, kind, unseen)

    def of_run(self, item: Element, pieces: list[Piece], base: Look, kind: str, unseen: str) -> None:
        """What stands in a run and is no text."""
        name = item.tag
        if name == w("fldChar"):
            self.field_mark(item, pieces, kind)
        elif name in (w("instrText"), w("delInstrText")):
            if self.fields:
                self.fields[-1].instruction.append(item.text or "")
        elif name == w("ruby"):
            for inner in item:
                if inner.tag == w("rubyBase"):
                    self.inline(inner, pieces, base, unseen)
                elif inner.tag == w("rt"):
                    self.put(("", False, Unread("注音", _words_of(inner))), pieces)
        elif name in DRAWINGS:
            found = drawn(item, self.parts, self.relations)
            self.boxes.extend(found.boxes)
            self.put(("", False, Unread(found.kind, found.words, found.mark)), pieces)
        elif name == _ALTERNATIVES:
            for inner in alternative(item):
                if inner.tag in DRAWINGS:
                    self.of_run(inner, pieces, base, kind, unseen)
                elif inner.tag == T:
                    self.put_seen(inner.text or "", kind, False, pieces)
                elif isinstance(inner.tag, str):
                    pieces += [("", False, each) for each in self.not_text(inner)]
        elif isinstance(name, str):
            for each in self.not_text(item):
                self.put(("", False, each), pieces)

    # ---- text

    def text(self, text: str, look: Look, kind: str, bold: bool, pieces: list[Piece]) -> None:
        table = look.get("symbols")
        if table is not None:
            text, unknown = in_font(text, table)
            if unknown:
                self.put(("", False, Unread("符号", unknown)), pieces)
        if look.get("caps"):
            text = text.upper()
        script = look.get("script")
        if script in ("superscript", "subscript") and not kind and text.strip():
            raised = text.translate(_RAISED if script == "superscript" else _LOWERED)
            self.put(("", False, Unread("上标", text)), pieces)
            text = raised
        if look.get("rtl") and text.strip():
            self.put(("", False, Unread("书写方向", text)), pieces)
        if look.get("unknown"):
            self.put(("", False, Unread("不认识的格式", str(look["unknown"]))), pieces)
        self.put_seen(text, kind, bold, pieces)

    def put_seen(self, text: str, kind: str, bold: bool, pieces: list[Piece]) -> None:
        """Text where it is seen; where it is not, the report of it."""
        if not kind:
            self.put((text, bold, None), pieces)
        elif text.strip():
            self.put(("", False, Unread(kind, text)), pieces)

    def put(self, piece: Piece, pieces: list[Piece]) -> None:
        """A piece where it belongs: into the paragraph, or into the instruction of a field that is open."""
        for opened in self.fields:
            if not opened.separated or opened.swallows:
                text, _, unread = piece
                opened.instruction += [text if unread is None else unread.words] if not opened.separated else []
                return
        pieces.append(piece)

    # ---- fields

    def field_mark(self, item: Element, pieces: list[Piece], kind: str) -> None:
        state = item.get(w("fldCharType"))
        if state == "begin":
            self.fields.append(OpenField(item.find(w("ffData"))))
        elif state == "separate" and self.fields:
            opened = self.fields[-1]
            opened.separated = True
            opened.swallows = swallows_result("".join(opened.instruction), opened.data, self.in_margin)
        elif state == "end" and self.fields:
            self.close_field(pieces, kind)

    def close_field(self, pieces: list[Piece], kind: str = "") -> None:
        text, reported, words = outcome(self.fields.pop())
        self.put_seen(text, kind, False, pieces)
        if reported:
            self.put(("", False, Unread(reported, words)), pieces)

    def end_fields(self, flow: Flow) -> None:
        for opened in self.fields:
            _report(flow, Unread("没有结束的域", "".join(opened.instruction).strip()))
        self.fields.clear()

    # ---- tables

    def table(self, item: Element, flow: Flow) -> None:
        _start(flow)
        table = PageTable(len(self.tables) + 1)
        self.tables.append(table)
        flow.tables[flow.length] = table
        if flow.cell is None:
            self.anchor = flow.length
        at = flow.length
        flow.add(TABLE_MARK + END)
        properties = item.find(w("tblPr"))
        style, place = "", ""
        if properties is not None:
            named, floating = properties.find(w("tblStyle")), properties.find(w("tblpPr"))
            style = "" if named is None else str(named.get(_VAL, ""))
            indent = properties.find(w("tblInd"))
            off = floating is not None and outside(floating, "tblpX", "tblpY")
            place = "移出页面" if off or (indent is not None and outside(indent, "w", "w")) else ""
            if _is_on(properties, "bidiVisual"):
                flow.unread.append(Unread("书写方向", "表格从右到左", at=at))
        ground = shade_of(properties, self.looks) or table_ground(self.looks, style)
        with self.within(style=style, ground=ground, unseen=place):
            for row in self.wrapped(item, ROW, flow):
                if row.find(f"{w('trPr')}/{w('del')}") is None:
                    self.row(row, table, flow, at)
                else:
                    _report(flow, Unread("修订删除", _words_of(row)))

    def row(self, row: Element, table: PageTable, holder: Flow, at: int) -> None:
        cells: list[PageCell] = []
        table.rows.append(cells)
        properties = row.find(w("trPr"))
        height = None if properties is None else properties.find(w("trHeight"))
        squeezed = height is not None and height.get(w("hRule")) == "exact" and _low(height)
        hidden = properties is not None and _is_on(properties, "hidden")
        unseen = "隐藏的行" if hidden else "压没的行" if squeezed else ""
        with self.within(unseen=unseen):
            for item in self.wrapped(row, CELL, holder):
                of_cell = item.find(w("tcPr"))
                if of_cell is not None and of_cell.find(w("cellDel")) is not None:
                    _report(holder, Unread("修订删除", _words_of(item)))
                    continue
                flow = self.flow(f"表{table.number}第{len(table.rows)}行第{len(cells) + 1}格")
                flow.parent, flow.parent_at = holder, at
                cell = PageCell(flow, _continues(of_cell), _span(of_cell))
                flow.cell = cell
                if cells:
                    cells[-1].right = cell
                cells.append(cell)
                covered = "被合并盖住的格" if cell.continues else "压扁的字" if _narrow(of_cell) else ""
                with self.within(ground=shade_of(of_cell, self.looks), unseen=covered):
                    self.blocks(item, flow)
                _close(flow)

    def wrapped(self, container: Element, wanted: str, flow: Flow) -> Iterator[Element]:
        """The children of a kind, also where they are wrapped in a content control or a tracked insertion."""
        for item in container:
            if item.tag == wanted:
                yield item
            elif item.tag == _SDT or item.tag in WRAPPERS:
                yield from self.wrapped(item, wanted, flow)
            elif item.tag == _ALTERNATIVES:
                yield from self.wrapped(alternative(item), wanted, flow)
            elif isinstance(item.tag, str) and item.tag not in IGNORED:
                for each in self.not_text(item):
                    _report(flow, each)


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TURNING = frozenset((w("dir"), w("bdo")))
_TEXT = frozenset((T, tag("m:t"), w("delText"), *FIXED))


def _words_of(item: Element, wanted: Iterable[str] = _TEXT) -> str:
    """All words in an element, whatever they look like."""
    found = (each.text or "" if each.tag not in FIXED else FIXED[each.tag] for each in item.iter(*wanted))
    return "".join(found).strip()


def _paragraph_remarks(properties: Element | None, base: Look) -> Iterator[Piece]:
    """What is to be said of a paragraph as a whole."""
    if base.get("frame") == "inside":
        yield "", False, Unread("图文框")
    if base.get("bidi"):
        yield "", False, Unread("书写方向")
    for each in () if properties is None else properties:
        if isinstance(each.tag, str) and each.tag not in PARAGRAPH_PROPERTIES:
            yield "", False, Unread("不认识的格式", each.tag.rpartition("}")[2])


# ---- other parts ---------------------------------------------------------------------------------------------


def _notes(reader: _Reader) -> dict[str, dict[str, Element]]:
    """Footnotes, endnotes and comments by their kind and number."""
    found: dict[str, dict[str, Element]] = {}
    for kind, relation in _NOTE_PARTS.items():
        for each in reader.relations.values():
            root = parse_xml(reader.parts[each.part]) if each.kind == relation and each.part else None
            if root is not None:
                found[kind] = {str(note.get(w("id"))): note for note in root if isinstance(note.tag, str)}
    return found


def _margin_readers(root: Element, main: _Reader) -> Iterator[_Reader]:
    """The headers and footers that sections name, each once, and what is written into the lines above notes."""
    seen: set[str] = set()
    for reference in root.iter(*_REFERENCES):
        relation = main.relations.get(str(reference.get(f"{{{_R}}}id", "")), Relation("", "", ""))
        content = parse_xml(main.parts[relation.part]) if relation.part not in ("", *seen) else None
        seen.add(relation.part)
        if content is not None:
            name = "页眉" if reference.tag == w("headerReference") else "页脚"
            yield _margin(main, relation.part, content, name)
    for kind, notes in main.notes.items():
        for note in notes.values():
            if note.get(w("type")) not in (None, "normal") and _words_of(note):
                yield _margin(main, DOCUMENT, note, f"{kind}分隔线")


def _margin(main: _Reader, part: str, content: Element, name: str) -> _Reader:
    reader = _Reader(main.parts, part, main.looks, main.prefix)
    reader.in_margin = True
    reader.whole(content, name)
    return reader


def _report_sections(root: Element, flow: Flow) -> None:
    """Pages so narrow or low that nothing fits on them."""
    for section in root.iter(SECTION):
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        if size is None:
            continue
        sides = {name: _twips(margins, name) for name in ("left", "right", "top", "bottom")}
        wide = _twips(size, "w") - sides["left"] - sides["right"]
        high = _twips(size, "h") - abs(sides["top"]) - abs(sides["bottom"])
        if (size.get(w("w")) and wide < 1_000) or (size.get(w("h")) and high < 1_000) or sides["left"] < -1_000:
            flow.unread.append(Unread("版心", at=0))
            return


def _twips(item: Element | None, name: str) -> int:
    text = "0" if item is None else str(item.get(w(name), "0"))
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0


# ---- properties of cells -------------------------------------------------------------------------------------


def _continues(properties: Element | None) -> bool:
    merge = None if properties is None else properties.find(w("vMerge"))
    return merge is not None and merge.get(_VAL, "continue") == "continue"


def _span(properties: Element | None) -> int:
    span = None if properties is None else properties.find(w("gridSpan"))
    value = "" if span is None else str(span.get(_VAL, ""))
    return int(value) if value.isdecimal() and len(value) < 3 else 1


def _narrow(properties: Element | None) -> bool:
    width = None if properties is None else properties.find(w("tcW"))
    return width is not None and width.get(w("type"), "dxa") == "dxa" and 0 < _twips(width, "w") < 80


def _low(height: Element) -> bool:
    return 0 < _twips(height, "val") < LOWEST_ROW


def _is_on(properties: Element, name: str) -> bool:
    found = properties.find(w(name))
    return found is not None and found.get(_VAL, "1") not in _OFF


def _says_what_it_is_bound_to(properties: Element, content: Element, parts: Mapping[str, bytes]) -> bool:
    """Whether a control is bound to nothing, or shows what it is bound to: Word puts that in when it opens the file."""
    binding = properties.find(w("dataBinding"))
    if binding is None:
        return True
    steps = [step for step in re.split(r"/", re.sub(r"\[1\]", "", str(binding.get(w("xpath"), "")))) if step]
    store = str(binding.get(w("storeItemID"), "")).lower()
    said = "".join(_words_of(content).split())
    return any(
        "".join(found.split()) == said for found in _stored(parts, store, [s.rpartition(":")[2] for s in steps])
    )


def _stored(parts: Mapping[str, bytes], store: str, steps: list[str]) -> Iterator[str]:
    """The texts at a path of plain steps in the data that carry a store's number."""
    if not all(re.fullmatch(r"[\w.-]+", step) for step in steps) or not steps:
        return
    for name, content in parts.items():
        if not re.search(r"customxml/itemprops\d*\.xml\Z", name.lower()) or store.encode() not in content.lower():
            continue
        data = name.lower().replace("itemprops", "item")
        root = parse_xml(next((body for part, body in parts.items() if part.lower() == data), b""))
        found = [] if root is None or _local(root) != steps[0] else [root]
        for step in steps[1:]:
            found = [each for parent in found for each in parent if _local(each) == step][:1]
        yield from ("".join(each.itertext()) for each in found)


def _local(item: Element) -> str:
    return item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""


# ---- flows ---------------------------------------------------------------------------------------------------


def _start(flow: Flow) -> None:
    if flow.fresh:
        flow.starts.append(flow.length)


def _close(flow: Flow) -> None:
    if not flow.fresh:
        flow.add(END)


def _report(flow: Flow, unread: Unread) -> None:
    last = flow.unread[-1] if flow.unread else None
    if last is not None and unread.kind in _JOINED and (last.kind, last.at) == (unread.kind, flow.length):
        last.words += unread.words
        return
    unread.at = flow.length
    flow.unread.append(unread)


def _append(flow: Flow, pieces: list[Piece]) -> None:
    for raw, bold, unread in pieces:
        if unread is not None:
            if unread.kind == "上标" and flow.last().isdecimal():
                unread.kind = "数字后的上标"
            _report(flow, unread)
            continue
        text = _LINE_BREAKS.sub(SOFT, raw)
        clean = _INVISIBLE.sub("", text)
        flow.dropped = flow.dropped or clean != text
        if bold and clean:
            flow.bold.append((flow.length, flow.length + len(clean)))
        if _DIRECTIONS.search(clean):
            _report(flow, Unread("书写方向", clean))
        flow.add(clean)
