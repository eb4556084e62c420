"""What was worked out the last times, for who does nearly the same again and again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """Values by what they were worked out of. Those that had no use between two calls of `begin` are forgotten."""

    def __init__(self) -> None:
        self._before: dict[Hashable, V] = {}
        self._now: dict[Hashable, V] = {}

    def begin(self) -> None:
        """The work is done once more."""
        self._before, self._now = self._now, {}

    def find(self, key: Hashable) -> V | None:
        """What was kept; None for nothing."""
        found = self._now.get(key)
        if found is None:
            found = self._before.get(key)
            if found is not None:
                self._now[key] = found
        return found

    def keep(self, key: Hashable, value: V) -> None:
        """Keep a value."""
        self._now[key] = value

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._now.keys() | self._before)
