"""`diff --format html`: one page of what changed between two versions, for reading and for printing.

Every value is escaped by the templates, and the page's policy lets nothing act but its own style and script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from brandcluster.output.commands.diff import (
    MARKS,
    NOTHING,
    DossierChanges,
    dossier_name,
    indicator_words,
    signed_size,
    verdict_name,
    verdict_word,
)
from brandcluster.output.commands.diff_sections import ChangedSection, SectionChange, changed_sections
from brandcluster.output.desk.pages import page_environment, page_frame
from brandcluster.output.text.changed_words import Run, shortened

#: So much of what stayed the same stands around a change; what is longer in all folds; so much of a text is shown.
AROUND, FOLDS, MOST = 60, 400, 20_000
#: As many changes of one dossier stand on a page.
MOST_ROWS = 2_000


class _ChangeRow(NamedTuple):
    """A change on the page: a figure with its old and new value, or a text of runs that may fold."""

    mark: str
    heading: str
    place: str
    before: str
    after: str
    size: str
    runs: list[Run]
    folds: bool


def diff_page(differences: list[DossierChanges], between: str, day: date) -> str:
    """The page as text."""
    template = page_environment().get_template("diff.html")
    return template.render(**page_frame("diff.css"), between=between, day=day, **diff_values(differences))


def diff_values(differences: list[DossierChanges]) -> dict[str, Any]:
    """What templates ask of the changes, here and on the page at the desk."""
    return {
        "dossiers": list(zip(differences, _limited(changed_sections(differences)), strict=True)),
        "nothing": NOTHING,
        "name": lambda each: dossier_name(each, str),
        "indicator": lambda each: indicator_words(each, str),
        "condition": lambda each: verdict_name(each, str),
        "word": verdict_word,
        "rows": lambda section: [_row(each) for each in section.changes],
        "sealed": lambda effects: [_row(SectionChange(each.heading, each, [])) for each in effects.sealed],
    }


def _limited(dossiers: Iterable[list[ChangedSection]]) -> Iterator[list[ChangedSection]]:
    """The sections of each dossier with no more changes than a page holds."""
    for sections in dossiers:
        left, kept = MOST_ROWS, list[ChangedSection]()
        for section in sections:
            if left > 0:
                kept.append(section._replace(changes=section.changes[:left]))
            left -= len(section.changes)
        yield kept


def _row(each: SectionChange) -> _ChangeRow:
    change = each.change
    place = f"{change.file}:{change.location.line}" if change.keys and change.kind != "removed" else change.file
    unit = f" {change.unit}" if change.unit and change.unit != "%" else change.unit
    before, after = ("" if value is None or each.runs else f"{value}{unit}" for value in (change.before, change.after))
    runs = list(_first(shortened(each.runs, AROUND)))
    folds = sum(len(run.text) for run in runs) > FOLDS
    return _ChangeRow(MARKS[change.kind][1], each.heading, place, before, after, signed_size(change), runs, folds)


def _first(runs: Iterable[Run]) -> Iterator[Run]:
    left = MOST
    for run in runs:
        if len(run.text) > left:
            yield Run(run.kind, run.text[:left])
            yield Run("same", "……（后面没有列出）")
            return
        left -= len(run.text)
        yield run
