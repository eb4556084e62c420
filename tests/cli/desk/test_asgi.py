"""The page at the desk over HTTP: who may come in, and what every answer bears."""

from __future__ import annotations

import pytest
from desk_client import DeskClient

from brandcluster.cli.desk.door import HEADERS


def test_a_section_is_shown(desk: DeskClient) -> None:
    answer = desk.get("/form/cover")
    assert answer.status_code == 200 and "申报单位" in answer.text
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= dict(answer.headers).items()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "localhost:8765"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_who_is_refused(headers: dict[str, str], status: int, desk: DeskClient) -> None:
    answer = desk.get("/form/cover", **headers)
    assert answer.status_code == status and "申报单位" not in answer.text
