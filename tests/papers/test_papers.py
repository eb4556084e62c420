"""What only LibreOffice can show: `make test-word`. A machine without it fails here rather than skipping in silence."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from build_word_fixtures import application, converted, files, recommendation, saved
from cases import EXAMPLES
from conftest import Result
from filled_forms import FIXTURES, read, texts_of, typed_application, typed_recommendation
from form_samples import retyped

from brandcluster.dossier.load import load_dossier
from brandcluster.formats import pdf
from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.read import read_content
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.labels.read_form import print_answer

pytestmark = pytest.mark.word
Run = Callable[..., Result]


def test_libreoffice_is_here() -> None:
    assert pdf.find_libreoffice() is not None


@pytest.mark.parametrize("formats", [("docx",), ("odt", "docx"), ("doc", "docx"), ("rtf", "docx")])
def test_a_typed_form_through_libreoffice(formats: tuple[str, ...]) -> None:
    (form,) = read(converted(saved(application()), *formats))
    assert texts_of(form) == typed_application()


@pytest.mark.parametrize("formats", [("docx",), ("odt", "docx"), ("doc", "docx")])
def test_a_typed_recommendation_through_libreoffice(formats: tuple[str, ...]) -> None:
    (form,) = read(converted(saved(recommendation()), *formats))
    assert texts_of(form) == typed_recommendation()


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_a_rendered_form_through_libreoffice(brandcluster: Run, tmp_path: Path, name: str) -> None:
    assert brandcluster("render", EXAMPLES / name, "-o", tmp_path, "--draft").returncode == 0
    known = answers_of(load_dossier(EXAMPLES / name))
    for file in ("申报书.docx", "推荐表.docx"):
        (form,) = read(converted((tmp_path / file).read_bytes(), "docx"))
        for each in form.found:
            assert each.text == print_answer(known[each.place.answer or ""], each.place)


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_a_sealed_form_through_libreoffice(brandcluster: Run, tmp_path: Path, name: str) -> None:
    """What was printed, opened and saved by another program says what was sealed; one figure typed over does not."""
    root = Path(shutil.copytree(EXAMPLES / name, tmp_path / "d", ignore=shutil.ignore_patterns("sealed", "pilot")))
    sealing = brandcluster("seal", root, "--by", "甲", "--date", "2014-04-25")
    assert sealing.returncode == 0, sealing.stderr
    forms = sorted((root / "sealed" / "1" / "forms").iterdir())
    assert len(forms) == 2
    for form in forms:
        (tmp_path / form.name).write_bytes(converted(form.read_bytes(), "docx"))
    result = brandcluster("seal", "--verify", *(tmp_path / form.name for form in forms), root, "--format", "json")
    assert result.returncode == 0, result.stdout
    for file in json.loads(result.stdout)["files"]:
        assert file["agrees"] and file["same_bytes"] is None and file["held"] >= 5
    original = (root / "sealed" / "1" / "forms" / "申报书.docx").read_bytes()
    (tmp_path / "b.docx").write_bytes(converted(retyped(original, "2014", "2015"), "docx"))
    assert brandcluster("seal", "--verify", tmp_path / "b.docx", root).returncode == 1


def test_pdfs_and_a_package_with_the_same_bytes(brandcluster: Run, tmp_path: Path) -> None:
    zips = []
    for name in ("one", "two"):
        out = tmp_path / name
        result = brandcluster("render", EXAMPLES / "qingshiling", "-o", out, "--pdf", "--package")
        assert result.returncode == 0, result.stderr
        assert (out / "申报书.pdf").read_bytes().startswith(b"%PDF")
        zips.append((out / "报送材料.zip").read_bytes())
    assert zips[0] == zips[1]
    with zipfile.ZipFile(tmp_path / "one" / "报送材料.zip") as archive:
        assert {"01-申报书.pdf", "02-推荐表.pdf", "归档/SHA256.txt"} <= set(archive.namelist())


def test_the_fixtures_are_what_the_script_makes() -> None:
    made = files()
    assert {path.name for path in FIXTURES.iterdir()} == set(made)
    for name, content in made.items():
        kept, new = (open_docx(each) for each in ((FIXTURES / name).read_bytes(), content))
        assert isinstance(kept, Refusal) == isinstance(new, Refusal)
        if not isinstance(kept, Refusal) and not isinstance(new, Refusal):
            one, other = read_content(kept), read_content(new)
            assert one is not None and other is not None
            assert [flow.text for flow in one.flows] == [flow.text for flow in other.flows]
