"""Which part of the program serves which clause of the notice. Explaining a clause does not serve it."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.dossier.files import ALL_KINDS
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.notice import edition
from brandcluster.rules.checks.all_checks import all_rules
from brandcluster.rules.verdicts.application_procedure import PROCEDURE
from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
from brandcluster.rules.verdicts.pilot_procedure import PILOT_PROCEDURE
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS


def served_by(edition_id: str) -> dict[str, list[str]]:
    """For every clause, what serves it, in words; an empty list means that it is still planned."""
    found: dict[str, list[str]] = {clause: [] for clause in edition.clauses_of(edition_id)}
    for clause, by in (*_conditions(), *_rules(), *_fields()):
        if clause in found and by not in found[clause]:
            found[clause].append(by)
    return found


def clause_table(edition_id: str) -> str:
    """The clauses with what serves them, as Markdown."""
    about = edition.about_edition(edition_id)
    rows = ["| 条款 | 代号 | 原文 | 由谁判定 | 由什么落实 |", "|---|---|---|---|---|"]
    by_words = {"data": "数据", "evidence": "证明文件", "person": "人"}
    for clause in edition.clauses_of(edition_id).values():
        serving = served_by(edition_id)[clause.id]
        shown = "；".join(serving) if serving else "计划中"
        rows.append(f"| {clause.cite} | `{clause.id}` | {clause.text} | {by_words[clause.by]} | {shown} |")
    open_count = sum(not serving for serving in served_by(edition_id).values())
    head = [
        f"# {about.title}（{about.number}）",
        "",
        "由 `scripts/build_docs.py` 生成，不要手工修改。",
        "",
        f"共 {len(rows) - 2} 条，其中计划中 {open_count} 条。",
        "",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _conditions() -> Iterator[tuple[str, str]]:
    for condition in (*CONDITIONS_OF_REGION, *PROCEDURE):
        yield condition.clause, "命令 eligibility"
    for condition in (*CONDITIONS, *PILOT_PROCEDURE):
        yield condition.clause, "命令 thresholds"
    # Quotas and the nationwide goal show only when dossiers stand side by side.
    for clause in ("apply-quota", "goal-2015"):
        yield clause, "命令 review"


def _rules() -> Iterator[tuple[str, str]]:
    for rule in all_rules():
        if rule.clause is not None:
            yield rule.clause, f"规则 {rule.code}"


def _fields() -> Iterator[tuple[str, str]]:
    for kind in ALL_KINDS:
        for clause in _clauses_of(kind.model):
            yield clause, f"文件 {kind.path.removesuffix('*.yaml')}"


def _clauses_of(part: type[Part]) -> Iterator[str]:
    for field in fields_of(part).values():
        if field.clause is not None:
            yield field.clause
        if field.part is not None:
            yield from _clauses_of(field.part)
