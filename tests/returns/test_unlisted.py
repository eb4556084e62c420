"""What stands on a returned sheet beside the returns: headings again, totals, notes, other units, other years."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from cases import BASE, HERE

from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.measures import AMOUNTS, COLUMNS
from brandcluster.formats.tables.sheet import Place, Sheet
from brandcluster.returns.headings import find_heading
from brandcluster.returns.layout import layout_of
from brandcluster.returns.problems import KEPT, Problems, ReturnProblem
from brandcluster.returns.reading import Taken, read_returns

LAYOUT = layout_of(load_dossier(BASE))
CLEAN = (HERE / "cases" / "returns" / "same" / "clean.csv").read_text(encoding="utf-8-sig")
HEAD, *ROWS = [line.split(",") for line in CLEAN.splitlines()]
LABELS = [column.label for column in COLUMNS]


def taken(rows: Iterable[list[str]], year: int | None = None) -> Taken:
    return read_returns("甲.csv", "\n".join(",".join(row) for row in rows).encode("gb18030"), LAYOUT, year)


def said(found: Taken) -> list[tuple[str, str, int, int | None]]:
    return [(p.code, p.severity, p.place.row, p.place.column) for p in found.problems.listed]


def one(text: str, at: int = 0) -> list[str]:
    return ["", *[""] * (at - 1), text, *[""] * (16 - at)] if at else [text, *[""] * 16]


# ---- rows that are no enterprise's ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (one("合  计"), "合计行"),
        (["", "阀门小计", "", "", "", "1", *[""] * 11], "合计行"),
        (["", "", "合计", "", "", "1", *[""] * 11], "合计行"),
        (["总计（8家）", "", "", "", "", "1", *[""] * 11], "合计行"),
        (["", "本页合计：", "", "", "", "1", *[""] * 11], "合计行"),
        (one("其中：规上"), "“其中”行"),
        (["", "其中：规模以上企业", "", "", "", "1", *[""] * 11], "“其中”行"),
        (["其中", "", "", "", "", "1", *[""] * 11], "“其中”行"),
        (HEAD, "重复的标题"),
        (LABELS, "重复的标题"),
        ([f"是否{label}" if at > 11 else label for at, label in enumerate(LABELS)], "重复的标题"),
        ([str(at) for at in range(1, 18)], "栏号"),
        (one("注：金额按当年价格计算"), "说明文字"),
        (one("金额单位：万元", 10), "说明文字"),
        (["填表人", "张三", "", "", "", "13900000000", *[""] * 11], "说明文字"),
        (["单位负责人：甲", "", "", "填表人：乙", "", "电话：0310-5550001", *[""] * 11], "说明文字"),
    ],
)
def test_rows_that_are_left_out(row: list[str], reason: str) -> None:
    found = taken([HEAD, *ROWS[:3], row, *ROWS[3:]])
    assert said(found) == []
    assert len(found.entries) == len(ROWS)
    assert [(each.reason, each.rows) for each in found.skipped] == [(reason, (5,))]


@pytest.mark.parametrize(
    "row",
    [
        ["", "云溪合计软件有限公司", "阀门", "主导产业", "是", "1", *[""] * 11],
        ["", "汇总阀门厂", *[""] * 15],
        ["", "", "", "", "", "12345", *[""] * 11],
        ["", "张家铺", "阀门", "主导产业", "否", *[""] * 12],
    ],
)
def test_what_may_be_an_enterprise_is_never_left_out(row: list[str]) -> None:
    found = taken([HEAD, *ROWS, row])
    assert len(found.entries) == len(ROWS) + 1
    assert ("K103", "error", len(ROWS) + 2, 0) in said(found)


def test_pages_with_headings_of_two_rows() -> None:
    """Title, unit and a heading of two rows are repeated on every page, as a printed summary has them."""
    book = openpyxl.Workbook()
    sheet: Any = book.active

    def page(row: int) -> int:
        sheet.cell(row, 1, "云溪开发区企业报表")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=18)
        sheet.cell(row + 1, 16, "单位：万元")
        for at, label in enumerate(LABELS, 2):
            if 7 <= at < 14:
                sheet.cell(row + 3, at, label)
            else:
                sheet.cell(row + 2, at, label)
                sheet.merge_cells(start_row=row + 2, end_row=row + 3, start_column=at, end_column=at)
        sheet.cell(row + 2, 7, "产值、收入和投入")
        sheet.merge_cells(start_row=row + 2, end_row=row + 2, start_column=7, end_column=13)
        return row + 4

    line = page(1)
    for index, row in enumerate(ROWS):
        line = page(line) if index == 4 else line
        sheet.cell(line, 1, index + 1)
        for at, value in enumerate(row, 2):
            sheet.cell(line, at, float(value) if 7 <= at < 14 and value else value or None)
        line += 1
    stream = io.BytesIO()
    book.save(stream)
    found = read_returns("甲.xlsx", stream.getvalue(), LAYOUT)
    assert said(found) == []
    assert [entry.row for entry in found.entries] == [tuple(row) for row in ROWS]
    assert sorted(row for each in found.skipped for row in each.rows) == [9, 10, 11, 12]


# ---- what must not change half-way -----------------------------------------------------------------------------------


def thousands(row: list[str]) -> list[str]:
    return [f"{float(text) * 10:g}" if 5 <= at < 12 and text else text for at, text in enumerate(row)]


@pytest.mark.parametrize(
    ("middle", "row"),
    [
        ([[text.replace("万元", "千元") for text in HEAD]], 6),
        ([[*HEAD[:5], HEAD[8], *HEAD[6:8], HEAD[5], *HEAD[9:]]], 6),
        ([one("单位：千元", 10), LABELS], 6),
        ([LABELS, one("计量单位：千元")], 7),
    ],
    ids=["heading in another unit", "columns in another order", "unit above a page", "unit below it"],
)
def test_another_unit_or_order_half_way_is_an_error(middle: list[list[str]], row: int) -> None:
    found = taken([HEAD, *ROWS[:4], *middle, *map(thousands, ROWS[4:])])
    assert said(found) == [("K101", "error", row, None)]


@pytest.mark.parametrize(
    ("above", "wrong"),
    [
        ("2013年企业填报表", 0),
        ("报告期：2013年1—12月", 0),
        ("2013年度（2014年3月5日填报）", 0),
        ("企业填报表", 0),
        ("2012年企业填报表", 1),
        ("报告期：2014年1—12月", 1),
        ("2013年1—6月企业填报表", 1),
        ("2013年1至9月", 1),
        ("2013年上半年企业填报表", 1),
        ("2013年前三季度", 1),
        ("2012年上半年", 2),
    ],
)
def test_the_year_above_the_heading(above: str, wrong: int) -> None:
    found = taken([one(above), HEAD, *ROWS], 2013)
    assert said(found) == [("K101", "error", 1, None)] * wrong or said(found) == [("K101", "error", 2, None)] * wrong
    assert taken([one(above), HEAD, *ROWS]).problems.listed == []


def test_a_sheet_named_after_another_year() -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("2012年", "2013"):
        sheet = book.create_sheet(name)
        for row in (HEAD, *ROWS):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    problems = read_returns("甲.xlsx", stream.getvalue(), LAYOUT, 2013).problems.listed
    assert [(p.code, p.place.sheet) for p in problems] == [("K101", "2012年")]


# ---- headings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "taken_as"),
    [
        ("工业总产值(万元,当年价格)", "gross_output"),
        ("工业总产值\n万元", "gross_output"),
        ("工业总产值-万元", "gross_output"),
        ("3、工业总产值【单位：万元】*", "gross_output"),
        ("工业总产值（不变价格，万元）", None),
        ("工业总产值（万美元）", None),
        ("工业销售产值（万元）", None),
    ],
)
def test_remarks_that_make_a_heading_another_one(heading: str, taken_as: str | None) -> None:
    names = [column.heading if column.name != "gross_output" else heading for column in COLUMNS]
    found = find_heading(Sheet(None, [names]), LAYOUT)
    assert found is not None
    assert found.positions.get("gross_output") == (5 if taken_as else None)
    assert bool(found.problems) == (taken_as is None)


# ---- cells whose value cannot be known -----------------------------------------------------------------------------------


def book(write: Callable[[Any, int, int, str], None], recalculated: bool = True) -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    if not recalculated:
        workbook.set_calc_mode("auto")
        workbook.calc_on_load = False
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for line, row in enumerate(ROWS[:2], 1):
        for at, text in enumerate(row):
            write(sheet, line, at, text)
    workbook.close()
    return stream.getvalue()


def test_a_code_that_was_a_number_is_refused_even_where_its_check_character_agrees() -> None:
    """Of the codes that a table program rounds, one of 31 passes the check character."""
    passing = "911399000000031000"

    def write(sheet: Any, line: int, at: int, text: str) -> None:
        if (line, at) == (1, 0):
            sheet.write_number(line, at, float(passing))
        else:
            sheet.write_string(line, at, text)

    found = read_returns("甲.xlsx", book(write), LAYOUT)
    assert said(found) == [("K103", "error", 2, 0)]


@pytest.mark.parametrize(("recalculated", "problems"), [(True, [("K102", "error", 2, 5)]), (False, [])])
def test_a_formula_that_nobody_worked_out(recalculated: bool, problems: list[Any]) -> None:
    """A program that writes a 0 for every formula also says that the workbook is still to be worked out."""

    def write(sheet: Any, line: int, at: int, text: str) -> None:
        if (line, at) == (1, 5):
            sheet.write_formula(line, at, "=3000+131")
        else:
            sheet.write_string(line, at, text)

    assert said(read_returns("甲.xlsx", book(write, recalculated), LAYOUT)) == problems


# ---- as many as can be read ------------------------------------------------------------------------------------------------


def test_problems_are_counted_and_the_first_are_kept() -> None:
    found = Problems()
    for row in range(KEPT + 7):
        found.add(ReturnProblem("K102", "error", "错", "改", Place("甲", None, row)))
        found.add(ReturnProblem("K109", "warning", "疑", "看", Place("甲", None, row)))
    assert len(found.listed) == 2 * KEPT
    assert (found.errors(), found.errors(frozenset(("K109",)))) == (KEPT + 7, 0)
    assert found.left_out == [("K102", "error", 7), ("K109", "warning", 7)]


@pytest.mark.long
def test_a_file_full_of_mistakes_takes_little_memory() -> None:
    import tracemalloc

    rows = [[f"x{at}", "甲", "阀们", "怪", "难说", *["q"] * 12] for at in range(3000)]
    tracemalloc.start()
    found = taken([HEAD, *rows])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.problems.errors() == 3000 * 16
    assert len(found.problems.listed) < 6 * KEPT
    assert most / 3000 < 3000


def test_the_amounts_are_where_the_tests_think() -> None:
    assert [column.name for column in COLUMNS[5:12]] == [column.name for column in AMOUNTS]


# ---- what is said of a heading, and of rows nobody sees ------------------------------------------------------------


def workbook_of(rows: list[list[str]], *hidden: int, merged: tuple[str, str] | None = None) -> bytes:
    """A workbook of texts; rows from 0 that are hidden, a range that is merged and what stands in it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("甲")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    for at in hidden:
        sheet.set_row(at, None, None, {"hidden": True})
    if merged is not None:
        sheet.merge_range(*merged)
    book.close()
    return stream.getvalue()


