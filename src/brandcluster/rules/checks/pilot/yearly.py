"""Rules on what every year owes: evaluation, summary, measures in time (二（二）; 三（六）; 三（七）1（2）、3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import ACTIVITIES, SUMMARIES, SUPERVISION, TRAINING, evaluation_path
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.record_days import newest_day, owed_years, year_end
from brandcluster.rules.facts.stage import has_happened
from brandcluster.rules.rule import Finding, Rule


def _complete(dossier: Dossier) -> Iterator[Finding]:
    for year, each in dossier.evaluations.items():
        if each.date is None:
            continue
        lacking = [] if each.report is not None else ["评价报告"]
        lacking += [] if any(measure.content for measure in each.measures) else ["改进措施"]
        if lacking:
            yield Finding(
                evaluation_path(year),
                ("评价日期",),
                f"{year} 年度评价没有{'、'.join(lacking)}，不计入正式评价。",
                "三（七）1（2）要有评价报告，并根据评价结果制定改进措施。",
            )


def _evaluated(dossier: Dossier) -> Iterator[Finding]:
    for year in owed_years(dossier):
        if year not in dossier.evaluations:
            yield Finding(
                evaluation_path(year),
                (),
                f"没有 {year} 年度的评价，{year + 1} 年也已经过完。",
                f"每年至少评价一次：补上 {evaluation_path(year)}；确实没有开展的，在年度总结里说明。",
            )


def _summed_up(dossier: Dossier) -> Iterator[Finding]:
    handed = {each.year for each in dossier.summaries.summaries if each.date}
    for year in owed_years(dossier):
        if year not in handed:
            yield Finding(
                SUMMARIES,
                ("年度总结",) if dossier.has(SUMMARIES) else (),
                f"没有提交 {year} 年度的总结，{year + 1} 年也已经过完。",
                "三（六）：每年应对工作开展情况进行总结评价，提交总结报告。提交了的写上提交日期。",
                on_key=True,
            )


def _in_time(dossier: Dossier) -> Iterator[Finding]:
    last = newest_day(dossier)
    promised: list[tuple[str, KeyPath, str | None, date | None, date | None, str | None]] = [
        (evaluation_path(year), ("改进措施", index), each.content, each.due, each.done, each.result)
        for year, evaluation in dossier.evaluations.items()
        for index, each in enumerate(evaluation.measures)
    ]
    promised += [
        (SUPERVISION, ("监督检查", i, "整改要求", j), each.content, each.due, each.done, "")
        for i, inspection in enumerate(dossier.supervision.inspections)
        for j, each in enumerate(inspection.demands)
    ]
    for path, keys, what, due, done, result in promised:
        if due is None or last is None:
            continue
        if done is None and last > due:
            yield Finding(
                path,
                (*keys, "完成期限"),
                f"“{what or ''}”应在 {due.isoformat()} 完成，记录已到 {last.isoformat()}，还没有写完成日期。",
                "完成了的写上完成日期；没有完成的抓紧办，并写明新的安排。",
            )
        elif done is not None and done > due and result is None:
            yield Finding(
                path,
                (*keys, "完成日期"),
                f"“{what or ''}”完成晚了：期限 {due.isoformat()}，{done.isoformat()} 完成。",
                "在“完成情况”里写明为什么晚了。",
            )


def _kept_up(dossier: Dossier) -> Iterator[Finding]:
    zone = dossier.zone.designation
    if zone is None or zone.date is None:
        return
    held = [each.end for each in dossier.activities.activities]
    held += [each.date for each in dossier.training.events]
    for year in owed_years(dossier):
        idle = year >= zone.date.year and has_happened(zone.date, year_end(year))
        if idle and not any(day is not None and day.year == year for day in held):
            yield Finding(
                ACTIVITIES,
                ("活动",) if dossier.has(ACTIVITIES) else (),
                f"授予称号以后，{year} 年没有完成的活动，也没有培训。",
                f"三（七）3：不能持续开展品牌培育工作的，称号会被撤消。补记漏掉的活动或培训（{TRAINING}）。",
                on_key=True,
            )


RULES = (
    Rule(
        "V221",
        "评价有报告和改进措施",
        "zone-2",
        "warning",
        "三（七）1（2）：“正式开展至少1次评价工作，形成评价报告，并根据评价结果制定改进措施”。缺一样就不计入。",
        "评价日期、评价报告、改进措施都有",
        "只有评价日期",
        _complete,
    ),
    Rule(
        "V222",
        "每年评价一次",
        "work-evaluation",
        "warning",
        "二（二）：“每年至少开展一次评价工作”。年底在试点或示范期内的那一年都要评价，在下一年里做；下一年也过完了才算缺。检查不看今天的日期，以材料里最新的记录为准；今天该做什么用 status 看。",
        "2014 年在试点期内，有 pilot/evaluations/2014.yaml",
        "2014 年在试点期内，没有评价，材料里已有 2016 年的记录",
        _evaluated,
    ),
    Rule(
        "V223",
        "每年提交总结",
        "annual-summary",
        "warning",
        "三（六）：“试点示范区域每年应对工作开展情况进行总结评价，向工业和信息化部（科技司）提交总结报告”。哪些年要交、什么时候算缺，与 V222 一样。",
        "2014 年度总结 2015-05-29 提交",
        "没有 2014 年度总结，材料里已有 2016 年的记录",
        _summed_up,
    ),
    Rule(
        "V224",
        "改进措施和整改要求按期完成",
        "work-evaluation",
        "warning",
        "制定了改进措施还要实施。期限已过（以材料里最新的记录为准）而没有完成日期，或者完成晚了没有说明的，要写明。期限的当天不算晚。",
        "期限 2015-12-31，2015-12-31 完成",
        "期限 2015-12-31，没有完成日期，材料里已有 2016-01-01 的记录",
        _in_time,
    ),
    Rule(
        "V225",
        "授予称号以后每年都有活动",
        "zone-revocation",
        "warning",
        "三（七）3：不能持续开展品牌培育工作的示范区，由工业和信息化部决定撤消其称号。一年里没有活动也没有培训，是撤消的风险。",
        "2017 年授予，2018 年有 2 项活动",
        "2017 年授予，2018 年没有活动，材料里已有 2020 年的记录",
        _kept_up,
    ),
)
