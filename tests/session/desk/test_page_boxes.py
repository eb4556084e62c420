"""What boxes a page has, and what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import prepare

from brandcluster.session.desk.page_boxes import Box, BoxList, boxes_of, every_box
from brandcluster.session.desk.sections import SECTION_OF_SLUG, SECTIONS
from brandcluster.session.opened import Session


def boxes(root: Path, slug: str) -> dict[tuple[str | int, ...], Box]:
    dossier = Session(root).dossier()
    assert dossier is not None
    return {box.keys: box for box in every_box(boxes_of(dossier, SECTION_OF_SLUG[slug]))}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("boxes") / "R", [])


@pytest.mark.parametrize(
    ("slug", "keys", "kind", "value"),
    [
        ("cover", ("申报单位",), "line", "云溪经济技术开发区管理委员会"),
        ("cover", ("申报日期",), "day", "2014-04-18"),
        ("cover", ("省份",), "name", "河北省"),
        ("cover", ("申报主体类型",), "choice", "经济技术开发区管理机构"),
        ("cover", ("区域性质",), "choices", ""),
        ("cover", ("试点周期", "开始"), "month", "2014-07"),
        ("cover", ("主导产业", 0, "名称"), "line", "阀门"),
        ("top-three", ("企业", 0, "销售收入（万元）"), "number", "3000"),
        ("top-three", ("企业", 0, "产业"), "name", ""),
        ("accidents", ("事故声明", 0, "文件"), "document", "evidence/a.txt"),
        ("approach", ("试点工作思路",), "text", None),
    ],
)
def test_how_a_box_is_filled(slug: str, keys: tuple[str | int, ...], kind: str, value: str | None, base: Path) -> None:
    box = boxes(base, slug)[keys]
    assert box.kind == kind
    assert value is None or box.value == value


def test_what_a_box_says(base: Path) -> None:
    box = boxes(base, "top-three")["企业", 0, "销售收入（万元）"]
    assert (box.unit, box.supplier, box.required) == ("万元", "统计部门", True)
    assert boxes(base, "cover")["区域性质",].values == ("经技区",)
    assert boxes(base, "cover")["申报单位",].clause == "附件1 第一部分"
    assert boxes(base, "targets")["工作阶段", 0, "指标目标", 0, "产业"].choices == ("阀门",)


def test_what_is_no_answer_is_only_named(tmp_path: Path) -> None:
    root = prepare(
        tmp_path / "R",
        [
            {"file": "dossier.yaml", "find": "联系人: 甲某", "replace": "联系人: {甲: 乙}"},
            {"file": "application/conditions.yaml", "write": "事故声明: 无\n"},
        ],
    )
    assert boxes(root, "cover")["联系人",].odd
    dossier = Session(root).dossier()
    assert dossier is not None
    declared = boxes_of(dossier, SECTION_OF_SLUG["accidents"])[0]
    assert isinstance(declared, BoxList) and declared.odd and not declared.entries


def test_names_on_a_page_are_told_apart(base: Path) -> None:
    dossier = Session(base).dossier()
    assert dossier is not None
    ids = [box.id for section in SECTIONS for box in every_box(boxes_of(dossier, section))]
    assert len(ids) == len(set(ids)) > 100
