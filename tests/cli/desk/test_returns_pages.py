"""Returns: checked cell by cell, decided on the page, taken; nothing of an enterprise elsewhere."""

from __future__ import annotations

import re

import pytest
from desk_client import DeskClient

from brandcluster.dossier.load import load_dossier
from brandcluster.returns.layout import layout_of

CODE = "91139900004504492D"


def sheet(desk: DeskClient, **values: str) -> bytes:
    """A filled return of one enterprise."""
    layout = layout_of(load_dossier(desk.root))
    industry = load_dossier(desk.root).industry_names[0]
    row = {
        "统一社会信用代码": CODE,
        "企业名称": "某某陶瓷有限公司",
        "所属产业": industry,
        "企业类型": "主导产业",
        **values,
    }
    amounts = ("工业增加值", "新产品产值", "销售收入", "自主品牌产品销售收入", "采标产品销售收入", "研发投入")
    row = {**{f"{each}（万元）": "10" for each in amounts}, "工业总产值（万元）": "100", **row}
    headings = [column.heading for column in layout.columns]
    cells = [
        row.get(each, "否" if each[:2] in ("规模", "参加", "建立", "品牌", "设首", "设品") else "") for each in headings
    ]
    return f"{','.join(headings)}\n{','.join(cells)}\n".encode()


def check(desk: DeskClient, *contents: bytes) -> str:
    files = [("files", (f"第{number}份.csv", each)) for number, each in enumerate(contents, 1)]
    answer = desk.fill("/returns/check", {"year": "2013"}, files)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def test_a_wrong_cell_is_named_and_nothing_is_written(desk: DeskClient, capfd: pytest.CaptureFixture[str]) -> None:
    page = check(desk, sheet(desk, 设品牌经理="x"))
    assert "第1份.csv" in page and re.search(r'class="nowrap">[A-Z]+2<', page) and "某某陶瓷有限公司" in page
    assert "没有写入" in desk.fill("/returns/take", {"do": "all"}).text
    assert not (desk.root / "enterprises/2013.csv").exists()
    assert "某某陶瓷" not in "".join(capfd.readouterr())


def test_what_differs_is_decided_on_the_page(desk: DeskClient) -> None:
    label = "工业总产值（万元）"
    page = check(desk, sheet(desk, **{label: "100"}), sheet(desk, **{label: "200"}))
    (field,) = set(re.findall(r'name="(take:[^"]*)"', page))
    assert "没有写入" in desk.fill("/returns/take", {"do": "all"}).text
    assert "收下了" in desk.fill("/returns/take", {"do": "all", field: "2"}).text
    assert f"{CODE}," in (desk.root / "enterprises/2013.csv").read_text(encoding="utf-8-sig")
    assert ",200," in (desk.root / "enterprises/2013.csv").read_text(encoding="utf-8-sig")
    assert (desk.root / "out/冲突决定-2013.xlsx").exists()
    assert desk.get("/returns/checked").status_code == 400


def test_years_and_files_are_asked_for(desk: DeskClient) -> None:
    assert desk.fill("/returns/check", {"year": "13"}, [("files", ("a.csv", b"x"))]).status_code == 400
    assert desk.fill("/returns/check", {"year": "2013"}).status_code == 400
    check(desk, b"\x00\xff not a table")
    assert desk.fill("/returns/give-up").status_code == 303 and "等着收" not in desk.get("/returns").text
