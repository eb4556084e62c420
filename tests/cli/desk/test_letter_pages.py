"""Letters to departments made, kept, noted, and not overwritten."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from desk_client import DeskClient

from brandcluster.dossier.load import load_dossier

ASKED = {"office:财政部门": "yes", "day": "2014-03-20", "due": "2014-04-10"}


@pytest.mark.long
def test_letters_are_made_noted_and_kept(desk: DeskClient) -> None:
    assert "财政部门" in desk.get("/letters").text and "还没有发函" in desk.get("/letters").text
    page = desk.fill("/letters/make", ASKED).text
    for name in ("财政部门.docx", "财政部门.xlsx"):
        assert f"/out/{quote(f'发函/{name}')}" in page and name in page
        kept = desk.get(f"/out/发函/{name}")
        assert kept.content == (desk.root / "out/发函" / name).read_bytes()
        assert "attachment" in kept.headers["content-disposition"]
    (sent,) = load_dossier(desk.root).requests.sent
    assert (sent.supplier, str(sent.sent), str(sent.due)) == ("财政部门", "2014-03-20", "2014-04-10")
    page = desk.get("/letters").text
    assert "已过期" in page and "发过，还没有收回" in page and "财政部门.docx" in page
    # The very same again is no second letter.
    assert desk.fill("/letters/make", ASKED).status_code == 200 and len(load_dossier(desk.root).requests.sent) == 1
    assert "发函" in desk.post("/undo", {}).json()["said"] and load_dossier(desk.root).requests.sent == []
    assert (desk.root / "out/发函/财政部门.docx").exists(), "what was made stays"


@pytest.mark.long
def test_what_was_filled_is_not_overwritten(desk: DeskClient) -> None:
    desk.fill("/letters/make", ASKED)
    book = desk.root / "out/发函/财政部门.xlsx"
    book.write_bytes(b"filled")
    answer = desk.fill("/letters/make", ASKED)
    assert answer.status_code == 409 and "财政部门.xlsx" in answer.text and book.read_bytes() == b"filled"
    assert desk.fill("/letters/make", {**ASKED, "overwrite": "yes"}).status_code == 200
    assert book.read_bytes() != b"filled"


def test_what_is_asked_for_is_asked(desk: DeskClient) -> None:
    for wrong in ({"due": ""}, {"due": "下周"}, {"due": "2014-03-01"}, {"day": "0001-01-01"}, {"office:财政部门": ""}):
        answer = desk.fill("/letters/make", {**ASKED, **wrong})
        assert answer.status_code == 400, wrong
    assert (
        desk.fill("/letters/make", {"day": "2014-03-20", "due": "2014-04-10", "office:../x": "yes"}).status_code == 400
    )
    assert not (desk.root / "out").exists() and not (desk.root / "requests.yaml").exists()
