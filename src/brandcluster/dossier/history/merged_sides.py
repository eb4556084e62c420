"""The three versions that a merge put together: of the merge that goes on, or of the one that the newest commit is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from brandcluster.formats.git import (
    BlobUnreadable,
    GitRefused,
    Repository,
    blob_reader,
    files_of_commit,
    find_commit,
    find_repository,
    merge_base,
)
from brandcluster.formats.yaml.decoding import MAX_BYTES

#: What names the other side while git waits for a person: a merge, a picked commit, a commit of a rebase.
_WAITING = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD")


class Sides(NamedTuple):
    """A file before two people changed it, and as either left it."""

    base: bytes
    one: bytes
    other: bytes


def merged_sides(root: Path, path: str) -> Sides | None:
    """The versions of a file of the dossier that the last merge began with.

    None where nothing was merged last, there is no git, the history does not reach so far, or the file was not in all
    three under this name.
    """
    repo = find_repository(root)
    if isinstance(repo, GitRefused) or repo.bare:
        return None
    commits = _commits(repo)
    if commits is None:
        return None
    contents: list[bytes] = []
    for commit in commits:
        files = files_of_commit(repo, commit)
        blob = None if isinstance(files, GitRefused) else files.get(path)
        if blob is None or blob.is_link or blob.size is None or blob.size > MAX_BYTES:
            return None
        try:
            with blob_reader(repo) as reader:
                contents.append(reader.read(blob))
        except BlobUnreadable:
            return None
    return Sides(*contents)


def _commits(repo: Repository) -> tuple[str, str, str] | None:
    """Base, one, other."""
    for name in _WAITING:
        other = find_commit(repo, name)
        if isinstance(other, str):
            one = find_commit(repo, "HEAD")
            # A commit that is picked or moved brings what it changed against its parent.
            base = _base(repo, one, other) if name == "MERGE_HEAD" else find_commit(repo, f"{name}^1")
            return (base, one, other) if isinstance(base, str) and isinstance(one, str) else None
    one, other = find_commit(repo, "HEAD^1"), find_commit(repo, "HEAD^2")
    base = _base(repo, one, other)
    if not isinstance(base, str) or not isinstance(one, str) or not isinstance(other, str):
        return None
    return base, one, other


def _base(repo: Repository, one: str | GitRefused, other: str | GitRefused) -> str | GitRefused:
    if isinstance(one, GitRefused) or isinstance(other, GitRefused):
        return one if isinstance(one, GitRefused) else other
    return merge_base(repo, one, other)
