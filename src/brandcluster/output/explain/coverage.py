"""Which part of the program serves which clause of the notice. Explaining a clause does not serve it."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.dossier.files import ALL_KINDS
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.notice import edition
from brandcluster.rules.checks.all_checks import all_rules
from brandcluster.rules.clauses.clause_states import BY_CLAUSE, CLAUSE_STATES, WHEN
from brandcluster.rules.clauses.decided_beside import BESIDE
from brandcluster.rules.verdicts.application_procedure import PROCEDURE
from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
from brandcluster.rules.verdicts.pilot_procedure import PILOT_PROCEDURE
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

HOW = {
    "data": "由数据计算判定。",
    "evidence": "由有日期、附文件的记录判定；没有记录就是无法判定，不等于不符合。",
    "person": "程序核对能核对的，列出材料；余下的要有人认定：记下谁、何时、依据什么认定（brandcluster judge，写进 judgements.yaml），在此之前是无法判定。",
}
FORM_WORDS = "表里的栏目：各栏都有内容、没有填错的，算填好；空着、读不出来的是无法判定，填错的是不符合。"


def served_by(edition_id: str) -> dict[str, list[str]]:
    """For every clause, what serves it, in words; an empty list means that it is still planned."""
    found: dict[str, list[str]] = {clause: [] for clause in edition.clauses_of(edition_id)}
    for clause, by in (*_conditions(), *_rules(), *_fields()):
        if clause in found and by not in found[clause]:
            found[clause].append(by)
    return found


def how_decided(clause: edition.Clause) -> list[tuple[str, str]]:
    """How a clause comes to its state, as titled sentences: what the program does, what is left to people, who acts."""
    state = BY_CLAUSE[clause.id]
    if state.kind == "duty":
        asked = [each.words for each in state.sources if not each.optional]
        able = [each.words for each in state.sources if each.optional]
        words = f"工作要求：列出记录和文件，有记录不等于符合。要记录的：{'、'.join(asked or able)}"
        words += f"；有条件或有这种情况的才记：{'、'.join(able)}。" if asked and able else "。"
    else:
        words = FORM_WORDS if state.kind == "form" else HOW[clause.by]
    found = [("怎样判定", words)]
    if state.remainder:
        found.append(("还需有人认定", f"{state.remainder}。"))
    files = dict.fromkeys(each.path for each in state.sources)
    if files:
        found.append(("记录在", "、".join(files)))
    return [*found, ("什么时候", WHEN[state.due]), ("由谁办", state.who)]


def clause_table(edition_id: str) -> str:
    """The clauses with what serves them, as Markdown; then the sentences without duty."""
    about = edition.about_edition(edition_id)
    rows = [
        "| 条款 | 代号 | 内容 | 原文 | 怎样判定 | 还需有人认定 | 由谁办 | 由什么落实 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    served = served_by(edition_id)
    for clause in edition.clauses_of(edition_id).values():
        said = dict(how_decided(clause))
        shown = "；".join(served[clause.id]) or "计划中"
        text = f"{clause.text}（本条：{clause.part}）" if clause.part else clause.text
        cells = (clause.cite, f"`{clause.id}`", clause.title, text, said["怎样判定"], said.get("还需有人认定", "—"))
        rows.append(f"| {' | '.join((*cells, said['由谁办'], shown))} |")
    head = [
        f"# {about.title}（{about.number}）",
        "",
        "由 `scripts/build_docs.py` 生成，不要手工修改。",
        "",
        f"共 {len(rows) - 2} 条，其中计划中 {sum(not serving for serving in served.values())} 条。"
        "每一条现在是什么状态：`brandcluster status --clauses`。",
        "",
    ]
    return "\n".join([*head, *rows, *_without_duty(edition_id)]) + "\n"


def _without_duty(edition_id: str) -> Iterator[str]:
    yield from ("", "## 不要求谁做什么的句子", "")
    for group in edition.without_duty(edition_id):
        yield f"- {group.reason}：{' / '.join(group.sentences)}"


def _conditions() -> Iterator[tuple[str, str]]:
    for condition in (*CONDITIONS_OF_REGION, *PROCEDURE):
        yield condition.clause, "命令 eligibility"
    for condition in (*CONDITIONS, *PILOT_PROCEDURE):
        yield condition.clause, "命令 thresholds"
    for condition in BESIDE:
        yield condition.clause, "命令 status --clauses"
    # Quotas and the nationwide goal show only when dossiers stand side by side.
    for clause in ("apply-quota", "goal-2015"):
        yield clause, "命令 review"
    for state in CLAUSE_STATES:
        for source in state.sources:
            yield state.clause, f"文件 {source.path}"


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
