"""What a condition is, and what all of them share: the day that counts, what an overlay changed, whose word it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from brandcluster.base.diagnostics import Verdict, VerdictValue
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import MISSING
from brandcluster.dossier.rulebook import Ruling
from brandcluster.notice.edition import UNSEEN, about_edition
from brandcluster.rules.facts.opinions import NEEDED, OWN
from brandcluster.rules.facts.rules_in_force import edition_of, rulebook_of

#: As many files are named in a sentence.
FILES_NAMED = 2
Check = Callable[[Dossier, date], Iterator[Verdict]]


class Condition(NamedTuple):
    """A clause, what it is about in a few words, the function that decides it, and all that is said of it elsewhere.

    `good` and `bad` are what passes and what does not, for `explain`; empty where nothing is gained by an example.
    `notes` is what a reader must know even where the clause's own text is not known.
    """

    clause: str
    label: str
    check: Check
    good: str = ""
    bad: str = ""
    notes: Callable[[Dossier], Iterable[str]] | None = None


def applied_on(dossier: Dossier, day: date) -> date:
    """The date of application, up to which its records count; the given day while there is none."""
    found = dossier.header.date
    return day if found is None else found


def undated(dossier: Dossier) -> list[str]:
    """What is missing where there is no day of application: nobody knows then which records came in time."""
    return [] if dossier.header.date is not None else ["申报日期（dossier.yaml）"]


def overlay_notes(*rulings: Ruling | None) -> tuple[str, ...]:
    """What an overlay changed among the parameters that decide."""
    return tuple(
        f"省级补充规则 {each.overlay} 改变了“{each.label}”：{_shown(each.base)} → {_shown(each.value)}（{each.source}）"
        for each in rulings
        if each is not None and each.overlay is not None
    )


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def unread_parts(dossier: Dossier, path: str, key: str | None = None) -> list[str]:
    """What keeps a file (or folder of files), or one key of a file, from being read whole.

    Nothing can be said to be absent from it then. A blank is read: it says that nothing is there.
    """
    broken = [
        found
        for found in dossier.diagnostics
        if found.severity == "error"
        and found.code not in MISSING
        and (found.location.path == path or found.location.path.startswith(f"{path}/"))
        # A key at the top that nobody knows may be the one that is looked for.
        and (key is None or not found.keys or found.keys[0] == key or (found.code == "M001" and len(found.keys) == 1))
    ]
    where = path if key is None else f"{path} 的“{key}”"
    return [f"{where}有 {len(broken)} 处读不出来，先改正（brandcluster validate）"] if broken else []


def unread_files(dossier: Dossier) -> tuple[str, ...]:
    """What a reader of verdicts must know where files could not be read whole."""
    broken = Counter(d.location.path for d in dossier.diagnostics if d.severity == "error" and d.code not in MISSING)
    if not broken:
        return ()
    files = "、".join(sorted(broken)[:FILES_NAMED]) + (" 等" if len(broken) > FILES_NAMED else "")
    return (f"{files} 里有 {broken.total()} 处读不出来，读不出来的都当作没有：先改正（brandcluster validate）。",)


def by_opinion(favourable: bool | None) -> VerdictValue:
    """The verdict that a judgement gives; unknown without one."""
    return "unknown" if favourable is None else "met" if favourable else "not_met"


def person_words(favourable: bool | None, who: str) -> str:
    """What is said of a judgement, naming whose it is."""
    return f"{NEEDED}。" if favourable is None else f"{who}：{'符合' if favourable else '不符合'}。"


def own_count(verdicts: Iterable[Verdict]) -> int:
    """How many conditions (by clause) are met by the region's own judgement."""
    return len({each.clause for each in verdicts if is_own(each)})


def is_own(verdict: Verdict) -> bool:
    """Whether a verdict is met by the region's own judgement."""
    return verdict.value == "met" and verdict.judged_by is not None and verdict.judged_by.role == OWN


def own_word(verdicts: Iterable[Verdict]) -> str:
    """How many conditions are met by the region's own judgement, to stand behind “都符合”; empty for none."""
    own = own_count(verdicts)
    return f"（其中 {own} 条按自评，不代表省级主管部门和专家的意见）" if own else ""


def own_sentence(verdicts: Iterable[Verdict]) -> str:
    """The same where not every condition is met."""
    own = own_count(verdicts)
    return f"符合的条件中 {own} 条按自评，不代表省级主管部门和专家的意见。" if own else ""


def before_the_edition(dossier: Dossier) -> str | None:
    """Why nothing can be decided on an application made before its edition was there; None where it was."""
    about, applied = about_edition(edition_of(dossier)), dossier.header.date
    if applied is None or applied >= about.since:
        return None
    return (
        f"申报日期 {applied.isoformat()} 早于 {about.number}（自 {about.since.isoformat()} 起），"
        "那时还没有这一版通知，不作判定。"
    )


def decide_conditions(dossier: Dossier, conditions: tuple[Condition, ...], day: date) -> list[Verdict]:
    """The verdicts on some conditions. A clause whose text nobody has seen is never decided."""
    found: list[Verdict] = []
    book = rulebook_of(dossier)
    early = before_the_edition(dossier)
    for condition in conditions:
        clause = book.clause(condition.clause)
        if clause is None:
            continue
        if early is not None:
            missing = ("与申报日期相符的规则版本（dossier.yaml）",)
            found.append(Verdict(clause.id, None, "unknown", early, missing=missing))
            continue
        if not clause.known:
            found.append(
                Verdict(
                    clause.id,
                    None,
                    "unknown",
                    f"这一版通知的这一条{UNSEEN}，不作判定。",
                    missing=(f"{clause.cite}的原文",),
                    notes=tuple(condition.notes(dossier)) if condition.notes is not None else (),
                )
            )
            continue
        found.extend(condition.check(dossier, day))
    return found
