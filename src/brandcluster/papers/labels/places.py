"""Where the places of a label map stand in a document.

Everything is looked for before anything is written, so that no answer can be taken for a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.formats.word.parts import CELL, ROW, TABLE, Element, P, find_label, text_of, w, without_spaces
from brandcluster.papers.labels.label_map import FormPlace, LabelMap

BOX = "□"
#: What forms leave to be written over.
BLANK = " \t\u00a0\u3000_＿"


@dataclass(frozen=True, slots=True)
class ParagraphSpot:
    """A paragraph with its text; `in_cell` tells a table's from the page's own."""

    paragraph: Element
    text: str
    in_cell: bool


@dataclass(frozen=True, slots=True)
class LabelCell:
    """A cell with its text, and the cell to its right."""

    cell: Element
    text: str
    right: Element | None
    order: int


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


def locate_places(document: Element, label_map: LabelMap) -> tuple[list[FoundPlace], list[Diagnostic]]:
    """Every place of the map in the order of the document; what is missing, ambiguous or different is reported."""
    spots: list[ParagraphSpot] = []
    cells: list[LabelCell] = []
    for body in document.iterfind(w("body")):
        _survey(body, False, spots, cells)
    bare_spots = [without_spaces(spot.text) for spot in spots]
    bare_cells = [without_spaces(cell.text) for cell in cells]
    targets: list[FoundPlace] = []
    problems: list[Diagnostic] = []
    for place in label_map.places:
        if place.kind in ("右侧单元格", "方框"):
            found = [
                FoundPlace(place, (cells[index].order, 0), cell=cells[index].right)
                for index, text in enumerate(bare_cells)
                if text == without_spaces(place.label)
            ]
        else:
            found = list(_in_paragraphs(place, spots, bare_spots))
        problem = _count_problem(place, len(found)) or _shape_problem(found[0])
        if problem is None:
            targets.append(found[0])
        else:
            problems.append(problem)
    return sorted(targets, key=lambda target: target.order), problems


def _survey(container: Element, in_cell: bool, spots: list[ParagraphSpot], cells: list[LabelCell]) -> None:
    for item in container:
        if item.tag == P:
            spots.append(ParagraphSpot(item, text_of(item), in_cell))
        elif item.tag == TABLE:
            for row in item.iterfind(ROW):
                _survey_row(row, spots, cells)
        elif item.tag == w("sdt"):
            for content in item.iterfind(w("sdtContent")):
                _survey(content, in_cell, spots, cells)


def _survey_row(row: Element, spots: list[ParagraphSpot], cells: list[LabelCell]) -> None:
    for cell, right in pairwise([*row.iterfind(CELL), None]):
        order = len(spots)
        content = "".join(text_of(paragraph) for paragraph in cell.iterfind(P))
        cells.append(LabelCell(cell, content, right, order))
        _survey(cell, True, spots, cells)


def _in_paragraphs(place: FormPlace, spots: list[ParagraphSpot], bare_spots: list[str]) -> Iterator[FoundPlace]:
    label = without_spaces(place.label)
    on_page = place.kind in ("标题下", "封面行")
    for order, (spot, text) in enumerate(zip(spots, bare_spots, strict=True)):
        if label not in text or (place.kind != "不填" and spot.in_cell == on_page):
            continue
        if place.kind == "行内空白":
            for _, end in find_label(spot.text, place.label):
                yield FoundPlace(place, (order, end), spot.paragraph, end)
        elif text == label or (place.kind != "标题下" and text.startswith(label)):
            end = find_label(spot.text, place.label)[0][1]
            yield FoundPlace(place, (order, end), spot.paragraph, end, printed=_printed(place, spot.paragraph))


def _printed(place: FormPlace, label: Element) -> tuple[Element, ...]:
    """The paragraphs behind a label that make up the text of the form itself; empty when they do not."""
    wanted = without_spaces(place.prompt or "")
    taken = []
    seen = ""
    for item in label.itersiblings(P):
        if seen == wanted or not wanted.startswith(seen):
            break
        taken.append(item)
        seen += without_spaces(text_of(item))
    return tuple(taken) if seen == wanted else ()


def _count_problem(place: FormPlace, count: int) -> Diagnostic | None:
    if count == 1:
        return None
    if count == 0:
        return _error("F011", f"空白表里找不到“{place.label}”。", "核对标签与空白表是否一字不差，方式是否写对。", place)
    return _error(
        "F012", f"空白表里有 {count} 处“{place.label}”，不知道填哪一处。", "把标签写得更长一些，使它只出现一次。", place
    )


def _shape_problem(target: FoundPlace) -> Diagnostic | None:
    """What is there around the label but is not as the map says."""
    place = target.place
    if place.kind in ("右侧单元格", "方框") and target.cell is None:
        return _error("F013", f"“{place.label}”右边没有单元格。", "换一种方式，如“提示下”。", place)
    if place.kind == "方框":
        content = "".join(text_of(paragraph) for paragraph in target.cell.iterfind(P))
        for option in place.options.values():
            if len(find_label(content, BOX + option)) != 1:
                return _error(
                    "F013", f"“{place.label}”里没有（或不只一个）“{BOX}{option}”。", "核对选项的文字。", place
                )
    if place.prompt is not None and not target.printed:
        return _error("F013", f"“{place.label}”下面印的不是所写的提示。", "把空白表上的文字照抄到“提示”里。", place)
    if place.suffix is not None:
        rest = text_of(target.paragraph)[target.end :]
        if not without_spaces(rest.lstrip(BLANK)).startswith(without_spaces(place.suffix)):
            return _error("F013", f"“{place.label}”的空白后面不是“{place.suffix}”。", "核对“后文”。", place)
    return None


def _error(code: str, message: str, help_: str, place: FormPlace) -> Diagnostic:
    return Diagnostic(code, "error", message, help_, place.location)
