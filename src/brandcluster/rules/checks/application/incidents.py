"""Grades of incidents: 国务院令第493号 for production safety, the four environmental grades."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from brandcluster.base.days import years_after
from brandcluster.base.numbers import plain
from brandcluster.dossier.load import CONDITIONS, Dossier
from brandcluster.dossier.model.conditions import Incident
from brandcluster.rules.checks.rule import Finding, Rule
from brandcluster.rules.facts.rules_in_force import rulebook_of

GRADES = ("一般", "较大", "重大", "特别重大")
_SCALES = (("deaths", "accident-deaths"), ("injured", "accident-injured"), ("loss", "accident-loss"))


def grade_by_figures(dossier: Dossier, incident: Incident) -> tuple[str, bool] | None:
    """The safety grade that deaths, serious injuries and direct loss give, and whether all three are stated.

    While one is not stated the grade is a lower bound. None where no figure is stated, or no scale is in force.
    """
    book = rulebook_of(dossier)
    ranks: list[int] = []
    for field, parameter in _SCALES:
        value, scale = getattr(incident, field), book.ruling(parameter)
        if value is None or scale is None:
            continue
        ranks.append(sum(Fraction(value) >= bound for bound in scale.value))
    if not ranks:
        return None
    return GRADES[max(ranks)], len(ranks) == len(_SCALES)


def window(dossier: Dossier) -> tuple[date, date] | None:
    """三（二）1 近三年: the years before the day of application, both ends counted; None while there is no such day."""
    lookback = rulebook_of(dossier).ruling("lookback")
    applied = dossier.header.date if dossier.header is not None else None
    return None if applied is None or lookback is None else (years_after(applied, -int(lookback.value)), applied)


def declared_otherwise(dossier: Dossier) -> Iterator[tuple[int, str]]:
    """The declarations (index, result) that say something else of these years than the list of incidents."""
    conditions, span = dossier.conditions, window(dossier)
    if conditions is None:
        return
    listed = {
        incident.kind
        for incident in conditions.incidents
        if incident.date is None or span is None or span[0] <= incident.date <= span[1]
    }
    for index, declaration in enumerate(conditions.declarations):
        if declaration.kind is None or declaration.result is None:
            continue
        if (declaration.result == "未发生") == (declaration.kind in listed):
            yield index, declaration.result


def _grades_agree(dossier: Dossier) -> Iterator[Finding]:
    for index, incident in enumerate(dossier.conditions.incidents if dossier.conditions is not None else ()):
        found = grade_by_figures(dossier, incident) if incident.kind == "安全生产" else None
        if found is None or incident.grade is None:
            continue
        grade, complete = found
        lower = GRADES.index(incident.grade) < GRADES.index(grade)
        if lower or (complete and incident.grade != grade):
            figures = "，".join(
                f"{label} {plain(value)} {unit}"
                for label, value, unit in (
                    ("死亡", incident.deaths, "人"),
                    ("重伤", incident.injured, "人"),
                    ("直接经济损失", incident.loss, "万元"),
                )
                if value is not None
            )
            yield Finding(
                CONDITIONS,
                ("事故清单", index, "事故等级"),
                f"写的是“{incident.grade}”，按{figures}，应为“{grade}”。",
                "按国务院令第493号核对等级，或核对人数和损失。",
            )


RULES = (
    Rule(
        "C103",
        "事故等级与伤亡和损失相符",
        "eligible-no-accidents",
        "error",
        "国务院令第493号第三条：重大事故是 10 人以上 30 人以下死亡，或者 50 人以上 100 人以下重伤，或者 5000 万元以上 1 亿元以下直接经济损失；“以上”含本数，“以下”不含。等级决定能不能申报，不能写轻。",
        "死亡 3、重伤 0、损失 500 万元，等级“较大”",
        "死亡 10、重伤 0、损失 500 万元，等级“较大”",
        _grades_agree,
    ),
)
