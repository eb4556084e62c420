"""What holds on each condition in the examiner's eyes: her own conclusion where she made one, else what the material
shows. What neither decides is open, with who decides it: nothing is concluded in her place.

A conclusion of hers stands on the documents she names, as any judgement does (`rules/facts/opinions`): one that lacks
an answer, or whose document is gone or was changed since, does not count, and is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from brandcluster.base.days import chinese_day
from brandcluster.base.diagnostics import Verdict
from brandcluster.dossier.load import Dossier
from brandcluster.notice import edition
from brandcluster.review.letters import plain_words
from brandcluster.review.naming import bare_name
from brandcluster.review.remarks import ExaminersJudgement
from brandcluster.review.rows import Row, judgement_gaps
from brandcluster.rules.facts.applicant import applicant_body
from brandcluster.rules.facts.opinions import OWN, lacking_answers, lapse_of
from brandcluster.rules.verdicts.eligibility import open_question

State = Literal["met", "not_met", "open", "not_applicable"]
STATE_WORDS: dict[State, str] = {"met": "符合", "not_met": "不符合", "open": "待核", "not_applicable": "不适用"}
#: Whose conclusion it is: the examiner's, what the material shows, or what somebody else judged in it.
EXAMINER, MATERIAL = "审查人", "材料"
#: Longer texts of a verdict are cut.
LONGEST = 600
_BY_EXAMINER = "由审查人认定"


class Conclusion(NamedTuple):
    """How a condition stands for an industry (None: the region). `whose` is who concluded; `why` says on what, in words
    for a letter; `documents` are those that the examiner names; `asked` is who decides what is open."""

    clause: str
    cite: str
    label: str
    industry: str | None
    state: State
    whose: str
    shown: str
    why: str
    documents: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The state with whose word it is, for a narrow column."""
        return f"{STATE_WORDS[self.state]}（{self.whose}）" if self.whose else STATE_WORDS[self.state]


class Concluded(NamedTuple):
    """The conclusions on a dossier in the order of the notice, and what the examiner must know of her file."""

    conclusions: tuple[Conclusion, ...]
    notes: tuple[str, ...]

    @property
    def open(self) -> tuple[Conclusion, ...]:
        """Those that nobody has decided."""
        return tuple(each for each in self.conclusions if each.state == "open")


def concluded_of(dossier: Dossier, row: Row, given: Sequence[ExaminersJudgement], day: date) -> Concluded:
    """What holds on the conditions of 三（一）（二）, and those that a supplement adds, on a day."""
    labels = dict(row.labels)
    by_clause: dict[str, list[ExaminersJudgement]] = {}
    notes: list[str] = []
    for each in given:
        meant = _clauses_of(row, each.entry.clause or "")
        if len(meant) == 1:
            by_clause.setdefault(meant[0], []).append(each)
            continue
        place, written = f"{each.source.path}:{each.source.line}", each.entry.clause or ""
        names = "、".join(labels.get(clause, clause) for clause in meant)
        why = f"有几条，写名称：{names}" if meant else "不是申报条件"
        notes.append(f"{place} 的判断没有写进初审意见：“{written}”{why}。")
    notes += _of_no_industry(row, by_clause)
    found = []
    for verdict in row.conditions:
        own, why_not = _standing(dossier, verdict, by_clause.get(verdict.clause, ()), day)
        notes += why_not
        cite = edition.cite_clause(row.edition, verdict.clause) or (row.overlay or "")
        label = labels.get(verdict.clause) or _added_label(dossier, verdict.clause)
        found.append(_concluded(dossier, verdict, own, day)._replace(cite=cite, label=label))
    return Concluded(tuple(found), tuple(dict.fromkeys(notes)))


def _clauses_of(row: Row, written: str) -> list[str]:
    """The conditions that may be meant by an id, a citation or what a condition is about."""
    labels = dict(row.labels)
    found = []
    for clause in dict.fromkeys(each.clause for each in row.conditions):
        names = (clause, edition.cite_clause(row.edition, clause) or "", labels.get(clause, ""))
        if written and bare_name(written) in map(bare_name, names):
            found.append(clause)
    return found


def _of_no_industry(row: Row, by_clause: dict[str, list[ExaminersJudgement]]) -> Iterator[str]:
    """What is wrong with judgements on an industry that the condition is not decided for."""
    for clause, given in by_clause.items():
        known = {each.industry for each in row.conditions if each.clause == clause}
        for each in given:
            if each.entry.industry is not None and each.entry.industry not in known:
                place = f"{each.source.path}:{each.source.line}"
                yield f"{place} 的判断不算数：这一条不分产业，或没有“{each.entry.industry}”这个主导产业。"


def _added_label(dossier: Dossier, clause: str) -> str:
    added = dossier.overlay.conditions if dossier.overlay is not None else []
    return next((each.text[:40] for each in added if each.id == clause and each.text), clause)


