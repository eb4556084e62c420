"""How a report is made: template and facts → Word, with the places left for people.

A dossier may bring templates of its own, `templates/reports/NAME.md`; they are run like any stranger's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from brandcluster.base import resources
from brandcluster.base.diagnostics import Diagnostic, Location
from brandcluster.dossier.files import STYLE
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.statistics import FULL_YEAR
from brandcluster.formats import folder
from brandcluster.papers.content import Paragraph, inline_text
from brandcluster.papers.forms import styling
from brandcluster.papers.own_page import mark_page
from brandcluster.papers.reports import word
from brandcluster.papers.reports.facts import report_facts
from brandcluster.papers.reports.figures import Shelf
from brandcluster.papers.reports.marked import Piece, ReportItem, split_report
from brandcluster.papers.reports.report_list import Report
from brandcluster.papers.reports.sandbox import TemplateProblem, run_template
from brandcluster.papers.stamp import DRAFT_MARK
from brandcluster.rules.facts.deciding_years import latest_full_year
from brandcluster.rules.facts.record_days import newest_day

TEMPLATES = "templates/reports"
MAX_TEMPLATE = 400_000


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report: the name of its file, its bytes (None where something is wrong), what people still have to write."""

    file: str
    content: bytes | None
    gaps: tuple[word.FillIn, ...] = ()
    problems: tuple[Diagnostic, ...] = field(default=())


def make_report(dossier: Dossier, report: Report, year: int | None, day: date | None, *, draft: bool) -> MadeReport:
    """One report of a dossier. Pure but for the template: the same dossier, year and day give the same bytes.

    Without a year it is the latest with full figures; without a day the newest that the records name.
    """
    about = year if year is not None else _year(dossier, report, day)
    when = day if day is not None else _day(dossier, report, about)
    if about is None or when is None:
        return _refused(
            f"{report.title}.docx", "F030", "还没有可以写进报告的年度：没有全年的统计数据，也没有记录。", ""
        )
    file = f"{report.title}-{about}.docx" if report.yearly else f"{report.title}.docx"
    outside = _outside(dossier, report, about)
    if outside:
        return _refused(file, "F030", outside[0], "", outside[1])
    template = _template(dossier, report)
    if isinstance(template, Diagnostic):
        return MadeReport(file, None, problems=(template,))
    path, source = template
    shelf = Shelf()
    text = run_template(source, _facts(dossier, report, about, when, shelf))
    found = split_report(text) if isinstance(text, str) else text
    if isinstance(found, TemplateProblem):
        location = Location(path, found.line, 1, found.line, 1)
        help_ = f"改模板；不用自己的模板，就删掉 {path}。" if path.startswith(TEMPLATES) else "请把这几行发给维护者。"
        return MadeReport(file, None, problems=(Diagnostic("F030", "error", found.message, help_, location),))
    if (wrong := styling.style_problem(dossier.style)) is not None:
        return _refused(file, "F019", wrong, "style.yaml", "改小页边距，或删掉这几行。")
    content, gaps = word.build_report(_title(found, report), found, shelf.figures, _room(dossier))
    if dossier.has(STYLE):
        content = styling.apply_style(content, dossier.style)
    return MadeReport(file, mark_page(content, DRAFT_MARK) if draft else content, tuple(gaps))


def _facts(dossier: Dossier, report: Report, year: int, day: date, shelf: Shelf) -> dict[str, Any]:
    pictures = {"summary": "活动", "zone-application": "附件"}.get(report.name, "")
    return report_facts(dossier, year, day, shelf, clauses=report.name == "summary", pictures=pictures)


def _outside(dossier: Dossier, report: Report, year: int) -> tuple[str, str] | None:
    """Why there is no report of a year, and which to write instead; None where there may be one."""
    begun = dossier.approval.date
    last = newest_day(dossier)
    if report.yearly and begun is not None and year < begun.year and year not in dossier.evaluations:
        message = f"{year} 年在批复（{begun.isoformat()}）以前，没有{report.title}。"
        return message, f"写 {begun.year} 年或以后的年度：--year {begun.year}。"
    if last is not None and year > last.year:
        return f"材料里没有 {year} 年的记录，最近的到 {last.isoformat()}。", f"写 {last.year} 年或以前的年度。"
    return None


def _room(dossier: Dossier) -> int:
    """The width of the text between the region's margins, in whole millimetres."""
    margins = dossier.style.margins
    if margins is None:
        return word.WIDTH
    return int(210 - (margins.left or 28) - (margins.right or 26))


def _refused(file: str, code: str, message: str, path: str, help_: str = "补上统计数据和记录。") -> MadeReport:
    place = Location(path or "statistics")
    return MadeReport(file, None, problems=(Diagnostic(code, "error", message, help_, place),))


# ---- which year, which day -------------------------------------------------------------------------------------


def _year(dossier: Dossier, report: Report, day: date | None) -> int | None:
    """The year of a report that was asked for without one; None when no record names a year."""
    if not report.yearly:
        when = day if day is not None else _day(dossier, report, None)
        found = None if when is None else latest_full_year(dossier, when)
        return found.year if found is not None else None if when is None else when.year
    if report.name != "summary" and dossier.evaluations:
        return max(dossier.evaluations)
    return max((year for year, each in dossier.statistics.items() if each.period == FULL_YEAR), default=None)


def _day(dossier: Dossier, report: Report, year: int | None) -> date | None:
    """The day up to which a report counts when none was given: from the records, never from a clock; None without any."""
    zone = dossier.zone
    if report.name == "summary" and year is not None:
        return date(year, 12, 31)
    if report.name == "evaluation" and year is not None:
        own = dossier.evaluations.get(year)
        if own is not None and own.date is not None:
            return own.date
    if report.name == "zone-application" and zone.application is not None:
        return zone.application.date or newest_day(dossier)
    if report.name == "re-review":
        asked = [each.applied for each in zone.reviews if each.applied is not None]
        if asked:
            return max(asked)
    return newest_day(dossier)


# ---- the template ----------------------------------------------------------------------------------------------


def _template(dossier: Dossier, report: Report) -> tuple[str, str] | Diagnostic:
    """The path and text of the dossier's own template, else of ours; a diagnostic F030 when its own cannot be read."""
    path = f"{TEMPLATES}/{report.name}.md"
    content = folder.read_bytes(dossier.root, path, MAX_TEMPLATE)
    if content == "missing":
        ours = resources.folder("templates") / "reports" / f"{report.name}.md"
        return f"brandcluster/{path}", resources.own_text(ours)
    if not isinstance(content, bytes):
        return _unusable(path, "模板读不了，或太大，或是指向文件夹以外的链接。")
    try:
        return path, content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return _unusable(path, "模板不是 UTF-8 编码。")


def _unusable(path: str, message: str) -> Diagnostic:
    help_ = f"另存为 UTF-8 的文本文件；不用自己的模板，就删掉 {path}。"
    return Diagnostic("F030", "error", message, help_, Location(path))


def _title(found: list[ReportItem], report: Report) -> str:
    """What the head line says: the title of the text itself."""
    titles = [each.block for each in found if isinstance(each, Piece) and each.use == "title"]
    pieces = [piece for block in titles if isinstance(block, Paragraph) for piece in block.content]
    return "".join(map(inline_text, pieces)) or report.title


def gaps_by_heading(gaps: tuple[word.FillIn, ...]) -> Mapping[str, list[str]]:
    """What people still have to write, heading by heading."""
    found: dict[str, list[str]] = {}
    for each in gaps:
        found.setdefault(each.heading, []).append(each.asked)
    return found
