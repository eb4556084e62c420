"""A filled workbook into the dossier: without a change nothing changes, and a changed cell changes its value alone."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, EXAMPLES, HERE
from filled_sheets import another, made, put, read, refilled, taken, texts_of_taking, write
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.dossier.editing.new_files import new_dossier_files
from brandcluster.dossier.load import load_dossier
from brandcluster.formats.yaml.document import read_document
from brandcluster.notice.edition import default_edition
from brandcluster.sheets.cell_values import tidy
from brandcluster.sheets.contents import BY_SHEET, columns_of
from brandcluster.sheets.entries import at, sheet_entries
from brandcluster.sheets.taking_in import match_entries, take_in

DOSSIERS = {
    "qingshiling": EXAMPLES / "qingshiling",
    "lanting": EXAMPLES / "lanting",
    "base": BASE,
    "zone": HERE / "cases" / "zone",
}
#: One cell in so many is changed, another one in each dossier.
EVERY = 13


def blank(root: Path) -> Path:
    """A new folder, as `init` writes it."""
    for path, text in new_dossier_files(default_edition(), 2013).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "申报"))


def stated_by_an_office(root: Path, year: int = 2013) -> None:
    """Let the figures of a year be an office's own."""
    path = root / "statistics" / f"{year}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("类型: 企业报表", "类型: 统计部门"), encoding="utf-8")


# ---- round trip --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*DOSSIERS, "new"])
@pytest.mark.part(5)
def test_without_a_change_nothing_changes(tmp_path: Path, name: str) -> None:
    folder = blank(tmp_path) if name == "new" else DOSSIERS[name]
    content = made(folder, 2014)
    assert made(folder, 2014) == content
    for each in (content, refilled(content)):
        taking, texts = taken(folder, each)
        assert (taking.items, taking.faults, taking.notes, texts) == ([], [], [], {})


@pytest.mark.parametrize("name", [*DOSSIERS, "new"])
@pytest.mark.part(5)
def test_a_changed_cell_changes_its_value_alone(tmp_path: Path, name: str) -> None:
    folder = blank(tmp_path) if name == "new" else Path(shutil.copytree(DOSSIERS[name], tmp_path / "a"))
    for path in (folder / "statistics").iterdir():
        stated_by_an_office(folder, int(path.stem))
    dossier = load_dossier(folder)
    filled = read(made(folder))
    number = tried = 0
    for sheet in filled.sheets:
        table = sheet.table
        for row, entry in enumerate(sheet_entries(dossier, table)):
            for index, column in enumerate(columns_of(table)):
                number += 1
                if number % EVERY:
                    continue
                tried += 1
                typed, value = another(column, entry, index)
                before = sheet.rows[row].cells[column.heading]
                sheet.rows[row].cells[column.heading] = typed.strip()  # type: ignore[index]
                taking = take_in(dossier, filled, None)
                sheet.rows[row].cells[column.heading] = before  # type: ignore[index]
                assert len(taking.items) == 1 and not taking.faults, (table.name, column.heading, taking)
                texts = texts_of_taking(dossier, taking)
                assert list(texts) == [entry.path]
                document = dossier.documents[entry.path]
                wanted = put(document.data, (*entry.keys, *column.keys), value)
                after = read_document(entry.path, (texts[entry.path] or "").encode())
                assert as_text(after.data) == as_text(wanted), (table.name, column.heading)
                assert comments(after.text) == comments(document.text)
    assert tried >= 8


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.part(6)
def test_many_changed_cells_change_their_values_alone(root: Path, seed: int) -> None:
    stated_by_an_office(root)
    dossier = load_dossier(root)
    draw = random.Random(seed)  # noqa: S311  # cases, no secrets
    filled = read(made(root))
    wanted = {path: document.data for path, document in dossier.documents.items()}
    typed_rows: set[int] = set()
    changed = 0
    for sheet in draw.choices(filled.sheets, k=25):
        entries = sheet_entries(dossier, sheet.table)
        index, row = draw.randrange(len(columns_of(sheet.table))), draw.randrange(max(len(entries), 1))
        column = columns_of(sheet.table)[index]
        if not entries or entries[row].summed or id(sheet.rows[row]) in typed_rows or sheet.table.name == "统计":
            continue
        typed, value = another(column, entries[row], index)
        typed_rows.add(id(sheet.rows[row]))
        sheet.rows[row].cells[column.heading] = typed.strip()  # type: ignore[index]
        path = entries[row].path
        wanted[path] = put(wanted[path], (*entries[row].keys, *column.keys), value)
        changed += 1
    taking = take_in(dossier, filled, None)
    assert not taking.faults and len(taking.items) == changed > 3
    texts = texts_of_taking(dossier, taking)
    assert set(texts) == {path for path in wanted if wanted[path] is not dossier.documents[path].data}
    for path, text in texts.items():
        assert as_text(read_document(path, (text or "").encode()).data) == as_text(wanted[path])
        assert comments(text or "") == comments(dossier.documents[path].text)


