"""Letters to departments: a letter and a workbook for each, and the note of them in requests.yaml. For `request form` and
the page at the desk; nothing is written here."""

from __future__ import annotations

from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.request_record import edited_record

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.dossier.suppliers import AskedField

#: Where letters are put below a dossier.
LETTERS = "out/发函"


def office_papers(dossier: Dossier, name: str, fields: list[AskedField], due: Date, day: Date) -> dict[str, bytes]:
    """A supplier's letter and, where something of it fits into a sheet, workbook, by the ending of the file."""
    from brandcluster.papers.request_letter import AskedSheet, request_letter, until_words
    from brandcluster.sheets.asking import headings_for, tables_for
    from brandcluster.sheets.entries import barring
    from brandcluster.sheets.form_pages import sheet_workbook

    tables = [each for each in tables_for(fields) if each.name != "统计" or not _gives_away(dossier)]
    barred = barring(dossier, tables)
    if barred:
        raise UserError(f"材料里有要先改好的错误：{visible(barred[0].message)}先运行 brandcluster validate。", 1)
    sheets = {}
    for each in fields:
        own = [one for one in tables_for([each]) if one.name in {table.name for table in tables}]
        if own:
            sheets[each] = AskedSheet(tuple(one.name for one in own), headings_for(each, own))
    found = {"docx": request_letter(dossier, name, fields, sheets, due, day)}
    if tables:
        found["xlsx"] = sheet_workbook(dossier, tables, None, name, until_words(dossier, due))
    return found


def _gives_away(dossier: Dossier) -> bool:
    """Whether sums of a year are of so few enterprises that they give single ones away: then none is sent out."""
    from brandcluster.returns.revealing import revealing_sums

    return any(any(revealing_sums(dossier.statistics, year)) for year in dossier.statistics)


def noted_letters(dossier: Dossier, names: list[str], day: Date, due: Date) -> dict[Path, bytes]:
    """The record with a letter more for each name; the same letter is noted once."""
    changes: dict[tuple[str | int, ...], Any] = {}
    sent = dossier.requests.sent
    there = {(each.supplier, each.sent, each.due) for each in sent}
    new = [name for name in names if (name, day, due) not in there]
    for number, name in enumerate(new, start=len(sent)):
        changes["发函", number] = {"名称": name, "发出": day.isoformat(), "截止": due.isoformat()}
    return edited_record(dossier, changes)
