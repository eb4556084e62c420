"""pilot/reputation.yaml: commitments, breaches of trust, risks (二（六）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Count, Date, DocumentPath, Part, Text, form_field, form_list
from brandcluster.dossier.model.pilot.published import PublishedDocument

_CLAUSE = "work-reputation"


class PublicCommitment(Part):
    """Enterprises committing themselves in public, as a number."""

    kind: Literal["质量信誉承诺", "自我声明"] | None = form_field("类型", "质量信誉承诺 或 自我声明。", clause=_CLAUSE)
    industry: Text | None = form_field("产业", "只有某个主导产业的写它的名称；全区域就留空。", required=False)
    date: Date | None = form_field("日期", "公开的日期。", clause=_CLAUSE)
    enterprises: Count | None = form_field("企业数（家）", "参加的企业数。", clause=_CLAUSE)
    content: Text | None = form_field("内容", "承诺或声明的主要内容、在哪里公开。", required=False)
    document: DocumentPath | None = form_field("文件", "样本、公开的网页等，放在 evidence/ 里。", required=False)


class Breach(Part):
    """A breach of trust and what was done about it; the enterprise is not named."""

    date: Date | None = form_field("发现日期", "发现的日期。", clause=_CLAUSE)
    content: Text | None = form_field("情况", "什么失信行为；不写企业名称。", clause=_CLAUSE)
    handling: Text | None = form_field("处理", "怎样处理的；还没处理就留空。", required=False, clause=_CLAUSE)
    handled: Date | None = form_field("处理日期", "处理完的日期。", required=False, clause=_CLAUSE)
    document: DocumentPath | None = form_field("文件", "处理文件，放在 evidence/ 里。", required=False)


class Risk(Part):
    """A line of the risk register."""

    name: Text | None = form_field("风险", "什么风险。", clause=_CLAUSE)
    kind: Literal["质量安全", "安全生产", "环境保护", "信誉损害", "其他"] | None = form_field(
        "类别", "质量安全、安全生产、环境保护、信誉损害、其他之一。", clause=_CLAUSE
    )
    industry: Text | None = form_field("产业", "属于某个主导产业的写它的名称；共同的就留空。", required=False)
    level: Literal["高", "中", "低"] | None = form_field("等级", "高、中、低之一。", clause=_CLAUSE)
    owner: Text | None = form_field("责任单位", "由谁负责。", clause=_CLAUSE)
    control: Text | None = form_field("控制措施", "怎样控制。", clause=_CLAUSE)
    reviewed: Date | None = form_field("评估日期", "最近一次评估的日期。", required=False)


class Drill(Part):
    """The plan tried out."""

    date: Date | None = form_field("日期", "演练的日期。", clause=_CLAUSE)
    content: Text | None = form_field("内容", "演练了什么，发现什么。", required=False)
    document: DocumentPath | None = form_field("文件", "演练记录，放在 evidence/ 里。", required=False)


class Reputation(Part):
    """pilot/reputation.yaml"""

    commitments: list[PublicCommitment] = form_list(
        "承诺和声明", "质量信誉承诺、自我声明等活动，逐次写。", required=False, clause=_CLAUSE
    )
    breaches: list[Breach] = form_list("失信行为", "发现和处理的失信行为，逐起写。", required=False, clause=_CLAUSE)
    risks: list[Risk] = form_list("风险登记", "区域品牌的风险，逐条写。", required=False, clause=_CLAUSE)
    control_plan: PublishedDocument | None = form_field(
        "风险控制预案", "风险控制预案的文件。", required=False, clause=_CLAUSE
    )
    drills: list[Drill] = form_list("演练", "预案的演练，逐次写。", required=False, clause=_CLAUSE)
