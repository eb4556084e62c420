"""Change one thing at a time in the rules that decide, and see whether the tests notice.

    python scripts/mutate_rules.py --count 40 --seed 1

Each mutant is one change in a function that decides: a comparison loosened or tightened, a bound of a whole number
moved by one (a day, a year, a number of times), a numerator taken for its denominator. The tests of the verdicts, of
the facts and of the oracle are collected once; each mutant is planted in a fork, which runs the tests that call its
function, up to the first failure. Prints every mutant that they let pass; exit code 1 for any. Needs os.fork.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import json
import math
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

HERE = Path(__file__).resolve().parent.parent
MUTATED = ("src/brandcluster/rules/verdicts", "src/brandcluster/rules/facts")
TESTS = ("tests/rules/verdicts", "tests/rules/facts", "tests/oracle")
#: What is tried only on mutants that all else let pass.
SLOW = "tests/oracle"
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
#: What is put in place of what a module holds under a name; functions get another code instead.
CONSTANTS = (int, str, tuple, dict, frozenset, timedelta, Decimal, Fraction)
#: Words of lines on which a change would only alter what is printed.
_PRINTED = ("DECIMALS", "FILES_NAMED")


class Mutant(NamedTuple):
    """One change: the file, where in it (line and columns, in bytes of UTF-8), the text before and after."""

    path: Path
    line: int
    start: int
    end: int
    old: str
    new: str

    @property
    def words(self) -> str:
        """The change on a line."""
        return f"{self.path.as_posix()}:{self.line}: {self.old} -> {self.new}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every change to one module."""
    source = (HERE / path).read_text(encoding="utf-8")
    lines = source.split("\n")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARISONS:
            yield from _comparison(path, lines, node)
        elif isinstance(node, ast.Constant) and type(node.value) is int and not _printed(lines[node.lineno - 1]):
            for moved in (node.value - 1, node.value + 1):
                yield from _replaced(path, lines, node, str(moved))
        elif isinstance(node, ast.Attribute) and node.attr in ("numerator", "denominator"):
            other = "denominator" if node.attr == "numerator" else "numerator"
            yield from _replaced(path, lines, node, ast.unparse(node).removesuffix(node.attr) + other)


def _printed(line: str) -> bool:
    return any(word in line for word in _PRINTED) or "[:" in line


def _comparison(path: Path, lines: list[str], node: ast.Compare) -> Iterator[Mutant]:
    """The sign between two operands on one line, its strictness changed."""
    left, right, sign = node.left, node.comparators[0], type(node.ops[0])
    if left.end_lineno != right.lineno or left.end_col_offset is None:
        return
    between = lines[right.lineno - 1].encode()[left.end_col_offset : right.col_offset].decode()
    at = between.find(_SIGNS[sign])
    if at >= 0:
        start = left.end_col_offset + len(between[:at].encode())
        old, new = _SIGNS[sign], _SIGNS[_COMPARISONS[sign]]
        yield Mutant(path, right.lineno, start, start + len(old), old, new)


def _replaced(path: Path, lines: list[str], node: ast.expr, new: str) -> Iterator[Mutant]:
    if node.end_lineno == node.lineno and node.end_col_offset is not None:
        old = lines[node.lineno - 1].encode()[node.col_offset : node.end_col_offset].decode()
        if old.strip("'\"") == old:
            yield Mutant(path, node.lineno, node.col_offset, node.end_col_offset, old, new)


def all_mutants() -> list[Mutant]:
    """Every change to every module that decides, in a fixed order."""
    modules = [path.relative_to(HERE) for folder in MUTATED for path in sorted((HERE / folder).glob("*.py"))]
    return [mutant for module in modules for mutant in sorted(set(mutants_of(module)))]


# ---- which tests a change concerns --------------------------------------------------------------------------------


def function_around(path: Path, line: int) -> tuple[int, int] | None:
    """The first and last line of the outermost function that holds a line; None for what runs when a module loads."""
    for node in ast.parse((HERE / path).read_text(encoding="utf-8")).body:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
        if isinstance(node, ast.FunctionDef) and first <= line <= (node.end_lineno or 0):
            return first, node.end_lineno or 0
    return None


class Calls:
    """Which functions of the mutated modules each test calls: {test: {(file, first line)}}, and how long it took."""

    def __init__(self) -> None:
        self.found: dict[str, set[tuple[str, int]]] = {}
        self.seconds: dict[str, float] = {}
        self._folders = tuple(str(HERE / folder) for folder in MUTATED)

    def run(self, item: pytest.Item, following: pytest.Item | None) -> None:
        """Run one test and note its calls."""
        found = self.found.setdefault(item.nodeid, set())

        def note(frame: FrameType, _event: str, _value: object) -> None:
            code = frame.f_code
            if code.co_filename.startswith(self._folders):
                found.add((code.co_filename, code.co_firstlineno))

        begun = time.perf_counter()
        sys.settrace(note)
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        finally:
            sys.settrace(None)
        self.seconds[item.nodeid] = time.perf_counter() - begun

    def of(self, mutant: Mutant, items: list[pytest.Item]) -> list[pytest.Item]:
        """The tests that reach a mutant, the quickest first; what loads with a module is reached by all who call into it.

        The slow ones are taken to reach whatever others do.
        """
        around = function_around(mutant.path, mutant.line) or (1, sys.maxsize)
        name = str(HERE / mutant.path)
        reaching = {
            test
            for test, calls in self.found.items()
            for file, line in calls
            if file == name and around[0] <= line <= around[1]
        }
        if not reaching:
            return []
        chosen = [each for each in items if each.nodeid in reaching or each.nodeid.startswith(SLOW)]
        return sorted(chosen, key=lambda each: self.seconds.get(each.nodeid, math.inf))


