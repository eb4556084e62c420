"""The table of clauses: every clause of the notice with its state, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, TypedDict

from brandcluster.base.diagnostics import Location, VerdictValue
from brandcluster.base.visible import visible
from brandcluster.output.commands.verdicts import judge_command
from brandcluster.output.json_types import LineNumber, PathText
from brandcluster.output.text.table import align_rows, cut_to_width, wrap_text
from brandcluster.output.text.terminal import Line
from brandcluster.rules.clauses.clause_row import STATE_WORDS, ClauseRow, State, state_text
from brandcluster.rules.facts.opinions import FOR_PEOPLE, NEEDED

#: Cells of a line, and how far what belongs to a row stands in.
_WIDTH, _INDENT = 98, 6
#: As many things that are missing stand below a row; all are in the JSON.
_SHOWN = 3
_STYLES: dict[VerdictValue | None, str] = {"met": "green", "not_met": "bold red", "unknown": "yellow"}


def clause_lines(name: str, folder: str, rows: Sequence[ClauseRow]) -> list[Line]:
    """The table of one dossier, with how many clauses are in which state, and how to write down what a person decides."""
    counts = Counter(row.state for row in rows)
    shown = "，".join(f"“{word}” {counts[state]} 条" for state, word in STATE_WORDS.items() if counts[state])
    cells = [[row.clause.cite, row.clause.title, state_text(row), row.next or "—", _place(row)] for row in rows]
    head, *texts = align_rows([["条款", "内容", "状态", "下一步由谁", "记录在"], *cells])
    found: list[Line] = [(("bold", visible(name)),), (("dim", f"共 {len(rows)} 条：{shown}"),), (), (("bold", head),)]
    for row, text in zip(rows, texts, strict=True):
        found.append(((_STYLES.get(row.value, ""), text),))
        found += [(("dim", f"{' ' * _INDENT}{line}"),) for line in _below(row)]
        if row.person.startswith(NEEDED) and row.clause.id in FOR_PEOPLE:
            command = judge_command(folder, FOR_PEOPLE[row.clause.id], None)
            found.append((("dim", f"{' ' * _INDENT}认定以后记下来：{command}"),))
    return found


def _place(row: ClauseRow) -> str:
    if not row.places:
        return ""
    more = f" 等 {len(row.places)} 处" if len(row.places) > 1 else ""
    return f"{cut_to_width(visible(row.places[0].path), 34)}:{row.places[0].line}{more}"


def _below(row: ClauseRow) -> Iterator[str]:
    """What a reader must know of a row: what is counted, who judged or must, what is open."""
    texts = [row.person] if row.person else []
    if row.value is None and row.state != "not_due":
        texts.append(row.said)
    missing = [gap for gap in row.missing if not (row.person and gap.startswith(NEEDED))]
    if missing:
        more = f"等 {len(missing)} 项" if len(missing) > _SHOWN else ""
        texts.append(f"缺：{'、'.join(missing[:_SHOWN])}{more}")
    for text in texts:
        yield from wrap_text(visible(text), _WIDTH - _INDENT)


# ---- for programs --------------------------------------------------------------------------------------------


class _ClausePlace(TypedDict):
    path: PathText
    line: LineNumber
    column: LineNumber


class _ClauseVerdict(TypedDict):
    industry: str | None
    verdict: VerdictValue
    message: str


class ClauseJson(TypedDict):
    """A clause with its state."""

    clause: str
    cite: str
    title: str
    state: State
    verdict: Annotated[VerdictValue | None, "各产业里最差的结论；没有判定的是 null"]
    verdicts: list[_ClauseVerdict]
    said: Annotated[str, "程序核对出来的"]
    person: Annotated[str | None, "还需有人认定的，或者由谁认定"]
    missing: list[str]
    places: list[_ClausePlace]
    next: Annotated[str | None, "下一步由谁办；办完了的是 null"]


def clause_json(row: ClauseRow) -> ClauseJson:
    """A row for programs."""
    return {
        "clause": row.clause.id,
        "cite": row.clause.cite,
        "title": row.clause.title,
        "state": row.state,
        "verdict": row.value,
        "verdicts": [{"industry": e.industry, "verdict": e.value, "message": e.message} for e in row.verdicts],
        "said": row.said,
        "person": row.person or None,
        "missing": list(row.missing),
        "places": [_place_json(each) for each in row.places],
        "next": row.next or None,
    }


def _place_json(place: Location) -> _ClausePlace:
    return {"path": place.path, "line": place.line, "column": place.column}
