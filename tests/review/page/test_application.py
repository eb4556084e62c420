"""The application as it is read: answers in the form's order, what stands beside each, what changed since when."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from cases import EXAMPLES

from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.review.page.application import ReadApplication, ReadEntry, read_application
from brandcluster.review.remarks import RemarkAtPlace
from brandcluster.review.rows import Row, make_row
from brandcluster.rules.checks.all_checks import examine_dossier

from brandcluster.base.diagnostics import Location  # isort: skip

DAY = date(2014, 6, 1)


def remark(place: str, clause: str | None = None) -> RemarkAtPlace:
    return RemarkAtPlace(clause, place, "意见", "", Location("甲.yaml"), "张三", DAY)


def judged(path: Path) -> tuple[Dossier, Row]:
    dossier = load_dossier(path)
    return dossier, make_row("甲", "甲", dossier, examine_dossier(dossier), DAY)


def entry(reading: ReadApplication, title: str) -> ReadEntry:
    return next(each for section in reading.sections for each in section.entries if each.title == title)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> ReadApplication:
    """An example that was corrected since it was received the last time, with remarks."""
    path = tmp_path_factory.mktemp("reading") / "甲"
    shutil.copytree(EXAMPLES / "qingshiling", path)
    region, plan = path / "application" / "region.yaml", path / "application" / "plan.yaml"
    text = region.read_text(encoding="utf-8").replace("规划面积18.6平方公里", "规划面积20平方公里")
    region.write_text(text, encoding="utf-8")
    text = plan.read_text(encoding="utf-8")
    start = text.index("  - 名称: 区域品牌战略规划和形象设计")
    text = text[:start] + text[text.index("\n  - 名称:", start + 5) + 1 :]
    plan.write_text(text.replace("金额（万元）: 480", "金额（万元）: 580", 1), encoding="utf-8")
    year = path / "statistics" / "2013.yaml"
    text = year.read_text(encoding="utf-8").replace("工业增加值（万元）: 317950", "工业增加值（万元）: 327950")
    year.write_text(text, encoding="utf-8")
    dossier, row = judged(path)
    said = (
        remark("主导产业发展历程及当前在行业中的地位"),
        remark("不知道哪里"),
        remark("不知道哪里", "附件1 第二部分 六"),
    )
    return read_application(dossier, row, DAY, said, load_dossier(EXAMPLES / "qingshiling"))


def test_every_answer_is_read_in_the_order_of_the_form(reading: ReadApplication) -> None:
    titles = [section.title for section in reading.sections]
    wanted = [
        "区域、申报单位和联系人",
        "产业构成、地位、比重和独特性",
        "上一年度统计数据",
        "行业排名前三的企业",
        "试点工作思路",
        "工作目标",
    ]
    assert [title for title in titles if title in wanted] == wanted
    idents = [each.ident for section in reading.sections for each in section.entries]
    assert len(idents) == len(set(idents)) > 40


def test_each_part_that_the_form_asks_is_shown_where_it_is_answered(reading: ReadApplication) -> None:
    found = entry(reading, "试点工作思路")
    parts = {part.name: part for asked in found.asked for part in asked.parts}
    assert list(parts) == ["政府态度", "企业态度", "基本思路", "有利条件", "可能的困难", "相应措施"]
    place = parts["可能的困难"].place
    assert place is not None and parts["可能的困难"].line == 0
    assert "可能的困难" in found.lines[0].text[: place.end]
    funds = {part.name: part for asked in entry(reading, "可配套的政策、资金和措施等").asked for part in asked.parts}
    assert funds["资金的金额"].is_there  # perhaps by the table alone


def test_findings_conditions_documents_and_figures_stand_beside(reading: ReadApplication) -> None:
    assert any("总额" in found.message for found in entry(reading, "资金").findings)
    safety = entry(reading, "区域内近三年质量安全信誉等方面的情况")
    assert [each.verdict.clause for each in safety.conditions] == ["eligible-no-accidents"]
    assert {each.path for each in safety.evidence} >= {"evidence/declaration-safety.md"}
    assert all(each.is_there for each in safety.evidence)
    [share] = [
        each
        for each in entry(reading, "区域内产业构成说明").lines[0].figures
        if each.name == "2013 年特种陶瓷 主导产业占区域工业总产值比重"
    ]
    assert share.ratio is not None and share.value == "47.65"
    assert {place.path for place in share.sources} == {"statistics/2013.yaml"}


def test_what_changed_is_known_by_answer(reading: ReadApplication) -> None:
    assert reading.since == "上次收到的"
    text = entry(reading, "区域内产业构成说明").lines[0]
    assert text.before is not None and "18.6平方公里" in text.before and "20平方公里" in text.text
    assert entry(reading, "区域内近三年质量安全信誉等方面的情况").lines[0].before is None
    [amount] = [line for line in entry(reading, "资金").lines if line.before is not None]
    assert "金额（万元）：480" in (amount.before or "") and "金额（万元）：580" in amount.text
    gone = [text for section in reading.sections for text in section.gone]
    assert len(gone) == 1 and "区域品牌战略规划和形象设计" in gone[0]


def test_a_figure_that_changed_in_the_statistics_changed_in_the_text(reading: ReadApplication) -> None:
    line = entry(reading, "试点工作思路").lines[0]
    assert line.before is not None and "工业增加值率为26.84%" in line.before and "工业增加值率为27.68%" in line.text
    rate = next(each for each in entry(reading, "2013 年统计数据").lines if each.label == "工业增加值率")
    assert rate.before is not None and rate.before != rate.text


def test_a_remark_stands_beside_what_it_is_about(reading: ReadApplication) -> None:
    assert len(entry(reading, "主导产业发展历程及当前在行业中的地位").remarks) == 1
    assert len(entry(reading, "其他需要说明内容").remarks) == 1
    assert [each.place for each in reading.loose] == ["不知道哪里"]


@pytest.mark.long
def test_the_newest_seal_that_is_not_the_same_is_the_last_submission(tmp_path: Path) -> None:
    from brandcluster.cli.start import start

    path = tmp_path / "甲"
    shutil.copytree(EXAMPLES / "qingshiling", path)
    assert read_application(*judged(path), DAY).since == ""
    assert start(["seal", str(path), "--by", "张三", "--date", "2014-04-18"]) == 0
    assert "第 1 次" in read_application(*judged(path), DAY).since
    region = path / "application" / "region.yaml"
    region.write_text(region.read_text(encoding="utf-8").replace("18.6", "20"), encoding="utf-8")
    assert start(["seal", str(path), "--by", "张三", "--date", "2014-05-18", "--reason", "更正面积"]) == 0
    again = read_application(*judged(path), DAY)  # the second holds what is there now: what it corrected is the change
    assert "第 1 次" in again.since and "18.6" in (entry(again, "区域内产业构成说明").lines[0].before or "")


def test_what_could_not_be_read_is_said_and_keeps_its_findings(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "甲", ignore=shutil.ignore_patterns("plan.yaml"))
    (tmp_path / "甲" / "application" / "region.yaml").write_text("[1, 2\n", encoding="utf-8")
    found = read_application(*judged(tmp_path / "甲"), DAY)
    assert entry(found, "没有读到 application/region.yaml").findings
    assert entry(found, "没有读到 application/plan.yaml").findings
