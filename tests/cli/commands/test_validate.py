"""validate: what is wrong first, what is still empty as a count; --all lists it; --diff looks and does not touch."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cases import EXAMPLES

from brandcluster.cli.start import start

LINES = 30


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with a fresh dossier and a filled one."""
    monkeypatch.chdir(tmp_path)
    assert start(["init", "新", "--year", "2013"]) == 0
    shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "区")
    capsys.readouterr()
    return tmp_path


def lines_of(capsys: pytest.CaptureFixture[str], code: int, *call: str) -> list[str]:
    assert start(list(call)) == code
    shown = capsys.readouterr()
    return (shown.out + shown.err).splitlines()


def blanks(capsys: pytest.CaptureFixture[str]) -> int:
    start(["validate", "新", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["dossiers"][0]["diagnostics"]
    return sum(each["code"] == "M002" for each in found)


def test_a_fresh_dossier_fits_on_a_screen(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = blanks(capsys)
    assert number > 100
    for command in ("validate", "render"):
        lines = lines_of(capsys, 1, command, "新")
        assert len(lines) <= LINES, command
        assert f"还没有填的 {number} 处" in lines[0] and "M002" not in "".join(lines)
        assert any("统计部门" in line and line.startswith("  附件1 第一部分") for line in lines)
        counted = sum(int(line.partition(" 处（")[0].split()[-1]) for line in lines if line.startswith("  "))
        assert counted == number
        assert "brandcluster validate --all 新" in "".join(lines)


def test_all_lists_every_place(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = blanks(capsys)
    assert "".join(lines_of(capsys, 1, "validate", "新", "--all")).count(" M002 ") == number


def test_what_is_wrong_comes_first(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = desk / "新" / "dossier.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n申报日期:", "\n申报日期: 2014.4.18", 1), encoding="utf-8")
    first, second, *_ = lines_of(capsys, 1, "validate", "新")
    assert " M006 " in first and second == "    改法：写成 2014-04-18。"


def test_diff_shows_and_does_not_touch(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header, statistics = desk / "区" / "dossier.yaml", desk / "区" / "statistics" / "2012.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("联系人: ", "联系人：", 1), encoding="utf-8")
    clean = statistics.read_bytes()
    statistics.write_bytes(clean.decode().replace("期间: 全年", "期间:全年", 1).encode("gb18030"))
    before = [path.read_bytes() for path in (header, statistics)]
    lines = lines_of(capsys, 1, "validate", "区", "--diff")
    assert [path.read_bytes() for path in (header, statistics)] == before
    assert {"-联系人：沈砚青", "+联系人: 沈砚青", "-期间:全年", "+期间: 全年"} <= set(lines)
    assert "要改  区/statistics/2012.yaml: 改成 UTF-8 编码" in lines
    assert "以上只是看看，没有改动；去掉 --diff 就改。" in lines
    assert "没有发现问题。" in lines_of(capsys, 0, "validate", "区", "--fix")
    assert statistics.read_bytes() == clean


def test_more_years_than_are_read_are_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    oldest = (desk / "区" / "statistics" / "2012.yaml").read_text(encoding="utf-8")
    for year in range(1945, 2012):
        text = oldest.replace("年份: 2012", f"年份: {year}")
        (desk / "区" / "statistics" / f"{year}.yaml").write_text(text, encoding="utf-8")
    lines = lines_of(capsys, 0, "validate", "区")
    said = [line for line in lines if " D006 " in line]
    assert len(said) == 1 and "69 年" in said[0] and "60 年" in said[0]
