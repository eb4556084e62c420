"""Asking about paths that a caller typed, which may be too long or hold what no file name may hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from brandcluster.base.as_read import remember


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; False for a path that the system cannot even look at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether a path is a file; False for a path that the system cannot even look at."""
    try:
        found = path.is_file()
    except (OSError, ValueError):
        return False
    if not found:
        exists(path)  # what is not there must not be there when it is written
    return found


def exists(path: Path) -> bool:
    """Whether something stands at a path; False for a path that the system cannot even look at."""
    try:
        found = path.exists()
    except (OSError, ValueError):
        return False
    if not found:  # and nothing must stand there when it is written
        remember(path, None)
    return found


def expanded(names: Sequence[str], *, folders: bool = False, linked: bool = False) -> list[str]:
    """The names, with `*` and `?` as what they stand for (only folders, if so wanted), sorted: the shells of Windows
    leave that to the program. A pattern that matches nothing stays as it is, and is reported as a name.

    A link to a folder that a pattern finds is left out unless `linked`: nobody typed it, and it may lead anywhere."""
    from brandcluster.formats.folder import names_like

    found: list[str] = []
    for name in names:
        matches = [] if not any(char in name for char in "*?") or exists(Path(name)) else names_like(name)
        if not linked:
            matches = [each for each in matches if not (Path(each).is_symlink() and is_folder(Path(each)))]
        found += [each for each in matches if not folders or is_folder(Path(each))] or [name]
    return found
