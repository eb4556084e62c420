"""Runs a case in a process of its own, forked from this one, in a folder of its own, and tells what came of it.

    run/d         the dossier's folder, in which the command runs
    run/outside   what stands beside it: nobody may read or write it through the folder
    run/tmp       the system's folder for what is not kept

The fork has everything imported, limits on memory, time and file size, and a hook that ends it before it writes
anywhere else.
"""

from __future__ import annotations

import gc
import io
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from fuzz import folders
from fuzz.cases import Case
from fuzz.folders import Entry
from fuzz.seeds import SECRET

Start = Callable[[list[str]], int]
#: Seconds of a processor, and of the clock: a machine that does much else is no fault of the program's.
PROCESSOR, CLOCK = 20, 120
#: More addresses than the parent has may not be taken, and no larger file may be written.
ADDRESSES, FILE_SIZE = 1_500 << 20, 300 << 20
#: What the hook ends a process with that writes elsewhere.
ESCAPED = 97
_OUTSIDE = {b"secret.txt": Entry("file", SECRET), b"dossier.yaml": Entry("file", SECRET)}


class Ran(NamedTuple):
    """What came of a case. `code` is negative for a signal; memory is what was taken beyond the parent's, in MB."""

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
    """Run one case below `place`, which holds nothing else."""
    root = os.fsencode(place / "run")
    folders.clear(root)
    os.mkdir(root)  # noqa: PTH102 - bytes
    folders.put(root + b"/d", case.folder)
    folders.put(root + b"/outside", _OUTSIDE)
    folders.put(root + b"/tmp", {})
    before = folders.read(root + b"/d")
    out, errors = (os.open(place / name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600) for name in ("out", "errors"))
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _in_the_fork(case, root, start, (out, errors), processor)
    _, status, used = os.wait4(child, 0)
    return Ran(
        code=os.waitstatus_to_exitcode(status),
        out=_content(out),
        errors=_content(errors),
        before=before,
        after=folders.read(root + b"/d"),
        outside=folders.read(root + b"/outside"),
        scratch=folders.read(root + b"/tmp"),
        seconds=used.ru_utime + used.ru_stime,
        megabytes=max(0.0, (used.ru_maxrss - _bare()) / 1024),
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


_bare_kilobytes: list[int] = []


def _bare() -> int:
    """The memory of a fork that does nothing, in KB; measured once."""
    if not _bare_kilobytes:
        child = os.fork()
        if child == 0:
            os._exit(0)
        _bare_kilobytes.append(os.wait4(child, 0)[2].ru_maxrss)
    return _bare_kilobytes[0]


def _content(number: int) -> bytes:
    os.lseek(number, 0, os.SEEK_SET)
    parts = []
    while part := os.read(number, 1 << 20):
        parts.append(part)
    os.close(number)
    return b"".join(parts)


def _in_the_fork(case: Case, root: bytes, start: Start, streams: tuple[int, int], processor: int) -> None:
    """The child: limits, streams, surroundings, the command; whatever happens, the process ends here."""
    code = 99
    try:
        gc.disable()
        _limit(processor)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, to in zip((nothing, *streams), (0, 1, 2), strict=True):
            os.dup2(number, to)
        sys.stdout, sys.stderr = (os.fdopen(to, "w", encoding="utf-8", closefd=False) for to in (1, 2))
        os.chdir(root + b"/d")
        _surround(case, root)
        _watch(os.fsdecode(root))
        code = start(list(case.arguments))
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        import traceback

        os.write(2, traceback.format_exc().encode("utf-8", "backslashreplace"))
    finally:
        os._exit(code)


def _limit(processor: int) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.alarm(processor * CLOCK // PROCESSOR)
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    pages = Path("/proc/self/statm")
    if pages.exists():
        size = int(pages.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + ADDRESSES
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _surround(case: Case, root: bytes) -> None:
    """An environment that is the same everywhere. Only a repository gets a git."""
    from repositories import ENVIRONMENT

    path = os.environ["PATH"] if case.seed == "git" else "/nowhere"
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


def _watch(root: str) -> None:
    """End the process before it writes outside of `root`, runs anything but git, or connects."""
    inside = os.path.realpath(root)

    def hook(event: str, said: tuple[Any, ...]) -> None:
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
        if not (parent + os.sep).startswith(inside + os.sep):
            end(event, (path,))

    def end(event: str, said: tuple[Any, ...]) -> None:
        os.write(2, f"ESCAPED {event} {said!r}\n".encode("utf-8", "backslashreplace"))
        os._exit(ESCAPED)

    sys.addaudithook(hook)
