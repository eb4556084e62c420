"""The dossier's own files beside what is said of them: a page can point at the line that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from brandcluster.diagnostics import Location
from brandcluster.dossier import Dossier

#: A file with more lines is shown only around the lines that are pointed at.
WHOLE = 3_000
#: What ends a line for whoever gave the places.
_BREAK = re.compile(r"\r\n|\r|\n")
AROUND = 10


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its path, what to call it in a link, and its lines by number (None where some are left out)."""

    path: str
    anchor: str
    lines: tuple[tuple[int, str] | None, ...]


def sources(dossier: Dossier, places: Iterable[Location]) -> Iterator[Source]:
    """The files that some places stand in, as far as they were read; a table of returns is never among them."""
    wanted: dict[str, set[int]] = {}
    for place in places:
        if place.path in dossier.documents:
            wanted.setdefault(place.path, set()).add(place.line)
    for number, path in enumerate(sorted(wanted), start=1):
        lines = _BREAK.split(dossier.documents[path].text)
        lines += [""] * (min(max(wanted[path]), len(lines) + 1) - len(lines))  # a place behind the last line
        yield Source(path, f"s{number}", tuple(_shown(lines, wanted[path])))


def _shown(lines: list[str], pointed_at: set[int]) -> Iterator[tuple[int, str] | None]:
    if len(lines) <= WHOLE:
        yield from enumerate(lines, start=1)
        return
    shown = sorted(
        {number for line in pointed_at for number in range(max(line - AROUND, 1), min(line + AROUND, len(lines)) + 1)}
    )
    before = 0
    for number in shown:
        if number != before + 1:
            yield None
        yield number, lines[number - 1]
        before = number
