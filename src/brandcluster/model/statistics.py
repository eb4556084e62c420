"""statistics/YEAR.yaml: sums and counts of one year, by leading industry; the one home of every number.

Totals are computed, never stored. Amounts are in 万元 as in the keys; nothing of a single enterprise stands here.
"""

from __future__ import annotations

from typing import Literal

from brandcluster.model.fields import Amount, Code, Count, DocumentPath, Part, Text, Year, answer, parts

_FORM = "form-statistics"
_STATISTICS = "统计部门"


class Source(Part):
    """Where the year's figures come from."""

    kind: Literal["企业报表", "统计部门"] | None = answer(
        "类型", "企业报表（由企业报表汇总）或 统计部门（由统计部门提供）。", supplier=_STATISTICS
    )
    document: DocumentPath | None = answer(
        "文件", "统计部门出具的文件，放在 evidence/ 里；企业报表汇总的可不填。", required=False, supplier=_STATISTICS
    )
    digest: Code | None = answer("摘要", "企业报表的 SHA-256，由程序填写。", required=False, supplier=_STATISTICS)
    note: Text | None = answer("口径说明", "统计范围等需要说明的。", required=False, supplier=_STATISTICS)


class Sums(Part):
    """The amounts that indicators are made of, summed over the same enterprises."""

    gross_output: Amount | None = answer(
        "工业总产值（万元）", "按当年价格计算的工业总产值。", clause=_FORM, supplier=_STATISTICS
    )
    value_added: Amount | None = answer("工业增加值（万元）", "工业增加值。", clause=_FORM, supplier=_STATISTICS)
    new_product_output: Amount | None = answer(
        "新产品产值（万元）", "新产品产值。", clause="form-innovation", supplier=_STATISTICS
    )
    revenue: Amount | None = answer("销售收入（万元）", "产品销售收入。", clause=_FORM, supplier=_STATISTICS)
    own_brand_revenue: Amount | None = answer(
        "自主品牌产品销售收入（万元）", "以自主品牌销售的产品的销售收入。", clause=_FORM, supplier=_STATISTICS
    )
    adopted_standard_revenue: Amount | None = answer(
        "采标产品销售收入（万元）",
        "采用国际标准或国外先进标准的产品的销售收入。",
        clause="form-standards",
        supplier=_STATISTICS,
    )


class IndustryStatistics(Sums):
    """The counts and sums of one leading industry, or of 其他相关企业."""

    name: Text | None = answer(
        "名称", "主导产业的名称；不属于主导产业的相关企业写“其他相关企业”。", supplier=_STATISTICS
    )
    enterprises: Count | None = answer(
        "相关企业数（家）", "试点工作范围内的企业数，含生产性服务企业；企业比重类指标的分母。", supplier=_STATISTICS
    )
    industrial_enterprises: Count | None = answer(
        "工业企业数（家）", "其中的工业企业数。", clause=_FORM, supplier=_STATISTICS
    )
    large_enterprises: Count | None = answer(
        "规模以上企业数（家）", "其中的规模以上工业企业数。", clause=_FORM, supplier=_STATISTICS
    )
    due: Count | None = answer("应报企业数（家）", "应当填报报表的企业数。", required=False, supplier=_STATISTICS)
    reported: Count | None = answer("实报企业数（家）", "实际填报报表的企业数。", required=False, supplier=_STATISTICS)
    research_spending: Amount | None = answer(
        "研发投入（万元）", "研究与试验发展经费投入。", clause="form-innovation", supplier=_STATISTICS
    )
    trained: Count | None = answer(
        "参加品牌培训企业数（家）", "自批复以来至少参加过一次品牌培训的企业数；申报时可写 0。", required=False
    )
    with_system: Count | None = answer(
        "建立实施品牌管理体系企业数（家）", "建立并实施品牌管理体系的企业数。", required=False
    )
    with_effective_system: Count | None = answer(
        "品牌管理体系有效运行企业数（家）",
        "品牌管理体系有效运行的企业数，不多于建立实施的企业数。",
        clause="work-indicators",
    )
    with_chief_officer: Count | None = answer("设首席品牌官企业数（家）", "设立首席品牌官的企业数。", required=False)
    with_brand_manager: Count | None = answer("设品牌经理企业数（家）", "设立品牌经理的企业数。", required=False)
    with_both_posts: Count | None = answer(
        "设首席品牌官和品牌经理企业数（家）", "两个岗位都设立的企业数。", required=False
    )


class PanelSums(Sums):
    """The sums of one year over a panel, with the count behind the fifth indicator."""

    with_effective_system: Count | None = answer(
        "品牌管理体系有效运行企业数（家）", "品牌管理体系有效运行的企业数。", required=False
    )


class Panel(Part):
    """The enterprises present both in this year and in an earlier one (同口径)."""

    year: Year | None = answer("对比年份", "与哪一年相比。")
    industry: Text | None = answer("产业", "主导产业的名称，或“其他相关企业”。")
    enterprises: Count | None = answer("企业数（家）", "两年都在的企业数。")
    current: PanelSums | None = answer("本年", "这些企业本年的合计。")
    earlier: PanelSums | None = answer("对比年", "这些企业对比年份的合计。")


class Statistics(Part):
    """statistics/YEAR.yaml"""

    year: Year | None = answer("年份", "数据的年份，与文件名相同。", clause=_FORM, supplier=_STATISTICS)
    period: Literal["全年", "上半年", "1-9月", "其他"] | None = answer(
        "期间", "全年、上半年、1-9月、其他之一；申报只能用全年数据。", clause=_FORM, supplier=_STATISTICS
    )
    source: Source | None = answer("来源", "数据从哪里来。", clause=_FORM, supplier=_STATISTICS)
    regional_gross_output: Amount | None = answer(
        "区域工业总产值（万元）",
        "整个区域（不只是试点相关企业）的工业总产值，只用来计算主导产业所占比重。",
        clause="form-industries",
        supplier=_STATISTICS,
    )
    industries: list[IndustryStatistics] = parts(
        "产业", "每个主导产业一组，不属于主导产业的相关企业合为“其他相关企业”一组。", clause=_FORM, supplier=_STATISTICS
    )
    panels: list[Panel] = parts(
        "同口径", "与上一年、与基期年都在的企业的合计，用来解释变化。", required=False, supplier=_STATISTICS
    )
