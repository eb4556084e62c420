"""pilot/approval.yaml: public notice, approval and plaque (三（四）)."""

from brandcluster.dossier.model.fields import Date, DocumentPath, Part, Text, form_field, form_list

_CLAUSE = "pilot-approval"
_ALL_YEAR = "apply-all-year"
_EXPERTS = "review-experts"


class Submission(Part):
    """The application as the province handed it in (三（三）)."""

    date: Date | None = form_field("日期", "省级主管部门报送工业和信息化部（科技司）的日期。", clause=_ALL_YEAR)
    number: Text | None = form_field("文号", "报送文件的文号。", required=False, clause=_ALL_YEAR)
    document: DocumentPath | None = form_field("文件", "报送文件或受理回执，放在 evidence/ 里。", required=False)


class ExpertReview(Part):
    """The review by experts, and what they propose (三（四）)."""

    date: Date | None = form_field("日期", "专家评审的日期。", clause=_EXPERTS)
    opinion: Text | None = form_field("推选意见", "专家的推选意见。", clause=_EXPERTS)
    document: DocumentPath | None = form_field("文件", "评审通知或意见，放在 evidence/ 里。", required=False)


class Approval(Part):
    """pilot/approval.yaml: public notice, approval and plaque are three dates; clocks start from the approval."""

    notice_date: Date | None = form_field("公示日期", "工业和信息化部公示的日期。", required=False, clause=_CLAUSE)
    number: Text | None = form_field("批复文号", "批复文件的文号，年份用六角括号〔〕。", clause=_CLAUSE)
    date: Date | None = form_field("批复日期", "批复的日期；试点从这一天算起。", clause=_CLAUSE)
    document: DocumentPath | None = form_field(
        "批复文件", "批复扫描件，放在 evidence/ 里。", required=False, clause=_CLAUSE
    )
    plaque_date: Date | None = form_field("授牌日期", "授牌的日期。", required=False, clause=_CLAUSE)
    name: Text | None = form_field("试点名称", "批复文件上的试点地区名称。", required=False, clause=_CLAUSE)
    submission: Submission | None = form_field(
        "报送", "省级主管部门向工业和信息化部报送申报材料。", required=False, clause=_ALL_YEAR
    )
    review: ExpertReview | None = form_field(
        "专家评审", "工业和信息化部组织的专家评审。", required=False, clause=_EXPERTS
    )
    associations: list[Text] = form_list(
        "会同的协会",
        "批复文件写明会同的全国性工业行业协会（联合会），逐个写。",
        required=False,
        clause="pilot-selection",
    )
