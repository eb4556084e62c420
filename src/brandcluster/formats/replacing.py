"""Writing: whole files and whole folders, each put in its place at once, and only over what was read.

What is to be written first waits beside its place under a name of ours. It then takes its place in one step that no
other program can come into: where the system can, the two exchange their names, so that what was displaced is in our
hand and is looked at once more. A kill leaves a file old or new, and at most something under a name of ours, which
the next run knows and clears away.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from brandcluster.base import as_read
from brandcluster.base.as_read import State, state_of
from brandcluster.formats import folder
from brandcluster.formats.remains import UNFINISHED, own_name, patiently, remove


class ChangedError(Exception):
    """A file is no longer what was read when it was to be replaced; nothing was done to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Waiting(NamedTuple):
    """Something to be written: where it waits, its place, and how the place was when it was read."""

    at: Path
    place: Path
    before: State
    content: bytes


# ---- one step ------------------------------------------------------------------------------------------------


#: What a rename is to do beside: refuse to replace, or exchange the two names (Linux's numbers, and macOS's).
_NO_REPLACE, _EXCHANGE = (4, 2) if sys.platform == "darwin" else (1, 2)
_UNKNOWN = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)


def rename_with(source: Path, target: Path, flag: int) -> bool:
    """Rename in one step as `flag` says; False where the system or the disk cannot, OSError where it will not."""
    call = _rename_call()
    if call is None:
        return False
    if call(os.fsencode(source), os.fsencode(target), flag) == 0:
        return True
    import ctypes

    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(target))


@cache
def _rename_call() -> Callable[[bytes, bytes, int], int] | None:
    """The system's own call; None where it has none."""
    if sys.platform == "win32":
        return None
    import ctypes

    here = -2 if sys.platform == "darwin" else -100  # AT_FDCWD
    name = "renameatx_np" if sys.platform == "darwin" else "renameat2"
    try:
        function = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return None
    function.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]

    def call(source: bytes, target: bytes, flag: int) -> int:
        return int(function(here, source, here, target, flag))

    return call


def _put_new(waiting: Path, place: Path) -> None:
    """Give something a name that nothing has. FileExistsError where something has it by now."""
    if patiently(lambda: rename_with(waiting, place, _NO_REPLACE)):
        return
    if os.path.lexists(place):
        raise FileExistsError(place)
    patiently(lambda: waiting.rename(place))  # Windows refuses by itself where something stands there


def _put_over(waiting: Path, place: Path) -> Path | None:
    """Put something in the place of what is there; where that is now, None where the system does not keep it."""
    if patiently(lambda: rename_with(waiting, place, _EXCHANGE)):
        return waiting
    kept = place.with_name(own_name(UNFINISHED[0] if waiting.is_dir() else "."))
    if waiting.is_dir():  # no system replaces a folder that holds something
        patiently(lambda: place.rename(kept))
        try:
            patiently(lambda: waiting.rename(place))
        except OSError:
            patiently(lambda: kept.rename(place))
            raise
        return kept
    try:
        os.link(place, kept)
    except OSError:  # a disk that knows no second names
        patiently(lambda: waiting.replace(place))
        return None
    try:
        patiently(lambda: waiting.replace(place))
    except OSError:
        remove(kept)
        raise
    return kept


# ---- files ---------------------------------------------------------------------------------------------------


def stage_file(path: Path, content: bytes, made: list[Path]) -> Waiting:
    """Write `content` beside `path`, on the disk and ready to be put in its place; folders made are added to `made`.

    A file that is there lends its permissions, a new one gets what the system gives new files.
    """
    before = as_read.state_when_read(path, folder.state_now(path))
    make_folders(path.parent, made)
    temporary = path.with_name(own_name())
    try:
        _write_new(temporary, content)
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode) & 0o777)
    except BaseException:
        remove(temporary)
        raise
    return Waiting(temporary, path, before, content)


def make_folders(path: Path, made: list[Path]) -> None:
    """Make a folder and those above it; the new ones are added to `made`, the outermost first."""
    with suppress(FileNotFoundError, NotADirectoryError):
        path.stat()  # what no system takes (a path that is too long) is refused before anything is made
    missing = list(takewhile(lambda each: not each.exists(), (path, *path.parents)))
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        made.append(each)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def unmake_folders(made: list[Path]) -> None:
    """Remove folders that were made for nothing; one that somebody else has filled meanwhile stays."""
    for each in reversed(made):
        with suppress(OSError):
            each.rmdir()


def refuse_changed(waiting: Waiting) -> None:
    """ChangedError where a place is no longer as it was read (or already as it is to be)."""
    if folder.state_now(waiting.place) not in (waiting.before, state_of(waiting.content)):
        raise ChangedError(waiting.place)


