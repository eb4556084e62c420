"""Long work: its page with what it says so far, the question how far it is, and the button that ends it."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse, Response

from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.job_table import Job
from brandcluster.cli.desk.plain import clerk_words, to
from brandcluster.cli.desk.questions import Question
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.errors import UserError

#: What is said of a job by its state.
STATE_WORDS = {
    "running": "正在做",
    "done": "做好了",
    "refused": "没有做成，或者有要看的",
    "broken": "程序出错",
    "ended": "停下了，没有写完的都没有写",
}
#: As many lines of what it says are shown.
SHOWN = 200


def job_page(desk: OpenDesk, asked: Question) -> Response:
    """A job, running or over."""
    job = desk.jobs.find(asked.path["number"])
    if job is None:
        return desk_page(desk, "message.html", title="没有这一页", status=404, words="这件事已经不在记录里了。")
    return desk_page(desk, "job.html", title=job.title, here=job.after, job=job, **_values(desk, job))


def job_state(desk: OpenDesk, asked: Question) -> Response:
    """How far a job is, for its page."""
    job = desk.jobs.find(asked.path["number"])
    if job is None:
        raise UserError("这件事已经不在记录里了。")
    return JSONResponse({"state": job.state, **_values(desk, job)})


def end_job(desk: OpenDesk, asked: Question) -> Response:
    """End it."""
    job = desk.jobs.find(asked.path["number"])
    if job is not None:
        desk.jobs.end(job)
    return to(desk, f"/jobs/{asked.path['number']}")


def _values(desk: OpenDesk, job: Job) -> dict[str, Any]:
    until = job.finished if job.finished is not None else desk.jobs.clock()
    lines = [clerk_words(line) for line in job.lines[-SHOWN:]]
    return {"words": STATE_WORDS[job.state], "seconds": int(until - job.started), "lines": lines}
