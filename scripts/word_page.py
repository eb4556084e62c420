"""A Word file taken apart to be altered by hand: its parts, and places in its text. It shares nothing with our reader.

`Page` holds the parts and the parsed main part; `saved` puts them together again. Places are chosen with the page's
own source of chance, so that a seed decides everything.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

Element = Any

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
#: Children of w:rPr and w:pPr in the order that the standard wants, as far as they are used here.
_ORDER = {
    "rPr": [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
        "em",
        "lang",
        "eastAsianLayout",
        "specVanish",
    ],
    "pPr": [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
        "suppressLineNumbers",
        "pBdr",
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "mirrorIndents",
        "jc",
        "textDirection",
        "textAlignment",
        "outlineLvl",
        "rPr",
        "sectPr",
        "pPrChange",
    ],
    "trPr": [],
    "tcPr": [
        "tcW",
        "gridSpan",
        "hMerge",
        "vMerge",
        "tcBorders",
        "shd",
        "noWrap",
        "tcMar",
        "textDirection",
        "tcFitText",
        "vAlign",
        "hideMark",
    ],
}


class NoPlace(Exception):
    """This page has no place for the alteration asked for."""


@dataclass
class Page:
    """An opened file: its parts, its main part parsed, and where chance comes from."""

    parts: dict[str, bytes]
    root: Element
    chance: Random

    @property
    def body(self) -> Element:
        """The w:body."""
        return self.root.find(tag("w:body"))


def opened(content: bytes, chance: Random) -> Page:
    """A .docx as a page; it must be one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return Page(parts, etree.fromstring(parts[MAIN]), chance)


