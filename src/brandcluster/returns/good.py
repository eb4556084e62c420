"""Which returns can be taken although others of the same delivery cannot."""

from __future__ import annotations

from collections.abc import Sequence

from brandcluster.returns.problems import Problems
from brandcluster.returns.reading import ReturnEntry, Taken


def codes_in_doubt(taken: Sequence[tuple[str, Taken]], odd: Problems) -> frozenset[str] | None:
    """The codes of enterprises whose returns must not be taken: one of theirs has an error, or stands in a file with
    an error that belongs to no single row. None where it cannot be told, as not every error was kept.

    An enterprise that sent a good file and a faulty one is in doubt: which one holds is not for the program to say.
    """
    everything = [*(each.problems for _, each in taken), odd]
    if any(severity == "error" for each in everything for _, severity, _ in each.left_out):
        return None
    rows: dict[tuple[str, str | None, int], list[ReturnEntry]] = {}
    files: dict[str, list[ReturnEntry]] = {}
    for _, each in taken:
        for entry in each.entries:
            rows.setdefault((entry.origin.file, entry.origin.sheet, entry.line), []).append(entry)
            files.setdefault(entry.origin.file, []).append(entry)
    found: set[str] = set()
    for problem in (problem for each in everything for problem in each.listed if problem.severity == "error"):
        at = problem.place
        meant = rows.get((at.file, at.sheet, at.row), files.get(at.file, []))
        found.update(entry.row[0] for entry in meant)
    return frozenset(found)
