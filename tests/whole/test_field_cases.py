"""Papers as they came in: each file of fixtures/field reads as a person would read it, or says what it could not read."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from blanks import items_of, squeezed
from cases import EXAMPLES, HERE
from form_samples import document

from brandcluster.cli.start import start
from brandcluster.formats.word.parts import CONTROL, T, shows_prompt

FIELD = HERE / "fixtures" / "field"
COUNT = "工业企业数（家）"
TRADEMARKS = "区域拥有集体品牌或商标的情况："
Capture = Any


def case(number: str, *arguments: Any) -> Any:
    return pytest.param(number, *arguments)


def path_of(number: str) -> Path:
    (path,) = FIELD.glob(f"{number}-*")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "d"))


def imported(number: str, root: Path, capsys: Capture) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = start(["import", str(path_of(number)), str(root), "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def value_of(data: dict[str, Any], label: str) -> dict[str, Any]:
    found = [each for each in data["values"] if each["label"] == label]
    return found[0] if found else {"status": "", "text": ""}


def doubts_of(data: dict[str, Any], label: str) -> str:
    return "".join(each["message"] for each in data["doubts"] if each["label"] == label)


# ---- what an answer reads as ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "label", "status", "text"),
    [
        case("g03", "区域性质", "different", "高新区"),
        case("g04", "地址", "different", "甲市乙路9号"),
        case("g08", "地址", "empty", ""),
    ],
)
def test_an_answer_is_read(number: str, label: str, status: str, text: str, root: Path, capsys: Capture) -> None:
    _, data = imported(number, root, capsys)
    found = value_of(data, label)
    assert (found["status"], found["text"]) == (status, text)
    assert not any(each["label"] == label for each in data["missing"])


@pytest.mark.parametrize(
    ("number", "label", "printed", "word"),
    [
        case("g01", COUNT, ("289",), "符号"),
        case("g02", COUNT, (), "公式"),
        case("g02", COUNT, (), "删除线"),
        case("g05", TRADEMARKS, ("km²", "km2", "km^2"), "公式"),
        case("g06", TRADEMARKS, (), "图"),
        case("g07", TRADEMARKS, (), "删除线"),
    ],
)
@pytest.mark.part(2)
def test_an_answer_is_read_whole_or_doubted(
    number: str, label: str, printed: tuple[str, ...], word: str, root: Path, capsys: Capture
) -> None:
    """All that the paper prints is in the answer, or the doubt at its place names what was not read."""
    code, data = imported(number, root, capsys)
    text = value_of(data, label)["text"]
    assert code == 1
    assert any(each in text for each in printed) or word in doubts_of(data, label)


@pytest.mark.parametrize("number", [case("g07")])
def test_struck_text_is_not_read_as_text(number: str, root: Path, capsys: Capture) -> None:
    _, data = imported(number, root, capsys)
    assert value_of(data, TRADEMARKS)["text"] != "已获集体商标5件，商标3件。"


@pytest.mark.parametrize("number", [case("g18")])
def test_a_unit_in_brackets_is_seen(number: str, root: Path, capsys: Capture) -> None:
    _, data = imported(number, root, capsys)
    label = "工业总产值（亿元）"
    assert "万元" in doubts_of(data, label)
    assert "127.1" in doubts_of(data, label) or value_of(data, label)["status"] == "figure_agrees"


@pytest.mark.parametrize("number", [case("g03")])
def test_a_tick_is_written(number: str, root: Path, capsys: Capture) -> None:
    call = ["import", str(path_of(number)), str(root), "--write", "--overwrite"]
    start(call)
    assert "高新区" in (root / "dossier.yaml").read_text(encoding="utf-8").partition("区域性质")[2][:20]


# ---- files that are harmless ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [case("g09"), case("g10"), case("g11")])
def test_a_harmless_file_is_read(number: str, root: Path, capsys: Capture) -> None:
    _, data = imported(number, root, capsys)
    (file,) = data["files"]
    assert (file["refused"], file["forms"]) == (None, ["产业集群区域品牌建设试点申报书"])
    assert len(data["values"]) >= 39
    assert value_of(data, "区域名称")["status"] == value_of(data, "联系人")["status"] == "same"
    assert value_of(data, COUNT)["status"] == "figure_agrees"
    assert (data["missing"], data["twice"]) == ([], [])


@pytest.mark.parametrize("number", [case("g09"), case("g10"), case("g11")])
@pytest.mark.part(3)
def test_a_harmless_file_is_held_against_the_seal(number: str, root: Path, capsys: Capture) -> None:
    assert start(["seal", str(root), "--by", "甲", "--date", "2014-04-18"]) == 0
    capsys.readouterr()
    start(["seal", "--verify", str(path_of(number)), str(root), "--format", "json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["refused"] is None and file["held"] >= 39


# ---- seals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [case("g01"), case("g02")])
def test_a_seal_is_not_said_to_agree(number: str, root: Path, capsys: Capture) -> None:
    assert start(["seal", str(root), "--by", "甲", "--date", "2014-04-18"]) == 0
    capsys.readouterr()
    assert start(["seal", "--verify", str(path_of(number)), str(root), "--format", "json"]) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert not file["agrees"]
    assert COUNT in json.dumps(file, ensure_ascii=False)


@pytest.mark.parametrize("number", [case("g01"), case("g02")])
def test_such_a_file_is_not_sealed(number: str, root: Path, capsys: Capture) -> None:
    assert start(["seal", str(path_of(number)), str(root), "--by", "甲", "--date", "2014-04-18"]) == 1
    assert COUNT in "".join(capsys.readouterr())
    assert not (root / "sealed").exists()


# ---- returns of enterprises -----------------------------------------------------------------------------------------


def added(number: str, root: Path, capsys: Capture) -> tuple[int, str, list[dict[str, str]]]:
    """Exit code, what was said, and the rows that were written, for a dossier that had no returns of that year."""
    path = root / "enterprises" / "2013.csv"
    path.unlink()
    capsys.readouterr()
    code = start(["collect", "add", str(path_of(number)), "--to", str(root), "--year", "2013"])
    said = "".join(capsys.readouterr())
    if not path.exists():
        return code, said, []
    lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("#")]
    return code, said, list(csv.DictReader(lines))


@pytest.mark.parametrize("number", [case("g15")])
def test_a_unit_in_the_heading_of_a_group(number: str, root: Path, capsys: Capture) -> None:
    """千元 is read where it stands, or one error names that cell."""
    code, said, rows = added(number, root, capsys)
    if code == 0:
        assert [(row["工业总产值（万元）"], row["销售收入（万元）"]) for row in rows[:2]] == [
            ("844.7", "811.1"),
            ("148.2", "143.8"),
        ]
        assert rows[0]["研发投入（万元）"] == "20.8"
    else:
        assert said.count("错误 K101") == 1 and "F1" in said and "千元" in said


@pytest.mark.parametrize("number", [case("g16")])
def test_a_row_of_which(number: str, root: Path, capsys: Capture) -> None:
    code, said, rows = added(number, root, capsys)
    assert (code, len(rows)) == (0, 5)
    assert "第 7、8 行" in said or "第 8 行" in said


@pytest.mark.parametrize("number", [case("g17")])
def test_a_code_as_a_formula(number: str, root: Path, capsys: Capture) -> None:
    code, _, rows = added(number, root, capsys)
    assert (code, len(rows)) == (0, 5)
    assert rows[0]["统一社会信用代码"] == "91139900004504492D"
    assert rows[0]["工业总产值（万元）"] == "8447"


# ---- blanks of provinces (g12, g13, g14, g22) ------------------------------------------------------------------------


def filled_blank(number: str, folder: Path, capsys: Capture) -> tuple[str, list[str]]:
    """Learn a blank and fill it from qingshiling: what was said on learning, and the filled form, a line a cell."""
    blank = folder / "省里的表.docx"
    blank.write_bytes(path_of(number).read_bytes())
    capsys.readouterr()
    assert start(["forms", "learn", str(blank), "-o", str(folder / "省里的表.yaml")]) == 0
    said = (folder / "省里的表.yaml").read_text(encoding="utf-8")
    call = ["render", str(EXAMPLES / "qingshiling"), "--form", str(folder / "省里的表.yaml"), "-o", str(folder / "out")]
    assert start(call) == 0, capsys.readouterr().err
    (made,) = (folder / "out").iterdir()
    assert start(["import", str(made), str(EXAMPLES / "qingshiling"), "--form", str(folder / "省里的表.yaml")]) == 0
    lines: list[str] = []
    for item in items_of(made.read_bytes()):
        lines += [item] if isinstance(item, str) else ["|".join(map(squeezed, row)) for row in item]
    return said, lines


def test_g12_units_dates_and_hints_in_the_cells(tmp_path: Path, capsys: Capture) -> None:
    _, lines = filled_blank("g12", tmp_path, capsys)
    assert lines[1:5] == [
        "区域名称|青石岭经济技术开发区|联系人|沈砚青",
        "工业总产值|合计127.10亿元；特种陶瓷118.46亿元；其他相关企业8.64亿元"
        "|工业增加值率|合计26.84%；特种陶瓷26.84%；其他相关企业26.79%",
        "工业企业数|合计296家；特种陶瓷268家；其他相关企业28家|规模以上企业数|合计105家；特种陶瓷96家；其他相关企业9家",
        "申报日期|2014年4月18日|地址|河北省砚溪县青石岭经济技术开发区陶源大街1号（须与营业执照一致）",
    ]


def test_g13_each_year_in_its_column(tmp_path: Path, capsys: Capture) -> None:
    """2011 has no statistics: its column stays empty."""
    _, lines = filled_blank("g13", tmp_path, capsys)
    rows = [line.split("|") for line in lines if line.startswith(("工业总产值", "工业增加值率", "新产品产值率"))]
    assert [[cell.partition("；")[0] for cell in row[1:]] for row in rows] == [
        ["", "合计109.97", "合计127.10"],
        ["", "合计26.18", "合计26.84"],
        ["", "合计15.95", "合计17.28"],
    ]


def test_g14_notes_stay(tmp_path: Path, capsys: Capture) -> None:
    said, lines = filled_blank("g14", tmp_path, capsys)
    assert lines[-4:] == [
        "填表说明",
        "1.本表一式五份，用A4纸双面打印。",
        "2.本单位承诺以上内容真实。",
        "承诺人（签字）：",
    ]
    assert "（800字以内）" in lines and "承诺人（签字）" in said.partition("没有认出")[2]
    assert lines[lines.index("三、其他") + 1].startswith("1.试点范围包括")


def test_g22_answers_stand_in_their_controls(tmp_path: Path, capsys: Capture) -> None:
    _, lines = filled_blank("g22", tmp_path, capsys)
    assert lines[1:5] == [
        "区域名称|青石岭经济技术开发区|联系人|沈砚青",
        "地址|河北省砚溪县青石岭经济技术开发区陶源大街1号|电话|0300-5550123",
        "职务|经济发展局局长|申报单位|青石岭经济技术开发区管理委员会（盖章）",
        "电子邮箱|pinpai@qingshiling.example|申报日期|2014年4月18日",
    ]
    (made,) = (tmp_path / "out").iterdir()
    root = document(made.read_bytes())
    controls = ["".join(control.itertext(T)) for control in root.iter(CONTROL)]
    assert {"青石岭经济技术开发区", "河北省砚溪县青石岭经济技术开发区陶源大街1号"} <= {*map(squeezed, controls)}
    assert not any(map(shows_prompt, root.iter(CONTROL)))


def test_a_filled_form_is_no_blank(tmp_path: Path, capsys: Capture) -> None:
    filled_blank("g12", tmp_path, capsys)
    (made,) = (tmp_path / "out").iterdir()
    assert start(["forms", "learn", str(made)]) == 1
    assert "像是填好的表" in capsys.readouterr().err


# ---- what was typed or pasted into the dossier (g19 to g21) ---------------------------------------------------------


def findings(root: Path, capsys: Capture) -> list[tuple[str, int, str, str, str]]:
    """What `validate` finds: file, line, code, message, help."""
    capsys.readouterr()
    start(["validate", str(root), "--format", "json"])
    (report,) = json.loads(capsys.readouterr().out)["dossiers"]
    return [(each["path"], each["line"], each["code"], each["message"], each["help"]) for each in report["diagnostics"]]


def typed(root: Path, path: str, old: str, new: str) -> int:
    """Replace a text of a file once; the number of its line."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.count("\n", 0, text.index(old)) + 1


