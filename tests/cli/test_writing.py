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
        "collect add clean.csv --year 2013",
        "render --draft",
        "collect form --year 2013",
        "seal --by 甲 --date 2014-04-18",
    ],
    ids=lambda words: "-".join(words.split()[:2]),
)
def test_a_folder_of_the_dossier_that_is_a_link_to_another_of_its_folders_takes_nothing(
    arguments: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`enterprises -> .` would put returns where git does not ignore them."""
    root = prepare(tmp_path / "d", [])
    shutil.copy(HERE / "cases" / "returns" / "same" / "clean.csv", root / "clean.csv")
    for name in ("enterprises", "out", "sealed"):
        (root / name).symlink_to(".", target_is_directory=True)
    before = sorted(root.iterdir())
    monkeypatch.chdir(root)
    assert start(arguments.split()) in (1, 2)
    assert "链接" in capsys.readouterr().err and sorted(root.iterdir()) == before


#: Commands that make a folder, typed as one below the folder they run in; each with words before and after it.
FOLDERS = (
    ("review . --date 2014-04-18 --html", ""),
    ("review . --date 2014-04-18 --due 2014-05-01 --letters", ""),
    ("review . --date 2014-04-18 --opinions", ""),
    ("review . --date 2014-04-18 --inspections", ""),
    ("render --draft -o", ""),
    ("request form --due 2014-05-01 --date 2014-03-01 -o", ""),
    ("schema -o", ""),
    ("forms empty -o", ""),
    ("merge . . . -o", ""),
    ("init", "--year 2013"),
    ("judge . --clause 主导产业 --conclusion 不符合 --by 甲 --unit 乙 --role 省级 --date 2014-04-18 --issuer 乙"
     " --issued 2014-04-18 --evidence evidence/a.txt --remarks", ""),
)  # fmt: skip


@posix
@pytest.mark.parametrize(("before", "after"), FOLDERS, ids=lambda words: words.split()[0] if words else "")
def test_no_folder_is_made_through_a_dossiers_own_link(
    before: str, after: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = prepare(tmp_path / "d", [])
    (tmp_path / "elsewhere").mkdir()
    (root / "out").symlink_to("../elsewhere", target_is_directory=True)
    monkeypatch.chdir(root)
    assert start([*before.split(), "out/x", *after.split()]) in (1, 2)
    assert "out" in capsys.readouterr().err and list((tmp_path / "elsewhere").iterdir()) == []


@posix
def test_ones_own_link_to_a_dossier_may_be_typed_and_none_from_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a link is led to by somebody's own hand is that person's; a folder that is not there yet has no owner."""
    root = prepare(tmp_path / "d", [])
    here = tmp_path / "here"
    here.mkdir()
    (here / "mine").symlink_to(root, target_is_directory=True)
    monkeypatch.chdir(here)
    assert start(["fmt", "mine"]) == 0
    assert start(["judge", "mine", "--clause", "主导产业", "--conclusion", "符合", "--by", "甲", "--unit", "乙", "--date", "2014-04-18",
                  "--evidence", "evidence/a.txt"]) == 0  # fmt: skip
    assert (root / "judgements.yaml").is_file()
    capsys.readouterr()
    assert start(["schema", "-o", "mine/新"]) == 2
    assert "写出完整的路径" in capsys.readouterr().err and not (root / "新").exists()
    assert start(["schema", "-o", str(root / "新")]) == 0  # the advice, followed


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
