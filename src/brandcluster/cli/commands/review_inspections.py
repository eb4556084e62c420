"""`review --inspections`: what goes out before a yearly inspection of the pilots, and its result from filled sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.formats.folder import regular_bytes

if TYPE_CHECKING:
    from brandcluster.output.desk.make_one import Result, Task
    from brandcluster.review.letters import LetterHead

#: As many dossiers without an inspection are named.
_NAMED = 3
SHEET_FILE = "年度监督检查表.docx"
InspectionsFolder = Annotated[
    str | None,
    typer.Option(
        "--inspections",
        metavar="文件夹",
        help="生成年度监督检查（三（六））的通知和检查表（Word）：每个试点一份，写着方案对这一年的承诺和材料中的记录",
    ),
]
Inspected = Annotated[
    str | None,
    typer.Option(
        "--inspected",
        metavar="文件夹",
        help=f"填好的检查表（材料名/{SHEET_FILE}）：生成监督检查意见，与 --inspections 同用",
    ),
]


def with_inspections(
    tasks: list[Task], head: LetterHead, inspected: str | None, names: Mapping[str, str]
) -> list[Task]:
    """The tasks with the inspection that is wanted of each: where filled sheets are given, those that have one."""
    if inspected is None:
        return [each._replace(inspection=head) for each in tasks]
    filled = [_filled(inspected, names[each.key]) for each in tasks]
    return [
        each._replace(inspection=head if sheet is not None else None, inspected=sheet)
        for each, sheet in zip(tasks, filled, strict=True)
    ]


def _filled(folder: str, name: str) -> bytes | None:
    """A filled sheet: in a folder of the dossier's name, or a file of that name."""
    places = (Path(folder) / name / SHEET_FILE, Path(folder) / f"{name}.docx")
    return next((found for place in places if (found := regular_bytes(place)) is not None), None)


def inspection_files(
    results: Sequence[Result], names: Mapping[str, str], out: str, *, is_result: bool
) -> dict[Path, bytes]:
    """The papers by path; what was not made is said."""
    from brandcluster.papers.stamp import add_stamp

    files: dict[Path, bytes] = {}
    none: list[str] = []
    for each in results:
        for name, content in each.inspection.files:
            files[Path(out) / names[each.row.key] / name] = add_stamp(content)
        if each.inspection.said:
            typer.echo(f"注意：“{visible(each.row.name)}”{visible(each.inspection.said)}", err=True)
        elif not each.inspection.files:
            none.append(visible(each.row.name))
    if none:
        why = "没有交回检查表，或者还没有批复" if is_result else "还没有批复，不做年度监督检查"
        more = f"等 {len(none)} 份" if len(none) > _NAMED else ""
        typer.echo(f"注意：{'、'.join(none[:_NAMED])}{more}{why}。", err=True)
    return files
