"""What a workbook changes → the new text of the files: only lines that changed change, comments and order stay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.editing.new_files import new_dossier_files
from brandcluster.dossier.load import Dossier
from brandcluster.formats.yaml.document import read_document
from brandcluster.formats.yaml.edits import edit_text, without_item
from brandcluster.sheets.entries import at
from brandcluster.sheets.new_rows import NewEntry
from brandcluster.sheets.taking_in import Taking, Ticked


class NewText(NamedTuple):
    """A file as it was and as it is to be: `after` is None where it could not be changed safely.

    `kept` are entries that were to go and stay, since a person's comment stands with them.
    """

    path: str
    before: str
    after: str | None
    kept: tuple[KeyPath, ...] = ()


def new_texts(dossier: Dossier, taking: Taking, edition: str) -> list[NewText]:
    """Every file that changes. A new year's file begins as `init` writes it, for an edition of the notice."""
    new_years = {each.path: each.year for each in taking.new if each.year is not None}
    paths = {*taking.values, *taking.gone, *(each.path for each in taking.ticked), *(each.path for each in taking.new)}
    return [_new_text(dossier, taking, path, new_years.get(path), edition) for path in sorted(paths)]


def _new_text(dossier: Dossier, taking: Taking, path: str, year: int | None, edition: str) -> NewText:
    before = "" if year is not None else dossier.documents[path].text
    text: str | None = before if year is None else new_dossier_files(edition, year)[path]
    values = taking.values.get(path)
    if values and text is not None:
        text = edit_text(path, text, values)
    for each in (each for each in taking.ticked if each.path == path):
        text = _tick(text, each) if text is not None else None
    text = _added(path, text, [each for each in taking.new if each.path == path], is_new=year is not None)
    kept = []
    for keys in sorted(taking.gone.get(path, ()), key=_deepest_last, reverse=True):
        shorter = without_item(path, text, keys) if text is not None else None
        if shorter is None:
            kept.append(keys)
        else:
            text = shorter
    return NewText(path, before, text, tuple(kept))


def _deepest_last(keys: KeyPath) -> tuple[tuple[bool, int, str], ...]:
    """Paths in the order of their entries: from the back, no entry moves before its turn."""
    return tuple((isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in keys)


def _tick(text: str, each: Ticked) -> str | None:
    """A list with choices taken out and added, entry by entry; as a whole where it is written in one line."""
    held = _list_at(each.path, text, each.keys)
    result: str | None = text
    for choice in each.gone:
        number = held.index(choice)
        shorter = without_item(each.path, result or "", (*each.keys, number))
        held.pop(number)
        result = shorter if shorter is not None else edit_text(each.path, result or "", {each.keys: list(held)})
    for choice in each.added:
        result = edit_text(each.path, result, {(*each.keys, len(held)): choice}) if result is not None else None
        held.append(choice)
    return result


def _added(path: str, text: str | None, new: Iterable[NewEntry], *, is_new: bool) -> str | None:
    """The text with entries at the ends of their lists. The empty first entry of a new file is filled, not kept."""
    for each in new:
        if text is None:
            return None
        if not each.keys:
            text = edit_text(path, text, _flat((), each.value))
            continue
        held = _list_at(path, text, each.keys)
        is_blank = is_new and len(held) == 1 and isinstance(held[0], dict) and not any(held[0].values())
        if is_blank:
            text = edit_text(path, text, _flat((*each.keys, 0), each.value))
        else:
            text = edit_text(path, text, {(*each.keys, len(held)): each.value})
    return text


def _flat(keys: KeyPath, value: dict[str, Any]) -> dict[KeyPath, Any]:
    found: dict[KeyPath, Any] = {}
    for label, each in value.items():
        found |= _flat((*keys, label), each) if isinstance(each, dict) else {(*keys, label): each}
    return found


def _list_at(path: str, text: str, keys: KeyPath) -> list[Any]:
    held = at(read_document(path, text.encode("utf-8")).data, keys)
    return list(held) if isinstance(held, list) else []
