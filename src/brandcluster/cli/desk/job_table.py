"""Long work in processes of its own: the program's own commands, with what they say, and an end when it is asked for.

A command that is ended leaves every file old or new (docs/decisions/0011), so ending it loses nothing but the work. What
it says is kept in memory alone, up to a size, for the page that asked; nothing goes into a log.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Literal

from brandcluster.cli.errors import UserError
from brandcluster.cli.own_program import own_words
from brandcluster.formats.private import private_folder, put_private

#: As much of what a command says is kept, from its beginning; as many jobs are remembered, and run at once.
MOST_SAID, MOST_JOBS, MOST_RUNNING = 400_000, 40, 2
#: Seconds from the friendly word to the end.
PATIENCE = 4.0
JobState = Literal["running", "done", "refused", "broken", "ended"]
#: What an exit code says of a job.
_STATES: dict[int, JobState] = {0: "done", 1: "refused", 2: "refused"}


@dataclass
class Job:
    """A command at work. `code` is None while it runs; `after` is where its page leads when it is over."""

    number: int
    title: str
    after: str
    process: subprocess.Popen[bytes]
    started: float
    said: bytearray = field(default_factory=bytearray)
    code: int | None = None
    asked_to_end: bool = False
    finished: float | None = None

    @property
    def state(self) -> JobState:
        """How it stands."""
        if self.code is None:
            return "running"
        return "ended" if self.asked_to_end and self.code != 0 else _STATES.get(self.code, "broken")

    @property
    def lines(self) -> list[str]:
        """What it has said so far; a line that is written over again and again counts as last written."""
        text = bytes(self.said).decode("utf-8", "replace").replace("\r\n", "\n")
        return [line.rpartition("\r")[2] for line in text.split("\n") if line.strip()]


class Jobs:
    """The table of jobs of one desk."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = Lock()
        self._jobs: dict[int, Job] = {}
        self._last = 0
        self.clock = clock

    def start(
        self, title: str, words: Sequence[str], folder: Path, after: str, given: Mapping[str, bytes] | None = None
    ) -> Job:
        """Begin a command in a folder; a word that names one of the `given` files stands for its place, in a folder that
        nobody else can open and that is gone when the command ends. UserError where too many are at work."""
        with self._lock:
            running = [each for each in self._jobs.values() if each.code is None]
            if len(running) >= MOST_RUNNING:
                raise UserError(f"正在做：{'、'.join(each.title for each in running)}。等它做完，或者停下它，再来。", 1)
            self._last += 1
            kept, words = _put(words, given or {})
            try:
                process = _begun(words, folder)
            except UserError:
                kept.close()
                raise
            job = Job(self._last, title, after, process, self.clock())
            self._jobs[job.number] = job
            for number in [each for each, old in self._jobs.items() if old.code is not None][:-MOST_JOBS]:
                del self._jobs[number]
        Thread(target=_listen, args=(job, self.clock, kept), daemon=True).start()
        return job

    def find(self, number: str) -> Job | None:
        """A job by its number as an address has it."""
        return self._jobs.get(int(number)) if number.isdecimal() and len(number) < 10 else None

    @property
    def at_work(self) -> bool:
        """Whether anything runs."""
        return any(each.code is None for each in list(self._jobs.values()))

    def recent(self) -> list[Job]:
        """The jobs, the newest first."""
        return sorted(self._jobs.values(), key=lambda each: -each.number)

    def end(self, job: Job) -> None:
        """Ask a job to end, and end it where it does not."""
        if job.code is not None:
            return
        job.asked_to_end = True
        _interrupt(job.process)
        Thread(target=_end_late, args=(job.process,), daemon=True).start()

    def end_all(self) -> None:
        """End what is at work: the desk closes."""
        for job in self._jobs.values():
            if job.code is None:
                job.asked_to_end = True
                _interrupt(job.process)
        for job in self._jobs.values():
            _end_late(job.process)


def _put(words: Sequence[str], given: Mapping[str, bytes]) -> tuple[ExitStack, list[str]]:
    """The given files in a folder of their own, with what removes it, and the words with their places."""
    kept = ExitStack()
    if not given:
        return kept, list(words)
    home = kept.enter_context(private_folder())
    for name, content in given.items():
        put_private(home, name, [content], len(content))
    return kept, [str(home / word) if word in given else word for word in words]


def _begun(words: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """The process: no shell, nothing to read, one stream of what it says, a group of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "PYTHONPATH")}
    if "PYTHONPATH" in os.environ and not getattr(sys, "frozen", False):
        kept["PYTHONPATH"] = os.environ["PYTHONPATH"]
    environment = {**kept, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
    is_windows = sys.platform == "win32"
    try:
        return subprocess.Popen(  # noqa: S603  # our own program, words of our own, no shell
            [*own_words(), *words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=not is_windows,
            creationflags=0x200 if is_windows else 0,  # a process group of its own
        )
    except OSError:
        raise UserError("开始不了：文件夹不在了，或者没有权限。", 1) from None


def _listen(job: Job, clock: Callable[[], float], kept: ExitStack) -> None:
    """Keep what a job says until it is over; what is beyond the size is read and let go. Then what it was given goes."""
    stream = job.process.stdout
    assert stream is not None  # noqa: S101  # a pipe, asked for above
    with stream:
        for piece in iter(lambda: stream.read1(65_536), b""):  # type: ignore[attr-defined]
            room = MOST_SAID - len(job.said)
            job.said += piece[: max(room, 0)]
    code = job.process.wait()
    kept.close()
    job.finished = clock()
    job.code = code


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """The friendly word: as Ctrl-C."""
    try:
        if sys.platform == "win32":
            process.send_signal(signal.CTRL_BREAK_EVENT)
        else:
            process.send_signal(signal.SIGINT)
    except OSError:
        return


def _end_late(process: subprocess.Popen[bytes]) -> None:
    """End a process with its group where it is still there after a while."""
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        if sys.platform == "win32":
            process.kill()
        else:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except OSError:
                process.kill()
