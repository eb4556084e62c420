"""What dossiers have in common, as people see it: on the terminal, as JSON, on the pages."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from cases import BASE

from brandcluster.cli.start import start
from brandcluster.papers.stamp import is_untouched

TEXT = "县里办铸件厂起步早，<b>老师傅</b>带出三百多名徒弟，做的球阀、闸阀卖到二十六个省，外省同行常来看炉料配比和落砂工序。"


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Two dossiers with one passage in common, in other words here and there, and a third without it."""
    for name in ("甲", "乙", "丙"):
        home = tmp_path / "收到" / name
        shutil.copytree(BASE, home)
        (home / "evidence" / "a.txt").write_text(f"只是{name}县的", encoding="utf-8")
        header = home / "dossier.yaml"
        text = re.sub(r"(?m)^(区域名称|申报单位):.*$", rf"\1: {name}县", header.read_text(encoding="utf-8"))
        header.write_text(text, encoding="utf-8")
        for path in ("application/region.yaml", "application/plan.yaml"):
            (home / path).write_text("", encoding="utf-8")
    for name, said in (("甲", TEXT), ("乙", TEXT.replace("徒弟", "学徒"))):
        (tmp_path / "收到" / name / "application" / "region.yaml").write_text(f"区域内产业构成说明: {said}\n", "utf-8")
    return tmp_path


def run(capfd: pytest.CaptureFixture[str], home: Path, *arguments: str) -> str:
    start(["review", str(home / "收到"), "--date", "2014-07-01", "--jobs", "1", *arguments])
    return capfd.readouterr().out


def test_it_is_said_only_when_asked_for(batch: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert "相近" not in run(capfd, batch)
    assert "alike" not in json.loads(run(capfd, batch, "--format", "json"))
    found = run(capfd, batch, "--similar")
    assert re.search("收到/乙 与 .*收到/甲：1 处文字相近", found)
    assert "徒弟" in found
    assert "学徒" in found


def test_json_names_the_places(batch: Path, capfd: pytest.CaptureFixture[str]) -> None:
    made = json.loads(run(capfd, batch, "--similar", "--format", "json"))["alike"]
    pair = next(each for each in made if [name.rpartition("/")[2] for name in each["dossiers"]] == ["乙", "甲"])
    (passage,) = pair["texts"]
    assert [place["text"] for place in passage["places"]] == [TEXT.replace("徒弟", "学徒"), TEXT]
    assert [place["line"] for place in passage["places"]] == [1, 1]
    assert passage["places"][0]["place"] == "附件1 第一部分 区域内产业构成说明"


def test_the_pages_show_both_sides_and_what_was_changed(batch: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(capfd, batch, "--similar", "--html", str(batch / "网页"))
    page = (batch / "网页" / "pages" / "乙.html").read_bytes()
    text = page.decode()
    assert is_untouched(page)
    assert "<del>徒弟</del>" in text
    assert "<ins>学徒</ins>" in text
    assert "&lt;b&gt;老师傅" in text
    assert '<a href="%E7%94%B2.html#alike">甲县</a>' in text
    overview = (batch / "网页" / "index.html").read_text(encoding="utf-8")
    assert 'href="pages/%E4%B9%99.html#alike"' in overview


def test_earlier_years_are_compared_and_not_reviewed(batch: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (batch / "往年").mkdir()
    (batch / "收到" / "甲").rename(batch / "往年" / "旧")
    found = json.loads(run(capfd, batch, "--earlier", str(batch / "往年"), "--format", "json"))
    assert found["total"] == 2
    assert any(each["dossiers"][0].endswith("往年/旧") for each in found["alike"])
