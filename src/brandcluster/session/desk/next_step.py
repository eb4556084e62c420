"""The one thing that is to be done next: what still blocks the submission, why it is asked, and who supplies it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from brandcluster.base.diagnostics import Diagnostic, KeyPath, Verdict
from brandcluster.dossier.editing.conflicts import CODE as CLASH
from brandcluster.dossier.files import JUDGEMENTS, REQUESTS, STATISTICS_FOLDER, kind_of
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import MISSING, Field, fields_of
from brandcluster.dossier.suppliers import for_offices, joined, usual_suppliers
from brandcluster.notice.edition import clauses_of
from brandcluster.output.commands.checklist import ChecklistItem
from brandcluster.rules.facts.opinions import NEEDED, asks_a_person
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.session.desk.page_boxes import OWN_LABELS, box_id, section_path
from brandcluster.session.desk.page_words import page_words
from brandcluster.session.desk.pilot_sections import pilot_sections
from brandcluster.session.desk.sections import SECTIONS, FormSection, section_holding
from brandcluster.session.editor.shared_names import labels_in
from brandcluster.session.opened import Session

#: As much of a clause is shown.
CLAUSE_SHOWN = 120
#: Files that have pages of their own.
_WORKED_ON = {JUDGEMENTS: "/judging", REQUESTS: "/letters"}


class NextStep(NamedTuple):
    """What is next: in words, why it is asked, who has it; the page and box where it is done, if there are; how many
    things block in all. `page` is the path of another page, where it is done there and not on one of the form."""

    words: str
    why: str
    supplier: str
    section: FormSection | None
    box: str
    left: int
    page: str = ""


def next_step(session: Session, checklist: Sequence[ChecklistItem] | None = None) -> NextStep | None:
    """The first thing that blocks, in the order of the form; None where nothing does. `checklist` is the session's, for
    who has it already.

    What two wrote differently comes first, then a file that cannot be read: what stands in it is not known. Then answers; then conditions that are not
    met, or not decided.
    """
    dossier = session.dossier()
    if dossier is None:
        return None
    every = session.checklist() if checklist is None else checklist
    items = [item for item in every if item.is_asked and not item.done]
    known = {problem for item in items for problem in item.problems}
    loose = [each for each in session.diagnostics() if each.severity == "error" and each not in known]
    unread = [each for each in loose if not each.keys and _is_asked(each.location.path)]
    left = len(items) + len(loose)
    clashing = [each for each in loose if each.code == CLASH]
    if clashing:
        words = f"两边改得不一样，还有 {len(clashing)} 处没有选定"
        return NextStep(words, "选定以前，这几个文件里写的都不算数。", "", None, "", left, "/conflicts")
    if unread:
        return _of_file(dossier, unread[0], left)._replace(why="先改好它，里面写的才看得见。")
    if items:
        return _of_item(dossier, items[0], left)
    return _of_file(dossier, loose[0], left) if loose else _of_verdicts(session, dossier)


def _is_asked(path: str) -> bool:
    """Whether a file is one that an application must have."""
    kind = kind_of(path)
    return path == STATISTICS_FOLDER or (kind is not None and kind.required)


def _of_file(dossier: Dossier, problem: Diagnostic, left: int) -> NextStep:
    """What is wrong as a whole, or where no answer of the form stands."""
    kind = kind_of(problem.location.path)
    label = str(problem.keys[0]) if problem.keys else ""
    section = None if kind is None else section_holding(kind.path, label)
    if section is None and kind is not None:
        section = next((each for each in SECTIONS if each.file == kind.path), None)
    box = box_id(problem.location.path, problem.keys) if problem.keys else "loose"
    why = _of_clause(dossier, problem.clause)
    page = _page_of(dossier, problem.location.path) if section is None else ""
    where = f"{section.title}：" if section is not None and not problem.keys else ""
    return NextStep(f"{where}{page_words(problem.message)}", why, "", section, box, left, page)


def _page_of(dossier: Dossier, path: str) -> str:
    """The page on which a file that is not of the form is worked on; "" for none."""
    if path.startswith("enterprises/"):
        return "/returns"
    of_pilot = (f"/form/{each.slug}" for each in pilot_sections(dossier) if each.file == path)
    return _WORKED_ON.get(path) or next(of_pilot, "")


def _of_item(dossier: Dossier, item: ChecklistItem, left: int) -> NextStep:
    errors = [each for each in item.problems if each.severity == "error"]
    wrong = [each for each in errors if each.code not in MISSING]
    first = next(iter(wrong or errors), None)
    keys: KeyPath = first.keys if first is not None and first.keys else (item.label,)
    keys = keys[:-1] if keys[-1] in OWN_LABELS else keys
    kind = kind_of(item.file)
    section = None if kind is None else section_holding(kind.path, item.label)
    words = f"{item.label}：{page_words(wrong[0].message)}" if wrong else _to_fill(item, errors)
    return NextStep(words, _why(dossier, item), item.supplier, section, box_id(item.file, keys), left)


def _to_fill(item: ChecklistItem, errors: list[Diagnostic]) -> str:
    """Which answers are still to be given."""
    names = list(dict.fromkeys(str(each.keys[-1]) for each in errors if len(each.keys) > 1))
    return f"填写“{item.label}”" + (f"的{'、'.join(names[:3])}" + ("等" if len(names) > 3 else "") if names else "")


def _why(dossier: Dossier, item: ChecklistItem) -> str:
    """Why an answer is asked for: of the form what it asks, of a condition the notice's words."""
    edition = edition_of(dossier)
    kind = kind_of(item.file)
    field = None if kind is None else fields_of(kind.model).get(item.label)
    clause = clauses_of(edition).get(field.clause or "") if field is not None else None
    asked = for_offices(field.description) if field is not None else ""
    if clause is None or not clause.known:
        return asked
    if clause.id.startswith(("form-", "rec-")):
        return f"{clause.cite}：{asked}"
    return _of_clause(dossier, clause.id)


