"""One indicator over the years as the geometry of an SVG picture: what is drawn where, and the same in words.

A full-year figure stands in the middle of its year, a phase's target at the end of the phase. Places are exact and
rounded once, so the same figures give the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from brandcluster.base.days import month_on_axis
from brandcluster.base.numbers import round_text
from brandcluster.review.page.label_places import Area, Spot, place_labels
from brandcluster.review.standards import is_impossible

WIDTH, HEIGHT = 380, 232
_LEFT, _RIGHT, _TOP, _BOTTOM = 42, 292, 18, 196
#: Steps between the lines of the scale, in percent.
_STEPS = (Fraction(1, 2), *map(Fraction, (1, 2, 5, 10, 20, 25)))
_MOST_LINES = 6
#: Steps beyond these, where a figure is far over 100, are as many times this.
_FAR = 50
#: As far apart are two words, so that both can be read.
_LINE = 14
#: As many years are named on the axis; of more, every second, third …
_MOST_YEARS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the picture with its figure and where that is written; `words` is what a reader hears of it.

    `impossible` where no share can be so much (percent)."""

    x: str
    y: str
    text: str
    words: str
    label_x: str
    label_y: str
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the picture, and its name beside it (moved apart from the others)."""

    kind: str
    y: str
    text: str
    text_y: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture of one indicator for one industry. `ident` is unique on the page; `cut` says where the scale begins
    when that is not 0."""

    ident: str
    title: str
    description: str
    grid: tuple[tuple[str, str], ...]
    years: tuple[tuple[str, str], ...]
    path: str
    points: tuple[Mark, ...]
    targets: tuple[Mark, ...]
    levels: tuple[Level, ...]
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """What a picture is made of, in percent: the figures by year, the targets by the month that a phase ends in."""

    title: str
    figures: tuple[tuple[int, Fraction], ...]
    targets: tuple[tuple[date, Fraction], ...]
    baseline: tuple[int, Fraction] | None
    required: Fraction | None


def draw_chart(ident: str, series: Series) -> Chart | None:
    """The picture; None where there is nothing to show."""
    values = [value for _, value in (*series.figures, *series.targets)]
    values += [series.baseline[1]] if series.baseline is not None else []
    if not values:
        return None
    values += [series.required] if series.required is not None and series.required <= 100 else []
    values += [Fraction(100)] if _is_beyond(series) else []
    low, high, step = _scale(values)
    first, last = _span(series)
    x = _Axis(Fraction(first), Fraction(last + 1), _LEFT, _RIGHT)
    y = _Axis(low, high, _BOTTOM, _TOP)
    levels = _levels(series, y)
    points, targets = _marks(series, x, y, levels)
    return Chart(
        ident,
        series.title,
        "；".join(_words(series)) + "。",
        tuple((_number(y.at(value)), _tick(value)) for value in _ticks(low, high, step)),
        tuple((_number(x.at(year + Fraction(1, 2))), str(year)) for year in _named_years(first, last)),
        "M" + "L".join(f"{mark.x} {mark.y}" for mark in points) if len(points) > 1 else "",
        tuple(points),
        tuple(targets),
        tuple(levels),
        f"纵轴从 {_tick(low)}% 起，不是从 0 起" if low > 0 else "",
    )


