"""application/plan.yaml: 第二部分：试点工作方案."""

from typing import Literal

from brandcluster.dossier.model.fields import Amount, Date, Month, Part, Percent, Text, Year, form_field, form_list

#: The headings of 二（一） to 二（七）, the seven contents of the pilot work.
WorkContent = Literal[
    "开展区域品牌策划和设计",
    "建立品牌相关评价制度",
    "支持行业组织发挥作用",
    "引导企业参与品牌建设",
    "夯实品牌发展的基础",
    "加强区域品牌信誉和风险管理",
    "打造营销和宣传平台",
]


class Milestone(Part):
    """A date inside a project."""

    month: Month | None = form_field("时间", "到哪个月，写成 年-月。")
    result: Text | None = form_field("节点", "到那时完成什么。")


class Project(Part):
    """One of the 主要工作项目 (附件1 第二部分 四)."""

    name: Text | None = form_field("名称", "工作项目的名称，各项目不重名。", clause="form-plan-projects")
    serves: list[WorkContent] = form_list(
        "对应工作内容", "对应通知二（一）至（七）的哪几项工作内容。", clause="form-plan-projects"
    )
    start: Month | None = form_field("开始时间", "从哪个月开始，在试点周期以内。", clause="form-plan-projects")
    end: Month | None = form_field("完成时间", "到哪个月完成，在试点周期以内。", clause="form-plan-projects")
    owner: Text | None = form_field("责任单位", "由谁负责。", required=False, clause="form-plan-projects")
    content: Text | None = form_field("工作内容", "做什么。", clause="form-plan-projects", long=True)
    steps: Text | None = form_field("工作步骤", "分几步做。", clause="form-plan-projects", long=True)
    measures: Text | None = form_field("工作措施", "靠什么做成。", clause="form-plan-projects", long=True)
    milestones: list[Milestone] = form_list("时间节点", "主要时间节点。", required=False, clause="form-plan-projects")


class ProjectTarget(Part):
    """What a project must have reached by the end of a phase (附件1 第二部分 五)."""

    project: Text | None = form_field("项目", "主要工作项目的名称，与上面写的一样。", clause="form-plan-targets")
    target: Text | None = form_field("目标", "这一阶段结束时应达到的目标，一句话。", clause="form-plan-targets")
    quantity: Amount | None = form_field("数值", "目标的数值。", clause="form-plan-targets", example="3")
    unit: Text | None = form_field("单位", "数值的单位，如 场、家、%。", clause="form-plan-targets", example="场")


class IndicatorTarget(Part):
    """The five indicators at the end of a phase, for one leading industry."""

    industry: Text | None = form_field(
        "产业", "主导产业的名称；只有一个主导产业时可不填。", required=False, clause="form-plan-targets"
    )
    value_added_rate: Percent | None = form_field(
        "工业增加值率（%）", "阶段结束时应达到的水平。", clause="form-plan-targets"
    )
    own_brand_share: Percent | None = form_field(
        "以自主品牌销售产品比重（%）", "阶段结束时应达到的水平（按销售收入计）。", clause="form-plan-targets"
    )
    new_product_rate: Percent | None = form_field(
        "新产品产值率（%）", "阶段结束时应达到的水平。", clause="form-plan-targets"
    )
    adopted_standard_share: Percent | None = form_field(
        "采用国际先进标准的产品比重（%）", "阶段结束时应达到的水平（按销售收入计）。", clause="form-plan-targets"
    )
    effective_system_share: Percent | None = form_field(
        "品牌管理体系有效运行的企业比重（%）", "阶段结束时应达到的水平。", clause="form-plan-targets"
    )


class Phase(Part):
    """A phase of the pilot with its targets (附件1 第二部分 五: 工作目标应分阶段提出)."""

    name: Text | None = form_field("名称", "阶段的名称，如“第一阶段”。", clause="form-plan-targets")
    start: Month | None = form_field("开始", "阶段的第一个月。", clause="form-plan-targets")
    end: Month | None = form_field(
        "结束", "阶段的最后一个月（含）。第一阶段 6 至 12 个月，以后每阶段不超过 12 个月。", clause="form-plan-targets"
    )
    project_targets: list[ProjectTarget] = form_list(
        "项目目标", "各工作项目在这一阶段的量化目标。", clause="form-plan-targets"
    )
    indicator_targets: list[IndicatorTarget] = form_list(
        "指标目标", "5 个关键指标在阶段结束时应达到的水平，每个主导产业一组。", clause="form-plan-targets"
    )


