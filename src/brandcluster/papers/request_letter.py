"""The letter by which a supplier is asked for material: what, why, in which unit, by when, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import unit_of
from brandcluster.dossier.suppliers import AskedField, full_name
from brandcluster.formats.word.compose import OwnPage, set_letter_line
from brandcluster.notice.edition import cite_clause
from brandcluster.papers.own_page import add_note_line, add_sheet, build_page
from brandcluster.rules.facts.rules_in_force import edition_of

TITLE = "关于商请协助提供申报材料的函"
#: The first line of a paragraph begins behind two characters of the small text, in twips.
_TWO_CHARACTERS = 420
_HEAD, _SHARES = ("需要的内容", "填写要求和单位", "依据（通知条款）", "怎样提供"), (20, 44, 18, 18)


def request_letter(
    dossier: Dossier, supplier: str, asked: Sequence[AskedField], sheets: dict[AskedField, str], due: date, day: date
) -> bytes:
    """A .docx to one supplier; `sheets` says in which sheets of the workbook a field is filled. The issuing number is
    left open for the office."""
    header = dossier.header
    edition = edition_of(dossier)

    def content(page: OwnPage) -> None:
        _line(page, "发文字号：　　　　〔　　　〕　　号", "right")
        _line(page, f"{full_name(dossier, supplier)}：")
        _line(page, _opening(dossier, due), indent=_TWO_CHARACTERS)
        rows = [_row(edition, each, sheets.get(each)) for each in asked]
        add_sheet(page, _HEAD, _SHARES, rows)
        for line in _closing(dossier, due, has_workbook=bool(sheets)):
            _line(page, line, indent=_TWO_CHARACTERS)
        _line(page, header.applicant or "（申报单位）", "right")
        _line(page, _day(day), "right")

    return build_page(TITLE, content)


def _line(page: OwnPage, text: str, align: Literal["left", "right"] = "left", *, indent: int = 0) -> None:
    set_letter_line(add_note_line(page, text), align, indent)


def _row(edition: str, each: AskedField, sheet: str | None) -> tuple[str, str, str, str]:
    unit = unit_of(each.label)
    what = each.description if unit is None or "单位" in each.description else f"{each.description}单位：{unit}。"
    how = f"填在工作簿的“{sheet}”表" if sheet else "书面答复，附证明文件"
    return each.label, what, cite_clause(edition, each.clause) or "核对、佐证", how


def _opening(dossier: Dossier, due: date) -> str:
    region = dossier.header.region_name or "本区域"
    return (
        f"{region}正在申报产业集群区域品牌建设试点示范。按照通知和申报书的要求，下列内容需要贵单位协助提供，"
        f"请于{_day(due)}前填好并附上盖章的证明文件，一并交回。没有发生的写0，暂时不掌握的空着并说明。"
    )


def _closing(dossier: Dossier, due: date, *, has_workbook: bool) -> list[str]:
    header = dossier.header
    with_it = "附件：填报工作簿（Excel）。白底的格填写，灰底的格已锁定。" if has_workbook else ""
    contact = f"联系人：{header.contact or '　　　　'}　　电话：{header.telephone or '　　　　'}"
    mail = f"　　信箱：{header.mail}" if header.mail else ""
    lines = (with_it, f"截止日期：{_day(due)}", contact + mail)
    return [line for line in lines if line]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
