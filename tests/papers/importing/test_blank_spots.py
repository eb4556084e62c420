"""Blanks as provinces make them: learnt, filled from an example without one wrong cell, what is not found listed."""

from __future__ import annotations

from pathlib import Path

import blanks
import pytest
from build_word_fixtures import converted
from cases import EXAMPLES
from form_samples import FORMS, label_map

from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.read import read_content
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.forms.render import read_blanks, render_own_form
from brandcluster.papers.importing.learn_map import LearnedMap, learn_label_map
from brandcluster.papers.importing.proposal import Import
from brandcluster.papers.importing.propose import propose_import
from brandcluster.papers.importing.write_map import write_label_map
from brandcluster.papers.labels.read_form import read_forms

NAMES = blanks.cases()


def learnt(content: bytes) -> LearnedMap:
    parts = open_docx(content)
    assert not isinstance(parts, Refusal), parts
    read = read_content(parts)
    assert read is not None
    return learn_label_map(parts, read, [label_map(form) for form in FORMS])


_SCORES: dict[tuple[str, Path], blanks.Score] = {}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which each blank, its map and the filled form are made once."""
    return tmp_path_factory.mktemp("blanks")


def made(name: str, folder: Path) -> blanks.Score:
    """The score of a blank; its files stand in the folder."""
    if (name, folder) not in _SCORES:
        _SCORES[name, folder] = scored(name, folder)
    return _SCORES[name, folder]


def scored(name: str, folder: Path) -> blanks.Score:
    """Learn a blank, fill it with its example, and hold every cell against what the case expects."""
    case = blanks.load(name)
    content = blanks.build(case)
    (folder / f"{name}.docx").write_bytes(content)
    found = learnt(content)
    own = folder / f"{name}.yaml"
    own.write_text(write_label_map(found, name, f"{name}.docx"), encoding="utf-8")
    dossier = load_dossier(EXAMPLES / case["dossier"])
    printed = content if not found.places else filled_from(dossier, own)
    (folder / f"{name}-filled.docx").write_bytes(printed)
    listed = [label for label, _ in found.left_over]
    placed = {each.place.answer or "" for each in found.places}
    return blanks.score(case, printed, answers_of(dossier), listed, placed)


def filled_from(dossier: Dossier, own: Path) -> bytes:
    _, filled = render_own_form(dossier, own, draft=False)
    assert filled.content is not None, filled.problems
    return filled.content


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.part(8)
def test_a_blank_is_filled_without_one_wrong_cell(name: str, desk: Path) -> None:
    score = made(name, desk)
    assert (score.wrong, score.missed, score.unlisted) == ([], [], [])


@pytest.mark.long
def test_four_in_five_answers_find_their_place(desk: Path) -> None:
    scores = [made(name, desk) for name in NAMES]
    found = sum(len(each.found) for each in scores)
    assert found >= 0.8 * (found + sum(len(each.listed) for each in scores))


#: The blanks that have a place for an answer of ours.
OURS = [name for name in NAMES if name != "b16-no-form-of-ours"]


def imported(name: str, content: bytes, folder: Path) -> Import:
    """What an import by the map of a blank would do; every label is found once."""
    (own,), problems = read_blanks("miit-2014-102", folder / f"{name}.yaml")
    assert not problems
    parts = open_docx(content)
    assert not isinstance(parts, Refusal), parts
    read = read_content(parts)
    assert read is not None
    (form,) = read_forms(read, [own])
    assert (form.missing, form.twice) == ((), ())
    return propose_import(load_dossier(EXAMPLES / blanks.load(name)["dossier"]), [form], overwrite=False)


def assert_all_as_printed(done: Import) -> None:
    assert {item.status for item in done.items} <= {"一致", "核对"}, done.items
    assert [doubt for doubt in done.doubts if "统计数据还没有" not in doubt.message] == []
    assert done.changes == {}


@pytest.mark.parametrize("name", OURS)
@pytest.mark.part(8)
def test_a_filled_blank_is_read_back(name: str, desk: Path) -> None:
    """Every answer reads as it was printed, and an import proposes nothing."""
    made(name, desk)
    assert_all_as_printed(imported(name, (desk / f"{name}-filled.docx").read_bytes(), desk))


@pytest.mark.parametrize("name", OURS)
@pytest.mark.part(8)
def test_a_blank_that_nobody_filled_in_says_nothing(name: str, desk: Path) -> None:
    """What the blank prints in its gaps is no answer."""
    made(name, desk)
    done = imported(name, (desk / f"{name}.docx").read_bytes(), desk)
    assert {item.status for item in done.items} <= {"空白"} and done.doubts == []


@pytest.mark.parametrize("name", OURS)
@pytest.mark.part(8)
def test_a_filled_form_is_told_from_a_blank(name: str, desk: Path) -> None:
    made(name, desk)
    assert learnt((desk / f"{name}-filled.docx").read_bytes()).filled
    assert learnt((desk / f"{name}.docx").read_bytes()).filled == []


@pytest.mark.word
# LibreOffice 7.4 itself writes the text of an inline control several times, also of one that nobody touched.
@pytest.mark.parametrize("name", ["b01-cover-and-notes", "b06-targets", "b10-one-column", "b11-unit-column"])
def test_a_filled_blank_through_libreoffice(name: str, desk: Path) -> None:
    made(name, desk)
    filled = (desk / f"{name}-filled.docx").read_bytes()
    assert_all_as_printed(imported(name, converted(filled, "docx"), desk))
