"""三（一）, 三（二）, 三（三） and the terms of 三（四） and 三（七）3, calculated from the notice's words.

Each condition gives `met`, `not_met` or `unknown`. What is missing is unknown; `not_met` only where what is recorded
is complete and fails. Where notice and issue are silent, the reason begins with `call-`.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from oracle.judgements import self_judged_since, standing
from oracle.records import (
    Answer,
    Folder,
    applied,
    at,
    day,
    document,
    entries,
    industries,
    month,
    number,
    settle,
    text,
    years_on,
)

_CONDITIONS = "application/conditions.yaml"
_KINDS = ("质量安全", "安全生产", "环境保护", "信誉损害")
#: 三（一）: the bodies that may apply, and no other.
_BODIES = frozenset(
    (
        "新型工业化产业示范基地管理机构",
        "经济技术开发区管理机构",
        "高新技术开发区管理机构",
        "其他产业聚集区管理机构",
        "市人民政府",
        "县人民政府",
    )
)
#: Between the last declaration and 申报日期 (issue 15, 1).
_MOST_DAYS_BETWEEN = 60
#: 国务院令第493号: from here on an accident is 重大. The loss is in 万元.
_MAJOR = {"死亡人数": Fraction(10), "重伤人数": Fraction(50), "直接经济损失（万元）": Fraction(5000)}
_SAFETY_GRADES = {"一般": False, "较大": False, "重大": True, "特别重大": True}
_ENVIRONMENT_GRADES = {"IV级": False, "III级": False, "II级": True, "I级": True}

Answers = dict[tuple[str, str | None], Answer]


def eligibility(folder: Folder) -> Answers:
    """Every condition of 三（一） and 三（二）, by clause and leading industry, and the cycle of 三（三）."""
    answers: Answers = {
        ("scope-body", None): _scope_body(folder),
        ("eligible-no-accidents", None): _no_accidents(folder),
        ("eligible-participation", None): _participation(folder),
        ("eligible-commitment", None): _commitment(folder),
        ("apply-cycle", None): _cycle(folder),
    }
    for industry in industries(folder):
        answers["scope-industry", industry] = _scope_industry(folder, industry)
        answers["eligible-policy", industry] = _policy(folder, industry)
    return answers


def next_window(today: date) -> tuple[date, int]:
    """三（四）: the first day of the running or next May or October, and the days to it."""
    for year, first in ((today.year, 5), (today.year, 10), (today.year + 1, 5)):
        if (today.year, today.month) <= (year, first):
            start = date(year, first, 1)
            return start, max(0, (start - today).days)
    raise AssertionError(today)


def title(folder: Folder, today: date) -> Answer:
    """三（七）3: three years from the award; a re-review that passed gives its own last day, or three years more."""
    award = at(folder, "pilot/zone.yaml", "授予")
    if not isinstance(award, dict):
        return Answer("not_applicable", "no-title")
    awarded = day(award.get("授予日期"))
    if awarded is None:
        return Answer("unknown", "no-day-of-award")
    until = years_on(awarded, 3)
    for review in entries(at(folder, "pilot/zone.yaml", "复审")) or []:
        decided = day(review.get("结果日期"))
        if text(review.get("结果")) == "通过" and decided is not None and decided <= today:
            until = day(review.get("有效期至")) or years_on(decided, 3)
    return Answer("met", "title-runs") if today <= until else Answer("not_met", "title-over")


def quota(recommended: int) -> Answer:
    """三（三）: 每年可推荐2-3家; more than three is too many, fewer than two is no fault (可)."""
    return Answer("not_met", "over-three") if recommended > 3 else Answer("met", "within-three")


def judged(folder: Folder, clause: str, industry: str | None, faults: list[str]) -> Answer:
    """A condition that a person must judge, after what the machine finds wanting."""
    stands = standing(folder, clause, industry)
    if stands.conclusion == "不符合":
        return Answer("not_met", stands.why)
    return settle(faults + ([] if stands.conclusion else [stands.why]), stands.why)


# ---- 三（一）


def _scope_body(folder: Folder) -> Answer:
    body = text(at(folder, "dossier.yaml", "申报主体类型"))
    if body is None:
        return Answer("unknown", "no-body")
    return Answer("met", "listed-body") if body in _BODIES else Answer("not_met", "body-outside-the-list")


def _scope_industry(folder: Folder, industry: str) -> Answer:
    return judged(folder, "scope-industry", industry, _share_faults(folder, industry))


def _share_faults(folder: Folder, industry: str) -> list[str]:
    """占有重要地位 rests on the industry's share of the region's output in the year before the application."""
    day_of_application = applied(folder)
    path = f"statistics/{day_of_application.year - 1}.yaml" if day_of_application else ""
    region = number(at(folder, path, "区域工业总产值（万元）"))
    groups = [each for each in entries(at(folder, path, "产业")) or [] if text(each.get("名称")) == industry]
    outputs = [number(each.get("工业总产值（万元）")) for each in groups]
    if not region or len(outputs) != 1 or outputs[0] is None or text(at(folder, path, "期间")) != "全年":
        return ["call-share-not-known"]
    return ["call-share-over-the-whole"] if outputs[0] > region else []


# ---- 三（二）1


class _Incident(NamedTuple):
    day: date
    kind: str
    #: None where it cannot be told; 质量安全 and 信誉损害 have no grades and are never major here.
    major: bool | None
    fault: str | None


class _Declaration(NamedTuple):
    kind: str
    none_happened: bool
    issued: date
    first: date
    last: date


def _no_accidents(folder: Folder) -> Answer:
    application = applied(folder)
    if application is None:
        return Answer("unknown", "no-date-of-application")
    start = years_on(application, -3)
    incidents, faults = _incidents(folder, start, application)
    declarations, wanting = _declarations(folder, start, application)
    faults += wanting
    at_odds = {kind: why for kind in _KINDS if (why := _at_odds(kind, declarations, incidents))}
    inside = [each for each in incidents if start <= each.day <= application]
    if any(each.major and not each.fault and not _denied(each, declarations) for each in inside):
        return Answer("not_met", "major-accident")
    faults += at_odds.values()
    faults += [each.fault or "grade-not-known" for each in inside if each.fault or each.major is None]
    longest = 0
    for kind in _KINDS:
        days, fault = _reach([each for each in declarations if each.kind == kind], start, application)
        longest = max(longest, days)
        faults += [fault] if fault else []
    if longest and declarations:
        since = max(each.issued for each in declarations)
        if not self_judged_since(folder, "eligible-no-accidents", since):
            faults.append("days-after-declaration-not-covered")
    faults += _unjudged(folder, inside)
    answer = judged(folder, "eligible-no-accidents", None, faults)
    if answer.verdict != "met":
        return answer
    if any(each.day > one.last for each in inside for one in declarations if one.kind == each.kind):
        return Answer("met", "call-incident-after-declaration")
    before = any(each.day < start for each in incidents)
    return Answer("met", "call-listed-before-the-window") if before else answer


def _denied(incident: _Incident, declarations: list[_Declaration]) -> bool:
    """Whether a declaration says of an incident's day and kind that nothing happened."""
    mine = [each for each in declarations if each.kind == incident.kind and each.none_happened]
    return any(each.first <= incident.day <= each.last for each in mine)


