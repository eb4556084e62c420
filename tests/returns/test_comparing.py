"""Panels of statistics/ that the returns do not give: reported, removed by --save, kept where a person wrote beside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cases import EXAMPLES

from brandcluster.cli.start import start
from brandcluster.formats.yaml.document import read_document
from brandcluster.formats.yaml.edits import without_item

FILE = "statistics/2013.yaml"


def panel(year: int, industry: str, comment: str = "") -> str:
    """An entry of 同口径 as a person would type it."""
    return f"  - 对比年份: {year}{comment}\n    产业: {industry}\n    企业数（家）: 60\n    本年:\n      工业总产值（万元）: 1\n    对比年:\n      工业总产值（万元）: 1\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "d"))


def append(root: Path, *panels: str) -> str:
    """Add panels to the end of the file, where they belong; what was there before."""
    path = root / FILE
    before = path.read_text(encoding="utf-8")
    path.write_text(before + "".join(panels), encoding="utf-8", newline="\n")
    return before


def indicators(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    code = start(["indicators", str(root), *options])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.mark.parametrize("surplus", [panel(2012, "旧产业"), panel(2012, "特种陶瓷"), panel(2013, "特种陶瓷")])
def test_a_surplus_panel_is_a_difference_and_goes(root: Path, capsys: pytest.CaptureFixture[str], surplus: str) -> None:
    before = append(root, surplus)
    code, out, _ = indicators(root, capsys, "--format", "json")
    year = json.loads(out)["dossiers"][0]["years"][1]["returns"]
    assert code == 1 and not year["agrees"]
    assert [(each["statistics"], each["returns"]) for each in year["differences"]] == [("60", None)]
    code, _, err = indicators(root, capsys, "--save")
    assert code == 0
    assert "1 处改动" in err and "删去" in err
    assert (root / FILE).read_text(encoding="utf-8") == before


def test_validate_sees_it_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = append(root, panel(2012, "旧产业")).count("\n") + 3
    assert start(["validate", str(root), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["dossiers"][0]["diagnostics"]
    assert [each["line"] for each in found if each["code"] == "K113"] == [line]


def test_several_go_at_once_and_those_without_returns_stay(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entered = panel(2010, "特种陶瓷", "  # 手工汇总")
    before = append(root, panel(2012, "甲"), entered, panel(2012, "乙"), panel(2012, "特种陶瓷"))
    _, out, err = indicators(root, capsys, "--save")
    assert (root / FILE).read_text(encoding="utf-8") == before + entered
    assert "3 处改动" in err and out.count("各项合计与统计数据一致") == 2
    assert "特种陶瓷与 2010 年同口径：那一年没有可用的企业报表" in out


@pytest.mark.parametrize(
    "surplus",
    [panel(2012, "甲", "  # 统计局另有数据"), "  # 统计局另有数据\n" + panel(2012, "甲")],
    ids=["inside", "above"],
)
def test_what_a_person_wrote_beside_keeps_it(root: Path, capsys: pytest.CaptureFixture[str], surplus: str) -> None:
    before = append(root, surplus)
    code, _, err = indicators(root, capsys, "--save")
    assert (root / FILE).read_text(encoding="utf-8") == before + surplus
    assert code == 1 and "没有删" in err


def test_figures_and_surplus_change_together(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / FILE
    before = append(root, panel(2012, "甲"))
    wrong = path.read_text(encoding="utf-8").replace("工业总产值（万元）: 1147900", "工业总产值（万元）: 1")
    path.write_text(wrong.replace("    企业数（家）: 42\n", ""), encoding="utf-8", newline="\n")
    assert indicators(root, capsys, "--save")[0] == 0
    again = read_document(FILE, path.read_bytes()).data
    assert again == read_document(FILE, before.encode()).data


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_item_is_taken_out_of_a_list(newline: str) -> None:
    text = "a:\n  - x: 1\n    y: 2\n\n  - x: 3\n# c\nb: 4\n".replace("\n", newline)
    one = without_item("f", text, ("a", 0))
    assert one == "a:\n\n  - x: 3\n# c\nb: 4\n".replace("\n", newline)
    none = without_item("f", one, ("a", 0))
    assert none is not None and read_document("f", none.encode()).data == {"a": [], "b": 4}
    assert "# c" in none


@pytest.mark.parametrize(
    "text", ["a: [{x: 1}]\n", "a:\n  - x: 1 # c\n", "a:\n  # c\n  - x: 1\n", "a:\n  - - x\n", "a: 1\n"]
)
def test_what_is_not_taken_apart_stays(text: str) -> None:
    keys = ("a", 0, 0) if "- -" in text else ("a", 0)
    assert without_item("f", text, keys) is None
