"""The table of all clauses: one row each, computed from the verdicts, the records and the answers of the forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import TypeVar

from brandcluster.base.diagnostics import Diagnostic, Location, Verdict, VerdictValue
from brandcluster.dossier.files import ALL_KINDS, PLAN, STATISTICS, kind_of, statistics_path
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import MISSING, fields_of
from brandcluster.notice.edition import UNSEEN, Clause, clauses_of
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.rules.clauses.clause_records import Held
from brandcluster.rules.clauses.clause_row import ClauseRow, State
from brandcluster.rules.clauses.clause_states import BY_CLAUSE, JUDGES, REGION, WHEN, ClauseState
from brandcluster.rules.clauses.decided_beside import BESIDE
from brandcluster.rules.facts.opinions import by_whom
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.rules.verdicts.application_procedure import PROCEDURE
from brandcluster.rules.verdicts.condition import decide_conditions, unread_parts
from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
from brandcluster.rules.verdicts.pilot_procedure import PILOT_PROCEDURE
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

T = TypeVar("T", str, Location)
#: Every condition that decides a clause.
DECIDING = (*CONDITIONS_OF_REGION, *PROCEDURE, *PILOT_PROCEDURE, *CONDITIONS, *BESIDE)
_WORST: tuple[VerdictValue, ...] = ("not_met", "unknown", "met", "not_applicable")
#: Codes of files and of answers that cannot be read or are missing; all others say what is wrong with an answer.
_UNREAD = ("D", "Y", "M")


@once
def clause_rows(dossier: Dossier, day: date) -> tuple[ClauseRow, ...]:
    """Every clause of the dossier's edition, in the notice's order, as it stands on a day."""
    return rows_with(dossier, day, find_problems(dossier))


def rows_with(dossier: Dossier, day: date, found: Iterable[Diagnostic]) -> tuple[ClauseRow, ...]:
    """The same where all that is wrong with the dossier has been found already."""
    verdicts: dict[str, list[Verdict]] = {}
    problems = [each for each in found if each.severity == "error"]
    for each in decide_conditions(dossier, DECIDING, day):
        verdicts.setdefault(each.clause, []).append(each)
    return tuple(
        _row(dossier, day, clause, verdicts.get(clause.id, []), problems)
        for clause in clauses_of(edition_of(dossier)).values()
    )


def one_clause(dossier: Dossier, day: date, identifier: str) -> ClauseRow:
    """The row of one clause, without working out the others. KeyError for a clause that the edition has not."""
    clause = clauses_of(edition_of(dossier))[identifier]
    verdicts = decide_conditions(dossier, tuple(each for each in DECIDING if each.clause == identifier), day)
    found = find_problems(dossier) if BY_CLAUSE[identifier].kind == "form" else []
    return _row(dossier, day, clause, verdicts, [each for each in found if each.severity == "error"])


def _row(dossier: Dossier, day: date, clause: Clause, verdicts: list[Verdict], problems: list[Diagnostic]) -> ClauseRow:
    state = BY_CLAUSE[clause.id]
    if not clause.known and state.kind != "condition":
        said = f"这一版通知的这一条{UNSEEN}，不作判定。"
        return ClauseRow(clause, "decided", "unknown", (), said, "", (f"{clause.cite}的原文",), (), state.who)
    if state.kind == "duty":
        return _duty_row(dossier, day, clause, state)
    if state.kind == "form":
        return _form_row(dossier, clause, state, problems)
    return _verdict_row(dossier, day, clause, state, verdicts)


# ---- decided by a condition ---------------------------------------------------------------------------------------


def _verdict_row(dossier: Dossier, day: date, clause: Clause, state: ClauseState, verdicts: list[Verdict]) -> ClauseRow:
    value = _worst(verdicts)
    held = [each.read(dossier, day) for each in state.sources]
    said = [f"{each.industry}：{each.message}" if each.industry else each.message for each in verdicts]
    said += [f"{_counted(held)}。"] * any(each.records for each in held)
    places = _once([*(place for each in verdicts for place in each.sources), *(p for h in held for p in h.places)])
    row = ClauseRow(clause, "decided", value, tuple(verdicts), "".join(_once(said)), "", (), places, state.who)
    if not state.due(dossier, day) and value != "met":
        return row._replace(state="not_due", value=None, said=f"{WHEN[state.due]}才办。")
    missing = tuple(_once(gap for each in verdicts for gap in each.missing))
    left = state.left_to_people(dossier)
    found, person, who = _with_person(verdicts, value, missing, left)
    done = found in ("decided", "judged") and value in ("met", "not_applicable")
    # What a ministry or a province counts or decides, no other judges.
    who = who if state.who == REGION else state.who
    return row._replace(state=found, person=person, missing=missing, next="" if done else who or state.who)


def _worst(verdicts: list[Verdict]) -> VerdictValue:
    """The worst verdict; unknown where there is none."""
    values = [each.value for each in verdicts]
    return min(values, key=_WORST.index) if values else "unknown"


def _with_person(
    verdicts: list[Verdict], value: VerdictValue, missing: tuple[str, ...], left: str
) -> tuple[State, str, str]:
    """The state of a decided clause with what a person has to do with it, and who acts next where it is a person."""
    judges = _once(by_whom(each.judged_by) for each in verdicts if each.judged_by is not None)
    if value == "not_met":
        # Where a person alone found against it, nothing else is wanting.
        alone = judges and not any(each.missing for each in verdicts if each.value == "not_met")
        return ("judged", "；".join(judges), "") if alone else ("decided", "；".join(judges), "")
    asked = [gap for gap in missing if any(word in gap for word in ("判断", "认定", "自评"))]
    if value == "unknown":
        open_ = f"还需有人认定：{left}" if left and asked else ""
        return ("needs_person", open_, JUDGES) if asked and len(asked) == len(missing) else ("decided", open_, "")
    if judges:
        return "judged", "；".join(judges), ""
    return ("needs_person", f"还需有人认定：{left}", JUDGES) if left else ("decided", "", "")


# ---- duties --------------------------------------------------------------------------------------------------------


def _duty_row(dossier: Dossier, day: date, clause: Clause, state: ClauseState) -> ClauseRow:
    held = [each.read(dossier, day) for each in state.sources]
    places = _once(place for each in held for place in each.places)
    row = ClauseRow(clause, "recorded", None, (), f"{_counted(held)}。", "", (), places, state.who)
    unread = [
        gap for path in _once(each.path for each in state.sources) for gap in unread_parts(dossier, path.rstrip("/"))
    ]
    if not any(each.records for each in held):
        return _without_records(dossier, day, state, row, unread)
    absent = [each.words for each in held if not each.records and not each.optional]
    bare = [f"{each.words}的文件" for each in held if each.records > each.proven and each.proven == 0]
    lacking = [*unread, *(gap for each in held for gap in each.lacking)]
    if not any(each.proven for each in held):
        return row._replace(state="undocumented", missing=(*absent, *bare, *lacking))
    missing = (*absent, *lacking)
    return row._replace(missing=missing, next=state.who if missing else "")


def _without_records(dossier: Dossier, day: date, state: ClauseState, row: ClauseRow, unread: list[str]) -> ClauseRow:
    planned = list(_planned(dossier, state.plan))
    words = f"方案里有{'、'.join(words for words, _ in planned)}。" if planned else ""
    row = row._replace(places=tuple(place for _, place in planned))
    if not state.due(dossier, day):
        return row._replace(state="not_due", said=f"{WHEN[state.due]}才办。{words}")
    missing = (*unread, *(each.words for each in state.sources))
    said = words or ("文件有读不出来的地方，不知道有没有记录。" if unread else "没有记录。")
    return row._replace(state="planned" if planned else "nothing", said=said, missing=missing)


def _planned(dossier: Dossier, heading: str) -> Iterator[tuple[str, Location]]:
    """The work items of the plan that serve a heading of 二, or what it says of the organisation."""
    if heading == "organisation":
        if dossier.plan.organisation is not None:
            yield "“试点工作组织”", dossier.locate(PLAN, ("试点工作组织",), on_key=True)
        return
    for index, each in enumerate(dossier.plan.projects):
        if heading and heading in each.serves:
            yield f"工作项目“{each.name or index + 1}”", dossier.locate(PLAN, ("主要工作项目", index))


def _counted(held: list[Held]) -> str:
    """How many records there are of each part; the parts that are the region's own choice only where there are any."""
    shown = (each for each in held if each.records or not each.optional)
    return "；".join(f"{each.words} {each.records}{_paper(each)}" for each in shown)


