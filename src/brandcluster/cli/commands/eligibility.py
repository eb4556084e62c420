"""`eligibility`: the conditions of 三（一）（二）, and what of the procedure is still due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.cli.formats import JudgingFormat, Output, wanted_formats
from brandcluster.cli.jobs import Jobs
from brandcluster.cli.judging import judge_dossiers
from brandcluster.cli.options import Day, Folders, check_choice, day_of

if TYPE_CHECKING:
    from datetime import date

    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.verdicts import JudgedDossier

HELP = (
    "按通知三（一）（二）逐条判定能不能申报，并列出三（三）的程序还差什么。"
    "要有人认定的，没有认定记录就是“无法判定”。程序默认只列出；加 --stage submitted 也作为条件。"
)
EXAMPLE = "brandcluster eligibility examples/qingshiling --date 2014-04-20"
EXIT_ONE = "有条件不符合或无法判定"


def run(
    folders: Folders = None,
    format: JudgingFormat = None,
    output: Output = None,
    date: Day = None,
    stage: Annotated[
        str, typer.Option("--stage", metavar="阶段", help="draft（准备中）或 submitted（已报送，程序也要办完）")
    ] = "draft",
    jobs: Jobs = None,
) -> int:
    """Judge dossiers; 1 when a condition is not met or cannot be told."""
    wanted = wanted_formats(format, output)
    check_choice("--stage", stage, ("draft", "submitted"))
    return judge_dossiers("eligibility", wanted, folders, day_of(date), partial(_judge, stage=stage), jobs)


def _judge(name: str, dossier: Dossier, day: date, *, stage: str) -> JudgedDossier:
    from dataclasses import replace

    from brandcluster.output.commands.verdicts import JudgedDossier
    from brandcluster.output.json_types import window_json
    from brandcluster.output.text.heading import heading_of
    from brandcluster.rules.facts.rules_in_force import overlay_set_aside, rulebook_of
    from brandcluster.rules.verdicts.application_procedure import PROCEDURE, next_window
    from brandcluster.rules.verdicts.condition import decide_conditions, own_sentence, own_word, unread_files
    from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
    from brandcluster.rules.verdicts.provincial import added_verdicts

    judged = JudgedDossier(
        name,
        f"{heading_of(dossier, name)}：申报条件",
        rulebook_of(dossier),
        day,
        tuple(dossier.industry_names),
        {each.clause: each.label for each in (*CONDITIONS_OF_REGION, *PROCEDURE)},
        decide_conditions(dossier, CONDITIONS_OF_REGION, day) + added_verdicts(dossier, day),
        decide_conditions(dossier, PROCEDURE, day),
        procedure_decides=stage == "submitted",
    )
    window = next_window(dossier, day)
    own = own_sentence(judged.deciding)
    first = (
        f"申报条件都符合{own_word(judged.deciding)}。" if judged.fulfilled else f"还有申报条件不符合或无法判定。{own}"
    )
    return replace(
        judged,
        summary=(first, *overlay_set_aside(dossier), *unread_files(dossier)),
        extra={"stage": stage, "eligible": judged.fulfilled, "next_window": window_json(window)},
    )
