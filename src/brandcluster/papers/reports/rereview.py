"""What a re-review needs: three yearly summaries and the plan for the next three years (三（七）3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.pilot.zone import NextPlan, Review
from brandcluster.papers.reports.data import as_data, clean_text, report_day
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.incidents import incidents_since
from brandcluster.rules.facts.rules_in_force import parameter_number
from brandcluster.rules.facts.stage import designation_by, has_happened, package_gaps, title_term


def rereview_package(dossier: Dossier, day: date) -> dict[str, Any]:
    """The package of the last re-review asked for by a day, or the one to come: complete, or what is missing."""
    reviews = dossier.zone.reviews
    # One that has its result is over: what is to be prepared is the next.
    asked = [
        each for each in reviews if (each.applied is None or each.applied <= day) and not has_happened(each.date, day)
    ]
    last = asked[-1] if asked else None
    designation, term = designation_by(dossier, day), title_term(dossier, day)
    until = term.last if term is not None else None
    applied = last.applied if last is not None else None
    rows = [_summary(dossier, last, year) for year in _years(dossier, applied or until)]
    plan = last.next_plan if last is not None else None
    gaps = _gaps(dossier, last, rows, plan)
    since = designation.date if designation is not None else None
    return {
        "已授予": designation is not None,
        "有效期至": report_day(until),
        "申请日期": report_day(applied),
        "总结": rows,
        "方案": None
        if plan is None or plan.document is None
        else {"起始": plan.first_year, "结束": plan.last_year, "文件": clean_text(plan.document)},
        "缺": gaps,
        "齐全": designation is not None and last is not None and not gaps,
        "事故": _incidents(dossier, since, day),
        "检查": [
            as_data(each, dossier)
            for each in dossier.supervision.inspections
            if since is not None and each.date is not None and since <= each.date <= day
        ],
    }


def _years(dossier: Dossier, pivot: date | None) -> range:
    """The years whose summaries go with a re-review: those before the year of application (or of expiry)."""
    count = parameter_number(dossier, "review-summaries")
    return range(0) if pivot is None or count is None else range(pivot.year - int(count), pivot.year)


def _summary(dossier: Dossier, last: Review | None, year: int) -> dict[str, Any]:
    """The summary of one year: the one handed in with the re-review, else the one kept; its document must be there."""
    filed = [each.document for each in (last.summaries if last is not None else ()) if each.year == year]
    kept = [each for each in dossier.summaries.summaries if each.year == year]
    documents = [*filed, *(each.document for each in kept)]
    document = next((each for each in documents if is_there(dossier, each)), None)
    own = as_data(kept[-1], dossier) if kept else {}
    return {
        "年份": year,
        "文件": None if document is None else clean_text(document),
        "提交日期": own.get("提交日期"),
        "主要成效": own.get("主要成效"),
        "存在问题": own.get("存在问题"),
    }


def _gaps(dossier: Dossier, last: Review | None, rows: list[dict[str, Any]], plan: NextPlan | None) -> list[str]:
    found = package_gaps(dossier, last) if last is not None else []
    found += [f"{row['年份']} 年的总结" for row in rows if row["文件"] is None]
    if plan is None or not is_there(dossier, plan.document):
        ahead = parameter_number(dossier, "review-plan-years")
        found.append(f"未来 {int(ahead)} 年的工作方案" if ahead is not None else "今后的工作方案")
    return list(dict.fromkeys(found))


def _incidents(dossier: Dossier, since: date | None, day: date) -> list[dict[str, Any]]:
    """The incidents recorded from a day to another, in the order of their days."""
    if since is None:
        return []
    found = [each for _, _, each in incidents_since(dossier, since) if each.date is not None and each.date <= day]
    return [as_data(each, dossier) for each in sorted(found, key=lambda each: each.date or day)]
