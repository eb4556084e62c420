"""What may be written at a place."""

from __future__ import annotations

import pytest
from cases import EXAMPLES

from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.session.editor.offers import Offer, offers_at


@pytest.fixture(scope="module")
def lanting() -> Dossier:
    return load_dossier(EXAMPLES / "lanting")


def offers(dossier: Dossier, path: str, marked: str) -> list[Offer]:
    before, _, after = marked.partition("‸")
    return offers_at(dossier, path, before + after, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)


KEYS = [
    ("dossier.yaml", "区域名称: 甲\n‸", "省份", "省份: "),
    ("dossier.yaml", "试点周期:\n  开始: 2014-07\n  ‸", "结束", "结束: "),
    ("dossier.yaml", "‸", "主导产业", "主导产业:\n  - 名称: "),
    ("dossier.yaml", "省‸: 河北省", "省份", "省份"),
    ("application/plan.yaml", "‸", "试点工作思路", "试点工作思路: |\n  "),
    ("application/plan.yaml", "工作阶段:\n  - 名称: 一\n    ‸", "开始", "开始: "),
    ("application/plan.yaml", "主要工作项目:\n  ‸", "- 名称", "- 名称: "),
    ("application/plan.yaml", "主要工作项目:\n  - ‸", "名称", "名称: "),
    ("statistics/2013.yaml", "产业: [\n坏\n‸", "期间", "期间: "),
]


@pytest.mark.parametrize(("path", "marked", "label", "inserted"), KEYS)
def test_keys_that_are_missing(lanting: Dossier, path: str, marked: str, label: str, inserted: str) -> None:
    found = {each.label: each.insert for each in offers(lanting, path, marked)}
    assert found[label] == inserted


def test_keys_that_are_there_are_not_offered_again(lanting: Dossier) -> None:
    found = [each.label for each in offers(lanting, "dossier.yaml", "省份: 河北省\n试点周期:\n  开始: 2014-07\n‸")]
    assert "省份" not in found and "试点周期" not in found and "区域名称" in found


VALUES = [
    ("dossier.yaml", "区域性质: [‸]", ["新型工业化示范基地", "经技区", "高新区", "其他产业聚居区"]),
    ("dossier.yaml", "区域性质:\n  - ‸", ["经技区"]),
    ("dossier.yaml", "省份: ‸", ["河北省", "新疆生产建设兵团"]),
    ("dossier.yaml", "规则版本: ‸", ["miit-2014-102"]),
    ("statistics/2013.yaml", "期间: ‸", ["全年", "上半年", "1-9月", "其他"]),
    ("statistics/2013.yaml", "产业:\n  - 名称: ‸", ["阀门", "纺织机械", "其他相关企业"]),
    ("application/plan.yaml", "工作阶段:\n  - 项目目标:\n      - 项目: ‸", ["企业品牌管理体系培育"]),
    ("application/plan.yaml", "主要工作项目:\n  - 对应工作内容: [‸]", ["打造营销和宣传平台"]),
    ("pilot/progress.yaml", "目标完成:\n  - 阶段: ‸", ["第一阶段", "第二阶段"]),
    ("pilot/zone.yaml", "申请评价:\n  产业: [‸]", ["阀门", "纺织机械"]),
    ("pilot/support.yaml", "资金到位:\n  - 来源: ‸", ["县财政", "企业自筹"]),
    ("application/conditions.yaml", "政策措施:\n  - 文件: ‸", ["evidence/guidance-2015.md"]),
    ("judgements.yaml", "判断:\n  - 条款: ‸", ["zone-excellent"]),
    ("application/plan.yaml", "试点工作思路: |\n  好{{ 指标.阀门.工‸", ["指标.阀门.工业增加值率"]),
    ("application/plan.yaml", "试点工作思路: |\n  好{{ 统计.2015.‸", ["统计.2015.阀门.工业总产值（亿元）"]),
    ("application/plan.yaml", "试点工作思路: 好{{ 申‸ }}", ["申报.区域名称"]),
]


@pytest.mark.parametrize(("path", "marked", "values"), VALUES)
def test_values(lanting: Dossier, path: str, marked: str, values: list[str]) -> None:
    assert set(values) <= {each.label for each in offers(lanting, path, marked)}


def test_a_reference_comes_with_its_value_and_its_braces(lanting: Dossier) -> None:
    (found,) = offers(lanting, "application/plan.yaml", "试点工作思路: |\n  好{{ 指标.阀门.工业增‸")
    assert (found.detail, found.insert, found.start) == ("25.80", "指标.阀门.工业增加值率 }}", 7)
    (found,) = offers(lanting, "application/plan.yaml", "试点工作思路: |\n  好{{指标.阀门.工业增‸}}")
    assert found.insert == " 指标.阀门.工业增加值率"


def test_behind_a_colon_comes_a_space(lanting: Dossier) -> None:
    assert [each.insert for each in offers(lanting, "statistics/2013.yaml", "期间:‸")] == [
        " 全年",
        " 上半年",
        ' "1-9月"',
        " 其他",
    ]


@pytest.mark.parametrize("marked", ["# 省‸", "试点工作思路: |\n  文字‸", "没有: ‸"])
def test_nothing_is_offered_where_nothing_fits(lanting: Dossier, marked: str) -> None:
    assert offers(lanting, "application/plan.yaml", marked) == []


def test_another_file_has_no_offers(lanting: Dossier) -> None:
    assert offers(lanting, "notes/x.yaml", "‸") == []
