"""`thresholds`: the conditions of a demonstration zone, 三（七）1, by leading industry."""

from __future__ import annotations

from brandcluster.cli.formats import JudgingFormat, Output, wanted_formats
from brandcluster.cli.jobs import Jobs
from brandcluster.cli.judging import judge_dossiers
from brandcluster.cli.options import Day, Folders, day_of

HELP = (
    "按通知三（七）1 逐条判定示范区的十三项条件，分主导产业列出；不符合的写明还差多少。"
    "没有达到方案工作目标的主导产业不能申请评价（三（六）），不列入名称。"
    "称号由工业和信息化部授予，这里只说“若获授予，名称为……”。"
)
EXAMPLE = "brandcluster thresholds examples/lanting --date 2016-07-01"
EXIT_ONE = "有条件不符合或无法判定，或者没有达到方案的工作目标"


def run(
    folders: Folders = None,
    format: JudgingFormat = None,
    output: Output = None,
    date: Day = None,
    jobs: Jobs = None,
) -> int:
    """Judge dossiers; 1 when a condition is not met or cannot be told."""
    from brandcluster.cli.judged import judged_zone

    return judge_dossiers("thresholds", wanted_formats(format, output), folders, day_of(date), judged_zone, jobs)
