"""The page at the desk in a real browser: typed at, looked at, left."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from browser import Browser, program
from cases import BASE, EXAMPLES

from brandcluster.cli.desk.asgi import desk_application
from brandcluster.cli.desk.desk import OpenDesk, open_desk
from brandcluster.cli.desk.serving import listening
from brandcluster.session.desk.page_boxes import box_id

pytestmark = pytest.mark.browser
HEADER, REGION = "dossier.yaml", "application/region.yaml"


class Visit:
    """A desk that is served, and a browser at it."""

    def __init__(self, desk: OpenDesk, browser: Browser) -> None:
        self.desk = desk
        self.browser = browser

    def go(self, path: str) -> None:
        self.browser.call("Page.navigate", url=self.desk.door.origin + self.desk.link(path))
        self.browser.wait(
            f"location.pathname === {self.desk.link(path).partition('#')[0]!r} && document.readyState === 'complete'"
        )

    def type(self, selector: str, text: str) -> None:
        """Focus a box, mark what stands there, and type over it."""
        self.browser.value(f"(() => {{ const e = document.querySelector({selector!r}); e.focus(); e.select(); }})()")
        self.browser.call("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        self.browser.value(f"document.querySelector({selector!r}).click()")

    def header(self) -> str:
        return (self.desk.root / HEADER).read_text(encoding="utf-8")


def box(label: str, path: str = HEADER) -> str:
    return f"#{box_id(path, (label,))}"


def until(holds: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    root = Path(shutil.copytree(BASE, tmp_path / "R"))
    yield from _visiting(root)


def _visiting(root: Path) -> Iterator[Visit]:
    path = program()
    assert path is not None, "no Chromium"
    with listening(0) as listener:
        desk = open_desk(root, listener.getsockname()[1])
        server = uvicorn.Server(uvicorn.Config(desk_application(desk), log_config=None, lifespan="off", ws="none"))
        serving = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
        serving.start()
        until(lambda: server.started)
        with Browser(path) as browser:
            browser.call("Page.navigate", url=desk.door.new_address())
            browser.wait("!!document.querySelector('#boxes')")
            yield Visit(desk, browser)
            assert [each for each in browser.complaints if "409 (Conflict)" not in each] == []
        server.should_exit = True
        serving.join(10)


def test_typing_saves_and_says_what_is_wrong(visit: Visit) -> None:
    visit.go("/form/cover")
    visit.type(f"{box('联系人')} input", "丙某")
    until(lambda: "联系人: 丙某\n" in visit.header())
    visit.type(f"{box('申报日期')} input", "2014年4月20日")
    visit.browser.wait(f"!!document.querySelector('{box('申报日期')} .fix')")
    assert (
        visit.browser.value(f"document.querySelector({(box('申报日期') + ' input')!r}).getAttribute('aria-invalid')")
        == "true"
    )
    visit.click(f"{box('申报日期')} .fix")
    until(lambda: re.search('申报日期: "?2014-04-20', visit.header()))
    visit.browser.wait(f"document.querySelector({(box('申报日期') + ' input')!r}).value === '2014-04-20'")
    visit.click("#undo")
    until(lambda: "2014年4月20日" in visit.header())


def test_another_window_and_another_program(visit: Visit) -> None:
    visit.go("/form/cover")
    path = visit.desk.root / HEADER
    path.write_text(visit.header().replace("科长", "编辑器里的职务"), encoding="utf-8")
    at = time.monotonic()
    visit.browser.wait(f"document.querySelector({(box('职务') + ' input')!r}).value === '编辑器里的职务'")
    assert time.monotonic() - at < 5
    visit.browser.wait("document.querySelector('#notices').textContent.includes('科长')")
    # Typed over while the file changes below: both are shown, and the person chooses.
    visit.browser.value(
        "(() => { const was = window.fetch; window.fetch = (path, more) => String(path).includes('/save')"
        " ? new Promise((go) => setTimeout(() => go(was(path, more)), 1500)) : was(path, more); })()"
    )
    visit.type(f"{box('联系人')} input", "这里的人")
    time.sleep(0.2)
    path.write_text(visit.header().replace("甲某", "那里的人"), encoding="utf-8")
    visit.browser.wait("!!document.querySelector('.both')", 15)
    said = visit.browser.value("document.querySelector('.both').textContent")
    assert "这里的人" in said and "那里的人" in said and "那里的人" in visit.header()
    visit.browser.value(
        "[...document.querySelectorAll('.both button')].find((e) => e.textContent === '用这里写的').click()"
    )
    until(lambda: "联系人: 这里的人\n" in visit.header())


def test_entries_by_keyboard(visit: Visit) -> None:
    visit.go("/form/top-three")
    visit.browser.value("document.querySelector('button.add').focus()")
    visit.browser.press("Enter")
    visit.browser.wait("document.querySelectorAll('details.entry').length === 4")
    visit.browser.call("Input.insertText", text="第四家")
    file = visit.desk.root / "application" / "top-enterprises.yaml"
    until(lambda: "第四家" in file.read_text(encoding="utf-8"))
    visit.browser.value("document.querySelectorAll('[data-do=remove]')[3].focus()")
    visit.browser.press("Enter")
    until(lambda: "第四家" not in file.read_text(encoding="utf-8"))


def test_what_was_typed_last_is_not_lost(visit: Visit) -> None:
    """The page is left in the middle of a word."""
    visit.go("/form/cover")
    visit.type(f"{box('地址')} input", "半个")
    visit.go("/form/approach")
    until(lambda: "地址: 半个\n" in visit.header())


def test_a_figure_is_picked(visit: Visit) -> None:
    visit.go("/form/industries")
    visit.type(f"{box('区域内产业构成说明', REGION)} textarea", "增加值率")
    visit.click(f"{box('区域内产业构成说明', REGION)} .refer")
    visit.browser.wait("document.querySelector('#references').open")
    visit.browser.wait("document.querySelectorAll('#references-list button').length > 5")
    visit.browser.value(
        "[...document.querySelectorAll('#references-list button')].find((e) => e.textContent.startsWith('指标.工业增加值率')).click()"
    )
    file = visit.desk.root / "application" / "region.yaml"
    until(lambda: "{{ 指标.工业增加值率 }}" in file.read_text(encoding="utf-8"))
    visit.browser.wait(
        f"document.querySelector({(box('区域内产业构成说明', REGION) + ' .refs')!r})?.textContent.includes('指标.工业增加值率')"
    )


def test_no_page_scrolls_sideways(visit: Visit) -> None:
    from brandcluster.session.desk.sections import SECTIONS

    for width in (390, 1366):
        visit.browser.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 700
        )
        for section in SECTIONS:
            visit.go(f"/form/{section.slug}")
            assert visit.browser.value("document.documentElement.scrollWidth") <= width, section.slug


def test_the_last_page_that_closes_says_so(visit: Visit) -> None:
    until(lambda: bool(visit.desk.pages))
    visit.browser.call("Page.navigate", url="about:blank")
    until(lambda: not visit.desk.pages and visit.desk.left is not None)


def test_a_hostile_dossier(tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "R"))
    path = root / HEADER
    bad = "<img src=x onerror=document.title=1><script>document.title=2</script>"
    path.write_text(
        re.sub(r"(?m)^(联系人|区域名称|职务): .*$", rf"\1: '{bad}'", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    for visit in _visiting(root):
        visit.go("/form/cover")
        visit.type(f"{box('地址')} input", bad)
        until(lambda: bad in (root / HEADER).read_text(encoding="utf-8").split("地址")[1].split("\n")[0])
        path.write_text(visit.header().replace("<script>", "<script >", 1), encoding="utf-8")
        visit.browser.wait("document.querySelector('#notices').textContent.includes('<script >')")
        assert visit.browser.value("document.title").startswith("封面") and not visit.browser.value(
            "!!document.querySelector('main img')"
        )
