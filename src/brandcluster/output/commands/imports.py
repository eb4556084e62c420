"""What filled forms say against a dossier, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from brandcluster.base.visible import visible
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Keys
from brandcluster.output.text.table import pad
from brandcluster.output.text.terminal import Line
from brandcluster.papers.importing.proposal import Doubt, Import, ImportItem, Status

#: How each kind of value is shown, in the order of what needs a person.
_STYLES = {"不同": "bold red", "不符": "bold red", "新填": "green", "空白": "yellow", "核对": "dim", "一致": "dim"}
_MEANING = {
    "不同": "与材料里的不同",
    "不符": "与统计数据算出的不符",
    "新填": "新填",
    "空白": "表上空着，材料里有",
    "核对": "与统计数据相符",
    "一致": "与材料一致",
}


@dataclass(frozen=True, slots=True)
class FileReport:
    """One document: the forms that it holds, or why it was not read."""

    name: str
    forms: tuple[str, ...] = ()
    code: str = ""
    message: str = ""
    help: str = ""


def import_lines(files: Sequence[FileReport], result: Import, written: Sequence[str], *, write: bool) -> list[Line]:
    """A line a document, then every value, what is doubtful, and what comes next."""
    found = list(_files(files))
    if not any(report.forms for report in files):
        return found
    for status, style in _STYLES.items():
        for item in result.items:
            if item.status == status and status != "一致":
                found += _item(item, style)
    for title, style, doubts in (
        ("有两处", "bold red", result.twice),
        ("没有找到", "bold red", result.missing),
        ("请核对", "yellow", result.doubts),
    ):
        found += [_doubt(title, style, doubt) for doubt in doubts]
    found.append((("", _summary(result)),))
    found += [(("", f"写好  {visible(path)}"),) for path in written]
    if not write and result.changes:
        found.append((("", "以上只是读出的内容，没有写入。要写入就加 --write。"),))
    elif write and any(item.status == "不同" for item in result.items) and not written_over(result):
        found.append((("", "材料里与表上不同的没有改。要用表上的，加 --overwrite。"),))
    return found


def written_over(result: Import) -> bool:
    """Whether values that differ are among what is set."""
    different = [item for item in result.items if item.status == "不同"]
    return bool(different) and all(item.keys in result.changes.get(item.path or "", {}) for item in different)


def needs_a_person(files: Sequence[FileReport], result: Import) -> bool:
    """Whether anything is left that only a person can settle."""
    return bool(
        any(not report.forms for report in files)
        or result.twice
        or result.missing
        or result.doubts
        or any(item.status == "不符" for item in result.items)
        or (any(item.status == "不同" for item in result.items) and not written_over(result))
    )


def _files(files: Sequence[FileReport]) -> Iterator[Line]:
    for report in files:
        if report.forms:
            yield (("bold", visible(report.name)), ("", f"：{'、'.join(report.forms)}"))
        else:
            yield (("bold", visible(report.name)), ("bold red", f"：{report.code} {visible(report.message)}"))
            yield (("dim", f"    改法：{visible(report.help)}"),)


def _item(item: ImportItem, style: str) -> list[Line]:
    home = "" if item.path is None else f"  → {item.path} {'/'.join(_step(step) for step in item.keys)}"
    head: Line = (
        (style, pad(item.status, 6)),
        ("", f"{visible(item.label)}"),
        ("dim", f"〔{visible(item.where)}〕{visible(home)}"),
    )
    if item.status in ("不同", "不符", "空白"):
        ours = "统计数据" if item.status == "不符" else "材料"
        return [head, (("", f"      表上：{_short(item.text)}"),), (("", f"      {ours}：{_short(item.old)}"),)]
    return [head, (("", f"      {_short(item.text)}"),)]


def _step(step: str | int) -> str:
    return f"第{step + 1}项" if isinstance(step, int) else step


def _short(text: str) -> str:
    line = visible(text.replace("\n", "⏎"))
    return line if len(line) <= 100 else f"{line[:100]}…（共 {len(text)} 字）"


def _doubt(title: str, style: str, doubt: Doubt) -> Line:
    return (
        (style, f"{title}  "),
        ("", visible(doubt.label)),
        ("dim", f"〔{visible(doubt.where)}〕"),
        ("", visible(doubt.message)),
    )


def _summary(result: Import) -> str:
    counts = [
        f"{meaning} {number} 处"
        for status, meaning in _MEANING.items()
        if (number := sum(item.status == status for item in result.items))
    ]
    counts += [
        f"{title} {len(doubts)} 处"
        for title, doubts in (("有两处的", result.twice), ("没有找到", result.missing), ("请核对", result.doubts))
        if doubts
    ]
    return "，".join(counts) + "。" if counts else "表上没有读到内容。"


# ---- for programs --------------------------------------------------------------------------------------------

_StatusCode = Literal["new", "same", "different", "figure_agrees", "figure_differs", "empty"]
_STATUS_CODES: dict[Status, _StatusCode] = {
    "新填": "new",
    "一致": "same",
    "不同": "different",
    "核对": "figure_agrees",
    "不符": "figure_differs",
    "空白": "empty",
}


class _Doubt(TypedDict):
    label: str
    where: str
    message: str


class _Refused(TypedDict):
    code: str
    message: str
    help: str


class _File(TypedDict):
    name: str
    forms: list[str]
    refused: _Refused | None


class _Value(TypedDict):
    status: _StatusCode
    label: str
    where: str
    path: str | None
    keys: Keys
    text: str
    old: str


class ImportJson(TypedDict):
    """What `import --format json` prints."""

    schema: Literal["brandcluster.import/1"]
    dir: str
    files: list[_File]
    values: list[_Value]
    doubts: list[_Doubt]
    missing: list[_Doubt]
    twice: list[_Doubt]
    written: list[str]


def import_json(folder: str, files: Sequence[FileReport], result: Import, written: Sequence[str]) -> str:
    """What was read, what is doubtful, and which files were written."""
    made: ImportJson = {
        "schema": "brandcluster.import/1",
        "dir": folder,
        "files": [_file_json(report) for report in files],
        "values": [_value_json(item) for item in result.items],
        "doubts": [_doubt_json(doubt) for doubt in result.doubts],
        "missing": [_doubt_json(doubt) for doubt in result.missing],
        "twice": [_doubt_json(doubt) for doubt in result.twice],
        "written": list(written),
    }
    return json_text(made)


def _file_json(report: FileReport) -> _File:
    refused: _Refused = {"code": report.code, "message": report.message, "help": report.help}
    return {"name": report.name, "forms": list(report.forms), "refused": None if report.forms else refused}


def _value_json(item: ImportItem) -> _Value:
    return {
        "status": _STATUS_CODES[item.status],
        "label": item.label,
        "where": item.where,
        "path": item.path,
        "keys": list(item.keys),
        "text": item.text,
        "old": item.old,
    }


def _doubt_json(doubt: Doubt) -> _Doubt:
    return {"label": doubt.label, "where": doubt.where, "message": doubt.message}
