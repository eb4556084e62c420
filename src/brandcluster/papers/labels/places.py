"""Where the places of a label map stand in a document.

Everything is looked for before anything is written, so that no answer can be taken for a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.formats.word import parts as docxio
from brandcluster.formats.word.parts import CELL, ROW, TABLE, Element, P, w
from brandcluster.papers.labels.label_map import LabelMap, Place

BOX = "□"
#: What forms leave to be written over.
BLANK = " \t\u00a0\u3000_＿"


@dataclass(frozen=True, slots=True)
class Spot:
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
class Target:
    """A place as found: the label ends at `end` in `paragraph`; `cell` takes the answer of the kinds that have one.

    `printed` are the paragraphs behind the label that hold what the blank itself prints there.
    """

    place: Place
    order: tuple[int, int]
    paragraph: Element = None
    end: int = 0
    cell: Element = None
    printed: tuple[Element, ...] = ()


def locate(document: Element, label_map: LabelMap) -> tuple[list[Target], list[Diagnostic]]:
    """Every place of the map in the order of the document; what is missing, ambiguous or different is reported."""
    spots: list[Spot] = []
    cells: list[LabelCell] = []
    for body in document.iterfind(w("body")):
        _survey(body, False, spots, cells)
    bare_spots = [docxio.bare(spot.text) for spot in spots]
    bare_cells = [docxio.bare(cell.text) for cell in cells]
    targets: list[Target] = []
    problems: list[Diagnostic] = []
    for place in label_map.places:
        if place.kind in ("右侧单元格", "方框"):
            found = [
                _beside(place, cells[index])
                for index, text in enumerate(bare_cells)
                if text == docxio.bare(place.label)
            ]
        else:
            found = list(_in_paragraphs(place, spots, bare_spots))
        problem = _count_problem(place, len(found)) or _shape_problem(found[0])
        if problem is None:
            targets.append(found[0])
        else:
            problems.append(problem)
    return sorted(targets, key=lambda target: target.order), problems


def _survey(container: Element, in_cell: bool, spots: list[Spot], cells: list[LabelCell]) -> None:
    for item in container:
        if item.tag == P:
            spots.append(Spot(item, docxio.text(item), in_cell))
        elif item.tag == TABLE:
            for row in item.iterfind(ROW):
                _survey_row(row, spots, cells)
        elif item.tag == w("sdt"):
            for content in item.iterfind(w("sdtContent")):
                _survey(content, in_cell, spots, cells)


def _survey_row(row: Element, spots: list[Spot], cells: list[LabelCell]) -> None:
    for cell, right in pairwise([*row.iterfind(CELL), None]):
        order = len(spots)
        content = "".join(docxio.text(paragraph) for paragraph in cell.iterfind(P))
        cells.append(LabelCell(cell, content, right, order))
        _survey(cell, True, spots, cells)


def _beside(place: Place, label: LabelCell) -> Target:
    return Target(place, (label.order, 0), cell=label.right)


def _in_paragraphs(place: Place, spots: list[Spot], bare_spots: list[str]) -> Iterator[Target]:
    label = docxio.bare(place.label)
    on_page = place.kind in ("标题下", "封面行")
    for order, (spot, text) in enumerate(zip(spots, bare_spots, strict=True)):
        if label not in text or (place.kind != "不填" and spot.in_cell == on_page):
            continue
        if place.kind == "行内空白":
            for _, end in docxio.find(spot.text, place.label):
                yield Target(place, (order, end), spot.paragraph, end)
        elif text == label or (place.kind != "标题下" and text.startswith(label)):
            end = docxio.find(spot.text, place.label)[0][1]
            yield Target(place, (order, end), spot.paragraph, end, printed=_printed(place, spot.paragraph))


def _printed(place: Place, label: Element) -> tuple[Element, ...]:
    """The paragraphs behind a label that make up the text of the form itself; empty when they do not."""
    wanted = docxio.bare(place.prompt or "")
    taken = []
    seen = ""
    for item in label.itersiblings(P):
        if seen == wanted or not wanted.startswith(seen):
            break
        taken.append(item)
        seen += docxio.bare(docxio.text(item))
    return tuple(taken) if seen == wanted else ()


def _count_problem(place: Place, count: int) -> Diagnostic | None:
    if count == 1:
        return None
    if count == 0:
        return _error("F011", f"空白表里找不到“{place.label}”。", "核对标签与空白表是否一字不差，方式是否写对。", place)
    return _error(
        "F012", f"空白表里有 {count} 处“{place.label}”，不知道填哪一处。", "把标签写得更长一些，使它只出现一次。", place
    )


def _shape_problem(target: Target) -> Diagnostic | None:
    """What is there around the label but is not as the map says."""
    place = target.place
    if place.kind in ("右侧单元格", "方框") and target.cell is None:
        return _error("F013", f"“{place.label}”右边没有单元格。", "换一种方式，如“提示下”。", place)
    if place.kind == "方框":
        content = "".join(docxio.text(paragraph) for paragraph in target.cell.iterfind(P))
        for option in place.options.values():
            if len(docxio.find(content, BOX + option)) != 1:
                return _error(
                    "F013", f"“{place.label}”里没有（或不只一个）“{BOX}{option}”。", "核对选项的文字。", place
                )
    if place.prompt is not None and not target.printed:
        return _error("F013", f"“{place.label}”下面印的不是所写的提示。", "把空白表上的文字照抄到“提示”里。", place)
    if place.suffix is not None:
        rest = docxio.text(target.paragraph)[target.end :]
        if not docxio.bare(rest.lstrip(BLANK)).startswith(docxio.bare(place.suffix)):
            return _error("F013", f"“{place.label}”的空白后面不是“{place.suffix}”。", "核对“后文”。", place)
    return None


def _error(code: str, message: str, help_: str, place: Place) -> Diagnostic:
    return Diagnostic(code, "error", message, help_, place.location)
