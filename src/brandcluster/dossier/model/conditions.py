"""application/conditions.yaml: what the basic conditions of 三（二） rest on."""

from typing import Literal

from brandcluster.dossier.model.fields import Amount, Count, Date, DocumentPath, Part, Text, form_field, form_list

IncidentKind = Literal["质量安全", "安全生产", "环境保护", "信誉损害"]
SafetyGrade = Literal["一般", "较大", "重大", "特别重大"]
EnvironmentGrade = Literal["IV级", "III级", "II级", "I级"]


class DeclaredPeriod(Part):
    """The days that a declaration itself says it is about."""

    start: Date | None = form_field("起", "声明写明的时间从哪一天起。", required=False)
    end: Date | None = form_field("止", "声明写明的时间到哪一天止。", required=False)


class IncidentDeclaration(Part):
    """What an office declares of one kind of incident over the look-back period (三（二）1)."""

    kind: IncidentKind | None = form_field("类别", "质量安全、安全生产、环境保护、信誉损害，四类各要一份声明。")
    result: Literal["未发生", "见事故清单"] | None = form_field(
        "结论", "近三年没有发生就写“未发生”；发生过（不论大小）写“见事故清单”，并在下面逐起列出。"
    )
    issuer: Text | None = form_field("出具单位", "由哪个部门出具声明或证明。")
    date: Date | None = form_field("日期", "声明或证明的日期；声明只管到这一天。")
    period: DeclaredPeriod | None = form_field(
        "期间", "声明自己写明了起止日期的才填；不填就是从申报日期前三年起，到声明的日期止。", required=False
    )
    document: DocumentPath | None = form_field("文件", "声明或证明的扫描件，放在 evidence/ 里。", required=False)


class Incident(Part):
    """One incident; grades as in 国务院令第493号 (production safety) or the environmental grades I to IV."""

    date: Date | None = form_field("日期", "事故发生的日期。")
    kind: IncidentKind | None = form_field("类别", "质量安全、安全生产、环境保护、信誉损害之一。")
    summary: Text | None = form_field("简况", "地点、经过、后果和处理。")
    grade: SafetyGrade | None = form_field("事故等级", "调查报告认定的安全生产事故等级。", required=False)
    environment_grade: EnvironmentGrade | None = form_field("环境事件分级", "环境事件的级别，I级最重。", required=False)
    deaths: Count | None = form_field("死亡人数", "死亡人数，没有写 0。", required=False)
    injured: Count | None = form_field("重伤人数", "重伤人数，没有写 0。", required=False)
    loss: Amount | None = form_field("直接经济损失（万元）", "直接经济损失，单位：万元。", required=False)
    document: DocumentPath | None = form_field("文件", "调查报告或结案文件。", required=False)


class Participation(Part):
    """A signed statement that an association or a key enterprise takes part (三（二）1)."""

    name: Text | None = form_field("单位", "行业组织或骨干企业的全称。")
    kind: Literal["行业组织", "骨干企业"] | None = form_field("类型", "行业组织 或 骨干企业。")
    date: Date | None = form_field("日期", "签署日期。")
    document: DocumentPath | None = form_field("文件", "盖章的参与声明，放在 evidence/ 里。", required=False)


class Commitment(Part):
    """One of the three commitments of 三（二）2."""

    content: Text | None = form_field("内容", "承诺的主要内容。")
    date: Date | None = form_field("日期", "文件日期。")
    document: DocumentPath | None = form_field(
        "文件", "承诺书、机构成立文件或预算文件，放在 evidence/ 里。", required=False
    )


class Commitments(Part):
    """三（二）2: planning, organisation, working conditions and funds."""

    planning: Commitment | None = form_field("规划部署", "对区域品牌建设做出规划部署的承诺。")
    organisation: Commitment | None = form_field("成立机构", "成立相应机构的承诺。")
    conditions: Commitment | None = form_field("工作条件和经费", "提供必要工作条件和经费支持的承诺。")


class Direction(Part):
    """How a leading industry stands to the national catalogue (三（二）3, first part)."""

    industry: Text | None = form_field("产业", "主导产业的名称。")
    reference: Text | None = form_field("依据", "产业结构调整指导目录等文件的条目。")
    note: Text | None = form_field("说明", "需要另作说明的。", required=False)


class Policy(Part):
    """A policy in force (三（二）3, second part; 附件1 政府支持)."""

    name: Text | None = form_field("名称", "文件名称。")
    number: Text | None = form_field("文号", "如 冀政发〔2013〕12号，年份用六角括号〔〕。")
    issuer: Text | None = form_field("发布单位", "由哪个政府或部门发布，写全称。")
    date: Date | None = form_field("发布日期", "文件上的发布日期，写成 年-月-日。")
    subjects: list[Literal["支持主导产业发展", "加强质量品牌建设"]] = form_list(
        "内容", "支持主导产业发展、加强质量品牌建设，可以都选。"
    )
    amount: Amount | None = form_field("金额（万元）", "文件写明的资金，没有就留空。单位：万元。", required=False)
    document: DocumentPath | None = form_field("文件", "文件扫描件，放在 evidence/ 里。", required=False)


class SupplementaryEvidence(Part):
    """A document for a condition that a province's supplement adds."""

    condition: Text | None = form_field("条件代号", "省级补充规则里条件的代号。")
    note: Text | None = form_field("说明", "需要说明的。", required=False)
    date: Date | None = form_field("日期", "文件日期。")
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里。", required=False)


class Conditions(Part):
    """application/conditions.yaml"""

    declarations: list[IncidentDeclaration] = form_list(
        "事故声明",
        "四类事故各一份声明：质量安全、安全生产、环境保护、信誉损害。",
        clause="eligible-no-accidents",
    )
    incidents: list[Incident] = form_list(
        "事故清单",
        "近三年发生过的事故，不论大小；没有就写 []。",
        required=False,
        clause="eligible-no-accidents",
    )
    participation: list[Participation] = form_list(
        "参与声明",
        "行业组织和骨干企业参与区域品牌建设的书面声明。",
        clause="eligible-participation",
    )
    commitments: Commitments | None = form_field(
        "承诺",
        "规划部署、成立机构、工作条件和经费三项承诺，各附文件。",
        clause="eligible-commitment",
    )
    directions: list[Direction] = form_list(
        "产业方向", "每个主导产业符合国家产业发展方向的依据。", clause="eligible-policy"
    )
    policies: list[Policy] = form_list(
        "政策措施",
        "已出台的支持主导产业发展、加强质量品牌建设的政策措施。",
        clause="eligible-policy",
    )
    resources: Text | None = form_field(
        "资源和能力", "支持企业提升质量品牌水平的资源和能力。", clause="eligible-policy", long=True
    )
    supplementary: list[SupplementaryEvidence] = form_list(
        "补充条件", "省级补充规则增加的条件的证明文件。", required=False
    )
