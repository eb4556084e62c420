"""The letter by which a supplier is asked for material, laid out as offices lay out theirs: what, why, in which unit,
by when, and whom to ask. What is needed stands in a list behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from brandcluster.base.days import chinese_day
from brandcluster.dossier.files import STATISTICS, TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import unit_of
from brandcluster.dossier.suppliers import AskedField, for_offices, full_name, suppliers_of
from brandcluster.formats.word.compose import OwnPage, begin_page, set_letter_line
from brandcluster.notice.edition import about_edition, cite_clause
from brandcluster.papers.own_page import add_note, add_sheet, add_styled, build_page
from brandcluster.rules.facts.rules_in_force import edition_of

TITLE = "关于商请协助提供申报材料的函"
LIST_TITLE = "需要提供的材料"
#: The office numbers its letters itself.
_NUMBER = "　　　　〔　　　　〕　　号"
_BODY, _ANNEX, _BIG = "方案正文", "附件序号", "推荐表标题"
#: A character of the body, in twips.
_CHARACTER = 320
_HEAD = ("序号", "需要的内容", "填写要求和单位", "依据", "怎样提供")
_SHARES = (13, 28, 67, 22, 26)
_LISTED = 3
#: What labels are called where the file around them is not seen.
_SPOKEN = {
    (TOP_ENTERPRISES, "企业"): "行业排名前三的企业",
    (STATISTICS.path, "期间"): "统计数据的期间",
    (STATISTICS.path, "来源"): "统计数据的来源",
    (STATISTICS.path, "产业"): "各产业的统计数据",
}


class AskedSheet(NamedTuple):
    """Where in the workbook a field is filled: the sheets, and the headings of the columns that it takes."""

    names: tuple[str, ...]
    headings: tuple[str, ...]


def request_letter(
    dossier: Dossier,
    supplier: str,
    asked: Sequence[AskedField],
    sheets: Mapping[AskedField, AskedSheet],
    due: date,
    day: date,
) -> bytes:
    """A .docx to one supplier; `sheets` says in which sheets of the workbook a field is filled. The issuing number is
    left open for the office."""
    header = dossier.header

    def content(page: OwnPage) -> None:
        _line(page, f"{full_name(dossier, supplier)}：", first=0)
        _line(page, _opening(dossier, asked, has_workbook=bool(sheets)))
        _line(page, _how(has_workbook=bool(sheets)))
        _line(page, f"请于{chinese_day(due)}前反馈。请予支持。")
        annexes = [LIST_TITLE, *([f"填报工作簿（{supplier}.xlsx）"] if sheets else [])]
        for number, name in enumerate(annexes, start=1):
            lead = "附件：" if number == 1 else "　　　"
            words = f"{number}．{name}" if len(annexes) > 1 else name
            _line(page, lead + words, before=_CHARACTER if number == 1 else 0, stay=True)
        _signed(page, header.applicant or "（申报单位）", chinese_day(day))
        _line(page, f"（{_contact(dossier)}）", before=_CHARACTER)
        _list(page, dossier, asked, sheets, due, single=len(annexes) == 1)

    return build_page(TITLE, content, above=_NUMBER)


def _line(page: OwnPage, text: str, *, first: int = 2, before: int = 0, stay: bool = False) -> None:
    set_letter_line(add_styled(page, text, _BODY), first=first * _CHARACTER, before=before, stay=stay)


def _opening(dossier: Dossier, asked: Sequence[AskedField], *, has_workbook: bool) -> str:
    edition = about_edition(edition_of(dossier))
    region = dossier.header.region_name or "本区域"
    number = f"（{edition.number}）" if edition.number else ""
    names = "；".join(_spoken(each) for each in asked[:_LISTED])
    more = f"等{len(asked)}项" if len(asked) > _LISTED else ""
    annex = "附件1" if has_workbook else "附件"
    return (
        f"根据工业和信息化部关于开展产业集群区域品牌建设试点示范工作的通知{number}，{region}正在申报试点。"
        f"现商请贵单位协助提供下列材料：{names}{more}。填写要求、单位和依据见{annex}。"
    )


def _how(*, has_workbook: bool) -> str:
    if not has_workbook:
        return "请书面答复，证明文件一并交回。没有发生的写“无”；暂时不掌握的，请说明原因。"
    return (
        "能用表填的，请填在随函的工作簿（附件2）里：白底的格填写，灰底的格已锁定。其余的书面答复。"
        "证明文件一并交回，文件名写在工作簿的“文件”一格。没有发生的写0或“无”；暂时不掌握的空着，并说明原因。"
    )


def _spoken(each: AskedField) -> str:
    """A field as it is called outside of the files."""
    return _SPOKEN.get((each.path, each.label), each.label)


def _contact(dossier: Dossier) -> str:
    header = dossier.header
    known = (("联系人", header.contact), ("电话", header.telephone), ("信箱", header.mail))
    return "，".join(f"{what}：{value or '　　　　'}" for what, value in known if value or what != "信箱")


def until_words(dossier: Dossier, due: date) -> str:
    """By which day the workbook goes back, and whom to ask."""
    return f"8．请于{chinese_day(due)}前交回。{_contact(dossier)}。"


def _signed(page: OwnPage, name: str, day: str) -> None:
    """Who writes, and when: the day four characters from the right, the name centred over it and two from the right
    at least."""
    wide, narrow = _width(name), _width(day)
    behind = 4 * _CHARACTER + (narrow - wide) // 2
    moved = max(0, 2 * _CHARACTER - behind)
    for text, right, before in ((name, behind + moved, 2 * _CHARACTER), (day, 4 * _CHARACTER + moved, 0)):
        set_letter_line(add_styled(page, text, _BODY), align="right", right=right, before=before, stay=True)


def _width(text: str) -> int:
    """The width of a text in twips: digits and letters take half a character."""
    return sum(_CHARACTER // 2 if char.isascii() else _CHARACTER for char in text)


# ---- the list --------------------------------------------------------------------------------------------------


def _list(
    page: OwnPage,
    dossier: Dossier,
    asked: Sequence[AskedField],
    sheets: Mapping[AskedField, AskedSheet],
    due: date,
    *,
    single: bool,
) -> None:
    begin_page(add_styled(page, "附件" if single else "附件1", _ANNEX)._p)
    add_styled(page, LIST_TITLE, _BIG)
    edition = edition_of(dossier)
    rows = []
    for number, each in enumerate(asked, start=1):
        suppliers = suppliers_of(dossier.requests, each.path, each.label)
        rows.append((str(number), *_row(edition, each, sheets.get(each), suppliers)))
    add_sheet(page, _HEAD, _SHARES, rows)
    about = about_edition(edition)
    add_note(page, f"“依据”是通知（{about.number}）的条款和所附申报书的部分。截止日期：{chinese_day(due)}。")


def _row(
    edition: str, each: AskedField, sheet: AskedSheet | None, suppliers: Sequence[str]
) -> tuple[str, str, str, str]:
    what = for_offices(each.description)
    unit = unit_of(each.label)
    if unit is not None and "单位" not in what:
        what = f"{what}单位：{unit}。"
    if sheet is not None and len(sheet.headings) > 1:
        what = f"{what}逐项写：{'、'.join(sheet.headings)}。"
    if len(suppliers) > 1:
        what = f"{what}只写贵单位的部分。"
    how = f"工作簿的“{'”“'.join(sheet.names)}”表" if sheet is not None else "书面答复，附证明文件"
    why = cite_clause(edition, each.clause) or "核对、佐证"
    return _spoken(each), what, why.replace("附件1 ", "申报书").replace("附件2 ", "推荐表"), how
