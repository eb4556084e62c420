"""Columns of mixed Chinese and Latin text, aligned as a terminal shows them."""

from __future__ import annotations

from unicodedata import combining, east_asian_width


def width(text: str) -> int:
    """How many terminal cells the text takes."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """The text filled with spaces to a width."""
    space = " " * max(cells - width(text), 0)
    return space + text if right else text + space


def aligned(rows: list[list[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows as lines, two spaces between the columns; the columns in `right` are set flush right."""
    if not rows:
        return []
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(pad(cell, widths[column], right=column in right) for column, cell in enumerate(row)).rstrip()
        for row in rows
    ]
