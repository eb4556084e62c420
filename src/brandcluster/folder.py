"""Reading inside one folder and nowhere else, writing whole files or nothing.

A dossier comes from strangers: a path in it may be absolute, climb out, be a link, a pipe, or a device.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import Literal

from brandcluster.yamldoc import MAX_BYTES as MAX_BYTES

#: Why a path could not be used.
Refusal = Literal["missing", "outside", "not_a_file", "unreadable", "too_large"]


def resolve(root: Path, relative: str) -> Path | Refusal:
    """The regular file at `relative` below `root`, after links; or why there is none to use."""
    parts = PurePosixPath(relative).parts
    if (
        not parts
        or relative.startswith("/")
        or ".." in parts
        or "\\" in relative
        or ":" in relative
        or "\0" in relative
    ):
        return "outside"
    path = root.joinpath(*parts)
    try:
        real = path.resolve(strict=True)
        inside = real.is_relative_to(root.resolve(strict=True))
        mode = real.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except (OSError, RuntimeError, ValueError):  # a loop of links is an OSError or, before 3.13, a RuntimeError
        return "unreadable"
    if not inside:
        return "outside"
    return real if stat.S_ISREG(mode) else "not_a_file"


def read_bytes(root: Path, relative: str, limit: int = MAX_BYTES) -> bytes | Refusal:
    """The bytes of a file below `root`; anything but a regular file inside it is refused without being opened."""
    path = resolve(root, relative)
    if not isinstance(path, Path):
        return path
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError:
        return "unreadable"
    return "too_large" if len(content) > limit else content


def write_bytes(path: Path, content: bytes) -> None:
    """Replace `path` by `content` at once: readers see the old file or the new one, never a part."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
