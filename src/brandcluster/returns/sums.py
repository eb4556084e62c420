"""What the returns of a year add up to: exact sums and counts by industry, and over panels of enterprises.

They are added up column by column in `adding`, once for a region, in `examine`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from brandcluster.base.numbers import exact_sum
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import LEADING_KIND, SERVICE_KIND
from brandcluster.formats.tables.csv_file import csv_bytes
from brandcluster.returns.amounts import Number
from brandcluster.returns.layout import FIRST_DATA, Layout, Row
from brandcluster.returns.problems import Problems, ReturnProblem
from brandcluster.returns.reading import ReturnEntry, repeated_pairs

#: Problems that make a sum wrong; the others leave it as it is.
BLOCKING = frozenset(("K101", "K102", "K104", "K106", "K110", "K111"))
_KIND = 3


def group_of(industry: str, kind: str) -> str:
    """The group of `statistics/` that an enterprise counts in: its industry's if it is of it, else the others'."""
    return industry if kind == LEADING_KIND else OTHER_INDUSTRY


@dataclass(slots=True)
class Totals:
    """Sums and counts of one group, by attribute of `statistics/` (the region's own columns by their names)."""

    values: dict[str, Number] = field(default_factory=dict)
    #: The region's own columns that an industrial enterprise left empty: their sums are not known.
    open: set[str] = field(default_factory=set)
    #: How many enterprises the amounts are of: industrial ones that reported.
    members: int = 0
    #: Which these are, of a panel: hashes, for 100,000 codes would take 10 MB a side. Compared within one run only.
    who: set[int] = field(default_factory=set)
    #: The others of a panel, whose answers count and who have no amounts.
    serving: set[int] = field(default_factory=set)

    def add(self, name: str, value: Number) -> None:
        """Add to one figure."""
        self.values[name] = exact_sum((self.of(name), value))

    def of(self, name: str) -> Number:
        """One figure; what nothing was added to is 0."""
        return self.values.get(name, 0)


@dataclass(slots=True)
class YearSums:
    """One year's returns added up; without groups where `problems` (of reading, and of empty and repeated ones) make
    sums wrong."""

    digest: str = ""
    rows: int = 0
    groups: dict[str, Totals] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)

    @property
    def blocking(self) -> int:
        """How many problems make the sums wrong."""
        return self.problems.errors(BLOCKING)


#: Enterprises by code, with the group that each counts in.
Members = dict[str, str]


def canonical_text(rows: Iterable[Row], layout: Layout) -> bytes:
    """A year's returns as they are stored: ordered by code, one spelling for everything."""
    return csv_bytes([layout.headings, *sorted(rows)])


def repeated_enterprises(entries: list[ReturnEntry]) -> Iterator[ReturnProblem]:
    """Enterprises that are written more than once: a sum would count them as often."""
    for first, second in repeated_pairs(entries):
        message = f"同一家企业写了两次，第一次在第 {first.place.row} 行。"
        yield ReturnProblem("K104", "error", message, "核对后留下一行。", second.cell(0), second.who)


def empty_cells(entries: Iterable[ReturnEntry], layout: Layout) -> Iterator[ReturnProblem]:
    """Empty cells of enterprises that reported: not known is not zero, and a sum without them would be wrong."""
    for entry in entries:
        row = entry.row
        if "" not in row or not any(row[FIRST_DATA:]):
            continue
        service = row[_KIND] == SERVICE_KIND
        for at, column in enumerate(layout.columns[1:], 1):
            if row[at] or column.name in entry.bad or column in layout.own:
                continue
            if service and column.kind == "amount":
                continue
            message, help_ = f"“{column.label}”空着。", "照实填写。"
            if column.kind == "amount":
                message = f"“{column.label}”空着：不知道是零还是没填。"
                help_ = "没有发生的写 0；填了才算上报。"
            yield ReturnProblem("K111", "error", message, help_, entry.cell(at), entry.who)


# ---- against another year ------------------------------------------------------------------------------------


@dataclass(slots=True)
class ReturnPanel:
    """The enterprises that reported in both years, and what they add up to in each, by group."""

    year: int
    current: dict[str, Totals]
    earlier: dict[str, Totals]
    #: Why the panel of a group is left out, by group: it would give single enterprises away (`holding`).
    held: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class YearResult:
    """Everything that `statistics/` of a year takes from returns."""

    year: int
    sums: YearSums
    panels: list[ReturnPanel] = field(default_factory=list)
    #: How many of the year before did not report any more, and how many are new; None without its returns.
    turnover: tuple[int, int] | None = None
    #: All years whose returns are there and add up.
    years: frozenset[int] = frozenset()


def stored_row(layout: Layout, values: Mapping[str, str]) -> Row:
    """A row from values by column name."""
    return tuple(values.get(column.name, "") for column in layout.columns)
