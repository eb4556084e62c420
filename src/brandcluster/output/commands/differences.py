"""Two states of one dossier → what `diff` says of them, and the page at the desk before something is handed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from brandcluster.dossier.files import SEALED_FOLDER
from brandcluster.dossier.history.changes import (
    DossierChange,
    Kind,
    compare_dossiers,
    is_unreadable,
    whole_file_change,
)
from brandcluster.dossier.history.commits import read_snapshot
from brandcluster.dossier.history.state_files import is_evidence, makes_a_dossier, present_files, touched_files
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.formats import git
from brandcluster.formats.git import Blob, Reader
from brandcluster.output.commands.diff import DossierChanges
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.rules.verdicts.what_changes import effects_of


def opened_state(
    reader: Reader, files: Mapping[str, Blob], root: Path | None
) -> AbstractContextManager[Dossier | None]:
    """One state of a dossier: from its folder in the working tree, else from the objects; None where it is not there."""
    if not makes_a_dossier(files):
        return nullcontext()
    return read_snapshot(reader, files) if root is None else nullcontext(load_dossier(root))


def difference_between(
    name: str, before: Dossier | None, after: Dossier | None, touched: Mapping[str, Kind], day: date
) -> DossierChanges | None:
    """What changed and what follows from it; None where nothing did. `touched` are the files with other bytes."""
    if before is None and after is None:
        return None
    titles = [each.header.region_name for each in (after, before) if each is not None]
    title = next((each for each in titles if each is not None), name)
    if before is None or after is None:
        note = "新的申报材料。" if before is None else "整份材料删除了。"
        return DossierChanges(name, title, (), note=note)
    changes = compare_dossiers(before, after)
    changes += tuple(_whole_files(before, after, changes, touched))
    found = effects_of(before, after, changes, day)
    if not changes and not any((found.indicators, found.verdicts, found.new_seals, found.broken_seals)):
        return None
    return DossierChanges(name, title, changes, found, edition=edition_of(after))


def difference_since_commit(dossier: Dossier, revision: str, day: date) -> DossierChanges | git.GitRefused | None:
    """What changed in a dossier of the working tree since a commit, evidence included; None where nothing did."""
    repo = git.find_repository(dossier.root)
    if isinstance(repo, git.GitRefused):
        return repo
    commit = git.find_commit(repo, revision)
    was = commit if isinstance(commit, git.GitRefused) else git.files_of_commit(repo, commit)
    if isinstance(was, git.GitRefused):
        return was
    touched = touched_files(was, present_files(repo, dossier.root, was))
    if not touched:
        return None
    try:
        with git.blob_reader(repo) as reader, opened_state(reader, was, None) as before:
            return difference_between(".", before, dossier, touched, day)
    except git.BlobUnreadable as error:
        return git.GitRefused(str(error))


def _whole_files(
    before: Dossier, after: Dossier, changes: tuple[DossierChange, ...], touched: Mapping[str, Kind]
) -> Iterator[DossierChange]:
    """Evidence that came, went or was replaced, and files whose bytes differ and that neither state can read."""
    said = {each.file for each in changes}
    for path, kind in sorted(touched.items()):
        if path in said:
            continue
        if is_evidence(path):
            yield whole_file_change(path, f"证明文件 {path}", kind)
        elif is_unreadable(before, path) and is_unreadable(after, path):
            yield whole_file_change(path, f"改动前后的文件 {path} 读不出来，没有比较", "unreadable")
        elif not path.startswith(f"{SEALED_FOLDER}/") and path not in before.documents and path not in after.documents:
            yield whole_file_change(path, f"文件 {path}，不属于申报材料", kind)
