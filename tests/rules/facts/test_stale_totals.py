"""Totals that a merge left behind: told once, added up by --fix, and told where there is no git."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import BASE, load_cases, make_edits, prepare
from repositories import git

from brandcluster.dossier.load import load_dossier
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.rules.facts.stale_totals import stale_totals

Run = Callable[..., subprocess.CompletedProcess[str]]
CASES = {case["name"]: case for case in load_cases("rules/application/funds.yaml")}
SEVERAL = CASES["总额和分来源合计都没有跟着变，只报一条"]["edit"]


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A folder in which two people's changes of three totals came together."""
    return prepare(tmp_path / "甲县", SEVERAL)


def test_the_fix_changes_the_totals_and_nothing_else(merged: Path, brandcluster: Run) -> None:
    assert [each.code for each in find_problems(load_dossier(merged))] == ["B105"]
    answer = brandcluster("validate", str(merged), "--fix")
    assert answer.returncode == 0, answer.stdout
    assert "改了 1 处" in answer.stdout
    changed = [
        line for line in git(merged, "diff", "-U0").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]
    assert sorted(changed) == sorted(
        [
            "-  总额（万元）: 310",
            "+  总额（万元）: 330",
            "-  分年合计: [{年份: 2014, 金额（万元）: 110}, {年份: 2015, 金额（万元）: 100}]",
            "+  分年合计: [{年份: 2014, 金额（万元）: 110}, {年份: 2015, 金额（万元）: 120}]",
            "-    - {来源: 区财政, 金额（万元）: 210}",
            "+    - {来源: 区财政, 金额（万元）: 230}",
        ]
    )


def test_the_advice_followed_by_hand_helps(merged: Path) -> None:
    found = find_problems(load_dossier(merged))[0]
    assert "总额写 330、2015 年合计写 120、“区财政”合计写 230" in found.help
    plan = "application/plan.yaml"
    make_edits(
        merged,
        [
            {"file": plan, "find": "万元）: 310", "replace": "万元）: 330"},
            {"file": plan, "find": "年份: 2015, 金额（万元）: 100}]", "replace": "年份: 2015, 金额（万元）: 120}]"},
            {"file": plan, "find": "万元）: 210", "replace": "万元）: 230"},
        ],
    )
    assert find_problems(load_dossier(merged)) == []


def test_an_amount_that_is_not_plain_has_no_fix(merged: Path) -> None:
    make_edits(
        merged,
        [
            {
                "file": "application/plan.yaml",
                "find": "万元）: 310",
                "replace": "万元）: 310 # brandcluster: ignore B101 预算没有下达",
            }
        ],
    )
    found = [each for each in find_problems(load_dossier(merged)) if each.code == "B105"]
    assert [each.fix for each in found] == [None]
    assert "--fix" not in found[0].help


def test_where_the_history_does_not_reach_each_total_is_told_by_itself(merged: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", merged.as_uri(), "浅")
    dossier = load_dossier(tmp_path / "浅")
    assert stale_totals(dossier) == ()
    assert {each.code for each in find_problems(dossier)} == {"B101"}


def test_merged_without_git_it_is_said_at_once(tmp_path: Path, brandcluster: Run) -> None:
    merge = next(each["merge"] for each in CASES["两个人加的一样多，总额不冲突"]["edit"] if "merge" in each)
    base = prepare(tmp_path / "底", [])
    one, other = (prepare(tmp_path / side, merge[side]) for side in ("one", "other"))
    answer = brandcluster("merge", str(base), str(one), str(other), "-o", str(tmp_path / "新"))
    assert "合计没有跟着变，请改：总额 310 万元，明细之和 320 万元。" in answer.stdout
    handed = tmp_path / "交接.json"
    assert (
        brandcluster(
            "handover", "form", str(other), "--base", str(BASE), "--by", "乙", "--why", "加资金", "-o", str(handed)
        ).returncode
        == 0
    )
    answer = brandcluster("handover", "add", str(handed), "--to", str(one))
    assert "合计没有跟着变，请改：总额 310 万元，明细之和 320 万元。" in answer.stdout
