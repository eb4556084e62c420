"""The same work on many regions: in this process, in several, or on a cluster; results in the order of the regions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.confidential import is_kept

if TYPE_CHECKING:
    from brandcluster.returns.regions.region_year import RegionTask
    from brandcluster.review.processes import Failed

ENGINES = ("local", "spark")
Result = TypeVar("Result")


def over_regions(
    tasks: Sequence[RegionTask], work: Callable[[RegionTask], Result], jobs: int | None, engine: str
) -> tuple[list[Result | None], bool]:
    """The results of the regions (None where the program broke, which is said), and whether it broke on one."""
    done = _on_spark(tasks, work, jobs) if engine == "spark" else _here(tasks, work, jobs)
    from brandcluster.review.processes import Failed

    found: list[Result | None] = []
    for task, each in zip(tasks, done, strict=True):
        if isinstance(each, Failed):
            said = each.place if is_kept() and each.place else each.reason
            typer.echo(
                f"程序在“{visible(task.name)}”上出错，没有结果，别的照常。请把这一行发给维护者：{visible(said)}",
                err=True,
            )
            found.append(None)
        else:
            found.append(each)
    return found, None in found


def _here(tasks: Sequence[RegionTask], work: Callable[[RegionTask], Result], jobs: int | None) -> list[Result | Failed]:
    from brandcluster.cli.progress_bar import progress
    from brandcluster.review.processes import gather_results, processes_to_use

    with progress("逐个区域汇总", len(tasks)) as advance:
        return gather_results(list(tasks), work, processes_to_use(jobs, len(tasks)), advance)


def _on_spark(
    tasks: Sequence[RegionTask], work: Callable[[RegionTask], Result], jobs: int | None
) -> list[Result | Failed]:
    from brandcluster.cli.progress_bar import while_waiting
    from brandcluster.cli.spark import on_spark

    return while_waiting("由 Spark 汇总各区域", on_spark, tasks, work, jobs)
