"""What goes back to a region: everything to mend, in the order of the form, each with place and what to write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from brandcluster.base.diagnostics import Diagnostic, KeyPath, Location, Verdict
from brandcluster.dossier.files import ENTERPRISES_FOLDER, FILES, STATISTICS_FOLDER, kind_of
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import Field, fields_of
from brandcluster.notice import edition
from brandcluster.papers import package_codes
from brandcluster.review.naming import bare_name
from brandcluster.review.remarks import RemarkAtPlace
from brandcluster.review.rows import Row, judgement_gaps

#: As many entries make a list; a dossier with more is not ready to be read.
MAX_ITEMS = 400
KINDS = ERROR, WARNING, CONDITION, REMARK = "须改正", "请核对", "条件", "审查意见"
#: What the province or the ministry does itself is not for the region to mend.
NOT_THE_REGIONS = frozenset(("apply-province", "review-windows"))
_UNKNOWN_RANK = 10_000
#: What the ids of the two forms' clauses begin with, and which of them comes first.
_FORMS = {"form": 0, "rec": 1}
#: The place of what is wrong with how a file is written rather than with an answer in it.
WRITING = "文件的写法"
#: The place of what is wrong with the package around it.
PACKAGE = "报送材料"
_OF_PACKAGES = frozenset(each.code for each in package_codes.CODES)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `cite` is the clause for a reader, `place` where it stands in the form, `source` in the files."""

    rank: tuple[int, int, str, int]
    kind: str
    clause: str | None
    cite: str
    place: str
    source: Location | None
    wrong: str
    advice: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """The list for one dossier. `left_out` is how many entries are beyond what a list can hold."""

    title: str
    region: str
    applicant: str
    notice: str
    day: date
    items: tuple[Item, ...]
    left_out: int
    reviewers: tuple[str, ...] = ()


def corrections_of(dossier: Dossier, row: Row, remarks: tuple[RemarkAtPlace, ...], day: date) -> Corrections:
    """The list for a dossier on a day."""
    found = list(_diagnostics(dossier, row))
    said = {item.wrong for item in found}
    found += [item for item in _verdicts(dossier, row, day) if item.wrong not in said]
    found += _remarks(row, remarks)
    found.sort(key=lambda item: item.rank)
    name = row.region or row.applicant or row.key
    notice = edition.about_edition(row.edition).number
    return Corrections(
        f"{name}：补正清单",
        row.region,
        row.applicant,
        notice,
        day,
        tuple(found[:MAX_ITEMS]),
        max(len(found) - MAX_ITEMS, 0),
        tuple(dict.fromkeys(who for remark in remarks if (who := _reviewer(remark)))),
    )


def _reviewer(remark: RemarkAtPlace) -> str:
    """Who made a remark and when, as far as the examiner's file says."""
    return "，".join(text for text in (remark.person, remark.day.isoformat() if remark.day else "") if text)


# ---- the sources ---------------------------------------------------------------------------------------------


def _diagnostics(dossier: Dossier, row: Row) -> Iterator[Item]:
    for found in row.diagnostics:
        if found.severity == "info":
            continue
        clause, place = form_place(dossier, row.edition, found)
        of_file = _clause_of_file(row.edition, found.location.path)
        # Of a file as a whole it can only be said which form it is for.
        of_form = (edition.cite_clause(row.edition, of_file) or "").partition(" ")[0]
        yield Item(
            _rank(row.edition, clause or of_file, found.location),
            ERROR if found.severity == "error" else WARNING,
            found.clause or clause,
            edition.cite_clause(row.edition, found.clause or clause) or of_form,
            place,
            found.location,
            found.message,
            found.help,
        )


def _verdicts(dossier: Dossier, row: Row, day: date) -> Iterator[Item]:
    labels = dict(row.labels)
    for verdict in (*row.conditions, *row.procedure):
        if verdict.value not in ("not_met", "unknown") or verdict.clause in NOT_THE_REGIONS:
            continue
        gaps = _gaps(dossier, verdict, day)
        if verdict.value == "unknown" and not gaps:
            continue
        label = labels.get(verdict.clause) or verdict.clause
        who = f"（{verdict.industry}）" if verdict.industry else ""
        source = verdict.sources[0] if verdict.sources else _home(dossier, verdict.clause)
        asked, place = _answer_at(dossier, row.edition, source)
        what = "申报程序" if verdict in row.procedure else "申报条件"
        yield Item(
            _rank(row.edition, asked or verdict.clause, source),
            CONDITION,
            verdict.clause,
            edition.cite_clause(row.edition, verdict.clause) or (row.overlay or ""),
            f"{place or what}：{label}{who}",
            source,
            verdict.message,
            f"补上：{'；'.join(gaps)}。" if gaps else "请对照条款核实。",
        )


def _answer_at(dossier: Dossier, edition_id: str, place: Location | None) -> tuple[str | None, str]:
    """The clause of the form that is answered at a place, and that answer in the form's words; nothing for a place
    that the form does not have."""
    document = dossier.documents.get(place.path) if place is not None else None
    kind = kind_of(place.path) if place is not None else None
    if place is None or document is None or kind is None or not isinstance(document.data, dict):
        return None, ""
    part = kind.model
    starts = [
        (document.locate((label,), on_key=True).line, label) for label in fields_of(part) if label in document.data
    ]
    label = max((each for each in starts if each[0] <= place.line), default=(0, ""))[1]
    clause = fields_of(part)[label].clause if label else None
    cite = edition.cite_clause(edition_id, clause)
    if clause is None or clause.partition("-")[0] not in _FORMS:
        return None, ""
    return clause, f"{cite} {label}"


