"""The pilot years: the procedure's verdicts day by day, `init --stage pilot`, clauses served, old records read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, EXAMPLES, prepare

from brandcluster.base.diagnostics import Verdict
from brandcluster.dossier.editing.new_files import new_pilot_files
from brandcluster.dossier.files import PILOT_FILES, PILOT_FOLDER
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.pilot.evaluation import (
    TOTAL,
    EvaluationModel,
    ModelVersion,
    Standard,
    WeightedIndicator,
    standard_for,
    version_for,
)
from brandcluster.formats.yaml.document import read_document
from brandcluster.output.explain import coverage
from brandcluster.rules.checks.all_checks import RULES, all_rules, find_problems
from brandcluster.rules.facts.record_days import newest_day, owed_years
from brandcluster.rules.verdicts.condition import decide_conditions
from brandcluster.rules.verdicts.pilot_procedure import PILOT_PROCEDURE

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LANTING = EXAMPLES / "lanting"
DOCUMENT = "文件: evidence/a.txt"
APPROVAL = "批复文号: 工信部科函〔2014〕9001号\n批复日期: 2014-06-20\n"
ZONE = (
    "评价结果: {日期: 2016-11-20, 结果: 优秀, 文件: evidence/a.txt}\n"
    "授予: {授予日期: 2017-01-10, 文号: 一号, 名称: 产业集群区域品牌建设示范区+阀门产业, 主导产业: [阀门]}\n"
)


def dossier(tmp_path: Path, **files: str) -> Dossier:
    """The base with files of the pilot, by their stems."""
    edits = [{"file": f"pilot/{name.replace('_', '-')}.yaml", "write": text} for name, text in files.items()]
    return load_dossier(prepare(tmp_path / "dossier", edits))


def verdict(found: Dossier, clause: str, day: str, industry: str | None = None) -> Verdict:
    every = decide_conditions(found, PILOT_PROCEDURE, date.fromisoformat(day))
    (one,) = [each for each in every if each.clause == clause and each.industry in (None, industry)]
    return one


# ---- verdicts ------------------------------------------------------------------------------------------------


def test_nothing_applies_before_the_approval(tmp_path: Path) -> None:
    found = dossier(tmp_path, approval=APPROVAL)
    before = {each.clause: each.value for each in decide_conditions(found, PILOT_PROCEDURE, date(2014, 6, 19))}
    assert set(before.values()) == {"not_applicable", "unknown"}
    assert [clause for clause, value in before.items() if value == "unknown"] == ["zone-excellent"]
    assert verdict(found, "supervision", "2014-06-20").value == "unknown"


@pytest.mark.parametrize(
    ("ended", "state", "day", "expected"),
    [
        ("2016-06-30", "已完成", "2016-07-01", "met"),
        ("2016-06-30", "进行中", "2016-06-30", "met"),  # the last day of the month is still in time
        ("2016-06-30", "进行中", "2016-07-01", "not_met"),
        ("2016-07-02", "已完成", "2016-07-01", "unknown"),  # a record of tomorrow has not happened
    ],
)
def test_execution(tmp_path: Path, ended: str, state: str, day: str, expected: str) -> None:
    rows = [f"  - {{项目: {name}, 日期: {ended}, 状态: {state}}}\n" for name in ("品牌规划与评价", "品牌宣传周")]
    targets = [
        ("第一阶段", "品牌规划与评价", "发布规划", 1),
        ("第二阶段", "品牌规划与评价", "开展评价", 2),
        ("第二阶段", "品牌宣传周", "举办宣传周", 2),
    ]
    rows += ["目标完成:\n"] + [
        f"  - {{阶段: {a}, 项目: {b}, 目标: {c}, 实际值: {d}, 日期: 2015-06-30}}\n" for a, b, c, d in targets
    ]
    found = dossier(tmp_path, approval=APPROVAL, progress="工作进展:\n" + "".join(rows))
    assert verdict(found, "pilot-execution", day).value == expected


@pytest.mark.parametrize(
    ("submitted", "day", "expected"),
    [
        ("", "2015-06-20", "unknown"),  # no year is over
        ("", "2015-06-21", "unknown"),  # the summary of a year is made in the next
        ("", "2016-06-20", "unknown"),
        ("", "2016-06-21", "unknown"),  # without a record nobody knows
        ("不写", "2016-06-20", "unknown"),
        ("不写", "2016-06-21", "not_met"),
        ("2015-05-29", "2015-05-28", "unknown"),
        ("2015-05-29", "2015-05-29", "met"),
        ("2016-07-01", "2016-06-30", "not_met"),
        ("2016-07-01", "2016-07-01", "unknown"),  # the second year's is still to come
    ],
)
def test_summaries_by_the_day(tmp_path: Path, submitted: str, day: str, expected: str) -> None:
    when = "" if submitted == "不写" else submitted
    entry = f"{{年份: 2014, 提交日期: {when}, 提交对象: 科技司, {DOCUMENT}}}"
    text = f"年度总结: [{entry}]\n" if submitted else "年度总结: []\n"
    assert verdict(dossier(tmp_path, approval=APPROVAL, summaries=text), "annual-summary", day).value == expected


@pytest.mark.parametrize(
    ("due", "done", "day", "expected"),
    [
        ("2015-12-31", "", "2015-12-31", "met"),
        ("2015-12-31", "", "2016-01-01", "not_met"),
        ("2016-02-29", "2016-02-29", "2016-03-01", "met"),
        ("2016-02-28", "2016-02-29", "2016-03-01", "met"),  # late, and done by now
        ("2016-02-28", "2016-03-02", "2016-03-01", "not_met"),
    ],
)
def test_demands_of_an_inspection(tmp_path: Path, due: str, done: str, day: str, expected: str) -> None:
    text = (
        f"监督检查:\n  - {{日期: 2015-06-25, 类型: 年度监督检查, 检查单位: 省厅, 结论: 相符, {DOCUMENT}, "
        f"整改要求: [{{要求: 补训, 完成期限: {due}, 完成日期: {done}}}]}}\n"
    )
    assert verdict(dossier(tmp_path, approval=APPROVAL, supervision=text), "supervision", day).value == expected


def test_own_targets_by_industry() -> None:
    found = load_dossier(LANTING)
    assert verdict(found, "zone-apply", "2016-07-01", "阀门").value == "met"
    textile = verdict(found, "zone-apply", "2016-07-01", "纺织机械")
    assert (textile.value, textile.missing) == ("not_met", ("新产品产值率",))
    # On the last day of the cycle its last phase is not over yet.
    assert verdict(found, "zone-apply", "2016-06-30", "阀门").value == "unknown"


@pytest.mark.parametrize(("result", "expected"), [("优秀", "met"), ("良好", "not_met"), ("合格", "not_met")])
def test_the_ministrys_result_is_never_assumed(tmp_path: Path, result: str, expected: str) -> None:
    found = dossier(tmp_path, approval=APPROVAL, zone=ZONE.replace("优秀", result))
    assert verdict(found, "zone-excellent", "2016-11-19").value == "unknown"
    assert verdict(found, "zone-excellent", "2016-11-20").value == expected


def test_an_excellent_result_needs_its_document(tmp_path: Path) -> None:
    found = dossier(tmp_path, approval=APPROVAL, zone=ZONE.replace("evidence/a.txt", "evidence/b.txt"))
    assert verdict(found, "zone-excellent", "2016-11-20").value == "unknown"


@pytest.mark.parametrize(
    ("named", "day", "expected"),
    [
        ("2017-01-10", "2017-01-09", "not_applicable"),
        ("2017-01-10", "2017-01-10", "met"),
        ("2017-01-10", "2020-01-09", "met"),
        ("2017-01-10", "2020-01-10", "met"),
        ("2017-01-10", "2020-01-11", "not_met"),
        ("2020-02-29", "2023-02-28", "met"),
        ("2020-02-29", "2023-03-01", "not_met"),
        ("2016-12-31", "2019-12-31", "met"),
        ("2016-12-31", "2020-01-01", "not_met"),
    ],
)
def test_three_years(tmp_path: Path, named: str, day: str, expected: str) -> None:
    found = dossier(tmp_path, approval=APPROVAL, zone=ZONE.replace("2017-01-10", named))
    assert verdict(found, "zone-validity", day).value == expected


REVIEW = (
    "复审:\n  - 申请日期: 2019-09-01\n    前三年总结: [%s]\n"
    "    未来三年工作方案: {起始年份: 2020, 结束年份: 2022, 文件: evidence/a.txt}\n"
)


@pytest.mark.parametrize(
    ("years", "day", "expected"),
    [
        ((2016, 2017, 2018), "2019-08-31", "not_applicable"),
        ((2016, 2017, 2018), "2019-09-01", "met"),
        ((2017, 2018), "2019-09-01", "not_met"),
    ],
)
def test_the_package_of_a_re_review(tmp_path: Path, years: tuple[int, ...], day: str, expected: str) -> None:
    text = REVIEW % ", ".join(f"{{年份: {year}, {DOCUMENT}}}" for year in years)
    assert verdict(dossier(tmp_path, approval=APPROVAL, zone=ZONE + text), "zone-review", day).value == expected


def test_a_re_review_can_be_asked_for_and_need_not(tmp_path: Path) -> None:
    """三（七）3: 有效期满的示范区可……提出复审申请."""
    found = dossier(tmp_path, approval=APPROVAL, zone=ZONE)
    assert verdict(found, "zone-review", "2020-01-10").value == "not_applicable"
    late = verdict(found, "zone-review", "2020-01-11")
    assert late.value == "unknown" and late.missing


PASSED = "    结果: 通过\n    结果日期: %s\n"


@pytest.mark.parametrize(
    ("result", "stated", "day", "validity", "review"),
    [
        ("2020-02-29", "", "2020-01-10", "met", "met"),
        ("2020-02-29", "", "2020-02-28", "not_met", "met"),  # expired, and asked for
        ("2020-02-29", "", "2020-02-29", "met", "met"),
        ("2020-02-29", "", "2023-02-28", "met", "met"),
        ("2020-02-29", "", "2023-03-01", "not_met", "unknown"),
        ("2020-02-29", "    有效期至: 2023-03-31\n", "2023-03-31", "met", "met"),
        ("2020-02-29", "    有效期至: 2023-03-31\n", "2023-04-01", "not_met", "unknown"),
        ("2019-12-31", "", "2022-12-31", "met", "met"),
        ("2019-12-31", "", "2023-01-01", "not_met", "unknown"),
    ],
)
def test_a_passed_re_review_keeps_the_title(
    tmp_path: Path, result: str, stated: str, day: str, validity: str, review: str
) -> None:
    package = REVIEW % ", ".join(f"{{年份: {year}, {DOCUMENT}}}" for year in (2016, 2017, 2018))
    found = dossier(tmp_path, approval=APPROVAL, zone=ZONE + package + PASSED % result + stated)
    assert (verdict(found, "zone-validity", day).value, verdict(found, "zone-review", day).value) == (validity, review)


PROGRESS = "工作进展:\n  - {项目: 品牌规划与评价, 日期: 2016-06-30, 状态: 进行中}\n"


KINDS = ("质量安全", "安全生产", "环境保护", "信誉损害")


def declared(*kinds: str, spans: tuple[tuple[str, str], ...] = (("2014-06-20", "2018-12-31"),)) -> str:
    rows = (
        f"  - {{类别: {kind}, 起: {first}, 止: {last}, 结论: 未发生, 出具单位: 市局, 日期: 2019-01-05, {DOCUMENT}}}\n"
        for kind in kinds
        for first, last in spans
    )
    return "事故声明:\n" + "".join(rows)


def kept_up(tmp_path: Path, **others: str) -> Dossier:
    """A zone of 2017-01-10 that did every year what is asked for."""
    activities = "".join(
        f"  - {{名称: 活动{year}, 类型: 宣传营销, 组织单位: 协会, 开始日期: {year}-05-01, 完成日期: {year}-12-31, {DOCUMENT}}}\n"
        for year in (2017, 2018)
    )
    files = {
        "approval": APPROVAL,
        "zone": ZONE,
        "incidents": declared(*KINDS),
        "activities": f"活动:\n{activities}",
        "summaries": f"年度总结: [{{年份: 2017, 提交日期: 2018-12-31, {DOCUMENT}}}]\n",
        "evaluations/2017": "年份: 2017\n评价日期: 2018-05-01\n评价报告: evidence/a.txt\n",
    }
    return dossier(tmp_path, **(files | others))


def test_grounds_for_revocation(tmp_path: Path) -> None:
    grave = "事故清单:\n  - {日期: 2017-01-10, 类别: 安全生产, 简况: 某厂, 事故等级: 重大}\n"
    assert verdict(kept_up(tmp_path / "1"), "zone-revocation", "2019-01-05").value == "met"
    risk = kept_up(tmp_path / "3", incidents=declared(*KINDS) + grave)
    found = verdict(risk, "zone-revocation", "2019-01-05")
    assert found.value == "unknown" and [place.path for place in found.sources] == ["pilot/incidents.yaml"]
    revoked = dossier(tmp_path / "4", approval=APPROVAL, zone=ZONE + "撤消: {日期: 2018-05-01, 原因: 事故}\n")
    assert verdict(revoked, "zone-revocation", "2018-04-30").value == "unknown"
    assert verdict(revoked, "zone-revocation", "2018-05-01").value == "not_met"


@pytest.mark.parametrize(
    ("kinds", "spans", "day", "expected"),
    [
        (KINDS[1:], (("2014-06-20", "2018-12-31"),), "2019-01-05", "unknown"),  # one kind is not declared
        (KINDS, (("2014-06-20", "2016-06-20"),), "2019-01-05", "unknown"),  # nothing of the years of the title
        (KINDS, (("2017-01-11", "2018-12-31"),), "2019-01-05", "unknown"),  # not of the day of the title
        (KINDS, (("2017-01-10", "2018-12-30"),), "2019-01-05", "unknown"),  # not to the end of the year
        (KINDS, (("2017-01-10", "2018-12-31"),), "2019-01-05", "met"),
        (KINDS, (("2017-01-10", "2019-01-01"),), "2019-01-05", "met"),
        (KINDS, (("2017-01-10", "2018-12-31"),), "2019-01-04", "unknown"),  # issued on the day after
        (KINDS, (("2017-01-10", "2018-02-27"), ("2018-02-28", "2018-12-31")), "2019-01-05", "met"),
        (KINDS, (("2017-01-10", "2018-02-27"), ("2018-03-01", "2018-12-31")), "2019-01-05", "unknown"),
    ],
)
def test_declarations_cover_the_years_of_the_title(
    tmp_path: Path, kinds: tuple[str, ...], spans: tuple[tuple[str, str], ...], day: str, expected: str
) -> None:
    found = kept_up(tmp_path, incidents=declared(*kinds, spans=spans))
    assert verdict(found, "zone-revocation", day).value == expected


@pytest.mark.parametrize(
    ("changed", "day", "expected"),
    [
        ({"activities": "活动: []\n"}, "2019-01-05", "unknown"),
        ({"summaries": "年度总结: []\n"}, "2018-12-31", "unknown"),  # no declaration of 2018 is issued yet
        ({"summaries": "年度总结: []\n"}, "2019-01-05", "unknown"),
        ({"evaluations/2017": "年份: 2017\n评价日期: 2019-01-05\n"}, "2019-01-05", "met"),
        ({"evaluations/2017": "年份: 2017\n评价日期: 2019-01-06\n"}, "2019-01-05", "unknown"),
    ],
)
def test_work_that_is_not_kept_up_is_a_risk(tmp_path: Path, changed: dict[str, str], day: str, expected: str) -> None:
    assert verdict(kept_up(tmp_path, **changed), "zone-revocation", day).value == expected


def test_the_procedure_is_shown_and_does_not_decide(brandcluster: Run) -> None:
    result = brandcluster("thresholds", LANTING, "--date", "2016-07-20", "--format", "json")
    (shown,) = json.loads(result.stdout)["dossiers"]
    values = {(each["clause"], each["industry"]): each["verdict"] for each in shown["procedure"]}
    assert values["zone-apply", "阀门"] == "met" and values["annual-summary", None] == "met"
    assert {each["clause"] for each in shown["verdicts"]}.isdisjoint(clause for clause, _ in values)


# ---- the records' own clock ----------------------------------------------------------------------------------


def test_what_lies_ahead_is_no_record(tmp_path: Path) -> None:
    plans = "政策落实:\n  - {名称: 办法, 落实情况: 未落实, 应落实日期: 2099-12-31}\n"
    assert newest_day(dossier(tmp_path / "1", approval=APPROVAL, support=plans)) == date(2014, 6, 20)
    assert newest_day(load_dossier(BASE)) == date(2013, 12, 31)
    assert newest_day(load_dossier(LANTING)) == date(2016, 7, 15)


@pytest.mark.parametrize(
    ("day", "years"),
    [("2015-12-31", []), ("2016-01-01", [2014]), ("2016-12-31", [2014]), ("2017-01-01", [2014, 2015]),
     ("2020-01-01", [2014, 2015])],
)  # fmt: skip
def test_the_years_that_owe(tmp_path: Path, day: str, years: list[int]) -> None:
    text = f"培训:\n  - {{名称: 一班, 日期: {day}, 参加企业数（家）: 5}}\n"
    assert list(owed_years(dossier(tmp_path, approval=APPROVAL, training=text))) == years


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_break_nothing(tmp_path: Path, day: str) -> None:
    text = re.sub(r"\d{4}-\d\d-\d\d", day, ZONE + REVIEW % "")
    approval, progress = (re.sub(r"\d{4}-\d\d-\d\d", day, each) for each in (APPROVAL, PROGRESS))
    found = dossier(tmp_path, approval=approval, zone=text, progress=progress)
    for name in ("0000", "２０１３"):  # four digits, and no years
        shutil.copy(found.root / "statistics" / "2013.yaml", found.root / "statistics" / f"{name}.yaml")
    found = load_dossier(found.root)
    assert sorted(found.statistics) == [2013] and "D005" in {d.code for d in find_problems(found)}
    for today in (date.min, date(2016, 7, 1), date.max):
        assert len(decide_conditions(found, PILOT_PROCEDURE, today)) == len(PILOT_PROCEDURE)


# ---- the evaluation model ------------------------------------------------------------------------------------


def test_which_version_and_standard_count() -> None:
    model = EvaluationModel.model_validate(
        {"权重版本": [{"版本": "乙", "起用年度": 2016}, {"版本": "甲", "起用年度": 2014}]}
    )
    names = [version_for(model, year) for year in (2013, 2014, 2015, 2016, 2017)]
    assert [each.name if isinstance(each, ModelVersion) else None for each in names] == [None, "甲", "甲", "乙", "乙"]
    assert version_for(EvaluationModel(), 2015) is None
    own = Standard.model_validate({"产业": "阀门", "目标值（%）": 1})
    common = Standard.model_validate({"目标值（%）": 2})
    indicator = WeightedIndicator.model_validate({"评分标准": [{"目标值（%）": 2}, {"产业": "阀门", "目标值（%）": 1}]})
    assert (standard_for(indicator, "阀门"), standard_for(indicator, TOTAL)) == (own, common)
    assert standard_for(WeightedIndicator.model_validate({"评分标准": [{"产业": "阀门"}]}), TOTAL) is None


# ---- every clause, every rule --------------------------------------------------------------------------------


def test_every_clause_but_the_goal_is_served() -> None:
    served = coverage.served_by("miit-2014-102")
    assert {clause for clause, by in served.items() if not by} <= {"goal-2015", "apply-quota"}
    for clause in ("work-association", "work-foundation", "scope-enterprises", "duty-expertise", "zone-revocation"):
        assert served[clause]


def test_rules_of_the_pilot_run_only_where_there_is_one(tmp_path: Path) -> None:
    codes = {rule.code for rule in all_rules()} - {rule.code for rule in RULES}
    assert {"V201", "V211", "V221", "V231", "V241", "V251", "V261"} <= codes
    text = "活动:\n  - {名称: 一, 类型: 宣传营销, 组织单位: 协会, 开始日期: 2014-09-01, 完成日期: 2014-09-02}\n"
    assert [d.code for d in find_problems(dossier(tmp_path, activities=text))] == ["V203"]


def test_the_examples_have_no_problem() -> None:
    assert find_problems(load_dossier(LANTING)) == []
    there = {path.name for path in (LANTING / PILOT_FOLDER).glob("*.yaml")}
    assert there == {Path(kind.path).name for kind in PILOT_FILES}


# ---- init --stage pilot --------------------------------------------------------------------------------------


def test_init_adds_the_pilot_and_overwrites_nothing(brandcluster: Run, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    shutil.copytree(BASE, root)
    own = root / "pilot" / "approval.yaml"
    own.parent.mkdir()
    own.write_text(APPROVAL, encoding="utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert brandcluster("init", root, "--stage", "pilot").returncode == 0
    assert all(path.read_bytes() == content for path, content in before.items())
    assert find_problems(load_dossier(root)) == []  # what has not happened yet is no gap
    assert all((root / kind.path).is_file() for kind in PILOT_FILES)
    assert not (root / "statistics" / "2014.yaml").exists()


def test_init_wants_a_standing_dossier_and_a_known_stage(brandcluster: Run, tmp_path: Path) -> None:
    assert brandcluster("init", tmp_path / "nowhere", "--stage", "pilot").returncode == 2
    assert not (tmp_path / "nowhere").exists()
    assert brandcluster("init", tmp_path / "new", "--stage", "试点").returncode == 2


@pytest.mark.parametrize(("path", "part"), [(kind.path, kind.model) for kind in PILOT_FILES])
def test_every_key_of_the_pilot_is_offered(path: str, part: Any) -> None:
    """With the marks taken off, the examples in comments are entries whose keys the model knows."""
    text = new_pilot_files()[path]
    assert list(read_document(path, text.encode()).data) == list(reading.fields_of(part))
    opened = re.sub(r"(?m)^(\S.*:) \[\]$", r"\1", re.sub(r"(?m)^#( .*:(?:  #.*)?)$", r"\1", text))
    document = read_document(path, opened.encode())
    assert not document.diagnostics
    found = reading.read_part(part, document.data)
    assert {problem.code for problem in found.problems} <= {"M002"}
    keys = {step for keys in _paths(document.data) for step in keys if isinstance(step, str)}
    assert keys == set(_labels(part))


def _paths(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(data, dict):
        return [(*at, key) for key in data] + [p for key, value in data.items() for p in _paths(value, (*at, key))]
    if isinstance(data, list):
        return [p for index, value in enumerate(data) for p in _paths(value, (*at, index))]
    return []


def _labels(part: Any) -> list[str]:
    inner = [each.part for each in reading.fields_of(part).values() if each.part is not None]
    return [*reading.fields_of(part), *(label for each in inner for label in _labels(each))]
