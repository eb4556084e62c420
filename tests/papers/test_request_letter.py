"""The letter to a department: what, why, in which unit, by when, in the layout of offices."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pytest
from cases import EXAMPLES

from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.suppliers import asked_fields, for_offices
from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.papers.request_letter import TITLE, AskedSheet, request_letter, until_words

DOSSIER = load_dossier(EXAMPLES / "qingshiling")
ASKED = asked_fields(DOSSIER)
DUE, DAY = date(2014, 4, 10), date(2014, 3, 20)


def letter(supplier: str, *, with_book: bool = True) -> Any:
    sheets = {each: AskedSheet(("某",), ("名称", "金额（万元）")) for each in ASKED[supplier]} if with_book else {}
    content = request_letter(DOSSIER, supplier, ASKED[supplier], sheets, DUE, DAY)
    assert not isinstance(open_docx(content), Refusal)
    assert content == request_letter(DOSSIER, supplier, ASKED[supplier], sheets, DUE, DAY)
    return docx.Document(io.BytesIO(content))


def lines_of(made: Any) -> list[str]:
    return [each.text for each in made.paragraphs]


@pytest.mark.parametrize("supplier", sorted(ASKED))
def test_everything_that_is_asked_is_in_it(supplier: str) -> None:
    made = letter(supplier)
    [table] = made.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    assert len(rows) == len(ASKED[supplier]) and all(all(row) for row in rows)
    said = "\n".join([*lines_of(made), *(text for row in rows for text in row)])
    assert said.count("2014年4月10日") == 2 and "〔2014〕102号" in said and "联系人：沈砚青" in said
    assert not any(words in said for words in (".yaml", "evidence/", "[]", "附件1 第"))


def test_it_is_laid_out_as_a_letter() -> None:
    made = letter("财政部门")
    lines = lines_of(made)
    assert lines[1:3] == [TITLE, "财政部门："] and "〔" in lines[0]
    page = made.sections[0]
    assert [round(side.mm) for side in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [
        37, 35, 28, 26,
    ]  # fmt: skip
    styles = {each.text: each.style for each in made.paragraphs}
    body = styles["财政部门："]
    assert (body.font.name, body.font.size.pt, round(body.paragraph_format.line_spacing.pt)) == ("仿宋", 16, 29)
    assert styles[TITLE].font.size.pt == 22
    day = next(each for each in made.paragraphs if each.text == "2014年3月20日")
    above = made.paragraphs[lines.index("2014年3月20日") - 1]
    assert above.text == DOSSIER.header.applicant and above.paragraph_format.keep_with_next
    assert day.paragraph_format.right_indent > above.paragraph_format.right_indent
    annex = next(each for each in made.paragraphs if each.text == "附件1")
    assert annex.paragraph_format.page_break_before


def test_without_a_workbook_nothing_is_said_of_one() -> None:
    lines = lines_of(letter("科技部门", with_book=False))
    assert not any("工作簿" in each for each in lines) and "附件：需要提供的材料" in lines and "附件" in lines


def test_words_of_files_are_left_out() -> None:
    assert for_offices("安全情况，与 conditions.yaml 的声明一致。") == "安全情况。"
    assert for_offices("不论大小；没有就写 []。") == "不论大小。"
    assert for_offices("单位：万元。") == "单位：万元。"
    assert until_words(DOSSIER, DUE).startswith("8．请于2014年4月10日前交回。联系人：")
