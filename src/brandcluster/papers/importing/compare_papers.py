"""Two Word files of one form: do they give the same answers? Word rewrites every byte, so the answers are read back.

Both are read by the same reader, so nothing depends on how a version of the program prints a form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.read import read_content
from brandcluster.papers.labels.label_map import FormPlace
from brandcluster.papers.labels.read_form import Blank, Form, ReadAnswer, read_forms

NOWHERE, SEVERAL = "没有找到这个栏目", "有几处，不知道读哪一处"


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


def read_paper(content: bytes, known: Sequence[Blank]) -> list[Form] | str:
    """The forms in a Word file; or a sentence that says why none can be read."""
    parts = open_docx(content)
    if isinstance(parts, Refusal):
        return f"{parts.message}{parts.help}"
    document = read_content(parts)
    if document is None:
        return "文件的正文已损坏。在 Word 里打开并另存一次。"
    found = read_forms(document, known)
    if not found:
        titles = "、".join(f"《{each.label_map.title}》" for each in known)
        return f"这份文件不是{titles}，大多数栏目都找不到。"
    return found


def compare_forms(recorded: Mapping[str, Form], stated: Sequence[Form]) -> PaperComparison:
    """Compare forms with the recorded ones, which are by the id of their label map. One that was not recorded differs."""
    differences: list[AnswerDifference] = []
    held = 0
    for form in stated:
        title = form.label_map.title
        known = recorded.get(form.label_map.id)
        if known is None:
            differences.append(AnswerDifference(title, title, title, "封存里没有这张表", ""))
            continue
        pairs = list(_pairs(known, form))
        held += len(pairs)
        differences += [
            AnswerDifference(title, label, where, old, new)
            for label, where, old, new in pairs
            if _bare(old) != _bare(new)
        ]
    return PaperComparison(tuple(form.label_map.title for form in stated), held, tuple(differences))


def _pairs(known: Form, stated: Form) -> Iterator[tuple[str, str, str, str]]:
    """Every answer of either form: label, where it stands, the recorded answer, the other form's."""
    before, after = _by_place(known), _by_place(stated)
    for place in dict.fromkeys((*before, *after)):
        _, old = before.get(place, ("", NOWHERE))
        where, new = after.get(place, (place[0], NOWHERE))
        yield place[0], where, old, new


def _by_place(form: Form) -> dict[tuple[str, str | None], tuple[str, str]]:
    """Where each answer stands and what it says, by label and answer: a label alone may stand on a form twice."""
    found = {_key(each.place): (each.where, _words(each)) for each in form.found}
    found |= {_key(place): ("、".join(where), SEVERAL) for place, where in form.twice}
    found |= {_key(place): (place.label, NOWHERE) for place in form.missing}
    return {key: said for key, said in found.items() if key[1] is not None}


def _key(place: FormPlace) -> tuple[str, str | None]:
    return place.label, place.answer


def _words(found: ReadAnswer) -> str:
    # A label that names another unit says another figure.
    return f"{found.text}（单位：{found.unit}）" if found.unit is not None else found.text


def _bare(text: str) -> str:
    """The answer without white space, which Word and WPS add and drop."""
    return "".join(text.split())
