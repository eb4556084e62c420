"""Bytes of a .docx → its parts and elements, and back.

The only module that touches the XML library. It works on the parts themselves: what a form does not ask to change
stays as it was, byte for byte, and the same input always gives the same file.

Import it only where Word is needed: the library costs more than twice a bare start.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import cache
from io import BytesIO
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # it ships without types

#: An element of the XML library, which comes without types.
Element = Any
Parts = dict[str, bytes]

DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"
CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
NAMESPACES = {"w": W_NAMESPACE, "r": R_NAMESPACE}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{W_NAMESPACE}}}{name}"


P, R, T, TAB, BREAK = w("p"), w("r"), w("t"), w("tab"), w("br")
TABLE, ROW, CELL, SECTION = w("tbl"), w("tr"), w("tc"), w("sectPr")
P_PROPERTIES, R_PROPERTIES = w("pPr"), w("rPr")
CONTROL, CONTROL_CONTENT = w("sdt"), w("sdtContent")
R_ID = f"{{{R_NAMESPACE}}}id"
# What wraps runs that a reader of the page sees: accepted insertions, links. Text boxes are not among them.
_INLINE_CONTAINERS = frozenset((w("ins"), w("smartTag"), w("hyperlink"), w("fldSimple")))


# ---- the file ------------------------------------------------------------------------------------------------


def read_parts(content: bytes) -> Parts | None:
    """The parts of a .docx by name; None when the bytes are not one."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return None
    return parts if DOCUMENT in parts and CONTENT_TYPES in parts else None


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these files, as a .docx is one: sorted, with nothing of the machine's clock, system or file modes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, parts[name], compresslevel=6)
    return buffer.getvalue()


def parse_xml(xml: bytes) -> Element | None:
    """The root of a part; None when it is not XML, or carries a DTD."""
    try:
        root = etree.fromstring(xml, _PARSER)
    except etree.XMLSyntaxError:
        return None
    return None if root.getroottree().docinfo.doctype else root


def parse_own_xml(xml: bytes) -> Element:
    """The root of a part that the program wrote itself. ValueError when it is no sound XML: a mistake of ours."""
    root = parse_xml(xml)
    if root is None:
        raise ValueError("not a part of ours")
    return root


def serialise_xml(root: Element) -> bytes:
    """The bytes of a part, by its root."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def serialise_piece(item: Element) -> bytes:
    """An element inside a part as bytes, to tell whether it is the same as another."""
    return bytes(etree.tostring(item, with_tail=False))


def element(name: str, **attributes: str | int) -> Element:
    """An element of WordprocessingML with attributes of the same namespace."""
    made = copy(_bare(name))
    for key, value in attributes.items():
        made.set(w(key), str(value))
    return made


@cache
def _bare(name: str) -> Element:
    """An element without anything: a copy of one costs half of declaring its namespaces anew."""
    return etree.Element(w(name), nsmap=NAMESPACES)


def child(parent: Element, name: str, **attributes: str | int) -> Element:
    """A new last child of `parent`."""
    made = etree.SubElement(parent, w(name))  # an element of its own would first get a document of its own
    for key, value in attributes.items():
        made.set(w(key), str(value))
    return made


# ---- text ----------------------------------------------------------------------------------------------------


def shows_prompt(control: Element) -> bool:
    """Whether a content control shows its prompt, since nobody has written into it."""
    return control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None


def runs_of(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph in order; those in content controls too, unless these show no more than their prompt."""
    for item in paragraph:
        if item.tag == R:
            yield item
        elif item.tag in _INLINE_CONTAINERS:
            yield from runs_of(item)
        elif item.tag == CONTROL and not shows_prompt(item):
            for content in item.iterfind(CONTROL_CONTENT):
                yield from runs_of(content)


def text_of_run(run: Element) -> str:
    """The text of a run; a tab is \\t and a break is \\n."""
    pieces = []
    for item in run:
        if item.tag == T:
            pieces.append(item.text or "")
        elif item.tag == TAB:
            pieces.append("\t")
        elif item.tag == BREAK:
            pieces.append("\n")
    return "".join(pieces)


def text_of(paragraph: Element) -> str:
    """The text of a paragraph."""
    return "".join(text_of_run(run) for run in runs_of(paragraph))


def is_on(properties: Element, name: str) -> bool:
    """Whether a property that is on or off is there, and on."""
    found = properties.find(w(name))
    return found is not None and found.get(w("val"), "1") not in ("0", "false", "off")


def set_text_of(item: Element, content: str) -> None:
    """Set the text of a w:t, and keep its white space."""
    item.text = content
    item.set(XML_SPACE, "preserve")


def without_spaces(content: str) -> str:
    """A label without what typing changes: white space and the width of characters."""
    return "".join(unicodedata.normalize("NFKC", content).split())


def find_label(content: str, label: str) -> list[tuple[int, int]]:
    """The start and end of each place where `label` stands in `content`; white space and width do not count."""
    wanted = without_spaces(label)
    seen: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(content):
        for piece in without_spaces(character):
            seen.append(piece)
            positions.append(position)
    haystack = "".join(seen)
    found = []
    start = haystack.find(wanted)
    while start >= 0:
        found.append((positions[start], positions[start + len(wanted) - 1] + 1))
        start = haystack.find(wanted, start + len(wanted))
    return found


def replace_text(paragraph: Element, start: int, end: int, new: Sequence[Element]) -> None:
    """Replace the text of a paragraph from `start` to `end` by runs."""
    _, behind = _split(paragraph, end)
    before, first = _split(paragraph, start)
    for run in new:
        if first is not None:
            first.addprevious(run)
        else:
            (paragraph if before is None else before.getparent()).append(run)
    inside = False
    for run in list(runs_of(paragraph)):
        if run is behind:
            break
        inside = inside or run is first
        if inside and text_of_run(run):
            run.getparent().remove(run)


