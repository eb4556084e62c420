"""A filled workbook against the dossier: what a person typed since it was made, cell by cell, and what follows.

Three states of a cell meet: what it held when the workbook was made, what it holds now, and what the dossier holds now.
Only what was typed counts; where the dossier has changed meanwhile too, both are shown, and nobody decides but the user.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.load import Dossier
from brandcluster.sheets.cell_values import WrongCell, is_alike, is_right, read_value
from brandcluster.sheets.contents import CHECKED, SheetColumn, SheetTable, columns_of, hidden_labels
from brandcluster.sheets.entries import Entry, sheet_entries
from brandcluster.sheets.filled import CellFault, Filled, FilledRow, FilledSheet
from brandcluster.sheets.new_rows import NewEntry, place_new_rows

Preferred = Literal["new", "old"]
#: Which side counts where both have something: one for all, or by the place of the cell (`CellChange.where`).
Preferring = Preferred | Mapping[str, Preferred] | None
#: 改 another value · 填 the first one · 清 none any more · 删 an entry less · 新增 one more · 冲突 both sides changed ·
#: 并排 beside a sum of returns, which stays · 未删 an entry that stays.
Status = Literal["改", "填", "清", "删", "新增", "冲突", "并排", "未删"]


class CellChange(NamedTuple):
    """A cell against the dossier: `row` says which entry it is of, `base` what it held when the workbook was made."""

    status: Status
    sheet: str
    row: str
    label: str
    where: str
    old: str
    new: str
    base: str = ""
    note: str = ""
    path: str = ""
    keys: KeyPath = ()


class Ticked(NamedTuple):
    """A list whose choices were ticked otherwise: what comes in, and what goes."""

    path: str
    keys: KeyPath
    added: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(slots=True)
class Taking:
    """What a workbook changes: every cell for people, and what is set, added and taken out in the files."""

    items: list[CellChange] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    values: dict[str, dict[KeyPath, Any]] = field(default_factory=dict)
    ticked: list[Ticked] = field(default_factory=list)
    new: list[NewEntry] = field(default_factory=list)
    gone: dict[str, list[KeyPath]] = field(default_factory=dict)

    @property
    def conflicts(self) -> int:
        """How many cells were changed on both sides, and not decided."""
        return sum(each.status == "冲突" for each in self.items)

    @property
    def changes_files(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.values or self.ticked or self.new or self.gone)


def preferred_at(prefer: Preferring, where: str) -> Preferred | None:
    """Which side counts at a cell; None where nobody decided."""
    return prefer.get(where) if isinstance(prefer, Mapping) else prefer


def take_in(dossier: Dossier, filled: Filled, prefer: Preferring) -> Taking:
    """What is to become of every cell; nothing is written here."""
    taking = Taking(faults=list(filled.faults))
    for sheet in filled.sheets:
        entries = sheet_entries(dossier, sheet.table)
        places = _matched(sheet.table, filled.copies[sheet.table.name], entries)
        matched = {number: entries[at] for number, at in places.items()}
        strangers = _known_rows(taking, sheet, filled.copies[sheet.table.name], matched, prefer)
        taken = set(places.values())
        others = [each for at, each in enumerate(entries) if at not in taken]
        new, items, faults = place_new_rows(dossier, sheet, strangers, others, taking.new)
        taking.new += new
        taking.items += [CellChange("新增", *each) for each in items]
        taking.faults += faults
        taking.notes += [f"{sheet.table.name}：“{heading}”一列不是这张表的，没有读。" for heading in sheet.unread]
    return taking


# ---- which row is which entry ----------------------------------------------------------------------------------


def match_entries(
    table: SheetTable, copies: Mapping[str, Mapping[str, str]], entries: Sequence[Entry]
) -> dict[str, Entry]:
    """The entry of the dossier that each numbered row was made of, wherever it stands now.

    Rows that still read as they did come first, then those of the same name, then those in the same place.
    """
    return {number: entries[at] for number, at in _matched(table, copies, entries).items()}


def _matched(table: SheetTable, copies: Mapping[str, Mapping[str, str]], entries: Sequence[Entry]) -> dict[str, int]:
    columns = columns_of(table)
    named = next((index for index, each in enumerate(columns) if each.kind in ("text", "code")), 0)
    found: dict[str, int] = {}
    used: set[int] = set()

    def whole(above: tuple[str, ...], texts: tuple[str, ...]) -> Hashable:
        return above if table.rows else (above, texts)

    def name(above: tuple[str, ...], texts: tuple[str, ...]) -> Hashable:
        return (above, texts[named]) if texts[named] and not table.rows else None

    rows = {number: (_above(table, row), _texts(columns, row)) for number, row in copies.items()}
    for key in (whole, name):
        waiting: dict[Hashable, list[int]] = {}
        for at in reversed([at for at in range(len(entries)) if at not in used]):
            waiting.setdefault(key(entries[at].above, entries[at].texts), []).append(at)
        for number in [number for number in rows if number not in found]:
            wanted = key(*rows[number])
            if wanted is not None and waiting.get(wanted):
                found[number] = waiting[wanted].pop()
                used.add(found[number])
    if len(rows) == len(entries):
        for at, (number, (above, _)) in enumerate(rows.items()):
            if number not in found and at not in used and entries[at].above == above:
                found[number] = at
    return found


def _texts(columns: Sequence[SheetColumn], row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(column.heading, "") for column in columns)


def _above(table: SheetTable, row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(heading, "") for heading in table.above)


# ---- rows that were there --------------------------------------------------------------------------------------


def _known_rows(
    taking: Taking,
    sheet: FilledSheet,
    copies: Mapping[str, Mapping[str, str]],
    matched: Mapping[str, Entry],
    prefer: Preferring,
) -> list[FilledRow]:
    """Go through the rows that the workbook was made with; the others are returned."""
    others = []
    seen: set[str] = set()
    for row in sheet.rows:
        number = row.number.removeprefix(CHECKED)
        if not row.number:
            others.append(row)
        elif number not in copies or row.number in seen:
            why = "有两行写着" if row.number in seen else "材料里没有"
            help_ = "序号不要改；新增的一行，序号空着。"
            taking.faults.append(
                CellFault(sheet.where(row, "序号"), "序号", f"{why}“{row.number[:20]}”这个序号。", help_)
            )
        elif row.number != number:
            taking.items += _beside(sheet, row, matched.get(number))
        else:
            _known_row(taking, sheet, row, copies[number], matched.get(number), prefer)
        seen.add(row.number)
    lost = [number for number in copies if number not in seen]
    if lost:
        shown = "、".join(lost[:8]) + ("等" if len(lost) > 8 else "")
        taking.notes.append(f"{sheet.table.name}：序号 {shown} 的行不见了，没有删。要删就把那一行的格清空，不删整行。")
    return others


def _known_row(
    taking: Taking,
    sheet: FilledSheet,
    row: FilledRow,
    copy: Mapping[str, str],
    entry: Entry | None,
    prefer: Preferring,
) -> None:
    meeting = _Meeting(sheet, row, copy, entry, prefer)
    moved = list(_moved(meeting))
    taking.faults += moved
    if moved:
        return
    changed = [
        index for index, column in enumerate(columns_of(sheet.table)) if not _is_as_it_was(meeting, index, column)
    ]
    if changed and _is_emptied(sheet, row):
        _remove(taking, meeting)
        return
    ticked: list[tuple[SheetColumn, bool]] = []
    for index in changed:
        column = columns_of(sheet.table)[index]
        item, value = _judged(meeting, index, column)
        if isinstance(value, WrongCell):
            taking.faults.append(CellFault(sheet.where(row, column.heading), column.heading, *value))
        elif item is not None:
            taking.items.append(item)
            if entry is None or item.status not in ("改", "填", "清"):
                continue
            if column.choice:
                ticked.append((column, bool(value)))
            else:
                taking.values.setdefault(entry.path, {})[(*entry.keys, *column.keys)] = value
    if entry is not None:
        taking.ticked += _ticked(entry, ticked)


class _Meeting(NamedTuple):
    """A row of the workbook, what it was made with, and the entry of the dossier that it is."""

    sheet: FilledSheet
    row: FilledRow
    copy: Mapping[str, str]
    entry: Entry | None
    prefer: Preferring

    def preferred(self, column: SheetColumn | None) -> Preferred | None:
        """Which side counts at a cell, or for the row."""
        return preferred_at(self.prefer, self.sheet.where(self.row, column.heading if column is not None else "序号"))

    def change(
        self, status: Status, column: SheetColumn | None, old: str, new: str, base: str = "", note: str = ""
    ) -> CellChange:
        """What is said of one cell, or of the row."""
        heading = column.heading if column is not None else ""
        where = self.sheet.where(self.row, heading or "序号")
        words = row_words(self.sheet.table, self.row.number, self.copy)
        path = self.entry.path if self.entry is not None else ""
        keys = (*self.entry.keys, *(column.keys if column is not None else ())) if self.entry is not None else ()
        return CellChange(status, self.sheet.table.name, words, heading, where, old, new, base, note, path, keys)


def row_words(table: SheetTable, number: str, cells: Mapping[str, str]) -> str:
    """A row for people: what it belongs to, and what it is called."""
    named = next((column for column in columns_of(table) if column.kind in ("text", "code")), columns_of(table)[0])
    words = [
        *(cells.get(each, "").partition("\n")[0] for each in table.above),
        "" if table.rows else cells.get(named.heading, ""),
    ]
    shown = " ".join(each if len(each) <= 24 else f"{each[:24]}…" for each in words if each)
    name = f"核对序号 {number.removeprefix(CHECKED)}" if number.startswith(CHECKED) else f"序号 {number}"
    return f"{name}（{shown}）" if shown else name


def _moved(meeting: _Meeting) -> Iterator[CellFault]:
    sheet, row, copy = meeting.sheet, meeting.row, meeting.copy
    for heading in sheet.table.above:
        now, then = row.cells.get(heading, ""), copy.get(heading, "")
        if now not in ("", then):
            message = f"“{heading}”由“{then[:40]}”改成了“{now[:40]}”。"
            help_ = "这一栏不改；要移到别处，把这一行清空，在下面的空行另写。"
            yield CellFault(sheet.where(row, heading), heading, message, help_)


def _is_as_it_was(meeting: _Meeting, index: int, column: SheetColumn) -> bool:
    """Whether nobody typed into a cell: how programs write a value does not count, unless the file has it wrong."""
    if not meeting.sheet.has(column):
        return True
    base, cell, entry = meeting.copy.get(column.heading, ""), meeting.row.cells[column.heading], meeting.entry
    is_sound = entry is None or is_right(column, entry.values[index])
    return base == cell or (is_sound and is_alike(column, base, cell))


def _is_emptied(sheet: FilledSheet, row: FilledRow) -> bool:
    columns = columns_of(sheet.table)
    return not sheet.table.rows and not any(row.cells.get(column.heading, "-") for column in columns)


def _judged(meeting: _Meeting, index: int, column: SheetColumn) -> tuple[CellChange | None, Any]:
    """What becomes of one cell that was typed into: what is said of it, and the value to set or a WrongCell."""
    base, cell, entry = meeting.copy.get(column.heading, ""), meeting.row.cells[column.heading], meeting.entry
    if entry is None:
        is_left = isinstance(meeting.prefer, Mapping) and meeting.preferred(column) == "old"
        lost = meeting.change("冲突", column, "", cell, base, "材料里已经没有这一项。")
        return (None if is_left else lost), None
    now = entry.texts[index]
    if cell == now or (is_right(column, entry.values[index]) and is_alike(column, cell, now)):
        return None, None
    if entry.summed:
        return meeting.change("并排", column, now, cell, base), None
    value = read_value(column, cell) if cell else None
    if isinstance(value, WrongCell):
        return None, value
    prefer = meeting.preferred(column)
    if not is_alike(column, base, now) and prefer != "new":
        return (None if prefer == "old" else meeting.change("冲突", column, now, cell, base)), None
    status: Status = "清" if value in (None, False) else "填" if not now else "改"
    return meeting.change(status, column, now, cell, base), value


def _remove(taking: Taking, meeting: _Meeting) -> None:
    """Take a row out that was emptied, unless something stands with it that the workbook does not show."""
    entry = meeting.entry
    if entry is None:
        return
    shown = " · ".join(text for text in entry.texts if text)
    held = hidden_labels(meeting.sheet.table, entry.data)
    was = tuple(meeting.copy.get(column.heading, "") for column in columns_of(meeting.sheet.table))
    if entry.summed:
        taking.items.append(meeting.change("未删", None, shown, "", note="由企业报表汇总，不能删。"))
    elif held:
        note = f"这一项还有表上没有的内容（{'、'.join(held[:4])}），要删请在 {entry.path} 里删。"
        taking.items.append(meeting.change("未删", None, shown, "", note=note))
    elif was != entry.texts and meeting.preferred(None) is None:
        taking.items.append(meeting.change("冲突", None, shown, "", note="工作簿里清空了，材料里后来改过。"))
    elif was == entry.texts or meeting.preferred(None) == "new":
        taking.items.append(meeting.change("删", None, shown, ""))
        taking.gone.setdefault(entry.path, []).append(entry.keys)


def _beside(sheet: FilledSheet, row: FilledRow, entry: Entry | None) -> Iterator[CellChange]:
    """A row of other figures beside a sum of returns: each that differs, both shown."""
    if entry is None:
        return
    headings = (*sheet.table.above, *(column.heading for column in columns_of(sheet.table)))
    cells = dict(zip(headings, (*entry.above, *entry.texts), strict=True))
    meeting = _Meeting(sheet, row, cells, entry, None)
    for column, now in zip(columns_of(sheet.table), entry.texts, strict=True):
        cell = row.cells.get(column.heading, "")
        if cell and not is_alike(column, cell, now):
            yield meeting.change("并排", column, now, cell)


def _ticked(entry: Entry, ticked: Sequence[tuple[SheetColumn, bool]]) -> Iterator[Ticked]:
    for keys in dict.fromkeys(column.keys for column, _ in ticked):
        added = tuple(column.choice for column, on in ticked if on and column.keys == keys)
        gone = tuple(column.choice for column, on in ticked if not on and column.keys == keys)
        yield Ticked(entry.path, (*entry.keys, *keys), added, gone)
