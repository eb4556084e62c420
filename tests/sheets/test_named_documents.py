"""Cells that name a document as people do get its place; what did not come is told, and its cell is left."""

from __future__ import annotations

import pytest

from brandcluster.sheets.contents import BY_SHEET
from brandcluster.sheets.filled import Filled, FilledRow, FilledSheet
from brandcluster.sheets.named_documents import Lacking, name_documents

POLICIES = BY_SHEET["政策措施"]


def cell(text: str, *given: str, base: str = "", there: tuple[str, ...] = ()) -> tuple[str, set[str], list[Lacking]]:
    """What a row's cell holds then, which files were used, and what is lacking."""
    row = FilledRow(5, "1", {"名称": "办法", "文件": text})
    sheet = FilledSheet(POLICIES, [row], {"名称": 1, "文件": 2})
    filled = Filled("某区", copies={POLICIES.name: {"1": {"文件": base}}}, sheets=[sheet])
    used, lacking = name_documents(filled, given, there.__contains__)
    return sheet.rows[0].cells["文件"], used, lacking


@pytest.mark.parametrize(
    "text", ["办法.pdf", "办法", "《办法》", "evidence/办法.pdf", r"C:\Users\a\办法.pdf", "办法．ＰＤＦ", " 办法.pdf\n"]
)
def test_a_file_that_came(text: str) -> None:
    assert cell(text, "办法.pdf", "别的.pdf") == ("evidence/办法.pdf", {"办法.pdf"}, [])


def test_without_an_ending_it_must_be_one_file() -> None:
    found, used, lacking = cell("办法", "办法.pdf", "办法.docx")
    assert (found, used) == ("", set()) and lacking == [Lacking("政策措施!C5", "办法")]


def test_what_is_there_already() -> None:
    assert cell("evidence/旧.pdf", there=("evidence/旧.pdf",)) == ("evidence/旧.pdf", set(), [])
    assert cell("旧.pdf", there=("evidence/旧.pdf",)) == ("evidence/旧.pdf", set(), [])


def test_what_did_not_come_leaves_the_cell() -> None:
    found, used, lacking = cell("新.pdf", "别的.pdf", base="evidence/旧.pdf")
    assert (found, used, len(lacking)) == ("evidence/旧.pdf", set(), 1)
    assert cell("evidence/旧.pdf", base="evidence/旧.pdf") == ("evidence/旧.pdf", set(), [])
    assert cell("../../etc/passwd")[0] == ""
