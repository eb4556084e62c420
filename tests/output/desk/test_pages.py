"""The pages: what they say, that nothing in them acts but our own script, and how a real browser shows them."""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from browser import Browser, program
from cases import EXAMPLES

from brandcluster.cli.start import start
from brandcluster.review.page.charts import HEIGHT, WIDTH, Series, draw_chart
from brandcluster.review.page.source import line_anchor

EVIL = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>&amp;{{7*7}}"
LONG = "长" * 5_000 + "x" * 5_000


def evil_dossier(target: Path) -> Path:
    """A dossier whose values try to act, and one value that is far too long."""
    shutil.copytree(EXAMPLES / "qingshiling", target)
    header = target / "dossier.yaml"
    quoted = "'" + EVIL.replace("'", "''") + "'"
    lines = [
        f"申报单位: {quoted}"
        if line.startswith("申报单位:")
        else f"区域名称: {LONG}"
        if line.startswith("区域名称:")
        else line
        for line in header.read_text(encoding="utf-8").splitlines()
    ]
    header.write_text("\n".join([*lines, ""]), encoding="utf-8")
    plan = target / "application" / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    name = re.search(r"主要工作项目:\n(?:\s*#.*\n)*\s+- 名称: (.*)\n", text)
    assert name is not None
    plan.write_text(text.replace(name.group(1), quoted), encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the examples and of a hostile dossier."""
    home = tmp_path_factory.mktemp("site")
    desk = home / "收到"
    for name in ("lanting", "qingshiling", "incomplete"):
        shutil.copytree(EXAMPLES / name, desk / name)
    evil_dossier(desk / ("#恶意 '\"&%41<b>" if os.name == "posix" else "#恶意 '&%41"))
    assert start(["review", str(desk), "--date", "2016-07-01", "--html", str(home / "网页"), "--jobs", "1"]) == 1
    return home / "网页"


class Page(HTMLParser):
    """The tags, ids, links and text of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        target = {"style": self.styles, "script": self.scripts}.get(self._inside, self.text)
        target.append(data)

    def values(self, attribute: str) -> list[str]:
        return [found for _, attributes in self.tags if (found := attributes.get(attribute)) is not None]


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


# ---- without a browser -----------------------------------------------------------------------------------------


def test_one_page_a_dossier_and_every_link_leads_somewhere(site: Path) -> None:
    assert len(pages(site)) == 5
    read = {path: Page(path) for path in pages(site)}
    anchors = {path: set(page.values("id")) for path, page in read.items()}
    for path, page in read.items():
        ids = page.values("id")
        assert len(ids) == len(set(ids)), path
        for link in page.values("href"):
            if link == "data:,":
                continue
            file, _, anchor = link.partition("#")
            target = path if not file else Path(os.path.normpath(path.parent / unquote(file)))
            assert target in read, link
            assert not anchor or anchor in anchors[target], link


def test_nothing_on_a_page_can_act_but_the_one_script(site: Path) -> None:
    for path in pages(site):
        page = Page(path)
        assert [len(page.scripts), len(page.styles)] == [1, 1]
        [policy] = [a["content"] or "" for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
        for text in (*page.scripts, *page.styles):
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
        assert not [a for _, a in page.tags if "style" in a or any(name.startswith("on") for name in a)]
        assert not {tag for tag, _ in page.tags} & {"img", "iframe", "object", "embed", "form", "base", "input"}
        assert all("://" not in link and not link.startswith("/") for link in page.values("href"))


def test_hostile_values_are_text(site: Path) -> None:
    [path] = [path for path in pages(site) if "恶意" in path.name]
    text = "".join(Page(path).text)
    assert EVIL in text and LONG in text
    assert "<script>alert" not in path.read_text(encoding="utf-8")


@pytest.mark.long
def test_no_absolute_path_and_the_same_bytes_again(site: Path, tmp_path: Path) -> None:
    for path in pages(site):
        text = path.read_text(encoding="utf-8")
        assert str(site.parent) not in text and "file:" not in text
    code = start(["report", str(EXAMPLES / "lanting"), "--date", "2016-07-01", "-o", str(tmp_path / "a.html")])
    again = start(["report", str(EXAMPLES / "lanting"), "--date", "2016-07-01", "-o", str(tmp_path / "b.html")])
    assert (code, again) == (0, 0)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_every_figure_says_numerator_denominator_and_year(site: Path) -> None:
    text = (site / "pages" / "lanting.html").read_text(encoding="utf-8")
    assert "<b>28.40%</b>" in text and "16.65/58.63亿" in text and "31/84家" in text
    row = text[text.index("2015 年<span") :]
    assert row.index("28.40%") < row.index("</tr>")
    assert re.search(
        r'28\.40%</b>\s*<span class="frac">16\.65/58\.63亿</span>\s*<span class="from"><a class="src" href="#statistics/2015\.yaml:20"',
        text,
    )


def test_sources_hold_the_line_that_is_pointed_at(site: Path) -> None:
    text = (site / "pages" / "qingshiling.html").read_text(encoding="utf-8")
    line = next(
        number
        for number, line in enumerate(
            (EXAMPLES / "qingshiling" / "dossier.yaml").read_text(encoding="utf-8").splitlines(), 1
        )
        if line.startswith("申报主体类型")
    )
    assert re.search(rf'<tr id="dossier\.yaml:{line}"><td>{line}</td><td>申报主体类型', text)
    assert "enterprises/" not in text[text.index('id="sources"') :]


def test_what_was_sealed_is_a_source_too(site: Path) -> None:
    text = (site / "pages" / "lanting.html").read_text(encoding="utf-8")
    assert 'href="#sealed/1/files/statistics/2013.yaml:20"' in text
    assert '<tr id="sealed/1/files/statistics/2013.yaml:20"><td>20</td><td>    工业增加值' in text


def test_the_overview_leads_to_the_line_of_each_figure_and_seal(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<a href="pages/lanting\.html#statistics/2015\.yaml:\d+" title="[^"]+"><b>28\.40%</b></a>', text)
    assert 'href="pages/lanting.html#recommendation.yaml:15">2014-05-16</a>' in text


def test_an_anchor_is_a_name_that_links_take() -> None:
    paths = ["a b.yaml", "a~20~b.yaml", "a#b", "省/é.yaml", "statistics/2013.yaml", 'x"<>&y']
    names = [line_anchor(path, 3) for path in paths]
    assert len(set(names)) == len(paths) and names[4] == "statistics/2013.yaml:3"
    assert all(re.fullmatch(r"[A-Za-z0-9._/~:-]+", name) for name in names)


def test_a_selection_leaves_no_link_without_a_page(tmp_path: Path) -> None:
    for name in ("lanting", "qingshiling"):
        shutil.copytree(EXAMPLES / name, tmp_path / "in" / name)
    shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "in" / "再报")
    call = ["review", str(tmp_path / "in"), "--date", "2016-07-01", "--html", str(tmp_path / "web"), "--jobs", "1"]
    start([*call, "--province", "浙江"])
    page = Page(tmp_path / "web" / "index.html")
    linked = {link.partition("#")[0] for link in page.values("href") if link.startswith("pages/")}
    assert linked == {"pages/lanting.html"} and len(pages(tmp_path / "web")) == 2
    assert "再报" in "".join(page.text)  # named, with no link


def test_a_baseline_that_was_sealed_otherwise_stands_beside_the_present_one(tmp_path: Path) -> None:
    path = tmp_path / "甲"
    shutil.copytree(EXAMPLES / "lanting", path)
    statistics = path / "statistics" / "2013.yaml"
    text = statistics.read_text(encoding="utf-8")
    statistics.write_text(
        re.sub(r"工业增加值（万元）: \d+", "工业增加值（万元）: 100000", text, count=1), encoding="utf-8"
    )
    out = tmp_path / "a.html"
    assert start(["report", str(path), "--date", "2016-07-01", "-o", str(out)]) == 0
    part = out.read_text(encoding="utf-8").split('id="figures"')[1].split("</section>")[0]
    rows = re.findall(r'<tr class="base">.*?</tr>', part, re.DOTALL)
    assert len(rows) == 3  # the sealed and the present one of the first industry, the one of the second
    assert "25.80%" in rows[0] and "sealed/1/files/statistics/2013.yaml" in rows[0].replace("<wbr>", "")
    assert "19.10%" in rows[1] and "25.80%" in part.split("</desc>")[0]


def test_a_persons_page_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    call = ["report", str(EXAMPLES / "qingshiling"), "--date", "2014-07-01", "-o", str(out)]
    assert start(call) == 0 and start([*call[:3], "2014-07-02", *call[4:]]) == 0
    out.write_text(out.read_text(encoding="utf-8").replace("</h1>", "我的</h1>"), encoding="utf-8")
    assert start(call) == 1 and "我的" in out.read_text(encoding="utf-8")
    assert start([*call, "--overwrite"]) == 0


def test_changes_since_the_seal(tmp_path: Path) -> None:
    path = tmp_path / "甲"
    shutil.copytree(EXAMPLES / "qingshiling", path, ignore=shutil.ignore_patterns("sealed"))
    assert start(["seal", str(path), "--by", "张三", "--date", "2014-04-18"]) == 0
    out = tmp_path / "a.html"
    call = ["report", str(path), "--date", "2014-07-01", "-o", str(out)]
    assert start(call) == 0
    assert "没有改动。" in out.read_text(encoding="utf-8")
    plan = path / "application" / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("总额（万元）: ", "总额（万元）: 9", 1), encoding="utf-8")
    assert start(call) == 0
    part = out.read_text(encoding="utf-8").split('id="changes"')[1].split("</section>")[0]
    assert re.search(r"资金 总额：\d+万元 → 9\d+万元（\+\d+\.\d\d%）", part) and re.search(
        r"application/plan.yaml:\d+", part
    )


