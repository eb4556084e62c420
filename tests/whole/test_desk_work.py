"""The rest of the work at the desk by clicks and typing, in Chromium and Firefox: Word forms taken in, letters out and
answers in, returns added up where the page asks for it, who is silent, and a decision that the next step leads to. And the
new pages by the keyboard alone, on a telephone's width."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, EXAMPLES
from desk_client import DeskClient
from filled_sheets import refilled
from repositories import commit, git, repository
from starlette.testclient import TestClient
from test_desk_from_nothing import DRIVEN, programs, served
from test_desk_pages import Seat, left, seated, serious, tab_to

from brandcluster.cli.desk.asgi import desk_application
from brandcluster.cli.requesting import office_papers
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.suppliers import asked_fields
from brandcluster.notice.edition import default_edition
from brandcluster.papers.forms.render import FORM_NAMES, render_forms

pytestmark = pytest.mark.browser
OFFICE = "财政部门"
DAYS = {"day": "2014-03-20", "due": "2014-04-10"}
ROSTER = "企业名称,统一社会信用代码\n某某陶瓷有限公司,91139900004504492D\n"


def edited(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, (path, old)
        text = text.replace(old, new, 1)
    (root / path).write_text(text, encoding="utf-8")


def papers(root: Path, home: Path) -> list[str]:
    """Both forms as they say the dossier of a folder."""
    forms = render_forms(load_dossier(root), default_edition(), FORM_NAMES, draft=False)
    for name, form in forms.items():
        assert form.content is not None
        (home / name).write_bytes(form.content)
    return [str(home / name) for name in forms]


def answered(root: Path, home: Path, total: int) -> str:
    """The workbook of finance as it comes back."""
    dossier = load_dossier(root)
    asked = asked_fields(dossier)[OFFICE]
    made = office_papers(dossier, OFFICE, asked, date.fromisoformat(DAYS["due"]), date.fromisoformat(DAYS["day"]))

    def fill(book: Any) -> None:
        book["资金总额"]["B4"] = total

    path = home / f"{OFFICE}.xlsx"
    path.write_bytes(refilled(made["xlsx"], fill))
    return str(path)


def without_an_enterprise(root: Path, year: int) -> None:
    """One return less: the sums of the year are not those of its returns any more."""
    path = root / f"enterprises/{year}.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([lines[0], *lines[2:]]) + "\n", encoding="utf-8-sig")


def driven(name: str, root: Path, plan: Path) -> dict[str, Any]:
    path = programs()[name]
    assert path is not None, f"{name} is not installed"
    assert (DRIVEN / "node_modules").is_dir(), "npm install in tests/browsers"
    with served(root) as address:
        call = ["node", str(DRIVEN / "work.mjs"), name, path, address, str(plan)]
        ended = subprocess.run(call, check=False, capture_output=True, encoding="utf-8", timeout=400)
        assert ended.returncode == 0, ended.stderr
    seen: dict[str, Any] = json.loads(ended.stdout.strip().splitlines()[-1])
    assert seen["complaints"] == []
    return seen


@pytest.mark.parametrize("name", ["chromium", "firefox"])
def test_word_letters_answers_and_sums(tmp_path: Path, name: str) -> None:
    root = Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "R"))
    home = tmp_path / "给"
    home.mkdir()
    plan = {"papers": papers(root, home), "office": OFFICE, "days": DAYS, "into": "当地人民政府", "year": "2014"}
    edited(root, "dossier.yaml", ("职务: ", "职务: 副"), ("电话: 0300-5550123", "电话:"))
    plan["answers"] = [answered(root, home, 4700), str(home / "意见.pdf")]
    (home / "意见.pdf").write_bytes(b"%PDF-1.4")
    (home / "名录.csv").write_text(ROSTER, encoding="utf-8")
    plan["roster"] = str(home / "名录.csv")
    without_an_enterprise(root, 2013)
    plan["works"] = ["word", "letters", "sums", "silent"]
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    repository(root)
    commit(root, "begin")
    seen = driven(name, root, tmp_path / "plan.json")
    assert "可以填上的 1 处" in seen["proposed"] and "写好了 2 处" in seen["imported"]
    assert "给 1 个单位" in seen["made"]
    assert all(status == 200 and size > 5000 and "attachment" in how for status, size, how in seen["kept"])
    assert "要选的 1 处" in seen["answers"] and "什么也没有写" in seen["refused"] and "收下了" in seen["taken"]
    assert "摘要对不上" in seen["wanted"] and "做好了" in seen["job"] and seen["left"] == 0
    assert "某某陶瓷有限公司" in seen["silent"] and seen["list"][0] == 200
    # Nothing but the lines of the answers; of the header none is left otherwise than it was at first.
    assert git(root, "diff", "--stat", "--", "dossier.yaml").count("|") == 1
    assert "+职务: 经济" in git(root, "diff", "--", "dossier.yaml") and "+电话: 0300" in git(root, "diff")
    found = load_dossier(root)
    assert found.plan.funds is not None and found.plan.funds.total == 4700
    assert found.recommendation.local is not None and found.recommendation.local.document == "evidence/意见.pdf"


@pytest.mark.parametrize("name", ["chromium", "firefox"])
def test_the_next_step_leads_to_a_decision(tmp_path: Path, name: str) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "R"))
    (tmp_path / "plan.json").write_text(json.dumps({"works": ["judge"]}), encoding="utf-8")
    seen = driven(name, root, tmp_path / "plan.json")
    assert seen["chosen"] == ["scope-industry", "judging"]
    assert "主导产业的地位和优势" not in seen["next"]
    assert load_dossier(root).judgements.judgements[0].person == "王五"


# ---- looked at, and by the keyboard alone ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Word forms and answers that wait to be taken, and letters that are out."""
    home = tmp_path_factory.mktemp("work")
    root = Path(shutil.copytree(EXAMPLES / "qingshiling", home / "R"))
    forms = papers(root, home)
    edited(root, "dossier.yaml", ("职务: ", "职务: 副"), ("电话: 0300-5550123", "电话:"))
    without_an_enterprise(root, 2013)
    for seat in seated(root):
        client = TestClient(desk_application(seat.desk), base_url=seat.desk.door.origin, follow_redirects=False)
        client.get(seat.desk.door.new_address().removeprefix(seat.desk.door.origin))
        other = DeskClient(seat.desk, client)
        other.fill("/letters/make", {f"office:{OFFICE}": "yes", **DAYS})
        other.fill("/import", files=[("files", (Path(each).name, Path(each).read_bytes())) for each in forms])
        book = Path(answered(root, home, 4700)).read_bytes()
        other.fill("/letters/answers", files=[("files", ("财政部门.xlsx", book)), ("files", ("意见.pdf", b"%PDF"))])
        other.fill("/returns/standing", {"year": "2014"}, [("roster", ("名录.csv", ROSTER.encode()))])
        yield seat


