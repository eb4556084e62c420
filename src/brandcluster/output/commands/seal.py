"""What was sealed, and how Word files compare with it, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypedDict

from brandcluster.base.visible import visible
from brandcluster.dossier.history.seals import Seal, Sealed, SealProblem, text_excerpt
from brandcluster.dossier.model.seal import PAPER, Evidence, SealedFile
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Count, DayText, Keyword, LineNumber, day_json
from brandcluster.output.text.table import align_rows
from brandcluster.output.text.terminal import Line
from brandcluster.output.text.words import severity_span
from brandcluster.papers.importing.compare_papers import PaperComparison

#: As many characters of a hash tell seals apart for a reader.
SHORT = 12


@dataclass(frozen=True, slots=True)
class Verified:
    """One Word file: the recorded file that it is byte for byte (None: of none), and its answers, or why none."""

    name: str
    same_bytes: str | None
    result: PaperComparison | str

    @property
    def agrees(self) -> bool:
        """Whether every answer is the sealed one."""
        return isinstance(self.result, PaperComparison) and not self.result.differences


def verify_lines(seal: Seal, verified: list[Verified]) -> list[Line]:
    """For each file whether it says what was sealed, and every answer that differs."""
    found: list[Line] = [(("", f"与{seal.name}核对："),)]
    for each in verified:
        if each.agrees and isinstance(each.result, PaperComparison):
            titles = "、".join(f"《{visible(title)}》" for title in each.result.forms)
            found.append(
                (
                    ("bold", visible(each.name)),
                    ("green", f"：一致。{titles}的 {each.result.held} 个栏目与封存的相同；{_bytes(each)}"),
                )
            )
        else:
            found += unequal_lines(each.name, each.result, "封存", _bytes(each))
    return found


def unequal_lines(name: str, result: PaperComparison | str, ours: str, note: str = "") -> list[Line]:
    """The answers of a file that differ from `ours` (what was sealed, or the dossier), or why it has none."""
    if isinstance(result, str):
        return [(("bold", visible(name)), ("bold red", f"：不能核对。{visible(result)}"))]
    head = f"：{len(result.differences)} 处不一致{f'；{note}' if note else '。'}"
    found: list[Line] = [(("bold", visible(name)), ("bold red", head))]
    for each in result.differences:
        found += [
            (("", f"  {visible(each.label)}"), ("dim", f"〔{visible(each.form)}，{visible(each.where)}〕")),
            (("", f"      {ours}：{_excerpt(each.recorded, each.stated)}"),),
            (("", f"      文件：{_excerpt(each.stated, each.recorded)}"),),
        ]
    return found


def _bytes(each: Verified) -> str:
    if each.same_bytes is not None:
        return f"字节也与封存的 {visible(each.same_bytes)} 完全相同。"
    return "字节不同（在 Word 或 WPS 里存过就会这样）。"


def _excerpt(text: str, other: str) -> str:
    return visible(text_excerpt(text, other, 80)) or "（空）"


def seal_lines(found: Sealed) -> list[Line]:
    """One row a seal, oldest first; then what is wrong."""
    if not found.seals and not found.problems:
        return [(("", "还没有封存过。"),)]
    rows = [["序号", "日期", "用途", "封存人", "材料", "表", "封存码", "完好", "更正原因"]]
    for seal in found.seals:
        manifest = seal.manifest
        rows.append(
            [
                str(seal.number),
                day_json(manifest.date) or "",
                manifest.purpose or "",
                visible(manifest.person or ""),
                str(len(manifest.files)),
                str(len(manifest.forms)),
                seal.digest[:SHORT],
                "改过" if seal.problems else "是",
                visible(manifest.reason or ""),
            ]
        )
    lines: list[Line] = [(("dim" if number == 0 else "", line),) for number, line in enumerate(align_rows(rows))]
    problems = (*found.problems, *(each for seal in found.seals for each in seal.problems))
    return [*lines, *map(problem_line, problems)]


def problem_line(problem: SealProblem) -> Line:
    """Where something sealed is not as it was, and what."""
    place = f"{visible(problem.location.path)}:{problem.location.line}"
    return (severity_span("error"), ("", f" {place}: {visible(problem.message)}"))


# ---- for programs --------------------------------------------------------------------------------------------

_Digest = Annotated[str, Keyword("pattern", "^[0-9a-f]{64}$")]


class _File(TypedDict):
    path: str | None
    digest: _Digest | None


class _Problem(TypedDict):
    path: str
    line: LineNumber
    message: str


class _Seal(TypedDict):
    number: Count
    date: DayText | None
    person: str | None
    paper: Annotated[bool, "报送了纸质材料的"]
    reason: str | None
    edition: str | None
    overlay: str | None
    version: str | None
    digest: _Digest | None
    files: list[_File]
    forms: list[_File]
    evidence: list[_File]
    problems: list[_Problem]


class SealListJson(TypedDict):
    """What `seal --list --format json` prints."""

    schema: Literal["brandcluster.seal-list/1"]
    dir: str
    seals: list[_Seal]
    problems: list[_Problem]


class _Difference(TypedDict):
    form: str
    label: str
    where: str
    sealed: str
    stated: str


class _Verified(TypedDict):
    name: str
    same_bytes: Annotated[str | None, "哪个封存的文件与它一字节不差"]
    agrees: bool
    refused: str | None
    forms: list[str]
    held: Count
    differences: list[_Difference]


class SealVerifyJson(TypedDict):
    """What `seal --verify --format json` prints."""

    schema: Literal["brandcluster.seal-verify/1"]
    dir: str
    seal: _Seal
    files: list[_Verified]


def seal_verify_json(folder: str, seal: Seal, verified: list[Verified]) -> str:
    """A seal, and how each Word file compares with it."""
    made: SealVerifyJson = {
        "schema": "brandcluster.seal-verify/1",
        "dir": folder,
        "seal": _seal_json(seal),
        "files": [_verified_json(each) for each in verified],
    }
    return json_text(made)


def seal_list_json(folder: str, found: Sealed) -> str:
    """All seals, oldest first."""
    made: SealListJson = {
        "schema": "brandcluster.seal-list/1",
        "dir": folder,
        "seals": [_seal_json(seal) for seal in found.seals],
        "problems": [_problem_json(each) for each in found.problems],
    }
    return json_text(made)


def _seal_json(seal: Seal) -> _Seal:
    manifest = seal.manifest
    return {
        "number": seal.number,
        "date": day_json(manifest.date),
        "person": manifest.person,
        "paper": manifest.purpose == PAPER,
        "reason": manifest.reason,
        "edition": manifest.edition,
        "overlay": manifest.overlay,
        "version": manifest.version,
        "digest": seal.digest or None,
        "files": [_file_json(each) for each in manifest.files],
        "forms": [_file_json(each) for each in manifest.forms],
        "evidence": [_file_json(each) for each in manifest.evidence],
        "problems": [_problem_json(each) for each in seal.problems],
    }


def _file_json(file: SealedFile | Evidence) -> _File:
    return {"path": file.path, "digest": file.digest}


def _problem_json(problem: SealProblem) -> _Problem:
    return {"path": problem.location.path, "line": problem.location.line, "message": problem.message}


def _verified_json(each: Verified) -> _Verified:
    compared = each.result if isinstance(each.result, PaperComparison) else None
    return {
        "name": each.name,
        "same_bytes": each.same_bytes,
        "agrees": each.agrees,
        "refused": each.result if isinstance(each.result, str) else None,
        "forms": list(compared.forms) if compared is not None else [],
        "held": compared.held if compared is not None else 0,
        "differences": [
            {
                "form": other.form,
                "label": other.label,
                "where": other.where,
                "sealed": other.recorded,
                "stated": other.stated,
            }
            for other in (compared.differences if compared is not None else ())
        ],
    }
