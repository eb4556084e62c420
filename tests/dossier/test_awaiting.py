"""What was copied from an earlier round counts as missing, and is named, until somebody confirms it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cases import BASE, EXAMPLES

from brandcluster.dossier.editing.earlier_round import carried_files
from brandcluster.dossier.load import load_dossier


def marked(root: Path, find: str, replace: str, path: str = "dossier.yaml") -> list[tuple[str, int, str]]:
    shutil.copytree(BASE, root)
    text = (root / path).read_text(encoding="utf-8")
    assert find in text
    (root / path).write_text(text.replace(find, replace, 1), encoding="utf-8")
    return [(each.code, each.location.line, each.message) for each in load_dossier(root).diagnostics]


DAY = "申报日期: 2014-04-18"


@pytest.mark.parametrize(
    "mark", ["# 待确认：2013-04-18", "#待确认:2013-04-18", "  # 待确认 ： 2013-04-18  # 抄自去年的表"]
)
def test_a_marked_answer_is_missing_and_named(mark: str, tmp_path: Path) -> None:
    found = marked(tmp_path / "R", DAY, f"申报日期: {mark}")
    assert [(code, "2013-04-18" in message) for code, _, message in found] == [("M014", True)]
    assert load_dossier(tmp_path / "R").header.date is None


@pytest.mark.parametrize("line", [DAY, f"{DAY} # 待确认：2013-04-18", f"# 待确认：去年的\n{DAY}", f"{DAY} # 待确认"])
def test_what_is_answered_waits_for_nobody(line: str, tmp_path: Path) -> None:
    assert marked(tmp_path / "R", DAY, line) == []


def test_the_mark_in_a_text_is_text(tmp_path: Path) -> None:
    assert marked(tmp_path / "R", "联系人: 甲某", '联系人: "甲某 # 待确认：乙某"') == []


def test_an_earlier_round_is_carried_over(tmp_path: Path) -> None:
    earlier = load_dossier(EXAMPLES / "qingshiling")
    carried = carried_files(earlier)
    assert "recommendation.yaml" not in carried.files and carried.left == ()
    for path, text in carried.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    new = load_dossier(tmp_path)
    waiting = [each for each in new.diagnostics if each.code == "M014"]
    assert len(waiting) == carried.marked > 30
    assert {each.code for each in new.diagnostics} <= {"M014", "D001"}
    assert new.header.date is None and new.header.cycle is not None and new.header.cycle.start is None
    assert new.header.applicant == earlier.header.applicant and new.region == earlier.region
    assert not any(each.conclusion or each.date for each in new.judgements.judgements)
    declared = new.conditions.declarations
    assert len(declared) == 4 and not any(each.result or each.date for each in declared)
    assert new.statistics == earlier.statistics
    for path, text in carried.files.items():  # the mark alone is what was added
        assert text.replace("# 待确认：", "") == earlier.documents[path].text


def test_what_stands_in_braces_is_left_empty(tmp_path: Path) -> None:
    marked(tmp_path / "R", "试点周期:", "试点周期: {开始: 2014-07, 结束: 2016-06}\n不用:")
    text = carried_files(load_dossier(tmp_path / "R")).files["dossier.yaml"]
    assert "试点周期: {开始: null, 结束: null}" in text
