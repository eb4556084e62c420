"""A browser's side of the page at the desk, in process: a client that has come in through the door."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from brandcluster.cli.desk.asgi import desk_application
from brandcluster.cli.desk.desk import OpenDesk, open_desk
from brandcluster.session.desk.page_boxes import section_path
from brandcluster.session.desk.sections import SECTION_OF_SLUG
from brandcluster.session.desk.versions import stamp_of

PORT = 8765


@dataclass
class DeskClient:
    """One browser at a desk."""

    desk: OpenDesk
    browser: TestClient

    @property
    def root(self) -> Path:
        return self.desk.root

    def get(self, path: str, **headers: str) -> Any:
        """A page, by its path in the table of routes."""
        return self.browser.get(self.desk.link(path), headers=headers)

    def post(self, path: str, data: Any = None, **more: Any) -> Any:
        """What the page's script sends."""
        headers = {"origin": self.desk.door.origin, **more.pop("headers", {})}
        return self.browser.post(self.desk.link(path), json=data, headers=headers, **more)

    def fill(self, path: str, data: Any = None, files: Any = None) -> Any:
        """A form without a script, sent off; its files as (field, (name, bytes))."""
        headers = {"origin": self.desk.door.origin, "accept": "text/html"}
        return self.browser.post(self.desk.link(path), data=data, files=files, headers=headers)

    def place(self, slug: str, *keys: str | int) -> dict[str, Any]:
        """A place as the script names it, with the stamp of the file as it is now."""
        dossier = self.desk.session.dossier()
        assert dossier is not None
        path = section_path(dossier, SECTION_OF_SLUG[slug])
        text = (self.root / path).read_bytes().decode("utf-8-sig")
        self.desk.versions.keep(path, text)
        return {"slug": slug, "path": path, "keys": list(keys), "stamp": stamp_of(text)}

    def save(self, slug: str, keys: Sequence[str | int], value: str | list[str], **more: Any) -> Any:
        """An answer typed into a box."""
        return self.post("/save", {**self.place(slug, *keys), "value": value, **more})


def open_client(root: Path) -> DeskClient:
    """A browser that used the address with the token."""
    desk = open_desk(root, PORT)
    browser = TestClient(desk_application(desk), base_url=desk.door.origin, follow_redirects=False)
    address = desk.door.new_address()
    answer = browser.get(address.removeprefix(desk.door.origin))
    assert answer.status_code == 200, answer.text
    return DeskClient(desk, browser)


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """The elements of a page with their attributes."""
    parser = _Ids()
    parser.feed(html)
    return parser.found


def keys_of_boxes(html: str) -> list[list[str | int]]:
    """The places that the boxes of a page stand for."""
    return [json.loads(str(found["data-keys"])) for _, found in elements(html) if "data-keys" in found]


def text_of(html: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"<[^>]+>", "", html)
