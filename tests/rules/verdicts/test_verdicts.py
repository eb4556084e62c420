"""Verdicts: cases that a lawyer can read, and what must hold of every verdict."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES, HERE, load_cases, prepare
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.base.diagnostics import Verdict
from brandcluster.dossier.indicators.measure import INDICATORS
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.notice import edition
from brandcluster.rules.verdicts import zone_rises
from brandcluster.rules.verdicts.application_procedure import PROCEDURE, next_window
from brandcluster.rules.verdicts.condition import decide_conditions
from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
from brandcluster.rules.verdicts.gaps import gaps_to_zone
from brandcluster.rules.verdicts.pilot_procedure import PILOT_PROCEDURE
from brandcluster.rules.verdicts.provincial import added_verdicts
from brandcluster.rules.verdicts.zone_award import zone_name
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

ZONE = HERE / "cases" / "zone"
DAY = date(2016, 7, 1)
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def judge(dossier: Dossier, day: date) -> list[Verdict]:
    conditions = (*CONDITIONS_OF_REGION, *PROCEDURE, *CONDITIONS)
    return [*decide_conditions(dossier, conditions, day), *added_verdicts(dossier, day)]


def prepared(tmp_path: Path, edits: list[dict[str, Any]]) -> Path:
    root = tmp_path / "dossier"
    shutil.copytree(ZONE, root)
    for edit in edits:
        if "move" in edit:
            (root / edit["file"]).rename(root / edit["move"])
        else:
            shutil.copytree(root, tmp_path / "next")
            shutil.rmtree(root)
            prepare(root, [edit], tmp_path / "next")
            shutil.rmtree(tmp_path / "next")
    return root


CASES = load_cases("verdicts/*.yaml")


@pytest.mark.parametrize("case", CASES, ids=[f"{case['from']}-{case['name']}" for case in CASES])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    day = date.fromisoformat(case.get("date") or DAY.isoformat())
    dossier = load_dossier(prepared(tmp_path, case.get("given") or []))
    verdicts = [*judge(dossier, day), *decide_conditions(dossier, PILOT_PROCEDURE, day)]
    found = {verdict.clause: verdict.value for verdict in verdicts if verdict.clause in case["expect"]}
    assert found == case["expect"], [v for v in verdicts if v.clause in case["expect"]]
    for clause, words in case.get("said", {}).items():
        assert any(words in note for v in verdicts if v.clause == clause for note in v.notes), verdicts
    for clause in case.get("unsaid", ()):
        assert not any("有两种读法" in note for v in verdicts if v.clause == clause for note in v.notes), verdicts


def test_an_accident_that_a_declaration_denies_is_not_said_to_be_absent(tmp_path: Path) -> None:
    listed = (
        "事故清单: [{日期: 2012-01-01, 类别: 安全生产, 简况: 一起, 死亡人数: 10, 重伤人数: 0, 直接经济损失（万元）: 0}]"
    )
    dossier = load_dossier(
        prepared(tmp_path, [{"file": "application/conditions.yaml", "find": "事故清单: []", "replace": listed}])
    )
    (verdict,) = (each for each in judge(dossier, DAY) if each.clause == "eligible-no-accidents")
    assert verdict.value == "unknown"
    assert "事故清单里有重特大事故的记录" in verdict.message and "没有记录" not in verdict.message


def test_every_condition_has_met_not_met_and_open_cases() -> None:
    seen: dict[str, set[str]] = {}
    for case in CASES:
        for clause, value in case["expect"].items():
            seen.setdefault(clause, set()).add(value)
    always_open = {"review-windows"}
    for condition in (*CONDITIONS_OF_REGION, *PROCEDURE, *CONDITIONS):
        if condition.clause in always_open:
            continue
        values = seen.get(condition.clause, set())
        assert "met" in values, condition.clause
        assert values & {"unknown", "not_met"}, condition.clause


@pytest.mark.parametrize("root", [ZONE, EXAMPLES / "lanting", EXAMPLES / "qingshiling"], ids=lambda path: path.name)
def test_no_met_without_a_source(root: Path) -> None:
    verdicts = judge(load_dossier(root), DAY)
    assert any(verdict.value == "met" for verdict in verdicts)
    for verdict in verdicts:
        if verdict.value == "met":
            assert verdict.sources, verdict


def test_an_empty_dossier_meets_nothing(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text("格式: 1\n", encoding="utf-8")
    assert not [v for v in judge(load_dossier(tmp_path), DAY) if v.value == "met"]
    assert not [v for v in judge(load_dossier(tmp_path / "nothing"), DAY) if v.value == "met"]


MET = [(v.clause, v.industry) for v in judge(load_dossier(ZONE), DAY) if v.value == "met"]


@pytest.mark.parametrize("clause", [clause for clause, _ in MET])
@pytest.mark.part(4)
def test_without_its_records_a_verdict_falls(clause: str, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    shutil.copytree(ZONE, root)
    (verdict,) = [v for v in judge(load_dossier(root), DAY) if v.clause == clause]
    lines: dict[str, set[int]] = {}
    for place in verdict.sources:
        lines.setdefault(place.path, set()).add(place.line)
    for path, numbers in lines.items():
        text = (root / path).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for number, line in enumerate(text, 1) if number not in numbers]
        (root / path).write_text("".join(kept), encoding="utf-8")
    after = [v for v in judge(load_dossier(root), DAY) if v.clause == clause]
    assert all(v.value in ("not_met", "unknown") for v in after), after


POSITIVE = st.decimals(min_value=1, max_value=10**6, places=2)


@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE)
def test_a_rise_is_decided_by_exact_points(old: Any, old_whole: Any, new: Any, new_whole: Any) -> None:
    dossier = load_dossier(ZONE)
    for year, above, below in ((2013, old, old_whole), (2015, new, new_whole)):
        group = dossier.statistics[year].industries[0]
        changed = group.model_copy(
            update={"value_added": above, "gross_output": below, "new_product_output": Decimal(0)}
        )
        dossier.statistics[year] = dossier.statistics[year].model_copy(update={"industries": [changed]})
    indicator = INDICATORS[0]
    verdict = zone_rises.rise_verdict(dossier, DAY, indicator, "zone-7a", "阀门")
    if old > old_whole or new > new_whole:
        assert verdict.value == "unknown"  # a part larger than its whole decides nothing
        return
    points = Fraction(new) * 100 / Fraction(new_whole) - Fraction(old) * 100 / Fraction(old_whole)
    assert verdict.value == ("met" if points >= 2 else "not_met")
    assert verdict.relative == ("met" if points * 100 * Fraction(old_whole) >= 2 * 100 * Fraction(old) else "not_met")


def test_an_invented_edition_changes_verdicts_without_a_change_of_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = edition._data

    def invented(name: str, part: str) -> Any:
        data = real("miit-2014-102" if name == "invented" else name, part)
        if name == "invented" and part == "parameters.yaml":
            for entry in data:
                if entry["id"] == "rise-value_added_rate":
                    entry["values"][0]["value"] = 7
                if entry["id"] == "training-coverage":
                    entry["comparator"] = ">"
        return data

    monkeypatch.setattr(edition, "_data", invented)
    known = (*edition.all_editions(), "invented")
    monkeypatch.setattr(edition, "all_editions", lambda: known)
    root = prepared(tmp_path, [{"file": "dossier.yaml", "find": "miit-2014-102", "replace": "invented"}])
    found = {v.clause: v.value for v in judge(load_dossier(root), DAY)}
    assert (found["zone-7a"], found["zone-4a"], found["zone-7b"]) == ("not_met", "not_met", "met")


def test_what_an_overlay_changes_is_shown_where_it_decides(tmp_path: Path) -> None:
    overlay = "代号: own\n名称: 补\n省份: 河北省\n基于: miit-2014-102\n生效: 2014-03-15\n参数:\n  - {参数: training-coverage, 值: 80, 来源: 省通知}\n"
    root = prepared(
        tmp_path,
        [
            {
                "file": "dossier.yaml",
                "find": "规则版本: miit-2014-102",
                "replace": "规则版本: miit-2014-102\n省级补充规则: o.yaml",
            },
            {"file": "o.yaml", "write": overlay},
        ],
    )
    (verdict,) = [v for v in judge(load_dossier(root), DAY) if v.clause == "zone-4a"]
    assert any("own" in note and "90" in note and "80" in note for note in verdict.notes)


def test_the_gap_in_its_own_quantities() -> None:
    dossier = load_dossier(EXAMPLES / "qingshiling")
    verdicts = decide_conditions(dossier, CONDITIONS, date(2014, 4, 20))
    words = {each.clause: each.needed for each in gaps_to_zone(dossier, verdicts, date(2014, 4, 20))}
    group = dossier.statistics[2013].industries[0]
    assert group.enterprises is not None and group.with_system is not None
    assert f"{-(-group.enterprises // 2) - group.with_system} 家" in words["zone-4b"]
    assert "亿元" in words["zone-7a"]


def test_names_never_double_the_word_industry() -> None:
    assert zone_name(["阀门", "陶瓷产业"]) == "产业集群区域品牌建设示范区（阀门产业、陶瓷产业）"
    assert zone_name(["陶瓷产业产业", "装备制造业"]) == "产业集群区域品牌建设示范区（陶瓷产业、装备制造业）"
    assert zone_name(["陶瓷产业集群"]) == "产业集群区域品牌建设示范区（陶瓷产业集群）"
    assert zone_name([]) is None


@pytest.mark.parametrize(
    ("today", "start", "days"),
    [
        ("2014-04-30", "2014-05-01", 1),
        ("2014-05-01", "2014-05-01", 0),
        ("2014-05-31", "2014-05-01", 0),
        ("2014-06-01", "2014-10-01", 122),
        ("2014-11-01", "2015-05-01", 181),
        ("2013-12-31", "2014-05-01", 121),
    ],
)
def test_the_next_review_window(today: str, start: str, days: int) -> None:
    assert next_window(load_dossier(ZONE), date.fromisoformat(today)) == (date.fromisoformat(start), days)


def test_lanting_as_the_issue_tells_it(brandcluster: Run) -> None:
    result = brandcluster("thresholds", EXAMPLES / "lanting", "--date", "2016-07-01", "--format", "json")
    assert result.returncode == 1
    (dossier,) = json.loads(result.stdout)["dossiers"]
    assert dossier["zone_industries"] == ["阀门"]
    assert "阀门" in dossier["zone_name"] and "纺织机械" not in dossier["zone_name"]
    missed = [v for v in dossier["verdicts"] if v["verdict"] != "met"]
    assert [(v["industry"], v["verdict"]) for v in missed] == [("纺织机械", "not_met")]
    short = Fraction(missed[0]["values"]["required"]) - Fraction(missed[0]["values"]["change_points"])
    assert abs(short - Fraction(1, 100)) < Fraction(1, 100_000)


def test_the_json_format(brandcluster: Run) -> None:
    result = brandcluster("thresholds", ZONE, "--date", "2016-07-01", "--format", "json")
    assert result.returncode == 1, result.stdout  # every condition is met, but not the plan's own targets
    data = json.loads(result.stdout)
    assert data["schema"] == "brandcluster.thresholds/1"
    assert data["dossiers"][0]["zone_industries"] == [] and data["dossiers"][0]["zone_name"] is None
    (dossier,) = data["dossiers"]
    assert (dossier["edition"], dossier["overlay"], dossier["date"]) == ("miit-2014-102", None, "2016-07-01")
    assert len(dossier["verdicts"]) == 13
    for verdict in dossier["verdicts"]:
        assert {
            "clause",
            "cite",
            "industry",
            "verdict",
            "values",
            "verdict_relative",
            "sources",
            "missing",
            "judged_by",
            "message",
        } <= set(verdict)
    (rise,) = [v for v in dossier["verdicts"] if v["clause"] == "zone-7a"]
    assert rise["values"] == {
        "baseline": "25",
        "current": "27",
        "change_points": "2",
        "change_relative": "8",
        "required": "2",
    }


def test_eligibility_exit_codes(brandcluster: Run) -> None:
    day = ("--date", "2014-05-01")
    assert brandcluster("eligibility", ZONE, *day).returncode == 0
    assert brandcluster("eligibility", ZONE, *day, "--stage", "submitted").returncode == 1
    assert brandcluster("eligibility", EXAMPLES / "qingshiling", "--date", "2014-04-20").returncode == 0
    assert brandcluster("eligibility", ZONE, "--date", "2014-4-1").returncode == 2
    data = json.loads(brandcluster("eligibility", ZONE, *day, "--format", "json").stdout)
    assert data["schema"] == "brandcluster.eligibility/1"
    assert data["dossiers"][0]["next_window"] == {"start": "2014-05-01", "days": 0}


def test_what_a_supplement_asks_for_is_said_though_the_editions_own_text_is_not_known(tmp_path: Path) -> None:
    edits = [
        {"file": "dossier.yaml", "find": "miit-2014-102", "replace": "miit-2017-433\n省级补充规则: fujian-2017"},
        {"file": "dossier.yaml", "find": "申报日期: 2014-04-18", "replace": "申报日期: 2017-08-01"},
        {"file": "dossier.yaml", "find": "省份: 河北省", "replace": "省份: 福建省"},
    ]
    verdicts = decide_conditions(load_dossier(prepared(tmp_path, edits)), PROCEDURE, date(2017, 8, 15))
    (province,) = [each for each in verdicts if each.clause == "apply-province"]
    assert province.value == "unknown"
    assert [note for note in province.notes if "2017-09-05" in note and "734号" in note]


@pytest.mark.parametrize("digits", [1, 3, 9, 15, 30])
def test_a_hair_below_two_points_is_shown_below_two(digits: int) -> None:
    dossier = load_dossier(ZONE)
    for year, above in ((2013, Decimal(25)), (2015, Decimal("26." + "9" * digits))):
        group = dossier.statistics[year].industries[0]
        figures = {"value_added": above, "gross_output": Decimal(100), "new_product_output": Decimal(0)}
        changed = group.model_copy(update=figures)
        dossier.statistics[year] = dossier.statistics[year].model_copy(update={"industries": [changed]})
    verdict = zone_rises.rise_verdict(dossier, DAY, INDICATORS[0], "zone-7a", "阀门")
    assert verdict.value == "not_met" and verdict.relative == "met"
    assert verdict.values is not None
    assert Fraction(verdict.values["change_points"] or "") < 2
    moved = re.search(r"提高 ([0-9.]+) 个百分点", verdict.message)
    assert moved is not None and Fraction(moved[1]) < 2


def test_twenty_eight_to_thirty_four_of_three_hundred_is_two_points() -> None:
    dossier = load_dossier(ZONE)
    for year, above in ((2013, 28), (2015, 34)):
        group = dossier.statistics[year].industries[0]
        figures = {"value_added": Decimal(above), "gross_output": Decimal(300), "new_product_output": Decimal(0)}
        changed = group.model_copy(update=figures)
        dossier.statistics[year] = dossier.statistics[year].model_copy(update={"industries": [changed]})
    verdict = zone_rises.rise_verdict(dossier, DAY, INDICATORS[0], "zone-7a", "阀门")
    assert verdict.value == "met" and verdict.values is not None and verdict.values["change_points"] == "2"
