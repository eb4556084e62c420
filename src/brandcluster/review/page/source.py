"""The dossier's own files beside what is said of them: a page can point at the line that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from brandcluster.base.diagnostics import Location
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.load import Dossier
from brandcluster.formats.yaml.document import Document
from brandcluster.rules.facts.sealed_application import fixed_application

#: A file with more lines is shown only around the lines that are pointed at.
WHOLE = 3_000
#: What ends a line for whoever gave the places.
_BREAK = late_pattern(r"\r\n|\r|\n")
AROUND = 10


_UNFIT = late_pattern(r"[^A-Za-z0-9._/-]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: its path, and its lines by number (None where some are left out)."""

    path: str
    lines: tuple[tuple[int, str] | None, ...]


def line_anchor(path: str, line: int) -> str:
    """What a line of a file is called in a link, the same on every page; any path gives a name that links take."""
    return f"{_UNFIT.sub(lambda match: f'~{ord(match.group()):x}~', path)}:{line}"


def source_files(dossier: Dossier, places: Iterable[Location], day: date) -> Iterator[SourceFile]:
    """The files that some places stand in, as far as they were read; a table of returns is never among them."""
    documents = _documents(dossier, day)
    wanted: dict[str, set[int]] = {}
    for place in places:
        if place.path in documents:
            wanted.setdefault(place.path, set()).add(place.line)
    for path in sorted(wanted):
        lines = _BREAK.split(documents[path].text)
        lines += [""] * (min(max(wanted[path]), len(lines) + 1) - len(lines))  # a place behind the last line
        yield SourceFile(path, tuple(_shown(lines, wanted[path])))


def _documents(dossier: Dossier, day: date) -> dict[str, Document]:
    """The dossier's files, those that the application was sealed with, and what the seals say of themselves."""
    found = dict(dossier.documents)
    fixed = fixed_application(dossier, day)
    if fixed.seal is not None:
        from brandcluster.dossier.history.seals import read_seals

        found |= {seal.document.path: seal.document for seal in read_seals(dossier).seals}
        of_seal = fixed.dossier.documents if fixed.dossier is not None else {}
        found |= {f"{fixed.seal.copies}/{path}": document for path, document in of_seal.items()}
    return found


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
