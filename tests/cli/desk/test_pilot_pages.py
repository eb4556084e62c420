"""The pilot's files: begun, filled in, years added."""

from __future__ import annotations

import pytest
from desk_client import DeskClient

from brandcluster.session.desk.pilot_sections import find_section, pilot_sections, yearly_sections


@pytest.mark.long
def test_the_pilot_is_begun_and_its_files_are_filled_in(desk: DeskClient) -> None:
    assert "已经批复" in desk.get("/pilot").text
    assert desk.fill("/pilot/begin").status_code == 303
    dossier = desk.desk.session.dossier()
    assert dossier is not None
    for section in pilot_sections(dossier)[::5]:
        page = desk.get(f"/form/{section.slug}")
        assert page.status_code == 200 and section.title in page.text
    place = {"slug": "pilot-approval", "path": "pilot/approval.yaml", "keys": ["批复", "文号"]}
    text = (desk.root / "pilot/approval.yaml").read_text(encoding="utf-8")
    stamp = desk.desk.versions.keep("pilot/approval.yaml", text)
    section = find_section("pilot-approval")
    assert section is not None and section.labels[0] in text
    answer = desk.post("/save", {**place, "keys": [section.labels[0]], "stamp": stamp, "value": "x"})
    assert answer.status_code in (200, 400)


def test_a_year_is_added_once(desk: DeskClient) -> None:
    assert desk.fill("/pilot/year", {"year": "2015"}).headers["location"].endswith("/form/statistics-2015")
    assert desk.fill("/pilot/year", {"year": "2015"}).status_code == 409
    assert desk.fill("/pilot/year", {"year": "两千"}).status_code == 400
    dossier = desk.desk.session.dossier()
    assert dossier is not None and "statistics-2015" in {each.slug for each in yearly_sections(dossier)}
    assert desk.get("/form/statistics-2015").status_code == 200


def test_what_is_no_page_is_none() -> None:
    assert find_section("pilot-nothing") is None and find_section("evaluation-15") is None and find_section("") is None
