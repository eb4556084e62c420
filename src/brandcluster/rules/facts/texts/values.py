"""Numbers with units in a text, each with its exact place; and the years, months and days that a text names.

Everything here is linear in the length of the text: every pattern begins with a digit or a fixed word and has bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.numbers import round_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.indicators.measure import WAN_PER_YI

#: What a value measures: money (in 万元), percent, points of percent, things, times, months.
MONEY, PERCENT, POINTS, COUNT, TIMES = "money", "percent", "points", "count", "times"
_COUNTED = "家|件|项|个|名|人|户|期|次|起|批次|批|份|部|套|场|条|台|种|亩|吨|平方米|座|处|所|位|类|款|本|只|辆|门|届|小时|分钟|天|公里|度"
#: What must not stand before a number is looked at behind its first figure, so that the engine passes over all else.
_VALUE = late_pattern(
    r"(\d(?<![\d.A-Za-z/—-]\d)\d{0,11}(?:,\d{3}){0,4}(?:\.\d{1,8})?)(\s?)([余多])?"
    rf"(个百分点|百分点|[%％]|亿元|万元|千元|元|[万亿]?倍|[万亿]?(?:{_COUNTED}))(?!月|[左]上)"
)
#: A number whose unit stands only behind the last of its list.
_LISTED = late_pattern(r"(\d(?<![\d.A-Za-z/—-]\d)\d{0,11}(?:\.\d{1,8})?)个?(?=[、和与及])")
_CHINESE = late_pattern(rf"([一二两三四五六七八九十]{{1,3}})(个?(?:{_COUNTED})|倍)(?![一二三四五六七八九十半月])")
_DIGITS = {"一": 1, "二": 2, "两": 2, **{sign: index for index, sign in enumerate("零一二三四五六七八九十")}}
_ABOUT = tuple(word + end for word in ("约", "近", "大致") for end in ("", "为", "占", "达"))
_LEAST = ("超过", "突破", "不少于", "不低于", "多达", "高于", "超", "至少", "逾", "大于")
_MOST = (
    "不足", "不到", "未到", "未达", "未达到", "没有达到", "没达到", "达不到", "不超过", "低于", "少于", "小于", "至多",
)  # fmt: skip
_AFTER = late_pattern(r"(?:左右|上下)|(?:以上|及以上|多(?![\d出了])|余)|(?:以下|以内)")
_EVERY = ("每", "均", "各")
_EACH = late_pattern(
    r"(?:每年|年均|每家|每户|每月|每个|平均|人均|各(?!类|项|级|种|地|界|方|部门|主导|有关|相关)|每[^，。]{0,4})[^，。；、\d]{0,8}$"
)


class Value(NamedTuple):
    """A number as stated: place in the text, the number in its base unit, unit and decimals as written, how loosely it
    is meant (约, 以上, 以下, or nothing), and whether it is one of each.

    `up` and `down` are what one of the unit is in the base unit; a number in words is `rounded` to nothing.
    """

    start: int
    end: int
    kind: str
    number: Fraction
    unit: str
    up: int
    down: int
    decimals: int
    loose: str
    each: bool
    rounded: bool = True

    @property
    def scale(self) -> Fraction:
        """One of the unit, in the base unit."""
        return Fraction(self.up, self.down)

    @property
    def half(self) -> Fraction:
        """Half of the last digit's worth, in the base unit."""
        return Fraction(self.up, 2 * self.down * 10**self.decimals) if self.rounded else Fraction(0)

    def fits(self, exact: Fraction, margin: Fraction) -> bool:
        """Whether an exact figure can be what is stated; `margin` is how far 约 may be off, as a share."""
        if self.loose == "以上":
            return exact >= self.number
        if self.loose == "以下":
            return exact <= self.number
        if abs(exact - self.number) <= self.half:
            return True
        return self.loose == "约" and abs(exact - self.number) <= margin * abs(exact)

    def shown(self, exact: Fraction) -> str:
        """An exact figure as it would stand here, with as many decimals and the same unit."""
        return round_text(exact / self.scale, self.decimals) + self.unit


