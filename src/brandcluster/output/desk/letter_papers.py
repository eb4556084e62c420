"""Letters to regions and the ministry in Word: 补正通知书 with its reply sheet, 退回通知书, 推荐函, and the second round.

Set as official letters are: title, number left open, addressee, text, issuer and date low on the right. Nothing that a
person signs is filled in: number, date and seal stay open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Literal

from brandcluster.base.visible import visible
from brandcluster.formats.word.build import UNWRITABLE
from brandcluster.formats.word.compose import OwnPage, add_text, keep, set_letter_line
from brandcluster.papers.own_page import add_note, add_sheet, build_page
from brandcluster.review.letters import Letter, Request
from brandcluster.review.rows import Row
from brandcluster.review.second_round import AnsweredRequest

NOTICE, REPLY, CHECKED, RETURN = "补正通知书", "补正答复表", "补正核对表", "退回通知书"
RECOMMENDATION = "推荐函"
REPLY_HEAD = ("序号", "需要补正的内容", "补正情况（申报单位填写）", "改在哪一页、附了什么（申报单位填写）")
CHECKED_HEAD = ("序号", "要求", "申报单位的答复", "这一次核对")
_LIST_HEAD = ("区域名称", "申报单位", "主导产业", "申报日期")
_BODY, _HEADING, _PLAIN = "方案正文", "方案一级标题", "Normal"
_NUMBER = "　　　　〔　　　　〕　　号"
_DATE = "　　　　年　　月　　日"
_ISSUER = "（发文单位）"
#: A character of the text, and the room on the right of issuer and date, in twips.
_CHARACTER, _FROM_RIGHT = 320, 1280
_NUMERALS = "一二三四五六"


def notice_word(letter: Letter) -> bytes:
    """补正通知书 as a .docx."""
    return build_page(NOTICE, partial(_notice, letter), above=_NUMBER)


def reply_word(letter: Letter) -> bytes:
    """补正答复表 as a .docx, which the region fills in and `read_replies` reads."""
    return build_page(REPLY, partial(_reply, letter), across=True)


def return_word(letter: Letter) -> bytes:
    """退回通知书 as a .docx."""
    return build_page(RETURN, partial(_return, letter), above=_NUMBER)


def recommendation_word(province: str, rows: Sequence[Row], notice: str, issuer: str) -> bytes:
    """推荐函 of a province to the ministry as a .docx; the order is that of the dates of application and names."""
    return build_page(
        "关于推荐区域品牌建设试点申报单位的函",
        partial(_recommendation, province, rows, notice, issuer),
        above=_NUMBER,
    )


def checked_word(letter: Letter, answers: Sequence[AnsweredRequest]) -> bytes:
    """补正核对表 as a .docx: each request of the first round, the answer, and what is found now."""
    return build_page(CHECKED, partial(_checked, letter, answers), across=True)


# ---- what they say -------------------------------------------------------------------------------------------


def _notice(letter: Letter, page: OwnPage) -> None:
    _open(page, letter.applicant)
    due = f"请于{_day(letter.due)}前"
    _text(
        page,
        f"你单位报送的“{_region(letter)}”产业集群区域品牌建设试点申报材料收悉。经按{letter.notice}审查，下列内容需要补正。"
        f"{due}改好，连同盖章的申报书、推荐表和《{REPLY}》一并报送。",
    )
    for index, (section, requests) in enumerate(groupby(letter.requests, key=lambda each: each.section)):
        add_text(page, _clean(f"{_NUMERALS[index]}、{section}"), page.styles[_HEADING])
        for each in requests:
            _text(page, f"{each.number}. {each.words}")
    _text(page, "申报书、推荐表以改好后重新盖章的为准；数改了的，各处同一个数一起改。", stay=True)
    _text(page, f"附件：1. {REPLY}　2. 补正清单" if letter.points_to_list else f"附件：{REPLY}", stay=True)
    _close(page, letter.issuer, letter.contact)


def _return(letter: Letter, page: OwnPage) -> None:
    _open(page, letter.applicant)
    _text(
        page,
        f"你单位报送的“{_region(letter)}”产业集群区域品牌建设试点申报材料收悉。经按{letter.notice}审查，"
        "因下列情况，现予退回。",
    )
    reasons = [*([letter.handling.reason.strip()] if letter.handling.reason.strip() else []), *letter.unmet]
    reasons += [each.words for each in letter.requests]
    for number, reason in enumerate(reasons, start=1):
        _text(page, f"{number}. {reason}")
    _text(page, "有异议的，请与我们联系。", stay=True)
    _close(page, letter.issuer, letter.contact)


def _recommendation(province: str, rows: Sequence[Row], notice: str, issuer: str, page: OwnPage) -> None:
    _open(page, "工业和信息化部（科技司）")
    _text(
        page,
        f"按照{notice}三（三）的要求，我们对{province}的申报材料进行了审查和初选，现推荐下列 {len(rows)} 家申报单位，"
        "请予审查。申报书和推荐表随函附上。",
    )
    cells = [
        (
            row.region,
            row.applicant,
            "、".join(each.name for each in row.industries),
            row.applied.isoformat() if row.applied else "",
        )
        for row in rows
    ]
    add_sheet(page, _LIST_HEAD, (30, 46, 24, 27), [[visible(cell) for cell in line] for line in cells])
    _text(page, "以上按申报日期排列，不分先后。", stay=True)
    _close(page, issuer, "")


def _reply(letter: Letter, page: OwnPage) -> None:
    add_note(page, visible(f"申报区域：{_region(letter)}　　申报单位：{letter.applicant or '（未填）'}"))
    add_note(page, "逐条填写；没有改的写明原因。不要改动“序号”和“需要补正的内容”两列。")
    rows = [(str(each.number), visible(each.words), "", "") for each in letter.requests]
    add_sheet(page, REPLY_HEAD, (13, 88, 84, 60), rows, top=True)
    add_note(page, "申报单位（公章）：　　　　　　　　　　　　　　　　　日期：　　　　年　　月　　日")


def _checked(letter: Letter, answers: Sequence[AnsweredRequest], page: OwnPage) -> None:
    add_note(page, visible(f"申报区域：{_region(letter)}　　申报单位：{letter.applicant or '（未填）'}"))
    rows = [
        (str(each.number), visible(each.request), _lines(each.reply) or "（没有答复）", each.state) for each in answers
    ]
    add_sheet(page, CHECKED_HEAD, (13, 84, 83, 65), rows, top=True)
    new = _new_requests(letter.requests, answers)
    if new:
        add_note(page, f"上一次没有提、这一次查出的 {len(new)} 条，写在这一次的{NOTICE}里：")
        for each in new:
            add_note(page, visible(f"{each.number}. {each.words}"))


def _new_requests(requests: Sequence[Request], answers: Sequence[AnsweredRequest]) -> list[Request]:
    told = {each.now for each in answers}
    return [each for each in requests if each.number not in told]


# ---- how they are set ----------------------------------------------------------------------------------------


def _open(page: OwnPage, addressee: str) -> None:
    _line(page, f"{addressee or '（申报单位）'}：")


def _close(page: OwnPage, issuer: str, contact: str) -> None:
    _text(page, f"联系人：{contact or '　　　　　'}　　电话：", stay=True)
    _line(page, issuer or _ISSUER, align="right", right=_FROM_RIGHT, before=2 * _CHARACTER, stay=True)
    _line(page, _DATE, align="right", right=_FROM_RIGHT)


def _line(
    page: OwnPage,
    text: str,
    *,
    align: Literal["left", "right"] = "left",
    right: int = 0,
    before: int = 0,
    stay: bool = False,
) -> None:
    made = add_text(page, _clean(text), page.styles[_PLAIN])
    set_letter_line(made, align, right=right, before=before, stay=stay)


def _text(page: OwnPage, text: str, *, stay: bool = False) -> None:
    made = add_text(page, _clean(text), page.styles[_BODY])
    if stay:
        keep(made._p)


def _region(letter: Letter) -> str:
    return letter.region or letter.applicant or "（未填）"


def _day(day: date | None) -> str:
    return "　　　　年　　月　　日" if day is None else f"{day.year}年{day.month}月{day.day}日"


def _lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.splitlines())


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", visible(text))
