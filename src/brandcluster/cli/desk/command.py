"""`open`: the dossier as pages in the browser of this machine."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from brandcluster.cli.errors import UserError
from brandcluster.cli.options import Folder, dossier_folders

HELP = (
    "在浏览器里填写：一部分一页，边写边检查，写一处存一处，文件夹里还是同一份材料。只在这台电脑上能打开。"
    "在申报文件夹里双击“打开.bat”也一样。关掉最后一页，或者按 Ctrl-C，就结束。"
    "要先装上网页用的部分；没有装，会说怎样装。"
)
EXAMPLE = "brandcluster open 我的申报"
NEEDED = ("starlette", "uvicorn", "multipart")
MISSING = (
    "没有装网页用的部分。请运行 pipx inject brandcluster starlette uvicorn python-multipart"
    "（用 pip 安装的：pip install starlette uvicorn python-multipart），再来一次。"
)


def run(
    target: Folder = ".",
    port: Annotated[
        int, typer.Option("--port", metavar="端口", help="网页用的端口，1024 至 65535；不写就用一个空着的")
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不打开浏览器，只写出地址")] = False,
) -> int:
    """Serve the pages until the last one is closed, or the person ends it."""
    if port and not 1024 <= port <= 65535:
        raise UserError(f"--port 不能写“{port}”，写 1024 至 65535 之间的数；不写就用一个空着的端口。")
    if any(find_spec(each) is None for each in NEEDED):
        raise UserError(MISSING)
    _, root = dossier_folders([target])[0]
    from brandcluster.cli.desk.serving import serve_desk

    return serve_desk(root, port, browser=not no_browser)
