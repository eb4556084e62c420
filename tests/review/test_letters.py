"""What letters to regions say, the reply sheet and the second round, and who is recommended."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from cases import BASE, EXAMPLES

from brandcluster.base.diagnostics import Location
from brandcluster.cli.start import start
from brandcluster.output.desk.make_one import Task, make_one
from brandcluster.review.letters import LetterHead, Request, plain_words
from brandcluster.review.recommending import issuer_for, recommended_rows
from brandcluster.review.remarks import Handling, RemarkAtPlace
from brandcluster.review.rows import Quota, Row
from brandcluster.review.second_round import Reply, hold_against, read_replies

DAY = date(2014, 5, 20)
MEND = Handling()
HEAD = LetterHead("河北省工业和信息化厅", date(2014, 5, 30))
REMARKS = (
    RemarkAtPlace(
        "form-plan-projects",
        "主要工作项目 品牌宣传周",
        "没有写由谁负责",
        "补上责任单位",
        Location("我.yaml"),
        "张三",
        DAY,
    ),
)


def letters(path: Path, handling: Handling = MEND, reply: bytes | None = None) -> dict[str, bytes]:
    task = Task("x", "x", path, DAY, letters=HEAD, remarks=REMARKS, handling=handling, reply=reply)
    return dict(make_one(task).letters)


def lines(content: bytes) -> list[str]:
    return [each.text for each in docx.Document(BytesIO(content)).paragraphs]


def test_a_notice_goes_by_section_and_names_no_file_nor_program() -> None:
    found = letters(EXAMPLES / "incomplete")
    assert list(found) == ["补正通知书.docx", "补正答复表.docx", "补正清单.docx"]
    text = lines(found["补正通知书.docx"])
    assert [each for each in text if re.match("[一二三四五]、", each)] == [
        "一、申报书第一部分（区域情况）",
        "二、申报书第二部分（试点工作方案）",
        "三、推荐表",
        "四、通知规定的条件和证明材料",
        "五、电子文件",
    ]
    whole = "\n".join(text)
    assert not re.search(r"\.ya?ml|brandcluster|evidence/|statistics/|\{\{|第 \d+ 行|HEAD", whole)
    numbered = [each for each in text if re.match(r"\d+\. ", each)]
    assert [int(each.partition(".")[0]) for each in numbered] == list(range(1, len(numbered) + 1))
    assert len({each.partition(" ")[2] for each in numbered}) == len(numbered)
    assert any(each.endswith("四、主要工作项目 品牌宣传周：没有写由谁负责。补上责任单位。") for each in numbered)


def test_what_a_person_signs_stays_open() -> None:
    text = lines(letters(EXAMPLES / "incomplete")["补正通知书.docx"])
    assert "请于2014年5月30日前改好" in "\n".join(text)
    assert text[-3:] == ["河北省工业和信息化厅", "　　　　年　　月　　日", ""] or text[-2:] == [
        "河北省工业和信息化厅",
        "　　　　年　　月　　日",
    ]
    assert text[:2] == ["　　　　〔　　　　〕　　号", "补正通知书"]


def test_nothing_to_mend_gives_no_letter() -> None:
    task = Task("x", "x", EXAMPLES / "qingshiling", DAY, letters=HEAD, handling=Handling("推荐"))
    assert make_one(task).letters == ()


def test_what_is_sent_back_says_why_in_the_examiners_words() -> None:
    found = letters(EXAMPLES / "incomplete", Handling("退回", "申报单位不属于三（一）的组织实施单位。"))
    assert list(found) == ["退回通知书.docx"]
    text = lines(found["退回通知书.docx"])
    assert "1. 申报单位不属于三（一）的组织实施单位。" in text
    assert not any("信箱" in each for each in text)


def filled(sheet: bytes, answers: dict[int, str]) -> bytes:
    """The reply sheet with the answers of a region."""
    document = docx.Document(BytesIO(sheet))
    for row in document.tables[0].rows[1:]:
        row.cells[2].text = answers.get(int(row.cells[0].text), "")
        row.cells[3].text = "第3页" if int(row.cells[0].text) in answers else ""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_second_round_holds_the_answers_against_what_is_found_now(tmp_path: Path) -> None:
    home = tmp_path / "甲"
    shutil.copytree(EXAMPLES / "incomplete", home)
    first = letters(home)
    sheet = read_replies(first["补正答复表.docx"])
    assert not isinstance(sheet, str)
    honours = next(each.number for each in sheet if "荣誉" in each.request)
    total = next(each.number for each in sheet if "总额" in each.request)
    own = next(each.number for each in sheet if "品牌宣传周" in each.request)
    reply = filled(first["补正答复表.docx"], {honours: "已改", total: "已改为 1400", own: "县质监局负责"})
    region = home / "application" / "region.yaml"
    region.write_text(region.read_text(encoding="utf-8").replace("××", "省名牌产品两个"), encoding="utf-8")
    second = letters(home, reply=reply)
    rows = [
        [cell.text for cell in row.cells] for row in docx.Document(BytesIO(second["补正核对表.docx"])).tables[0].rows
    ]
    states = {int(number): (answer, state) for number, _, answer, state in rows[1:]}
    assert states[honours] == ("已改\n（第3页）", "程序查不出了，请核对答复。")
    assert states[total] == ("已改为 1400\n（第3页）", "程序查出的还是一样，没有改好。")
    assert states[own] == ("县质监局负责\n（第3页）", "您的意见还在，请核对后定。")
    assert states[1][0] == "（没有答复）"
    assert not any("荣誉" in each for each in lines(second["补正通知书.docx"]))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_a_reply_that_is_no_sheet_is_said(content: bytes) -> None:
    assert isinstance(read_replies(content), str)
    task = Task("x", "x", BASE, DAY, letters=HEAD, reply=content)
    assert make_one(task).said.startswith("的答复表没有读")


def test_a_place_with_another_problem_is_said() -> None:
    now = [Request(1, "推荐表", "盖章日期", "晚于期限。", False)]
    (found,) = hold_against([Reply(4, "盖章日期：早于申报单位。", "改了", "")], now)
    assert (found.state, found.now) == ("同一处还有问题，与上次不同：晚于期限。", 1)
    fewer = [Request(7, "电子文件", "", "有 3 处的写法读不出来，请改好。", False)]
    (found,) = hold_against([Reply(9, "有 30 处的写法读不出来，请改好。", "改了", "")], fewer)
    assert (found.state, found.now) == ("同一处还有问题，与上次不同：有 3 处的写法读不出来，请改好。", 7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("写成 2012，或核对 statistics/2013.yaml。", "写成 2012，或核对 2013 年统计数据。"),
        ("换成真正的内容；没有就写“无”。", "换成真正的内容；没有就写“无”。"),
        ("在“信箱:”后面填写（没有这一行就加上）：电子邮箱。", ""),
        ("2013 年全年的统计数据（statistics/2013.yaml）。", "2013 年全年的统计数据。"),
        ("运行 brandcluster validate --fix。", ""),
    ],
)
def test_words_of_files_are_left_out(text: str, said: str) -> None:
    assert plain_words(text) == said


def row(name: str, province: str = "河北省", applied: int = 10) -> Row:
    quota = Quota(2, 3, "三（三）", None)
    return Row(
        name,
        name,
        province=province,
        applicant=f"{name}县",
        applied=date(2014, 4, applied),
        quota=quota,
        edition="miit-2014-102",
    )


def test_more_than_the_quota_is_left_to_people() -> None:
    five = [row(name) for name in "甲乙丙丁戊"]
    (found,) = recommended_rows(five, [], 2014)
    assert not found.fits
    assert found.notes == ("河北省要推荐的有 5 家，名额是每年 3 家：推荐哪几家由人定，定了再生成推荐函。",)
    (fits,) = recommended_rows([row("乙", applied=12), row("甲", applied=12), row("丙")], [], 2014)
    assert fits.fits
    assert [each.name for each in fits.rows] == ["丙", "乙", "甲"]


def test_separately_planned_cities_stand_by_themselves() -> None:
    found = recommended_rows([row("甲"), row("乙", "青岛市"), replace(row("丙"), province="")], [], 2014)
    assert [(each.province, each.fits) for each in found] == [("", False), ("河北省", True), ("青岛市", True)]


def test_the_command_writes_the_letters(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("incomplete", "qingshiling"):
        shutil.copytree(EXAMPLES / name, tmp_path / "收到" / name)
    remarks = tmp_path / "意见"
    remarks.mkdir()
    (remarks / "qingshiling.yaml").write_text("处理: 推荐\n", encoding="utf-8")
    common = (
        "review",
        str(tmp_path / "收到"),
        "--date",
        "2014-05-20",
        "--jobs",
        "1",
        "--letters",
        str(tmp_path / "发文"),
    )
    start([*common, "--remarks", str(remarks), "--issuer", "河北省工业和信息化厅", "--due", "2014-05-30"])
    written = sorted(path.relative_to(tmp_path / "发文").as_posix() for path in (tmp_path / "发文").rglob("*.docx"))
    assert written == [
        "incomplete/补正清单.docx",
        "incomplete/补正答复表.docx",
        "incomplete/补正通知书.docx",
        "推荐函-河北省.docx",
    ]
    assert "要推荐，还有 1 条条件不符合或无法判定" in capfd.readouterr().err
    table = docx.Document(str(tmp_path / "发文" / "推荐函-河北省.docx")).tables[0]
    assert [cell.text for cell in table.rows[1].cells][:2] == ["青石岭经济技术开发区", "青石岭经济技术开发区管理委员会"]


@pytest.mark.parametrize(
    "options", [("--due", "2014-05-30"), ("--letters", "x", "--due", "五月"), ("--letters", "x", "--replies", "没有")]
)
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...], tmp_path: Path) -> None:
    assert start(["review", str(BASE), *options]) == 2


def test_one_office_does_not_sign_for_another_province() -> None:
    both = ("河北省", "青岛市")
    assert issuer_for("河北省", "河北省工业和信息化厅", both) == "河北省工业和信息化厅"
    assert issuer_for("青岛市", "河北省工业和信息化厅", both) == ""
    assert issuer_for("河北省", "省厅", ("河北省",)) == "省厅"
