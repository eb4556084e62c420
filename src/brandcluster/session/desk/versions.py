"""What was done at the desk, step by step, and what the files were when a page was shown.

A page shows a file as it was at some moment. What it sends back is held against that state and against the present one,
place by place, so that two windows and other programs may work beside it and nothing is overwritten unseen.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.formats.yaml.document import read_document
from brandcluster.formats.yaml.edits import is_same

#: As many states of files are kept.
MOST_VERSIONS = 400


class DoneStep(NamedTuple):
    """One thing that was done: in words, the file, its text before and after; and what it was about."""

    words: str
    path: str
    before: str
    after: str
    keys: KeyPath = ()
    moment: float = 0.0
    #: Files that were written in the same step: each by its path, with its text before and after.
    together: tuple[tuple[str, str, str], ...] = ()

    @property
    def every(self) -> tuple[tuple[str, str, str], ...]:
        """All files of the step."""
        return ((self.path, self.before, self.after), *self.together)


class Outside(NamedTuple):
    """A change that another program made: its number, the file, and each place with what stood there and stands now."""

    number: int
    path: str
    places: tuple[tuple[KeyPath, str, str], ...]


def stamp_of(text: str) -> str:
    """A short name of a file's content."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


class Versions:
    """The last states of files that pages were made of, by path and stamp."""

    def __init__(self) -> None:
        self._texts: OrderedDict[tuple[str, str], str] = OrderedDict()

    def keep(self, path: str, text: str) -> str:
        """Keep a state; its stamp."""
        stamp = stamp_of(text)
        self._texts[path, stamp] = text
        self._texts.move_to_end((path, stamp))
        while len(self._texts) > MOST_VERSIONS:
            self._texts.popitem(last=False)
        return stamp

    def text(self, path: str, stamp: str) -> str | None:
        """A state by its stamp; None where it is not kept any more."""
        return self._texts.get((path, stamp))


def data_of(path: str, text: str) -> Any:
    """What a text holds; None where it cannot be read."""
    return read_document(path, text.encode("utf-8", "surrogatepass")).data


def unchanged_at(before: Any, now: Any, keys: KeyPath) -> bool:
    """Whether a place of a file still is what it was when a page was shown.

    In a repeated answer the whole entry must be, and there must be as many entries: the same number may mean another
    entry by now.
    """
    for depth, step in enumerate(keys):
        if isinstance(step, int):
            one, other = _at(before, keys[:depth]), _at(now, keys[:depth])
            if not isinstance(one, list) or not isinstance(other, list) or len(one) != len(other):
                return False
            return is_same(_at(one, (step,)), _at(other, (step,)))
    return is_same(_at(before, keys), _at(now, keys))


def _at(data: Any, keys: KeyPath) -> Any:
    for step in keys:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def differing_places(before: Any, now: Any, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Any, Any]]:
    """The places where two readings of a file differ, each with both values; of lists of unequal length the list."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*before, *now)):
            yield from differing_places(before.get(key), now.get(key), (*at, key))
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (one, other) in enumerate(zip(before, now, strict=True)):
            yield from differing_places(one, other, (*at, number))
    elif not is_same(before, now):
        yield at, before, now
