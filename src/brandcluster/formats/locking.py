"""One at a time: a lock that commands hold while they add to what stands in a folder.

The system gives the lock back when its holder ends, however it ends: what is left of a killed one hinders nobody.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from brandcluster.formats.remains import remove

#: The lock's file in the folder; it is removed when the lock is given back.
LOCK_FILE = ".brandcluster.lock"
#: So long another program may take, in seconds.
PATIENCE = 60.0


class BusyError(Exception):
    """Another program has been holding the lock for longer than anybody waits."""


@contextmanager
def lock_held(folder: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock of a folder that is there. BusyError when another program keeps it; OSError where the folder, or
    what stands in the lock's place, takes none."""
    from filelock import FileLock, Timeout

    path = folder / LOCK_FILE
    if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
        raise FileExistsError(path)
    lock = FileLock(path, timeout=PATIENCE if patience is None else patience)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError from None
    try:
        yield
    finally:
        # While it is still held: who has opened it meanwhile finds it without a name, and makes another. Windows
        # removes nothing that is open, and lets nobody else open it.
        if os.name == "nt":
            lock.release()
            remove(path)
        else:
            remove(path)
            lock.release()
