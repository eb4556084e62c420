"""The automatic numbers of a Word document's paragraphs, as text: 一、 (1) 1.1 and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from brandcluster.base.numbers import chinese_numeral
from brandcluster.formats.word.parts import STYLES, Element, parse_xml, w

NUMBERING = "word/numbering.xml"
_VAL = w("val")
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")


class Number(NamedTuple):
    """What stands before a paragraph by itself: a number as text, or the sign of a list without numbers; its own look."""

    text: str = ""
    bullet: str = ""
    properties: Element | None = None


@dataclass(slots=True)
class _List:
    """One numbering: its levels, the count that it shares with others of its kind, and where it starts anew."""

    levels: dict[str, Element]
    counter: list[int]
    starts: dict[int, int]


def paragraph_numbering(parts: Mapping[str, bytes]) -> Callable[[Element], Number]:
    """A function from a paragraph's w:pPr to its automatic number. Ask in the order of the text."""
    root = parse_xml(parts[NUMBERING]) if NUMBERING in parts else None
    if root is None:
        return lambda properties: Number()
    lists = _lists(root)
    styles = _style_numbers(parts)

    def number_of(properties: Element) -> Number:
        identifier, level = _number_reference(properties, styles)
        if identifier not in lists or not level.isdecimal() or int(level) > 8:
            return Number()
        found = lists[identifier]
        at = int(level)
        if at in found.starts:
            found.counter[at] = found.starts.pop(at) - 1
        return _next_number(found.levels, at, found.counter)

    return number_of


def _lists(root: Element) -> dict[str, _List]:
    abstract = {str(item.get(w("abstractNumId"))): item for item in root.iterfind(w("abstractNum"))}
    named = {_value(item, "styleLink"): item for item in abstract.values() if _value(item, "styleLink")}
    counters: dict[str, list[int]] = {}
    found = {}
    for number in root.iterfind(w("num")):
        identifier = _value(number, "abstractNumId")
        kind = abstract.get(identifier)
        if kind is None:
            continue
        kind = named.get(_value(kind, "numStyleLink"), kind)
        levels = {str(level.get(w("ilvl"))): level for level in kind.iterfind(w("lvl"))}
        starts = {}
        for other in number.iterfind(w("lvlOverride")):
            at, start, level = str(other.get(w("ilvl"))), _value(other, "startOverride"), other.find(w("lvl"))
            if level is not None:
                levels[at] = level
            if at.isdecimal() and int(at) < 9 and start.isdecimal() and len(start) < 6:
                starts[int(at)] = int(start)
        counter = counters.setdefault(identifier, [-1] * 9)
        found[str(number.get(w("numId")))] = _List(levels, counter, starts)
    return found


def _value(item: Element, name: str) -> str:
    found = item.find(w(name))
    return "" if found is None else str(found.get(_VAL, ""))


def _number_reference(properties: Element, styles: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    found = properties.find(w("numPr"))
    if found is None:
        style = properties.find(w("pStyle"))
        return styles.get("" if style is None else str(style.get(_VAL)), ("", ""))
    identifier, level = found.find(w("numId")), found.find(w("ilvl"))
    return "" if identifier is None else str(identifier.get(_VAL)), "0" if level is None else str(level.get(_VAL))


def _style_numbers(parts: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    root = parse_xml(parts[STYLES]) if STYLES in parts else None
    found = {}
    for style in () if root is None else root.iterfind(w("style")):
        numbered = style.find(f"{w('pPr')}/{w('numPr')}")
        if numbered is not None:
            found[str(style.get(w("styleId")))] = _number_reference(numbered.getparent(), {})
    return found


def _next_number(levels: Mapping[str, Element], level: int, counter: list[int]) -> Number:
    counter[level] = _start_of(levels, level) if counter[level] < 0 else counter[level] + 1
    counter[level + 1 :] = [-1] * (8 - level)
    item = levels.get(str(level))
    pattern = None if item is None else item.find(w("lvlText"))
    if item is None or pattern is None or _format(levels, level) == "none":
        return Number()
    if _format(levels, level) == "bullet":
        return Number(bullet=str(pattern.get(_VAL, "")), properties=item.find(w("rPr")))

    def shown(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        value = counter[at] if counter[at] >= 0 else _start_of(levels, at)
        return _as_number(value, _format(levels, at))

    return Number(re.sub(r"%([1-9])", shown, str(pattern.get(_VAL, ""))), properties=item.find(w("rPr")))


def _start_of(levels: Mapping[str, Element], level: int) -> int:
    item = levels.get(str(level))
    start = None if item is None else item.find(w("start"))
    value = "1" if start is None else str(start.get(_VAL, "1"))
    return int(value) if value.isdecimal() and len(value) < 6 else 1


def _format(levels: Mapping[str, Element], level: int) -> str:
    item = levels.get(str(level))
    found = None if item is None else item.find(w("numFmt"))
    return "decimal" if found is None else str(found.get(_VAL))


def _as_number(value: int, form: str) -> str:
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return chinese_numeral(value) if 0 < value < 100 else str(value)
    if form == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if form == "decimalEnclosedCircle" and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + value - 1)
    if form in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        return _roman(value).lower() if form == "lowerRoman" else _roman(value)
    if form == "decimalZero":
        return f"{value:02}"
    return str(value)


def _roman(value: int) -> str:
    made = ""
    for worth, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN, strict=True):
        made += sign * (value // worth)
        value %= worth
    return made
