"""CSV: bytes → rows of text with places; rows → CSV for Excel.

A CSV is decoded without guessing: BOM → UTF-8, strictly valid UTF-8 → UTF-8, else GB18030. A cell `="…"`, which is how
programs keep Excel from making a number of a code, is what stands between the quotes.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.tables.sheet import MAX_COLUMNS, MAX_ROWS, TOO_LONG, TOO_WIDE, Sheet, Stopped, Unreadable

#: Cells of a CSV: 120,000 enterprises with all columns have less.
MAX_CELLS = 2_500_000
#: A cell that starts with one of these would become a formula in Excel: Chinese and Japanese ones take the wide forms
#: for the narrow ones as soon as somebody edits the cell.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


_NO_TEXT = Unreadable("文件的编码无法识别，或者是二进制文件。", "用 Excel 或 WPS 打开，“另存为” .xlsx 或 CSV UTF-8。")


_BOM = b"\xef\xbb\xbf"
_AS_TEXT = late_pattern(r'\A="((?:[^"]|"")*)"\s*\Z')


def decode_csv(content: bytes) -> str | None:
    """The text of a CSV; None when it is none."""
    content = _one_mark(content)
    try:
        encoding = _encoding(content)
        return None if encoding is None else content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _one_mark(content: bytes) -> bytes:
    """The content with one mark of UTF-8 at most: a program that adds one without looking leaves two."""
    while content.startswith(2 * _BOM):
        content = content[len(_BOM) :]
    return content


def _encoding(content: bytes) -> str | None:
    """The encoding of a CSV, None when it is none. UTF-16 is what Excel's “Unicode 文本” writes, always with its mark.

    That a text is GB18030 shows when it is read: only then is it decoded.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in content:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None if content.startswith(_BOM) else "gb18030"
    return "utf-8-sig"


class _CsvRows:
    """The rows of a CSV, read anew by each that goes through them: 100,000 kept would take 100 MB.

    `lines` gets the line that each row starts at as the rows are come to.
    """

    def __init__(self, content: bytes, encoding: str, delimiter: str) -> None:
        self._content, self._encoding, self._delimiter = content, encoding, delimiter
        self.lines = array("L")
        # Only where there is one is every cell looked at.
        self._as_text = b'="' in content or encoding == "utf-16"

    def __iter__(self) -> Iterator[Sequence[str]]:
        stream = io.TextIOWrapper(io.BytesIO(self._content), self._encoding, newline="")
        reader = csv.reader(stream, delimiter=self._delimiter)
        lines, line, count, cells = self.lines, 1, 0, 0
        try:
            for row in reader:
                cells += len(row)
                if len(row) > MAX_COLUMNS:
                    if any(cell.strip() for cell in row[MAX_COLUMNS:]):
                        raise Stopped(TOO_WIDE)
                    del row[MAX_COLUMNS:]
                if count >= MAX_ROWS or cells > MAX_CELLS:
                    raise Stopped(TOO_LONG)
                if not _separator_line(row):
                    if count == len(lines):
                        lines.append(line)
                    count += 1
                    yield [_AS_TEXT.sub(_inner, cell) for cell in row] if self._as_text else row
                line = reader.line_num + 1
        except UnicodeError:
            raise Stopped(_NO_TEXT) from None
        except csv.Error:
            message = f"第 {line} 行以后读不下去：引号不成对，或者一格太长。"
            raise Stopped(Unreadable(message, "检查这一行的引号。")) from None


def _inner(match: re.Match[str]) -> str:
    return match.group(1).replace('""', '"')


def _separator_line(row: list[str]) -> bool:
    """Excel's own first line that names the separator."""
    return len(row) == 1 and row[0].startswith("sep=")


def read_csv(content: bytes) -> Sheet | Unreadable:
    """The one table of a CSV; Stopped when its rows, gone through, turn out to be too many or broken."""
    content = _one_mark(content)
    encoding = _encoding(content)
    if encoding is None:
        return _NO_TEXT
    top = content[:40_000].decode(encoding, "ignore")
    rows = _CsvRows(content, encoding, _delimiter(top[:20_000]))
    return Sheet(None, rows, rows.lines)


class RecordsCounted(NamedTuple):
    """How many records a CSV has, and how many of them only name the separator."""

    all: int
    separators: int


def count_records(content: bytes) -> RecordsCounted | None:
    """The records that the csv module counts, however many they are; None for what is no CSV, or ends within one."""
    content = _one_mark(content)
    encoding = _encoding(content)
    if encoding is None:
        return None
    delimiter = _delimiter(content[:40_000].decode(encoding, "ignore")[:20_000])
    stream = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    count = separators = 0
    try:
        for row in csv.reader(stream, delimiter=delimiter):
            count += 1
            if len(row) == 1 and _separator_line(row):
                separators += 1
    except (UnicodeError, csv.Error):
        return None
    return RecordsCounted(count, separators)


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


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV for Excel: UTF-8 with a BOM; no cell in it can become a formula."""
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, "utf-8", "backslashreplace", newline="", write_through=True)
    text.write("\ufeff")
    every = iter(rows)
    while chunk := list(islice(every, _CHUNK)):
        plainly = "\n".join(map(",".join, chunk)) + "\n"
        commas, lines = sum(map(len, chunk)) - len(chunk), len(chunk)
        if (
            min(map(len, chunk)) < 2
            or any(char in plainly for char in _MARKED)
            or (plainly.count(","), plainly.count("\n")) != (commas, lines)
        ):
            _write_csv(text, chunk)
        else:
            text.write(plainly)
    text.flush()
    return stream.getvalue()


#: Rows that are looked at together; and what a cell is quoted for, or looked at by itself.
_CHUNK = 1024
_MARKED = ('"', *FORMULA_STARTS)


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """The same as text, without the mark."""
    stream = io.StringIO(newline="")
    _write_csv(stream, rows)
    return stream.getvalue()


def _write_csv(stream: io.TextIOBase, rows: Iterable[Iterable[str]]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([harmless_cell(cell) for cell in row] for row in rows)


def harmless_cell(text: str) -> str:
    """A text that Excel shows as it is, with an apostrophe in front where it would start a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def lines_of(content: bytes, wanted: Iterable[int]) -> dict[int, str]:
    """Some lines of a CSV (from 1) as text, for places in it."""
    content = _one_mark(content)
    encoding = _encoding(content)
    numbers = sorted(set(wanted))
    if encoding is None or not numbers:
        return {}
    stream = io.TextIOWrapper(io.BytesIO(content), encoding, "replace")
    lines = enumerate(islice(stream, numbers[-1]), 1)
    asked = frozenset(numbers)
    return {number: line.rstrip("\n") for number, line in lines if number in asked}
