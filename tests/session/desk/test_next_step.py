"""The one thing that is next."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES, prepare

from brandcluster.session.desk.next_step import NextStep, next_step
from brandcluster.session.desk.page_boxes import box_id
from brandcluster.session.opened import Session


def after(root: Path, *edits: dict[str, Any]) -> NextStep | None:
    return next_step(Session(prepare(root / "R", list(edits))))


@pytest.mark.parametrize(
    ("edit", "words", "slug", "supplier"),
    [
        ({"file": "dossier.yaml", "find": "联系人: 甲某", "replace": "联系人:"}, "填写“联系人”", "cover", "申报单位"),
        (
            {
                "file": "application/top-enterprises.yaml",
                "find": "销售收入（万元）: 3000",
                "replace": "销售收入（万元）:",
            },
            "填写“企业”的销售收入（万元）",
            "top-three",
            "统计部门",
        ),
        ({"file": "dossier.yaml", "find": "2014-04-18", "replace": "2014年4月18日"}, "申报日期：", "cover", "申报单位"),
    ],
)
def test_what_is_next(edit: dict[str, Any], words: str, slug: str, supplier: str, tmp_path: Path) -> None:
    found = after(tmp_path, edit)
    assert found is not None and found.section is not None
    assert found.words.startswith(words) and found.section.slug == slug and found.supplier == supplier and found.why


def test_a_file_that_cannot_be_read_comes_first(tmp_path: Path) -> None:
    found = after(
        tmp_path,
        {"file": "dossier.yaml", "find": "联系人: 甲某", "replace": "联系人:"},
        {"file": "recommendation.yaml", "write": "a: [\n"},
    )
    assert found is not None and found.section is not None and found.left > 1
    assert found.section.slug == "recommendation" and found.box == "loose"


def test_it_leads_to_the_box(tmp_path: Path) -> None:
    edit = {"file": "application/top-enterprises.yaml", "find": "品牌荣誉: 无", "replace": "品牌荣誉:"}
    found = after(tmp_path, edit)
    assert found is not None and found.box == box_id("application/top-enterprises.yaml", ("企业", 0, "品牌荣誉"))


def test_a_condition_that_is_not_decided_leads_to_its_answer() -> None:
    found = next_step(Session(EXAMPLES / "qingshiling"))
    assert found is not None and found.section is not None and found.section.slug == "recommendation"
    assert found.box == box_id("recommendation.yaml", ("当地人民政府", "结论")) and found.supplier == "当地人民政府"
    assert found.why.startswith("三（三）")


def test_a_decision_leads_to_where_it_is_written_down(tmp_path: Path) -> None:
    found = after(tmp_path)
    assert found is not None and found.page == "/judging?clause=scope-industry&industry=%E9%98%80%E9%97%A8"
    assert found.words.count("还需有人认定") == 1 and found.why.startswith("三（一）")


@pytest.mark.parametrize(
    ("edit", "page"),
    [
        ({"file": "judgements.yaml", "write": "判断: [\n"}, "/judging"),
        ({"file": "requests.yaml", "write": "发函: [\n"}, "/letters"),
        ({"file": "enterprises/2013.csv", "write": "什么,也不是\n1,2\n"}, "/returns"),
    ],
)
def test_what_is_wrong_elsewhere_leads_to_its_page(edit: dict[str, Any], page: str, tmp_path: Path) -> None:
    found = after(tmp_path, edit)
    assert found is not None and found.page == page and found.section is None


def test_the_hash_of_the_returns_leads_to_the_button_beside_it(tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "Q"))
    returns = root / "enterprises/2013.csv"
    lines = returns.read_text(encoding="utf-8-sig").splitlines()
    returns.write_text("\n".join([lines[0], *lines[2:]]) + "\n", encoding="utf-8-sig")
    found = next_step(Session(root))
    assert found is not None and found.box == box_id("statistics/2013.yaml", ("来源",))
