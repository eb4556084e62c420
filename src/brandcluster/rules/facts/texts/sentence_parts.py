"""What is read of a sentence: its values with what each is of, and the words that say so."""

from __future__ import annotations

from typing import NamedTuple

from brandcluster.rules.facts.texts.values import Day, Value

Mark = tuple[int, int, str, object]


class Statement(NamedTuple):
    """One value of a sentence and what it is of; `years` is the span of clauses it stands in, `before` what leads to it.

    Roles: level, from, to, compare (what something is compared with), change, share, times.
    """

    value: Value
    role: str
    quantity: str | None
    population: str | None
    year: int | None
    phase: int | None
    foreign: bool
    before: str
    up: bool | None
    clause: int
    named: bool
    #: For a share: where 占 stands, the item that states the whole, and of which population and quantity part and
    #: whole are.
    since: int
    stated: int | None
    part: tuple[str | None, str | None]
    whole: tuple[str | None, str | None]
    #: The year that only this value is of, as in 比2012年.
    then: int | None


class ReadSentence(NamedTuple):
    """A sentence with its place in the text; a semicolon ends one too."""

    start: int
    end: int
    items: tuple[Statement, ...]
    days: tuple[Day, ...]
