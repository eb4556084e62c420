"""What a report says: the dossier's own records and what is computed from them, as plain data for a template.

Pure: a dossier, a year and a day always give the same. What no record states is None, and what only a person can
judge stays a verdict that cannot be told.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from brandcluster.base.diagnostics import VERDICT_WORDS, Verdict
from brandcluster.base.numbers import decimal_string, decimal_text, round_text
from brandcluster.dossier.files import HEADER, PILOT_FILES, PLAN, REGION
from brandcluster.dossier.indicators.measure import groups_of, sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.measures import AMOUNTS, BY_NAME, COUNTS, FLAGS
from brandcluster.dossier.model.pilot.evaluation import TOTAL
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.dossier.rulebook import Rulebook
from brandcluster.notice import edition
from brandcluster.papers.reports import figures
from brandcluster.papers.reports.data import (
    HeldLines,
    as_data,
    clean_text,
    documents_behind,
    documents_by_place,
    report_day,
    year_span,
)
from brandcluster.papers.reports.figures import Shelf
from brandcluster.papers.reports.photographs import pictures_of
from brandcluster.papers.reports.planned import compare_funds, measures_taken, projects_done, targets_reached
from brandcluster.papers.reports.rereview import rereview_package
from brandcluster.rules.clauses.all_clauses import clause_rows
from brandcluster.rules.clauses.clause_row import ClauseRow, state_text
from brandcluster.rules.facts.opinions import by_whom
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.facts.scores import YearScores, score_year
from brandcluster.rules.verdicts.gaps import gaps_to_zone
from brandcluster.rules.verdicts.zone_application import OWN_TARGETS
from brandcluster.rules.verdicts.zone_award import industry_outcomes, zone_name, zone_verdicts
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

#: What each file of the pilot years is called in a template.
FILE_NAMES = {
    "approval": "批复",
    "strategy": "战略",
    "support": "支持",
    "organisation": "组织",
    "progress": "进展",
    "evaluation-model": "评价模型",
    "alliance": "行业",
    "training": "培训",
    "foundation": "基础",
    "reputation": "信誉",
    "monitoring": "监控",
    "incidents": "事故",
    "activities": "活动",
    "summaries": "总结",
    "supervision": "监督",
    "zone": "示范区",
}
_WAN_PER_YI = 10_000
#: The height of a scanned page and of a photograph at most, in millimetres; a page has 225.
_SCAN, _PHOTOGRAPH = 205, 100


def report_facts(
    dossier: Dossier, year: int, day: date, shelf: Shelf, *, clauses: bool = False, pictures: str = ""
) -> dict[str, Any]:
    """Everything a template may say of a year, as it stood on a day; with `clauses` the table of all of them.

    `pictures` are those that are read and shown: of 活动 or 附件.
    """
    book = rulebook_of(dossier)
    verdicts, targets = zone_verdicts(dossier, day)
    against = figures.report_setting(dossier, day)
    outcome = score_year(dossier, year)
    done, conditions = projects_done(dossier, day), _conditions(book, verdicts, documents_by_place(dossier, day))
    files = _files(dossier, year, day)
    numbers = _annexes(done, files, conditions)
    return {
        "年度": year,
        "截至": report_day(day),
        "规则": edition.about_edition(book.edition).number,
        "申报": _file(dossier, HEADER),
        "情况": _file(dossier, REGION),
        "方案": _file(dossier, PLAN),
        **files,
        "产业": [_industry(dossier, name, year, against, shelf) for name in figures.sections_of(dossier)],
        "项目": done,
        "阶段目标": targets_reached(dossier, day),
        "资金": compare_funds(dossier, day, shelf),
        "条件": conditions,
        "附件号": numbers,
        "附件": [{"号": number, "文件": path} for path, number in numbers.items()],
        "附件图片": pictures_of(dossier, _annex_pictures(numbers), shelf, _SCAN) if pictures == "附件" else [],
        "活动图片": pictures_of(dossier, _activity_pictures(files), shelf, _PHOTOGRAPH) if pictures == "活动" else [],
        "结论": _outcomes(dossier, [*verdicts, *targets], day),
        "得分": _scores(dossier, outcome, shelf),
        "措施": measures_taken(dossier, day),
        "复审": rereview_package(dossier, day),
        "条款": [_clause(row) for row in clause_rows(dossier, day)] if clauses else [],
    }


def _activity_pictures(files: dict[str, Any]) -> list[tuple[str, str | None]]:
    """The documents of the year's activities, with what stands below a picture of each."""
    listed = files["本年"].get("活动", {}).get("活动", [])
    return [(f"{each['名称'] or '活动'}（{each['开始日期'] or '日期未填'}）", each["文件"]) for each in listed]


