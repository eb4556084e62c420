"""The desk in a real browser: chosen parts kept in the address, what is hit by a finger, axe, paper."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, program
from cases import EXAMPLES

from brandcluster.cli.start import start

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "axe" / "node_modules" / "axe-core" / "axe.min.js"
#: Links within a sentence may be as small as its words.
SMALL = """Array.from(document.querySelectorAll('a, button, select, summary'))
  .filter(e => !e.closest('p, .asked, .skip, .text, caption, td.long') && !e.matches('.skip'))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([e, box]) => [e.outerHTML.slice(0, 120), box.width, box.height])"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the examples, one of them changed since the last time, and much that could not be looked at."""
    home = tmp_path_factory.mktemp("desk")
    desk = home / "收到"
    for name in ("lanting", "qingshiling", "incomplete"):
        shutil.copytree(EXAMPLES / name, desk / name)
    for number in range(60):
        (desk / f"{number}.rar").write_bytes(b"Rar!")
    region = desk / "qingshiling" / "application" / "region.yaml"
    region.write_text(region.read_text(encoding="utf-8").replace("18.6", "20"), encoding="utf-8")
    call = ["review", str(desk), "--previous", str(EXAMPLES), "--date", "2016-07-01", "--jobs", "1"]
    assert start([*call, "--html", str(home / "网页")]) == 1
    return home / "网页"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = program()
    assert path is not None, "no Chromium is installed"
    with Browser(path) as opened:
        yield opened


def choose(browser: Browser, key: str, value: str) -> None:
    select = f"document.querySelector('[data-filter={key}]')"
    browser.value(f"{select}.value = '{value}'; {select}.dispatchEvent(new Event('change'))")


def listed(browser: Browser) -> list[str]:
    found: list[str] = browser.value(
        "Array.from(document.querySelectorAll('#list tbody tr')).filter(r => r.getClientRects().length)"
        ".map(r => r.cells[1].textContent)"
    )
    return found


def again(browser: Browser, address: str) -> None:
    """Open an address anew."""
    browser.call("Page.navigate", url="about:blank")
    browser.wait("location.href === 'about:blank'")
    browser.call("Page.navigate", url=address)
    browser.wait("document.readyState === 'complete' && document.querySelector('main') !== null")


def test_what_is_chosen_stays_in_the_address(browser: Browser, site: Path) -> None:
    browser.open(site / "index.html")
    assert len(listed(browser)) == 3
    choose(browser, "province", "浙江省")
    assert listed(browser) == ["浙江省"] and "省份：浙江省：1 份" in browser.value(
        "document.getElementById('shown').textContent"
    )
    browser.value(
        "document.querySelectorAll('table.sortable')[1].tHead.rows[0].cells[3].querySelector('button').click()"
    )
    address = browser.value("location.href")
    again(browser, address)
    assert (
        listed(browser) == ["浙江省"]
        and browser.value("document.querySelector('[data-filter=province]').value") == "浙江省"
    )
    head = "document.querySelectorAll('table.sortable')[1].tHead.rows[0].cells[3]"
    assert browser.value(f"{head}.getAttribute('aria-sort')") == "ascending"
    # A part of the page keeps it, and so does the way to a dossier and back.
    browser.value("document.querySelector('nav a[href^=\"#figures\"]').click()")
    browser.wait("location.hash.startsWith('#figures')")
    assert listed(browser) == ["浙江省"]
    browser.value("document.querySelector('#list tbody tr:not([hidden]) th a').click()")
    browser.wait("document.readyState === 'complete' && document.querySelector('.back a') !== null")
    browser.value("document.querySelector('.back a').click()")
    browser.wait("document.readyState === 'complete' && document.querySelector('.filters') !== null")
    assert listed(browser) == ["浙江省"]
    browser.value("document.querySelector('.filters button').click()")
    assert len(listed(browser)) == 3 and "province" not in browser.value("location.href")
    assert browser.complaints == []


def test_an_address_that_names_nothing_here_hides_nothing(browser: Browser, site: Path) -> None:
    browser.open(site / "index.html")
    again(browser, browser.value("location.href") + "#?province=没有的省&sort0=99&sort1=x&stage=%3Cscript%3E")
    assert len(listed(browser)) == 3 and browser.complaints == []


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_the_first_dossier_stands_on_the_first_screen(browser: Browser, site: Path, width: int, height: int) -> None:
    browser.open(site / "index.html", width=width, height=height)
    browser.value("document.querySelector('[data-filter=state]').value = 'errors'")
    browser.value("document.querySelector('[data-filter=state]').dispatchEvent(new Event('change'))")
    assert browser.value(
        "document.querySelector('#list tbody tr:not([hidden])').getBoundingClientRect().top + 60 < innerHeight"
    )


@pytest.mark.parametrize("width", [1366, 390])
def test_what_leads_somewhere_is_large_enough_to_hit(browser: Browser, site: Path, width: int) -> None:
    for path in (site / "index.html", *sorted((site / "pages").glob("*.html"))):
        browser.open(path, width=width)
        assert browser.value(SMALL) == [], path


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("name", ["index.html", "pages/qingshiling.html", "pages/incomplete.html"])
def test_axe_finds_nothing_serious(browser: Browser, site: Path, name: str, width: int, dark: bool) -> None:
    assert AXE.is_file(), "npm install in tests/axe"
    browser.open(site / name, width=width)
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    browser.call("Emulation.setEmulatedMedia", media="", features=scheme)
    # Of the source files a few lines are enough, and of the long tables a few rows.
    browser.value("document.querySelectorAll('tbody tr:nth-child(n+9)').forEach(e => e.remove())")
    assert serious(browser) == []


def test_axe_would_find_something(browser: Browser, site: Path) -> None:
    browser.open(site / "index.html")
    browser.value("document.querySelectorAll('main > section:not(#list)').forEach(e => e.remove())")
    browser.value("document.querySelector('.filters label').firstChild.textContent = ''")
    browser.value("document.querySelector('h1').style.color = 'rgb(200, 200, 200)'")
    assert {found[1] for found in serious(browser)} >= {"select-name"}


def serious(browser: Browser) -> list[Any]:
    """What axe takes for serious or critical on the page that is open."""
    browser.value(f"{AXE.read_text(encoding='utf-8')}; window.axeFound = null")
    run = "axe.run(document, {resultTypes: ['violations']}).then(r => { window.axeFound = r.violations"
    run += ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
    run += ".map(v => [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)]) })"
    browser.value(f"setTimeout(() => {run}, 0); 1")
    end = time.monotonic() + 240
    while time.monotonic() < end:
        try:
            found: list[Any] | None = browser.value("window.axeFound")
        except TimeoutError:  # it is busy
            continue
        if found is not None:
            return found
        time.sleep(0.2)
    raise TimeoutError("axe does not end")


def test_on_paper_everything_that_was_not_chosen_is_left_out(browser: Browser, site: Path) -> None:
    browser.open(site / "index.html")
    choose(browser, "province", "浙江省")
    browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    assert listed(browser) == ["浙江省"]
    assert browser.value("getComputedStyle(document.querySelector('.filters')).display") == "none"
    assert browser.value("document.getElementById('shown').getClientRects().length") == 1
    assert browser.pdf().startswith(b"%PDF")
    browser.screenshot()
