"""Runs cases in a process forked from this one, each in a folder of its own, and tells what came of each.

    run/d         the dossier's folder, in which the command runs
    run/outside   what stands beside it: nobody may read or write it through the folder
    run/tmp       the system's folder for what is not kept

The fork has everything imported, limits on memory, time and file size, and a hook that ends it before it writes
anywhere else. A fork costs as much as a command, so it runs a batch of cases, one after another: each has its own
folder, which has the name `run` while it is its turn, its own streams, surroundings and limits. What is suspicious in
a batch is run again in a fork of its own (fuzz/batches.py).
"""

from __future__ import annotations

import gc
import io
import math
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, NamedTuple

from brandcluster.formats import git
from fuzz import folders
from fuzz.cases import Case
from fuzz.folders import Entry
from fuzz.known import forget
from fuzz.seeds import SECRET

Start = Callable[[list[str]], int]
#: Seconds of a processor, and of the clock: a machine that does much else is no fault of the program's.
PROCESSOR, CLOCK = 20, 120
#: More addresses than the parent has may not be taken, and no larger file may be written.
ADDRESSES, FILE_SIZE = 1_500 << 20, 300 << 20
#: Memory that no case may take, in MB; a batch ends after a case that took it there.
MEGABYTES = 200
#: After so many cases what they left in cycles is cleared away: it costs as much as it saves.
COLLECT = 8
#: What the hook ends a process with that writes elsewhere.
ESCAPED = 97
#: Seconds that a git may say nothing, for one answer and for one object: a quarter of what the program gives it.
PATIENCE = 15, 4
_PATH = os.environ["PATH"]
_OUTSIDE = {b"secret.txt": Entry("file", SECRET), b"dossier.yaml": Entry("file", SECRET)}


class Ran(NamedTuple):
    """What came of a case. `code` is negative for a signal; memory is what was taken beyond the parent's, in MB, by the
    case or by one before it in its batch."""

    code: int
    out: bytes
    errors: bytes
    before: dict[bytes, Entry]
    after: dict[bytes, Entry]
    outside: dict[bytes, Entry]
    scratch: dict[bytes, Entry]
    seconds: float
    megabytes: float


def working_folder() -> Path:
    """Where cases are run: in memory where the system has a place for it."""
    memory = Path("/dev/shm")  # noqa: S108 - only where it is looked for
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if os.access(memory, os.W_OK) else None)).resolve()


def run_case(case: Case, place: Path, start: Start, processor: int = PROCESSOR) -> Ran:
    """Run one case in a fork of its own below `place`, which holds nothing else."""
    return run_batch([case], place, start, processor)[0]


