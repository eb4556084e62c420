"""Fields of Word: what their instructions mean for a reader of the page.

A field's kept result is what the page shows, as a rule; some show nothing, some are drawn from the instruction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.parts import Element, w

_VAL = w("val")
_OFF = frozenset(("0", "false", "off"))
#: The kept result is the field's text, as good as typed.
_AS_TYPED = frozenset(
    [
        "HYPERLINK",
        "FORMTEXT",
        "REF",
        "PAGEREF",
        "NOTEREF",
        "TOC",
        "TOA",
        "INDEX",
        "MERGEFIELD",
        "SEQ",
        "STYLEREF",
        "SECTION",
        "BIBLIOGRAPHY",
        "CITATION",
        "ADDIN",
        "LISTNUM",
        "AUTONUM",
        "AUTONUMLGL",
        "AUTONUMOUT",
        "GREETINGLINE",
        "ADDRESSBLOCK",
        "GOTOBUTTON",
        "SYMBOL",
    ]
)
#: Marks that print nothing.
_SILENT = frozenset(
    ["TC", "XE", "RD", "TA", "SET", "BOOKMARK", "PRIVATE", "PRINT", "NEXT", "NEXTIF", "SKIPIF", "ASK", "FILLIN"]
)
_PAGES = frozenset(["PAGE", "NUMPAGES", "SECTIONPAGES"])
_DAYS = frozenset(["DATE", "TIME", "SAVEDATE", "PRINTDATE", "CREATEDATE", "EDITTIME"])
_LINKED = frozenset(
    ["INCLUDETEXT", "INCLUDEPICTURE", "LINK", "DDE", "DDEAUTO", "DATABASE", "IMPORT", "INCLUDE", "EMBED"]
)

_OVERLAY = late_pattern(r"EQ\s*\\o\s*(?:\\a[clr]\s*)?\(\s*(.)\s*[,;，；、]\s*(.{1,3}?)\s*\)\s*\Z", re.IGNORECASE)
_BOXES, _CIRCLES = "□☐口▢◻", "○〇◯OoＯ"
_IN_BOX = {**dict.fromkeys("√✓✔☑v∨", "☑"), **dict.fromkeys("×✗✘xX☒", "☒"), **dict.fromkeys("■●", "■")}


@dataclass(slots=True)
class OpenField:
    """A field whose end has not come yet: its instruction so far, and whether its result is being read."""

    data: Element | None = None
    instruction: list[str] = field(default_factory=list)
    separated: bool = False
    swallows: bool = False
    within: OpenField | None = None

    def taker(self) -> OpenField | None:
        """The field that takes what stands here for itself, and keeps it off the page: this one, or one around it."""
        if self.within is not None:
            return self.within
        return self if not self.separated or self.swallows else None


def name_of(instruction: str) -> str:
    """What kind of field it is, in capitals; `=` for a formula."""
    found = re.match(r"\s*(=|[A-Za-z]+)", instruction)
    return found.group(1).upper() if found else ""


def swallows_result(instruction: str, data: Element | None, in_margin: bool) -> bool:
    """Whether the kept result is not what counts: entries and boxes of forms, and numbers of pages in a margin."""
    return _form_entry(data) is not None or (in_margin and name_of(instruction) in _PAGES)


def outcome(opened: OpenField) -> tuple[str, str, str]:
    """At a field's end: the text to show, and the kind and words of what is to be reported, empty when nothing is."""
    instruction = " ".join("".join(opened.instruction).split())
    entry = _form_entry(opened.data)
    name = name_of(instruction)
    if entry is not None:
        return entry, "", ""
    if name == "EQ":
        return _overlay(instruction) if not opened.separated else ("", "公式", instruction)
    if name in _PAGES:
        return "", "" if opened.separated and not opened.swallows else "页码", ""
    if not opened.separated:
        silent = name in _SILENT or name in ("HYPERLINK", "FORMTEXT")
        return "", "" if silent else "域", "" if silent else instruction
    if name in _DAYS:
        return "", "自动更新的日期", ""
    if name in _LINKED:
        return "", "链接来的内容", instruction
    return "", "" if name in _AS_TYPED or name in _SILENT else "算出的域", ""


def _overlay(instruction: str) -> tuple[str, str, str]:
    """Word's enclosed characters: a tick in a box, a number in a circle; other fields EQ are equations."""
    found = _OVERLAY.match(instruction)
    if found is not None:
        outer, inner = found.groups()
        if outer in _BOXES and inner in _IN_BOX:
            return _IN_BOX[inner], "", ""
        if outer in _CIRCLES and inner.isascii() and inner.isdigit() and 1 <= int(inner) <= 20:
            return chr(0x2460 + int(inner) - 1), "", ""
    return "", "公式", instruction


def _form_entry(data: Element | None) -> str | None:
    """What a legacy check box or drop-down shows; None when the data are of neither."""
    if data is None:
        return None
    box, listed = data.find(w("checkBox")), data.find(w("ddList"))
    if box is not None:
        state = box.find(w("checked"))
        state = box.find(w("default")) if state is None else state
        return "☑" if state is not None and state.get(_VAL, "1") not in _OFF else "□"
    if listed is None:
        return None
    entries = [str(each.get(_VAL, "")) for each in listed.iterfind(w("listEntry"))]
    chosen = listed.find(w("result"))
    chosen = listed.find(w("default")) if chosen is None else chosen
    number = "0" if chosen is None else str(chosen.get(_VAL, "0"))
    at = int(number) if number.isdecimal() and len(number) < 5 else len(entries)
    return entries[at] if at < len(entries) else ""
