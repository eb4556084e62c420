"""An indicator against what is asked of it, as a small picture: a bar, a line across, a mark. No script, no style of its
own: what it looks like stands in the page's CSS.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup

from brandcluster.base.numbers import round_text

WIDTH, HEIGHT = 240, 34
_TOP, _BAR = 8, 14
_WHOLE = Fraction(100)


class Bullet(NamedTuple):
    """What a picture shows, in percent: the figure, what it was at application, what is asked, what the plan aims at.
    `words` is the same for those who do not see it."""

    value: Fraction | None
    first: Fraction | None
    needed: Fraction | None
    target: Fraction | None
    words: str


def bullet_svg(bullet: Bullet) -> Markup:
    """The picture. Its scale goes from 0 to 100 %, or to a rounder number that holds all of it where that is smaller;
    what is beyond 100 % stands at the edge."""
    top = _top([each for each in bullet[:4] if each is not None])
    reached = bullet.value is not None and bullet.needed is not None and bullet.value >= bullet.needed
    parts = [Markup('<rect class="track" x="0" y="{}" width="{}" height="{}"/>').format(_TOP, WIDTH, _BAR)]
    if bullet.value is not None:
        parts.append(
            Markup('<rect class="bar{}" x="0" y="{}" width="{}" height="{}"/>').format(
                " reached" if reached else "", _TOP + 2, _at(bullet.value, top), _BAR - 4
            )
        )
    if bullet.first is not None and bullet.first != bullet.value:
        parts.append(_line("first", _at(bullet.first, top), _TOP + 2, _TOP + _BAR - 2))
    if bullet.needed is not None:
        parts.append(_line("needed", _at(bullet.needed, top), _TOP - 5, _TOP + _BAR + 5))
    if bullet.target is not None:
        x = _at(bullet.target, top)
        parts.append(Markup('<path class="target" d="M{} {}l5 5l-5 5l-5 -5z"/>').format(x, _TOP + 2))
    scale = Markup('<text x="0" y="{0}">0</text><text x="{1}" y="{0}" class="end">{2}%</text>').format(
        HEIGHT - 1, WIDTH, round_text(top, 0)
    )
    return Markup('<svg class="bullet" viewBox="-6 0 {} {}" role="img" aria-label="{}">{}{}</svg>').format(
        WIDTH + 12, HEIGHT, bullet.words, Markup("").join(parts), scale
    )


def _top(values: list[Fraction]) -> Fraction:
    most = max(values, default=_WHOLE)
    return next((Fraction(each) for each in (10, 20, 40, 60, 80) if most <= each), _WHOLE)


def _at(value: Fraction, top: Fraction) -> str:
    return round_text(min(max(value / top, Fraction(0)), Fraction(1)) * WIDTH, 1)


def _line(name: str, x: str, start: int, end: int) -> Markup:
    return Markup('<line class="{0}" x1="{1}" x2="{1}" y1="{2}" y2="{3}"/>').format(name, x, start, end)
