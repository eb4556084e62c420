"""The door: regular files inside the folder, up to a limit; nothing that waits, leads out, or means a device."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from brandcluster.formats import folder

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices of POSIX")
NO_NAMES = (
    "CON",
    "nul",
    "NUL.txt",
    "aux.tar.gz",
    "COM1",
    "lpt9.yaml",
    "COM¹",
    "CONIN$",
    "prn ",
    "a:b",
    "a.txt:b",
    "甲. ",
    "甲.",
)
NAMES = ("CONTENT", "nul1", "console.txt", "COM10", "com", "甲.txt", ".gitignore", "a b", "..", ".")


@pytest.mark.parametrize("name", NO_NAMES)
def test_names_that_windows_does_not_take_are_refused(name: str, tmp_path: Path) -> None:
    if os.name == "posix":
        (tmp_path / name).write_bytes(b"x")
    assert folder.why_no_name(name)
    assert folder.read_bytes(tmp_path, name) == "outside"
    assert folder.read_bytes(tmp_path, f"below/{name}/x") == "outside"


@pytest.mark.parametrize("name", NAMES)
def test_other_names_are_names(name: str) -> None:
    assert folder.why_no_name(name) == ""


@posix
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "sub").mkdir()
    for name, answer in {"pipe": "not_a_file", "zero": "outside", "sub": "not_a_file", "no": "missing"}.items():
        assert folder.read_bytes(tmp_path, name) == answer
        assert folder.first_bytes(tmp_path / name, 10) in ("not_a_file", "missing")
        assert folder.file_digest(tmp_path, name, 10) is None


@posix
def test_what_becomes_a_pipe_meanwhile_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    was = (tmp_path / "file").stat()
    assert stat.S_ISREG(was.st_mode)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: was)
    assert folder.first_bytes(tmp_path / "pipe", 10) == "not_a_file"


def test_no_more_is_read_than_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert folder.first_bytes(tmp_path / "a", 10) == b"x" * 10
    assert folder.read_bytes(tmp_path, "a", 99) == "too_large"
    assert folder.regular_bytes(tmp_path / "a", 99) is None
    assert folder.regular_bytes(tmp_path / "a", 100) == b"x" * 100


@posix
def test_names_are_of_the_folder_itself(tmp_path: Path) -> None:
    root = tmp_path / "d"
    (root / "below").mkdir(parents=True)
    (root / "below" / "a").touch()
    (root / "out").symlink_to(tmp_path, target_is_directory=True)
    assert folder.names_in(root) == ["below", "out"]
    assert folder.names_in(root, "below") == ["a"]
    assert folder.names_in(root, "out") == "outside"
    assert folder.names_in(root, "../..") == "outside"
    assert folder.names_in(root, "no") == "missing"
    assert folder.files_below(root) == ["below/a", "out"]


def test_a_pattern_means_what_people_mean(tmp_path: Path) -> None:
    for name in ("甲[1].csv", "甲1.csv", "乙.txt", ".hidden.csv"):
        (tmp_path / name).touch()
    found = folder.names_like(str(tmp_path / "*[1].csv"))
    assert [Path(each).name for each in found] == ["甲[1].csv"]
    assert [Path(each).name for each in folder.names_like(str(tmp_path / "*.csv"))] == ["甲1.csv", "甲[1].csv"]
    assert [Path(each).name for each in folder.names_like(str(tmp_path / "甲?.csv"))] == ["甲1.csv"]
    assert folder.names_like(str(tmp_path / "\0*")) == []


@posix
def test_a_root_that_is_known_hides_no_link(tmp_path: Path) -> None:
    root = tmp_path / "d"
    (root / "below").mkdir(parents=True)
    (root / "below" / "a").write_bytes(b"x")
    (root / "loop").symlink_to("loop")
    (tmp_path / "a").write_bytes(b"y")
    (tmp_path / "way").symlink_to(root)
    for where in (root, tmp_path / "way"):
        folder.resolve_root(where)
        assert folder.resolve_file(where, "below/a") == root.resolve() / "below" / "a"
        assert folder.resolve_file(where, "below") == "not_a_file"
        assert folder.resolve_file(where, "below/b") == folder.resolve_file(where, "below/a/b") == "missing"
        assert folder.resolve_file(where, "loop") == "unreadable"
        (root / "in").symlink_to("below/a")
        assert folder.resolve_file(where, "in") == root.resolve() / "below" / "a"
        (root / "in").unlink()
        (root / "below").rename(root / "away")
        (root / "below").symlink_to(tmp_path)
        assert folder.resolve_file(where, "below/a") == "outside"
        (root / "below").unlink()
        (root / "away").rename(root / "below")
