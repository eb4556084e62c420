"""Every page of the desk in a browser: axe (wide and narrow, light and dark), the keyboard alone, paper."""

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
from repositories import commit, repository

from brandcluster.cli.desk.asgi import desk_application
from brandcluster.cli.desk.desk import OpenDesk, open_desk
from brandcluster.cli.desk.province_pages import PROVINCE
from brandcluster.cli.desk.questions import RouteRow
from brandcluster.cli.desk.routes import ROUTES
from brandcluster.cli.desk.serving import listening
from brandcluster.cli.handing import compared_handover
from brandcluster.dossier.editing.handed_over import handover_text
from brandcluster.dossier.load import load_dossier
from brandcluster.session.desk.pilot_sections import pilot_sections, yearly_sections
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
    "/returns/standing?year=2013",
    "/import",
    "/letters",
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

    def look(self, width: int = 1366, *, dark: bool = False) -> None:
        """The size of the window and the colours that the person has chosen."""
        size = {"width": width, "height": 900 if width > 700 else 844, "deviceScaleFactor": 1, "mobile": width < 700}
        self.browser.call("Emulation.setDeviceMetricsOverride", **size)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.browser.call("Emulation.setEmulatedMedia", media="", features=scheme)

    def go(self, path: str, *, width: int = 1366, dark: bool = False) -> None:
        self.look(width, dark=dark)
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


#: A box without a label, and words that are hardly seen: what axe must find where it is planted.
FAULTS = """(() => {
  const box = document.createElement('input'), words = document.createElement('p');
  words.textContent = '看不清的字';
  const planted = document.createElement('div');
  planted.id = 'planted';
  words.style.cssText = 'color:#888;background:#999';
  planted.append(box, words);
  document.querySelector('main').prepend(planted);
})()"""
#: The rules that look at colours: all that dark and light can differ in.
COLOURS = "{runOnly: ['color-contrast', 'link-in-text-block']}"


def axe(seat: Seat, options: str = "{}", place: str = "document") -> tuple[int, list[Any]]:
    """How many rules were kept, and what axe takes for serious or critical, on the page that is open."""
    assert AXE.is_file(), "npm install in tests/axe"
    if not seat.browser.value("typeof axe === 'object'"):
        seat.browser.value(AXE.read_text(encoding="utf-8"))
    # Of long lists a few entries are enough.
    many = "tbody tr:nth-child(n+7), details.entry:nth-of-type(n+3), .docs p:nth-of-type(n+4)"
    seat.browser.value(f"document.querySelectorAll('{many}').forEach((each) => each.remove()); window.axeFound = null")
    run = f"axe.run({place}, {options}).then((r) => {{ window.axeFound = [r.passes.length, r.violations"
    run += ".filter((v) => v.impact === 'serious' || v.impact === 'critical')"
    run += ".map((v) => [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)])] })"
    seat.browser.value(f"setTimeout(() => {run}, 0); 1")
    end = time.monotonic() + 240
    while time.monotonic() < end:
        try:
            seat.browser.wait("window.axeFound !== null", 20)
            passed, found = seat.browser.value("window.axeFound")
            return passed, found
        except TimeoutError:  # a page that is looked at does not answer
            continue
    raise TimeoutError("axe does not end")


def serious(seat: Seat) -> list[Any]:
    """What axe takes for serious or critical; that it looked at something is asserted."""
    passed, found = axe(seat)
    assert passed > 10
    return found


def in_all_looks(seat: Seat, path: str = "") -> dict[Any, list[Any]]:
    """What axe finds wide and narrow, light and dark, of a page by its path or of the one that is open; in each look a
    fault that is planted then is found."""
    found = {}
    for width in (1366, 390):
        if path:
            seat.go(path, width=width)
        for dark in (False, True):
            seat.look(width, dark=dark)
            assert seat.browser.value("document.documentElement.scrollWidth") <= width, (path, width)
            found[width, dark] = axe(seat, COLOURS)[1] if dark else serious(seat)
        if path:
            seat.browser.value(FAULTS)
            for dark in (False, True):
                seat.look(width, dark=dark)
                planted = axe(seat, "{runOnly: ['label', 'color-contrast']}", "'#planted'")[1]
                assert {each[1] for each in planted} >= {"label", "color-contrast"}, (path, width, dark)
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(seat: Seat, path: str) -> None:
    assert in_all_looks(seat, path) == {}


@pytest.mark.parametrize("name", ["lanting", "incomplete"])
def test_axe_on_a_pilot_and_on_one_with_faults(tmp_path: Path, name: str) -> None:
    """The pages that are longest, those of the pilot years, and faults that are shown."""
    root = Path(shutil.copytree(EXAMPLES / name, tmp_path / "R"))
    paths = ["/start", "/zone", "/conditions", "/judging", "/making", "/pilot"]
    for seat in seated(root):
        dossier = seat.desk.session.dossier()
        assert dossier is not None
        of_years = [*pilot_sections(dossier), *yearly_sections(dossier)][:: 1 if name == "lanting" else 2]
        shown = [each.slug for each in of_years] + (["cover", "projects"] if name == "incomplete" else [])
        for path in (*paths, *(f"/form/{each}" for each in shown)):
            assert in_all_looks(seat, path) == {}, path


