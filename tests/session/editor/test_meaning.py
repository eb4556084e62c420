"""What is shown of a 栏目 and of a reference."""

from __future__ import annotations

import pytest
from cases import EXAMPLES

from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.session.editor.meaning import meaning_at


@pytest.fixture(scope="module")
def lanting() -> Dossier:
    return load_dossier(EXAMPLES / "lanting")


def shown(dossier: Dossier, path: str, marked: str) -> str | None:
    before, _, after = marked.partition("‸")
    found = meaning_at(dossier, path, before + after, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    return None if found is None else found.markdown


SHOWN = [
    (
        "statistics/2013.yaml",
        "产业:\n  - 名称: 阀门\n    工业‸总产值（万元）: 1",
        [
            "**工业总产值（万元）**",
            "- 单位：万元",
            "折合 52.36 亿元",
            "“工业增加值率”（分母）：阀门 2013 年现为 25.80%",
        ],
    ),
    ("statistics/2013.yaml", "区域工业‸总产值（万元）: 1", ["合计 2013 年现为 45.25%"]),
    ("application/plan.yaml", "试点工作‸思路: |", ["附件1 第二部分 一", "印在表上：试点工作思路"]),
    ("application/plan.yaml", "资金:\n  总额‸（万元）: [", ["应等于明细之和", "由财政部门提供"]),
    ("dossier.yaml", "区域性质: [经技‸区]", ["**区域性质**", "可以写：新型工业化示范基地"]),
    (
        "application/plan.yaml",
        "试点工作思路: |\n  占{{ 指标.阀门‸.工业增加值率 }}%",
        ["**印成：25.80**", "工业增加值（万元） ÷"],
    ),
    ("application/plan.yaml", "试点工作思路: |\n  {{ 申报.区域‸名称 }}", ["取自 dossier.yaml"]),
    ("application/plan.yaml", "试点工作思路: |\n  {{ 指标.没‸有 }}", ["指标里没有"]),
]


@pytest.mark.parametrize(("path", "marked", "words"), SHOWN)
def test_what_is_shown(lanting: Dossier, path: str, marked: str, words: list[str]) -> None:
    markdown = shown(lanting, path, marked)
    assert markdown is not None and [word for word in words if word not in markdown] == []


@pytest.mark.parametrize("marked", ["试点工作思路: |\n  文‸字", "# {{ 申报.区‸域名称 }}", "没有‸: 1", "‸"])
def test_nothing_is_shown_where_nothing_is_meant(lanting: Dossier, marked: str) -> None:
    assert shown(lanting, "application/plan.yaml", marked) is None


def test_what_a_stranger_wrote_is_no_markup(lanting: Dossier) -> None:
    hostile = "[x](command:y)<b>"
    dossier = load_dossier(
        lanting.root,
        instead={
            "dossier.yaml": lanting.documents["dossier.yaml"]
            .text.replace("区域名称: ", f"区域名称: {hostile}")
            .encode()
        },
    )
    markdown = shown(dossier, "application/plan.yaml", "试点工作思路: |\n  {{ 申报.区域‸名称 }}")
    assert markdown is not None and "[x](" not in markdown and "<b>" not in markdown
