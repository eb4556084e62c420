"""The options of `aggregate`, what it says of regions that cannot be added up, and what it keeps to itself."""

from __future__ import annotations

import io
import json
import random
import sys
from pathlib import Path

import openpyxl
import pytest
from drawn_returns import drawn
from put_regions import put
from repositories import git, repository

from brandcluster.cli.confidential import KEEPERS
from brandcluster.cli.start import start

ROWS = drawn(random.Random("aggregates"), 0)  # noqa: S311  # a draw that can be repeated


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three regions, two of which report the same enterprises, and one that has nothing."""
    for name in KEEPERS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    folder = put(tmp_path / "收到", [{2013: ROWS}, {2013: ROWS[:2]}, {}])
    return folder


def run(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    code = start(["aggregate", "收到", "--jobs", "1", *more])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.usefixtures("given")
def test_a_region_that_is_not_added_up_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys)
    assert code == 1
    assert "没有汇总  收到/区2：没有企业报表" in out
    assert "不写出" in out


@pytest.mark.usefixtures("given")
def test_formats_go_where_they_are_asked_to(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("csv", "json", "xlsx"):
        code, _, errors = run(capsys, "--format", name, "-o", f"a.{name}")
        assert code == 1 and f"写好 a.{name}" in errors and "没有全部汇总：收到/区2" in errors
    made = Path("a.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["合计", "同口径", "报表"]
    assert [cell.value for cell in book["报表"][1]][-1] == "说明"
    assert len(json.loads(Path("a.json").read_text(encoding="utf-8"))["regions"]) == 3
    assert run(capsys, "--format", "xlsx", "-o", "a.xlsx")[0] == 1, "the same content is no other file"
    Path("a.csv").write_text("别的", encoding="utf-8")
    code, _, errors = run(capsys, "--format", "csv", "-o", "a.csv")
    assert code == 1 and "没有覆盖" in errors
    assert Path("a.csv").read_text(encoding="utf-8") == "别的"
    assert made == Path("a.xlsx").read_bytes()


@pytest.mark.usefixtures("given")
def test_who_is_reported_twice_is_named_only_where_it_may_be(capsys: pytest.CaptureFixture[str]) -> None:
    codes = sorted(row[0] for row in ROWS[:2])
    code, out, _ = run(capsys, "--duplicates")
    assert code == 1 and "收到/区0、收到/区1 都报了的有 2 家" in out
    assert not any(each in out for each in codes)
    for name in ("csv", "json"):
        assert not any(each in run(capsys, "--duplicates", "--format", name)[1] for each in codes)
    shown = run(capsys, "--duplicates", "--show-enterprises", "--format", "json")[1]
    assert json.loads(shown)["duplicates"] == [
        {"year": 2013, "dirs": ["收到/区0", "收到/区1"], "enterprises": 2, "codes": codes}
    ]


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--format", "xlsx"), "-o 汇总.xlsx"),
        (("--format", "csv", "-o", "a.xlsx"), "要以 .csv 结尾"),
        (("--rows", "a.parquet"), "--show-enterprises"),
        (("--rows", "a.csv", "--show-enterprises"), ".parquet"),
        (("--rows", "a.parquet", "--show-enterprises", "--duplicates"), "不和"),
        (("--rows", "a.parquet", "--show-enterprises", "--engine", "spark"), "只在本机"),
        (("--duplicates", "--format", "xlsx", "-o", "a.xlsx"), "只能写"),
        (("--engine", "spork"), "local、spark"),
    ],
)
def test_what_does_not_go_together(more: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, errors = run(capsys, *more)
    assert code == 2 and why in errors, errors


def test_rows_are_not_written_where_git_takes_them_in(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(given.parent)
    rows = ("--rows", "a.parquet", "--show-enterprises")
    code, _, errors = run(capsys, *rows)
    assert code == 2 and "git" in errors and not Path("a.parquet").exists()
    Path("a.parquet").write_bytes(b"")
    git(given.parent, "add", "a.parquet")
    Path(".gitignore").write_text("*.parquet\n", encoding="utf-8")
    assert run(capsys, *rows, "--overwrite")[0] == 2, "what is tracked goes in, ignored or not"


@pytest.mark.usefixtures("given")
def test_what_is_installed_apart_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert "brandcluster[parquet]" in run(capsys, "--format", "parquet", "-o", "a.parquet")[2]
    assert "brandcluster[parquet]" in run(capsys, "--rows", "b.parquet", "--show-enterprises")[2]
    code, _, errors = run(capsys, "--engine", "spark")
    assert code == 2 and "brandcluster[spark]" in errors


@pytest.mark.part(4)
@pytest.mark.parametrize("more", [(), ("--duplicates",)])
@pytest.mark.usefixtures("given")
def test_two_processes_say_what_one_says(more: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    one = run(capsys, "--format", "json", *more)
    assert run(capsys, "--format", "json", "--jobs", "2", *more) == one
