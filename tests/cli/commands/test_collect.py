"""`collect form`, `collect add`, `indicators --save`: as offices use them, and nothing half done."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import BASE, EXAMPLES, HERE

from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.measures import COLUMNS
from brandcluster.formats.yaml import document
from brandcluster.returns.layout import layout_of
from brandcluster.returns.merging import merge_returns
from brandcluster.returns.reading import read_returns

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SAME = HERE / "cases" / "returns" / "same"
CLEAN = (SAME / "clean.csv").read_text(encoding="utf-8-sig")
HEAD, *LINES = CLEAN.splitlines()
YEAR = ("--year", "2013")
#: As on the person's own screen.
SHOW = "--show-enterprises"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "申报"))


def returned(folder: Path, *lines: str, name: str = "交来.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return path


def stored(root: Path, year: int = 2013) -> str:
    return (root / "enterprises" / f"{year}.csv").read_text(encoding="utf-8-sig")


# ---- form --------------------------------------------------------------------------------------------------------


def sheet_of(path: Path) -> Any:
    return openpyxl.load_workbook(path).worksheets[0]


def test_the_form_says_everything_and_comes_back(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "表.xlsx"
    assert brandcluster("collect", "form", root, *YEAR, "-o", out).returncode == 0
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    assert [each.title for each in book.worksheets] == ["企业填报表", "填报说明", "指标说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert sheet.protection.sheet and not sheet["F10"].protection.locked and sheet["F5"].protection.locked
    assert "云溪经济技术开发区管理委员会" in sheet["A2"].value
    kinds = {validation.type for validation in sheet.data_validations.dataValidation}
    assert kinds == {"list", "decimal", "custom"}
    assert len(sheet.data_validations.dataValidation) == len(COLUMNS) + 1  # and the unit, asked once
    assert sheet["D2"].value == "金额单位（必选）：" and sheet["F2"].value is None
    assert not sheet["F2"].protection.locked and sheet["D2"].protection.locked
    meaning, ratios = (
        "".join(str(cell) for row in book[name].iter_rows(values_only=True) for cell in row)
        for name in ("填报说明", "指标说明")
    )
    for at, column in enumerate(COLUMNS, 2):
        note = sheet.cell(5, at).comment.text
        assert column.definition in meaning and column.source in meaning
        assert column.definition in note and column.population in note
    assert "是“工业增加值率”的分子" in meaning
    assert "工业增加值（万元） ÷ 工业总产值（万元） × 100%" in ratios
    empty = brandcluster("collect", "add", out, *YEAR, "--to", root)
    assert empty.returncode == 1 and "没有读到一家企业" in empty.stderr
    first = out.read_bytes()
    assert brandcluster("collect", "form", root, *YEAR, "-o", out).returncode == 0  # nothing of anybody's is lost
    out.write_bytes(first + b"\0")
    assert brandcluster("collect", "form", root, *YEAR, "-o", out).returncode == 1
    assert brandcluster("collect", "form", root, *YEAR, "-o", out, "--overwrite").returncode == 0
    assert out.read_bytes() == first


def test_the_roster_is_filled_in(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    assert brandcluster("collect", "form", root, *YEAR, "--each").returncode == 2
    assert brandcluster("collect", "add", SAME / "clean.csv", *YEAR, "--to", root).returncode == 0
    out = tmp_path / "每家"
    result = brandcluster("collect", "form", root, "--year", "2014", "--each", "-o", out)
    assert result.returncode == 0, result.stderr
    files = sorted(out.iterdir())
    assert len(files) == len(LINES)
    sheet = sheet_of(files[0])
    assert [sheet.cell(6, at).value for at in range(2, 8)] == [*LINES[0].split(",")[:5], None]
    again = brandcluster("collect", "add", *files, "--year", "2014", "--to", root)
    assert again.returncode == 0, again.stdout
    assert all(line.endswith("," * 12) for line in stored(root, 2014).splitlines()[1:])


# ---- add ---------------------------------------------------------------------------------------------------------


def test_everything_or_nothing(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    good = returned(tmp_path, *LINES[:4], name="好.csv")
    bad = returned(tmp_path, LINES[4].replace("阀门,主导", "阀们,主导"), LINES[5], name="坏.csv")
    result = brandcluster("collect", "add", good, bad, *YEAR, "--to", root, SHOW)
    assert result.returncode == 1
    assert "坏.csv!C2: 错误 K110" in result.stdout
    assert not (root / "enterprises").exists()
    result = brandcluster("collect", "add", good, *YEAR, "--to", root, "--dry-run")
    assert result.returncode == 0
    assert not (root / "enterprises").exists()
    assert brandcluster("collect", "add", good, *YEAR, "--to", root).returncode == 0
    assert stored(root).splitlines() == [HEAD, *LINES[:4]]
    result = brandcluster("collect", "add", SAME / "form-filled.xlsx", *YEAR, "--to", root)
    assert "新增 4 家，补充 0 家，替换 0 家，相同 4 家" in result.stdout
    assert stored(root) == CLEAN


@pytest.mark.parametrize(("prefer", "kept"), [("new", "9999"), ("old", "3131")])
def test_a_conflict_is_shown_side_by_side(
    brandcluster: Run, root: Path, tmp_path: Path, prefer: str, kept: str
) -> None:
    brandcluster("collect", "add", SAME / "clean.csv", *YEAR, "--to", root)
    line = next(line for line in LINES if ",3131," in line)
    changed = returned(tmp_path, line.replace(",3131,", ",9999,"))
    result = brandcluster("collect", "add", changed, *YEAR, "--to", root, SHOW)
    assert result.returncode == 1
    assert "--prefer" in result.stderr
    assert stored(root) == CLEAN
    table = [row for row in result.stdout.splitlines() if "3131" in row]
    assert len(table) == 1 and "9999" in table[0] and "工业总产值（万元）" in table[0]
    assert "enterprises/2013.csv" in result.stdout and "交来.csv" in result.stdout
    assert brandcluster("collect", "add", changed, *YEAR, "--to", root, "--prefer", prefer).returncode == 0
    assert f",{kept}," in stored(root)


def test_the_same_enterprise_in_two_files_is_a_conflict_too(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    line = next(line for line in LINES if ",3131," in line)
    files = [
        returned(tmp_path, text, name=name)
        for name, text in (("一.csv", line), ("二.csv", line.replace(",3131,", ",9999,")))
    ]
    assert brandcluster("collect", "add", *files, *YEAR, "--to", root).returncode == 1
    assert not (root / "enterprises").exists()


def test_an_enterprise_that_was_due_is_filled_in() -> None:
    layout = layout_of(load_dossier(BASE))
    clean = read_returns("a", CLEAN.encode(), layout).entries
    due = [entry._replace(row=(*entry.row[:5], *[""] * 12)) for entry in clean]
    merged = merge_returns(due, clean, layout, None)
    assert sorted(merged.rows.values()) == [entry.row for entry in clean]
    assert len(merged.filled) == 7 and not merged.conflicts
    assert merge_returns(clean, due, layout, None).rows == merged.rows


def test_nothing_names_an_enterprise_when_redacted(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    brandcluster("collect", "add", SAME / "clean.csv", *YEAR, "--to", root)
    line = next(line for line in LINES if ",3131," in line)
    path = returned(tmp_path, line.replace(",3131,", ",313100000,").replace("主导产业,是", "主导产业,难说"))
    open_, closed = (
        brandcluster("collect", "add", path, *YEAR, "--to", root, "--prefer", "new", *more) for more in ((SHOW,), ())
    )
    code, name = line.split(",")[:2]
    assert code in open_.stdout and name in open_.stdout and "313100000" in open_.stdout
    assert not any(word in closed.stdout + closed.stderr for word in (code, name, "313100000"))
    (root / "enterprises" / "2013.csv").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert code in brandcluster("validate", root, SHOW).stdout
    for arguments in (
        ("validate", root),
        ("validate", root, "--redact"),
        ("validate", root, "--format", "json"),
        ("indicators", root),
    ):
        result = brandcluster(*arguments)
        assert not any(word in result.stdout + result.stderr for word in (code, name)), arguments


def test_a_stored_file_with_errors_takes_nothing(brandcluster: Run, root: Path) -> None:
    (root / "enterprises").mkdir()
    (root / "enterprises" / "2013.csv").write_text("甲,乙\n", encoding="utf-8")
    result = brandcluster("collect", "add", SAME / "clean.csv", *YEAR, "--to", root)
    assert result.returncode == 1
    assert "K101" in result.stderr


def add_to_stored(root: Path, change: Callable[[list[str]], list[str]]) -> bytes:
    path = root / "enterprises" / "2013.csv"
    path.write_text("\ufeff" + "\n".join(change(CLEAN.splitlines())) + "\n", encoding="utf-8")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda lines: [*lines, lines[1].replace(",3131,", ",9999,")], "K104"),
        (lambda lines: [f"{line},{'重点' if at else '备注'}" for at, line in enumerate(lines)], "“备注”一列"),
        (lambda lines: [*lines, "合计" + "," * 16], "第 10 行（合计行）"),
        (lambda lines: [*lines, "注：已核" + "," * 16], "第 10 行（说明文字）"),
    ],
    ids=["twice", "a column", "a total", "a note"],
)
def test_nothing_that_stands_in_the_stored_file_is_lost(
    brandcluster: Run, root: Path, change: Callable[[list[str]], list[str]], word: str
) -> None:
    brandcluster("collect", "add", SAME / "clean.csv", *YEAR, "--to", root)
    before = add_to_stored(root, change)
    result = brandcluster("collect", "add", SAME / "clean.csv", *YEAR, "--to", root, "--prefer", "new", SHOW)
    assert result.returncode == 1
    assert word in result.stderr
    assert (root / "enterprises" / "2013.csv").read_bytes() == before


def test_halves_of_a_return_make_a_whole(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    cells = LINES[0].split(",")
    halves = [",".join(cells[:12] + [""] * 5), ",".join(cells[:5] + [""] * 7 + cells[12:])]
    files = [returned(tmp_path, line, name=f"{at}.csv") for at, line in enumerate(halves)]
    result = brandcluster("collect", "add", files[0], *YEAR, "--to", root)
    assert result.returncode == 1 and result.stdout.count("K111") == 5
    assert brandcluster("collect", "add", *files, *YEAR, "--to", root).returncode == 0
    assert stored(root).splitlines()[1:] == [LINES[0]]


def test_files_and_sheets_that_bear_a_name_are_redacted_too(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    code, name = LINES[0].split(",")[:2]
    folder = tmp_path / name
    folder.mkdir()
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = name[:8]
    for line in (
        HEAD,
        LINES[0].replace(",3131,", ",x,"),
        LINES[1],
        LINES[1].replace(",2400,", ",1,"),
        "注：甲" + "," * 16,
    ):
        sheet.append(line.split(","))
    book.create_sheet(f"{name[:6]}说明").append(["甲"])
    path = folder / f"{code}.xlsx"
    book.save(path)
    open_, closed = (brandcluster("collect", "add", path, *YEAR, "--to", root, *more) for more in ((SHOW,), ()))
    assert name[:6] in open_.stdout and code in open_.stdout
    assert not any(word in closed.stdout + closed.stderr for word in (code, name[:6]))
    assert "第 1 个文件 工作表!F2: 错误 K102" in closed.stdout


def test_problems_come_errors_first_and_then_as_the_sheet_runs(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    lines = [
        LINES[0].replace(",3090,", ",90,").replace(",1565,", ",15,").replace(",626,", ",6,"),  # K109
        LINES[1].replace(",2400,", ",,").replace("阀门,主导", "阀们,主导"),
        LINES[2].replace(",6055,", ",x,"),
    ]
    result = brandcluster("collect", "add", returned(tmp_path, *lines), *YEAR, "--to", root)
    found = [
        line.split(": ")[0].rpartition("!")[2]
        for line in result.stdout.splitlines()
        if ": 错误" in line or ": 警告" in line
    ]
    assert found == ["C3", "F3", "F4", "I2"]


def test_many_files_are_told_of_together(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    brandcluster("collect", "add", SAME / "clean.csv", *YEAR, "--to", root)
    files = [returned(tmp_path, LINES[at % 8], name=f"{at}.csv") for at in range(24)]
    (tmp_path / "空.csv").write_text(HEAD + "\n", encoding="utf-8")
    result = brandcluster("collect", "add", *files, tmp_path / "空.csv", *YEAR, "--to", root, SHOW)
    assert result.returncode == 0
    assert "25 个文件，24 家" in result.stdout
    assert "空.csv：0 家" in result.stdout and "7.csv" not in result.stdout


def test_more_than_can_be_read_again_is_not_written() -> None:
    from brandcluster.cli.commands.collect_add import returns_content
    from brandcluster.cli.errors import UserError
    from brandcluster.formats.tables.csv_file import MAX_CELLS

    layout = layout_of(load_dossier(BASE))
    rows = [tuple(LINES[6].split(","))] * (MAX_CELLS // len(COLUMNS) - 1)
    assert sum(1 for line in returns_content(rows, layout).splitlines() if line) == len(rows) + 1
    with pytest.raises(UserError):
        returns_content([*rows, rows[0]], layout)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["collect"], "缺少命令"),
        (["collect", "ad"], "add"),
        (["collect", "add", "--year", "2013"], "文件"),
        (["collect", "add", "x.csv", "--to", "."], "--year"),
        (["collect", "add", "没有.csv", "--year", "2013", "--to", "."], "没有这个文件"),
        (["collect", "form", "--year", "13"], "--year"),
        (["collect", "add", "x.csv", "--year", "2013", "--prefer", "both"], "new、old"),
    ],
)
def test_wrong_calls(brandcluster: Run, root: Path, arguments: list[str], words: str) -> None:
    result = brandcluster(*arguments, cwd=root)
    assert result.returncode in (1, 2)
    assert words in result.stdout + result.stderr
    assert not any(word in result.stderr for word in ("Usage", "Traceback", "Missing"))


# ---- save --------------------------------------------------------------------------------------------------------


def test_saving_changes_values_and_nothing_else(brandcluster: Run, root: Path) -> None:
    brandcluster("collect", "add", SAME / "clean.csv", *YEAR, "--to", root)
    path = root / "statistics" / "2013.yaml"
    text = path.read_text(encoding="utf-8").replace("工业增加值（万元）: 10000", "工业增加值（万元）: 10000  # 已核")
    path.write_text("# 一行注释\n" + text, encoding="utf-8")
    before = brandcluster("indicators", root)
    assert before.returncode == 1 and "不一致" in before.stdout and "按报表" in before.stdout
    result = brandcluster("indicators", root, "--save", "--format", "json")
    assert "产业 › 阀门 › 工业增加值（万元）：10000 → " in result.stderr
    after = path.read_text(encoding="utf-8")
    assert after.startswith("# 一行注释\n") and "  # 已核" in after
    assert "区域工业总产值（万元）: 50000" in after and "文件: evidence/a.txt" in after
    kept = [line for line in text.splitlines() if "（" not in line and "类型" not in line]
    assert [line for line in after.splitlines() if line in kept] == kept
    data = document.read_document("x", after.encode()).data
    assert data["来源"]["类型"] == "企业报表" and len(data["来源"]["摘要"]) == 64
    assert [group["名称"] for group in data["产业"]] == ["阀门", "其他相关企业"]
    year = json.loads(result.stdout)["dossiers"][0]["years"][0]
    assert year["returns"]["agrees"] and (year["returns"]["due"], year["returns"]["reported"]) == (8, 7)
    again = brandcluster("indicators", root, "--save")
    assert again.returncode == 0 and "没有改动" in again.stderr
    assert path.read_text(encoding="utf-8") == after


def test_a_year_without_statistics_gets_a_file(brandcluster: Run, root: Path) -> None:
    for year in ("2012", "2013"):
        brandcluster("collect", "add", SAME / "clean.csv", "--year", year, "--to", root)
    result = brandcluster("indicators", root, "--save")
    assert "statistics/2012.yaml" in result.stderr
    data = document.read_document("x", (root / "statistics" / "2012.yaml").read_bytes()).data
    assert (
        data["产业"][0]["工业总产值（万元）"]
        == document.read_document("x", (root / "statistics" / "2013.yaml").read_bytes()).data["产业"][0][
            "工业总产值（万元）"
        ]
    )
    panels = document.read_document("x", (root / "statistics" / "2013.yaml").read_bytes()).data["同口径"]
    assert [(panel["对比年份"], panel["产业"]) for panel in panels] == [(2012, "阀门"), (2012, "其他相关企业")]
    assert panels[0]["本年"] == panels[0]["对比年"]
    assert "共" not in result.stdout or "Traceback" not in result.stderr
    codes = {d.code for d in load_dossier(root).diagnostics}
    assert codes <= {"M002"}  # the whole region's output is a person's to give


def test_wrong_returns_save_nothing(brandcluster: Run, root: Path) -> None:
    (root / "enterprises").mkdir()
    (root / "enterprises" / "2013.csv").write_text(CLEAN.replace(",3131,", ",,"), encoding="utf-8")
    before = (root / "statistics" / "2013.yaml").read_bytes()
    result = brandcluster("indicators", root, "--save")
    assert result.returncode == 1 and "K111" in result.stderr
    assert (root / "statistics" / "2013.yaml").read_bytes() == before
    assert brandcluster("indicators", root).returncode == 1


def test_own_indicators_need_no_code(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    (root / "indicators.yaml").write_text(
        "填报栏目:\n  - {名称: 出口交货值（万元）, 说明: 出口产品的价值。}\n"
        "指标:\n  - {名称: 出口占销售收入比重, 分子: 出口交货值（万元）, 分母: 销售收入（万元）}\n"
        "  - {名称: 研发占产值比重, 分子: 研发投入（万元）, 分母: 工业总产值（万元）}\n",
        encoding="utf-8",
    )
    out = tmp_path / "表.xlsx"
    assert brandcluster("collect", "form", root, *YEAR, "-o", out).returncode == 0
    assert "出口交货值" in [cell.value for cell in sheet_of(out)[5]]
    lines = [f"{line},{'100' if ',主导产业,' in line and line.split(',')[5] else ''}" for line in LINES]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([HEAD + ",出口交货值（千元）", *lines]), encoding="utf-8")
    assert brandcluster("collect", "add", path, *YEAR, "--to", root).returncode == 0
    brandcluster("indicators", root, "--save")
    result = brandcluster("indicators", root, "--format", "json")
    group = json.loads(result.stdout)["dossiers"][0]["years"][0]["industries"][0]
    found = {each["label"]: each for each in group["indicators"]}
    assert found["出口占销售收入比重"]["numerator"] == "60"
    assert found["研发占产值比重"]["value"] is not None


def test_csv_for_excel(brandcluster: Run) -> None:
    result = brandcluster("indicators", EXAMPLES / "lanting", "--format", "csv")
    assert result.stdout.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(result.stdout.lstrip("\ufeff"))))
    assert len(rows) == 1 + 3 * 5 * 4
    assert rows[1][4] == rows[1][9]


def test_bars_are_small() -> None:
    from fractions import Fraction

    from brandcluster.output.commands.indicators import bar

    assert [bar(value) for value in (None, Fraction(0), Fraction(50), Fraction(100), Fraction(900), Fraction(5))] == [
        "", "", "█████", "██████████", "██████████", "▌",
    ]  # fmt: skip


def test_a_pull_request_has_no_returns(brandcluster: Run, tmp_path: Path) -> None:
    root = tmp_path / "d"
    shutil.copytree(EXAMPLES / "lanting", root)
    shutil.rmtree(root / "enterprises")
    assert brandcluster("validate", root).returncode == 0
    path = root / "statistics" / "2013.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line for line in text.splitlines() if "摘要" not in line), encoding="utf-8")
    result = brandcluster("validate", root)
    assert result.returncode == 1 and "K114" in result.stdout


def test_a_roster_is_not_written_where_git_takes_it_in(brandcluster: Run, root: Path) -> None:
    brandcluster("collect", "add", SAME / "clean.csv", *YEAR, "--to", root)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / ".gitignore").write_text("/enterprises/\n/out/\n", encoding="utf-8")
    form = ("collect", "form", root, "--year", "2014")
    refused = brandcluster(*form, "-o", root / "表" / "a.xlsx")
    assert refused.returncode == 2 and ".gitignore" in refused.stderr and not (root / "表").exists()
    assert brandcluster(*form, "--each", "-o", root / "表").returncode == 2
    assert brandcluster(*form).returncode == 0
    assert brandcluster(*form, "-o", root.parent / "a.xlsx").returncode == 0
    assert brandcluster(*form, "-o", root / "表" / "a.xlsx", SHOW).returncode == 0


def test_what_is_right_is_taken_and_the_rest_is_listed(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    bad = LINES[0].split(",")
    bad[5] = "很多"
    returned(tmp_path, ",".join(bad), *LINES[1:])
    done = brandcluster("collect", "add", tmp_path / "交来.csv", "--to", root, *YEAR, "--take-good", SHOW)
    assert done.returncode == 1, done.stderr
    assert bad[0] not in stored(root)
    assert all(line.split(",")[0] in stored(root) for line in LINES[1:])
    listed = (root / "out" / "退回清单-2013.txt").read_text(encoding="utf-8")
    assert bad[0] in listed
    assert not any(line.split(",")[0] in listed for line in LINES[1:])