def put_file(waiting: Waiting) -> Path | None:
    """Put a file in its place, which was compared just before. ChangedError where something else stands there.

    What it displaced is compared once more: where that was newer, it is kept beside, and this is its name.
    """
    place = waiting.place
    if folder.state_now(place) is None:
        try:
            _put_new(waiting.at, place)
        except FileExistsError:
            raise ChangedError(place) from None
        as_read.remember(place, state_of(waiting.content), anew=True)
        return None
    there = _put_over(waiting.at, place)
    as_read.remember(place, state_of(waiting.content), anew=True)
    if there is None:
        return None
    if folder.state_now(there) in (waiting.before, state_of(waiting.content)):
        remove(there)
        return None
    return _keep_beside(there, place)


def _keep_beside(displaced: Path, place: Path) -> Path:
    """Give what was displaced a name of its own beside what displaced it."""
    number = 1
    while True:
        kept = place.with_name(f"{place.stem}-别人改的{number if number > 1 else ''}{place.suffix}")
        try:
            _put_new(displaced, kept)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
            number += 1
            continue
        return kept


def open_to_write(path: Path) -> None:
    """Try whether a regular file could be written to. PermissionError where another program or a mark forbids it."""
    os.close(os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0)))


def append_text(path: Path, text: str) -> None:
    """Add text to the end of a regular file that the caller's environment names. OSError where that cannot be done."""
    if path.exists() and not path.is_file():
        raise IsADirectoryError(path)
    with path.open("a", encoding="utf-8", errors="replace") as stream:
        stream.write(text)


def _write_new(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


# ---- folders -------------------------------------------------------------------------------------------------


class WaitingFolder(NamedTuple):
    """A folder to be written: where it waits, its place, and what was in the place, file by file."""

    at: Path
    place: Path
    before: dict[str, State]


def write_folder(path: Path, contents: Mapping[str, bytes]) -> None:
    """Make the folder `path` with these files (by relative path) at once: it is there whole, or not at all.

    FileExistsError when something stands at `path`. A kill leaves at most a sibling named as `UNFINISHED` says.
    """
    made: list[Path] = []
    try:
        waiting = stage_folder(path, contents, made)
        try:
            if os.path.lexists(path):
                raise FileExistsError(path)
            # Onto a folder that holds anything the system refuses to rename, so a race has one winner.
            _put_new(waiting.at, path)
        except BaseException:
            remove(waiting.at)
            raise
    except BaseException:
        unmake_folders(made)
        raise
    _sync(path.parent)


def stage_folder(path: Path, contents: Mapping[str, bytes], made: list[Path]) -> WaitingFolder:
    """Write a folder beside its place, on the disk and ready to be put there."""
    before = folder_state(path)
    make_folders(path.parent, made)
    temporary = path.with_name(own_name(UNFINISHED[0]))
    try:
        temporary.mkdir(0o700)
        folders = {temporary.joinpath(*PurePosixPath(name).parts[:-1]) for name in contents}
        folders |= {above for each in folders for above in each.parents if above.is_relative_to(temporary)}
        for each in sorted(folders):
            # Only here are folders made: whoever clears this one away meanwhile stops the write, and halves nothing.
            if each != temporary:
                each.mkdir()
            each.chmod(0o755)
        for name, content in contents.items():
            _write_new(temporary.joinpath(*PurePosixPath(name).parts), content)
        for each in folders:
            _sync(each)
    except BaseException:
        remove(temporary)
        raise
    return WaitingFolder(temporary, path, before)


def folder_state(path: Path) -> dict[str, State]:
    """How every file below a folder was when it was read, or is."""
    return {
        name: as_read.state_when_read(path / name, folder.state_now(path / name)) for name in folder.files_below(path)
    }


def put_folder(waiting: WaitingFolder) -> Path | None:
    """Put a folder in its place as `put_file` does a file; a folder that a person changed meanwhile is kept beside."""
    place = waiting.place
    if not os.path.lexists(place):
        try:
            _put_new(waiting.at, place)
        except FileExistsError:
            raise ChangedError(place) from None
        return None
    # What is no folder was none when the writing began: nobody asked to replace it.
    if place.is_symlink() or not place.is_dir() or not _is_as_before(place, waiting.before):
        raise ChangedError(place)
    there = _put_over(waiting.at, place)
    _sync(place.parent)
    if there is None or _is_as_before(there, waiting.before):
        remove(there or waiting.at)
        return None
    return _keep_beside(there, place)


def _is_as_before(path: Path, before: dict[str, State]) -> bool:
    """Whether nothing below a folder is newer than what was read; what was taken away is no loss of ours."""
    now = {name: folder.state_now(path / name) for name in folder.files_below(path)}
    return all(before.get(name, (-2, 0)) == state for name, state in now.items())


def _sync(path: Path) -> None:
    """Have the names in a folder on the disk, where the system can be asked to."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
