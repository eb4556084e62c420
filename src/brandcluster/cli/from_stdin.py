"""One file of a dossier whose text comes from standard input: what an editor has that is not saved yet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError

#: What is written in place of a folder.
STDIN = "-"
As = Annotated[
    str | None,
    typer.Option("--as", metavar="文件", help="与“-”同用：从标准输入读的内容当作这个文件，如 application/plan.yaml"),
]


class TypedFile(NamedTuple):
    """A dossier's folder as the caller would name it, a path in it, and what is to be read there."""

    home: str
    path: str
    content: bytes


def typed_file(named: list[str] | None, place: str | None) -> TypedFile | None:
    """The file that is read from standard input; None where none is asked for. UserError where it is no such file."""
    if STDIN not in (named or ()):
        if place is not None:
            raise UserError("--as 与“-”同用：brandcluster validate - --as application/plan.yaml，内容从标准输入读。")
        return None
    if named != [STDIN]:
        raise UserError("“-”是从标准输入读一个文件，后面不写别的文件夹。")
    if place is None:
        raise UserError("从标准输入读的是哪个文件，用 --as 写明，如 --as application/plan.yaml。")
    from brandcluster.cli.changed_files import home_of

    path = Path(place)
    home = home_of(path)
    inside = "" if home is None else path.relative_to(home).as_posix()
    if home is None or ".." in inside.split("/"):
        raise UserError(
            f"“{visible(place)}”不在申报文件夹里：--as 后面写文件的位置，如 我的申报/application/plan.yaml。"
        )
    return TypedFile(home.as_posix(), inside, _read(place))


def not_read(place: str) -> UserError:
    """What is to be said of a file that no command reads as one of the dossier's."""
    return UserError(f"“{visible(place)}”不是材料里要填的文件；--as 后面写 .yaml 文件，如 application/plan.yaml。")


def _read(place: str) -> bytes:
    from brandcluster.formats.folder import MAX_BYTES

    content = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin is not None else b""
    if len(content) > MAX_BYTES:
        raise UserError(f"“{visible(place)}”的内容超过 {MAX_BYTES:,} 字节。")
    return content
