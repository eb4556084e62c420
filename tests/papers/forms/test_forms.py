"""Blanks and filled forms, one industry and two, final and draft, pass a validator of Office files and our own lint."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import EXAMPLES
from form_samples import FORMS, blank, dossier, label_map, parts_of
from ooxml_lint import lint
from openxml_audit import OpenXmlValidator

from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.formats.word.parts import DOCUMENT, write_parts
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.forms.fill import fill_blank


def findings(content: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "form.docx"
    path.write_bytes(content)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("form", FORMS)
def test_blanks(form: str, tmp_path: Path) -> None:
    assert findings(blank(form), tmp_path) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("industries", [("阀门",), ("阀门", "纺织机械")], ids=["one", "two"])
@pytest.mark.parametrize("draft", [False, True], ids=["final", "draft"])
@pytest.mark.part(4)
def test_filled_forms(form: str, industries: tuple[str, ...], draft: bool, tmp_path: Path) -> None:
    check(dossier(*industries), form, draft, tmp_path)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("example", ["qingshiling", "lanting"])
def test_the_examples(form: str, example: str, tmp_path: Path) -> None:
    check(load_dossier(EXAMPLES / example), form, False, tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_draft(form: str, tmp_path: Path) -> None:
    check(Dossier(tmp_path), form, True, tmp_path)


def check(found: Dossier, form: str, draft: bool, tmp_path: Path) -> None:
    result = fill_blank(blank(form), label_map(form), answers_of(found), draft=draft)
    assert result.content is not None, result.problems
    assert lint(result.content) == []
    assert findings(result.content, tmp_path) == []


def test_the_validator_finds_something(tmp_path: Path) -> None:
    parts = parts_of(blank("application"))
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:tblGrid>", b"<w:nothing/><w:tblGrid>")
    assert findings(write_parts(parts), tmp_path) != []
