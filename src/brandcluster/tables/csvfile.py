"""CSV: bytes → rows of text with places; rows → CSV for Excel.

A CSV is decoded without guessing: BOM → UTF-8, strictly valid UTF-8 → UTF-8, else GB18030.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, overload

from brandcluster.tables.sheets import MAX_COLUMNS, MAX_ROWS, TOO_LONG, TOO_WIDE, Row, Sheet, Unreadable

#: Cells of a CSV: 120,000 enterprises with all columns have less.
MAX_CELLS = 2_500_000
#: A cell that starts with one of these would become a formula in Excel.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def decoded(content: bytes) -> str | Unreadable:
    """The text of a CSV."""
    found = _told(content)
    return found if isinstance(found, Unreadable) else found[1]


def _told(content: bytes) -> tuple[str, str] | Unreadable:
    """The encoding of a CSV, and its text. UTF-16 is what Excel's “Unicode 文本” writes, always with its mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif content.startswith(b"\xef\xbb\xbf"):
        encodings = ("utf-8-sig",)
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return encoding, text
    return Unreadable("文件的编码无法识别，或者是二进制文件。", "用 Excel 或 WPS 打开，“另存为” .xlsx 或 CSV UTF-8。")


class _CsvRows(Sequence[Row]):
    """The rows of a CSV without keeping them: 100,000 would take 100 MB. One by its number is looked for from the top."""

    def __init__(self, content: bytes, encoding: str, delimiter: str) -> None:
        self._content, self._encoding, self._delimiter = content, encoding, delimiter
        self.length = 0

    def reader(self) -> Any:
        """A reader at the beginning of the file."""
        stream = io.TextIOWrapper(io.BytesIO(self._content), self._encoding, newline="")
        return csv.reader(stream, delimiter=self._delimiter)

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Row]:
        return (tuple(row[:MAX_COLUMNS]) for row in self.reader() if not _separator_line(row))

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return list(islice(self, *index.indices(self.length)))
        return next(islice(self, index, None))


def _separator_line(row: list[str]) -> bool:
    """Excel's own first line that names the separator."""
    return len(row) == 1 and row[0].startswith("sep=")


def read(content: bytes) -> Sheet | Unreadable:
    """The one table of a CSV."""
    told = _told(content)
    if isinstance(told, Unreadable):
        return told
    encoding, text = told
    delimiter = _delimiter(text[:20_000])
    del text, told
    rows, lines = _CsvRows(content, encoding, delimiter), array("L")
    reader = rows.reader()
    line, cells = 1, 0
    try:
        for row in reader:
            cells += len(row)
            if len(row) > MAX_COLUMNS and any(cell.strip() for cell in row[MAX_COLUMNS:]):
                return TOO_WIDE
            if len(lines) >= MAX_ROWS or cells > MAX_CELLS:
                return TOO_LONG
            if not _separator_line(row):
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        return Unreadable(f"第 {line} 行以后读不下去：引号不成对，或者一格太长。", "检查这一行的引号。")
    rows.length = len(lines)
    return Sheet(None, rows, lines, delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The separator that gives the widest row near the top; a comma where they are alike."""
    if text.startswith("sep=") and text[4:5] in ",;\t":
        return text[4]
    head = text.splitlines()[:40]

    def widest(delimiter: str) -> int:
        try:
            return max((len(row) for row in csv.reader(head, delimiter=delimiter)), default=0)
        except csv.Error:
            return 0

    return max(",\t;", key=lambda delimiter: (widest(delimiter), delimiter == ","))


def field_start(line: str, column: int, delimiter: str) -> tuple[int, int]:
    """Where the n-th field of a line of CSV starts and ends, in characters from 0."""
    start, index, quoted = 0, 0, False
    for position, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == delimiter and not quoted:
            if index == column:
                return start, position
            index, start = index + 1, position + 1
    return (start, len(line)) if index == column else (0, 0)


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV for Excel: UTF-8 with a BOM; no cell in it can become a formula."""
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, "utf-8", "backslashreplace", newline="", write_through=True)
    text.write("\ufeff")
    _write_csv(text, rows)
    text.flush()
    return stream.getvalue()


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """The same as text, without the mark."""
    stream = io.StringIO(newline="")
    _write_csv(stream, rows)
    return stream.getvalue()


def _write_csv(stream: io.TextIOBase, rows: Iterable[Iterable[str]]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)


def harmless(text: str) -> str:
    """A text that Excel shows as it is, with an apostrophe in front where it would start a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def lines_of(content: bytes, wanted: Iterable[int]) -> dict[int, str]:
    """Some lines of a CSV (from 1) as text, for places in it."""
    told = _told(content)
    numbers = sorted(set(wanted))
    if isinstance(told, Unreadable) or not numbers:
        return {}
    stream = io.TextIOWrapper(io.BytesIO(content), told[0])
    lines = enumerate(islice(stream, numbers[-1]), 1)
    asked = frozenset(numbers)
    return {number: line.rstrip("\n") for number, line in lines if number in asked}
