"""`indicators`: the five indicators and the region's own, by leading industry and year; returns against statistics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.confidential import Redact, ShowEnterprises, enterprises_shown
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Makers, Output, format_option, publish, wanted_output
from brandcluster.cli.jobs import Jobs, for_each
from brandcluster.cli.options import Folders, dossier_folders
from brandcluster.cli.progress_bar import while_waiting
from brandcluster.cli.start import BUG

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import Diagnostic
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.diagnostics import DossierReport
    from brandcluster.output.commands.indicators import DossierFigures

HELP = (
    "按主导产业和年份计算五个关键指标和自定指标，给出分子、分母和结果。数据来自 statistics/ 里各年的合计；"
    "有企业报表（enterprises/）的，同时按报表重算，不一致就指出来。加 --save 把报表的合计写进 statistics/。"
)
EXAMPLE = "brandcluster indicators examples/qingshiling"
EXIT_ONE = "统计数据有错误，或与企业报表不一致"
FORMATS = ("text", "json", "csv")


def run(
    folders: Folders = None,
    format: Annotated[str | None, format_option(FORMATS, "输出格式：")] = None,
    output: Output = None,
    save: Annotated[
        bool, typer.Option("--save", help="按企业报表更新 statistics/ 里的合计；手工填写的内容和注释不动")
    ] = False,
    consent: Annotated[
        bool,
        typer.Option(
            "--with-consent",
            help="企业已书面同意公布：少于三家的金额合计、会泄露单个企业的同口径，--save 也写进 statistics/",
        ),
    ] = False,
    redact: Redact = False,
    show: ShowEnterprises = False,
    jobs: Jobs = None,
) -> int:
    """Show the indicators; 3 when the program broke on a dossier, 1 when statistics have errors, or differ from the returns."""
    shown = enterprises_shown(show=show, redact=redact)
    if consent and not save:
        raise UserError("--with-consent 和 --save 一起写。")
    wanted = wanted_output(format, output, FORMATS)
    targets = dossier_folders(folders)
    from brandcluster.cli.writing import one_at_a_time
    from brandcluster.output.commands.diagnostics import diagnostic_lines
    from brandcluster.output.commands.indicators import indicator_lines, indicators_csv, indicators_json

    for name, path in targets if save else ():
        with one_at_a_time(path):
            _save(name, _load(path), consented=consent)
    results, broke = for_each([_Task(name, path, shown) for name, path in targets], _worked_out, jobs, "逐份计算")
    tables = [table for table, _ in results]
    problems = [report for _, report in results if report is not None]
    differs = any(year.problems or year.differences for table in tables for year in table.returns.values())

    def makers(of: list[DossierFigures]) -> Makers:
        return {
            "text": lambda: indicator_lines(of),
            "json": lambda: indicators_json(of),
            "csv": lambda: indicators_csv(of),
        }

    leaving = tables
    if wanted.path is not None and shown and not show:  # a file goes elsewhere than the person's own screen
        again, _ = for_each([_Task(name, path, False) for name, path in targets], _worked_out, jobs, "逐份计算")
        leaving = [table for table, _ in again]
    publish(wanted, makers(tables), leaving=makers(leaving))
    if problems:
        from brandcluster.output.text.terminal import print_lines

        print_lines(diagnostic_lines(problems, redact=not shown), to_errors=True)
    return BUG if broke else int(bool(problems) or differs)


class _Task(NamedTuple):
    """One dossier whose indicators are wanted; `shown`: whether what is of one or two enterprises may be."""

    name: str
    path: Path
    shown: bool


def _worked_out(task: _Task) -> tuple[DossierFigures, DossierReport | None]:
    """The figures of a dossier, and what is wrong with its statistics where that is an error."""
    from brandcluster.base.diagnostics import has_errors
    from brandcluster.output.commands.diagnostics import DossierReport
    from brandcluster.rules.facts.rules_in_force import edition_of
    from brandcluster.session.indicator_figures import dossier_figures

    dossier = _load(task.path)
    found = _problems(dossier)
    report = DossierReport(task.name, edition_of(dossier), found) if has_errors(found) else None
    return dossier_figures(task.name, dossier, shown=task.shown), report


def _load(path: Path) -> Dossier:
    from brandcluster.dossier.files import HEADER, OWN_INDICATORS, TOP_ENTERPRISES
    from brandcluster.dossier.load import load_dossier

    # The first three of an industry state figures: what remains without them may be of one or two enterprises.
    return load_dossier(path, frozenset((HEADER, OWN_INDICATORS, TOP_ENTERPRISES)))


def _problems(dossier: Dossier) -> list[Diagnostic]:
    """What is wrong with the statistics themselves; returns are held against them apart.

    Returns are added up by leading industry: what keeps these from being read belongs here too.
    """
    from brandcluster.base.diagnostics import in_reading_order
    from brandcluster.dossier.files import HEADER, OWN_INDICATORS, STATISTICS_FOLDER
    from brandcluster.rules import rule
    from brandcluster.rules.checks.application import statistics

    found = list(dossier.diagnostics)
    for each in statistics.RULES:
        found.extend(rule.find_breaches(each, dossier))
    return in_reading_order(
        d
        for d in found
        if d.location.path.startswith((STATISTICS_FOLDER, OWN_INDICATORS))
        or (d.location.path == HEADER and not dossier.industry_names and d.keys[:1] in ((), ("主导产业",)))
    )


def _save(name: str, dossier: Dossier, *, consented: bool) -> None:
    """Bring statistics/ to what the returns come to."""
    from brandcluster.cli.writing import write_files
    from brandcluster.dossier.files import statistics_path
    from brandcluster.output.commands.collect import Shown, problem_lines
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.returns import comparing, saving
    from brandcluster.returns.layout import layout_of
    from brandcluster.session.indicator_figures import held_sentences

    layout = layout_of(dossier)
    results = while_waiting("汇总企业报表", comparing.compute_years, dossier)
    if not comparing.returned_years(dossier):
        raise UserError(f"“{visible(name)}”里没有企业报表（enterprises/年份.csv），没有可汇总的。", 1)
    if not dossier.industry_names:
        raise UserError("dossier.yaml 里还没有主导产业，先填好“主导产业”。", 1)
    unread = [year for year in comparing.returned_years(dossier) if year not in results]
    if unread:
        raise UserError(f"enterprises/{unread[0]}.csv 无法读取或太大，没有汇总，什么也没有写。", 1)
    files: dict[Path, bytes] = {}
    for year, result in results.items():
        path = statistics_path(year)
        if result.sums.blocking:
            print_lines(list(problem_lines([result.sums.problems], Shown((), redact=True))), to_errors=True)
            raise UserError(
                f"{year} 年的企业报表有 {result.sums.problems.errors()} 处错误，没有汇总，什么也没有写。", 1
            )
        wrong = [d.code for d in dossier.diagnostics if d.location.path == path]
        if any(code.startswith(("Y", "D")) for code in wrong):
            raise UserError(f"{path} 读不下去，先用 brandcluster validate 检查、改好；什么也没有写。", 1)
        if "M001" in wrong:
            raise UserError(f"{path} 里有写错的栏目，先用 brandcluster validate 检查、改好；什么也没有写。", 1)
        saved = saving.statistics_text(dossier, result, layout, _template(dossier, year), consented=consented)
        if saved.content is None:
            raise UserError(f"{path} 的写法太特殊，不能安全地更新；什么也没有写。请照 init 生成的样子改写。", 1)
        typer.echo(f"{path}：" + (f"{len(saved.changes)} 处改动" if saved.changes else "没有改动"), err=True)
        for what, old, new in saved.changes:
            typer.echo(f"    {visible(what)}：{visible(old)} → {visible(new)}", err=True)
        for what in () if consented else held_sentences(result, layout, None):
            typer.echo(f"    没有写  {visible(what)}", err=True)
        for what in saved.kept:
            typer.echo(f"    没有删  {visible(what)}：按报表不该有这一组，旁边有注释，请核对后自己删。", err=True)
        if saved.changes:
            files[dossier.root / path] = saved.content
    write_files(files, inside=(dossier.root,))


def _template(dossier: Dossier, year: int) -> str:
    """What a statistics file starts from where there is none."""
    from brandcluster.dossier.files import statistics_path

    if statistics_path(year) in dossier.documents:
        return ""
    from brandcluster.dossier.editing.new_files import new_dossier_files
    from brandcluster.rules.facts.rules_in_force import edition_of

    return new_dossier_files(edition_of(dossier), year)[statistics_path(year)]
