"""`render --report`: the reports of the pilot years as Word files, and what people still have to write in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import check_year
from brandcluster.cli.printable import Papers, load_printable
from brandcluster.papers.reports.report_list import REPORTS, Report, report_named

if TYPE_CHECKING:
    from brandcluster.output.text.terminal import Line
    from brandcluster.papers.reports.making import MadeReport

ALL = "all"


def render_reports(
    targets: list[tuple[str, Path]],
    outputs: dict[str, Path],
    named: str,
    year: int | None,
    day: date | None,
    *,
    draft: bool,
) -> Papers:
    """The reports of dossiers, with lines that list what is left for people. UserError for a name or year that is
    none."""
    wanted = _wanted(named, year)
    from brandcluster.papers.reports.making import make_report

    made = Papers({}, {}, [], [])
    for name, path in targets:
        loaded = load_printable(name, path, made, draft=draft)
        if loaded is None:
            continue
        dossier, edition = loaded
        for each in wanted:
            one = make_report(dossier, each, year, day, draft=draft)
            if one.content is None:
                made.refuse(name, edition, list(one.problems))
                continue
            made.files[outputs[name] / one.file] = one.content
            made.notes.extend(_left(outputs[name] / one.file, one))
    return made


def _wanted(named: str, year: int | None) -> tuple[Report, ...]:
    if year is not None:
        check_year(year, 2015)
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
