"""A dossier's folder as it is looked at: what stands on the disk, with texts that are not saved yet in place of files.

Everything below goes through the door (`folder`); this only says what is to be read instead. Who keeps a folder in
memory (`session/`) puts what it remembers in the place of `Disk`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal, TypeVar

from brandcluster.formats import folder
from brandcluster.formats.folder import MAX_BYTES, MAX_NAMES, Refusal

T = TypeVar("T")
#: What stands at a path, links not followed; None for nothing.
Kind = Literal["file", "folder", "link", "other"] | None


class Disk:
    """What stands below a root, asked of the system each time."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str, limit: int) -> bytes | Refusal:
        """The bytes of a regular file."""
        return folder.read_bytes(self.root, path, limit)

    def resolve(self, path: str) -> Path | Refusal:
        """The regular file behind a path, after links."""
        return folder.resolve_file(self.root, path)

    def digest(self, path: str, limit: int) -> str | None:
        """The SHA-256 of a regular file."""
        return folder.file_digest(self.root, path, limit)

    def names(self, path: str, most: int) -> list[str] | Refusal:
        """The names in a folder, sorted."""
        return folder.names_in(self.root, path, most)

    def kind(self, path: str) -> Kind:
        """What stands at a path, links not followed."""
        try:
            return kind_of_mode(os.lstat(self.root / path).st_mode)
        except (OSError, ValueError):
            return None

    def is_folder(self, path: str) -> bool:
        """Whether a path leads to a folder, links followed."""
        return (self.root / path).is_dir()

    def from_git(self, ask: Callable[[Path, str], T], path: str) -> T:
        """What a function makes of the history of a file: of commits and merges, not of what stands here."""
        return ask(self.root, path)

    def below(self, path: str) -> Disk:
        """The same of a folder inside."""
        return Disk(self.root / path)


class FolderView:
    """The files of a folder; `instead` holds texts by their paths in it, as their bytes would stand in a file."""

    def __init__(self, disk: Disk, instead: Mapping[str, bytes] | None = None) -> None:
        self.disk = disk
        self.instead = instead or {}

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes | Refusal:
        """The bytes of a file; anything but a regular file inside the folder is refused without being opened."""
        text = self._text(path)
        if text is None:
            found = self.disk.read(path, limit)
            return "not_a_file" if found == "missing" and self._below(path) else found
        return text if len(text) <= limit else "too_large"

    def resolve(self, path: str) -> Path | Refusal:
        """The regular file behind a path, after links; or why there is none to use."""
        if self._text(path) is not None:
            return self.disk.root / path
        found = self.disk.resolve(path)
        return "not_a_file" if found == "missing" and self._below(path) else found

    def digest(self, path: str, limit: int) -> str | None:
        """The SHA-256 of a file; None where it is not there, too large, or unreadable."""
        text = self._text(path)
        if text is None:
            return self.disk.digest(path, limit)
        import hashlib

        return hashlib.sha256(text).hexdigest() if len(text) <= limit else None

    def names(self, path: str = ".", most: int = MAX_NAMES) -> list[str] | Refusal:
        """The names in a folder, sorted, at most so many; a link that leads out is not followed."""
        there = self.disk.names(path, most)
        more = self._below(path)
        if not more or there in ("outside", "unreadable"):
            return there
        return sorted({*(there if isinstance(there, list) else ()), *more})[:most]

    def exists(self, path: str) -> bool:
        """Whether anything stands at a path, be it a link that leads nowhere."""
        return self.kind(path) is not None

    def is_folder(self, path: str) -> bool:
        """Whether a folder stands at a path, links that stay inside followed."""
        try:
            return self.resolve(path) == "not_a_file" and (bool(self._below(path)) or self.disk.is_folder(path))
        except OSError:
            return False

    def kind(self, path: str) -> Kind:
        """What stands at a path, links not followed."""
        if self._text(path) is not None:
            return "file"
        return self.disk.kind(path) or ("folder" if self._below(path) else None)

    def from_git(self, ask: Callable[[Path, str], T], path: str) -> T:
        """What a function makes of the history of a file: of commits and merges, not of what stands here."""
        return self.disk.from_git(ask, path)

    def below(self, path: str) -> FolderView:
        """The same of a folder inside."""
        home = f"{path}/"
        inside = {name[len(home) :]: text for name, text in self.instead.items() if name.startswith(home)}
        return FolderView(self.disk.below(path), inside)

    def with_texts(self, more: Mapping[str, bytes]) -> FolderView:
        """The same with further texts in place of files."""
        return FolderView(self.disk, {**self.instead, **more})

    def _text(self, path: str) -> bytes | None:
        """What is to be read instead, under whatever spelling of the path."""
        if not self.instead:
            return None
        found = self.instead.get(path)
        return found if found is not None or "/" not in path else self.instead.get(PurePosixPath(path).as_posix())

    def _below(self, path: str) -> set[str]:
        """The names that texts have in a folder."""
        if not self.instead:
            return set()
        home = PurePosixPath(path).as_posix()
        home = "" if home == "." else f"{home}/"
        return {name[len(home) :].partition("/")[0] for name in self.instead if name.startswith(home)}


def kind_of_mode(mode: int) -> Kind:
    """What a mode of the system's says a thing is."""
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISDIR(mode):
        return "folder"
    return "link" if stat.S_ISLNK(mode) else "other"
