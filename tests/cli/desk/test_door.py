"""Who may come in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk_client import PORT, DeskClient

from brandcluster.cli.desk.door import Door, why_refused


def refused(door: Door, method: str, path: str, cookie: str = "", **headers: str) -> int | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return why_refused(door, method, door.home + path, {"host": door.host, **named}, cookie)


def test_with_the_cookie_from_a_page_of_ours() -> None:
    door = Door(PORT)
    assert refused(door, "GET", "/form/cover", door.key) is None
    assert refused(door, "GET", "/form/cover", door.key, sec_fetch_site="same-origin") is None
    assert refused(door, "POST", "/save", door.key, origin=door.origin, sec_fetch_site="same-origin") is None


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("POST", {}),
        ("POST", {"origin": "null"}),
        ("POST", {"origin": "http://127.0.0.1:9999"}),
        ("POST", {"origin": "http://localhost:8765"}),
        ("POST", {"origin": "http://127.0.0.1:8765.evil.example"}),
        ("GET", {"origin": "http://evil.example"}),
        ("GET", {"sec_fetch_site": "cross-site"}),
        ("GET", {"sec_fetch_site": "same-site"}),
        ("PUT", {"origin": "http://127.0.0.1:1"}),
        ("OPTIONS", {}),
    ],
)
def test_from_elsewhere_with_the_cookie(method: str, headers: dict[str, str]) -> None:
    door = Door(PORT)
    assert refused(door, method, "/save", door.key, **headers) == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "localhost:8765", "127.0.0.1", "127.0.0.1:1", ""]
)
def test_under_another_name(host: str) -> None:
    door = Door(PORT)
    assert refused(door, "GET", "/", door.key, host=host) == 421
    assert refused(door, "GET", "/enter", host=host) == 421


def test_without_the_cookie_or_the_place() -> None:
    """A second user of the machine knows the port, and may run servers of their own."""
    door = Door(PORT)
    for cookie in ("", "x", door.key[:-1], Door(PORT).key):
        assert refused(door, "GET", "/form/cover", cookie) == 403
    for path in ("/", "/form/cover", "/x/form/cover", f"{door.home}x/form/cover", door.home.upper() + "/"):
        assert why_refused(door, "GET", path, {"host": door.host}, door.key) == 403
    assert why_refused(door, "POST", f"{door.home}/enter", {"host": door.host, "origin": door.origin}, "") == 403


def test_a_token_counts_once() -> None:
    door = Door(PORT)
    token = door.new_address().rpartition("=")[2]
    assert not door.use_token("") and not door.use_token(token[:-1])
    assert door.use_token(token) and not door.use_token(token)


def test_the_address_leads_in_once(desk: DeskClient, desk_over: Callable[[Path], DeskClient]) -> None:
    address = desk.desk.door.new_address().removeprefix(desk.desk.door.origin)
    cookie = desk.browser.get(address, headers={"sec-fetch-site": "cross-site"}).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and f"Path={desk.desk.door.home};" in cookie
    again = desk.browser.get(address)
    assert again.status_code == 403 and "打开.bat" in again.text and "set-cookie" not in again.headers
    other = desk_over(desk.root)
    stolen = other.browser.get(desk.desk.link("/form/cover"), headers={"host": desk.desk.door.host})
    assert stolen.status_code == 403 and "申报单位" not in stolen.text