def _unjudged(folder: Folder, inside: list[_Incident]) -> list[str]:
    """An incident of a kind without grades that happened after the judgement: nobody has judged it."""
    made = standing(folder, "eligible-no-accidents").date
    ungraded = [each.day for each in inside if each.kind in ("质量安全", "信誉损害")]
    return ["call-incident-after-judgement"] if made and any(each > made for each in ungraded) else []


def _declarations(folder: Folder, start: date, end: date) -> tuple[list[_Declaration], list[str]]:
    listed = entries(at(folder, _CONDITIONS, "事故声明"))
    if not listed:
        return [], ["no-declarations"]
    found = []
    faults = []
    for entry in listed:
        declaration = _declaration(folder, entry, start, end)
        if declaration is None:
            faults.append("declaration-incomplete")
        else:
            found.append(declaration)
    return found, faults


def _declaration(folder: Folder, entry: dict[str, Any], start: date, end: date) -> _Declaration | None:
    kind, result, issued = text(entry.get("类别")), text(entry.get("结论")), day(entry.get("日期"))
    period = entry.get("期间")
    if kind not in _KINDS or result not in ("未发生", "见事故清单") or issued is None:
        return None
    if not text(entry.get("出具单位")) or not document(folder, entry.get("文件")):
        return None
    first, last = start, min(issued, end)
    if isinstance(period, dict):
        from_, to = day(period.get("起")), day(period.get("止"))
        if (period.get("起") and from_ is None) or (period.get("止") and to is None):
            return None
        first = max(start, from_ or start)
        last = min(last, to or last)
    return _Declaration(kind, result == "未发生", issued, first, last)


def _reach(declarations: list[_Declaration], start: date, end: date) -> tuple[int, str | None]:
    """Days after the last covered one up to 申报日期, and what is wanting in the reach of one kind."""
    if not declarations:
        return 0, "kind-without-declaration"
    covered = start - timedelta(days=1)
    for each in sorted(declarations, key=lambda one: one.first):
        if each.first > covered + timedelta(days=1):
            return 0, "gap-at-the-start" if covered < start else "gap-between-declarations"
        covered = max(covered, each.last)
    if covered < start:
        return 0, "declaration-before-the-window"
    days = (end - covered).days
    return days, "gap-over-60-days" if days > _MOST_DAYS_BETWEEN else None


def _at_odds(kind: str, declarations: list[_Declaration], incidents: list[_Incident]) -> str | None:
    """Where a declaration and the list say different things of one kind."""
    days = [each.day for each in incidents if each.kind == kind]
    for each in declarations:
        if each.kind != kind:
            continue
        if each.none_happened and any(each.first <= one <= each.last for one in days):
            major = any(each.first <= one.day <= each.last and one.major for one in incidents if one.kind == kind)
            return "call-declared-none-but-major-listed" if major else "declared-none-but-listed"
        if not each.none_happened and not any(
            min(each.first, years_on(each.issued, -3)) <= one <= each.issued for one in days
        ):
            return "declared-but-not-listed"
    return None


