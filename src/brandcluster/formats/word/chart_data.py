"""What a chart shows: its series, its words, and the axis that holds every value. How it is drawn stands in `charts`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

#: What a series is: as measured, what was aimed at, a bound that stays the same.
Role = Literal["measured", "target", "bound"]


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One line (or one kind of column): a value for each category, rounded as it is to be shown; None where unknown.

    In a chart over time it has the values of some categories, from the `first` one on.
    """

    name: str
    values: tuple[Decimal | None, ...]
    role: Role = "measured"
    first: int = 0


@dataclass(frozen=True, slots=True)
class WordChart:
    """What to draw. `decimals` are those of the labels; `scale` fixes the axis, else it is made to fit."""

    kind: Literal["line", "column", "radar", "time"]
    title: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    unit: str = ""
    decimals: int = 2
    scale: tuple[int, int] | None = None
    #: Whether 100 is the most that there can be.
    share: bool = False
    #: When each category is, in years (a yearly figure stands at its year); only in a chart over time.
    moments: tuple[Decimal, ...] = ()


def describe_chart(chart: WordChart) -> str:
    """The chart in words, for people who cannot see it."""
    lines = []
    for series in chart.series:
        own = chart.categories[series.first : series.first + len(series.values)]
        shown = "，".join(
            f"{category} {'无数据' if value is None else f'{value:.{chart.decimals}f}'}"
            for category, value in zip(own, series.values, strict=True)
        )
        lines.append(f"{series.name}：{shown}")
    return f"{chart.title}。{'；'.join(lines)}。"


# ---- the axis ------------------------------------------------------------------------------------------------

_STEPS = tuple(Decimal(step) for step in ("0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "25", "50"))


def fit_axis(chart: WordChart) -> tuple[Decimal, Decimal, Decimal]:
    """The least and greatest value of the axis and its step, so that every label has room. Columns begin at 0."""
    if chart.scale is not None:
        low, high = Decimal(chart.scale[0]), Decimal(chart.scale[1])
        return low, high, (high - low) / 5
    values = [value for series in chart.series for value in series.values if value is not None]
    least, greatest = (min(values), max(values)) if values else (Decimal(0), Decimal(1))
    if chart.kind == "column":
        least = min(least, Decimal(0))
    span = max(greatest - least, Decimal(1))
    step = _step(span * Decimal("1.5") / 6)
    room = Decimal(0) if chart.kind == "column" else span / 4
    low = (max(least - room, Decimal(0)) / step).to_integral_value(ROUND_FLOOR) * step
    high = ((greatest + span / 4) / step).to_integral_value(ROUND_CEILING) * step
    if chart.share and greatest <= 100 < high:
        high = 100 + step
    return low, high, step


def _step(least: Decimal) -> Decimal:
    """The least step of a readable axis (1, 2, 5 × 10ⁿ, 25) that is not below `least`."""
    factor = Decimal(1)
    while least > _STEPS[-1] * factor:
        factor *= 10
    return next(step * factor for step in _STEPS if step * factor >= least)
