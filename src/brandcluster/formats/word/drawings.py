"""What is in a drawing: its kind, the words that are known of it, what tells it from another, and its text boxes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from brandcluster.formats.word.elements import UNDERSTOOD, tag
from brandcluster.formats.word.parts import R_NAMESPACE, Element, parse_xml, w
from brandcluster.formats.word.relations import Relation

_ALTERNATIVES = tag("mc:AlternateContent")
_TEXT_BOX = w("txbxContent")
#: What a drawing is, by the elements in it; of several the first in this order.
_KINDS = {
    tag("c:chart"): "图表",
    tag("cx:chart"): "图表",
    tag("dgm:relIds"): "图示",
    tag("o:OLEObject"): "嵌入的对象",
    w("objectEmbed"): "嵌入的对象",
    w("objectLink"): "嵌入的对象",
    w("control"): "控件",
    tag("am3d:model3d"): "三维模型",
    tag("wpi:cNvContentPartPr"): "墨迹",
    w("contentPart"): "墨迹",
    tag("w14:contentPart"): "墨迹",
    tag("pic:pic"): "图片",
    tag("v:imagedata"): "图片",
    tag("v:textpath"): "艺术字",
    _TEXT_BOX: "文本框",
}
_ORDER = list(dict.fromkeys(_KINDS.values()))
#: Parts that a drawing shows by their words; the others are told apart by their bytes.
_WORDS = frozenset((tag("a:t"), tag("c:v"), tag("m:t"), w("t"), tag("cx:v"), tag("cx:pt")))
#: Relations of a drawing that lead to what it shows; its colours and styles are not followed.
_SHOWN = frozenset(("image", "chart", "chartEx", "diagramData", "oleObject", "package", "control", "video", "hdphoto"))
MAX_WORDS = 2_000


@dataclass(slots=True)
class Drawn:
    """A drawing taken apart."""

    kind: str
    words: str
    mark: str
    boxes: list[Element] = field(default_factory=list)


def drawn(item: Element, parts: Mapping[str, bytes], relations: Mapping[str, Relation]) -> Drawn:
    """What a w:drawing, w:pict or w:object shows."""
    boxes: list[Element] = []
    kinds: set[str] = set()
    words: list[str] = []
    shown: dict[str, Relation] = {}
    for each in _descend(item):
        name = each.tag
        if name == _TEXT_BOX:
            boxes.append(each)
        if name in _KINDS:
            kinds.add(_KINDS[name])
        if name == tag("v:textpath"):
            words.append(str(each.get("string", "")))
        elif name in _WORDS:
            words.append(each.text or "")
        for attribute, value in each.attrib.items():
            if attribute.startswith(f"{{{R_NAMESPACE}}}") and value in relations:
                shown[value] = relations[value]
    targets = [each for each in shown.values() if each.kind in _SHOWN]
    words += [text for each in targets for text in _part_words(parts, each)]
    kind = next((each for each in _ORDER if each in kinds), "图形")
    if kind == "图片" and any(not each.part for each in targets):
        kind = "链接的图片"
    return Drawn(kind, " ".join(filter(None, words))[:MAX_WORDS], _mark(parts, targets), boxes)


def alternative(item: Element) -> Element:
    """The choice that today's Word shows: the first that asks for nothing unknown; else the fallback."""
    for each in item:
        if each.tag == tag("mc:Choice"):
            wanted = [each.nsmap.get(prefix) for prefix in str(each.get("Requires", "")).split()]
            if all(namespace in UNDERSTOOD for namespace in wanted):
                return each
    fallback = item.find(tag("mc:Fallback"))
    return () if fallback is None else fallback


def part_text(parts: Mapping[str, bytes], relation: Relation | None) -> str:
    """The words of a part that Word takes in when it opens the file: text, HTML, or another Word file's main part."""
    content = b"" if relation is None else parts.get(relation.part, b"")
    if content.startswith(b"PK"):
        return ""
    text = content[:500_000].decode("utf-8", "replace")
    if "<" in text:
        text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", " ", text)
        import html  # its table of names is long, and few forms hold drawings of this kind

        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return " ".join(text.split())[:MAX_WORDS]


def _descend(item: Element) -> Iterator[Element]:
    """Everything in a drawing that is shown; not what stands in its text boxes, nor the definitions of shapes."""
    waiting = [item]
    while waiting:
        each = waiting.pop()
        yield each
        if each.tag == _TEXT_BOX or each.tag == tag("v:shapetype"):
            continue
        inner = alternative(each) if each.tag == _ALTERNATIVES else each
        waiting.extend(child for child in reversed(list(inner)) if isinstance(child.tag, str))


def _part_words(parts: Mapping[str, bytes], relation: Relation) -> Iterator[str]:
    if not relation.part.lower().endswith(".xml"):
        return
    root = parse_xml(parts.get(relation.part, b""))
    for each in () if root is None else root.iter(*_WORDS):
        if each.text and each.text.strip():
            yield each.text.strip()


def _mark(parts: Mapping[str, bytes], targets: list[Relation]) -> str:
    """What tells a picture from another: its bytes, or where it lies outside."""
    if not targets:
        return ""
    found = hashlib.sha256()
    for each in targets:
        if each.kind in ("image", "hdphoto") or not each.part:
            found.update(parts.get(each.part, b"") or each.target.encode("utf-8", "replace"))
    return found.hexdigest()[:16]
