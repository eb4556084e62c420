"""Rules on the projects of application/plan.yaml (附件1 第二部分 四)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from brandcluster.dossier.files import PLAN
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.plan import Plan, WorkContent
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.rules.checks.application.plan import phases_cover
from brandcluster.rules.facts.rules_in_force import cycle_of, month_in_words
from brandcluster.rules.rule import Finding, Rule


def _inside_cycle(dossier: Dossier) -> Iterator[Finding]:
    cycle = cycle_of(dossier)
    for index, project in enumerate(dossier.plan.projects):
        if project.start is not None and project.end is not None and project.end < project.start:
            yield Finding(PLAN, ("主要工作项目", index, "完成时间"), "完成时间早于开始时间。", "核对两个月份。")
            continue
        if cycle is None:
            continue
        first, last = cycle
        span = f"{month_in_words(first)} 至 {month_in_words(last)}"
        for label, month in (("开始时间", project.start), ("完成时间", project.end)):
            if month is not None and not first <= month <= last:
                yield Finding(
                    PLAN,
                    ("主要工作项目", index, label),
                    f"{label} {month_in_words(month)} 在试点周期以外。",
                    f"试点周期是 {span}，请写在周期以内。",
                )


def _milestones(dossier: Dossier) -> Iterator[Finding]:
    for index, project in enumerate(dossier.plan.projects):
        if project.start is None or project.end is None or project.end < project.start:
            continue
        for place, milestone in enumerate(project.milestones):
            if milestone.month is not None and not project.start <= milestone.month <= project.end:
                yield Finding(
                    PLAN,
                    ("主要工作项目", index, "时间节点", place, "时间"),
                    f"时间节点 {month_in_words(milestone.month)} 不在项目的起止时间以内。",
                    f"这个项目从 {month_in_words(project.start)} 到 {month_in_words(project.end)}。",
                )


def _unique_names(dossier: Dossier) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, project in enumerate(dossier.plan.projects):
        if project.name is not None and project.name in seen:
            yield Finding(
                PLAN,
                ("主要工作项目", index, "名称"),
                f"工作项目“{project.name}”写了两次。",
                "改成不同的名称，目标才对得上。",
            )
        seen.add(project.name or "")


def _targets_name_projects(dossier: Dossier) -> Iterator[Finding]:
    names = [project.name for project in dossier.plan.projects if project.name is not None]
    if not names:
        return
    said: set[str] = set()
    for index, phase in enumerate(dossier.plan.phases):
        for place, target in enumerate(phase.project_targets):
            if target.project is not None and target.project not in names and target.project not in said:
                said.add(target.project)  # the same wrong name in every phase is one mistake
                match = nearest_choice(target.project, names)
                yield Finding(
                    PLAN,
                    ("工作阶段", index, "项目目标", place, "项目"),
                    f"没有叫“{target.project}”的工作项目。",
                    f"写成“{match}”。" if match else f"写主要工作项目的名称：{'、'.join(names[:8])}。",
                )


def _targets_in_every_phase(dossier: Dossier) -> Iterator[Finding]:
    plan = dossier.plan
    if any(finding.keys[-1] == "开始" for finding in phases_cover(dossier)):
        return  # which phases a project touches is only known once they begin where they should
    meant = _meant(plan)
    for index, project in enumerate(plan.projects):
        if project.name is None or project.start is None or project.end is None or project.name in meant:
            continue
        lacking = _phases_without_target(plan, project.name, project.start, project.end)
        if lacking:
            yield Finding(
                PLAN,
                ("主要工作项目", index, "名称"),
                f"“{project.name}”在{'、'.join(lacking)}没有量化目标。",
                "在“工作阶段”相应阶段的“项目目标”里写上它的目标、数值和单位。",
            )


def _meant(plan: Plan) -> set[str]:
    """The projects that a target with a wrong name was probably meant for: G103 speaks of those."""
    names = [project.name for project in plan.projects if project.name is not None]
    wrong = {target.project for phase in plan.phases for target in phase.project_targets if target.project not in names}
    return {match for name in wrong if name is not None and (match := nearest_choice(name, names)) is not None}


def _phases_without_target(plan: Plan, name: str, start: date, end: date) -> list[str]:
    lacking = []
    for number, phase in enumerate(plan.phases, 1):
        if phase.start is None or phase.end is None or phase.end < start or phase.start > end:
            continue
        if name not in {target.project for target in phase.project_targets}:
            lacking.append(f"“{phase.name or f'第 {number} 个阶段'}”")
    return lacking


def _seven_contents(dossier: Dossier) -> Iterator[Finding]:
    projects = dossier.plan.projects
    refused = any("对应工作内容" in d.keys for d in dossier.diagnostics)
    if not projects or refused or any(not project.serves for project in projects):
        return
    served = {content for project in projects for content in project.serves}
    for content in get_args(WorkContent):
        if content not in served:
            yield Finding(
                PLAN,
                ("主要工作项目",),
                f"没有工作项目对应“{content}”。",
                "通知二列了七项试点示范工作内容；增加一个项目，或在现有项目的“对应工作内容”里写上它。",
                on_key=True,
            )


RULES = (
    Rule(
        "G101",
        "工作项目在试点周期以内",
        "form-plan-projects",
        "error",
        "主要工作项目按试点周期策划安排；周期以外的时间不在试点之内。",
        "试点周期 2014-07 至 2016-06，项目 2014-09 至 2015-12",
        "试点周期 2014-07 至 2016-06，项目完成时间 2016-12",
        _inside_cycle,
    ),
    Rule(
        "G102",
        "工作项目在它经过的每个阶段都有量化目标",
        "form-plan-targets",
        "error",
        "附件1要求“说明各工作项目应达到的量化目标。工作目标应分阶段提出”。",
        "项目跨两个阶段，两个阶段的项目目标里都有它",
        "项目跨两个阶段，只有第一阶段写了目标",
        _targets_in_every_phase,
    ),
    Rule(
        "G103",
        "项目目标对应一个工作项目",
        "form-plan-targets",
        "error",
        "目标按项目名称对应，名称写得不一样就对不上。",
        "项目: 品牌宣传周（主要工作项目里有“品牌宣传周”）",
        "项目: 宣传周活动（主要工作项目里没有）",
        _targets_name_projects,
    ),
    Rule(
        "G104",
        "工作项目不重名",
        "form-plan-projects",
        "error",
        "目标和以后的进展都按项目名称对应。",
        "品牌宣传周（2015）、品牌宣传周（2016）",
        "两个项目都叫品牌宣传周",
        _unique_names,
    ),
    Rule(
        "G105",
        "时间节点在项目的起止时间以内",
        "form-plan-projects",
        "error",
        "节点是项目的一部分。",
        "项目 2014-07 至 2015-06，节点 2015-03",
        "项目 2014-07 至 2015-06，节点 2015-09",
        _milestones,
    ),
    Rule(
        "G106",
        "七项工作内容都有项目对应",
        "form-plan-projects",
        "warning",
        "通知二列了七项试点示范工作内容；缺哪一项，示范区的条件以后就难以达到。",
        "各项目的对应工作内容合起来有七项",
        "没有项目对应“加强区域品牌信誉和风险管理”",
        _seven_contents,
    ),
)
