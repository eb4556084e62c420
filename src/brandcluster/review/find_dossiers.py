"""Dossiers below some folders, however deep, each once and in one order.

The copies that a seal keeps are no dossiers, nor is anything in a dossier's own folders; links and hidden folders are
passed by. A dossier that stands beside these inside another one is found, so that a stray file hides nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from brandcluster.dossier.files import ENTERPRISES_FOLDER, FILES, PILOT_FOLDER, SEALED_FOLDER, STATISTICS_FOLDER

#: So deep a folder below the named one is still looked into.
MAX_DEPTH = 24
#: So many folders are looked into, and so many dossiers taken; beyond it the search ends and says so.
MAX_FOLDERS = 50_000
MAX_DOSSIERS = 2_000
_MARKS = tuple(kind.path for kind in FILES if kind.required)
#: The folders of a dossier itself.
_OWN = frozenset(("application", ENTERPRISES_FOLDER, "evidence", "out", PILOT_FOLDER, SEALED_FOLDER, STATISTICS_FOLDER))


@dataclass(frozen=True, slots=True)
class Found:
    """One dossier: as the caller would name it, what to call its files in an output folder, and where it is."""

    name: str
    key: str
    path: Path


@dataclass(slots=True)
class Search:
    """What a search gave: the dossiers, those that stand inside another one, and in words what was not looked into."""

    found: list[Found] = field(default_factory=list)
    within: list[Found] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    folders: int = 0


def find_dossiers(roots: list[str]) -> Search:
    """The dossiers in and below the named folders, sorted by path within each."""
    result = Search()
    seen: set[Path] = set()
    several = len(roots) > 1
    for name in roots:
        root = Path(name)
        above = root.resolve().name if several else ""
        for relative, within in _below(root, result):
            path = root / relative
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            inside = relative.as_posix() if relative.parts else real.name or "dossier"
            key = f"{above}/{inside}" if above and relative.parts else inside
            result.found.append(Found(path.as_posix(), key, path))
            result.within += [result.found[-1]] if within else []
    result.found = _unique(result.found)
    return result


def _below(root: Path, result: Search) -> list[tuple[Path, bool]]:
    """The dossiers below one folder, as paths relative to it, and whether each stands inside another."""
    found: list[tuple[Path, bool]] = []
    waiting: list[tuple[Path, int, bool]] = [(Path(), 0, False)]
    while waiting:
        relative, depth, within = waiting.pop()
        path = root / relative
        if len(result.found) + len(found) >= MAX_DOSSIERS or result.folders >= MAX_FOLDERS:
            result.skipped.append(f"文件夹太多，只看了前 {result.folders} 个、{len(found)} 份材料；请分几次看。")
            break
        result.folders += 1
        if depth and _is_a_seals_copy(path):
            continue
        is_one = holds_dossier(path)
        if is_one:
            found.append((relative, within))
        names = [name for name in _folders(path, result) if not (is_one and name in _OWN)]
        if depth < MAX_DEPTH:
            waiting.extend((relative / name, depth + 1, within or is_one) for name in reversed(names))
        elif names:
            result.skipped.append(f"“{path.as_posix()}”太深，里面没有看。")
    return found


def _is_a_seals_copy(path: Path) -> bool:
    """Whether a folder is what a seal keeps, also where the dossier around it has lost its own files."""
    if path.name != "files":  # what reads seals is imported only where there may be one
        return False
    from brandcluster.dossier.history.seals import is_a_copy

    return is_a_copy(path)


def holds_dossier(path: Path) -> bool:
    """Whether a folder holds a file that every dossier has."""
    return any(os.path.lexists(path / mark) for mark in _MARKS)


def enclosing_dossier(path: Path) -> Path | None:
    """The dossier that a path is or lies in; None when it lies in none. OSError, RuntimeError and ValueError are those
    of a path that no system takes."""
    place = path.resolve()
    return next((above for above in (place, *place.parents) if holds_dossier(above)), None)


def _folders(path: Path, result: Search) -> list[str]:
    """The names of the folders in a folder that a search goes into, sorted."""
    try:
        with os.scandir(path) as entries:
            return sorted(entry.name for entry in entries if _is_plain_folder(entry))
    except OSError:
        result.skipped.append(f"“{path.as_posix()}”打不开，里面没有看。")
        return []


def _is_plain_folder(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return False
    junction = getattr(entry, "is_junction", None)  # came with Python 3.12
    try:
        return entry.is_dir(follow_symlinks=False) and not (junction is not None and junction())
    except OSError:
        return False


def _unique(found: list[Found]) -> list[Found]:
    """No two with one key: a later one gets a number."""
    taken: set[str] = set()
    result = []
    for each in found:
        key, number = each.key, 1
        while key.casefold() in taken:
            number += 1
            key = f"{each.key}-{number}"
        taken.add(key.casefold())
        result.append(Found(each.name, key, each.path))
    return result
