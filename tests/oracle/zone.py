"""三（七）1 and the targets of 三（六）, calculated from the notice's words; and what must follow from the verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from oracle.figures import RISES, SCOPE, SHARES, figures, latest, rise, share, too_early
from oracle.judge import Answers, judged
from oracle.records import (
    Answer,
    Broken,
    Folder,
    approved,
    at,
    day,
    document,
    entries,
    industries,
    number,
    settle,
    text,
)

_TARGETS = {
    "工业增加值率（%）": ("工业增加值（万元）", "工业总产值（万元）"),
    "以自主品牌销售产品比重（%）": ("自主品牌产品销售收入（万元）", "销售收入（万元）"),
    "新产品产值率（%）": ("新产品产值（万元）", "工业总产值（万元）"),
    "采用国际先进标准的产品比重（%）": ("采标产品销售收入（万元）", "销售收入（万元）"),
    "品牌管理体系有效运行的企业比重（%）": ("品牌管理体系有效运行企业数（家）", SCOPE),
}


def thresholds(folder: Folder, today: date) -> Answers:
    """Every condition of 三（七）1 and, per industry, whether its own targets are reached (三（六）)."""
    answers: Answers = {
        ("zone-1", None): _zone_1(folder, today),
        ("zone-2", None): _zone_2(folder, today),
        ("zone-5", None): _zone_5(folder),
    }
    for industry in industries(folder):
        answers["zone-3", industry] = _activities(folder, "zone-3", "质量品牌提升", industry, today)
        answers["zone-6", industry] = _activities(folder, "zone-6", "宣传营销", industry, today)
        for clause in SHARES:
            answers[clause, industry] = share(folder, clause, industry)
        for clause in RISES:
            answers[clause, industry], answers[f"{clause}:relative", industry] = rise(folder, clause, industry)
        answers["zone-apply", industry] = _own_targets(folder, industry, today)
    return answers


def named(verdicts: dict[tuple[str, str | None], str], industries_: list[str]) -> list[str]:
    """三（七）2 with 三（六）: the industries whose every condition is met and which may ask for evaluation."""
    return [
        each
        for each in industries_
        if all(verdict == "met" for (_, industry), verdict in verdicts.items() if industry in (None, each))
    ]


# ---- 三（七）1（1）


def _zone_1(folder: Folder, today: date) -> Answer:
    faults = []
    strategy = at(folder, "pilot/strategy.yaml", "发展战略")
    issued = day(strategy.get("发布日期")) if isinstance(strategy, dict) else None
    if (
        not isinstance(strategy, dict)
        or not all(text(strategy.get(key)) for key in ("名称", "文号"))
        or issued is None
        or issued > today
    ):
        faults.append("no-strategy")
    elif not document(folder, strategy.get("文件")):
        faults.append("strategy-document-not-there")
    if not text(at(folder, "pilot/strategy.yaml", "品牌定位")):
        faults.append("no-positioning")
    funds, short = _funds(folder)
    policies, undone = _policies(folder, today)
    if undone:
        return Answer("not_met", "policy-not-carried-out")
    if short:
        return Answer("not_met", "less-money-than-planned")
    return judged(folder, "zone-1", None, faults + funds + policies)


def _funds(folder: Folder) -> tuple[list[str], bool]:
    """Each planned year and source against what arrived; a planned one without record is wanting, not failed."""
    planned = entries(at(folder, "application/plan.yaml", "资金", "明细"))
    arrived = entries(at(folder, "pilot/support.yaml", "资金到位"))
    if not planned:
        return ["no-planned-funds"], False
    if not arrived:
        return ["no-record-of-funds"], False
    faults = []
    open_rows = []
    for row in arrived:
        whole = number(row.get("金额（万元）")) is not None and day(row.get("到位日期")) is not None
        if not whole or None in _fund_key(row) or (text(row.get("文件")) and not document(folder, row.get("文件"))):
            open_rows.append(_fund_key(row))
    if open_rows:
        faults.append("record-of-funds-incomplete")
    short = False
    for key, amount in _planned_sums(planned).items():
        rows = [number(row.get("金额（万元）")) for row in arrived if _fund_key(row) == key and None not in key]
        uncertain = any(all(a is None or a == b for a, b in zip(each, key, strict=True)) for each in open_rows)
        if amount is None or None in key or not rows:
            faults.append("planned-funds-without-record")
        elif not uncertain and sum((each or Fraction(0) for each in rows), Fraction(0)) < amount:
            short = True
    return faults, short


def _fund_key(row: dict[str, Any]) -> tuple[str | None, str | None]:
    year = number(row.get("年份"))
    return (str(year) if year is not None else None, text(row.get("来源")))


def _planned_sums(planned: list[dict[str, Any]]) -> dict[tuple[str | None, str | None], Fraction | None]:
    sums: dict[tuple[str | None, str | None], Fraction | None] = {}
    for row in planned:
        before, amount = sums.get(_fund_key(row), Fraction(0)), number(row.get("金额（万元）"))
        sums[_fund_key(row)] = None if before is None or amount is None else before + amount
    return sums


def _policies(folder: Folder, today: date) -> tuple[list[str], bool]:
    """Each policy that the plan lists against its record; where it lists none, the records as they stand."""
    recorded = entries(at(folder, "pilot/support.yaml", "政策落实")) or []
    planned = entries(at(folder, "application/plan.yaml", "拟落实的政策和措施")) or []
    faults = []
    listed = []
    for policy in planned:
        name = text(policy.get("名称"))
        rows = [row for row in recorded if name and text(row.get("名称")) == name]
        if not rows:
            faults.append("planned-policy-without-record")
        else:
            due = {} if day(rows[-1].get("应落实日期")) else {"应落实日期": policy.get("日期")}
            listed.append(rows[-1] | due)
    if not planned:
        listed = recorded
        faults += [] if recorded else ["call-no-record-of-policies"]
    undone = False
    for row in listed:
        state = text(row.get("落实情况"))
        if not text(row.get("名称")) or (state == "已落实" and not document(folder, row.get("文件"))):
            faults.append("record-of-policy-incomplete")
        elif state == "未落实":
            due_day = day(row.get("应落实日期"))
            undone = undone or due_day is None or due_day < today
            faults.append("policy-not-due-yet")
        elif state != "已落实":
            faults.append("call-policy-partly-carried-out" if state == "部分落实" else "record-of-policy-incomplete")
    return faults, undone


# ---- 三（七）1（2）（3）（5）（6）


def _zone_2(folder: Folder, today: date) -> Answer:
    faults = []
    system = at(folder, "pilot/evaluation-model.yaml", "评价制度")
    if not isinstance(system, dict) or not text(system.get("名称")) or day(system.get("发布日期")) is None:
        faults.append("no-evaluation-system")
    elif not document(folder, system.get("文件")):
        faults.append("evaluation-system-document-not-there")
    states = [
        _evaluation(folder, path, today) for path in sorted(folder.files) if path.startswith("pilot/evaluations/")
    ]
    approval = approved(folder)
    if approval is None:
        faults.append("no-approval")
    elif "counts" not in states:
        if states and all(each == "outside" for each in states) and not faults:
            return Answer("not_met", "call-evaluation-before-approval")
        faults.append(next((each for each in states if each != "outside"), "no-evaluation"))
    return settle(faults)


def _evaluation(folder: Folder, path: str, today: date) -> str:
    """Whether one evaluation counts, lies outside the pilot, or what it lacks."""
    held, approval = day(at(folder, path, "评价日期")), approved(folder)
    if held is None or isinstance(folder.files[path], Broken):
        return "evaluation-incomplete"
    if not document(folder, at(folder, path, "评价报告")):
        return "evaluation-without-report"
    measures = entries(at(folder, path, "改进措施")) or []
    if not any(text(each.get("措施")) for each in measures):
        return "evaluation-without-measures"
    if f"pilot/evaluations/{text(at(folder, path, '年份'))}.yaml" != path:
        return "evaluation-year-at-odds"
    return "counts" if approval and approval <= held <= today else "outside"


def _zone_5(folder: Folder) -> Answer:
    faults = []
    system = at(folder, "pilot/monitoring.yaml", "监控系统")
    if not isinstance(system, dict) or not text(system.get("名称")) or day(system.get("建立日期")) is None:
        faults.append("no-monitoring-system")
    elif not document(folder, system.get("文件")):
        faults.append("monitoring-system-document-not-there")
    records = entries(at(folder, "pilot/monitoring.yaml", "监控记录")) or []
    if not any(day(each.get("日期")) and document(folder, each.get("文件")) for each in records):
        faults.append("no-monitoring-record")
    return settle(faults)


def _activities(folder: Folder, clause: str, kind: str, industry: str, today: date) -> Answer:
    """至少2: counted from the approval on, completed, once each; 效果显著 is a person's to judge."""
    approval = approved(folder)
    listed = entries(at(folder, "pilot/activities.yaml", "活动"))
    if approval is None:
        return judged(folder, clause, industry, ["no-approval"])
    mine = list(_of_kind(listed or [], kind, industry))
    if not mine:
        return judged(folder, clause, industry, ["no-activity-recorded"])
    states = {_identity(each): _activity(folder, each, clause, approval, today) for each in mine}
    counted = sum(state == "counts" for state in states.values())
    wanting = [state for state in states.values() if state not in ("counts", "outside")]
    if counted >= 2:
        shown = {_identity(each) for each in mine if states[_identity(each)] == "counts" and _has_figures(each)}
        return judged(folder, clause, industry, [] if len(shown) >= 2 else ["effect-without-figures"])
    if counted + len(wanting) < 2:
        return Answer("not_met", "fewer-than-two" if counted else "call-all-before-approval")
    return judged(folder, clause, industry, wanting)


