"""A bar on the terminal for what takes longer than a moment."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Seconds after which a person wants to see that something goes on.
PATIENCE = 1.0


@contextmanager
def progress(words: str, total: int) -> Iterator[Callable[[], None]]:
    """What to call when one of `total` things is done; a bar appears late, and never where a program reads."""
    start, done = time.monotonic(), 0
    bar = task = None

    def advance() -> None:
        nonlocal bar, task, done
        done += 1
        if bar is None and sys.stderr.isatty() and time.monotonic() - start > PATIENCE:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            task = bar.add_task(words, total=total, completed=done)
        elif bar is not None and task is not None:
            bar.advance(task)

    try:
        yield advance
    finally:
        if bar is not None:
            bar.stop()