# ---- the examiner's own ----------------------------------------------------------------------------------------


def _standing(
    dossier: Dossier, verdict: Verdict, given: Sequence[ExaminersJudgement], day: date
) -> tuple[ExaminersJudgement | None, list[str]]:
    """Her latest judgement on a condition that counts on a day, and why others do not."""
    made: list[tuple[date, ExaminersJudgement]] = []
    notes: list[str] = []
    for each in given:
        entry = each.entry
        if entry.industry not in (None, verdict.industry) or (entry.date is not None and entry.date > day):
            continue
        lacking = [label for label in lacking_answers(entry) if label != "角色"]
        why = f"没有写{'、'.join(lacking)}" if lacking else lapse_of(dossier, entry)
        if why is not None:
            notes.append(f"{each.source.path}:{each.source.line} 的判断不算数：{why}。")
        elif entry.date is not None:
            made.append((entry.date, each))
    if not made:
        return None, notes
    last = max(day for day, _ in made)
    top = [each for day, each in made if day == last]
    if len({each.entry.conclusion for each in top}) > 1:
        places = "、".join(f"{each.source.path}:{each.source.line}" for each in top)
        return None, [*notes, f"{places} 同一天有相反的判断，都不算数，只能留一个。"]
    return top[-1], notes


def _concluded(dossier: Dossier, verdict: Verdict, own: ExaminersJudgement | None, day: date) -> Conclusion:
    """How a verdict stands, without citation and label."""
    shown = "".join(map(plain_words, (verdict.message, *verdict.notes)))[:LONGEST]
    judged = judgement_gaps(dossier, verdict, day)
    gaps = tuple(
        filter(None, (plain_words(gap).rstrip("。")[:LONGEST] for gap in verdict.missing if gap not in judged))
    )
    plain = Conclusion(verdict.clause, "", "", verdict.industry, "open", "", shown, "")
    if own is None:
        return _by_material(dossier, verdict, plain, gaps, has_to_judge=bool(judged))
    entry = own.entry
    who = f"{entry.unit}{entry.person}，{chinese_day(entry.date)}" if entry.date is not None else ""
    note = f"：{' '.join(entry.note.split()).rstrip('。')}" if entry.note else ""
    said = f"{EXAMINER}认定为{entry.conclusion}（{who}）{note}。"
    documents = tuple(each.document for each in entry.bases if each.document is not None)
    made = plain._replace(whose=EXAMINER, why=said, documents=documents)
    is_met = entry.conclusion == "符合"
    decided = verdict.judged_by is None and verdict.value in ("met", "not_met")
    if decided and is_met != (verdict.value == "met") and not _left_open(dossier, verdict):
        return made._replace(why=f"{said}与材料显示的不一致，须核定。", asked=("由审查人核定",))
    if is_met and gaps:
        return made._replace(why=f"{said}还缺材料。", asked=_handed_in(gaps))
    return made._replace(state="met" if is_met else "not_met")


def _by_material(
    dossier: Dossier, verdict: Verdict, plain: Conclusion, gaps: tuple[str, ...], *, has_to_judge: bool
) -> Conclusion:
    """How a verdict stands where the examiner has said nothing."""
    judged = verdict.judged_by
    if verdict.value == "not_applicable":
        return plain._replace(state="not_applicable", why="不适用。")
    if verdict.value == "unknown":
        asked = [_BY_EXAMINER] if has_to_judge or not gaps else []
        return plain._replace(why="没有定。", asked=(*asked, *_handed_in(gaps)))
    if verdict.value == "met" and judged is not None and judged.role == OWN:
        return plain._replace(whose=OWN, why="只有申报单位的自评。", asked=(_BY_EXAMINER,))
    if verdict.value == "met" and _left_open(dossier, verdict):
        question = open_question(applicant_body(dossier))
        return plain._replace(why="类型在通知规定之内。", asked=(f"{_BY_EXAMINER}：{question}",))
    whose = MATERIAL if judged is None else judged.role
    why = "按材料。" if judged is None else f"按材料中{judged.unit}{judged.person}的{judged.role}判断。"
    return plain._replace(state=verdict.value, whose=whose, why=why)


def _handed_in(gaps: tuple[str, ...]) -> tuple[str, ...]:
    """What the region has to hand in, in a sentence."""
    return (f"由申报单位补交：{'；'.join(gaps)}",) if gaps else ()


def _left_open(dossier: Dossier, verdict: Verdict) -> bool:
    """Whether a verdict on the applicant's kind leaves a question that only a person answers."""
    return verdict.clause == "scope-body" and verdict.judged_by is None and bool(open_question(applicant_body(dossier)))


def asked_lines(concluded: Concluded) -> Iterator[str]:
    """What is open, a line each: clause, condition, and who decides."""
    for each in concluded.open:
        whose = f"（{each.industry}）" if each.industry else ""
        yield f"{each.cite}“{each.label}{whose}”：{'；'.join(each.asked)}。"
