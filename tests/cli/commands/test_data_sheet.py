"""`sheet form`, `sheet add`: as offices use them, all or nothing."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import BASE, EXAMPLES
from conftest import Result
from filled_sheets import read, refilled

from brandcluster.cli import sheet_answers
from brandcluster.cli.errors import UserError
from brandcluster.dossier.load import load_dossier
from brandcluster.formats import pdf
from brandcluster.sheets.contents import PARTS, TABLES
from brandcluster.sheets.taking_in import take_in
from brandcluster.sheets.write_changes import new_texts

Run = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "申报"))


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.yaml")}


def filled(root: Path, fill: Callable[[Any], None], name: str = "填好.xlsx") -> Path:
    path = root.parent / name
    path.write_bytes(refilled((root / "out" / "数据表.xlsx").read_bytes(), fill))
    return path


# ---- form --------------------------------------------------------------------------------------------------------


def test_the_form_is_what_stands_in_the_dossier(brandcluster: Run, root: Path) -> None:
    made = brandcluster("sheet", "form", root)
    assert made.returncode == 0 and "sheet add" in made.stdout
    path = root / "out" / "数据表.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["填写说明", *(table.name for table in TABLES), "选项", "底稿"]
    assert [each.title for each in book if each.sheet_state == "hidden"] == ["选项", "底稿"]
    sheet = book["资金明细"]
    assert [cell.value for cell in sheet[3]][:4] == ["序号", "年份\n（四位年份）", "来源", "金额\n（万元）"]
    assert [cell.value for cell in sheet[4]][:4] == ["1", 2014, "开发区财政", 480]
    assert sheet.protection.sheet and sheet["A4"].protection.locked and not sheet["D4"].protection.locked
    assert not sheet["D15"].protection.locked
    statistics = book["统计"]
    assert statistics["A5"].value == "核1" and statistics["I4"].protection.locked
    assert not statistics["I5"].protection.locked
    assert {each.type for each in statistics.data_validations.dataValidation} == {"list", "decimal"}
    first = path.read_bytes()
    assert brandcluster("sheet", "form", root).returncode == 0  # nobody has filled it yet
    path.write_bytes(refilled(first, lambda book: book["资金明细"].__setitem__("D4", 500)))
    assert brandcluster("sheet", "form", root).returncode == 1
    assert brandcluster("sheet", "form", root, "--overwrite").returncode == 0
    assert path.read_bytes() == first


def test_parts_for_one_office(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    out = tmp_path / "资金.xlsx"
    assert brandcluster("sheet", "form", root, "--part", "资金", "-o", out).returncode == 0
    names = [table.name for table in TABLES if table.part == "资金"]
    assert openpyxl.load_workbook(out).sheetnames == ["填写说明", *names, "选项", "底稿"]
    wrong = brandcluster("sheet", "form", root, "--part", "资")
    assert wrong.returncode == 2 and "、".join(PARTS) in wrong.stderr
    assert brandcluster("sheet", "form", root, "-o", tmp_path / "a.csv").returncode == 2
    assert brandcluster("sheet", "form", root, "--year", "14").returncode == 2


def test_formulas_stay_text(brandcluster: Run, root: Path) -> None:
    path = root / "application" / "plan.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("来源: 开发区财政", '来源: "=HYPERLINK(\\"http://a\\")"', 1), encoding="utf-8")
    assert brandcluster("sheet", "form", root).returncode == 0
    with zipfile.ZipFile(root / "out" / "数据表.xlsx") as package:
        parts = {name: package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")}
    assert not any("<f>" in part for name, part in parts.items() if "worksheets" in name)
    assert "quotePrefix" in parts["xl/styles.xml"] and "hyperlink" not in "".join(parts).lower()
    cell = openpyxl.load_workbook(root / "out" / "数据表.xlsx")["资金明细"]["C4"]
    assert cell.data_type == "s" and cell.quotePrefix


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("  明细:", "  明 细:", "没有“明 细”"),
        ("资金:", "资金", "plan.yaml"),
        ("    - 年份: 2014", "    - 二〇一四", "plan.yaml"),
    ],
)
def test_a_file_that_is_not_sound_comes_first(brandcluster: Run, root: Path, old: str, new: str, word: str) -> None:
    path = root / "application" / "plan.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    found = brandcluster("sheet", "form", root)
    assert found.returncode == 1 and "validate" in found.stderr and not (root / "out").exists()
    assert "plan.yaml:" in found.stderr
    assert brandcluster("sheet", "form", root, "--part", "企业").returncode == 0


# ---- add ---------------------------------------------------------------------------------------------------------


def test_taken_in_and_taken_in_again(brandcluster: Run, root: Path) -> None:
    brandcluster("sheet", "form", root)
    before = files(root)
    path = filled(root, lambda book: book["资金明细"].__setitem__("D4", 500))
    shown = brandcluster("sheet", "add", path, "--to", root, "--diff")
    assert shown.returncode == 0 and files(root) == before
    assert "改    资金明细，序号 1（开发区财政），金额（万元）〔资金明细!D4〕\n      480 → 500\n" in shown.stdout
    assert "-      金额（万元）: 480\n+      金额（万元）: 500\n" in shown.stdout and "没有写入" in shown.stdout
    taken = brandcluster("sheet", "add", path, "--to", root)
    assert taken.returncode == 0 and "写好  application/plan.yaml" in taken.stdout
    after = files(root)
    assert {name for name in after if after[name] != before[name]} == {"application/plan.yaml"}
    again = brandcluster("sheet", "add", path, "--to", root)
    assert again.returncode == 0 and files(root) == after and "没有改过" in again.stdout


def test_all_or_nothing(brandcluster: Run, root: Path) -> None:
    brandcluster("sheet", "form", root)
    before = files(root)

    def fill(book: Any) -> None:
        book["资金明细"]["D4"] = 500
        book["前三企业"]["E4"] = "很多"

    found = brandcluster("sheet", "add", filled(root, fill), "--to", root)
    assert found.returncode == 1 and files(root) == before
    assert "填错  前三企业!E4 销售收入（万元）：“很多”不是数。" in found.stdout and "没有写入" in found.stdout
    told = json.loads(brandcluster("sheet", "add", root.parent / "填好.xlsx", "--to", root, "--format", "json").stdout)
    assert told["schema"] == "brandcluster.sheet/1" and told["written"] == []
    assert [each["where"] for each in told["faults"]] == ["前三企业!E4"]
    assert [(each["status"], each["keys"]) for each in told["cells"]] == [
        ("changed", ["资金", "明细", 0, "金额（万元）"])
    ]


def test_conflicts_wait_for_a_decision(brandcluster: Run, root: Path) -> None:
    brandcluster("sheet", "form", root)
    path = filled(root, lambda book: book["资金明细"].__setitem__("D4", 500))
    plan = root / "application" / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("480", "490", 1), encoding="utf-8")
    found = brandcluster("sheet", "add", path, "--to", root)
    assert found.returncode == 1 and "生成时：480　　材料现在：490　　工作簿：500" in found.stdout
    assert brandcluster("sheet", "add", path, "--to", root, "--prefer", "new").returncode == 0
    assert "金额（万元）: 500" in plan.read_text(encoding="utf-8")


def test_what_another_program_has_just_written_stays(brandcluster: Run, root: Path) -> None:
    brandcluster("sheet", "form", root)
    content = refilled(
        (root / "out" / "数据表.xlsx").read_bytes(), lambda book: book["资金明细"].__setitem__("D4", 500)
    )
    dossier = load_dossier(root)
    texts = new_texts(dossier, take_in(dossier, read(content), None), "miit-2014-102")
    plan = root / "application" / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + "# 刚刚写的\n", encoding="utf-8")
    before = files(root)
    with pytest.raises(UserError, match="别的程序改过，没有覆盖"):
        sheet_answers.write_texts(dossier, texts)
    assert files(root) == before


def test_line_ends_and_marks_stay(brandcluster: Run, root: Path) -> None:
    plan = root / "application" / "plan.yaml"
    content = b"\xef\xbb\xbf" + plan.read_bytes().replace(b"\n", b"\r\n")
    plan.write_bytes(content)
    assert brandcluster("sheet", "form", root).returncode == 0
    path = filled(root, lambda book: book["资金明细"].__setitem__("D4", 500))
    assert brandcluster("sheet", "add", path, "--to", root).returncode == 0
    assert plan.read_bytes() == content.replace("金额（万元）: 480".encode(), "金额（万元）: 500".encode(), 1)


def test_what_is_no_workbook_of_ours(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    brandcluster("sheet", "form", root)
    brandcluster("collect", "form", root, "--year", "2013", "-o", tmp_path / "企业.xlsx")
    (tmp_path / "a.csv").write_text("序号,名称\n1,甲\n", encoding="utf-8")
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04broken")
    refilled_path = filled(root, lambda book: book["底稿"].delete_rows(2), "坏.xlsx")
    before = files(root)
    for path, word in (
        (tmp_path / "企业.xlsx", "collect add"),
        (tmp_path / "a.csv", "底稿"),
        (tmp_path / "a.xlsx", "解不开"),
        (refilled_path, "不完整"),
    ):
        found = brandcluster("sheet", "add", path, "--to", root)
        assert found.returncode == 1 and word in found.stderr, (path, found.stderr)
    assert brandcluster("sheet", "add", tmp_path / "没有.xlsx", "--to", root).returncode == 2
    assert brandcluster("sheet", "add", tmp_path, "--to", root).returncode == 2
    other = Path(shutil.copytree(BASE, tmp_path / "别处"))
    found = brandcluster("sheet", "add", root / "out" / "数据表.xlsx", "--to", other)
    assert found.returncode == 1 and "青石岭经济技术开发区" in found.stderr
    assert files(root) == before


@pytest.mark.parametrize("number", range(12))
@pytest.mark.part(6)
def test_a_hostile_copy_is_refused_or_harmless(brandcluster: Run, root: Path, number: int) -> None:
    """Whatever the hidden copy and the sheets hold, it ends in a sentence, and comments and texts stay."""
    import random

    brandcluster("sheet", "form", root)
    draw = random.Random(number)  # noqa: S311  # cases, no secrets
    odd = (
        "=1+1",
        "\u202e",
        "x" * 30_000,
        -1,
        1e300,
        True,
        "'",
        "序号",
        "../../etc/passwd",
        "{{ 统计 }}",
        "# 注释\n- a: b",
    )

    def fill(book: Any) -> None:
        for _ in range(30):
            sheet = book[draw.choice(book.sheetnames)]
            sheet.cell(draw.randint(1, sheet.max_row), draw.randint(1, sheet.max_column))
            cell = sheet.cell(draw.randint(1, sheet.max_row), draw.randint(1, sheet.max_column))
            if type(cell).__name__ == "Cell":
                cell.value = draw.choice(odd)

    path = filled(root, fill)
    before = {name: comments(content) for name, content in files(root).items()}
    found = brandcluster("sheet", "add", path, "--to", root, "--prefer", draw.choice(("new", "old")))
    assert found.returncode in (0, 1), found.stderr
    assert {name: comments(content) for name, content in files(root).items() if name in before} == before
    assert brandcluster("validate", root).returncode in (0, 1)


def comments(content: bytes) -> list[str]:
    return [line for line in content.decode("utf-8").splitlines() if line.startswith("#")]


# ---- LibreOffice -------------------------------------------------------------------------------------------------


@pytest.mark.word
def test_saved_by_libreoffice_nothing_changes(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    brandcluster("sheet", "form", root, "--year", "2014")
    path = through_libreoffice(root / "out" / "数据表.xlsx", tmp_path / "存过")
    found = brandcluster("sheet", "add", path, "--to", root)
    assert (found.returncode, found.stdout) == (0, "工作簿生成以后没有改过，材料不用动。\n")


@pytest.mark.word
def test_filled_and_saved_by_libreoffice(brandcluster: Run, root: Path, tmp_path: Path) -> None:
    brandcluster("sheet", "form", root)

    def fill(book: Any) -> None:
        book["资金明细"]["D4"] = "=240*2+20.5"
        book["工作项目"]["D4"] = "是"
        book["资金明细"]["E13"] = "=新的方向"
        book["资金明细"]["E13"].data_type = "s"
        book["资金明细"]["B13"] = 2016

    path = through_libreoffice(filled(root, fill), tmp_path / "存过")
    found = brandcluster("sheet", "add", path, "--to", root, "--diff")
    assert found.returncode == 0, found.stdout
    added = [line for line in found.stdout.splitlines() if line.startswith("+ ")]
    assert added == [
        "+      金额（万元）: 500.5",
        "+    - 年份: 2016",
        '+      支持方向: "=新的方向"',
        "+      - 建立品牌相关评价制度",
    ]


def through_libreoffice(path: Path, folder: Path) -> Path:
    """The workbook opened and saved by LibreOffice."""
    import subprocess

    program = pdf.find_libreoffice()
    assert program is not None
    profile = f"-env:UserInstallation={(folder.parent / '设置').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert io.BytesIO((folder / path.name).read_bytes()).read(2) == b"PK"
    return folder / path.name
