"""The same work on many dossiers, in one process or several, with the results in order.

Each worker has one dossier at a time, so that when a worker dies it is known on which; the others go on.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import wait
from typing import Any, Generic, NamedTuple, TypeVar

#: A process costs as much to start as some dossiers to judge; fewer are not worth one.
WORTH_A_PROCESS = 6
Task = TypeVar("Task")
Result = TypeVar("Result")


class Failed(NamedTuple):
    """The program broke on a task; why, in a line for whoever mends it. `place` is the same without what the error
    says, which may quote what is confidential."""

    reason: str
    place: str = ""


class _Worker(NamedTuple, Generic[Task]):
    """A process, our end of the pipe to it, and the number of its task (None while it starts)."""

    process: Any
    pipe: Any  # a Connection; on Windows a PipeConnection
    busy: list[int | None]


def processes_to_use(wanted: int | None, tasks: int) -> int:
    """How many processes to use: as asked for, else as many as there are free cores and enough tasks for."""
    if wanted is not None:
        return max(1, min(wanted, tasks))
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(free, tasks // WORTH_A_PROCESS))


def gather_results(
    tasks: list[Task], work: Callable[[Task], Result], jobs: int, advance: Callable[[], None]
) -> list[Result | Failed]:
    """The result of every task, in the order of the tasks. `advance` is called as each is done."""
    results: dict[int, Result | Failed] = {}
    if jobs > 1:
        for index, result in _by_workers(tasks, work, jobs):
            results[index] = result
            advance()
    for index, task in enumerate(tasks):
        if index not in results:  # one process, or workers cannot be started here
            results[index] = guarded(work, task)
            advance()
    return [results[index] for index in range(len(tasks))]


def guarded(work: Callable[[Task], Result], task: Task) -> Result | Failed:
    """The result of a task, or where the program broke on it."""
    try:
        return work(task)
    except Exception as error:  # one broken dossier must not hide the others; the caller reports it as a bug
        return Failed(*_reason(error))


def _reason(error: Exception) -> tuple[str, str]:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    path = frame.filename.replace(os.sep, "/").rpartition("/brandcluster/")[2]
    place = f"（{path}:{frame.lineno} {frame.name}）"
    return f"{type(error).__name__}: {str(error)[:200]!r}{place}", f"{type(error).__name__}{place}"


# ---- several processes ---------------------------------------------------------------------------------------


def _by_workers(tasks: list[Task], work: Callable[[Task], Result], jobs: int) -> Iterator[tuple[int, Result | Failed]]:
    """Results as they come. Ends early when workers cannot be started; what is left has no result then."""
    waiting = list(reversed(range(len(tasks))))
    workers: list[_Worker[Task]] = []
    try:
        workers = [worker for _ in range(jobs) if (worker := _started(work)) is not None]
        while workers:
            for pipe in wait([worker.pipe for worker in workers]):
                worker = next(each for each in workers if each.pipe is pipe)
                index = worker.busy[0]
                try:
                    answer = worker.pipe.recv()
                except (EOFError, OSError):
                    workers.remove(worker)
                    worker.process.join()
                    if index is None:  # it never came up: there is no use in starting more
                        continue
                    yield index, Failed(f"处理这一份材料的进程中断了（退出码 {worker.process.exitcode}）")
                    replacement = _started(work) if waiting else None
                    workers += [replacement] if replacement is not None else []
                    continue
                if index is not None:
                    yield index, answer
                _hand_out(worker, waiting, tasks, workers)
    finally:
        for worker in workers:
            worker.process.terminate()


def _hand_out(worker: _Worker[Task], waiting: list[int], tasks: list[Task], workers: list[_Worker[Task]]) -> None:
    """Give a worker its next task, or let it go."""
    if not waiting:
        workers.remove(worker)
        worker.pipe.close()  # the end of its work
        worker.process.join()
        return
    index = waiting.pop()
    worker.busy[0] = index
    with suppress(OSError):  # it died meanwhile: its end of the pipe is found closed on the next look
        worker.pipe.send(tasks[index])


def _started(work: Callable[[Task], Result]) -> _Worker[Task] | None:
    """A new worker; None where the system gives no process."""
    from multiprocessing import get_context

    context = get_context("spawn")  # the same on every system
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True)
    try:
        process.start()
    except OSError:
        ours.close()
        theirs.close()
        return None
    theirs.close()
    return _Worker(process, ours, [None])


def _serve(pipe: Any, work: Callable[[Task], Result]) -> None:
    """The loop of a worker: says that it is there, then answers each task."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # what breaks is reported by the parent
    try:
        pipe.send(None)
        while True:
            task = pipe.recv()
            pipe.send(guarded(work, task))
    except (EOFError, OSError):
        return