TYPED_TEXTS = st.text(
    st.one_of(
        st.sampled_from("-:#{}[]|>'\"%@`&*!?,= \n\t甲乙，。《》12.～\\~"),
        st.characters(min_codepoint=32, max_codepoint=0x1FFFF, exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")),
    ),
    min_size=1,
    max_size=40,
)
QINGSHILING = made(EXAMPLES / "qingshiling")


@settings(max_examples=examples(40))
@given(
    TYPED_TEXTS,
    st.sampled_from([("资金明细", "支持方向"), ("项目目标", "单位"), ("承诺", "内容"), ("工作项目", "名称")]),
)
def test_any_text_arrives_as_it_was_typed(text: str, where: tuple[str, str]) -> None:
    text = tidy(text)
    assume(text)
    dossier = load_dossier(EXAMPLES / "qingshiling")
    filled = read(QINGSHILING)
    sheet = next(each for each in filled.sheets if each.table.name == where[0])
    sheet.rows[1].cells[where[1]] = text  # type: ignore[index]
    taking = take_in(dossier, filled, None)
    [item] = taking.items
    [(path, after)] = texts_of_taking(dossier, taking).items()
    assert after is not None
    value = at(read_document(path, after.encode()).data, item.keys)
    assert isinstance(value, str) and value.rstrip() == text.replace("\t", " ").rstrip()


def as_text(data: Any) -> Any:
    """Data with every number as text: what was typed is compared, not how YAML types it."""
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_text(each) for each in data]
    return data if data is None or isinstance(data, bool) else str(data).rstrip("\n")


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.lstrip().startswith("#")]


def test_a_cell_typed_in_a_workbook_arrives(root: Path) -> None:
    def fill(book: Any) -> None:
        book["资金明细"]["D4"] = 500
        book["工作项目"]["D4"] = "是"
        book["统计年度"]["G5"] = 2486301.5
        book["前三企业"]["C4"] = "91130700000000001X"

    before = {
        path: (root / path).read_text(encoding="utf-8") for path in ("application/plan.yaml", "statistics/2013.yaml")
    }
    taking, texts = taken(root, refilled(made(root), fill))
    assert [(each.status, each.where, each.old, each.new) for each in taking.items] == [
        ("改", "统计年度!G5", "2486300", "2486301.5"),
        ("改", "资金明细!D4", "480", "500"),
        ("填", "工作项目!D4", "", "是"),
        (taking.items[3].status, "前三企业!C4", taking.items[3].old, "91130700000000001X"),
    ]
    plan = before["application/plan.yaml"].replace("金额（万元）: 480", "金额（万元）: 500", 1)
    plan = plan.replace(
        "      - 开展区域品牌策划和设计\n", "      - 开展区域品牌策划和设计\n      - 建立品牌相关评价制度\n", 1
    )
    assert texts["application/plan.yaml"] == plan
    statistics = before["statistics/2013.yaml"].replace("2486300", "2486301.5")
    assert texts["statistics/2013.yaml"] == statistics


