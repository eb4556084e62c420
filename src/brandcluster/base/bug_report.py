"""What to send to the maintainers when the program breaks: no line of a dossier, only where in the program it was."""

from __future__ import annotations

import os


def report_lines(error: BaseException) -> list[str]:
    """The program's version, the system, and the calls of ours that led to an error."""
    import platform
    import traceback

    from brandcluster import __version__

    frames = [
        f"  {frame.filename.replace(os.sep, '/').rpartition('/brandcluster/')[2]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if f"{os.sep}brandcluster{os.sep}" in frame.filename
    ]
    system = f"  brandcluster {__version__} · Python {platform.python_version()} · {platform.system()}"
    return [system, f"  {type(error).__name__}", *frames]
