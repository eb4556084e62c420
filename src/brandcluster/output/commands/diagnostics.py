"""Diagnostics as lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Ignored
from brandcluster.base.visible import as_argument, visible
from brandcluster.notice.edition import cite_clause
from brandcluster.output.text.heading import path_below
from brandcluster.output.text.terminal import Line
from brandcluster.output.text.words import severity_span

#: An answer that is still to be given; beyond so many, the list in the form's order is the better help.
BLANK, MANY = "M002", 10
#: As many folders are named in an advised command.
NAMED = 3


class DossierReport(NamedTuple):
    """What was found in one dossier, named as the caller named it."""

    dir: str
    edition: str
    diagnostics: list[Diagnostic]
    #: What comments beside the places set aside; shown with the reasons, never counted.
    ignored: Sequence[Ignored] = ()


def diagnostic_lines(reports: list[DossierReport], *, only_errors: bool = False, redact: bool = False) -> list[Line]:
    """Two lines a diagnostic (place and message, then what to write), and a summary (of what was asked for).

    A diagnostic of returns has a line more, which enterprise and its figures; `redact` leaves it out.
    """
    found: list[Line] = []
    for report in reports:
        for diagnostic in report.diagnostics:
            found.extend(_diagnostic(report, diagnostic, redact))
    found.extend(line for report in reports for line in ignored_lines(report))
    fixable = sum(diagnostic.fix is not None for report in reports for diagnostic in report.diagnostics)
    if fixable:
        where = _arguments(each.dir for each in reports if any(d.fix for d in each.diagnostics))
        found.append((("dim", f"其中 {fixable} 处可以自动改好：brandcluster validate --fix{where}"),))
    blank = sum(diagnostic.code == BLANK for report in reports for diagnostic in report.diagnostics)
    if blank > MANY:
        where = _arguments(each.dir for each in reports if any(d.code == BLANK for d in each.diagnostics))
        words = f"其中 {blank} 处是还没有填的；按申报书的次序看还缺什么、找谁要：brandcluster validate{where} --format checklist"
        found.append((("dim", words),))
    found.append(_summary(reports, only_errors))
    return found


def _arguments(folders: Iterable[str]) -> str:
    """A few folders as arguments of a command; nothing for the current one, or for many."""
    where = [as_argument(folder) for folder in folders if folder != "."]
    return f" {' '.join(where)}" if 0 < len(where) <= NAMED else ""


class ProblemCounts(NamedTuple):
    """How many dossiers, and how many errors and warnings in them."""

    dossiers: int
    errors: int
    warnings: int


def count_problems(reports: list[DossierReport]) -> ProblemCounts:
    """Count errors and warnings; what is set aside counts nowhere."""
    severities = [diagnostic.severity for report in reports for diagnostic in report.diagnostics]
    return ProblemCounts(len(reports), severities.count("error"), severities.count("warning"))


def ignored_lines(report: DossierReport) -> Iterator[Line]:
    """A line for each diagnostic that was set aside, with the reason."""
    for each in report.ignored:
        head = f"{_place(report, each.diagnostic)}: 已忽略 {each.diagnostic.code} {visible(each.diagnostic.message)}"
        yield (("dim", f"{head}（原因：{visible(each.reason)}）"),)


def _place(report: DossierReport, diagnostic: Diagnostic) -> str:
    place = diagnostic.location
    return f"{visible(path_below(report.dir, place.path))}:{place.line}:{place.column}"


def _diagnostic(report: DossierReport, diagnostic: Diagnostic, redact: bool) -> Iterator[Line]:
    yield (
        ("", f"{_place(report, diagnostic)}: "),
        severity_span(diagnostic.severity),
        ("", " "),
        ("bold", diagnostic.code),
        ("", f" {visible(diagnostic.message)}"),
    )
    if diagnostic.detail and not redact:
        yield (("", f"    {visible(diagnostic.detail)}"),)
    if diagnostic.related:
        places = "、".join(f"{visible(path_below(report.dir, at.path))}:{at.line}" for at in diagnostic.related)
        yield (("dim", f"    另一处：{places}"),)
    source = cite_clause(report.edition, diagnostic.clause)
    help_ = visible(diagnostic.help) + (f"〔{source}〕" if source else "")
    yield (("dim", f"    改法：{help_}"),)


def summary_sentence(reports: list[DossierReport], *, only_errors: bool = False) -> str:
    """How many dossiers, errors and warnings, and how many were set aside, in one sentence."""
    number = count_problems(reports)
    several = f"{number.dossiers} 份材料：" if number.dossiers > 1 else ""
    ignored = sum(len(report.ignored) for report in reports)
    aside = f"另有 {ignored} 处按说明忽略。" if ignored else ""
    if not number.errors and not number.warnings:
        return f"{several}没有发现问题。{aside}"
    warnings = "" if only_errors else f"，{number.warnings} 个警告"
    return f"{several}{number.errors} 个错误{warnings}。{aside}"


def _summary(reports: list[DossierReport], only_errors: bool) -> Line:
    number = count_problems(reports)
    style = "bold red" if number.errors else "yellow" if number.warnings else "green"
    return ((style, summary_sentence(reports, only_errors=only_errors)),)
