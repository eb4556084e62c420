"""`migrate`: an older dossier brought to the format that this program writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible, without_commands
from brandcluster.cli.options import Folders, dossier_folders

if TYPE_CHECKING:
    from brandcluster.dossier.editing.migration import Migration

HELP = (
    "把以前的申报文件夹改成这一版程序的格式：就地改，注释和次序都不动，改了什么逐条列出。"
    "编辑器用的说明（.brandcluster/schemas）也一并更新。比程序更新的格式不改，也不读。"
)
EXAMPLE = "brandcluster migrate 我的申报 --check"


def run(
    folders: Folders = None,
    check: Annotated[bool, typer.Option("--check", help="只看要改什么，不写")] = False,
) -> int:
    """Migrate dossiers; 1 when one cannot be, or with `--check` when one would be changed."""
    targets = dossier_folders(folders)
    from brandcluster.cli.writing import write_files
    from brandcluster.dossier.editing.migration import FORMAT, plan_migration

    problem = False
    for name, root in targets:
        found = plan_migration(root)
        if found.refusal:
            problem = True
            place = f"{name}/{found.place.path}:{found.place.line}:{found.place.column}"
            typer.echo(f"{without_commands(visible(place))}: 错误 {visible(found.refusal)}")
            continue
        schemas = _stale_schemas(root)
        problem = problem or (check and bool(found.contents or schemas))
        if not check:
            write_files(
                {root / path: content for path, content in {**schemas, **found.contents}.items()}, inside=(root,)
            )
        for line in _said(name, found, len(schemas), check=check) or [f"{name}：已经是格式 {FORMAT}，没有要改的。"]:
            typer.echo(without_commands(visible(line)))
    return int(problem)


def _said(name: str, found: Migration, schemas: int, *, check: bool) -> list[str]:
    from brandcluster.dossier.editing.migration import FORMAT

    lines = []
    if found.contents:
        verb = "要从" if check else "已从"
        lines.append(f"{name}：{verb}格式 {found.found} 改成格式 {FORMAT}，改 {len(found.contents)} 个文件。")
        lines += [f"  {note.location.path}:{note.location.line}  {note.text}" for note in found.notes]
    if schemas:
        lines.append(f"{name}：{'要更新' if check else '已更新'}编辑器用的说明 {schemas} 个（.brandcluster/schemas）。")
    return lines


def _stale_schemas(root: Path) -> dict[str, bytes]:
    """The schemas that `init` wrote for the editor, where the folder has them and they are not this program's."""
    from brandcluster.dossier.schema import SCHEMA_FOLDER
    from brandcluster.formats import folder
    from brandcluster.output.editor_schemas import schema_files

    if not (root / SCHEMA_FOLDER).is_dir():
        return {}
    return {path: content for path, content in schema_files().items() if folder.read_bytes(root, path) != content}
