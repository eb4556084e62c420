"""What a factor between two statements of one amount looks like: which units were mixed up."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

#: The units that offices count money in, in 元, smallest first.
UNITS = (("元", 1), ("千元", 1_000), ("万元", 10_000), ("亿元", 100_000_000))
#: 万元 in one of a unit, for amounts that a text states.
IN_WAN = {name: Fraction(size, 10_000) for name, size in UNITS}


class UnitMix(NamedTuple):
    """Two statements that differ by about `factor`, and the pairs of units that would explain it."""

    factor: int
    units: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """What it looks like, to stand behind the figures."""
        mixed = "，或".join(f"{small}和{large}" for small, large in self.units)
        return f"像是{mixed}弄混了" if mixed else "像是多写或少写了几位"


def ratio_between(one: Fraction, other: Fraction) -> Fraction | None:
    """How many times the larger is the smaller, 1 at least; None where one of them is 0 or below."""
    if one <= 0 or other <= 0:
        return None
    return max(one / other, other / one)


def unit_mix(ratio: Fraction, powers: Iterable[int], tolerance: Fraction) -> UnitMix | None:
    """The mix-up that a ratio (1 at least) looks like; None where it is near none of the powers.

    `tolerance` is in percent of the power, that distance included.
    """
    for power in powers:
        if abs(ratio - power) * 100 <= tolerance * power:
            pairs = combinations(UNITS, 2)
            return UnitMix(power, tuple((small, large) for (small, a), (large, b) in pairs if b == a * power))
    return None
