"""The command line: reads arguments, calls what is below, prints, and exits. No rule and no format of its own."""

from __future__ import annotations

from typing import NoReturn


def main() -> int:
    """Run the command line and return its exit code.

    0 good; 1 a problem in the dossier; 2 the call was wrong; 3 a bug of ours; 130 interrupted.
    """
    try:
        from brandcluster.cli.start import start
    except KeyboardInterrupt:
        return 130
    return start()


def enter() -> NoReturn:
    """The console's way in: run the command line, and leave at once.

    Taking the interpreter apart frees object by object what the system takes back anyway; that took a tenth of the time.
    """
    import os
    import sys
    from contextlib import suppress

    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a reader that has gone is dealt with already
            stream.flush()
    os._exit(code)
