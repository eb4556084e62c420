"""pilot/training.yaml: training events (二（四）); the counts of enterprises stand in statistics/."""

from typing import Literal

from brandcluster.dossier.model.fields import Count, Date, DocumentPath, Part, Text, form_field, form_list

_CLAUSE = "work-enterprises"


class TrainingEvent(Part):
    """One training; who came stays in a file outside git."""

    name: Text | None = form_field("名称", "培训名称。", clause=_CLAUSE)
    kind: Literal["首席品牌官", "品牌经理", "品牌管理体系", "品牌专业知识", "其他"] | None = form_field(
        "类型", "首席品牌官、品牌经理、品牌管理体系、品牌专业知识、其他之一。", required=False, clause=_CLAUSE
    )
    organiser: Text | None = form_field("组织单位", "由谁组织。", required=False)
    date: Date | None = form_field("日期", "培训日期。", clause=_CLAUSE)
    enterprises: Count | None = form_field("参加企业数（家）", "参加的企业数。", clause=_CLAUSE)
    people: Count | None = form_field("参加人数", "参加的人数。", required=False)
    document: DocumentPath | None = form_field("文件", "通知、签到汇总等，放在 evidence/ 里。", required=False)


class Training(Part):
    """pilot/training.yaml"""

    events: list[TrainingEvent] = form_list("培训", "品牌培训，逐次写。", required=False, clause=_CLAUSE)
