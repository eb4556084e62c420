"""Everything that can be explained: rules, diagnostics of single files, clauses, parameters, terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from brandcluster.base.diagnostics import SEVERITY_WORDS, CodeEntry
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS
from brandcluster.dossier.model import measures
from brandcluster.dossier.model.reading import nearest_choice, normalise_key
from brandcluster.formats.word import guard
from brandcluster.notice import edition
from brandcluster.notice.edition import Parameter
from brandcluster.output.explain.coverage import how_decided
from brandcluster.output.explain.glossary import TERMS
from brandcluster.papers import form_codes, package_codes
from brandcluster.rules.checks import crashed, ignoring
from brandcluster.rules.checks.all_checks import all_rules
from brandcluster.rules.verdicts.application_procedure import PROCEDURE
from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

Kind = Literal["rule", "code", "clause", "parameter", "indicator", "term"]
#: The codes that no rule stands behind, in groups: of a dossier's files, of Word files that come in, of forms.
CODES: tuple[CodeEntry, ...] = (
    *ignoring.STRUCTURE,
    *guard.CODES,
    *form_codes.CODES,
    *package_codes.CODES,
    *crashed.CODES,
)


class Topic(NamedTuple):
    """One explanation. `parts` are titled paragraphs, `parameters` those in force that it rests on."""

    id: str
    kind: Kind
    title: str
    cite: str
    parts: tuple[tuple[str, str], ...]
    parameters: tuple[Parameter, ...] = ()


def all_topics(edition_id: str) -> list[Topic]:
    """Every topic, in a fixed order."""
    return [
        *_clauses(edition_id),
        *_rules(edition_id),
        *_codes(),
        *_parameters(edition_id),
        *_indicators(edition_id),
        *(Topic(name, "term", name, "", (("含义", meaning),)) for name, meaning in TERMS),
    ]


def find_topics(edition_id: str, wanted: str) -> list[Topic]:
    """The topics of an id, a citation (三（七）1（7）) or a title, however brackets and spaces are typed.

    A rule's old code finds the rule.
    """
    form = normalise_key(ignoring.OLD_CODES.get(wanted.strip().upper(), wanted))
    known = all_topics(edition_id)
    exact = [topic for topic in known if form in (normalise_key(topic.id), normalise_key(topic.title))]
    return exact or [topic for topic in known if topic.kind == "clause" and normalise_key(topic.cite) == form]


def nearest_topic(edition_id: str, wanted: str) -> str | None:
    """What was probably meant by a topic that does not exist."""
    known = all_topics(edition_id)
    for topic in known:
        if wanted and (wanted in topic.title or wanted.lower() in topic.id.lower()):
            return topic.id
    return nearest_choice(wanted, [topic.id for topic in known])


def _clauses(edition_id: str) -> Iterator[Topic]:
    conditions = {each.clause: each for each in (*CONDITIONS_OF_REGION, *PROCEDURE, *CONDITIONS)}
    known = edition.parameters_of(edition_id).values()
    for clause in edition.clauses_of(edition_id).values():
        parts = [("原文", clause.text)]
        if clause.part:
            parts.append(("本条说的是", clause.part))
        parts += how_decided(clause)
        condition = conditions.get(clause.id)
        if condition is not None and condition.good:
            parts += [("通过的例子", condition.good), ("不通过的例子", condition.bad)]
        rules = [f"{rule.code} {rule.title}" for rule in all_rules() if rule.clause == clause.id]
        if rules:
            parts.append(("有关的检查", "；".join(rules)))
        mine = tuple(parameter for parameter in known if parameter.clause == clause.id)
        title = clause.title if condition is None else condition.label
        yield Topic(clause.id, "clause", title, clause.cite, tuple(parts), mine)


def _rules(edition_id: str) -> Iterator[Topic]:
    known = edition.parameters_of(edition_id).values()
    for rule in all_rules():
        word = SEVERITY_WORDS[rule.severity]
        parts = (
            ("为什么", rule.why),
            ("通过的例子", rule.good),
            ("不通过的例子", rule.bad),
            ("级别", word),
        )
        mine = tuple(parameter for parameter in known if rule.clause is not None and parameter.clause == rule.clause)
        yield Topic(rule.code, "rule", rule.title, edition.cite_clause(edition_id, rule.clause) or "", parts, mine)


def _codes() -> Iterator[Topic]:
    for code, title, good, bad in CODES:
        yield Topic(code, "code", title, "", (("正确的写法", good), ("错误的例子", bad)))


def _parameters(edition_id: str) -> Iterator[Topic]:
    for parameter in edition.parameters_of(edition_id).values():
        cite = edition.cite_clause(edition_id, parameter.clause) or ""
        yield Topic(parameter.id, "parameter", parameter.label, cite, (), (parameter,))


def _indicators(edition_id: str) -> Iterator[Topic]:
    for indicator in (*INDICATORS, *FORM_RATIOS):
        parts = (
            ("公式", measures.formula_of(indicator)),
            ("单位", measures.PERCENT),
            ("分子", measures.definition_of(indicator.numerator)),
            ("分母", measures.definition_of(indicator.denominator)),
            ("范围", measures.population_of(indicator)),
            ("出处", indicator.source),
        )
        yield Topic(
            indicator.id, "indicator", indicator.label, edition.cite_clause(edition_id, indicator.clause) or "", parts
        )
    for column in measures.COLUMNS:
        meaning = (
            ("含义", column.definition),
            ("单位", column.unit or ("是/否" if column.kind == "flag" else "—")),
            ("填报范围", column.population),
            ("出处", column.source),
        )
        yield Topic(
            column.name, "indicator", column.label, edition.cite_clause(edition_id, column.clause) or "", meaning
        )
