"""Long work: begun, heard, ended."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from cases import prepare

from brandcluster.cli.desk.job_table import MOST_RUNNING, Job, Jobs
from brandcluster.cli.errors import UserError


def _over(job: Job) -> None:
    for _ in range(600):
        if job.code is not None:
            return
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def test_a_job_says_what_it_says_and_ends(tmp_path: Path) -> None:
    jobs = Jobs()
    job = jobs.start("看版本", ["--version"], tmp_path, "/start")
    _over(job)
    assert job.state == "done" and job.lines and jobs.find(str(job.number)) is job and not jobs.at_work
    assert jobs.find("9") is None and jobs.find("1" * 30) is None and jobs.find("x") is None


@pytest.mark.long
def test_a_job_is_ended_and_no_more_are_begun_than_may_run(tmp_path: Path) -> None:
    jobs = Jobs()
    root = prepare(tmp_path / "R", [])
    running = [jobs.start("看着", ["validate", "--watch"], root, "/") for _ in range(MOST_RUNNING)]
    with pytest.raises(UserError, match="看着"):
        jobs.start("再开", ["--version"], tmp_path, "/")
    for _ in range(400):
        if all(each.lines for each in running):
            break
        time.sleep(0.05)
    jobs.end(running[0])
    jobs.end_all()
    for each in running:
        _over(each)
    assert {each.state for each in running} <= {"ended", "done"} and not jobs.at_work


def test_where_there_is_no_folder_nothing_begins(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        Jobs().start("看版本", ["--version"], tmp_path / "nowhere", "/")
