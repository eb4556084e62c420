"""The application: every request is looked at at the door, read within limits, and answered by its row of the table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.door import COOKIE, HEADERS, REFUSED, why_refused
from brandcluster.cli.desk.questions import Question, RouteRow, TooLargeError, read_request
from brandcluster.cli.desk.routes import ROUTES
from brandcluster.cli.errors import UserError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def desk_application(desk: OpenDesk, rows: Sequence[RouteRow] = ROUTES) -> ASGIApp:
    """All pages over one desk."""
    routes = [Route(row.path, _endpoint(desk, row), methods=[row.method]) for row in rows]
    app = Starlette(routes=[Mount(desk.door.home, routes=routes)])
    return _guarded(app, desk)


def _endpoint(desk: OpenDesk, row: RouteRow) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            asked = await read_request(request, row.most)
        except TooLargeError:
            return said(f"太大了：最多 {row.most // 1_000_000} MB。", 413)
        except ValueError:
            return said("发来的内容读不出来。", 400)
        except Exception as error:
            return crashed(error)
        desk.urgent += row.locked
        try:
            answer = await run_in_threadpool(_viewed, desk, row, asked)
        finally:
            desk.urgent -= row.locked
        if isinstance(answer, Refused) and "text/html" in request.headers.get("accept", ""):
            return await run_in_threadpool(_as_page, desk, answer)
        return answer

    return respond


class Refused(JSONResponse):
    """A sentence that says why something was not done."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__({"said": words}, status)
        self.words = words


def _as_page(desk: OpenDesk, refused: Refused) -> Response:
    """The same as a page, for who opened it as one."""
    from brandcluster.cli.desk.rendering import desk_page

    with desk.lock:
        return desk_page(desk, "message.html", title="没有做成", status=refused.status_code, words=refused.words)


def _viewed(desk: OpenDesk, row: RouteRow, asked: Question) -> Response:
    try:
        if not row.locked:
            return row.view(desk, asked)
        with desk.lock:
            return row.view(desk, asked)
    except UserError as error:
        return said(str(error), 409 if error.exit_code == 1 else 400)
    except Exception as error:  # a bug of ours: nothing of it goes into a log
        return crashed(error)


def said(words: str, status: int) -> Response:
    """A sentence as an answer to a script; a page shows it."""
    return Refused(words, status)


def crashed(error: Exception) -> Response:
    """A fault of ours: a sentence with the kind of fault and its place, and nothing of the dossier."""
    from brandcluster.rules.checks.crashed import crash_report

    return said(f"程序内部出错，这一步没有做。请把下面的报告发给维护者：\n{crash_report(error)}", 500)


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
            await app(scope, receive, with_headers)
        finally:
            desk.busy -= 1

    return answer
