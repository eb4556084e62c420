"""What one call of `validate` is asked for: some codes, one file from standard input, all dossiers below a folder."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import BASE, prepare

from brandcluster.cli.choosing import CodeChoice
from brandcluster.cli.start import start

Said = tuple[int, str, str]
Call = Callable[..., Said]
REGION, PLAN = "application/region.yaml", "application/plan.yaml"
#: A document number in square brackets (X102, a warning), a wrong difference (X103, an error).
WRONG = {"file": REGION, "find": "以阀门为主。", "replace": "按[2013]5号文，由1%提高到2%，提高9个百分点。"}


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """A command beside a dossier `区` in which two things are wrong: exit code, what it printed, what it complained of."""
    prepare(tmp_path / "区", [WRONG])
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, typed: str | bytes | None = None) -> Said:
        if typed is not None:
            content = typed.encode() if isinstance(typed, str) else typed
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        capsys.readouterr()
        code = start(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def codes(output: str) -> list[str]:
    return [each["code"] for dossier in json.loads(output)["dossiers"] for each in dossier["diagnostics"]]


# ---- codes -----------------------------------------------------------------------------------------------------


@pytest.mark.part(3)
@pytest.mark.parametrize(
    ("options", "exit_code", "listed"),
    [
        ((), 1, ["X102", "X103"]),
        (("--select", "X102"), 0, ["X102"]),
        (("--select", "x102"), 0, ["X102"]),
        (("--select", "X"), 1, ["X102", "X103"]),
        (("--select", "X102，X103"), 1, ["X102", "X103"]),
        (("--select", "X102", "--select", "X103"), 1, ["X102", "X103"]),
        (("--select", "B"), 0, []),
        (("--ignore", "X103"), 0, ["X102"]),
        (("--ignore", "X"), 0, []),
        (("--ignore", "X", "--select", "X102"), 0, ["X102"]),
        (("--select", "X", "--ignore", "X102"), 1, ["X103"]),
        (("--select", "W101", "--strict"), 0, []),  # as it was called before
    ],
)
def test_some_codes(options: tuple[str, ...], exit_code: int, listed: list[str], call: Call) -> None:
    code, output, _ = call("validate", "区", "--format", "json", *options)
    assert (code, codes(output)) == (exit_code, listed)


def test_how_many_are_not_listed_is_said(call: Call) -> None:
    code, output, _ = call("validate", "区", "--ignore", "X103")
    assert code == 0 and "X103" not in output.partition("0 个错误")[0]
    assert output.splitlines()[-1] == "0 个错误，1 个警告。按 --select、--ignore 没有列出 1 处。"


@pytest.mark.parametrize(
    ("option", "answer"),
    [
        (("--select", "X999"), "不是代号"),
        (("--ignore", "乱"), "不是代号"),
        (("--select", ""), "后面要写代号"),
        (("--ignore", "M002"), "不能忽略"),
        (("--ignore", "L"), "不能忽略"),
    ],
)
def test_what_is_no_code_or_stays(option: tuple[str, ...], answer: str, call: Call) -> None:
    code, output, complaint = call("validate", "区", *option)
    assert (code, output) == (2, "") and answer in complaint


def test_what_holds_a_dossier_together_is_listed_in_any_case(call: Call) -> None:
    Path("区", "dossier.yaml").write_text("联系人: [\n", encoding="utf-8")
    code, output, _ = call("validate", "区", "--select", "B", "--format", "json")
    assert code == 1 and codes(output)[0].startswith("Y")


def test_what_is_not_wanted_is_not_mended(call: Call) -> None:
    path = Path("区", REGION)
    before = path.read_bytes()
    assert "没有可以自动改的" in call("validate", "区", "--fix", "--ignore", "X102")[1]
    assert path.read_bytes() == before
    assert "已改" in call("validate", "区", "--fix", "--select", "X102")[1]
    assert "〔2013〕5号" in path.read_text(encoding="utf-8")


def test_the_longest_decides() -> None:
    choice = CodeChoice(("X", "X105"), ("X10", "B"), frozenset(("M001",)))
    assert [code for code in ("X105", "X104", "X201", "B101", "G101", "M001") if choice.takes(code)] == [
        "X105",
        "X201",
        "M001",
    ]


# ---- standard input --------------------------------------------------------------------------------------------


def test_a_text_stands_in_place_of_its_file(call: Call) -> None:
    text = Path("区", PLAN).read_text(encoding="utf-8")
    wrong = text.replace("总额（万元）: ", "总额（万元）: 1")
    code, output, _ = call("validate", "-", "--as", f"区/{PLAN}", "--format", "json", typed=wrong)
    assert code == 1 and codes(output) == ["B101"]
    code, output, _ = call("validate", "-", "--as", f"区/{PLAN}", typed=text)
    assert (code, output) == (0, "没有发现问题。别的文件里还有 2 处。\n")
    assert Path("区", PLAN).read_text(encoding="utf-8") == text
    # Also for a file that is not there yet, and from inside the dossier.
    Path("区", PLAN).unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("区")
        assert codes(call("validate", "-", "--as", PLAN, "--format", "json", typed=wrong)[1]) == ["B101"]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (("-",), "用 --as 写明"),
        (("--as", PLAN), "--as 与“-”同用"),
        (("-", "区", "--as", PLAN), "后面不写别的文件夹"),
        (("-", "--as", PLAN), "不在申报文件夹里"),
        (("-", "--as", "区/evidence/../../x.yaml"), "不在申报文件夹里"),
        (("-", "--as", "区/evidence/a.md"), "不是材料里要填的文件"),
        (("-", "--as", f"区/{PLAN}", "--fix", "--watch"), "“-”不与 --fix、--watch 同用"),
    ],
)
def test_what_standard_input_is_not_for(arguments: tuple[str, ...], answer: str, call: Call) -> None:
    code, output, complaint = call("validate", *arguments, typed="a: 1\n")
    assert (code, output) == (2, "") and answer in complaint


def test_what_is_too_long_is_refused(call: Call) -> None:
    code, _, complaint = call("validate", "-", "--as", f"区/{PLAN}", typed=b"#" * 2_000_000)
    assert code == 2 and "超过" in complaint


def test_a_text_is_laid_out(call: Call) -> None:
    text = Path("区", PLAN).read_text(encoding="utf-8")
    loose = text.replace("总额（万元）: ", "总额（万元）:    ")
    assert call("fmt", "-", "--as", f"区/{PLAN}", typed=loose)[:2] == (0, text)
    assert call("fmt", "-", "--as", f"区/{PLAN}", "--check", typed=loose)[0] == 1
    assert "+  总额（万元）: " in call("fmt", "-", "--as", f"区/{PLAN}", "--diff", typed=loose)[1]
    code, output, complaint = call("fmt", "-", "--as", f"区/{PLAN}", typed="坏: [\n")
    assert (code, output) == (1, "") and "没有动" in complaint


# ---- a folder of dossiers --------------------------------------------------------------------------------------


def test_a_folder_of_dossiers_is_all_of_them(call: Call) -> None:
    shutil.copytree(BASE, Path("一批", "甲"))
    shutil.copytree(BASE, Path("一批", "市", "乙"))
    shutil.copytree("区", Path("一批", "市", "丙"))
    code, output, said = call("validate", "一批")
    assert code == 1 and said == "“一批”下面有 3 份材料，逐份检查。\n"
    assert "一批/市/丙/application/region.yaml:" in output and "3 份材料：1 个错误，1 个警告。" in output
    named = call("validate", "一批/市/丙", "一批/市/乙", "一批/甲")
    assert sorted(named[1].splitlines()) == sorted(output.splitlines())
    data = json.loads(call("validate", "一批", "区", "--format", "json")[1])
    assert {each["dir"] for each in data["dossiers"]} == {"一批/甲", "一批/市/乙", "一批/市/丙", "区"}
    assert call("validate", "一批", "-q") == (1, "3 份材料：1 个错误，1 个警告。\n", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("一批")
        assert "“.”下面有 3 份材料" in call("validate")[2]


def test_a_folder_without_any_is_complained_of(call: Call) -> None:
    Path("空").mkdir()
    code, output, said = call("validate", "空")
    assert (code, output) == (2, "") and "没有申报材料" in said
