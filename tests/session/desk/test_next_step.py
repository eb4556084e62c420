"""The one thing that is next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cases import prepare

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
