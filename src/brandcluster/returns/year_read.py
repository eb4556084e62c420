"""One year's returns, read once: a block of rows at a time is added up by column, and rows that are not plainly fine are
remembered."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from brandcluster.base.digests import sha256_of
from brandcluster.dossier.model.measures import SERVICE_KIND
from brandcluster.formats.tables.csv_file import csv_bytes
from brandcluster.returns.adding import GroupKey, Kept, add_block, keep_block, look_at
from brandcluster.returns.blocks import (
    FIRST_LINE,
    FileReading,
    NotStored,
    RowBlock,
    entry_blocks,
    row_blocks,
    stored_blocks,
    stored_form,
    stored_origin,
)
from brandcluster.returns.layout import Layout, Row
from brandcluster.returns.leading import Listed
from brandcluster.returns.odd_rows import Bounds, OwnGaps
from brandcluster.returns.plain_rows import KIND, Looked, listed_rows, suspect_rows
from brandcluster.returns.reading import Origin, ReturnEntry
from brandcluster.returns.sums import YearSums


@dataclass(slots=True)
class YearRead:
    """A year while it is read, and what stays of it."""

    layout: Layout
    origin: Origin
    reading: FileReading = field(default_factory=FileReading)
    sums: YearSums = field(default_factory=YearSums)
    keys: dict[GroupKey, int] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    #: Rows of each block that are looked at by themselves.
    suspects: list[set[int]] = field(default_factory=list)
    names: array[int] = field(default_factory=lambda: array("q"))
    gaps: dict[str, OwnGaps] = field(default_factory=dict)
    industrial: int = 0


def file_as_year(file: str, content: bytes, layout: Layout, bounds: Bounds, listed: Sequence[Listed]) -> YearRead:
    """All blocks of a file, added up."""
    try:
        stored = stored_form(content, layout)
        year = YearRead(layout, stored_origin(file, layout))
        for block in stored_blocks(file, stored, layout, year.reading):
            _take(year, block, bounds, listed)
        year.sums.digest = sha256_of(stored) if year.reading.plain else ""
    except NotStored:
        year = YearRead(layout, stored_origin(file, layout))
        for block in entry_blocks(file, content, layout, year.reading):
            _take(year, block, bounds, listed)
    if not year.sums.digest:
        rows = (key.split("\0") for key in sorted(chain.from_iterable(kept.block.keys() for kept in year.kept)))
        year.sums.digest = sha256_of(csv_bytes(chain([layout.headings], rows)))
    return year


def rows_as_year(rows: Iterable[Row], layout: Layout, bounds: Bounds, listed: Sequence[Listed]) -> YearRead:
    """Rows that were read already, added up; without a digest, as they stand in no file."""
    year = YearRead(layout, stored_origin("", layout))
    entries = [ReturnEntry(row, year.origin, line) for line, row in enumerate(rows, FIRST_LINE)]
    year.reading.plain = False
    for block in row_blocks(entries, layout):
        _take(year, block, bounds, listed)
    return year


def _take(year: YearRead, block: RowBlock, bounds: Bounds, listed: Sequence[Listed]) -> None:
    """Look at a block, add it up, and let its columns go."""
    looked = look_at(block, year.keys)
    kept = keep_block(block, looked)
    add_block(year.sums.groups, kept, looked, tuple(year.keys), year.layout)
    year.sums.rows += block.count
    year.names.extend(map(hash, looked.columns[1]))
    _count_gaps(year, block, looked)
    year.suspects.append({*suspect_rows(looked, bounds), *listed_rows(looked, listed)})
    year.kept.append(kept)
    block.columns = ()


def _count_gaps(year: YearRead, block: RowBlock, looked: Looked) -> None:
    """Count the empty cells of the region's own columns, as `own_gaps` is told."""
    own = year.layout.own
    if not own:
        return
    kinds, bad = looked.columns[KIND], block.entries
    rows = [at for at, reports in enumerate(looked.reporting) if reports and kinds[at] != SERVICE_KIND]
    year.industrial += len(rows)
    for column, cells in zip(own, looked.columns[-len(own) :], strict=True):
        empty = [at for at in rows if not cells[at] and (bad is None or column.name not in bad[at].bad)]
        known = year.gaps.get(column.name)
        if known is not None:
            year.gaps[column.name] = known._replace(empty=known.empty + len(empty))
        elif empty:
            year.gaps[column.name] = OwnGaps(len(empty), block.entries_at(empty[:1], year.origin)[0])