def _of_clause(dossier: Dossier, identifier: str | None) -> str:
    """A clause with the beginning of its words."""
    clause = clauses_of(edition_of(dossier)).get(identifier or "")
    if clause is None or not clause.known:
        return ""
    words = clause.part or clause.text
    return f"{clause.cite}：{words[:CLAUSE_SHOWN]}{'…' if len(words) > CLAUSE_SHOWN else ''}"


def _of_verdicts(session: Session, dossier: Dossier) -> NextStep | None:
    """The first condition that is not met, or cannot be decided yet."""
    open_ = [each for each in session.verdicts() if each.value in ("not_met", "unknown")]
    if not open_:
        return None
    first = open_[0]
    clause = clauses_of(edition_of(dossier)).get(first.clause)
    title = clause.title if clause is not None else ""
    gaps = [each for each in first.missing if not each.startswith(NEEDED)]
    missing = f"还缺：{'、'.join(gaps)}。" if gaps else ""
    section, keys = _place_of_clause(first.clause) or (None, ())
    path = "" if section is None else section_path(dossier, section)
    supplier = joined(usual_suppliers(section.file, labels_in(keys))) if section is not None else ""
    words = page_words(f"{title}：{first.message}{missing}")
    why = _of_clause(dossier, first.clause)
    box = box_id(path, keys) if section is not None else ""
    return NextStep(words, why, supplier, section, box, len(open_), _judging(first))


def _judging(verdict: Verdict) -> str:
    """The page on which a person decides, with the condition chosen; "" where none is asked."""
    if not asks_a_person(verdict):
        return ""
    asked = {"clause": verdict.clause, **({"industry": verdict.industry} if verdict.industry else {})}
    return f"/judging?{urlencode(asked)}"


@cache
def _place_of_clause(clause: str) -> tuple[FormSection, KeyPath] | None:
    """The first answer that a clause asks for: its page, and where it stands there."""
    for section in SECTIONS:
        kind = kind_of(section.file)
        for label in section.labels if kind is not None else ():
            keys = _asked_by(fields_of(kind.model)[label], clause) if kind is not None else None
            if keys is not None:
                return section, keys
    return None


def _asked_by(field: Field, clause: str) -> KeyPath | None:
    if field.clause == clause or field.part is None:
        return (field.label,) if field.clause == clause else None
    inner = None if field.is_list else (_asked_by(each, clause) for each in fields_of(field.part).values())
    found = next((keys for keys in inner or () if keys is not None), None)
    return None if found is None else (field.label, *found)
