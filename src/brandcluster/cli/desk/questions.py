"""What a page was asked, read within limits, and the table row that says who answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Message

    from brandcluster.cli.desk.desk import OpenDesk

#: As large a question is read: of answers typed in, of a document.
SMALL, DOCUMENT = 2_000_000, 51_000_000
#: As many files and fields beside them a form may have; as many choices one without files.
MOST_FIELDS, MOST_CHOICES = 200, 5_000


class TooLargeError(Exception):
    """More was sent than is read."""


class Upload(NamedTuple):
    """A file that was handed in: its name as the browser gave it, and its bytes."""

    name: str
    content: bytes


class Question(NamedTuple):
    """A question: what stands in the address, the fields and files of a form (several files of one field as `files`,
    `files 2`, `files 3`), or the data that a script sent."""

    path: Mapping[str, str] = {}
    query: Mapping[str, str] = {}
    form: Mapping[str, str] = {}
    files: Mapping[str, Upload] = {}
    data: Any = None


#: Answers a question. It runs in a thread of its own, holding the desk's lock unless its row says otherwise.
View = Callable[["OpenDesk", Question], "Response"]


class RouteRow(NamedTuple):
    """A page or a question: the method, the path below the secret place (`/form/{slug}`), who answers; as
    many bytes may be sent. `locked`: nobody else works with the dossier meanwhile."""

    method: Literal["GET", "POST"]
    path: str
    view: View
    most: int = SMALL
    locked: bool = True


async def read_request(request: Request, most: int) -> Question:
    """The question that a request is. TooLargeError where it is more than is read; ValueError for what is no JSON."""
    import json

    path = {key: str(value) for key, value in request.path_params.items()}
    query = dict(request.query_params)
    if request.method != "POST":
        return Question(path, query)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    limited = _limited(request, most)
    if kind == "multipart/form-data":
        async with limited.form(max_files=MOST_FIELDS, max_fields=MOST_FIELDS, max_part_size=SMALL) as form:
            texts = {name: value for name, value in form.items() if isinstance(value, str)}
            files: dict[str, Upload] = {}
            for name, value in form.multi_items():
                if not isinstance(value, str) and (value.filename or value.size):
                    key = name if name not in files else f"{name} {len(files) + 1}"
                    files[key] = Upload(value.filename or "", await value.read())
        return Question(path, query, texts, files)
    if kind == "application/x-www-form-urlencoded":
        async with limited.form(max_fields=MOST_CHOICES) as form:
            return Question(path, query, {name: value for name, value in form.items() if isinstance(value, str)})
    body = await limited.body()
    return Question(path, query, data=json.loads(body) if body else None)


def _limited(request: Request, most: int) -> Request:
    """The same request, of which not more can be read."""
    from starlette.requests import Request as Made

    got = 0

    async def receive() -> Message:
        nonlocal got
        message = await request.receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooLargeError
        return message

    return Made(request.scope, receive)
