"""Reports in Word: what they say stands in the dossier, what only people can say is marked, and strangers' templates
do no harm.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from cases import EXAMPLES, ROOT
from forked import Forks
from form_samples import parts_of, png, whole_jpeg
from lxml import etree  # type: ignore[import-untyped]
from ooxml_lint import lint
from openxml_audit import OpenXmlValidator

from brandcluster.cli.start import start
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.dossier.model.pilot.activities import Activity
from brandcluster.dossier.model.pilot.approval import Approval
from brandcluster.dossier.model.pilot.evaluation import Evaluation
from brandcluster.dossier.model.pilot.incidents import PeriodDeclaration
from brandcluster.dossier.model.pilot.training import TrainingEvent
from brandcluster.dossier.model.plan import FundItem
from brandcluster.formats.word.parts import ROW, TABLE, w
from brandcluster.formats.word.pictures import PlainPicture
from brandcluster.output.desk.make_one import Task, make_one
from brandcluster.papers.reports.data import as_data, belongs_to, year_span
from brandcluster.papers.reports.facts import report_facts
from brandcluster.papers.reports.figures import MAX_PICTURES, Shelf, funds_chart, indicator_charts, report_setting
from brandcluster.papers.reports.making import MadeReport, make_report
from brandcluster.papers.reports.report_list import REPORTS, report_named
from brandcluster.papers.stamp import is_untouched
from brandcluster.review.page.view import view_of
from brandcluster.rules.verdicts.condition import decide_conditions
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

DAY = date(2016, 7, 15)
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"


def one(
    dossier: Dossier, name: str, year: int | None = None, day: date | None = None, *, draft: bool = False
) -> MadeReport:
    report = report_named(name)
    assert report is not None
    return make_report(dossier, report, year, day, draft=draft)


def content_of(made: MadeReport) -> bytes:
    assert made.content is not None, made.problems
    return made.content


def walk(content: bytes) -> Iterator[tuple[str, bool]]:
    """Every paragraph with whether it stands in a table, in the order of the page; read by another library."""
    document = docx.Document(io.BytesIO(content))
    for item in document.element.body.iter(w("p")):
        inside = any(parent.tag == TABLE for parent in item.iterancestors())
        yield "".join(text.text or "" for text in item.iter(w("t"))), inside


def words(made: MadeReport) -> str:
    return "\n".join(text for text, _ in walk(content_of(made)))


@pytest.fixture(scope="module")
def lanting() -> Dossier:
    return load_dossier(EXAMPLES / "lanting")


@pytest.fixture(scope="module")
def made(lanting: Dossier) -> dict[str, MadeReport]:
    return {report.name: make_report(lanting, report, None, None, draft=False) for report in REPORTS}


# ---- files that Word opens ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [report.name for report in REPORTS])
@pytest.mark.part(5)
def test_reports_of_the_example_are_valid(made: dict[str, MadeReport], name: str, tmp_path: Path) -> None:
    content = content_of(made[name])
    assert lint(content) == []
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@pytest.mark.parametrize("name", [report.name for report in REPORTS])
@pytest.mark.parametrize("example", ["qingshiling", "incomplete"])
@pytest.mark.part(5)
def test_reports_of_a_dossier_with_gaps(name: str, example: str) -> None:
    found = one(load_dossier(EXAMPLES / example), name, draft=True)
    assert lint(content_of(found)) == []
    assert found.gaps


@pytest.mark.parametrize("name", [report.name for report in REPORTS])
def test_a_dossier_of_nothing_is_a_report_of_nothing(name: str, tmp_path: Path) -> None:
    assert [each.code for each in one(Dossier(tmp_path), name).problems] == ["F030"]
    found = one(Dossier(tmp_path), name, 2015, DAY)
    assert lint(content_of(found)) == [] and found.gaps


def test_same_dossier_same_bytes(made: dict[str, MadeReport], lanting: Dossier) -> None:
    again = {
        report.name: make_report(load_dossier(EXAMPLES / "lanting"), report, None, None, draft=False)
        for report in REPORTS
    }
    assert {name: each.content for name, each in made.items()} == {name: each.content for name, each in again.items()}


@pytest.mark.long
def test_bytes_do_not_hang_on_the_machine(made: dict[str, MadeReport]) -> None:
    program = (
        "import sys,pathlib,hashlib;from brandcluster.dossier.load import load_dossier;from brandcluster.papers.reports.report_list import *;from brandcluster.papers.reports.making import *;"
        f"d=load_dossier(pathlib.Path({str(EXAMPLES / 'lanting')!r}));"
        "print(hashlib.sha256(make_report(d,report_named('evaluation'),None,None,draft=False).content).hexdigest())"
    )
    import hashlib

    result = subprocess.run(
        [sys.executable, "-c", program],
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONHASHSEED": "77",
            "TZ": "America/New_York",
            "LC_ALL": "C",
            "PATH": "",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == hashlib.sha256(content_of(made["evaluation"])).hexdigest()


def test_the_base_is_what_the_script_builds() -> None:
    import build_report_base  # type: ignore[import-not-found,unused-ignore]  # from scripts/

    there = parts_of((ROOT / "templates" / "reports" / "report.docx").read_bytes())
    assert dict(build_report_base.base()) == there


def test_rows_stay_whole_and_heads_are_repeated(made: dict[str, MadeReport]) -> None:
    root = etree.fromstring(parts_of(content_of(made["zone-application"]))["word/document.xml"])
    for table in root.iter(TABLE):
        rows = list(table.iterfind(ROW))
        borders = table.find(f"{w('tblPr')}/{w('tblBorders')}/{w('top')}").get(w("val"))
        if borders != "nil":
            assert rows[0].find(f"{w('trPr')}/{w('tblHeader')}") is not None
        assert rows[0].find(f"{w('trPr')}/{w('cantSplit')}") is not None
        for row in rows:  # a low row stays whole; a high one would leave too much of a page empty
            highest = max(len("".join(text.text or "" for text in cell.iter(w("t")))) for cell in row.iter(w("tc")))
            whole = row.find(f"{w('trPr')}/{w('cantSplit')}") is not None
            assert whole or highest > 60


def test_page_numbers_and_the_title_on_every_page(made: dict[str, MadeReport]) -> None:
    parts = parts_of(content_of(made["summary"]))
    for name in ("header1", "header2"):
        assert "兰汀县产业集群区域品牌建设试点2015年度工作总结报告" in parts[f"word/{name}.xml"].decode()
    assert all(b" PAGE " in parts[f"word/{name}.xml"] for name in ("footer1", "footer2"))
    assert "2015年度工作总结报告" in parts["docProps/core.xml"].decode()


def test_a_draft_says_so_on_every_page(lanting: Dossier) -> None:
    content = content_of(one(lanting, "improvement", draft=True))
    assert lint(content) == []
    headers = [data.decode() for name, data in parts_of(content).items() if name.startswith("word/header")]
    assert len(headers) >= 3 and all("草稿" in each for each in headers)


# ---- what they say -----------------------------------------------------------------------------------------------


def test_figures_are_those_of_the_statistics(made: dict[str, MadeReport], lanting: Dossier) -> None:
    text = words(made["evaluation"])
    for figure in ("28.40", "23.43", "+2.99", "36.90"):
        assert figure in text
    charts = [
        data
        for name, data in parts_of(content_of(made["evaluation"])).items()
        if "charts/chart" in name and name.endswith(".xml")
    ]
    assert len(charts) == 11, "five an industry, and the radar"
    drawn = " ".join(etree.fromstring(each).xpath("string()") for each in charts)
    assert all(figure in drawn for figure in ("28.40", "23.43", "36.90"))


def test_the_yearly_summary_holds_every_clause(lanting: Dossier) -> None:
    assert report_facts(lanting, 2015, DAY, Shelf())["条款"] == []
    rows = report_facts(lanting, 2015, DAY, Shelf(), clauses=True)["条款"]
    assert len(rows) == 91
    [body] = [row for row in rows if row["内容"] == "申报主体"]
    assert body["状态"] == "还需有人认定（程序核对的部分符合）"
    assert body["认定"] == "还需有人认定：是否“具有明显产业聚集特征”"
    [nation] = [row for row in rows if row["内容"] == "全国示范区的目标"]
    assert nation["状态"] == "还需有人认定"


def test_the_application_puts_plan_against_done_first_then_each_condition(
    made: dict[str, MadeReport], lanting: Dossier
) -> None:
    text = words(made["zone-application"])
    plan, conditions = text.index("一、方案完成情况"), text.index("二、示范区条件的逐条说明")
    assert plan < conditions
    assert lanting.plan is not None
    for project in lanting.plan.projects:
        assert plan < text.index(project.name or "?") < conditions
    verdicts = decide_conditions(lanting, CONDITIONS, DAY)
    data = report_facts(lanting, 2015, DAY, Shelf())
    shown = [(each["产业"], each["结论"]) for condition in data["条件"] for each in condition["判定"]]
    known = {"met": "符合", "not_met": "不符合", "unknown": "无法判定", "not_applicable": "不适用"}
    assert shown == [(each.industry or "全区域", known[each.value]) for each in verdicts]
    assert len(data["条件"]) == 13
    for condition in data["条件"]:
        assert condition["条件"] in text[conditions:] and condition["原文"] in text[conditions:]
        assert all(each["证明"] for each in condition["判定"]), "each condition with its evidence"
    assert "若获授予，名称为：产业集群区域品牌建设示范区（阀门产业）" in text and "已达到" not in text


def test_every_document_cited_has_a_number_and_is_listed(made: dict[str, MadeReport], lanting: Dossier) -> None:
    text = words(made["zone-application"])
    listed = dict(re.findall(r"(附件\d+)\n(evidence/\S+)", text[text.index("附件目录") :]))
    cited = set(re.findall(r"附件\d+", text[: text.rindex("附件目录")]))
    assert cited <= listed.keys() and len(listed) == len(set(listed.values()))
    assert all((lanting.root / path).is_file() for path in listed.values())


def test_what_only_people_can_judge_stays_open(tmp_path: Path) -> None:
    region = tmp_path / "r"
    shutil.copytree(EXAMPLES / "lanting", region)
    (region / "judgements.yaml").unlink()
    data = report_facts(load_dossier(region), 2015, DAY, Shelf())
    by_name = {each["条件"]: each["判定"] for each in data["条件"]}
    assert {each["结论"] for each in by_name["质量品牌提升活动"]} == {"无法判定"}
    assert any("还需有人认定" in gap for each in by_name["质量品牌提升活动"] for gap in each["缺"])
    assert data["结论"]["名称"] is None
    assert "若获授予" not in words(one(load_dossier(region), "zone-application"))


def test_places_to_fill_in_are_listed_and_highlighted() -> None:
    found = one(load_dossier(EXAMPLES / "qingshiling"), "summary")
    root = etree.fromstring(parts_of(content_of(found))["word/document.xml"])
    marked = [
        "".join(run.itertext()) for run in root.iter(w("r")) if run.find(f"{w('rPr')}/{w('highlight')}") is not None
    ]
    assert [text.strip("【】") for text in marked] == [gap.asked for gap in found.gaps]
    assert (found.gaps[2].heading, found.gaps[-1].heading) == ("二、主要成效", "落款")


def test_the_example_lacks_nothing_that_is_not_really_missing(made: dict[str, MadeReport]) -> None:
    gaps = {name: [each.asked for each in report.gaps] for name, report in made.items()}
    assert gaps == {
        "summary": [],
        "evaluation": [],
        "zone-application": [],
        "improvement": ["请填写：日期"],
        "re-review": ["请填写：日期"],
    }


# ---- days and years ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2015-12-30", "未到期"),
        ("2015-12-31", "未到期"),
        ("2016-01-01", "逾期未完成"),
        ("2016-02-29", "已完成（逾期）"),
    ],
)
def test_a_measure_is_overdue_the_day_after(day: str, state: str) -> None:
    evaluation = Evaluation.model_validate(
        {
            "年份": 2014,
            "评价日期": "2015-05-18",
            "改进措施": [{"措施": "甲", "完成期限": "2015-12-31", "完成日期": "2016-02-29"}],
        }
    )
    found = report_facts(Dossier(Path(), evaluations={2014: evaluation}), 2015, date.fromisoformat(day), Shelf())
    assert [each["状态"] for each in found["措施"]] == [state]


@pytest.mark.parametrize(("done", "state"), [("2015-12-31", "已完成"), ("2016-01-01", "已完成（逾期）")])
def test_a_measure_done_on_its_day_is_in_time(done: str, state: str) -> None:
    evaluation = Evaluation.model_validate(
        {"年份": 2014, "改进措施": [{"措施": "甲", "完成期限": "2015-12-31", "完成日期": done}]}
    )
    found = report_facts(Dossier(Path(), evaluations={2014: evaluation}), 2015, DAY, Shelf())
    assert [each["状态"] for each in found["措施"]] == [state]


@pytest.mark.parametrize(
    ("day", "year", "inside"),
    [
        *(
            ("2014-12-31", 2014, True),
            ("2014-12-31", 2015, False),
            ("2015-01-01", 2015, True),
            ("2015-01-01", 2014, False),
        ),
        *(("2016-02-29", 2016, True), ("2016-07-15", 2016, True), ("2016-07-16", 2016, False)),
    ],
)
def test_a_record_belongs_to_the_year_of_its_day(day: str, year: int, inside: bool) -> None:
    event = TrainingEvent.model_validate({"名称": "班", "日期": day})
    assert belongs_to(event, year_span(year, DAY)) == inside


@pytest.mark.parametrize(
    ("start_day", "end", "years"),
    [
        ("2014-11-01", "2015-11-27", [2014, 2015]),
        ("2014-11-01", None, [2014, 2015, 2016]),
        ("2015-01-01", "2015-12-31", [2015]),
    ],
)
def test_an_activity_belongs_to_every_year_it_runs_in(start_day: str, end: str | None, years: list[int]) -> None:
    activity = Activity.model_validate({"名称": "动", "开始日期": start_day, "完成日期": end})
    assert [year for year in (2013, 2014, 2015, 2016) if belongs_to(activity, year_span(year, DAY))] == years


def test_what_names_a_year_belongs_to_it_and_what_names_nothing_always() -> None:
    assert belongs_to(FundItem.model_validate({"年份": 2015}), year_span(2015, DAY))
    assert not belongs_to(FundItem.model_validate({"年份": 2015}), year_span(2014, DAY))
    assert belongs_to(TrainingEvent.model_validate({"名称": "班"}), year_span(1990, DAY))


def test_plain_data_holds_nothing_of_ours(lanting: Dossier) -> None:
    allowed: tuple[Any, ...] = (dict, list, str, int, bool, type(None))
    waiting: list[Any] = [report_facts(lanting, 2015, DAY, Shelf())]
    while waiting:
        value = waiting.pop()
        assert type(value) in allowed, value
        waiting += list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def test_months_and_days_are_told_apart(lanting: Dossier) -> None:
    assert as_data(lanting.header, lanting)["试点周期"] == {"开始": "2014年7月", "结束": "2016年6月"}
    approval = Approval.model_validate({"批复日期": "2014-06-01"})
    assert as_data(approval, lanting)["批复日期"] == "2014年6月1日"


@pytest.mark.parametrize(
    ("name", "year", "refused"),
    [
        *(("summary", 2013, True), ("summary", 2014, False), ("summary", 2016, False), ("summary", 2017, True)),
        *(("evaluation", 2013, True), ("evaluation", 2014, False), ("improvement", 2013, True)),
        *(("improvement", 2099, True), ("zone-application", 2017, True), ("re-review", 2016, False)),
    ],
)
@pytest.mark.part(4)
def test_there_is_no_report_from_outside_the_pilot_and_its_records(
    lanting: Dossier, name: str, year: int, refused: bool
) -> None:
    found = one(lanting, name, year)
    assert ([each.code for each in found.problems] == ["F030"]) == refused == (found.content is None)


def test_a_summary_knows_nothing_of_later_years(lanting: Dossier) -> None:
    text = words(one(lanting, "summary", 2014))
    assert (
        "截至2014年12月31日" in text
        and "2016年" not in text.replace("2014年7月至2016年6月", "").split("四、工作项目进展")[0]
    )
    assert "第一期品牌经理班" in text and "第二期品牌经理班" not in text


# ---- re-review ----------------------------------------------------------------------------------------------------


DESIGNATED = """授予:
  授予日期: 2016-11-20
  文号: 工信部科函〔2016〕9009号
  名称: 产业集群区域品牌建设示范区+阀门产业
  主导产业: [阀门]
