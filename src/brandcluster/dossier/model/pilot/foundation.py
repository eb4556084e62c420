"""pilot/foundation.yaml: adopted standards, quality control, joint research (二（五）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Count, Date, DocumentPath, Part, Text, Year, form_field, form_list
from brandcluster.dossier.model.pilot.deed import Deed

_CLAUSE = "work-foundation"
_CHAIN = "work-chain"


class AdoptedStandard(Part):
    """Products newly made to an international or advanced foreign standard in a year, as a number."""

    year: Year | None = form_field("年份", "哪一年采用。", clause=_CLAUSE)
    industry: Text | None = form_field("产业", "主导产业的名称。", required=False, clause=_CLAUSE)
    standard: Text | None = form_field("标准", "采用的国际标准或国外先进标准，写编号。", clause=_CLAUSE)
    products: Count | None = form_field("产品数（项）", "当年新增采标的产品数。", clause=_CLAUSE)
    document: DocumentPath | None = form_field("文件", "备案证明等，放在 evidence/ 里。", required=False)


class EnterpriseStandards(Part):
    """Standards of single enterprises above the national or industry standard, as a number (二（五）)."""

    year: Year | None = form_field("年份", "哪一年制定。", clause=_CLAUSE)
    industry: Text | None = form_field("产业", "主导产业的名称。", required=False, clause=_CLAUSE)
    standards: Count | None = form_field("标准数（项）", "当年新制定的企业标准数。", clause=_CLAUSE)
    compared: Text | None = form_field(
        "高于的标准", "高于哪些国家或行业标准，高在哪里；不写企业名称。", required=False, clause=_CLAUSE
    )
    document: DocumentPath | None = form_field("文件", "汇总材料等，放在 evidence/ 里。", required=False)


class QualityWork(Part):
    """Quality control or technical assessment."""

    name: Text | None = form_field("名称", "工作的名称。", clause=_CLAUSE)
    industry: Text | None = form_field("产业", "属于某个主导产业的写它的名称；共同的就留空。", required=False)
    date: Date | None = form_field("日期", "完成的日期。", clause=_CLAUSE)
    result: Text | None = form_field("结果", "结果，写出数据。", required=False, clause=_CLAUSE)
    document: DocumentPath | None = form_field("文件", "报告等，放在 evidence/ 里。", required=False)


class ResearchProject(Part):
    """Joint work on a technical problem (攻关和产学研结合)."""

    name: Text | None = form_field("名称", "攻关项目的名称。", clause=_CLAUSE)
    industry: Text | None = form_field("产业", "属于某个主导产业的写它的名称；共同的就留空。", required=False)
    partners: Text | None = form_field("参加单位", "企业、院校、机构。", clause=_CLAUSE)
    start: Date | None = form_field("开始日期", "开始的日期。", clause=_CLAUSE)
    end: Date | None = form_field("验收日期", "验收的日期；还没验收就留空。", required=False, clause=_CLAUSE)
    result: Text | None = form_field("结果", "成果，写出数据。", required=False, clause=_CLAUSE)
    document: DocumentPath | None = form_field("文件", "验收证书等，放在 evidence/ 里。", required=False)


class ChainInterface(Part):
    """What was agreed between enterprises up and down the chain (二（五）)."""

    side: Literal["标准", "技术", "质量", "物流"] | None = form_field(
        "方面", "标准、技术、质量、物流之一。", clause=_CHAIN
    )
    date: Date | None = form_field("日期", "对接做成的日期。", clause=_CHAIN)
    content: Text | None = form_field("内容", "上下游企业怎样对接，结果怎样。", clause=_CHAIN)
    organiser: Text | None = form_field("组织单位", "由哪个行业组织或骨干企业牵头。", required=False)
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里。", required=False)


class Foundation(Part):
    """pilot/foundation.yaml"""

    adopted: list[AdoptedStandard] = form_list(
        "采用国际先进标准", "当年新增采标的产品，按标准写数。", required=False, clause=_CLAUSE
    )
    enterprise_standards: list[EnterpriseStandards] = form_list(
        "企业标准",
        "企业制定的高于国家和行业标准的企业标准，按年写数。",
        required=False,
        clause=_CLAUSE,
    )
    quality: list[QualityWork] = form_list(
        "质量控制和技术评价", "质量控制和技术评价工作，逐项写。", required=False, clause=_CLAUSE
    )
    research: list[ResearchProject] = form_list(
        "攻关和产学研结合", "攻关和产学研项目，逐项写。", required=False, clause=_CLAUSE
    )
    products: list[Deed] = form_list(
        "开发品种和改善服务", "开发品种、提升质量、改善服务的工作，逐项写。", required=False, clause="work-products"
    )
    technology: list[Deed] = form_list(
        "技术改造和自主知识产权",
        "技术改造、技术创新和取得自主知识产权的情况，逐项写。",
        required=False,
        clause="work-technology",
    )
    chain: list[ChainInterface] = form_list(
        "产业链接口", "产业链上下游企业在标准、技术、质量、物流方面的对接，逐项写。", required=False, clause=_CHAIN
    )
