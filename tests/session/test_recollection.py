"""What was worked out holds as long as what it rests on says the same, and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from brandcluster.session.recollection import MOST, TURNS, Recollection, Sight, says_the_same

GET = Sight(lambda state, key: state[key])


class Sheet(dict[str, int]):
    """A state with cells; formulas ask for cells and for one another."""

    memory: Recollection
    texts: tuple[str, ...] = ()

    def cell(self, key: str) -> int:
        self.memory.note(GET, (key,), dict.get(self, key))
        return self[key]


def size(sheet: Sheet) -> int:
    return sheet.cell("width") * sheet.cell("height")


def is_large(sheet: Sheet) -> bool:
    return bool(sheet.memory.ask(size, ()) > 100)


def words(sheet: Sheet) -> str:
    return "large" if sheet.memory.ask(is_large, ()) else f"small {sheet.cell('note')}"


def fails(sheet: Sheet) -> int:
    return 1 // sheet.cell("height")


def mended(sheet: Sheet) -> str:
    try:
        return str(sheet.memory.ask(fails, ()))
    except ZeroDivisionError:
        return "none"


def state(memory: Recollection, **cells: int) -> None:
    sheet = Sheet(cells)
    sheet.memory = memory
    memory.go_on_with(sheet)


def asked(memory: Recollection, what: Any) -> tuple[Any, int]:
    """The answer, and how much was worked out for it."""
    before = memory.worked_out
    return memory.ask(what, ()), memory.worked_out - before


def test_an_answer_holds_while_what_it_rests_on_says_the_same() -> None:
    memory = Recollection()
    state(memory, width=20, height=10, note=1)
    assert asked(memory, words) == ("large", 3)
    state(memory, width=20, height=10, note=2)
    assert asked(memory, words) == ("large", 0)  # nobody asked for the note
    state(memory, width=21, height=10, note=2)
    assert asked(memory, words) == ("large", 2)  # size and whether it is large; what is made of that is the same
    state(memory, width=2, height=10, note=2)
    assert asked(memory, words) == ("small 2", 3)
    state(memory, width=2, height=10, note=3)
    assert asked(memory, words) == ("small 3", 1)


def test_what_goes_wrong_hangs_on_what_was_looked_at() -> None:
    memory = Recollection()
    state(memory, width=1, height=0)
    assert asked(memory, mended)[0] == "none"
    state(memory, width=2, height=0)
    assert asked(memory, mended) == ("none", 0)
    state(memory, width=2, height=1)
    assert asked(memory, mended)[0] == "1"
    with pytest.raises(KeyError):
        state(memory, width=2)
        memory.ask(mended, ())


def lengths(sheet: Sheet, path: str, pieces: tuple[tuple[str, str], ...]) -> Iterator[int]:
    for _, text in pieces:
        yield len(text) * (sheet.cell("factor") if "#" in text else 1)


def all_lengths(sheet: Sheet) -> list[int]:
    rows = sheet.memory.ask_each(lengths, "a", sheet.memory.ask_pieces(texts_of, ()), 100)
    return [each for row in rows for each in row]


def texts_of(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    sheet.memory.note(TEXTS, (), sheet.texts)
    return tuple((str(place), "".join(text)) for place, text in enumerate(sheet.texts))


TEXTS = Sight(lambda state: state.texts)


def test_what_is_said_of_a_text_is_worked_out_for_that_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Recollection()
    said: list[str] = []

    def told(texts: tuple[str, ...], **cells: int) -> tuple[list[int], list[str]]:
        sheet = Sheet(cells)
        sheet.memory, sheet.texts = memory, texts
        memory.go_on_with(sheet)
        said.clear()
        return memory.ask(all_lengths, ()), [*said]

    def say(*each: Any) -> Any:
        said.append(each[2][1])
        return plain(*each)

    plain = memory._say
    monkeypatch.setattr(memory, "_say", say)
    assert told(("one", "three", "#"), factor=2) == ([3, 5, 2], ["one", "three", "#"])
    assert told(("one", "seven", "#"), factor=2) == ([3, 5, 2], ["seven"])
    assert told(("one", "seven", "#"), factor=3) == ([3, 5, 3], ["#"])  # who did not ask is not asked
    assert told((), factor=3) == ([], [])
    assert told((), factor=4) == ([], [])
    assert told(("one", "seven", "#", "new"), factor=3) == ([3, 5, 3, 3], ["new"])
    assert told(("seven", "new"), factor=3) == ([5, 3], ["seven", "new"])  # their places are others


def test_what_was_said_before_is_not_worked_out_again() -> None:
    memory = Recollection()
    for width, worked in ((20, 2), (3, 2), (20, 0), (3, 0), (4, 2)):
        state(memory, width=width, height=10)
        assert asked(memory, is_large) == (width * 10 > 100, worked)


def test_what_nobody_asks_for_is_forgotten() -> None:
    memory = Recollection()
    for width in range(3 * TURNS):
        state(memory, width=width, height=1, note=0)
        memory.ask(size, ())
        if width == 0:
            memory.ask(words, ())
        memory.forget_unused()
    assert len(memory) == 1
    memory.forget()
    assert len(memory) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Decimal("1.50"), Decimal("1.50"), True),
        (Decimal("1.50"), Decimal("1.5"), False),
        (1, True, False),
        (1, Decimal(1), False),
        (Fraction(2, 4), Fraction(1, 2), True),
        (("a", [1, {"b": None}]), ("a", [1, {"b": None}]), True),
        (("a", [1, {"b": None}]), ("a", [1, {"b": 0}]), False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),  # in another order it is shown in another order
        (date(2014, 1, 1), date(2014, 1, 1), True),
        (Path("a"), Path("a"), True),
        (object(), object(), False),
        ([[0] for _ in range(MOST + 1)], [[0] for _ in range(MOST + 1)], False),  # too large to be worth it
    ],
)
def test_what_says_the_same(one: object, other: object, same: bool) -> None:
    assert says_the_same(one, other) is same
