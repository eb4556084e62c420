"""Which files are meant by what was typed for `collect add`: patterns, folders with folders in them, and their junk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import expanded, is_folder

#: What a folder of filled returns is looked through for; what cannot be read among it is said.
SHEETS = (".xlsx", ".csv", ".xls", ".xlsm", ".et")
#: As deep folders in folders are looked into, and as many files are taken from them.
DEEPEST = 8
MOST = 20_000
_KINDS = {
    "压缩包，先解开再收": (".zip", ".rar", ".7z", ".tar", ".gz"),
    "Word 文件，不是填报表": (".doc", ".docx", ".wps"),
    "PDF 或图片，读不出数，请企业交填报表": (".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"),
}
LINKED = "指向别处的文件夹，没有跟进去"
_OWN = ("thumbs.db", "desktop.ini", "__macosx")


class Aside(NamedTuple):
    """Something in a folder that is no return, and why it is left aside."""

    name: str
    reason: str


def return_files(names: Sequence[str], redact: bool) -> tuple[list[str], list[Aside]]:
    """The files that are meant, in the order of the arguments, and what stands among them and is no return.

    UserError for a folder without a single sheet, and for more than can be taken at once.
    """
    found: list[str] = []
    aside: list[Aside] = []
    for name in expanded(names, linked=True):
        if not is_folder(Path(name)):
            found.append(name)
            continue
        if name not in names and Path(name).is_symlink():
            # Nobody typed it: a pattern found it, as a folder is looked through.
            aside.append(Aside(name, LINKED))
            continue
        before = len(found)
        _look(Path(name), 0, found, aside)
        if len(found) == before:
            which = "其中一个文件夹" if redact and name not in names else f"“{visible(name)}”"
            raise UserError(f"{which}里（连同下面各层）没有 .xlsx 或 .csv 文件。")
    return list(dict.fromkeys(found)), aside


def aside_lines(aside: Sequence[Aside], redact: bool) -> Iterator[str]:
    """What was left aside: by name on the person's screen, else only how many and why."""
    if redact:
        for reason, count in sorted(Counter(each.reason for each in aside).items()):
            yield f"没有读：{count} 个（{reason}）"
    else:
        yield from (f"没有读：{visible(each.name)}（{each.reason}）" for each in aside)


def _look(at: Path, depth: int, found: list[str], aside: list[Aside]) -> None:
    from brandcluster.formats import folder

    there = folder.names_in(at)
    if not isinstance(there, list):
        aside.append(Aside(at.as_posix(), "文件夹打不开"))
        return
    for each in there:
        path = at / each
        if len(found) + len(aside) >= MOST:
            raise UserError(f"一次最多收 {MOST} 个文件，请分几次收。")
        reason = _why_not(path, depth)
        if reason:
            aside.append(Aside(path.as_posix(), reason))
        elif is_folder(path):
            _look(path, depth + 1, found, aside)
        else:
            found.append(path.as_posix())


def _why_not(path: Path, depth: int) -> str:
    """Why something in a folder is no return; empty where it may be one, or holds some."""
    name = path.name.lower()
    if name.startswith(("~$", ".~")):
        return "Excel 或 WPS 打开文件时的临时文件"
    if name.startswith(".") or name in _OWN:
        return "系统自己的文件"
    if is_folder(path):
        if path.is_symlink():
            return LINKED
        return "文件夹套得太深，没有看" if depth >= DEEPEST else ""
    if name.endswith(SHEETS):
        return ""
    return next((reason for reason, endings in _KINDS.items() if name.endswith(endings)), "不是表格文件")
