"""What a run has read: how each file was then, so that writing can tell whether it still is."""

from __future__ import annotations

import os
from pathlib import Path

#: A file as it was: size and hash (of this process), for a large one size and time; None where nothing stood.
State = tuple[int, int] | None
#: No system takes a longer path.
LONGEST = 4096
_seen: dict[str, State] = {}
#: Where the folders of the dossiers that were read are, links followed (`formats/folder.resolve_root`).
real_roots: dict[Path, str] = {}


def forget_all() -> None:
    """Begin a run: nothing was read yet."""
    _seen.clear()
    real_roots.clear()


def forget(path: Path) -> None:
    """The next reading of a file is its first again: for who goes on after a change and has seen that there was one."""
    name = _name(path)
    if name is not None:
        _seen.pop(name, None)


def _name(path: Path) -> str | None:
    """Where a path is, links followed; None for one that no system takes, or without a folder to begin from."""
    if len(str(path)) > LONGEST:
        return None
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return None


def remember(path: Path, state: State, *, anew: bool = False, real: bool = False) -> None:
    """Keep how a file was when it was first read (or, `anew`, how it was written). `real`: no link is in the path."""
    name = str(path) if real else _name(path)
    if name is not None and (anew or name not in _seen):
        _seen[name] = state


def state_when_read(path: Path, otherwise: State) -> State:
    """How a file was when this run first read it, or asked whether it is there; `otherwise` where it never did."""
    name = _name(path)
    return otherwise if name is None else _seen.get(name, otherwise)


def state_of(content: bytes) -> State:
    """The state of a file with this content."""
    return len(content), hash(content)
