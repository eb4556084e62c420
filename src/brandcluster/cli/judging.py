"""The commands that judge dossiers by the notice's conditions: load each, judge it, publish, exit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.cli.formats import Makers, Wanted, prefix_of, publish, start_findings
from brandcluster.cli.jobs import for_each
from brandcluster.cli.options import dossier_folders
from brandcluster.cli.start import BUG

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.verdicts import JudgedDossier
    from brandcluster.output.exchange.findings import Findings

    Judge = Callable[[str, Dossier, date], JudgedDossier]


class _Task(NamedTuple):
    """One dossier to judge, and what is wanted of it."""

    name: str
    path: Path
    day: date
    judge: Judge
    #: The command and the dossier's folder in the repository, where findings for other systems are wanted.
    findings: tuple[str, str] | None


def judge_dossiers(
    command: str, wanted: Wanted, folders: list[str] | None, day: date, judge: Judge, jobs: int | None = None
) -> int:
    """Judge dossiers, each by its name and as of a day; 1 when one does not fulfil what decides, 3 when the program
    broke on one."""
    targets = dossier_folders(folders)
    from brandcluster.output.commands.verdicts import verdict_lines, verdicts_json

    findings = start_findings(command, wanted)
    tasks = [
        _Task(name, path, day, judge, (command, prefix_of(path)) if findings is not None else None)
        for name, path in targets
    ]
    results, broke = for_each(tasks, _judge_one, jobs, "逐份判定")
    judged = [each for each, _ in results]
    for _, found in results:
        if findings is not None and found is not None:
            findings.join(found)
    makers: Makers = {"text": lambda: verdict_lines(judged), "json": lambda: verdicts_json(command, judged)}
    publish(wanted, makers, findings)
    return BUG if broke else int(not all(each.fulfilled for each in judged))


def _judge_one(task: _Task) -> tuple[JudgedDossier, Findings | None]:
    from brandcluster.dossier.load import load_dossier

    judged = task.judge(task.name, load_dossier(task.path), task.day)
    if task.findings is None:
        return judged, None
    from brandcluster.output.exchange.findings import Findings

    command, prefix = task.findings
    findings = Findings(command)
    findings.add_judged(judged, prefix)
    return judged, findings
