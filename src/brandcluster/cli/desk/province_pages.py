"""Many dossiers below one folder, to be looked at: the overview and pages of `review`, made in a folder of our own.

Nothing below the folder is written. The pages are the ones that `review --html` makes; they hold themselves to a policy
of their own, which the answer repeats.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from starlette.responses import HTMLResponse, Response

from brandcluster.base.visible import visible
from brandcluster.cli.desk import coming_and_going, job_pages
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.job_table import Job
from brandcluster.cli.desk.plain import to
from brandcluster.cli.desk.questions import Question, RouteRow
from brandcluster.cli.desk.rendering import bare_page
from brandcluster.formats import folder

#: The overview among the pages that were made.
INDEX = "index.html"
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
#: So far from its beginning the policy of a page is looked for.
_HEAD = 4_000


def province(desk: OpenDesk, asked: Question) -> Response:
    """What was found, and the overview once it is made."""
    made = pages_folder(desk)
    job = _job(desk)
    if job is None:
        job = _begin(desk, made)
    ready = folder.read_bytes(made, INDEX, folder.MAX_NAMED) if job.code is not None else None
    return bare_page(
        desk,
        "province.html",
        title="一批申报材料",
        place=visible(str(desk.root.resolve())),
        job=job,
        ready=isinstance(ready, bytes),
        words=job_pages.STATE_WORDS[job.state],
        lines=job.lines[-job_pages.SHOWN :],
        seconds=int((job.finished or desk.jobs.clock()) - job.started),
    )


def again(desk: OpenDesk, asked: Question) -> Response:
    """Look at all of them anew."""
    job = _job(desk)
    if job is None or job.code is not None:
        _begin(desk, pages_folder(desk))
    return to(desk, "/")


def end(desk: OpenDesk, asked: Question) -> Response:
    """Stop looking."""
    job = _job(desk)
    if job is not None:
        desk.jobs.end(job)
    return to(desk, "/")


def overview(desk: OpenDesk, asked: Question) -> Response:
    """One of the pages that were made."""
    path = asked.path["path"]
    made = pages_folder(desk)
    content = folder.read_bytes(made, path, folder.MAX_NAMED) if path in folder.files_below(made) else None
    if not isinstance(content, bytes) or not path.endswith(".html"):
        return bare_page(desk, "message_bare.html", title="没有这一页", status=404, words="没有这一页。")
    policy = _POLICY.search(content[:_HEAD].decode("utf-8", "replace"))
    if policy is None:
        return HTMLResponse(content)
    own = html.unescape(policy.group(1))
    return HTMLResponse(content, headers={"Content-Security-Policy": f"{own}; frame-ancestors 'none'"})


def pages_folder(desk: OpenDesk) -> Path:
    """The folder of our own that the pages are in."""
    found = desk.shown["pages"]
    assert isinstance(found, Path)  # noqa: S101  # put there when the desk was opened
    return found


def _job(desk: OpenDesk) -> Job | None:
    return next(iter(desk.jobs.recent()), None)


def _begin(desk: OpenDesk, made: Path) -> Job:
    words = ["review", ".", "--html", str(made), "--overwrite"]
    return desk.jobs.start("查看一批申报材料", words, desk.root, "/")


#: All that is there for a folder of dossiers.
PROVINCE: tuple[RouteRow, ...] = (
    RouteRow("GET", "/enter", coming_and_going.come_in),
    RouteRow("GET", "/static/{name}", coming_and_going.static_file, locked=False),
    RouteRow("GET", "/pulse", coming_and_going.beat, locked=False),
    RouteRow("POST", "/leave", coming_and_going.leave),
    RouteRow("GET", "/", province),
    RouteRow("POST", "/again", again),
    RouteRow("POST", "/end", end),
    RouteRow("GET", "/jobs/{number}/state", job_pages.job_state, locked=False),
    RouteRow("GET", "/overview/{path:path}", overview),
)
