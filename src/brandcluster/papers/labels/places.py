"""Where the places of a label map stand in a document.

Everything is looked for before anything is written, so that no answer can be taken for a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.formats.word.cells import is_covered, span_of
from brandcluster.formats.word.filling import children_of, paragraphs_in, printed_text
from brandcluster.formats.word.parts import (
    CELL,
    CONTROL,
    CONTROL_CONTENT,
    ROW,
    TABLE,
    Element,
    P,
    find_label,
    w,
    without_spaces,
)
from brandcluster.papers.labels.label_map import FormPlace, LabelMap

#: The box that is written; the first of those that are read.
BOX = "□"
BOXES = "□☐○◻▢"
#: What forms leave to be written over.
BLANK = " \t\u00a0\u3000\u2002\u2003\u2009_＿"
#: What a form prints where a date belongs.
DATE_GAP = "年月日"
CELL_PLACES = ("右侧单元格", "下方单元格", "方框")
_ON_PAGE = ("标题下", "封面行")


@dataclass(frozen=True, slots=True)
class ParagraphSpot:
    """A paragraph with its text; `in_cell` tells a table's from the page's own."""

    paragraph: Element
    text: str
    in_cell: bool


@dataclass(slots=True)
class LabelCell:
    """A cell with its text; `rows` are all rows of its table, and its place is `row`, and `start` in grid columns."""

    cell: Element
    text: str
    order: int
    rows: list[list[LabelCell]]
    row: int
    start: int
    span: int
    covered: bool

    def right(self) -> LabelCell | None:
        """The cell to the right."""
        line = self.rows[self.row]
        at = next(number for number, each in enumerate(line) if each is self)
        return line[at + 1] if at + 1 < len(line) else None

    def below(self) -> LabelCell | None:
        """The cell below that begins in the same column; one that this cell itself covers is passed over."""
        for line in self.rows[self.row + 1 :]:
            found = next((each for each in line if each.start == self.start), None)
            if found is None or not found.covered:
                return found
        return None

    def in_column(self, heading: str) -> Iterator[LabelCell]:
        """The cells of this row that stand behind a cell with these words, else those below a heading with them."""
        behind = [each for each in self.rows[self.row] if each.start > self.start]
        beside = [right for each in behind if without_spaces(each.text) == heading and (right := each.right())]
        yield from beside or (each for each in behind if heading in map(without_spaces, _words_over(each)))


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place as found: the label ends at `end` in `paragraph`; `cell` takes the answer of the kinds that have one.

    `printed` are the paragraphs behind the label that hold what the blank itself prints there.
    """

    place: FormPlace
    order: tuple[int, int]
    paragraph: Element = None
    end: int = 0
    cell: Element = None
    printed: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """The paragraphs and cells of a document in reading order, with their texts without white space."""

    spots: list[ParagraphSpot]
    cells: list[LabelCell]
    bare_spots: list[str]
    bare_cells: list[str]


def survey_of(document: Element) -> Survey:
    """What places can be looked for in."""
    spots: list[ParagraphSpot] = []
    cells: list[LabelCell] = []
    for body in document.iterfind(w("body")):
        _survey(body, False, spots, cells)
    bare_spots = [without_spaces(spot.text) for spot in spots]
    return Survey(spots, cells, bare_spots, [without_spaces(cell.text) for cell in cells])


def locate_places(document: Element, label_map: LabelMap) -> tuple[list[FoundPlace], list[Diagnostic]]:
    """Every place of the map in the order of the document; what is missing, ambiguous or different is reported."""
    survey = survey_of(document)
    found = [locate_place(survey, place) for place in label_map.places]
    targets = [each for each in found if isinstance(each, FoundPlace)]
    return sorted(targets, key=lambda target: target.order), [each for each in found if isinstance(each, Diagnostic)]


def locate_place(survey: Survey, place: FormPlace) -> FoundPlace | Diagnostic:
    """Where one place stands, or why it is missing, ambiguous or different (F011 to F013)."""
    if place.kind in CELL_PLACES:
        found = list(_in_cells(place, survey.cells, survey.bare_cells))
    else:
        found = list(_in_paragraphs(place, survey.spots, survey.bare_spots))
    if place.which is not None:
        found = found[place.which - 1 : place.which] if place.which else []
    return _count_problem(place, len(found)) or _shape_problem(found[0]) or found[0]


def text_of_cell(cell: Element) -> str:
    """What a cell of a blank prints, its paragraphs run together."""
    return "".join(map(printed_text, paragraphs_in(cell)))


def box_in(text: str, option: str) -> list[int]:
    """Where the box of an option stands in a text; one that is written with its box behind it has it there."""
    if option[-1:] in BOXES:
        return [at for box in BOXES for _, end in find_label(text, option[:-1] + box) for at in (end - 1,)]
    return [start for box in BOXES for start, _ in find_label(text, box + option)]


def _survey(container: Element, in_cell: bool, spots: list[ParagraphSpot], cells: list[LabelCell]) -> None:
    for item in container:
        if item.tag == P:
            spots.append(ParagraphSpot(item, printed_text(item), in_cell))
        elif item.tag == TABLE:
            _survey_table(item, spots, cells)
        elif item.tag == CONTROL:
            for content in item.iterfind(CONTROL_CONTENT):
                _survey(content, in_cell, spots, cells)


def _survey_table(table: Element, spots: list[ParagraphSpot], cells: list[LabelCell]) -> None:
    rows: list[list[LabelCell]] = []
    for number, row in enumerate(children_of(table, ROW)):
        line: list[LabelCell] = []
        rows.append(line)
        start = 0
        for cell in children_of(row, CELL):
            properties = cell.find(w("tcPr"))
            span, covered = span_of(properties), is_covered(properties)
            found = LabelCell(cell, text_of_cell(cell), len(spots), rows, number, start, span, covered)
            line.append(found)
            cells.append(found)
            start += span
            _survey(cell, True, spots, cells)