def test_g19_an_invisible_character_in_a_name_is_reported_where_it_stands(root: Path, capsys: Capture) -> None:
    name = "青石岭经济技术开发区管理"
    line = typed(root, "dossier.yaml", f"申报单位: {name}", f"申报单位: {name[:10]}\u200b{name[10:]}")
    ((path, at, code, message, help_),) = findings(root, capsys)
    assert (path, at, code) == ("dossier.yaml", line, "Y016")
    assert "U+200B" in message and "删掉" in help_ and "⟨" not in help_
    assert start(["validate", "--fix", str(root)]) == 0
    assert (root / "dossier.yaml").read_bytes() == (EXAMPLES / "qingshiling" / "dossier.yaml").read_bytes()


def test_g19_where_every_place_carries_it_each_is_reported(root: Path, capsys: Capture) -> None:
    name, count = "青石岭经济技术开发区管理", 0
    for path in root.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        count += text.count(name)
        path.write_text(text.replace(name, f"{name[:10]}\u200b{name[10:]}"), encoding="utf-8")
    assert count > 5
    assert [code for _, _, code, _, _ in findings(root, capsys)] == ["Y016"] * count


def test_g20_percent_where_points_are_meant(root: Path, capsys: Capture) -> None:
    line = "2013年工业增加值率由26.84%提高到28.84%，提高2%。"
    typed(root, "application/region.yaml", "区域内产业构成说明: |\n", f"区域内产业构成说明: |\n  {line}\n")
    ((path, _, code, _, help_),) = findings(root, capsys)
    assert (path, code) == ("application/region.yaml", "X103")
    assert "2 个百分点" in help_ and "7.45%" in help_


def test_g21_marks_of_a_merge_inside_a_text_block(root: Path, capsys: Capture) -> None:
    path = "application/region.yaml"
    lines = (root / path).read_text(encoding="utf-8").splitlines()
    at = lines.index("区域内产业构成说明: |") + 1
    paragraph = lines[at]
    lines[at : at + 1] = ["  <<<<<<< HEAD", paragraph, "  =======", paragraph + "改", "  >>>>>>> branch"]
    (root / path).write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert [(each[0], each[1], each[2]) for each in findings(root, capsys)] == [(path, at + 1, "Y031")]
    assert start(["render", str(root)]) == 1