def _marks(series: Series, x: _Axis, y: _Axis, levels: list[Level]) -> tuple[list[Mark], list[Mark]]:
    """The figures and the targets, each with its label where it can be read."""
    values = [(x.at(year + Fraction(1, 2)), value, f"{year} 年") for year, value in series.figures]
    values += [(x.at(month_on_axis(end)), value, f"{end:%Y-%m} 目标") for end, value in series.targets]
    count = len(series.figures)
    every = max(-(-count // _MOST_YEARS), 1)  # of many figures only some can be written; the table below has them all
    spots = [
        Spot(_tenths(at), _tenths(y.at(value)), "" if index < count and index % every else _shown(value), index < count)
        for index, (at, value, _) in enumerate(values)
    ]
    line = [(spot.x, spot.y) for spot in spots[:count]]
    area = Area(10 * _LEFT, 10 * _RIGHT, 0, 10 * _BOTTOM + 50, tuple(_tenths(Fraction(each.y)) for each in levels))
    marks = [
        Mark(
            *(_tenth(spot.x), _tenth(spot.y), spot.text, f"{words} {_percent(value)}"),
            *(_tenth(label[0]), _tenth(label[1]), is_impossible(value)),
        )
        for spot, label, (_, value, words) in zip(spots, place_labels(spots, line, area), values, strict=True)
    ]
    return marks[:count], marks[count:]


def _words(series: Series) -> Iterable[str]:
    if series.baseline is not None:
        yield f"申报时（{series.baseline[0]} 年）{_shown(series.baseline[1])}%"
    if series.figures:
        yield "实际 " + "、".join(f"{year} 年 {_percent(value)}" for year, value in series.figures)
    if series.targets:
        yield "方案目标 " + "、".join(f"{end:%Y-%m} {_shown(value)}%" for end, value in series.targets)
    if series.required is not None:
        beyond = "（超过 100%，不可能达到）" if series.required > 100 else ""
        yield f"示范区要求 {_shown(series.required)}%{beyond}"


def _percent(value: Fraction) -> str:
    return f"{_shown(value)}%{'（超过 100%，不可能）' if is_impossible(value) else ''}"


@dataclass(frozen=True, slots=True)
class _Axis:
    low: Fraction
    high: Fraction
    start: int
    end: int

    def at(self, value: Fraction) -> Fraction:
        """Where a value stands on the axis."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def _scale(values: list[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Lowest and highest line of the scale and the step between lines, within 0 and 100 where the values are."""
    bottom, top = min(values), max(values)
    margin = max((top - bottom) / 6, Fraction(1, 2))
    bottom = max(bottom - margin, Fraction(0)) if bottom >= 0 else bottom - margin
    top = min(top + margin, Fraction(100)) if top <= 100 else top + margin
    step = next((each for each in _STEPS if (top - bottom) / each <= _MOST_LINES - 2), None)
    step = step if step is not None else Fraction(-(-(top - bottom) // (_FAR * (_MOST_LINES - 2))) * _FAR)
    low, high = bottom // step * step, -(-top // step) * step
    return low, high if high > low else low + step, step


def _ticks(low: Fraction, high: Fraction, step: Fraction) -> Iterable[Fraction]:
    count = (high - low) / step
    return (low + step * index for index in range(int(count) + 1))


def _span(series: Series) -> tuple[int, int]:
    years = [year for year, _ in series.figures] + [end.year for end, _ in series.targets]
    years += [series.baseline[0]] if series.baseline is not None else []
    return min(years), max(years)


def _named_years(first: int, last: int) -> range:
    return range(first, last + 1, -(-(last - first + 1) // _MOST_YEARS))


def _is_beyond(series: Series) -> bool:
    """Whether something drawn is more than all, so that the line of 100 is drawn too."""
    return any(value > 100 for _, value in (*series.figures, *series.targets))


def _levels(series: Series, y: _Axis) -> list[Level]:
    wanted: list[tuple[str, Fraction, str]] = []
    if series.required is not None and series.required <= 100:
        wanted.append(("required", series.required, f"要求 {_shown(series.required)}"))
    if series.baseline is not None:
        wanted.append(("baseline", series.baseline[1], f"申报时 {_shown(series.baseline[1])}"))
    if _is_beyond(series):
        wanted.append(("limit", Fraction(100), "100，最多到此"))
    wanted.sort(key=lambda each: -each[1])
    found: list[Level] = []
    free = Fraction(_TOP)
    for kind, value, text in wanted:
        place = max(y.at(value) + 4, free)
        free = place + _LINE
        found.append(Level(kind, _number(y.at(value)), text, _number(place)))
    return found


def _tick(value: Fraction) -> str:
    return round_text(value, 0 if value.denominator == 1 else 1)


def _shown(value: Fraction) -> str:
    return round_text(value, 2)


def _number(value: Fraction) -> str:
    return round_text(value, 1)


def _tenths(value: Fraction) -> int:
    return round(value * 10)


def _tenth(value: int) -> str:
    return _number(Fraction(value, 10))
