"""A value of a file ↔ a cell of the workbook, and whether two cells say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import UNSAFE
from brandcluster.dossier.model import fields, spelling
from brandcluster.dossier.model.kinds import Kind
from brandcluster.dossier.model.measures import NO, YES
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.sheets.contents import SheetColumn

#: A longer text is not put into a cell: Excel takes 32,767 units of UTF-16.
LONGEST = 16_000
TOO_LONG_TO_SHOW = "（文字太长，请在文件里改）"
#: Stands for a text whose figures come from elsewhere: it can't be typed over without losing them.
REFERS = "（已有内容，里面的数由程序填；要改请另附书面答复）"
#: A number with more digits would lose some in a cell.
MOST_DIGITS = 15

_NUMBERS = ("number", "count", "year")
_READERS: dict[Kind, Callable[[Any], Any]] = {
    "number": fields.read_number,
    "count": fields.read_count,
    "year": fields.read_year,
    "date": fields.read_date,
    "month": fields.read_month,
    "path": fields.read_path,
    "text": fields.read_text,
    "code": fields.read_code,
}
_YES = frozenset((YES, "√", "✓", "✔", "☑", "■", "1", "true", "y", "yes"))
_NO = frozenset(("", NO, "×", "✗", "✘", "□", "☐", "0", "false", "n", "no"))
_MIDNIGHT = late_pattern(r"(\d{4}-\d{2}-\d{2})[T ]00:00:00\Z")
_FIRST_DAY = late_pattern(r"(\d{4}-\d{2})-01\Z")
_PLAIN = late_pattern(r"-?\d+(?:\.\d+)?\Z", re.ASCII)


class WrongCell(NamedTuple):
    """Why a cell cannot be taken, and what to write."""

    message: str
    help: str


def cell_text(column: SheetColumn, value: Any) -> str:
    """What a cell shows of a value as it stands in the file; empty where there is none."""
    if column.choice:
        return YES if isinstance(value, list) and column.choice in value else ""
    if value is None or isinstance(value, (list, dict)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = tidy(format(value, "f") if isinstance(value, Decimal) else str(value))
    if not column.keys and "{{" in text:
        return REFERS
    return text if len(text) <= LONGEST else TOO_LONG_TO_SHOW


def tidy(text: str) -> str:
    """A cell's text without what programs add to it: white space around it, other line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def is_alike(column: SheetColumn, one: str, other: str) -> bool:
    """Whether two cells say the same, however their programs write it."""
    return one == other or spelt_alike(column, one) == spelt_alike(column, other)


def is_right(column: SheetColumn, value: Any) -> bool:
    """Whether a value stands in the file as it must."""
    if column.choice or value is None:
        return True
    if column.choices:
        return value in column.choices
    try:
        _READERS[column.kind](value)
    except (PydanticCustomError, KeyError):
        return False
    return True


def read_value(column: SheetColumn, text: str) -> Any:
    """What is written into the file for a cell that is not empty: text, a number; or a WrongCell."""
    if column.choice:
        return _tick(text)
    if column.choices:
        return _chosen(column, text)
    if column.kind in _NUMBERS:
        return _number(column, text)
    plain = spelt_alike(column, text)
    if UNSAFE.search(plain.replace("\n", "").replace("\t", "")):
        return WrongCell("这一格里有看不见的字符。", "删掉，重新输入这一格。")
    plain = plain.replace("\t", " ")
    return _read(column, plain, plain)


def _number(column: SheetColumn, text: str) -> Any:
    plain = spelt_alike(column, text)
    if not _PLAIN.match(plain) or len(plain) > 40:
        return WrongCell(*fields.explain_number(text, column.heading))
    value = spelling.number_in_text(plain)
    return _read(column, value, value)


def _read(column: SheetColumn, value: Any, written: Any) -> Any:
    try:
        _READERS[column.kind](value)
    except PydanticCustomError as error:
        context = error.context or {}
        return WrongCell(str(context.get("message", "")), str(context.get("help", "")))
    return written


def _tick(text: str) -> Any:
    form = normalise_key(text)
    if form in _YES or form in _NO:
        return form in _YES
    return WrongCell("这一栏看不出是不是要选。", f"要选就写“{YES}”，不选就空着。")


def _chosen(column: SheetColumn, text: str) -> Any:
    form = normalise_key(text)
    found = [each for each in column.choices if normalise_key(each) == form]
    shown = text if len(text) <= 40 else text[:40] + "…"
    return found[0] if found else WrongCell(f"不能写“{shown}”。", f"只能写：{'、'.join(column.choices)}。")


def spelt_alike(column: SheetColumn, text: str) -> str:
    """A cell in the one spelling that is compared, where it can be told; else as it stands."""
    if column.choice:
        found = _tick(text)
        return text if isinstance(found, WrongCell) else YES if found else ""
    if column.choices:
        found = _chosen(column, text)
        return text if isinstance(found, WrongCell) else str(found)
    if column.kind in _NUMBERS:
        return _spelt_number(column, text)
    if column.kind in ("date", "month"):
        day = _MIDNIGHT.sub(r"\1", text)
        if column.kind == "date":
            return spelling.respell_day(day) or day
        return spelling.respell_month(day) or _FIRST_DAY.sub(r"\1", day)
    return text


def _spelt_number(column: SheetColumn, text: str) -> str:
    spelt = spelling.respell_number(text) or spelling.strip_unit(text, column.heading) or text
    if not _PLAIN.match(spelt) or len(spelt) > 60:
        return spelt
    plain = format(Decimal(spelt), "f")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"
