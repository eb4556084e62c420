"""A new dossier by questions, from Word, from an earlier round."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import BASE
from desk_client import DeskClient

from brandcluster.dossier.load import load_dossier
from brandcluster.notice.edition import default_edition
from brandcluster.papers.forms.render import FORM_NAMES, render_forms


@pytest.fixture
def empty(desk_over: Callable[[Path], DeskClient], tmp_path: Path) -> DeskClient:
    """A folder with nothing in it, beside a dossier."""
    shutil.copytree(BASE, tmp_path / "旧")
    (tmp_path / "新").mkdir()
    return desk_over(tmp_path / "新")


def test_by_questions(empty: DeskClient) -> None:
    wrong = empty.fill("/new/questions", {"region": "某区", "province": "什么省", "cycle": "不知道"})
    assert wrong.status_code == 400 and wrong.text.count("wrong-answer") == 2 and 'value="某区"' in wrong.text
    assert not list(empty.root.iterdir())
    given = {
        "region": "某区",
        "province": "河北",
        "industries": "陶瓷、阀门",
        "cycle": "2014-07 至 2016-06",
        "year": "2013",
    }
    assert empty.fill("/new/questions", given).headers["location"].endswith("/start")
    made = load_dossier(empty.root)
    assert (
        made.header.region_name == "某区" and list(made.industry_names) == ["陶瓷", "阀门"] and 2013 in made.statistics
    )
    assert (empty.root / "打开.bat").exists() and (empty.root / ".gitignore").exists()
    assert empty.fill("/new/questions", given).status_code == 409


@pytest.mark.long
def test_from_the_folder_beside_it(empty: DeskClient) -> None:
    assert "旧" in empty.get("/new").text
    assert empty.fill("/new/earlier", {"neighbour": "../旧"}).status_code == 400
    answer = empty.fill("/new/earlier", {"neighbour": "旧"})
    assert answer.status_code == 200 and "待确认" in answer.text
    assert load_dossier(empty.root).header.applicant == load_dossier(BASE).header.applicant


@pytest.mark.long
def test_from_word(empty: DeskClient) -> None:
    forms = render_forms(load_dossier(BASE), default_edition(), FORM_NAMES, draft=False)
    files = [("files", (f"C:\\表\\{name}", each.content or b"")) for name, each in forms.items()]
    assert empty.fill("/new/word", files=[("files", ("a.docx", b"PK"))]).status_code == 400
    assert empty.fill("/new/word", files=[("files", ("a.exe", b"MZ"))]).status_code == 400
    assert empty.fill("/new/word", files=files).status_code == 200
    assert load_dossier(empty.root).header.applicant == load_dossier(BASE).header.applicant