def saved(page: Page) -> bytes:
    """The .docx of a page."""
    parts = {**page.parts, MAIN: xml(page.root)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


# ---- XML ---------------------------------------------------------------------------------------------------------


def tag(name: str) -> str:
    """`w:p` as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def made(source: str) -> Element:
    """An element from its source; all prefixes are known."""
    holder = etree.fromstring(f"<holder {DECLARATIONS}>{source}</holder>")
    (element,) = holder
    holder.remove(element)
    etree.cleanup_namespaces(element, keep_ns_prefixes=["w", "w14", "wps"])
    return element


def xml(root: Element) -> bytes:
    """The bytes of a part."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def properties(owner: Element, kind: str) -> Element:
    """The w:rPr, w:pPr, w:trPr or w:tcPr of an element, made where there is none."""
    found = owner.find(tag(f"w:{kind}"))
    if found is None:
        found = made(f"<w:{kind}/>")
        owner.insert(0, found)
    return found


def set_property(owner: Element, kind: str, source: str) -> None:
    """Put one property into an element, in its right place, instead of the one that is there."""
    holder, new = properties(owner, kind), made(source)
    for old in holder.findall(new.tag):
        holder.remove(old)
    order = [tag(f"w:{name}") for name in _ORDER[kind]]
    rank = order.index(new.tag) if new.tag in order else len(order)
    at = sum(1 for child in holder if child.tag in order and order.index(child.tag) < rank)
    holder.insert(at if new.tag in order else len(holder), new)


def run(text: str, look: str = "") -> Element:
    """A w:r that says something."""
    properties_ = f"<w:rPr>{look}</w:rPr>" if look else ""
    element = made(f'<w:r>{properties_}<w:t xml:space="preserve"></w:t></w:r>')
    element[-1].text = text
    return element


# ---- places ------------------------------------------------------------------------------------------------------


def says(element: Element) -> str:
    """All text below an element."""
    return "".join(text.text or "" for text in element.iter(tag("w:t")))


def paragraphs(page: Page, wanted: Callable[[Element], bool] = lambda paragraph: bool(says(paragraph).strip())) -> Any:
    """The w:p elements that are wanted; those that say something unless told otherwise."""
    return [paragraph for paragraph in page.root.iter(tag("w:p")) if wanted(paragraph)]


def styled(*styles: str) -> Callable[[Element], bool]:
    """Is this a paragraph in one of the styles, and not empty?"""

    def wanted(paragraph: Element) -> bool:
        style = paragraph.find(f"{tag('w:pPr')}/{tag('w:pStyle')}")
        return style is not None and style.get(tag("w:val")) in styles and bool(says(paragraph).strip())

    return wanted


def chosen(page: Page, found: list[Any]) -> Any:
    """One of several, by chance."""
    if not found:
        raise NoPlace
    return page.chance.choice(found)


def paragraph(page: Page, *styles: str) -> Element:
    """A paragraph that says something, of one of the styles where they are named."""
    return chosen(page, paragraphs(page, styled(*styles)) if styles else paragraphs(page))


def place(page: Page, pattern: str, *styles: str) -> tuple[Element, int, int]:
    """A w:t and where in it the pattern stands: first a paragraph by chance, then a match in it."""
    wanted = paragraphs(page, styled(*styles)) if styles else paragraphs(page)
    found = [matches for each in wanted if (matches := list(_matches(each, pattern)))]
    place_: tuple[Element, int, int] = chosen(page, chosen(page, found))
    return place_


def _matches(paragraph: Element, pattern: str) -> Iterator[tuple[Element, int, int]]:
    for text in paragraph.iter(tag("w:t")):
        yield from ((text, match.start(), match.end()) for match in re.finditer(pattern, text.text or ""))


def written(page: Page, pattern: str, *styles: str) -> Element:
    """A w:r of its own that says what the pattern found somewhere."""
    return alone(*place(page, pattern, *styles))


def alone(text: Element, start: int, end: int) -> Element:
    """Cut a run so that a piece of one of its texts stands in a run of its own, with the same look."""
    owner = text.getparent()
    said = text.text or ""
    look = owner.find(tag("w:rPr"))
    at = owner.index(text)
    tail = list(owner[at + 1 :])
    middle = run(said[start:end])
    after = run(said[end:])
    for each in (middle, after):
        if look is not None:
            each.insert(0, deepcopy(look))
    after.extend(tail)
    text.text = said[:start]
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    owner.addnext(middle)
    middle.addnext(after)
    return middle


def replaced(piece: Element, source: str) -> None:
    """Put elements in the place of a run."""
    for each in list(made(f"<w:p>{source}</w:p>")):
        piece.addprevious(each)
    piece.getparent().remove(piece)


def retype(page: Page, pattern: str, change: Callable[[str], str], *styles: str) -> str:
    """Change what a pattern found somewhere; what was done."""
    text, start, end = place(page, pattern, *styles)
    old, said = (text.text or "")[start:end], text.text or ""
    new = change(old)
    text.text = said[:start] + new + said[end:]
    return f"{old} → {new}: {said[:20]}"


# ---- parts -------------------------------------------------------------------------------------------------------


def add_part(page: Page, name: str, content: bytes, content_type: str, relation: str, source: str = MAIN) -> str:
    """Put a part into the package, typed and related to another, the main part as a rule; the relation's identifier."""
    page.parts[name] = content
    types = etree.fromstring(page.parts[TYPES])
    types.append(etree.fromstring(_override(name, content_type)))
    page.parts[TYPES] = xml(types)
    folder, _, file = source.rpartition("/")
    path = f"{folder}/_rels/{file}.rels"
    relations = etree.fromstring(page.parts.get(path, f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()))
    identifier = f"rIdA{len(relations) + 1}"
    kind, target = f"{NAMESPACES['r']}/{relation}", name.removeprefix(f"{folder}/")
    made_ = f'<Relationship xmlns="{_PACKAGE}/relationships" Id="{identifier}" Type="{kind}" Target="{target}"/>'
    relations.append(etree.fromstring(made_))
    page.parts[path] = xml(relations)
    return identifier


def _override(name: str, content_type: str) -> str:
    return f'<Override xmlns="{_PACKAGE}/content-types" PartName="/{name}" ContentType="{content_type}"/>'


def change_part(page: Page, pattern: str, change: Callable[[Element], bool]) -> None:
    """Change the first part, by chance, that has the pattern in its name and lets itself be changed."""
    names = [name for name in page.parts if re.search(pattern, name)]
    page.chance.shuffle(names)
    for name in names:
        root = etree.fromstring(page.parts[name])
        if change(root):
            page.parts[name] = xml(root)
            return
    raise NoPlace
