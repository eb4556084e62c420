"""A year's returns, some thousand at a time and by column, in the stored spelling.

A file as `collect add` writes it, and one that Excel saved again, is taken apart without a look at every row. Where some
rows of it are not plainly as they are stored, those thousands are read as rows (`reading`), with the same result.
Any other file is read as rows from the beginning.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import lt

from brandcluster.dossier.model.measures import AMOUNTS, KINDS, NO, YES
from brandcluster.formats.tables.csv_file import MAX_CELLS, decode_csv
from brandcluster.formats.tables.sheet import MAX_BYTES, MAX_ROWS
from brandcluster.returns.amounts import Amounts, amounts_of
from brandcluster.returns.block_bytes import columns_of_bytes
from brandcluster.returns.bulk import CODE_LENGTH, plain_names, valid_codes
from brandcluster.returns.layout import FIRST_DATA, MAX_DIGITS, Layout
from brandcluster.returns.odd_rows import PARTS, STEADY
from brandcluster.returns.problems import Problems
from brandcluster.returns.reading import Origin, ReturnEntry, Taken, read_returns

#: Bytes of a stored file that are looked at together: some 2,000 rows.
_BYTES = 262_144
#: Rows of any other file that are looked at together.
_ROWS = 4096
_ODD = re.compile(r"\n0[0-9]|\n\.|\.\n|\.[0-9]*0\n|\.[0-9]*\.")
#: The first line below the heading of a stored file, and the position of the first flag.
FIRST_LINE = 2
FIRST_FLAG = FIRST_DATA + len(AMOUNTS)
#: Amounts that rows are compared by; of the others nothing but the sum is asked.
COMPARED = frozenset((*chain.from_iterable(PARTS), *STEADY))
#: What rows are beside those that `unlisted` names.
HEADING, BLANK = "标题和它上面的行", "空行"
_NO_FLOORS: array[int] = array("q")
_FLAGS = frozenset((YES, NO, ""))


class NotStored(Exception):
    """The file as a whole is not as `collect add` writes it."""


@dataclass(slots=True)
class FileReading:
    """What reading a file finds beside its rows: problems, how many rows were left out by reason, whether the rows
    stand as `canonical_text` has them.

    `refused` are the rows that were not read, or not whole; nothing of a `broken` file was read.
    """

    problems: Problems = field(default_factory=Problems)
    skipped: Counter[str] = field(default_factory=Counter)
    plain: bool = True
    refused: int = 0
    broken: bool = False

    def take(self, taken: Taken, above: int) -> None:
        """Count what a file or a part of it gave beside its rows; `above` of its lines are the heading and before."""
        for each in taken.skipped:
            self.skipped[each.reason] += len(each.rows)
        for reason, rows in ((HEADING, above), (BLANK, taken.blank)):
            if rows:
                self.skipped[reason] += rows
        self.refused += taken.refused + sum(1 for entry in taken.entries if entry.bad)
        self.broken = self.broken or taken.broken


@dataclass(slots=True)
class RowBlock:
    """Some rows of a year. `columns` stand in the layout's order and are let go of when they were looked at; `gaps` are
    the positions of those with an empty cell, `amounts` the amounts of those that have such. A column of amounts without
    an empty cell may be left out of the texts.

    `entries` are the rows where they were read as such; else they stand in `content` from `start` to `end`, the first
    in line `line`.
    """

    count: int
    columns: Sequence[Sequence[str]]
    gaps: frozenset[int] = frozenset()
    amounts: Mapping[int, Amounts] = field(default_factory=dict)
    entries: list[ReturnEntry] | None = None
    content: bytes = b""
    start: int = 0
    end: int = 0
    line: int = 0

    def entries_at(self, indices: Sequence[int], origin: Origin) -> list[ReturnEntry]:
        """The entries of some rows, in the order asked for."""
        if self.entries is not None:
            return [self.entries[at] for at in indices]
        lines = self.content[self.start : self.end].decode().split("\n") if indices else []
        return [ReturnEntry(tuple(lines[at].split(",")), origin, self.line + at) for at in indices]

    def keys(self) -> Iterator[str]:
        """Each row as one text that sorts as its cells do: nothing is less than what stands between them."""
        if self.entries is not None:
            return ("\0".join(entry.row) for entry in self.entries)
        return iter(self.content[self.start : self.end].decode().replace(",", "\0").split("\n")[:-1])


def stored_form(content: bytes, layout: Layout) -> bytes:
    """The file in the encoding and with the line ends of a stored one; NotStored where that is not all it takes."""
    head = _head(layout)
    if not content.startswith(head) or b"\r" in content:
        text = decode_csv(content) if len(content) <= MAX_BYTES else None
        if text is None:
            raise NotStored
        content = ("\ufeff" + text.replace("\r\n", "\n")).encode()
        del text
    if not content.endswith(b"\n"):
        content += b"\n"
    lines = content.count(b"\n")
    if (
        not content.startswith(head)
        or b'"' in content
        or b"\r" in content
        or len(content) > MAX_BYTES
        or lines > MAX_ROWS
        or content.count(b",") + lines > MAX_CELLS
    ):
        raise NotStored
    return content


def stored_origin(file: str, layout: Layout) -> Origin:
    """Where the rows of a stored file come from."""
    return Origin(file, None, tuple(range(len(layout.columns))))


def stored_blocks(file: str, stored: bytes, layout: Layout, reading: FileReading) -> Iterator[RowBlock]:
    """The rows of a file in its stored form; NotStored where it can only be read as a whole."""
    start, line, last = len(_head(layout)), FIRST_LINE, ""
    reading.skipped[HEADING] += 1
    while start < len(stored):
        end = stored.find(b"\n", min(start + _BYTES, len(stored) - 1)) + 1
        block = _plain_block(stored, start, end, layout)
        if block is not None:
            block.line = line
            codes = block.columns[0]
            reading.plain = reading.plain and last < codes[0] and all(map(lt, codes, codes[1:]))
            last = codes[-1]
            line += block.count
        else:
            block = _read_block(file, stored[start:end], layout, line, reading)
            line += stored.count(b"\n", start, end)
        yield block
        start = end


def entry_blocks(file: str, content: bytes, layout: Layout, reading: FileReading) -> Iterator[RowBlock]:
    """The rows of any file."""
    taken = read_returns(file, content, layout)
    reading.plain = False
    reading.problems.join(taken.problems)
    reading.take(taken, taken.above)
    yield from row_blocks(taken.entries, layout)


def row_blocks(entries: Sequence[ReturnEntry], layout: Layout) -> Iterator[RowBlock]:
    """Rows that were read already."""
    for start in range(0, len(entries), _ROWS):
        yield _of_entries(list(entries[start : start + _ROWS]), layout)


def _head(layout: Layout) -> bytes:
    return ("\ufeff" + ",".join(layout.headings) + "\n").encode()


def _read_block(file: str, part: bytes, layout: Layout, line: int, reading: FileReading) -> RowBlock:
    """Some lines of a stored file read as rows: those that are not plain, and their neighbours."""
    if max(part.count(b";"), part.count(b"\t")) >= len(layout.columns) - 1:
        raise NotStored  # what separates the cells is told from the first lines of the whole file
    taken = read_returns(file, _head(layout) + part, layout)
    if any(problem.code == "K101" and problem.place.row < FIRST_LINE for problem in taken.problems.listed):
        raise NotStored  # the file as a whole cannot be read
    below = line - FIRST_LINE
    reading.plain = False
    reading.problems.join(taken.problems, below)
    reading.take(taken, 0)
    return _of_entries([entry._replace(line=entry.line + below) for entry in taken.entries], layout)


def _of_entries(entries: list[ReturnEntry], layout: Layout) -> RowBlock:
    columns: list[Sequence[str]] = list(zip(*(entry.row for entry in entries), strict=True)) or [()] * len(
        layout.columns
    )
    gaps = frozenset(at for at, column in enumerate(columns) if "" in column)
    first_own = len(layout.columns) - len(layout.own)
    amounts = {
        at: amounts_of(columns[at]) for at in (*range(FIRST_DATA, FIRST_FLAG), *range(first_own, len(layout.columns)))
    }
    return RowBlock(len(entries), columns, gaps, amounts, entries)


def _plain_block(stored: bytes, start: int, end: int, layout: Layout) -> RowBlock | None:
    """Some lines by column; None where not every row of them is as it would be stored."""
    apart = columns_of_bytes(stored[start : end - 1], layout.industries, COMPARED) if not layout.own else None
    if apart is not None:
        return RowBlock(len(apart[0][0]), apart[0], frozenset(apart[1]), apart[2], None, stored, start, end)
    try:
        text = "\n" + stored[start : end - 1].decode()
    except UnicodeDecodeError:
        return None
    width, count = len(layout.columns), text.count("\n")
    # The break before each code stays with it: that they stand where codes do proves every row's number of cells.
    cells = text.replace("\n", ",\n").split(",")
    del cells[0]
    codes = "".join(cells[::width])
    if len(cells) != count * width or codes[:: CODE_LENGTH + 1] != "\n" * count:
        return None
    columns: list[Sequence[str]] = [codes[1:].split("\n"), *(cells[at::width] for at in range(1, width))]
    if len(columns[0]) != count or not valid_codes(columns[0]) or not (plain_names(columns[1]) and all(columns[1])):
        return None
    gaps: set[int] = set()
    amounts: dict[int, Amounts] = {}
    for at, column in enumerate(layout.columns[2:], 2):
        if column.kind == "choice":
            known = KINDS if column.name == "kind" else layout.industries
            if sum(map(columns[at].count, set(known))) != count:
                return None
            continue
        joined = "\n".join(columns[at])
        if not joined or joined[0] == "\n" or joined[-1] == "\n" or "\n\n" in joined:
            gaps.add(at)
        if column.kind == "amount":
            found = _stored_amounts(columns[at], joined, has_gap=at in gaps, compared=column.name in COMPARED)
            if found is None:
                return None
            amounts[at] = found
        elif not _are_answers(columns[at], joined) or (at in gaps and column.name == "large"):
            return None
    return RowBlock(count, columns, frozenset(gaps), amounts, None, stored, start, end)


def _are_answers(column: Sequence[str], joined: str) -> bool:
    if len(joined) == 2 * len(column) - 1 and joined[1::2].count("\n") == len(column) - 1:
        return joined.count(YES) + joined.count(NO) == len(column)
    return _FLAGS.issuperset(column)


def _stored_amounts(column: Sequence[str], joined: str, *, has_gap: bool, compared: bool) -> Amounts | None:
    """The amounts of a column where all of them are in the stored spelling."""
    digits = joined.replace("\n", "")
    has_point = "." in digits
    whole = digits.replace(".", "") if has_point else digits
    if whole and not (whole.isascii() and whole.isdigit()):
        return None
    if (has_point or joined[:1] == "0" or "\n0" in joined) and _ODD.search(f"\n{joined}\n"):
        return None
    if has_point:
        if max(map(len, column)) > MAX_DIGITS:
            return None
        return amounts_of(column) if compared else Amounts(_NO_FLOORS, tuple(column))
    try:
        found = amounts_of(column, has_point=False, has_gap=has_gap)
    except OverflowError:
        return None
    return found if max(found.floors) < 10**MAX_DIGITS else None
