"""`eligibility`: the conditions of 三（一）（二）, and what of the procedure is still due."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from brandcluster.cli.formats import JudgingFormat, Output, wanted_formats
from brandcluster.cli.jobs import Jobs
from brandcluster.cli.judging import judge_dossiers
from brandcluster.cli.options import Day, Folders, check_choice, day_of, one_of

HELP = (
    "按通知三（一）（二）逐条判定能不能申报，并列出三（三）的程序还差什么。"
    "要有人认定的，没有认定记录就是“无法判定”。程序默认只列出；加 --stage submitted 也作为条件。"
)
EXAMPLE = "brandcluster eligibility examples/qingshiling --date 2014-04-20"
EXIT_ONE = "有条件不符合或无法判定"
_STAGES = ("draft", "submitted")


def run(
    folders: Folders = None,
    format: JudgingFormat = None,
    output: Output = None,
    date: Day = None,
    stage: Annotated[
        str,
        typer.Option(
            "--stage",
            metavar="阶段",
            help="draft（准备中）或 submitted（已报送，程序也要办完）",
            autocompletion=one_of(_STAGES),
        ),
    ] = "draft",
    jobs: Jobs = None,
) -> int:
    """Judge dossiers; 1 when a condition is not met or cannot be told."""
    from brandcluster.cli.judged import judged_application

    wanted = wanted_formats(format, output)
    check_choice("--stage", stage, _STAGES)
    return judge_dossiers("eligibility", wanted, folders, day_of(date), partial(judged_application, stage=stage), jobs)
