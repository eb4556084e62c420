"""`validate`: every problem of a dossier, all at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from brandcluster.cli.choosing import CodeChoice, Ignore, Select, choice_of, chosen
from brandcluster.cli.confidential import Redact, ShowEnterprises, enterprises_shown
from brandcluster.cli.errors import UserError
from brandcluster.cli.folders_below import with_those_below
from brandcluster.cli.formats import (
    CHECKLIST,
    Makers,
    Output,
    ValidateFormat,
    prefix_of,
    publish,
    start_findings,
    wanted_formats,
)
from brandcluster.cli.from_stdin import As, TypedFile, not_read, typed_file
from brandcluster.cli.jobs import Jobs, for_each
from brandcluster.cli.options import dossier_folders
from brandcluster.cli.start import BUG

if TYPE_CHECKING:
    from brandcluster.output.commands.diagnostics import DossierReport
    from brandcluster.output.exchange.findings import Findings
    from brandcluster.output.text.terminal import Line

HELP = "检查文件夹里的全部问题：写法、缺漏、前后不一致。每个问题都给出文件、行、列和改法。只检查，不改动任何文件，除非加 --fix。"
EXAMPLE = "brandcluster validate examples/qingshiling"
EXIT_ONE = "有错误；加 --strict 时有警告也算"


Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[文件夹]…",
        help="申报文件夹，可以写几个；放着几份材料的文件夹，就逐份检查；写 - 从标准输入读一个文件；不写就是当前文件夹",
    ),
]


def run(
    folders: Targets = None,
    select: Select = None,
    ignore: Ignore = None,
    format: ValidateFormat = None,
    output: Output = None,
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="先把有把握的直接改好（写法、不改内容），再检查")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="只看 --fix 会改什么，不改动文件")] = False,
    every: Annotated[bool, typer.Option("--all", help="还没有填的也逐处列出；不加就按部分给出处数")] = False,
    files: Annotated[
        bool, typer.Option("--files", help="参数是文件，检查它们所在的申报文件夹；供 pre-commit 用")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="不结束：文件一改就再查，只列出新出现的和改好了的；Ctrl-C 结束")
    ] = False,
    poll: Annotated[bool, typer.Option("--poll", help="与 --watch 同用，文件夹在网络盘上时写：隔一会儿看一遍")] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="有错误退出码也是 0：只想看，不想拦")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="只写有没有问题的一行，不逐条列出")] = False,
    place: As = None,
    redact: Redact = False,
    show: ShowEnterprises = False,
    jobs: Jobs = None,
) -> int:
    """Check dossiers; 1 when one has an error (or, if strict, a warning), 3 when the program broke on one."""
    wanted = wanted_formats(format, output, (CHECKLIST,))
    shown = enterprises_shown(show=show, redact=redact)
    choice = choice_of(select, ignore)
    typed = typed_file(folders, place)
    if typed is not None:
        beside = {"--fix": fix, "--diff": diff, "--files": files, "--watch": watch, "--poll": poll}
        if any(beside.values()):
            raise UserError(f"“-”不与 {'、'.join(name for name in beside if beside[name])} 同用。")
        folders = [typed.home]
    elif not files:
        folders = with_those_below(folders, quiet=quiet)
    if watch or poll:
        from brandcluster.cli.commands.validate_watch import watch_dossiers

        others = {"--format": format, "-o": output, "--fix": fix, "--diff": diff, "--files": files, "--strict": strict}
        others |= {"--exit-zero": exit_zero, "-q": quiet}
        return watch_dossiers(
            folders or [],
            choice=choice,
            shown=shown,
            every=every,
            watch=watch,
            poll=poll,
            beside=[name for name in others if others[name]],
        )
    if files:
        from brandcluster.cli.changed_files import NO_DOSSIER, by_dossier

        folders = list(by_dossier(folders or []))
        if not folders:
            typer.echo(NO_DOSSIER)
            return 0
    targets = dossier_folders(folders)
    if fix or diff:
        from brandcluster.cli.commands.validate_fix import fix_dossiers

        fix_dossiers(targets, choice, to_errors=wanted.shown not in ("text", CHECKLIST), only_show=diff)
    from brandcluster.output.commands.diagnostics import diagnostic_lines, summary_sentence

    findings = start_findings("validate", wanted)
    tasks = [
        _Task(name, path, wanted.wants(CHECKLIST), prefix_of(path) if findings is not None else None, choice, typed)
        for name, path in targets
    ]
    results, broke = for_each(tasks, _check, jobs, "逐份检查")
    reports = [each.report for each in results]
    checklists = [line for each in results for line in each.checklist]
    for each in results:
        if findings is not None and each.findings is not None:
            findings.join(each.findings)
    if findings is not None:
        findings.notes.append(summary_sentence(reports))

    def text() -> list[Line]:
        if quiet:
            return [(("", summary_sentence(reports)),)]
        return diagnostic_lines(reports, redact=not shown, every=every)

    makers: Makers = {
        "text": text,
        CHECKLIST: lambda: checklists,
        "json": lambda: _json(reports),
    }
    publish(wanted, makers, findings, leaving={"text": lambda: diagnostic_lines(reports, redact=not show, every=every)})
    blocking = ("error", "warning") if strict else ("error",)
    failed = not exit_zero and any(d.severity in blocking for each in reports for d in each.diagnostics)
    return BUG if broke else int(failed)


class _Task(NamedTuple):
    """One dossier to check; whether its checklist is wanted, and its folder in the repository, where findings for
    other systems are."""

    name: str
    path: Path
    checklist: bool
    prefix: str | None
    choice: CodeChoice | None
    typed: TypedFile | None


class _Checked(NamedTuple):
    """What is wrong with one dossier, in the forms that were asked for."""

    report: DossierReport
    checklist: list[Line]
    findings: Findings | None


def _check(task: _Task) -> _Checked:
    from brandcluster.dossier.files import REQUESTS
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.diagnostics import DossierReport
    from brandcluster.rules.checks.all_checks import Checked, examine_dossier
    from brandcluster.rules.facts.rules_in_force import edition_of

    typed = task.typed
    dossier = load_dossier(task.path, instead=None if typed is None else {typed.path: typed.content})
    checked, left_out = chosen(examine_dossier(dossier, obeying=True), task.choice)
    elsewhere = 0
    if typed is not None:
        if typed.path not in dossier.documents:
            raise not_read(typed.path)
        elsewhere = sum(each.location.path != typed.path for each in checked.found)
        checked = Checked(
            [each for each in checked.found if each.location.path == typed.path],
            [each for each in checked.ignored if each.diagnostic.location.path == typed.path],
        )
    report = DossierReport(
        task.name,
        edition_of(dossier),
        checked.found,
        checked.ignored,
        dossier.requests if dossier.has(REQUESTS) else None,
        left_out=left_out,
        elsewhere=elsewhere,
    )
    lines: list[Line] = []
    if task.checklist:
        from brandcluster.output.commands.checklist import checklist_lines

        lines = checklist_lines(task.name, edition_of(dossier), dossier, checked.found)
    if task.prefix is None:
        return _Checked(report, lines, None)
    from brandcluster.output.exchange.findings import Findings

    findings = Findings("validate")
    findings.add_report(report, dossier, task.prefix)
    return _Checked(report, lines, findings)


def _json(reports: list[DossierReport]) -> str:
    from brandcluster.output.commands.validate_json import validate_json

    return validate_json(reports)
