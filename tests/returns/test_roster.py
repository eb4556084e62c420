"""Lists of names and codes that somebody else made, as they come."""

from __future__ import annotations

import io

import openpyxl
import pytest
from cases import BASE, HERE

from brandcluster.dossier.load import load_dossier
from brandcluster.returns.layout import FIRST_DATA, layout_of
from brandcluster.returns.roster import ReadRoster, completed, read_roster

LAYOUT = layout_of(load_dossier(BASE))
CLEAN = (HERE / "cases" / "returns" / "same" / "clean.csv").read_text(encoding="utf-8-sig").splitlines()
ROWS = [tuple(line.split(",")) for line in CLEAN[1:]]
(A, NAME_A, *_), (B, NAME_B, *_) = ROWS[:2]


def read(*lines: str) -> ReadRoster:
    return read_roster("名单.csv", ("\n".join(lines) + "\n").encode(), LAYOUT)


def errors(found: ReadRoster) -> list[tuple[str, int]]:
    return [(problem.code, problem.place.row) for problem in found.problems.listed]


@pytest.mark.parametrize(
    "lines",
    [
        ("企业名称,统一社会信用代码", f"{NAME_A},{A}", f"{NAME_B},{B}"),
        ("序号,单位名称,信用代码,联系电话", f"1,{NAME_A},{A},123", f"2,{NAME_B},{B},456"),
        ("某区规上企业名单", "", "企业名称,统一社会信用代码", f"{NAME_A},{A}", f"{NAME_B},{B}", "合计,2 家", "注：截至年底"),
        ("统一社会信用代码,企业名称", f'="{A}",{NAME_A}', f"{B.lower()},  {NAME_B} "),
        ("统一社会信用代码,企业名称,工业总产值", f"{A},{NAME_A},很多", f"{B},{NAME_B},-3", f"{A},{NAME_A},"),
    ],
)  # fmt: skip
def test_lists_as_they_come(lines: tuple[str, ...]) -> None:
    found = read(*lines)
    assert errors(found) == []
    assert [row[:2] for row in found.rows.values()] == [(A, NAME_A), (B, NAME_B)]
    assert not any(any(row[FIRST_DATA:]) for row in found.rows.values())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"{NAME_A},", "K103"),
        (f"{NAME_A},{A[:-1]}", "K103"),
        (f"{NAME_A},9.1E+17", "K103"),
        (f",{A}", "K111"),
        (f"=1+1,{A}", "K102"),
        (f"{NAME_A}二,{B}", "K104"),
    ],
)
def test_what_is_wrong_is_said_by_its_cell(line: str, code: str) -> None:
    found = read("企业名称,统一社会信用代码", f"{NAME_B},{B}", line)
    assert errors(found) == [(code, 3)]
    assert [*found.rows] == [B]


@pytest.mark.parametrize("lines", [("企业名称", NAME_A), ("统一社会信用代码", A), ("甲", "乙"), ("",)])
def test_without_both_columns_it_is_no_list(lines: tuple[str, ...]) -> None:
    found = read(*lines)
    assert errors(found) == [("K101", 1)] and not found.rows


def test_a_code_that_became_a_number_is_refused() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["企业名称", "统一社会信用代码"])
    sheet.append([NAME_A, 911399000689430566])
    stream = io.BytesIO()
    book.save(stream)
    assert [each.code for each in read_roster("a.xlsx", stream.getvalue(), LAYOUT).problems.listed] == ["K103"]


def test_what_is_known_besides_is_filled_in_but_no_figure() -> None:
    row = read("企业名称,统一社会信用代码", f"新名字有限公司,{A}").rows[A]
    found = completed(row, ROWS[0])
    assert found[:FIRST_DATA] == (A, "新名字有限公司", *ROWS[0][2:FIRST_DATA])
    assert not any(found[FIRST_DATA:])
    assert completed(row, None) == row