def _words_over(cell: LabelCell) -> Iterator[str]:
    """What the cells say that stand over a cell."""
    for line in cell.rows[: cell.row]:
        yield from (each.text for each in line if each.start <= cell.start < each.start + each.span)


def _in_cells(place: FormPlace, cells: list[LabelCell], bare_cells: list[str]) -> Iterator[FoundPlace]:
    label = without_spaces(place.label)
    for cell, text in zip(cells, bare_cells, strict=True):
        if place.kind == "方框" and text.startswith(label) and text != label and any(box in text for box in BOXES):
            yield FoundPlace(place, (cell.order, 0), cell=cell.cell)
        if text != label:
            continue
        if place.column is not None:
            found = list(cell.in_column(without_spaces(place.column)))
            yield from (FoundPlace(place, (each.order, 0), cell=each.cell) for each in found)
        else:
            taking = cell.below() if place.kind == "下方单元格" else cell.right()
            yield FoundPlace(place, (cell.order, 0), cell=None if taking is None else taking.cell)


def _in_paragraphs(place: FormPlace, spots: list[ParagraphSpot], bare_spots: list[str]) -> Iterator[FoundPlace]:
    label = without_spaces(place.label)
    on_page = place.kind in _ON_PAGE
    anywhere = place.kind in ("不填", "行内空白")
    for order, (spot, text) in enumerate(zip(spots, bare_spots, strict=True)):
        if label not in text or (not anywhere and spot.in_cell == on_page):
            continue
        if place.kind == "行内空白":
            for end in _inline_ends(spot.text, place.label):
                yield FoundPlace(place, (order, end), spot.paragraph, end)
        elif text == label or (place.kind != "标题下" and text.startswith(label)):
            end = find_label(spot.text, place.label)[0][1]
            yield FoundPlace(place, (order, end), spot.paragraph, end, printed=_printed(place, spot.paragraph))


def _inline_ends(text: str, label: str) -> list[int]:
    """Where a label ends inside a line; one that begins the line, or behind a gap, rather than one in a longer word."""
    found = find_label(text, label)
    bounded = [end for start, end in found if start == 0 or text[start - 1] in BLANK]
    return bounded or [end for _, end in found]


def _printed(place: FormPlace, label: Element) -> tuple[Element, ...]:
    """The paragraphs behind a label that make up the text of the form itself; empty when they do not."""
    wanted = without_spaces(place.prompt or "")
    taken = []
    seen = ""
    for item in label.itersiblings(P):
        if seen == wanted or not wanted.startswith(seen):
            break
        taken.append(item)
        seen += without_spaces(printed_text(item))
    return tuple(taken) if seen == wanted else ()


def _count_problem(place: FormPlace, count: int) -> Diagnostic | None:
    if count == 1:
        return None
    named = f"{place.label}”的“{place.column}" if place.column is not None else place.label
    if count == 0:
        return _error("F011", f"空白表里找不到“{named}”。", "核对标签与空白表是否一字不差，方式是否写对。", place)
    return _error(
        "F012", f"空白表里有 {count} 处“{named}”，不知道填哪一处。", "把标签写得更长一些，或写明“第几处”。", place
    )


def _shape_problem(target: FoundPlace) -> Diagnostic | None:
    """What is there around the label but is not as the map says."""
    place = target.place
    if place.kind in CELL_PLACES:
        return _cell_problem(target)
    if place.prompt is not None and not target.printed:
        return _error("F013", f"“{place.label}”下面印的不是所写的提示。", "把空白表上的文字照抄到“提示”里。", place)
    if place.suffix is not None:
        rest = printed_text(target.paragraph)[target.end :]
        if not without_spaces(rest.lstrip(BLANK)).startswith(without_spaces(place.suffix)):
            return _error("F013", f"“{place.label}”的空白后面不是“{place.suffix}”。", "核对“后文”。", place)
    return None


def _cell_problem(target: FoundPlace) -> Diagnostic | None:
    place = target.place
    if target.cell is None:
        side = "下面" if place.kind == "下方单元格" else "右边"
        return _error("F013", f"“{place.label}”{side}没有单元格。", "换一种方式，如“提示下”。", place)
    content = text_of_cell(target.cell)
    if place.kind == "方框":
        for option in place.options.values():
            if len(box_in(content, option)) != 1:
                shown = option if option[-1:] in BOXES else BOX + option
                return _error("F013", f"“{place.label}”里没有（或不只一个）“{shown}”。", "核对选项的文字。", place)
        return None
    printed, wanted = bare_print(content), bare_print((place.prompt or "") + (place.suffix or ""))
    if printed != wanted:
        message = f"要填“{place.label}”的格子里印着“{printed}”，与对照表不一致。"
        return _error("F013", message, "印着的字照抄到“提示”（在答案前）或“后文”（在答案后）里。", place)
    return None


def bare_print(text: str) -> str:
    """What a text prints, without the gaps that are left to be written over."""
    return without_spaces(re.sub(f"[{re.escape(BLANK)}]", "", text))


def is_seal_print(suffix: str) -> bool:
    """Whether what is printed behind an answer is the line for a seal or a signature and its date."""
    return bool(re.search(r"章|签字|签名", suffix)) and "年" in suffix


def _error(code: str, message: str, help_: str, place: FormPlace) -> Diagnostic:
    return Diagnostic(code, "error", message, help_, place.location)
