"""Reading test cases that are data: a base dossier, edits to it, and the diagnostics they must give."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from repositories import commit, git, repository

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.dossier.documents import document_paths
from brandcluster.dossier.editing.conflict_marks import either_text
from brandcluster.dossier.editing.three_way import merge_texts
from brandcluster.dossier.history.seals import dossier_files, read_seals, seal_contents
from brandcluster.dossier.load import load_dossier
from brandcluster.formats import replacing
from brandcluster.formats.yaml.document import read_document
from brandcluster.rules.facts.document_files import digest_of

HERE = Path(__file__).resolve().parent
BASE = HERE / "cases" / "base"
ROOT = HERE.parent
EXAMPLES = ROOT / "examples"


def load_cases(pattern: str) -> list[dict[str, Any]]:
    """All cases of the files that match, each with the file it stands in."""
    cases: list[dict[str, Any]] = []
    for path in sorted((HERE / "cases").glob(pattern)):
        document = read_document(path.name, path.read_bytes())
        assert not document.diagnostics, document.diagnostics
        cases.extend({**case, "from": path.stem} for case in document.data)
    assert cases, pattern
    return cases


def prepare(target: Path, edits: list[dict[str, Any]], base: Path = BASE) -> Path:
    """A copy of the base with the edits done; an edit that changes nothing is a mistake in the case."""
    shutil.copytree(base, target, symlinks=True)
    make_edits(target, edits)
    return target


def make_edits(target: Path, edits: list[dict[str, Any]]) -> None:
    """The edits, one after the other, in a folder that is there."""
    for edit in edits:
        path = target / edit.get("file", ".")
        if "write" in edit:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(edit["write"], encoding="utf-8", newline="")
        elif "delete" in edit:
            path.unlink()
        elif "seal" in edit:
            seal(target, **edit["seal"])
        elif "merge" in edit:
            merge(target, **edit["merge"])
        elif "append" in edit:
            with path.open("a", encoding="utf-8", newline="") as stream:
                stream.write(edit["append"])
        else:
            text = path.read_text(encoding="utf-8")
            assert edit["find"] in text, edit
            path.write_text(
                text.replace(edit["find"], edit["replace"], edit.get("times", 1)), encoding="utf-8", newline=""
            )


def merge(
    root: Path, one: list[dict[str, Any]], other: list[dict[str, Any]], settle: int = 1, *, waiting: bool = False
) -> None:
    """Let two people change the folder on branches of a real repository, and merge them by meaning.

    Conflicts are settled for the side `settle`; `waiting` leaves the merge uncommitted.
    """
    repository(root)
    commit(root)
    git(root, "switch", "--quiet", "--create", "other")
    made = {}
    for branch, edits in (("other", other), ("main", one)):
        git(root, "switch", "--quiet", branch)
        before = {path: path.read_text(encoding="utf-8") for path in root.glob("**/*.yaml")}
        make_edits(root, edits)
        made[branch] = {path: path.read_text(encoding="utf-8") for path in root.glob("**/*.yaml")}
        commit(root)
    git(root, "merge", "--quiet", "--no-commit", "--no-ff", "--strategy=ours", "other")
    for path, was in before.items():
        text = merge_texts(was, made["main"][path], made["other"][path], path.relative_to(root).as_posix()).text
        path.write_text(either_text(text, settle), encoding="utf-8", newline="")
    if not waiting:
        commit(root)


def seal(
    root: Path,
    *,
    date: str = "2014-04-18",
    purpose: str = "纸质报送",
    forms: tuple[str, ...] = ("申报书.docx",),
    **others: Any,
) -> None:
    """Seal a dossier as the command does, with Word files that are none: rendering them is tried elsewhere."""
    dossier = load_dossier(root)
    copies = dossier_files(dossier)
    assert isinstance(copies, dict), copies
    before = read_seals(dossier).seals
    evidence = {named for _, _, named in document_paths(dossier) if named is not None}
    manifest = {
        "序号": len(before) + 1,
        "日期": date,
        "封存人": "甲某",
        "用途": purpose,
        "更正原因": "更正数据" if before else None,
        "规则版本": "miit-2014-102",
        "程序版本": "0.1.0",
        "上一次封存": before[-1].digest if before else None,
        "证明文件": [{"文件": path, "摘要": digest_of(dossier, path)} for path in sorted(evidence)],
        **others,
    }
    contents = seal_contents(manifest, copies, dict.fromkeys(forms, b"PK"))
    replacing.write_folder(root / "sealed" / str(len(before) + 1), contents)


def stands_at(root: Path, diagnostic: Diagnostic) -> str:
    """The rest of the source line from where the diagnostic points."""
    place = diagnostic.location
    path = root / place.path
    if not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return lines[place.line - 1][place.column - 1 :] if place.line <= len(lines) else ""
