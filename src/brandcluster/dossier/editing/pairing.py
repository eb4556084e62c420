"""Which entry of one list is which of another: the same, of the same name, or renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from brandcluster.dossier.model.identities import identities_of
from brandcluster.formats.yaml.document import scalars_of

#: How much of two entries must agree for one to be the other renamed.
ALIKE = Fraction(1, 2)
#: Beyond so many entries left over on a side, renamed ones are not looked for.
MOST = 60


def pair_entries(older: Sequence[Any], newer: Sequence[Any], labels: frozenset[str]) -> dict[int, int]:
    """For an entry of the newer list, which of the older one it is; `labels` are those that an entry may have.

    Equal ones first, then those of one name (the most alike, where several have it), then the renamed.
    """
    old, new = dict(enumerate(older)), dict(enumerate(newer))
    pairs: dict[int, int] = {}

    def take(found: Iterable[tuple[int, int]]) -> None:
        for i, j in found:
            pairs[j] = i
            del old[i], new[j]

    for one, other in _groups(
        {i: _frozen(each) for i, each in old.items()}, {j: _frozen(each) for j, each in new.items()}
    ):
        take(zip(one, other, strict=False))
    for keys in identities_of(labels):
        names = ({i: entry_name(each, keys) for i, each in side.items()} for side in (old, new))
        for one, other in _groups(*names):
            take(_most_alike({i: old[i] for i in one}, {j: new[j] for j in other}, Fraction(0)))
    take(_in_place(pairs, old, new, len(older)))
    if len(old) <= MOST and len(new) <= MOST:
        take(_most_alike(old, new, ALIKE))
    return pairs


def entry_name(entry: Any, keys: tuple[str, ...]) -> tuple[str, ...] | None:
    """What an entry is known by; None while any of it is missing, but for the last of several."""
    if not isinstance(entry, dict):
        return None
    found = tuple("" if entry.get(key) is None else str(entry[key]).strip() for key in keys)
    return found if found[0] and all(found[:2]) else None


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return frozenset((key, _frozen(each)) for key, each in value.items())
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return (type(value) is bool, value)


def _groups(old: dict[int, Any], new: dict[int, Any]) -> Iterator[tuple[list[int], list[int]]]:
    """The entries of either side that have one key, for every key that both sides have."""
    found: dict[Any, tuple[list[int], list[int]]] = {}
    for side, keys in enumerate((old, new)):
        for index, key in keys.items():
            if key is not None:
                found.setdefault(key, ([], []))[side].append(index)
    yield from [group for group in found.values() if all(group)]


def _most_alike(old: dict[int, Any], new: dict[int, Any], least: Fraction) -> list[tuple[int, int]]:
    flat = [{i: dict(scalars_of(each)) for i, each in side.items() if isinstance(each, dict)} for side in (old, new)]
    every = sorted((-_likeness(one, other), i, j) for i, one in flat[0].items() for j, other in flat[1].items())
    found: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for likeness, i, j in every:
        if -likeness >= least and i not in taken[0] and j not in taken[1]:
            found.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return found


def _likeness(old: dict[Any, Any], new: dict[Any, Any]) -> Fraction:
    every = old.keys() | new.keys()
    same = sum(key in old and key in new and old[key] == new[key] for key in every)
    return Fraction(same, len(every) or 1)


def _in_place(pairs: dict[int, int], old: dict[int, Any], new: dict[int, Any], length: int) -> list[tuple[int, int]]:
    """What was replaced where it stood: between the same neighbours stand as many as before."""
    was = {i: j for j, i in pairs.items()}
    found: list[tuple[int, int]] = []
    at = 0
    while at < length:
        if at not in old:
            at += 1
            continue
        end = next((i for i in range(at, length) if i not in old), length)
        begin = was.get(at - 1, -1) + 1 if at else 0
        run = range(begin, begin + end - at)
        after = was.get(end) if end < length else begin + end - at
        if all(j in new for j in run) and run.stop not in new and after == run.stop:
            found += [(i, j) for i, j in zip(range(at, end), run, strict=True) if _kept_something(old[i], new[j])]
        at = end
    return found


def _kept_something(old: Any, new: Any) -> bool:
    """Whether one can be the other changed: they have an answer in common, or have no more than one."""
    if isinstance(old, dict) and isinstance(new, dict):
        one, other = dict(scalars_of(old)), dict(scalars_of(new))
        return _likeness(one, other) > 0 or (len(one) == 1 and one.keys() == other.keys())
    return not isinstance(old, (dict, list)) and not isinstance(new, (dict, list))
