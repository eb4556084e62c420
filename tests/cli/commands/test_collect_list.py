"""`collect list` and `collect form --roster`: who is to report, who has not, and lists that name them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import BASE, HERE

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SAME = HERE / "cases" / "returns" / "same"
HEAD, *LINES = (SAME / "clean.csv").read_text(encoding="utf-8-sig").splitlines()
FULL = [line for line in LINES if all(line.split(","))]
YEAR = ("--year", "2014")
SHOW = "--show-enterprises"


@pytest.fixture
def root(tmp_path: Path, brandcluster: Run) -> Path:
    root = Path(shutil.copytree(BASE, tmp_path / "申报"))
    assert brandcluster("collect", "add", SAME / "clean.csv", "--year", "2013", "--to", root).returncode == 0
    return root


def put(folder: Path, *lines: str, name: str = "交来.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return path


def empty(line: str) -> str:
    return ",".join([*line.split(",")[:5], *[""] * 12])


def test_each_enterprise_is_listed_by_how_it_stands(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    wrong = FULL[1].split(",")
    wrong[5] = "很多"
    put(tmp_path, FULL[0], name="一.csv")
    assert brandcluster("collect", "add", tmp_path / "一.csv", *YEAR, "--to", root).returncode == 0
    back = tmp_path / "收回"
    back.mkdir()
    put(back, FULL[0], name="一.csv")
    put(back, ",".join(wrong), name="二.csv")
    put(back, empty(FULL[2]), name="三.csv")
    out = root / "out" / "催报.xlsx"
    found = brandcluster("collect", "list", back, *YEAR, "--to", root, SHOW, "-o", out)
    assert found.returncode == 0, found.stderr
    assert "应报 8 家。已收 1 家，没有交 5 家，交了空表 1 家，交了有错、要退回 1 家" in found.stdout
    assert "7 家只在以前的报表里" not in found.stdout and "5 家只在以前的报表里" in found.stdout
    assert wrong[0] in found.stdout and FULL[2].split(",")[0] in found.stdout and FULL[0][:18] not in found.stdout
    sheet: Any = openpyxl.load_workbook(out).worksheets[0]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=4)]
    assert [row[1] for row in rows] == ["交了有错、要退回", "交了空表", *["没有交"] * 5]
    assert "很多" in rows[0][5] and "二.csv!F2" in rows[0][5] and "收回" not in rows[0][5]
    assert rows[1][2] == FULL[2].split(",")[0]
    redacted = brandcluster("collect", "list", back, *YEAR, "--to", root)
    assert "要退回 1 家" in redacted.stdout and "-o" in redacted.stdout
    assert not any(line.split(",")[at] in redacted.stdout for line in LINES for at in (0, 1))


def test_notes_in_the_list_are_not_overwritten(brandcluster: Run, root: Path) -> None:
    call = ("collect", "list", *YEAR, "--to", root, "-o", root / "out" / "催报.xlsx")
    assert brandcluster(*call).returncode == 0 and brandcluster(*call).returncode == 0
    (root / "out" / "催报.xlsx").write_bytes(b"noted")
    assert brandcluster(*call).returncode == 1
    assert brandcluster(*call, "--overwrite").returncode == 0


def test_the_list_is_not_written_where_git_takes_it_in(brandcluster: Run, root: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / ".gitignore").write_text("/enterprises/\n/out/\n", encoding="utf-8")
    refused = brandcluster("collect", "list", *YEAR, "--to", root, "-o", root / "催报.xlsx", SHOW)
    assert refused.returncode == 2 and ".gitignore" in refused.stderr and not (root / "催报.xlsx").exists()
    assert brandcluster("collect", "list", *YEAR, "--to", root, "-o", root / "out" / "催报.xlsx").returncode == 0


@pytest.mark.parametrize("output", ["催报.docx", "催报", "a.csv"])
def test_a_list_is_a_workbook(brandcluster: Run, root: Path, output: str) -> None:
    result = brandcluster("collect", "list", *YEAR, "--to", root, "-o", root / output)
    assert result.returncode == 2 and ".xlsx" in result.stderr


# ---- lists of names and codes --------------------------------------------------------------------------------------


def roster(folder: Path, *lines: str) -> Path:
    path = folder / "名单.csv"
    path.write_text("\n".join(("企业名称,统一社会信用代码", *lines)) + "\n", encoding="utf-8")
    return path


NEW = ("新来阀门有限公司", "91110000600037341L")


def test_forms_for_a_list_have_last_years_figures_of_those_who_reported(
    brandcluster: Run, root: Path, tmp_path: Path
) -> None:
    code, name = FULL[0].split(",")[:2]
    path = roster(tmp_path, f"{name},{code}", ",".join(NEW))
    out = tmp_path / "每家"
    done = brandcluster("collect", "form", root, *YEAR, "--each", "--roster", path, "-o", out, SHOW)
    assert done.returncode == 0, done.stderr
    assert "其中 1 家附有 2013 年报的数" in done.stdout and "名录里没有的 7 家" in done.stdout
    assert sorted(each.name[:18] for each in out.iterdir()) == sorted((code, NEW[1]))
    for each in out.iterdir():
        sheet: Any = openpyxl.load_workbook(each).worksheets[0]
        mine = each.name.startswith(code)
        assert sheet["B6"].value == each.name[:18] and sheet["B6"].protection.locked
        assert (sheet["D6"].value, sheet["A7"].value) == (("阀门", "上年") if mine else (None, None))
        assert all(sheet.cell(6, at).value is None for at in range(7, 19))


def test_who_is_on_the_list_is_who_is_due(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    path = roster(tmp_path, ",".join(NEW), f"{FULL[0].split(',')[1]},{FULL[0][:18]}")
    found = brandcluster("collect", "list", *YEAR, "--to", root, "--roster", path, SHOW)
    assert "应报 2 家。没有交 2 家" in found.stdout and NEW[0] in found.stdout


@pytest.mark.parametrize("show", [(SHOW,), ()])
def test_a_list_with_errors_makes_nothing(brandcluster: Run, root: Path, tmp_path: Path, show: tuple[str, ...]) -> None:
    path = roster(tmp_path, f"{NEW[0]},{NEW[1][:-1]}X")
    done = brandcluster("collect", "form", root, *YEAR, "--each", "--roster", path, *show)
    assert done.returncode == 1 and "K103" in done.stderr and "名单里有错误" in done.stderr
    assert (NEW[0] in done.stderr) == bool(show) and not (root / "out").exists()
    assert brandcluster("collect", "form", root, *YEAR, "--roster", tmp_path / "没有.csv").returncode == 2


def test_without_anybody_due_nothing_can_be_listed(brandcluster: Run, tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "空"))
    result = brandcluster("collect", "list", *YEAR, "--to", root)
    assert result.returncode == 1 and "--roster" in result.stderr
