"""The application on the page of a dossier: changes marked, parts and sources linked, hostile texts harmless."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from cases import EXAMPLES

from brandcluster.cli.start import start

EVIL = "<script>alert(1)</script></p><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of an example that was changed since the last time, with hostile texts of region and examiner."""
    home = tmp_path_factory.mktemp("reading-page")
    before, now = home / "上次" / "甲", home / "这次" / "甲"
    shutil.copytree(EXAMPLES / "qingshiling", before)
    shutil.copytree(EXAMPLES / "qingshiling", now)
    region = now / "application" / "region.yaml"
    text = (
        region.read_text(encoding="utf-8")
        .replace("18.6平方公里", f"20平方公里{EVIL}")
        .replace("最初生产", "\u202e最初生产")
    )
    region.write_text(text, encoding="utf-8")
    notes = home / "意见"
    notes.mkdir()
    (notes / "甲.yaml").write_text(f"意见:\n  - 位置: 试点工作组织\n    意见: '看{EVIL}'\n", encoding="utf-8")
    call = ["review", str(now.parent), "--previous", str(before.parent), "--remarks", str(notes)]
    assert start([*call, "--html", str(home / "网页"), "--date", "2014-06-01", "--jobs", "1"]) in (0, 1)
    return (home / "网页" / "pages" / "甲.html").read_text(encoding="utf-8")


def answer(page: str, title: str) -> str:
    start_at = page.rindex('<div class="answer"', 0, page.index(f"<h4>{title}</h4>"))
    end = page.find('<div class="answer"', start_at + 5)
    return page[start_at:end]


def test_changes_are_marked_in_the_text(page: str) -> None:
    text = answer(page, "区域内产业构成说明")
    assert re.search(r"规划面积<del>18\.6</del>", text.replace("\n", "")) and "<ins>20</ins>平方公里" in text
    assert "有改动的栏目：" in page and "与上次收到的相比" in page


def test_nothing_that_was_written_acts(page: str) -> None:
    assert "<script>alert" not in page and "<img" not in page
    assert page.count("&lt;img src=x onerror=alert(2)&gt;") >= 3  # in the text, its source, and the remark
    assert "\u202e" not in page and "⟨U+202E⟩" in page


def test_parts_lead_to_their_sentences_and_figures_to_their_lines(page: str) -> None:
    text = answer(page, "试点工作思路")
    marks = re.findall(r'<b class="no" id="(r\d+-\d+)">', text)
    assert len(marks) == 6 and all(f'href="#{mark}"' in text for mark in marks)
    assert re.search(r'<a href="#statistics/2013\.yaml:\d+" title="2013 年特种陶瓷 工业增加值率">26\.84</a>', text)
    assert '<span class="sign">' in text


def test_remarks_stand_beside(page: str) -> None:
    assert "审查意见" in answer(page, "试点工作组织")


def test_previous_needs_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["review", str(EXAMPLES), "--previous", str(EXAMPLES)]) == 2
    assert "--html" in capsys.readouterr().err
