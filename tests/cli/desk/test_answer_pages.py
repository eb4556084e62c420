"""Answers of departments on the page: shown by cell, decided by cell, taken all or none, with their documents."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from desk_client import DeskClient, text_of
from filled_sheets import refilled

from brandcluster.cli.requesting import office_papers
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.suppliers import asked_fields

DAY = {"day": "2014-04-09"}


@pytest.fixture
def sent(desk: DeskClient) -> DeskClient:
    """Finance was written to while the total was not known."""
    plan = desk.root / "application/plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("总额（万元）: 300", "总额（万元）:"), encoding="utf-8")
    desk.fill("/letters/make", {"office:财政部门": "yes", "day": "2014-03-20", "due": "2014-04-10"})
    return desk


def book(desk: DeskClient, **cells: Any) -> bytes:
    """The workbook of finance with cells filled, as 资金总额_B4."""

    def fill(made: Any) -> None:
        for place, value in cells.items():
            sheet, _, cell = place.partition("_")
            made[sheet][cell] = value

    return refilled((desk.root / "out/发函/财政部门.xlsx").read_bytes(), fill)


def hand_in(desk: DeskClient, *files: tuple[str, bytes]) -> str:
    answer = desk.fill("/letters/answers", files=[("files", each) for each in files])
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def plan_of(desk: DeskClient) -> str:
    return (desk.root / "application/plan.yaml").read_text(encoding="utf-8")


def test_an_answer_is_shown_taken_and_undone(sent: DeskClient) -> None:
    before = plan_of(sent)
    page = text_of(hand_in(sent, ("财政部门.xlsx", book(sent, 资金总额_B4=300)), ("财政部门.docx", b"the letter")))
    assert "资金总额!B4" in page and "还没有写" in page and "财政部门.docx" not in page
    assert plan_of(sent) == before and "等着收" in sent.get("/letters").text
    assert "收下了" in sent.fill("/letters/take", DAY).text
    assert plan_of(sent) == before.replace("总额（万元）:", "总额（万元）: 300", 1)
    (letter,) = load_dossier(sent.root).requests.sent
    assert letter.answered == date(2014, 4, 9) and letter.lacking is None
    assert "收财政部门交回的材料" in sent.post("/undo", {}).json()["said"]
    assert plan_of(sent) == before and load_dossier(sent.root).requests.sent[0].answered is None
    assert sent.get("/letters/answers").status_code == 400


@pytest.mark.long
def test_what_differs_is_decided_cell_by_cell(sent: DeskClient) -> None:
    filled = book(sent, 资金总额_B4=400, 资金明细_D4=130)
    plan = sent.root / "application/plan.yaml"
    plan.write_text(plan_of(sent).replace("总额（万元）:", "总额（万元）: 300", 1), encoding="utf-8")
    page = hand_in(sent, ("财政部门.xlsx", filled))
    total, item = dict.fromkeys(re.findall(r'name="(cell:[0-9a-f]+)"', page))
    assert "要选的 2 处" in page
    assert "什么也没有写" in sent.fill("/letters/take", {**DAY, total: "old"}).text
    assert "又改过" in sent.fill("/letters/take", {**DAY, total: "old", item: "new", "cell:00": "new"}).text
    assert "总额（万元）: 300" in plan_of(sent) and "130" not in plan_of(sent)
    assert "收下了" in sent.fill("/letters/take", {**DAY, total: "old", item: "new"}).text
    assert "总额（万元）: 300" in plan_of(sent) and "金额（万元）: 130" in plan_of(sent)


@pytest.mark.long
def test_what_is_wrong_stops_all_until_it_is_left_out(sent: DeskClient) -> None:
    before = plan_of(sent)
    page = hand_in(sent, ("一.xlsx", book(sent, 资金总额_B4="三百左右")), ("二.xlsx", book(sent, 资金总额_B4=300)))
    assert "填错 1 格" in page and "三百左右" in text_of(page)
    assert "什么也没有写" in sent.fill("/letters/take", DAY).text and plan_of(sent) == before
    assert "收下了" in sent.fill("/letters/take", {**DAY, "leave:1": "yes"}).text
    assert "总额（万元）: 300" in plan_of(sent)


@pytest.mark.long
def test_documents_are_entered_where_the_page_says(sent: DeskClient) -> None:
    page = hand_in(sent, ("意见.pdf", b"%PDF"), ("别的.pdf", b"%PDF 2"))
    mark = next(mark for mark, words in re.findall(r'<option value="(\w+)">([^<]+)', page) if "当地人民政府" in words)
    assert "又改过" in sent.fill("/letters/take", {**DAY, "into:意见.pdf": "0000"}).text
    assert not (sent.root / "evidence/意见.pdf").exists()
    assert "收下了" in sent.fill("/letters/take", {**DAY, "into:意见.pdf": mark}).text
    local = load_dossier(sent.root).recommendation.local
    assert local is not None and local.document == "evidence/意见.pdf"
    assert (sent.root / "evidence/别的.pdf").read_bytes() == b"%PDF 2"
    # Another file of the name is not overwritten.
    answer = sent.fill("/letters/answers", files=[("files", ("意见.pdf", b"another"))])
    assert answer.status_code == 409 and (sent.root / "evidence/意见.pdf").read_bytes() == b"%PDF"


@pytest.mark.long
def test_hostile_and_foreign_files_are_refused_in_words(sent: DeskClient) -> None:
    header = (sent.root / "dossier.yaml").read_text(encoding="utf-8").replace("云溪经济技术开发区", "别的区")
    other = load_dossier(sent.root, instead={"dossier.yaml": header.encode()})
    foreign = office_papers(other, "财政部门", asked_fields(other)["财政部门"], date(2014, 4, 1), date(2014, 3, 1))
    for name, content in (
        ("坏.xlsx", b"PK torn"),
        ("../../x.xlsx", b"MZ"),
        ("外.xlsx", foreign["xlsx"]),
        ("CON.pdf", b"x"),
        ("a" * 300 + ".pdf", b"x"),
    ):
        answer = sent.fill("/letters/answers", files=[("files", (name, content))])
        said = text_of(answer.text)
        assert answer.status_code in (400, 409) and "没有做成" in said and "brandcluster" not in said, name
    assert sent.fill("/letters/answers").status_code == 400
    assert sent.get("/letters/answers").status_code == 400 and sent.fill("/letters/take", DAY).status_code == 400
