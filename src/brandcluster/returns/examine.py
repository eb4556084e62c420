"""The returns of a region: its files, their layout and the numbers that decide → sums, panels, and what is wrong.

One function, of values alone, for every command that adds returns up or checks them. Each year is read once, a block of
rows at a time: it is added up by column, rows that are not plainly fine are remembered, and in the end looked at by
themselves.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from heapq import nlargest
from itertools import chain, compress, pairwise
from operator import mul
from typing import NamedTuple

from brandcluster.returns.adding import Kept, add_panel, masks_of
from brandcluster.returns.amounts import Amounts, middle_of
from brandcluster.returns.blocks import RowBlock
from brandcluster.returns.layout import Layout, Row
from brandcluster.returns.leading import Listed, ReturnedEnterprise, leading_returns
from brandcluster.returns.odd_rows import (
    LEAST_PEERS,
    STEADY,
    Bounds,
    odd_entries,
    own_gaps,
    own_gaps_among,
    same_names,
)
from brandcluster.returns.plain_rows import plain_range, slipped_rows, unlike_peers
from brandcluster.returns.problems import Problems, ReturnProblem
from brandcluster.returns.reading import ReturnEntry
from brandcluster.returns.sums import ReturnPanel, YearResult, YearSums, empty_cells, repeated_enterprises
from brandcluster.returns.year_read import YearRead, file_as_year, rows_as_year

OUTPUT, REVENUE = STEADY
#: Path and bytes of a year's file.
ReturnsFile = tuple[str, bytes]


class ComingReturns(NamedTuple):
    """A year into which returns come: the rows that it will have, by code, and the returns as they came.

    The rows count, the returns are judged, each where it stands in its own file: problems of the year are theirs. Of
    the rows that are `asked` about their unit already (file, sheet and row; row 1: the whole sheet) K107 says nothing.
    """

    rows: Mapping[str, Row]
    returns: Sequence[ReturnEntry] = ()
    asked: frozenset[tuple[str, str | None, int]] = frozenset()


class WantedOfReturns(NamedTuple):
    """What is asked of the returns beside what they say: the year that others are held against, the numbers that
    decide, and the enterprises that the application lists, for the year before it."""

    baseline: int | None = None
    bounds: Bounds = Bounds()
    listed: tuple[Listed, ...] = ()


@dataclass(slots=True)
class YearReturns:
    """What one year's returns come to; confidential where it names enterprises.

    `problems` are all of them, those of `sums` among them. Every row of the file was read whole (`read`), left out
    (`skipped`, by reason) or `refused`, in part at least; of a `broken` file none was read.
    """

    sums: YearSums
    problems: Problems
    codes: list[Sequence[str]]
    leading: list[ReturnedEnterprise]
    skipped: Counter[str]
    read: int
    refused: int
    broken: bool


@dataclass(slots=True)
class RegionReturns:
    """All years of a region: what `statistics/` takes from them, and what is wrong with the returns."""

    results: dict[int, YearResult] = field(default_factory=dict)
    years: dict[int, YearReturns] = field(default_factory=dict)


def examine_region(
    files: Mapping[int, ReturnsFile | ComingReturns], layout: Layout, asked: WantedOfReturns
) -> RegionReturns:
    """Everything that the returns of a region say, year by year, with panels against the year before and the baseline
    year where the sums of both hold; a year into which returns come has none."""
    whole = [year for year, given in sorted(files.items()) if not isinstance(given, ComingReturns)]
    pairs = [(year, other) for year in whole for other in _compared(year, asked.baseline, whole)]
    found = RegionReturns()
    read: dict[int, YearRead] = {}
    for year in sorted(files):
        given = files[year]
        mine = asked if year == asked.baseline else asked._replace(listed=())
        read[year] = _read(given, layout, mine)
        coming = given if isinstance(given, ComingReturns) else None
        found.years[year] = _judged(read[year], mine, read.get(year - 1), coming)
        found.results[year] = YearResult(year, read[year].sums)
        paired = any(year in pair for pair in pairs)
        for kept in read[year].kept:
            _let_go(kept, paired=paired)
    _add_panels(found.results, read, pairs)
    return found


def _read(given: ReturnsFile | ComingReturns, layout: Layout, asked: WantedOfReturns) -> YearRead:
    if isinstance(given, ComingReturns):
        return rows_as_year(given.rows.values(), layout, asked.bounds, asked.listed)
    return file_as_year(*given, layout, asked.bounds, asked.listed)


def _compared(year: int, baseline: int | None, years: Iterable[int]) -> list[int]:
    """The years that a year is held against, the later first."""
    others = {year - 1, *((baseline,) if baseline is not None and baseline < year else ())}
    return sorted(others & set(years), reverse=True)


def _let_go(kept: Kept, *, paired: bool) -> None:
    """Drop what no panel and no later year needs."""
    kept.block = RowBlock(0, ())
    if not paired:
        kept.flags = {}
        kept.amounts = {name: kept.amounts[name] for name in STEADY}


# ---- what is wrong -------------------------------------------------------------------------------------------


def _judged(
    year: YearRead, asked: WantedOfReturns, before: YearRead | None, coming: ComingReturns | None
) -> YearReturns:
    """What is wrong with a year: with its rows, which are suspects by now, by themselves and beside each other; or with
    the returns that come in."""
    layout, bounds = year.layout, asked.bounds
    again = _repeated(year)
    middles: dict[str, Decimal] = {}
    if bounds.slip is not None:
        middles = _middles(year, again)
        _suspect_slips(year, bounds.slip, middles, before)
    _suspect(year, _alike(year.names))
    for at, rows in again.items():
        year.suspects[at] |= rows
    if asked.listed:
        _suspect_highest(year, len(asked.listed))
    entries = [
        entry
        for kept, rows in zip(year.kept, year.suspects, strict=True)
        for entry in kept.block.entries_at(sorted(rows), year.origin)
    ]
    problems = Problems()
    problems.join(year.reading.problems)
    if coming is None:
        problems.extend(repeated_enterprises(entries))
        problems.extend(odd_entries(entries, layout, bounds, _steady_before(entries, before), middles))
        problems.extend(own_gaps(year.gaps, year.industrial, layout))
        problems.extend(same_names(entries))
    else:
        problems.extend(_problems_coming(coming, year, bounds, before, middles))
    year.sums.problems.join(year.reading.problems)
    year.sums.problems.extend(empty_cells(entries, layout))
    year.sums.problems.extend(repeated_enterprises(entries))
    bad = sum(1 for kept in year.kept for entry in kept.block.entries or () if entry.bad)
    read = year.sums.rows - bad
    if year.sums.blocking:
        year.sums.groups, year.sums.rows = {}, 0
    leading = leading_returns(entries, layout, asked.listed)
    codes = [kept.codes for kept in year.kept]
    found = year.reading
    return YearReturns(year.sums, problems, codes, leading, found.skipped, read, found.refused, found.broken)


def _problems_coming(
    coming: ComingReturns, year: YearRead, bounds: Bounds, before: YearRead | None, middles: Mapping[str, Decimal]
) -> Iterator[ReturnProblem]:
    """What is wrong with the returns that come in; one that is as its row is, and that row no suspect, is plainly
    fine."""
    suspects = {kept.codes[at] for kept, rows in zip(year.kept, year.suspects, strict=True) for at in sorted(rows)}
    looked_at = [each for each in coming.returns if each.row[0] in suspects or coming.rows.get(each.row[0]) != each.row]
    for problem in odd_entries(looked_at, year.layout, bounds, _steady_before(looked_at, before), middles):
        at = problem.place
        if problem.code != "K107" or coming.asked.isdisjoint({(at.file, at.sheet, at.row), (at.file, at.sheet, 1)}):
            yield problem
    yield from own_gaps_among(coming.returns, year.layout)
    yield from same_names(coming.returns)


def _repeated(year: YearRead) -> dict[int, set[int]]:
    """Rows of each block whose code another row has too."""
    if year.reading.plain:  # each code is greater than the one before
        return {}
    return _places(year, _alike(array("q", (hash(code) for kept in year.kept for code in kept.codes))))


def _alike(values: array[int]) -> list[int]:
    """The positions of values that are there more than once."""
    if len(set(values)) == len(values):
        return []
    ordered = sorted(values)
    twice = {one for one, other in pairwise(ordered) if one == other}
    return [at for at, value in enumerate(values) if value in twice]


def _places(year: YearRead, positions: Iterable[int]) -> dict[int, set[int]]:
    """Positions in a year (in rising order) as rows of its blocks."""
    found: dict[int, set[int]] = {}
    number, start = 0, 0
    for position in positions:
        while position - start >= len(year.kept[number].codes):
            start += len(year.kept[number].codes)
            number += 1
        found.setdefault(number, set()).add(position - start)
    return found


def _suspect(year: YearRead, positions: Iterable[int]) -> None:
    for number, rows in _places(year, positions).items():
        year.suspects[number] |= rows


def _middles(year: YearRead, again: Mapping[int, set[int]]) -> dict[str, Decimal]:
    """The middle output of each group's industrial enterprises; of rows with one code, the last counts."""
    latest = {
        year.kept[number].codes[at]: (number, at) for number, rows in sorted(again.items()) for at in sorted(rows)
    }
    parts: dict[str, list[tuple[Amounts, bytes]]] = defaultdict(list)
    for number, kept in enumerate(year.kept):
        gone = {at for at in again.get(number, ()) if latest[kept.codes[at]] != (number, at)}
        for key, mask in masks_of(kept, tuple(year.keys)):
            if key.is_industrial:
                counted = bytes(wanted and at not in gone for at, wanted in enumerate(mask)) if gone else mask
                parts[key.group].append((kept.amounts[OUTPUT], counted))
    found = {group: middle_of(each, LEAST_PEERS) for group, each in parts.items()}
    return {group: middle for group, middle in found.items() if middle is not None}


