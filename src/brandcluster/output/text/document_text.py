"""What a Word file or a workbook says, as lines: for `git diff`, which shows what changed between two of them.

A file that is not opened is a line that says why, with the file's hash, so that another one shows as changed. The same
limits hold as wherever such files are read; nothing in them is followed or run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import visible
from brandcluster.formats.tables.sheet import Sheet, Stopped, Unreadable

#: A paragraph is broken behind its sentences, so that a change shows the sentence and not the paragraph.
_SENTENCE = late_pattern(r"[^。；！？]*[。；！？]|[^。；！？]+")
CONFIDENTIAL = "（企业报表，不在这里显示）"
_LEGACY = b"\xd0\xcf\x11\xe0"


def document_lines(content: bytes) -> Iterator[str]:
    """The lines of a .docx, .xlsx or CSV, told by its content; returns of enterprises are left out."""
    if (content.startswith(b"PK") and b"xl/" not in content) or content.startswith(_LEGACY):
        yield from _word_lines(content)
        return
    from brandcluster.formats.tables.read import read_table

    sheets = read_table(content)
    if isinstance(sheets, Unreadable):
        yield _unreadable(content, sheets.message)
        return
    for sheet in sheets:
        yield from _sheet_lines(sheet)


def _unreadable(content: bytes, message: str) -> str:
    return visible(f"（没有读出文字：{message}SHA-256 {hashlib.sha256(content).hexdigest()}）")


def _word_lines(content: bytes) -> Iterator[str]:
    from brandcluster.formats.word.guard import Refusal, open_docx
    from brandcluster.formats.word.read import read_content
    from brandcluster.papers.labels.transcript import margin_lines, page_lines

    parts = open_docx(content, pictures=False)
    if isinstance(parts, Refusal):
        yield _unreadable(content, parts.message)
        return
    page = read_content(parts)
    if page is None:
        yield _unreadable(content, "文件的内部结构不对。")
        return
    for line in (*page_lines(page), *margin_lines(page)):
        indent = "  " * line.column
        yield from (f"{indent}{visible(each)}" for each in _SENTENCE.findall(line.text))


def _sheet_lines(sheet: Sheet) -> Iterator[str]:
    if _is_return(sheet):  # its name may be an enterprise's
        yield CONFIDENTIAL
        return
    if sheet.name is not None:
        yield visible(f"【{sheet.name}】{'（隐藏的表，没有列出）' if sheet.hidden else ''}")
    if sheet.hidden:
        return
    try:
        for row in sheet.rows:
            cells = [visible(cell.replace("\n", " ")) for cell in row]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                yield "｜".join(cells)
    except Stopped as stopped:
        yield visible(f"（后面没有读出来：{stopped.args[0].message}）")


def _is_return(sheet: Sheet) -> bool:
    """Whether a sheet is laid out as a return of enterprises: with their names or codes, and their figures."""
    from brandcluster.dossier.model.measures import COLUMNS, IDENTITY
    from brandcluster.returns.headings import find_heading
    from brandcluster.returns.layout import Layout

    try:
        heading = find_heading(sheet, Layout(COLUMNS, ()))
    except Stopped:
        return True
    return heading is not None and not heading.positions.keys().isdisjoint(each.name for each in IDENTITY[:2])
