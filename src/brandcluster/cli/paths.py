"""Asking about paths that a caller typed, which may be too long or hold what no file name may hold."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from brandcluster.base.as_read import remember

#: As many characters Windows takes in a whole path unless it is told otherwise, and as many it takes to write a file: it
#: waits beside its place under a name of its own.
WINDOWS_PATH, BESIDE = 259, 24
#: As far below a dossier's folder its own longest path ends.
OWN_FILES = 48


def too_long(path: Path, more: int = BESIDE) -> str:
    """Why Windows does not take a path that goes on for so many characters, and what to do; "" where it does."""
    length = len(str(path.absolute())) + more if takes_short_paths() else 0
    if length <= WINDOWS_PATH:
        return ""
    return (
        f"路径太长（{length} 个字符，Windows 最多收 {WINDOWS_PATH} 个）。把文件夹移到浅一些的地方，如 D:\\申报，"
        "文件夹和文件的名字取短一些"
    )


def takes_short_paths() -> bool:
    """Whether this is a Windows on which long paths are not switched on."""
    if os.name != "nt":
        return False
    import ctypes

    try:
        return not ctypes.windll.ntdll.RtlAreLongPathsEnabled() & 0xFF  # type: ignore[attr-defined,unused-ignore]
    except (AttributeError, OSError):  # an older Windows, which has none
        return True


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