class FundItem(Part):
    """An amount of one year from one source."""

    year: Year | None = form_field("年份", "投入的年份。", clause="form-plan-support")
    source: Text | None = form_field("来源", "资金来源，如 区财政、省级专项、企业自筹。", clause="form-plan-support")
    amount: Amount | None = form_field(
        "金额（万元）", "这一年这一来源投入多少。单位：万元。", clause="form-plan-support"
    )
    purpose: Text | None = form_field("支持方向", "用在哪里。", clause="form-plan-support")
    steps: Text | None = form_field("投入步骤", "怎样分步投入。", required=False, clause="form-plan-support")


class YearTotal(Part):
    """A total that the budget document states for a year; checked against the items."""

    year: Year | None = form_field("年份", "年份。")
    amount: Amount | None = form_field("金额（万元）", "这一年的合计。单位：万元。")


class SourceTotal(Part):
    """A total that the budget document states for a source; checked against the items."""

    source: Text | None = form_field("来源", "资金来源，与明细写的一样。")
    amount: Amount | None = form_field("金额（万元）", "这一来源的合计。单位：万元。")


class Funds(Part):
    """The funds of the pilot (附件1 第二部分 三)."""

    total: Amount | None = form_field(
        "总额（万元）", "承诺投入的总额，应等于明细之和。单位：万元。", clause="form-plan-support"
    )
    items: list[FundItem] = form_list("明细", "按年份和来源逐笔写。", clause="form-plan-support")
    by_year: list[YearTotal] = form_list(
        "分年合计",
        "预算文件写明的各年合计，用来核对明细；没有可不填。",
        required=False,
        clause="form-plan-support",
    )
    by_source: list[SourceTotal] = form_list(
        "分来源合计",
        "预算文件写明的各来源合计，用来核对明细；没有可不填。",
        required=False,
        clause="form-plan-support",
    )


class PlannedPolicy(Part):
    """A policy or measure that the plan promises (附件1 第二部分 三); its carrying out stands in pilot/support.yaml."""

    name: Text | None = form_field("名称", "拟出台的政策或拟采取的措施。", clause="form-plan-support")
    date: Date | None = form_field("日期", "计划到哪一天落实。", clause="form-plan-support")
    body: Text | None = form_field("责任单位", "由谁出台或落实。", clause="form-plan-support")


class Plan(Part):
    """application/plan.yaml"""

    approach: Text | None = form_field(
        "试点工作思路",
        "说明地方政府和相关企业对区域品牌建设的态度，以及拟开展工作的基本思路。分析开展试点工作的有利条件、可能的困难以及相应措施。",
        clause="form-plan-approach",
        long=True,
    )
    organisation: Text | None = form_field(
        "试点工作组织",
        "说明试点工作组织领导和工作职责有关的安排，以及如何通过组织工作带动企业参与品牌建设。",
        clause="form-plan-organisation",
        long=True,
    )
    support: Text | None = form_field(
        "可配套的政策、资金和措施等",
        "说明拟支持开展试点工作的相关政策、资金（包括金额、来源、支持方向、投入步骤等）和措施等。资金表由下面的“资金”生成，附在后面。",
        clause="form-plan-support",
        long=True,
    )
    funds: Funds | None = form_field("资金", "拟投入的资金。", clause="form-plan-support")
    policies: list[PlannedPolicy] = form_list(
        "拟落实的政策和措施",
        "拟出台的政策、拟采取的措施，逐项写名称、日期、责任单位；以后逐项与 pilot/support.yaml 的“政策落实”核对。",
        required=False,
        clause="form-plan-support",
    )
    projects: list[Project] = form_list(
        "主要工作项目",
        "在试点工作中拟开展的各项主要工作。包括工作内容、工作步骤、工作措施和时间节点等内容。按1-3年试点周期进行策划安排。",
        clause="form-plan-projects",
    )
    targets_note: Text | None = form_field(
        "工作目标说明", "阶段目标之前的总体说明，可不填。", required=False, clause="form-plan-targets", long=True
    )
    phases: list[Phase] = form_list(
        "工作阶段",
        "工作目标应分阶段提出。第一阶段目标的实现周期为六个月到一年，工作阶段应按年度划分。",
        clause="form-plan-targets",
    )
    other: Text | None = form_field("其他需要说明内容", "没有就写“无”。", clause="form-plan-other", long=True)