def _annex_pictures(numbers: dict[str, str]) -> list[tuple[str, str | None]]:
    return [(number, path) for path, number in numbers.items()]


def _clause(row: ClauseRow) -> dict[str, Any]:
    """A row of the table of clauses."""
    return {
        "条款": row.clause.cite,
        "内容": row.clause.title,
        "状态": state_text(row),
        "结论": None if row.value is None else VERDICT_WORDS[row.value],
        "核对": clean_text(row.said),
        "认定": clean_text(row.person) or None,
        "缺": [clean_text(each) for each in row.missing],
        "由谁": row.next or None,
    }


# ---- the files -------------------------------------------------------------------------------------------------


def _file(dossier: Dossier, path: str) -> dict[str, Any] | None:
    part = dossier.contents.get(path)
    return None if part is None else as_data(part, dossier)


def _files(dossier: Dossier, year: int, day: date) -> dict[str, Any]:
    """Every file of the pilot years by a name of its own: up to the day, and once more what belongs to the year."""
    own_span = year_span(year, day)
    whole = own_span._replace(first=date(1949, 1, 1), last=day)
    found: dict[str, Any] = {"本年": {}}
    for kind in PILOT_FILES:
        name = FILE_NAMES.get(kind.name)
        if name is not None:
            part = kind.of(dossier)
            found[name] = as_data(part, dossier, whole)
            found["本年"][name] = as_data(part, dossier, own_span)
    evaluations = [each for _, each in sorted(dossier.evaluations.items())]
    found["评价"] = [as_data(each, dossier) for each in evaluations if each.date is None or each.date <= day]
    own = dossier.evaluations.get(year)
    found["本年"]["评价"] = as_data(own, dossier) if own is not None else None
    summary = [each for each in found["总结"]["年度总结"] if each["年份"] == year]
    found["本年"]["总结"] = summary[-1] if summary else None
    return found


# ---- figures ---------------------------------------------------------------------------------------------------


def _industry(dossier: Dossier, name: str, year: int, against: figures.Setting, shelf: Shelf) -> dict[str, Any]:
    industry = None if name == TOTAL else name
    first = None if against.baseline is None else against.baseline.year
    years = figures.full_years(dossier, first, year)
    charts = [] if industry is None else figures.indicator_charts(dossier, industry, years, against)
    return {
        "名称": name,
        "是合计": industry is None,
        "指标": figures.indicator_rows(dossier, industry, year, against),
        "图": shelf.put(charts, pairs=True),
        "统计": _statistics(figures.statistics_of(dossier, year, against), industry),
        "基期统计": _statistics(None if against.baseline is None else against.baseline.statistics, industry),
        "基期年": first,
    }


def _statistics(found: Statistics | None, industry: str | None) -> dict[str, Any]:
    """Counts, shares of enterprises and amounts of a year; None where the statistics do not hold them."""
    parts = [] if found is None else groups_of(found, industry)
    below = sum_over(parts, "enterprises")
    shown: dict[str, Any] = {}
    for name, (label, _) in COUNTS.items():
        shown[label] = sum_over(parts, name)
    for column in FLAGS:
        shown[column.total] = sum_over(parts, column.name)
    for name in (*(column.name for column in FLAGS), "with_both_posts"):
        label = COUNTS[name][0] if name in COUNTS else BY_NAME[name].total
        above = sum_over(parts, name)
        share = None if above is None or not below else round_text(Fraction(above) * 100 / Fraction(below), 2)
        shown[f"{label.removesuffix('企业数')}比重"] = share
    for column in AMOUNTS:
        amount = sum_over(parts, column.name)
        shown[column.label] = None if amount is None else round_text(Fraction(amount) / _WAN_PER_YI, 2)
    return shown


# ---- the zone's conditions -------------------------------------------------------------------------------------


