"""What an answer is before a form decides how to print it: text, tables, choices, and figures that are still exact."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

#: What a figure is counted in until the label map says otherwise.
BaseUnit = Literal["万元", "%", "家"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact number in its base unit. The unit, the decimals and the rounding of its print are the label map's.

    `least` decimals it has in any case: those of the figures of its kind beside it that are not rounded.
    """

    value: Fraction
    unit: BaseUnit
    least: int = 0


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out, such as the label before a part of a project."""

    text: str


Inline = str | Strong | Quantity


def inline_text(piece: Inline) -> str:
    """The words of a piece that holds no quantity: how a quantity is printed, only a label map knows."""
    return piece.text if isinstance(piece, Strong) else str(piece)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; no piece of it holds a line break."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its heading, its share of the width, how its cells are set."""

    title: str
    share: int
    align: Literal["left", "center", "right"] = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a caption."""

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The boxes to tick, in the dossier's wording; none while the question is not answered."""

    chosen: tuple[str, ...]


Block = Paragraph | Table
#: No blocks and no chosen box: not answered yet.
Answer = Choice | tuple[Block, ...]
