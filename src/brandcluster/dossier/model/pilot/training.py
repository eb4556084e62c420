"""pilot/training.yaml: training events (二（四）); the counts of enterprises stand in statistics/."""

from __future__ import annotations

from typing import Literal

from brandcluster.dossier.model.fields import Count, Date, DocumentPath, Part, Text, answer, parts

_CLAUSE = "work-enterprises"


class TrainingEvent(Part):
    """One training; who came stays in a file outside git."""

    name: Text | None = answer("名称", "培训名称。", clause=_CLAUSE)
    kind: Literal["首席品牌官", "品牌经理", "品牌管理体系", "品牌专业知识", "其他"] | None = answer(
        "类型", "首席品牌官、品牌经理、品牌管理体系、品牌专业知识、其他之一。", required=False, clause=_CLAUSE
    )
    organiser: Text | None = answer("组织单位", "由谁组织。", required=False)
    date: Date | None = answer("日期", "培训日期。", clause=_CLAUSE)
    enterprises: Count | None = answer("参加企业数（家）", "参加的企业数。", clause=_CLAUSE)
    people: Count | None = answer("参加人数", "参加的人数。", required=False)
    document: DocumentPath | None = answer("文件", "通知、签到汇总等，放在 evidence/ 里。", required=False)


class Training(Part):
    """pilot/training.yaml"""

    events: list[TrainingEvent] = parts("培训", "品牌培训，逐次写。", required=False, clause=_CLAUSE)
