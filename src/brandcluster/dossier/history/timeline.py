"""Who changed what in a dossier when: from the commits of its folder, wherever it stood, and from its seals.

Of each commit only the files that it touched are read. A merge says what is in none of its parents: what somebody
wrote while merging.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from brandcluster.dossier.files import FILES, HEADER, SEALED_FOLDER
from brandcluster.dossier.history.changes import DossierChange, compare_dossiers
from brandcluster.dossier.history.commits import is_source, read_snapshot
from brandcluster.dossier.history.seals import read_seals, sealed_dossier
from brandcluster.dossier.load import Dossier
from brandcluster.formats.git import Blob, GitRefused, Reader, Repository, ask_git, files_of_commit

#: As many commits are looked at, and as many names that a folder had.
MOST_COMMITS, MOST_NAMES = 2_000, 20
_KNOWN = frozenset(kind.path for kind in FILES)


class Moment(NamedTuple):
    """Something that changed a dossier: when and who (as they wrote it), the commit or seal, and what changed.

    `seals` are the seals that it made; `came_from` is the folder that the dossier stood in before, None where that is
    the same.
    """

    when: str
    person: str
    source: str
    subject: str
    changes: tuple[DossierChange, ...]
    seals: tuple[str, ...] = ()
    came_from: str | None = None


class _Commit(NamedTuple):
    name: str
    parents: tuple[str, ...]
    person: str
    when: str
    subject: str


def moments_of_commits(repo: Repository, reader: Reader, start: str) -> Iterator[Moment | GitRefused]:
    """What each commit changed in the dossier at `repo.prefix`, the newest first; a renamed folder is followed."""
    trees: dict[tuple[str, str], dict[str, Blob]] = {}
    seen: set[str] = set()
    for _ in range(MOST_NAMES):
        commits = _commits(repo, start)
        if isinstance(commits, GitRefused):
            yield commits
            return
        came_from = None
        for commit in commits:
            if commit.name in seen:
                continue
            seen.add(commit.name)
            files = _files(repo, commit.name, trees)
            before = [_files(repo, parent, trees) for parent in commit.parents]
            was = _older_home(repo, commit) if before and not any(map(_is_dossier, before)) else None
            if was is not None:
                came_from, start = was, commit.parents[0]
                before = [_files(repo._replace(prefix=was), start, trees)]
            changes, seals = _between(reader, before or [{}], files)
            yield Moment(commit.when, commit.person, commit.name[:7], commit.subject, changes, seals, was)
        if came_from is None:
            return
        repo = repo._replace(prefix=came_from)


def _commits(repo: Repository, start: str) -> list[_Commit] | GitRefused:
    """The commits that touched the folder. Names of people go through .mailmap, as everywhere in git."""
    answer = ask_git(
        repo.folder, "log", "-z", f"--max-count={MOST_COMMITS}", "--format=%H%n%P%n%aN%n%aI%n%s", start,
        "--", repo.prefix or ".",
    )  # fmt: skip
    if isinstance(answer, GitRefused):
        return answer
    found = []
    for entry in answer.decode("utf-8", "replace").split("\0"):
        fields = entry.split("\n")
        if len(fields) >= 5:
            when = fields[3][:16].replace("T", " ")
            found.append(_Commit(fields[0], tuple(fields[1].split()), " ".join(fields[2].split()), when, fields[4]))
    return found


def _files(repo: Repository, commit: str, trees: dict[tuple[str, str], dict[str, Blob]]) -> dict[str, Blob]:
    """The dossier's files in a commit; none where the commit is not there (a shallow clone's edge)."""
    key = repo.prefix, commit
    if key not in trees:
        found = files_of_commit(repo, commit)
        trees[key] = {} if isinstance(found, GitRefused) else found
        if len(trees) > 64:
            del trees[next(iter(trees))]
    return trees[key]


def _is_dossier(files: Mapping[str, Blob]) -> bool:
    return not _KNOWN.isdisjoint(files)


def _older_home(repo: Repository, commit: _Commit) -> str | None:
    """The folder whose dossier.yaml became this dossier's in a commit; None where none did."""
    answer = ask_git(
        repo.folder, "diff-tree", "-r", "-z", "-M", "--name-status", "--diff-filter=R", commit.parents[0], commit.name
    )
    if isinstance(answer, GitRefused):
        return None
    fields = answer.decode("utf-8", "surrogateescape").split("\0")
    wanted = f"{repo.prefix}/{HEADER}" if repo.prefix else HEADER
    for old, new in zip(fields[1::3], fields[2::3], strict=False):
        if new == wanted and old.rpartition("/")[2] == HEADER:
            return old.rpartition("/")[0]
    return None


def _between(
    reader: Reader, before: list[dict[str, Blob]], files: dict[str, Blob]
) -> tuple[tuple[DossierChange, ...], tuple[str, ...]]:
    """What differs from every earlier state, and the seals that none of them has."""
    found: list[dict[tuple[object, ...], DossierChange]] = []
    for old in before:
        touched = {path for path in old.keys() | files.keys() if old.get(path) != files.get(path) and is_source(path)}
        with (
            read_snapshot(reader, {path: old[path] for path in touched & old.keys()}) as one,
            read_snapshot(reader, {path: files[path] for path in touched & files.keys()}) as other,
        ):
            changes = compare_dossiers(one, other, only=frozenset(touched))
            # Places are looked up while the files are there.
            found.append({(each.file, each.heading, each.kind, each.after): each for each in changes})
            made = {seal.number: seal.name for seal in read_seals(other).seals}
            old_seals = {number for number in made if f"{SEALED_FOLDER}/{number}/manifest.yaml" in old}
    shared = set(found[0]).intersection(*found[1:])
    return tuple(each for key, each in found[0].items() if key in shared), tuple(
        name for number, name in made.items() if number not in old_seals
    )


def moments_of_seals(dossier: Dossier) -> Iterator[Moment]:
    """What each seal changed against the one before, the newest first; what came after it is on top, without a name."""
    seals = [(seal, sealed_dossier(dossier, seal)) for seal in read_seals(dossier).seals]
    whole = [(seal, copy) for seal, copy in seals if copy is not None]
    if whole and (since := compare_dossiers(whole[-1][1], dossier)):
        yield Moment("", "", "现在的文件", "最近一次封存以后", since)
    for at in range(len(whole) - 1, -1, -1):
        seal, copy = whole[at]
        changes = compare_dossiers(whole[at - 1][1], copy) if at else ()
        manifest = seal.manifest
        day = manifest.date.isoformat() if manifest.date is not None else ""
        yield Moment(day, manifest.person or "", f"封存 {seal.number}", manifest.reason or "", changes, (seal.name,))
