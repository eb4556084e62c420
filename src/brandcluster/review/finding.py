"""Dossiers below some folders, however deep, each once and in one order.

A dossier is not searched for others, so the sealed copies inside it are none; links and hidden folders are passed by.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from brandcluster.dossier import FILES

#: So deep a folder below the named one is still looked into.
MAX_DEPTH = 24
#: So many folders are looked into, and so many dossiers taken; beyond it the search ends and says so.
MAX_FOLDERS = 50_000
MAX_DOSSIERS = 2_000
_MARKS = tuple(path for path, _, _, required in FILES if required)


@dataclass(frozen=True, slots=True)
class Found:
    """One dossier: as the caller would name it, what to call its files in an output folder, and where it is."""

    name: str
    key: str
    path: Path


@dataclass(slots=True)
class Search:
    """What a search gave: the dossiers, and in words what was not looked into."""

    found: list[Found] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    folders: int = 0


def search(roots: list[str]) -> Search:
    """The dossiers in and below the named folders, sorted by path within each."""
    result = Search()
    seen: set[Path] = set()
    several = len(roots) > 1
    for name in roots:
        root = Path(name)
        above = root.resolve().name if several else ""
        for relative in _below(root, result):
            path = root / relative
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            inside = relative.as_posix() if relative.parts else real.name or "dossier"
            key = f"{above}/{inside}" if above and relative.parts else inside
            result.found.append(Found(path.as_posix(), key, path))
    result.found = _unique(result.found)
    return result


def _below(root: Path, result: Search) -> list[Path]:
    """The dossiers below one folder, as paths relative to it."""
    found: list[Path] = []
    waiting: list[tuple[Path, int]] = [(Path(), 0)]
    while waiting:
        relative, depth = waiting.pop()
        if len(result.found) + len(found) >= MAX_DOSSIERS or result.folders >= MAX_FOLDERS:
            result.notes.append(f"文件夹太多，只看了前 {result.folders} 个、{len(found)} 份材料；请分几次看。")
            break
        result.folders += 1
        if holds_dossier(root / relative):
            found.append(relative)
        elif depth < MAX_DEPTH:
            names = _folders(root / relative, result)
            waiting.extend((relative / name, depth + 1) for name in reversed(names))
        else:
            result.notes.append(f"“{(root / relative).as_posix()}”太深，里面没有看。")
    return found


def holds_dossier(path: Path) -> bool:
    """Whether a folder holds a file that every dossier has."""
    return any(os.path.lexists(path / mark) for mark in _MARKS)


def _folders(path: Path, result: Search) -> list[str]:
    """The names of the folders in a folder that a search goes into, sorted."""
    try:
        with os.scandir(path) as entries:
            return sorted(entry.name for entry in entries if _is_plain_folder(entry))
    except OSError:
        result.notes.append(f"“{path.as_posix()}”打不开，里面没有看。")
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
