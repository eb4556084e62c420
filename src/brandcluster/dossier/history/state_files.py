"""Where in a repository or below a folder the dossiers stand, and which of their files differ between two states."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from brandcluster.dossier.files import ENTERPRISES_FOLDER, FILES, HEADER
from brandcluster.dossier.history.commits import MAX_DOCUMENT, is_source
from brandcluster.formats import git
from brandcluster.formats.folder import regular_bytes
from brandcluster.formats.git import Blob

if TYPE_CHECKING:
    from brandcluster.dossier.history.changes import Kind

EVIDENCE = "evidence/"
#: Documents of the working tree up to this size are held against the commit's byte for byte; of larger ones the size:
#: no two scans of that size have the same, and reading all of them would take longer than the rest.
READ = 1_000_000
_KNOWN = frozenset(kind.path for kind in FILES)


def dossier_homes(folder: Path, states: Iterable[Mapping[str, Blob] | None]) -> list[str]:
    """The folders of all dossiers in some states (None: the working tree), by their paths from a folder, "" for itself.

    A dossier is where a dossier.yaml is in one of the states; the folder itself is one with any file of a dossier.
    What stands below a dossier is part of it.
    """
    found: set[str] = set()
    for files in states:
        if files is None:
            found.update(_here(folder))
            continue
        found.update(name[: -len(HEADER)].rstrip("/") for name in files if name.rpartition("/")[2] == HEADER)
        if makes_a_dossier(files):
            found.add("")
    return sorted(home for home in found if not _is_inside(home, found))


def files_by_home(files: Mapping[str, Blob], homes: list[str]) -> dict[str, dict[str, Blob]]:
    """The files of each dossier, by their paths inside it."""
    found: dict[str, dict[str, Blob]] = {home: {} for home in homes}
    for name, blob in files.items():
        parts = name.split("/")
        for depth in range(len(parts)):
            home = "/".join(parts[:depth])
            if home in found:
                found[home]["/".join(parts[depth:])] = blob
                break
    return found


def makes_a_dossier(files: Mapping[str, Blob]) -> bool:
    """Whether these files (by their paths inside a folder) make it a dossier."""
    return not _KNOWN.isdisjoint(files)


def is_evidence(path: str) -> bool:
    """Whether a file is a document of the dossier, and not one of its sources."""
    return path.startswith(EVIDENCE) and not is_source(path)


def touched_files(was: Mapping[str, Blob], now: Mapping[str, Blob]) -> dict[str, Kind]:
    """The sources and documents of a dossier that are others now, and how."""
    found: dict[str, Kind] = {}
    for path in was.keys() | now.keys():
        if was.get(path) != now.get(path) and (is_source(path) or is_evidence(path)):
            found[path] = "added" if path not in was else "removed" if path not in now else "changed"
    return found


def present_files(repo: git.Repository, root: Path, was: Mapping[str, Blob]) -> dict[str, Blob]:
    """The files of a dossier in the working tree; one that is the same as in a commit is the same blob.

    Line ends that git changed on the way make no other file.
    """
    found: dict[str, Blob] = {}
    for path, entry in _files(root):
        if path.startswith(f"{ENTERPRISES_FOLDER}/") or not (is_source(path) or is_evidence(path)):
            continue
        known = was.get(path)
        found[path] = known if known is not None and _is(repo, entry, path, known) else Blob("", None)
    return found


def _is(repo: git.Repository, entry: os.DirEntry[str], path: str, known: Blob) -> bool:
    """Whether a file of the working tree is what a commit has at its path."""
    try:
        if entry.is_symlink():
            return known.is_link and git.object_name(repo, os.fsencode(Path(entry.path).readlink())) == known.object
        size = entry.stat().st_size
        if known.is_link or size > (MAX_DOCUMENT if is_source(path) else READ):
            return not known.is_link and size == known.size
        content = regular_bytes(Path(entry.path), READ)
    except OSError:
        return False
    if content is None:
        return False
    plain = content.replace(b"\r\n", b"\n")
    return known.object in (git.object_name(repo, content), git.object_name(repo, plain))


def _files(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder by its path from there, hidden folders left out, links not followed."""
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            entries = sorted(os.scandir(root / below), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                waiting += [] if entry.name.startswith(".") else [f"{path}/"]
            elif entry.is_symlink() or entry.is_file():
                yield path, entry


def _here(folder: Path) -> Iterator[str]:
    """The dossiers of the working tree below a folder; other repositories below it are none of its business."""
    if any(os.path.lexists(folder / path) for path in _KNOWN):
        yield ""
    for here, names, found in os.walk(folder):
        path = Path(here)
        if path != folder and os.path.lexists(path / ".git"):
            names.clear()
        elif HEADER in found:
            place = path.relative_to(folder).as_posix()
            yield "" if place == "." else place
            names.clear()
        names[:] = sorted(name for name in names if not name.startswith("."))


def _is_inside(home: str, homes: set[str]) -> bool:
    parts = home.split("/") if home else []
    return any("/".join(parts[:depth]) in homes for depth in range(len(parts)))
