"""`validate`: every problem of a dossier, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.cli import formats
from brandcluster.cli.options import Folders, dossier_folders

if TYPE_CHECKING:
    from brandcluster.output.commands.diagnostics import DossierReport

HELP = "检查文件夹里的全部问题：写法、缺漏、前后不一致。每个问题都给出文件、行、列和改法。只检查，不改动任何文件，除非加 --fix。"
EXAMPLE = "brandcluster validate examples/qingshiling"


def run(
    folders: Folders = None,
    format: Annotated[
        str | None,
        typer.Option("--format", metavar="格式", help=f"{formats.HELP}；另有 checklist（还要做什么，找谁要）"),
    ] = None,
    output: formats.Output = None,
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="先把有把握的直接改好（写法、不改内容），再检查")] = False,
    files: Annotated[
        bool, typer.Option("--files", help="参数是文件，检查它们所在的申报文件夹；供 pre-commit 用")
    ] = False,
    redact: Annotated[bool, typer.Option("--redact", help="不写出企业报表里的企业名称、代码和数")] = False,
) -> int:
    """Check dossiers; 1 when one has an error (or, if strict, a warning)."""
    wanted = formats.wanted(format, output, ("checklist",))
    if files:
        from brandcluster.cli.targets import by_dossier

        folders = list(by_dossier(folders or []))
        if not folders:
            typer.echo("没有申报文件夹里的文件。")
            return 0
    targets = dossier_folders(folders)
    if fix:
        from brandcluster.cli.commands.validate_fix import fix as fix_all

        fix_all(targets, to_errors=wanted.shown not in ("text", "checklist"))
    from brandcluster.dossier.load import load
    from brandcluster.output.commands import diagnostics as report
    from brandcluster.rules.checks.all_checks import examine
    from brandcluster.rules.facts.rules_in_force import edition_of

    reports, checklists, review = [], [], formats.review("validate", wanted)
    for name, path in targets:
        dossier = load(path)
        checked = examine(dossier)
        reports.append(report.DossierReport(name, edition_of(dossier), checked.found, checked.ignored))
        if wanted.wants("checklist"):
            from brandcluster.output.commands import checklist

            checklists.extend(checklist.lines(name, edition_of(dossier), dossier, checked.found))
        if review is not None:
            review.add_report(reports[-1], dossier, formats.prefix_of(path))
    if review is not None:
        review.notes.append(report.summary(reports))
    own: dict[str, formats.Maker] = {
        "text": lambda leaves: report.lines(reports, redact=redact or leaves),
        "checklist": lambda _: checklists,
        "json": lambda _: _json(reports),
    }
    formats.publish(wanted, own, review)
    blocking = ("error", "warning") if strict else ("error",)
    return int(any(d.severity in blocking for each in reports for d in each.diagnostics))


def _json(reports: list[DossierReport]) -> str:
    from brandcluster.output.commands.validate_json import validate_json

    return validate_json(reports)