def _incidents(folder: Folder, start: date, end: date) -> tuple[list[_Incident], list[str]]:
    raw = at(folder, _CONDITIONS, "事故清单")
    listed = entries(raw)
    if listed is None:
        return [], ["list-unreadable"] if text(raw) else []
    found = []
    faults = []
    for entry in listed:
        happened, kind = day(entry.get("日期")), text(entry.get("类别"))
        if happened is None or kind not in _KINDS:
            faults.append("incident-incomplete")
            continue
        major, fault = _grade(entry, kind)
        if text(entry.get("文件")) and not document(folder, entry.get("文件")):
            fault = fault or "call-incident-document-not-there"
        found.append(_Incident(happened, kind, major, fault))
    return found, faults


def _grade(entry: dict[str, Any], kind: str) -> tuple[bool | None, str | None]:
    """Whether an incident is 重大 or worse, and where its grade and its figures disagree."""
    if kind == "环境保护":
        written = text(entry.get("环境事件分级"))
        return _ENVIRONMENT_GRADES.get(written or ""), None
    if kind != "安全生产":
        return False, None
    grade = _SAFETY_GRADES.get(text(entry.get("事故等级")) or "")
    figures = {key: number(entry.get(key)) for key in _MAJOR}
    reached = any(value is not None and value >= _MAJOR[key] for key, value in figures.items())
    known = all(value is not None for value in figures.values())
    by_figures = True if reached else (False if known else None)
    if grade is not None and by_figures is not None and grade != by_figures:
        return grade, "call-grade-against-figures"
    return (grade if grade is not None else by_figures), None


# ---- 三（二）1–3, 三（三）


def _participation(folder: Folder) -> Answer:
    kinds = {
        text(each.get("类型"))
        for each in entries(at(folder, _CONDITIONS, "参与声明")) or []
        if text(each.get("单位")) and _in_time(folder, each.get("日期")) and document(folder, each.get("文件"))
    }
    faults = [f"no-statement-{slug}" for slug, kind in _TAKERS.items() if kind not in kinds]
    return judged(folder, "eligible-participation", None, faults)


_TAKERS = {"association": "行业组织", "enterprise": "骨干企业"}


def _in_time(folder: Folder, value: Any) -> bool:
    """Whether a record's day is known and not after 申报日期: what came later was not there when it was applied for."""
    application, written = applied(folder), day(value)
    return application is not None and written is not None and written <= application


def _commitment(folder: Folder) -> Answer:
    faults = []
    for name in ("规划部署", "成立机构", "工作条件和经费"):
        entry = at(folder, _CONDITIONS, "承诺", name)
        if not isinstance(entry, dict) or not text(entry.get("内容")):
            faults.append("commitment-missing")
        elif day(entry.get("日期")) is None or not document(folder, entry.get("文件")):
            faults.append("commitment-incomplete")
        elif not _in_time(folder, entry.get("日期")):
            faults.append("call-commitment-after-application")
    return settle(faults)


def _policy(folder: Folder, industry: str) -> Answer:
    directed = [
        each
        for each in entries(at(folder, _CONDITIONS, "产业方向")) or []
        if text(each.get("产业")) == industry and text(each.get("依据"))
    ]
    faults = [] if directed else ["no-direction"]
    faults += _policy_faults(folder)
    faults += [] if text(at(folder, _CONDITIONS, "资源和能力")) else ["no-resources"]
    return judged(folder, "eligible-policy", industry, faults)


def _policy_faults(folder: Folder) -> list[str]:
    """Both kinds of policy must be in force, each with number, issuer, day and document."""
    subjects: set[str | None] = set()
    late = False
    for each in entries(at(folder, _CONDITIONS, "政策措施")) or []:
        if not all(text(each.get(key)) for key in ("名称", "文号", "发布单位")) or day(each.get("发布日期")) is None:
            continue
        if not document(folder, each.get("文件")):
            continue
        if not _in_time(folder, each.get("发布日期")):
            late = True
            continue
        listed = each.get("内容")
        subjects |= {text(one) for one in listed} if isinstance(listed, list) else set()
    if {"支持主导产业发展", "加强质量品牌建设"} <= subjects:
        return []
    return ["call-policy-after-application" if late else "policy-missing"]


def _cycle(folder: Folder) -> Answer:
    """1-3年: 12 to 36 whole months, both ends included."""
    first, last = (month(at(folder, "dossier.yaml", "试点周期", key)) for key in ("开始", "结束"))
    if first is None or last is None:
        return Answer("unknown", "no-cycle")
    months = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    return Answer("met", "in-limits") if 12 <= months <= 36 else Answer("not_met", "outside-12-to-36-months")
