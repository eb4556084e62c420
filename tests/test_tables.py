"""Workbooks and CSV from strangers: read exactly, or refused with a message, whatever they hold."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from brandcluster import xlsxbuild
from brandcluster.tables import csvfile, reading
from brandcluster.tables.sheets import Sheet, Unreadable, column_letters

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
            if sheet is not None and member.filename == "xl/worksheets/sheet1.xml":
                content = sheet
            target.writestr(member.filename, content)
        for name, content in extra.items():
            target.writestr(name.replace("__", "/"), content)
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
EMPTY_COLUMNS = b'<row r="1">' + b'<c r="A1"/>' * 1_000_000 + b"</row>"
DOCTYPE = b'<!DOCTYPE a [<!ENTITY a "aaaa">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>'
HOSTILE = {
    "bomb": workbook(_HEAD + b" " * 200_000_000 + _TAIL),
    "bomb that lies": lying(workbook(_HEAD + b" " * 100_000_000 + _TAIL)),
    "far corner": workbook(_HEAD + CORNER + _TAIL),
    "far down": workbook(_HEAD + FAR_DOWN + _TAIL),
    "a million rows": workbook(_HEAD + rows_of(1_000_000) + _TAIL),
    "doctype": workbook(DOCTYPE),
    "external links": workbook(**{"xl__externalLinks__externalLink1.xml": b"<a/>"}),
    "broken xml": workbook(_HEAD + b"<row>"),
    "truncated": workbook()[:3000],
    "too many parts": workbook(**{f"x{n}.xml": b"" for n in range(2100)}),
    "no package": b"PK\x03\x04" + b"\0" * 50,
    "old or encrypted": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "pdf": b"%PDF-1.4",
    "no encoding": b"a\0b,c\n",
    "csv of a million rows": b"a,b\n" * 1_000_001,
    "csv of a million columns": b"," * 1_000_000 + b"x\n",
    "one endless cell": b'"' + b"x" * 20_000_000,
    "commas": (b"," * 200 + b"\n") * 140_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_end_in_a_message_within_bounds(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(HOSTILE[kind])
    program = f"""
        import time
        from pathlib import Path
        from brandcluster.tables.reading import read
        from brandcluster.tables.sheets import Unreadable
        start = time.monotonic()
        found = read(Path({str(path)!r}).read_bytes())
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


def test_a_million_empty_columns_are_nothing() -> None:
    [sheet] = sheets(workbook(_HEAD + EMPTY_COLUMNS + _TAIL))
    assert not any(any(row) for row in sheet.rows)


def sheets(content: bytes) -> list[Sheet]:
    found = reading.read(content)
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
    assert found.rows[2] == ("", "", "0.3", "12345678", "TRUE", "甲")
    assert found.rows[3][3] == "100000000000000000"
    assert found.merged == [(5, 2, 5, 3)]  # below and beside it there are no values
    assert set(found.faults) == {(3, 2), (3, 3), (3, 4)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_whatever_its_dialect(encoding: str, delimiter: str) -> None:
    text = f'名称{delimiter}数\r\n"甲{delimiter}""乙"{delimiter}"1\n2"\r\n丙{delimiter}3\r\n'
    [found] = sheets(text.encode(encoding))
    assert list(found.rows) == [("名称", "数"), (f'甲{delimiter}"乙', "1\n2"), ("丙", "3")]
    assert (len(found.rows), found.rows[1:], found.rows[2]) == (3, list(found.rows)[1:], ("丙", "3"))
    assert list(found.lines) == [1, 2, 4]


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), max_size=5))
def test_nothing_written_is_a_formula(rows: list[list[str]]) -> None:
    import csv

    text = csvfile.csv_bytes(rows).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(csvfile.FORMULA_STARTS) for cell in row)


def test_a_workbook_holds_texts_and_no_formulas() -> None:
    page = xlsxbuild.Page(
        "甲", [10.0], [xlsxbuild.Cell(n, 0, text, "plain") for n, text in enumerate(("=1+1", "+1", "-1", "@a"))]
    )
    content = xlsxbuild.workbook_bytes([page], {"plain": {}}, "甲")
    assert content == xlsxbuild.workbook_bytes([page], {"plain": {}}, "甲")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell.data_type for (cell,) in sheet.iter_rows()] == ["s"] * 4


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    reading.read(content)
    reading.read(b"PK\x03\x04" + content)


def test_columns_and_fields() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert csvfile.field_start('a,"b,c",d', 2, ",") == (8, 9)
    assert csvfile.field_start("a,b", 1, ",") == (2, 3)
