"""What waits under a name of ours, and what a kill left there: how it is named, known again, and cleared away."""

from __future__ import annotations

import os
import stat
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from brandcluster.base.patterns import late_pattern
from brandcluster.formats import folder

#: Another program (a virus scanner, a synchroniser) may hold a file for a moment: so long is waited, again and again.
WAITS = (0.05, 0.1, 0.2, 0.4)
#: After so many seconds nobody waits for what another computer left.
ABANDONED = 3600
#: How the folder of a write that is not done yet is named; what a kill leaves behind.
UNFINISHED = (".unfinished-", ".tmp")
#: How a file that waits is named: the computer, the process, a number that nobody else draws.
_WAITING = late_pattern(r"\.(?:unfinished-)?(?:([0-9a-f]{8})-([0-9]{1,10})-)?[0-9a-f]{8,16}-?\.tmp")
T = TypeVar("T")


def patiently(do: Callable[[], T]) -> T:
    """Do something that another program may stand in the way of for a moment. PermissionError when it stays there."""
    for wait in WAITS:
        try:
            return do()
        except PermissionError:
            time.sleep(wait)
    return do()


@cache
def _host() -> str:
    if hasattr(os, "uname"):  # what `platform` answers there, which compiles its patterns first
        name = os.uname().nodename
    else:
        import platform

        name = platform.node()
    return f"{zlib.crc32(name.encode('utf-8', 'replace')):08x}"


def own_name(prefix: str = ".") -> str:
    """A name under which something waits, that nobody else draws."""
    return f"{prefix}{_host()}-{os.getpid()}-{os.urandom(4).hex()}.tmp"


def is_left_behind(name: str, changed: float) -> bool:
    """Whether a name is one of ours that nobody waits for: its process has ended, or another computer's is long gone."""
    match = _WAITING.fullmatch(name)
    if match is None:
        return False
    if match.group(1) != _host():
        return changed < time.time() - ABANDONED
    return int(match.group(2)) != os.getpid() and not _is_running(int(match.group(2)))


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x00100000, 0, process)  # SYNCHRONIZE
        if not handle:
            return False
        ended = ctypes.windll.kernel32.WaitForSingleObject(handle, 0) == 0
        ctypes.windll.kernel32.CloseHandle(handle)
        return not ended
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def clear_remains(parent: Path) -> list[str]:
    """Remove what kills left in a folder, and say what; what a running program waits with is left to it."""
    removed = []
    with suppress(OSError):  # of no use to the write itself
        for entry in list(os.scandir(parent)):
            if not entry.name.endswith(".tmp") or entry.is_symlink():
                continue
            if is_left_behind(entry.name, entry.stat(follow_symlinks=False).st_mtime):
                remove(Path(entry.path))
                removed.append(entry.name)
    return sorted(removed)


def clear_unfinished(parent: Path) -> list[str]:
    """Remove every folder that a write was not done with, and say which. One that goes on meanwhile fails, whole."""
    removed = []
    for name in unfinished_names(parent):
        path = parent / name
        claimed = path.with_name(f"{name.removesuffix(UNFINISHED[1])}-{UNFINISHED[1]}")
        try:
            if path.is_symlink() or not path.is_dir():
                continue
            # Renamed first: a writer that had meant to rename it into place finds it gone.
            path.rename(claimed)
        except OSError:
            continue
        remove(claimed)
        removed.append(name)
    return removed


def unfinished_names(parent: Path) -> list[str]:
    """The names of what kills of `write_folder` left in a folder."""
    found = folder.names_in(parent)
    names = found if isinstance(found, list) else []
    return [name for name in names if is_unfinished(name)]


def is_unfinished(name: str) -> bool:
    """Whether a name is that of a folder that a write was not done with."""
    return name.startswith(UNFINISHED[0]) and name.endswith(UNFINISHED[1])


def remove(path: Path) -> None:
    """Remove a file or folder of ours, if need be patiently; what cannot be removed is cleared by a later run."""
    for _ in range(2):
        if not os.path.lexists(path):
            return
        with suppress(OSError):
            _remove_folder(path) if path.is_dir() and not path.is_symlink() else _remove_file(path)


def _remove_folder(path: Path) -> None:
    for entry in list(os.scandir(path)):
        below = Path(entry.path)
        _remove_folder(below) if entry.is_dir(follow_symlinks=False) else _remove_file(below)
    patiently(path.rmdir)


def _remove_file(path: Path) -> None:
    try:
        patiently(path.unlink)
    except PermissionError:  # Windows removes nothing that is write-protected
        path.chmod(stat.S_IWRITE | stat.S_IREAD)
        path.unlink()