def test_dates_as_excel_keeps_them_are_read(root: Path) -> None:
    import datetime

    def fill(book: Any) -> None:
        book["政策措施"]["E4"] = datetime.datetime(2012, 6, 1)
        book["工作阶段"]["C4"] = datetime.datetime(2014, 8, 1)
        book["工作阶段"]["D4"] = 2015.1

    taking, _ = taken(root, refilled(made(root), fill))
    assert [(each.label, taking.values[each.path][each.keys]) for each in taking.items] == [
        ("开始", "2014-08"),
        ("发布日期", "2012-06-01"),
    ]
    assert [each.where for each in taking.faults] == ["工作阶段!D4"]  # perhaps October, whose zero was cut


# ---- rows --------------------------------------------------------------------------------------------------------


def test_rows_come_and_go(root: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book["工作项目"]
        sheet["B13"], sheet["C13"], sheet["J13"] = "新项目", "是", "2014-08"
        sheet = book["时间节点"]
        sheet["B35"], sheet["C35"], sheet["D35"] = "新项目", "2014-10", "完成"
        for column in "BCD":
            book["拟落实的政策"][f"{column}5"] = None
        for column in "BCDEFGHIJKL":
            sheet = book["工作项目"]
            if sheet[f"{column}5"].value:
                sheet[f"{column}5"] = None

    content = refilled(made(root), fill)
    taking, texts = taken(root, content)
    assert [(each.status, each.sheet) for each in taking.items] == [
        ("未删", "工作项目"),
        ("新增", "工作项目"),
        ("新增", "时间节点"),
        ("删", "拟落实的政策"),
    ]
    assert "工作内容" in taking.items[0].note
    write(root, texts)
    plan = load_dossier(root).plan
    assert plan.projects[-1].name == "新项目" and plan.projects[-1].milestones[0].result == "完成"
    assert len(plan.policies) == 5 and all("奖励办法" not in (each.name or "") for each in plan.policies)
    again, texts = taken(root, content)
    assert [each.status for each in again.items] == ["未删"] and texts == {}


def test_an_entry_with_a_comment_stays(root: Path) -> None:
    path = root / "application" / "plan.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("    责任单位: 砚溪县财政局", "    责任单位: 砚溪县财政局  # 已商定"), encoding="utf-8"
    )

    def fill(book: Any) -> None:
        for column in "BCD":
            book["拟落实的政策"][f"{column}4"] = None

    from brandcluster.sheets.write_changes import new_texts

    taking, _ = taken(root, refilled(made(root), fill))
    [changed] = new_texts(load_dossier(root), taking, default_edition())
    assert changed.kept == (("拟落实的政策和措施", 0),) and changed.after == changed.before


def test_lists_in_one_line_are_changed_in_one_line(root: Path) -> None:
    """As some write them: [{年份: 2014, 金额（万元）: 1320}]."""
    path = root / "application" / "plan.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  分年合计:"), text.index("  分来源合计:")
    short = "  分年合计: [{年份: 2014, 金额（万元）: 1320}, {年份: 2015, 金额（万元）: 2060}]  # 已核\n"
    path.write_text(text[:start] + short + text[end:], encoding="utf-8")

    def fill(book: Any) -> None:
        sheet = book["分年合计"]
        sheet["C4"], sheet["B6"], sheet["C6"] = 1321, 2016, 5

    taking, texts = taken(root, refilled(made(root), fill))
    assert [each.status for each in taking.items] == ["改", "新增"]
    line = short.replace("1320", "1321").replace("}]", "}, {年份: 2016, 金额（万元）: 5}]")
    assert texts == {"application/plan.yaml": text[:start] + line + text[end:]}


