"""A dossier → the rows of a sheet: every entry with its place in the files and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import Diagnostic, KeyPath
from brandcluster.dossier.files import statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.sheets.cell_values import cell_text
from brandcluster.sheets.contents import EVERY, SheetTable, columns_of

#: Where 来源 says that returns were added up.
FROM_RETURNS = "企业报表"
#: What keeps a file from being changed at its places.
_BARRING = ("M001", "M009", "M013")


class Entry(NamedTuple):
    """An entry of a list, or a fixed row: where it stands, what it belongs to, and what its columns hold.

    `summed` where the returns of enterprises gave its figures: nobody else changes them.
    """

    path: str
    keys: KeyPath
    above: tuple[str, ...]
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    data: Any
    summed: bool = False


def barring(dossier: Dossier, tables: Sequence[SheetTable]) -> list[Diagnostic]:
    """What must be put right before a workbook can be made of these tables, or taken in."""
    paths = {table.path for table in tables if not table.is_yearly}
    if any(table.is_yearly for table in tables):
        paths |= {path for path in dossier.documents if path.startswith("statistics/")}
    return [
        each
        for each in dossier.diagnostics
        if each.location.path in paths and (each.code[0] in "YD" or each.code in _BARRING)
    ]


def sheet_entries(dossier: Dossier, table: SheetTable) -> list[Entry]:
    """The rows of a sheet in the order of the files."""
    return [each for path, year, data in _files(dossier, table) for each in entries_in(table, path, year, data)]


def entries_in(table: SheetTable, path: str, year: str, data: Any) -> Iterator[Entry]:
    """The rows that one file gives."""
    summed = table.summed and at(data, ("来源", "类型")) == FROM_RETURNS
    first = (year,) if table.is_yearly else ()
    if table.rows:
        for name, keys in table.rows:
            yield _entry(table, path, keys, (*first, name) if name else first, data, summed)
        return
    for keys, above in lists_of(table, data):
        holder = at(data, keys)
        for number in range(len(holder) if isinstance(holder, list) else 0):
            yield _entry(table, path, (*keys, number), (*first, *above), data, summed)


def lists_of(table: SheetTable, data: Any) -> list[tuple[KeyPath, tuple[str, ...]]]:
    """The lists that hold the entries of a sheet, each with the name of the entry that it stands in."""
    if EVERY not in table.at:
        return [(table.at, ())]
    split = table.at.index(EVERY)
    parents = at(data, table.at[:split])
    found: list[tuple[KeyPath, tuple[str, ...]]] = []
    for number, parent in enumerate(parents if isinstance(parents, list) else ()):
        name = parent.get("名称") if isinstance(parent, dict) else None
        found.append(
            ((*table.at[:split], number, *table.at[split + 1 :]), ("" if name is None else str(name).strip(),))
        )
    return found


def missing_rows(dossier: Dossier, table: SheetTable, new_year: int | None) -> list[tuple[str, ...]]:
    """Rows to offer for what has none yet: each leading industry in each year, or in each phase; a new year."""
    if table.name == "统计年度":
        return [(str(new_year),)] if new_year is not None and new_year not in dossier.statistics else []
    if not table.key or not dossier.industry_names:
        return []
    there = {(*entry.above, entry.texts[0]) for entry in sheet_entries(dossier, table)}
    if table.is_yearly:
        years = sorted({*dossier.statistics, *([new_year] if new_year is not None else [])})
        names = [*dossier.industry_names, OTHER_INDUSTRY]
        known = {year for year, _ in there}
        # An industry that is not among a year's figures has none there; one of a blank year is asked for.
        wanted = [(str(year), name) for year in years if str(year) not in known for name in names]
        return [each for each in wanted if each not in there]
    data = dossier.documents[table.path].data
    phases = [above[0] for _, above in lists_of(table, data) if above[0]]
    answered = {phase for phase, _ in there}
    return [(phase, name) for phase in phases if phase not in answered for name in dossier.industry_names]


def at(data: Any, keys: KeyPath) -> Any:
    """What stands at a path; None where nothing does."""
    for step in keys:
        if isinstance(data, Mapping) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _files(dossier: Dossier, table: SheetTable) -> Iterator[tuple[str, str, Any]]:
    paths = (
        [(statistics_path(year), str(year)) for year in sorted(dossier.statistics)]
        if table.is_yearly
        else [(table.path, "")]
    )
    for path, year in paths:
        document = dossier.documents.get(path)
        if document is not None and document.data is not None:
            yield path, year, document.data


def _entry(table: SheetTable, path: str, keys: KeyPath, above: tuple[str, ...], data: Any, summed: bool) -> Entry:
    columns = columns_of(table)
    values = tuple(at(data, (*keys, *column.keys)) for column in columns)
    texts = tuple(cell_text(column, value) for column, value in zip(columns, values, strict=True))
    return Entry(path, keys, above, values, texts, at(data, keys), summed)
