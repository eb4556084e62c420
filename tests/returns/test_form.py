"""The form: what can be typed where, the unit asked once, an enterprise's own figures of last year and nobody else's."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import BASE, HERE
from office import filled_by_libreoffice

from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.measures import COLUMNS
from brandcluster.returns.form import LastYear, Office, returns_workbook, single_workbook
from brandcluster.returns.layout import FIRST_DATA, Row, layout_of
from brandcluster.returns.reading import Taken, read_returns

LAYOUT = layout_of(load_dossier(BASE))
CLEAN = (HERE / "cases" / "returns" / "same" / "clean.csv").read_text(encoding="utf-8-sig").splitlines()
ROWS: list[Row] = [tuple(line.split(",")) for line in CLEAN[1:]]
REPORTED = [row for row in ROWS if all(row)]
OFFICE = Office("某管委会", "某区", 2014)
UNIT, FILLED, EARLIER = "F2", 6, 7
#: 万元 in each of the units that may be chosen.
IN_UNIT = {"元": 10000, "千元": 10, "万元": 1}


def cited(_: str) -> str:
    return "二（二）"


def single(row: Row, earlier: LastYear | None = None) -> bytes:
    return single_workbook(LAYOUT, OFFICE, row, cited, earlier)


def filled(content: bytes, row: Row, unit: str | None, factor: int = 1) -> bytes:
    """A form as an enterprise fills it: its unit, and its figures in it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet: Any = book.worksheets[0]
    sheet[UNIT] = unit
    for at, (column, text) in enumerate(zip(COLUMNS, row, strict=True), 2):
        if column.kind == "amount" and text:
            sheet.cell(FILLED, at).value = float(text) * factor
        elif column.kind == "flag":
            sheet.cell(FILLED, at).value = text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content: bytes) -> Taken:
    return read_returns("甲.xlsx", content, LAYOUT, 2014)


def texts_in(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


# ---- what can be typed ---------------------------------------------------------------------------------------------


def unlocked(sheet: Any) -> set[str]:
    return {cell.coordinate for line in sheet.iter_rows() for cell in line if not cell.protection.locked}


def test_of_a_single_form_only_the_unit_and_the_own_row_are_open() -> None:
    book = openpyxl.load_workbook(io.BytesIO(single(ROWS[0], LastYear(2013, ROWS[0]))))
    sheet: Any = book.worksheets[0]
    assert all(each.protection.sheet for each in book.worksheets)
    letters = [sheet.cell(FILLED, at).column_letter for at in range(2, len(COLUMNS) + 2)]
    assert unlocked(sheet) == {UNIT, *(f"{letter}{FILLED}" for letter in letters[1:])}  # the code is its own
    assert sheet.cell(FILLED, 2).value == ROWS[0][0]
    assert [each.title for each in book.worksheets[1:] if unlocked(each)] == []


def test_of_the_form_for_all_the_codes_are_open() -> None:
    book = openpyxl.load_workbook(io.BytesIO(returns_workbook(LAYOUT, OFFICE, ROWS[:2], cited)))
    assert {"B6", "B8", UNIT} <= unlocked(book.worksheets[0])


# ---- last year's figures -------------------------------------------------------------------------------------------


def test_last_years_figures_stand_in_the_own_form_and_in_no_other() -> None:
    one, other = REPORTED[:2]
    mine = single(one, LastYear(2013, one))
    sheet: Any = openpyxl.load_workbook(io.BytesIO(mine)).worksheets[0]
    shown = [sheet.cell(EARLIER, at).value for at in range(FIRST_DATA + 2, len(COLUMNS) + 2)]
    assert [str(each) for each in shown] == list(one[FIRST_DATA:])
    assert sheet.cell(EARLIER, 1).value == "上年" and "2013 年报的数" in sheet.cell(EARLIER, 2).value
    theirs = texts_in(single(other, LastYear(2013, other))) + texts_in(returns_workbook(LAYOUT, OFFICE, ROWS, cited))
    assert all(f"<v>{text}</v>" in texts_in(mine) for text in one[5:9] if text != "0")
    assert not any(f"<v>{text}</v>" in theirs for text in one[5:9] if len(text) > 3 and text not in other)


def test_who_did_not_report_has_nothing_to_compare() -> None:
    row = (*ROWS[0][:FIRST_DATA], *("" for _ in ROWS[0][FIRST_DATA:]))
    assert single(row, LastYear(2013, row)) == single(row)


def test_the_same_figures_give_the_same_bytes() -> None:
    assert single(ROWS[0], LastYear(2013, ROWS[0])) == single(ROWS[0], LastYear(2013, ROWS[0]))


# ---- filled and read again -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", IN_UNIT)
@pytest.mark.parametrize("row", REPORTED[:3], ids=lambda row: row[0])
def test_a_filled_form_reads_as_what_was_meant(row: Row, unit: str) -> None:
    taken = read(filled(single(row, LastYear(2013, row)), row, unit, IN_UNIT[unit]))
    assert not taken.problems.listed
    [entry] = taken.entries
    assert entry.row == row and entry.origin.unit == unit
    assert [each.reason for each in taken.skipped if each.sheet == "企业填报表"] == ["上年的数，只供对照", "说明文字"]


def test_without_a_unit_no_amount_is_taken() -> None:
    taken = read(filled(single(REPORTED[0]), REPORTED[0], None))
    [problem] = taken.problems.listed
    assert (problem.code, problem.severity) == ("K101", "error") and "没有选金额单位" in problem.message
    [entry] = taken.entries
    assert not any(entry.row[5:12])
    assert entry.row[12:] == REPORTED[0][12:]


def test_a_form_that_comes_back_empty_is_no_error() -> None:
    taken = read(single(ROWS[0], LastYear(2013, ROWS[0])))
    assert not taken.problems.listed
    assert [entry.row[FIRST_DATA:] for entry in taken.entries] == [("",) * (len(COLUMNS) - FIRST_DATA)]


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        (("金额单位（必选）：", "千元"), "千元"),
        (("计量单位", "", "人民币元"), "元"),
        (("单位：", "万元", "填表人", "元"), "万元"),
        (("组织实施单位：", "某某局"), ""),
        (("金额单位：", "斤"), ""),
        (("填报单位（盖章）：", "某公司", "金额单位：千元"), "千元"),
    ],
)
def test_a_unit_in_the_next_cell(line: tuple[str, ...], unit: str) -> None:
    head = [column.label for column in COLUMNS]
    text = "\n".join(",".join(each) for each in (line, head, REPORTED[0])) + "\n"
    taken = read_returns("甲.csv", text.encode(), LAYOUT)
    assert [entry.origin.unit for entry in taken.entries] == [unit]
    assert bool(taken.problems.errors()) == (not unit)


@pytest.mark.word
@pytest.mark.parametrize("unit", IN_UNIT)
def test_a_form_filled_by_libreoffice(tmp_path: Path, unit: str) -> None:
    """What is locked stays as it is there, too."""
    row = REPORTED[0]
    path = tmp_path / "甲.xlsx"
    path.write_bytes(single(row, LastYear(2013, row)))
    cells: dict[str, str | float] = {UNIT: unit, "B6": "999", "G7": 1, "A1": "改"}
    for at, (column, text) in enumerate(zip(COLUMNS, row, strict=True), ord("B")):
        if column.kind == "amount":
            cells[f"{chr(at)}6"] = float(text) * IN_UNIT[unit]
        elif column.kind == "flag":
            cells[f"{chr(at)}6"] = text
    taken = read(filled_by_libreoffice(path, cells))
    assert not taken.problems.listed
    assert [entry.row for entry in taken.entries] == [row]
