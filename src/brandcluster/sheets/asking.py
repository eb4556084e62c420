"""What a supplier is asked for in the workbook, and answers that may not overwrite what is there."""

from __future__ import annotations

from collections.abc import Sequence

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.suppliers import AskedField
from brandcluster.sheets.cell_values import is_alike
from brandcluster.sheets.contents import TABLES, TEXTS, SheetTable, columns_of
from brandcluster.sheets.entries import sheet_entries
from brandcluster.sheets.filled import Filled
from brandcluster.sheets.taking_in import CellChange, Preferring, Taking, match_entries, preferred_at

#: Sums over the enterprises of two years explain a change and are nobody's to fill; beside the year's sums they could
#: give single enterprises away.
_NOT_SENT = ("同口径", "变动说明", "自定栏目")
#: What takes away or alters what the dossier holds.
_OVERWRITES = ("改", "清", "删")


def tables_for(asked: Sequence[AskedField]) -> list[SheetTable]:
    """The sheets of the lists that a supplier is asked for."""
    wanted = {(each.path, each.label) for each in asked}
    found = [each for each in TABLES if each.name not in _NOT_SENT and wanted & _places(each)]
    texts = tuple(row for row in TEXTS.rows if (TEXTS.path, row[1][0]) in wanted)
    return [*found, *([TEXTS._replace(rows=texts)] if texts else [])]


def headings_for(asked: AskedField, tables: Sequence[SheetTable]) -> tuple[str, ...]:
    """The headings of the columns in which a field is filled: of its list all, of a year's own row its own."""
    columns = [
        column
        for table in tables
        for column in columns_of(table)
        if table.at or table.rows[0][1] or column.keys[:1] == (asked.label,)
    ]
    return tuple(dict.fromkeys(column.heading for column in columns))


def _places(table: SheetTable) -> set[tuple[str, str]]:
    """The fields of the file that a sheet is of: a list, or for a year's own row every column."""
    where = table.at or (table.rows[0][1] if table.rows else ())
    labels = [where[0]] if where else [column.keys[0] for column in columns_of(table)]
    return {(table.path, str(label)) for label in labels}


def hold_back(taking: Taking, prefer: Preferring) -> None:
    """Make a conflict of what would overwrite an answer; with `old` leave such cells as they are, with `new` take
    them. The ticks of one list are decided as one."""
    sides = {at: preferred_at(prefer, each.where) for at, each in enumerate(taking.items) if each.status in _OVERWRITES}
    held = [taking.items[at] for at, side in sides.items() if side == "old"]
    taking.items = [
        each if sides.get(at, "new") is not None else _as_conflict(each)
        for at, each in enumerate(taking.items)
        if sides.get(at) != "old"
    ]
    if not held:
        return
    places = {(each.path, each.keys) for each in held}
    for path, values in taking.values.items():
        taking.values[path] = {keys: value for keys, value in values.items() if (path, keys) not in places}
    taking.values = {path: values for path, values in taking.values.items() if values}
    taking.ticked = [each for each in taking.ticked if (each.path, each.keys) not in places]
    taking.gone = _without(taking.gone, places)


def _as_conflict(each: CellChange) -> CellChange:
    note = each.note or "材料里已经有内容，与交回的不一样。"
    return each._replace(status="冲突", note=note)


def _without(gone: dict[str, list[KeyPath]], places: set[tuple[str, KeyPath]]) -> dict[str, list[KeyPath]]:
    kept = {path: [keys for keys in each if (path, keys) not in places] for path, each in gone.items()}
    return {path: each for path, each in kept.items() if each}


def disagreeing(dossier: Dossier, filled: Filled) -> list[str]:
    """In words the cells that nobody typed into and that hold another value than the dossier does by now: it was
    changed since the workbook was made, and is not changed back."""
    found = []
    for sheet in filled.sheets:
        copies = filled.copies[sheet.table.name]
        matched = match_entries(sheet.table, copies, sheet_entries(dossier, sheet.table))
        for row in sheet.rows:
            entry = matched.get(row.number)
            if entry is None or entry.summed:
                continue
            for column, now in zip(columns_of(sheet.table), entry.texts, strict=True):
                cell, base = row.cells.get(column.heading, ""), copies[row.number].get(column.heading, "")
                if cell and cell == base and sheet.has(column) and not is_alike(column, cell, now):
                    where = sheet.where(row, column.heading)
                    found.append(f"{where} 工作簿是“{cell[:40]}”，材料后来是“{now[:40]}”，没有改回去。")
    return found
