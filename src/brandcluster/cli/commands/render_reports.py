"""`render --report`: the reports of the pilot years as Word files, and what people still have to write in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError

if TYPE_CHECKING:
    from brandcluster.output.commands.diagnostics import DossierReport
    from brandcluster.output.text.terminal import Line
    from brandcluster.papers.reports.making import MadeReport, Report

ALL = "all"


class Reports(NamedTuple):
    """What came of it: files by path, what was refused and why, and the lines that list what is left for people."""

    files: dict[Path, bytes]
    refused: list[DossierReport]
    left: list[Line]


def reports(
    targets: list[tuple[str, Path]],
    outputs: dict[str, Path],
    named: str,
    year: int | None,
    day: date | None,
    *,
    draft: bool,
) -> Reports:
    """The reports of dossiers. UserError for a name or year that is none."""
    wanted = _wanted(named, year)
    from brandcluster.base.diagnostics import has_errors
    from brandcluster.dossier.load import load
    from brandcluster.output.commands import diagnostics as report
    from brandcluster.papers.reports.making import make_report
    from brandcluster.rules.checks.all_checks import examine
    from brandcluster.rules.facts.rules_in_force import edition_of

    made = Reports({}, [], [])
    for name, path in targets:
        dossier = load(path)
        found, ignored = examine(dossier)
        edition = edition_of(dossier)
        made.left.extend(report.ignored_lines(report.DossierReport(name, edition, [], ignored)))
        if has_errors(found) and not draft:
            made.refused.append(report.DossierReport(name, edition, [d for d in found if d.severity == "error"]))
            continue
        for each in wanted:
            one = make_report(dossier, each, year, day, draft=draft)
            if one.content is None:
                made.refused.append(report.DossierReport(name, edition, list(one.problems)))
                continue
            made.files[outputs[name] / one.file] = one.content
            made.left.extend(_left(outputs[name] / one.file, one))
    return made


def _wanted(named: str, year: int | None) -> tuple[Report, ...]:
    from brandcluster.papers.reports.making import REPORTS, report_named

    if year is not None and not 1949 <= year <= 2099:
        raise UserError(f"--year 不能写“{year}”，写四位年份，如 2015。")
    if named == ALL:
        return REPORTS
    found = report_named(named)
    if found is None:
        known = "、".join(f"{each.name}（{each.title}）" for each in REPORTS)
        raise UserError(f"--report 不能写“{visible(named)}”，只能写：{known}、{ALL}（全部）。")
    return (found,)


def _left(path: Path, made: MadeReport) -> list[Line]:
    """What people still have to write in one report, heading by heading."""
    from brandcluster.papers.reports.making import gaps_by_heading

    if not made.gaps:
        return []
    lines: list[Line] = [(("yellow", f"{visible(path.name)} 里还有 {len(made.gaps)} 处要人填写："),)]
    for heading, asked in gaps_by_heading(made.gaps).items():
        where = visible(heading) or "开头"
        lines += [
            (("", f"  {where}：{visible(each.removeprefix('请填写').removeprefix('：') or '这里')}"),) for each in asked
        ]
    return lines
