"""Inspection sheets of `review --inspections`, filled as those who inspect do, in Word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import docx


def filled_inspection(
    sheet: bytes,
    result: Mapping[str, str],
    demands: Sequence[tuple[str, str, str]] = (),
    found: Mapping[int, str] | None = None,
) -> bytes:
    """The sheet with what was found (by number), what is to be mended, and the lines of the result."""
    document = docx.Document(BytesIO(sheet))
    items, asked, lines = document.tables
    for row in items.rows[1:]:
        row.cells[4].text = (found or {}).get(int(row.cells[0].text), "")
    for row, demand in zip(asked.rows[1:], demands, strict=False):
        for cell, text in zip(row.cells[1:], demand, strict=True):
            cell.text = text
    for row in lines.rows:
        if row.cells[0].text in result:
            row.cells[1].text = result[row.cells[0].text]
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