def test_a_year_that_has_no_file_gets_one(root: Path) -> None:
    def fill(book: Any) -> None:
        rows = {row[0].row: [cell.value for cell in row] for row in book["统计"].iter_rows(min_row=4)}
        [line] = [number for number, row in rows.items() if row[1:3] == ["2014", "特种陶瓷"]]
        book["统计"][f"I{line}"] = 1000
        [line] = [row[0].row for row in book["统计年度"].iter_rows(min_row=4) if row[1].value == "2014"]
        book["统计年度"][f"C{line}"], book["统计年度"][f"D{line}"] = "全年", "统计部门"

    taking, texts = taken(root, refilled(made(root, 2014), fill))
    assert [each.status for each in taking.items] == ["新增", "新增"] and list(texts) == ["statistics/2014.yaml"]
    write(root, texts)
    found = load_dossier(root).statistics[2014]
    assert found.source is not None and found.source.kind == "统计部门"
    assert [(each.name, str(each.gross_output)) for each in found.industries] == [("特种陶瓷", "1000")]


@pytest.mark.parametrize(
    ("sheet", "cells", "where", "message"),
    [
        ("时间节点", {"B35": "没有的项目", "C35": "2014-10"}, "时间节点!B35", "材料里没有项目叫"),
        ("时间节点", {"C35": "2014-10"}, "时间节点!B35", "没有写属于哪个项目"),
        ("变动说明", {"C4": "特种陶瓷", "D4": "参加品牌培训企业数（家）"}, "变动说明!B4", "没有写是哪一年"),
        ("统计", {"B12": "2013", "C12": "特种陶瓷", "D12": 3}, "统计!B12", "由企业报表汇总"),
        ("资金明细", {"D4": "480万"}, "", ""),
        ("资金明细", {"D4": "约480"}, "资金明细!D4", "不是数"),
        ("资金明细", {"D4": -3}, "资金明细!D4", "负数"),
        ("资金明细", {"A4": "2"}, "资金明细!A5", "有两行写着“2”"),
        ("资金明细", {"A4": "99"}, "资金明细!A4", "没有“99”"),
        ("资金明细", {"D4": "=1+1"}, "资金明细!D4", "公式没有算出"),
        ("时间节点", {"B4": "营销和宣传平台建设"}, "时间节点!B4", "改成了"),
        ("事故声明", {"B4": "质量"}, "事故声明!B4", "不能写“质量”"),
        ("工作项目", {"C4": "也许"}, "工作项目!C4", "看不出"),
        ("政策措施", {"I4": "C:\\文件.pdf"}, "政策措施!I4", "不是本文件夹里的路径"),
        ("政策措施", {"B4": "看不\u200b见"}, "政策措施!B4", "看不见的字符"),
    ],
)
@pytest.mark.part(5)
def test_a_wrong_cell_is_named(root: Path, sheet: str, cells: dict[str, Any], where: str, message: str) -> None:
    def fill(book: Any) -> None:
        for cell, value in cells.items():
            book[sheet][cell] = value

    taking, _ = taken(root, refilled(made(root), fill))
    assert any(each.where == where and message in each.message for each in taking.faults) == bool(where), taking.faults
    assert all(each.help.endswith("。") for each in taking.faults)


def test_merged_cells_are_refused(root: Path) -> None:
    taking, _ = taken(root, refilled(made(root), lambda book: book["资金明细"].merge_cells("C4:C6")))
    assert [each.where for each in taking.faults] == ["资金明细!C4"]


def test_rows_that_were_deleted_are_told_of(root: Path) -> None:
    taking, texts = taken(root, refilled(made(root), lambda book: book["资金明细"].delete_rows(4)))
    assert texts == {} and taking.items == [] and taking.faults == []
    assert taking.notes == ["资金明细：序号 1 的行不见了，没有删。要删就把那一行的格清空，不删整行。"]


def test_rows_may_be_sorted_and_columns_moved(root: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book["资金明细"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=12)]
        moved = [rows[0], *reversed(rows[1:])]
        for line, row in enumerate(moved, start=3):
            for index, value in enumerate([*row[1:], row[0]], start=1):
                sheet.cell(line, index).value = value

    taking, texts = taken(root, refilled(made(root), fill))
    assert (taking.items, taking.faults, texts) == ([], [], {})


