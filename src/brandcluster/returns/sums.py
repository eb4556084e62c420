"""What the returns of a year add up to: exact sums and counts by industry, and over panels of enterprises.

A file as `collect add` writes it is summed as it streams by, column by column, without building entries; any other
spelling goes through `reading` first, and comes to the same.
"""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from operator import itemgetter, lt

from brandcluster.base.numbers import exact_sum
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import AMOUNTS, BOTH_POSTS, FLAGS, KINDS, LEADING_KIND, NO, SERVICE_KIND, YES
from brandcluster.formats.tables.csv_file import MAX_CELLS, csv_bytes, decode_csv
from brandcluster.formats.tables.sheet import MAX_BYTES, MAX_ROWS
from brandcluster.returns.layout import FIRST_DATA, MAX_DIGITS, Layout, Row
from brandcluster.returns.problems import Problems, ReturnProblem
from brandcluster.returns.reading import ReturnEntry, read_returns, repeated_pairs

Number = Decimal | int
#: Problems that make a sum wrong; the others leave it as it is.
BLOCKING = frozenset(("K101", "K102", "K104", "K106", "K110", "K111"))
_CHUNK = 4096
_INDUSTRY, _KIND, _LARGE = 2, 3, 4


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

    def add(self, name: str, value: Number) -> None:
        """Add to one figure."""
        self.values[name] = exact_sum((self.of(name), value))

    def of(self, name: str) -> Number:
        """One figure; what nothing was added to is 0."""
        return self.values.get(name, 0)


@dataclass(slots=True)
class YearSums:
    """One year's returns added up. `panels` are sums over the members of each selection asked for."""

    digest: str = ""
    rows: int = 0
    groups: dict[str, Totals] = field(default_factory=dict)
    panels: list[dict[str, Totals]] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    @property
    def blocking(self) -> int:
        """How many problems make the sums wrong."""
        return self.problems.errors(BLOCKING)


#: Enterprises by code, with the group that each counts in.
Members = dict[str, str]


class _NotStored(Exception):
    """The file is not as `collect add` writes it."""


def canonical_text(rows: Iterable[Row], layout: Layout) -> bytes:
    """A year's returns as they are stored: ordered by code, one spelling for everything."""
    return csv_bytes([layout.headings, *sorted(rows)])


def add_up(file: str, content: bytes, layout: Layout, selections: Sequence[Members] = ()) -> YearSums:
    """Sums, counts, and the digest of a year's returns."""
    for spelling in (bytes, _tidied):
        found = YearSums(panels=[{} for _ in selections])
        try:
            stored = spelling(content)
            for rows in _stored_rows(stored, layout):
                _add(found, rows, layout, selections)
            found.digest = _digest(stored)
            return found
        except (_NotStored, ValueError, ArithmeticError):
            pass
    taken = read_returns(file, content, layout)
    found = YearSums(panels=[{} for _ in selections], problems=taken.problems)
    found.problems.extend(empty_cells(taken.entries, layout))
    found.problems.extend(repeated_enterprises(taken.entries))
    read = [entry.row for entry in taken.entries]
    del taken
    found.digest = _digest(canonical_text(read, layout))
    if not found.blocking:
        _add(found, read, layout, selections)
    return found


def _digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


def reporting_members(file: str, content: bytes, layout: Layout) -> Members:
    """The enterprises that reported in a year."""
    for spelling in (bytes, _tidied):
        found: Members = {}
        try:
            for rows in _stored_rows(spelling(content), layout):
                found.update((row[0], group_of(row[_INDUSTRY], row[_KIND])) for row in rows if any(row[FIRST_DATA:]))
            return found
        except (_NotStored, ValueError):
            pass
    entries = read_returns(file, content, layout).entries
    return {e.row[0]: group_of(e.row[_INDUSTRY], e.row[_KIND]) for e in entries if any(e.row[FIRST_DATA:])}


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


# ---- stored files --------------------------------------------------------------------------------------------


