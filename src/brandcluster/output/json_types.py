"""What stands in every JSON output: types that the makers declare their results with and the schemas are made from.

A JSON output is a TypedDict beside its maker. A text in `Annotated` is the description in the schema, a `Keyword` any
other keyword of JSON Schema.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, NamedTuple, TypedDict

from brandcluster.base.diagnostics import Location
from brandcluster.base.numbers import decimal_string, decimal_text


class Keyword(NamedTuple):
    """A keyword of JSON Schema and its value."""

    name: str
    value: str | int


Count = Annotated[int, Keyword("minimum", 0)]
LineNumber = Annotated[int, Keyword("minimum", 1)]
DecimalText = Annotated[str, "小数写成文字，不经过浮点数", Keyword("pattern", r"^-?\d+(\.\d+)?$")]
DayText = Annotated[str, Keyword("format", "date"), Keyword("pattern", r"^\d{4}-\d{2}-\d{2}$")]
PathText = Annotated[str, "相对于申报文件夹，用 / 分隔"]
#: The labels and list indexes that lead to a value of a file.
Keys = list[str | int]


class PlaceJson(TypedDict):
    """A line of a file of the dossier."""

    path: PathText
    line: LineNumber


class WindowJson(TypedDict):
    """The next time in which applications are reviewed: its first day, and how many days from today that is."""

    start: DayText
    days: Count


def place_json(place: Location) -> PlaceJson:
    """A place by its file and line."""
    return {"path": place.path, "line": place.line}


def window_json(window: tuple[date, int] | None) -> WindowJson | None:
    """The next window by its first day and the days until then."""
    return None if window is None else {"start": window[0].isoformat(), "days": window[1]}


def day_json(day: date | None) -> str | None:
    """A date as 2014-04-20; None where there is none."""
    return None if day is None else day.isoformat()


def exact_json(value: Fraction | None) -> str | None:
    """A ratio exactly where its decimals end within 12 places, else rounded to 12; None where there is none."""
    return None if value is None else decimal_string(value)


def plain_json(value: Decimal | int | None) -> str | None:
    """An amount or a count as it was given, without an exponent; None where there is none."""
    return None if value is None else decimal_text(value)
