"""The pilot years: their files, years of statistics, evaluations, and what is made of them."""

from __future__ import annotations

from starlette.responses import Response

from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.plain import present, to
from brandcluster.cli.desk.questions import Question
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.steps import look_again
from brandcluster.cli.errors import UserError
from brandcluster.cli.new_dossier import pilot_contents
from brandcluster.cli.options import check_year
from brandcluster.cli.paths import exists
from brandcluster.cli.writing import one_at_a_time, write_files
from brandcluster.dossier.editing.new_files import new_dossier_files
from brandcluster.dossier.files import statistics_path
from brandcluster.dossier.model.reading import MISSING
from brandcluster.papers.reports.report_list import REPORTS
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.session.desk.pilot_sections import pilot_sections, yearly_sections
from brandcluster.session.desk.sections import FormSection

_PAGE = "/pilot"


def pilot(desk: OpenDesk, asked: Question) -> Response:
    """The files of the pilot years and how they stand."""
    look_again(desk)
    dossier = present(desk)
    latest = max(dossier.statistics, default=desk.session.today.year - 1)
    return desk_page(
        desk,
        "pilot.html",
        title="试点",
        here=_PAGE,
        files=[(each, *_state(desk, each)) for each in pilot_sections(dossier)],
        years=[(each, *_state(desk, each)) for each in yearly_sections(dossier)],
        latest=latest,
        reports=REPORTS,
    )


def _state(desk: OpenDesk, section: FormSection) -> tuple[int, int]:
    """How many places of a file are wrong, and how many are still to be given."""
    errors = [
        each for each in desk.session.diagnostics() if each.location.path == section.file and each.severity == "error"
    ]
    gaps = sum(each.code in MISSING for each in errors)
    return len(errors) - gaps, gaps


def begin(desk: OpenDesk, asked: Question) -> Response:
    """Put the files of the pilot years beside the application's; none that is there is touched."""
    with one_at_a_time(desk.root):
        contents = pilot_contents(desk.root, desk.root.name)
        files = {desk.root / path: content for path, content in contents.items() if not exists(desk.root / path)}
        write_files(files, inside=(desk.root,))
    look_again(desk)
    return to(desk, _PAGE)


def add_year(desk: OpenDesk, asked: Question) -> Response:
    """Begin the statistics of a year."""
    year = _year(asked)
    with one_at_a_time(desk.root):
        look_again(desk)
        dossier = present(desk)
        path = statistics_path(year)
        if exists(desk.root / path):
            raise UserError(f"{year} 年的统计数据已经有了。", 1)
        text = new_dossier_files(edition_of(dossier), year)[path]
        write_files({desk.root / path: text.encode()}, inside=(desk.root,))
    look_again(desk)
    return to(desk, f"/form/statistics-{year}")


def evaluate(desk: OpenDesk, asked: Question) -> Response:
    """Begin to score a year."""
    year = _year(asked)
    job = desk.jobs.start(f"给 {year} 年评价打分", ["evaluate", ".", f"--year={year}"], desk.root, _PAGE)
    return to(desk, f"/jobs/{job.number}")


def _year(asked: Question) -> int:
    text = asked.form.get("year", "").strip()
    if not (text.isdecimal() and len(text) == 4):
        raise UserError("年份写四位数，如 2015。")
    check_year(int(text), 2015)
    return int(text)