def _stored_rows(content: bytes, layout: Layout) -> Iterable[list[list[str]]]:
    """The rows of a stored file in chunks; _NotStored as soon as it is not exactly what `collect add` writes."""
    head = ("\ufeff" + ",".join(layout.headings) + "\n").encode()
    if not content.startswith(head) or b'"' in content or b"\r" in content or not content.endswith(b"\n"):
        raise _NotStored
    lines = content.count(b"\n")
    if lines > MAX_ROWS or lines * len(layout.columns) > MAX_CELLS or len(content) > MAX_BYTES:
        raise _NotStored  # more than any file may have: said by those who read it
    stream = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="\n")
    next(stream)
    last = ""
    while chunk := list(islice(stream, _CHUNK)):
        rows = [line[:-1].split(",") for line in chunk]
        columns = list(zip(*rows, strict=True))
        codes = (last, *columns[0])
        if len(columns) != len(layout.columns) or not all(map(lt, codes, codes[1:])):
            raise _NotStored
        last = codes[-1]
        _check_spelling(columns, layout)
        yield rows


def _tidied(content: bytes) -> bytes:
    """A file that Excel saved again (other encoding, line ends, order of rows) as it would be stored."""
    text = decode_csv(content)
    if text is None or '"' in text:
        raise _NotStored
    head, *lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    del text
    lines.sort()
    return ("\ufeff" + head + "\n" + "\n".join(lines) + "\n").encode()


def _check_spelling(columns: list[tuple[str, ...]], layout: Layout) -> None:
    flags = frozenset((YES, NO, ""))
    known = {"industry": frozenset(layout.industries), "kind": frozenset(KINDS), "large": frozenset((YES, NO))}
    for column, values in zip(layout.columns, columns, strict=True):
        if column.kind in ("choice", "flag"):
            if not known.get(column.name, flags).issuperset(values):
                raise _NotStored
        elif column.kind == "amount":
            _check_numbers(values)
        elif not all(values):
            raise _NotStored


_ODD = re.compile(r"\n0[0-9]|\n\.|\.\n|\.[0-9]*0\n|\.[0-9]*\.")


def _check_numbers(values: tuple[str, ...]) -> None:
    digits = "".join(values)
    if not digits:
        return
    whole = digits.replace(".", "")
    if not (whole.isascii() and whole.isdigit()) or max(map(len, values)) > MAX_DIGITS:
        raise _NotStored
    text = "\n" + "\n".join(values) + "\n"
    if ("." in digits or "\n0" in text) and _ODD.search(text):
        raise _NotStored


# ---- adding --------------------------------------------------------------------------------------------------


def _add(found: YearSums, rows: Sequence[Sequence[str]], layout: Layout, selections: Sequence[Members]) -> None:
    """Add rows in the stored spelling."""
    found.rows += len(rows)
    amounts = layout.columns[FIRST_DATA : FIRST_DATA + len(AMOUNTS)]
    own = layout.own
    kept: dict[tuple[str, ...], list[Sequence[str]]] = defaultdict(list)
    industry_kind = itemgetter(_INDUSTRY, _KIND)
    for row in rows:
        kept[industry_kind(row)].append(row)
    first_own = len(layout.columns) - len(own)
    for (industry, kind), group in sorted(kept.items()):
        name = group_of(industry, kind)
        totals = found.groups.setdefault(name, Totals())
        industrial = kind != SERVICE_KIND
        reporting = [row for row in group if "" not in row or any(row[FIRST_DATA:])]
        totals.add("enterprises", len(group))
        totals.add("due", len(group))
        totals.add("reported", len(reporting))
        if industrial:
            totals.members += len(reporting)
            totals.add("industrial_enterprises", len(group))
            totals.add("large_enterprises", sum(row[_LARGE] == YES for row in group))
        _add_group(totals, reporting, industrial, [column.name for column in amounts], found)
        if industrial:
            for at, column in enumerate(own, first_own):
                values = [row[at] for row in reporting]
                totals.add(column.name, _total(filter(None, values)))
                if not all(values):
                    totals.open.add(column.name)
        for panel, selection in zip(found.panels, selections, strict=True):
            chosen = [row for row in reporting if selection.get(row[0]) == name]
            part = panel.setdefault(name, Totals())
            part.add("enterprises", len(chosen))
            if industrial:
                part.members += len(chosen)
                part.who.update(hash(row[0]) for row in chosen)
            _add_group(part, chosen, industrial, [column.name for column in amounts], None)


