"""Rows that a person added to a workbook → entries to add to the lists of the dossier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import FIRST_YEAR, LAST_YEAR
from brandcluster.sheets.cell_values import WrongCell, read_value, spelt_alike
from brandcluster.sheets.contents import EVERY, YEAR_HEADING, SheetTable, columns_of
from brandcluster.sheets.entries import FROM_RETURNS, Entry, at, lists_of
from brandcluster.sheets.filled import CellFault, FilledRow, FilledSheet


class NewEntry(NamedTuple):
    """An entry to add: the file (`year` where it may be a new one), the list, and what stands in it.

    An empty `keys` is the file itself: its own values.
    """

    path: str
    year: int | None
    keys: KeyPath
    value: dict[str, Any]


#: sheet, row, label, where, old, new, base, note, path, keys: what is said of a row that is added.
Said = tuple[str, str, str, str, str, str, str, str, str, KeyPath]


def place_new_rows(
    dossier: Dossier,
    sheet: FilledSheet,
    rows: Sequence[FilledRow],
    others: Sequence[Entry],
    earlier: Sequence[NewEntry],
) -> tuple[list[NewEntry], list[Said], list[CellFault]]:
    """Where each row without a number belongs, what is said of it, and what is wrong.

    `others` are the entries of the dossier that the workbook did not hold: a row that is among them is there already.
    """
    found: list[NewEntry] = []
    said: list[Said] = []
    faults: list[CellFault] = []
    there = Counter(_key(sheet.table, each.above, each.texts) for each in others)
    for row in rows:
        if _says_nothing(sheet.table, row):
            continue
        above = tuple(row.cells.get(each, "") for each in sheet.table.above)
        key = _key(sheet.table, above, [row.cells.get(each.heading, "") for each in columns_of(sheet.table)])
        if there[key]:
            there[key] -= 1
            continue
        if sheet.table.rows and not sheet.table.is_yearly:
            faults.append(CellFault(sheet.where(row, ""), "", "这张表的行是固定的，不能加行。", "写在上面原有的行里。"))
            continue
        place = _placed(dossier, sheet, row, [*earlier, *found])
        value, wrong = _value(sheet, row)
        faults += wrong
        if isinstance(place, CellFault):
            faults.append(place)
        elif not wrong:
            path, year, keys = place
            found.append(NewEntry(path, year, keys, value))
            words = " ".join(text for each in sheet.table.above if (text := row.cells.get(each, "")))
            cells = ((column.heading, row.cells.get(column.heading, "")) for column in columns_of(sheet.table))
            shown = "；".join(f"{heading} {text}" for heading, text in cells if text)
            said.append((sheet.table.name, words, "", sheet.where(row, ""), "", shown, "", "", path, keys))
    return found, said, faults


def _says_nothing(table: SheetTable, row: FilledRow) -> bool:
    """Whether a row holds only what was offered: a year, a phase, an industry."""
    offered = {
        *table.above,
        *(column.heading for column in columns_of(table) if column.keys[:1] and column.keys[0] in table.key),
    }
    return not any(text for heading, text in row.cells.items() if heading not in offered)


def _key(table: SheetTable, above: tuple[str, ...], texts: Sequence[str]) -> tuple[str, ...]:
    """A row by what it says, however it is written."""
    return (*above, *(spelt_alike(column, text) for column, text in zip(columns_of(table), texts, strict=True)))


def _value(sheet: FilledSheet, row: FilledRow) -> tuple[dict[str, Any], list[CellFault]]:
    """What the entry holds, in the order of the columns."""
    value: dict[str, Any] = {}
    faults = []
    for column in columns_of(sheet.table):
        text = row.cells.get(column.heading, "")
        read = read_value(column, text) if text else None
        if isinstance(read, WrongCell):
            faults.append(CellFault(sheet.where(row, column.heading), column.heading, *read))
        elif column.choice:
            ticks = value.setdefault(str(column.keys[0]), [])
            ticks += [column.choice] if read else []
        elif read is not None:
            holder = value
            for step in column.keys[:-1]:
                holder = holder.setdefault(str(step), {})
            holder[str(column.keys[-1])] = read
    return value, faults


def _placed(
    dossier: Dossier, sheet: FilledSheet, row: FilledRow, added: Sequence[NewEntry]
) -> tuple[str, int | None, KeyPath] | CellFault:
    """The file and the list that a row belongs to; or why there is none."""
    table = sheet.table
    if not table.is_yearly:
        return _listed(sheet, row, table.path, None, _data(dossier, table.path), added)
    text = row.cells.get(YEAR_HEADING, "")
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        where = sheet.where(row, YEAR_HEADING)
        return CellFault(where, YEAR_HEADING, f"这一行没有写是哪一年（写的是“{text[:20]}”）。", "写四位年份，如 2013。")
    year = int(text)
    path = statistics_path(year)
    data = _data(dossier, path)
    if table.summed and at(data, ("来源", "类型")) == FROM_RETURNS:
        message = f"{year} 年的统计由企业报表汇总，不能在这里加一行。"
        return CellFault(
            sheet.where(row, YEAR_HEADING),
            YEAR_HEADING,
            message,
            "企业报表用 collect add 收，再用 indicators --save 汇总。",
        )
    if data is not None and table.rows:
        return CellFault(sheet.where(row, YEAR_HEADING), YEAR_HEADING, f"{year} 年已经有一行了。", "在那一行里改。")
    return _listed(sheet, row, path, year if data is None else None, data, added)


def _listed(
    sheet: FilledSheet, row: FilledRow, path: str, year: int | None, data: Any, added: Sequence[NewEntry]
) -> tuple[str, int | None, KeyPath] | CellFault:
    table = sheet.table
    if EVERY not in table.at:
        return path, year, table.at
    heading = table.above[-1]
    name = row.cells.get(heading, "")
    lists = [keys for keys, above in lists_of(table, data) if above[-1] == name != ""]
    split = table.at.index(EVERY)
    parents = at(data, table.at[:split])
    count = len(parents) if isinstance(parents, list) else 0
    new = [each for each in added if each.path == path and each.keys == table.at[:split]]
    lists += [
        (*table.at[:split], count + number, *table.at[split + 1 :])
        for number, each in enumerate(new)
        if str(each.value.get("名称", "")).strip() == name != ""
    ]
    if len(lists) == 1:
        return path, year, lists[0]
    where = sheet.where(row, heading)
    if not name:
        return CellFault(where, heading, f"这一行没有写属于哪个{heading}。", "从下拉列表选。")
    many = "有几个" if lists else "材料里没有"
    return CellFault(where, heading, f"{many}{heading}叫“{name[:40]}”。", "写得与材料里的一样，并且不重名。")


def _data(dossier: Dossier, path: str) -> Any:
    document = dossier.documents.get(path)
    return None if document is None else document.data
