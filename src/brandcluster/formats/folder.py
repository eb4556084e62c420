"""Reading: the one door through which the program looks at files of a dossier, of its outputs, and that a caller names.

A dossier comes from strangers: a path in it may be absolute, climb out, be a link, a pipe, or a device. What is opened
is a regular file, read up to a limit; what was read is remembered, so that writing can tell whether it is still there
(`base/as_read`, `replacing`). `tests/whole/test_one_door.py` holds every other module to it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import Literal

from brandcluster.base.as_read import State, real_roots, remember, state_of
from brandcluster.base.digests import new_sha256
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.yaml.decoding import MAX_BYTES as MAX_BYTES

#: Why a path could not be used.
Refusal = Literal["missing", "outside", "not_a_file", "unreadable", "too_large"]
#: As much is read of a file that a caller names, or that stands where one is to be written.
MAX_NAMED = 64_000_000
#: As many names are looked at in one folder.
MAX_NAMES = 20_000
#: Up to here a file is hashed sooner by Python's own code than OpenSSL is loaded.
SMALL = 200_000

# ---- names ---------------------------------------------------------------------------------------------------

#: What Windows takes for a device wherever it stands in a path and whatever its ending.
_DEVICE = late_pattern(r"(?i)(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])[ ]*(?:\..*)?\Z")


def why_no_name(name: str) -> str:
    """Why a file or folder may not have a name on every system, in words that follow it; "" where it may."""
    if _DEVICE.match(name):
        return "是 Windows 的设备名，不能作文件名"
    if ":" in name:
        return "里有冒号，Windows 会写到别处去，不能作文件名"
    if name not in (".", "..") and name != name.rstrip(". "):
        return "以点或空格结尾，Windows 会改名，不能作文件名"
    return ""


# ---- files ---------------------------------------------------------------------------------------------------

#: Something that is no file.
_OTHER: State = (-1, -1)


def state_now(path: Path) -> State:
    """How a file is."""
    found = first_bytes(path, MAX_NAMED + 1)
    if found == "missing":
        return None
    if isinstance(found, bytes) and len(found) <= MAX_NAMED:
        return state_of(found)
    try:
        now = path.stat()
    except (OSError, ValueError):
        return _OTHER
    return (now.st_size, now.st_mtime_ns) if stat.S_ISREG(now.st_mode) else _OTHER


def stays_below(relative: str) -> bool:
    """Whether a path is one below the folder that it is put to, on every system, whatever stands there."""
    parts = _steps(relative)
    return (
        bool(parts)
        and not relative.startswith("/")
        and ".." not in parts
        and "\\" not in relative
        and "\0" not in relative
        and not any(why_no_name(part) for part in parts)
    )


def _steps(relative: str) -> tuple[str, ...]:
    return tuple(part for part in relative.split("/") if part not in ("", "."))


def resolve_file(root: Path, relative: str) -> Path | Refusal:
    """The regular file at `relative` below `root`, after links; or why there is none to use."""
    parts = _steps(relative)
    if not stays_below(relative):
        return "outside"
    try:
        found = _found_without_links(root, parts) or _found_behind_links(root, parts)
    except (FileNotFoundError, NotADirectoryError):
        remember(root.joinpath(*parts), None)
        return "missing"
    except (OSError, RuntimeError, ValueError):  # a loop of links is an OSError or, before 3.13, a RuntimeError
        return "unreadable"
    if found[0] is None:
        return "outside"
    return found[0] if stat.S_ISREG(found[1]) else "not_a_file"


def resolve_root(root: Path) -> None:
    """Look up where a dossier's folder is, for all files that are read in it until it is looked up again."""
    try:
        real_roots[root] = os.path.realpath(root, strict=True)
    except (OSError, RuntimeError, ValueError):
        real_roots.pop(root, None)


def _found_without_links(root: Path, parts: tuple[str, ...]) -> tuple[Path, int] | None:
    """What stands below `root`, and its mode; None where a link is on the way: a third of the time of following it."""
    real = real_roots.get(root)
    if real is None or os.name == "nt":  # Windows has links that look like folders, and names of two spellings
        return None
    mode = stat.S_IFDIR
    for part in parts:
        real = f"{real}{os.sep}{part}"
        mode = os.lstat(real).st_mode
        if stat.S_ISLNK(mode):
            return None
    return Path(real), mode


