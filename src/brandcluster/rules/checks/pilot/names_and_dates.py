"""Rules on pilot/ and judgements.yaml: names that must be known, dates that must be in order."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import ACTIVITIES, APPROVAL, JUDGEMENTS, evaluation_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.notice import edition
from brandcluster.rules.facts.rules_in_force import edition_of, rulebook_of
from brandcluster.rules.rule import Finding, Rule


def _years_match(dossier: Dossier) -> Iterator[Finding]:
    for year, evaluation in dossier.evaluations.items():
        if evaluation.year is not None and evaluation.year != year:
            yield Finding(
                evaluation_path(year),
                ("年份",),
                f"年份写的是 {evaluation.year}，文件名是 {year}.yaml。",
                f"写成 {year}，或者把文件改名。",
            )


def _industries_known(dossier: Dossier) -> Iterator[Finding]:
    if not dossier.industry_names:
        return
    named: list[tuple[str, KeyPath, str | None]] = [
        (JUDGEMENTS, ("判断", i, "产业"), each.industry) for i, each in enumerate(dossier.judgements.judgements)
    ]
    if dossier.has(ACTIVITIES):
        activities = enumerate(dossier.activities.activities)
        named += [(ACTIVITIES, ("活动", i, "产业"), each.industry) for i, each in activities]
    for path, keys, industry in named:
        if industry is not None and industry not in dossier.industry_names:
            match = nearest_choice(industry, dossier.industry_names)
            help_ = f"写成“{match}”。" if match else f"只能写：{'、'.join(dossier.industry_names)}；面向全区域就留空。"
            yield Finding(path, keys, f"“{industry}”不是申报时的主导产业。", help_, meant=match)


def _clauses_known(dossier: Dossier) -> Iterator[Finding]:
    overlay = rulebook_of(dossier).overlay
    known = [*edition.clauses_of(edition_of(dossier)), *(c.id for c in (overlay.conditions if overlay else ()) if c.id)]
    for index, entry in enumerate(dossier.judgements.judgements):
        if entry.clause is not None and entry.clause not in known:
            match = nearest_choice(entry.clause, known)
            help_ = f"写成“{match}”。" if match else "用 brandcluster explain 查条款的代号。"
            yield Finding(
                JUDGEMENTS, ("判断", index, "条款"), f"没有“{entry.clause}”这个条款，这条判断不起作用。", help_
            )


def _dates_in_order(dossier: Dossier) -> Iterator[Finding]:
    if not dossier.has_pilot:
        return
    approval, applied = dossier.approval, dossier.header.date
    if approval.date is not None:
        if applied is not None and approval.date < applied:
            yield Finding(APPROVAL, ("批复日期",), "批复日期早于申报日期。", "核对两个日期；试点从批复的那天算起。")
        if approval.notice_date is not None and approval.notice_date > approval.date:
            yield Finding(APPROVAL, ("公示日期",), "公示日期晚于批复日期。", "核对两个日期：先公示，后批复。")
        if approval.plaque_date is not None and approval.plaque_date < approval.date:
            yield Finding(APPROVAL, ("授牌日期",), "授牌日期早于批复日期。", "核对两个日期：先批复，后授牌。")
    for index, each in enumerate(dossier.activities.activities):
        if each.start is not None and each.end is not None and each.end < each.start:
            yield Finding(ACTIVITIES, ("活动", index, "完成日期"), "完成日期早于开始日期。", "核对两个日期。")


RULES = (
    Rule(
        "V101",
        "评价的年份与文件名一致",
        "zone-2",
        "error",
        "每年一个文件，文件名就是年份。",
        "pilot/evaluations/2015.yaml 里 年份: 2015",
        "pilot/evaluations/2015.yaml 里 年份: 2014",
        _years_match,
    ),
    Rule(
        "V102",
        "活动和判断写的产业是申报时的主导产业",
        "zone-name",
        "error",
        "三（七）2：“主导产业在申报试点时确定”；名称写错，这条记录就哪个产业都不算。",
        "产业: 阀门（申报的主导产业）",
        "产业: 阀门产业",
        _industries_known,
    ),
    Rule(
        "V103",
        "判断写的条款是有的",
        None,
        "error",
        "条款的代号写错，判断就不起作用而没有人知道。",
        "条款: zone-1",
        "条款: zone_1",
        _clauses_known,
    ),
    Rule(
        "V104",
        "公示、批复、授牌和活动的日期先后有序",
        "pilot-approval",
        "error",
        "公示、批复、授牌是三个日期，试点从批复的那天算起；批复早于申报，批复以前的活动就会被误计。",
        "公示 6月5日，批复 6月20日，授牌 9月1日",
        "批复 4月1日，申报 4月25日",
        _dates_in_order,
    ),
)
