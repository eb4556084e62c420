"""The cells of a table as a reader finds his way in it: what stands to the right, below, and over a cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brandcluster.formats.word.page import PageCell, PageContent, PageTable
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.label_map import FormPlace


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its table, row, and first column of the grid."""

    cell: PageCell
    table: PageTable
    row: int
    start: int

    @property
    def words(self) -> str:
        """All that the cell says, squeezed."""
        return squeeze(self.cell.flow.text)


#: A heading stands no more rows above what it is the heading of.
HIGHEST = 60
#: The first and the last heading of the tables that stand in our own answers: targets, indicators, funds.
_ANSWER_TABLES = (("工作项目", "量化值"), ("关键指标", "阶段末目标"), ("年份", "投入步骤"))


def is_answer_table(table: PageTable) -> bool:
    """Whether a table is part of an answer as we print it, by its headings; what it says is no label of a form."""
    heads = [squeeze(cell.flow.text) for cell in table.rows[0]] if table.rows else []
    return len(heads) > 1 and (heads[0], heads[-1]) in _ANSWER_TABLES


class Grids:
    """The cells of all tables of a document; ask by the cell's flow."""

    def __init__(self, content: PageContent) -> None:
        self.rows: dict[int, list[list[GridCell]]] = {}
        self._by_flow: dict[int, GridCell] = {}
        for table in content.tables:
            self.rows[id(table)] = [list(_row(table, number, row)) for number, row in enumerate(table.rows)]
        for lines in self.rows.values():
            for line in lines:
                self._by_flow.update({id(each.cell.flow): each for each in line})

    def of(self, cell: PageCell | None) -> GridCell | None:
        """Where a cell stands."""
        return None if cell is None else self._by_flow.get(id(cell.flow))

    def line(self, at: GridCell) -> list[GridCell]:
        """The row of a cell."""
        return self.rows[id(at.table)][at.row]

    def right(self, at: GridCell) -> GridCell | None:
        """The cell to the right."""
        return self.of(at.cell.right)

    def below(self, at: GridCell) -> GridCell | None:
        """The cell below that begins in the same column; one that this cell covers is passed over."""
        for line in self.rows[id(at.table)][at.row + 1 :]:
            found = next((each for each in line if each.start == at.start), None)
            if found is None or not found.cell.continues:
                return found
        return None

    def over(self, at: GridCell) -> Iterator[GridCell]:
        """The cells that stand over a cell, the nearest first; no farther up than headings stand."""
        for line in reversed(self.rows[id(at.table)][max(at.row - HIGHEST, 0) : at.row]):
            yield from (each for each in line if each.start <= at.start < each.start + each.cell.span)

    def answer_cell(self, label: PageCell | None, place: FormPlace) -> PageCell | None:
        """The cell that takes the answer of a place whose label is this cell; None where it is not there, or not one."""
        at = self.of(label)
        if at is None:
            return None
        if place.kind == "下方单元格":
            found = [each for each in (self.below(at),) if each is not None]
        elif place.column is not None:
            found = self._in_column(at, squeeze(place.column))
        else:
            found = [each for each in (self.right(at),) if each is not None]
        return found[0].cell if len(found) == 1 else None

    def _in_column(self, at: GridCell, heading: str) -> list[GridCell]:
        behind = [each for each in self.line(at) if each.start > at.start]
        beside = [right for each in behind if each.words == heading and (right := self.right(each)) is not None]
        return beside or [each for each in behind if any(over.words == heading for over in self.over(each))]


def _row(table: PageTable, number: int, row: Sequence[PageCell]) -> Iterator[GridCell]:
    start = 0
    for cell in row:
        yield GridCell(cell, table, number, start)
        start += cell.span
