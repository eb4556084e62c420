"""A row of the table of clauses: what is known of one clause on a day. Cheap to import: nothing is computed here."""

from __future__ import annotations

from typing import Literal, NamedTuple

from brandcluster.base.diagnostics import VERDICT_WORDS, Location, Verdict, VerdictValue
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


def state_text(row: ClauseRow) -> str:
    """The state of a row in words, with the verdict where there is one."""
    word = STATE_WORDS[row.state]
    if row.state == "needs_person":
        return f"{word}（程序核对的部分{VERDICT_WORDS[row.value]}）" if row.value in ("met", "not_met") else word
    return word if row.value is None else f"{word}：{VERDICT_WORDS[row.value]}"
