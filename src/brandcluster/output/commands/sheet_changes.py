"""What a filled workbook changes, cell by cell, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, TypedDict

from brandcluster.base.visible import visible
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Keys
from brandcluster.output.text.difference import difference_lines
from brandcluster.output.text.table import pad
from brandcluster.output.text.terminal import Line
from brandcluster.sheets.filled import CellFault
from brandcluster.sheets.taking_in import CellChange, Status, Taking
from brandcluster.sheets.write_changes import NewText

#: As many cells are listed.
LISTED = 500
_STYLES: dict[Status, str] = {
    "冲突": "bold red",
    "未删": "yellow",
    "并排": "yellow",
    "删": "red",
    "清": "red",
    "改": "green",
    "填": "green",
    "新增": "green",
}
_COUNTED: dict[Status, str] = {
    "改": "改 {} 格",
    "填": "填 {} 格",
    "清": "清空 {} 格",
    "新增": "新增 {} 行",
    "删": "删 {} 行",
    "冲突": "冲突 {} 处",
    "并排": "与企业报表汇总数不同 {} 处（没有改）",
    "未删": "没有删 {} 行",
}


def left_for_a_person(taking: Taking, texts: Sequence[NewText]) -> bool:
    """Whether anything is left that only a person can settle."""
    open_ = any(each.status in ("冲突", "并排", "未删") for each in taking.items)
    return bool(open_ or taking.faults or taking.notes or any(each.after is None or each.kept for each in texts))


def sheet_lines(
    taking: Taking, texts: Sequence[NewText], written: Sequence[str], shown: Sequence[NewText], *, is_dry: bool
) -> list[Line]:
    """The cells in the order of what needs a person, then what was written, or (`shown`) would be."""
    found: list[Line] = [line for fault in taking.faults[:LISTED] for line in _fault(fault)]
    ordered = [each for status in _STYLES for each in taking.items if each.status == status]
    found += [line for each in ordered[:LISTED] for line in _item(each)]
    rest = len(ordered) + len(taking.faults) - min(len(ordered), LISTED) - min(len(taking.faults), LISTED)
    found += [(("", f"还有 {rest} 处没有列出。"),)] if rest else []
    found += [(("yellow", "注意  "), ("", visible(note))) for note in taking.notes]
    for each in shown:
        found += difference_lines(each.path, each.before, each.after or "")
    return [*found, *_outcome(taking, texts, written, is_dry=is_dry)]


def _fault(fault: CellFault) -> Iterator[Line]:
    label = f" {visible(fault.label)}：" if fault.label else " "
    yield (("bold red", pad("填错", 6)), ("bold", visible(fault.where)), ("", f"{label}{visible(fault.message)}"))
    yield (("dim", f"    改法：{visible(fault.help)}"),)


def _item(each: CellChange) -> Iterator[Line]:
    words = "，".join(visible(part) for part in (each.sheet, each.row, each.label) if part)
    yield ((_STYLES[each.status], pad(each.status, 6)), ("", words), ("dim", f"〔{visible(each.where)}〕"))
    if each.status == "新增":
        yield (("", f"      {_short(each.new)}"),)
    elif each.status in ("删", "未删"):
        yield (("", f"      {_short(each.old)}"),)
    else:
        yield (("", f"      {_sides(each)}"),)
    if each.note:
        yield (("dim", f"      {visible(each.note)}"),)


def _sides(each: CellChange) -> str:
    if each.status == "并排":
        return f"企业报表汇总：{_short(each.old)}　　工作簿：{_short(each.new)}　　没有改"
    if each.status == "冲突":
        return f"生成时：{_short(each.base)}　　材料现在：{_short(each.old)}　　工作簿：{_short(each.new)}"
    return f"{_short(each.old)} → {_short(each.new)}"


def _short(text: str) -> str:
    line = visible(text.replace("\n", "⏎"))
    return "空" if not line else line if len(line) <= 100 else f"{line[:100]}…（共 {len(text)} 字）"


def _outcome(taking: Taking, texts: Sequence[NewText], written: Sequence[str], *, is_dry: bool) -> Iterator[Line]:
    counts = Counter(each.status for each in taking.items)
    said = [words.format(counts[status]) for status, words in _COUNTED.items() if counts[status]]
    if taking.faults:
        said.insert(0, f"填错 {len(taking.faults)} 处")
    nothing = "工作簿里没有别的改动。" if taking.notes else "工作簿生成以后没有改过，材料不用动。"
    yield (("", "，".join(said) + "。" if said else nothing),)
    for each in texts:
        for keys in each.kept:
            yield (
                ("yellow", f"没有删  {each.path} 的“{keys[-2]}”第 {int(keys[-1]) + 1} 项：旁边有注释，请在文件里删。"),
            )
        if each.after is None:
            yield (("bold red", f"{each.path} 的写法特殊，没有把握只改这几处，什么也没有写。请照上面列出的手工改。"),)
    yield from ((("", f"写好  {visible(path)}"),) for path in written)
    if taking.faults or taking.conflicts:
        why = "填错的改好再收" if taking.faults else "冲突的用 --prefer new（工作簿）或 old（材料）决定"
        yield (("", f"没有写入：{why}。"),)
    elif is_dry and taking.changes_files:
        yield (("", "以上只是看看，没有写入；去掉 --diff 就写入。"),)


# ---- for programs ----------------------------------------------------------------------------------------------

_StatusCode = Literal["changed", "filled", "cleared", "removed", "added", "conflict", "beside", "kept"]
_STATUS_CODES: dict[Status, _StatusCode] = {
    "改": "changed",
    "填": "filled",
    "清": "cleared",
    "删": "removed",
    "新增": "added",
    "冲突": "conflict",
    "并排": "beside",
    "未删": "kept",
}


class _Cell(TypedDict):
    status: _StatusCode
    sheet: str
    row: str
    label: str
    where: str
    base: str
    old: str
    new: str
    note: str
    path: str
    keys: Keys


class _CellFault(TypedDict):
    where: str
    label: str
    message: str
    help: str


class SheetJson(TypedDict):
    """What `sheet add --format json` prints."""

    schema: Literal["brandcluster.sheet/1"]
    dir: str
    file: str
    cells: list[_Cell]
    faults: list[_CellFault]
    notes: list[str]
    changed: list[str]
    written: list[str]


def sheet_json(folder: str, file: str, taking: Taking, texts: Sequence[NewText], written: Sequence[str]) -> str:
    """Every cell that was typed into, what is wrong, which files would change and which were written."""
    made: SheetJson = {
        "schema": "brandcluster.sheet/1",
        "dir": folder,
        "file": file,
        "cells": [_cell_json(each) for each in taking.items],
        "faults": [
            {"where": each.where, "label": each.label, "message": each.message, "help": each.help}
            for each in taking.faults
        ],
        "notes": list(taking.notes),
        "changed": [each.path for each in texts if each.after is not None and each.after != each.before],
        "written": list(written),
    }
    return json_text(made)


def _cell_json(each: CellChange) -> _Cell:
    return {
        "status": _STATUS_CODES[each.status],
        "sheet": each.sheet,
        "row": each.row,
        "label": each.label,
        "where": each.where,
        "base": each.base,
        "old": each.old,
        "new": each.new,
        "note": each.note,
        "path": each.path,
        "keys": list(each.keys),
    }
