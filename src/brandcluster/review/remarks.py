"""An examiner's folder of remarks: one YAML file a dossier, matched by the dossier's folder name."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Location
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.judgements import Judgement
from brandcluster.dossier.model.remarks import Remarks
from brandcluster.formats import folder
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.review.find_dossiers import Found, holds_dossier

MAX_FILES = 5_000


class RemarkAtPlace(NamedTuple):
    """One remark, with where it stands in the examiner's file, and who made it when as that file says."""

    clause: str | None
    place: str
    text: str
    advice: str
    source: Location
    person: str = ""
    day: date | None = None


class Handling(NamedTuple):
    """What the examiner does with a dossier, and why."""

    kind: Literal["补正", "退回", "推荐"] = "补正"
    reason: str = ""


class ExaminersJudgement(NamedTuple):
    """A conclusion of the examiner's own on a clause, with where it stands in the examiner's file."""

    entry: Judgement
    source: Location


@dataclass(slots=True)
class Remembered:
    """The remarks, what is to be done, and what was concluded, by the key of the dossier; what is wrong with the
    files; files that belong to no dossier."""

    remarks: dict[str, tuple[RemarkAtPlace, ...]] = field(default_factory=dict)
    handling: dict[str, Handling] = field(default_factory=dict)
    judgements: dict[str, tuple[ExaminersJudgement, ...]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def read_remarks(root: Path, found: list[Found]) -> Remembered:
    """The remarks on some dossiers. A file is named after the dossier's folder, or its path below the folder named
    to `review` where two share a name."""
    result = Remembered()
    keys = {_composed(each.key): each.key for each in found}
    names: dict[str, list[str]] = {}
    for form, own in keys.items():
        names.setdefault(PurePosixPath(form).name, []).append(own)
    for path in _files(root):
        stem = _composed(path.rpartition(".")[0])
        alike = names.get(stem, [])
        key = keys.get(stem, alike[0] if len(alike) == 1 else None)
        if key is None:
            result.strangers.append(path)
            continue
        _read_file(root, path, key, result)
    return result


def _composed(name: str) -> str:
    """A name in the form that most systems write: some take letters and their marks apart."""
    return unicodedata.normalize("NFC", name)


def _files(root: Path) -> list[str]:
    """The YAML files below the folder by their paths in it, without following links; never those of a dossier."""
    found: list[str] = []
    for where, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not holds_dossier(Path(where) / name)
        )
        relative = Path(where).relative_to(root)
        for name in sorted(files):
            if name.lower().endswith((".yaml", ".yml")) and not name.startswith("."):
                found.append((relative / name).as_posix())
        if len(found) >= MAX_FILES:
            break
    return found[:MAX_FILES]


def _read_file(root: Path, path: str, key: str, result: Remembered) -> None:
    content = folder.read_bytes(root, path)
    if not isinstance(content, bytes):
        help_ = "换成这个文件夹里的普通文件，不超过上限。"
        result.problems.append(Diagnostic("D003", "error", "文件无法读取。", help_, Location(path)))
        return
    document = read_document(path, content)
    result.problems.extend(document.diagnostics)
    if document.data is None:
        return
    read_part = reading.read_part(Remarks, document.data)
    for problem in read_part.problems:
        place = document.locate(problem.keys, on_key=problem.on_key)
        result.problems.append(Diagnostic(problem.code, "error", problem.message, problem.help, place))
    remarks: Remarks = read_part.part or Remarks()
    result.remarks[key] = (*result.remarks.get(key, ()), *_remarks_of(remarks, document))
    if remarks.handling is not None:
        result.handling[key] = Handling(remarks.handling, remarks.reason or "")
    judged = (
        ExaminersJudgement(each, document.locate(("判断", index))) for index, each in enumerate(remarks.judgements)
    )
    result.judgements[key] = (*result.judgements.get(key, ()), *judged)


def _remarks_of(remarks: Remarks, document: Document) -> Iterator[RemarkAtPlace]:
    for index, each in enumerate(remarks.remarks):
        if each.remark is not None:
            source = document.locate(("意见", index))
            who, day = remarks.person or "", remarks.date
            yield RemarkAtPlace(each.clause, each.place or "", each.remark, each.advice or "", source, who, day)
