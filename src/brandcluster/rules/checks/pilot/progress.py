"""Rules on pilot/progress.yaml: work items and targets against the plan (三（五）)."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.base.days import month_end
from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.files import PROGRESS
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.rules.facts.progress import latest_progress, latest_result, planned_targets, reaches_target
from brandcluster.rules.facts.record_days import newest_day
from brandcluster.rules.facts.rules_in_force import month_in_words
from brandcluster.rules.rule import Finding, Rule


def _known(dossier: Dossier) -> Iterator[Finding]:
    projects = [each.name for each in dossier.plan.projects if each.name is not None]
    phases = [each.name for each in dossier.plan.phases if each.name is not None]
    named = [
        (("工作进展", i, "项目"), e.project, projects, "工作项目") for i, e in enumerate(dossier.progress.projects)
    ]
    for i, target in enumerate(dossier.progress.targets):
        named.append((("目标完成", i, "项目"), target.project, projects, "工作项目"))
        named.append((("目标完成", i, "阶段"), target.phase, phases, "阶段"))
        if target.phase in phases and target.project in projects and target.target is not None:
            known = [each.target for each in planned_targets(dossier, target.phase, target.project) if each.target]
            named.append((("目标完成", i, "目标"), target.target, known, "目标"))
    for keys, name, known, what in named:
        if name is not None and known and name not in known:
            match = nearest_choice(name, known)
            help_ = f"写成“{match}”。" if match else f"与 application/plan.yaml 写得一样：{'、'.join(known[:8])}。"
            yield Finding(PROGRESS, keys, f"方案里没有{what}“{name}”。", help_)


def _in_time(dossier: Dossier) -> Iterator[Finding]:
    last = newest_day(dossier)
    if not dossier.progress.projects or last is None:
        return
    for project in dossier.plan.projects:
        if project.name is None or project.end is None:
            continue
        end, found = month_end(project.end), latest_progress(dossier, project.name, last)
        if found is None:
            if last > end:
                yield Finding(
                    PROGRESS,
                    ("工作进展",),
                    f"工作项目“{project.name}”计划 {month_in_words(project.end)} 完成，没有进展的记录。",
                    "补记进展；没有完成的写明原因和安排。",
                    on_key=True,
                )
            continue
        index, entry = found
        done = entry.state == "已完成"
        if done and entry.date is not None and entry.date > end and entry.reason is None:
            message = f"“{project.name}”计划 {month_in_words(project.end)} 完成，{entry.date.isoformat()} 才完成。"
            yield Finding(PROGRESS, ("工作进展", index, "日期"), message, "在“说明”里写明为什么晚了。")
        elif not done and last > end and entry.reason is None:
            message = (
                f"“{project.name}”计划 {month_in_words(project.end)} 完成，最近的记录是“{entry.state or '没有状态'}”。"
            )
            yield Finding(
                PROGRESS,
                ("工作进展", index, "状态" if entry.state is not None else "项目"),
                message,
                "完成了的再记一条“已完成”；没有完成的在“说明”里写明原因和安排。",
            )


def _on_target(dossier: Dossier) -> Iterator[Finding]:
    last = newest_day(dossier)
    for phase in dossier.plan.phases:
        if phase.end is None or last is None or last < month_end(phase.end):
            continue
        for planned in phase.project_targets:
            found = latest_result(dossier, phase.name, planned, last)
            if found is None or reaches_target(planned, found[1].actual) is not False:
                continue
            index, entry = found
            unit = planned.unit or ""
            yield Finding(
                PROGRESS,
                ("目标完成", index, "实际值"),
                f"“{entry.target}”方案是 {decimal_text(planned.quantity or 0)} {unit}，实际 {decimal_text(entry.actual or 0)} {unit}，没有达到。",
                "核对数值；确实没有达到的，制定改进措施，并在年度总结里说明。",
            )


RULES = (
    Rule(
        "V241",
        "进展写的项目、阶段、目标是方案里的",
        "pilot-execution",
        "error",
        "名称与方案写得不一样，进展就对不上计划。",
        "项目: 企业品牌管理体系培育（与方案一样）",
        "项目: 品牌管理体系培育（方案写的是企业品牌管理体系培育）",
        _known,
    ),
    Rule(
        "V242",
        "工作项目按期完成",
        "pilot-execution",
        "warning",
        "三（五）：“确保……工作项目进度和目标达到预期要求”。比完成时间那个月的最后一天晚，或者过了还没有完成，要写说明。以材料里最新的记录为准。",
        "计划 2016-06 完成，2016-06-30 完成",
        "计划 2016-06 完成，2016-07-01 完成，没有说明",
        _in_time,
    ),
    Rule(
        "V243",
        "项目目标达到方案的数值",
        "pilot-execution",
        "warning",
        "阶段结束以后，最近一次的实际值低于方案的目标（目标里写“不超过”“降到”“控制在”等的，高于目标），就是没有达到；没有完成工作目标的，不能申请评价（三（六））。",
        "目标 26 家，实际 26 家",
        "目标 26 家，实际 25 家，阶段已经结束",
        _on_target,
    ),
)
