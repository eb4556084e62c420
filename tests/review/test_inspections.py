"""The yearly inspection: what its sheet says was promised, the result from a filled one, and its record."""

from __future__ import annotations

import re
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from cases import BASE, EXAMPLES
from inspected_sheets import filled_inspection

from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier
from brandcluster.output.desk.inspection_papers import announcement_word, result_word, sheet_word
from brandcluster.output.desk.make_one import MadePapers, Task, make_one
from brandcluster.review.inspected import Inspected, read_inspected
from brandcluster.review.inspections import InspectionSheet, inspection_sheet
from brandcluster.review.letters import LetterHead
from brandcluster.review.rows import Row
from brandcluster.rules.verdicts.yearly_duties import inspections_held

LANTING, ZONE = EXAMPLES / "lanting", BASE.parent / "zone"
DAY = date(2015, 9, 1)
HEAD = LetterHead("浙江省经济和信息化委员会", date(2015, 9, 8))
RESULT = {"检查日期": "２０１５年９月１０日", "检查结论": "进度与方案相符。\n资金到位偏慢"}
DEMANDS = (("企业自筹资金到位偏少，补齐", "县经济和信息化局", "2015年12月31日"),)


def sheet_of(path: Path, day: date) -> InspectionSheet | str:
    dossier = load_dossier(path)
    header = dossier.header
    row = Row("甲", "甲", region=header.region_name or "", applicant=header.applicant or "", edition="miit-2014-102")
    return inspection_sheet(dossier, row, day)


@pytest.fixture(scope="module")
def lanting() -> InspectionSheet:
    found = sheet_of(LANTING, DAY)
    assert isinstance(found, InspectionSheet)
    return found


@pytest.fixture(scope="module")
def zone() -> InspectionSheet:
    found = sheet_of(ZONE, DAY)
    assert isinstance(found, InspectionSheet)
    return found


@pytest.fixture(scope="module")
def blank(zone: InspectionSheet) -> bytes:
    return sheet_word(zone, HEAD)


def papers(path: Path, filled: bytes | None = None) -> MadePapers:
    return make_one(Task("甲", "甲", path, DAY, inspection=HEAD, inspected=filled)).inspection


def text_of(content: bytes) -> str:
    return "\n".join(each.text for each in docx.Document(BytesIO(content)).paragraphs)


def test_the_sheet_has_what_the_sealed_plan_promised_for_the_year(lanting: InspectionSheet) -> None:
    found = lanting
    assert (found.year.number, found.basis[:5]) == (2, "第 1 次")
    kinds = [each.kind for each in found.items]
    assert list(dict.fromkeys(kinds)) == [
        "工作项目",
        "项目目标",
        "关键指标",
        "资金",
        "年度评价",
        "年度总结",
        "整改要求",
        "质量安全信誉",
    ]
    assert all(each.promised.startswith("第二阶段") for each in found.items if each.kind in ("项目目标", "关键指标"))
    assert all(each.cite for each in found.items)
    money = next(each for each in found.items if each.what == "2015年 县财政")
    assert (money.promised, money.recorded) == ("860万元", "到位688万元")
    assert next(each.recorded for each in found.items if each.what.endswith("检查提出的")) == "没有完成的记录"
    assert "没有记录不等于没有发生" in found.items[-1].recorded


def test_the_year_is_the_one_that_an_inspection_now_counts_for(tmp_path: Path) -> None:
    home = tmp_path / "区"
    shutil.copytree(LANTING, home)
    (home / "pilot" / "supervision.yaml").write_text("监督检查: []\n", encoding="utf-8")
    first = sheet_of(home, DAY)  # nobody looked at the first year yet
    assert isinstance(first, InspectionSheet) and first.year.number == 1
    assert any(each.promised.startswith("第一阶段") for each in first.items)
    twice = "".join(
        f"  - {{日期: 2015-0{month}-25, 类型: 年度监督检查, 检查单位: 省厅, 结论: 好, 文件: evidence/review-2014.md}}\n"
        for month in (7, 8)
    )
    (home / "pilot" / "supervision.yaml").write_text(f"监督检查:\n{twice}", encoding="utf-8")
    again = sheet_of(home, DAY)
    assert isinstance(again, InspectionSheet) and "不多算一年" in "".join(again.notes)


def test_no_pilot_no_inspection_and_a_broken_seal_is_said(tmp_path: Path) -> None:
    assert sheet_of(BASE, DAY) == ""
    home = tmp_path / "区"
    shutil.copytree(LANTING, home)
    plan = home / "sealed" / "1" / "files" / "application" / "plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("860", "861", 1), encoding="utf-8")
    assert "封存的试点工作方案改动过" in str(sheet_of(home, DAY))


def test_the_announcement_leaves_open_what_people_decide(lanting: InspectionSheet) -> None:
    text = text_of(announcement_word(lanting, HEAD))
    assert "三（六）“工业和信息化部委托省级工业和信息化主管部门对试点区域开展年度监督检查”" in text
    assert "定于　　　　年　　月　　日" in text and "请于2015年9月8日前" in text
    assert not re.search(r"\.ya?ml|brandcluster|evidence/|statistics/", text)


