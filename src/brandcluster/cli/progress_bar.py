"""A line on the terminal for what takes longer than a moment: what goes on, how far it is, how long it has taken.

typer has a bar of its own (`typer.progressbar`): it is there from the first moment, writes its label where a program
reads, and stands still while one thing takes long. This one has a thread that draws it, and no library to load.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import ParamSpec, TypeVar

#: Seconds after which a person wants to see that something goes on, and from one drawing to the next.
PATIENCE, BEAT = 1.0, 0.5
#: Wider than any line of it, in columns.
WIDEST = 70
P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def progress(words: str, total: int) -> Iterator[Callable[[], None]]:
    """What to call when one of `total` things is done; a line appears late, and never where a program reads."""
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1

    with _drawn(lambda: f"{words}：{done}/{total}" if total > 1 else words):
        yield advance


def while_waiting(words: str, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What `work` gives, with a line that says what goes on where it takes longer than a moment.

    It must not ask or show anything: that would stand in the same line.
    """
    with _drawn(lambda: words):
        return work(*arguments, **named)


def is_watched() -> bool:
    """Whether a person sits there: the errors go to a terminal that can go back in a line, and no CI system runs this."""
    return sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"


@contextmanager
def _drawn(line: Callable[[], str]) -> Iterator[None]:
    if not is_watched():
        yield
        return
    over = threading.Event()
    drawer = threading.Thread(target=_draw, args=(line, over), daemon=True)
    drawer.start()
    try:
        yield
    finally:
        over.set()
        drawer.join()


def _draw(line: Callable[[], str], over: threading.Event) -> None:
    start = time.monotonic()
    if over.wait(PATIENCE):
        return
    with suppress(OSError, ValueError):  # a terminal that has gone: nobody looks
        while True:
            _write(f"{line()}……{time.monotonic() - start:.0f} 秒")
            if over.wait(BEAT):
                break
        _write("")


def _write(text: str) -> None:
    """The line anew: over what stood there, and the cursor at its beginning, so that whatever comes next covers it."""
    sys.stderr.write(f"\r{' ' * WIDEST}\r{text}")
    sys.stderr.flush()
