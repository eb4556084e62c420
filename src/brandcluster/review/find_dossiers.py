"""Dossiers below some folders, however deep, each once and in one order.

The copies that a seal keeps are no dossiers, nor is anything in a dossier's own folders; links and hidden folders are
passed by. A dossier that stands beside these inside another one is found, so that a stray file hides nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from brandcluster.formats.folder import regular_bytes
from brandcluster.papers.forms.dossier_copy import COPY
from brandcluster.review.given import (
    CARRIED,
    MARKS,
    OWN,
    ZIP,
    GivenPlace,
    GivenSource,
    commit_tree,
    is_sealed_place,
    is_word,
    places_in,
    why_unread,
    zip_tree,
)

#: So deep a folder below the named one is still looked into.
MAX_DEPTH = 24
#: So many folders are looked into, and so many dossiers taken; beyond it the search ends and says so.
MAX_FOLDERS = 50_000
MAX_DOSSIERS = 2_000
#: The list of hashes of a package, by which two copies of one are known.
_HASHES = "归档/SHA256.txt"


@dataclass(frozen=True, slots=True)
class Found:
    """One dossier: as the caller would name it, what to call its files in an output folder, and where it is."""

    name: str
    key: str
    path: Path
    source: GivenSource | None = None


@dataclass(slots=True)
class Search:
    """What a search gave: the dossiers, those that stand inside another one, and in words what was not looked into."""

    found: list[Found] = field(default_factory=list)
    within: list[Found] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    folders: int = 0


def find_dossiers(roots: list[str], at: str | None = None) -> Search:
    """The dossiers in and below the named folders and zips, sorted by path within each; `at`: as they are in a
    commit of the repository that each folder is in."""
    result = Search()
    seen: set[Path] = set()
    several = len(roots) > 1
    for name in roots:
        root = Path(name)
        if at is not None or root.is_file():
            _of_list(root, root, result, at)
            continue
        if (root / "HEAD").is_file() and (root / "objects").is_dir():
            result.skipped.append(f"“{name}”是没有检出文件的 git 仓库；加 --at HEAD 看最新的提交。")
            continue
        above = root.resolve().name if several else ""
        for each in _below(root, result):
            path = root / each.relative
            if each.archive:
                _of_list(path, each.relative, result, None)
                continue
            real = path.resolve()
            if real in seen:
                continue
            seen.add(real)
            inside = each.relative.as_posix() if each.relative.parts else real.name or "dossier"
            key = f"{above}/{inside}" if above and each.relative.parts else inside
            shown = f"{path.as_posix()}（只有 Word 表）" if each.source is not None and each.source.words else ""
            result.found.append(Found(shown or path.as_posix(), key, path, each.source))
            result.within += [result.found[-1]] if each.within else []
    result.found = _unique(result.found)
    return result


# ---- zips and commits ----------------------------------------------------------------------------------------


def _of_list(path: Path, relative: Path, result: Search, at: str | None) -> None:
    """The dossiers of a zip, or of a folder in a commit, by their names in it."""
    shown = f"{path.as_posix()}@{at}" if at is not None else path.as_posix()
    with commit_tree(path, at) if at is not None else zip_tree(path) as tree:
        if isinstance(tree, str):
            result.skipped.append(f"“{shown}”{tree}。")
            return
        places, unread = places_in(tree.names)
    stem = relative.with_suffix("").as_posix() if at is None else relative.resolve().name or "dossier"
    result.skipped += [f"“{shown}”里的“{name}”{why}。" for name, why in unread.items()]
    if not places:
        result.skipped.append(f"“{shown}”里没有申报材料（dossier.yaml，或填好的申报书、推荐表）。")
    for place in places:
        source = GivenSource(
            "zip" if at is None else "git", path, place.inside, place.package, place.words, "" if at is None else at
        )
        result.found.append(Found(_name(shown, place), _key(stem, place, single=len(places) == 1), path, source))


def _name(shown: str, place: GivenPlace) -> str:
    inside = place.words[0].rpartition("/")[0] if place.words else place.inside
    return (f"{shown}/{inside}" if inside else shown) + ("（只有 Word 表）" if place.words else "")


def _key(stem: str, place: GivenPlace, *, single: bool) -> str:
    """What a dossier of a zip is called: as the zip where it is the only one."""
    inside = place.words[0].rpartition("/")[0] if place.words else place.package or place.inside
    return stem if single or not inside else f"{stem}/{inside}"


# ---- folders -------------------------------------------------------------------------------------------------


class _Below(NamedTuple):
    """Something found below a folder: a dossier, a folder of Word forms, or a zip."""

    relative: Path
    within: bool = False
    source: GivenSource | None = None
    archive: bool = False


def _below(root: Path, result: Search) -> list[_Below]:
    """The dossiers below one folder, with paths relative to it, and whether each stands inside another."""
    found: list[_Below] = []
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
        names, files = _entries(path, result)
        is_one = holds_dossier(path)
        packed = not is_one and COPY in names and holds_dossier(path / COPY)
        if is_one:
            found.append(_Below(relative, within, _package_around(path)))
        elif not packed and not within:
            found += _loose(root, relative, names, files, result)
        names = [name for name in names if not (is_one and name in OWN) and not (packed and name in CARRIED)]
        if depth < MAX_DEPTH:
            waiting.extend((relative / name, depth + 1, within or is_one) for name in reversed(names))
        elif names:
            result.skipped.append(f"“{path.as_posix()}”太深，里面没有看。")
    return found


def _package_around(path: Path) -> GivenSource | None:
    """A dossier that stands in a package is held against it."""
    real = path.resolve()
    if real.name != COPY or not os.path.lexists(real.parent / _HASHES):
        return None
    return GivenSource("folder", real.parent, COPY, "")


def _loose(root: Path, relative: Path, names: list[str], files: list[str], result: Search) -> list[_Below]:
    """What stands in a folder that is no dossier: zips, Word forms; and what is not read, with the reason."""
    path = root / relative
    # What this program made, beside what it was made of. Of an empty folder nobody asks: it may have gone.
    if not files or path.resolve().name == "out":
        return []
    found = []
    for name in files:
        why = why_unread(name)
        if why:
            result.skipped.append(f"“{(path / name).as_posix()}”{why}。")
        elif name.lower().endswith(ZIP) and not _is_unpacked_beside(path, name, names):
            found.append(_Below(relative / name, archive=True))
    words = tuple(name for name in files if is_word(name))
    return [*found, *([_Below(relative, False, GivenSource("folder", path, words=words))] if words else [])]


def _is_unpacked_beside(path: Path, name: str, folders: list[str]) -> bool:
    """Whether a zip is the package that stands beside it as a folder of the same name."""
    stem = name[: -len(ZIP)]
    listed = regular_bytes(path / stem / _HASHES) if stem in folders else None
    if listed is None:
        return False
    with zip_tree(path / name) as tree:
        if isinstance(tree, str) or _HASHES not in tree.names:
            return False
        try:
            return b"".join(tree.chunks(_HASHES)) == listed
        except ValueError:
            return False


def _is_a_seals_copy(path: Path) -> bool:
    """Whether a folder is what a seal keeps, also where the dossier around it has lost its own files."""
    if path.name == "forms":
        return is_sealed_place(path.resolve().as_posix())
    if path.name != "files":  # what reads seals is imported only where there may be one
        return False
    from brandcluster.dossier.history.seals import is_a_copy

    return is_a_copy(path)


def holds_dossier(path: Path) -> bool:
    """Whether a folder holds a file that every dossier has."""
    return any(os.path.lexists(path / mark) for mark in MARKS)


def enclosing_dossier(path: Path) -> Path | None:
    """The dossier that a path is or lies in; None when it lies in none. OSError, RuntimeError and ValueError are those
    of a path that no system takes."""
    place = path.resolve()
    return next((above for above in (place, *place.parents) if holds_dossier(above)), None)


def _entries(path: Path, result: Search) -> tuple[list[str], list[str]]:
    """The names of the folders that a search goes into, and of the files beside them, sorted."""
    try:
        with os.scandir(path) as entries:
            there = list(entries)
    except OSError:
        result.skipped.append(f"“{path.as_posix()}”打不开，里面没有看。")
        return [], []
    files = [entry.name for entry in there if not entry.name.startswith(".") and _is_plain_file(entry)]
    return sorted(entry.name for entry in there if _is_plain_folder(entry)), sorted(files)


def _is_plain_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


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
        result.append(Found(each.name, key, each.path, each.source))
    return result
