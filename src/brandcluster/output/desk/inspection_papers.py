"""The yearly inspection in Word: the letter that announces it, its sheet, and the letter with its result.

The sheet says what was promised for the year and what is recorded; what was found, and what is concluded, is written
by those who inspect, and the result repeats their words. Number, date and seal stay open.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from brandcluster.base.days import chinese_day
from brandcluster.base.visible import visible
from brandcluster.formats.word.build import UNWRITABLE
from brandcluster.formats.word.compose import OwnPage, begin_page, keep, set_letter_line
from brandcluster.papers.own_page import add_note, add_sheet, add_styled, build_page
from brandcluster.review.inspected import (
    BODY,
    CONCLUSION,
    DAY,
    DEMANDS_HEAD,
    ITEMS_HEAD,
    RESULT_HEAD,
    UNIT,
    YEAR,
    Inspected,
)
from brandcluster.review.inspections import InspectionSheet, Promised
from brandcluster.review.letters import LetterHead

ANNOUNCED, SHEET, RESULT = "监督检查通知", "年度监督检查表", "监督检查意见"
_NUMBER = "　　　　〔　　　　〕　　号"
_DATE = "　　　　年　　月　　日"
_OPEN_DAY = "　　　　年　　月　　日"
_BODY, _HEADING, _PLAIN = "方案正文", "方案一级标题", "Normal"
_CHARACTER, _FROM_RIGHT = 320, 1280
#: Longer texts of a cell are cut.
_LONGEST = 600
#: Empty rows for what is to be mended.
_ROOM = 6


def announcement_word(sheet: InspectionSheet, head: LetterHead) -> bytes:
    """监督检查通知 as a .docx."""
    return build_page("关于开展试点年度监督检查的通知", partial(_announcement, sheet, head), above=_NUMBER)


def sheet_word(sheet: InspectionSheet, head: LetterHead) -> bytes:
    """年度监督检查表 as a .docx, which those who inspect fill in and `read_inspected` reads."""
    return build_page(SHEET, partial(_sheet, sheet, head), across=True)


def result_word(sheet: InspectionSheet, filled: Inspected) -> bytes:
    """监督检查意见 as a .docx, from a filled sheet."""
    return build_page("区域品牌建设试点年度监督检查意见", partial(_result, sheet, filled), above=_NUMBER)


# ---- what they say -----------------------------------------------------------------------------------------------


def _announcement(sheet: InspectionSheet, head: LetterHead, page: OwnPage) -> None:
    _line(page, f"{sheet.applicant or '（申报单位）'}：")
    _text(
        page,
        f"按照{sheet.notice}三（六）“工业和信息化部委托省级工业和信息化主管部门对试点区域开展年度监督检查”的规定，"
        f"定于{_OPEN_DAY}对“{sheet.region or sheet.applicant}”产业集群区域品牌建设试点开展年度监督检查。"
        f"检查年度：{sheet.year.words}。",
    )
    kinds = "、".join(dict.fromkeys(each.kind for each in sheet.items))
    _text(page, f"检查事项共 {len(sheet.items)} 项（{kinds}），逐项见附件，以{sheet.basis}和通知的规定为准。")
    due = chinese_day(head.due) if head.due is not None else _OPEN_DAY
    _text(page, f"请于{due}前准备好各项的证明材料，补记附件中写着“没有记录”的事项，并安排人员配合。")
    _text(page, f"附件：{SHEET}", stay=True)
    _close(page, head.issuer, "联系人：　　　　　　电话：")


def _sheet(sheet: InspectionSheet, head: LetterHead, page: OwnPage) -> None:
    add_note(
        page,
        visible(
            f"试点区域：{sheet.region or '（未填）'}　　主导产业：{sheet.industries or '（未填）'}　　"
            f"批复日期：{chinese_day(sheet.approved)}"
        ),
    )
    add_note(page, visible(f"依据：{sheet.notice}三（六）；{sheet.basis}。材料中的记录截至{chinese_day(sheet.day)}。"))
    for note in sheet.notes:
        add_note(page, visible(f"注意：{note}"))
    add_note(page, "“检查情况”“整改要求”“检查结果”由检查组填写；不要改动表头和“序号”“检查事项”两列。")
    rows = [_item_cells(number, each) for number, each in enumerate(sheet.items, start=1)]
    add_sheet(page, ITEMS_HEAD, (12, 55, 75, 60, 55), rows, top=True)
    begin_page(add_styled(page, "整改要求和检查结果（由检查组填写）", _HEADING)._p)
    add_sheet(page, DEMANDS_HEAD, (12, 130, 65, 50), [(str(number), "", "", "") for number in range(1, _ROOM + 1)])
    result = (
        (UNIT, visible(sheet.applicant)),
        (YEAR, sheet.year.words),
        (DAY, ""),
        (BODY, visible(head.issuer)),
        (CONCLUSION, "\n\n"),
        ("检查组人员（签字）", "\n"),
        ("被检查单位意见（公章）", "\n"),
    )
    add_sheet(page, RESULT_HEAD, (50, 207), result)


def _item_cells(number: int, each: Promised) -> tuple[str, ...]:
    cite = f"（{each.cite}）" if each.cite else ""
    cells = (f"{each.kind}：{each.what}", f"{each.promised}{cite}", each.recorded)
    return (str(number), *(visible(" ".join(cell.split()))[:_LONGEST] for cell in cells), "")


def _result(sheet: InspectionSheet, filled: Inspected, page: OwnPage) -> None:
    _line(page, f"{sheet.applicant or '（申报单位）'}：")
    held = chinese_day(filled.day) if filled.day is not None else _OPEN_DAY
    _text(
        page,
        f"按照{sheet.notice}三（六）的规定，{filled.body or '检查组'}于{held}对“{sheet.region or sheet.applicant}”"
        f"产业集群区域品牌建设试点开展了年度监督检查。检查年度：{filled.year or '没有填'}。意见如下。",
    )
    _heading(page, "一、检查结论")
    for line in (filled.conclusion or "（检查组没有填写）").split("\n"):
        _text(page, line)
    _heading(page, "二、逐项检查情况")
    for line in _findings(filled):
        _text(page, line)
    _heading(page, "三、整改要求")
    for line in _demands(filled):
        _text(page, line)
    _text(page, f"附件：{SHEET}", stay=True)
    _close(page, filled.body, "联系人：　　　　　　电话：")


def _findings(filled: Inspected) -> Iterator[str]:
    for each in filled.items:
        if each.found:
            yield f"{each.number}. {_one_line(each.what)}：{_ended(each.found)}"
    empty = [each.number for each in filled.items if not each.found]
    if empty:
        yield f"检查表中第 {_ranges(empty)} 项检查组没有填写检查情况，不作结论。"


def _ranges(numbers: list[int]) -> str:
    """Numbers in their order, stretches of them by their ends."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return "、".join(f"{each[0]}至{each[-1]}" if len(each) > 1 else str(each[0]) for each in found)


