"""The comparer finds nothing where nothing changed, and what was planted where something was; a handful of its cases."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import compare_outputs as comparer
import output_cases
import pytest
from cases import ROOT

ONLY = "^(base: (read|papers)|mutant 00[01])"
#: A message, and a line that stands in the header of every draft's pages.
PLANTED = (("没有发现问题。", "没有发现问题！"), ("草稿　不得盖章报送", "草稿　不许盖章报送"))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This version with another message and another word in the forms."""
    tree = tmp_path_factory.mktemp("planted")
    for name in ("src", "templates", "schemas"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for old, new in PLANTED:
        holders = [path for path in (tree / "src").rglob("*.py") if old in path.read_text(encoding="utf-8")]
        assert holders, old
        for path in holders:
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8", newline="")
    return tree


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("recording") / "one.zip"
    comparer.record(out, only=ONLY, jobs=1)
    return out


@pytest.mark.long
def test_the_same_version_is_the_same_twice(recording: Path, tmp_path: Path) -> None:
    again = tmp_path / "two.zip"
    comparer.record(again, only=ONLY, jobs=2)
    assert again.read_bytes() == recording.read_bytes()
    assert comparer.main(["compare", str(recording), str(again)]) == 0


@pytest.mark.long
def test_planted_differences_are_found(
    recording: Path, planted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "two.zip"
    comparer.record(other, planted, only=ONLY, jobs=1)
    found = comparer.compare(recording, other)
    parts = {each.name.partition("申报书.docx!")[2] for each in found if "申报书.docx!" in each.name}
    assert parts == {f"word/header{number}.xml" for number in (1, 2, 3)}
    assert comparer.main(["compare", str(recording), str(other)]) == 1
    assert "+没有发现问题！" in capsys.readouterr().out


@pytest.mark.long
def test_a_recording_holds_what_is_printed_and_written(recording: Path) -> None:
    names = zipfile.ZipFile(recording).namelist()
    for kind in ("exit code", "stdout", "stderr", "a.json", "a.ics", "申报书.docx!word/document.xml"):
        assert any(name.endswith(kind) for name in names), kind


@pytest.mark.long
def test_other_inputs_are_not_compared(recording: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("inputs", "other")
    with pytest.raises(ValueError, match="different inputs"):
        comparer.compare(recording, other)


def test_every_command_has_a_case() -> None:
    assert comparer.without_case(ROOT, ROOT) == []


def test_a_command_without_a_case_is_refused() -> None:
    helps = {
        "": "命令：\n  validate  检查\n  opened    打开\n\n选项：\n  --version  版本\n",
        "validate": "选项：\n  --format 格式  text、json 或 yaml\n  -o、--output 文件  写到\n  --quick  快\n",
    }
    found = list(output_cases.uncovered(helps, output_cases.cases(ROOT)))
    assert found == ["command opened", "format yaml of validate", "option --quick of validate"]
