"""An answer without what the form itself prints behind it: a unit, a hint, the line for a seal, 年 月 日."""

from __future__ import annotations

import re

from brandcluster.base.patterns import late_pattern
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.label_map import FormPlace
from brandcluster.papers.labels.places import BLANK, DATE_GAP, bare_print, is_seal_print

_SEAL_REST = late_pattern(r"[:年月日0-9()盖章签字_./-]*\Z")


def without_end(line: str, wanted: str) -> str:
    """A line without what the form prints at its end. A date that nobody has written is no text; one that is stays."""
    if wanted == DATE_GAP:
        return "" if squeeze(bare_print(line)) == DATE_GAP else line
    for at in range(len(line)):
        if squeeze(bare_print(line[at:])) == wanted:
            return line[:at].strip(BLANK)
    return line


def without_print(place: FormPlace, text: str) -> str:
    """What stands in a cell without what the blank prints behind its gap there, on one line or more; no gap alone."""
    if not text.strip(BLANK + "\n"):
        return ""
    wanted = squeeze(bare_print(place.suffix or ""))
    lines = text.split("\n")
    for at in reversed(range(len(lines) if wanted else 0)):
        tail = squeeze(bare_print("".join(lines[at:])))
        if tail == wanted or (is_seal_print(wanted) and re.sub(r"\d", "", tail) == wanted):
            return "\n".join(lines[:at])
        if len(tail) > len(wanted):
            return "\n".join(filter(None, (*lines[:at], without_end("".join(lines[at:]), wanted))))
    return text


def ends_opinion(bare: str, printed_lines: frozenset[str]) -> bool:
    """Whether a line of an opinion box is its seal or date: printed there, and perhaps written behind."""
    if not bare:
        return False
    for line in ("公章", "日期", "(公章)", "(盖章)", "盖章"):
        if bare.startswith(line) and _SEAL_REST.match(bare[len(line) :]):
            return True
    return bare in printed_lines or bool(re.fullmatch(r"\d{0,4}年\d{0,2}月\d{0,2}日", bare))
