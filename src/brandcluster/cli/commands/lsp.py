"""`lsp`: the language server that editors start."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from brandcluster.cli.errors import UserError

HELP = (
    "语言服务器：由编辑器启动，边写边检查（标准输入输出上的 LSP）。不用自己运行，设置见 docs/editor.md。"
    "要先装上编辑器用的部分：pip install 'brandcluster[editor]'。"
)
EXAMPLE = "brandcluster lsp --help"
MISSING = (
    "没有装编辑器用的部分。请运行 pip install 'brandcluster[editor]'（pipx 安装的：pipx inject brandcluster pygls）。"
)


def run(
    stdio: Annotated[bool, typer.Option("--stdio", help="编辑器一般会加上；不加也一样")] = False,
) -> int:
    """Serve until the editor says goodbye."""
    if find_spec("pygls") is None:
        raise UserError(MISSING)
    if sys.stdin.isatty():
        raise UserError("这个命令由编辑器启动，在这里没有用处；要检查，用 brandcluster validate。")
    from brandcluster.session.editor.protocol.server import serve

    serve()
    return 0