# ---- charts ------------------------------------------------------------------------------------------------------


def series(
    figures: tuple[tuple[int, Any], ...],
    targets: tuple[tuple[date, Any], ...] = (),
    base: tuple[int, Any] | None = None,
    need: Any = None,
) -> Series:
    return Series("x", figures, targets, base, None if need is None else Fraction(need))


@pytest.mark.parametrize(
    "given",
    [
        series(((2013, Fraction(0)),)),
        series(((2013, Fraction(100)),), need=100),
        series(((2013, Fraction(0)), (2015, Fraction(100))), base=(2013, Fraction(0)), need=30),
        series(((2013, Fraction("26.84")), (2014, Fraction("26.841")))),
        series(((2013, Fraction(97)),), base=(2013, Fraction(97)), need=102),
        series((), ((date(2015, 6, 1), Fraction(30)),), need=30),
        series(tuple((year, Fraction(year - 1990)) for year in range(1990, 2040))),
        series(((2013, Fraction(30)),), ((date(2014, 12, 1), Fraction(30)),), (2013, Fraction(30)), 30),
        series(((2013, Fraction(155)),), base=(2013, Fraction(155))),
    ],
)
def test_everything_drawn_stands_on_the_picture(given: Series) -> None:
    made = draw_chart("c", given)
    assert made is not None
    ys = [float(y) for y, _ in made.grid] + [float(level.text_y) for level in made.levels]
    marks = [*made.points, *made.targets]
    ys += [float(mark.y) for mark in marks] + [float(mark.label_y) for mark in marks]
    assert all(0 <= y <= HEIGHT for y in ys)
    assert all(0 <= float(mark.x) <= WIDTH for mark in marks)
    assert 2 <= len(made.grid) <= 12 and 1 <= len(made.years) <= 8
    heights = sorted(float(level.text_y) for level in made.levels)
    assert all(second - first >= 13 for first, second in itertools.pairwise(heights))
    assert made.description


