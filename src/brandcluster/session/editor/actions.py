"""What may be done about a diagnostic: its fix, all sure fixes of a file, a comment that sets it aside with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Edit, Location
from brandcluster.base.visible import visible
from brandcluster.dossier.editing.fixes import apply_fixes, is_further, mend_typing, repair
from brandcluster.dossier.editing.layout import Formatted, lay_out
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.fields import Part
from brandcluster.formats.yaml.characters import TYPING
from brandcluster.formats.yaml.comments import long_texts
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.rules.checks.ignoring import can_be_ignored
from brandcluster.session.editor.cursor import lines_with_ends

#: After so many rounds, nothing new can come to light.
ROUNDS = 12


class Action(NamedTuple):
    """Something to do: its title, its edits in one file, and the diagnostic that goes away.

    `asks_reason` where the person still has to write why: the last edit leaves the place for it.
    """

    title: str
    edits: tuple[Edit, ...]
    about: Diagnostic
    asks_reason: bool = False


def actions_for(document: Document, part: type[Part], found: Sequence[Diagnostic]) -> list[Action]:
    """What may be done about diagnostics of one file, whose text is that of the document."""
    actions = [action for each in found if (action := _fix(document, part, each)) is not None]
    return actions + [action for each in found if (action := ignore_action(document, each)) is not None]


def _fix(document: Document, part: type[Part], about: Diagnostic) -> Action | None:
    """The diagnostic's fix, where the file then reads as it was meant."""
    fix = about.fix
    if fix is None:
        return None
    if fix.kind == TYPING:
        text, _ = apply_fixes(document, [fix])
        again = read_document(document.path, text.encode(), partial(reading.labels_of, part))
        holds = is_further(document, again, fix)
    else:
        holds = bool(repair(document, part, [about])[1])
    return Action(visible(fix.message), fix.edits, about) if holds else None


def ignore_action(document: Document, about: Diagnostic) -> Action | None:
    """A comment above the place of a diagnostic that sets it aside, as soon as its reason is written there."""
    line = about.location.line
    if document.data is None or not can_be_ignored(about.code):
        return None
    begins = long_texts(document).get(line)
    line = min(begins) if begins else line
    lines = lines_with_ends(document.text)
    if not 0 < line <= len(lines):
        return None
    current = lines[line - 1]
    indent = current[: len(current) - len(current.lstrip(" "))]
    newline = "\r\n" if current.endswith("\r\n") else "\n"
    place = Location(document.path, line, 1, line, 1)
    comment = f"{indent}# brandcluster: ignore {about.code} {newline}"
    return Action(f"忽略 {about.code}：在上一行的注释里写明原因", (Edit(place, comment),), about, asks_reason=True)


def all_fixes(path: str, text: str, part: type[Part], found: Sequence[Diagnostic]) -> str:
    """The text of a file with every sure fix applied: of its typing, then of its answers, as `validate --fix` does."""
    content, _ = mend_typing(path, text.encode(), part)
    document = read_document(path, content, partial(reading.labels_of, part))
    if document.data is None or document.text != text:
        return document.text
    return repair(document, part, found)[0]


def formatted(path: str, text: str, part: type[Part]) -> Formatted:
    """The file as `fmt` lays it out."""
    return lay_out(path, text.encode(), part)


def edits_between(path: str, before: str, after: str) -> list[Edit]:
    """The whole lines that differ between two texts, as edits of the first, in its order."""
    from difflib import SequenceMatcher

    ours, theirs = lines_with_ends(before), lines_with_ends(after)
    found = []
    for tag, start, end, first, last in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(Edit(_lines(path, ours, start, end), "".join(theirs[first:last])))
    return found


def _lines(path: str, lines: list[str], start: int, end: int) -> Location:
    """The place of whole lines; the end of a last line without a line end is behind its last character."""
    last = lines[-1] if lines else ""
    open_end = bool(last) and not last.endswith(("\n", "\r"))

    def at(index: int) -> tuple[int, int]:
        return (index, len(last) + 1) if index == len(lines) and open_end else (index + 1, 1)

    return Location(path, *at(start), *at(end))
