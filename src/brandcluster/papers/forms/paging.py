"""Where the pages of a filled form may break: a label is never left alone at the foot of a page.

In a row that goes on over the page LibreOffice keeps no paragraph with what follows it, and no two lines together. So a
row of few lines stays in one piece, and in a longer one the answer begins beside its label instead of below it.
"""

from __future__ import annotations

from collections.abc import Iterable

from brandcluster.formats.word.parts import (
    CELL,
    P_PROPERTIES,
    ROW,
    TABLE,
    Element,
    P,
    element,
    text_of,
    twips,
    w,
    without_spaces,
)

#: Lines of a row that stays in one piece: what is lost of a page is less than a fifth.
MAX_WHOLE = 6
#: What a line holds, in characters for each thousand twips of a cell's width.
_DENSITY = 4
#: What stands in a w:pPr before w:widowControl, in the schema's order.
_BEFORE = frozenset(w(name) for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr"))


def keep_labels(document: Element, labels: Iterable[str]) -> None:
    """Have the labels of a filled form stay with their answers."""
    wanted = tuple(without_spaces(label) for label in labels)
    for table in document.iter(TABLE):
        for row in table.iterfind(ROW):
            found = [item for cell in row.iterfind(CELL) for item in cell.iterfind(P) if _is_label(item, wanted)]
            if found and _lines(row) <= MAX_WHOLE:
                _keep_whole(row)
            elif found:
                for label in found:
                    _join(label, wanted)


def _is_label(item: Element, labels: tuple[str, ...]) -> bool:
    return bool(labels) and without_spaces(text_of(item)).startswith(labels)


def _keep_whole(row: Element) -> None:
    properties = row.find(w("trPr"))
    if properties is None:
        properties = element("trPr")
        row.insert(0, properties)
    if properties.find(w("cantSplit")) is None:
        properties.insert(0, element("cantSplit"))


def _join(label: Element, labels: tuple[str, ...]) -> None:
    """Make one paragraph of a label that stands alone and the one behind it; Word keeps two of its lines together."""
    behind = label.getnext()
    alone = without_spaces(text_of(label)).endswith(("：", ":"))
    if alone and behind is not None and behind.tag == P and not _is_label(behind, labels):
        for item in [each for each in behind if each.tag != P_PROPERTIES]:
            label.append(item)
        behind.getparent().remove(behind)
    properties = label.find(P_PROPERTIES)
    if properties is None:
        properties = element("pPr")
        label.insert(0, properties)
    for old in properties.findall(w("widowControl")):
        properties.remove(old)
    properties.insert(sum(1 for item in properties if item.tag in _BEFORE), element("widowControl"))


def _lines(row: Element) -> int:
    """The lines of the highest cell of a row, estimated."""
    return max((_cell_lines(cell) for cell in row.iterfind(CELL)), default=0)


def _cell_lines(cell: Element) -> int:
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    wide = twips(width, "w") if width is not None and width.get(w("type")) == "dxa" else 0
    holds = max((wide or 8845) * _DENSITY // 1000, 1)
    return sum(-(-(len(line) + 2) // holds) for item in cell.iter(P) for line in text_of(item).split("\n"))
