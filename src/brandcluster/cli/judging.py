"""The commands that judge dossiers by the notice's conditions: load each, judge it, publish, exit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from brandcluster.cli.formats import Makers, Wanted, prefix_of, publish, start_findings
from brandcluster.cli.options import dossier_folders

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.verdicts import JudgedDossier


def judge_dossiers(
    command: str,
    wanted: Wanted,
    folders: list[str] | None,
    day: date,
    judge: Callable[[str, Dossier, date], JudgedDossier],
) -> int:
    """Judge dossiers, each by its name and as of a day; 1 when one does not fulfil what decides."""
    targets = dossier_folders(folders)
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.verdicts import verdict_lines, verdicts_json

    judged, findings = [], start_findings(command, wanted)
    for name, path in targets:
        judged.append(judge(name, load_dossier(path), day))
        if findings is not None:
            findings.add_judged(judged[-1], prefix_of(path))
    makers: Makers = {"text": lambda: verdict_lines(judged), "json": lambda: verdicts_json(command, judged)}
    publish(wanted, makers, findings)
    return int(not all(each.fulfilled for each in judged))
