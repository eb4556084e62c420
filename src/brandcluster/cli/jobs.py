"""The same work on the dossiers of one call, in one process or several: results in the order of the arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import typer

from brandcluster.base.visible import visible

Jobs = Annotated[
    int | None,
    typer.Option("--jobs", metavar="数", min=1, help="写了几个文件夹时，同时用几个进程；不写就用一个"),
]


Task = TypeVar("Task", bound=tuple[object, ...])
Result = TypeVar("Result")


def for_each(
    tasks: Sequence[Task], work: Callable[[Task], Result], jobs: int | None, words: str
) -> tuple[list[Result], bool]:
    """The results of the tasks, whose first part is the dossier's name, and whether the program broke on one.

    With several, what it broke on is said and left out, and the others go on.
    """
    from brandcluster.cli.progress_bar import progress, while_waiting

    if len(tasks) < 2:
        return [while_waiting(words.removeprefix("逐份"), work, task) for task in tasks], False
    from brandcluster.review.processes import Failed, gather_results, processes_to_use

    with progress(words, len(tasks)) as advance:
        done = gather_results(list(tasks), work, processes_to_use(jobs or 1, len(tasks)), advance)
    for task, result in zip(tasks, done, strict=True):
        if isinstance(result, Failed):
            _tell(str(task[0]), result.reason, result.place)
    return [each for each in done if not isinstance(each, Failed)], any(isinstance(each, Failed) for each in done)


def _tell(name: str, reason: str, place: str) -> None:
    from brandcluster.cli.confidential import is_kept

    said = visible(place if is_kept() and place else reason)
    typer.echo(f"程序在“{visible(name)}”上出错，没有结果，别的照常。请把这一行发给维护者：{said}", err=True)
