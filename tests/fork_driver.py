"""Runs command lines in processes of their own, forked from this one, which has imported the program.

One JSON line in, one out. A start of Python and all imports cost many times what most commands do; a fork is just as
alone: it has its own limits, its own memory, and nobody waits for it longer than it may take.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

from kill_driver import warm_up

#: What a process may hold in addresses.
ADDRESSES = 2 << 30


def main() -> None:
    """Answer requests until there are none."""
    warm_up()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Run one command; what it said stands in the files named."""
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        run(request)
    _, status = os.waitpid(child, 0)
    return {"code": os.waitstatus_to_exitcode(status), "seconds": time.monotonic() - started}


def run(request: dict[str, Any]) -> None:
    """In the child: the command under limits; whatever happens, the process ends here."""
    seconds = request["seconds"]
    code = 99
    try:
        signal.alarm(seconds + 5)  # the end of a process that nobody listens to
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 1))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, name in ((1, "out"), (2, "errors")):
            os.dup2(os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
        if request["cwd"] is not None:
            os.chdir(request["cwd"])
        from brandcluster.cli.start import start

        code = start(request["arguments"])
        sys.stdout.flush()
        # The peak is the process's own (VmHWM); what `wait4` reports also counts the parent's at the time of the fork.
        with (
            Path("/proc/self/status").open(encoding="ascii") as status,
            Path(request["peak"]).open("w", encoding="ascii") as file,
        ):
            file.write(next(line.split()[1] for line in status if line.startswith("VmHWM")))
    except OSError:  # no such file on this system
        pass
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    main()
