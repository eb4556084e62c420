"""A row of the table of clauses: what is known of one clause on a day. Cheap to import: nothing is computed here."""

from __future__ import annotations

from typing import Literal, NamedTuple

from brandcluster.base.diagnostics import Location, Verdict, VerdictValue
from brandcluster.notice.edition import Clause

State = Literal["decided", "needs_person", "judged", "recorded", "undocumented", "planned", "nothing", "not_due"]
STATE_WORDS: dict[State, str] = {
    "decided": "程序判定",
    "needs_person": "还需有人认定",
    "judged": "已有人认定",
    "recorded": "有记录和文件",
    "undocumented": "有记录，文件没有附",
    "planned": "只有计划",
    "nothing": "没有记录",
    "not_due": "还没有到时候",
}


class ClauseRow(NamedTuple):
    """One clause on a day.

    `value` is the worst verdict on it, None where nothing is decided; `said` what the program found, `person` what
    only a person can judge, or who did; `missing` what is open; `next` who acts now, "" where nothing is open.
    """

    clause: Clause
    state: State
    value: VerdictValue | None
    verdicts: tuple[Verdict, ...]
    said: str
    person: str
    missing: tuple[str, ...]
    places: tuple[Location, ...]
    next: str
