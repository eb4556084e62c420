"""`request`: letters and workbooks out, answers in, and what is left to a person."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from filled_sheets import made, refilled

from brandcluster.cli.start import start as main
from brandcluster.dossier.load import load_dossier

EXAMPLE = Path(__file__).parents[3] / "examples" / "qingshiling"
FORM = ("request", "form", "d", "--due", "2014-04-10", "--date", "2014-03-20", "-o", "out")
ADD = ("request", "add", "--to", "d", "--date", "2014-04-01")


@pytest.fixture(name="root")
def dossier_with_requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "d")
    path = tmp_path / "d" / "statistics" / "2013.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("文件: evidence/statistics-2013.md", "文件:"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main([*FORM, "--supplier", "财政部门", "--supplier", "统计部门"]) == 0
    return tmp_path / "d"


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
    finance = [each for each in load_dossier(root).requests.sent if each.supplier == "财政部门"]
    assert str(finance[0].answered) == "2014-04-01"


def test_a_wrong_unit_is_a_fault(root: Path) -> None:
    fill("财政部门.xlsx", amount("3公里"))
    assert main([*ADD, "out/财政部门.xlsx", "--prefer", "new"]) == 1


def test_another_unit_of_money_is_converted(root: Path) -> None:
    fill("财政部门.xlsx", amount("3亿元"))
    main([*ADD, "out/财政部门.xlsx", "--prefer", "new"])
    assert str(load_dossier(root).plan.funds.items[0].amount) == "30000"  # type: ignore[union-attr]


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


@pytest.mark.parametrize("text", ["统计局证明.pdf", "统计局证明", "evidence/统计局证明.pdf", "《统计局证明》"])
def test_a_document_that_a_cell_names_goes_there(text: str, root: Path) -> None:
    assert document_of_2013(root) is None
    fill("统计部门.xlsx", named(text))
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


def test_list_says_what_is_late(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["request", "list", "d", "--date", "2014-04-12"]) == 0
    assert "已过期 2 天" in capsys.readouterr().out


def test_a_region_says_who_supplies(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "提供单位:\n  - 名称: 发改部门\n    单位: 青石岭发展和改革局\n    栏目:\n      - 名称: 资金\n发函: []\n"
    (root / "requests.yaml").write_text(text, encoding="utf-8")
    assert main([*FORM, "--supplier", "发改部门"]) == 0
    assert Path("out/发改部门.xlsx").exists()
    (root / "application" / "plan.yaml").write_text("资金:\n", encoding="utf-8")
    capsys.readouterr()
    main(["validate", "d", "--format", "checklist"])
    assert "发改部门" in capsys.readouterr().out
