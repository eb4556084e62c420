"""The first page and the forms as paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cases import BASE
from desk_client import DeskClient, elements, open_client, text_of

from brandcluster.cli.desk.navigation import FRONT, MORE


def test_the_first_page_says_how_it_stands(desk: DeskClient) -> None:
    page = desk.get("/start").text
    assert page.count("<progress") == 18 and page.count('class="bullet"') == 5 and "期限" in page
    assert desk.get("/").headers["location"].endswith("/start")


def test_answers_on_the_paper_lead_to_their_boxes(desk: DeskClient) -> None:
    page = desk.get("/paper/application").text
    links = [str(found["href"]) for tag, found in elements(page) if tag == "a" and "改：" in str(found.get("title"))]
    target = next(each for each in links if "/form/cover#" in each)
    path, _, box = target.partition("#")
    assert f'id="{box}"' in desk.browser.get(path).text
    assert ".paper .s-CellText{" in desk.get("/paper.css").text
    assert desk.get("/paper/nothing").status_code == 404


@pytest.mark.parametrize("path", [path for path, _ in (*FRONT, *MORE)])
def test_every_page_of_the_navigation_is_there_and_nothing_inline_acts(path: str, whole_desk: DeskClient) -> None:
    answer = whole_desk.get(path)
    assert answer.status_code == 200
    found = elements(answer.text)
    assert not [
        tag for tag, attributes in found if "style" in attributes or any(key.startswith("on") for key in attributes)
    ]
    assert [attributes.get("src", "") for tag, attributes in found if tag == "script"] != [""]
    assert len([tag for tag, _ in found if tag == "h1"]) == 1
    labelled = {attributes.get("for") for tag, attributes in found if tag == "label"}
    for tag, attributes in found:
        if tag in ("select", "textarea") or (tag == "input" and attributes.get("type") in ("text", "date", "file")):
            assert attributes.get("id") in labelled or "aria-label" in attributes


@pytest.fixture(scope="module")
def whole_desk() -> DeskClient:
    return open_client(BASE)


def test_a_folder_without_a_dossier_leads_to_a_new_one(desk_over: Callable[[Path], DeskClient], tmp_path: Path) -> None:
    client = desk_over(tmp_path)
    for path in ("/start", "/making", "/handing", "/paper/application"):
        assert client.get(path).headers["location"].endswith("/new")


def test_hostile_names_stay_words(desk: DeskClient) -> None:
    header = desk.root / "dossier.yaml"
    text = header.read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("区域名称:"))
    header.write_text(text.replace(line, "区域名称: <img src=x onerror=alert(1)>"), encoding="utf-8")
    for path in ("/start", "/paper/application", "/handing"):
        page = desk.get(path).text
        assert "<img" not in page
    assert "onerror=alert(1)" in text_of(desk.get("/paper/application").text)
