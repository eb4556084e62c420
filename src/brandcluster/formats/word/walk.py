"""One walk over a part of a Word file, which asks `elements` for every element that it meets.

Each is read, ignored for a reason, or reported at its place as what it is. What nobody sees on paper, or what is struck
out there, is not in the text, and is reported. What is shown in another way is text: symbols and check boxes as
characters, automatic numbers, text boxes behind the paragraph that they hang on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from brandcluster.base.recent import Recent
from brandcluster.formats.word.cells import fixed_height, is_covered, is_narrow, row_unseen, span_of, table_unseen
from brandcluster.formats.word.controls import prompt_around, shown_by
from brandcluster.formats.word.drawings import alternative, drawn, part_text
from brandcluster.formats.word.elements import (
    DELETED,
    DELETED_TEXT,
    DRAWINGS,
    FIXED,
    IGNORED,
    NOTES,
    REPORTED,
    WRAPPERS,
    tag,
    words_of,
)
from brandcluster.formats.word.field_codes import OpenField, outcome, swallows_result
from brandcluster.formats.word.flows import (
    Piece,
    append_pieces,
    close_flow,
    paragraph_remarks,
    report,
    start_paragraph,
)
from brandcluster.formats.word.looks import (
    Look,
    Looks,
    hides,
    misplaced,
    paragraph_base,
    run_look,
    shade_of,
    table_ground,
)
from brandcluster.formats.word.numbering import Number, paragraph_numbering
from brandcluster.formats.word.page import END, TABLE_MARK, Flow, PageCell, PageTable, Unread
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
    is_on,
    serialise_piece,
    w,
)
from brandcluster.formats.word.relations import relations_of
from brandcluster.formats.word.symbols import in_font, symbol

_VAL, _FIELD, _SYMBOL, _DELETED_MARK = w("val"), w("fldSimple"), w("sym"), f"{w('rPr')}/{w('del')}"
_SDT, _ALTERNATIVES = w("sdt"), tag("mc:AlternateContent")
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_R_ID = tag("r:id")
_TURNING = frozenset((w("dir"), w("bdo")))


#: What plain paragraphs said the last times that a document was read.
ReadParagraphs = Recent[tuple[Piece, ...]]


class Walk:
    """A walk through a part, with what it has counted so far and what holds where it is."""

    def __init__(
        self, parts: Mapping[str, bytes], part: str, looks: Looks, prefix: str, before: ReadParagraphs | None = None
    ) -> None:
        self.parts = parts
        self.before = before
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
        flow = self._flow(name)
        self._blocks(container, flow)
        close_flow(flow)
        self._end_fields(flow)
        for each in self.flows:
            each.finish()
        return flow

    def _flow(self, name: str) -> Flow:
        made = Flow(self.prefix + name, anchor=self.anchor)
        self.flows.append(made)
        return made

    @contextmanager
    def _within(self, *, style: str | None = None, ground: str = "", unseen: str = "") -> Iterator[None]:
        """What holds inside a table, a row or a cell."""
        before = self.table_style, self.ground, self.unseen
        self.table_style = before[0] if style is None else style
        self.ground = ground or before[1]
        self.unseen = before[2] or unseen
        yield
        self.table_style, self.ground, self.unseen = before

    def _blocks(self, container: Element, flow: Flow) -> None:
        for item in container:
            name = item.tag
            if name == P:
                self._paragraph(item, flow)
            elif name == TABLE:
                self._table(item, flow)
            elif name == _SDT:
                for each in shown_by(item, self.parts):
                    if isinstance(each, Unread):
                        report(flow, each)
                    else:
                        self._blocks(each, flow)
            elif name in WRAPPERS:
                self._blocks(item, flow)
            elif name == _ALTERNATIVES:
                self._blocks(alternative(item), flow)
            elif isinstance(name, str) and name not in IGNORED:
                for each in self._not_text(item):
                    report(flow, each)

    def _not_text(self, item: Element) -> Iterator[Unread]:
        """What an element is that is neither read nor ignored."""
        name = item.tag
        if name in DELETED:
            yield Unread("修订删除", words_of(item, DELETED_TEXT))
        elif name in REPORTED:
            relation = self.relations.get(str(item.get(_R_ID, "")))
            yield Unread(REPORTED[name], words_of(item) or part_text(self.parts, relation))
        elif name in NOTES:
            yield Unread(NOTES[name], self._note(NOTES[name], str(item.get(w("id"), ""))))
        else:
            yield Unread("不认识的内容", f"{name.rpartition('}')[2]} {words_of(item)}".strip())

    def _note(self, kind: str, identifier: str) -> str:
        """The words of a note, whatever they look like."""
        found = self.notes.get(kind, {}).get(identifier)
        return "" if found is None else words_of(found)

    # ---- paragraphs

    def _paragraph(self, paragraph: Element, flow: Flow) -> None:
        start_paragraph(flow)
        properties = paragraph.find(P_PROPERTIES)
        number = Number() if properties is None else self.numbers(properties)
        begin = flow.length
        append_pieces(flow, self._pieces(paragraph, properties, number))
        if properties is None or properties.find(_DELETED_MARK) is None:
            flow.add(END)
        elif begin == flow.length and flow.starts and flow.starts[-1] == begin:
            flow.starts.pop()  # a deleted empty paragraph was none
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            close_flow(flow)
            self._blocks(box, flow)

    def _pieces(self, paragraph: Element, properties: Element | None, number: Number) -> list[Piece]:
        """What a paragraph says. Of a plain one that depends on nothing but itself and where it stands."""
        plain = self.before is not None and not self.fields and number == Number()
        key = (serialise_piece(paragraph), self.table_style, self.ground, self.unseen) if plain else None
        known = None if self.before is None or key is None else self.before.find(key)
        if known is not None:
            return list(known)
        base = paragraph_base(self.looks, properties, self.table_style)
        pieces: list[Piece] = list(paragraph_remarks(properties, base))
        self._inline(paragraph, pieces, base, self.unseen or misplaced(base))
        if number != Number():
            said = "".join(text for text, _, _ in pieces)
            pieces.insert(0, self._number(number, bool(said.strip()), properties, base))
        elif self.before is not None and key is not None and _is_plain(paragraph, pieces):
            self.before.keep(key, tuple(pieces))
        return pieces

    def _number(self, number: Number, before_text: bool, properties: Element | None, base: Look) -> Piece:
        """An automatic number: text before text, where it is seen; else something to be reported."""
        mark = None if properties is None else properties.find(R_PROPERTIES)
        look = base if mark is None else run_look(self.looks, base, mark)
        look = look if number.properties is None else run_look(self.looks, look, number.properties)
        kind = self.unseen or hides(look, self.ground)
        if kind:
            return "", False, Unread(kind, number.text or number.bullet)
        if number.bullet:
            return "", False, Unread("项目符号", number.bullet)
        return (number.text, False, None) if before_text else ("", False, Unread("编号", number.text))

    def _inline(self, container: Element, pieces: list[Piece], base: Look, unseen: str) -> None:
        for item in container:
            name = item.tag
            if name == R:
                self._run(item, pieces, base, unseen)
            elif name == _SDT:
                for each in shown_by(item, self.parts):
                    if isinstance(each, Unread):
                        pieces.append(("", False, each))
                    else:
                        self._inline(each, pieces, base, unseen)
            elif name == _FIELD:
                self._simple_field(item, pieces, base, unseen)
            elif name in WRAPPERS:
                if name in _TURNING and item.get(_VAL) == "rtl":
                    pieces.append(("", False, Unread("书写方向", words_of(item))))
                self._inline(item, pieces, base, unseen)
            elif name == _ALTERNATIVES:
                self._inline(alternative(item), pieces, base, unseen)
            elif isinstance(name, str) and name not in IGNORED:
                pieces += [("", False, each) for each in self._not_text(item)]

    def _simple_field(self, item: Element, pieces: list[Piece], base: Look, unseen: str) -> None:
        instruction = str(item.get(w("instr"), ""))
        opened = OpenField(item.find(w("ffData")), [instruction], separated=True, within=self._taker())
        opened.swallows = swallows_result(instruction, opened.data, self.in_margin)
        self.fields.append(opened)
        self._inline(item, pieces, base, unseen)
        self._close_field(pieces)

    def _run(self, run: Element, pieces: list[Piece], base: Look, unseen: str) -> None:
        properties = run.find(R_PROPERTIES)
        look = base if properties is None else run_look(self.looks, base, properties)
        bold = properties is not None and is_on(properties, "b")
        kind = unseen or hides(look, self.ground)
        for item in run:
            name = item.tag
            if name == T:
                self._text(item.text or "", look, kind, bold, pieces)
            elif name in FIXED:
                self._put((FIXED[name], bold, None), pieces)
            elif name in IGNORED:
                continue
            elif name == _SYMBOL:
                shown, unknown = symbol(str(item.get(w("font"), "")), str(item.get(w("char"), "")))
                self._put_seen(shown, kind, bold, pieces)
                if unknown:
                    self._put(("", False, Unread("符号", unknown)), pieces)
            else:
                self._of_run(item, pieces, base, kind, unseen)

    def _of_run(self, item: Element, pieces: list[Piece], base: Look, kind: str, unseen: str) -> None:
        """What stands in a run and is no text."""
        name = item.tag
        if name == w("fldChar"):
            self._field_mark(item, pieces, kind)
        elif name in (w("instrText"), w("delInstrText")):
            if self.fields:
                self.fields[-1].instruction.append(item.text or "")
        elif name == w("ruby"):
            for inner in item:
                if inner.tag == w("rubyBase"):
                    self._inline(inner, pieces, base, unseen)
                elif inner.tag == w("rt"):
                    self._put(("", False, Unread("注音", words_of(inner))), pieces)
        elif name in DRAWINGS:
            found = drawn(item, self.parts, self.relations)
            self.boxes.extend(found.boxes)
            self._put(("", False, Unread(found.kind, found.words, found.mark)), pieces)
        elif name == _ALTERNATIVES:
            for inner in alternative(item):
                if inner.tag in DRAWINGS:
                    self._of_run(inner, pieces, base, kind, unseen)
                elif inner.tag == T:
                    self._put_seen(inner.text or "", kind, False, pieces)
                elif isinstance(inner.tag, str):
                    pieces += [("", False, each) for each in self._not_text(inner)]
        elif isinstance(name, str):
            for each in self._not_text(item):
                self._put(("", False, each), pieces)

    # ---- text

    def _text(self, text: str, look: Look, kind: str, bold: bool, pieces: list[Piece]) -> None:
        table = look.get("symbols")
        if table is not None:
            text, unknown = in_font(text, table)
            if unknown:
                self._put(("", False, Unread("符号", unknown)), pieces)
        if look.get("caps") and text.upper() != text:
            self._put(("", False, Unread("全部大写", text)), pieces)
        script = look.get("script")
        if script in ("superscript", "subscript") and not kind and text.strip():
            raised = text.translate(_RAISED if script == "superscript" else _LOWERED)
            self._put(("", False, Unread("上标", text)), pieces)
            text = raised
        if look.get("rtl") and text.strip():
            self._put(("", False, Unread("书写方向", text)), pieces)
        if look.get("unknown"):
            self._put(("", False, Unread("不认识的格式", str(look["unknown"]))), pieces)
        self._put_seen(text, kind, bold, pieces)

    def _put_seen(self, text: str, kind: str, bold: bool, pieces: list[Piece]) -> None:
        """Text where it is seen; where it is not, the report of it."""
        if not kind:
            self._put((text, bold, None), pieces)
        elif text.strip():
            self._put(("", False, Unread(kind, text)), pieces)

    def _put(self, piece: Piece, pieces: list[Piece]) -> None:
        """A piece where it belongs: into the paragraph, or into the instruction of a field that is open."""
        taker = self._taker()
        if taker is None:
            pieces.append(piece)
        elif not taker.separated:
            text, _, unread = piece
            taker.instruction.append(text if unread is None else unread.words)

    # ---- fields

    def _taker(self) -> OpenField | None:
        return self.fields[-1].taker() if self.fields else None

    def _field_mark(self, item: Element, pieces: list[Piece], kind: str) -> None:
        state = item.get(w("fldCharType"))
        if state == "begin":
            self.fields.append(OpenField(item.find(w("ffData")), within=self._taker()))
        elif state == "separate" and self.fields:
            opened = self.fields[-1]
            opened.separated = True
            opened.swallows = swallows_result("".join(opened.instruction), opened.data, self.in_margin)
        elif state == "end" and self.fields:
            self._close_field(pieces, kind)

    def _close_field(self, pieces: list[Piece], kind: str = "") -> None:
        text, reported, words = outcome(self.fields.pop())
        self._put_seen(text, kind, False, pieces)
        if reported:
            self._put(("", False, Unread(reported, words)), pieces)

    def _end_fields(self, flow: Flow) -> None:
        for opened in self.fields:
            report(flow, Unread("没有结束的域", "".join(opened.instruction).strip()))
        self.fields.clear()

    # ---- tables

    def _table(self, item: Element, flow: Flow) -> None:
        start_paragraph(flow)
        table = PageTable(len(self.tables) + 1)
        self.tables.append(table)
        flow.tables[flow.length] = table
        if flow.cell is None:
            self.anchor = flow.length
        at = flow.length
        flow.add(TABLE_MARK + END)
        properties = item.find(w("tblPr"))
        style, unseen = "", ""
        if properties is not None:
            named = properties.find(w("tblStyle"))
            style, unseen = "" if named is None else str(named.get(_VAL, "")), table_unseen(properties)
            if is_on(properties, "bidiVisual"):
                flow.unread.append(Unread("书写方向", "表格从右到左", at=at))
        ground = shade_of(properties, self.looks) or table_ground(self.looks, style)
        with self._within(style=style, ground=ground, unseen=unseen):
            for row in self._wrapped(item, ROW, flow):
                if row.find(f"{w('trPr')}/{w('del')}") is None:
                    self._row(row, table, flow, at)
                else:
                    report(flow, Unread("修订删除", words_of(row)))

    def _row(self, row: Element, table: PageTable, holder: Flow, at: int) -> None:
        cells: list[PageCell] = []
        table.rows.append(cells)
        if height := fixed_height(row.find(w("trPr"))):
            report(holder, Unread("固定行高", height))
        with self._within(unseen=row_unseen(row.find(w("trPr")))):
            for item in self._wrapped(row, CELL, holder):
                of_cell = item.find(w("tcPr"))
                if of_cell is not None and of_cell.find(w("cellDel")) is not None:
                    report(holder, Unread("修订删除", words_of(item)))
                    continue
                flow = self._flow(f"表{table.number}第{len(table.rows)}行第{len(cells) + 1}格")
                flow.parent, flow.parent_at = holder, at
                cell = PageCell(flow, is_covered(of_cell), span_of(of_cell))
                flow.cell = cell
                if cells:
                    cells[-1].right = cell
                cells.append(cell)
                unseen = "被合并盖住的格" if cell.continues else "压扁的字" if is_narrow(of_cell) else ""
                with self._within(ground=shade_of(of_cell, self.looks), unseen=unseen):
                    report(flow, prompt) if (prompt := prompt_around(item)) else self._blocks(item, flow)
                close_flow(flow)

    def _wrapped(self, container: Element, wanted: str, flow: Flow) -> Iterator[Element]:
        """The children of a kind, also where they are wrapped in a content control or a tracked insertion."""
        for item in container:
            if item.tag == wanted:
                yield item
            elif item.tag == _SDT or item.tag in WRAPPERS:
                yield from self._wrapped(item, wanted, flow)
            elif item.tag == _ALTERNATIVES:
                yield from self._wrapped(alternative(item), wanted, flow)
            elif isinstance(item.tag, str) and item.tag not in IGNORED:
                for each in self._not_text(item):
                    report(flow, each)


def _is_plain(paragraph: Element, pieces: list[Piece]) -> bool:
    """Whether a paragraph is nothing but runs of text, none of which is to be reported."""
    inside = (item.tag for run in paragraph for item in (run if run.tag == R else ()))
    return (
        all(item.tag in (P_PROPERTIES, R) for item in paragraph)
        and all(each in (T, R_PROPERTIES) or each in FIXED for each in inside)
        and not any(unread for _, _, unread in pieces)
    )
