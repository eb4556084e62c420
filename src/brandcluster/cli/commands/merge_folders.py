"""`merge BASE ONE OTHER -o NEW`: three folders of the same dossier, merged without git."""

from __future__ import annotations

from pathlib import Path

import typer

from brandcluster.base.visible import as_argument, visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import dossier_folders
from brandcluster.cli.paths import exists
from brandcluster.cli.progress_bar import while_waiting


def merge_folders(words: list[str], output: str) -> int:
    """Write the merge of three folders to a new one; 1 when conflicts are left."""
    from brandcluster.cli.handing import source_texts, stale_lines
    from brandcluster.cli.writing import write_files
    from brandcluster.dossier.editing.three_way import merge_files
    from brandcluster.formats import folder

    target = Path(output)
    roots = [root for _, root in (dossier_folders([word])[0] for word in words)]
    sides = [source_texts(root) for root in roots]
    merged = while_waiting("合并", merge_files, sides[0], sides[1], sides[2])
    contents = {path: each.text.encode() for path, each in merged.items() if each is not None}
    if exists(target):
        if any(folder.read_bytes(target, path) != content for path, content in contents.items()):
            raise UserError(f"“{visible(output)}”已经有了，合并的结果写到一个新文件夹。请换一个名字。")
    else:
        write_files({}, inside=(), folders={target: contents})
    number = sum(len(each.conflicts) for each in merged.values() if each is not None)
    typer.echo(f"合并好了，写在 {as_argument(output)}；1 是 {as_argument(words[1])}，2 是 {as_argument(words[2])}。")
    typer.echo("只合并 .yaml 文件；evidence/、enterprises/ 里的文件请自己复制过去。")
    for line in stale_lines(sides, merged):
        typer.echo(line)
    if number:
        typer.echo(f"有 {number} 处两个人都改了，不一样：运行 brandcluster validate {as_argument(output)} 逐处列出。")
    return int(number > 0)