def _suspect_slips(year: YearRead, slip: Fraction, middles: Mapping[str, Decimal], before: YearRead | None) -> None:
    """Rows that may be in another unit than their own year before, or than their peers."""
    keys = tuple(year.keys)
    floors = _steady_floors(before) if before is not None else {}
    for kept, rows in zip(year.kept, year.suspects, strict=True):
        for key, mask in masks_of(kept, keys):
            if key.is_industrial and key.group in middles:
                rows.update(unlike_peers(kept.amounts[OUTPUT], mask, *plain_range(middles[key.group], slip)))
        if floors:
            rows.update(slipped_rows(kept.amounts, kept.codes, slip, floors))


def _steady_floors(year: YearRead) -> dict[str, tuple[int, ...]]:
    return {
        code: floors
        for kept in year.kept
        for code, floors in zip(
            kept.codes, zip(*(kept.amounts[name].floors for name in STEADY), strict=True), strict=True
        )
    }


def _steady_before(entries: Iterable[ReturnEntry], before: YearRead | None) -> dict[str, Row]:
    """What entries are held against of the year before, as texts."""
    if before is None:
        return {}
    wanted = {entry.row[0] for entry in entries}
    return {
        code: tuple(kept.amounts[name].text(at) for name in STEADY)
        for kept in before.kept
        for at, code in enumerate(kept.codes)
        if code in wanted
    }