def values_in(text: str, start: int, end: int) -> list[Value]:
    """The values of a range of a text, in order."""
    found = [_value(text, match, start) for match in _VALUE.finditer(text, start, end)]
    known = {value.start for value in found}
    taken = [(value.start, value.end) for value in found]
    for match in _LISTED.finditer(text, start, end) if found else ():
        after = next((value for value in found if value.start > match.start()), None)
        if match.start() not in known and after is not None and _same_list(text[match.end() : after.start]):
            whole, _, digits = match.group(1).partition(".")
            number = Fraction(int(whole + digits) * after.up, 10 ** len(digits) * after.down)
            found.append(after._replace(start=match.start(), end=match.end(), number=number, decimals=len(digits)))
    for match in _CHINESE.finditer(text, start, end):
        if not any(first <= match.start() < last for first, last in taken):
            found.append(_chinese(match))
    return sorted(found)


def _same_list(between: str) -> bool:
    return re.fullmatch(r"(?:[、和与及以]|\d{1,12}(?:\.\d{1,8})?个?)+", between) is not None


def _value(text: str, match: re.Match[str], first: int) -> Value:
    digits, _, more, unit = match.groups()
    whole, _, behind = digits.replace(",", "").partition(".")
    decimals = len(behind)
    kind, up, down = _unit(unit)
    if kind == COUNT and decimals and up == 1:
        kind = POINTS  # 2.66个、6.25个和…个百分点
    before = text[max(match.start() - 12, first) : match.start()]
    after = _AFTER.match(text, match.end())
    return Value(
        match.start(),
        match.end(),
        kind,
        Fraction(int(whole + behind) * up, 10**decimals * down),
        unit,
        up,
        down,
        decimals,
        _loose(before, "多" if more else after.group() if after else ""),
        any(word in before for word in _EVERY) and _EACH.search(before) is not None,
    )


#: Units of money in 万元.
_MONEY = {"亿元": (WAN_PER_YI, 1), "万元": (1, 1), "千元": (1, 10), "元": (1, WAN_PER_YI)}


def _unit(unit: str) -> tuple[str, int, int]:
    """What a unit measures, and what one of it is in the base unit as a fraction."""
    if unit in "%％":
        return PERCENT, 1, 1
    if unit.endswith("百分点"):
        return POINTS, 1, 1
    if unit.endswith("倍"):
        return TIMES, 1, 1
    if unit.endswith("元"):
        return MONEY, *_MONEY[unit]
    return COUNT, WAN_PER_YI if unit.startswith("万") else WAN_PER_YI**2 if unit.startswith("亿") else 1, 1


def _loose(before: str, after: str) -> str:
    led = before.removesuffix("\n")
    led = led[:-1] if led[-1:].isspace() else led
    if after in ("以上", "及以上", "多", "余") or led.endswith(_LEAST):
        return "以上"
    if after in ("以下", "以内") or led.endswith(_MOST):
        return "以下"
    return "约" if after or led.endswith(_ABOUT) else ""


def _chinese(match: re.Match[str]) -> Value:
    number = Fraction(chinese_number(match.group(1)))
    unit = match.group(2)
    if unit == "倍":
        about = _AFTER.match(match.string, match.end())
        loose = _loose("", about.group() if about is not None else "")
        return Value(match.start(), match.end(), TIMES, number, unit, 1, 1, 0, loose, False)
    return Value(match.start(), match.end(), COUNT, number, unit, 1, 1, 0, "", False, False)


def chinese_number(digits: str) -> int:
    """A number below a hundred written in Chinese."""
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return _DIGITS.get(digits[-1], 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


class Day(NamedTuple):
    """A date in a text: its place, year, and month and day where they are written."""

    start: int
    end: int
    year: int
    month: int | None
    day: int | None


_DAY = late_pattern(r"((?:19|20)\d{2})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?|(?<![\d年])(\d{1,2})月(\d{1,2})日")


def days_in(text: str, start: int, end: int) -> Iterator[Day]:
    """The dates of a range of a text; a month and day without a year have the year before them."""
    year: int | None = None
    for match in _DAY.finditer(text, start, end) if text.find("年", start, end) >= 0 else ():
        written, month, day, bare_month, bare_day = match.groups()
        year = int(written) if written else year
        if year is not None:
            month, day = month or bare_month, day or bare_day
            yield Day(match.start(), match.end(), year, int(month) if month else None, int(day) if day else None)
