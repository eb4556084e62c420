"""The answers of an application as lines to be read: as printed, as they were before, where they stand.

What stands in the files is shown, also what its model refuses: that is what the region wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath, Location
from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.history.changes import DossierChange, compare_dossiers
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.references import expand_text
from brandcluster.review.page.last_submission import EarlierState
from brandcluster.review.page.text_figures import QuotedFigure, figures_in

#: So much of an answer is shown, as many entries of a list.
MOST_TEXT, MOST_ENTRIES = 20_000, 100


class ReadLine(NamedTuple):
    """An answer as printed. `before` is what it was at the last submission, None where it is the same or there was
    none; `figures` are those that the text takes from the statistics."""

    label: str
    text: str
    before: str | None
    sources: tuple[Location, ...]
    keys: KeyPath = ()
    figures: tuple[QuotedFigure, ...] = ()


@dataclass(slots=True)
class ComparedAnswer:
    """A dossier, what was handed in before, and what changed since, by file and place."""

    dossier: Dossier
    before: EarlierState | None
    changes: dict[tuple[str, KeyPath], DossierChange] = field(default_factory=dict)
    removed: list[DossierChange] = field(default_factory=list)

    def is_new(self, path: str, keys: KeyPath) -> bool:
        """Whether a place, or something around it, was not there before."""
        found = (self.changes.get((path, keys[:length])) for length in range(len(keys) + 1))
        return any(each is not None and each.kind == "added" for each in found)


def compare_submissions(dossier: Dossier, before: EarlierState | None, paths: frozenset[str]) -> ComparedAnswer:
    """What changed in some files since an earlier state."""
    made = ComparedAnswer(dossier, before)
    if before is not None:
        for change in compare_dossiers(before.dossier, dossier, only=paths):
            in_list = any(isinstance(step, int) for step in change.keys)
            if change.kind == "removed" and (in_list or not change.keys):
                made.removed.append(change)
            else:
                made.changes[change.file, change.keys] = change
    return made


def answer_lines(
    at: ComparedAnswer, path: str, part: type[Part] | None, keys: KeyPath, value: Any, label: str
) -> Iterator[ReadLine]:
    """The answers at a place, one a line; an entry of a list of small ones is one line."""
    if part is not None and isinstance(value, dict):
        for name, known in fields_of(part).items():
            below = (*keys, name)
            yield from answer_lines(at, path, known.part, below, value.get(at.dossier.written(path, below)), name)
    elif part is not None and isinstance(value, list):
        for index, entry in enumerate(value[:MOST_ENTRIES]):
            yield _entry_line(at, path, part, (*keys, index), entry, label)
        if len(value) > MOST_ENTRIES:
            yield ReadLine(label, f"还有 {len(value) - MOST_ENTRIES} 项没有列出。", None, ())
    else:
        line = _answer(at, path, keys, value, label)
        if line.text or line.before:
            yield line


def _answer(at: ComparedAnswer, path: str, keys: KeyPath, value: Any, label: str) -> ReadLine:
    dossier = at.dossier
    written = shown_text(value)
    text = expand_text(written, dossier)[:MOST_TEXT]
    before = _before(at, path, keys, written)
    figures = tuple(each for each in figures_in(written, dossier) if each.end <= len(text)) if "{{" in written else ()
    return ReadLine(label, text, before if before != text else None, (dossier.locate(path, keys),), keys, figures)


def _before(at: ComparedAnswer, path: str, keys: KeyPath, written: str) -> str | None:
    """An answer as it was printed before; None where nothing can be compared."""
    if at.before is None:
        return None
    if at.is_new(path, keys):
        return ""
    change = at.changes.get((path, keys))
    was = written if change is None else change.before or ""
    return expand_text(was, at.before.dossier)[:MOST_TEXT]


def _entry_line(at: ComparedAnswer, path: str, part: type[Part], keys: KeyPath, entry: Any, label: str) -> ReadLine:
    """An entry as one line: its answers one after the other."""
    place = (at.dossier.locate(path, keys, on_key=True),)
    if not isinstance(entry, dict):
        return ReadLine(label, shown_text(entry)[:MOST_TEXT], None, place, keys)
    now, then = [], []
    for name in fields_of(part):
        below = (*keys, name)
        line = _answer(at, path, below, entry.get(at.dossier.written(path, below)), name)
        was = line.text if line.before is None else line.before
        now += [f"{name}：{line.text}"] if line.text else []
        then += [f"{name}：{was}"] if was else []
    text, before = "；".join(now), "；".join(then)
    return ReadLine(label, text, before if at.before is not None and before != text else None, place, keys)


def shown_text(value: Any) -> str:
    """A value of a file as it is read."""
    if value is None or value == {} or value == []:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return decimal_text(value)
    if isinstance(value, list):
        return "、".join(map(shown_text, value))
    if isinstance(value, dict):
        return "；".join(f"{key}：{shown_text(each)}" for key, each in value.items())
    return str(value).rstrip("\n")