复审:
  - 申请日期: 2019-10-10
    前三年总结:
      - {年份: 2016, 文件: evidence/summary-2014.md}
      - {年份: 2017, 文件: evidence/summary-2014.md}
%s    未来三年工作方案: {起始年份: 2020, 结束年份: 2022, 文件: evidence/summary-2015.md}
"""


@pytest.mark.parametrize("complete", [True, False])
def test_a_re_review_is_complete_or_says_what_is_missing(tmp_path: Path, complete: bool) -> None:
    region = tmp_path / "r"
    shutil.copytree(EXAMPLES / "lanting", region)
    third = "      - {年份: 2018, 文件: evidence/summary-2015.md}\n" if complete else ""
    (region / "pilot/zone.yaml").write_text(DESIGNATED % third, encoding="utf-8")
    found = one(load_dossier(region), "re-review")
    text = words(found)
    assert "有效期至2019年11月20日" in text
    assert ("前三年的总结和未来三年的工作方案齐全" in text) == complete
    assert ("还缺：2018 年的总结" in text) != complete
    assert ("请填写：这一年的总结" in [gap.asked for gap in found.gaps]) != complete


def kept(item: Any) -> bool:
    return item.find(f"{w('pPr')}/{w('keepNext')}") is not None


@pytest.mark.parametrize("name", ["summary", "evaluation", "improvement", "zone-application"])
def test_what_belongs_together_stands_on_one_page(made: dict[str, MadeReport], name: str) -> None:
    body = etree.fromstring(parts_of(content_of(made[name]))["word/document.xml"])[0]
    items = [item for item in body if item.tag in (TABLE, w("p"))]
    signed = [style(item) == "ReportSignature" for item in items]
    for before, after, below in zip(items, items[1:], signed[1:], strict=False):
        if before.tag == TABLE:
            continue
        words = "".join(text.text or "" for text in before.iter(w("t")))
        assert kept(before) or not below, words
        # LibreOffice 7.4 leaves the heading of a longer text behind when that text is kept with a table.
        assert kept(before) or after.tag != TABLE or not words or len(words) > 40, words
    for table in (each for each in items if each.tag == TABLE and each.find(f".//{w('tblHeader')}") is not None):
        head, *rows = table.iterfind(ROW)
        assert all(map(kept, head.iter(w("p")))) and not any(
            kept(each) for row in rows[:-1] for each in row.iter(w("p"))
        )


def style(item: Any) -> str | None:
    found = item.find(f"{w('pPr')}/{w('pStyle')}")
    return None if found is None else str(found.get(w("val")))


def test_a_new_page_may_begin_with_what_stays_together(region: Path, tmp_path: Path) -> None:
    own(
        region,
        "# 题\n---\n（一）标题\n| 甲（%） |\n|---|\n| 乙 |\n---\n## 二级\n### 三级\n| 甲 |\n|---|\n\n> 落款\n> 日期",
    )
    content = content_of(one(load_dossier(region), "summary"))
    assert lint(content) == []
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_the_evidence_of_a_rise_is_of_both_years(made: dict[str, MadeReport], lanting: Dossier) -> None:
    found = report_facts(lanting, 2015, DAY, Shelf())
    (rise,) = [each for each in found["条件"] if each["条件"] == "工业增加值率提高"]
    for judged in rise["判定"]:
        assert {"evidence/statistics-2013.md", "evidence/statistics-2015.md"} <= set(judged["证明"])


@pytest.mark.parametrize(("amount", "shown"), [("520", "0"), ("520.5", "0.0"), ("520.25", "0.00")])
def test_funds_are_drawn_with_the_digits_of_the_table(amount: str, shown: str) -> None:
    rows = [{"年份": 2014, "计划": amount, "到位": "0"}]
    (chart,) = funds_chart(rows)
    assert f"{0:.{chart.decimals}f}" == shown and chart.series[0].values == (Decimal(amount),)


# ---- templates of a dossier's own ----------------------------------------------------------------------------------


@pytest.fixture
def region(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "lanting", tmp_path / "r")
    return tmp_path / "r"


def own(region: Path, text: str | bytes, name: str = "summary") -> None:
    path = region / "templates/reports" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


def test_a_template_of_ones_own_is_used(region: Path) -> None:
    own(region, "# 我们的总结\r\n\r\n{{ 申报.区域名称 }}\r\n{{ 产业[0].图 }}\r\n")
    assert start(["render", str(region), "--report", "summary", "-o", str(region / "o")]) == 0
    content = (region / "o/年度总结报告-2015.docx").read_bytes()
    assert [text for text, _ in walk(content) if text] == ["我们的总结", "兰汀县"]
    assert is_untouched(content)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一\n二\n{{ ''.__class__ }}", 3),
        ("{% include '../../dossier.yaml' %}", 1),
        ("\n{% for 甲 in 项目 %}", 2),
        ("{% for 甲 in 条件 %}" * 9 + "{% endfor %}" * 9, 1),
        (b"\xff\xfe\x00", 1),
        ("字" * 500_000, 1),
    ],
    ids=["class", "include", "open", "loops", "bytes", "long"],
)
@pytest.mark.part(3)
def test_a_bad_template_is_refused_with_its_line(
    region: Path, text: Any, line: int, capsys: pytest.CaptureFixture[str]
) -> None:
    own(region, text)
    assert start(["render", str(region), "--report", "summary", "-o", str(region / "o")]) == 1
    said = capsys.readouterr().err
    assert f"templates/reports/summary.md:{line}:1" in said and "F030" in said
    assert not (region / "o").exists()


def test_a_template_outside_the_folder_is_not_read(region: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# 秘密\n", encoding="utf-8")
    own(region, "x")
    path = region / "templates/reports/summary.md"
    path.unlink()
    path.symlink_to(tmp_path / "secret.md")
    assert [each.code for each in one(load_dossier(region), "summary").problems] == ["F030"]


def test_hostile_values_stay_text(region: Path) -> None:
    path = region / "pilot/summaries.yaml"
    hostile = "# 题\\n---\\n{{ 7*7 }} {% raw %} <w:p/> | a | =1+1 \\uFDD21\\uFDD3 "
    text = path.read_text(encoding="utf-8").replace(
        "提交对象: 工业和信息化部科技司（经浙江省经济和信息化委员会）", f'提交对象: "{hostile}"'
    )
    path.write_text(text, encoding="utf-8")
    own(region, "# 总结\n{% for 结 in 总结.年度总结 %}\n{{ 结.提交对象 }}\n{% endfor %}")
    found = [text for text, _ in walk(content_of(one(load_dossier(region), "summary"))) if text]
    assert found[:3] == ["总结", "# 题", "---"]
    assert found[3].startswith("{{ 7*7 }} {% raw %} <w:p/> | a | =1+1")


@pytest.mark.long
def test_an_edited_report_is_not_overwritten(region: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["render", str(region), "--report", "improvement", "-o", str(region / "o")]
    assert start(arguments) == 0
    assert "1 处要人填写" in capsys.readouterr().err
    path = region / "o/改进计划-2015.docx"
    document = docx.Document(str(path))
    document.add_paragraph("人写的")
    document.save(str(path))
    edited = path.read_bytes()
    assert start(arguments) == 1 and path.read_bytes() == edited
    assert start([*arguments, "--overwrite"]) == 0 and path.read_bytes() != edited


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--report", "nothing"], ["--year", "2015"], ["--date", "2016-07-15"]),
        *(["--report", "summary", "--form", "application"], ["--report", "summary", "--package"]),
        *(["--report", "summary", "--year", "15"], ["--report", "summary", "--date", "2016-02-30"]),
    ],
)
def test_wrong_calls(region: Path, arguments: list[str]) -> None:
    assert start(["render", str(region), *arguments]) == 2


@pytest.mark.long
def test_a_dossier_with_errors_is_refused_unless_a_draft(region: Path) -> None:
    (region / "pilot/training.yaml").write_text("培训: 3\n", encoding="utf-8")
    arguments = ["render", str(region), "--report", "all", "-o", str(region / "o")]
    assert start(arguments) == 1 and not (region / "o").exists()
    assert start([*arguments, "--draft"]) == 0 and len(list((region / "o").iterdir())) == len(REPORTS)


def test_the_scores_stand_in_the_evaluation_report(made: dict[str, MadeReport]) -> None:
    rows = [
        [cell.text for cell in row.cells]
        for table in docx.Document(io.BytesIO(content_of(made["evaluation"]))).tables
        for row in table.rows
    ]
    assert ["纺织机械", "95"] in rows and ["合计", "87"] in rows
    assert ["新产品产值率", "23.43", "24", "22.2", "80", "25", "20"] in rows
    assert Decimal("0.25") * 80 == 20
    assert "两年的得分不能直接相比" in words(made["evaluation"])


def test_the_baseline_is_not_held_against_itself(lanting: Dossier) -> None:
    rows = report_facts(lanting, 2013, DAY, Shelf())["产业"][0]["指标"]
    assert {(row["比基期"], row["达到条件"]) for row in rows} == {(None, None)}


def test_conditions_are_reached_exactly_at_their_level(lanting: Dossier) -> None:
    rows = {row["指标"]: row for row in report_facts(lanting, 2015, DAY, Shelf())["产业"][1]["指标"]}
    assert rows["新产品产值率"]["达到条件"] is False and rows["新产品产值率"]["本年"] < rows["新产品产值率"]["条件水平"]
    assert rows["工业增加值率"]["达到条件"] is True


@pytest.mark.parametrize(("left", "widest"), [("", 76), ("页边距:\n  左: 60\n  右: 40\n", 53)])
def test_charts_fit_between_the_margins_of_the_region(region: Path, left: str, widest: int) -> None:
    (region / "style.yaml").write_text(left or "字体:\n  正文: 仿宋\n", encoding="utf-8")
    content = content_of(one(load_dossier(region), "evaluation"))
    assert lint(content) == []
    root = etree.fromstring(parts_of(content)["word/document.xml"])
    widths = {int(item.get("cx")) // 36_000 for item in root.iter() if str(item.tag).endswith("}extent")}
    assert min(widths) == widest and max(widths) <= 156


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "outside"])
@pytest.mark.part(4)
def test_a_template_that_is_no_file_of_the_folder_is_refused_at_once(forks: Forks, region: Path, kind: str) -> None:
    path = region / "templates/reports/summary.md"
    path.parent.mkdir(parents=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "device" else "/etc/hostname")
    ended = forks(("render", region, "--report", "summary", "-o", region / "o"), None, 30)
    assert ended.code == 1 and "F030" in ended.errors and not (region / "o").exists()


@pytest.mark.parametrize(("day", "known"), [("2015-12-31", True), ("2016-01-01", False)])
def test_a_declaration_is_known_from_its_date(day: str, known: bool) -> None:
    declared = PeriodDeclaration.model_validate({"起": "2014-06-20", "止": "2015-12-31", "日期": day})
    assert belongs_to(declared, year_span(2015, DAY)) == known


def test_a_target_stands_at_the_same_date_as_on_the_page(lanting: Dossier) -> None:
    """On the page a yearly figure stands in the middle of its year; the axis of a chart in Word names that place."""
    row = make_one(Task("lanting", "lanting", EXAMPLES / "lanting", DAY)).row
    page = view_of(lanting, row, DAY)
    against = report_setting(lanting, DAY)
    for industry, shown in zip(lanting.industry_names, page.industries, strict=True):
        charts = indicator_charts(lanting, industry, [2013, 2014, 2015], against)
        for chart, drawn in zip(charts, shown.charts, strict=True):
            first, aims = chart.series[0], chart.series[1]
            assert len(aims.values) == len(drawn.targets) == 2 and len(first.values) == len(drawn.points) == 3
            scale = (Decimal(drawn.points[2].x) - Decimal(drawn.points[0].x)) / 2
            for moment, mark in zip(chart.moments[aims.first :], drawn.targets, strict=False):
                assert abs(Decimal(drawn.points[0].x) + (moment - 2013) * scale - Decimal(mark.x)) < 1


def test_where_there_is_no_year_to_draw_there_is_no_chart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a year before the baseline and a plan that is not there: the zone's condition alone is no chart."""
    region = shutil.copytree(EXAMPLES / "lanting", tmp_path / "lanting", ignore=shutil.ignore_patterns("application"))
    dossier, day = load_dossier(region), date(2014, 4, 18)
    against = report_setting(dossier, day)
    assert against.bounds and indicator_charts(dossier, dossier.industry_names[0], [], against) == []
    assert start(f"render {region} --report all --year 2012 --draft --date {day} -o {tmp_path / 'o'}".split()) == 1
    assert "F030" in (told := capsys.readouterr().err) and told.endswith("草稿也没有生成。改好后再生成。\n")