def test_a_filled_sheet_is_read_and_its_result_repeats_the_words(blank: bytes) -> None:
    filled = filled_inspection(blank, RESULT, DEMANDS, {1: "查阅证明材料，与记录一致"})
    read = read_inspected(filled)
    assert not isinstance(read, str)
    assert (read.day, read.body, read.lacking) == (date(2015, 9, 10), HEAD.issuer, ())
    assert [each.due for each in read.demands] == [date(2015, 12, 31)]
    made = papers(ZONE, filled)
    assert [name for name, _ in made.files] == ["监督检查意见.docx"]
    text = text_of(made.files[0][1])
    assert "进度与方案相符。" in text and "查阅证明材料，与记录一致。" in text
    assert "第 2至" in text and "检查组没有填写检查情况，不作结论" in text
    assert "1. 企业自筹资金到位偏少，补齐。责任单位：县经济和信息化局。完成期限：2015年12月31日。" in text


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_what_is_no_sheet_is_said(content: bytes) -> None:
    assert isinstance(read_inspected(content), str)


def test_both_papers_are_made_and_a_sheet_that_cannot_be_read_makes_none() -> None:
    assert [name for name, _ in papers(ZONE).files] == ["监督检查通知.docx", "年度监督检查表.docx"]
    assert papers(ZONE, b"x") == MadePapers((), papers(ZONE, b"x").said)
    assert papers(ZONE, b"x").said.startswith("的检查表没有读")
    assert papers(BASE) == MadePapers()


def test_what_is_not_filled_in_is_named(blank: bytes, zone: InspectionSheet) -> None:
    empty = read_inspected(filled_inspection(blank, {}, (("补齐", "", "年底"),)))
    assert isinstance(empty, Inspected)
    assert empty.lacking == ("检查日期", "检查结论", "整改要求“补齐”的完成期限")
    assert "（检查组没有填写）" in text_of(result_word(zone, empty))


EARLIER = """\
监督检查:  # 省里的
  - {日期: 2015-06-25, 类型: 年度监督检查, 检查单位: 省厅, 结论: 好, 文件: evidence/a.txt}
"""


@pytest.fixture
def pilot(tmp_path: Path, blank: bytes) -> Path:
    home = tmp_path / "区"
    shutil.copytree(ZONE, home)
    (home / "pilot" / "supervision.yaml").write_text(EARLIER, encoding="utf-8")
    (tmp_path / "表.docx").write_bytes(filled_inspection(blank, RESULT, DEMANDS))
    return home


def inspect(home: Path, *more: str) -> int:
    return start(["inspection", str(home.parent / "表.docx"), str(home), "--date", "2015-09-20", *more])


def test_the_result_is_recorded_once_and_counted(pilot: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (pilot.parent / "意见.pdf").write_bytes(b"%PDF-1.4 sealed")
    before = (pilot / "pilot" / "supervision.yaml").read_text(encoding="utf-8")
    assert inspect(pilot, "--dry-run") == 0
    assert (pilot / "pilot" / "supervision.yaml").read_text(encoding="utf-8") == before
    assert inspect(pilot, "--document", str(pilot.parent / "意见.pdf")) == 0
    assert "计入第 2 年" in capfd.readouterr().out
    after = (pilot / "pilot" / "supervision.yaml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    dossier = load_dossier(pilot)
    held = dossier.supervision.inspections[-1]
    assert (held.date, held.kind, held.document) == (date(2015, 9, 10), "年度监督检查", "evidence/意见.pdf")
    assert held.conclusion == "进度与方案相符。资金到位偏慢"
    (verdict,) = inspections_held(dossier, date(2015, 9, 20))
    assert "监督检查 2 次，整改要求 1 条" in verdict.message
    assert inspect(pilot) == 0 and "早就记在" in capfd.readouterr().out
    assert len(load_dossier(pilot).supervision.inspections) == 2


def test_a_first_inspection_makes_the_file(pilot: Path) -> None:
    (pilot / "pilot" / "supervision.yaml").unlink()
    assert inspect(pilot) == 0
    (only,) = load_dossier(pilot).supervision.inspections
    assert only.document == "evidence/年度监督检查表-2015-09-10.docx"
    assert (pilot / only.document).is_file()


def test_another_regions_sheet_a_wrong_day_and_an_empty_one_are_refused(
    pilot: Path, blank: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    for result, said in (
        ({**RESULT, "被检查单位": "别县人民政府"}, "被检查单位是“别县人民政府”"),
        ({**RESULT, "检查日期": "2015-10-01"}, "检查日期 2015-10-01 不在"),
        ({**RESULT, "检查日期": "2014-06-01"}, "检查日期 2014-06-01 不在"),
        ({"检查日期": "2015-09-10"}, "还没有填好：检查结论"),
    ):
        (pilot.parent / "表.docx").write_bytes(filled_inspection(blank, result))
        assert inspect(pilot) == 1
        assert said in capfd.readouterr().err
    assert not (pilot / "evidence" / "年度监督检查表-2015-09-10.docx").exists()
    (pilot / "pilot" / "approval.yaml").write_text("批复日期: 2015-09-30\n", encoding="utf-8")
    (pilot.parent / "表.docx").write_bytes(filled_inspection(blank, RESULT))
    assert inspect(pilot) == 1 and "还没有批复的记录" in capfd.readouterr().err
