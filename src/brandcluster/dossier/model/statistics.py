"""statistics/YEAR.yaml: sums and counts of one year, by leading industry; the one home of every number.

Totals are computed, never stored. Amounts are in 万元 as in the keys; nothing of a single enterprise stands here.
"""

from typing import Any, Literal

from brandcluster.dossier.model import measures
from brandcluster.dossier.model.fields import Amount, Code, Count, DocumentPath, Part, Text, Year, form_field, form_list

_FORM = "form-statistics"


def _measured(name: str, *, required: bool = True) -> Any:
    """Declare a sum or count by what `measures` says of it."""
    return form_field(
        measures.total_label(name),
        measures.definition_of(name) + measures.ratios_with(name),
        required=required,
        clause=measures.clause_of(name),
    )


class Source(Part):
    """Where the year's figures come from."""

    kind: Literal["企业报表", "统计部门"] | None = form_field(
        "类型", "企业报表（由企业报表汇总）或 统计部门（由统计部门提供）。"
    )
    document: DocumentPath | None = form_field(
        "文件", "统计部门出具的文件，放在 evidence/ 里；企业报表汇总的可不填。", required=False
    )
    digest: Code | None = form_field("摘要", "程序自动填写，不用管。", required=False)
    note: Text | None = form_field("口径说明", "统计范围等需要说明的。", required=False)


class Sums(Part):
    """The amounts that indicators are made of, summed over the same enterprises."""

    gross_output: Amount | None = _measured("gross_output")
    value_added: Amount | None = _measured("value_added")
    new_product_output: Amount | None = _measured("new_product_output")
    revenue: Amount | None = _measured("revenue")
    own_brand_revenue: Amount | None = _measured("own_brand_revenue")
    adopted_standard_revenue: Amount | None = _measured("adopted_standard_revenue")


class OwnTotal(Part):
    """The sum of a column that the region defines itself in indicators.yaml."""

    name: Text | None = form_field("名称", "indicators.yaml 里“填报栏目”的名称。")
    total: Amount | None = form_field("合计", "各企业之和。")


class _Counted(Part):
    """Which enterprises the sums are of, and how many; stands first in the file."""

    name: Text | None = form_field("名称", "主导产业的名称；不属于主导产业的相关企业写“其他相关企业”。")
    enterprises: Count | None = _measured("enterprises")
    industrial_enterprises: Count | None = _measured("industrial_enterprises")
    large_enterprises: Count | None = _measured("large_enterprises")
    due: Count | None = _measured("due", required=False)
    reported: Count | None = _measured("reported", required=False)


class IndustryStatistics(Sums, _Counted):
    """The counts and sums of one leading industry, or of 其他相关企业."""

    research_spending: Amount | None = _measured("research_spending")
    trained: Count | None = _measured("trained", required=False)
    with_system: Count | None = _measured("with_system", required=False)
    with_effective_system: Count | None = _measured("with_effective_system")
    with_chief_officer: Count | None = _measured("with_chief_officer", required=False)
    with_brand_manager: Count | None = _measured("with_brand_manager", required=False)
    with_both_posts: Count | None = _measured("with_both_posts", required=False)
    own_totals: list[OwnTotal] = form_list("自定填报栏目", "indicators.yaml 里自定栏目的合计。", required=False)


class PanelSums(Sums):
    """The sums of one year over a panel, with the count behind the fifth indicator."""

    with_effective_system: Count | None = _measured("with_effective_system", required=False)


class Panel(Part):
    """The enterprises present both in this year and in an earlier one (同口径)."""

    year: Year | None = form_field("对比年份", "与哪一年相比。")
    industry: Text | None = form_field("产业", "主导产业的名称，或“其他相关企业”。")
    enterprises: Count | None = form_field("企业数（家）", "两年都在的企业数。")
    current: PanelSums | None = form_field("本年", "这些企业本年的合计。")
    earlier: PanelSums | None = form_field("对比年", "这些企业对比年份的合计。")


class Change(Part):
    """Why a count is lower than the year before."""

    industry: Text | None = form_field("产业", "主导产业的名称，或“其他相关企业”。")
    item: Text | None = form_field("项目", "下降的那一栏，如 参加品牌培训企业数（家）。")
    reason: Text | None = form_field("说明", "为什么比上一年少。")


#: The period of statistics that a verdict may rest on.
FULL_YEAR = "全年"


class Statistics(Part):
    """statistics/YEAR.yaml"""

    year: Year | None = form_field("年份", "数据的年份，与文件名相同。", clause=_FORM)
    period: Literal["全年", "上半年", "1-9月", "其他"] | None = form_field(
        "期间", "全年、上半年、1-9月、其他之一；申报只能用全年数据。", clause=_FORM
    )
    source: Source | None = form_field("来源", "数据从哪里来。", clause=_FORM)
    regional_gross_output: Amount | None = form_field(*measures.REGIONAL_OUTPUT, clause="form-industries")
    industries: list[IndustryStatistics] = form_list(
        "产业", "每个主导产业一组，不属于主导产业的相关企业合为“其他相关企业”一组。", clause=_FORM
    )
    panels: list[Panel] = form_list("同口径", "与上一年、与基期年都在的企业的合计，用来解释变化。", required=False)
    changes: list[Change] = form_list(
        "变动说明",
        "培训、体系、岗位的企业数比上一年少的，逐项说明。",
        required=False,
        clause="work-enterprises",
    )