def test_a_scale_that_does_not_begin_at_0_says_so_and_what_cannot_be_is_marked() -> None:
    cut = draw_chart("c", series(((2013, Fraction(60)), (2014, Fraction(62)))))
    assert cut is not None and re.fullmatch(r"纵轴从 \d+% 起，不是从 0 起", cut.cut)
    made = draw_chart("c", series(((2013, Fraction(155)), (2014, Fraction(20)))))
    assert made is not None and made.cut == "" and [mark.impossible for mark in made.points] == [True, False]
    assert [level.kind for level in made.levels] == ["limit"] and "155.00%（超过 100%，不可能）" in made.description


@pytest.mark.parametrize("rise", [-20, -3, 0, 3, 20])
@pytest.mark.parametrize("away", [-4, -1, 0, 1, 4])
def test_no_figure_is_written_over_another(rise: int, away: int) -> None:
    figures = tuple((2013 + n, Fraction(40 + n * rise, 1)) for n in range(3))
    targets = ((date(2015, 6, 1), figures[2][1] + away), (date(2016, 6, 1), figures[2][1] + 2 * away))
    made = draw_chart("c", series(figures, targets, figures[0], 45))
    assert made is not None
    boxes = []
    for mark in (*made.points, *made.targets):
        x, y, half = float(mark.label_x), float(mark.label_y), len(mark.text) * 3.4
        boxes.append((x - half, y - 10, x + half, y))
        assert x - half >= 0 and x + half <= WIDTH
    for a, b in itertools.combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (a, b)


def test_of_many_figures_only_some_are_written() -> None:
    made = draw_chart("c", series(tuple((year, Fraction(year - 1990)) for year in range(1990, 2030))))
    assert made is not None and len(made.points) == 40
    assert 1 <= sum(bool(mark.text) for mark in made.points) <= 8 and all("%" in mark.words for mark in made.points)


