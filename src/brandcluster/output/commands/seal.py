"""What was sealed, and how Word files compare with it, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brandcluster.base.visible import visible
from brandcluster.dossier.history.seals import Problem, Seal, Sealed, excerpt
from brandcluster.output.json_text import dumps
from brandcluster.output.text.table import aligned
from brandcluster.output.text.terminal import Line
from brandcluster.papers.importing.compare_papers import AnswerDifference, PaperComparison

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
            found += differences(each.name, each.result, "封存", _bytes(each))
    return found


def differences(name: str, result: PaperComparison | str, ours: str, note: str = "") -> list[Line]:
    """The answers of a file that differ from `ours` (what was sealed, or the dossier), or why it has none."""
    if isinstance(result, str):
        return [(("bold", visible(name)), ("bold red", f"：不能核对。{visible(result)}"))]
    head = f"：{len(result.differences)} 个栏目不一致{f'；{note}' if note else '。'}"
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
    return visible(excerpt(text, other, 80)) or "（空）"


def list_lines(found: Sealed) -> list[Line]:
    """One row a seal, oldest first; then what is wrong."""
    if not found.seals and not found.problems:
        return [(("", "还没有封存过。"),)]
    rows = [["序号", "日期", "用途", "封存人", "材料", "表", "封存码", "完好", "更正原因"]]
    for seal in found.seals:
        manifest = seal.manifest
        rows.append(
            [
                str(seal.number),
                manifest.date.isoformat() if manifest.date is not None else "",
                manifest.purpose or "",
                visible(manifest.person or ""),
                str(len(manifest.files)),
                str(len(manifest.forms)),
                seal.digest[:SHORT],
                "改过" if seal.problems else "是",
                visible(manifest.reason or ""),
            ]
        )
    lines: list[Line] = [(("dim" if number == 0 else "", line),) for number, line in enumerate(aligned(rows))]
    problems = (*found.problems, *(each for seal in found.seals for each in seal.problems))
    return [*lines, *map(problem_line, problems)]


def problem_line(problem: Problem) -> Line:
    """Where something sealed is not as it was, and what."""
    place = f"{visible(problem.location.path)}:{problem.location.line}"
    return (("bold red", "错误"), ("", f" {place}: {visible(problem.message)}"))


def verify_json(folder: str, seal: Seal, verified: list[Verified]) -> str:
    """`brandcluster.seal-verify/1`."""
    return dumps(
        {
            "schema": "brandcluster.seal-verify/1",
            "dir": folder,
            "seal": _seal(seal),
            "files": [_verified(each) for each in verified],
        }
    )


def list_json(folder: str, found: Sealed) -> str:
    """`brandcluster.seal-list/1`."""
    return dumps(
        {
            "schema": "brandcluster.seal-list/1",
            "dir": folder,
            "seals": [_seal(seal) for seal in found.seals],
            "problems": [
                {"path": each.location.path, "line": each.location.line, "message": each.message}
                for each in found.problems
            ],
        }
    )


def _seal(seal: Seal) -> dict[str, Any]:
    manifest = seal.manifest
    return {
        "number": seal.number,
        "date": manifest.date.isoformat() if manifest.date is not None else None,
        "person": manifest.person,
        "paper": manifest.purpose == "纸质报送",
        "reason": manifest.reason,
        "edition": manifest.edition,
        "overlay": manifest.overlay,
        "version": manifest.version,
        "digest": seal.digest or None,
        "files": [{"path": each.path, "digest": each.digest} for each in manifest.files],
        "forms": [{"path": each.path, "digest": each.digest} for each in manifest.forms],
        "evidence": [{"path": each.path, "digest": each.digest} for each in manifest.evidence],
        "problems": [
            {"path": each.location.path, "line": each.location.line, "message": each.message} for each in seal.problems
        ],
    }


def _verified(each: Verified) -> dict[str, Any]:
    compared = each.result if isinstance(each.result, PaperComparison) else None
    return {
        "name": each.name,
        "same_bytes": each.same_bytes,
        "agrees": each.agrees,
        "refused": each.result if isinstance(each.result, str) else None,
        "forms": list(compared.forms) if compared is not None else [],
        "held": compared.held if compared is not None else 0,
        "differences": [_difference(difference) for difference in compared.differences] if compared is not None else [],
    }


def _difference(each: AnswerDifference) -> dict[str, str]:
    return {
        "form": each.form,
        "label": each.label,
        "where": each.where,
        "sealed": each.recorded,
        "stated": each.stated,
    }
