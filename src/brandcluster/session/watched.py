"""A dossier that notes what is looked at: each file as it was read, each look at its folder."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.dossier.load import Dossier, ReadFile, load_dossier
from brandcluster.formats.folder import MAX_BYTES, MAX_NAMES, Refusal
from brandcluster.formats.folder_view import FolderView, Kind
from brandcluster.session.kept_disk import KeptDisk
from brandcluster.session.recollection import Recollection, Sight

K = TypeVar("K")
V = TypeVar("V")
#: What of a dossier is kept by file or by year.
_BY_FILE = ("contents", "documents", "statistics", "evaluations", "_written")


class KeptView(FolderView):
    """A folder with a disk that is kept, as it is looked at without a note."""

    def __init__(self, disk: KeptDisk, instead: dict[str, bytes]) -> None:
        super().__init__(disk, instead)
        self.kept_disk = disk

    def stamp(self, path: str, limit: int) -> int | bytes | Refusal:
        """What is the same as long as a file reads the same: a number, or what it reads as."""
        number = self.kept_disk.stamp(path) if self._text(path) is None else None
        return self.read(path, limit) if number is None else number

    def stamps(self, path: str) -> tuple[Any, ...]:
        """The same of everything below a folder."""
        home = "" if path == "." else f"{path}/"
        texts = {name: text for name, text in self.instead.items() if name.startswith(home)}
        return (*self.kept_disk.stamps(path), *sorted(texts.items()))


def watched_dossier(view: KeptView, read: ReadFile, memory: Recollection) -> Dossier:
    """The dossier in a folder as it is now; whatever is asked of it from then on is noted."""
    dossier = load_dossier(view.disk.root, files=view, read=read)
    for name in _BY_FILE:
        setattr(dossier, name, _Noted(name, getattr(dossier, name), memory))
    dossier.diagnostics = _NotedList(dossier.diagnostics, memory)
    dossier.files = NotedView(view, memory)
    dossier.kept = memory
    return dossier


# ---- what was read -------------------------------------------------------------------------------------------------

_ONE = Sight(lambda dossier, name, key: dict.get(getattr(dossier, name), key))
_KEYS = Sight(lambda dossier, name: tuple(dict.keys(getattr(dossier, name))))
_ALL = Sight(lambda dossier: tuple(list.__iter__(dossier.diagnostics)))


class _Noted(dict[K, V]):
    """A mapping of a dossier that notes which entries are looked at."""

    __slots__ = ("_memory", "_name")

    def __init__(self, name: str, entries: dict[K, V], memory: Recollection) -> None:
        super().__init__(entries)
        self._name = name
        self._memory = memory

    def _one(self, key: Any) -> Any:
        found = dict.get(self, key)
        self._memory.note(_ONE, (self._name, key), found)
        return found

    def _all(self) -> tuple[K, ...]:
        found = tuple(dict.keys(self))
        self._memory.note(_KEYS, (self._name,), found)
        return found

    def __getitem__(self, key: K) -> V:
        self._one(key)
        return super().__getitem__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        found = self._one(key)
        return default if found is None else found

    def __contains__(self, key: object) -> bool:
        return self._one(key) is not None

    def __iter__(self) -> Iterator[K]:
        return iter(self._all())

    def __reversed__(self) -> Iterator[K]:
        return reversed(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __bool__(self) -> bool:
        return bool(self._all())

    def __eq__(self, other: object) -> bool:
        return dict(self.items()) == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None  # as of a dict

    def keys(self) -> Any:
        return dict.fromkeys(self._all()).keys()

    def values(self) -> Any:
        return {key: self[key] for key in self._all()}.values()

    def items(self) -> Any:
        return {key: self[key] for key in self._all()}.items()

    def copy(self) -> dict[K, V]:
        return dict(self.items())

    def __or__(self, other: Any) -> Any:
        return self.copy() | other

    def __ror__(self, other: Any) -> Any:
        return other | self.copy()


class _NotedList(list[Diagnostic]):
    """A dossier's own diagnostics: whoever looks at one has looked at all."""

    __slots__ = ("_memory",)

    def __init__(self, entries: list[Diagnostic], memory: Recollection) -> None:
        super().__init__(entries)
        self._memory = memory

    def _noted(self) -> tuple[Diagnostic, ...]:
        found = tuple(list.__iter__(self))
        self._memory.note(_ALL, (), found)
        return found

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._noted())

    def __reversed__(self) -> Iterator[Diagnostic]:
        return iter(self._noted()[::-1])

    def __len__(self) -> int:
        return len(self._noted())

    def __bool__(self) -> bool:
        return bool(self._noted())

    def __contains__(self, each: object) -> bool:
        return each in self._noted()

    def __getitem__(self, at: Any) -> Any:
        return list(self._noted())[at]


# ---- the folder ----------------------------------------------------------------------------------------------------

_READ = Sight(lambda dossier, path, limit: dossier.files.plain.stamp(path, limit))
_RESOLVE = Sight(lambda dossier, path: dossier.files.plain.resolve(path))
_NAMES = Sight(lambda dossier, path, most: dossier.files.plain.names(path, most))
_KIND = Sight(lambda dossier, path: dossier.files.plain.kind(path))
_FOLDER = Sight(lambda dossier, path: dossier.files.plain.is_folder(path))
_GIT = Sight(lambda dossier, ask, path: dossier.files.plain.from_git(ask, path))
_BELOW = Sight(lambda dossier, path: dossier.files.plain.stamps(path))


class NotedView(FolderView):
    """A folder that notes each look at it."""

    def __init__(self, plain: KeptView, memory: Recollection) -> None:
        super().__init__(plain.disk, plain.instead)
        self.plain = plain
        self._memory = memory

    def read(self, path: str, limit: int = MAX_BYTES) -> bytes | Refusal:
        """The bytes of a file."""
        self._memory.note(_READ, (path, limit), self.plain.stamp(path, limit))
        return self.plain.read(path, limit)

    def digest(self, path: str, limit: int) -> str | None:
        """The SHA-256 of a file."""
        self._memory.note(_READ, (path, limit), self.plain.stamp(path, limit))
        return self.plain.digest(path, limit)

    def resolve(self, path: str) -> Path | Refusal:
        """The file behind a path."""
        return self._noted(_RESOLVE, (path,), self.plain.resolve(path))

    def names(self, path: str = ".", most: int = MAX_NAMES) -> list[str] | Refusal:
        """The names in a folder."""
        return self._noted(_NAMES, (path, most), self.plain.names(path, most))

    def kind(self, path: str) -> Kind:
        """What stands at a path."""
        return self._noted(_KIND, (path,), self.plain.kind(path))

    def is_folder(self, path: str) -> bool:
        """Whether a folder stands at a path."""
        return self._noted(_FOLDER, (path,), self.plain.is_folder(path))

    def from_git(self, ask: Callable[[Path, str], V], path: str) -> V:
        """What a function makes of the history of a file."""
        return self._noted(_GIT, (ask, path), self.plain.from_git(ask, path))

    def below(self, path: str) -> FolderView:
        """A folder inside: looks at it are not noted one by one, so all of it counts as looked at."""
        self._noted(_BELOW, (path,), self.plain.stamps(path))
        return self.plain.below(path)

    def with_texts(self, more: Mapping[str, bytes]) -> FolderView:
        """The same with further texts; all of the folder counts as looked at."""
        self._noted(_BELOW, (".",), self.plain.stamps("."))
        return self.plain.with_texts(more)

    def _noted(self, look: Sight, asked: tuple[Hashable, ...], answer: V) -> V:
        self._memory.note(look, asked, answer)
        return answer
