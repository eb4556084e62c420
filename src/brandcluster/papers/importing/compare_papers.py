"""Two Word files of one form: do they say the same? Word rewrites every byte, so the pages are read back.

Both are read by the same reader, so nothing depends on how a version of the program prints a form. Answers are compared
under their labels; then everything else that the page says: labels, units, headers and footers, and what is on the page
but not in its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.page import PageContent
from brandcluster.formats.word.read import read_content
from brandcluster.papers.labels.label_map import FormPlace
from brandcluster.papers.labels.read_form import Blank, Form, ReadAnswer, read_forms, unrecognised
from brandcluster.papers.labels.transcript import (
    LineDifference,
    differing_lines,
    margin_lines,
    page_lines,
)
from brandcluster.papers.labels.unread import Stretch, unread_words

NOWHERE, SEVERAL = "没有找到这个栏目", "有几处，不知道读哪一处"
#: What a difference outside the answers is called.
ELSEWHERE, MARGIN = "栏目以外", "页眉页脚"


@dataclass(frozen=True, slots=True)
class Paper:
    """A Word file as read: its page, and the forms on it."""

    content: PageContent
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """A place of a form where two files differ: the recorded answer, the one in the other file, and where it stands."""

    form: str
    label: str
    where: str
    recorded: str
    stated: str


@dataclass(frozen=True, slots=True)
class PaperComparison:
    """What a comparison found: the forms in the file, the number of answers compared, and the differences."""

    forms: tuple[str, ...]
    held: int
    differences: tuple[AnswerDifference, ...]


def read_paper(content: bytes, known: Sequence[Blank]) -> Paper | str:
    """A Word file with its forms; or a sentence that says why none can be read."""
    parts = open_docx(content, pictures=False)
    if isinstance(parts, Refusal):
        return f"{parts.message}{parts.help}"
    document = read_content(parts)
    if document is None:
        return "正文不是完整的 XML，读不出来。在 Word 里打开并另存一次。"
    found = read_forms(document, known)
    if not found:
        return unrecognised(document, known)
    return Paper(document, tuple(found))


def compare_papers(recorded: Sequence[Paper], stated: Paper) -> PaperComparison:
    """Compare a file with the recorded ones, form by form and then line by line. A form that was not recorded differs."""
    differences: list[AnswerDifference] = []
    answers: list[Stretch] = []
    held = 0
    for form in stated.forms:
        title = form.label_map.title
        paper, known = _recorded(recorded, form.label_map.id)
        if paper is None or known is None:
            differences.append(AnswerDifference(title, title, title, "封存里没有这张表", ""))
            continue
        pairs = list(_pairs(known, form))
        held += len(pairs)
        for place, old, new in pairs:
            if _bare(old.text) != _bare(new.text):
                differences.append(AnswerDifference(title, place.label, new.where, old.text, new.text))
                answers += [each for each in (old.stretch, new.stretch) if each is not None]
    titles = tuple(form.label_map.title for form in stated.forms)
    kept = [each for form in stated.forms if (each := _recorded(recorded, form.label_map.id)[0]) is not None]
    papers = list({id(each): each for each in kept}.values())
    if papers:
        differences += _outside_answers(papers, stated, answers, titles[0])
    return PaperComparison(titles, held, tuple(differences))


def _recorded(papers: Sequence[Paper], form: str) -> tuple[Paper | None, Form | None]:
    pairs = ((paper, each) for paper in papers for each in paper.forms if each.label_map.id == form)
    return next(pairs, (None, None))


# ---- answers -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """What a form says at a place, and where."""

    where: str
    text: str
    stretch: Stretch | None = None


def _pairs(known: Form, stated: Form) -> Iterator[tuple[FormPlace, _Said, _Said]]:
    """Every answer of either form: its place, what the recorded one says, and what the other does."""
    before, after = _by_place(known), _by_place(stated)
    for key in dict.fromkeys((*before, *after)):
        place, old = before.get(key, (None, _Said("", NOWHERE)))
        other, new = after.get(key, (place, _Said(key[0], NOWHERE)))
        chosen = place or other
        if chosen is not None:
            yield chosen, old, new


def _by_place(form: Form) -> dict[tuple[str, str | None], tuple[FormPlace | None, _Said]]:
    """Where each answer stands and what it says, by label and answer: a label alone may stand on a form twice."""
    said = [(each.place, _Said(each.where, _words(each), each.stretch)) for each in form.found]
    said += [(place, _Said("、".join(where), SEVERAL)) for place, where in form.twice]
    said += [(place, _Said(place.label, NOWHERE)) for place in form.missing]
    return {(place.label, place.answer): (place, what) for place, what in said if place.answer is not None}


def _words(found: ReadAnswer) -> str:
    # A label that names another unit says another figure.
    unit = f"（单位：{found.unit}）" if found.unit is not None else ""
    return found.text + unit + "".join(unread_words(each) for each in found.unread)


def _bare(text: str) -> str:
    """The answer without white space, which Word and WPS add and drop."""
    return "".join(text.split())


# ---- everything else -----------------------------------------------------------------------------------------


def _outside_answers(
    recorded: Sequence[Paper], stated: Paper, answers: Sequence[Stretch], form: str
) -> Iterator[AnswerDifference]:
    """The lines that differ when the answers that were already found to differ are left out."""
    ours = [line for paper in recorded for line in page_lines(paper.content, answers)]
    for each in differing_lines(ours, page_lines(stated.content, answers)):
        yield _as_difference(each, form, ELSEWHERE)
    ours = list({line.text: line for paper in recorded for line in margin_lines(paper.content)}.values())
    theirs = margin_lines(stated.content)
    known, new = {line.text for line in ours}, {line.text for line in theirs}
    gone = tuple(line for line in ours if line.text not in new)
    added = tuple(line for line in theirs if line.text not in known)
    if gone or added:
        yield _as_difference(LineDifference(gone, added), form, MARGIN)


def _as_difference(found: LineDifference, form: str, label: str) -> AnswerDifference:
    where = next((line.where for line in (*found.theirs, *found.ours)), "")
    old, new = ("\n".join(line.text for line in lines) for lines in (found.ours, found.theirs))
    return AnswerDifference(form, label, where, old, new)
