"""`schema`: the JSON Schema of every file kind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HELP = "输出每种文件的 JSON Schema（draft-07）。编辑器用它提示键名和取值。"
EXAMPLE = "brandcluster schema -o .brandcluster/schemas"


def run(
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="文件夹", help="写进这个文件夹；不写就打印出来")
    ] = None,
) -> int:
    """Print the schemas, or write them as files."""
    from brandcluster.dossier.schema import all_schemas
    from brandcluster.output.json_text import dumps

    schemas = all_schemas()
    if output is None:
        typer.echo(dumps(schemas))
        return 0
    from brandcluster.cli.writing import write_files

    write_files({Path(output) / f"{name}.json": (dumps(schema) + "\n").encode() for name, schema in schemas.items()})
    typer.echo(f"已写入 {len(schemas)} 个文件：{Path(output).as_posix()}/")
    return 0
