"""pilot/progress.yaml: how far the work items and targets of the plan are (三（五）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Amount, Date, DocumentPath, Part, Text, form_field, form_list

_CLAUSE = "pilot-execution"


class ProjectProgress(Part):
    """Where a work item of the plan stood on a day; the latest entry of an item counts."""

    project: Text | None = form_field("项目", "主要工作项目的名称，与方案写的一样。", clause=_CLAUSE)
    date: Date | None = form_field("日期", "这一情况截至哪一天；完成的写完成日期。", clause=_CLAUSE)
    state: Literal["未开始", "进行中", "已完成", "已停止"] | None = form_field(
        "状态", "未开始、进行中、已完成、已停止之一。", clause=_CLAUSE
    )
    result: Text | None = form_field("结果", "到这一天做成了什么。", required=False, clause=_CLAUSE, long=True)
    reason: Text | None = form_field("说明", "没有按期、停止的，写明原因和安排。", required=False, clause=_CLAUSE)
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里。", required=False, clause=_CLAUSE)


class TargetResult(Part):
    """What was reached of a project's target in a phase; the five indicators are read from statistics/."""

    phase: Text | None = form_field("阶段", "阶段的名称，与方案写的一样。", clause=_CLAUSE)
    project: Text | None = form_field("项目", "主要工作项目的名称，与方案写的一样。", clause=_CLAUSE)
    target: Text | None = form_field("目标", "目标的那句话，与方案写的一样。", clause=_CLAUSE)
    actual: Amount | None = form_field("实际值", "实际达到的数值，单位与目标相同。", clause=_CLAUSE)
    date: Date | None = form_field("日期", "数值截至哪一天。", clause=_CLAUSE)
    document: DocumentPath | None = form_field("文件", "证明文件，放在 evidence/ 里。", required=False, clause=_CLAUSE)


class Progress(Part):
    """pilot/progress.yaml"""

    projects: list[ProjectProgress] = form_list(
        "工作进展", "各工作项目的进展，一次一条，不改以前的。", required=False, clause=_CLAUSE
    )
    targets: list[TargetResult] = form_list(
        "目标完成",
        "方案里各项目目标的完成数；五个关键指标不用写，由 statistics/ 计算。",
        required=False,
        clause=_CLAUSE,
    )
