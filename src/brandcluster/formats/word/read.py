"""A Word document as a reader sees it: running text with the places of paragraphs, tables of cells, and the margins.

How elements are read stands in `walk`; what each is, in `elements`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brandcluster.formats.word.elements import tag, words_of
from brandcluster.formats.word.looks import looks_of
from brandcluster.formats.word.page import Flow, PageContent, Unread
from brandcluster.formats.word.parts import DOCUMENT, SECTION, Element, parse_xml, twips, w
from brandcluster.formats.word.relations import Relation
from brandcluster.formats.word.walk import ReadParagraphs, Walk

_REFERENCES = frozenset((w("headerReference"), w("footerReference")))
_R_ID = tag("r:id")
_NOTE_PARTS = {"脚注": "footnotes", "尾注": "endnotes", "批注": "comments"}


def read_content(
    parts: Mapping[str, bytes], name: str = "", before: ReadParagraphs | None = None
) -> PageContent | None:
    """What a document says; None when its main part cannot be parsed. `name` goes before every place. `before` keeps what
    paragraphs said, for who reads one document again, changed: its other parts must be the same each time."""
    root = parse_xml(parts[DOCUMENT])
    body = None if root is None else root.find(w("body"))
    if body is None:
        return None
    prefix = f"{name} " if name else ""
    if before is not None:
        before.begin()
    reader = Walk(parts, DOCUMENT, looks_of(parts), prefix, before)
    reader.notes = _notes(reader)
    flow = reader.whole(body, "正文")
    _report_sections(root, flow)
    margins = [each for reader_ in _margin_readers(root, reader) for each in reader_.flows]
    return PageContent(flow, reader.flows, reader.tables, margins)


# ---- other parts ---------------------------------------------------------------------------------------------


def _notes(reader: Walk) -> dict[str, dict[str, Element]]:
    """Footnotes, endnotes and comments by their kind and number."""
    found: dict[str, dict[str, Element]] = {}
    for kind, relation in _NOTE_PARTS.items():
        for each in reader.relations.values():
            root = parse_xml(reader.parts[each.part]) if each.kind == relation and each.part else None
            if root is not None:
                found[kind] = {str(note.get(w("id"))): note for note in root if isinstance(note.tag, str)}
    return found


def _margin_readers(root: Element, main: Walk) -> Iterator[Walk]:
    """The headers and footers that sections name, each once, and what is written into the lines above notes."""
    seen: set[str] = set()
    for reference in root.iter(*_REFERENCES):
        relation = main.relations.get(str(reference.get(_R_ID, "")), Relation("", "", ""))
        content = parse_xml(main.parts[relation.part]) if relation.part not in ("", *seen) else None
        seen.add(relation.part)
        if content is not None:
            name = "页眉" if reference.tag == w("headerReference") else "页脚"
            yield _margin(main, relation.part, content, name)
    for kind, notes in main.notes.items():
        for note in notes.values():
            if note.get(w("type")) not in (None, "normal") and words_of(note):
                yield _margin(main, DOCUMENT, note, f"{kind}分隔线")


def _margin(main: Walk, part: str, content: Element, name: str) -> Walk:
    reader = Walk(main.parts, part, main.looks, main.prefix)
    reader.in_margin = True
    reader.whole(content, name)
    return reader


def _report_sections(root: Element, flow: Flow) -> None:
    """Pages so narrow or low that nothing fits on them."""
    for section in root.iter(SECTION):
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        if size is None:
            continue
        sides = {name: twips(margins, name) for name in ("left", "right", "top", "bottom")}
        wide = twips(size, "w") - sides["left"] - sides["right"]
        high = twips(size, "h") - abs(sides["top"]) - abs(sides["bottom"])
        if (size.get(w("w")) and wide < 1_000) or (size.get(w("h")) and high < 1_000) or sides["left"] < -1_000:
            flow.unread.append(Unread("版心", at=0))
            return
