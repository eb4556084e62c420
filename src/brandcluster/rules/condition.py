"""What a condition is, and what all of them share: the day that counts, what an overlay changed, whose word it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from brandcluster.diagnostics import Verdict, VerdictValue
from brandcluster.dossier import Dossier
from brandcluster.notice.edition import UNSEEN
from brandcluster.notice.rulebook import Ruling
from brandcluster.rules.judging import NEEDED
from brandcluster.rules.setting import rulebook_of

Check = Callable[[Dossier, date], Iterator[Verdict]]


class Condition(NamedTuple):
    """A clause, what it is about in a few words, and the function that decides it."""

    clause: str
    label: str
    check: Check


def applied_on(dossier: Dossier, day: date) -> date:
    """The date of application, up to which its records count; the given day while there is none."""
    found = dossier.header.date if dossier.header is not None else None
    return day if found is None else found


def overlay_notes(*rulings: Ruling | None) -> tuple[str, ...]:
    """What an overlay changed among the parameters that decide."""
    return tuple(
        f"省级补充规则 {each.overlay} 改变了“{each.label}”：{_shown(each.base)} → {_shown(each.value)}（{each.source}）"
        for each in rulings
        if each is not None and each.overlay is not None
    )


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def by_opinion(favourable: bool | None) -> VerdictValue:
    """The verdict that a judgement gives; unknown without one."""
    return "unknown" if favourable is None else "met" if favourable else "not_met"


def person(favourable: bool | None, who: str) -> str:
    """What is said of a judgement, naming whose it is."""
    return f"{NEEDED}。" if favourable is None else f"{who}：{'符合' if favourable else '不符合'}。"


def decide(dossier: Dossier, conditions: tuple[Condition, ...], day: date) -> list[Verdict]:
    """The verdicts on some conditions. A clause whose text nobody has seen is never decided."""
    found: list[Verdict] = []
    book = rulebook_of(dossier)
    for condition in conditions:
        clause = book.clause(condition.clause)
        if clause is None:
            continue
        if not clause.known:
            found.append(
                Verdict(
                    clause.id,
                    None,
                    "unknown",
                    f"这一版通知的这一条{UNSEEN}，不作判定。",
                    missing=(f"{clause.cite}的原文",),
                )
            )
            continue
        found.extend(condition.check(dossier, day))
    return found
