"""A page of ours (a checklist, a list of corrections) in the paper, fonts and styles of the recommendation form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from brandcluster.base import resources
from brandcluster.formats.word import build as docxbuild
from brandcluster.formats.word import parts as docxio
from brandcluster.formats.word.parts import Element, w
from brandcluster.notice.edition import DEFAULT_EDITION

#: The styles of the page by their names, and the width of its text: what content is made with.
Content = Callable[[Mapping[str, str], int], Iterable[Element]]


#: The margins of a page that lies across, in twips: 22 mm above, 20 mm elsewhere, the page number 10 mm from the edge.
_ACROSS = {"top": 1247, "bottom": 1134, "left": 1134, "right": 1134, "header": 567, "footer": 567}


def sheet(title: str, content: Content, *, across: bool = False) -> bytes:
    """A .docx whose title is a text of ours, on paper that lies `across`; the same content gives the same bytes."""
    base = resources.folder("templates") / "forms" / DEFAULT_EDITION / "recommendation.docx"
    parts = docxio.read_parts(base.read_bytes())
    if parts is None:
        raise ValueError("the blank of the recommendation form is broken")
    document = docxio.parse_own(parts[docxio.DOCUMENT])
    body = document.find(w("body"))
    for item in list(body)[:-1]:
        body.remove(item)
    if across:
        _turn(body[-1])
    ids = {name: identifier for name, (identifier, _) in docxio.styles_by_name(parts).items()}
    for item in content(ids, docxio.text_width(document)):
        body[-1].addprevious(item)
    parts[docxio.DOCUMENT] = docxio.serialise(document)
    core = parts["docProps/core.xml"].decode("utf-8")
    parts["docProps/core.xml"] = re.sub(r"<dc:title>[^<]*", f"<dc:title>{title}", core).encode("utf-8")
    return docxio.write_parts(parts)


def text_paragraph(content: str, style: str) -> Element:
    """A paragraph in a style (by id), without the characters that a Word file cannot hold."""
    return docxbuild.paragraph([docxbuild.run(docxbuild.UNWRITABLE.sub("", content))], style=style)


def _turn(section: Element) -> None:
    """Lay the paper of a section across."""
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    wide, high = size.get(w("w")), size.get(w("h"))
    for name, value in (("w", high), ("h", wide), ("orient", "landscape")):
        size.set(w(name), value)
    for side, twips in _ACROSS.items():
        margins.set(w(side), str(twips))
