"""Workbooks and CSV: bytes → rows of text with places; rows → CSV.

Files come from Excel, WPS and strangers. An .xlsx is unpacked here within limits and measured before the reading
library sees it; a CSV is decoded without guessing: BOM → UTF-8, strictly valid UTF-8 → UTF-8, else GB18030. Numbers
of a workbook come out as Excel shows them (15 significant digits), as text, never through float arithmetic.

The only module that reads with python-calamine; `xlsxbuild` writes workbooks.
"""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple, overload

#: A file; 100,000 enterprises in a CSV take some 13 MB.
MAX_BYTES = 20_000_000
#: Everything in a workbook, unpacked. 20,000 enterprises with all columns take less, and 200 MB of memory.
MAX_UNPACKED = 24_000_000
MAX_PARTS = 2_000
MAX_ROWS = 200_000
MAX_COLUMNS = 256
#: Cells of the smallest rectangle around a sheet's values: what the reading library keeps in memory.
MAX_CELLS = 600_000
#: Cells of a CSV: 120,000 enterprises with all columns have less.
MAX_CSV_CELLS = 2_500_000
MAX_CELL_LENGTH = 2_000
#: A cell that starts with one of these would become a formula in Excel.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Row = tuple[str, ...]


class Unreadable(NamedTuple):
    """Why nothing could be read of a file, and what to do."""

    message: str
    help: str


class Place(NamedTuple):
    """A cell: `row` and `column` count from 0; `sheet` is None in a CSV."""

    file: str
    sheet: str | None
    row: int
    column: int | None = None


@dataclass(slots=True)
class Sheet:
    """The rows of one sheet, or of a CSV, as text; those of a CSV are read anew by each that goes through them.

    `lines` holds for each row of a CSV the line of the file that it starts at (from 1); `merged` the merged ranges of
    a workbook as (first row, first column, last row, last column); `faults` cells whose value cannot be known.
    """

    name: str | None
    rows: Sequence[Row]
    lines: Sequence[int] = ()
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    delimiter: str = ","


def read(name: str, content: bytes) -> list[Sheet] | Unreadable:
    """The sheets of a workbook, or the one table of a CSV; the kind is told by the content, not by the name."""
    if len(content) > MAX_BYTES:
        return Unreadable(f"文件有 {len(content):,} 字节，超过 {MAX_BYTES:,} 字节的上限。", "拆成几个文件再交。")
    if content.startswith(b"PK"):
        return _read_workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return Unreadable(
            "这是 .xls、.et 等旧格式，或者是加了密码的工作簿。", "打开后去掉密码，“另存为” .xlsx 格式再交。"
        )
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        return Unreadable("这不是表格（像是 PDF、图片或文档）。", "只收 .xlsx 和 .csv。")
    found = _read_csv(content)
    return found if isinstance(found, Unreadable) else [found]


# ---- CSV -----------------------------------------------------------------------------------------------------


def decoded(content: bytes) -> str | Unreadable:
    """The text of a CSV."""
    found = _told(content)
    return found if isinstance(found, Unreadable) else found[1]


def _told(content: bytes) -> tuple[str, str] | Unreadable:
    """The encoding of a CSV, and its text. UTF-16 is what Excel's “Unicode 文本” writes, always with its mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
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


def _read_csv(content: bytes) -> Sheet | Unreadable:
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
                return _too_wide()
            if len(lines) >= MAX_ROWS or cells > MAX_CSV_CELLS:
                return _too_long()
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


# ---- reading workbooks ---------------------------------------------------------------------------------------


def _too_wide() -> Unreadable:
    return Unreadable(f"表格超过 {MAX_COLUMNS} 列。", "删掉右边多余的列，或把要交的部分复制到新表。")


def _too_long() -> Unreadable:
    return Unreadable("表格的行太多。", "删掉下面多余的行，或拆成几个文件。")


def _too_large() -> Unreadable:
    return Unreadable("工作簿展开以后太大。", "把要交的部分复制到新的工作簿；几万家企业的报表请存成 CSV。")


_NOT_A_WORKBOOK = Unreadable("文件已损坏，或者不是 .xlsx 工作簿。", "用 Excel 或 WPS 打开，“另存为” .xlsx 再交。")


def _read_workbook(content: bytes) -> list[Sheet] | Unreadable:
    parts = _unpacked(content)
    if isinstance(parts, Unreadable):
        return parts
    if "xl/workbook.xml" not in parts:
        kind = "Word 文档" if any(name.startswith("word/") for name in parts) else "别的压缩文件"
        return Unreadable(f"这是{kind}，不是 .xlsx 工作簿。", "用 Excel 或 WPS 打开或复制到表格里，存成 .xlsx 再交。")
    if any(name.startswith("xl/externalLinks/") for name in parts):
        return Unreadable(
            "工作簿引用了别的工作簿，数值可能不是最新的。", "全选、复制，“选择性粘贴”为“数值”，断开链接后再交。"
        )
    scans = {}
    for name, part in parts.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            scan = _scan(part)
            if isinstance(scan, Unreadable):
                return scan
            scans[name] = scan
    places = _sheet_parts(parts)
    if isinstance(places, Unreadable):
        return places
    return _calamine_sheets(_repacked(parts), places, scans)


def _unpacked(content: bytes) -> dict[str, bytes] | Unreadable:
    """The XML parts of a package, read here and bounded, whatever its directory says of their sizes."""
    import zipfile

    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > MAX_PARTS:
                return _too_large()
            for member in members:
                if not member.filename.endswith((".xml", ".rels")):
                    if member.filename.startswith("word/"):
                        parts[member.filename] = b""
                    continue
                with package.open(member) as stream:
                    part = stream.read(left + 1)
                left -= len(part)
                if left < 0:
                    return _too_large()
                parts[member.filename.lstrip("/")] = part
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return _NOT_A_WORKBOOK
    except Exception as error:  # zlib.error and whatever else a broken stream brings
        if type(error).__module__ not in {"zlib", "lzma", "struct"}:
            raise
        return _NOT_A_WORKBOOK
    return parts


def _repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """The same parts without compression: the reading library then meets nothing that could still grow."""
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    stream.seek(0)
    return stream


class _DoctypeRefused(Exception):
    """An XML part that declares entities; no program writes such a workbook."""


def _parser() -> Any:
    from xml.parsers import expat

    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise _DoctypeRefused

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _parsed(parser: Any, part: bytes) -> bool:
    """Whether the part could be parsed to its end."""
    from xml.parsers import expat

    try:
        parser.Parse(part, True)
    except (expat.ExpatError, _DoctypeRefused, LookupError, ValueError):
        return False
    return True


_REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,9})\Z")


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """The name of a column: 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _Abort(Exception):
    """The sheet is beyond a limit: no need to read on."""