def _split(paragraph: Element, offset: int) -> tuple[Element, Element | None]:
    """Cut the text at `offset`, a run in two where it must be: the last run before the cut, the first behind it."""
    before = None
    position = 0
    for run in list(runs_of(paragraph)):
        end = position + len(text_of_run(run))
        if end > offset:
            return (before, run) if position == offset else (run, _cut(run, offset - position))
        before, position = run, end
    return before, None


def _cut(run: Element, offset: int) -> Element:
    """Move what stands behind `offset` into a new run with the same look."""
    tail = element("r")
    position = 0
    for item in list(run):
        if item.tag == R_PROPERTIES:
            tail.append(copy(item))
            continue
        length = len(item.text or "") if item.tag == T else int(item.tag in (TAB, BREAK))
        if position >= offset:
            tail.append(item)
        elif position + length > offset:
            whole = item.text
            set_text_of(item, whole[: offset - position])
            set_text_of(child(tail, "t"), whole[offset - position :])
        position += length
    run.addnext(tail)
    return tail


# ---- styles, sections, headers -------------------------------------------------------------------------------


def styles_by_name(parts: Mapping[str, bytes]) -> dict[str, tuple[str, str | None]]:
    """Each style's name with its id and the id of the style linked to it."""
    root = parse_xml(parts[STYLES]) if STYLES in parts else None
    found: dict[str, tuple[str, str | None]] = {}
    for style in () if root is None else root.iterfind(w("style")):
        name, link = style.find(w("name")), style.find(w("link"))
        if name is not None:
            found[name.get(w("val"))] = (style.get(w("styleId")), None if link is None else link.get(w("val")))
    return found


def twips(item: Element | None, name: str) -> int:
    """A length in twips; 0 where it is none."""
    text = "0" if item is None else str(item.get(w(name), "0"))
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 6 else 0


def text_width(document: Element) -> int:
    """The width between the margins of the last section, in twips; that of the notice's page where it does not say."""
    section = next(reversed(list(document.iter(SECTION))), None)
    size = None if section is None else section.find(w("pgSz"))
    margins = None if section is None else section.find(w("pgMar"))
    width = twips(size, "w") - twips(margins, "left") - twips(margins, "right")
    return 8845 if size is None or margins is None or width <= 0 else width


def add_page_mark(parts: Parts, document: Element, mark: Element) -> None:
    """Put a paragraph at the top of every page: in each header there is, and in new ones where there is none.

    First and even pages have headers of their own where the document says so, so the first section gets all three
    kinds; later sections without headers take over those of the section before.
    """
    sections = list(document.iter(SECTION))
    relations = parse_xml(parts[DOCUMENT_RELATIONS]) if DOCUMENT_RELATIONS in parts else None
    if relations is None:
        relations = etree.Element(f"{{{RELATIONS_NAMESPACE}}}Relationships", nsmap={None: RELATIONS_NAMESPACE})
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    references = [reference for section in sections for reference in section.findall(w("headerReference"))]
    for name in sorted({_part_name(targets.get(reference.get(R_ID), "")) for reference in references} & parts.keys()):
        root = parse_xml(parts[name])
        if root is not None:
            root.insert(0, copy(mark))
            parts[name] = serialise_xml(root)
    if sections:
        parts[DOCUMENT_RELATIONS] = serialise_xml(relations)
        present = {reference.get(w("type")) for reference in sections[0].findall(w("headerReference"))}
        for kind in ("first", "even", "default"):
            if kind not in present:
                _add_header(parts, sections[0], kind, mark)


def _add_header(parts: Parts, section: Element, kind: str, mark: Element) -> None:
    name = next(free for number in range(1, 10_000) if (free := f"header{number}.xml") and f"word/{free}" not in parts)
    header = etree.Element(w("hdr"), nsmap=NAMESPACES)
    header.append(copy(mark))
    parts[f"word/{name}"] = serialise_xml(header)
    reference = element("headerReference", type=kind)
    reference.set(R_ID, add_relation(parts, "header", name))
    add_type(parts, f"/word/{name}", HEADER_TYPE)
    section.insert(0, reference)


def add_relation(parts: Parts, kind: str, target: str) -> str:
    """Relate the document to a part (`target` is relative to word/). Returns the id of the relation."""
    relations = parse_own_xml(parts[DOCUMENT_RELATIONS])
    taken = {item.get("Id") for item in relations}
    identifier = next(free for number in range(1, 100_000) if (free := f"rId{number}") not in taken)
    relation = etree.SubElement(relations, f"{{{RELATIONS_NAMESPACE}}}Relationship")
    for key, value in (("Id", identifier), ("Type", f"{R_NAMESPACE}/{kind}"), ("Target", target)):
        relation.set(key, value)
    parts[DOCUMENT_RELATIONS] = serialise_xml(relations)
    return identifier


def add_type(parts: Parts, name: str, kind: str) -> None:
    """Record the content type of a new part, whose name begins with `/`."""
    types = parse_own_xml(parts[CONTENT_TYPES])
    override = etree.SubElement(types, f"{{{TYPES_NAMESPACE}}}Override")
    override.set("PartName", name)
    override.set("ContentType", kind)
    parts[CONTENT_TYPES] = serialise_xml(types)


def _part_name(target: str) -> str:
    return target[1:] if target.startswith("/") else f"word/{target}"
