"""The page at the desk over HTTP: who may come in, and what every answer bears."""

from __future__ import annotations

import pytest
from desk_client import DeskClient

from brandcluster.cli.desk.door import HEADERS
from brandcluster.cli.desk.routes import ROUTES


def test_a_section_is_shown(desk: DeskClient) -> None:
    answer = desk.get("/form/cover")
    assert answer.status_code == 200 and "申报单位" in answer.text
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= dict(answer.headers).items()


def test_who_is_refused(desk: DeskClient) -> None:
    for headers, status in (
        ({"host": "evil.example"}, 421),
        ({"host": "localhost:8765"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ):
        answer = desk.get("/form/cover", **headers)
        assert answer.status_code == status and "申报单位" not in answer.text


def test_a_fault_of_the_program_is_a_sentence_and_no_log(
    desk: DeskClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise LookupError("云溪经济技术开发区")

    monkeypatch.setattr("brandcluster.cli.desk.section_pages.with_answer", broken)
    answer = desk.save("cover", ["联系人"], "丙")
    assert answer.status_code == 500 and "LookupError" in answer.text and "云溪" not in answer.text
    assert "".join(capsys.readouterr()) == ""
    assert desk.get("/form/cover").status_code == 200, "it goes on"


def test_nothing_is_asked_of_the_pages_from_elsewhere(desk: DeskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the row: another page, another name, no cookie. The body is not even read."""
    monkeypatch.setattr("brandcluster.cli.desk.asgi.read_request", None)
    ours = desk.desk.door.origin
    for row in ROUTES:
        path = desk.desk.link(row.path.replace("{", "").replace("}", "").replace(":path", ""))
        asks = [({"origin": "http://evil.example"}, 403), ({"origin": ours, "host": "evil.example"}, 421)]
        asks += [({"origin": ours, "cookie": "desk=x"}, 403)] + [({}, 403)] * (row.method == "POST")
        asks += [({"origin": ours, "sec-fetch-site": "same-site"}, 403)]
        for headers, status in asks:
            if row.path == "/enter" and "host" not in headers and headers.get("origin") in (ours, None):
                continue
            answer = desk.browser.request(row.method, path, headers=headers, content=b"x" * 100)
            assert answer.status_code == status and "brandcluster" not in answer.text, (row.path, headers)
            assert answer.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
