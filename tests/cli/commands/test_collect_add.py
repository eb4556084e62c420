"""`collect add`: conflicts decided in a sheet, units asked about, and what a clerk is told to do next."""

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
LINE = next(line for line in LINES if ",3131," in line)
CODE, NAME = LINE.split(",")[:2]
SHOW = "--show-enterprises"
SHEET = "out/冲突决定-2013.xlsx"


@pytest.fixture
def root(tmp_path: Path, brandcluster: Run) -> Path:
    root = Path(shutil.copytree(BASE, tmp_path / "申报"))
    assert brandcluster("collect", "add", SAME / "clean.csv", "--year", "2013", "--to", root).returncode == 0
    return root


def put(folder: Path, *lines: str, name: str = "交来.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return path


def changed(line: str = LINE) -> str:
    return line.replace(",3131,", ",3133,").replace(",3090,", ",3091,")


def add(run: Run, root: Path, *files: Path, more: tuple[str, ...] = (), year: int = 2013) -> Any:
    return run("collect", "add", *files, "--year", year, "--to", root, SHOW, *more)


def stored(root: Path) -> str:
    text = (root / "enterprises" / "2013.csv").read_text(encoding="utf-8-sig")
    return next(line for line in text.splitlines() if line.startswith(CODE))


def choose(root: Path, *choices: object) -> None:
    book = openpyxl.load_workbook(root / SHEET)
    sheet: Any = book.worksheets[0]
    assert sheet.protection.sheet
    for at, choice in enumerate(choices, 4):
        assert not sheet.cell(at, 8).protection.locked and sheet.cell(at, 4).protection.locked
        sheet.cell(at, 8).value = choice
    book.save(root / SHEET)


def test_the_message_is_followed_to_the_end(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    path = put(tmp_path, changed())
    asked = add(brandcluster, root, path)
    assert asked.returncode == 1 and "1 家前后不一致" in asked.stderr
    assert SHEET in asked.stderr and "再运行一次同样的命令" in asked.stderr
    assert asked.stdout.count("未定") == 2 and stored(root) == LINE
    choose(root, 1, None)
    half = add(brandcluster, root, path)
    assert half.returncode == 1 and half.stdout.count("未定") == 1 and stored(root) == LINE
    choose(root, 1, 2) if _order(root)[0].startswith("工业总产值") else choose(root, 2, 1)
    done = add(brandcluster, root, path)
    assert done.returncode == 0, done.stderr
    assert ",3131," in stored(root) and ",3091," in stored(root)
    again = add(brandcluster, root, path)
    assert again.returncode == 0 and "相同 1 家" in again.stdout
    assert ",3131," in stored(root) and ",3091," in stored(root)
    texts = {str(cell) for line in openpyxl.load_workbook(root / SHEET).worksheets[0].values for cell in line}
    assert {"3131", "3133", "3090", "3091"} <= texts  # also what was not taken


def _order(root: Path) -> list[str]:
    sheet: Any = openpyxl.load_workbook(root / SHEET).worksheets[0]
    return [str(sheet.cell(at, 3).value) for at in range(4, sheet.max_row + 1)]


@pytest.mark.parametrize(("prefer", "kept"), [("new", "3133"), ("old", "3131")])
def test_what_is_decided_wholesale_is_noted_too(
    brandcluster: Run, root: Path, tmp_path: Path, prefer: str, kept: str
) -> None:
    assert add(brandcluster, root, put(tmp_path, changed()), more=("--prefer", prefer)).returncode == 0
    assert f",{kept}," in stored(root)
    sheet: Any = openpyxl.load_workbook(root / SHEET).worksheets[0]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=4)]
    assert [(row[3], row[4], row[7]) for row in rows if row[3] == "3131"] == [
        ("3131", "3133", "2" if prefer == "new" else "1")
    ]


