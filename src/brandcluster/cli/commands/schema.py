"""`schema`: the JSON Schema of every file kind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HELP = "输出每种文件的 JSON Schema（draft-07）。编辑器用它提示栏目名称和可以写的内容。"
EXAMPLE = "brandcluster schema -o .brandcluster/schemas"


def run(
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="文件夹", help="写进这个文件夹；不写就打印出来")
    ] = None,
) -> int:
    """Print the schemas, or write them as files."""
    from brandcluster.dossier.schema import all_schemas
    from brandcluster.output.editor_schemas import schema_files
    from brandcluster.output.json_text import json_text

    if output is None:
        typer.echo(json_text(all_schemas()))
        return 0
    from brandcluster.cli.writing import write_files

    files = schema_files(output)
    write_files({Path(path): content for path, content in files.items()}, inside=(Path(output),))
    typer.echo(f"已写入 {len(files)} 个文件：{Path(output).as_posix()}/")
    return 0
