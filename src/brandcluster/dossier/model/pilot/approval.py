"""pilot/approval.yaml: public notice, approval and plaque (三（四）)."""

from __future__ import annotations

from brandcluster.dossier.model.fields import Date, DocumentPath, Part, Text, form_field

_CLAUSE = "pilot-approval"
_MINISTRY = "工业和信息化部"


class Approval(Part):
    """pilot/approval.yaml: public notice, approval and plaque are three dates; clocks start from the approval."""

    notice_date: Date | None = form_field("公示日期", "工业和信息化部公示的日期。", required=False, clause=_CLAUSE)
    number: Text | None = form_field("批复文号", "批复文件的文号，年份用六角括号〔〕。", clause=_CLAUSE)
    date: Date | None = form_field("批复日期", "批复的日期；试点从这一天算起。", clause=_CLAUSE)
    document: DocumentPath | None = form_field(
        "批复文件", "批复扫描件，放在 evidence/ 里。", required=False, clause=_CLAUSE
    )
    plaque_date: Date | None = form_field("授牌日期", "授牌的日期。", required=False, clause=_CLAUSE)
    name: Text | None = form_field(
        "试点名称", "批复文件上的试点地区名称。", required=False, clause=_CLAUSE, supplier=_MINISTRY
    )
