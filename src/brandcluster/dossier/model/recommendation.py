"""recommendation.yaml: 附件2, who consents and recommends; seals and dates stay for people."""

from typing import Literal

from brandcluster.dossier.model.fields import Date, DocumentPath, Part, Text, form_field


class ApplicantSeal(Part):
    """When the applicant sealed; printed nowhere, the paper carries the date by hand."""

    date: Date | None = form_field(
        "盖章日期", "申报单位盖章的日期；还没盖章就留空。", required=False, clause="rec-head"
    )


class LocalGovernment(Part):
    """当地人民政府意见: the statement is the notice's own (附件2; 三（三）)."""

    name: Text | None = form_field("名称", "出具意见的市、县人民政府。", clause="rec-local")
    consent: Literal["同意", "不同意"] | None = form_field(
        "结论",
        "同意 或 不同意；还没有答复就留空。",
        required=False,
        clause="apply-local-consent",
    )
    date: Date | None = form_field("盖章日期", "政府盖章的日期；还没盖章就留空。", required=False, clause="rec-local")
    document: DocumentPath | None = form_field(
        "文件",
        "盖章页的扫描件，放在 evidence/ 里。",
        required=False,
        clause="apply-local-consent",
    )


class Opinion(Part):
    """The opinion of the province's department or of a national association."""

    name: Text | None = form_field("名称", "出具意见的单位。", required=False)
    opinion: Text | None = form_field("意见", "意见全文；还没有就留空，由对方在纸上填写。", required=False)
    date: Date | None = form_field("盖章日期", "盖章的日期；还没盖章就留空。", required=False)
    document: DocumentPath | None = form_field("文件", "盖章页的扫描件，放在 evidence/ 里。", required=False)


class Recommendation(Part):
    """recommendation.yaml"""

    applicant: ApplicantSeal | None = form_field("申报单位", "申报单位盖章的日期。", required=False, clause="rec-head")
    local: LocalGovernment | None = form_field("当地人民政府", "同意申报的市、县人民政府。", clause="rec-local")
    province: Opinion | None = form_field(
        "省级工业和信息化主管部门",
        "审查推荐意见。",
        required=False,
        clause="rec-province",
    )
    joint: Literal["是", "否"] | None = form_field(
        "行业与区域联合实施", "是否会同全国性工业行业协会（联合会）联合实施：是 或 否。", clause="apply-joint"
    )
    association: Opinion | None = form_field(
        "全国性工业行业协会",
        "联合实施时填写：协会名称和推荐意见。",
        required=False,
        clause="rec-association",
    )
