"""Returns of enterprises: forms out, filled ones checked cell by cell, decided, taken, and added up.

What came in is kept in memory until it is taken or given up; it is on the disk only while it is read, in a folder that
nobody else can open. Names and figures of enterprises are shown on the page, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from starlette.responses import Response

from brandcluster.base.visible import visible
from brandcluster.cli.collecting import (
    Delivery,
    check_returns_year,
    collecting_dossier,
    decided_conflicts,
    decisions_path,
    kept_returns,
    read_delivery,
    refuse_committing,
)
from brandcluster.cli.commands.collect_add import returns_content
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.making_pages import made_files
from brandcluster.cli.desk.plain import clerk_words, plain_name, present, to
from brandcluster.cli.desk.questions import Question, Upload
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.steps import look_again
from brandcluster.cli.errors import UserError
from brandcluster.cli.writing import one_at_a_time, write_files
from brandcluster.dossier.load import Dossier
from brandcluster.formats.private import private_folder, put_private
from brandcluster.formats.tables.sheet import MAX_BYTES, Place, column_letters
from brandcluster.output.commands.collect import Shown
from brandcluster.returns.comparing import returned_years
from brandcluster.returns.deciding import deciding_workbook, decisions_of, rows_to_decide
from brandcluster.returns.good import codes_in_doubt
from brandcluster.returns.layout import Layout, layout_of, returns_path
from brandcluster.returns.merging import Merged, merge_returns
from brandcluster.returns.problems import ReturnProblem
from brandcluster.returns.reading import ReturnEntry

#: As many problems and conflicts are listed on the page.
LISTED = 300
_PAGE = "/returns"
#: How the forms for enterprises are called in out/.
FORMS = "企业填报表"


class Incoming(NamedTuple):
    """Files that came in for a year, until they are taken."""

    year: int
    uploads: tuple[Upload, ...]


class ProblemRow(NamedTuple):
    """A problem as the page lists it."""

    file: str
    cell: str
    severity: str
    message: str
    detail: str
    help: str


def returns(desk: OpenDesk, asked: Question) -> Response:
    """Which years there are returns of, forms to send, and where filled ones are handed in."""
    look_again(desk)
    dossier = present(desk)
    usual = dossier.baseline_year or max(dossier.statistics, default=desk.session.today.year - 1)
    return desk_page(
        desk,
        "returns.html",
        title="企业报表",
        here=_PAGE,
        year=usual,
        years=returned_years(dossier),
        forms=[path for _, paths in made_files(desk) for path in paths if path.startswith(FORMS)],
        ready=bool(dossier.industry_names),
        waiting=desk.shown.get("returns"),
    )


def add_up(desk: OpenDesk, asked: Question) -> Response:
    """Begin to add returns up into the statistics."""
    job = desk.jobs.start("汇总企业报表", ["indicators", ".", "--save"], desk.root, "/form/statistics")
    return to(desk, f"/jobs/{job.number}")


def returns_year(typed: str) -> int:
    """A year of returns as it was typed. UserError for none."""
    text = typed.strip()
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    try:
        check_returns_year(year)
    except UserError:
        raise UserError("年份写四位数，如 2013。") from None
    return year


def _year(asked: Question) -> int:
    return returns_year(asked.form.get("year", ""))


# ---- what comes in ---------------------------------------------------------------------------------------------


def check_returns(desk: OpenDesk, asked: Question) -> Response:
    """Filled forms, checked cell by cell; nothing is written."""
    uploads = tuple(each for each in asked.files.values() if each.content)
    if not uploads:
        raise UserError("没有选填好的报表。")
    if any(len(each.content) > MAX_BYTES for each in uploads):
        raise UserError("有一个文件太大，不像填报表。")
    desk.shown["returns"] = Incoming(_year(asked), uploads)
    return checked(desk, asked)


def checked(desk: OpenDesk, asked: Question) -> Response:
    """What came in, and how it stands beside what is there."""
    waiting = _waiting(desk)
    dossier, layout, stored = _there(desk, waiting.year)
    came = _read(dossier, layout, stored, waiting, {}, units_checked=False)
    return _shown(desk, waiting, came)


def take(desk: OpenDesk, asked: Question) -> Response:
    """Take what came in, with what was decided on the page; all of it, or what has no error."""
    waiting = _waiting(desk)
    good_only = asked.form.get("do") == "good"
    with one_at_a_time(desk.root):
        dossier, layout, stored = _there(desk, waiting.year)
        first = _read(dossier, layout, stored, waiting, {}, units_checked=False)
        decided = _decided(first, asked.form)
        came = _read(dossier, layout, stored, waiting, decided, units_checked=asked.form.get("units") == "yes")
        errors = sum(each.errors() for each in came.problems)
        if not good_only and (errors or came.merged.contradicted or not came.entries):
            return _shown(desk, waiting, came, "还有错误，或者有没有选定的，没有写入。")
        merged = _good(layout, stored, came, decided) if good_only else came.merged
        if merged is None:
            return _shown(desk, waiting, came, "没有一家可以收下，没有写入。")
        _write(dossier, layout, waiting.year, came, merged)
    desk.shown.pop("returns", None)
    with desk.lock:
        look_again(desk)
        return desk_page(
            desk,
            "returns_taken.html",
            title="企业报表",
            here=_PAGE,
            merged=merged,
            year=waiting.year,
            good_only=good_only,
        )


def give_up(desk: OpenDesk, asked: Question) -> Response:
    """Forget what came in."""
    desk.shown.pop("returns", None)
    return to(desk, _PAGE)


def _waiting(desk: OpenDesk) -> Incoming:
    found = desk.shown.get("returns")
    if not isinstance(found, Incoming):
        raise UserError("还没有选填好的报表，或者已经收下了。")
    return found


def _there(desk: OpenDesk, year: int) -> tuple[Dossier, Layout, list[ReturnEntry]]:
    dossier = collecting_dossier(str(desk.root), year)
    layout = layout_of(dossier)
    return dossier, layout, kept_returns(dossier, layout, year, Shown((), redact=True))


def _read(
    dossier: Dossier,
    layout: Layout,
    stored: list[ReturnEntry],
    waiting: Incoming,
    decided: Mapping[tuple[str, str, frozenset[str]], str],
    *,
    units_checked: bool,
) -> Delivery:
    """The files as `collect add` reads them."""
    before = decisions_of(decided_conflicts(dossier, waiting.year))
    with private_folder() as home:
        names = []
        for number, upload in enumerate(waiting.uploads, 1):
            name = f"{number}/{plain_name(upload.name)}"
            put_private(home, name, [upload.content], len(upload.content))
            names.append(str(home / name))
        return read_delivery(
            dossier, layout, waiting.year, names, stored, None, {**before, **decided}, units_checked=units_checked
        )


def _decided(came: Delivery, form: Mapping[str, str]) -> dict[tuple[str, str, frozenset[str]], str]:
    """What was chosen on the page: fields `take:CODE:HEADING` with 1 or 2."""
    found = {}
    for conflict in came.merged.conflicts:
        code = conflict.row[0]
        for each in conflict.columns:
            side = form.get(f"take:{code}:{each.heading}", "")
            if side in ("1", "2"):
                found[code, each.heading, frozenset((each.old, each.new))] = each.old if side == "1" else each.new
    return found


def _good(
    layout: Layout,
    stored: list[ReturnEntry],
    came: Delivery,
    decided: Mapping[tuple[str, str, frozenset[str]], str],
) -> Merged | None:
    """The year's returns with those that have no error; None where there is none."""
    doubtful = codes_in_doubt(came.taken, came.odd)
    if doubtful is None:
        raise UserError("错误太多，没有全列出来，分不清哪几家没有错。请分几次收。", 1)
    doubtful |= frozenset(came.merged.contradicted)
    good = [entry for entry in came.entries if entry.row[0] and entry.row[0] not in doubtful]
    return merge_returns(stored, good, layout, None, decided) if good else None


