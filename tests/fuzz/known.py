"""What the sound files of the seeds say, read once before the forks: most files of most cases are still those.

An open dossier keeps by its content what a file says, in the same way (`load.ReadFile`). A case that is run alone reads
everything anew, and one of forty is run so as well (fuzz/batches.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from brandcluster.dossier import load
from brandcluster.dossier.load import FileRead
from brandcluster.dossier.model.fields import Part

_known: dict[tuple[str, type[Part], bytes], FileRead] = {}
_read_file = load.read_file


@contextmanager
def learning() -> Iterator[None]:
    """Keep what is read from here on; afterwards nothing is added."""
    load.read_file = _learned
    try:
        yield
    finally:
        load.read_file = _recalled


def forget() -> None:
    """Read everything anew from here on."""
    load.read_file = _read_file


def _learned(path: str, model: type[Part], content: bytes) -> FileRead:
    found = _known[path, model, content] = _read_file(path, model, content)
    return found


def _recalled(path: str, model: type[Part], content: bytes) -> FileRead:
    known = _known.get((path, model, content))
    return _read_file(path, model, content) if known is None else known