def _paper(held: Held) -> str:
    return f"（附文件 {held.proven}）" if held.proven else ""


# ---- answers of the forms -------------------------------------------------------------------------------------------


def _form_row(dossier: Dossier, clause: Clause, state: ClauseState, problems: list[Diagnostic]) -> ClauseRow:
    """A field of the form: met where every answer stands and nothing is wrong with it; what is blank is unknown."""
    asked = {clause.id, state.also} - {""}
    paths = _paths(dossier, asked)
    absent = [path for path in paths if path not in dossier.documents]
    mine = [each for each in problems if each.location.path in paths and _is_about(each, asked)]
    blank = [each for each in mine if each.code in MISSING]
    unread = [each for each in mine if each.code[0] in _UNREAD and each.code not in MISSING]
    wrong = [each for each in mine if each.code[0] not in _UNREAD]
    value: VerdictValue = "not_met" if wrong else "unknown" if absent or unread or blank else "met"
    said = [f"有 {len(wrong)} 处填错"] * bool(wrong) + [f"有 {len(unread)} 处读不出来"] * bool(unread)
    said += [f"有 {len(blank)} 处空着"] * bool(blank) + [f"没有 {path}" for path in absent]
    missing = _once([*(each.message for each in (*wrong, *unread, *blank)), *(f"文件 {path}" for path in absent)])
    places = _once(each.location for each in mine) or tuple(_answers(dossier, asked, paths))
    row = ClauseRow(
        clause, "decided", value, (), f"{'；'.join(said) or '各栏都有内容'}。", "", missing, places, state.who
    )
    return row._replace(next="") if value == "met" else row


