"""`status`: where a region stands, and what is due when."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from brandcluster.cli.formats import Output, TextOrJson, publish, wanted_output
from brandcluster.cli.jobs import Jobs, for_each
from brandcluster.cli.options import Day, Folders, day_of, dossier_folders
from brandcluster.cli.start import BUG

if TYPE_CHECKING:
    from datetime import date

    from brandcluster.base.diagnostics import VerdictValue
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.status import Standing
    from brandcluster.rules.clauses.clause_row import ClauseRow

HELP = (
    "区域走到哪一步：从申报、批复、试点到示范区和复审；还有什么要做、什么时候到期、哪些已经逾期。"
    "日期晚于“今天”的记录当作还没有发生。"
)
EXAMPLE = "brandcluster status examples/lanting --date 2016-03-01"


def run(
    folders: Folders = None,
    format: TextOrJson = None,
    output: Output = None,
    date: Day = None,
    calendar: Annotated[
        str | None, typer.Option("--calendar", metavar="文件.ics", help="把期限写成日历文件，可导入 Outlook、手机日历")
    ] = None,
    clauses: Annotated[
        bool,
        typer.Option(
            "--clauses", help="逐条列出通知的每一条：程序判定、还需有人认定、有记录、没有记录……，下一步由谁办"
        ),
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="日历文件已经有了也重写")] = False,
    jobs: Jobs = None,
) -> int:
    """Show dossiers; 0, for a deadline is no mistake, unless the program broke on one."""
    wanted = wanted_output(format, output)
    day = day_of(date)
    targets = dossier_folders(folders)
    tasks = [_Task(name, path, day, clauses) for name, path in targets]
    standings, broke = for_each(tasks, _standing, jobs, "逐份查看")
    from brandcluster.output.commands.status import clauses_of_all, status_json, status_lines

    if calendar is not None:
        _write(Path(calendar), standings, overwrite)
    publish(
        wanted,
        {
            "text": lambda: (clauses_of_all if clauses else status_lines)(standings),
            "json": lambda: status_json(standings),
        },
    )
    return BUG if broke else 0


class _Task(NamedTuple):
    """One dossier to show as of a day, with the state of each clause or without."""

    name: str
    path: Path
    day: date
    clauses: bool


def _standing(task: _Task) -> Standing:
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.status import Standing
    from brandcluster.output.text.heading import heading_of
    from brandcluster.rules.facts import plan_progress, stage
    from brandcluster.rules.facts.incidents import pilot_accidents
    from brandcluster.rules.facts.rules_in_force import edition_of
    from brandcluster.rules.verdicts.deadlines import deadlines_on

    name, path, day, clauses = task
    dossier = load_dossier(path)
    is_pilot = stage.approved_on(dossier, day) is not None
    return Standing(
        name,
        heading_of(dossier, name),
        tuple(dossier.industry_names),
        dossier.header.applicant,
        _cycle(dossier),
        edition_of(dossier),
        day,
        stage.stage_on(dossier, day),
        stage.steps_to(dossier, day),
        deadlines_on(dossier, day),
        plan_progress.work_states(dossier, day) if is_pilot else {},
        plan_progress.funds_progress(dossier, day) if is_pilot else None,
        _seal(dossier, day),
        _own_targets(dossier, day),
        tuple((each, dossier.locate(each.path, each.keys)) for each in pilot_accidents(dossier, day)),
        _clauses(dossier, day) if clauses else None,
    )


def _clauses(dossier: Dossier, day: date) -> tuple[ClauseRow, ...]:
    from brandcluster.rules.clauses.all_clauses import clause_rows

    return clause_rows(dossier, day)


def _own_targets(dossier: Dossier, day: date) -> dict[str, VerdictValue]:
    """Whether each industry reaches its own plan's targets once the cycle is over; empty before."""
    from brandcluster.rules.facts.stage import stage_on
    from brandcluster.rules.verdicts.condition import decide_conditions
    from brandcluster.rules.verdicts.zone_application import OWN_TARGETS

    if stage_on(dossier, day) != "pilot_over":
        return {}
    found = decide_conditions(dossier, (OWN_TARGETS,), day)
    return {each.industry or "": each.value for each in found}


def _cycle(dossier: Dossier) -> str | None:
    from brandcluster.rules.facts.rules_in_force import month_in_words

    cycle = dossier.header.cycle
    if cycle is None or cycle.start is None or cycle.end is None:
        return None
    return f"{month_in_words(cycle.start)} 至 {month_in_words(cycle.end)}"


def _seal(dossier: Dossier, day: date) -> str | None:
    """The newest seal that went to paper by the day; nothing is read where there is no sealed/ folder."""
    from brandcluster.dossier.history.seals import on_paper

    seal = on_paper(dossier, day)
    return None if seal is None else seal.name


def _write(path: Path, standings: list[Standing], overwrite: bool) -> None:
    from brandcluster.base.visible import visible
    from brandcluster.cli.errors import UserError
    from brandcluster.cli.paths import exists
    from brandcluster.cli.writing import write_files
    from brandcluster.formats.folder import regular_bytes
    from brandcluster.output.exchange.calendar import deadlines_calendar

    if path.suffix.lower() != ".ics":
        raise UserError(f"日历文件的名字要以 .ics 结尾，如 {visible(path.stem) or '期限'}.ics。")
    if not any(each.dues for each in standings):
        # A calendar without any event is none: programs refuse it.
        typer.echo("没有还没办的期限，没有生成日历文件。", err=True)
        return
    content = deadlines_calendar(standings)
    if exists(path) and not overwrite and regular_bytes(path) != content:
        raise UserError(f"已经有“{visible(path.as_posix())}”。要重写就加 --overwrite，或者换一个文件名。")
    write_files({path: content}, inside=())
    typer.echo(f"已写入 {visible(path.as_posix())}", err=True)
