"""What was worked out of a dossier, kept as long as what it was worked out of says the same.

Each time something is worked out (the breaches of a rule, a fact marked with `once`), all that it asks for is noted
with the answer that it got: files, names of folders, other facts. Later it holds as long as each question, put again
in the same order, has the same answer; a fact that was worked out anew and says the same changes nothing above it.
Nobody declares what a rule reads, so nobody can declare it wrongly: what is asked for is noted where it is answered
(`watched`). docs/decisions/0012 says why.

What is said of a file piece by piece (`once_each`) is kept by piece, each with its own questions: an edit of one
paragraph has that paragraph read anew. A piece is known by being the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import compress, islice
from operator import is_, is_not
from pathlib import PurePath
from typing import Any, cast


@dataclass(frozen=True, eq=False, slots=True)
class Sight:
    """A look at the state itself: a function of the state and of what is looked at."""

    at: Callable[..., Any]


#: A question: what gives the answer of the state, and what it is asked for.
Question = tuple[Callable[..., Any] | Sight, tuple[Hashable, ...]]
#: One whose answer is worked out.
_Fact = tuple[Callable[..., Any], tuple[Hashable, ...]]
#: An answer that so many states had no use for is forgotten.
TURNS = 16
#: Of so many rows those are kept that were not looked at this time.
MOST_ROWS = 40
#: So many sets of questions that no piece asks any more a row may have, and as many again as it had: sorting them out takes
#: a look at every piece.
SPARE = 8
#: So many pieces of two equal answers are held against each other; single texts and numbers do not count.
MOST = 2_000
#: Of these, equal ones say the same in every output.
_PLAIN = (str, bytes, bool, int, date, Fraction, type(None), frozenset)


#: The questions that something rests on, each with the answer that it had.
RestsOn = dict[Question, Any]


@dataclass(slots=True)
class _Row:
    """What was said of each piece of a row, and the questions that it asked; their answers are kept once for all."""

    pieces: tuple[Any, ...] = ()
    said: list[tuple[Any, ...]] = field(default_factory=list)
    asked: list[frozenset[Question]] = field(default_factory=list)
    rests_on: dict[frozenset[Question], RestsOn] = field(default_factory=dict)
    #: How many things were said of all pieces together.
    count: int = 0
    #: So many sets of questions `rests_on` had when those were left out that no piece asks any more.
    swept: int = 0


#: What asked nothing.
_NOTHING: frozenset[Question] = frozenset()
#: The rows that something looked at piece by piece, by what was said and of which file.
_Rows = dict[tuple[Callable[..., Any], str], _Row]


@dataclass(slots=True)
class _Kept:
    """An answer, the questions that it rests on with the answers they had, and when it was last known to hold."""

    answer: Any
    rests_on: RestsOn
    held: int
    rows: _Rows
    in_pieces: bool
    #: What was said before that: a file that does not parse, or an edit that is taken back, comes to it again.
    earlier: _Kept | None = None


class Recollection:
    """Answers that hold over the states of one dossier. `state` is what every question is put to."""

    def __init__(self) -> None:
        self.state: Any = None
        self._facts: dict[Question, _Kept] = {}
        self._asking: list[RestsOn] = []
        #: Of what is being worked out, the rows that it had before and those that it has now.
        self._rows: list[tuple[_Rows, _Rows]] = []
        #: Where rows of this state differ from earlier ones, beside both.
        self._moves: dict[tuple[int, int], tuple[list[int], tuple[Any, ...], tuple[Any, ...]]] = {}
        #: What was last seen of the state itself: as long as it says the same it stays the same object, by which most of
        #: what rests on it is told to hold; and of which questions that is known in this turn.
        self._last: dict[Question, Any] = {}
        self._seen: set[Question] = set()
        #: Answers that were held against each other in this turn, with both.
        self._compared: dict[tuple[int, int], tuple[bool, Any, Any]] = {}
        self._turn = 0
        #: How often something was worked out: what a test or a benchmark counts.
        self.worked_out = 0

    def go_on_with(self, state: Any) -> None:
        """Put every question to a new state of the dossier from now on."""
        self.state = state
        self._turn += 1
        self._moves.clear()
        self._seen.clear()
        self._compared.clear()

    def forget(self) -> None:
        """Work everything out anew."""
        self._facts.clear()

    def forget_unused(self) -> None:
        """Now and then forget what nothing has asked for in the last turns."""
        if self._turn % TURNS == 0:
            self._last = {question: self._last[question] for question in self._seen}
            self._facts = {question: kept for question, kept in self._facts.items() if kept.held > self._turn - TURNS}

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._facts)

    def note(self, look: Sight, asked: tuple[Hashable, ...], answer: Any) -> None:
        """Say that what is being worked out has looked at something of the state itself."""
        if self._asking:
            question = (look, asked)
            rests_on = self._asking[-1]
            if question not in rests_on:
                rests_on[question] = self._see(question, answer)

    def _see(self, question: Question, answer: Any) -> Any:
        """What is seen of the state in this turn, as the object that it was before where it says the same."""
        if question in self._seen:
            return self._last[question]
        if question in self._last and says_the_same(self._last[question], answer):
            answer = self._last[question]
        self._last[question] = answer
        self._seen.add(question)
        return answer

    def ask(self, work: Callable[..., Any], more: tuple[Hashable, ...]) -> Any:
        """What a function says of the present state; worked out only where what it rests on says something else."""
        return self._ask((work, more), False)

    def ask_pieces(self, work: Callable[..., Any], more: tuple[Hashable, ...]) -> Any:
        """The same of a row of paths with values: its pieces stay the same objects as long as they say the same."""
        return self._ask((work, more), True)

    def ask_each(
        self, work: Callable[..., Any], path: str, pieces: tuple[Any, ...], most: int
    ) -> list[tuple[Any, ...]]:
        """What a function says of each piece of a file; no more pieces than it takes to say `most` things."""
        if not pieces:  # a file that does not parse: what was said of it is kept until it does
            return []
        if not self._rows:  # nothing that is kept asks
            return [self._say(work, path, piece, most)[0] for piece in pieces]
        before, now = self._rows[-1]
        row = before.get((work, path)) or _Row()
        lost = {asked for asked, rests_on in row.rests_on.items() if rests_on and not self._say_the_same(rests_on)}
        if pieces is row.pieces and not lost:
            new = row
        else:
            new, missing = self._taken_over(row, pieces, lost)
            self._fill(new, missing, (work, path, most))
        for rests_on in new.rests_on.values():
            for question, answer in rests_on.items():
                self._asking[-1].setdefault(question, answer)
        now[work, path] = new
        return new.said

    def _taken_over(self, row: _Row, pieces: tuple[Any, ...], lost: set[frozenset[Question]]) -> tuple[_Row, list[int]]:
        """A row with what was said before of its pieces, and the places of those of which all must be said anew."""
        new = _Row(pieces, count=row.count, swept=row.swept)
        if len(row.said) == len(pieces):  # as after most edits: each stands where it stood
            new.said, new.asked = row.said.copy(), row.asked.copy()
            missing = self._moved(row.pieces, pieces)
            if lost:
                missing = sorted({*missing, *(place for place, asked in enumerate(row.asked) if asked in lost)})
            new.count -= sum(len(new.said[place]) for place in missing)
        else:
            stood = {id(piece): at for at, (piece, _) in enumerate(zip(row.pieces, row.asked, strict=False))}
            places = [stood.get(id(piece)) for piece in pieces]
            new.said = [() if at is None else row.said[at] for at in places]
            new.asked = [_NOTHING if at is None else row.asked[at] for at in places]
            missing = [place for place, at in enumerate(places) if at is None or row.asked[at] in lost]
            new.count = sum(map(len, new.said)) - sum(len(new.said[place]) for place in missing)
        for place in missing:
            new.said[place], new.asked[place] = (), _NOTHING
        new.rests_on = {asked: rests_on for asked, rests_on in row.rests_on.items() if asked not in lost}
        if len(new.rests_on) > 2 * new.swept + SPARE:
            new.rests_on = {asked: new.rests_on.get(asked, {}) for asked in dict.fromkeys(new.asked)}
            new.swept = len(new.rests_on)
        return new, missing

    def _moved(self, before: tuple[Any, ...], now: tuple[Any, ...]) -> list[int]:
        """The places of a row where another piece stands than did; found out once for all who look at the row."""
        known = self._moves.get((id(before), id(now)))
        if known is None:
            places = list(compress(range(len(now)), map(is_not, before, now)))
            known = self._moves[id(before), id(now)] = (places, before, now)
        return known[0]

    def _fill(self, row: _Row, missing: list[int], asked_for: tuple[Callable[..., Any], str, int]) -> None:
        """Say what is missing of a row, until so much is said."""
        work, path, most = asked_for
        try:
            for place in missing:
                # What was said of all pieces is at least what was said of those before the place.
                if row.count >= most and sum(map(len, row.said[:place])) >= most:
                    del row.said[place:], row.asked[place:]
                    row.count = sum(map(len, row.said))
                    break
                row.said[place], rests_on = self._say(work, path, row.pieces[place], most)
                row.count += len(row.said[place])
                asked = row.asked[place] = frozenset(rests_on)
                row.rests_on.setdefault(asked, rests_on)
        except BaseException:
            for rests_on in row.rests_on.values():
                self._asking[-1].update(rests_on | self._asking[-1])
            raise

    def _say(self, work: Callable[..., Any], path: str, piece: Any, most: int) -> tuple[tuple[Any, ...], RestsOn]:
        rests_on: RestsOn = {}
        self._asking.append(rests_on)
        try:
            return tuple(islice(work(self.state, path, (piece,)), most)), rests_on
        except BaseException:
            if len(self._asking) > 1:
                self._asking[-2].update(rests_on | self._asking[-2])
            raise
        finally:
            self._asking.pop()

    def _ask(self, question: _Fact, in_pieces: bool) -> Any:
        kept = self._facts.get(question)
        if kept is None or (kept.held != self._turn and not self._holds(kept)):
            kept = self._said_before(question, kept) or self._work_out(question, kept, in_pieces)
        if self._asking:
            self._asking[-1].setdefault(question, kept.answer)
        return kept.answer

    def _said_before(self, question: _Fact, kept: _Kept | None) -> _Kept | None:
        """What was said before what no longer holds, where that holds again."""
        earlier = None if kept is None else kept.earlier
        if kept is None or earlier is None or not self._holds(earlier):
            return None
        earlier.rows = earlier.rows | kept.rows
        earlier.earlier, kept.earlier, kept.rows = kept, None, {}
        self._facts[question] = earlier
        return earlier

    def _holds(self, kept: _Kept) -> bool:
        if self._say_the_same(kept.rests_on):
            kept.held = self._turn
            return True
        return False

    def _say_the_same(self, rests_on: RestsOn) -> bool:
        """Whether all questions, put again in their order, have the answers that they had."""
        asking, self._asking = self._asking, []  # what is asked here is no question of who is being worked out
        facts, state, turn = self._facts, self.state, self._turn
        last, seen = self._last, self._seen
        try:
            for question, before in rests_on.items():
                look = question[0]
                if isinstance(look, Sight):
                    now = last[question] if question in seen else self._see(question, look.at(state, *question[1]))
                else:
                    kept = facts.get(question)
                    now = (
                        kept.answer if kept is not None and kept.held == turn else self._ask((look, question[1]), False)
                    )
                if now is not before and not self._are_the_same(before, now):
                    return False
        except Exception:  # what it rested on cannot even be asked any more
            return False
        finally:
            self._asking = asking
        return True

    def _are_the_same(self, before: Any, now: Any) -> bool:
        """`says_the_same`, found out once in a turn: what has changed is met by all that rest on it."""
        known = self._compared.get((id(before), id(now)))
        if known is None:
            known = self._compared[id(before), id(now)] = (says_the_same(before, now), before, now)
        return known[0]

    def _work_out(self, question: _Fact, before: _Kept | None, in_pieces: bool) -> _Kept:
        work, more = question
        rests_on: RestsOn = {}
        rows: _Rows = {}
        self._asking.append(rests_on)
        self._rows.append(({} if before is None else before.rows, rows))
        try:
            answer = work(self.state, *more)
        except BaseException:
            # Where it went wrong hangs on what it has looked at, and so does what its asker makes of that.
            if len(self._asking) > 1:
                self._asking[-2].update(rests_on | self._asking[-2])
            raise
        finally:
            self._asking.pop()
            self._rows.pop()
        self.worked_out += 1
        earlier = before
        if before is not None:
            if in_pieces or before.in_pieces:
                known = before.answer or (before.earlier.answer if before.earlier is not None else ())
                answer = _with_pieces_of(known, answer)
                same = len(answer) == len(before.answer) and all(map(is_, answer, before.answer))
            else:
                same = says_the_same(before.answer, answer)
            if same:
                answer, earlier = before.answer, before.earlier
            if len(before.rows) <= MOST_ROWS:
                rows = before.rows | rows  # a file that does not parse for a while comes back much as it was
            before.earlier, before.rows = None, {}
            in_pieces = in_pieces or before.in_pieces
        kept = self._facts[question] = _Kept(answer, rests_on, self._turn, rows, in_pieces, earlier)
        return kept


def _with_pieces_of(before: tuple[Any, ...], now: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row with the pieces of an earlier one for those that say the same: at their place, or counted from its end."""
    made = [one if _same_piece(one, other) else other for one, other in zip(before, now, strict=False)]
    if len(before) == len(now):
        return tuple(made)
    first = next((at for at, (one, piece) in enumerate(zip(before, made, strict=False)) if one is not piece), len(made))
    behind = 0
    while behind < len(made) - first and _same_piece(before[-1 - behind], now[-1 - behind]):
        behind += 1
    return (*made[:first], *now[first : len(now) - behind], *before[len(before) - behind :])


def _same_piece(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """`says_the_same` of two paths with their values: most are texts, and keys are texts and whole numbers always."""
    if one != other:
        return False
    kind = type(one[-1])
    return kind is type(other[-1]) and (kind is str or says_the_same(one[-1], other[-1]))


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
    if _is_frozen(cast("Hashable", kind)):
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
        if kind is not type(other):
            return False
        if kind is str or kind is int:
            continue
        if kind is tuple and left[0] > 0:
            left[0] -= 1
            if not _all_same(one, other, left):
                return False
        elif not _same(one, other, left):
            return False
    return True


@cache
def _is_frozen(kind: Any) -> bool:
    """Whether values of a class are told by their fields; asked once for each class, for pydantic's answer slowly."""
    parameters = getattr(kind, "__dataclass_params__", None) if is_dataclass(kind) else None
    return parameters is not None and bool(parameters.frozen)