def test_axe_on_a_new_dossier(empty_seat: Seat) -> None:
    assert in_all_looks(empty_seat, "/new") == {}
    empty_seat.go("/new", width=390)
    empty_seat.send("form[action$='questions']", {"year": "没有", "province": "火星省"})
    assert empty_seat.browser.value("document.querySelectorAll('.wrong-answer').length") == 2
    assert in_all_looks(empty_seat) == {}


def test_axe_on_what_forms_answer(seat: Seat) -> None:
    seat.go("/handing")
    assert "副" in seat.browser.value("document.querySelector('main').textContent")
    for form, given in (("form[action$='seal']", {"by": "甲"}), ("form[action$='make']", {})):
        seat.go("/making")
        seat.send(form, given)
        seat.browser.wait("!!document.querySelector('#job')", 60)
        assert in_all_looks(seat) == {}, form
    seat.go("/handing")
    seat.browser.value("document.querySelectorAll('[required]').forEach((each) => { each.required = false })")
    seat.send("form.ask", {"by": "", "why": ""})
    assert "还没有填" in seat.browser.value("document.querySelector('main').textContent")
    assert in_all_looks(seat) == {}


def handed_over(home: Path) -> tuple[Path, Path]:
    """A region, and what a colleague changed of it: a figure, and two answers that were changed here too."""
    here, there = (Path(shutil.copytree(BASE, home / name)) for name in ("这里", "同事"))
    for root, name, plan in ((here, "王五", "先建检测平台一处"), (there, "赵六", "另建公共检测平台两处")):
        put(root / "dossier.yaml", r"(?m)^联系人:.*$", f"联系人: {name}")
        put(root / "application/plan.yaml", "。", f"，{plan}。")
    put(there / "statistics/2013.yaml", r"(区域工业总产值（万元）: )\d+", r"\g<1>50100")
    made = compared_handover(load_dossier(BASE), load_dossier(there), "第 1 次封存")
    file = home / "交接.json"
    file.write_text(handover_text(made._replace(by="赵六", why="核对统计局的数")), encoding="utf-8")
    return here, file


def put(file: Path, pattern: str, text: str) -> None:
    before = file.read_text(encoding="utf-8")
    after = re.sub(pattern, text, before, count=1)
    assert after != before, pattern
    file.write_text(after, encoding="utf-8")


def test_what_a_colleague_hands_over_is_seen_taken_in_and_settled(tmp_path: Path) -> None:
    """Both sides stand beside each other before anything is written, and again while one is chosen."""
    here, file = handed_over(tmp_path)
    for seat in seated(here):
        said = "document.querySelector('main').textContent"
        seat.go("/receiving")
        whole = seat.browser.call("DOM.getDocument")["root"]["nodeId"]
        box = seat.browser.call("DOM.querySelector", nodeId=whole, selector="input[type=file]")["nodeId"]
        seat.browser.call("DOM.setFileInputFiles", files=[str(file)], nodeId=box)
        seat.send("form[action$='receiving']")
        assert all(each in seat.browser.value(said) for each in ("50100", "王五", "赵六", "先建检测平台", "两处"))
        assert in_all_looks(seat) == {}
        seat.send("form[action$='receiving']")
        assert "收下了" in seat.browser.value(said) and in_all_looks(seat) == {}
        assert in_all_looks(seat, "/conflicts") == {}
        for _ in range(2):
            seat.go("/conflicts")
            seat.browser.value("window.leaving = true; [...document.querySelectorAll('.clash button')][1].click()")
            seat.browser.wait("!window.leaving && document.readyState === 'complete'", 30)
        assert "没有冲突了" in seat.browser.value(said)
    assert "联系人: 赵六\n" in (here / "dossier.yaml").read_text(encoding="utf-8")
    assert "两处" in (here / "application/plan.yaml").read_text(encoding="utf-8")


def test_axe_on_many_dossiers(tmp_path: Path) -> None:
    for name in ("lanting", "incomplete"):
        shutil.copytree(EXAMPLES / name, tmp_path / "many" / name)
    for seat in seated(tmp_path / "many", tuple(PROVINCE), {"pages": tmp_path / "pages"}):
        seat.go("/")
        assert serious(seat) == []
        seat.browser.wait("!document.querySelector('#job')?.dataset.running", 120)
        for path in ("/", "/overview/index.html", "/overview/none.html"):
            assert in_all_looks(seat, path) == {}, path


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
