"""Runs commands in processes of their own that are killed, or whose system refuses: at a given call, or after a time.

One JSON line in, one out. A process is forked with everything imported, so that a run costs what the command costs.
What a kill before a call would leave on the disk is what stands there before the call: one run that copies its folder
before each of its calls shows every kill.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

BASE = Path(__file__).resolve().parent / "cases" / "base"
#: What changes something on the disk, or makes sure of it: a kill is tried before each of these calls.
CALLS = ("replace", "rename", "fsync", "mkdir", "unlink", "rmdir", "link", "truncate", "chmod")
#: The program's own call of the system, by its module and name.
OWN_CALLS = (("brandcluster.formats.replacing", "rename_with"),)
#: From here on not every call has its copy: what comes then is more of the same.
MANY = 60
WARM = (
    "formats.word.read",
    "papers.importing.propose",
    "papers.importing.compare_papers",
    "output.commands.seal",
    "returns.saving",
    "formats.yaml.edits",
    "formats.replacing",
    "formats.locking",
    "returns.form",
    "papers.forms.package",
    "output.desk.make_one",
    "output.desk.pages",
    "filelock",
)


def warm_up() -> None:
    """Import what any command imports, and run two: what is made at its first use then stands in every fork."""
    from brandcluster.cli.app import COMMANDS

    for name in ("rules.checks.all_checks", "papers.forms.render", *WARM):
        importlib.import_module(name if name == "filelock" else f"brandcluster.{name}")
    for _, module, _ in COMMANDS:
        importlib.import_module(module)
    from brandcluster.cli.start import start

    with TemporaryDirectory() as scratch, redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        root = str(shutil.copytree(BASE, Path(scratch) / "d"))
        for arguments in (["validate", root], ["seal", root, "--by", "甲", "--date", "2014-04-18"]):
            assert start(arguments) == 0, arguments


def main() -> None:
    """Answer requests until there are none."""
    warm_up()
    # What is there now is the same in every process: nobody need look at it, and copy it, again.
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Run one command; `call` kills it before its n-th call, `delay` so many seconds after its first; `refuse` has its
    n-th call refused with `error`; `copies` is where its folder is copied to before every call (before every `step`-th of the many that are alike)."""
    reading, writing = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reading)
        run(request, writing)
    os.close(writing)
    first, calls = start, 0
    # Each call writes one byte before it is made; the end of the pipe is the end of the process.
    while data := os.read(reading, 1 if not calls else 4096):
        first = first if calls else time.monotonic()
        calls += len(data)
        if "delay" in request and calls == 1:
            time.sleep(request["delay"])
            os.kill(child, signal.SIGKILL)
    os.close(reading)
    _, status = os.waitpid(child, 0)
    return {
        "killed": os.WIFSIGNALED(status),
        "code": os.waitstatus_to_exitcode(status),
        "calls": calls,
        "writing": time.monotonic() - first,
    }


def run(request: dict[str, Any], pipe: int) -> None:
    """In the child: the command, with every call counted and one of them fatal."""
    count, busy, real_sync = 0, False, os.fsync

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal count, busy
            if busy:
                return real(*arguments, **options)
            count += 1
            os.write(pipe, b".")
            if count == request.get("call"):
                os.kill(os.getpid(), signal.SIGKILL)
            if count == request.get("refuse"):
                raise OSError(request["error"], os.strerror(request["error"]), str(arguments[0]))
            if "copies" in request and (count % request["step"] == 0 or (real is not real_sync and count < MANY)):
                busy = True
                copy = Path(request["copies"]) / str(count)
                # Nothing of ours is ever changed in its place, so that a second name keeps a file as it is now.
                shutil.copytree(Path(request["folder"]).parent, copy, symlinks=True, copy_function=os.link)
                busy = False
            return real(*arguments, **options)

        return call

    for name in CALLS:
        setattr(os, name, counted(getattr(os, name)))
    for module, name in OWN_CALLS:
        setattr(sys.modules[module], name, counted(getattr(sys.modules[module], name)))
    os.environ["PATH"] = "/nowhere"  # no LibreOffice: what it makes takes seconds
    os.chdir(request["folder"])
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    code = 99
    try:
        from brandcluster.cli.start import start

        code = start(request["arguments"])
        sys.stdout.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    main()
