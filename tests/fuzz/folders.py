"""A folder in memory: what stands where, put on the disk and read back."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from typing import NamedTuple


class Entry(NamedTuple):
    """What stands at a path: a "file" with its bytes, a "link" with its target, an empty "folder", a "pipe"."""

    kind: str
    content: bytes = b""


#: By path below the folder, as bytes: names need not be text.
Folder = Mapping[bytes, Entry]


def files(contents: Mapping[str, bytes]) -> dict[bytes, Entry]:
    """A folder of plain files."""
    return {os.fsencode(path): Entry("file", content) for path, content in contents.items()}


def put(root: bytes, folder: Folder) -> None:
    """Write a folder. What the system does not take (a name too long, a file in the place of a folder) is left out."""
    made = {root}
    os.mkdir(root)  # noqa: PTH102 - bytes
    for path, entry in folder.items():
        place = root + b"/" + path
        try:
            parent = place.rpartition(b"/")[0]
            if parent not in made:
                os.makedirs(parent, exist_ok=True)  # noqa: PTH103 - bytes
                made.add(parent)
            _put_one(place, entry)
        except (OSError, ValueError):
            continue


def _put_one(place: bytes, entry: Entry) -> None:
    if entry.kind == "link":
        os.symlink(entry.content, place)  # noqa: PTH211 - bytes
    elif entry.kind == "folder":
        os.makedirs(place, exist_ok=True)  # noqa: PTH103 - bytes
    elif entry.kind == "pipe":
        os.mkfifo(place)
    else:
        number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        os.write(number, entry.content)
        os.close(number)


def read(root: bytes) -> dict[bytes, Entry]:
    """What stands on the disk, empty folders too; nothing is followed."""
    found: dict[bytes, Entry] = {}
    _read_below(root, b"", found)
    return found


def _read_below(root: bytes, prefix: bytes, found: dict[bytes, Entry]) -> None:
    with os.scandir(root) as entries:
        for entry in entries:
            path = prefix + entry.name
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                found[path] = Entry("folder")
                _read_below(entry.path, path + b"/", found)
            elif stat.S_ISREG(mode):
                found[path] = Entry("file", _content(entry.path))
            elif stat.S_ISLNK(mode):
                found[path] = Entry("link", os.readlink(entry.path))  # noqa: PTH115 - bytes
            else:
                found[path] = Entry("pipe")


def _content(path: bytes) -> bytes:
    number = os.open(path, os.O_RDONLY)
    try:
        parts = []
        while part := os.read(number, 1 << 20):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(number)


def clear(root: bytes) -> None:
    """Remove a folder and all below it."""
    shutil.rmtree(root, ignore_errors=True)
