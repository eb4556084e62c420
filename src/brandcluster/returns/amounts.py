"""A column of amounts as whole numbers, and the exact texts where some have decimals."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from itertools import compress
from typing import NamedTuple

from brandcluster.base.numbers import exact_sum

Number = Decimal | int


class Amounts(NamedTuple):
    """Amounts of 0 and more in the stored spelling (万元): `floors` without what stands behind the point, 0 for an empty cell;
    `texts` as they are written where one has a point, else None, for then the floors say it all. Of a column
    that only its sum is asked of, there may be texts alone."""

    floors: array[int]
    texts: tuple[str, ...] | None

    def total(self, chosen: bytes | None) -> Number:
        """The exact sum, of all or of those that a mask (a byte each, 0 or 1) chooses."""
        if self.texts is None:
            return sum(self.floors if chosen is None else compress(self.floors, chosen))
        texts = self.texts if chosen is None else compress(self.texts, chosen)
        return exact_sum(map(Decimal, filter(None, texts)))

    def text(self, at: int) -> str:
        """One of them; an empty cell may be given as 0."""
        return str(self.floors[at]) if self.texts is None else self.texts[at]

    def is_zero(self, at: int) -> bool:
        """Whether one is 0, or was not given."""
        return self.floors[at] == 0 and (self.texts is None or self.texts[at] in ("", "0"))


def amounts_of(column: Sequence[str], *, has_point: bool | None = None, has_gap: bool | None = None) -> Amounts:
    """The amounts of a column of stored cells; whether one has a point, or is empty, is looked up where it is not said."""
    if has_point if has_point is not None else "." in "".join(column):
        return Amounts(array("q", [int(text.partition(".")[0] or 0) for text in column]), tuple(column))
    if has_gap if has_gap is not None else "" in column:
        return Amounts(array("q", [int(text or 0) for text in column]), None)
    return Amounts(array("q", map(int, column)), None)


def middle_of(parts: Sequence[tuple[Amounts, bytes]], least: int) -> Decimal | None:
    """The middle of the amounts above 0 that masks choose (of two the greater); None where there are fewer than `least`.

    Only those with the floor of the middle are compared exactly.
    """
    floors: list[int] = []
    for amounts, mask in parts:
        if amounts.texts is None:
            floors += filter(None, compress(amounts.floors, mask))
        else:
            floors += [
                floor
                for floor, text, wanted in zip(amounts.floors, amounts.texts, mask, strict=True)
                if wanted and text not in ("", "0")
            ]
    if len(floors) < least:
        return None
    floors.sort()
    at = len(floors) // 2
    if all(amounts.texts is None for amounts, _ in parts):
        return Decimal(floors[at])
    same = sorted(
        Decimal(amounts.text(index))
        for amounts, mask in parts
        for index, floor in enumerate(amounts.floors)
        if floor == floors[at] and mask[index] and not amounts.is_zero(index)
    )
    return same[at - bisect_left(floors, floors[at])]