def test_a_sheet_that_is_gone_is_left_alone(root: Path) -> None:
    taking, texts = taken(root, refilled(made(root), lambda book: book.remove(book["资金明细"])))
    assert (taking.items, taking.faults, taking.notes, texts) == ([], [], [], {})


# ---- two sides ---------------------------------------------------------------------------------------------------


def change_plan(root: Path, old: str, new: str) -> None:
    path = root / "application" / "plan.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_changed_meanwhile_stays(root: Path) -> None:
    content = refilled(made(root), lambda book: book["资金明细"].__setitem__("D5", 250))
    change_plan(root, "金额（万元）: 480", "金额（万元）: 490")
    change_plan(
        root, "    - 年份: 2014\n", "    - 年份: 2013\n      来源: 县财政\n      金额（万元）: 5\n    - 年份: 2014\n"
    )
    taking, texts = taken(root, content)
    assert [(each.status, each.old, each.new) for each in taking.items] == [("改", "240", "250")]
    write(root, texts)
    items = load_dossier(root).plan.funds.items  # type: ignore[union-attr]
    assert [int(each.amount or 0) for each in items[:3]] == [5, 490, 250]


@pytest.mark.parametrize(("prefer", "amount"), [(None, 490), ("new", 500), ("old", 490)])
@pytest.mark.part(3)
def test_both_sides_changed(root: Path, prefer: str | None, amount: int) -> None:
    content = refilled(made(root), lambda book: book["资金明细"].__setitem__("D4", 500))
    change_plan(root, "金额（万元）: 480", "金额（万元）: 490")
    taking, texts = taken(root, content, prefer)
    assert taking.conflicts == (prefer is None)
    if prefer is None:
        assert [(each.base, each.old, each.new) for each in taking.items] == [("480", "490", "500")]
    write(root, texts)
    assert load_dossier(root).plan.funds.items[0].amount == amount  # type: ignore[union-attr]


def test_an_entry_that_is_gone_is_a_conflict(root: Path) -> None:
    content = refilled(made(root), lambda book: book["分年合计"].__setitem__("C4", 1))
    change_plan(root, "    - 年份: 2014\n      金额（万元）: 1320\n", "")
    for prefer in (None, "new"):
        taking, texts = taken(root, content, prefer)
        assert taking.conflicts == 1 and "已经没有" in taking.items[0].note and texts == {}


def test_rows_are_found_again_by_what_they_say() -> None:
    table = BY_SHEET["资金明细"]
    entries = sheet_entries(load_dossier(EXAMPLES / "qingshiling"), table)
    headings = [column.heading for column in columns_of(table)]
    copies = {str(number): dict(zip(headings, each.texts, strict=True)) for number, each in enumerate(entries, 1)}
    turned = list(reversed(entries))
    assert match_entries(table, copies, turned) == {str(number): each for number, each in enumerate(entries, 1)}
    assert "1" not in match_entries(table, copies, entries[1:2])


# ---- sums of returns ---------------------------------------------------------------------------------------------


@pytest.mark.long
def test_sums_of_returns_are_shown_beside_and_stay(root: Path) -> None:
    def fill(book: Any) -> None:
        book["统计"]["I4"] = 1
        book["统计"]["I5"] = 1246800
        book["统计"]["J5"] = 2
        book["同口径"]["E4"] = 1

    for prefer in (None, "new"):
        taking, texts = taken(root, refilled(made(root), fill), prefer)
        assert [(each.status, each.where) for each in taking.items] == [
            ("并排", "统计!I4"),
            *[("并排", "统计!I5")] * (taking.items[1].where == "统计!I5"),
            ("并排", "统计!J5"),
            ("并排", "同口径!E4"),
        ]
        assert texts == {}
        assert "核对序号 1（2012 特种陶瓷）" in [each.row for each in taking.items]
    stated_by_an_office(root, 2012)
    taking, texts = taken(root, refilled(made(root), lambda book: book["统计"].__setitem__("I4", 1)))
    assert [each.status for each in taking.items] == ["改"] and list(texts) == ["statistics/2012.yaml"]