def test_no_figures_no_picture() -> None:
    assert draw_chart("c", series((), need=30)) is None


# ---- in a browser ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = program()
    assert path is not None, "no Chromium is installed"
    with Browser(path) as opened:
        yield opened


def column(browser: Browser, table: int, number: int) -> list[str]:
    found: list[str] = browser.value(
        f"Array.from(document.querySelectorAll('table.sortable')[{table}].tBodies[0].rows)"
        f".map(r => r.cells[{number}].textContent.trim())"
    )
    return found


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_ask_for_nothing_and_complain_of_nothing(browser: Browser, site: Path, width: int) -> None:
    for path in pages(site):
        browser.open(path, width=width)
        browser.value("new Promise(done => setTimeout(done, 50))")
        assert browser.requests == [path.resolve().as_uri()] or [unquote(each) for each in browser.requests] == [
            unquote(path.resolve().as_uri())
        ]
        assert browser.complaints == []
        assert browser.value("document.documentElement.scrollWidth <= window.innerWidth"), path
        assert browser.value("document.querySelectorAll('img, iframe, script').length") == 1


@pytest.mark.browser
def test_the_policy_stops_what_would_get_in(browser: Browser, site: Path) -> None:
    """The check above can fail: what a page must not do is refused, and seen."""
    browser.open(site / "index.html")
    browser.value(
        "var s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s)"
    )
    browser.value(
        "var i = document.createElement('img'); i.src = 'https://example.invalid/x.png'; document.body.append(i)"
    )
    browser.value("new Promise(done => setTimeout(done, 100))")
    browser.call("Page.getNavigationHistory")
    assert browser.value("window.hacked") is None
    assert len(browser.complaints) >= 2


@pytest.mark.browser
def test_sorting_by_mouse_and_keyboard(browser: Browser, site: Path) -> None:
    browser.open(site / "index.html")
    head = "document.querySelectorAll('table.sortable')[0].tHead.rows[0].cells[5]"
    before = column(browser, 0, 5)
    browser.value(f"{head}.querySelector('button').click()")
    assert column(browser, 0, 5) == sorted(before, key=int)
    assert browser.value(f"{head}.getAttribute('aria-sort')") == "ascending"
    # By keyboard: the button takes the focus in its turn, and Enter and the space bar press it.
    browser.value(f"{head}.querySelector('button').focus()")
    browser.press("Enter")
    assert column(browser, 0, 5) == sorted(before, key=int, reverse=True)
    assert browser.value(f"{head}.getAttribute('aria-sort')") == "descending"
    browser.press("Tab")
    browser.press(" ")
    assert browser.value(f"{head}.getAttribute('aria-sort')") == "none"
    assert browser.value(f"{head}.nextElementSibling.getAttribute('aria-sort')") == "ascending"
    assert browser.value("document.activeElement.tagName") == "BUTTON"


@pytest.mark.browser
def test_figures_sort_as_numbers_and_the_unknown_stand_last(browser: Browser, site: Path) -> None:
    browser.open(site / "index.html")
    head = "document.querySelectorAll('table.sortable')[1].tHead.rows[0].cells[3].querySelector('button')"
    for way in (1, -1):
        browser.value(f"{head}.click()")
        cells = column(browser, 1, 3)
        values = [float(cell.split("%")[0]) for cell in cells if "%" in cell]
        assert values == sorted(values, reverse=way < 0) and len(values) >= 4
        assert all("%" in cell for cell in cells[: len(values)])


@pytest.mark.browser
def test_the_keyboard_goes_everywhere_and_skips_the_head(browser: Browser, site: Path) -> None:
    browser.open(site / "pages" / "lanting.html")
    browser.press("Tab")
    assert browser.value("document.activeElement.className") == "skip"
    assert browser.value("document.activeElement.getBoundingClientRect().left >= 0")
    browser.press("Enter")
    assert browser.value("location.hash") == "#main"
    browser.value("document.querySelector('.wide').focus()")
    assert browser.value("document.activeElement.className") == "wide"


@pytest.mark.browser
def test_a_source_opens_at_its_line(browser: Browser, site: Path) -> None:
    browser.open(site / "pages" / "lanting.html")
    link = "document.querySelector('#figures a.src')"
    target = browser.value(f"{link}.getAttribute('href').slice(1)")
    browser.value(f"{link}.click()")
    browser.value("new Promise(done => setTimeout(done, 100))")
    line = f"document.getElementById('{target}')"
    assert browser.value(f"{line}.closest('details').open")
    assert browser.value(f"{line}.getBoundingClientRect().top >= 0 && {line}.getBoundingClientRect().top < innerHeight")
    assert browser.value(f"getComputedStyle({line}).backgroundColor") != "rgba(0, 0, 0, 0)"