def _scan(part: bytes) -> dict[tuple[int, int], str] | Unreadable:
    """Measure one sheet before it is read, and find the cells whose value cannot be known.

    The reading library keeps the rectangle around all values in memory, and gives errors and formulas without a
    stored result as empty cells.
    """
    faults: dict[tuple[int, int], str] = {}
    box = [MAX_ROWS * 10, MAX_COLUMNS * 100, -1, -1]
    row, column = -1, -1
    kind, formula, valued, inside = "", False, False, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, kind, formula, valued, inside
        tag = name.rpartition(":")[2]
        if tag == "c":
            match = _REFERENCE.match(attributes.get("r", ""))
            if match:
                column, row = _column_index(match.group(1)), int(match.group(2)) - 1
            else:
                column += 1
            kind, formula, valued = attributes.get("t", ""), False, False
        elif tag == "row":
            number = attributes.get("r", "")
            row, column = (int(number) - 1 if number.isdigit() else row + 1), -1
        elif tag == "f":
            formula = True
        elif tag in ("v", "t"):
            inside = True

    def characters(text: str) -> None:
        nonlocal valued
        valued = valued or inside

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        if name.rpartition(":")[2] != "c" or not (formula or valued):
            return
        if kind == "e":
            faults[row, column] = "这一格是错误值（如 #REF!、#N/A）。"
        elif formula and not valued:
            faults[row, column] = "这一格的公式没有算出的值。"
        box[:] = [min(box[0], row), min(box[1], column), max(box[2], row), max(box[3], column)]
        if box[2] >= MAX_ROWS or box[3] >= MAX_COLUMNS or len(faults) > MAX_ROWS:
            raise _Abort

    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    try:
        if not _parsed(parser, part):
            return _NOT_A_WORKBOOK
    except _Abort:
        return _too_wide() if box[3] >= MAX_COLUMNS else _too_long()
    if box[2] >= 0 and (box[2] + 1) * (box[3] - box[1] + 1) > MAX_CELLS:
        return _too_large()
    return faults


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, str] | Unreadable:
    """Which part holds which sheet."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relationship(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            identifier = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets[attributes.get("name", "")] = identifier

    for path, handler in (("xl/_rels/workbook.xml.rels", relationship), ("xl/workbook.xml", sheet)):
        parser = _parser()
        parser.StartElementHandler = handler
        if not _parsed(parser, parts.get(path, b"<none/>")):
            return _NOT_A_WORKBOOK
    return {name: targets.get(identifier, "") for name, identifier in sheets.items()}


def _calamine_sheets(
    stream: io.BytesIO, places: dict[str, str], scans: dict[str, dict[tuple[int, int], str]]
) -> list[Sheet] | Unreadable:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    found: list[Sheet] = []
    try:
        workbook = CalamineWorkbook.from_filelike(stream)
        for about in workbook.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            left = sheet.start[1] if sheet.start is not None else 0
            rows = [
                ("",) * left + tuple([cell if type(cell) is str else _text(cell) for cell in row])
                for row in sheet.iter_rows()
            ]
            found.append(
                Sheet(
                    about.name,
                    rows,
                    merged=[(first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or []],
                    faults=scans.get(places.get(about.name, ""), {}),
                    hidden=about.visible != SheetVisibleEnum.Visible,
                )
            )
    except BaseException as error:  # a panic of the library is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        return _NOT_A_WORKBOOK
    return found


def _text(value: Any) -> str:
    """A cell's value as Excel shows it without a format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        if isinstance(value, float) and not math.isfinite(value):
            return str(value)
        text = format(Decimal(format(value, ".15g")), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


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
