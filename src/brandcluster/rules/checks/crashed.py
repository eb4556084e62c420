"""A fault of the program in one check: one diagnostic among the others, and a report for who maintains the program.

On the command line such a fault ends the run. Where a dossier is kept open the other checks go on.
"""

from __future__ import annotations

import platform
import traceback
from typing import NamedTuple

from brandcluster import __version__
from brandcluster.base.diagnostics import CodeEntry, Diagnostic, Location

#: What users read of the code that is given here.
CODES = (
    CodeEntry(
        "D009",
        "检查时程序没有出错（编辑器里）",
        "每一项都检查过",
        "程序的一项检查自己出错：这一项没有检查，别的照常；不是材料的问题",
    ),
)
_HELP = "这不是材料的问题，其他检查照常。请把程序给出的报告发给维护者。"


class Crash(NamedTuple):
    """A fault: where it was (a rule's code, a file's path), and what to send. The report quotes nothing of a dossier."""

    where: str
    report: str
    diagnostic: Diagnostic


def crash_of_rule(code: str, title: str, path: str, error: Exception) -> Crash:
    """The fault of a rule; the diagnostic stands at the top of a file."""
    message = f"检查 {code}（{title}）时程序内部出错，这一项没有检查。"
    return Crash(code, crash_report(error), Diagnostic("D009", "error", message, _HELP, Location(path)))


def crash_of_file(path: str, error: Exception) -> Crash:
    """The fault of reading one file."""
    message = "读这个文件时程序内部出错，没有读。"
    return Crash(path, crash_report(error), Diagnostic("D009", "error", message, _HELP, Location(path)))


def crash_report(error: Exception) -> str:
    """What is needed to find a fault: version, kind, and the way there through the program's own modules."""
    steps = traceback.extract_tb(error.__traceback__)
    ways = ((step.filename.replace("\\", "/").rpartition("/brandcluster/"), step) for step in steps)
    lines = [f"  {way[2]}:{step.lineno} {step.name}" for way, step in ways if way[1]]
    system = f"brandcluster {__version__} · Python {platform.python_version()} · {platform.system()}"
    return "\n".join((f"  {system}", f"  {type(error).__name__}", *lines))
