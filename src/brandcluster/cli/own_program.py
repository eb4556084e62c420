"""How this very program is started again: by git, by the batch files of a dossier."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path


def own_words() -> tuple[str, ...]:
    """The words that start it. In the folder that needs no Python the program is one file; else Python runs it, without
    the current folder among the places it imports from."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-P", "-m", "brandcluster")


def own_shell_words() -> str:
    """The same for git's shell, on Windows too: its paths are written with /."""
    program, *rest = own_words()
    return " ".join((shlex.quote(Path(program).as_posix()), *rest))
