"""Workbooks and CSV from strangers: read exactly, or refused with a message, whatever they hold."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.formats.tables.csv_file import FORMULA_STARTS, csv_bytes, field_start
from brandcluster.formats.tables.read import read_table
from brandcluster.formats.tables.sheet import Sheet, Stopped, Unreadable, column_letters
from brandcluster.formats.tables.workbook_build import Cell, Page, workbook_bytes

_HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = b"</sheetData></worksheet>"


def workbook(sheet: bytes | None = None, **extra: bytes) -> bytes:
    """A workbook of one cell, with another sheet part or more parts put in."""
    stream, out = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet("甲").write(0, 0, "x")
    book.close()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename.replace("/", "__").replace(".", "_") in extra:
                continue
            if sheet is not None and member.filename == "xl/worksheets/sheet1.xml":
                content = sheet
            target.writestr(member.filename, content)
        for name, content in extra.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


_NAMES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def many_sheets(count: int, sheet: bytes, folder: str = "worksheets") -> bytes:
    """A workbook of so many equal sheets, whose parts stand in a folder of their own."""
    numbers = range(1, count + 1)
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    targets = "".join(f'<Relationship Id="r{n}" Type="{_SHEET}" Target="{folder}/s{n}.xml"/>' for n in numbers)
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {f"xl/{folder}/s{n}.xml": sheet for n in numbers}
    parts["xl/workbook.xml"] = f"<workbook {_NAMES}><sheets>{sheets}</sheets></workbook>".encode()
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{relationships}">{targets}</Relationships>'.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            if member.filename not in parts and not member.filename.startswith("xl/worksheets"):
                target.writestr(member.filename, source.read(member))
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def lying(content: bytes) -> bytes:
    """The same package, whose directory says that the sheet is small."""
    found = bytearray(content)
    at = found.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", found, at + 28)[0]
        if found[at + 46 : at + 46 + length] == b"xl/worksheets/sheet1.xml":
            struct.pack_into("<I", found, at + 24, 500)
        at = found.find(b"PK\x01\x02", at + 4)
    return bytes(found)


def rows_of(count: int) -> bytes:
    return b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, count + 1))


CORNER = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FAR_DOWN = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="190000"><c r="CC190000"><v>1</v></c></row>'
SMALL_LETTERS = b'<row><c r="a1"><v>1</v></c><c r="xfd1048576"><v>1</v></c></row>'
LONG_TEXT = b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>"
DOCTYPE = b'<!DOCTYPE a [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>'


def merges() -> bytes:
    return rows_of(150_000) + b"</sheetData><mergeCells>" + b'<mergeCell ref="A2:C150000"/>' * 50_000 + b"</mergeCells>"


#: Made when their test runs: some are as large as they look.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: workbook(_HEAD + b" " * 200_000_000 + _TAIL),
    "bomb that lies": lambda: lying(workbook(_HEAD + b" " * 100_000_000 + _TAIL)),
    "far corner": lambda: workbook(_HEAD + CORNER + _TAIL),
    "far down": lambda: workbook(_HEAD + FAR_DOWN + _TAIL),
    "a million rows": lambda: workbook(_HEAD + rows_of(1_000_000) + _TAIL),
    "far corner in small letters": lambda: workbook(_HEAD + SMALL_LETTERS + _TAIL),
    "far corner in another folder": lambda: many_sheets(1, _HEAD + CORNER + _TAIL, "elsewhere"),
    "a thousand sheets": lambda: many_sheets(1_000, _HEAD + FAR_DOWN.replace(b"CC", b"C") + _TAIL),
    "sheets that are large together": lambda: many_sheets(150, _HEAD + rows_of(4_000) + _TAIL),
    "one text in every cell": lambda: workbook(
        _HEAD + (b"<row>" + b'<c t="s"><v>0</v></c>' * 50 + b"</row>") * 4_000 + _TAIL, xl__sharedStrings_xml=LONG_TEXT
    ),
    "merged over and over": lambda: workbook(_HEAD + merges() + b"</worksheet>"),
    "an element of a million attributes": lambda: workbook(
        _HEAD + b"<row" + b"".join(b' a%d="%d"' % (at, at) for at in range(900_000)) + b"/>" + _TAIL
    ),
    "doctype": lambda: workbook(DOCTYPE),
    "external links": lambda: workbook(xl__externalLinks__externalLink1_xml=b"<a/>"),
    "broken xml": lambda: workbook(_HEAD + b"<row>"),
    "truncated": lambda: workbook()[:3000],
    "too many parts": lambda: workbook(**{f"x{n}_xml": b"" for n in range(2100)}),
    "no package": lambda: b"PK\x03\x04" + b"\0" * 50,
    "old": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "encrypted": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "a page of the web": lambda: "<html><meta charset=gbk><table><tr><td>企业名称".encode("gb18030"),
    "an older XML": lambda: b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>',
    "pdf": lambda: b"%PDF-1.4",
    "no encoding": lambda: b"a\0b,c\n",
    "csv of a million rows": lambda: b"a,b\n" * 1_000_001,
    "csv of a million columns": lambda: b"," * 1_000_000 + b"x\n",
    "one endless cell": lambda: b'"' + b"x" * 20_000_000,
    "commas": lambda: (b"," * 200 + b"\n") * 140_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.part(7)
def test_hostile_files_end_in_a_message_within_bounds(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(HOSTILE[kind]())
    program = f"""
        import time
        from pathlib import Path
        from brandcluster.formats.tables.read import read_table
        from brandcluster.formats.tables.sheet import Stopped, Unreadable
        start = time.monotonic()
        found = read_table(Path({str(path)!r}).read_bytes())
        try:
            for sheet in found if isinstance(found, list) else []:
                for row in sheet.rows:
                    pass
        except Stopped as stopped:
            [found] = stopped.args
        assert isinstance(found, Unreadable), found
        assert found.message and found.help
        assert time.monotonic() - start < 60
        status = Path("/proc/self/status")
        if status.exists():
            used = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
            assert int(used.split()[1]) < 200_000, used
    """
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False, timeout=90
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("old", "旧格式"),
        ("encrypted", "密码"),
        ("a page of the web", "网页"),
        ("an older XML", "XML"),
        ("external links", "别的工作簿"),
        ("far corner in another folder", "列"),
        ("a thousand sheets", "工作表"),
    ],
)
def test_the_message_says_what_it_is(kind: str, word: str) -> None:
    found = read_table(HOSTILE[kind]())
    assert isinstance(found, Unreadable)
    assert word in found.message


def test_other_packages_are_named() -> None:
    for name, word in (
        ("word/document.xml", "Word"),
        ("content.xml", ".ods"),
        ("xl/workbook.bin", ".xlsb"),
        ("a.xml", "压缩"),
    ):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            package.writestr(name, "<a/>")
        found = read_table(stream.getvalue())
        assert isinstance(found, Unreadable) and word in found.message


def test_faults_are_told_apart() -> None:
    cells = (
        b'<row><c><f>1+1</f></c><c t="str"><f>A1</f><v></v></c><c t="e"><v>#N/A</v></c><c><v>911399000689430000</v></c>'
        b"<c><v>9.1E+17</v></c><c><v>999999999999999</v></c><c><v>0.30000000000000004</v></c><c><f>0</f><v>0</v></c></row>"
    )
    [sheet] = sheets(workbook(_HEAD + cells + _TAIL))
    assert sorted(column for _, column in sheet.faults) == [0, 2, 3, 4, 7]
    assert next(iter(sheet.rows))[5:7] == ("999999999999999", "0.3")


@pytest.mark.long
def test_a_million_empty_columns_are_nothing() -> None:
    [sheet] = sheets(workbook(_HEAD + b'<row r="1">' + b'<c r="A1"/>' * 1_000_000 + b"</row>" + _TAIL))
    assert not any(any(row) for row in sheet.rows)


def sheets(content: bytes) -> list[Sheet]:
    found = read_table(content)
    assert not isinstance(found, Unreadable), found
    return found


def test_cells_come_as_excel_shows_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C3"], sheet["D3"], sheet["E3"], sheet["F3"] = 0.1 + 0.2, 12345678, True, "甲"
    sheet["C4"], sheet["D4"], sheet["E4"] = "=C3*2", 1e17, "#N/A"
    sheet.merge_cells("C6:D7")
    sheet["C6"] = "合并"
    stream = io.BytesIO()
    book.save(stream)
    [found] = sheets(stream.getvalue())
    rows = list(found.rows)
    assert rows[2] == ("", "", "0.3", "12345678", "TRUE", "甲")
    assert rows[3][3] == "100000000000000000"
    assert found.merged == [(5, 2, 5, 3)]  # below and beside it there are no values
    assert set(found.faults) == {(3, 2), (3, 3), (3, 4)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_whatever_its_dialect(encoding: str, delimiter: str) -> None:
    text = f'名称{delimiter}数\r\n"甲{delimiter}""乙"{delimiter}"1\n2"\r\n丙{delimiter}3\r\n'
    [found] = sheets(text.encode(encoding))
    rows = [["名称", "数"], [f'甲{delimiter}"乙', "1\n2"], ["丙", "3"]]
    assert (list(found.rows), found.head(2), list(found.rows)) == (rows, rows[:2], rows)
    assert list(found.lines) == [1, 2, 4]


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), max_size=5))
def test_nothing_written_is_a_formula(rows: list[list[str]]) -> None:
    import csv

    text = csv_bytes(rows).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(FORMULA_STARTS) for cell in row)


def test_a_workbook_holds_texts_and_no_formulas() -> None:
    page = Page("甲", [10.0], [Cell(n, 0, text, "plain") for n, text in enumerate(("=1+1", "+1", "-1", "@a"))])
    content = workbook_bytes([page], {"plain": {}}, "甲")
    assert content == workbook_bytes([page], {"plain": {}}, "甲")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell.data_type for (cell,) in sheet.iter_rows()] == ["s"] * 4


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for whole in (content, b"PK\x03\x04" + content):
        found = read_table(whole)
        with suppress(Stopped):
            for sheet in found if isinstance(found, list) else []:
                list(sheet.rows)


def test_columns_and_fields() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert field_start('a,"b,c",d', 2, ",") == (8, 9)
    assert field_start("a,b", 1, ",") == (2, 3)


# ---- as other programs write it ------------------------------------------------------------------------------------


def test_cells_that_keep_excel_from_making_numbers_of_them() -> None:
    mark = b"\xef\xbb\xbf"
    text = '="0011","=""0012""",=1+1,a="b"\n'
    [sheet] = sheets(2 * mark + text.encode())
    assert list(sheet.rows) == [["0011", "0012", "=1+1", 'a="b"']]


@pytest.mark.parametrize("rename", [str.upper, lambda name: name.replace("/", "\\")])
def test_parts_of_a_workbook_under_other_names(rename: Callable[[str], str]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.infolist():
            entry = zipfile.ZipInfo(rename(member.filename))
            entry.filename = rename(member.filename)
            target.writestr(entry, source.read(member))
    [sheet] = sheets(out.getvalue())
    assert list(sheet.rows) == [("x",)]


def test_a_reason_names_the_part() -> None:
    found = read_table(workbook(b"<worksheet><sheetData>"))
    assert isinstance(found, Unreadable) and "xl/worksheets/sheet1.xml" in found.message
    assert "损坏" not in found.message