def test_the_nearest_row_is_named_where_there_is_no_heading() -> None:
    found = taken([["2013年汇总"], ["企业名称", "销售收入（万元）", "备注"], ["甲公司", "1", ""]])
    [problem] = found.problems.listed
    assert problem.place.row == 2
    assert "企业名称、销售收入" in problem.message and "统一社会信用代码" in problem.message
    [problem] = taken([["甲", "乙"]]).problems.listed
    assert "统一社会信用代码" in problem.message


def test_hidden_rows_are_read_counted_and_said() -> None:
    found = read_returns("甲.xlsx", workbook_of([HEAD, *ROWS[:5]], 2, 4), LAYOUT)
    assert len(found.entries) == 5
    [warning] = [each for each in found.problems.listed if "隐藏" in each.message]
    assert (warning.code, warning.severity, warning.place.row) == ("K101", "warning", 3)
    assert "有 2 行" in warning.message and "第 3、5 行" in warning.message
    assert read_returns("甲.xlsx", workbook_of([HEAD, *ROWS[:5]]), LAYOUT).problems.listed == []


def test_a_unit_in_the_heading_of_a_group_counts_for_its_columns() -> None:
    labels = [each.partition("（")[0] for each in HEAD]
    top = ["" for _ in HEAD]
    content = workbook_of([top, labels, *ROWS[:2]], merged=("F1:L1", "产值（千元）"))
    found = read_returns("甲.xlsx", content, LAYOUT)
    assert [each.message for each in found.problems.listed if each.code == "K101"] == []
    plain = taken([HEAD, *ROWS[:2]])
    at = LAYOUT.index("gross_output")
    assert [float(each.row[at]) * 10 for each in found.entries] == [float(each.row[at]) for each in plain.entries]
