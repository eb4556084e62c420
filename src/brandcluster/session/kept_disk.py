"""A folder as it was at the last look: names, sizes and times of everything in it, and what was read since.

Between two looks nothing is asked of the disk that the last look has answered, so that all who ask get one answer. A
link, and whatever else cannot be told from the look alone, is asked for each time.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar, cast

from brandcluster.base.as_read import forget
from brandcluster.formats import folder
from brandcluster.formats.folder import Refusal
from brandcluster.formats.folder_view import Disk, Kind, kind_of_mode

T = TypeVar("T")
#: What belongs to git is not looked at: it is large, and no file of a dossier stands there.
HIDDEN = ".git"
#: What changes there with each commit, and while a merge waits for a person.
HISTORY = ("HEAD", "logs/HEAD", "refs/heads", "packed-refs", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD")
MOST_NAMED = 5_000
#: A file that changed so short a time before it was looked at may change again without a change of its time.
RACY = 2_000_000_000
#: Larger ones are read each time.
KEPT_BYTES = 4_000_000
#: Some systems find a file under other letters than its name's.
_ANY_CASE = sys.platform in ("win32", "darwin")


class Seen(NamedTuple):
    """How something was: what it is, and what no change of a file leaves as it was."""

    kind: Kind
    size: int
    modified: int
    changed: int
    number: int


class KeptDisk(Disk):
    """What stands below a root as of the last `look`."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._seen: dict[str, Seen] = {}
        self._names: dict[str, list[str]] = {}
        self._contents: dict[str, bytes] = {}
        self._digests: dict[tuple[str, int], str | None] = {}
        self._unkept: set[str] = set()
        self._racy: set[str] = set()
        self._of_git: dict[tuple[Callable[[Path, str], object], str], object] = {}
        self._history: tuple[int | None, ...] = ()
        #: Whether a commit or a merge came between the last two looks.
        self.went_on = False
        self._versions: dict[str, int] = {}
        self._looks = 0
        self._whole = True
        self.look()

    def look(self) -> frozenset[str]:
        """Look again: the paths of the files that came, went or changed since the last look."""
        before, texts, digests = self._seen, self._contents, self._digests
        self._seen, self._names = {}, {}
        self._walk()
        changed = {path for path in before.keys() | self._seen if before.get(path) != self._seen.get(path)}
        changed = {path for path in changed if not _are_folders(before.get(path), self._seen.get(path))}
        unsure = self._racy - changed
        self._contents = {path: text for path, text in texts.items() if path not in changed | unsure}
        self._digests = {asked: text for asked, text in digests.items() if asked[0] not in changed | unsure}
        changed |= {path for path in unsure & texts.keys() if self.read(path, KEPT_BYTES) != texts[path]}
        changed |= {asked[0] for asked in digests if asked[0] in unsure and self.digest(*asked) != digests[asked]}
        changed |= unsure & self._unkept
        self._unkept -= changed
        now = time.time_ns()
        self._racy = {path for path, seen in self._seen.items() if seen.kind == "file" and _last(seen) > now - RACY}
        history = _history_of(self.root)
        self.went_on, self._history = history != self._history, history
        if self.went_on:
            self._of_git.clear()
        for path in changed:
            forget(self.root / path)
        self._looks += 1
        self._versions = {path: number for path, number in self._versions.items() if path in self._seen}
        self._versions |= dict.fromkeys(changed & self._seen.keys(), self._looks)
        return frozenset(changed)

    def from_git(self, ask: Callable[[Path, str], T], path: str) -> T:
        """What a function makes of the history of a file; asked anew once a commit or a merge came to it."""
        if (ask, path) not in self._of_git:
            self._of_git[ask, path] = super().from_git(ask, path)
        return cast("T", self._of_git[ask, path])

    def stamp(self, path: str) -> int | None:
        """A number that a file has as long as its content stays; None where that cannot be told."""
        name = self._plain(path)
        seen = self._seen.get(name) if name is not None else None
        return self._versions[name] if name is not None and seen is not None and seen.kind == "file" else None

    def stamps(self, path: str) -> tuple[tuple[str, Kind, int], ...]:
        """The same of everything below a folder."""
        home = "" if path == "." else f"{path}/"
        return tuple(
            (name, seen.kind, self._versions.get(name, 0))
            for name, seen in self._seen.items()
            if name == path or name.startswith(home)
        )

    def read(self, path: str, limit: int) -> bytes | Refusal:
        """The bytes of a regular file, as they were when they were first asked for after a change."""
        name = self._plain(path)
        seen = self._seen.get(name) if name is not None else None
        if name is None or (seen is not None and seen.kind not in ("file", "folder")):
            return super().read(path, limit)
        if seen is None:
            return super().read(path, limit) if self._unsure(name) else "missing"
        if seen.kind == "folder":
            return "not_a_file"
        content: bytes | Refusal | None = self._contents.get(name)
        if content is None:
            content = super().read(name, max(limit, min(seen.size, KEPT_BYTES)))
            if isinstance(content, bytes) and len(content) <= KEPT_BYTES:
                self._contents[name] = content
            else:
                self._unkept.add(name)
        return "too_large" if isinstance(content, bytes) and len(content) > limit else content

    def resolve(self, path: str) -> Path | Refusal:
        """The regular file behind a path."""
        name = self._plain(path)
        seen = self._seen.get(name) if name is not None else None
        if name is None or (seen is None and self._unsure(name)) or (seen and seen.kind not in ("file", "folder")):
            return super().resolve(path)
        if seen is None:
            return "missing"
        return self.root / name if seen.kind == "file" else "not_a_file"

    def digest(self, path: str, limit: int) -> str | None:
        """The SHA-256 of a regular file."""
        name = self._plain(path)
        seen = self._seen.get(name) if name is not None else None
        if name is None or seen is None or seen.kind != "file":
            return super().digest(path, limit)
        if (name, limit) not in self._digests:
            self._digests[name, limit] = super().digest(name, limit)
        return self._digests[name, limit]

    def names(self, path: str, most: int) -> list[str] | Refusal:
        """The names in a folder."""
        name = "" if path == "." else self._plain(path)
        if name is None or not self._whole:
            return super().names(path, most)
        if name in self._names:
            return self._names[name][:most]
        seen = self._seen.get(name)
        if (seen is None and not self._unsure(name)) or (seen is not None and seen.kind == "file"):
            return "missing"
        return super().names(path, most)

    def kind(self, path: str) -> Kind:
        """What stands at a path."""
        name = self._plain(path)
        seen = self._seen.get(name) if name is not None else None
        if name is None or (seen is None and self._unsure(name)):
            return super().kind(path)
        return seen.kind if seen is not None else None

    def is_folder(self, path: str) -> bool:
        """Whether a path leads to a folder, links followed."""
        name = self._plain(path)
        seen = self._seen.get(name) if name is not None else None
        if name is None or (seen is None and self._unsure(name)) or (seen is not None and seen.kind == "link"):
            return super().is_folder(path)
        return seen is not None and seen.kind == "folder"

    def _walk(self) -> None:
        waiting, left = [""], folder.MAX_NAMES
        self._whole = True
        while waiting:
            below = waiting.pop()
            try:
                with os.scandir(self.root / below) as found:
                    entries = sorted(islice(found, folder.MAX_NAMES + 1), key=lambda entry: entry.name)
            except OSError:
                self._whole = False  # whoever asks for it gets the system's answer
                continue
            left -= len(entries)
            if left < 0:
                self._whole = False
                return
            self._names[below] = [entry.name for entry in entries]
            for entry in entries:
                path = f"{below}/{entry.name}" if below else entry.name
                try:
                    now = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                kind = kind_of_mode(now.st_mode)
                self._seen[path] = Seen(kind, now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino)
                if kind == "folder" and entry.name != HIDDEN:
                    waiting.append(path)

    def _plain(self, path: str) -> str | None:
        """A path as the look knows it; None where it is not a plain one, or leads through what is not known."""
        if path in self._seen:
            return path
        if not folder.stays_below(path):
            return None
        parts = PurePosixPath(path).parts
        for end in range(1, len(parts)):
            seen = self._seen.get("/".join(parts[:end]))
            if seen is not None and (seen.kind == "link" or parts[end - 1] == HIDDEN):
                return None
        return "/".join(parts)

    def _unsure(self, name: str) -> bool:
        """Whether something may stand at a path that the look has not found there."""
        return not self._whole or _ANY_CASE


def _history_of(root: Path) -> tuple[int | None, ...]:
    """When what git keeps of commits and merges last changed; empty where there is no repository."""
    for folder_above in (root.absolute(), *root.absolute().parents):
        git = folder_above / HIDDEN
        if git.is_dir():
            return tuple(_changed(git / name) for name in HISTORY)
        named = folder.regular_bytes(git, MOST_NAMED)  # of a worktree: where it is kept
        if named is not None and named.startswith(b"gitdir:"):
            kept = folder_above / named[len(b"gitdir:") :].decode("utf-8", "replace").strip()
            return tuple(_changed(kept / name) for name in HISTORY)
    return ()


def _changed(path: Path) -> int | None:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116  # a path of git's, from a file of git's
    except (OSError, ValueError):
        return None


def _are_folders(one: Seen | None, other: Seen | None) -> bool:
    return all(each is None or each.kind == "folder" for each in (one, other))


def _last(seen: Seen) -> int:
    return max(seen.modified, seen.changed)
