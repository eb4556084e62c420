"""Open pages: what other programs change comes to them, and when the last one closes it is over."""

from __future__ import annotations

import pytest
from desk_client import DeskClient

from brandcluster.cli.desk import coming_and_going
from brandcluster.cli.desk.serving import GRACE, SILENT, is_over
from brandcluster.session.desk.page_boxes import box_id


def test_what_another_program_changes_is_seen(desk: DeskClient) -> None:
    first = desk.get("/pulse?page=a&known=0&slug=cover").json()
    assert first["changes"] == 0 and "outside" not in first
    path = desk.root / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("甲某", "丙某"), encoding="utf-8")
    found = desk.get("/pulse?page=a&known=0&slug=cover").json()
    assert found["changes"] == 1 and found["now"] != first["now"]
    assert found["outside"] == [
        {
            "path": "dossier.yaml",
            "name": "“封面和申报单位”",
            "places": [{"id": box_id("dossier.yaml", ("联系人",)), "words": "联系人", "before": "甲某", "now": "丙某"}],
        }
    ]
    assert "outside" not in desk.get("/pulse?page=a&known=1&slug=cover").json()
    assert "outside" in desk.get("/pulse?page=b&known=0&slug=cover").json()


def test_what_a_page_saves_is_no_other_program(desk: DeskClient) -> None:
    before = desk.get("/pulse?page=a&known=0&slug=cover").json()["now"]
    stamp = desk.save("cover", ["联系人"], "丙").json()["stamp"]
    after = desk.get("/pulse?page=b&known=0&slug=cover").json()
    assert after["changes"] == 0 and after["now"] == stamp != before


def test_files_that_come_and_go(desk: DeskClient) -> None:
    (desk.root / "evidence" / "新.pdf").write_bytes(b"x")
    (desk.root / "application" / "plan.yaml").unlink()
    found = desk.get("/pulse?page=a&known=0&slug=cover").json()
    assert [each["path"] for each in found["outside"]] == ["application/plan.yaml", "evidence/新.pdf"]
    assert desk.get("/form/approach").status_code == 200


def test_odd_pulses(desk: DeskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming_and_going, "MOST_PAGES", 5)
    for query in ("", "page=a&known=x", "known=99999999999999999999", "slug=none", "page=" + "a" * 500):
        assert desk.get(f"/pulse?{query}").status_code == 200
    for number in range(8):
        desk.get(f"/pulse?page={number}")
    assert len(desk.desk.pages) <= 5


def test_it_ends_with_the_last_page(desk: DeskClient) -> None:
    now = [100.0]
    desk.desk.clock = lambda: now[0]
    assert not is_over(desk.desk)
    now[0] += 10 * SILENT
    assert not is_over(desk.desk), "nobody has come yet"
    desk.get("/pulse?page=a")
    desk.get("/pulse?page=b")
    assert desk.post("/leave", {"page": "a"}).status_code == 204
    now[0] += GRACE + 1
    assert not is_over(desk.desk)
    desk.post("/leave", {"page": "b"})
    assert not is_over(desk.desk), "the next page of a visit may come"
    desk.get("/pulse?page=c")
    now[0] += GRACE + 1
    assert not is_over(desk.desk)
    now[0] += SILENT
    assert not is_over(desk.desk)
    now[0] += GRACE + 1
    assert is_over(desk.desk)


def test_who_leaves_without_a_name(desk: DeskClient) -> None:
    desk.get("/pulse?page=a")
    odd: tuple[object, ...] = (None, [], {"page": None}, {"page": {}})
    for data in odd:
        assert desk.post("/leave", data).status_code in (204, 400)
    assert list(desk.desk.pages) == ["a"]


def test_our_own_files(desk: DeskClient) -> None:
    assert desk.get("/static/desk.js").headers["content-type"].startswith("text/javascript")
    assert desk.get("/static/desk.css").status_code == 200
    for name in ("base.html", "..%2fbase.html", "%2e%2e/base.html", "desk.js/x"):
        assert desk.get(f"/static/{name}").status_code == 404


def test_a_question_that_comes_after_the_page_left_does_not_bring_it_back(desk: DeskClient) -> None:
    desk.get("/pulse?page=one")
    assert "one" in desk.desk.pages
    desk.post("/leave", {"page": "one"})
    desk.get("/pulse?page=one")
    assert not desk.desk.pages and desk.desk.left is not None
