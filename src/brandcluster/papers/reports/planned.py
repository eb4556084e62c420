"""What was planned beside what was done: funds, projects and their targets, improvement measures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brandcluster.base.numbers import decimal_string, decimal_text, round_text
from brandcluster.dossier.load import Dossier
from brandcluster.papers.reports import figures
from brandcluster.papers.reports.data import clean_text, report_day, report_month
from brandcluster.papers.reports.figures import Shelf
from brandcluster.rules.facts.progress import latest_progress, latest_result, reaches_target


def compare_funds(dossier: Dossier, day: date, shelf: Shelf) -> dict[str, Any]:
    """Funds planned and delivered, by year and source, in 万元, with a chart of the years."""
    items = dossier.plan.funds.items if dossier.plan.funds is not None else []
    came = [each for each in dossier.support.funds if each.date is not None and each.date <= day]
    keys = [(each.year, each.source) for each in items] + [(each.year, each.source) for each in came]
    rows = []
    # By year, and within a year in the order of the plan.
    for year, source in sorted(dict.fromkeys(keys), key=lambda key: key[0] or 0):
        wanted = _added([each.amount for each in items if (each.year, each.source) == (year, source)])
        got = _added([each.amount for each in came if (each.year, each.source) == (year, source)])
        rows.append({"年份": year, "来源": clean_text(source or "未写来源"), **_compared(wanted, got)})
    years = []
    for year in sorted({each.year for each in items if each.year is not None}):
        wanted = _added([each.amount for each in items if each.year == year])
        got = _added([each.amount for each in came if each.year == year])
        years.append({"年份": year, **_compared(wanted, got)})
    whole = _compared(_added([each.amount for each in items]), _added([each.amount for each in came]))
    return {"明细": rows, "分年": years, "合计": whole, "图": shelf.put(figures.funds_chart(years))}


def _added(amounts: list[Decimal | None]) -> Fraction:
    return sum((Fraction(each) for each in amounts if each is not None), Fraction(0))


def _compared(wanted: Fraction, got: Fraction) -> dict[str, Any]:
    share = None if not wanted else round_text(got * 100 / wanted, 1)
    return {
        "计划": decimal_string(wanted),
        "到位": decimal_string(got),
        "差额": decimal_string(max(wanted - got, Fraction(0))),
        "到位率": share,
    }


def projects_done(dossier: Dossier, day: date) -> list[dict[str, Any]]:
    """Each project of the plan, with its last record up to a day."""
    found = []
    for project in dossier.plan.projects:
        newest = latest_progress(dossier, project.name, day) if project.name is not None else None
        last = newest[1] if newest is not None else None
        overdue = project.end is not None and (project.end.year, project.end.month) < (day.year, day.month)
        state = last.state if last is not None else None
        found.append(
            {
                "名称": clean_text(project.name or ""),
                "责任单位": None if project.owner is None else clean_text(project.owner),
                "开始": report_month(project.start),
                "完成时间": report_month(project.end),
                "状态": state,
                "记录日期": report_day(last.date) if last is not None else None,
                "结果": None if last is None or last.result is None else clean_text(last.result),
                "说明": None if last is None or last.reason is None else clean_text(last.reason),
                "文件": None if last is None or last.document is None else clean_text(last.document),
                "逾期": overdue and state not in ("已完成", "已停止"),
            }
        )
    return found


def targets_reached(dossier: Dossier, day: date) -> list[dict[str, Any]]:
    """The targets of the projects by phase, with what was reached up to a day."""
    found = []
    for phase in dossier.plan.phases:
        rows = []
        for target in phase.project_targets:
            newest = latest_result(dossier, phase.name, target, day)
            last = newest[1] if newest is not None else None
            unit = clean_text(target.unit or "")
            rows.append(
                {
                    "项目": clean_text(target.project or ""),
                    "目标": clean_text(target.target or ""),
                    "计划": None if target.quantity is None else f"{decimal_text(target.quantity)}{unit}",
                    "完成": None if last is None or last.actual is None else f"{decimal_text(last.actual)}{unit}",
                    "日期": report_day(last.date) if last is not None else None,
                    "达到": reaches_target(target, last.actual if last is not None else None),
                }
            )
        begun = phase.start is None or phase.start <= day
        found.append(
            {
                "名称": clean_text(phase.name or ""),
                "开始": report_month(phase.start),
                "结束": report_month(phase.end),
                "已开始": begun,
                "目标": rows,
            }
        )
    return found


def measures_taken(dossier: Dossier, day: date) -> list[dict[str, Any]]:
    """Improvement measures of evaluations and demands of inspections, and how they stood on a day."""
    found = []
    for year, evaluation in sorted(dossier.evaluations.items()):
        if evaluation.date is not None and evaluation.date > day:
            continue
        for each in evaluation.measures:
            row = _measure(each.content, each.owner, each.due, each.done, day)
            found.append(row | {"来源": f"{year}年度评价", "年度": year, "产业": each.industry, "情况": each.result})
    for inspection in dossier.supervision.inspections:
        if inspection.date is None or inspection.date > day:
            continue
        for demand in inspection.demands:
            row = _measure(demand.content, demand.owner, demand.due, demand.done, day)
            kind = inspection.kind or "检查"
            source = f"{inspection.date.year}{kind}" if kind.startswith("年") else f"{inspection.date.year}年{kind}"
            found.append(row | {"来源": source, "年度": inspection.date.year, "产业": None, "情况": None})
    return [{key: clean_text(each) if isinstance(each, str) else each for key, each in row.items()} for row in found]


def _measure(content: str | None, owner: str | None, due: date | None, done: date | None, day: date) -> dict[str, Any]:
    finished = done is not None and done <= day
    if finished:
        late = due is not None and done is not None and done > due
        state = "已完成（逾期）" if late else "已完成"
    else:
        state = "没有写期限" if due is None else "逾期未完成" if due < day else "未到期"
    return {
        "措施": content or "",
        "责任单位": owner,
        "完成期限": report_day(due),
        "完成日期": report_day(done) if finished else None,
        "状态": state,
        "未完成": not finished,
    }
