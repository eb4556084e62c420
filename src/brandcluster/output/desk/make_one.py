"""What is done with each dossier, in whichever process: judged, and where asked for, its page and its corrections."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from brandcluster.base.diagnostics import in_reading_order
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.review.claims import Claims, claims_of
from brandcluster.review.given import GivenSource, Opened, opened_source, problems_of
from brandcluster.review.remarks import RemarkAtPlace
from brandcluster.review.rows import Row, make_row
from brandcluster.rules.checks.all_checks import examine_dossier


class Task(NamedTuple):
    """One dossier and what is wanted of it. `back` is the link from its page to the overview, "" for none.

    `claims`: what it claims, to be held against others'; of an `earlier` one nothing else is wanted.
    """

    name: str
    key: str
    path: Path
    day: date
    page: bool = False
    back: str = ""
    corrections: bool = False
    remarks: tuple[RemarkAtPlace, ...] = ()
    source: GivenSource | None = None
    claims: bool = False
    earlier: bool = False


class Result(NamedTuple):
    """The row, and the files that were asked for; or in words why what was given was not read."""

    row: Row
    page: bytes = b""
    word: bytes = b""
    markdown: bytes = b""
    unread: str = ""
    claims: Claims | None = None


def make_one(task: Task) -> Result:
    """Do what a task asks for. What stands in a dossier never raises; what raises is a bug of ours."""
    if task.source is None:
        return _made(task, task.path, None)
    with opened_source(task.source) as opened:
        if isinstance(opened, str):
            return Result(Row(task.name, task.key), unread=opened)
        return _made(task, opened.path, opened)


def _made(task: Task, path: Path, opened: Opened | None) -> Result:
    dossier = load_dossier(path)
    claims = claims_of(dossier, task.key, task.name) if task.claims else None
    if task.earlier:
        return Result(Row(task.name, task.key), claims=claims)
    checked = examine_dossier(dossier)
    if opened is not None:
        checked = checked._replace(found=in_reading_order([*checked.found, *problems_of(opened, dossier)]))
    row = make_row(task.name, task.key, dossier, checked, task.day)
    page = _page(task, dossier, row) if task.page else b""
    word, markdown = _corrections(task, dossier, row) if task.corrections else (b"", b"")
    return Result(row, page, word, markdown, claims=claims)


def _page(task: Task, dossier: Dossier, row: Row) -> bytes:
    from brandcluster.output.desk.pages import dossier_page
    from brandcluster.review.page.view import view_of

    return dossier_page(view_of(dossier, row, task.day), task.back, with_alike=task.claims)


def _corrections(task: Task, dossier: Dossier, row: Row) -> tuple[bytes, bytes]:
    from brandcluster.output.desk.corrections import corrections_markdown, corrections_word
    from brandcluster.review.items import corrections_of

    made = corrections_of(dossier, row, task.remarks, task.day)
    return corrections_word(made), corrections_markdown(made)
