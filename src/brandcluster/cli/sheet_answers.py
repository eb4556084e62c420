"""Filled workbooks as `sheet add` and `request add` take them: which are taken, and what they change in the files."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import is_folder

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.sheets.contents import SheetTable
    from brandcluster.sheets.filled import Filled
    from brandcluster.sheets.taking_in import Taking
    from brandcluster.sheets.write_changes import NewText


def refuse_barred(dossier: Dossier, tables: list[SheetTable]) -> None:
    """A file that is not sound is put right first: a value is set at its place, and there must be one."""
    from brandcluster.sheets.entries import barring

    found = barring(dossier, tables)
    if found:
        first = found[0]
        place = f"{first.location.path}:{first.location.line}"
        more = f"（共 {len(found)} 处）" if len(found) > 1 else ""
        raise UserError(
            f"材料里有要先改好的错误{more}：{visible(place)}: {visible(first.message)}"
            f"先运行 brandcluster validate，照着改好（能自动改的用 validate --fix）。",
            1,
        )


def open_answer(dossier: Dossier, name: str) -> Filled:
    """A workbook that was made for this dossier. UserError when it is none, or the dossier cannot take it."""
    filled = _filled(name)
    _refuse_other_region(dossier, filled)
    refuse_barred(dossier, [sheet.table for sheet in filled.sheets])
    return filled


def _filled(name: str) -> Filled:
    """The workbook. UserError when it is none that can be taken in."""
    from brandcluster.formats.folder import first_bytes
    from brandcluster.formats.tables.sheet import MAX_BYTES, Unreadable
    from brandcluster.sheets.filled import read_filled

    path = Path(name)
    shown = visible(path.name)
    if is_folder(path):
        raise UserError(f"“{shown}”是文件夹。写出填好的 .xlsx 文件。")
    content = first_bytes(path, MAX_BYTES + 1)
    if content == "missing":
        raise UserError(f"没有“{visible(name)}”这个文件。请核对路径和文件名。")
    if content == "not_a_file":
        raise UserError(f"“{shown}”不是普通文件。写出填好的 .xlsx 文件。")
    if not isinstance(content, bytes):
        raise UserError(f"“{shown}”打不开：检查有没有权限，关闭正打开它的程序。")
    found = read_filled(content)
    if isinstance(found, Unreadable):
        raise UserError(f"{shown}：{visible(found.message)}{visible(found.help)}", 1)
    return found


def _refuse_other_region(dossier: Dossier, filled: Filled) -> None:
    """A workbook of another region would be taken for changes. One that was made before the name was known is taken."""
    ours = (dossier.header.region_name or "").strip()
    if filled.region not in ("", ours):
        here = visible(ours[:60]) or "没有写区域名称的材料"
        raise UserError(f"这份数据表是给“{visible(filled.region[:60])}”生成的，这里是“{here}”。请核对文件和文件夹。", 1)


def answered_texts(dossier: Dossier, taking: Taking) -> list[NewText]:
    """The files that a workbook changes, as they are to be."""
    from brandcluster.rules.facts.rules_in_force import edition_of
    from brandcluster.sheets.write_changes import new_texts

    return new_texts(dossier, taking, edition_of(dossier))


def write_texts(dossier: Dossier, texts: list[NewText], beside: dict[Path, bytes] | None = None) -> list[str]:
    """Write what changed, all or nothing, with files `beside`; the mark at the start of a file stays."""
    from brandcluster.cli.writing import write_files
    from brandcluster.formats import folder

    if any(each.after is None for each in texts):
        return []
    contents: dict[Path, bytes] = dict(beside or {})
    for each in texts:
        if each.after is None or each.after == each.before:
            continue
        there = folder.read_bytes(dossier.root, each.path)
        mark = codecs.BOM_UTF8 if isinstance(there, bytes) and there.startswith(codecs.BOM_UTF8) else b""
        contents[dossier.root / each.path] = mark + each.after.encode("utf-8")
    write_files(contents, inside=(dossier.root,))
    return [path.relative_to(dossier.root).as_posix() for path in contents]
