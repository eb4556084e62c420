"""What `make test` takes a part of, and `make test-long` takes whole: the option is `--whole`."""

from __future__ import annotations

from collections import Counter

import pytest

#: Set by `--whole`, before a module of tests is read.
whole = False


def examples(of_all: int) -> int:
    """How many examples a property is tried with: a fifth of them in the quick suite."""
    return of_all if whole else max(of_all // 5, 10)


def number(of_all: int, quick: int) -> int:
    """How many cases a test draws that draws them itself."""
    return of_all if whole else quick


def take_part(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Of a test that is marked `part(n)` every n-th case, beginning with the first; the others are left out."""
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    seen: Counter[str] = Counter()
    for item in items:
        marked = item.get_closest_marker("part")
        name = item.nodeid.split("[")[0]
        step = marked.args[0] if marked else 1
        (kept if seen[name] % step == 0 else left).append(item)
        seen[name] += 1
    return kept, left
