"""The first three beside the returns: what is said, where, and that no figure of a return is in it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES, prepare

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.dossier.files import TOP_ENTERPRISES
from brandcluster.dossier.load import load_dossier
from brandcluster.rules.checks.all_checks import find_problems

QINGSHILING = EXAMPLES / "qingshiling"
FIRST, SECOND = "名称: 砚溪晶嵘精密陶瓷股份有限公司", "名称: 砚溪岭拓耐磨陶瓷有限公司"


def changed(tmp_path: Path, *edits: tuple[str, str]) -> tuple[Path, list[Diagnostic]]:
    made = [{"file": TOP_ENTERPRISES, "find": find, "replace": replace} for find, replace in edits]
    root = prepare(tmp_path / "d", made, QINGSHILING)
    return root, [each for each in find_problems(load_dossier(root)) if each.code == "U104"]


def returned() -> dict[str, dict[str, str]]:
    with (QINGSHILING / "enterprises" / "2013.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["企业名称"]: row for row in csv.DictReader(stream)}


@pytest.mark.parametrize("stated", ["586400", "5864", "58641", "58639.99"])
def test_revenue_is_said_by_rank_and_column_alone(stated: str, tmp_path: Path) -> None:
    _, (found,) = changed(tmp_path, ("销售收入（万元）: 58640", f"销售收入（万元）: {stated}"))
    assert found.severity == "error"
    assert found.message == "排名第 1 的企业，“销售收入（万元）”与企业报表不一致。"
    assert "58640" in found.detail and "58640" not in found.message + found.help
    (place,) = found.related
    assert place.path == "enterprises/2013.csv" and place.line > 1


def test_an_enterprise_is_found_by_its_code_and_by_a_name_of_other_width(tmp_path: Path) -> None:
    code = returned()["砚溪晶嵘精密陶瓷股份有限公司"]["统一社会信用代码"]
    _, found = changed(tmp_path / "1", (FIRST, f"{FIRST}\n    统一社会信用代码: {code}"))
    assert found == []
    _, (named,) = changed(tmp_path / "2", (FIRST, f"名称: 砚溪晶嵘陶瓷有限公司\n    统一社会信用代码: {code}"))
    assert named.message == "排名第 1 的企业，“企业名称”与企业报表不一致。" and named.keys[-1] == "名称"
    other = returned()["砚溪岭拓耐磨陶瓷有限公司"]["统一社会信用代码"]
    _, said = changed(tmp_path / "3", (FIRST, f"{FIRST}\n    统一社会信用代码: {other}"))
    assert {each.message for each in said} >= {"排名第 1 的企业，“企业名称”与企业报表不一致。"}


def test_whoever_has_more_and_is_not_listed_is_not_named(tmp_path: Path) -> None:
    _, (found,) = changed(
        tmp_path,
        ("名称: 砚溪清穹环保陶瓷有限公司", "名称: 砚溪岫航耐磨陶瓷股份有限公司"),
        ("销售收入（万元）: 36850", "销售收入（万元）: 27784"),
    )
    assert found.message == "排名第 3 的企业，按企业报表的“销售收入（万元）”，没有列出的企业比它高。"
    assert "清穹" in found.detail and "清穹" not in found.message + found.help


def test_who_is_not_among_the_returns_is_a_warning(tmp_path: Path) -> None:
    _, found = changed(tmp_path, (SECOND, "名称: 砚溪凌拓耐磨陶瓷有限公司"))
    assert [(each.severity, each.message) for each in found] == [("warning", "排名第 2 的企业，企业报表里找不到。")]


def test_without_a_list_nothing_is_said(tmp_path: Path) -> None:
    root = prepare(tmp_path / "d", [{"file": TOP_ENTERPRISES, "write": "企业: []\n"}], QINGSHILING)
    assert not [each for each in find_problems(load_dossier(root)) if each.code == "U104"]


def test_nothing_of_a_return_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from brandcluster.cli.start import start

    root, _ = changed(tmp_path, ("销售收入（万元）: 58640", "销售收入（万元）: 999999"))
    for format in ("json", "sarif", "github", "gitlab", "markdown"):
        start(["validate", str(root), "--format", format])
        printed = capsys.readouterr().out
        assert "排名第 1" in printed and "58640" not in printed, format


def test_related_places_are_shown_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from brandcluster.cli.start import start

    root, (found,) = changed(tmp_path, ("销售收入（万元）: 58640", "销售收入（万元）: 999999"))
    start(["validate", str(root), "--format", "json"])
    said: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["dossiers"][0]["diagnostics"]
    (mine,) = [each for each in said if each["code"] == "U104"]
    assert mine["related"] == [{"path": "enterprises/2013.csv", "line": found.related[0].line, "column": 1}]