def test_a_single_decision_goes_before_the_general_one(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    path = put(tmp_path, changed())
    add(brandcluster, root, path)
    at = _order(root).index("工业总产值（万元）")
    choose(root, *(1 if each == at else None for each in range(2)))
    assert add(brandcluster, root, path, more=("--prefer", "new")).returncode == 0
    assert ",3131," in stored(root) and ",3091," in stored(root)


def test_with_take_good_the_undecided_wait(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    (root / "enterprises" / "2013.csv").write_text(f"\ufeff{HEAD}\n{LINE}\n", encoding="utf-8")
    path = put(tmp_path, changed(), *(line for line in LINES if line != LINE))
    done = add(brandcluster, root, path, more=("--take-good",))
    assert done.returncode == 1 and "新增 7 家" in done.stdout and stored(root) == LINE
    assert SHEET in done.stderr and (root / SHEET).is_file()
    listed = (root / "out" / "退回清单-2013.txt").read_text(encoding="utf-8")
    assert "3131" in listed and "3133" in listed and "以哪一次为准" in listed


def test_a_dry_run_writes_no_sheet(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    done = add(brandcluster, root, put(tmp_path, changed()), more=("--dry-run",))
    assert done.returncode == 1 and not (root / "out").exists() and "--dry-run" in done.stderr


def test_a_sheet_that_is_none_stops_before_anything(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    (root / "out").mkdir()
    (root / SHEET).write_bytes(b"PK\x03\x04")
    done = add(brandcluster, root, put(tmp_path, changed()), more=("--prefer", "new"))
    assert done.returncode == 1 and SHEET in done.stderr and stored(root) == LINE
    assert (root / SHEET).read_bytes() == b"PK\x03\x04"


def test_the_sheet_is_not_written_where_git_takes_it_in(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / ".gitignore").write_text("/enterprises/\n", encoding="utf-8")
    done = add(brandcluster, root, put(tmp_path, changed()))
    assert done.returncode == 2 and ".gitignore" in done.stderr and not (root / "out").exists()


def test_figures_are_not_compared_with_a_faulty_return(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    """Who sends a figure that is none and others that differ is asked for the first, and for nothing else."""
    path = put(tmp_path, changed().replace(",3133,", ",很多,"))
    done = add(brandcluster, root, path, more=("--take-good",))
    assert done.returncode == 1 and "冲突" not in done.stdout and not (root / SHEET).exists()
    listed = (root / "out" / "退回清单-2013.txt").read_text(encoding="utf-8")
    assert "很多" in listed and "以哪一次为准" not in listed


# ---- units ---------------------------------------------------------------------------------------------------------


def in_yuan(line: str) -> str:
    cells = line.split(",")
    return ",".join([*cells[:5], *(f"{each}0000" for each in cells[5:12]), *cells[12:]])


def test_another_unit_is_asked_about_and_taken_when_confirmed(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    path = put(tmp_path, in_yuan(LINE))
    asked = add(brandcluster, root, path, year=2014, more=("--take-good",))
    assert asked.returncode == 1 and "--units-checked" in asked.stderr
    assert not (root / "enterprises" / "2014.csv").exists()
    listed = (root / "out" / "退回清单-2014.txt").read_text(encoding="utf-8")
    assert (
        f"{NAME}（{CODE}）" in listed and "把单位改成“元”" in listed and "31310000" in listed and "3131 万元" in listed
    )
    assert "--" not in listed  # words for the enterprise, not for who runs the program
    taken = add(brandcluster, root, path, year=2014, more=("--units-checked",))
    assert taken.returncode == 0 and "警告" in taken.stdout
    again = add(brandcluster, root, path, year=2014)
    assert again.returncode == 0 and "相同 1 家" in again.stdout  # what was taken is not asked about again
    listed = brandcluster("collect", "list", path, "--year", "2014", "--to", root).stdout
    assert "已收 1 家" in listed and "退回" not in listed


def test_the_unit_of_the_heading_is_what_is_held_against_last_year(
    brandcluster: Run, root: Path, tmp_path: Path
) -> None:
    path = put(tmp_path, in_yuan(LINE))
    path.write_text(path.read_text(encoding="utf-8").replace("（万元）", "（元）"), encoding="utf-8")
    done = add(brandcluster, root, path, year=2014)
    assert done.returncode == 0, done.stdout
    assert "看谁还没有交：brandcluster collect list" in done.stdout


# ---- what is told --------------------------------------------------------------------------------------------------


def test_a_file_as_a_whole_goes_back_to_whom_it_is_called_after(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    old = tmp_path / f"{CODE}-甲.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    other = tmp_path / "乙.xls"
    other.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    done = add(brandcluster, root, old, other, put(tmp_path, LINES[1]), more=("--take-good",), year=2014)
    assert done.returncode == 1
    blocks = (root / "out" / "退回清单-2014.txt").read_text(encoding="utf-8").split("\n\n")
    assert [block.splitlines()[0] for block in blocks[1:]] == [f"{NAME}（{CODE}）", "文件 乙.xls"]
    assert tmp_path.name not in "".join(blocks)


def test_a_second_file_that_is_right_is_pointed_out(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    bad, good = put(tmp_path, LINE.replace(",3131,", ",很多,"), name="旧.csv"), put(tmp_path, LINE, name="新.csv")
    done = add(brandcluster, root, bad, good, year=2014)
    assert "旧.csv 有错，同一家另有一份没有错" in done.stdout and "新.csv" in done.stdout
    assert add(brandcluster, root, good, year=2014).returncode == 0


def test_who_sent_an_empty_form_is_counted(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    empty = ",".join([*LINES[1].split(",")[:5], *[""] * 12])
    done = add(brandcluster, root, put(tmp_path, LINE, empty), year=2014)
    assert done.returncode == 0 and "其中 1 家没有填数，算没有报" in done.stdout
