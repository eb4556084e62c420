"""What is done with each dossier, in whichever process: judged, and where asked for, its page and its corrections."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from brandcluster.base.diagnostics import in_reading_order
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.review.claims import Claims, claims_of
from brandcluster.review.conclusions import Concluded
from brandcluster.review.given import GivenSource, Opened, opened_source, problems_of
from brandcluster.review.letters import LetterHead
from brandcluster.review.remarks import ExaminersJudgement, Handling, RemarkAtPlace
from brandcluster.review.rows import Row, make_row
from brandcluster.rules.checks.all_checks import examine_dossier


class Task(NamedTuple):
    """One dossier and what is wanted of it. `back` is the link from its page to the overview, "" for none.

    `previous` is what was handed in the last time, for its page. `claims`: what it claims, to be held against others';
    of an `earlier` one nothing else is wanted. `opinion`: what the examiner's `judgements` come to, and what she has
    `decided` to do.
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
    letters: LetterHead | None = None
    handling: Handling = Handling()
    reply: bytes | None = None
    opinion: bool = False
    judgements: tuple[ExaminersJudgement, ...] = ()
    decided: Handling | None = None
    inspection: LetterHead | None = None
    inspected: bytes | None = None
    previous: GivenSource | None = None


class MadePapers(NamedTuple):
    """Word files by their names, and what could not be made."""

    files: tuple[tuple[str, bytes], ...] = ()
    said: str = ""


class Result(NamedTuple):
    """The row, and the files that were asked for; or in words why what was given was not read."""

    row: Row
    page: bytes = b""
    word: bytes = b""
    markdown: bytes = b""
    unread: str = ""
    claims: Claims | None = None
    letters: tuple[tuple[str, bytes], ...] = ()
    said: str = ""
    concluded: Concluded | None = None
    opinion: bytes = b""
    inspection: MadePapers = MadePapers()
    before_unread: str = ""


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
    page, before_unread = _page(task, dossier, row) if task.page else (b"", "")
    word, markdown = _corrections(task, dossier, row) if task.corrections else (b"", b"")
    letters, said = _letters(task, dossier, row) if task.letters is not None else ((), "")
    concluded, opinion = _opinion(task, dossier, row) if task.opinion else (None, b"")
    inspection = _inspection(task, dossier, row, task.inspection) if task.inspection is not None else MadePapers()
    return Result(row, page, word, markdown, "", claims, letters, said, concluded, opinion, inspection, before_unread)


def _page(task: Task, dossier: Dossier, row: Row) -> tuple[bytes, str]:
    """The page, and in words why what was handed in the last time was not read."""
    from brandcluster.output.desk.pages import dossier_page
    from brandcluster.review.page.view import view_of

    if task.previous is None:
        view = view_of(dossier, row, task.day, task.remarks)
        return dossier_page(view, task.back, with_alike=task.claims), ""
    with opened_source(task.previous) as opened:
        before = None if isinstance(opened, str) else load_dossier(opened.path)
        view = view_of(dossier, row, task.day, task.remarks, before)
        return dossier_page(view, task.back, with_alike=task.claims), opened if isinstance(opened, str) else ""


def _corrections(task: Task, dossier: Dossier, row: Row) -> tuple[bytes, bytes]:
    from brandcluster.output.desk.corrections import corrections_markdown, corrections_word
    from brandcluster.review.items import corrections_of

    made = corrections_of(dossier, row, task.remarks, task.day)
    return corrections_word(made), corrections_markdown(made)


def _inspection(task: Task, dossier: Dossier, row: Row, head: LetterHead) -> MadePapers:
    """The papers of a yearly inspection; the result only from a sheet that was filled in."""
    from brandcluster.output.desk import inspection_papers
    from brandcluster.review.inspected import read_inspected
    from brandcluster.review.inspections import inspection_sheet

    sheet = inspection_sheet(dossier, row, task.day)
    if isinstance(sheet, str):
        return MadePapers(said=sheet)
    made = [
        (f"{inspection_papers.ANNOUNCED}.docx", inspection_papers.announcement_word(sheet, head)),
        (f"{inspection_papers.SHEET}.docx", inspection_papers.sheet_word(sheet, head)),
    ]
    if task.inspected is None:
        return MadePapers(tuple(made))
    filled = read_inspected(task.inspected)
    if isinstance(filled, str):
        return MadePapers(said=f"的检查表没有读：{filled}")
    said = f"的检查表还没有填：{'、'.join(filled.lacking)}。" if filled.lacking else ""
    return MadePapers(((f"{inspection_papers.RESULT}.docx", inspection_papers.result_word(sheet, filled)),), said)


def _opinion(task: Task, dossier: Dossier, row: Row) -> tuple[Concluded, bytes]:
    from brandcluster.output.desk.opinion_papers import OpinionOn, opinion_word
    from brandcluster.review.conclusions import concluded_of

    concluded = concluded_of(dossier, row, task.judgements, task.day)
    persons = dict.fromkeys(each.entry.person for each in task.judgements if each.entry.person is not None)
    persons |= dict.fromkeys(each.person for each in task.remarks if each.person)
    given = OpinionOn(row, concluded, task.remarks, task.decided, tuple(persons))
    return concluded, opinion_word(given)


def _letters(task: Task, dossier: Dossier, row: Row) -> tuple[tuple[tuple[str, bytes], ...], str]:
    """The letters on a dossier by the names of their files, and what could not be done."""
    from brandcluster.output.desk import letter_papers
    from brandcluster.review.items import corrections_of
    from brandcluster.review.letters import letter_of
    from brandcluster.review.second_round import hold_against, read_replies

    made = corrections_of(dossier, row, task.remarks, task.day)
    letter = letter_of(made, row, task.handling, task.letters or LetterHead())
    found: list[tuple[str, bytes]] = []
    said = ""
    if task.handling.kind == "退回":
        found.append((f"{letter_papers.RETURN}.docx", letter_papers.return_word(letter)))
    elif letter.requests and task.handling.kind == "补正":
        found.append((f"{letter_papers.NOTICE}.docx", letter_papers.notice_word(letter)))
        found.append((f"{letter_papers.REPLY}.docx", letter_papers.reply_word(letter)))
        if letter.points_to_list:
            from brandcluster.output.desk.corrections import TITLE, corrections_word

            found.append((f"{TITLE}.docx", corrections_word(made)))
    if task.reply is not None:
        replies = read_replies(task.reply)
        if isinstance(replies, str):
            said = f"的答复表没有读：{replies}"
        else:
            found.append(
                (
                    f"{letter_papers.CHECKED}.docx",
                    letter_papers.checked_word(letter, hold_against(replies, letter.requests)),
                )
            )
    return tuple(found), said