@pytest.mark.browser
def test_what_a_screen_reader_is_told(browser: Browser, site: Path) -> None:
    browser.open(site / "pages" / "lanting.html")
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", ""), node.get("description", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored") and "role" in node
    ]
    pictures = [each for each in named if each[0] in ("image", "img")]
    assert len(pictures) == 10
    assert all("示范区要求" in name + description for _, name, description in pictures)
    assert all(name for role, name, _ in named if role in ("table", "link", "button", "heading"))
    browser.open(site / "index.html")
    assert browser.value("Array.from(document.querySelectorAll('thead th')).every(th => th.scope === 'col')")
    assert browser.value("Array.from(document.querySelectorAll('table:not(.code)')).every(t => t.caption !== null)")
    assert browser.value("document.documentElement.lang") == "zh-CN"


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_every_text_stands_out_from_its_ground(browser: Browser, site: Path, dark: bool) -> None:
    """WCAG AA: 4.5 to 1."""
    browser.open(site / "pages" / "incomplete.html")
    browser.screenshot(dark=dark, whole=False)
    pairs = browser.value(
        """Array.from(new Set(Array.from(document.querySelectorAll('body *')).filter(e =>
            e.textContent.trim() && !e.closest('svg') && e.getClientRects().length).map(e => {
              var at = e, ground = 'rgba(0, 0, 0, 0)';
              while (at && ground === 'rgba(0, 0, 0, 0)') { ground = getComputedStyle(at).backgroundColor; at = at.parentElement; }
              return getComputedStyle(e).color + '|' + ground; })))"""
    )
    assert len(pairs) > 4
    for pair in pairs:
        light, deep = sorted((luminance(each) for each in pair.split("|")), reverse=True)
        assert (light + 0.05) / (deep + 0.05) >= 4.5, pair
    ink = luminance(pairs[0].split("|")[1])
    assert (ink < 0.2) == dark


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_table_that_is_too_wide_says_so_and_takes_the_keyboard(browser: Browser, site: Path, width: int) -> None:
    for path in (site / "index.html", site / "pages" / "incomplete.html"):
        browser.open(path, width=width)
        found = browser.value(
            "Array.from(document.querySelectorAll('.wide')).map(e => "
            "[e.scrollWidth > e.clientWidth + 1, e.classList.contains('scrolls'), e.tabIndex])"
        )
        assert all(wide == said and index == (0 if wide else -1) for wide, said, index in found)
        assert width > 400 or any(wide for wide, _, _ in found)


@pytest.mark.browser
def test_on_a_phone_the_problems_are_read_one_by_one(browser: Browser, site: Path) -> None:
    browser.open(site / "pages" / "incomplete.html", width=390)
    cell = "document.querySelector('#problems tbody td:nth-child(4)')"
    assert browser.value(f"getComputedStyle({cell}, '::before').content") == '"问题："'
    assert browser.value(f"{cell}.getBoundingClientRect().right <= innerWidth")
    assert browser.value("getComputedStyle(document.querySelector('#problems thead')).display") == "none"


@pytest.mark.browser
def test_the_overview_opens_a_dossier_at_its_line(browser: Browser, site: Path) -> None:
    browser.open(site / "index.html")
    link = "document.querySelector('#figures a[title]')"
    target = browser.value(f"{link}.getAttribute('href')").partition("#")[2]
    browser.value(f"{link}.click()")
    browser.wait("document.readyState === 'complete' && location.hash")
    line = f"document.getElementById('{target}')"
    assert browser.value(f"{line}.closest('details').open")
    assert browser.value(f"{line}.getBoundingClientRect().top >= 0 && {line}.getBoundingClientRect().top < innerHeight")


@pytest.mark.browser
def test_paper(browser: Browser, site: Path) -> None:
    browser.open(site / "pages" / "qingshiling.html")
    assert browser.pdf().startswith(b"%PDF")
    assert browser.value("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert browser.value("getComputedStyle(document.querySelector('#sources')).display") == "none"
    browser.open(site / "index.html")
    browser.pdf()  # a heading that stays a button would be left blank where its table goes on
    assert browser.value("getComputedStyle(document.querySelector('thead button')).display") == "contents"
    browser.screenshot()
