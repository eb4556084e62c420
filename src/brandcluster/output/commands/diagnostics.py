"""Diagnostics as lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Ignored
from brandcluster.base.visible import as_argument, visible
from brandcluster.dossier.files import kind_of
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.suppliers import APPLICANT, joined, suppliers_of
from brandcluster.notice.edition import cite_clause, clauses_of
from brandcluster.output.text.heading import path_below
from brandcluster.output.text.terminal import Line
from brandcluster.output.text.words import severity_span

if TYPE_CHECKING:
    from brandcluster.dossier.model.requests import Requests

#: Said where a line was left out that names an enterprise.
NOT_SHOWN = (
    "企业名称、代码和数没有写出：它们是保密的。要在自己的电脑上核对，用 brandcluster validate --show-enterprises。"
)
#: Behind every section of the form.
LAST, ELSEWHERE = 10_000, "其他"
#: An answer that is still to be given; beyond so many, they are counted and not listed.
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
    #: Who supplies what in this region otherwise than usually.
    requests: Requests | None = None
    #: How many more there are that this call does not list, and in how many places of other files than the one asked for.
    left_out: int = 0
    elsewhere: int = 0


def diagnostic_lines(
    reports: list[DossierReport], *, only_errors: bool = False, redact: bool = True, every: bool = False
) -> list[Line]:
    """What is wrong, two lines each (place and message, then what to write); what is still empty; a summary.

    Many answers that are still to be given come as a count by section, with `every` one by one. A diagnostic of returns
    has a line more, which enterprise and its figures; `redact` leaves it out, as everybody does who was not asked for it.
    """
    found: list[Line] = []
    for report in reports:
        for diagnostic in report.diagnostics:
            if diagnostic.code != BLANK:
                found.extend(one_diagnostic(report, diagnostic, redact))
    found.extend(line for report in reports for line in ignored_lines(report))
    if redact and any(each.detail for report in reports for each in report.diagnostics):
        found.append((("dim", NOT_SHOWN),))
    fixable = sum(diagnostic.fix is not None for report in reports for diagnostic in report.diagnostics)
    if fixable:
        where = _arguments(each.dir for each in reports if any(d.fix for d in each.diagnostics))
        words = f"其中 {fixable} 处可以自动改好：brandcluster validate --fix{where}（先看看改什么：加 --diff）"
        found.append((("dim", words),))
    for report in reports:
        found.extend(_blank_lines(report, redact, every, len(reports) > 1))
    found.append(_summary(reports, only_errors))
    return found


def _blank_lines(report: DossierReport, redact: bool, every: bool, named: bool) -> Iterator[Line]:
    """What is still to be filled in: a few places one by one, many as a count by section with who supplies it."""
    blank = [each for each in report.diagnostics if each.code == BLANK]
    if every or len(blank) <= MANY:
        for each in blank:
            yield from one_diagnostic(report, each, redact)
        return
    whose = f"{visible(report.dir)}：" if named else ""
    yield (("bold", f"{whose}还没有填的 {len(blank)} 处："),)
    for section, suppliers in _by_section(report, blank).items():
        asked = "；".join(f"{supplier} {number}" for supplier, number in suppliers.items())
        yield (("", f"  {section}  {sum(suppliers.values())} 处（{asked}）"),)
    where = _arguments([report.dir])
    yield (("dim", f"逐处列出：brandcluster validate --all{where}"),)
    yield (("dim", f"按申报书的次序看还缺什么、找谁要：brandcluster validate{where} --format checklist"),)


def _by_section(report: DossierReport, blank: list[Diagnostic]) -> dict[str, dict[str, int]]:
    """How many answers are missing by section of the form and by who supplies them, in the order of the form."""
    clauses = list(clauses_of(report.edition))
    found: dict[str, dict[str, int]] = {}
    ranks: dict[str, int] = {}
    for each in blank:
        kind = kind_of(each.location.path)
        label = str(each.keys[0]) if each.keys else ""
        field = fields_of(kind.model).get(label) if kind is not None else None
        clause = field.clause if field is not None else each.clause
        rank = form_rank(clause, clauses) if clause in clauses else LAST
        section = cite_clause(report.edition, clause) or ELSEWHERE
        ranks[section] = min(rank, ranks.get(section, rank))
        suppliers = found.setdefault(section, {})
        names = suppliers_of(report.requests, kind.path, label) if kind is not None and field is not None else ()
        supplier = joined(names) or APPLICANT
        suppliers[supplier] = suppliers.get(supplier, 0) + 1
    return {section: found[section] for section in sorted(found, key=lambda each: ranks[each])}


def form_rank(clause: str, known: list[str]) -> int:
    """The order of a clause: the application first, then the recommendation form, then what conditions rest on."""
    kind = 0 if clause.startswith("form-") else 1 if clause.startswith("rec-") else 2
    return kind * len(known) + known.index(clause)


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


def one_diagnostic(report: DossierReport, diagnostic: Diagnostic, redact: bool) -> Iterator[Line]:
    """A diagnostic as lines: its place and message, the enterprise where it may be shown, what to write instead."""
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
    """How many dossiers, errors and warnings, and how many were set aside or not asked for, in one line."""
    number = count_problems(reports)
    several = f"{number.dossiers} 份材料：" if number.dossiers > 1 else ""
    ignored = sum(len(report.ignored) for report in reports)
    aside = f"另有 {ignored} 处按说明忽略。" if ignored else ""
    left_out, elsewhere = sum(each.left_out for each in reports), sum(each.elsewhere for each in reports)
    aside += f"按 --select、--ignore 没有列出 {left_out} 处。" if left_out else ""
    aside += f"别的文件里还有 {elsewhere} 处。" if elsewhere else ""
    if not number.errors and not number.warnings:
        return f"{several}没有发现问题。{aside}"
    warnings = "" if only_errors else f"，{number.warnings} 个警告"
    return f"{several}{number.errors} 个错误{warnings}。{aside}"


def _summary(reports: list[DossierReport], only_errors: bool) -> Line:
    number = count_problems(reports)
    style = "bold red" if number.errors else "yellow" if number.warnings else "green"
    blank = sum(each.code == BLANK for report in reports for each in report.diagnostics)
    words = summary_sentence(reports, only_errors=only_errors)
    if blank > MANY:
        words = words.replace(" 个错误", f" 个错误（其中 {blank} 处是还没有填的）", 1)
    return ((style, words),)
