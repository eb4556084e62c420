"""The letter by which a supplier is asked for material: what, why, in which unit, by when, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import unit_of
from brandcluster.dossier.suppliers import AskedField, full_name
from brandcluster.formats.word.compose import OwnPage
from brandcluster.notice.edition import cite_clause
from brandcluster.papers.own_page import add_note, add_sheet, build_page

TITLE = "关于商请协助提供申报材料的函"
_HEAD, _SHARES = ("需要的内容", "填写要求和单位", "依据（通知条款）", "怎样提供"), (20, 44, 18, 18)


def request_letter(
    dossier: Dossier, supplier: str, asked: Sequence[AskedField], sheets: dict[AskedField, str], due: date, day: date
) -> bytes:
    """A .docx to one supplier; `sheets` says in which sheets of the workbook a field is filled. The issuing number is
    left open for the office."""
    edition = dossier.header.edition or ""

    def content(page: OwnPage) -> None:
        add_note(page, "发文字号：　　　　〔　　　〕　　号")
        add_note(page, f"{full_name(dossier, supplier)}：")
        add_note(page, _opening(dossier, due))
        rows = [_row(edition, each, sheets.get(each)) for each in asked]
        add_sheet(page, _HEAD, _SHARES, rows)
        for line in _closing(dossier, due, day, has_workbook=bool(sheets)):
            add_note(page, line)

    return build_page(TITLE, content)


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


def _closing(dossier: Dossier, due: date, day: date, *, has_workbook: bool) -> list[str]:
    header = dossier.header
    with_it = "附件：填报工作簿（Excel）。白底的格填写，灰底的格已锁定。" if has_workbook else ""
    contact = f"联系人：{header.contact or '　　　　'}　　电话：{header.telephone or '　　　　'}"
    mail = f"　　信箱：{header.mail}" if header.mail else ""
    lines = (with_it, f"截止日期：{_day(due)}", contact + mail, header.applicant or "（申报单位）", _day(day))
    return [line for line in lines if line]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