def _suspect_highest(year: YearRead, number: int) -> None:
    """Rows that may be among the first of their group by revenue; one that was not read whole is not."""
    highest: dict[str, list[int]] = defaultdict(list)
    keys = tuple(year.keys)
    whole = [_whole_rows(kept) for kept in year.kept]
    for kept, good in zip(year.kept, whole, strict=True):
        for key, mask in masks_of(kept, keys):
            values = compress(kept.amounts[REVENUE].floors, map(mul, mask, good))
            highest[key.group] = nlargest(number, chain(highest[key.group], values))
    for kept, rows in zip(year.kept, year.suspects, strict=True):
        least = [min(highest[key.group], default=0) for key in keys]
        floors = zip(kept.amounts[REVENUE].floors, kept.keys, strict=True)
        rows.update(at for at, (value, key) in enumerate(floors) if value >= least[key])


def _whole_rows(kept: Kept) -> bytes:
    """The rows of a block without a cell that could not be taken, as a mask."""
    entries = kept.block.entries
    return b"\1" * len(kept.codes) if entries is None else bytes(not entry.bad for entry in entries)


# ---- against another year ------------------------------------------------------------------------------------


def _add_panels(
    results: Mapping[int, YearResult], read: Mapping[int, YearRead], pairs: Sequence[tuple[int, int]]
) -> None:
    """The panels of every pair of years whose sums hold, and how many enterprises left and joined."""
    sound = frozenset(year for year, result in results.items() if not result.sums.blocking)
    for result in results.values():
        result.years = sound
    needed = {year for pair in pairs for year in pair if sound.issuperset(pair)}
    who = {year: _members(read[year]) for year in sorted(needed)}
    for year, other in pairs:
        if not sound.issuperset((year, other)):
            continue
        both = {code: group for code, group in who[year].items() if who[other].get(code) == group}
        current, earlier = (add_panel(read[each].kept, tuple(read[each].keys), both) for each in (year, other))
        results[year].panels.append(ReturnPanel(other, current, earlier))
        if other == year - 1:
            results[year].turnover = (len(who[other].keys() - who[year]), len(who[year].keys() - who[other]))


def _members(year: YearRead) -> dict[str, str]:
    """The enterprises that reported in a year, by code, with the group that each counts in."""
    groups = [key.group for key in year.keys]
    return {
        code: groups[key]
        for kept in year.kept
        for code, key, reports in zip(kept.codes, kept.keys, kept.reporting, strict=True)
        if reports
    }
