"""Two versions of a text as one, with the words marked that went and came.

Sentences are held against each other first, then the words of those that differ: Chinese by characters, numbers and
Latin words as wholes. A short stretch that only happens to be the same between two changes is no anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Literal, NamedTuple

from brandcluster.base.patterns import late_pattern

#: Comparisons of words that one report may cost; beyond it what differs is marked as a whole.
MOST_STEPS = 4_000_000
#: And those that one text, or one changed sentence, may.
MOST_EACH = 300_000
#: So few equal words between two changes are part of the change.
FEW = 1
_SENTENCE = late_pattern(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
_WORD = late_pattern(r"[0-9]+(?:[.,][0-9]+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)


class Run(NamedTuple):
    """A stretch of a text: the same in both versions, gone, or new."""

    kind: Literal["same", "gone", "new"]
    text: str


def marked_texts(pairs: Iterable[tuple[str, str]]) -> Iterator[list[Run]]:
    """The runs of each pair of texts, in order; all pairs together cost no more than `MOST_STEPS`."""
    left = MOST_STEPS
    for before, after in pairs:
        runs: list[Run] = []
        stretches, cost = _stretches(_SENTENCE.findall(before), _SENTENCE.findall(after), left)
        left -= cost
        for is_same, old, new in stretches:
            if is_same:
                runs.append(Run("same", "".join(old)))
                continue
            words, cost = _stretches(_WORD.findall("".join(old)), _WORD.findall("".join(new)), left)
            left -= cost
            runs += _words(words)
        yield _joined(runs)


#: Whether they are equal, what stood in the earlier version, and what stands in the later one.
_Stretch = tuple[bool, list[str], list[str]]


def _stretches(old: list[str], new: list[str], most: int) -> tuple[list[_Stretch], int]:
    """What is equal and what stands between, in order, and what it cost to find; at `most`, all that stands between
    the common start and end is one stretch."""
    start, end = _common(old, new)
    middle = old[start : len(old) - end], new[start : len(new) - end]
    pairs, cost = _equal_pairs(*middle, min(most, MOST_EACH))
    found: list[_Stretch] = [(True, old[:start], new[:start])]
    at = (0, 0)
    for i, j in pairs:
        if (i, j) != at:
            found.append((False, middle[0][at[0] : i], middle[1][at[1] : j]))
        found.append((True, [middle[0][i]], [middle[1][j]]))
        at = i + 1, j + 1
    if at != (len(middle[0]), len(middle[1])):
        found.append((False, middle[0][at[0] :], middle[1][at[1] :]))
    return [*found, (True, old[len(old) - end :], new[len(new) - end :])], cost + 1


def _equal_pairs(old: list[str], new: list[str], most: int) -> tuple[list[tuple[int, int]], int]:
    """Which places of two lists are the same in a shortest way from one to the other (Myers 1986), and the steps that
    finding it took; none where that is more than `most`.

    Not difflib: what that costs on repetitive texts grows with their third power.
    """
    furthest, steps = {1: 0}, 0
    before: list[dict[int, int]] = []
    for distance in range(len(old) + len(new) + 1):
        before.append(dict(furthest))
        steps += 2 * distance + 1
        for k in range(-distance, distance + 1, 2):
            down = k == -distance or (k != distance and furthest[k - 1] < furthest[k + 1])
            start = i = furthest[k + 1] if down else furthest[k - 1] + 1
            while i < len(old) and i - k < len(new) and old[i] == new[i - k]:
                i += 1
            furthest[k] = i
            steps += i - start
            if i >= len(old) and i - k >= len(new):
                return _way_back(before, len(old), len(new)), steps
        if steps > most:
            break
    return [], steps


def _way_back(before: list[dict[int, int]], i: int, j: int) -> list[tuple[int, int]]:
    """The equal places on the way that was found, from the first on."""
    pairs = []
    for distance in range(len(before) - 1, -1, -1):
        furthest, k = before[distance], i - j
        down = k == -distance or (k != distance and furthest[k - 1] < furthest[k + 1])
        last = k + 1 if down else k - 1
        at = furthest[last] if distance else 0
        start = (at if down else at + 1) if distance else 0
        while i > start:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        i, j = at, at - last
    return pairs[::-1]


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many stand equal at the start, and how many at the end of what is left."""
    most = min(len(old), len(new))
    start = next((i for i in range(most) if old[i] != new[i]), most)
    rest = most - start
    return start, next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)


def _words(stretches: Iterable[_Stretch]) -> Iterator[Run]:
    """Runs of words; where fewer than enough are equal between two changes, all three are one change."""
    gone: list[str] = []
    came: list[str] = []
    for is_same, group in groupby(stretches, key=itemgetter(0)):
        each = list(group)
        old, new = [word for _, it, _ in each for word in it], [word for _, _, it in each for word in it]
        if is_same and (len(old) > FEW or not gone + came):
            yield from _replaced(gone, came)
            gone, came = [], []
            yield Run("same", "".join(old))
        else:
            gone += old
            came += new
    yield from _replaced(gone, came)


def _replaced(old: list[str], new: list[str]) -> Iterator[Run]:
    """What went and what came; what both begin or end with stays."""
    start, end = _common(old, new)
    yield Run("same", "".join(old[:start]))
    yield Run("gone", "".join(old[start : len(old) - end]))
    yield Run("new", "".join(new[start : len(new) - end]))
    yield Run("same", "".join(old[len(old) - end :]))


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Without empty runs, neighbours of one kind as one."""
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if found and found[-1].kind == run.kind:
            found[-1] = Run(run.kind, found[-1].text + run.text)
        else:
            found.append(run)
    return found


def shortened(runs: list[Run], around: int) -> list[Run]:
    """The runs with so many characters of what stayed the same around each change, the rest as “……”."""
    last = len(runs) - 1
    found = []
    for place, run in enumerate(runs):
        head, tail = (around if place else 0), (around if place < last else 0)
        if run.kind != "same" or len(run.text) <= head + tail + 4:
            found.append(run)
            continue
        kept = (run.text[:head], "……", run.text[len(run.text) - tail :] if tail else "")
        found.append(Run("same", "".join(kept)))
    return found
