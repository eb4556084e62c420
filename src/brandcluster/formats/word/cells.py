"""What the properties of tables, rows and cells mean for a reader of the page."""

from __future__ import annotations

from brandcluster.formats.word.looks import LOWEST_ROW, outside
from brandcluster.formats.word.parts import Element, is_on, twips, w

_VAL = w("val")


def is_covered(properties: Element | None) -> bool:
    """Whether a cell is covered by the one above it."""
    merge = None if properties is None else properties.find(w("vMerge"))
    return merge is not None and merge.get(_VAL, "continue") == "continue"


def span_of(properties: Element | None) -> int:
    """How many columns a cell spans."""
    span = None if properties is None else properties.find(w("gridSpan"))
    value = "" if span is None else str(span.get(_VAL, ""))
    return int(value) if value.isdecimal() and len(value) < 3 else 1


def is_narrow(properties: Element | None) -> bool:
    """Whether a cell is too narrow for any character."""
    width = None if properties is None else properties.find(w("tcW"))
    return width is not None and width.get(w("type"), "dxa") == "dxa" and 0 < twips(width, "w") < 80


def row_unseen(properties: Element | None) -> str:
    """Why a row is not seen, as a kind; empty when it is."""
    height = None if properties is None else properties.find(w("trHeight"))
    squeezed = height is not None and height.get(w("hRule")) == "exact" and 0 < twips(height, "val") < LOWEST_ROW
    hidden = properties is not None and is_on(properties, "hidden")
    return "隐藏的行" if hidden else "压没的行" if squeezed else ""


def fixed_height(properties: Element | None) -> str:
    """The height in twips of a row that cuts off what needs more; empty for one that grows."""
    height = None if properties is None else properties.find(w("trHeight"))
    return str(twips(height, "val")) if height is not None and height.get(w("hRule")) == "exact" else ""


def table_unseen(properties: Element) -> str:
    """Why a table is not seen, as a kind; empty when it is."""
    floating, indent = properties.find(w("tblpPr")), properties.find(w("tblInd"))
    off = floating is not None and outside(floating, "tblpX", "tblpY")
    return "移出页面" if off or (indent is not None and outside(indent, "w", "w")) else ""
