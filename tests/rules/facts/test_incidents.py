"""Accidents of the pilot: from the approval to the title, and where they are spoken of."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from cases import HERE, prepare

from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.rules.facts.incidents import pilot_accidents

ZONE = HERE / "cases" / "zone"
TITLE = "申请评价: {日期: 2016-07-15}\n授予: {授予日期: 2017-01-10, 文号: 一号, 名称: 示范区, 主导产业: [阀门]}\n"


def with_accident(tmp_path: Path, day: str, what: str, title: str = "") -> Path:
    accident = f"事故声明: []\n事故清单:\n  - {{日期: {day}, 简况: 一起, {what}}}\n"
    edits = [{"file": "pilot/incidents.yaml", "write": accident}]
    edits += [{"file": "pilot/zone.yaml", "write": title}] if title else []
    return prepare(tmp_path / "d", edits, ZONE)


HEAVY = "类别: 安全生产, 事故等级: 重大, 死亡人数: 10, 重伤人数: 0, 直接经济损失（万元）: 10"


@pytest.mark.parametrize(
    ("day", "what", "title", "grades"),
    [
        ("2014-06-19", HEAVY, "", []),
        ("2014-06-20", HEAVY, "", ["重大"]),
        ("2016-12-01", HEAVY, TITLE, ["重大"]),
        ("2017-01-09", HEAVY, TITLE, ["重大"]),
        ("2017-01-10", HEAVY, TITLE, []),  # from here on it is the zone's
        ("2015-01-01", HEAVY.replace("重大", "较大").replace("10,", "9,", 1), "", []),
        ("2015-01-01", HEAVY.replace("重大", "特别重大").replace("10,", "30,", 1), "", ["特别重大"]),
        ("2015-01-01", "类别: 环境保护, 环境事件分级: II级", "", ["II级"]),
        ("2015-01-01", "类别: 环境保护, 环境事件分级: III级", "", []),
        ("2015-01-01", "类别: 质量安全", "", [None]),
    ],
)
def test_from_the_approval_to_the_title(
    day: str, what: str, title: str, grades: list[str | None], tmp_path: Path
) -> None:
    dossier = load_dossier(with_accident(tmp_path, day, what, title))
    assert [each.grade for each in pilot_accidents(dossier)] == grades
    assert len([each for each in find_problems(dossier) if each.code == "V257"]) == len(grades)


def test_what_lies_after_today_has_not_happened(tmp_path: Path) -> None:
    dossier = load_dossier(with_accident(tmp_path, "2015-03-01", HEAVY))
    assert pilot_accidents(dossier, date(2015, 2, 28)) == []
    assert len(pilot_accidents(dossier, date(2015, 3, 1))) == 1


@pytest.mark.parametrize("command", ["status", "thresholds"])
def test_it_speaks_in_both_commands(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = with_accident(tmp_path, "2015-03-01", HEAVY)
    start([command, str(root), "--date", "2016-07-01"])
    assert "2015-03-01 安全生产事故（重大）" in capsys.readouterr().out
    start([command, str(root), "--date", "2016-07-01", "--format", "json"])
    (said,) = json.loads(capsys.readouterr().out)["dossiers"][0]["accidents"]
    assert (said["date"], said["kind"], said["grade"]) == ("2015-03-01", "安全生产", "重大")
    assert said["source"]["path"] == "pilot/incidents.yaml"
    start([command, str(root), "--date", "2015-02-28", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["dossiers"][0]["accidents"] == []
