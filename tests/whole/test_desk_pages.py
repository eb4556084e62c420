"""Every page of the desk in a browser: axe (wide and light, narrow and dark), the keyboard alone, paper."""

from __future__ import annotations

import asyncio
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
from repositories import commit, repository

from brandcluster.cli.desk.asgi import desk_application
from brandcluster.cli.desk.desk import OpenDesk, open_desk
from brandcluster.cli.desk.province_pages import PROVINCE
from brandcluster.cli.desk.questions import RouteRow
from brandcluster.cli.desk.routes import ROUTES
from brandcluster.cli.desk.serving import listening
from brandcluster.session.desk.sections import SECTIONS

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[1] / "axe" / "node_modules" / "axe-core" / "axe.min.js"
#: Pages that a form's answer is, with what is sent for them, come below.
WORK = (
    "/start",
    "/paper/application",
    "/paper/recommendation",
    "/making",
    "/conditions",
    "/zone",
    "/judging",
    "/returns",
    "/pilot",
    "/handing",
    "/receiving",
    "/conflicts",
    "/form/none",
)
PAGES = (*(f"/form/{each.slug}" for each in SECTIONS), *WORK)


class Seat:
    """A desk that is served, and a browser at it."""

    def __init__(self, desk: OpenDesk, browser: Browser) -> None:
        self.desk = desk
        self.browser = browser

    def go(self, path: str, *, width: int = 1366, dark: bool = False) -> None:
        size = {"width": width, "height": 900 if width > 700 else 844, "deviceScaleFactor": 1, "mobile": width < 700}
        self.browser.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.browser.call("Emulation.setEmulatedMedia", media="", features=scheme)
        self.browser.call("Page.navigate", url="about:blank")
        self.browser.call("Page.navigate", url=self.desk.door.origin + self.desk.link(path))
        self.browser.wait("location.href !== 'about:blank' && document.readyState === 'complete'", 30)

    def send(self, form: str, given: dict[str, str] | None = None) -> None:
        """Fill a form of the page that is open, and send it off."""
        for name, value in (given or {}).items():
            self.browser.value(f'document.querySelector("{form} [name={name}]").value = "{value}"')
        self.browser.value("window.leaving = true")
        self.browser.value(f'document.querySelector("{form} button").click()')
        self.browser.wait("!window.leaving && document.readyState === 'complete'", 30)


