"""Letters to departments: what stands with whom, letters and sheets to send, each to be kept."""

from __future__ import annotations

from datetime import date as Date
from typing import NamedTuple

from starlette.responses import Response

from brandcluster.base.visible import visible
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.making_pages import made_files
from brandcluster.cli.desk.plain import needed, present
from brandcluster.cli.desk.questions import Question
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.steps import look_again, write_together
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import FIRST_YEAR, LAST_YEAR
from brandcluster.cli.paths import exists
from brandcluster.cli.request_record import NEW_RECORD
from brandcluster.cli.requesting import LETTERS, noted_letters, office_papers
from brandcluster.cli.writing import one_at_a_time
from brandcluster.dossier.files import REQUESTS
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.dossier.suppliers import AskedField, asked_fields, for_offices, full_name
from brandcluster.formats.folder import regular_bytes
from brandcluster.output.commands.letters_out import is_late, request_state

PAGE = "/letters"
_FOLDER = LETTERS.partition("/")[2]


class SentRow(NamedTuple):
    """A letter that is out, as the page shows it."""

    supplier: str
    sent: str
    due: str
    state: str
    late: bool


class OfficeRow(NamedTuple):
    """An office that can be written to: its name, its full name, what it is asked for, and whether a letter is out."""

    name: str
    full: str
    asked: tuple[tuple[str, str], ...]
    is_out: bool


def letters(desk: OpenDesk, asked: Question) -> Response:
    """Who was written to, who can be, and where answers are handed in."""
    look_again(desk)
    dossier = present(desk)
    today = desk.session.today
    offices = [_office(dossier, name, fields) for name, fields in asked_fields(dossier).items()]
    return desk_page(
        desk,
        "letters.html",
        title="向部门要材料",
        here=PAGE,
        sent=[_sent(dossier, at, today) for at in range(len(dossier.requests.sent))],
        offices=offices,
        files=[path for home, paths in made_files(desk) if home == _FOLDER for path in paths],
        folder=_FOLDER,
        today=today,
        waiting=desk.shown.get("answers"),
    )


def _sent(dossier: Dossier, at: int, today: Date) -> SentRow:
    each = dossier.requests.sent[at]
    sent, due = (day.isoformat() if day is not None else "没有写" for day in (each.sent, each.due))
    return SentRow(each.supplier or "没有写", sent, due, request_state(each, today), is_late(each, today))


def _office(dossier: Dossier, name: str, fields: list[AskedField]) -> OfficeRow:
    is_out = any(each.supplier == name and each.answered is None for each in dossier.requests.sent)
    asked = tuple((each.label, for_offices(each.description)) for each in fields)
    return OfficeRow(name, full_name(dossier, name), asked, is_out)


def make_letters(desk: OpenDesk, asked: Question) -> Response:
    """Make letters and sheets, and note them as sent: all of it, or nothing."""
    day, due = typed_day(asked, "day", "发函的日期"), typed_day(asked, "due", "请对方交回的日期")
    if due < day:
        raise UserError("请对方交回的日期在发函的日期以前。")
    with one_at_a_time(desk.root):
        look_again(desk)
        dossier = load_dossier(desk.root)
        known = asked_fields(dossier)
        names = [name for name in known if asked.form.get(f"office:{name}") == "yes"]
        if not names:
            raise UserError("没有选向谁要。")
        files = {
            desk.root / LETTERS / f"{name}.{end}": content
            for name in names
            for end, content in office_papers(dossier, name, known[name], due, day).items()
        }
        taken = [path.name for path, content in files.items() if exists(path) and regular_bytes(path) != content]
        if taken and not asked.form.get("overwrite"):
            raise UserError(
                f"已经有了，可能已经填过，没有覆盖：{visible('、'.join(taken[:6]))}。"
                "要重新生成，先选“已经生成过的也重新生成”。",
                1,
            )
        noted = noted_letters(dossier, names, day, due)
        document = dossier.documents.get(REQUESTS)
        before = NEW_RECORD if document is None else document.text
        after = noted[desk.root / REQUESTS].decode("utf-8") if noted else before
        write_together(desk, f"给 {len(names)} 个单位发函", {REQUESTS: (before, after)}, files)
    look_again(desk)
    made = sorted(path.relative_to(desk.root / "out").as_posix() for path in files)
    return desk_page(desk, "letters_made.html", title="向部门要材料", here=PAGE, made=made, due=due, number=len(names))


def typed_day(asked: Question, name: str, words: str) -> Date:
    """A day that was typed into a field. UserError for none."""
    text = needed(asked, name, words, 20)
    try:
        day = Date.fromisoformat(text)
    except ValueError:
        raise UserError(f"“{words}”要写成 2014-04-20 这样的日期。") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UserError(f"“{words}”的年份要在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    return day
