"""A folder as it was at the last look."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from repositories import commit, git, repository

from brandcluster.formats.folder_view import Disk
from brandcluster.session.kept_disk import _ANY_CASE, KEPT_BYTES, KeptDisk

posix = pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
PATHS = (
    "a.txt",
    "b/c.txt",
    "b",
    "b/",
    "b//c.txt",
    "./a.txt",
    "none",
    "none/x",
    "a.txt/x",
    "../a.txt",
    "/a.txt",
    "",
    ".",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "b" / "c.txt").write_bytes(b"two")
    return tmp_path


def told(disk: Disk, path: str) -> tuple[object, ...]:
    return (
        disk.read(path, 100),
        disk.read(path, 2),
        disk.resolve(path),
        disk.digest(path, 100),
        disk.names(path, 10),
        disk.kind(path),
        disk.is_folder(path),
    )


@pytest.mark.parametrize("path", PATHS)
def test_it_says_what_the_disk_says(root: Path, path: str) -> None:
    assert told(KeptDisk(root), path) == told(Disk(root), path)


@posix
@pytest.mark.parametrize("path", ["inside.txt", "outside.txt", "loop", "folder", "folder/c.txt", "dead", "pipe"])
def test_so_it_does_of_links_and_pipes(root: Path, path: str) -> None:
    (root / "inside.txt").symlink_to("a.txt")
    (root / "outside.txt").symlink_to("/etc/hostname")
    (root / "loop").symlink_to("loop")
    (root / "folder").symlink_to("b")
    (root / "dead").symlink_to("none")
    os.mkfifo(root / "pipe")
    assert told(KeptDisk(root), path) == told(Disk(root), path)


def test_between_two_looks_nothing_changes(root: Path) -> None:
    disk = KeptDisk(root)
    before = told(disk, "a.txt")
    (root / "a.txt").write_bytes(b"other")
    (root / "new.txt").write_bytes(b"")
    (root / "b" / "c.txt").unlink()
    assert told(disk, "a.txt") == before
    # Where a file is found under other letters, too, the disk is asked for what the look has not found.
    assert disk.kind("new.txt") == ("file" if _ANY_CASE else None)
    assert disk.kind("b/c.txt") == "file"
    assert disk.look() == {"a.txt", "new.txt", "b/c.txt"}
    assert disk.look() == frozenset()
    assert disk.read("a.txt", 100) == b"other"
    assert told(disk, "b") == told(Disk(root), "b")


def test_a_change_that_leaves_size_and_time_is_seen(root: Path) -> None:
    disk = KeptDisk(root)
    assert disk.read("a.txt", 100) == b"one"
    first, digest = disk.stamp("a.txt"), disk.digest("a.txt", 100)
    before = (root / "a.txt").stat()
    (root / "a.txt").write_bytes(b"two")
    os.utime(root / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert disk.look() == {"a.txt"}
    assert disk.read("a.txt", 100) == b"two"
    assert disk.stamp("a.txt") != first
    assert disk.digest("a.txt", 100) != digest


def test_a_large_file_is_not_kept_and_its_changes_are_seen(root: Path) -> None:
    (root / "large").write_bytes(b"a" * (KEPT_BYTES + 1))
    disk = KeptDisk(root)
    assert disk.read("large", 100) == "too_large"
    first = disk.stamp("large")
    (root / "large").write_bytes(b"b" * (KEPT_BYTES + 1))
    assert "large" in disk.look()
    assert disk.stamp("large") != first
    assert str(disk.read("large", KEPT_BYTES * 2))[:4] == "b'bb"


def test_what_belongs_to_git_is_not_walked(root: Path) -> None:
    (root / ".git" / "objects").mkdir(parents=True)
    (root / ".git" / "objects" / "x").write_bytes(b"")
    disk = KeptDisk(root)
    assert ".git" in disk.names(".", 10)
    (root / ".git" / "objects" / "y").write_bytes(b"")
    assert disk.look() == frozenset()
    assert told(disk, ".git/objects/y") == told(Disk(root), ".git/objects/y")


def test_history_is_asked_anew_after_a_commit(root: Path) -> None:
    def newest(folder: Path, path: str) -> str:
        return git(folder, "log", "-1", "--format=%s", "--", path)

    commit(repository(root), "一")
    disk = KeptDisk(root)
    assert disk.from_git(newest, "a.txt") == "一"
    (root / "a.txt").write_bytes(b"three")
    commit(root, "二")
    assert disk.from_git(newest, "a.txt") == "一"
    disk.look()
    assert disk.went_on
    assert disk.from_git(newest, "a.txt") == "二"
    disk.look()
    assert not disk.went_on
