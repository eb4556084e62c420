"""What a reader of a Word document sees: running text with places, tables, and what is on the page but not in the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

#: Ends a paragraph; breaks a line inside one; stands for a table.
END, SOFT, TABLE_MARK = "\n", "\x0b", "\x01"


@dataclass(slots=True)
class Unread:
    """Something of the page that the text does not give as it is there. `kind` is one of `elements.KINDS`.

    `words` is what it says, as far as that is known; `mark` tells two pictures apart; `at` counts characters of the
    flow's text.
    """

    kind: str
    words: str = ""
    mark: str = ""
    at: int = 0


@dataclass(slots=True)
class Flow:
    """Running text: the paragraphs of the page, or of one cell. Places count characters of `text`.

    `anchor` is where on the page the outermost table of a cell stands; `parent` is the flow that holds a cell's table,
    `parent_at` where in it.
    """

    name: str
    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    tables: dict[int, PageTable] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    anchor: int = 0
    parent: Flow | None = None
    parent_at: int = 0
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
        self._chunks.clear()

    def last(self) -> str:
        """The character added last; empty at the beginning."""
        return self._chunks[-1][-1] if self._chunks else ""

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
    """A document: the page's own text, every flow of it in reading order, and those of headers, footers and the like."""

    body: Flow
    flows: list[Flow]
    tables: list[PageTable]
    margins: list[Flow] = field(default_factory=list)


def rows_as_text(table: PageTable, written: Callable[[Flow], Any]) -> list[list[Any]]:
    """The cells of a table as a grid: a cell over several columns is followed by empty ones, a covered one is empty."""
    made = []
    for row in table.rows:
        cells: list[Any] = []
        for cell in row:
            cells += ["" if cell.continues else written(cell.flow), *[""] * (cell.span - 1)]
        made.append(cells)
    return made
