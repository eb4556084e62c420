"""Nothing of one or two enterprises follows from what is published: linear equations, solved exactly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.returns.regions.publishing import Published, follows, publish_sums

Matrix = list[list[Fraction]]


def rank(rows: Matrix) -> int:
    """The rank, by elimination on a full matrix."""
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(found, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        top = rows[found]
        for at in range(found + 1, len(rows)):
            times = rows[at][column] / top[column]
            rows[at] = [one - times * other for one, other in zip(rows[at], top, strict=True)]
        found += 1
    return found


def reveals(published: Matrix, sizes: list[int]) -> bool:
    """Whether a combination of the published sums bears on one or two enterprises only: then leaving the columns of the
    others out loses no rank less than there are rows."""
    whole = rank(published)
    parts = [at for at, size in enumerate(sizes) if size]
    small: list[tuple[int, ...]] = [(at,) for at in parts if sizes[at] < 3]
    small += [pair for pair in combinations(parts, 2) if sum(sizes[at] for at in pair) < 3]
    return any(
        rank([[cell for at, cell in enumerate(row) if at not in those] for row in published]) < whole for those in small
    )


def dense(form: Mapping[int, Fraction | int], size: int) -> list[Fraction]:
    return [Fraction(form.get(at, 0)) for at in range(size)]


@given(st.data())
@settings(max_examples=examples(60), deadline=None)
def test_what_is_held_back_follows_from_nothing(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(0, 4), min_size=1, max_size=9))
    some = st.sets(st.integers(0, len(sizes) - 1), min_size=1)
    wanted = [dict.fromkeys(sorted(each), 1) for each in data.draw(st.lists(some, max_size=12))]
    known = Published(sizes)
    shown = [publish_sums(known, [dict(form)]) for form in wanted]
    known_parts = [{at: w for at, w in form.items() if sizes[at]} for form in wanted]
    published = [dense(form, len(sizes)) for form, yes in zip(known_parts, shown, strict=True) if yes]
    assert not reveals(published, sizes)
    for form, yes in zip(known_parts, shown, strict=True):
        is_more = rank([*published, dense(form, len(sizes))]) > rank(published)
        assert is_more is not follows(known, dict(form))
        if not yes:  # it is held back for a reason: with it, what is published would reveal somebody
            assert is_more
            assert reveals([*published, dense(form, len(sizes))], sizes)


def test_small_ones_and_what_would_give_them_away_are_held_back() -> None:
    sizes = [2, 9, 8]
    known = Published(sizes)
    assert publish_sums(known, [{0: 1, 1: 1, 2: 1}])
    assert publish_sums(known, [{1: 1}])
    assert not publish_sums(known, [{2: 1}]), "total less both others is the small one"
    assert not publish_sums(known, [{0: 1}])


def test_two_sums_that_differ_by_one_enterprise_each_way() -> None:
    known = Published([1, 1, 7])
    assert publish_sums(known, [{0: 1, 2: 1}])
    assert not publish_sums(known, [{1: 1, 2: 1}]), "each of the two could tell the other's figure"
