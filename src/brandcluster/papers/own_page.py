"""A page of ours (a checklist, a list of corrections) in the paper, fonts and styles of the recommendation form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from brandcluster.base import resources
from brandcluster.formats.word import compose
from brandcluster.formats.word.build import UNWRITABLE, new_page_mark, split_width
from brandcluster.formats.word.compose import OwnCell, OwnPage, OwnRow
from brandcluster.formats.word.parts import (
    DOCUMENT,
    add_page_mark,
    parse_own_xml,
    read_parts,
    serialise_xml,
    write_parts,
)
from brandcluster.notice.edition import default_edition

#: Puts the content on a page.
PageMaker = Callable[[OwnPage], None]

_TITLE, _NOTE, _HEAD, _BODY = "推荐表标题", "推荐表注", "表格说明", "方案正文"
#: The margins of a page that lies across, in twips: 22 mm above, 20 mm elsewhere, the page number 10 mm from the edge.
_ACROSS = {"top": 1247, "bottom": 1134, "left": 1134, "right": 1134, "header": 567, "footer": 567}
#: A row of shorter texts stays on one page.
MAX_SHORT = 240


def build_page(title: str, content: PageMaker, *, across: bool = False, above: str = "") -> bytes:
    """A .docx under its title, on paper that lies `across`; the same content gives the same bytes.

    `above` stands over the title on the right: the number of a letter.
    """
    base = resources.folder("templates") / "forms" / default_edition() / "recommendation.docx"
    page = compose.open_page(resources.own_bytes(base))
    if across:
        page = compose.lie_across(page, _ACROSS)
    if above:
        compose.set_letter_line(add_styled(page, above, _BODY), "right")
    add_styled(page, title, _TITLE)
    content(page)
    return compose.saved(page, title)


def mark_page(content: bytes, mark: str) -> bytes:
    """A page or report of ours with a mark on top of every page. ValueError when the bytes are no .docx."""
    parts = read_parts(content)
    if parts is None:
        raise ValueError("not a .docx")
    root = parse_own_xml(parts[DOCUMENT])
    add_page_mark(parts, root, new_page_mark(mark))
    parts[DOCUMENT] = serialise_xml(root)
    return write_parts(parts)


def add_note(page: OwnPage, text: str) -> None:
    """A paragraph of small text."""
    add_styled(page, text, _NOTE)


def add_styled(page: OwnPage, text: str, style: str) -> Any:
    """A paragraph in a style by its name, as python-docx has it, to be set further by `compose`."""
    return compose.add_text(page, _clean(text), page.styles[style])


def add_heading(page: OwnPage, text: str) -> None:
    """A heading that stays with what follows."""
    made = compose.add_text(page, [compose.Text(_clean(text), bold=True)], page.styles[_NOTE])
    compose.keep(made._p)


def add_sheet(
    page: OwnPage, head: Sequence[str], shares: Sequence[int], rows: Sequence[Sequence[str]], *, top: bool = False
) -> None:
    """A table whose columns share the width; a line break in a cell begins a paragraph. `top` sets cells at the top."""
    first = OwnRow([OwnCell([text], page.styles[_HEAD]) for text in head], header=True)
    others = [
        OwnRow(
            [OwnCell(_clean(text).split("\n"), page.styles[_NOTE], top=top) for text in row],
            whole=max(map(len, row)) <= MAX_SHORT,
        )
        for row in rows
    ]
    compose.add_table(page, split_width(page.width, shares), [first, *others])
    compose.add_gap(page)


def _clean(text: str) -> str:
    """A text without the characters that a Word file cannot hold."""
    return UNWRITABLE.sub("", text)
