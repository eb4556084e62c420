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


def test_taken_only_the_answered_line_changes(root: Path) -> None:
    plan = root / "application" / "plan.yaml"
    before = plan.read_text(encoding="utf-8").splitlines()
    fill("财政部门.xlsx", amount(321))
    assert main([*ADD, "out/财政部门.xlsx", "--prefer", "new"]) == 0
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
    assert main([*ADD, "out/财政部门.xlsx", "--prefer", "new"]) == 0
    assert str(load_dossier(root).plan.funds.items[0].amount) == "30000"  # type: ignore[union-attr]


def test_a_second_department_with_another_figure_is_a_conflict(root: Path) -> None:
    plan = root / "application" / "plan.yaml"
    Path("out/other.xlsx").write_bytes(refilled(Path("out/财政部门.xlsx").read_bytes(), amount(654)))
    fill("财政部门.xlsx", amount(321))
    assert main([*ADD, "out/财政部门.xlsx", "--prefer", "new"]) == 0
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
    assert main([*ADD, "证明.pdf"]) == 0
    assert sha256(b"%PDF one").hexdigest() in capsys.readouterr().out
    Path("证明.pdf").write_bytes(b"%PDF two")
    assert main([*ADD, "证明.pdf"]) == 1
    assert (root / "evidence" / "证明.pdf").read_bytes() == b"%PDF one"
    Path("con.pdf").write_bytes(b"x")
    assert main([*ADD, "con.pdf"]) == 2


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
