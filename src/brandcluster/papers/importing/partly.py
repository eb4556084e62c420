"""Part of an import: what a person may choose of it, value by value, and the changes that a choice makes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.load import Dossier
from brandcluster.papers.importing.proposal import CurrentFiles, Doubt, Import, ImportItem, is_blank, shorten


class ImportChoice(NamedTuple):
    """One thing that is taken or not: a value, or a whole new entry of a list. `mark` tells it from others, and from
    itself once the form or the dossier says something else. `differs`: a person wrote something else there."""

    mark: str
    path: str
    keys: KeyPath
    differs: bool
    items: tuple[ImportItem, ...]


def import_choices(dossier: Dossier, result: Import) -> list[ImportChoice]:
    """What can be chosen of an import that was proposed with `overwrite`, in the order of the form."""
    base = CurrentFiles(dossier)
    found: dict[tuple[str, KeyPath], dict[KeyPath, ImportItem]] = {}
    for item in result.items:
        if item.path is not None and item.keys in result.changes.get(item.path, {}):
            # Of two that both forms give, the later one is what would be written.
            found.setdefault((item.path, _taken_with(base, item.path, item.keys)), {})[item.keys] = item
    return [
        ImportChoice(_mark(path, items), path, keys, any(each.status == "不同" for each in items), items)
        for (path, keys), items in ((at, tuple(them.values())) for at, them in found.items())
    ]


def said_otherwise(result: Import) -> list[Doubt]:
    """The values that two places of the forms give, and not the same: the later one counts."""
    found: list[Doubt] = []
    known: dict[tuple[str, KeyPath], ImportItem] = {}
    for item in result.items:
        if item.path is None:
            continue
        first = known.setdefault((item.path, item.keys), item)
        if first.text != item.text:
            message = f"{first.where}写的是“{shorten(first.text)}”，这里写的是“{shorten(item.text)}”，按这里的。"
            found.append(Doubt(item.label, item.where, message))
    return found


def _taken_with(base: CurrentFiles, path: str, keys: KeyPath) -> KeyPath:
    """What a value is taken with: the entry that it stands in where nothing stands there yet, else itself."""
    depths = (depth for depth, step in enumerate(keys, 1) if isinstance(step, int))
    return next((keys[:depth] for depth in depths if is_blank(base.at(path, keys[:depth]))), keys)


def _mark(path: str, items: Sequence[ImportItem]) -> str:
    said = [path, *([list(each.keys), each.text, each.old] for each in items)]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def chosen_changes(dossier: Dossier, result: Import, chosen: Iterable[ImportChoice]) -> Import:
    """An import of nothing but what was chosen. New entries of a list follow one another, whichever are left out."""
    base = CurrentFiles(dossier)
    taken = list(chosen)
    moved = _moved(base, taken)
    changes: dict[str, dict[KeyPath, Any]] = {}
    for each in taken:
        at = moved.get((each.path, each.keys), each.keys)
        for item in each.items:
            value = result.changes[each.path][item.keys]
            changes.setdefault(each.path, {})[(*at, *item.keys[len(at) :])] = value
    return Import(changes=changes)


def _moved(base: CurrentFiles, taken: Sequence[ImportChoice]) -> dict[tuple[str, KeyPath], KeyPath]:
    """Where new entries go: behind those that are there, in their order."""
    new: dict[tuple[str, KeyPath], list[int]] = {}
    for each in taken:
        *above, last = each.keys
        if isinstance(last, int) and base.at(each.path, each.keys) is None:
            new.setdefault((each.path, tuple(above)), []).append(last)
    found: dict[tuple[str, KeyPath], KeyPath] = {}
    for (path, keys), numbers in new.items():
        there = base.at(path, keys)
        first = len(there) if isinstance(there, list) else 0
        for at, number in enumerate(sorted(numbers), start=first):
            found[path, (*keys, number)] = (*keys, at)
    return found
