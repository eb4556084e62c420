"""One figure of a table as a small bar: how far it goes, where the level at application and the required one stand.

All bars of a column have one scale, from 0 on, so that they can be compared. What goes beyond the scale is cut off and
marked as cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.numbers import round_text
from brandcluster.review.rows import Row, RowFigure
from brandcluster.review.standards import IndicatorStandard, is_impossible

#: The picture's size, and how far a bar can go in it; a bar that is cut ends at the edge.
BAR_WIDTH, BAR_HEIGHT, _FURTHEST = 108, 14, 100
#: What a column may end at, in percent.
_TOPS = (5, 10, 20, 25, 40, 50, 60, 80, 100)


class Bar(NamedTuple):
    """A bar with what stands across it; places are "" where there is nothing. `words` is what a reader hears of it,
    `note` what stands below, `wrong` why the figure cannot be."""

    width: str
    begun: str
    needed: str
    is_cut: bool
    words: str
    note: str
    wrong: str


def column_tops(rows: Iterable[Row]) -> tuple[int, ...]:
    """What the scales of the six columns end at, in percent: the largest share or level that can be."""
    most = [Fraction(0)] * 6
    for row in rows:
        for industry in row.industries:
            for at, figure in enumerate(industry.columns):
                standard = _standard(industry.standards, at) if figure is not None else None
                values = [] if figure is None else [figure.value]
                values += [] if standard is None else [standard.begun, _level(standard)]
                most[at] = max([most[at], *(each for each in values if each is not None and not is_impossible(each))])
    return tuple(next(top for top in _TOPS if value <= top) for value in most)


def figure_bar(figure: RowFigure, standard: IndicatorStandard | None, top: int) -> Bar | None:
    """The bar of a figure on the scale of its column; None where the figure is not known."""
    value = figure.value
    if value is None:
        return None
    begun, needed = (None, None) if standard is None else (standard.begun, _level(standard))
    words = [f"{figure.label} {_shown(value)}%"]
    words += [] if begun is None else [f"申报时 {_shown(begun)}%"]
    words += [] if needed is None else [f"示范区要求 {_shown(needed)}%"]
    hopeless = is_impossible(needed)
    note = "" if needed is None else f"要求 {_shown(needed)}%{'，不可能达到' if hopeless else ''}"
    wrong = "超过 100%，不可能" if is_impossible(value) else ""
    return Bar(
        str(BAR_WIDTH) if value > top else _place(value * 100 / top),
        _tick(begun, top),
        _tick(needed, top),
        value > top,
        "，".join([*words, wrong] if wrong else words),
        note,
        wrong,
    )


def _standard(standards: tuple[IndicatorStandard, ...], at: int) -> IndicatorStandard | None:
    return standards[at] if at < len(standards) else None


def _level(standard: IndicatorStandard) -> Fraction | None:
    return None if standard.needed is None else standard.needed.level


def _tick(value: Fraction | None, top: int) -> str:
    return "" if value is None or value > top else _place(value * 100 / top)


def _place(share: Fraction) -> str:
    return round_text(share * _FURTHEST / 100, 1)


def _shown(value: Fraction) -> str:
    return round_text(value, 2)