def run_batch(cases: Sequence[Case], place: Path, start: Start, processor: int = PROCESSOR) -> list[Ran]:
    """Run cases in one fork, below `place`, which holds nothing else.

    The last case of the answer is the one that the process died in, or that took much memory, where there is one: those
    after it have not been run.
    """
    befores = _set_up(cases, place)
    reports = os.open(place / "reports", os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _in_the_fork(cases, place, start, reports, processor)
    _, status, used = os.wait4(child, 0)
    bare, *lines = _content(reports).splitlines() or [b"0"]
    told = [_Told(*map(float, line.split())) for line in lines]
    if status or (place / "run").exists():
        with suppress(FileNotFoundError):
            (place / "run").rename(place / f"{len(told)}")
        seconds = used.ru_utime + used.ru_stime - sum(each.seconds for each in told)
        told.append(_Told(os.waitstatus_to_exitcode(status), seconds, used.ru_maxrss - int(bare)))
    return [_ran(place / f"{at}", befores[at], each) for at, each in enumerate(told)]


class _Told(NamedTuple):
    """What the process says of a case: its exit code, seconds of a processor, the most memory that it has taken in KB."""

    code: float
    seconds: float
    kilobytes: float


def _set_up(cases: Sequence[Case], place: Path) -> list[dict[bytes, Entry]]:
    """The folder of each case, by its place among them; what the system took of it."""
    folders.clear(os.fsencode(place))
    place.mkdir()
    befores = []
    for at, case in enumerate(cases):
        root = os.fsencode(place / f"{at}")
        os.mkdir(root)  # noqa: PTH102 - bytes
        folders.put(root + b"/d", case.folder)
        folders.put(root + b"/outside", _OUTSIDE)
        folders.put(root + b"/tmp", {})
        befores.append(folders.read(root + b"/d"))
    return befores


def _ran(place: Path, before: dict[bytes, Entry], told: _Told) -> Ran:
    root = os.fsencode(place)
    out, errors = (os.open(place.with_suffix(name), os.O_RDONLY) for name in (".out", ".errors"))
    return Ran(
        code=int(told.code),
        out=_content(out),
        errors=_content(errors),
        before=before,
        after=folders.read(root + b"/d"),
        outside=folders.read(root + b"/outside"),
        scratch=folders.read(root + b"/tmp"),
        seconds=told.seconds,
        megabytes=max(0.0, told.kilobytes / 1024),
    )


def run_here(case: Case, start: Start) -> int:
    """Run a sound case in this process: what it imports and makes at its first use then stands in every fork."""
    with tempfile.TemporaryDirectory() as scratch:
        folders.put(os.fsencode(Path(scratch) / "d"), case.folder)
        path, os.environ["PATH"] = os.environ["PATH"], "/nowhere"
        out, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with chdir(Path(scratch) / "d"), redirect_stdout(out), redirect_stderr(errors):
            code = start(list(case.arguments))
        os.environ["PATH"] = path
    return code


def _content(number: int) -> bytes:
    os.lseek(number, 0, os.SEEK_SET)
    parts = []
    while part := os.read(number, 1 << 20):
        parts.append(part)
    os.close(number)
    return b"".join(parts)


def _in_the_fork(cases: Sequence[Case], place: Path, start: Start, reports: int, processor: int) -> None:
    """The child: one case after another; whatever happens, the process ends here."""
    try:
        # Who ends the campaign, as ^C and `timeout` do with all of its group, ends no case.
        os.setpgid(0, 0)
        # What is imported late is not written down: that is no file of its case.
        sys.dont_write_bytecode = True
        # The process that forks has grown by what it has read of other batches: that is none of these cases'.
        bare = _used()[1]
        os.write(reports, f"{bare}\n".encode())
        _watch()
        git.TIMEOUT, git.BLOB_TIMEOUT = PATIENCE
        if len(cases) == 1:
            forget()
        for at, case in enumerate(cases):
            before = _used()[0]
            (place / f"{at}").rename(place / "run")
            streams = [
                os.open(place / f"{at}{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                for name in (".out", ".errors")
            ]
            code = _in_turn(case, place / "run", start, streams, processor)
            (place / "run").rename(place / f"{at}")
            seconds, kilobytes = _used()
            os.write(reports, f"{code} {seconds - before} {kilobytes - bare}\n".encode())
            if kilobytes - bare > MEGABYTES << 10:
                break
            if at % COLLECT == COLLECT - 1:
                gc.collect()
        os._exit(0)
    finally:
        os._exit(98)


def _in_turn(case: Case, root: Path, start: Start, streams: Sequence[int], processor: int) -> int:
    """One case: limits, streams, surroundings, the command, its exit code."""
    code = 99
    try:
        gc.disable()
        _limit(processor)
        given = root / "d" / case.shape.stdin
        comes = os.open(given if given.is_file() and not given.is_symlink() else os.devnull, os.O_RDONLY)
        for number, to in zip((comes, *streams), (0, 1, 2), strict=True):
            os.dup2(number, to)
            os.close(number)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout, sys.stderr = (os.fdopen(to, "w", encoding="utf-8", closefd=False) for to in (1, 2))
        git._silent_until.clear()  # of the repository that stood here in the case before
        os.chdir(root / "d")
        _surround(case, os.fsencode(root))
        _inside.append(os.path.realpath(root))
        code = start(list(case.arguments))
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        import traceback

        os.write(2, traceback.format_exc().encode("utf-8", "backslashreplace"))
    # What was printed before a fault must not come out in the streams of the next case.
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    _inside.clear()
    return code


def _used() -> tuple[float, int]:
    """Seconds of a processor so far, and the most memory in KB, with those of processes that have ended."""
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime
    return seconds, max(own.ru_maxrss, below.ru_maxrss)


def _limit(processor: int) -> None:
    """From now on so many seconds of a processor, and a file and memory of so much, for the case whose turn it is."""
    for each in (signal.SIGALRM, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    signal.alarm(processor * CLOCK // PROCESSOR)
    _limit_to(resource.RLIMIT_CPU, math.ceil(time.process_time()) + processor)
    _limit_to(resource.RLIMIT_FSIZE, FILE_SIZE)
    pages = Path("/proc/self/statm")
    if pages.exists():
        size = int(pages.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + ADDRESSES
        _limit_to(resource.RLIMIT_AS, size)


def _limit_to(what: int, most: int) -> None:
    """Only the limit that acts: the one above it could not be raised again for the next case."""
    resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _surround(case: Case, root: bytes) -> None:
    """An environment that is the same everywhere. Only a repository gets a git."""
    from repositories import ENVIRONMENT

    path = _PATH if case.seed == "git" else "/nowhere"
    git = {name: value for name, value in ENVIRONMENT.items() if name.startswith("GIT_")}
    folder = os.fsdecode(root + b"/tmp")
    os.environ.clear()
    os.environ.update({**git, "PATH": path, "HOME": folder, "TMPDIR": folder, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"})
    tempfile.tempdir = None


#: What changes something on the disk, as Python announces it, with the places of the paths among what it says.
_WRITES = {"os.rename": (0, 1), "os.remove": (0,), "os.mkdir": (0,), "os.rmdir": (0,), "os.link": (1,), "os.symlink": (1,),
           "os.chmod": (0,), "os.truncate": (0,), "os.utime": (0,), "os.chown": (0,)}  # fmt: skip
_RUNS = ("subprocess.Popen", "os.exec", "os.system", "os.posix_spawn", "socket.connect")
_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: The folder of the case whose turn it is; the hook looks on while there is one.
_inside: list[str] = []


def _watch() -> None:
    """End the process before a case writes outside of its folder, runs anything but git, or connects."""

    def hook(event: str, said: tuple[Any, ...]) -> None:
        if not _inside:
            return
        if event == "open":
            if isinstance(said[2], int) and said[2] & _FLAGS:
                check(event, said[0])
        elif event in _WRITES:
            for at in _WRITES[event]:
                check(event, said[at])
        elif event in _RUNS and Path(os.fsdecode(said[0] or said[1][0])).name != "git":
            end(event, said)

    def check(event: str, path: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        name = os.fsdecode(path)
        if "\0" in name or name == os.devnull:
            return
        parent = os.path.realpath(os.path.dirname(name) or ".")  # noqa: PTH120 - cheap
        if not (parent + os.sep).startswith(_inside[0] + os.sep):
            end(event, (path,))

    def end(event: str, said: tuple[Any, ...]) -> None:
        os.write(2, f"ESCAPED {event} {said!r}\n".encode("utf-8", "backslashreplace"))
        os._exit(ESCAPED)

    sys.addaudithook(hook)
