"""Which rows of a block are not plainly fine: a look by column, on whole numbers, that lets none pass which is odd.

What is odd about the others is told row by row (`odd_rows`), with the same result as if all were looked at so. Each
function gives positions in the block; one too many costs a look, one too few would hide a problem.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import compress
from math import ceil, floor
from operator import gt
from typing import NamedTuple

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.model.measures import COLUMNS, SERVICE_KIND, YES
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.returns.amounts import Amounts
from brandcluster.returns.blocks import FIRST_FLAG
from brandcluster.returns.layout import FIRST_DATA
from brandcluster.returns.leading import Listed
from brandcluster.returns.odd_rows import PARTS, STEADY, Bounds

#: Names that spelling makes no other ones of.
_NORMAL = late_pattern("[\u4e00-\u9fff0-9a-z\n]*")
#: Positions of the columns in a row.
AT = {column.name: at for at, column in enumerate(COLUMNS)}
INDUSTRY, KIND, LARGE = (AT[name] for name in ("industry", "kind", "large"))
_STANDARD = len(COLUMNS)


class Looked(NamedTuple):
    """A block's columns (positions of those with an empty cell in `gaps`), the amounts among them by name, a mask (a
    byte each, 0 or 1) of the rows that report, and each row's group, by its position in the year's keys."""

    columns: Sequence[Sequence[str]]
    gaps: frozenset[int]
    amounts: Mapping[str, Amounts]
    reporting: bytes
    groups: array[int]
    #: The position of the group that there must not be: of a leading industry, and of none that is named.
    outside: int | None


def suspect_rows(looked: Looked, bounds: Bounds) -> Iterator[int]:
    """Rows that may be odd by themselves."""
    for part, whole in PARTS:
        yield from _larger(looked.amounts[part], looked.amounts[whole])
    built, effective = (looked.columns[AT[name]] for name in ("with_system", "with_effective_system"))
    if any(one == YES != other for one, other in set(zip(effective, built, strict=True))):
        yield from (at for at, pair in enumerate(zip(effective, built, strict=True)) if pair[0] == YES != pair[1])
    yield from _out_of_scope(looked)
    if "000\n" in "\n".join((*looked.columns[0], "")):
        yield from (at for at, code in enumerate(looked.columns[0]) if code[-3:] == "000")
    if bounds.large is not None:
        yield from _not_large(looked, ceil(bounds.large))
    yield from _gaps(looked)


def _larger(part: Amounts, whole: Amounts) -> list[int]:
    """Where a part may be larger than its whole: one without decimals is, only where its floor is."""
    if part.texts is None:
        if not any(map(gt, part.floors, whole.floors)):
            return []
        return [at for at, (one, other) in enumerate(zip(part.floors, whole.floors, strict=True)) if one > other]
    pairs = zip(part.floors, whole.floors, part.texts, strict=True)
    return [at for at, (one, other, text) in enumerate(pairs) if one > other or (one == other and "." in text)]


def _out_of_scope(looked: Looked) -> Iterator[int]:
    if looked.outside is not None:
        yield from (at for at, group in enumerate(looked.groups) if group == looked.outside)
    for position in looked.gaps.intersection(range(1, LARGE)):
        yield from (at for at, text in enumerate(looked.columns[position]) if not text)


def _not_large(looked: Looked, least: int) -> Iterator[int]:
    """Enterprises that say they are above designated size and may not be; `least` is the revenue, rounded up."""
    large, revenue = looked.columns[LARGE], looked.columns[AT["revenue"]]
    floors = looked.amounts["revenue"].floors
    if min(floors, default=least) < least:
        said = enumerate(zip(large, floors, strict=True))
        empty = AT["revenue"] in looked.gaps
        yield from (
            at for at, (answer, amount) in said if amount < least and answer == YES and not (empty and not revenue[at])
        )
    if SERVICE_KIND in looked.columns[KIND]:
        pairs = enumerate(zip(large, looked.columns[KIND], strict=True))
        yield from (at for at, (answer, kind) in pairs if answer == YES and kind == SERVICE_KIND)


def _gaps(looked: Looked) -> Iterator[int]:
    """Enterprises that reported and left a cell empty that they should not."""
    kinds = looked.columns[KIND]
    for position in looked.gaps.intersection(range(1, _STANDARD)):
        is_amount = FIRST_DATA <= position < FIRST_FLAG
        yield from (
            at
            for at, text in enumerate(looked.columns[position])
            if not text and looked.reporting[at] and not (is_amount and kinds[at] == SERVICE_KIND)
        )


def slipped_rows(
    now: Mapping[str, Amounts], codes: Sequence[str], slip: Fraction, before: Mapping[str, Sequence[int]]
) -> Iterator[int]:
    """Rows that may be so many times apart from their own year before; `before` holds the floors by code."""
    above, below = slip.as_integer_ratio()
    known = list(map(before.get, codes))
    for order, name in enumerate(STEADY):
        for at, (value, earlier) in enumerate(zip(now[name].floors, known, strict=True)):
            if earlier is None:
                continue
            other = earlier[order]
            apart = (value + 1) * below > other * above or (other + 1) * below > value * above
            if apart and not now[name].is_zero(at):
                yield at


def unlike_peers(outputs: Amounts, chosen: bytes, low: int, high: int) -> Iterator[int]:
    """Rows among those that a mask chooses whose output is not plainly like their peers', whose floors lie so."""
    values = list(compress(outputs.floors, chosen))
    if values and (min(values) < low or max(values) > high):
        for at, (value, wanted) in enumerate(zip(outputs.floors, chosen, strict=True)):
            if wanted and not low <= value <= high and not outputs.is_zero(at):
                yield at


def plain_range(middle: Decimal, slip: Fraction) -> tuple[int, int]:
    """The floors of amounts that are less than `slip` times apart from the middle for certain."""
    return floor(Fraction(middle) / slip) + 1, floor(Fraction(middle) * slip) - 1


def listed_rows(looked: Looked, listed: Sequence[Listed]) -> Iterator[int]:
    """Rows with the code or the name of an enterprise that the application lists."""
    if not listed:
        return
    codes = {each.code for each in listed if each.code is not None}
    names = {each.name for each in listed if each.name is not None}
    names |= {normalise_key(name) for name in names}
    for wanted, column in ((codes, looked.columns[0]), (names, looked.columns[1])):
        if not wanted.isdisjoint(column):
            yield from (at for at, text in enumerate(column) if text in wanted)
    if not _NORMAL.fullmatch("\n".join(looked.columns[1])):
        for at, name in enumerate(looked.columns[1]):
            if not _NORMAL.fullmatch(name) and normalise_key(name) in names:
                yield at
