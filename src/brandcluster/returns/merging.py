"""New returns into those of the year: what is added, filled in, the same, and what contradicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from brandcluster.formats.tables.sheet import Place
from brandcluster.returns.layout import Layout, Row
from brandcluster.returns.reading import ReturnEntry

Prefer = Literal["new", "old"]


class Conflict(NamedTuple):
    """Two returns of one enterprise that differ: which columns, and what each says."""

    who: str
    old: Place
    new: Place
    columns: tuple[tuple[str, str, str], ...]


#: As many conflicts are kept: nobody reads more.
KEPT = 200


@dataclass(slots=True)
class Merged:
    """The rows of the year afterwards by code, and what happened to each enterprise that came in.

    `conflicts` are the first of those that differ, `contradicted` the codes of all of them.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    contradicted: set[str] = field(default_factory=set)


def merge_returns(
    stored: Iterable[ReturnEntry], incoming: Iterable[ReturnEntry], layout: Layout, prefer: Prefer | None
) -> Merged:
    """Fold returns into the stored ones. An empty cell contradicts nothing; without `prefer` a conflict changes nothing."""
    found = Merged()
    latest: dict[str, ReturnEntry] = {}
    for entry in stored:
        found.rows[entry.row[0]] = entry.row
        latest[entry.row[0]] = entry
    for entry in incoming:
        code = entry.row[0]
        old = found.rows.get(code)
        if old is None:
            found.rows[code] = entry.row
            latest[code] = entry
            found.added.append(code)
            continue
        differing = tuple(
            (column.heading, was, now)
            for column, was, now in zip(layout.columns, old, entry.row, strict=True)
            if was and now and was != now
        )
        if differing:
            found.contradicted.add(code)
            if len(found.conflicts) < KEPT:
                found.conflicts.append(Conflict(entry.who, latest[code].place, entry.place, differing))
        first, second = (entry.row, old) if prefer == "new" else (old, entry.row)
        row = tuple(one or other for one, other in zip(first, second, strict=True))
        if row == old:
            found.same.append(code)
        elif differing:
            found.replaced.append(code)
        else:
            found.filled.append(code)
        if not differing or prefer is not None:
            found.rows[code] = row
            latest[code] = entry if prefer == "new" else latest[code]
    return found
