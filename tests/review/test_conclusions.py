"""What holds in the examiner's eyes: her conclusions with their documents, what is open, opinions, tables, lists."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from cases import BASE, EXAMPLES
from ruamel.yaml import YAML

from brandcluster.base.diagnostics import Location
from brandcluster.cli.start import start
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.dossier.model.judgements import Judgement
from brandcluster.output.desk.comparison import Compared, comparison_page, comparison_tables, comparison_workbook
from brandcluster.output.desk.opinion_papers import OpinionOn, opinion_word, shortlist_word
from brandcluster.review.conclusions import Concluded, Conclusion, concluded_of
from brandcluster.review.quota import quotas_used
from brandcluster.review.recommending import shortlists_of
from brandcluster.review.remarks import ExaminersJudgement, Handling, RemarkAtPlace
from brandcluster.review.rows import Quota, Row, make_row
from brandcluster.rules.checks.all_checks import examine_dossier
from brandcluster.rules.facts.stage import Stage

DAY = date(2014, 5, 20)
SURVEY = "evidence/industry-survey-2013.md"
SAID = {
    "条款": "主导产业的地位和优势",
    "结论": "符合",
    "判断人": "张三",
    "单位": "河北省工业和信息化厅",
    "日期": "2014-05-19",
    "依据": [{"文件": SURVEY}],
}


def given(**changed: object) -> ExaminersJudgement:
    entry = {key: value for key, value in {**SAID, **changed}.items() if value is not None}
    return ExaminersJudgement(Judgement.model_validate(entry), Location("青石岭.yaml", 7))


@pytest.fixture(scope="module")
def example() -> tuple[Dossier, Row]:
    dossier = load_dossier(EXAMPLES / "qingshiling")
    return dossier, make_row("青石岭", "青石岭", dossier, examine_dossier(dossier), DAY)


@pytest.fixture(scope="module")
def bare() -> tuple[Dossier, Row]:
    dossier = load_dossier(BASE)
    return dossier, make_row("甲", "甲", dossier, examine_dossier(dossier), DAY)


def concluded(example: tuple[Dossier, Row], *of: ExaminersJudgement) -> Concluded:
    return concluded_of(*example, of, DAY)


def on(found: Concluded, clause: str) -> Conclusion:
    return next(each for each in found.conclusions if each.clause == clause)


def test_what_only_the_region_says_of_itself_is_open(example: tuple[Dossier, Row]) -> None:
    found = concluded(example)
    own = on(found, "scope-industry")
    assert (own.state, own.word, own.asked) == ("open", "待核（自评）", ("由审查人认定",))
    body = on(found, "scope-body")
    assert body.state == "open" and body.asked == ("由审查人认定：是否“以工业为主”",)
    assert on(found, "eligible-commitment").word == "符合（材料）"


def test_her_conclusion_stands_with_its_document(example: tuple[Dossier, Row]) -> None:
    found = on(concluded(example, given(说明="查阅了统计公报")), "scope-industry")
    assert (found.word, found.documents, found.asked) == ("符合（审查人）", (SURVEY,), ())
    assert found.why == "审查人认定为符合（河北省工业和信息化厅张三，2014年5月19日）：查阅了统计公报。"
    assert concluded(example, given(条款="scope-industry")).notes == ()
    (two,) = concluded(example, given(条款="三（一）")).notes
    assert two.endswith("“三（一）”有几条，写名称：申报主体、主导产业的地位和优势。")
    against = on(concluded(example, given(结论="不符合")), "scope-industry")
    assert against.word == "不符合（审查人）"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"依据": None}, "没有写依据的文件"),
        ({"判断人": None, "日期": None}, "没有写判断人、日期"),
        ({"依据": [{"文件": "evidence/没有.md"}]}, "不在"),
        ({"依据": [{"文件": SURVEY, "摘要": "0" * 64}]}, "已改动"),
        ({"条款": "zone-1"}, "不是申报条件"),
        ({"产业": "没有的产业"}, "没有“没有的产业”这个主导产业"),
    ],
)
def test_what_does_not_count_is_said(example: tuple[Dossier, Row], changed: dict[str, object], said: str) -> None:
    found = concluded(example, given(**changed))
    assert on(found, "scope-industry").state == "open"
    assert [said in note for note in found.notes] == [True]
    assert found.notes[0].startswith("青石岭.yaml:7 ")


def test_the_latest_counts_and_two_of_one_day_that_contradict_do_not(example: tuple[Dossier, Row]) -> None:
    earlier = given(结论="不符合", 日期="2014-05-01")
    assert on(concluded(example, given(), earlier), "scope-industry").state == "met"
    both = concluded(example, given(), given(结论="不符合"))
    assert on(both, "scope-industry").state == "open" and "相反的判断" in both.notes[0]
    tomorrow = given(结论="不符合", 日期="2014-05-21")
    assert on(concluded(example, tomorrow), "scope-industry").word == "待核（自评）"


def test_her_word_does_not_stand_in_for_material_and_never_hides_what_it_shows(
    bare: tuple[Dossier, Row], example: tuple[Dossier, Row]
) -> None:
    basis = [{"文件": "evidence/a.txt"}]
    lacking = replace(
        bare[1],
        conditions=tuple(
            each._replace(value="unknown", missing=("三项承诺的文件",))
            if each.clause == "eligible-commitment"
            else each
            for each in bare[1].conditions
        ),
    )
    found = on(concluded((bare[0], lacking), given(条款="eligible-commitment", 依据=basis)), "eligible-commitment")
    assert (found.state, found.asked) == ("open", ("由申报单位补交：三项承诺的文件",))
    against = on(concluded(example, given(条款="eligible-commitment", 结论="不符合")), "eligible-commitment")
    assert (against.state, against.asked) == ("open", ("由审查人核定",))


def lines(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(each.text for each in document.paragraphs), *cells))


def test_an_opinion_concludes_nothing_that_is_open(example: tuple[Dossier, Row]) -> None:
    remark = RemarkAtPlace(None, "主要工作项目 品牌宣传周", "没有写由谁负责", "补上责任单位", Location("我.yaml"))
    found = concluded(example, given())
    text = lines(opinion_word(OpinionOn(example[1], found, (remark,), Handling("推荐"), ("张三",))))
    assert "1. 主要工作项目 品牌宣传周：没有写由谁负责。补上责任单位。" in text
    assert "上列 4 项还没有核定，不作符合条件的结论。" in text
    assert "推荐哪几家由省级工业和信息化主管部门研究确定" in text
    assert "审查人：张三（签字）" in text and "依据材料中的industry-survey-2013.md。" in text
    undecided = lines(opinion_word(OpinionOn(example[1], found, (), None, ())))
    assert "（推荐、补正或退回，由审查人填写）" in undecided


def test_the_three_tables_say_the_same(example: tuple[Dossier, Row], bare: tuple[Dossier, Row]) -> None:
    both = [
        Compared(example[1], concluded(example, given()), Handling("推荐")),
        Compared(replace(bare[1], region="=甲<b>区"), concluded(bare), None),
    ]
    conditions, figures, basis = comparison_tables(both)
    assert [row[-1] for row in conditions.rows] == ["推荐", "未定"]
    assert len(figures.rows) == 2 and SURVEY in {row[7] for row in basis.rows}
    book = openpyxl.load_workbook(BytesIO(comparison_workbook(both, DAY)))
    assert book.sheetnames == ["条件", "指标", "依据"]
    assert [cell.value for cell in book["条件"][2]][:1] == ["青石岭经济技术开发区"]
    assert book["条件"].cell(3, 1).data_type == "s"
    page = comparison_page(both, DAY).decode()
    assert "待核（自评）" in page and "&lt;b&gt;" in page and "<b>区" not in page


def row(name: str, province: str = "河北省", sealed: date | None = None, day: int = 10) -> Row:
    made = Row(name, name, province=province, province_known=True, applicant=f"{name}县", edition="miit-2014-102")
    quota = Quota(2, 3, "三（三）“每年可推荐2-3家申报单位”", None)
    stage: Stage = "preparing" if sealed is None else "recommended"
    return replace(made, quota=quota, applied=date(2014, 4, day), recommended=sealed, stage=stage)


def sentences(rows: list[Row], wanted: str) -> tuple[str, ...]:
    (found,) = shortlists_of(rows, {each: Handling("推荐") for each in wanted}, quotas_used(rows), 2014)
    return found.sentences


def test_five_that_wait_for_three_places_are_said_and_not_ranked() -> None:
    rows = [row(name, day=20 - at) for at, name in enumerate("甲乙丙丁戊")]
    (found,) = shortlists_of(rows, {each: Handling("推荐") for each in "甲乙丙丁戊"}, quotas_used(rows), 2014)
    assert found.sentences == (
        "名额：每年2-3家（三（三）“每年可推荐2-3家申报单位”），按申报单位计。",
        "2014年已推荐 0 家，审查人员拟推荐 5 家，合计 5 家，比名额多 2 家：5 家等 3 个名额，推荐哪几家由人研究确定。",
    )
    assert [each.name for each in found.rows] == list("戊丁丙乙甲")  # by date, whatever stands in the conditions
    text = lines(shortlist_word(found, {}, "河北省工业和信息化厅"))
    assert "不是名次；程序不排名次，也不选" in text
    assert [cell.text for cell in docx.Document(BytesIO(shortlist_word(found, {}, ""))).tables[0].columns[7].cells][
        1:
    ] == [""] * 5


def test_what_was_recommended_counts_in_its_year_only() -> None:
    before = [row("戊", sealed=date(2014, 5, 1)), row("己", sealed=date(2013, 5, 1))]
    assert sentences([row("甲"), row("乙"), row("丙"), *before], "甲乙丙")[1] == (
        "2014年已推荐 1 家，审查人员拟推荐 3 家，合计 4 家，比名额多 1 家：3 家等 2 个名额，推荐哪几家由人研究确定。"
    )
    assert "在名额以内，还可以推荐 1 家" in sentences([row("甲"), row("乙"), *before[1:]], "甲乙")[1]
    assert sentences([row("甲"), row("乙"), row("丙")], "甲")[-1] == "没有列入的：未定 2 份。"


def test_planned_cities_have_a_list_of_their_own_and_one_applicant_counts_once() -> None:
    rows = [row("甲"), row("乙", "青岛市"), replace(row("丙"), applicant="甲县")]
    found = shortlists_of(rows, {each: Handling("推荐") for each in "甲乙丙"}, quotas_used(rows), 2014)
    assert [each.province for each in found] == ["河北省", "青岛市"]
    assert "审查人员拟推荐 1 家" in found[0].sentences[1]
    assert shortlists_of(rows, {"甲": Handling("退回")}, quotas_used(rows), 2014) == []


def test_the_command_writes_opinions_tables_and_lists(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "收到" / "青石岭")
    me = tmp_path / "我"
    judge = ("judge", str(tmp_path / "收到" / "青石岭"), "--remarks", str(me), "--clause", "主导产业的地位和优势")
    told = ("--conclusion", "符合", "--by", "张三", "--unit", "省厅", "--date", "2014-05-19", "--evidence", SURVEY)
    assert start([*judge, *told]) == 0
    path = me / "青石岭.yaml"
    assert "角色: 省级" in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8") + "处理: 推荐\n", encoding="utf-8")
    out = tmp_path / "初审"
    review = ("review", str(tmp_path / "收到"), "--date", "2014-05-20", "--jobs", "1", "--remarks", str(me))
    start([*review, "--opinions", str(out), "--issuer", "河北省工业和信息化厅"])
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == [
        "推荐名单-河北省-2014.docx",
        "比较表.docx",
        "比较表.html",
        "比较表.xlsx",
        "青石岭/初审意见.docx",
    ]
    assert "符合（审查人）" in lines((out / "青石岭" / "初审意见.docx").read_bytes())
    assert "审查人员拟推荐 1 家" in capfd.readouterr().err
    assert not list((tmp_path / "收到").rglob("*初审*"))
    said = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["判断"][0]
    assert len(said["依据"][0]["摘要"]) == 64


@pytest.mark.parametrize(
    "options", [("--inspected", "."), ("--inspections", "x", "--inspected", "没有"), ("--remarks", ".")]
)
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...]) -> None:
    assert start(["review", str(BASE), *options]) == 2
