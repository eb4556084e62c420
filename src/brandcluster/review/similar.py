"""Texts that say the same in nearly the same words: which stretches of which two, and how much of them.

Characters three at a time, figures apart, are what is held against each other. A text is looked up by a third of
them in an index of those before it, so that the work grows with the texts and not with their pairs; only the few that
share enough are compared. A text that is as good as one before it stands in the index by that one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

#: Characters that are held against each other at a time.
WIDTH = 3
#: A sentence is taken together with those behind it until they have so many characters.
SHORTEST = 40
#: So much of a stretch must stand in the other text, and in so many places.
ENOUGH, FEWEST = Fraction(30, 100), 12
#: A text of which so much stands in an earlier one, and the other way round, is not put into the index beside it.
SAME = Fraction(80, 100)
#: One of so many is looked up; so many texts are kept for each; so many are compared with a text; so many stay as
#: they were read.
_SAMPLED, _KEPT, _COMPARED, _READ = 3, 32, 8, 1_000
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NOISE = re.compile(r"[\W_]+")


class GivenText(NamedTuple):
    """A text of somebody's: whose, and the text. Two of one owner are never held against each other."""

    owner: str
    text: str


class SimilarTexts(NamedTuple):
    """Two texts by their numbers, the stretches that are alike, and how much of the second stands in the first."""

    first: int
    second: int
    before: str
    after: str
    share: Fraction


class _Piece(NamedTuple):
    """A stretch of a text, and its characters three at a time."""

    text: str
    grams: frozenset[str]


class _Read(NamedTuple):
    """A text taken apart; `grams` are those of all its pieces."""

    number: int
    owner: str
    pieces: tuple[_Piece, ...]
    grams: frozenset[str]


def grams_of(text: str) -> frozenset[str]:
    """The characters of a text three at a time, line by line: width, case, white space and punctuation apart, every
    figure as one."""
    bare = unicodedata.normalize("NFKC", text).casefold()
    lines = (_NOISE.sub("", _NUMBER.sub("0", line)) for line in bare.split("\n"))
    return frozenset(line[at : at + WIDTH] for line in lines for at in range(len(line) - WIDTH + 1))


def similar_texts(texts: Sequence[GivenText], stock: Collection[str] = frozenset()) -> Iterator[SimilarTexts]:
    """The texts of different owners that are alike, each beside those before it. `stock` are grams that everybody
    writes: they count nowhere."""
    index: dict[str, tuple[int, ...]] = {}
    sizes: dict[int, int] = {}  # of the texts in the index; what is read of them is not kept, there may be many
    again = lru_cache(maxsize=_READ)(lambda number: _read(number, texts[number], stock))
    for number, given in enumerate(texts):
        read = _read(number, given, stock)
        if len(read.grams) < FEWEST:
            continue
        stands_in = False
        for other in map(again, _alike(read, index, sizes)):
            stands_in = stands_in or _is_same(read, other)
            found = _compared(other, read) if other.owner != read.owner else None
            if found is not None:
                yield SimilarTexts(other.number, number, *found)
        if not stands_in:
            sizes[number] = len(read.grams)
            for gram in _sampled(read.grams):
                where = index.get(gram, ())
                if len(where) < _KEPT:
                    index[gram] = (*where, number)


def _read(number: int, given: GivenText, stock: Collection[str]) -> _Read:
    pieces = tuple(_Piece(text, grams_of(text).difference(stock)) for text in _stretches(given.text))
    return _Read(number, given.owner, pieces, frozenset().union(*(each.grams for each in pieces)))


def _stretches(text: str) -> list[str]:
    """Sentences, short ones together with others of their line, short lines together with what follows."""
    return _joined(stretch for line in text.splitlines(keepends=True) for stretch in _joined(_SENTENCE.findall(line)))


def _joined(texts: Iterable[str]) -> list[str]:
    """Short texts together with what follows, a short end with what it follows."""
    found: list[str] = []
    is_short = False
    for text in texts:
        if is_short:
            found[-1] += text
        else:
            found.append(text)
        is_short = len(found[-1]) < SHORTEST
    if is_short and len(found) > 1:
        found[-2:] = ["".join(found[-2:])]
    return found


def _sampled(grams: Iterable[str]) -> Iterator[str]:
    """One of some, by the characters alone: the same of every text."""
    for gram in grams:
        if (ord(gram[0]) * 31 + ord(gram[1]) * 17 + ord(gram[2]) * 7) % _SAMPLED == 0:
            yield gram


def _alike(read: _Read, index: dict[str, tuple[int, ...]], sizes: dict[int, int]) -> list[int]:
    """The texts before it that share the most, the likeliest first."""
    shared: Counter[int] = Counter()
    looked = 0
    for gram in _sampled(read.grams):
        looked += 1
        shared.update(index.get(gram, ()))
    enough = [
        (-count, number)
        for number, count in shared.items()
        if count >= max(2, min(looked, sizes[number] // _SAMPLED) // 12)
    ]
    return [number for _, number in sorted(enough)[:_COMPARED]]


def _is_same(read: _Read, other: _Read) -> bool:
    return len(read.grams & other.grams) >= SAME * max(len(read.grams), len(other.grams))


def _compared(first: _Read, second: _Read) -> tuple[str, str, Fraction] | None:
    """The stretches of both that stand in the other, and the share; None where no stretch does."""
    after = [each for each in second.pieces if _stands_in(each, first.grams)]
    before = [each for each in first.pieces if _stands_in(each, second.grams)]
    if not after and not before:
        return None
    after = after or [_nearest(second, first)]
    before = before or [_nearest(first, second)]
    shares = [
        Fraction(sum(len(each.grams & grams) for each in pieces), sum(len(each.grams) for each in pieces))
        for pieces, grams in ((before, second.grams), (after, first.grams))
    ]
    return "".join(each.text for each in before).strip(), "".join(each.text for each in after).strip(), max(shares)


def _stands_in(piece: _Piece, grams: frozenset[str]) -> bool:
    shared = len(piece.grams & grams)
    return shared >= FEWEST and shared >= ENOUGH * len(piece.grams)


def _nearest(read: _Read, other: _Read) -> _Piece:
    return max(read.pieces, key=lambda each: len(each.grams & other.grams))
