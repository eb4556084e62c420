"""Columns in code points, counted from 1, and characters as the protocol counts them: from 0, in units of UTF-16 unless
another encoding was agreed on.
"""

from __future__ import annotations

from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]


def to_units(line: str, column: int, encoding: Encoding) -> int:
    """The character that a column of a line is."""
    return _units(line[: max(column - 1, 0)], encoding)


def from_units(line: str, character: int, encoding: Encoding) -> int:
    """The column that a character of a line is; inside a code point the column before it, past the end the end's."""
    if encoding == "utf-32":
        return min(max(character, 0), len(line)) + 1
    column = used = 0
    for each in line:
        used += _units(each, encoding)
        if used > character:
            break
        column += 1
    return column + 1


def _units(text: str, encoding: Encoding) -> int:
    if encoding == "utf-32" or (encoding == "utf-8" and text.isascii()):
        return len(text)
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(char > "\uffff" for char in text)