def _demands(filled: Inspected) -> Iterator[str]:
    if not filled.demands:
        yield "没有提出整改要求。"
        return
    for number, each in enumerate(filled.demands, start=1):
        owner = f"责任单位：{_one_line(each.owner)}。" if each.owner else ""
        due = f"完成期限：{chinese_day(each.due)}。" if each.due is not None else "完成期限：（没有填）。"
        yield f"{number}. {_ended(each.content)}{owner}{due}"
    yield "请按期整改，完成后报送整改报告。"


# ---- how they are set --------------------------------------------------------------------------------------------


def _close(page: OwnPage, issuer: str, contact: str) -> None:
    _text(page, contact, stay=True)
    for text, before in ((issuer or "（发文单位）", 2 * _CHARACTER), (_DATE, 0)):
        made = add_styled(page, _clean(text), _PLAIN)
        set_letter_line(made, "right", right=_FROM_RIGHT, before=before, stay=before > 0)


def _line(page: OwnPage, text: str) -> None:
    set_letter_line(add_styled(page, _clean(text), _PLAIN))


def _heading(page: OwnPage, text: str) -> None:
    keep(add_styled(page, _clean(text), _HEADING)._p)


def _text(page: OwnPage, text: str, *, stay: bool = False) -> None:
    made = add_styled(page, _clean(text), _BODY)
    if stay:
        keep(made._p)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _ended(text: str) -> str:
    text = _one_line(text)
    return text if text.endswith(("。", "！", "？", "；")) else f"{text}。"


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", visible(text))
