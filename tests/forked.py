"""The program in processes of their own, each forked from one process that has imported it (fork_driver.py)."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

DRIVER = Path(__file__).resolve().parent / "fork_driver.py"


class Outcome(NamedTuple):
    """How a process ended: an end by a signal is a negative code; the memory is the most that it held."""

    code: int
    out: str
    errors: str
    seconds: float
    megabytes: float


#: (arguments, the folder to run in, the seconds it may take) → how it ended.
Forks = Callable[[tuple[object, ...], Path | None, int], Outcome]


@contextmanager
def forking() -> Iterator[Forks]:
    """A function that runs a command line in a fork; the process forked from is started at the first call."""
    driver: subprocess.Popen[str] | None = None
    with tempfile.TemporaryDirectory() as scratch:
        out, errors, peak = (Path(scratch) / name for name in ("out", "errors", "peak"))

        def run(arguments: tuple[object, ...], cwd: Path | None, seconds: int) -> Outcome:
            nonlocal driver
            if driver is None:
                command = [sys.executable, str(DRIVER)]
                driver = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
            assert driver.stdin is not None and driver.stdout is not None
            peak.unlink(missing_ok=True)
            request = {
                "arguments": [str(each) for each in arguments],
                "cwd": None if cwd is None else str(cwd),
                "seconds": seconds,
                "out": str(out),
                "errors": str(errors),
                "peak": str(peak),
            }
            driver.stdin.write(json.dumps(request) + "\n")
            driver.stdin.flush()
            answer = json.loads(driver.stdout.readline())
            megabytes = int(peak.read_text(encoding="ascii")) / 1024 if peak.exists() else 0
            said, complained = (path.read_bytes().decode("utf-8") for path in (out, errors))
            return Outcome(answer["code"], said, complained, answer["seconds"], megabytes)

        yield run
        if driver is not None:
            driver.communicate()