def _is_about(problem: Diagnostic, asked: set[str]) -> bool:
    """Whether a problem is about some clauses: by the rule's, else by the answer's; of a file as a whole, about all."""
    if problem.code[0] not in _UNREAD:
        return problem.clause in asked
    kind = kind_of(problem.location.path)
    model: type[Part] | None = kind.model if kind is not None else None
    found: str | None = None
    for label in problem.keys:
        if isinstance(label, str) and model is not None:
            field = fields_of(model).get(label)
            found, model = (field.clause or found, field.part) if field is not None else (found, None)
    return found in asked if problem.keys else problem.code[0] in "DY"


def _paths(dossier: Dossier, asked: set[str]) -> list[str]:
    """The files that hold a form's answers; of the years, the one before the application."""
    found = []
    for kind in ALL_KINDS:
        if not any(True for _ in _labels(kind.model, asked)):
            continue
        year = dossier.baseline_year
        if kind is STATISTICS:
            found += [statistics_path(year)] if year is not None else []
        elif kind.required:
            found.append(kind.path)
    return found


def _answers(dossier: Dossier, asked: set[str], paths: list[str]) -> Iterator[Location]:
    for kind in ALL_KINDS:
        for label in _labels(kind.model, asked):
            path = next((each for each in paths if each == kind.path), None)
            if path is None and kind is STATISTICS:
                path = next((each for each in paths if each.startswith("statistics/")), None)
            if path is not None:
                yield dossier.locate(path, (label,), on_key=True)


def _labels(model: type[Part], asked: set[str]) -> Iterator[str]:
    """The labels of a file under which a clause's answers stand."""
    return (label for label, clauses in _clauses_by_label(model).items() if not clauses.isdisjoint(asked))


@cache
def _clauses_by_label(model: type[Part]) -> dict[str, frozenset[str]]:
    """The clauses of each label of a file and of all that stands below it."""
    found = {}
    for label, field in fields_of(model).items():
        below = () if field.part is None else _clauses_by_label(field.part).values()
        own = () if field.clause is None else (field.clause,)
        found[label] = frozenset(own).union(*below)
    return found


def _once(values: Iterable[T]) -> tuple[T, ...]:
    """The values in their order, each once."""
    return tuple(dict.fromkeys(values))
