"""Dossier → the answers of both forms, by name. What the dossier does not say yet is an answer without content."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from brandcluster.dossier.indicators import measure as indicators
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.dossier.model.top_enterprises import TopEnterprise
from brandcluster.papers.content import Answer, BaseUnit, Block, Choice, Figure, Inline, Paragraph
from brandcluster.papers.forms import plan_answers
from brandcluster.papers.office_words import Blocks, day, labelled, text, verbatim

#: Measures one year's statistics for an industry, or in total (None).
Measuring = Callable[[Statistics, str | None], Fraction | None]

_RATIOS = {indicator.id: indicator for indicator in (*indicators.INDICATORS, *indicators.FORM_RATIOS)}
TOP_COUNT = 3


def answers(dossier: Dossier) -> dict[str, Answer]:
    """Every answer that a form can ask for."""
    found: dict[str, Answer] = {}
    found.update(_who(dossier))
    found.update(_situation(dossier))
    found.update(_figures(dossier))
    for rank in range(TOP_COUNT):
        found[f"企业{rank + 1}"] = _top(dossier, rank)
    found.update(plan_answers.answers(dossier))
    found.update(_opinions(dossier))
    return found


def _who(dossier: Dossier) -> dict[str, Answer]:
    header = dossier.header
    numbers = [number for number in (header.telephone, header.fax) if number]
    return {
        "区域名称": verbatim(dossier, header.region_name),
        "区域性质": Choice(tuple(header.region_kinds)),
        "申报单位": verbatim(dossier, header.applicant),
        "申报日期": verbatim(dossier, day(header.date)),
        "联系人": verbatim(dossier, header.contact),
        "职务": verbatim(dossier, header.position),
        "地址": verbatim(dossier, header.address),
        "信箱": verbatim(dossier, header.mail),
        "电话": verbatim(dossier, header.telephone),
        "电话/传真": verbatim(dossier, " / ".join(numbers)),
    }


def _situation(dossier: Dossier) -> dict[str, Answer]:
    """The texts of 第一部分, under the labels of region.yaml."""
    region = dossier.region

    def of(content: str | None) -> Blocks:
        return text(dossier, content)

    return {
        "区域内产业构成说明": of(region.composition),
        "主导产业发展历程及当前在行业中的地位": of(region.history),
        "主导产业占该区域工业总产值的比重": (*_shares(dossier), *of(region.share_note)),
        "独特性": of(region.uniqueness),
        "近三年质量安全信誉情况": of(region.safety),
        "集体品牌或商标": of(region.marks),
        "自主品牌总体情况": of(region.brands),
        "质量名牌荣誉": of(region.honours),
        "产品质量总体情况": of(region.quality),
        "技术中心、研发机构和发明专利": of(region.innovation),
        "标准制订及采标情况": of(region.standards),
        "服务平台": of(region.platforms),
        "政府支持": of(region.support),
    }


# ---- figures -------------------------------------------------------------------------------------------------


def _figures(dossier: Dossier) -> dict[str, Answer]:
    """Counts, amounts and ratios of the year before the application."""
    return {
        "工业企业数": _by_industry(dossier, _sum("industrial_enterprises"), "家"),
        "规模以上企业数": _by_industry(dossier, _sum("large_enterprises"), "家"),
        "工业总产值": _by_industry(dossier, _sum("gross_output"), "万元"),
        "工业增加值率": _by_industry(dossier, _ratio("value_added_rate"), "%"),
        "以自主品牌销售产品比重": _by_industry(dossier, _ratio("own_brand_share"), "%"),
        "研发投入占销售收入比重": _by_industry(dossier, _ratio("research_intensity"), "%"),
        "新产品产值率": _by_industry(dossier, _ratio("new_product_rate"), "%"),
        "采用国际先进标准的产品比重": _by_industry(dossier, _ratio("adopted_standard_share"), "%"),
    }


def _sum(field: str) -> Measuring:
    def measured(statistics: Statistics, industry: str | None) -> Fraction | None:
        amount = indicators.total(indicators.groups(statistics, industry), field)
        return None if amount is None else Fraction(amount)

    return measured


def _ratio(identifier: str) -> Measuring:
    return lambda statistics, industry: indicators.measure(statistics, _RATIOS[identifier], industry).value


def _by_industry(dossier: Dossier, measured: Measuring, unit: BaseUnit) -> Blocks:
    """The total and, where the statistics hold several groups, each: the sealed paper must hold every baseline.

    其他相关企业 are named only where they add something, as service firms add no output.
    """
    statistics = dossier.baseline
    total = None if statistics is None else measured(statistics, None)
    if statistics is None or total is None:
        return ()
    each = [(name, measured(statistics, name)) for name in (*dossier.industry_names, OTHER_INDUSTRY)]
    shown = [
        (name, value)
        for name, value in each
        if value is not None and (value != 0 or unit == "%" or name != OTHER_INDUSTRY)
    ]
    if len(shown) < 2:
        return (Paragraph((Figure(total, unit),)),)
    content: list[Inline] = ["合计 ", Figure(total, unit)]
    for name, value in shown:
        content += [f"；{name} ", Figure(value, unit)]
    return (Paragraph(tuple(content)),)


def _shares(dossier: Dossier) -> Blocks:
    """Each leading industry's share in the whole region's output, which is never the pilot's total over it."""
    statistics, names = dossier.baseline, dossier.industry_names
    if statistics is None:
        return ()
    shares = [(name, _ratio("industry_share")(statistics, name)) for name in names]
    content: list[Inline] = []
    for name, share in shares:
        if share is not None:
            content += [f"{'；' if content else ''}{name} "] if len(names) > 1 else []
            content.append(Figure(share, "%"))
    return (Paragraph(tuple(content)),) if content else ()


# ---- enterprises and opinions --------------------------------------------------------------------------------


def _top(dossier: Dossier, rank: int) -> Blocks:
    """The enterprise of this rank in each leading industry, in the order of the file."""
    listed = dossier.top_enterprises.enterprises
    names = dossier.industry_names
    if len(names) < 2:
        return _enterprise(dossier, listed[rank], "") if rank < len(listed) else ()
    found: list[Block] = []
    for name in names:
        ranked = [enterprise for enterprise in listed if enterprise.industry == name]
        if rank < len(ranked):
            found += _enterprise(dossier, ranked[rank], f"{name}：")
    return tuple(found)


def _enterprise(dossier: Dossier, enterprise: TopEnterprise, lead: str) -> Blocks:
    content: list[Inline] = [lead + (enterprise.name or "")]
    if enterprise.revenue is not None:
        content += [f"，{dossier.baseline_year or ''}年销售收入", _amount(enterprise.revenue), "。"]
    found: list[Block] = [Paragraph(tuple(content))]
    for label, value in (
        ("自主品牌情况：", enterprise.brands),
        ("主导产品技术质量水平：", enterprise.technology),
        ("品牌荣誉：", enterprise.honours),
        ("行业影响力：", enterprise.influence),
    ):
        found += labelled(label, text(dossier, value))
    return tuple(found)


def _amount(value: Decimal) -> Figure:
    return Figure(Fraction(value), "万元")


def _opinions(dossier: Dossier) -> dict[str, Answer]:
    """What others wrote. The association's box is filled only where it takes part."""
    recommendation = dossier.recommendation
    province = recommendation.province
    association = recommendation.association if recommendation.joint == "是" else None
    return {
        "省级工业和信息化主管部门审查推荐意见": text(dossier, province.opinion if province else None),
        "全国性工业行业协会推荐意见": text(dossier, association.opinion if association else None),
    }
