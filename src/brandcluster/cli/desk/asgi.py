"""The application: every request is looked at at the door, read within limits, and answered by its row of the table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.door import COOKIE, HEADERS, REFUSED, why_refused
from brandcluster.cli.desk.questions import Question, RouteRow, TooLargeError, read_request
from brandcluster.cli.desk.rendering import desk_environment
from brandcluster.cli.desk.routes import ROUTES
from brandcluster.cli.errors import UserError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def desk_application(desk: OpenDesk, rows: Sequence[RouteRow] = ROUTES) -> ASGIApp:
    """All pages over one desk."""
    routes = [Route(row.path, _endpoint(desk, row), methods=[row.method]) for row in rows]
    app = Starlette(routes=[Mount(desk.door.home, routes=routes)], exception_handlers={Exception: _crashed})
    return _guarded(app, desk)


def _endpoint(desk: OpenDesk, row: RouteRow) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            asked = await read_request(request, row.most)
        except TooLargeError:
            return said(f"太大了：最多 {row.most // 1_000_000} MB。", 413)
        except ValueError:
            return said("发来的内容读不出来。", 400)
        return await run_in_threadpool(_viewed, desk, row, asked)

    return answer


def _viewed(desk: OpenDesk, row: RouteRow, asked: Question) -> Response:
    try:
        if not row.locked:
            return row.view(desk, asked)
        with desk.lock:
            return row.view(desk, asked)
    except UserError as error:
        return said(str(error), 409 if error.exit_code == 1 else 400)


def said(words: str, status: int) -> Response:
    """A sentence as an answer to a script; a page shows it."""
    return JSONResponse({"said": words}, status)


async def _crashed(request: Request, error: Exception) -> Response:
    """A fault of ours: a sentence with the kind of fault and its place, and nothing of the dossier."""
    from brandcluster.rules.checks.crashed import crash_report

    words = f"程序内部出错，这一步没有做。请把下面的报告发给维护者：\n{crash_report(error)}"
    if "text/html" not in request.headers.get("accept", ""):
        return said(words, 500)
    page = desk_environment().get_template("alone.html").render(title="程序出错", words=words, onward="")
    return HTMLResponse(page, 500)


def _guarded(app: ASGIApp, desk: OpenDesk) -> ASGIApp:
    """The application behind the door: what is refused never reaches it, and every answer bears the headers."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                ours = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                known = {name for name, _ in message.get("headers", ())}
                added = [each for each in ours if each[0] not in known]
                message = {**message, "headers": [*message.get("headers", ()), *added]}
            await send(message)

        request = Request(scope)
        headers = {name.lower(): value for name, value in request.headers.items()}
        path = scope["path"]
        twice = len(request.headers.getlist("host")) != 1 or len(request.headers.getlist("origin")) > 1
        status = (
            400 if twice else why_refused(desk.door, scope["method"], path, headers, request.cookies.get(COOKIE, ""))
        )
        if status is not None:
            await PlainTextResponse(REFUSED, status)(scope, receive, with_headers)
            return
        desk.busy += 1
        try:
            with suppress(Exception):  # answered above; what it says may quote what is confidential, and is not logged
                await app(scope, receive, with_headers)
        finally:
            desk.busy -= 1

    return answer