@pytest.mark.parametrize(
    "path",
    ["/import", "/import/read", "/letters", "/letters/answers", "/returns/standing?year=2014", "/form/statistics"],
)
@pytest.mark.parametrize(("width", "dark"), [(1366, False), (1366, True), (390, False), (390, True)])
def test_axe_finds_nothing_serious_here(seat: Seat, path: str, width: int, dark: bool) -> None:
    seat.go(path, width=width, dark=dark)
    assert seat.browser.value("document.documentElement.scrollWidth") <= width
    assert serious(seat) == []


def test_the_keyboard_takes_a_form_in(seat: Seat) -> None:
    seat.go("/import/read", width=390)
    tab_to(seat, "e.matches('fieldset.differs input[type=radio]')")
    seat.browser.press("ArrowRight")
    seat.browser.wait("document.activeElement.value === 'yes' && document.activeElement.checked")
    tab_to(seat, "e.matches('.coming input[type=checkbox]')")
    seat.browser.press(" ")
    seat.browser.wait("!document.activeElement.checked")
    tab_to(seat, "e.matches('.act button')")
    left(seat, "Enter")
    assert "写好了 1 处" in seat.browser.value("document.querySelector('main').textContent")
    header = (seat.desk.root / "dossier.yaml").read_text(encoding="utf-8")
    assert "职务: 副" not in header and "0300-5550123" not in header
    tab_to(seat, "e.id === 'undo'", back=True)
    seat.browser.press("Enter")
    seat.browser.wait("location.pathname.endsWith('/import') && document.readyState === 'complete'")
    assert "职务: 副" in (seat.desk.root / "dossier.yaml").read_text(encoding="utf-8")


def test_the_keyboard_decides_and_takes_answers(seat: Seat) -> None:
    seat.go("/letters/answers", width=390)
    tab_to(seat, "e.matches('fieldset.differs input[type=radio]')")
    seat.browser.press(" ")
    seat.browser.press("ArrowRight")
    seat.browser.wait("document.activeElement.value === 'new' && document.activeElement.checked")
    tab_to(seat, "e.matches('.act button')")
    left(seat, "Enter")
    assert "收下了" in seat.browser.value("document.querySelector('main').textContent")
    assert serious(seat) == []
