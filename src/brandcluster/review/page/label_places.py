"""Where the figures of a picture stand: beside their marks, off the lines and off each other where that can be.

All in tenths of the picture's units, so that the same picture always comes out the same.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

#: Where a label may stand: the middle of its baseline from the middle of its mark. The first that is free is taken.
_ABOVE = ((0, -90), (-160, -80), (160, -80))
_BELOW = ((0, 170), (-160, 150), (160, 150))
_BESIDE = ((-260, 40), (260, 40))
#: About the size of a digit, of a line of text, and of a mark.
_DIGIT, _HEIGHT, _MARK = 68, 100, 60
#: How bad it is to stand on a label, a mark, the line of the figures, a line across.
_LABEL, _ON_MARK, _ON_LINE, _ON_LEVEL = 20, 6, 4, 1
_STEPS = 12


class Spot(NamedTuple):
    """The middle of a mark, its text, and whether the text stands above it when both are free."""

    x: int
    y: int
    text: str
    above: bool


class _Box(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int

    def holds(self, x: int, y: int) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Area(NamedTuple):
    """The picture: the outermost places of a text, and the heights of the lines across."""

    left: int
    right: int
    top: int
    bottom: int
    levels: tuple[int, ...]


def place_labels(spots: list[Spot], line: list[tuple[int, int]], area: Area) -> list[tuple[int, int]]:
    """For each spot the middle of its label's baseline. `line` is the way of the line through the figures."""
    marks = [_Box(spot.x - _MARK, spot.y - _MARK, spot.x + _MARK, spot.y + _MARK) for spot in spots]
    way = _points(line)
    taken: list[_Box] = []
    found = []
    for spot in spots:
        places = (_ABOVE + _BELOW if spot.above else _BELOW + _ABOVE) + _BESIDE
        boxes = [(_box(spot, *place), place) for place in places]
        inside = [each for each in boxes if _fits(each[0], area)] or boxes[:1]
        box, (x, y) = min(inside, key=lambda each: _cost(each[0], taken, marks, way, area.levels))
        taken.append(box)
        found.append((spot.x + x, spot.y + y))
    return found


def _box(spot: Spot, x: int, y: int) -> _Box:
    half = len(spot.text) * _DIGIT // 2
    return _Box(spot.x + x - half, spot.y + y - _HEIGHT, spot.x + x + half, spot.y + y)


def _fits(box: _Box, area: Area) -> bool:
    return area.left <= box.left and box.right <= area.right and area.top <= box.top and box.bottom <= area.bottom


def _points(line: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Points along a way, close enough that none of its pieces passes a label unseen."""
    return [
        (a[0] + (b[0] - a[0]) * step // _STEPS, a[1] + (b[1] - a[1]) * step // _STEPS)
        for a, b in pairwise(line)
        for step in range(1, _STEPS)
    ]


def _cost(box: _Box, taken: list[_Box], marks: list[_Box], way: list[tuple[int, int]], levels: tuple[int, ...]) -> int:
    cost = _LABEL * sum(box.meets(other) for other in taken) + _ON_MARK * sum(box.meets(other) for other in marks)
    cost += _ON_LINE * any(box.holds(x, y) for x, y in way)
    return cost + _ON_LEVEL * sum(box.top < level < box.bottom for level in levels)
