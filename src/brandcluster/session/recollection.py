"""What was worked out of a dossier, kept as long as what it was worked out of says the same.

Each time something is worked out (the breaches of a rule, a fact marked with `once`), all that it asks for is noted
with the answer that it got: files, names of folders, other facts. Later it holds as long as each question, put again
in the same order, has the same answer; a fact that was worked out anew and says the same changes nothing above it.
Nobody declares what a rule reads, so nobody can declare it wrongly: what is asked for is noted where it is answered
(`watched`). docs/decisions/0012 says why.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath
from typing import Any


@dataclass(frozen=True, eq=False, slots=True)
class Sight:
    """A look at the state itself: a function of the state and of what is looked at."""

    at: Callable[..., Any]


#: A question: what gives the answer of the state, and what it is asked for.
Question = tuple[Callable[..., Any] | Sight, tuple[Hashable, ...]]
#: An answer that so many states had no use for is forgotten.
TURNS = 16
#: So many pieces of two equal answers are held against each other; single texts and numbers do not count.
MOST = 2_000
#: Of these, equal ones say the same in every output.
_PLAIN = (str, bytes, bool, int, date, Fraction, type(None), frozenset)


@dataclass(slots=True)
class _Kept:
    """An answer, the questions that it rests on with the answers they had, and when it was last known to hold."""

    answer: Any
    rests_on: dict[Question, Any]
    held: int


class Recollection:
    """Answers that hold over the states of one dossier. `state` is what every question is put to."""

    def __init__(self) -> None:
        self.state: Any = None
        self._facts: dict[Question, _Kept] = {}
        self._asking: list[dict[Question, Any]] = []
        self._turn = 0
        #: How often something was worked out: what a test or a benchmark counts.
        self.worked_out = 0

    def go_on_with(self, state: Any) -> None:
        """Put every question to a new state of the dossier from now on."""
        self.state = state
        self._turn += 1

    def forget(self) -> None:
        """Work everything out anew."""
        self._facts.clear()

    def forget_unused(self) -> None:
        """Now and then forget what nothing has asked for in the last turns."""
        if self._turn % TURNS == 0:
            self._facts = {question: kept for question, kept in self._facts.items() if kept.held > self._turn - TURNS}

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._facts)

    def note(self, look: Sight, asked: tuple[Hashable, ...], answer: Any) -> None:
        """Say that what is being worked out has looked at something of the state itself."""
        if self._asking:
            self._asking[-1].setdefault((look, asked), answer)

    def ask(self, work: Callable[..., Any], more: tuple[Hashable, ...]) -> Any:
        """What a function says of the present state; worked out only where what it rests on says something else."""
        question = (work, more)
        kept = self._facts.get(question)
        if kept is None or (kept.held != self._turn and not self._holds(kept)):
            kept = self._work_out(question, kept)
        if self._asking:
            self._asking[-1].setdefault(question, kept.answer)
        return kept.answer

    def _holds(self, kept: _Kept) -> bool:
        for (work, more), before in kept.rests_on.items():
            try:
                now = work.at(self.state, *more) if isinstance(work, Sight) else self._again(work, more)
            except Exception:  # what it rested on cannot even be asked any more
                return False
            if not says_the_same(before, now):
                return False
        kept.held = self._turn
        return True

    def _again(self, work: Callable[..., Any], more: tuple[Hashable, ...]) -> Any:
        asking, self._asking = self._asking, []
        try:
            return self.ask(work, more)
        finally:
            self._asking = asking

    def _work_out(self, question: tuple[Callable[..., Any], tuple[Hashable, ...]], before: _Kept | None) -> _Kept:
        work, more = question
        rests_on: dict[Question, Any] = {}
        self._asking.append(rests_on)
        try:
            answer = work(self.state, *more)
        except BaseException:
            # Where it went wrong hangs on what it has looked at, and so does what its asker makes of that.
            if len(self._asking) > 1:
                self._asking[-2].update(rests_on | self._asking[-2])
            raise
        finally:
            self._asking.pop()
        self.worked_out += 1
        if before is not None and says_the_same(before.answer, answer):
            answer = before.answer
        kept = self._facts[question] = _Kept(answer, rests_on, self._turn)
        return kept


def says_the_same(one: Any, other: Any) -> bool:
    """Whether two answers say the same in whatever is made of them: 1.50 and 1.5, 1 and true do not.

    What is neither plain nor made of plain things is the same only where it is the same object; so is what is so large
    that holding it against the other costs more than working out what rests on it.
    """
    return one is other or _same(one, other, [MOST])


def _same(one: Any, other: Any, left: list[int]) -> bool:
    if one is other:
        return True
    left[0] -= 1
    if left[0] < 0:
        return False
    kind = type(one)
    if kind is not type(other):
        return False
    if kind in _PLAIN or isinstance(one, PurePath):
        return bool(one == other)
    if kind is Decimal:
        return bool(one.as_tuple() == other.as_tuple())
    if isinstance(one, (tuple, list)):
        return _all_same(one, other, left)
    if kind is dict:
        return _all_same(tuple(one), tuple(other), left) and _all_same(tuple(one.values()), tuple(other.values()), left)
    if is_dataclass(one) and kind.__dataclass_params__.frozen:
        return all(_same(getattr(one, each.name), getattr(other, each.name), left) for each in fields(one))
    return False


def _all_same(some: Sequence[Any], others: Sequence[Any], left: list[int]) -> bool:
    """Whether all pieces say the same. Most are plain, and most that differ are not even equal: both are told at once."""
    if len(some) != len(others) or some != others:
        return False
    for one, other in zip(some, others, strict=True):
        if one is other:
            continue
        kind = type(one)
        if kind is str or kind is int:
            if kind is not type(other):
                return False
        elif not _same(one, other, left):
            return False
    return True
