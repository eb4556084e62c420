"""Content controls: what they show, and whether Word will show something else in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.elements import words_of
from brandcluster.formats.word.page import Unread
from brandcluster.formats.word.parts import Element, is_on, parse_xml, w

#: Where the data are described that controls are bound to.
_PROPERTIES = late_pattern(r"customxml/itemprops\d*\.xml\Z")


def shown_by(item: Element, parts: Mapping[str, bytes]) -> Iterator[Element | Unread]:
    """What a w:sdt shows: its content, unless that is only the prompt of one that nobody filled; and what is doubtful."""
    properties = item.find(w("sdtPr"))
    for content in item.iterfind(w("sdtContent")):
        if properties is not None and is_on(properties, "showingPlcHdr"):
            yield Unread("未填的控件", words_of(content))
            continue
        yield content
        bound = None if properties is None else properties.find(w("dataBinding"))
        if bound is not None:
            yield from _bound_to(bound, content, parts)


def prompt_around(cell: Element) -> Unread | None:
    """The prompt that a cell shows, since nobody has written into the control around it; None where it says its own."""
    for control in cell.iterancestors(w("sdt"), w("tr")):
        if control.tag == w("tr"):
            break
        if control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is not None:
            return Unread("未填的控件", words_of(cell))
    return None


def _bound_to(binding: Element, content: Element, parts: Mapping[str, bytes]) -> Iterator[Unread]:
    """That Word will show something else when it opens the file: what a control is bound to, as far as that is found."""
    path = re.sub(r"\[1\]", "", str(binding.get(w("xpath"), "")))
    steps = [step.rpartition(":")[2] for step in path.split("/") if step]
    store = str(binding.get(w("storeItemID"), "")).lower()
    said = "".join(words_of(content).split())
    found = list(_stored(parts, store, steps))
    if not any("".join(each.split()) == said for each in found):
        yield Unread("绑定的控件", found[0].strip() if found else "")


def _stored(parts: Mapping[str, bytes], store: str, steps: list[str]) -> Iterator[str]:
    """The texts at a path of plain steps in the data that carry a store's number."""
    if not steps or not all(re.fullmatch(r"[\w.-]+", step) for step in steps):
        return
    names = {name.lower(): name for name in parts}
    for name in names:
        if not _PROPERTIES.search(name) or not store or store.encode() not in parts[names[name]].lower():
            continue
        root = parse_xml(parts.get(names.get(name.replace("itemprops", "item"), ""), b""))
        found = [] if root is None or _local(root) != steps[0] else [root]
        for step in steps[1:]:
            found = [each for parent in found for each in parent if _local(each) == step][:1]
        yield from ("".join(each.itertext()) for each in found)


def _local(item: Element) -> str:
    return item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""