def _conditions(book: Rulebook, verdicts: list[Verdict], held: list[HeldLines]) -> list[dict[str, Any]]:
    """Each condition of 三（七）1: its words, and for each industry the verdict with values, evidence and gaps."""
    labels = {each.clause: each.label for each in CONDITIONS}
    found = []
    for clause in dict.fromkeys(verdict.clause for verdict in verdicts):
        known = book.clause(clause)
        found.append(
            {
                "条款": known.cite if known is not None else "",
                "条件": labels.get(clause, ""),
                "原文": known.text if known is not None else "",
                "判定": [_judged(each, held) for each in verdicts if each.clause == clause],
            }
        )
    return found


def _judged(verdict: Verdict, held: list[HeldLines]) -> dict[str, Any]:
    return {
        "产业": verdict.industry or "全区域",
        "结论": VERDICT_WORDS[verdict.value],
        "说明": clean_text(verdict.message),
        "证明": documents_behind(verdict.sources, held),
        "出处": [f"{place.path}:{place.line}" for place in verdict.sources],
        "缺": [clean_text(each) for each in verdict.missing],
        "注": [clean_text(each) for each in verdict.notes],
        "判断": clean_text(by_whom(verdict.judged_by)) or None,
    }


def _annexes(projects: list[dict[str, Any]], files: dict[str, Any], conditions: list[dict[str, Any]]) -> dict[str, str]:
    """A number for every document that an application cites, in the order of its text."""
    cited = [each["文件"] for each in projects]
    for name, entries, key in (
        ("支持", "政策落实", "文件"),
        ("支持", "资金到位", "文件"),
        ("总结", "年度总结", "文件"),
        ("评价", None, "评价报告"),
        ("监督", "监督检查", "文件"),
    ):
        cited += [each[key] for each in (files[name] if entries is None else files[name][entries])]
    cited += [path for each in conditions for judged in each["判定"] for path in judged["证明"]]
    paths = dict.fromkeys(path for path in cited if path is not None)
    numbers = {path: f"附件{number}" for number, path in enumerate(paths, start=1)}
    for each in conditions:
        for judged in each["判定"]:
            judged["附件"] = [numbers[path] for path in judged["证明"]]
    return numbers


def _outcomes(dossier: Dossier, verdicts: list[Verdict], day: date) -> dict[str, Any]:
    """Which industries reach every condition; what is missing for the others; the name if it were awarded."""
    labels = {each.clause: each.label for each in (*CONDITIONS, OWN_TARGETS)}
    results = industry_outcomes(dossier, verdicts, day)
    reached = [each.industry for each in results if each.reaches_all]
    gaps = gaps_to_zone(dossier, verdicts, day)
    return {
        "产业": [
            {
                "名称": each.industry,
                "都符合": each.reaches_all,
                "不符合": [labels.get(clause, clause) for clause in each.missed],
                "无法判定": [labels.get(clause, clause) for clause in each.unknown],
                "还差": [clean_text(one.needed) for one in gaps if one.industry in (None, each.industry)],
            }
            for each in results
        ],
        "名称": zone_name(reached),
        "达到的产业": reached,
    }


# ---- evaluation ------------------------------------------------------------------------------------------------


def _scores(dossier: Dossier, outcome: YearScores, shelf: Shelf) -> dict[str, Any]:
    """The scores of the year with their working, and what the model changed since the last evaluation."""
    return {
        "版本": None if outcome.version is None or outcome.version.name is None else clean_text(outcome.version.name),
        "修订说明": None
        if outcome.version is None or not outcome.version.reason
        else clean_text(outcome.version.reason),
        "产业": [
            {
                "名称": score.industry,
                "总分": None if score.total is None else decimal_string(score.total),
                "指标": [
                    {
                        "指标": clean_text(line.name),
                        "实际值": line.shown,
                        "目标值": None if line.target is None else decimal_text(line.target),
                        "达到的档": None if line.band is None else decimal_text(line.band),
                        "得分": None if line.points is None else decimal_text(line.points),
                        "权重": None if line.weight is None else decimal_text(line.weight),
                        "加权得分": None if line.weighted is None else decimal_string(line.weighted),
                        "算不出": line.gap or None,
                    }
                    for line in score.lines
                ],
            }
            for score in outcome.scores
        ],
        "上次年度": outcome.compared if outcome.changes else None,
        "变化": [clean_text(each) for each in outcome.changes],
        "问题": list(outcome.problems),
        "图": shelf.put(figures.score_chart(outcome, dossier.industry_names)),
    }
