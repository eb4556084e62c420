"""The forms of an edition to be filled in by hand in Word: nothing in them but what data give is said to be given.

They are the blanks as the ministry sent them, without a mark of a draft. Where a figure is computed from the statistics
the place says so, so that nobody works it out by hand; `import` takes these words for an empty place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brandcluster.base import resources
from brandcluster.notice.edition import about_edition
from brandcluster.papers.content import Answer, Choice, Paragraph
from brandcluster.papers.forms import styling
from brandcluster.papers.forms.answer_table import ANSWER_ROWS, COMPUTED, COMPUTED_MARK, AnswerRow
from brandcluster.papers.forms.fill import FilledForm, fill_blank
from brandcluster.papers.forms.render import blanks_home, read_blank_bytes
from brandcluster.papers.labels.label_map import read_label_map

if TYPE_CHECKING:
    from brandcluster.dossier.model.style import Style


def empty_forms(edition: str, style: Style | None = None) -> dict[str, FilledForm]:
    """The empty forms of an edition by file name, in a region's style. Ask `why_not_filled` before."""
    answers = {row.name: _nothing(row) for row in ANSWER_ROWS}
    made = {each.file: _empty(edition, each.name, answers) for each in about_edition(edition).forms.forms}
    if style is None or styling.style_problem(style) is not None:
        return made
    return {
        file: FilledForm(None if each.content is None else styling.apply_style(each.content, style), each.problems)
        for file, each in made.items()
    }


def _nothing(row: AnswerRow) -> Answer:
    if row.kind == "boxes":
        return Choice(())
    return (Paragraph((COMPUTED_MARK,)),) if row.kind in COMPUTED else ()


def _empty(edition: str, name: str, answers: dict[str, Answer]) -> FilledForm:
    path = blanks_home(edition) / f"{name}.yaml"
    label_map, problems = read_label_map(path.name, resources.own_bytes(path))
    if label_map is None:
        return FilledForm(None, problems)
    return fill_blank(read_blank_bytes(path, label_map), label_map, answers, draft=False)