def _gaps(dossier: Dossier, verdict: Verdict, day: date) -> list[str]:
    """What is missing beside a person's judgement, which is not for the region to hand in."""
    judged = judgement_gaps(dossier, verdict, day)
    return [gap for gap in verdict.missing if gap not in judged]


def _home(dossier: Dossier, clause: str) -> Location | None:
    """The first answer in the dossier's files that a clause asks for."""
    for kind in FILES:
        if kind.path in dossier.documents:
            for label, field in fields_of(kind.model).items():
                below = fields_of(field.part).values() if field.part is not None and not field.is_list else ()
                if clause == field.clause or any(each.clause == clause for each in below):
                    return dossier.locate(kind.path, (label,), on_key=True)
    return None


def _remarks(row: Row, remarks: tuple[RemarkAtPlace, ...]) -> Iterator[Item]:
    clauses = edition.clauses_of(row.edition)
    for remark in remarks:
        clause = remark.clause if remark.clause in clauses else None
        if clause is None and remark.clause is not None:
            wanted = bare_name(remark.clause)
            clause = next((each.id for each in clauses.values() if bare_name(each.cite) == wanted), None)
        cite = clauses[clause].cite if clause is not None else (remark.clause or "")
        yield Item(
            (_rank(row.edition, clause, None)[0], _UNKNOWN_RANK, remark.source.path, remark.source.line),
            REMARK,
            clause,
            cite,
            remark.place,
            None,
            remark.text,
            remark.advice,
        )


# ---- places in the form ----------------------------------------------------------------------------------------


def form_place(dossier: Dossier, edition_id: str, found: Diagnostic) -> tuple[str | None, str]:
    """The clause of the form that a diagnostic's place belongs to, and the place in the form's words."""
    clause, words = _clause_and_words(dossier, edition_id, found.location.path, found.keys)
    elsewhere = PACKAGE if found.code in _OF_PACKAGES else WRITING
    return clause or found.clause, words or elsewhere


def words_of_place(dossier: Dossier, edition_id: str, path: str, keys: KeyPath) -> str:
    """A place of a file in the form's words."""
    return _clause_and_words(dossier, edition_id, path, keys)[1]


def _clause_and_words(dossier: Dossier, edition_id: str, path: str, keys: KeyPath) -> tuple[str | None, str]:
    kind = kind_of(path)
    read = dossier.contents.get(path) if kind in FILES else None
    clause, words = _walk(kind.model, read, keys) if kind is not None else (None, [])
    if path.startswith(f"{STATISTICS_FOLDER}/"):
        year = path.removeprefix(f"{STATISTICS_FOLDER}/").removesuffix(".yaml")
        words = [f"{year} 年统计数据" if year.isdecimal() else f"文件 {path}", *words]
    cite = edition.cite_clause(edition_id, clause)
    return clause, " ".join([*([cite] if cite else []), *words])


@cache
def _clause_of_file(edition_id: str, path: str) -> str | None:
    """The first clause of the form that a file answers, for what is wrong with the file as a whole."""
    if path.startswith((f"{STATISTICS_FOLDER}/", f"{ENTERPRISES_FOLDER}/")):
        return "form-statistics"
    kind = kind_of(path)
    known = fields_of(kind.model).values() if kind is not None else ()
    asked = [field.clause for field in known if field.clause is not None]
    order = _order(edition_id)
    return min(asked, key=lambda clause: order.get(clause, _UNKNOWN_RANK), default=None)


def _walk(part: type[Part], value: object, keys: KeyPath) -> tuple[str | None, list[str]]:
    """The innermost clause on the way to a value, and the way in labels, entries by their names."""
    clause: str | None = None
    words: list[str] = []
    at: type[Part] | None = part
    for step in keys:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
            words.append(_entry_name(value, step))
            continue
        known: Field | None = fields_of(at).get(step) if at is not None else None
        words.append(step)
        if known is None:
            break
        clause = known.clause or clause
        value = getattr(value, known.name, None)
        at = known.part
    return clause, words


def _entry_name(value: object, index: int) -> str:
    name = getattr(value, "name", None) or getattr(value, "industry", None)
    return f"“{name}”" if isinstance(name, str) and len(name) <= 40 else f"第 {index + 1} 项"


def _rank(edition_id: str, clause: str | None, place: Location | None) -> tuple[int, int, str, int]:
    """The application first, then the recommendation form, then what the conditions rest on; what belongs to no file
    of the dossier comes before everything, a remark without a clause behind it."""
    if clause is None:
        first = 0 if place is not None else _UNKNOWN_RANK
        return first, *_within(place)
    order = _order(edition_id)
    return order.get(clause, _UNKNOWN_RANK - 1) + 1, *_within(place)


def _within(place: Location | None) -> tuple[int, str, int]:
    """The order within a clause: file by file, line by line."""
    if place is None:
        return len(FILES), "", 0
    known = [kind.path for kind in FILES]
    return known.index(place.path) if place.path in known else len(known), place.path, place.line


@cache
def _order(edition_id: str) -> dict[str, int]:
    known = list(edition.clauses_of(edition_id))
    ordered = sorted(known, key=lambda clause: (_FORMS.get(clause.partition("-")[0], 2), known.index(clause)))
    return {clause: rank for rank, clause in enumerate(ordered)}
