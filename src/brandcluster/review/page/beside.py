"""What stands beside an answer of an application: the conditions that rest on it, documents, the examiner's remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brandcluster.base.diagnostics import KeyPath, Location, Verdict
from brandcluster.dossier.documents import DocumentSlot
from brandcluster.dossier.files import CONDITIONS, HEADER, JUDGEMENTS, PLAN, REGION
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.conditions import Conditions
from brandcluster.dossier.model.reading import fields_of
from brandcluster.notice import edition
from brandcluster.review.naming import bare_name
from brandcluster.review.remarks import RemarkAtPlace
from brandcluster.review.rows import Row
from brandcluster.rules.facts.document_files import is_there

#: Which conditions of 三（一）（二） an answer of the form speaks of.
CONDITIONS_OF: dict[tuple[str, str], tuple[str, ...]] = {
    (HEADER, ""): ("scope-body",),
    (REGION, "主导产业发展历程及当前在行业中的地位"): ("scope-industry",),
    (REGION, "区域内近三年质量安全信誉等方面的情况"): ("eligible-no-accidents",),
    (REGION, "所在地区政府支持品牌建设和质量提升的政策、制度、项目、资金和措施等情况"): ("eligible-policy",),
    (PLAN, "试点工作思路"): ("eligible-participation", "eligible-commitment"),
    (PLAN, "试点工作组织"): ("eligible-commitment",),
    (PLAN, "可配套的政策、资金和措施等"): ("eligible-commitment", "eligible-policy"),
}


class EvidenceBeside(NamedTuple):
    """A document that the application names: in the form's words, its path, whether it was handed in, and where it is
    named."""

    words: str
    path: str
    is_there: bool
    source: Location


class ConditionBeside(NamedTuple):
    """A verdict with its label."""

    label: str
    verdict: Verdict


def conditions_beside(row: Row, path: str, keys: KeyPath) -> tuple[ConditionBeside, ...]:
    """The verdicts on the conditions that an answer speaks of."""
    clauses, labels = clauses_beside(path, keys), dict(row.labels)
    return tuple(
        ConditionBeside(labels.get(each.clause, ""), each) for each in row.conditions if each.clause in clauses
    )


def clauses_beside(path: str, keys: KeyPath) -> tuple[str, ...]:
    """The clauses of these conditions."""
    label = str(keys[0]) if keys else ""
    if path == CONDITIONS:
        known = fields_of(Conditions).get(label)
        return () if known is None or known.clause is None else (known.clause,)
    return CONDITIONS_OF.get((path, "" if path == HEADER else label), ())


def evidence_beside(
    dossier: Dossier, slots: Sequence[DocumentSlot], path: str, keys: KeyPath
) -> tuple[EvidenceBeside, ...]:
    """The documents named at a place, and those that its conditions rest on, each once; `slots` are all of them."""
    found: dict[str, list[EvidenceBeside]] = {}
    for each in _evidence(dossier, slots, path, keys):
        found.setdefault(each.path, []).append(each)
    return tuple(
        them[0] if len(them) == 1 else them[0]._replace(words=f"{them[0].words}等 {len(them)} 处")
        for them in found.values()
    )


def _evidence(dossier: Dossier, slots: Sequence[DocumentSlot], path: str, keys: KeyPath) -> Iterator[EvidenceBeside]:
    clauses = () if path == CONDITIONS else clauses_beside(path, keys)
    known = fields_of(Conditions)
    for slot in slots:
        if slot.named is None:
            continue
        here = slot.path == path and slot.keys[: len(keys)] == keys
        rests = slot.path == CONDITIONS and known[str(slot.keys[0])].clause in clauses
        judged = slot.path == JUDGEMENTS and _judged_clause(dossier, slot.keys) in clauses
        if (here and keys) or rests or judged:
            words = slot.words.removesuffix(" 文件")
            yield EvidenceBeside(
                words, slot.named, _was_handed_in(dossier, slot.named), dossier.locate(slot.path, slot.keys)
            )


@once
def _was_handed_in(dossier: Dossier, named: str) -> bool:
    """Whether a document is there; asked once, for it stands beside several answers."""
    return is_there(dossier, named)


def _judged_clause(dossier: Dossier, keys: KeyPath) -> str | None:
    judgements = dossier.judgements.judgements
    index = keys[1] if len(keys) > 1 else None
    return judgements[index].clause if isinstance(index, int) and index < len(judgements) else None


class Titled(NamedTuple):
    """Something that a remark may be about: its clause, and its title in the form's words."""

    clause: str | None
    title: str


def place_remarks(remarks: Sequence[RemarkAtPlace], entries: Sequence[Titled], edition_id: str) -> list[int | None]:
    """Which entry each remark is about: the one with the most of its title in the remark's place, else the first of
    its clause; None where neither is found."""
    return [_place(remark, entries, edition_id) for remark in remarks]


def _place(remark: RemarkAtPlace, entries: Sequence[Titled], edition_id: str) -> int | None:
    said = bare_name(remark.place)
    found = [
        (len(word), -number)
        for number, entry in enumerate(entries)
        for word in (bare_name(entry.title), bare_name(entry.title.split(" ")[0]))
        if len(word) >= 2 and (word in said or (len(said) >= 4 and said in word))
    ]
    if found:
        return -max(found)[1]
    clause = _clause_id(remark.clause, edition_id)
    return next((number for number, entry in enumerate(entries) if clause and entry.clause == clause), None)


def _clause_id(said: str | None, edition_id: str) -> str | None:
    """The id of a clause by its id or its citation."""
    clauses = edition.clauses_of(edition_id)
    if said is None or said in clauses:
        return said
    return next((each.id for each in clauses.values() if bare_name(each.cite) == bare_name(said)), None)
