"""Several dossiers in several processes: what one process says, in the order of the arguments."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from cases import EXAMPLES

from brandcluster.cli import start
from brandcluster.cli.jobs import for_each


class Task(NamedTuple):
    name: str
    number: int


def halved(task: Task) -> int:
    return 100 // task.number


TASKS = [Task("甲", 4), Task("乙", 0), Task("丙", 5)]


@pytest.mark.parametrize("jobs", [None, 2])
def test_one_that_breaks_stops_nothing(jobs: int | None, capfd: pytest.CaptureFixture[str]) -> None:
    assert for_each(TASKS, halved, jobs, "逐份") == ([25, 20], True)
    said = capfd.readouterr().err
    assert "程序在“乙”上出错" in said and "ZeroDivisionError" in said
    assert "division by zero" not in said  # what an error says may quote a return, and this is no terminal


def test_a_single_one_that_breaks_is_reported_as_ever() -> None:
    with pytest.raises(ZeroDivisionError):
        for_each(TASKS[1:2], halved, 2, "逐份")


@pytest.mark.part(4)
@pytest.mark.parametrize(
    "command",
    [
        ("validate", "--format", "sarif"),
        ("validate", "--format", "checklist"),
        ("indicators", "--format", "json"),
        ("eligibility", "--date", "2014-04-20"),
        ("thresholds", "--date", "2016-07-01", "--format", "gitlab"),
        ("status", "--date", "2016-03-01", "--clauses"),
    ],
)
def test_two_processes_say_what_one_does(command: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    folders = [str(EXAMPLES / name) for name in ("qingshiling", "lanting", "qingshiling")]
    said = []
    for more in ((), ("--jobs", "2")):
        code = start.start([*command, *folders, *more])
        said.append((code, capfd.readouterr()))
    assert said[0] == said[1] and said[0][1].out


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes")
def test_ctrl_c_ends_all(tmp_path: Path) -> None:
    folders = [str(shutil.copytree(EXAMPLES / "lanting", tmp_path / str(number))) for number in range(200)]
    command = [sys.executable, "-m", "brandcluster", "validate", "--jobs", "2", *folders]
    # A runner in the background ignores it, and so would its children.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    time.sleep(2)
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(timeout=30) == start.INTERRUPTED
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(running.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.2)
    pytest.fail("a process is still there")
