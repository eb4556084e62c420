"""Workbooks of `sheet form`, filled as people do: with openpyxl, or as values without a file."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl

from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.notice.edition import default_edition
from brandcluster.sheets.contents import TABLES, SheetColumn
from brandcluster.sheets.entries import Entry
from brandcluster.sheets.filled import Filled, read_filled
from brandcluster.sheets.form_pages import sheet_workbook
from brandcluster.sheets.taking_in import Taking, take_in
from brandcluster.sheets.write_changes import new_texts

#: What is typed into a cell of each kind, and what the file says then.
TYPED: dict[str, tuple[str, Any]] = {
    "number": ("1,234.5", "1234.5"),
    "count": ("77", "77"),
    "year": ("2017", "2017"),
    "date": ("2014年3月9日", "2014-03-09"),
    "month": ("2019年3月", "2019-03"),
    "path": ("evidence/新 文件.pdf", "evidence/新 文件.pdf"),
    "code": ("91110000100000000X", "91110000100000000X"),
    "text": ("新的内容：第一行\n=第二行", "新的内容：第一行\n=第二行"),
}


def made(root: Path, year: int | None = None) -> bytes:
    """The workbook of a folder."""
    return sheet_workbook(load_dossier(root), TABLES, year)


def refilled(content: bytes, fill: Callable[[Any], None] = lambda book: None) -> bytes:
    """A workbook opened, filled and saved by openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content: bytes) -> Filled:
    """A workbook that must be one of ours."""
    found = read_filled(content)
    assert isinstance(found, Filled), found
    return found


def taken(root: Path, content: bytes, prefer: Any = None) -> tuple[Taking, dict[str, str | None]]:
    """What a workbook changes in a folder, and the texts of the files that it changes."""
    dossier = load_dossier(root)
    taking = take_in(dossier, read(content), prefer)
    return taking, texts_of_taking(dossier, taking)


def texts_of_taking(dossier: Dossier, taking: Taking) -> dict[str, str | None]:
    """The texts of the files that change."""
    return {each.path: each.after for each in new_texts(dossier, taking, default_edition())}


def write(root: Path, texts: Mapping[str, str | None]) -> None:
    """Put texts into their files."""
    for path, text in texts.items():
        assert text is not None, path
        (root / path).write_text(text, encoding="utf-8", newline="")


def another(column: SheetColumn, entry: Entry, index: int) -> tuple[str, Any]:
    """What to type into a cell to change it, and what the file then holds (a list for ticks), as text."""
    if column.choice:
        held = list(entry.values[index] or [])
        if column.choice in held:
            held.remove(column.choice)
            return "", held
        return "√", [*held, column.choice]
    if column.choices:
        choice = next(each for each in column.choices if each != entry.texts[index])
        return f" {choice} ", choice
    typed, value = TYPED[column.kind]
    return typed, value


def put(data: Any, keys: tuple[str | int, ...], value: Any) -> Any:
    """A copy of the data with a value at a path; mappings on the way are made."""
    result = deepcopy(data)
    holder = result
    for step in keys[:-1]:
        if isinstance(holder, dict) and not isinstance(holder.get(step), (dict, list)):
            holder[step] = {}
        holder = holder[step]
    holder[keys[-1]] = value
    return result
