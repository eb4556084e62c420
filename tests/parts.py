"""What `make test` takes a part of, and `make test-long` takes whole: the option is `--whole`."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Generator
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


#: Functions of tests whose cases cost more than HEAVY_FROM seconds of a processor each; `make weigh` writes it.
HEAVY = Path(__file__).with_name("heavy.txt")
HEAVY_FROM = 0.4
#: Of the heavy functions of a module the quick suite takes the first, and then every n-th.
HEAVY_STEP = 5


def heavy_functions() -> frozenset[str]:
    """The functions of HEAVY, as `tests/x/test_y.py::test_z`."""
    return frozenset(HEAVY.read_text(encoding="utf-8").splitlines())


def take_part(items: list[pytest.Item], *, weighing: bool = False) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Of a test that is marked `part(n)` every n-th case, and of a module's heavy functions every HEAVY_STEP-th.

    Both begin with the first; the others are left out. Whoever weighs the functions takes the heavy ones whole.
    """
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    cases: Counter[str] = Counter()
    heavy = frozenset() if weighing else heavy_functions()
    functions: defaultdict[str, list[str]] = defaultdict(list)
    for item in items:
        marked = item.get_closest_marker("part")
        name = item.nodeid.split("[")[0]
        step = marked.args[0] if marked else 1
        of_module = functions[name.split("::")[0]]
        if name in heavy and name not in of_module:
            of_module.append(name)
        drawn = name not in heavy or of_module.index(name) % HEAVY_STEP == 0
        (kept if drawn and cases[name] % step == 0 else left).append(item)
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
        heavy = sorted(name for name, each in self.seconds.items() if sum(each) / len(each) > HEAVY_FROM)
        HEAVY.write_text("".join(f"{name}\n" for name in heavy), encoding="utf-8", newline="\n")
