"""pilot/strategy.yaml: research, strategy, positioning, design, collective marks (二（一）; 三（七）1（1）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Code, Count, Date, DocumentPath, Part, Text, form_field, form_list
from brandcluster.dossier.model.pilot.deed import Deed
from brandcluster.dossier.model.pilot.published import PublishedDocument

_CLAUSE = "work-planning"


class Design(Part):
    """A brand name with its identity system."""

    name: Text | None = form_field("名称", "品牌名称或形象识别系统的名称。", clause=_CLAUSE)
    industry: Text | None = form_field("产业", "属于某个主导产业的写它的名称；全区域共用就留空。", required=False)
    date: Date | None = form_field("启用日期", "开始使用的日期；还没启用就留空。", required=False, clause=_CLAUSE)
    document: DocumentPath | None = form_field("文件", "手册等，放在 evidence/ 里。", required=False)


class CollectiveMark(Part):
    """A collective mark of the region: what kind, whose, which number, how far."""

    name: Text | None = form_field("名称", "标志或商标的名称。", clause=_CLAUSE)
    kind: Literal["国家地理标志", "集体商标", "原产地注册", "证明标志"] | None = form_field(
        "类型", "国家地理标志、集体商标、原产地注册、证明标志之一。", clause=_CLAUSE
    )
    industry: Text | None = form_field("产业", "属于某个主导产业的写它的名称；全区域共用就留空。", required=False)
    owner: Text | None = form_field("申请人", "申请人或注册人，一般是行业组织。", clause=_CLAUSE)
    state: Literal["准备申请", "已申请", "已核准", "未核准", "已失效"] | None = form_field(
        "状态", "准备申请、已申请、已核准、未核准、已失效之一。", clause=_CLAUSE
    )
    application_number: Code | None = form_field("申请号", "受理的编号。", required=False)
    applied: Date | None = form_field("申请日期", "提交申请的日期。", required=False, clause=_CLAUSE)
    number: Code | None = form_field("注册号", "核准的编号。", required=False, clause=_CLAUSE)
    approved: Date | None = form_field("核准日期", "核准的日期。", required=False, clause=_CLAUSE)
    users: Count | None = form_field("许可企业数（家）", "许可使用的企业数。", required=False)
    document: DocumentPath | None = form_field("文件", "受理通知、注册证等，放在 evidence/ 里。", required=False)


class Strategy(Part):
    """pilot/strategy.yaml"""

    research: list[PublishedDocument] = form_list(
        "产业对比研究", "国内外产业对比研究的报告。", required=False, clause=_CLAUSE
    )
    direction: Text | None = form_field(
        "战略方向和目标",
        "根据产业对比研究确定的区域产业发展的战略方向和目标。",
        required=False,
        clause="work-direction",
        long=True,
    )
    strategy: PublishedDocument | None = form_field(
        "发展战略", "正式发布的区域品牌发展战略。", required=False, clause="zone-1"
    )
    positioning: Text | None = form_field(
        "品牌定位", "对区域品牌的明确定位。", required=False, clause=_CLAUSE, long=True
    )
    meaning: Text | None = form_field(
        "核心价值和品牌内涵", "区域品牌的核心价值和品牌内涵。", required=False, clause=_CLAUSE, long=True
    )
    designs: list[Design] = form_list("品牌设计", "品牌名称和形象识别系统，逐个写。", required=False, clause=_CLAUSE)
    marks: list[CollectiveMark] = form_list(
        "集体品牌", "国家地理标志、集体商标、原产地注册、证明标志，逐个写。", required=False, clause=_CLAUSE
    )
    protection: list[Deed] = form_list(
        "知识产权保护",
        "依法保护区域品牌知识产权的工作，如 维权、打假、授权管理，逐次写。",
        required=False,
        clause="work-protection",
    )
