"""`open`: the dossier as pages in the browser of this machine."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.new_dossier import refuse_nested
from brandcluster.cli.options import Folder
from brandcluster.cli.paths import exists, is_folder
from brandcluster.dossier.files import is_dossier

HELP = (
    "在浏览器里填写：一部分一页，边写边检查，写一处存一处，文件夹里还是同一份材料。只在这台电脑上能打开。"
    "在申报文件夹里双击“打开.bat”也一样。还没有材料的文件夹，先问几个问题，或者从填好的表、上一轮带过来；"
    "放着许多份材料的文件夹，只看，不改。关掉最后一页，或者按 Ctrl-C，就结束。"
    "要先装上网页用的部分：pip install 'brandcluster[desk]'。"
)
EXAMPLE = "brandcluster open 我的申报"
NEEDED = ("starlette", "uvicorn", "multipart")
MISSING = (
    "没有装网页用的部分。请运行 pip install 'brandcluster[desk]'"
    "（pipx 安装的：pipx inject brandcluster starlette uvicorn python-multipart）。"
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
    from brandcluster.cli.desk.serving import serve_desk, serve_province

    root = Path(target)
    if is_dossier(root):
        return serve_desk(root, port, browser=not no_browser)
    if exists(root) and not is_folder(root):
        raise UserError(f"“{visible(target)}”是一个文件，要写文件夹。")
    if is_folder(root) and _holds_dossiers(root):
        return serve_province(root, port, browser=not no_browser)
    refuse_nested(root)
    return serve_desk(root, port, browser=not no_browser)


def _holds_dossiers(root: Path) -> bool:
    """Whether dossiers stand below a folder: then they are looked at, and nothing new is begun there."""
    from brandcluster.review.find_dossiers import find_dossiers

    return bool(find_dossiers([str(root)]).found)
