"""The automatic numbers of a Word document's paragraphs, as text: 一、 (1) 1.1 and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from brandcluster.base.numbers import chinese_numeral
from brandcluster.formats.word.parts import STYLES, Element, parse_xml, w

NUMBERING = "word/numbering.xml"
_VAL = w("val")
_DIGITS = "〇一二三四五六七八九"


def paragraph_numbering(parts: Mapping[str, bytes]) -> Callable[[Element], str]:
    """A function from a paragraph's w:pPr to its automatic number, empty where it has none. Ask in the order of the text."""
    root = parse_xml(parts[NUMBERING]) if NUMBERING in parts else None
    if root is None:
        return lambda properties: ""
    abstract = {str(item.get(w("abstractNumId"))): item for item in root.iterfind(w("abstractNum"))}
    levels: dict[str, dict[str, Element]] = {}
    for number in root.iterfind(w("num")):
        link = number.find(w("abstractNumId"))
        found = abstract.get("" if link is None else str(link.get(_VAL)))
        if found is not None:
            levels[str(number.get(w("numId")))] = {
                str(level.get(w("ilvl"))): level for level in found.iterfind(w("lvl"))
            }
    styles = _style_numbers(parts)
    counters: dict[str, list[int]] = {}

    def number_of(properties: Element) -> str:
        identifier, level = _number_reference(properties, styles)
        if identifier not in levels or not level.isdecimal() or int(level) > 8:
            return ""
        return _next_number(levels[identifier], int(level), counters.setdefault(identifier, [-1] * 9))

    return number_of


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


def _next_number(levels: Mapping[str, Element], level: int, counter: list[int]) -> str:
    counter[level] = _start_of(levels, level) if counter[level] < 0 else counter[level] + 1
    counter[level + 1 :] = [-1] * (8 - level)
    item = levels.get(str(level))
    pattern = None if item is None else item.find(w("lvlText"))
    if item is None or pattern is None or _format(levels, level) in ("bullet", "none"):
        return ""

    def shown(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        value = counter[at] if counter[at] >= 0 else _start_of(levels, at)
        return _as_number(value, _format(levels, at))

    return re.sub(r"%([1-9])", shown, str(pattern.get(_VAL, "")))


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
    return str(value)
