"""Grades of incidents: 国务院令第493号 for production safety, the four environmental grades."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.files import CONDITIONS
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.incidents import GRADES, grade_by_figures
from brandcluster.rules.rule import Finding, Rule


def _grades_agree(dossier: Dossier) -> Iterator[Finding]:
    for index, incident in enumerate(dossier.conditions.incidents):
        found = grade_by_figures(dossier, incident) if incident.kind == "安全生产" else None
        if found is None or incident.grade is None:
            continue
        grade, complete = found
        lower = GRADES.index(incident.grade) < GRADES.index(grade)
        if lower or (complete and incident.grade != grade):
            figures = "，".join(
                f"{label} {decimal_text(value)} {unit}"
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