# ---- one change at a time -------------------------------------------------------------------------------------------


def changed_source(mutant: Mutant) -> bytes:
    """The module's text with the change."""
    lines = (HERE / mutant.path).read_bytes().split(b"\n")
    line = lines[mutant.line - 1]
    lines[mutant.line - 1] = line[: mutant.start] + mutant.new.encode() + line[mutant.end :]
    return b"\n".join(lines)


def plant(mutant: Mutant) -> None:
    """Put the change into the module that is loaded: its functions keep their identity and get the changed code."""
    name = ".".join(mutant.path.with_suffix("").parts[1:])
    module = importlib.import_module(name)
    # The name makes dataclasses and named tuples of the second copy find their module.
    copy: dict[str, Any] = {"__name__": name, "__file__": module.__file__}
    exec(compile(changed_source(mutant), module.__file__ or "", "exec"), copy)  # noqa: S102 - our own sources
    for key, value in copy.items():
        before: Any = getattr(module, key, None)
        old, new = inspect.unwrap(before), inspect.unwrap(value)
        if inspect.isfunction(old) and inspect.isfunction(new) and new.__module__ == name:
            old.__code__ = new.__code__
        elif key in vars(module) and isinstance(value, CONSTANTS) and value != old:
            for each in [each for name, each in sys.modules.items() if name.startswith("brandcluster")]:
                if vars(each).get(key) is old:
                    setattr(each, key, value)


def in_a_child(work: Callable[[], bytes]) -> bytes:
    """What a forked copy of this process makes of some work; nothing where it died."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        try:
            with os.fdopen(send, "wb") as stream:
                stream.write(work())
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    return answer


def survives(mutant: Mutant, session: pytest.Session, chosen: list[pytest.Item], timeout: int) -> bool:
    """Whether all chosen tests pass with the change; one that runs too long notices it."""

    def work() -> bytes:
        signal.alarm(timeout)
        plant(mutant)
        for item, following in zip(chosen, [*chosen[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return b"killed"
        return b"alive"

    return in_a_child(work) == b"alive"


class Campaign:
    """As a plugin of pytest: collects the tests once, and runs a part of them in a fork for each mutant."""

    def __init__(self, drawn: list[Mutant], timeout: int) -> None:
        self.drawn, self.timeout = drawn, timeout
        self.alive: list[Mutant] = []
        self.unreached: list[Mutant] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """First which test calls what, then every mutant."""
        calls = Calls()

        def note() -> bytes:
            quick = [each for each in session.items if not each.nodeid.startswith(SLOW)]
            for item, following in zip(quick, [*quick[1:], None], strict=True):
                calls.run(item, following)
            if session.testsfailed:
                return b""
            return json.dumps(
                [[test, sorted(found), calls.seconds[test]] for test, found in calls.found.items()]
            ).encode()

        answer = in_a_child(note)
        if not answer:
            raise pytest.UsageError("the tests do not pass without a change")
        for test, found, seconds in json.loads(answer):
            calls.found[test] = {(file, line) for file, line in found}
            calls.seconds[test] = seconds
        for mutant in self.drawn:
            self._try(mutant, session, calls.of(mutant, session.items))
        return True

    def _try(self, mutant: Mutant, session: pytest.Session, chosen: list[pytest.Item]) -> None:
        if not chosen:
            self.unreached.append(mutant)
            word = "NOT REACHED"
        elif survives(mutant, session, chosen, self.timeout):
            self.alive.append(mutant)
            word = "SURVIVED"
        else:
            word = "killed"
        sys.__stdout__.write(f"{word}  {mutant.words}\n")  # type: ignore[union-attr]
        sys.__stdout__.flush()  # type: ignore[union-attr]


def main() -> int:
    """Try some mutants, drawn by the seed; 0 where the tests notice every one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20, help="how many mutants; 0 for all")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--only", default="", help="of the modules whose path holds this")
    parser.add_argument("--timeout", type=int, default=600, help="seconds for one; longer counts as noticed")
    arguments = parser.parse_args()
    known = [each for each in all_mutants() if arguments.only in each.path.as_posix()]
    count = len(known) if arguments.count == 0 else min(arguments.count, len(known))
    drawn = sorted(random.Random(arguments.seed).sample(known, count))  # noqa: S311 - a draw that can be repeated
    campaign = Campaign(drawn, arguments.timeout)
    os.chdir(HERE)
    os.environ.setdefault("ORACLE_DOSSIERS", "60")
    code = pytest.main(["-q", "-s", "-p", "no:cacheprovider", *TESTS], plugins=[campaign])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return int(code)
    left, unreached = len(campaign.alive), len(campaign.unreached)
    print(f"{count} of {len(known)} mutants, {left} survived, {unreached} are in code that no test calls")
    return 1 if left or unreached else 0


if __name__ == "__main__":
    sys.exit(main())
