"""Writing files: all or none where it can be, permissions kept, nothing left lying about, nothing through a link."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cases import HERE, prepare

from brandcluster.cli.errors import UserError
from brandcluster.cli.start import start
from brandcluster.cli.writing import write_files
from brandcluster.formats import remains, replacing

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text("旧\n", encoding="utf-8")
    return path


def test_what_cannot_be_written_leaves_the_others_as_they_were(old: Path) -> None:
    blocked = old.parent / "b.yaml"
    blocked.write_text("文件\n", encoding="utf-8")
    with pytest.raises(UserError, match="什么也没有写"):
        write_files({old: "新\n".encode(), blocked / "c.yaml": b"x"}, inside=())
    assert old.read_text(encoding="utf-8") == "旧\n"
    assert sorted(path.name for path in old.parent.iterdir()) == ["a.yaml", "b.yaml"]


@posix
def test_a_disk_that_is_full_leaves_every_file_as_it_was(old: Path) -> None:
    script = (
        "import resource, signal, sys; from pathlib import Path; from brandcluster.cli import errors, writing\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "root = Path(sys.argv[1])\n"
        "try: writing.write_files({root / 'a.yaml': b'x', root / 'b.yaml': b'x' * 5000}, inside=())\n"
        "except errors.UserError: sys.exit(7)\n"
    )
    result = subprocess.run([sys.executable, "-c", script, str(old.parent)], check=False)
    assert result.returncode == 7
    assert [(path.name, path.read_text(encoding="utf-8")) for path in old.parent.iterdir()] == [("a.yaml", "旧\n")]


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is write-protected for root")
def test_a_protected_file_stops_all(old: Path) -> None:
    second = old.parent / "b.yaml"
    second.write_text("旧\n", encoding="utf-8")
    second.chmod(0o444)
    with pytest.raises(UserError):
        write_files({old: b"x", second: b"x"}, inside=())
    assert old.read_text(encoding="utf-8") == second.read_text(encoding="utf-8") == "旧\n"


def test_a_stop_half_way_says_how_far_it_came(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = replacing.rename_with

    def rename(source: Path, target: Path, flag: int) -> bool:
        if target.name == "b.yaml":
            raise PermissionError
        return real(source, target, flag)

    monkeypatch.setattr(remains, "WAITS", ())
    monkeypatch.setattr(replacing, "rename_with", rename)
    with pytest.raises(UserError, match="前面 1 个已经写好"):
        write_files({old: "新\n".encode(), old.parent / "b.yaml": b"x", old.parent / "c.yaml": b"x"}, inside=())
    assert old.read_text(encoding="utf-8") == "新\n"
    assert [path.name for path in old.parent.iterdir()] == ["a.yaml"]


def test_what_a_kill_left_is_cleared_by_a_later_write(old: Path) -> None:
    left, young, foreign = (old.parent / name for name in (f".{'ab' * 8}.tmp", f".{'cd' * 8}.tmp", ".mine.tmp"))
    for path in (left, young, foreign):
        path.write_bytes(b"x")
    for path in (left, foreign):
        os.utime(path, (0, 0))
    write_files({old: b"y"}, inside=())
    assert sorted(path.name for path in old.parent.iterdir()) == sorted([old.name, young.name, foreign.name])


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_keeps_its_permissions(old: Path, mode: int) -> None:
    old.chmod(mode)
    write_files({old: b"x"}, inside=())
    assert old.stat().st_mode & 0o7777 == mode


@posix
@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077])
def test_a_new_file_gets_the_permissions_that_the_user_gives_new_files(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_files({tmp_path / "新" / "a.csv": b"x"}, inside=())
    finally:
        os.umask(before)
    assert (tmp_path / "新" / "a.csv").stat().st_mode & 0o777 == 0o666 & ~mask


@posix
def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    root = tmp_path / "d"
    root.mkdir()
    (root / "application").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(UserError):
        write_files({root / "dossier.yaml": b"x", root / "application" / "plan.yaml": b"x"}, inside=(root,))
    assert list((tmp_path / "elsewhere").iterdir()) == [] and not (root / "dossier.yaml").exists()


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ("import", str(HERE / "fixtures" / "word" / "typed-below.docx"), ".", "--write"),
        ("indicators", "--save"),
        ("fmt",),
        ("validate", "--fix"),
        ("seal", "--by", "甲", "--date", "2014-04-18"),
    ],
    ids=lambda words: words[0],
)
def test_no_command_writes_through_a_dossiers_own_link(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = prepare(tmp_path / "d", [])
    (root / "enterprises").mkdir()
    shutil.copy(HERE / "cases" / "returns" / "same" / "clean.csv", root / "enterprises" / "2013.csv")
    (root / "sealed").mkdir()
    for name in ("application", "statistics", "sealed"):
        (root / name).rename(tmp_path / name)
        (root / name).symlink_to(tmp_path / name, target_is_directory=True)
    outside = [path for path in tmp_path.rglob("*") if root not in path.parents]
    before = {path: path.read_bytes() for path in outside if path.is_file()}
    monkeypatch.chdir(root)
    assert start(list(arguments)) in (1, 2)
    assert [path for path in tmp_path.rglob("*") if root not in path.parents] == outside
    assert {path: path.read_bytes() for path in before} == before
