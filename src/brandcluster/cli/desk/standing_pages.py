"""Who has not sent its return: enterprises by how it stands with them, and the list of those to be reminded.

Names of enterprises are shown here since this is what the work is; they go into no log, and into no file but the one that
a person asks for.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from starlette.responses import Response

from brandcluster.base.visible import visible
from brandcluster.cli.collecting import collecting_dossier
from brandcluster.cli.commands.collect_list import return_standings
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.plain import download, plain_name, to
from brandcluster.cli.desk.questions import Question, Upload
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.returns_pages import Incoming, ProblemRow, problem_row, returns_year
from brandcluster.cli.errors import UserError
from brandcluster.formats.private import private_folder, put_private
from brandcluster.formats.tables.sheet import MAX_BYTES
from brandcluster.output.commands.collect import Shown
from brandcluster.output.commands.reminders import reminder_workbook
from brandcluster.output.commands.send_back import asked_of
from brandcluster.returns.layout import layout_of
from brandcluster.returns.outstanding import CHASED, REPORT_STATES, ReportStanding
from brandcluster.returns.roster import read_roster

#: As many enterprises are listed on the page; the list that is downloaded has all.
LISTED = 300
#: What each state is called on the page.
STATES = {
    "退回": "交了有错、要退回",
    "空表": "交了空表",
    "没有交": "没有交",
    "待决定": "前后不一致、等你选",
    "待收": "交了、等你收",
    "已收": "收了",
}


class GivenRoster(NamedTuple):
    """A list of those who are to report in a year, as somebody handed it in."""

    year: int
    upload: Upload


def standing(desk: OpenDesk, asked: Question) -> Response:
    """How it stands with every enterprise that is to report."""
    year = returns_year(asked.query.get("year", ""))
    found, unknown = _standings(desk, year)
    chased = [each for each in found if each.state in CHASED]
    counts = Counter(each.state for each in found)
    with desk.lock:
        return desk_page(
            desk,
            "standing.html",
            title=f"{year} 年企业报表：谁还没有交",
            here="/returns",
            year=year,
            due=len(found),
            counts=[(STATES[state], counts[state]) for state in REPORT_STATES if counts[state]],
            rows=[
                (STATES[each.state], *map(visible, each.row[:3]), list(asked_of(each, year)))
                for each in chased[:LISTED]
            ],
            unlisted=max(len(chased) - LISTED, 0),
            unknown=unknown,
            given=_given(desk, year) is not None,
            waiting=_waiting(desk, year) is not None,
        )


def take_roster(desk: OpenDesk, asked: Question) -> Response:
    """A list of those who are to report, kept for as long as the page is open; nothing is written."""
    year = returns_year(asked.form.get("year", ""))
    upload = asked.files.get("roster")
    if upload is None or not upload.content:
        raise UserError("没有选名录。")
    refused = _keep_roster(desk, year, upload)
    return to(desk, f"/returns/standing?year={year}") if refused is None else refused


def _keep_roster(desk: OpenDesk, year: int, upload: Upload) -> Response | None:
    """Keep a list for the year; where something is wrong in it, the page that says so by cell."""
    if len(upload.content) > MAX_BYTES:
        raise UserError("文件太大，不像名录。")
    found = read_roster(plain_name(upload.name), upload.content, layout_of(collecting_dossier(str(desk.root), year)))
    if found.problems.errors() or not found.rows:
        rows: list[ProblemRow] = [problem_row(each) for each in found.problems.listed if each.severity == "error"]
        with desk.lock:
            return desk_page(
                desk, "roster.html", title="名录里有错", here="/returns", status=400, year=year, rows=rows[:LISTED]
            )
    desk.shown["roster"] = GivenRoster(year, upload)
    return None


def begin_forms(desk: OpenDesk, asked: Question) -> Response:
    """Begin to make the forms that enterprises fill, of the list that is handed in with it or was before."""
    year = returns_year(asked.form.get("year", ""))
    upload = asked.files.get("roster")
    if upload is not None and upload.content:
        refused = _keep_roster(desk, year, upload)
        if refused is not None:
            return refused
    words = ["collect", "form", ".", f"--year={year}"]
    words += [f"--{name}" for name in ("each", "overwrite") if asked.form.get(name) == "yes"]
    given = _given(desk, year)
    name = "名录.csv" if given is not None and given.upload.name.lower().endswith(".csv") else "名录.xlsx"
    papers = {} if given is None else {name: given.upload.content}
    job = desk.jobs.start(
        "生成企业填报表", [*words, *(["--roster", name] if papers else [])], desk.root, "/returns", papers
    )
    return to(desk, f"/jobs/{job.number}")


def reminders(desk: OpenDesk, asked: Question) -> Response:
    """The list of those to be reminded, as a workbook to be kept."""
    year = returns_year(asked.query.get("year", ""))
    found, _ = _standings(desk, year)
    return download(f"催报清单-{year}.xlsx", reminder_workbook(year, found))


def _given(desk: OpenDesk, year: int) -> GivenRoster | None:
    given = desk.shown.get("roster")
    return given if isinstance(given, GivenRoster) and given.year == year else None


def _waiting(desk: OpenDesk, year: int) -> Incoming | None:
    waiting = desk.shown.get("returns")
    return waiting if isinstance(waiting, Incoming) and waiting.year == year else None


def _standings(desk: OpenDesk, year: int) -> tuple[list[ReportStanding], list[str]]:
    """How it stands with each enterprise, and the files of which nobody knows whose they are. UserError where nobody
    said who is to report."""
    dossier = collecting_dossier(str(desk.root), year)
    waiting, given = _waiting(desk, year), _given(desk, year)
    with private_folder() as home:
        names = []
        for number, upload in enumerate(waiting.uploads if waiting is not None else (), 1):
            names.append(f"{number}/{plain_name(upload.name)}")
            put_private(home, names[-1], [upload.content], len(upload.content))
        roster = None
        if given is not None:
            roster = f"roster/{plain_name(given.upload.name)}"
            put_private(home, roster, [given.upload.content], len(given.upload.content))
        paths = [str(home / name) for name in names]
        shown = Shown(tuple(paths), redact=True)
        named = None if roster is None else str(home / roster)
        found, unknown, _ = return_standings(dossier, year, paths, shown, named)
    return found, [visible(name.replace("\\", "/").rpartition("/")[2]) for name in unknown]