def seated(root: Path, rows: tuple[RouteRow, ...] = ROUTES, shown: dict[str, object] | None = None) -> Iterator[Seat]:
    path = program()
    assert path is not None, "no Chromium"
    with listening(0) as listener:
        desk = open_desk(root, listener.getsockname()[1])
        desk.shown.update(shown or {})
        config = uvicorn.Config(desk_application(desk, rows), log_config=None, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        serving = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
        serving.start()
        while not server.started:
            time.sleep(0.02)
        with Browser(path) as browser:
            browser.call("Page.navigate", url=desk.door.new_address())
            browser.wait("document.readyState === 'complete' && !!document.querySelector('main')", 60)
            yield Seat(desk, browser)
        server.should_exit = True
        serving.join(10)


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A region in the midst of its pilot, under git."""
    root = Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path_factory.mktemp("desk") / "R"))
    repository(root)
    commit(root, "begin")
    header = root / "dossier.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("职务: ", "职务: 副", 1), encoding="utf-8")
    yield from seated(root)


@pytest.fixture(scope="module")
def empty_seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A folder with nothing in it, beside a region."""
    home = tmp_path_factory.mktemp("beside")
    shutil.copytree(BASE, home / "上一轮")
    (home / "R").mkdir()
    yield from seated(home / "R")


@pytest.fixture
def own_seat(tmp_path: Path) -> Iterator[Seat]:
    yield from seated(Path(shutil.copytree(BASE, tmp_path / "R")))


# ---- axe ---------------------------------------------------------------------------------------------------------


def serious(seat: Seat) -> list[Any]:
    """What axe takes for serious or critical on the page that is open; that it looked at something is asserted."""
    assert AXE.is_file(), "npm install in tests/axe"
    seat.browser.value(f"{AXE.read_text(encoding='utf-8')}; window.axeFound = null")
    # Of long lists a few entries are enough.
    many = "tbody tr:nth-child(n+7), details.entry:nth-of-type(n+3)"
    seat.browser.value(f"document.querySelectorAll('{many}').forEach((each) => each.remove())")
    run = "axe.run(document).then((r) => { window.axeFound = [r.passes.length, r.violations"
    run += ".filter((v) => v.impact === 'serious' || v.impact === 'critical')"
    run += ".map((v) => [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)])] })"
    seat.browser.value(f"setTimeout(() => {run}, 0); 1")
    seat.browser.wait("window.axeFound !== null", 120)
    passed, found = seat.browser.value("window.axeFound")
    assert passed > 10
    return list(found)


def looked_at(seat: Seat, path: str) -> dict[Any, list[Any]]:
    found = {}
    for width, dark in ((1366, False), (390, True)):
        seat.go(path, width=width, dark=dark)
        assert seat.browser.value("document.documentElement.scrollWidth") <= width, (path, width)
        found[width, dark] = serious(seat)
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(seat: Seat, path: str) -> None:
    assert looked_at(seat, path) == {}


def test_axe_would_find_something(seat: Seat) -> None:
    seat.go("/form/cover")
    seat.browser.value("document.querySelector('label[for]').remove()")
    assert {each[1] for each in serious(seat)} >= {"label"}


def test_axe_on_a_new_dossier(empty_seat: Seat) -> None:
    assert looked_at(empty_seat, "/new") == {}
    empty_seat.go("/new", width=390)
    empty_seat.send("form[action$='questions']", {"year": "没有", "province": "火星省"})
    assert empty_seat.browser.value("document.querySelectorAll('.wrong-answer').length") == 2
    assert serious(empty_seat) == []


def test_axe_on_what_forms_answer(seat: Seat) -> None:
    seat.go("/handing")
    assert "副" in seat.browser.value("document.querySelector('main').textContent")
    assert serious(seat) == []
    seat.go("/making")
    seat.send("form[action$='seal']", {"by": "甲"})
    assert serious(seat) == []
    seat.go("/making")
    seat.send("form[action$='make']")
    seat.browser.wait("!!document.querySelector('#job')", 60)
    assert serious(seat) == []


def test_axe_on_many_dossiers(tmp_path: Path) -> None:
    for name in ("lanting", "incomplete"):
        shutil.copytree(EXAMPLES / name, tmp_path / "many" / name)
    for seat in seated(tmp_path / "many", tuple(PROVINCE), {"pages": tmp_path / "pages"}):
        seat.go("/")
        assert serious(seat) == []
        assert looked_at(seat, "/") == {}


# ---- the keyboard alone --------------------------------------------------------------------------------------------


def tab_to(seat: Seat, condition: str, *, most: int = 200, back: bool = False) -> None:
    """Tab until what has the focus is what is meant, and it is seen that it has it."""
    for _ in range(most):
        seat.browser.press("Tab", shift=back)
        if seat.browser.value(f"((e) => {condition})(document.activeElement)"):
            assert seat.browser.value("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(condition)


def left(seat: Seat, key: str) -> None:
    """Press a key that leads to another page."""
    seat.browser.value("window.leaving = true")
    seat.browser.press(key)
    seat.browser.wait("!window.leaving && document.readyState === 'complete'", 30)


def test_the_keyboard_alone(own_seat: Seat) -> None:
    """Tab, Enter, Space and letters: to a section, an answer, saved, taken back, and on to the next section."""
    header = own_seat.desk.root / "dossier.yaml"
    own_seat.go("/start")
    tab_to(own_seat, "e.href?.endsWith('/form/cover')")
    left(own_seat, "Enter")
    own_seat.browser.press("Tab")
    assert own_seat.browser.value("document.activeElement.className") == "skip"
    own_seat.browser.press("Enter")
    tab_to(own_seat, "e.closest('.box')?.dataset.keys.includes('\\\\u804c\\\\u52a1')", most=60)
    own_seat.browser.call("Input.insertText", text="代理")
    own_seat.browser.wait("document.getElementById('saved').textContent === '已保存'")
    assert "代理" in header.read_text(encoding="utf-8")
    tab_to(own_seat, "e.type === 'checkbox' && !e.checked", back=True)
    own_seat.browser.press(" ")
    own_seat.browser.wait("document.activeElement.checked && document.getElementById('saved').textContent === '已保存'")
    tab_to(own_seat, "e.id === 'undo'", back=True)
    for _ in range(2):
        own_seat.browser.press("Enter")
        own_seat.browser.wait("document.getElementById('saved').textContent.startsWith('已撤销')")
        own_seat.browser.value("document.getElementById('saved').textContent = ''")
    assert "代理" not in header.read_text(encoding="utf-8")
    tab_to(own_seat, "e.matches('.onward a.forward')")
    left(own_seat, "Enter")
    assert own_seat.browser.value("document.body.dataset.slug") == "industries"


# ---- paper ---------------------------------------------------------------------------------------------------------


def test_what_is_filled_in_is_printed_and_the_buttons_are_not(seat: Seat) -> None:
    seat.go("/form/projects")
    seat.browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    assert seat.browser.value("document.querySelectorAll('#boxes .box textarea')[0].getClientRects().length") == 1
    for selector in (".side", "#undo", "button.add", ".next"):
        assert seat.browser.value(f"document.querySelector('{selector}').getClientRects().length") == 0, selector
    assert seat.browser.pdf().startswith(b"%PDF")


def test_a_window_made_wider_shows_the_sections(seat: Seat) -> None:
    shown = "document.querySelector('nav a[href$=\"/form/cover\"]').checkVisibility({contentVisibilityAuto: true})"
    seat.go("/receiving", width=390)
    assert not seat.browser.value("document.getElementById('sections').open")
    size = {"width": 1366, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    seat.browser.call("Emulation.setDeviceMetricsOverride", **size)
    seat.browser.wait("document.getElementById('sections').open")
    assert seat.browser.value(shown)


def test_a_box_for_long_text_has_no_gaps(seat: Seat) -> None:
    """The line ends between its parts are not lines."""
    seat.go("/form/approach")
    gap = "(b => b.querySelector('textarea').getBoundingClientRect().top - b.querySelector('.hint')"
    assert seat.browser.value(f"{gap}.getBoundingClientRect().bottom)(document.querySelector('.box.text'))") < 15