# ---- pictures ----------------------------------------------------------------------------------------------------


def with_pictures(tmp_path: Path, pictures: dict[str, bytes], names: list[str]) -> Dossier:
    """The example, the first activities of whose records name pictures."""
    region = tmp_path / "lanting"
    shutil.copytree(EXAMPLES / "lanting", region)
    for name, content in pictures.items():
        (region / "evidence" / name).write_bytes(content)
    path = region / "pilot" / "activities.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in zip(re.findall(r"文件: (evidence/activity-[^\s]*-2015\.md)", text), names, strict=False):
        text = text.replace(old, f"evidence/{new}")
    path.write_text(text, encoding="utf-8")
    return load_dossier(region)


@pytest.mark.long
def test_photographs_of_activities_and_scans_stand_in_the_reports(tmp_path: Path) -> None:
    wrong = b"<svg/>"
    pictures = {"a.png": png(400, 300), "b.JPG": whole_jpeg(300, 400), "bomb.png": png(50_000, 50_000), "c.jpg": wrong}
    found = with_pictures(tmp_path, pictures, [*pictures, "gone.png"])
    made = one(found, "summary", 2015)
    content = content_of(made)
    assert content == content_of(one(found, "summary", 2015)) and lint(content) == []
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    media = [name for name in parts_of(content) if name.startswith("word/media/")]
    assert len(media) == 2
    text = words(made)
    assert "图片有 50,000×50,000 个像素，太大" in text and "不是 PNG 或 JPEG 图片" in text
    assert "文件夹里没有这个文件" in text
    shown = docx.Document(io.BytesIO(content)).inline_shapes
    sizes = [(shape.width.mm, shape.height.mm) for shape in shown if shape._inline.find(f".//{PIC}pic") is not None]
    assert sizes and all(wide <= 156 and high <= 100 for wide, high in sizes)
    annexes = [name for name in parts_of(content_of(one(found, "zone-application"))) if name.startswith("word/media/")]
    assert annexes


def test_there_is_a_bound_to_the_pictures_of_a_report() -> None:
    shelf = Shelf()
    tokens = [shelf.put_picture(PlainPicture(b"x", 1, 1), str(number), 100) for number in range(MAX_PICTURES + 1)]
    assert None not in tokens[:-1] and tokens[-1] is None
    large = PlainPicture(bytes(40_000_000), 1, 1)
    shelf = Shelf()
    assert shelf.put_picture(large, "一", 100) is not None and shelf.put_picture(large, "二", 100) is None