def _found_behind_links(root: Path, parts: tuple[str, ...]) -> tuple[Path | None, int]:
    """What `root` and a path below it lead to, links followed, and its mode; no path where that is outside."""
    real = root.joinpath(*parts).resolve(strict=True)
    mode = real.stat().st_mode
    return real if real.is_relative_to(root.resolve(strict=True)) else None, mode


def read_bytes(root: Path, relative: str, limit: int = MAX_BYTES) -> bytes | Refusal:
    """The bytes of a file below `root`; anything but a regular file inside it is refused without being opened."""
    path = resolve_file(root, relative)
    if not isinstance(path, Path):
        return path
    content = first_bytes(path, limit + 1, real=True)
    return "too_large" if isinstance(content, bytes) and len(content) > limit else content


def first_bytes(path: Path, most: int, *, real: bool = False) -> bytes | Refusal:
    """At most so many bytes of a regular file that a caller named; a pipe or device is not opened, or not read.

    `real`: no link is in the path.
    """
    try:
        with opened(path) as stream:
            content = stream.read(most)
    except (FileNotFoundError, NotADirectoryError):
        remember(path, None)
        return "missing"
    except IsADirectoryError:
        return "not_a_file"
    except (OSError, RuntimeError, ValueError):
        return "unreadable"
    if len(content) < most:
        remember(path, state_of(content), real=real)
    return content


def regular_bytes(path: Path, limit: int = MAX_NAMED) -> bytes | None:
    """The bytes of a regular file that a caller named; None for a pipe, a device, a folder, and what is too large."""
    content = first_bytes(path, limit + 1)
    return content if isinstance(content, bytes) and len(content) <= limit else None


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """A regular file to read from. IsADirectoryError for what is none; opening never waits for a pipe's other end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise IsADirectoryError(path)
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):  # changed places since it was looked at
            raise IsADirectoryError(path)
        yield stream


def _digest_of(stream: BufferedReader) -> str:
    found = new_sha256()
    while block := stream.read(1 << 18):
        found.update(block)
    return found.hexdigest()


def file_digest(root: Path, relative: str, limit: int) -> str | None:
    """The SHA-256 of a file below `root`, read piece by piece; None where it is not there, too large, or unreadable."""
    path = resolve_file(root, relative)
    if not isinstance(path, Path):
        return None
    try:
        size = path.stat().st_size
        if size > limit:
            return None
        with opened(path) as stream:
            if size <= SMALL:
                return _digest_of(stream)
            import hashlib

            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


# ---- folders -------------------------------------------------------------------------------------------------


def names_in(root: Path, relative: str = ".", most: int = MAX_NAMES) -> list[str] | Refusal:
    """The names in a folder at or below `root`, sorted, at most so many; a link that leads out is not followed."""
    path = root / relative
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return "outside"
        with os.scandir(path) as entries:
            return sorted(entry.name for entry in islice(entries, most))
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except (OSError, RuntimeError, ValueError):
        return "unreadable"


def names_like(pattern: str, most: int = MAX_NAMES) -> list[str]:
    """The paths that a pattern with `*` and `?` stands for, sorted; other characters mean themselves."""
    from glob import iglob

    try:
        return sorted(islice(iglob(pattern.replace("[", "[[]")), most))  # noqa: PTH207  # it may be absolute
    except (OSError, ValueError):
        return []


def files_below(folder: Path, most: int = MAX_NAMES) -> list[str]:
    """The files (and links) below a folder by their paths in it, sorted; links to folders are not followed."""
    found: list[str] = []
    waiting = [""]
    while waiting and len(found) < most:
        below = waiting.pop()
        try:
            with os.scandir(folder / below) as entries:
                for entry in islice(entries, most):
                    name = f"{below}{entry.name}"
                    waiting += [f"{name}/"] if entry.is_dir(follow_symlinks=False) else []
                    found += [] if entry.is_dir(follow_symlinks=False) else [name]
        except OSError:
            continue
    return sorted(found)