def _write(dossier: Dossier, layout: Layout, year: int, came: Delivery, merged: Merged) -> None:
    """The year's returns; where two differed, the values that were not taken stay in the sheet of decisions."""
    files: dict[Path, bytes] = {}
    if came.merged.conflicts:
        sheet = dossier.root / decisions_path(year)
        refuse_committing(sheet, "前后不一致的要写进一张表，里面有企业的名称和数")
        rows = rows_to_decide(came.merged.conflicts, decided_conflicts(dossier, year))
        files[sheet] = deciding_workbook(year, rows)
    # Last: once the returns are written, nobody could say any more what differed.
    files[dossier.root / returns_path(year)] = returns_content(merged.rows.values(), layout)
    write_files(files, inside=(dossier.root,))


# ---- what is shown ---------------------------------------------------------------------------------------------


def _shown(desk: OpenDesk, waiting: Incoming, came: Delivery, said: str = "") -> Response:
    problems = sorted(came.listed(), key=lambda each: (each.severity != "error", each.place.file, each.place.row))
    rows = [problem_row(each) for each in problems[:LISTED]]
    more = sum(each.counts.total() for each in came.problems) - len(rows)
    errors = sum(each.errors() for each in came.problems)
    doubtful = codes_in_doubt(came.taken, came.odd)
    some_good = doubtful is not None and any(
        entry.row[0] and entry.row[0] not in doubtful | came.merged.contradicted for entry in came.entries
    )
    with desk.lock:
        return desk_page(
            desk,
            "returns_checked.html",
            title=f"{waiting.year} 年企业报表",
            here=_PAGE,
            said=said,
            files=[(_file_name(name), len(taken.entries), taken.skipped) for name, taken in came.taken],
            rows=rows,
            unlisted=more,
            errors=errors,
            units=came.units,
            conflicts=[(each, _file(each.old), _file(each.new)) for each in came.merged.conflicts[:LISTED]],
            undecided=len(came.merged.contradicted),
            entries=len(came.entries),
            some_good=some_good,
            merged=came.merged,
        )


def problem_row(problem: ReturnProblem) -> ProblemRow:
    """A problem by file and cell."""
    place = problem.place
    help_ = problem.help.replace("用 brandcluster collect form 生成的", "用这里生成、发给企业的")
    return ProblemRow(_file(place), _cell(place), problem.severity, problem.message, problem.detail, clerk_words(help_))


def _file_name(name: str) -> str:
    return visible(Path(name).name)


def _file(place: Place) -> str:
    sheet = f" {visible(place.sheet)}" if place.sheet else ""
    return f"{_file_name(place.file)}{sheet}"


def _cell(place: Place) -> str:
    return f"{column_letters(place.column)}{place.row}" if place.column is not None else f"第 {place.row} 行"
