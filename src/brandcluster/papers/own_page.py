"""A page of ours (a checklist, a list of corrections) in the paper, fonts and styles of the recommendation form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from brandcluster.base import resources
from brandcluster.formats.word.build import UNWRITABLE, new_paragraph, new_run
from brandcluster.formats.word.parts import (
    DOCUMENT,
    Element,
    parse_own_xml,
    read_parts,
    serialise_xml,
    styles_by_name,
    text_width,
    w,
    write_parts,
)
from brandcluster.notice.edition import default_edition

#: The styles of the page by their names, and the width of its text: what content is made with.
PageMaker = Callable[[Mapping[str, str], int], Iterable[Element]]


#: The margins of a page that lies across, in twips: 22 mm above, 20 mm elsewhere, the page number 10 mm from the edge.
_ACROSS = {"top": 1247, "bottom": 1134, "left": 1134, "right": 1134, "header": 567, "footer": 567}


def build_page(title: str, content: PageMaker, *, across: bool = False) -> bytes:
    """A .docx whose title is a text of ours, on paper that lies `across`; the same content gives the same bytes."""
    base = resources.folder("templates") / "forms" / default_edition() / "recommendation.docx"
    parts = read_parts(resources.own_bytes(base))
    if parts is None:
        raise ValueError("the blank of the recommendation form is broken")
    document = parse_own_xml(parts[DOCUMENT])
    body = document.find(w("body"))
    for item in list(body)[:-1]:
        body.remove(item)
    if across:
        _turn(body[-1])
    ids = {name: identifier for name, (identifier, _) in styles_by_name(parts).items()}
    for item in content(ids, text_width(document)):
        body[-1].addprevious(item)
    parts[DOCUMENT] = serialise_xml(document)
    core = parts["docProps/core.xml"].decode("utf-8")
    parts["docProps/core.xml"] = re.sub(r"<dc:title>[^<]*", f"<dc:title>{title}", core).encode("utf-8")
    return write_parts(parts)


def text_paragraph(content: str, style: str) -> Element:
    """A paragraph in a style (by id), without the characters that a Word file cannot hold."""
    return new_paragraph([new_run(UNWRITABLE.sub("", content))], style=style)


def _turn(section: Element) -> None:
    """Lay the paper of a section across."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    wide, high = size.get(w("w")), size.get(w("h"))
    for name, value in (("w", high), ("h", wide), ("orient", "landscape")):
        size.set(w(name), value)
    for side, twips in _ACROSS.items():
        margins.set(w(side), str(twips))
