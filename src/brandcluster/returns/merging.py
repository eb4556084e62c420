"""New returns into those of the year: what is added, filled in, the same, and what contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from brandcluster.formats.tables.sheet import Place
from brandcluster.returns.layout import Layout, Row
from brandcluster.returns.reading import ReturnEntry

Prefer = Literal["new", "old"]
#: Which of two values holds, by code, heading, and both values in either order: decided by a person who saw both.
Decisions = Mapping[tuple[str, str, frozenset[str]], str]


class Differing(NamedTuple):
    """A column that two returns of one enterprise give different values for; `taken` is the one that holds, empty
    while nobody has decided."""

    heading: str
    old: str
    new: str
    taken: str


class Conflict(NamedTuple):
    """Two returns of one enterprise that differ: which columns, and what each says."""

    row: Row
    who: str
    old: Place
    new: Place
    columns: tuple[Differing, ...]


#: As many conflicts are kept: nobody decides more in one go.
KEPT = 2000


@dataclass(slots=True)
class Merged:
    """The rows of the year afterwards by code, and what happened to each enterprise that came in.

    `conflicts` are the first of those that differ, `differing` the codes of all of them, `contradicted` of those that
    nobody has decided.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    contradicted: set[str] = field(default_factory=set)


def merge_returns(
    stored: Iterable[ReturnEntry],
    incoming: Iterable[ReturnEntry],
    layout: Layout,
    prefer: Prefer | None,
    decisions: Decisions | None = None,
) -> Merged:
    """Fold returns into the stored ones. An empty cell contradicts nothing; a conflict changes nothing before each of
    its columns is decided, by `decisions`, else by `prefer`."""
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
        differing = tuple(_differing(old, entry.row, layout, prefer, decisions or {})) if old != entry.row else ()
        is_open = not all(each.taken for each in differing)
        if differing:
            found.differing.append(code)
            if len(found.conflicts) < KEPT:
                found.conflicts.append(Conflict(entry.row, entry.who, latest[code].place, entry.place, differing))
        if is_open:
            found.contradicted.add(code)
            continue
        row = _settled(old, entry.row, layout, differing)
        if row == old:
            found.same.append(code)
        elif differing:
            found.replaced.append(code)
        else:
            found.filled.append(code)
        found.rows[code] = row
        if any(each.taken == each.new for each in differing):
            latest[code] = entry
    return found


def _differing(old: Row, new: Row, layout: Layout, prefer: Prefer | None, decisions: Decisions) -> Iterable[Differing]:
    for column, was, now in zip(layout.columns, old, new, strict=True):
        if was and now and was != now:
            taken = decisions.get((old[0], column.heading, frozenset((was, now))), "")
            yield Differing(column.heading, was, now, taken or {"old": was, "new": now}.get(prefer or "", ""))


def _settled(old: Row, new: Row, layout: Layout, differing: tuple[Differing, ...]) -> Row:
    """Both filled in from each other, and what was decided where they differ."""
    taken = {each.heading: each.taken for each in differing}
    headings = layout.headings if taken else ()
    row = tuple([was or now for was, now in zip(old, new, strict=True)])
    return tuple([taken.get(head, text) for head, text in zip(headings, row, strict=True)]) if taken else row
