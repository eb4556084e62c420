"""The application as it is read: section by section, each answer with what the form asks and what was found beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import Diagnostic, KeyPath
from brandcluster.base.numbers import round_text
from brandcluster.dossier.documents import document_slots
from brandcluster.dossier.files import (
    CONDITIONS,
    HEADER,
    PLAN,
    RECOMMENDATION,
    REGION,
    STATISTICS_FOLDER,
    TOP_ENTERPRISES,
    kind_of,
    statistics_path,
)
from brandcluster.dossier.indicators.measure import WAN_PER_YI
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import Field, fields_of
from brandcluster.notice import edition
from brandcluster.papers.forms.answer_table import ANSWER_ROWS, AnswerRow
from brandcluster.papers.forms.answers import base_unit, measuring
from brandcluster.review.page.beside import (
    ConditionBeside,
    EvidenceBeside,
    Titled,
    conditions_beside,
    evidence_beside,
    place_remarks,
)
from brandcluster.review.page.last_submission import last_submission
from brandcluster.review.page.read_lines import (
    MOST_ENTRIES,
    ComparedAnswer,
    ReadLine,
    answer_lines,
    compare_submissions,
    shown_text,
)
from brandcluster.review.remarks import RemarkAtPlace
from brandcluster.review.rows import Row
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.rules.facts.texts.answer_places import AnswerPlace, answer_place
from brandcluster.rules.facts.texts.prompt_answers import PromptAnswer, prompt_answers

_FILES = (HEADER, REGION, TOP_ENTERPRISES, PLAN, CONDITIONS, RECOMMENDATION)
#: What the clauses of the application's forms begin with, in their order; what the conditions rest on comes behind.
_FORMS = ("form", "rec")
STATISTICS = "form-statistics"
#: What says how the file is to be read, not what the region applies for.
_NOT_READ = (("格式",), ("规则版本",))
#: What is printed of a section whose answers belong to several clauses.
_HEADER = ("form-name", "区域、申报单位和联系人")


class PartAnswer(NamedTuple):
    """A part of a prompt: whether the answer has it, and where (the line and the place in its text)."""

    number: int
    name: str
    is_there: bool
    line: int | None = None
    place: AnswerPlace | None = None


class AskedParts(NamedTuple):
    """What the form asks for at an answer, in the notice's words, and each part of it. `empty`: why it is no answer."""

    label: str
    quote: str
    parts: tuple[PartAnswer, ...]
    empty: str | None


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One answer of the form (or one entry of a list) with everything that is to be seen beside it."""

    ident: str
    title: str
    path: str
    keys: KeyPath
    lines: tuple[ReadLine, ...]
    is_new: bool = False
    asked: tuple[AskedParts, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    conditions: tuple[ConditionBeside, ...] = ()
    evidence: tuple[EvidenceBeside, ...] = ()
    remarks: tuple[RemarkAtPlace, ...] = ()

    @property
    def has_changed(self) -> bool:
        """Whether something in it is not as it was at the last submission."""
        return self.is_new or any(line.before is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section of the form; `gone` says what stood there before and does no more."""

    clause: str | None
    cite: str
    title: str
    entries: tuple[ReadEntry, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadApplication:
    """The whole application. `since` names what changes are marked against, "" for nothing; `loose` are remarks whose
    place was not found."""

    sections: tuple[ReadSection, ...]
    since: str
    loose: tuple[RemarkAtPlace, ...]


def read_application(
    dossier: Dossier,
    row: Row,
    day: date,
    remarks: Sequence[RemarkAtPlace] = (),
    previous: Dossier | None = None,
) -> ReadApplication:
    """The application of a dossier as it is read on a day; `previous` is the one handed in before, where it is given."""
    before = last_submission(dossier, day, previous)
    at = compare_submissions(dossier, before, frozenset(_FILES))
    drafts = [draft for path in _FILES for draft in _drafts(at, path)]
    drafts += _statistics_draft(at)
    entries = _with_findings(dossier, row, [draft.entry for draft in drafts])
    titled = [Titled(draft.clause, draft.entry.title) for draft in drafts]
    places = place_remarks(remarks, titled, row.edition)
    entries = [
        replace(
            entry,
            ident=f"r{number + 1}",
            remarks=tuple(each for each, place in zip(remarks, places, strict=True) if place == number),
        )
        for number, entry in enumerate(entries)
    ]
    sections = _sections(at, [draft.clause for draft in drafts], entries)
    loose = tuple(each for each, place in zip(remarks, places, strict=True) if place is None)
    return ReadApplication(tuple(sections), "" if before is None else before.name, loose)


# ---- entries -------------------------------------------------------------------------------------------------


class _Draft(NamedTuple):
    clause: str | None
    entry: ReadEntry


def _drafts(at: ComparedAnswer, path: str) -> Iterator[_Draft]:
    """The entries of a file in the order of the form."""
    document, kind = at.dossier.documents.get(path), kind_of(path)
    if kind is None:
        return
    if document is None or not isinstance(document.data, dict):
        title = f"没有读到 {path}" if kind.required or document is not None else ""
        if title:
            yield _Draft(_clause_of_file(kind.model), ReadEntry("", title, path, (), ()))
    elif path == HEADER:
        every = answer_lines(at, path, kind.model, (), document.data, "")
        lines = tuple(each for each in every if each.keys[:1] not in _NOT_READ)
        yield _Draft(_HEADER[0], ReadEntry("", _HEADER[1], path, (), lines))
    else:
        for label, known in fields_of(kind.model).items():
            value = document.data.get(at.dossier.written(path, (label,)))
            yield from _field_drafts(at, path, label, known, value)


def _field_drafts(at: ComparedAnswer, path: str, label: str, known: Field, value: Any) -> Iterator[_Draft]:
    if known.part is not None and isinstance(value, list) and _stands_alone(known.part):
        for index, each in enumerate(value[:MOST_ENTRIES]):
            keys = (label, index)
            lines = tuple(answer_lines(at, path, known.part, keys, each, "" if isinstance(each, dict) else label))
            title = f"{label} {_name_of(each, index)}"
            yield _Draft(known.clause, ReadEntry("", title, path, keys, lines, at.is_new(path, keys)))
        return
    lines = tuple(answer_lines(at, path, known.part, (label,), value, label if known.part is not None else ""))
    if lines or known.required:
        yield _Draft(known.clause, ReadEntry("", label, path, (label,), lines, at.is_new(path, (label,))))


def _stands_alone(part: type[Part]) -> bool:
    """Whether an entry of a list has so much to say that it is read by itself."""
    return any(each.is_long or each.part is not None for each in fields_of(part).values())


def _name_of(entry: Any, index: int) -> str:
    known = (entry.get(key) for key in ("名称", "类别")) if isinstance(entry, dict) else ()
    name = next((text for each in known if (text := shown_text(each))), "")
    return name if 0 < len(name) <= 60 else f"第 {index + 1} 项"


def _clause_of_file(model: type[Part]) -> str | None:
    return next((each.clause for each in fields_of(model).values() if each.clause is not None), None)


def _statistics_draft(at: ComparedAnswer) -> Iterator[_Draft]:
    """The figures of the year before as the form prints them."""
    rows = [row for row in ANSWER_ROWS if row.kind in ("sum", "ratio")]
    lines = [line for row in rows if (line := _figure_line(at, row)) is not None]
    year = at.dossier.baseline_year
    path = statistics_path(year) if year is not None else STATISTICS_FOLDER
    title = "上一年度统计数据" if year is None else f"{year} 年统计数据"
    yield _Draft(STATISTICS, ReadEntry("", title, path, (), tuple(lines)))


def _figure_line(at: ComparedAnswer, row: AnswerRow) -> ReadLine | None:
    text = _figures_text(at.dossier, row)
    before = None if at.before is None else _figures_text(at.before.dossier, row)
    year = at.dossier.baseline_year
    if not text and not before:
        return None
    place = (at.dossier.locate(statistics_path(year), ("产业",), on_key=True),) if year in at.dossier.statistics else ()
    return ReadLine(row.name, text, before if before != text else None, place if year is not None else ())


def _figures_text(dossier: Dossier, row: AnswerRow) -> str:
    statistics, measure, unit = dossier.baseline, measuring(row), base_unit(row)
    if statistics is None:
        return ""
    names = dossier.industry_names
    wanted = [("", None), *((f"{name} ", name) for name in names)] if len(names) > 1 else [("", None)]
    found = [(called, measure(statistics, name)) for called, name in wanted]
    return "；".join(f"{called}{_printed(value, unit)}" for called, value in found if value is not None)


def _printed(value: Fraction, unit: str) -> str:
    if unit == "万元":
        return f"{round_text(value / WAN_PER_YI, 2)} 亿元"
    return f"{round_text(value, 2)}%" if unit == "%" else f"{round_text(value, 0)} {unit}"


# ---- beside ----------------------------------------------------------------------------------------------------


def _with_findings(dossier: Dossier, row: Row, entries: list[ReadEntry]) -> list[ReadEntry]:
    """The entries with what was found: a diagnostic belongs to the last entry that begins before it."""
    starts: dict[str, list[tuple[int, int]]] = {}
    for number, entry in enumerate(entries):
        line = dossier.locate(entry.path, entry.keys, on_key=True).line if entry.keys else 1
        starts.setdefault(entry.path, []).append((line, number))
    found: dict[int, list[Diagnostic]] = {}
    for each in row.diagnostics:
        of_file = sorted(starts.get(each.location.path, ()))
        if of_file:
            at = bisect_right(of_file, (each.location.line, len(entries))) - 1
            found.setdefault(of_file[max(at, 0)][1], []).append(each)
    answers, slots = prompt_answers(dossier), document_slots(dossier)
    return [
        replace(
            entry,
            findings=tuple(found.get(number, ())),
            asked=tuple(_asked(entry, answers)),
            conditions=conditions_beside(row, entry.path, entry.keys) if _leads(entries, number) else (),
            evidence=evidence_beside(dossier, slots, entry.path, entry.keys),
        )
        for number, entry in enumerate(entries)
    ]


def _leads(entries: list[ReadEntry], number: int) -> bool:
    """Whether an entry is the first of its answer: what holds of all is said once."""
    entry, before = entries[number], entries[number - 1] if number else None
    return before is None or before.path != entry.path or before.keys[:1] != entry.keys[:1]


def _asked(entry: ReadEntry, answers: list[PromptAnswer]) -> Iterator[AskedParts]:
    """What the form asks for at an entry, part by part."""
    number = 0
    for answer in answers:
        if answer.prompt.file != entry.path or not entry.keys or answer.keys[: len(entry.keys)] != entry.keys:
            continue
        line = next((at for at, each in enumerate(entry.lines) if each.keys == answer.keys), None)
        parts = []
        for asked, (name, is_there) in zip(answer.prompt.parts, answer.parts, strict=True):
            number += 1
            text = entry.lines[line].text if line is not None else ""
            place = answer_place(answer.prompt, asked, text) if is_there and not answer.says_none else None
            parts.append(PartAnswer(number, name, is_there, line if place is not None else None, place))
        yield AskedParts(answer.prompt.label, answer.prompt.quote, tuple(parts), answer.empty)


# ---- sections --------------------------------------------------------------------------------------------------


def _sections(at: ComparedAnswer, clauses: list[str | None], entries: list[ReadEntry]) -> Iterator[ReadSection]:
    """The entries by section, in the order of the form; what is gone with its section."""
    edition_id = edition_of(at.dossier)
    known = edition.clauses_of(edition_id)
    if STATISTICS not in known:
        known = edition.clauses_of(edition.default_edition())
    order = {clause: rank for rank, clause in enumerate(known)}
    groups: dict[str | None, list[ReadEntry]] = {}
    for clause, entry in zip(clauses, entries, strict=True):
        groups.setdefault(clause, []).append(entry)
    gone: dict[str | None, list[str]] = {}
    for change in at.removed:
        kind = kind_of(change.file)
        field = fields_of(kind.model).get(str(change.keys[0])) if kind is not None and change.keys else None
        clause = field.clause if field is not None else _clause_of_file(kind.model) if kind is not None else None
        gone.setdefault(clause, []).append(f"{change.heading}（{change.before}）" if change.before else change.heading)

    def rank(clause: str | None) -> tuple[int, int]:
        start = (clause or "").partition("-")[0]
        return (_FORMS.index(start) if start in _FORMS else len(_FORMS)), order.get(clause or "", len(order))

    for clause in sorted({*groups, *gone}, key=rank):
        about = known.get(clause or "")
        cite, title = (about.cite, about.title) if about is not None else ("", "其他")
        if clause == _HEADER[0]:
            title = _HEADER[1]
        yield ReadSection(clause, cite, title, tuple(groups.get(clause, ())), tuple(gone.get(clause, ())))
