"""`indicators`: the five indicators, by leading industry and year."""

from __future__ import annotations

from typing import Annotated

import typer

from brandcluster.cli.options import Folders, chosen, dossier_folders

HELP = "按主导产业和年份计算五个关键指标，给出分子、分母和结果。数据来自 statistics/ 里各年的合计。"
EXAMPLE = "brandcluster indicators examples/qingshiling"


def run(
    folders: Folders = None,
    format: Annotated[str, typer.Option("--format", metavar="格式", help="输出格式：text 或 json")] = "text",
) -> int:
    """Show the indicators; 1 when the statistics of a dossier have errors."""
    chosen("--format", format, ("text", "json"))
    targets = dossier_folders(folders)
    from brandcluster.diagnostics import has_errors
    from brandcluster.dossier import STATISTICS_FOLDER, load
    from brandcluster.output import figures, report
    from brandcluster.rules.checks import check
    from brandcluster.rules.setting import edition_of

    tables, problems = [], []
    for name, path in targets:
        dossier = load(path)
        tables.append(figures.DossierFigures(name, dossier.baseline_year, dossier.statistics))
        found = [d for d in check(dossier) if d.location.path.startswith(STATISTICS_FOLDER)]
        if has_errors(found):
            problems.append(report.DossierReport(name, edition_of(dossier), found))
    if format == "json":
        typer.echo(figures.indicators_json(tables))
    else:
        from brandcluster.output.terminal import emit

        emit(figures.lines(tables))
    if problems:
        from brandcluster.output.terminal import emit

        emit(report.lines(problems), to_errors=True)
    return int(bool(problems))
