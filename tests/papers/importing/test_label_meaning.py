"""What the words of labels ask for, and what they do not."""

from __future__ import annotations

import pytest

from brandcluster.papers.importing.label_meaning import (
    ASSOCIATION_OPINION,
    PROVINCE_OPINION,
    heading_figure,
    level_of_heading,
    likeness,
    meaning_of,
    opinion_of,
)


@pytest.mark.parametrize(
    ("label", "core", "unit", "year"),
    [
        ("工业总产值（亿元）", "工业总产值", "亿元", None),
        ("以自主品牌销售产品比重（按销售收入计，%）", "以自主品牌销售产品比重", "%", None),
        ("增加值率%", "增加值率", "%", None),
        ("规上企业数（个）", "规上企业数", "家", None),
        ("2012年工业总产值（亿元）", "工业总产值", "亿元", 2012),
        ("工业总产值（2012年）（万元）", "工业总产值", "万元", 2012),
        ("上年度规模以上企业数（家）", "规模以上企业数", "家", None),
        ("* 申请单位", "申请单位", None, None),
        ("（一）预期目标（分年度）：", "预期目标", None, None),
        ("联　系　人：", "联系人", None, None),
    ],
)
def test_meanings(label: str, core: str, unit: str | None, year: int | None) -> None:
    found = meaning_of(label)
    assert (found.core, found.unit, found.year, found.of_which) == (core, unit, year, False)


def test_a_part_is_not_the_whole() -> None:
    assert meaning_of("其中：规模以上企业数").of_which


@pytest.mark.parametrize(
    ("label", "whose"),
    [
        ("省级工业和信息化主管部门审查推荐意见", PROVINCE_OPINION),
        ("省工信厅意见", PROVINCE_OPINION),
        ("自治区工业和信息化厅审查意见", PROVINCE_OPINION),
        ("全国性行业协会意见", ASSOCIATION_OPINION),
        ("市级工业和信息化主管部门审查推荐意见", ""),
        ("县（市、区）人民政府意见", ""),
        ("省级行业协会意见", ""),
        ("专家意见", ""),
        ("工作思路", None),
    ],
)
def test_whose_opinion(label: str, whose: str | None) -> None:
    assert opinion_of(meaning_of(label).core) == whose


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("人均工业总产值", "工业总产值"),
        ("企业工业总产值", "产业工业总产值"),
        ("市级工业和信息化主管部门意见", "省级工业和信息化主管部门意见"),
        ("联系人及职务", "联系人职务"),
        ("新产品产值增长率", "新产品产值率"),
        ("工业总产值增长率", "工业总产值"),
        ("企业所在园区名称", "园区名称"),
    ],
)
def test_alike_and_not_the_same(one: str, other: str) -> None:
    assert likeness(one, other) == 0.0


def test_a_guess_is_less_than_the_same_words() -> None:
    assert likeness("区域名称", "区域名称") == 1.0
    assert 0 < likeness("区域的名称", "区域名称") < 1.0
    assert 0 < likeness("近三年质量、安全、信誉情况", "近三年质量安全信誉情况") < 1.0


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("2013年", (2013, None, None)),
        ("2013年实际", (2013, None, None)),
        ("2013年（万元）", (2013, None, None)),
        ("申报时", (None, None, None)),
        ("期末目标", (None, None, "目标")),
        ("合计", (None, "合计", None)),
        ("主导产业2", (None, "2", None)),
        ("产业二", (None, "2", None)),
        ("第一阶段目标", None),
        ("备注", None),
        ("2013年增长", None),
    ],
)
def test_headings_of_columns(heading: str, found: tuple[int | None, str | None, str | None] | None) -> None:
    assert heading_figure(heading) == found


@pytest.mark.parametrize(
    ("heading", "level"),
    [("第一部分　甲", 0), ("一、甲", 1), ("（一）甲", 2), ("1. 甲", 3), ("1.1 甲", 3), ("（1）甲", 4)],
)
def test_levels_of_headings(heading: str, level: int) -> None:
    assert level_of_heading(heading) == level
