"""Which sums may stand beside each other, so that nothing of fewer than three enterprises follows from them.

A sum is a linear form over parts: groups of enterprises of which nobody knows more than what is published. Whoever has
the published sums can form every combination of them, and nothing else. So none may be a combination of parts that
together have one or two enterprises. That is decided by exact elimination, sum after sum: each is published where the
combinations still hold, and held back where they would not. What is held back follows from nothing, for it was
refused for what would follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from brandcluster.returns.revealing import LEAST_GROUP

#: How often each part, by its number, is in a sum.
Form = dict[int, Fraction | int]
#: What a row has beside its pivot, equal for rows that are multiples of each other there.
Tail = tuple[tuple[int, Fraction | int], ...]


@dataclass(slots=True)
class Published:
    """The sums that are published, reduced: each row has a part of its own (its pivot) that no other row has.

    A part of `least` enterprises or more is taken as pivot where there is one: the combinations of small parts alone
    are those of the rows that have no other. `sizes` says how many enterprises each part has.
    """

    sizes: Sequence[int]
    least: int = LEAST_GROUP
    rows: dict[int, Form] = field(default_factory=dict)
    having: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    #: Rows whose pivot is one enterprise and that have small parts only, by what they have beside it, scaled.
    tails: dict[Tail, int] = field(default_factory=dict)


def publish_sums(known: Published, forms: Iterable[Form]) -> bool:
    """Whether a figure may be published: its sums, none of which has a part in common with another; then they are."""
    new = [_scaled(known, form) for form in (_reduced(known, form) for form in forms) if form]
    if any(_reveals(known, pivot, row) for pivot, row in new):
        return False
    for pivot, row in new:
        _take(known, pivot, row)
    return True


def follows(known: Published, form: Form) -> bool:
    """Whether a sum is a combination of those that are published."""
    return not _reduced(known, form)


def _reduced(known: Published, form: Form) -> Form:
    """What of a form is no combination of the rows; parts without enterprises are 0 for everybody."""
    left = {part: weight for part, weight in form.items() if known.sizes[part]}
    for part in [part for part in left if part in known.rows]:
        _subtract(left, known.rows[part], left[part])
    return left


def _subtract(form: Form, row: Form, times: Fraction | int) -> None:
    for part, weight in row.items():
        left = form.get(part, 0) - times * weight
        if left:
            form[part] = left
        else:
            form.pop(part, None)


def _scaled(known: Published, form: Form) -> tuple[int, Form]:
    """A form as a row: its pivot, which is in it once."""
    pivot = min(form, key=lambda part: (known.sizes[part] < known.least, abs(form[part]) != 1, len(known.having[part])))
    by = form[pivot]
    return pivot, form if by == 1 else {part: _divided(weight, by) for part, weight in form.items()}


def _divided(weight: Fraction | int, by: Fraction | int) -> Fraction | int:
    return -weight if by == -1 else Fraction(weight) / by


def _without(known: Published, other: int, pivot: int, row: Form) -> Form:
    """Another row without the pivot of a new one."""
    found = dict(known.rows[other])
    _subtract(found, row, found[pivot])
    return found


def _reveals(known: Published, pivot: int, row: Form) -> bool:
    """Whether rows would say something of one or two enterprises beside a new one, by themselves or two together.

    Of a combination of at most two parts, the pivots are among these: it is a row, or two rows that differ in their
    pivots only. A new pivot that is no small part is in none of the rows of small parts, and changes none.
    """
    if known.sizes[pivot] >= known.least:
        return False
    changed = {other: _without(known, other, pivot, row) for other in known.having[pivot] if _is_small(known, other)}
    seen: set[Tail] = set()
    for at, each in ((pivot, row), *changed.items()):
        if len(each) < known.least and sum(known.sizes[part] for part in each) < known.least:
            return True
        if known.sizes[at] != 1:
            continue
        tail = _tail(at, each)
        other = known.tails.get(tail)
        if tail in seen or (other is not None and other not in changed):
            return True
        seen.add(tail)
    return False


def _is_small(known: Published, pivot: int) -> bool:
    """Whether a row has small parts only: it has another pivot where there is one."""
    return known.sizes[pivot] < known.least


def _tail(pivot: int, row: Form) -> Tail:
    rest = sorted((part, weight) for part, weight in row.items() if part != pivot)
    first = rest[0][1] if rest else 1
    return tuple(rest) if first == 1 else tuple((part, _divided(weight, first)) for part, weight in rest)


def _take(known: Published, pivot: int, row: Form) -> None:
    """Put a row among the others, and its pivot out of them."""
    others = list(known.having[pivot])
    alone = [other for other in others if known.sizes[other] == 1]
    for other in alone:
        known.tails.pop(_tail(other, known.rows[other]), None)
    for other in others:
        form = known.rows[other]
        _subtract(form, row, form[pivot])
        for part in row:
            (known.having[part].add if part in form else known.having[part].discard)(other)
    known.rows[pivot] = row
    for part in row:
        known.having[part].add(pivot)
    for other in (*alone, *([pivot] if known.sizes[pivot] == 1 else ())):
        known.tails[_tail(other, known.rows[other])] = other
