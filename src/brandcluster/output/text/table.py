"""Columns of mixed Chinese and Latin text, aligned as a terminal shows them."""

from __future__ import annotations

import re
from unicodedata import combining, east_asian_width


def width(text: str) -> int:
    """How many terminal cells the text takes."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """The text filled with spaces to a width."""
    space = " " * max(cells - width(text), 0)
    return space + text if right else text + space


def cut_to_width(text: str, cells: int) -> str:
    """The text, or as much of it as fits a width with an ellipsis behind."""
    if width(text) <= cells:
        return text
    kept = ""
    for char in text:
        if width(kept) + width(char) > cells - 1:
            break
        kept += char
    return kept + "…"


#: What does not stand at the start of a line, and what not at its end.
_CLOSING, _OPENING = "，。；：、）〕》”！？…", "（〔《“"


def wrap_text(text: str, cells: int) -> list[str]:
    """The text in lines of a width; no line begins with a closing mark or ends with an opening one, no run of Latin
    letters or digits is broken."""
    lines, room = [""], cells
    for piece in re.findall(rf"[{_OPENING}]*(?:[!-~]+|.)[{_CLOSING}]*", text):
        size = width(piece)
        if size > room and lines[-1]:
            lines.append("")
            room = cells
        lines[-1] += piece
        room -= size
    return [line.strip() for line in lines]


def align_rows(rows: list[list[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows as lines, two spaces between the columns; the columns in `right` are set flush right."""
    if not rows:
        return []
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(pad(cell, widths[column], right=column in right) for column, cell in enumerate(row)).rstrip()
        for row in rows
    ]
