"""Characters and white space that are not what they look like: each at its place, with what mends it where that is sure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from brandcluster.base.diagnostics import CodeEntry, Edit, Fix, Location
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.yaml.characters import ANY, FORBIDDEN, TYPING, is_invisible, is_right_to_left, usual
from brandcluster.formats.yaml.slips import Labels, Slip, find_slip

#: What users read of the codes that are found here.
CODES = (
    CodeEntry("Y003", "没有不能写进 Word 的控制字符", "普通文字", "从别处复制来的看不见的字符"),
    CodeEntry("Y004", "没有看不见的换行字符", "按回车换行", "U+2028"),
    CodeEntry("Y016", "没有看不见的字符", "青石岭", "青⟨U+200B⟩石岭（从网页或 Word 复制来的）"),
    CodeEntry("Y017", "汉字是通用的汉字", "青石岭", "部首或兼容字，样子与“青”一样"),
)
#: So many characters that nobody sees are reported in one file.
MAX_ODD = 50
_BREAK = late_pattern(r"\r\n|\r|\n")
_BLOCK_HEADER = late_pattern(r":[ ]+[|>][+\-0-9]{0,2}\s*(?:#.*)?$")
_SHIFTS_LINES = "\x85\u2028\u2029"

#: The place of a range of the text.
Place = Callable[[int, int], Location]


class OddCharacter(NamedTuple):
    """A character that should not be there: code, message, help, place, and its fix where one is sure."""

    code: str
    message: str
    help: str
    place: Location
    fix: Fix | None = None


def forbidden_characters(text: str, place: Place) -> Iterator[OddCharacter]:
    """The first character that shifts lines, and the first that no Word file can hold."""
    shifting = next((match for match in FORBIDDEN.finditer(text) if match.group() in _SHIFTS_LINES), None)
    if shifting is not None:
        message = f"有看不见的换行字符 U+{ord(shifting.group()):04X}。"
        yield OddCharacter("Y004", message, "删掉它，需要换行就按回车。", place(*shifting.span()))
    control = next((match for match in FORBIDDEN.finditer(text) if match.group() not in _SHIFTS_LINES), None)
    if control is not None:
        yield _control(text, control, place(*control.span()))


def _control(text: str, match: re.Match[str], where: Location) -> OddCharacter:
    message = f"有不能写进 Word 的控制字符 U+{ord(match.group()):04X}。"
    indent = _block_indent(text, match.start()) if match.group() == "\x0b" else ""
    if not indent:
        return OddCharacter("Y003", message, "删掉这个看不见的字符（多半是从别处复制来的）。", where)
    fix = Fix("Word 的手动换行改成换行", (Edit(where, "\n" + indent),), TYPING)
    return OddCharacter("Y003", message, "这是 Word 里的手动换行：在这里按回车，另起一行。", where, fix)


def _block_indent(text: str, at: int) -> str:
    """The white space before a line of a text block, nothing where the line is in none."""
    *above, own = _BREAK.split(text[:at])
    indent = own[: len(own) - len(own.lstrip(" "))]
    for line in reversed(above):
        if line.strip() and len(line) - len(line.lstrip(" ")) < len(indent):
            return indent if _BLOCK_HEADER.search(line) else ""
    return ""


def odd_characters(text: str, place: Place) -> Iterator[OddCharacter]:
    """What nobody sees and what looks like another character, at each place outside comments."""
    found = list(islice(ANY.finditer(text), MAX_ODD))
    breaks = [match.span() for match in _BREAK.finditer(text)] if found else []
    starts, ends = [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)]
    for match in found:
        number = bisect_right(starts, match.start()) - 1
        line = text[starts[number] : ends[number]]
        if not line.lstrip().startswith("#"):
            yield from _odd(match.group(), place(*match.span()), line)


def _odd(char: str, place: Location, line: str) -> Iterator[OddCharacter]:
    code = f"U+{ord(char):04X}"
    if is_invisible(char):
        fix = None
        if not is_right_to_left(line):
            fix = Fix(f"看不见的字符 {code} 删掉", (Edit(place, ""),), TYPING)
        help_ = "删掉这个字符（多半是从网页或 Word 复制来的）；validate --fix 可以替您删。"
        yield OddCharacter("Y016", f"这里有看不见的字符 {code}。", help_, place, fix)
    elif (right := usual(char)) is not None:
        message = f"“{char}”（{code}）是部首或兼容字，不是通用的汉字。"
        yield OddCharacter("Y017", message, f"改为“{right}”。", place)
    elif unicodedata.category(char) in ("Co", "Cn", "So"):
        help_ = "删掉它，用输入法重新打这个字。"
        yield OddCharacter("Y017", f"这里的字符 {code} 在别的电脑上显示不出来。", help_, place)


def odd_space(text: str, keys: frozenset[int], labels: Labels) -> Slip | None:
    """A full-width or no-break space before a label, which reads as part of it: the key stands at the wrong level.

    `keys` are the lines on which keys begin, from 0: elsewhere such a space may be text.
    """
    lines = _BREAK.split(text)
    for index in sorted(keys):
        if lines[index].lstrip(" ")[:1] in ("\u3000", "\xa0"):
            slip = find_slip(lines, index, labels)
            if slip is not None and slip.line == index + 1 and slip.message.startswith("行首用了") and slip.edits:
                return slip
    return None
