"""What two dossiers have in common that two regions do not have by chance: texts, figures, documents, pictures.

Clues for a person, who decides: which of two wrote it first is not known here. A batch is held against itself, against
dossiers of earlier years, and against the examples that come with the program.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import NamedTuple, TypeVar

from brandcluster.base import resources
from brandcluster.dossier.load import load_dossier
from brandcluster.review.claims import (
    ClaimedEnterprise,
    ClaimedFigure,
    ClaimedFile,
    ClaimedText,
    Claims,
    claims_of,
)
from brandcluster.review.naming import bare_name
from brandcluster.review.similar import GivenText, similar_texts
from brandcluster.review.stock_words import stock_grams

#: The examples that come with the program, by the words that name them.
EXAMPLES = {"qingshiling": "示例“青石岭”", "lanting": "示例“兰汀”"}
#: Fewer equal figures may be chance, unless one has so many digits that it is none by itself.
FEWEST_FIGURES, MANY_DIGITS = 3, 7
#: Of one figure or file, as many dossiers are held against each other; as many passages of two are kept.
MOST_OF_ONE, MOST_PASSAGES = 12, 100
T = TypeVar("T")


class AlikeTexts(NamedTuple):
    """Two passages that say the same: where each stands, and how much of one stands in the other."""

    first: ClaimedText
    second: ClaimedText
    before: str
    after: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two dossiers, the first of them perhaps of an earlier year or an example, and what they have in common."""

    first: Claims
    second: Claims
    texts: tuple[AlikeTexts, ...]
    figures: tuple[tuple[ClaimedFigure, ClaimedFigure], ...]
    files: tuple[tuple[ClaimedFile, ClaimedFile], ...]
    left_out: int = 0
    enterprises: tuple[tuple[ClaimedEnterprise, ClaimedEnterprise], ...] = ()

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """What puts the most telling pair first."""
        return len(self.texts) + self.left_out, len(self.files), len(self.enterprises), len(self.figures)

    @property
    def is_within(self) -> bool:
        """Whether it is one dossier, which has one file in two places."""
        return self.first.key == self.second.key

    def seen_from(self, key: str) -> AlikePair:
        """The pair with one dossier as the second: what is asked about is always that one."""
        if self.second.key == key:
            return self
        return AlikePair(
            self.second,
            self.first,
            tuple(AlikeTexts(b, a, after, before, share) for a, b, before, after, share in self.texts),
            tuple((b, a) for a, b in self.figures),
            tuple((b, a) for a, b in self.files),
            self.left_out,
            tuple((b, a) for a, b in self.enterprises),
        )


def alike_pairs(batch: Sequence[Claims], earlier: Sequence[Claims] = ()) -> tuple[AlikePair, ...]:
    """The pairs of different applicants with something in common, the most telling first; at least one of the two is
    of the batch."""
    owners = {each.owner for each in batch}
    others = [each for each in (*_examples(), *earlier) if each.owner not in owners]
    all_ = [*others, *batch]
    texts = _alike_texts(all_, len(others))
    figures = _in_common([{(each.label, each.value): each for each in one.figures} for one in all_], all_, len(others))
    files = _in_common([{each.digest: each for each in one.files} for one in all_], all_, len(others))
    figures = {pair: found for pair, found in figures.items() if _is_telling({a.value for a, _ in found})}
    enterprises = _in_common([_by_code_and_name(one) for one in all_], all_, len(others))
    made = [
        AlikePair(
            all_[i],
            all_[j],
            tuple(texts.get((i, j), ())[:MOST_PASSAGES]),
            tuple(figures.get((i, j), ())),
            tuple(files.get((i, j), ())),
            max(len(texts.get((i, j), ())) - MOST_PASSAGES, 0),
            _same_enterprises(enterprises.get((i, j), ())),
        )
        for i, j in sorted({*texts, *figures, *files, *enterprises})
    ]
    made += [AlikePair(one, one, (), (), found) for one in batch if (found := _twice_within(one))]
    return tuple(sorted(made, key=lambda pair: pair.weight, reverse=True))


def _is_telling(values: set[str]) -> bool:
    """Whether equal figures are none by chance."""
    longest = max((len(re.sub(r"\D", "", each).strip("0")) for each in values), default=0)
    return len(values) >= FEWEST_FIGURES or longest >= MANY_DIGITS


def _by_code_and_name(claims: Claims) -> dict[Hashable, ClaimedEnterprise]:
    """The enterprises by what they are known by: an enterprise may be named with its code in one dossier only."""
    found: dict[Hashable, ClaimedEnterprise] = {}
    for each in claims.enterprises:
        for known in (each.code, bare_name(each.name)):
            if known:
                found.setdefault(known, each)
    return found


def _same_enterprises(
    found: Iterable[tuple[ClaimedEnterprise, ClaimedEnterprise]],
) -> tuple[tuple[ClaimedEnterprise, ClaimedEnterprise], ...]:
    """Each once; two of one name with different codes are two."""
    kept = {(a.source, b.source): (a, b) for a, b in found if not (a.code and b.code and a.code != b.code)}
    return tuple(kept.values())


def _twice_within(claims: Claims) -> tuple[tuple[ClaimedFile, ClaimedFile], ...]:
    """A dossier's files that stand in it under two names: one document or picture for two things."""
    first: dict[str, ClaimedFile] = {}
    found = []
    for each in claims.files:
        other = first.setdefault(each.digest, each)
        if other.path != each.path:
            found.append((other, each))
    return tuple(found)


@cache
def _examples() -> tuple[Claims, ...]:
    """Their texts alone: their figures, documents and enterprises are nobody's."""
    home = resources.folder("examples")
    found = (claims_of(load_dossier(home / name), words, words) for name, words in EXAMPLES.items())
    return tuple(each._replace(files=(), figures=(), enterprises=()) for each in found)


def _alike_texts(all_: Sequence[Claims], others: int) -> dict[tuple[int, int], list[AlikeTexts]]:
    """The passages of every pair, the likest first."""
    of = [(number, text) for number, one in enumerate(all_) for text in one.texts]
    given = [GivenText(all_[number].owner, text.text) for number, text in of]
    found: dict[tuple[int, int], list[AlikeTexts]] = defaultdict(list)
    for each in similar_texts(given, stock_grams()):
        (i, first), (j, second) = of[each.first], of[each.second]
        if j >= others:
            found[i, j].append(AlikeTexts(first, second, each.before, each.after, each.share))
    for passages in found.values():
        passages.sort(key=lambda passage: (-passage.share, -len(passage.after)))
    return found


def _in_common(
    claimed: Iterable[dict[Hashable, T]], all_: Sequence[Claims], others: int
) -> dict[tuple[int, int], list[tuple[T, T]]]:
    """What is claimed by two of different applicants, pair by pair."""
    where: dict[Hashable, list[tuple[int, T]]] = defaultdict(list)
    for number, claims in enumerate(claimed):
        for key, claim in claims.items():
            if len(where[key]) < MOST_OF_ONE:
                where[key].append((number, claim))
    found: dict[tuple[int, int], list[tuple[T, T]]] = defaultdict(list)
    for places in where.values():
        for (i, first), (j, second) in combinations(places, 2):
            if j >= others and all_[i].owner != all_[j].owner:
                found[i, j].append((first, second))
    return found
