"""`validate --fix`: what a diagnostic carries is applied where it stands, and only when nothing is guessed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, EXAMPLES, load_cases, prepare
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.base.diagnostics import Diagnostic, Fix, Location
from brandcluster.cli.start import start
from brandcluster.dossier.editing.fixes import apply_fixes, data_after, repair
from brandcluster.dossier.files import FILES
from brandcluster.dossier.load import Dossier, load_dossier, part_of
from brandcluster.dossier.model import spelling
from brandcluster.dossier.model.header import Header
from brandcluster.dossier.model.kinds import answer_kinds
from brandcluster.dossier.repairs import fixes_in
from brandcluster.formats.yaml.document import read_document
from brandcluster.formats.yaml.edits import is_same
from brandcluster.rules.checks.all_checks import find_problems

S13 = "statistics/2013.yaml"
#: file, what stands there, what a person wrote instead, the diagnostic's code, what the fix writes (None: no fix)
CASES: tuple[tuple[str, str, str, str, str | None], ...] = (
    (S13, "区域工业总产值（万元）:", "区域工业总产值(万元):", "M001", "区域工业总产值（万元）:"),
    (S13, "区域工业总产值（万元）:", '"区域工业总产值(万元)":', "M001", "区域工业总产值（万元）:"),
    ("dossier.yaml", "职务:", "职 务:", "M001", "职务:"),
    ("dossier.yaml", "联系人:", "联络人:", "M001", None),
    (S13, "研发投入（万元）:", "研发投入:", "M001", None),
    (S13, "研发投入（万元）: 800", "研发投入（亿元）: 0.08", "M001", None),
    (S13, "规模以上企业数（家）: 15", "规模以上企业数（家）: １５", "M004", "规模以上企业数（家）: 15"),
    (S13, "规模以上企业数（家）: 15", '规模以上企业数（家）: "15"', "M004", "规模以上企业数（家）: 15"),
    (S13, "规模以上企业数（家）: 15", "规模以上企业数（家）: 15家", "M004", "规模以上企业数（家）: 15"),
    (S13, "规模以上企业数（家）: 15", "规模以上企业数（家）: 15 户", "M004", None),
    (S13, "规模以上企业数（家）: 15", "规模以上企业数（家）: +15", "Y012", "规模以上企业数（家）: 15"),
    (S13, "规模以上企业数（家）: 15", "规模以上企业数（家）: 015", "Y012", None),
    (S13, "规模以上企业数（家）: 15", "规模以上企业数（家）: １５.５", "M004", None),
    (S13, "研发投入（万元）: 800", "研发投入（万元）: 800 万元", "M004", "研发投入（万元）: 800"),
    (S13, "研发投入（万元）: 800", "研发投入（万元）: 0.08亿元", "M004", "研发投入（万元）: 800"),
    (S13, "研发投入（万元）: 800", "研发投入（万元）: 约800", "M004", None),
    (S13, "研发投入（万元）: 800", "研发投入（万元）: 无", "M004", None),
    (S13, "研发投入（万元）: 800", "研发投入（万元）: -800", "M005", None),
    (S13, "研发投入（万元）: 800", "研发投入（万元）: －800", "M004", None),
    (
        "application/plan.yaml",
        "工业增加值率（%）: 26.5",
        "工业增加值率（%）: 26.5％",
        "M004",
        "工业增加值率（%）: 26.5",
    ),
    ("dossier.yaml", "申报日期: 2014-04-18", "申报日期: 2014.4.18", "M006", "申报日期: 2014-04-18"),
    ("dossier.yaml", "申报日期: 2014-04-18", "申报日期: 2014-02-30", "M006", None),
    ("dossier.yaml", "结束: 2016-06", "结束: 2016年6月", "M007", "结束: 2016-06"),
    ("dossier.yaml", "结束: 2016-06", "结束: 2016.06", "M007", "结束: 2016-06"),
    ("dossier.yaml", "结束: 2016-06", "结束: 2016.6", "M007", "结束: 2016-06"),
    ("dossier.yaml", "[经技区]", "经技区", "M009", "[经技区]"),
    ("dossier.yaml", "[经技区]", "经技区、高新区", "M009", "[经技区, 高新区]"),
    ("dossier.yaml", "[经技区]", "[经 技 区]", "M008", "[经技区]"),
    ("dossier.yaml", "[经技区]", "[经济技术开发区]", "M008", None),
    ("application/plan.yaml", "其他需要说明内容: 无", "其他需要说明内容: 12.50", "M003", '其他需要说明内容: "12.50"'),
    ("application/plan.yaml", "其他需要说明内容: 无", "其他需要说明内容: 0x1F", "Y012", '其他需要说明内容: "0x1F"'),
    ("application/plan.yaml", "其他需要说明内容: 无", "其他需要说明内容: True", "M003", '其他需要说明内容: "True"'),
    (S13, "evidence/a.txt", "evidence\\a.txt", "M012", "evidence/a.txt"),
    (S13, "evidence/a.txt", "C:\\a.txt", "M012", None),
    (
        "application/plan.yaml",
        "其他需要说明内容: 无",
        "其他需要说明内容: 见冀政发[2013]12号和冀政发(2012)3号",
        "X102",
        "其他需要说明内容: 见冀政发〔2013〕12号和冀政发〔2012〕3号",
    ),
    ("application/plan.yaml", "其他需要说明内容: 无", "其他需要说明内容: 见冀政发〔2013〕第12号", "X102", None),
)


@pytest.mark.parametrize("case", CASES, ids=[f"{case[3]} {case[2]}" for case in CASES])
@pytest.mark.part(6)
def test_a_fix_writes_what_was_meant_and_nothing_else(
    case: tuple[str, str, str, str, str | None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, old, new, code, fixed = case
    root = prepare(tmp_path / "区", [{"file": path, "find": old, "replace": new}])
    carried = [each for each in find_problems(load_dossier(root)) if each.code == code]
    assert carried
    assert all((each.fix is not None) == (fixed is not None) for each in carried), carried
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    start(["validate", "--fix", str(root)])
    out = capsys.readouterr().out
    after = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    if fixed is None:
        assert after == before
        return
    text = (BASE / path).read_text(encoding="utf-8").replace(old, fixed, 1)
    assert {**before, root / path: text.encode()} == after
    line = carried[0].location.line
    assert f"{path}:{line}:" in out
    assert not [each for each in find_problems(load_dossier(root)) if each.code == code]
    start(["validate", "--fix", str(root)])
    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == after


@pytest.mark.parametrize("case", load_cases("reading/*.yaml"), ids=lambda case: str(case["name"]))
@pytest.mark.part(6)
def test_no_fix_brings_a_new_problem(case: dict[str, Any], tmp_path: Path) -> None:
    root = prepare(tmp_path / "区", case["edit"])
    found = find_problems(load_dossier(root))
    start(["validate", "--fix", str(root)])
    left = find_problems(load_dossier(root))
    assert len(left) <= len(found)
    assert not [each for each in left if each.fix is not None]


def test_the_incomplete_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "区"
    shutil.copytree(EXAMPLES / "incomplete", root, symlinks=True)
    found = find_problems(load_dossier(root))
    carried = [each for each in found if each.fix is not None]
    assert {each.code for each in carried} >= {"M001", "M003", "M004", "M006", "M007", "M009", "X102", "Y012"}
    assert start(["validate", "--fix", str(root)]) == 1
    gone = {(each.code, each.location.path, each.location.line) for each in carried}
    left = {(each.code, each.location.path, each.location.line) for each in find_problems(load_dossier(root))}
    assert not gone & left
    # What could not be read and now can has its own problems.
    unread = {e.location.path for e in found if e.code[0] == "Y"}
    known = {(e.code, e.location.path, e.location.line) for e in found}
    assert {each for each in left if each[0][0] in "MY" and each[1] not in unread} <= known


@pytest.mark.parametrize(("path", "key"), [("application/conditions.yaml", "产业"), (S13, "名称")])
def test_names_of_industries_that_differ_in_typing_alone(path: str, key: str, tmp_path: Path) -> None:
    wrong = {"file": path, "find": f"{key}: 阀门", "replace": f"{key}: 阀 门"}
    root = prepare(tmp_path / "区", [wrong])
    assert find_problems(load_dossier(root))
    assert start(["validate", "--fix", str(root)]) == 0
    assert (root / path).read_bytes() == (BASE / path).read_bytes()
    other = prepare(tmp_path / "又", [{**wrong, "replace": f"{key}: 阀门业"}])
    assert [each.fix for each in find_problems(load_dossier(other)) if each.keys[-1:] == (key,)].count(None) >= 1
    assert not any(each.fix for each in find_problems(load_dossier(other)))


def test_windows_line_ends_and_the_mark_stay(tmp_path: Path) -> None:
    root = prepare(
        tmp_path / "区", [{"file": S13, "find": "规模以上企业数（家）: 15", "replace": "规模以上企业数(家): １５"}]
    )
    path = root / S13
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert start(["validate", "--fix", str(root)]) == 0
    wanted = (BASE / S13).read_bytes().replace(b"\n", b"\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + wanted


def test_json_tells_the_fix_and_fixing_leaves_it_parseable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = prepare(
        tmp_path / "区", [{"file": S13, "find": "规模以上企业数（家）: 15", "replace": "规模以上企业数（家）: １５"}]
    )
    start(["validate", "--format", "json", str(root)])
    (found,) = json.loads(capsys.readouterr().out)["dossiers"][0]["diagnostics"]
    (edit,) = found["fix"]["edits"]
    assert edit["text"] == "15"
    assert (edit["line"], edit["column"], edit["end_column"]) == (found["line"], found["column"], found["column"] + 2)
    assert start(["validate", "--fix", "--format", "json", str(root)]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["dossiers"][0]["diagnostics"] == []
    assert S13 in captured.err


def test_sarif_carries_the_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {
        "file": "application/plan.yaml",
        "find": "其他需要说明内容: 无",
        "replace": "其他需要说明内容: 见冀政发[2013]12号",
    }
    root = prepare(tmp_path / "区", [wrong])
    start(["validate", "--format", "sarif", str(root)])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    (result,) = (each for each in results if each["ruleId"] == "X102")
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == result["locations"][0]["physicalLocation"]["artifactLocation"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    line = (root / "application" / "plan.yaml").read_text(encoding="utf-8").splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "[2013]"
    assert replacement["insertedContent"]["text"] == "〔2013〕"


def carried(*fixes: Fix) -> list[Diagnostic]:
    """Diagnostics of some file that carry fixes."""
    return [Diagnostic("X102", "warning", "", "", Location("x.yaml"), fix=each) for each in fixes]


def test_of_two_fixes_that_overlap_one_is_applied() -> None:
    document = read_document("x.yaml", "格式: １\n职 务: 甲\n".encode())
    one, *_ = fixes_in(document, Header)
    text, used = apply_fixes(document, [one, one._replace(kind="other")])
    assert text.startswith("格式: 1\n")
    assert len(used) == 1


def test_a_fix_that_does_not_hold_is_left_out_and_the_others_stay() -> None:
    document = read_document("x.yaml", "格式: １\n职 务: 甲\n".encode())
    good, other = fixes_in(document, Header)
    assert good.kind == "number" and other.kind == "key"
    bad = good._replace(edits=(good.edits[0]._replace(text="[1"),))
    text, used = repair(document, Header, carried(bad, other))
    assert text == "格式: １\n职务: 甲\n"
    assert used == [other]
    wrong = good._replace(value=2)
    assert repair(document, Header, carried(wrong))[1] == []


@settings(deadline=None, max_examples=examples(80))
@given(
    st.text("0123456789０１２３４５６７８９.．,， -－+年月日/号家万元%％eE", max_size=14),
    st.sampled_from(("", "'", '"')),
)
def test_whatever_stands_there_a_fix_reads_back(text: str, quote: str) -> None:
    for part in (kind.model for kind in FILES[:3]):
        for label in list(answer_kinds(part))[:12]:
            document = read_document("x.yaml", f"{label}: {quote}{text}{quote}  # 注\n".encode())
            found = fixes_in(document, part)
            result, used = repair(document, part, carried(*found))
            assert len(used) == len(found), (label, text)
            again = read_document("x.yaml", result.encode())
            assert is_same(again.data, data_after(document.data, used)) if used else result == document.text
            assert "# 注" in result or not document.data
            assert fixes_in(again, part) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1,234", "1234"),
        ("1，234，567.8", "1234567.8"),
        ("12,34", None),
        ("1,2345", None),
        ("１ ２", None),
        ("00１", None),
        ("1.", None),
        ("", None),
    ],
)
def test_numbers(text: str, wanted: str | None) -> None:
    assert spelling.respell_number(text) == wanted


def test_nothing_is_attached_to_what_is_of_no_file() -> None:
    assert part_of(Dossier(Path()), "statistics/abcd.yaml") is None