def _of_kind(listed: list[dict[str, Any]], kind: str, industry: str) -> Iterator[dict[str, Any]]:
    """The activities of a kind for an industry; one whose kind cannot be read may be of either."""
    for each in listed:
        written, of = text(each.get("类型")), text(each.get("产业"))
        if (written == kind or written not in ("质量品牌提升", "宣传营销")) and of in (None, industry):
            yield each


def _has_figures(entry: dict[str, Any]) -> bool:
    """Whether an effect is given before and after (效果显著 is judged on figures)."""
    found = entries(entry.get("效果数据")) or []
    return any(number(each.get("活动前")) is not None and number(each.get("活动后")) is not None for each in found)


def _rests_on(folder: Folder, entry: dict[str, Any]) -> bool | None:
    """以区域行业组织和骨干企业为依托: as written, else by the statements of participation; None where nobody knows."""
    kind = text(entry.get("组织单位类型"))
    if kind in ("行业组织", "骨干企业", "其他"):
        return kind != "其他"
    names = [text(each.get("单位")) for each in entries(at(folder, "application/conditions.yaml", "参与声明")) or []]
    return True if any(name and name in (text(entry.get("组织单位")) or "") for name in names) else None


def _identity(entry: dict[str, Any]) -> tuple[str | None, ...]:
    return tuple(text(entry.get(key)) for key in ("名称", "开始日期", "完成日期"))


