"""Dossier → answers: totals and each industry, shares of the region, sums of funds, nothing invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from form_samples import dossier, plain

from brandcluster.base.numbers import chinese_numeral
from brandcluster.dossier.files import HEADER, PLAN, RECOMMENDATION, REGION, TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import Part
from brandcluster.papers.content import Choice
from brandcluster.papers.forms.answers import answers_of


def of(name: str, *industries: str, others: bool = False) -> list[Any]:
    return plain(answers_of(dossier(*industries, others=others))[name])


def changed(part: Part, **values: object) -> Any:
    return part.model_copy(update=values)


def test_one_group_prints_one_figure() -> None:
    assert of("工业总产值") == ["300000万元"]
    assert of("工业增加值率") == ["28%"]
    assert of("工业企业数") == ["40家"]


def test_several_industries_print_the_total_and_each() -> None:
    assert of("工业总产值", "阀门", "纺织机械") == ["合计 900000万元；阀门 300000万元；纺织机械 600000万元"]
    assert of("工业企业数", "阀门", "纺织机械") == ["合计 120家；阀门 40家；纺织机械 80家"]


def test_other_enterprises_are_named_so_that_the_parts_make_up_the_total() -> None:
    assert of("工业总产值", others=True) == ["合计 600000万元；阀门 300000万元；其他相关企业 300000万元"]


def test_others_that_add_nothing_are_not_named() -> None:
    found = dossier("阀门", others=True)
    group = found.statistics[2013].industries[1]
    empty = changed(group, gross_output=0, value_added=0, new_product_output=0, industrial_enterprises=0)
    found.statistics[2013] = changed(found.statistics[2013], industries=[found.statistics[2013].industries[0], empty])
    known = answers_of(found)
    assert plain(known["工业总产值"]) == ["300000万元"]
    assert plain(known["工业增加值率"]) == ["28%"]
    assert plain(known["工业企业数"]) == ["40家"]
    assert plain(known["以自主品牌销售产品比重"]) == ["合计 60%；阀门 60%；其他相关企业 60%"]


def test_shares_are_of_the_whole_region_and_for_each_industry() -> None:
    name = "主导产业占该区域工业总产值的比重"
    assert of(name)[0] == "30%"
    assert of(name, "阀门", "纺织机械")[0] == "阀门 30%；纺织机械 60%"
    assert of(name, others=True)[0] == "30%"
    assert of(name)[1] == "关于主导产业占该区域工业总产值的比重说明"


def test_a_missing_figure_leaves_the_place_empty() -> None:
    found = dossier("阀门", "纺织机械")
    industries = found.statistics[2013].industries
    found.statistics[2013] = changed(
        found.statistics[2013], industries=[industries[0], changed(industries[1], value_added=None)]
    )
    assert answers_of(found)["工业增加值率"] == ()
    assert plain(answers_of(found)["工业总产值"]) != []


def test_only_the_year_before_the_application_counts() -> None:
    found = dossier()
    assert found.header is not None
    found.contents[HEADER] = changed(found.header, date=found.header.date.replace(year=2015))  # type: ignore[union-attr]
    assert answers_of(found)["工业总产值"] == ()


def test_who_applies() -> None:
    known = answers_of(dossier())
    assert known["区域性质"] == Choice(("经技区", "其他产业聚居区"))
    assert plain(known["申报日期"]) == ["2014年4月20日"]
    assert plain(known["电话/传真"]) == ["0310-5550001 / 0310-5550002"]
    assert plain(known["电话"]) == ["0310-5550001"]


def test_without_a_fax_only_the_telephone_is_printed() -> None:
    found = dossier()
    assert found.header is not None
    found.contents[HEADER] = changed(found.header, fax=None)
    assert plain(answers_of(found)["电话/传真"]) == ["0310-5550001"]


def test_top_enterprises_by_rank_and_industry() -> None:
    assert of("企业2")[0] == "阀门2号公司，2013年销售收入40000万元。"
    assert of("企业2")[1:] == [
        "自主品牌情况：有品牌。",
        "主导产品技术质量水平：先进。",
        "品牌荣誉：无",
        "行业影响力：较大。",
    ]
    both = of("企业3", "阀门", "纺织机械")
    # The three of the second industry stand together, behind the third of the first.
    assert both[::5] == [
        "（阀门）阀门3号公司，2013年销售收入35000万元。",
        "纺织机械企业1：纺织机械1号公司，2013年销售收入45000万元。",
        "纺织机械企业2：纺织机械2号公司，2013年销售收入40000万元。",
        "纺织机械企业3：纺织机械3号公司，2013年销售收入35000万元。",
    ]
    assert of("企业1", "阀门", "纺织机械")[::5] == ["（阀门）阀门1号公司，2013年销售收入45000万元。"]


def test_funds_add_up_by_year_and_source() -> None:
    text, (caption, rows) = of("可配套的政策、资金和措施等")
    assert (text, caption) == ("安排专项资金。", "资金投入计划")
    assert rows == [
        ("2014年", "区财政", "120.00", "策划", ""),
        ("2014年", "企业自筹", "40.25", "标准", ""),
        ("2014年", "小计", "160.25", "", ""),
        ("2015年", "区财政", "80.50", "培训", "一次"),
        ("2015年", "小计", "80.50", "", ""),
        ("各年合计", "区财政", "200.50", "", ""),
        ("各年合计", "企业自筹", "40.25", "", ""),
        ("总计", "", "240.75", "", ""),
    ]


def test_a_missing_amount_leaves_the_sums_empty() -> None:
    found = dossier()
    assert found.plan is not None and found.plan.funds is not None
    items = [*found.plan.funds.items[:2], changed(found.plan.funds.items[2], amount=None)]
    found.contents[PLAN] = changed(found.plan, funds=changed(found.plan.funds, items=items))
    rows = plain(answers_of(found)["可配套的政策、资金和措施等"])[1][1]
    assert [row[2] for row in rows] == ["120.0", "", "", "80.5", "80.5", "200.5", "", ""]


def test_projects() -> None:
    assert of("主要工作项目") == [
        "（一）区域品牌策划",
        "起止时间：2014年7月至2015年6月",
        "责任单位：经发局",
        "对应试点示范工作内容：二（一）开展区域品牌策划和设计；二（七）打造营销和宣传平台",
        "工作内容：编制规划。",
        "工作步骤：1.调研。",
        "2.编制。",
        "工作措施：专家论证。",
        "时间节点：2014年12月，完成初稿；2015年6月，发布。",
    ]


def test_targets_by_phase_and_industry() -> None:
    found = of("工作目标", "阀门", "纺织机械")
    assert found[:3] == [
        "总目标。",
        "（一）第一阶段（2014年7月至2015年6月）",
        ("第一阶段工作项目目标", [("区域品牌策划", "发布规划", "1部")]),
    ]
    assert [table[0] for table in found[3:]] == ["第一阶段关键指标目标（阀门）", "第一阶段关键指标目标（纺织机械）"]
    assert found[3][1][:2] == [("工业增加值率", "28%", "29%"), ("以自主品牌销售产品比重", "60%", "125/2%")]


def test_opinions_and_an_association_only_where_it_takes_part() -> None:
    found = dossier()
    assert plain(answers_of(found)["省级工业和信息化主管部门审查推荐意见"]) == ["同意推荐。"]
    assert plain(answers_of(found)["全国性工业行业协会推荐意见"]) == ["同意联合实施。"]
    assert found.recommendation is not None
    found.contents[RECOMMENDATION] = changed(found.recommendation, joint="否")
    assert answers_of(found)["全国性工业行业协会推荐意见"] == ()


def test_references_are_printed_and_lines_are_paragraphs() -> None:
    found = dossier()
    assert found.region is not None
    found.contents[REGION] = changed(found.region, marks="　　比重{{ 指标.工业增加值率 }}%。\r\n\n  第二段。  \n")
    assert plain(answers_of(found)["集体品牌或商标"]) == ["比重28.00%。", "第二段。"]


@pytest.mark.parametrize("path", [HEADER, REGION, TOP_ENTERPRISES, PLAN, RECOMMENDATION])
def test_an_answer_keeps_its_name_when_its_file_is_missing(path: str) -> None:
    found = dossier()
    del found.contents[path]
    assert answers_of(found).keys() == answers_of(dossier()).keys()


def test_an_empty_dossier_answers_nothing() -> None:
    assert set(answers_of(Dossier(Path())).values()) == {(), Choice(())}


def test_empty_parts_of_the_models_answer_nothing_odd() -> None:
    found = dossier()
    for path, part in found.contents.items():
        found.contents[path] = type(part)()
    assert set(answers_of(found).values()) == {(), Choice(())}


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_ordinals(number: int, word: str) -> None:
    assert chinese_numeral(number) == word
