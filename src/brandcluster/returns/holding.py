"""Sums of returns that are held back, since they would give single enterprises away (Statistics Law, article 9).

An amount of one or two enterprises is held back, counts stay. Where two published sums over the same year and group
differ by one or two enterprises, the panel is left out and the totals stay: the forms need them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from brandcluster.returns.revealing import is_few
from brandcluster.returns.sums import ReturnPanel, Totals, YearResult

#: How many enterprises of a group state their revenue of a year in the application itself, by year and group.
Declared = Mapping[tuple[int, str], int]
#: What the application states of single enterprises.
FIRST_THREE = "申报书上的前三家"


class _Sum(NamedTuple):
    """A published sum over a year and a group: what it is called, of how many enterprises; of a panel, of which."""

    what: str
    size: int
    who: set[int] | None = None


def holds_amounts(totals: Totals) -> bool:
    """Whether the amounts of a group are of one or two enterprises."""
    return is_few(totals.members)


def hold_panels(results: Mapping[int, YearResult], declared: Declared) -> None:
    """Mark the panels that give single enterprises away beside what is published already, year after year.

    Both sides of a panel are held against the sums of their year, what the application states of the first three, and
    the panels that stay, of whichever year they are.
    """
    published: dict[tuple[int, str], list[_Sum]] = {
        (year, name): [_Sum(f"{year} 年全部企业", totals.members)]
        for year, result in results.items()
        for name, totals in result.sums.groups.items()
    }
    for place, count in declared.items():
        published.setdefault(place, []).append(_Sum(FIRST_THREE, count))
    for year, result in sorted(results.items()):
        for panel in result.panels:
            for name in sorted(panel.current):
                sides = list(_sides(year, panel, name))
                why = next((why for place, side in sides for why in _revealing(side, published.get(place, []))), "")
                if why:
                    panel.held[name] = why
                    continue
                for place, side in sides:
                    published.setdefault(place, []).append(side)


def _sides(year: int, panel: ReturnPanel, name: str) -> Iterator[tuple[tuple[int, str], _Sum]]:
    what = f"{year} 年与 {panel.year} 年的同口径"
    for each, side in ((year, panel.current), (panel.year, panel.earlier)):
        totals = side.get(name, Totals())
        yield (each, name), _Sum(what, totals.members, totals.who)


def _revealing(mine: _Sum, published: list[_Sum]) -> Iterator[str]:
    """Why a side of a panel must not stand beside what is published of its year and group."""
    if is_few(mine.size):
        yield f"只有 {mine.size} 家企业"
    for other in published:
        # A panel is part of its year's sums, and is taken to hold the first three; of two panels it is known.
        apart = len(mine.who ^ other.who) if mine.who and other.who else abs(mine.size - other.size)
        if mine.size and is_few(apart):
            yield f"{other.what}和它只差 {apart} 家，两数相减就是单个企业的数"
