"""Setting fixes in a file: only what is then read back as it was meant, with all other data equal."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from brandcluster.base.diagnostics import Diagnostic, Edit, Fix, KeyPath, Location
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.fields import Part
from brandcluster.formats.yaml.characters import TYPING
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.formats.yaml.edits import is_same


def apply_fixes(document: Document, chosen: Iterable[Fix]) -> tuple[str, list[Fix]]:
    """The text of a file with fixes applied, and those that were; of two that overlap the first in the file."""
    splices: list[tuple[int, int, str]] = []
    used: list[Fix] = []
    reached = 0
    for fix in sorted(dict.fromkeys(chosen), key=lambda each: document.offsets(each.edits[0].location)):
        ranges = [(*document.offsets(edit.location), edit.text) for edit in fix.edits]
        if ranges[0][0] < reached:
            continue
        splices += ranges
        reached = ranges[-1][1]
        used.append(fix)
    text = document.text
    for start, end, new in reversed(splices):
        text = text[:start] + new + text[end:]
    return text, used


#: What is said of a file whose encoding was changed.
TO_UTF8 = "改成 UTF-8 编码"
#: The code of what nobody sees; each stands for itself, and goes without regard to the others.
_UNSEEN = "Y016"
#: As many slips of typing are mended in one file.
MAX_MENDED = 300


def mend_typing(path: str, content: bytes, part: type[Part]) -> tuple[bytes, list[Fix]]:
    """A file with its sure slips of typing mended one after the other, also one that cannot be read; and what was.

    A slip is mended when the next one, if there is any, stands further on. Bytes that nobody could read stay.
    """
    labels = partial(reading.labels_of, part)
    used: list[Fix] = []
    document = read_document(path, content, labels)
    if not document.text:
        return content, used
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    if document.diagnostics and document.diagnostics[0].code == "Y002":
        used.append(Fix(TO_UTF8, (Edit(Location(path), ""),), TYPING))
        document = read_document(path, document.text.encode(), labels)
    while len(used) < MAX_MENDED:
        fixes = _next_slips(document)
        if not fixes:
            break
        text, applied = apply_fixes(document, fixes)
        again = read_document(path, text.encode(), labels)
        if not is_further(document, again, applied[0]):
            break
        document = again
        used += applied
    return (mark + document.text.encode() if used else content), used


def _next_slips(document: Document) -> list[Fix]:
    """The next slip of typing; invisible characters, of which a file may have hundreds, as many as are known at once."""
    slips = [(each.code, each.fix) for each in document.diagnostics if each.fix and each.fix.kind == TYPING]
    if slips and slips[0][0] == _UNSEEN:
        return [fix for code, fix in slips if code == _UNSEEN]
    return [fix for _, fix in slips[:1]]


def is_further(before: Document, after: Document, fix: Fix) -> bool:
    """Whether a fix helped: the file is read now as far as before, and beyond the slip."""
    if before.data is not None:
        return after.data is not None
    return after.data is not None or not after.diagnostics or _reaches(after, fix)


def _reaches(document: Document, fix: Fix) -> bool:
    place, last = document.diagnostics[0].location, fix.edits[-1]
    begin = last.location.line, last.location.column + len(last.text) - 1
    return (place.line, place.column) > begin or "\n" in last.text


def data_after(data: Any, used: Iterable[Fix]) -> Any:
    """What a file must read as when fixes have been applied to it."""
    values = {each.at: each.value for each in used if each.kind not in ("key", TYPING)}
    values |= {at: value for each in used for at, value in each.more}
    names = {each.at: each.value for each in used if each.kind == "key"}

    def rebuilt(value: Any, at: KeyPath) -> Any:
        if at in values:
            return list(values[at]) if isinstance(values[at], tuple) else values[at]
        if isinstance(value, dict):
            return {names.get((*at, key), key): rebuilt(item, (*at, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [rebuilt(item, (*at, number)) for number, item in enumerate(value)]
        return value

    return rebuilt(data, ())


def repair(document: Document, part: type[Part], found: Iterable[Diagnostic]) -> tuple[str, list[Fix]]:
    """The text of a file with the fixes of diagnostics applied, and those that hold.

    A fix holds when the file, read back, says what was meant and nothing else is wrong because of it. One that does
    not hold is left out; the others are applied.
    """
    removed: dict[Fix, list[tuple[str, KeyPath]]] = {}
    for each in found:
        if each.fix is not None:
            removed.setdefault(each.fix, []).append((each.code, each.keys))
    before = _problems(document, part)
    text, used = apply_fixes(document, removed)

    def hold(text: str, used: list[Fix]) -> bool:
        again = read_document(document.path, text.encode(), partial(reading.labels_of, part))
        after = _problems(again, part)
        if {code for code, _ in after if code.startswith("Y")} - {code for code, _ in before}:
            return False
        new = {problem for problem in after - before if not problem[0].startswith("Y")}
        gone = after.isdisjoint(problem for each in used for problem in removed[each])
        return not new and gone and is_same(again.data, data_after(document.data, used))

    if not used or hold(text, used):
        return text, used
    kept: list[Fix] = []
    for fix in used:
        text, tried = apply_fixes(document, [*kept, fix])
        if len(tried) > len(kept) and hold(text, tried):
            kept = tried
    return apply_fixes(document, kept)


def _problems(document: Document, part: type[Part]) -> set[tuple[str, KeyPath]]:
    found = {(each.code, each.keys) for each in reading.read_part(part, document.data).problems}
    return found | {(each.code, (each.location.line, each.location.column)) for each in document.diagnostics}
