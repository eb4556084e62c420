"""Reading inside one folder and nowhere else, writing whole files or nothing.

A dossier comes from strangers: a path in it may be absolute, climb out, be a link, a pipe, or a device.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Literal

from brandcluster.formats.yaml.decoding import MAX_BYTES as MAX_BYTES

#: Why a path could not be used.
Refusal = Literal["missing", "outside", "not_a_file", "unreadable", "too_large"]


def resolve_file(root: Path, relative: str) -> Path | Refusal:
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
    path = resolve_file(root, relative)
    if not isinstance(path, Path):
        return path
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError:
        return "unreadable"
    return "too_large" if len(content) > limit else content


#: As much is read of a file that a caller names, or that stands where one is to be written.
MAX_NAMED = 64_000_000


def regular_bytes(path: Path, limit: int = MAX_NAMED) -> bytes | None:
    """The bytes of a regular file that a caller named; None for a pipe, a device, a folder, and what is too large."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            return None
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except (OSError, RuntimeError, ValueError):
        return None
    return content if len(content) <= limit else None


#: How a file that waits to take its place is named, and after how many seconds nobody waits for it any more.
_STAGED = re.compile(r"\.[0-9a-f]{16}\.tmp")
ABANDONED = 3600


def stage_file(path: Path, content: bytes) -> Path:
    """Write `content` beside `path`, on the disk and ready to be put in its place by `replace`; where it waits.

    A file that is there lends its permissions, a new one gets what the system gives new files.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode) & 0o777)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def clear_abandoned(parent: Path) -> None:
    """Remove what kills of `staged` left in a folder; what is young may be another program's that goes on."""
    before = time.time() - ABANDONED
    with suppress(OSError):  # of no use to the write itself
        for entry in list(os.scandir(parent)):
            waits = _STAGED.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            if waits and entry.stat(follow_symlinks=False).st_mtime < before:
                Path(entry.path).unlink()


#: How the folder of a write that is not done yet is named; what a kill leaves behind.
UNFINISHED = (".unfinished-", ".tmp")


def write_folder(path: Path, contents: Mapping[str, bytes]) -> None:
    """Make the folder `path` with these files (by relative path) at once: it is there whole, or not at all.

    FileExistsError when something stands at `path`. A kill leaves at most a sibling named as `UNFINISHED` says.
    """
    import shutil
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=UNFINISHED[0], suffix=UNFINISHED[1]))
    try:
        folders = {temporary.joinpath(*PurePosixPath(name).parts[:-1]) for name in contents}
        folders |= {above for each in folders for above in each.parents if above.is_relative_to(temporary)}
        for each in sorted(folders):
            # Only here are folders made: whoever clears this one away meanwhile stops the write, and halves nothing.
            if each != temporary:
                each.mkdir()
            each.chmod(0o755)
        for name, content in contents.items():
            with temporary.joinpath(*PurePosixPath(name).parts).open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for each in folders:
            _sync(each)
        if os.path.lexists(path):
            raise FileExistsError(path)
        # Onto a folder that holds anything the system refuses to rename, so a race has one winner.
        temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    _sync(path.parent)


def unfinished_names(parent: Path) -> list[str]:
    """The names of what kills of `write_folder` left in a folder."""
    try:
        names = sorted(entry.name for entry in parent.iterdir())
    except OSError:
        return []
    return [name for name in names if name.startswith(UNFINISHED[0]) and name.endswith(UNFINISHED[1])]


def clear_unfinished(parent: Path) -> list[str]:
    """Remove what kills left in a folder, and say what. A write that goes on at the same time fails, whole."""
    import shutil

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
        shutil.rmtree(claimed, ignore_errors=True)
        removed.append(name)
    return removed


def _sync(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can be asked to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
