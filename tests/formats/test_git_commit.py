"""A commit on a person's branch: what goes into it, what runs, and what is left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import commit, git, repository

from brandcluster.formats.git import GitRefused
from brandcluster.formats.git_commit import Committed, branch_name, commit_files, current_branch


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("张三", "送审/张三"),
        (" 张 三/.. ", "送审/张-三"),
        ("a..b.lock", "送审/a-b"),
        ("$(touch x)", "送审/touch-x"),
        ("-", "送审/desk"),
        ("x" * 90, f"送审/{'x' * 40}"),
    ],
)
def test_names_of_branches(person: str, name: str) -> None:
    assert branch_name("送审", person) == name


def test_the_first_commit_of_a_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    done = commit_files(tmp_path, {"dossier.yaml": b"a: 1\n"}, "送审/张三", "张三", "头一次\n")
    assert isinstance(done, Committed) and done.files == 1 and current_branch(tmp_path) == "送审/张三"
    assert git(tmp_path, "log", "--format=%an|%s") == "张三|头一次"


def test_only_the_given_files_go_in_and_nothing_runs(tmp_path: Path) -> None:
    home = repository(tmp_path)
    (home / "other.txt").write_text("x", encoding="utf-8")
    (home / "gone.yaml").write_text("b: 1\n", encoding="utf-8")
    commit(home, "begin")
    (home / "other.txt").write_text("staged", encoding="utf-8")
    git(home, "add", "other.txt")
    ran = tmp_path / "ran"
    for hook in ("pre-commit", "commit-msg", "post-commit", "reference-transaction"):
        path = home / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch '{ran}'\n", encoding="utf-8")
        path.chmod(0o755)
    git(home, "config", "filter.evil.clean", f"touch '{ran}'; cat")
    (home / ".gitattributes").write_text("*.yaml filter=evil\n", encoding="utf-8")
    files = {"a.yaml": b"a: 1\n", "gone.yaml": None}
    (home / "a.yaml").write_bytes(b"a: 1\n")
    (home / "gone.yaml").unlink()
    done = commit_files(home, files, "送审/张三", "张三 <x>\n", "改\n")
    assert isinstance(done, Committed) and not ran.exists()
    assert git(home, "show", "--name-status", "--format=%an", "HEAD").split() == [
        "张三",
        "x",
        "A",
        "a.yaml",
        "D",
        "gone.yaml",
    ]
    assert git(home, "diff", "--cached", "--name-only") == "other.txt"
    assert commit_files(home, files, "送审/张三", "张三", "又\n") is None


def test_a_second_goes_behind_the_first_and_a_strangers_branch_is_left_alone(tmp_path: Path) -> None:
    home = repository(tmp_path)
    (home / "a.yaml").write_bytes(b"a: 0\n")
    commit(home, "begin")
    for number in (1, 2):
        done = commit_files(home, {"a.yaml": b"a: %d\n" % number}, "送审/张三", "张三", "改\n")
        assert isinstance(done, Committed) and done.branch == "送审/张三"
    git(home, "switch", "-q", "--discard-changes", "main")
    done = commit_files(home, {"a.yaml": b"a: 3\n"}, "送审/张三", "张三", "改\n")
    assert isinstance(done, Committed) and done.branch == "送审/张三-2"
    assert git(home, "rev-list", "--count", "main..送审/张三") == "2"


def test_a_merge_that_waits_is_finished_first(tmp_path: Path) -> None:
    home = repository(tmp_path)
    (home / "a.yaml").write_bytes(b"a: 0\n")
    commit(home, "begin")
    (home / ".git" / "MERGE_HEAD").write_text(git(home, "rev-parse", "HEAD") + "\n", encoding="utf-8")
    assert isinstance(commit_files(home, {"a.yaml": b"a: 1\n"}, "送审/张三", "张三", "改\n"), GitRefused)
    assert isinstance(commit_files(tmp_path / "nowhere", {}, "送审/张三", "张三", "改\n"), GitRefused)
