"""The site of the documentation: built strictly, and searched as a reader does, in Chinese, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import build_site
import pytest
from browser import Browser, program
from cases import ROOT

from brandcluster.base import site
from brandcluster.cli.app import COMMANDS


def test_every_page_has_its_place_once() -> None:
    names = sorted(build_site.pages())
    said = build_site.navigation(names)
    assert all(said.count(f'"{name}"') == 1 for name in names)
    known = {name for _, section in build_site.SECTIONS for name in section}
    assert not known - set(names), "a guide that is no more"


def test_links_hold_where_all_pages_stand_together() -> None:
    texts = build_site.pages()
    assert "](SECURITY.md)" in texts["threat-model.md"] and "](threat-model.md)" in texts["SECURITY.md"]
    assert "](docs/" not in texts["index.md"].replace("[docs/", "") and "](windows.md)" in texts["index.md"]


def test_lists_are_indented_as_the_generator_reads_them() -> None:
    given = "甲：\n1. 乙\n\n       pip\n\n   丙\n- 丁\n  - 戊\n\n```\n- 己\n  庚\n```\n"
    assert build_site._indented(given) == (
        "甲：\n\n1. 乙\n\n        pip\n\n    丙\n- 丁\n    - 戊\n\n```\n- 己\n  庚\n```\n"
    )


def test_the_address_stands_in_the_settings_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "site_url" not in (ROOT / "zensical.toml").read_text(encoding="utf-8").split("[project]", 1)[1]
    build_site.stage(tmp_path / "a")
    assert ('site_url = "' in (tmp_path / "a" / "zensical.toml").read_text(encoding="utf-8")) == bool(site.SITE)
    monkeypatch.setattr(build_site, "SITE", "https://docs.example/brandcluster")
    build_site.stage(tmp_path / "b")
    assert 'site_url = "https://docs.example/brandcluster/"' in (tmp_path / "b" / "zensical.toml").read_text(
        encoding="utf-8"
    )
    assert (tmp_path / "b" / "docs" / "schemas" / "plan.json").is_file()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said of what is asked for."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    assert build_site.build(out) == 0, "not strict, or not installed: make test-docs"
    return out


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(built))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.docs
def test_every_command_and_code_has_a_page(built: Path) -> None:
    for name, _, _ in COMMANDS:
        assert (built / "commands" / name / "index.html").is_file(), name
    for path in (ROOT / "docs" / "rules").glob("[A-Z][0-9]*.md"):
        assert (built / "rules" / path.stem / "index.html").is_file(), path.stem
    home = (built / "index.html").read_text(encoding="utf-8")
    assert "<code>py -m pip install --user pipx\n" in home.replace("<span></span>", ""), "code in a list"
    assert (built / "schemas" / "plan.json").read_bytes() == (ROOT / "schemas" / "plan.json").read_bytes()


@pytest.mark.docs
def test_nothing_is_fetched_from_elsewhere(built: Path, address: str) -> None:
    found = program()
    if found is None:
        pytest.fail("no Chromium")
    with Browser(found) as browser:
        browser.call("Page.navigate", url=f"{address}rules/P101/")
        browser.wait("document.readyState === 'complete' && document.title.includes('P101')")
        asked = [each for each in browser.requests if not each.startswith((address, "data:", "blob:", "about:"))]
        assert asked == []


@pytest.mark.docs
@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("试点周期", "rules/P101/"),
        ("P101", "rules/P101/"),
        ("validate", "commands/validate/"),
        ("整理写法", "commands/fmt/"),
        ("交接改动", "commands/handover/"),
    ],
)
def test_words_are_found(words: str, page: str, address: str) -> None:
    found = program()
    if found is None:
        pytest.fail("no Chromium")
    with Browser(found) as browser:
        browser.call("Page.navigate", url=address)
        loaded = "performance.getEntriesByType('resource').some(each => each.name.endsWith('/search.json'))"
        browser.wait(f"document.readyState === 'complete' && {loaded}", 60)
        roots = "[document, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)]"
        field = "input[role=combobox]"
        browser.value("document.querySelector('.md-search__button').click()")  # once: another click would close it
        browser.wait(f"{roots}.some(r => r.activeElement && r.activeElement.matches('{field}'))", 60)
        browser.call("Input.insertText", text=words)
        links = f"{roots}.flatMap(r => [...r.querySelectorAll('a[role=option]')]).map(a => a.href.split(/[?#]/)[0])"
        browser.wait(f"{links}.slice(0, 12).includes('{address}{page}')", 60)
