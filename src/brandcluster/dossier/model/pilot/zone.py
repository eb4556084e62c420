"""pilot/zone.yaml: from the application for evaluation to re-review (三（六）、（七）2-3)."""

from typing import Literal

from brandcluster.dossier.model.fields import Date, DocumentPath, Part, Text, Year, form_field, form_list


class ZoneApplication(Part):
    """The application to be evaluated (三（六）)."""

    date: Date | None = form_field("日期", "申请评价的日期。", clause="zone-apply")
    industries: list[Text] = form_list(
        "产业", "为哪些主导产业申请；为全部申请就写 []。", required=False, clause="zone-apply"
    )
    document: DocumentPath | None = form_field(
        "文件", "申请报告，放在 evidence/ 里。", required=False, clause="zone-apply"
    )


class ZoneResult(Part):
    """What the ministry's evaluation came to; never assumed (三（六）)."""

    date: Date | None = form_field("日期", "评价的日期。", clause="zone-excellent")
    result: Literal["优秀", "良好", "合格", "不合格"] | None = form_field(
        "结果", "优秀、良好、合格、不合格之一。", clause="zone-excellent"
    )
    industries: list[Text] = form_list(
        "产业", "结果属于哪些主导产业；属于全部就写 []。", required=False, clause="zone-excellent"
    )
    number: Text | None = form_field("文号", "结果文件的文号。", required=False)
    document: DocumentPath | None = form_field(
        "文件", "结果文件，放在 evidence/ 里。", required=False, clause="zone-excellent"
    )


class Designation(Part):
    """The title as it was awarded (三（七）2、3); its three years run from the date."""

    date: Date | None = form_field("授予日期", "授予称号的日期；三年有效期从这一天算起。", clause="zone-validity")
    number: Text | None = form_field("文号", "授予文件的文号。", clause="zone-validity")
    name: Text | None = form_field("名称", "示范区的名称，与授予文件一字不差。", clause="zone-name")
    industries: list[Text] = form_list("主导产业", "名称里的主导产业，逐个写。", clause="zone-name")
    document: DocumentPath | None = form_field(
        "文件", "授予文件，放在 evidence/ 里。", required=False, clause="zone-validity"
    )


class ReviewSummary(Part):
    """One of the three yearly summaries that go with a re-review."""

    year: Year | None = form_field("年份", "总结的年度。", clause="zone-review")
    document: DocumentPath | None = form_field(
        "文件", "总结报告，放在 evidence/ 里。", required=False, clause="zone-review"
    )


class NextPlan(Part):
    """The plan for the next three years."""

    first_year: Year | None = form_field("起始年份", "方案的第一年。", clause="zone-review")
    last_year: Year | None = form_field("结束年份", "方案的最后一年；一共三年。", clause="zone-review")
    document: DocumentPath | None = form_field(
        "文件", "工作方案，放在 evidence/ 里。", required=False, clause="zone-review"
    )


class Review(Part):
    """A re-review (三（七）3): three summaries and the plan for the next three years."""

    applied: Date | None = form_field("申请日期", "申请复审的日期。", clause="zone-review")
    document: DocumentPath | None = form_field(
        "文件", "申请，放在 evidence/ 里。", required=False, clause="zone-review"
    )
    summaries: list[ReviewSummary] = form_list(
        "前三年总结", "前3年的试点总结，每年一份。", required=False, clause="zone-review"
    )
    next_plan: NextPlan | None = form_field(
        "未来三年工作方案", "未来3年区域品牌建设工作方案。", required=False, clause="zone-review"
    )
    result: Literal["通过", "未通过"] | None = form_field(
        "结果", "通过 或 未通过；还没有结果就留空。", required=False, clause="zone-renewal"
    )
    date: Date | None = form_field("结果日期", "结果文件的日期。", required=False, clause="zone-renewal")
    until: Date | None = form_field(
        "有效期至",
        "通过的，结果文件写明的有效期最后一天；没有写明就留空，从结果日期起再算三年。",
        required=False,
        clause="zone-validity",
    )
    result_document: DocumentPath | None = form_field("结果文件", "结果文件，放在 evidence/ 里。", required=False)


class Revocation(Part):
    """The title withdrawn (三（七）3)."""

    date: Date | None = form_field("日期", "撤消称号的日期。", clause="zone-revocation")
    number: Text | None = form_field("文号", "决定的文号。", required=False, clause="zone-revocation")
    reason: Text | None = form_field("原因", "撤消的原因。", clause="zone-revocation")
    document: DocumentPath | None = form_field(
        "文件", "决定，放在 evidence/ 里。", required=False, clause="zone-revocation"
    )


class Zone(Part):
    """pilot/zone.yaml"""

    application: ZoneApplication | None = form_field(
        "申请评价",
        "完成实施方案工作目标以后，向工业和信息化部（科技司）申请评价。",
        required=False,
        clause="zone-apply",
    )
    result: ZoneResult | None = form_field(
        "评价结果", "工业和信息化部评价的结果。", required=False, clause="zone-excellent"
    )
    designation: Designation | None = form_field("授予", "示范区称号的授予。", required=False, clause="zone-validity")
    reviews: list[Review] = form_list(
        "复审", "称号三年有效，有效期满可以申请复审；逐次写。", required=False, clause="zone-review"
    )
    revocation: Revocation | None = form_field("撤消", "称号被撤消的决定。", required=False, clause="zone-revocation")
