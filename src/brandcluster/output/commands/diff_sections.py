"""The changes of `diff` by section of the form, long texts with the words marked that went and came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brandcluster.dossier.files import FILES, kind_of
from brandcluster.dossier.history.changes import DossierChange
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.notice.edition import clauses_of
from brandcluster.output.commands.diagnostics import LAST, form_rank
from brandcluster.output.commands.diff import WHOLE, DossierChanges
from brandcluster.output.text.changed_words import Run, marked_texts

#: From so many characters on a text is shown as one, with its words marked.
TEXT = 40


class SectionChange(NamedTuple):
    """A change as it stands in its section: what a reader calls it, and the runs where it is a text."""

    heading: str
    change: DossierChange
    runs: list[Run]


class ChangedSection(NamedTuple):
    """A section of the form (or a file that is on no form) and what changed in it."""

    title: str
    changes: list[SectionChange]


def changed_sections(differences: list[DossierChanges]) -> Iterator[list[ChangedSection]]:
    """The sections of each dossier in the order of the form; whole files come last."""
    marked = marked_texts(_pair(change) for each in differences for change in each.changes if is_text(change))
    for each in differences:
        # In the order of the generator above, so that all texts of a report share what comparing them may cost.
        shown = [
            SectionChange(yearly_heading(change), change, next(marked) if is_text(change) else [])
            for change in each.changes
        ]
        found: dict[tuple[int, str], list[SectionChange]] = {}
        for entry in shown:
            found.setdefault(_section(each.edition, entry.change), []).append(entry)
        yield [ChangedSection(title, found[rank, title]) for rank, title in sorted(found, key=lambda key: key[0])]


def is_text(change: DossierChange) -> bool:
    """Whether a change is one of a text, not of a figure, a name or an entry."""
    values = [value for value in (change.before, change.after) if value is not None]
    return bool(change.keys) and not change.unit and any(len(each) > TEXT or "\n" in each for each in values)


def _pair(change: DossierChange) -> tuple[str, str]:
    return change.before or "", change.after or ""


def yearly_heading(change: DossierChange) -> str:
    """What changed, with the year where a file is one of several years."""
    kind = kind_of(change.file)
    is_yearly = kind is not None and kind.path.endswith("/*.yaml") and bool(change.keys)
    return f"{change.file.rpartition('/')[2].partition('.')[0]} 年 {change.heading}" if is_yearly else change.heading


def _section(edition: str, change: DossierChange) -> tuple[int, str]:
    """The section's place in the order of the form, and its title."""
    kind = kind_of(change.file)
    if not change.keys:
        return 2 * LAST, WHOLE
    clause = _clause(kind.model, change.keys) if kind is not None else None
    known = clauses_of(edition) if edition else {}
    if clause in known:
        return form_rank(clause, list(known)), f"{known[clause].cite} {known[clause].title}"
    order = [each.path for each in FILES]
    place = order.index(kind.path) if kind is not None and kind.path in order else len(order)
    return LAST + place, change.file


def _clause(part: type[Part], keys: tuple[str | int, ...]) -> str | None:
    """The clause of the outermost answer that has one, on the way to a value."""
    model: type[Part] | None = part
    for key in keys:
        if model is None or isinstance(key, int):
            continue
        field = fields_of(model).get(key)
        if field is None:
            return None
        if field.clause is not None:
            return field.clause
        model = field.part
    return None
