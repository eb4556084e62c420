"""Answers as they are typed in a box → the text of a file with them set, everything else as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.awaiting import waiting_at, without_waiting
from brandcluster.dossier.load import Dossier, part_of
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import Field, fields_of
from brandcluster.formats.yaml.edits import LongText, edit_text
from brandcluster.formats.yaml.entry_lines import moved_entry, without_entry
from brandcluster.session.desk.page_boxes import BoxKind, box_kind, raw_at
from brandcluster.session.desk.page_words import tidy_typed
from brandcluster.session.editor.cursor import field_at, part_below

#: No answer of a form is longer.
LONGEST_ANSWER = 200_000
_PLAIN_NUMBER = late_pattern(r"-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,12})?\Z", re.ASCII)


def typed_value(kind: BoxKind, typed: str | Sequence[str]) -> Any:
    """What goes into the file for what was typed: nothing for nothing, a number for what is one; else as it was typed,
    for the checks to say what is wrong with it."""
    if kind in ("choices", "lines"):
        lines = typed.split("\n") if isinstance(typed, str) else typed
        return [each for each in (tidy_typed(line).strip() for line in lines) if each]
    text = tidy_typed(typed if isinstance(typed, str) else "\n".join(typed))
    if kind == "text":
        lines = [line.rstrip() for line in text.split("\n")]
        return LongText("\n".join(lines).strip("\n").lstrip())
    text = " ".join(text.split("\n")).strip()
    if not text:
        return None
    if kind == "number" and _PLAIN_NUMBER.match(text):
        return Decimal(text) if "." in text else int(text)
    return text


def box_at(dossier: Dossier, path: str, keys: KeyPath) -> tuple[type[Part], Field] | None:
    """The model and the field of a place that a page named; None where the form has no such place in this file."""
    part = part_of(dossier, path)
    if part is None or path not in dossier.documents or not keys or not isinstance(keys[0], str):
        return None
    for depth, step in enumerate(keys):
        above = field_at(part, keys[:depth])
        if isinstance(step, int):
            entries = raw_at(dossier, path, keys[:depth])
            if above is None or not above.is_list or isinstance(keys[depth - 1], int):
                return None
            if not isinstance(entries, list) or not 0 <= step < len(entries):
                return None
        elif above is not None and above.is_list and not isinstance(keys[depth - 1], int):
            return None
    field = field_at(part, keys)
    holder = part_below(part, keys[:-1]) if isinstance(keys[-1], str) else part_below(part, keys)
    return None if field is None or holder is None else (holder, field)


def with_answer(dossier: Dossier, path: str, keys: KeyPath, typed: str | Sequence[str]) -> str | None:
    """The text of a file with an answer; None where the file is written in a way that cannot be changed safely."""
    found = box_at(dossier, path, keys)
    if found is None or found[1].part is not None:
        return None
    holder, field = found
    text = dossier.documents[path].text
    value = typed_value(box_kind(dossier, path, holder, field, keys), typed)
    now = raw_at(dossier, path, keys)
    if value in (None, "", []) and now in (None, "", []):
        return text
    written = dossier.as_written(path, keys)
    after = edit_text(path, text, {written: value})
    if after is None or value in (None, "", []) or written not in waiting_at(dossier.documents[path]):
        return after
    return without_waiting(path, after, written)


def with_entry(dossier: Dossier, path: str, keys: KeyPath) -> str | None:
    """The text of a file with one more entry, all of it open, at the end of a repeated answer."""
    found = box_at(dossier, path, keys)
    if found is None or found[1].part is None or not found[1].is_list:
        return None
    entries = raw_at(dossier, path, keys)
    new = _open_entry(found[1].part)
    written = dossier.as_written(path, keys)
    at, value = ((*written, len(entries)), new) if isinstance(entries, list) and entries else (written, [new])
    return edit_text(path, dossier.documents[path].text, {at: value})


def _open_entry(part: type[Part]) -> dict[str, Any]:
    """An entry with every 栏目 that is one answer, and what else must be there, open."""
    fields = fields_of(part).values()
    return {each.label: LongText("") if each.is_long else None for each in fields if each.part is None or each.required}


def entry_removed(dossier: Dossier, path: str, keys: KeyPath) -> str | None:
    """The text of a file without an entry; the comments in it and right above it go with it."""
    if not keys or not isinstance(keys[-1], int) or box_at(dossier, path, keys) is None:
        return None
    return without_entry(path, dossier.documents[path].text, dossier.as_written(path, keys))


def entry_moved(dossier: Dossier, path: str, keys: KeyPath, to: int) -> str | None:
    """The text of a file with an entry at another number; its comments go with it."""
    if not keys or not isinstance(keys[-1], int) or box_at(dossier, path, keys) is None:
        return None
    entries = raw_at(dossier, path, keys[:-1])
    if not isinstance(entries, list) or not 0 <= to < len(entries):
        return None
    return moved_entry(path, dossier.documents[path].text, dossier.as_written(path, keys), to)
