"""What is wrong with returns: problems with their places, as many as a person can read and the number of the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from brandcluster.base.diagnostics import Severity
from brandcluster.formats.tables.sheet import Place

#: As many problems of one kind are kept for a file: a wrong column would bring one a row.
KEPT = 50


class ReturnProblem(NamedTuple):
    """Something wrong with a return. `detail` names the enterprise and its figures: confidential, for the desk only."""

    code: str
    severity: Severity
    message: str
    help: str
    place: Place
    detail: str = ""


@dataclass(slots=True)
class Problems:
    """The problems of a file: the first of each code and severity, and how many there are of each."""

    listed: list[ReturnProblem] = field(default_factory=list)
    counts: Counter[tuple[str, Severity]] = field(default_factory=Counter)

    def add(self, problem: ReturnProblem) -> None:
        """Count one, and keep it while there are few like it."""
        kind = problem.code, problem.severity
        self.counts[kind] += 1
        if self.counts[kind] <= KEPT:
            self.listed.append(problem)

    def extend(self, problems: Iterable[ReturnProblem]) -> None:
        """Add one after another."""
        for problem in problems:
            self.add(problem)

    def join(self, others: Problems, lines: int = 0) -> None:
        """Add those of a part of the file that begins so many lines further down."""
        seen = Counter(self.counts)
        for problem in others.listed:
            kind = problem.code, problem.severity
            seen[kind] += 1
            if seen[kind] <= KEPT:
                place = problem.place._replace(row=problem.place.row + lines)
                self.listed.append(problem._replace(place=place))
        self.counts.update(others.counts)

    def errors(self, codes: frozenset[str] | None = None) -> int:
        """How many errors there are, of some codes or of all."""
        return sum(
            count
            for (code, severity), count in self.counts.items()
            if severity == "error" and (codes is None or code in codes)
        )

    @property
    def left_out(self) -> list[tuple[str, Severity, int]]:
        """How many of each code and severity are not listed."""
        return [(*kind, count - KEPT) for kind, count in sorted(self.counts.items()) if count > KEPT]