def _activity(folder: Folder, entry: dict[str, Any], clause: str, approval: date, today: date) -> str:
    begun, done = day(entry.get("开始日期")), day(entry.get("完成日期"))
    if text(entry.get("类型")) not in ("质量品牌提升", "宣传营销") or not text(entry.get("名称")):
        return "activity-incomplete"
    if done is None:
        return "call-activity-not-completed"
    if done < approval:
        return "outside"
    if begun is None or not document(folder, entry.get("文件")):
        return "activity-incomplete"
    if not text(entry.get("组织单位")):
        return "call-activity-without-organiser"
    if clause == "zone-3" and (rests := _rests_on(folder, entry)) is not True:
        return "outside" if rests is False else "organiser-of-unknown-kind"
    if begun < approval:
        return "call-activity-begun-before-approval"
    return "counts" if done <= today else "call-activity-not-completed"


# ---- 三（六）


def _own_targets(folder: Folder, industry: str, today: date) -> Answer:
    """完成实施方案工作目标: the five levels of the last phase, and the targets of every project."""
    phases = entries(at(folder, "application/plan.yaml", "工作阶段"))
    if approved(folder) is None:
        return Answer("not_applicable", "no-approval")
    if not phases:
        return Answer("unknown", "no-targets")
    states = [*_level_states(folder, industry, phases[-1]), *_project_states(folder, phases, today)]
    if "below" in states:
        return Answer("not_met", "own-target-not-reached")
    return settle([each for each in states if each != "reached"])


def _level_states(folder: Folder, industry: str, phase: dict[str, Any]) -> Iterator[str]:
    alone = len(industries(folder)) == 1
    mine = [
        each
        for each in entries(phase.get("指标目标")) or []
        if text(each.get("产业")) == industry or (alone and text(each.get("产业")) is None)
    ]
    if len(mine) != 1:
        yield "no-level-targets"
        return
    current = latest(folder)
    fault = too_early(folder, "zone-apply", current)
    for key, measured in _TARGETS.items():
        target = number(mine[0].get(key))
        if target is None:
            yield "level-target-missing"
        elif current is None or fault:
            yield fault or "year-missing"
        else:
            values, wrong = figures(folder, current.year, industry, measured)
            yield wrong or ("reached" if values[0] * 100 >= target * values[1] else "below")


def _project_states(folder: Folder, phases: list[dict[str, Any]], today: date) -> Iterator[str]:
    records = entries(at(folder, "pilot/progress.yaml", "目标完成")) or []
    for phase in phases:
        targets = entries(phase.get("项目目标"))
        if not targets:
            yield "no-project-targets"
        for target in targets or []:
            yield _project_state(folder, text(phase.get("名称")), target, records, today)


def _project_state(
    folder: Folder, phase: str | None, target: dict[str, Any], records: list[dict[str, Any]], today: date
) -> str:
    key = (phase, text(target.get("项目")), text(target.get("目标")))
    wanted = number(target.get("数值"))
    if None in key or wanted is None:
        return "project-target-incomplete"
    mine = [each for each in records if tuple(text(each.get(one)) for one in ("阶段", "项目", "目标")) == key]
    if any(day(each.get("日期")) is None for each in mine):
        return "progress-incomplete"
    dated = [(written, each) for each in mine if (written := day(each.get("日期"))) is not None and written <= today]
    if not dated:
        return "no-progress-recorded"
    latest = max(dated, key=lambda pair: pair[0])[1]
    actual = number(latest.get("实际值"))
    if actual is None or (text(latest.get("文件")) and not document(folder, latest.get("文件"))):
        return "progress-incomplete"
    return "reached" if actual >= wanted else "below"
