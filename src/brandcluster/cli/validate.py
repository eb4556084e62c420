"""`validate`: every problem of a dossier, all at once."""

from __future__ import annotations

from typing import Annotated

import typer

from brandcluster.cli.options import Folders, chosen, dossier_folders

HELP = "检查文件夹里的全部问题：写法、缺漏、前后不一致。每个问题都给出文件、行、列和改法。只检查，不改动任何文件。"
EXAMPLE = "brandcluster validate examples/qingshiling"


def run(
    folders: Folders = None,
    format: Annotated[
        str, typer.Option("--format", metavar="格式", help="输出格式：text、json，或 checklist（还要做什么，找谁要）")
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过")] = False,
    redact: Annotated[bool, typer.Option("--redact", help="不写出企业报表里的企业名称、代码和数")] = False,
) -> int:
    """Check dossiers; 1 when one has an error (or, if strict, a warning)."""
    chosen("--format", format, ("text", "json", "checklist"))
    targets = dossier_folders(folders)
    from brandcluster.dossier import load
    from brandcluster.output import report
    from brandcluster.rules.checks import check
    from brandcluster.rules.setting import edition_of

    reports, checklists = [], []
    for name, path in targets:
        dossier = load(path)
        found = check(dossier)
        reports.append(report.DossierReport(name, edition_of(dossier), found))
        if format == "checklist":
            from brandcluster.output import checklist

            checklists.extend(checklist.lines(name, edition_of(dossier), dossier, found))
    if format == "json":
        from brandcluster.output.machine import validate_json

        typer.echo(validate_json(reports))
    else:
        from brandcluster.output.terminal import emit

        emit(checklists if format == "checklist" else report.lines(reports, redact=redact))
    blocking = ("error", "warning") if strict else ("error",)
    return int(any(d.severity in blocking for each in reports for d in each.diagnostics))
