"""A folder for what is unpacked: readable by nobody else, gone afterwards, and cleared by the next run where this one
was killed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from brandcluster.formats import remains


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder in the system's temporary folder. OSError where none can be made."""
    home = Path(tempfile.gettempdir())
    clear_private(home)
    path = home / remains.own_name()
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        remains.remove(path)


def clear_private(home: Path) -> list[str]:
    """Remove our own folders whose process has ended, and say which."""
    removed = []
    with suppress(OSError):  # of no use to the work itself
        for entry in list(os.scandir(home)):
            if not entry.name.endswith(".tmp") or not entry.is_dir(follow_symlinks=False):
                continue
            found = entry.stat(follow_symlinks=False)
            ours = not hasattr(os, "getuid") or found.st_uid == os.getuid()
            if ours and remains.is_left_behind(entry.name, found.st_mtime):
                remains.remove(Path(entry.path))
                removed.append(entry.name)
    return sorted(removed)


def put_private(root: Path, name: str, content: Iterable[bytes], most: int) -> int:
    """A file in a private folder, at a name that was found to stay inside it: how many bytes it has. ValueError with a
    sentence where there are more than may be."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with path.open("xb") as stream:
        for block in content:
            written += len(block)
            if written > most:
                raise ValueError("解开后太大")
            stream.write(block)
    return written