def _add_group(
    totals: Totals, rows: Sequence[Sequence[str]], industrial: bool, amounts: list[str], strict: YearSums | None
) -> None:
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    if strict is not None and not strict.problems.listed and _has_gap(columns, industrial):
        raise _NotStored
    for at, name in enumerate(amounts, FIRST_DATA):
        totals.add(name, _total(filter(None, columns[at])) if industrial else 0)
    first_flag = FIRST_DATA + len(AMOUNTS)
    for at, flag in enumerate(FLAGS, first_flag):
        totals.add(flag.name, columns[at].count(YES))
    names = [flag.name for flag in FLAGS]
    officer, manager = (columns[first_flag + names.index(name)] for name in BOTH_POSTS)
    totals.add("with_both_posts", Counter(zip(officer, manager, strict=True))[YES, YES])


def _has_gap(columns: list[tuple[str, ...]], industrial: bool) -> bool:
    first_flag = FIRST_DATA + len(AMOUNTS)
    start = FIRST_DATA if industrial else first_flag
    return any("" in column for column in columns[start : first_flag + len(FLAGS)])


def _total(texts: Iterable[str]) -> Number:
    """The exact sum of plain numbers."""
    values = list(texts)
    if "." not in "".join(values):
        return sum(map(int, values))
    return exact_sum(map(Decimal, values))


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


def yearly_results(
    contents: Mapping[int, tuple[str, bytes]], layout: Layout, baseline: int | None
) -> dict[int, YearResult]:
    """Every year with returns, with its panels against the year before and the baseline year where those add up too."""
    pairs = {year: _compared(year, baseline, contents) for year in sorted(contents)}
    needed = {year for year, others in pairs.items() if others} | {other for o in pairs.values() for other in o}
    who = {year: reporting_members(*contents[year], layout) for year in sorted(needed)}
    both: dict[tuple[int, int], Members] = {}
    for year, others in pairs.items():
        for other in others:
            both[year, other] = {code: group for code, group in who[year].items() if who[other].get(code) == group}
    found: dict[int, YearResult] = {}
    summed: dict[int, dict[tuple[int, int], dict[str, Totals]]] = {}
    for year, content in sorted(contents.items()):
        asked = [pair for pair in sorted(both) if year in pair]
        sums = add_up(*content, layout, [both[pair] for pair in asked])
        found[year] = YearResult(year, sums)
        summed[year] = dict(zip(asked, sums.panels, strict=True))
    sound = frozenset(year for year, result in found.items() if not result.sums.blocking)
    for result in found.values():
        result.years = sound
    for year, other in sorted(both, key=lambda pair: (pair[0], -pair[1])):
        if {year, other} <= sound:
            pair = year, other
            found[year].panels.append(ReturnPanel(other, summed[year][pair], summed[other][pair]))
            if other == year - 1:
                found[year].turnover = (len(who[other].keys() - who[year]), len(who[year].keys() - who[other]))
    return found


def _compared(year: int, baseline: int | None, contents: Mapping[int, object]) -> list[int]:
    years = {year - 1, *((baseline,) if baseline is not None and baseline < year else ())}
    return sorted(other for other in years if other in contents)


def stored_row(layout: Layout, values: Mapping[str, str]) -> Row:
    """A row from values by column name."""
    return tuple(values.get(column.name, "") for column in layout.columns)
