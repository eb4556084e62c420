"""What `make test` takes a part of, and `make test-long` takes whole: the option is `--whole`."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest

#: Set by `--whole`, before a module of tests is read.
whole = False


def examples(of_all: int) -> int:
    """How many examples a property is tried with: a fifth of them in the quick suite."""
    return of_all if whole else max(of_all // 5, 10)


def number(of_all: int, quick: int) -> int:
    """How many cases a test draws that draws them itself."""
    return of_all if whole else quick


#: Functions of tests with a case that costs more than HEAVY_FROM seconds of a processor, each with the seconds that a
#: case costs; `make weigh` writes it.
HEAVY = Path(__file__).with_name("heavy.txt")
HEAVY_FROM = 0.1
#: Of the cases of heavy functions the quick suite takes every so many: of those that cost more than the seconds, fewer.
HEAVY_STEPS = ((2.0, 40), (0.4, 15), (HEAVY_FROM, 8))


def heavy_functions() -> dict[str, float]:
    """The functions of HEAVY, as `tests/x/test_y.py::test_z`, with the seconds that a case costs."""
    rows = (line.split() for line in HEAVY.read_text(encoding="utf-8").splitlines())
    return {name: float(seconds) for seconds, name in rows}


def draws(heavy: Mapping[str, float]) -> dict[str, tuple[int, int]]:
    """For each heavy function the step by which its cases are taken, and where among those of that step it stands."""
    places: Counter[int] = Counter()
    found: dict[str, tuple[int, int]] = {}
    for name, seconds in heavy.items():
        step = next((step for least, step in HEAVY_STEPS if seconds >= least), HEAVY_STEPS[-1][1])
        found[name] = step, places[step]
        places[step] += 1
    return found


def take_part(items: list[pytest.Item], *, weighing: bool = False) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Of a test that is marked `part(n)` every n-th case, and of the heavy functions every so many; the rest is left.

    The n-th function of a list of heavy ones begins n cases later than the first, so that of eight functions with a
    case each one is taken, and of a function with eight cases one case. `part(1)` takes a function whole, however heavy it is.
    Whoever weighs the functions takes the heavy ones whole.
    """
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    cases: Counter[str] = Counter()
    heavy = {} if weighing else draws(heavy_functions())
    for item in items:
        marked = item.get_closest_marker("part")
        name = item.nodeid.split("[")[0]
        case, step = cases[name], marked.args[0] if marked else 1
        of_heavy, place = (1, 0) if marked and step == 1 else heavy.get(name, (1, 0))
        drawn = case % step == 0 and (place + case // step) % of_heavy == 0
        (kept if drawn else left).append(item)
        cases[name] += 1
    return kept, left


class Weighing:
    """What each function of the tests costs a processor, its child processes included: the plugin of `--weigh`."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        before = sum(os.times()[:4])
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid.split("[")[0]].append(sum(os.times()[:4]) - before)

    def pytest_sessionfinish(self) -> None:
        """Write the functions that are heavy, a line each."""
        each = {name: sum(seconds) / len(seconds) for name, seconds in sorted(self.seconds.items())}
        heavy = "".join(f"{cost:.2f} {name}\n" for name, cost in each.items() if cost > HEAVY_FROM)
        HEAVY.write_text(heavy, encoding="utf-8", newline="\n")
