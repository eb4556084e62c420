"""What an enterprise reports, what is added up, and what is measured: each with definition, unit, population, clause
and source, once. The workbook for enterprises, the models of `statistics/`, the JSON Schema, `explain` and the docs
all read it here.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from brandcluster.dossier.model.fields import OTHER_INDUSTRY

#: The kinds of enterprise in scope (三（一）); the last makes no industrial output.
KINDS: tuple[str, str, str] = ("主导产业", "产业链相关", "生产性服务")
LEADING_KIND, _, SERVICE_KIND = KINDS
YES, NO = "是", "否"

_FORM = "form-statistics"
_INDUSTRIAL = "试点工作范围内的工业企业（主导产业、产业链相关）；生产性服务企业可以空着"
_EVERY = "试点工作范围内的全部企业，含生产性服务企业"
_REPORTING = "国家统计局工业统计报表制度的指标解释（摘要）"


class Column(NamedTuple):
    """A column of the enterprises' returns.

    `name` is the attribute of `statistics/` that it adds up to (none for who the enterprise is), `total` the label
    that the count has there. `aliases` are headings that offices use for the same thing.
    """

    name: str
    label: str
    kind: Literal["code", "name", "choice", "flag", "amount"]
    definition: str
    population: str
    source: str
    clause: str = _FORM
    unit: str = ""
    total: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The label with its unit, as the heading of a returned file has it."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


IDENTITY: tuple[Column, ...] = (
    Column(
        "code",
        "统一社会信用代码",
        "code",
        "营业执照上的 18 位代码，最后一位是校验码。企业按代码识别，不按名称。",
        _EVERY,
        "GB 32100—2015《法人和其他组织统一社会信用代码编码规则》",
        aliases=("社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码（18位）", "统一社会信用代码/18位"),
    ),
    Column(
        "name",
        "企业名称",
        "name",
        "营业执照上的全称。",
        _EVERY,
        "营业执照",
        aliases=("单位名称", "企业全称", "企业名称（全称）", "单位详细名称", "名称"),
    ),
    Column(
        "industry",
        "所属产业",
        "choice",
        f"从下拉列表选。主导产业的企业选本企业的主导产业；产业链相关和生产性服务企业选所服务的主导产业，或“{OTHER_INDUSTRY}”，汇总时都并入“{OTHER_INDUSTRY}”。",
        _EVERY,
        "通知三（一）：区域内主导产业和涉及的企业",
        "scope-enterprises",
        aliases=("产业", "主导产业", "所属主导产业", "所属行业"),
    ),
    Column(
        "kind",
        "企业类型",
        "choice",
        f"{'、'.join(KINDS)}，每家企业只属于一种。",
        _EVERY,
        "通知三（一）：产业链相关企业以及主要为主导产业服务的生产性服务企业",
        "scope-enterprises",
        aliases=("类型", "企业类别"),
    ),
    Column(
        "large",
        "规模以上",
        "flag",
        "年主营业务收入 2000 万元及以上的工业企业填“是”；生产性服务企业填“否”。",
        _EVERY,
        "国家统计局规模以上工业企业划分标准（2011年起）",
        total="规模以上企业数",
        aliases=("是否规模以上", "规上", "是否规上", "规模以上企业", "规上企业", "是否规模以上企业"),
    ),
)

AMOUNTS: tuple[Column, ...] = (
    Column(
        "gross_output",
        "工业总产值",
        "amount",
        "全年生产的工业最终产品和提供的工业性劳务的总价值，按当年价格计算。不是销售收入。",
        _INDUSTRIAL,
        _REPORTING,
        unit="万元",
        aliases=("总产值", "工业总产值当年价格", "工业总产值（当年价格）", "工业总产值（现价）"),
    ),
    Column(
        "value_added",
        "工业增加值",
        "amount",
        "全年工业生产活动的最终成果，即总产出扣除中间投入以后新增加的价值。在工业总产值之内。",
        _INDUSTRIAL,
        _REPORTING,
        unit="万元",
        aliases=("增加值",),
    ),
    Column(
        "new_product_output",
        "新产品产值",
        "amount",
        "全年新产品的产值：采用新技术原理、新设计研制的，或在结构、材质、工艺上有明显改进而显著提高性能、扩大功能的产品。在工业总产值之内。",
        _INDUSTRIAL,
        _REPORTING,
        "form-innovation",
        unit="万元",
        aliases=("新产品工业产值",),
    ),
    Column(
        "revenue",
        "销售收入",
        "amount",
        "全年产品销售收入，不含增值税。",
        _INDUSTRIAL,
        "附件1《申报书》第一部分；企业会计账簿",
        unit="万元",
        aliases=("产品销售收入",),
    ),
    Column(
        "own_brand_revenue",
        "自主品牌产品销售收入",
        "amount",
        "用自主品牌销售的产品的销售收入；为别人贴牌加工的不算。在销售收入之内，可以与采标产品重叠，两项不相加。",
        _INDUSTRIAL,
        "通知二（二）“以自主品牌销售产品比重（按销售收入计）”",
        unit="万元",
        aliases=("自主品牌销售收入", "自主品牌产品收入"),
    ),
    Column(
        "adopted_standard_revenue",
        "采标产品销售收入",
        "amount",
        "按采用的国际标准或国外先进标准生产的产品的销售收入。在销售收入之内，可以与自主品牌产品重叠，两项不相加。",
        _INDUSTRIAL,
        "通知二（二）“采用国际先进标准的产品比重（按销售收入计）”",
        "form-standards",
        unit="万元",
        aliases=("采用国际标准产品销售收入", "采用国际先进标准产品销售收入", "采标销售收入"),
    ),
    Column(
        "research_spending",
        "研发投入",
        "amount",
        "全年研究与试验发展（R&D）经费投入。",
        _INDUSTRIAL,
        _REPORTING,
        "form-innovation",
        unit="万元",
        aliases=("研发经费", "研究与试验发展经费", "R&D经费", "研发费用投入"),
    ),
)

FLAGS: tuple[Column, ...] = (
    Column(
        "trained",
        "参加品牌培训",
        "flag",
        "自批复以来至少参加过一次品牌培训；申报时还没有批复，填“否”。",
        _EVERY,
        "通知三（七）1（4）",
        "zone-4a",
        total="参加品牌培训企业数",
        aliases=("是否参加品牌培训", "参加过品牌培训"),
    ),
    Column(
        "with_system",
        "建立实施品牌管理体系",
        "flag",
        "已建立品牌管理体系并在实施。",
        _EVERY,
        "通知三（七）1（4）",
        "zone-4b",
        total="建立实施品牌管理体系企业数",
        aliases=("是否建立实施品牌管理体系", "建立品牌管理体系", "品牌管理体系建立实施"),
    ),
    Column(
        "with_effective_system",
        "品牌管理体系有效运行",
        "flag",
        "品牌管理体系已建立实施，并且有效运行；没有建立的不能填“是”。",
        _EVERY,
        "通知二（二）“品牌管理体系有效运行的企业比重”",
        "work-indicators",
        total="品牌管理体系有效运行企业数",
        aliases=("品牌管理体系是否有效运行", "体系有效运行"),
    ),
    Column(
        "with_chief_officer",
        "设首席品牌官",
        "flag",
        "设立首席品牌官。",
        _EVERY,
        "通知二（四）、三（七）1（4）",
        "zone-4c",
        total="设首席品牌官企业数",
        aliases=("是否设首席品牌官", "设立首席品牌官", "首席品牌官"),
    ),
    Column(
        "with_brand_manager",
        "设品牌经理",
        "flag",
        "设立品牌经理。",
        _EVERY,
        "通知二（四）、三（七）1（4）",
        "zone-4c",
        total="设品牌经理企业数",
        aliases=("是否设品牌经理", "设立品牌经理", "品牌经理"),
    ),
)

#: In the order of the workbook and of `enterprises/YEAR.csv`.
COLUMNS: tuple[Column, ...] = (*IDENTITY, *AMOUNTS, *FLAGS)
BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
#: The last two of the flags both set: 首席品牌官和品牌经理 means both posts.
BOTH_POSTS = ("with_chief_officer", "with_brand_manager")

#: What a count holds, where the column's own words tell an enterprise what to fill in.
_COUNTED = {
    "trained": "自批复以来至少参加过一次品牌培训的企业数；申报时还没有批复，写 0。",
    "with_effective_system": "品牌管理体系已建立实施、并且有效运行的企业数，不会多于建立实施的。",
}

#: Counts that no single column gives: attribute of `statistics/`, label, definition.
COUNTS: dict[str, tuple[str, str]] = {
    "enterprises": ("相关企业数", "试点工作范围内的企业数，含生产性服务企业；企业比重类指标的分母。"),
    "industrial_enterprises": ("工业企业数", "其中的工业企业数，不含生产性服务企业。"),
    "large_enterprises": ("规模以上企业数", "其中的规模以上工业企业数。"),
    "due": ("应报企业数", "应当填报报表的企业数。"),
    "reported": ("实报企业数", "实际填报报表的企业数。"),
    "with_both_posts": ("设首席品牌官和品牌经理企业数", "两个岗位都设立的企业数。"),
}


class Indicator(NamedTuple):
    """A ratio in percent: numerator and denominator are attributes of `statistics/`; `source` says who asks for it."""

    id: str
    label: str
    numerator: str
    denominator: str
    clause: str
    population: Literal["industry", "region"] = "industry"
    source: str = "通知二（二）的五个关键指标之一"


INDICATORS: tuple[Indicator, ...] = (
    Indicator("value_added_rate", "工业增加值率", "value_added", "gross_output", "work-indicators"),
    Indicator("own_brand_share", "以自主品牌销售产品比重", "own_brand_revenue", "revenue", "work-indicators"),
    Indicator("new_product_rate", "新产品产值率", "new_product_output", "gross_output", "work-indicators"),
    Indicator(
        "adopted_standard_share", "采用国际先进标准的产品比重", "adopted_standard_revenue", "revenue", "work-indicators"
    ),
    Indicator(
        "effective_system_share",
        "品牌管理体系有效运行的企业比重",
        "with_effective_system",
        "enterprises",
        "work-indicators",
    ),
)

#: A leading industry's share in the whole region's output.
SHARE = Indicator(
    "industry_share",
    "主导产业占区域工业总产值比重",
    "gross_output",
    "regional_gross_output",
    "form-industries",
    "region",
    "附件1《申报书》“主导产业占该区域工业总产值的比重”",
)
#: Ratios that the form asks for beside the five.
FORM_RATIOS: tuple[Indicator, ...] = (
    Indicator(
        "research_intensity",
        "研发投入占销售收入比重",
        "research_spending",
        "revenue",
        "form-innovation",
        source="附件1《申报书》“企业研发投入占销售收入比重”",
    ),
    SHARE,
)
#: The unit of every ratio.
PERCENT = "%"

REGIONAL_OUTPUT = (
    "区域工业总产值（万元）",
    "整个区域（不只是试点相关企业）的工业总产值，只用来计算主导产业所占比重。",
)


def total_label(name: str) -> str:
    """The key of `statistics/` that an attribute is written under."""
    if name in COUNTS:
        return f"{COUNTS[name][0]}（家）"
    if name == "regional_gross_output":
        return REGIONAL_OUTPUT[0]
    column = BY_NAME[name]
    return f"{column.total}（家）" if column.total else column.heading


def definition_of(name: str) -> str:
    """What an attribute of `statistics/` holds."""
    if name in _COUNTED:
        return _COUNTED[name]
    if name in COUNTS:
        return COUNTS[name][1]
    return REGIONAL_OUTPUT[1] if name == "regional_gross_output" else BY_NAME[name].definition


def clause_of(name: str) -> str:
    """The clause that asks for an attribute of `statistics/`."""
    return BY_NAME[name].clause if name in BY_NAME else _FORM


def formula_of(indicator: Indicator) -> str:
    """A ratio in the labels of `statistics/`."""
    return f"{total_label(indicator.numerator)} ÷ {total_label(indicator.denominator)} × 100%"


def population_of(indicator: Indicator) -> str:
    """Which enterprises a ratio speaks of."""
    if indicator.population == "region":
        return "分子是主导产业的企业，分母是整个区域；合计只加各主导产业。"
    return (
        "试点工作相关企业，上一年度全年；按主导产业分别计算，合计另加其他相关企业。是合计之比，不是各企业比率的平均。"
    )


def ratios_with(name: str) -> str:
    """Which ratios an attribute is part of, in words; empty when of none."""
    found = [
        f"“{each.label}”的{'分子' if each.numerator == name else '分母'}"
        for each in (*INDICATORS, *FORM_RATIOS)
        if name in (each.numerator, each.denominator)
    ]
    return f"是{'、'.join(found)}。" if found else ""
