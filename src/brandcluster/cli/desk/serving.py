"""Serving a desk: a socket on this machine's own address, the browser, and when it ends.

The address is said, and the browser begins to open, before the pages are imported: what it asks waits at the socket.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brandcluster.cli.desk.door import ADDRESS, Door
from brandcluster.cli.errors import UserError

if TYPE_CHECKING:
    import uvicorn

    from brandcluster.cli.desk.desk import OpenDesk
    from brandcluster.cli.desk.questions import RouteRow

#: After the last page has said that it closes, another may come within so many seconds: the next one of a visit.
GRACE = 6.0
#: A page of which nothing is heard for so long is gone (a browser that was killed); sleeping ones say nothing.
SILENT = 1800.0
#: So many questions wait at the socket until the pages are there.
WAITING = 100
LOOK = 0.5
LEADING = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>打开申报材料</title>
<meta http-equiv="refresh" content="0;url={0}"></head><body><p><a href="{0}">打开申报材料</a></p></body></html>
"""


def serve_province(root: Path, port: int, *, browser: bool) -> int:
    """Serve what `review` says of the dossiers below a folder; it is made in a folder of our own, gone afterwards."""
    from brandcluster.formats.private import private_folder

    with private_folder() as home:
        return serve_desk(root, port, browser=browser, of_many=home / "pages")


def serve_desk(root: Path, port: int, *, browser: bool, of_many: Path | None = None) -> int:
    """Serve until the last page is closed or Ctrl-C; the pages on many dossiers where their folder is given. UserError
    where the port is taken."""
    with listening(port) as listener:
        listener.listen(WAITING)
        door = Door(listener.getsockname()[1])
        address = door.new_address()
        typer.echo(
            f"在浏览器里打开（只能用一次，只在这台电脑上）：\n{address}\n关掉网页，或者在这里按 Ctrl-C，就结束。"
        )
        sys.stdout.flush()
        with _shown_in_browser(address, browser), suppress(KeyboardInterrupt):
            desk = _serve_pages(root, door, listener, of_many)
            desk.jobs.end_all()
    typer.echo("结束了，写的都已经存好。")
    return 0


def _serve_pages(root: Path, door: Door, listener: socket.socket, of_many: Path | None) -> OpenDesk:
    """Serve; what is imported here takes as long as a browser takes to open."""
    import uvicorn

    from brandcluster.cli.desk.asgi import desk_application
    from brandcluster.cli.desk.desk import OpenDesk
    from brandcluster.cli.desk.province_pages import PROVINCE
    from brandcluster.cli.desk.routes import ROUTES
    from brandcluster.cli.desk.warming import warm_up
    from brandcluster.session.opened import Session

    desk = OpenDesk(root, door, Session(root))
    rows: Sequence[RouteRow] = ROUTES
    if of_many is not None:
        desk.shown["pages"] = of_many
        rows = PROVINCE
    config = uvicorn.Config(
        desk_application(desk, rows),
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
        ws="none",
    )
    warm_up(desk)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(uvicorn.Server(config), listener, desk))
    return desk


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """A socket on this machine's own address. UserError where the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "nt":
            listener.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR), 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESS, port))
    except OSError:
        listener.close()
        raise UserError(f"端口 {port} 用不了，大概别的程序占着。换一个 --port，或者不写，用一个空着的。") from None
    with listener:
        yield listener


async def _serve(server: uvicorn.Server, listener: socket.socket, desk: OpenDesk) -> None:
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    while not serving.done():
        await asyncio.wait([serving], timeout=LOOK)
        if is_over(desk):
            server.should_exit = True
    await serving


def is_over(desk: OpenDesk) -> bool:
    """Whether nobody looks at a page any more; not before the first one was there, nor while something is worked on."""
    now = desk.clock()
    for name in [name for name, heard in list(desk.pages.items()) if now - heard > SILENT]:
        desk.pages.pop(name, None)
        desk.left = now
    at_work = desk.busy or desk.jobs.at_work
    return not desk.pages and not at_work and desk.left is not None and now - desk.left > GRACE


@contextmanager
def _shown_in_browser(address: str, wanted: bool) -> Iterator[None]:
    """Open the browser. Other users of a machine see what programs are called with: there the browser is given a file of
    ours that nobody else can read, and that leads on. Windows shows nobody."""
    if not wanted:
        yield
        return
    if os.name == "nt":
        webbrowser.open_new_tab(address)
        yield
        return
    from brandcluster.formats.private import private_folder, put_private

    with private_folder() as home:
        put_private(home, "打开.html", [LEADING.format(address).encode()], 10_000)
        webbrowser.open_new_tab((home / "打开.html").as_uri())
        yield
