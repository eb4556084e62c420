"""`request`: letters and workbooks out, answers in, and what is left to a person."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from contextlib import chdir
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from filled_sheets import made, refilled

from brandcluster.cli.start import start as main
from brandcluster.dossier.load import load_dossier
from brandcluster.formats import pdf

EXAMPLE = Path(__file__).parents[3] / "examples" / "qingshiling"
FORM = ("request", "form", "d", "--due", "2014-04-10", "--date", "2014-03-20", "-o", "out")
ADD = ("request", "add", "--to", "d", "--date", "2014-04-01")


@pytest.fixture(name="asked", scope="module")
def dossier_with_requests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dossier that lacks the document of its statistics, and the papers to two departments."""
    home = tmp_path_factory.mktemp("asked")
    shutil.copytree(EXAMPLE, home / "d")
    path = home / "d" / "statistics" / "2013.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("文件: evidence/statistics-2013.md", "文件:"), encoding="utf-8")
    with chdir(home):
        assert main([*FORM, "--supplier", "财政部门", "--supplier", "统计部门"]) == 0
    return home


@pytest.fixture(name="root")
def copy_of_it(asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(asked, tmp_path / "x")
    monkeypatch.chdir(tmp_path / "x")
    return tmp_path / "x" / "d"


def fill(name: str, change: Any) -> None:
    path = Path("out") / name
    path.write_bytes(refilled(path.read_bytes(), change))


def amount(value: Any) -> Any:
    def change(book: Any) -> None:
        book["资金明细"]["D4"] = value

    return change


def test_made_again_the_papers_are_the_same(root: Path) -> None:
    before = {path: path.read_bytes() for path in Path("out").iterdir()}
    record = (root / "requests.yaml").read_bytes()
    assert main([*FORM, "--supplier", "财政部门", "--supplier", "统计部门"]) == 0
    assert before == {path: path.read_bytes() for path in Path("out").iterdir()}
    assert (root / "requests.yaml").read_bytes() == record


def test_another_figure_is_shown_and_not_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = root / "application" / "plan.yaml"
    before = plan.read_bytes()
    fill("财政部门.xlsx", amount(321))
    assert main([*ADD, "out/财政部门.xlsx"]) == 1
    assert "321" in capsys.readouterr().out
    assert plan.read_bytes() == before
    assert load_dossier(root).requests.sent[0].answered is None
    assert main([*ADD, "out/财政部门.xlsx", "--prefer", "old"]) == 0
    assert plan.read_bytes() == before


def test_taken_only_the_answered_line_changes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = root / "application" / "plan.yaml"
    before = plan.read_text(encoding="utf-8").splitlines()
    fill("财政部门.xlsx", amount(321))
    assert main([*ADD, "out/财政部门.xlsx", "--prefer", "new"]) == 1
    said = capsys.readouterr().out
    assert "检查新发现的" in said and "B101" in said  # the total adds up no more, and that is for a person
    after = plan.read_text(encoding="utf-8").splitlines()
    assert len(after) == len(before)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    for change, answered in ((amount(321), "None"), (amount(480), "2014-04-01")):
        fill("财政部门.xlsx", change)
        main([*ADD, "out/财政部门.xlsx", "--prefer", "new"])
        back = "资金明细!D4 工作簿是“480”，材料后来是“321”，没有改回去" in capsys.readouterr().out
        assert back == (answered != "None")
        if back:  # who means the old figure after all fills in a new workbook
            main([*FORM, "--supplier", "财政部门", "--overwrite"])
            fill("财政部门.xlsx", change)
            main([*ADD, "out/财政部门.xlsx", "--prefer", "new"])
        [finance] = [each for each in load_dossier(root).requests.sent if each.supplier == "财政部门"]
        assert str(finance.answered) == answered and ("核对" in (finance.lacking or "")) == (answered == "None")


def test_a_wrong_unit_is_a_fault(root: Path) -> None:
    fill("财政部门.xlsx", amount("3公里"))
    assert main([*ADD, "out/财政部门.xlsx", "--prefer", "new"]) == 1


@pytest.mark.long
def test_another_unit_of_money_is_converted(root: Path) -> None:
    fill("财政部门.xlsx", amount("3亿元"))
    main([*ADD, "out/财政部门.xlsx", "--prefer", "new"])
    assert str(load_dossier(root).plan.funds.items[0].amount) == "30000"  # type: ignore[union-attr]


@pytest.mark.long
def test_a_second_department_with_another_figure_is_a_conflict(root: Path) -> None:
    plan = root / "application" / "plan.yaml"
    Path("out/other.xlsx").write_bytes(refilled(Path("out/财政部门.xlsx").read_bytes(), amount(654)))
    fill("财政部门.xlsx", amount(321))
    main([*ADD, "out/财政部门.xlsx", "--prefer", "new"])
    before = plan.read_bytes()
    assert main([*ADD, "out/other.xlsx"]) == 1
    assert plan.read_bytes() == before


def test_strangers_are_refused(root: Path) -> None:
    Path("a.xlsx").write_bytes(made(root))
    Path("b.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert main([*ADD, "a.xlsx"]) == 1
    assert main(["sheet", "add", "out/财政部门.xlsx", "--to", "d"]) == 1
    assert main([*ADD, "b.xlsx"]) == 1


def test_a_document_is_copied_and_never_overwrites(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("证明.pdf").write_bytes(b"%PDF one")
    assert main([*ADD, "证明.pdf"]) == 1
    said = capsys.readouterr().out
    assert sha256(b"%PDF one").hexdigest() in said and "--into" in said and "“当地人民政府 文件”" in said
    Path("证明.pdf").write_bytes(b"%PDF two")
    assert main([*ADD, "证明.pdf"]) == 1
    assert (root / "evidence" / "证明.pdf").read_bytes() == b"%PDF one"
    Path("con.pdf").write_bytes(b"x")
    assert main([*ADD, "con.pdf"]) == 2


def test_a_document_is_entered_where_it_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("回执.pdf").write_bytes(b"%PDF one")
    assert main([*ADD, "回执.pdf", "--into", "当地人民政府"]) == 0
    assert load_dossier(root).recommendation.local.document == "evidence/回执.pdf"  # type: ignore[union-attr]
    assert main([*ADD, "回执.pdf", "--into", "规划部署"]) == 1
    said = capsys.readouterr().err
    assert "已经写着" in said and "evidence/回执.pdf" in said
    assert main([*ADD, "回执.pdf", "--into", "规划部署", "--prefer", "new"]) == 0
    assert load_dossier(root).conditions.commitments.planning.document == "evidence/回执.pdf"  # type: ignore[union-attr]
    assert main([*ADD, "回执.pdf", "--into", "政策措施"]) == 1 and "不止一处" in capsys.readouterr().err
    assert main([*ADD, "回执.pdf", "--into", "没有的"]) == 1 and "没有这样的栏目" in capsys.readouterr().err


def named(text: str) -> Any:
    def change(book: Any) -> None:
        sheet = book["统计年度"]
        column = next(cell.column for cell in sheet[3] if str(cell.value).startswith("来源：文件"))
        sheet.cell(5, column).value = text

    return change


def document_of_2013(root: Path) -> str | None:
    return load_dossier(root).statistics[2013].source.document  # type: ignore[union-attr]


def test_a_document_that_a_cell_names_goes_there(root: Path) -> None:
    assert document_of_2013(root) is None
    fill("统计部门.xlsx", named("统计局证明"))
    Path("统计局证明.pdf").write_bytes(b"%PDF")
    assert main([*ADD, "out/统计部门.xlsx", "统计局证明.pdf"]) == 0
    assert document_of_2013(root) == "evidence/统计局证明.pdf"
    assert (root / "evidence" / "统计局证明.pdf").read_bytes() == b"%PDF"


def test_a_document_that_did_not_come_leaves_the_letter_open(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill("统计部门.xlsx", named("统计局证明.pdf"))
    assert main([*ADD, "out/统计部门.xlsx"]) == 1
    assert "没有交来" in capsys.readouterr().out and document_of_2013(root) is None
    waiting = {each.supplier: each.answered for each in load_dossier(root).requests.sent}
    assert waiting["统计部门"] is None
    Path("统计局证明.pdf").write_bytes(b"%PDF")
    assert main([*ADD, "out/统计部门.xlsx", "统计局证明.pdf"]) == 0
    waiting = {each.supplier: each.answered for each in load_dossier(root).requests.sent}
    assert document_of_2013(root) is not None and str(waiting["统计部门"]) == "2014-04-01"


def test_several_are_taken_in_together_or_not_at_all(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    fill("统计部门.xlsx", named("统计局证明.pdf"))
    fill("财政部门.xlsx", amount("3公里"))
    Path("out/统计局证明.pdf").write_bytes(b"%PDF")
    assert main([*ADD, "out", "--prefer", "new"]) == 1
    said = capsys.readouterr().out
    assert "什么也没有写" in said and "财政部门.xlsx" in said
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    [advice] = [line for line in said.splitlines() if line.startswith("先收没有问题的：")]
    words = advice.partition("：brandcluster ")[2].split()
    assert "out/财政部门.xlsx" not in words and not any(word.endswith(".docx") for word in words)
    assert main([*words, "--date", "2014-04-01"]) == 0
    assert document_of_2013(root) == "evidence/统计局证明.pdf"


def texts_of(content: bytes) -> str:
    """Everything that a workbook's sheets and prompts say."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    said = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for sheet in book:
        said += [f"{each.prompt}" for each in sheet.data_validations.dataValidation]
    return "\n".join(said)


def test_a_workbook_reads_nothing_of_files_and_says_when(root: Path) -> None:
    for path in Path("out").glob("*.xlsx"):
        said = texts_of(path.read_bytes())
        assert ".yaml" not in said and "放在 evidence" not in said and "[]" not in said, path
        assert "请于2014年4月10日前交回。联系人：" in said


def test_a_workbook_is_locked_where_it_should_be(root: Path) -> None:
    book = openpyxl.load_workbook("out/财政部门.xlsx")
    assert book.sheetnames == ["填写说明", "资金总额", "资金明细", "分年合计", "分来源合计", "选项", "底稿"]
    assert [each.title for each in book if each.sheet_state != "visible"] == ["选项", "底稿"]
    assert all(each.protection.sheet for each in book)
    for sheet in list(book)[1:5]:
        open_ = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
        assert open_ and all(cell.column > 1 and cell.row > 3 for cell in open_), sheet.title
    sums = openpyxl.load_workbook("out/统计部门.xlsx")["统计"]
    numbers = {str(row[0].value): row for row in sums.iter_rows(min_row=4)}
    assert all(cell.protection.locked for cell in numbers["1"])  # a sum of returns
    assert any(not cell.protection.locked for cell in numbers["核1"])


def test_texts_come_back_to_their_places(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "application" / "region.yaml"
    region = load_dossier(root).region
    old = region.innovation or ""
    begin = path.read_text(encoding="utf-8").index("拥有技术中心、研发机构以及获得发明专利等情况:")
    text = path.read_text(encoding="utf-8")
    end = text.index("\n\n", begin)
    path.write_text(text[:begin] + "拥有技术中心、研发机构以及获得发明专利等情况:" + text[end:], encoding="utf-8")
    assert main([*FORM, "--supplier", "科技部门", "--supplier", "市场监管部门"]) == 0
    sheet = openpyxl.load_workbook("out/科技部门.xlsx")["文字材料"]
    assert "各级技术中心" in sheet["B4"].value and sheet["B4"].protection.locked
    assert not sheet["C4"].protection.locked and sheet["C4"].value is None and old
    others = openpyxl.load_workbook("out/市场监管部门.xlsx")["文字材料"]
    assert others.max_row > 4 and not any("{{" in str(row[2].value) for row in others.iter_rows())

    def fill(book: Any) -> None:
        book["文字材料"]["C4"] = "市级技术中心 4 家。\n发明专利 12 件。"

    Path("back.xlsx").write_bytes(refilled(Path("out/科技部门.xlsx").read_bytes(), fill))
    capsys.readouterr()
    code = main([*ADD, "back.xlsx"])
    said = capsys.readouterr().out
    assert code == 0 and "空 → 市级技术中心" in said and "U+" not in said
    assert (load_dossier(root).region.innovation or "").strip() == "市级技术中心 4 家。\n发明专利 12 件。"
    changed = path.read_text(encoding="utf-8")
    assert changed.startswith(text[:begin]) and changed.endswith(text[end:])

    def add_row(book: Any) -> None:
        book["文字材料"]["C9"] = "多出来的一行"

    Path("more.xlsx").write_bytes(refilled(Path("out/科技部门.xlsx").read_bytes(), add_row))
    assert main([*ADD, "more.xlsx"]) == 1 and "不能加行" in capsys.readouterr().out


@pytest.mark.long
def test_sums_that_give_enterprises_away_are_sent_to_nobody(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "statistics" / "2013.yaml"
    text = path.read_text(encoding="utf-8").replace("实报企业数（家）: 268", "实报企业数（家）: 2")
    path.write_text(text.replace("1142300", "7654321"), encoding="utf-8")
    assert main(["request", "form", "d", "--due", "2014-04-10", "--date", "2014-03-20", "-o", "all"]) == 0
    books = sorted(Path("all").glob("*.xlsx"))
    assert len(books) > 5 and not any("7654321" in texts_of(each.read_bytes()) for each in books)
    assert "统计" not in openpyxl.load_workbook("all/统计部门.xlsx").sheetnames


@pytest.mark.word
def test_a_workbook_filled_by_libreoffice(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Opened, typed into and saved: as an editor of flat XML types, since nobody sits at the keyboard."""
    book = Path("out/财政部门.xlsx")
    flat = through(book, "fods", Path("flat"))
    text = flat.read_text(encoding="utf-8")
    assert text.count('office:value="480"') == 1
    flat.write_text(
        re.sub(
            r'office:value="480"(.*?)<text:p>480[.0]*</text:p>',
            r'office:value="321"\1<text:p>321</text:p>',
            text,
            count=1,
            flags=re.S,
        ),
        encoding="utf-8",
    )
    back = through(flat, "xlsx", Path("back"))
    assert openpyxl.load_workbook(back)["资金明细"].protection.sheet
    assert main([*ADD, back.as_posix(), "--prefer", "new"]) == 1
    assert "480 → 321" in capsys.readouterr().out
    assert str(load_dossier(root).plan.funds.items[0].amount) == "321"  # type: ignore[union-attr]
    untouched = through(Path("out/统计部门.xlsx"), "xlsx", Path("back"))
    assert main([*ADD, untouched.as_posix()]) == 0
    assert "没有改过" in capsys.readouterr().out


@pytest.mark.word
def test_letters_have_the_pages_of_letters(root: Path) -> None:
    """The letter itself is one page, or two; the list behind it begins a page of its own."""
    for name in ("财政部门", "统计部门"):
        pages = through(Path(f"out/{name}.docx"), "pdf", Path("pages")).read_bytes()
        assert 2 <= len(re.findall(rb"/Type\s*/Page[^s]", pages)) <= 4, name


def through(path: Path, ending: str, folder: Path) -> Path:
    """A file opened and saved by LibreOffice."""
    program = pdf.find_libreoffice()
    assert program is not None
    profile = f"-env:UserInstallation={Path('设置').absolute().as_uri()}"
    kind = {"xlsx": "xlsx:Calc MS Excel 2007 XML"}.get(ending, ending)
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{ending}"


def test_list_says_what_is_late(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["request", "list", "d", "--date", "2014-04-12"]) == 0
    assert "已过期 2 天" in capsys.readouterr().out
    path = root / "requests.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "    收回: 2014-04-13\n", encoding="utf-8")
    assert main(["request", "list", "d", "--date", "2014-04-20"]) == 0
    assert "已收回（2014-04-13，晚 3 天）" in capsys.readouterr().out


def test_a_region_says_who_supplies(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "提供单位:\n  - 名称: 发改部门\n    单位: 青石岭发展和改革局\n    栏目:\n      - 名称: 资金\n发函: []\n"
    (root / "requests.yaml").write_text(text, encoding="utf-8")
    assert main([*FORM, "--supplier", "发改部门"]) == 0
    assert Path("out/发改部门.xlsx").exists()
    (root / "application" / "plan.yaml").write_text("资金:\n", encoding="utf-8")
    capsys.readouterr()
    main(["validate", "d", "--format", "checklist"])
    assert "发改部门" in capsys.readouterr().out
