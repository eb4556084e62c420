"""Two people at once: nobody's work is lost, by whichever command, at whichever moment the other one writes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest
from cases import BASE, ROOT, prepare
from writers import JUDGED, RETURNS, WRITERS, Writer

from brandcluster.cli.start import start
from brandcluster.formats import locking, replacing

THEIRS = b"another one's work\n"
#: Told to overwrite, or writing what is its own: what stands there is looked at when the writing begins.
UNREAD = ("schema", "validate-o")
IDS = [each.name for each in WRITERS]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", "/nowhere")  # no LibreOffice: what it makes takes seconds
    return tmp_path / "d"


def _theirs(place: Path) -> None:
    """Somebody else saves at a place: in the folder that is written as a whole, a file in it."""
    target = place / "theirs.txt" if place.is_dir() else place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(THEIRS)


def _holding(home: Path) -> list[Path]:
    return [path for path in home.parent.rglob("*") if path.is_file() and path.read_bytes() == THEIRS]


def _run(writer: Writer, home: Path) -> int:
    with chdir(home):
        return start(list(writer.arguments))


@pytest.mark.parametrize("writer", WRITERS, ids=IDS)
@pytest.mark.part(6)
def test_what_was_changed_since_it_was_read_is_refused_by_name(
    writer: Writer, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    writer.prepare(home)
    places: list[Path] = []
    early = "--overwrite" not in writer.arguments and writer.name not in UNREAD
    for name in ("stage_file", "stage_folder"):
        real = getattr(replacing, name)

        def hooked(path: Path, content: object, made: object, *, real: Callable[..., object] = real) -> object:
            is_first = path.name != ".gitattributes" and not places  # what a seal writes beside is of no dossier
            places.extend([path.absolute()] * is_first)
            if is_first and early:
                _theirs(places[0])
            found = real(path, content, made)
            if is_first and not early:
                _theirs(places[0])
            return found

        monkeypatch.setattr(replacing, name, hooked)
    capsys.readouterr()
    assert _run(writer, home) == 1
    said = capsys.readouterr().err
    assert ("改过" in said and places[0].name in said) or "已经有第" in said, said
    assert len(_holding(home)) == 1
    assert not list(home.parent.rglob("*.tmp"))


@pytest.mark.parametrize("writer", WRITERS, ids=IDS)
@pytest.mark.part(6)
def test_what_is_saved_between_comparison_and_exchange_is_kept(
    writer: Writer, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    writer.prepare(home)
    real = replacing.rename_with
    places: list[tuple[Path, bool]] = []

    def late(source: Path, target: Path, flag: int) -> bool:
        if not places and target.name != ".gitattributes":
            places.append((target.resolve(), target.exists()))
            _theirs(target)
        return real(source, target, flag)

    monkeypatch.setattr(replacing, "rename_with", late)
    capsys.readouterr()
    assert _run(writer, home) == 1
    said = capsys.readouterr().err
    place, was_there = places[0]
    [kept] = _holding(home)
    if was_there:
        beside = next(each for each in (kept, *kept.parents) if each.parent == place.parent)
        assert beside != place and beside.name in said and place.name in said, said
    else:
        assert kept in (place, place / "theirs.txt")
        assert ("改过" in said and place.name in said) or "已经有第" in said, said
    assert not list(home.parent.rglob("*.tmp"))


@pytest.mark.parametrize("writer", [each for each in WRITERS if each.name in ("fmt", "render-package-again")])
def test_a_system_without_exchange_keeps_it_too(
    writer: Writer, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on Windows: a second name is kept of what is replaced."""
    writer.prepare(home)
    monkeypatch.setattr(replacing, "rename_with", lambda *_: False)
    real = replacing.refuse_changed if writer.name == "fmt" else replacing._is_as_before
    calls: list[object] = []

    def late(*arguments: object) -> object:
        found = real(*arguments)  # type: ignore[arg-type]
        calls.append(arguments)
        if len(calls) == (3 if writer.name == "fmt" else 1):  # the last comparison of the first place
            place = arguments[0].place if isinstance(arguments[0], replacing.Waiting) else arguments[0]
            assert isinstance(place, Path)
            _theirs(place)
        return found

    monkeypatch.setattr(replacing, real.__name__, late)
    assert _run(writer, home) == 1
    assert "别人也存过" in capsys.readouterr().err
    assert len(_holding(home)) == 1 and not list(home.parent.rglob("*.tmp"))


# ---- two that add ------------------------------------------------------------------------------------------------


def _both(home: Path, *lines: tuple[str, ...]) -> list[tuple[int, str]]:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "brandcluster", *line], cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for line in lines
    ]
    said = [each.communicate(timeout=120)[1].decode() for each in started]
    return [(each.returncode, words) for each, words in zip(started, said, strict=True)]


#: `collect add`, which stops after it has read what is there, until somebody tells it to go on.
SLOW = """
import sys
from brandcluster.cli.start import start
from brandcluster.returns import merging
real = merging.merge_returns
def slow(*arguments):
    print("read", flush=True)
    sys.stdin.readline()
    return real(*arguments)
merging.merge_returns = slow
sys.exit(start(["collect", "add", "a.csv", "--year", "2013"]))
"""


def test_two_that_add_returns_end_with_both(tmp_path: Path) -> None:
    """The second comes while the first has read and not written yet: at the worst moment, each time."""
    root = prepare(tmp_path / "d", [])
    head, *rows = RETURNS.read_text(encoding="utf-8").splitlines(keepends=True)
    for number, name in enumerate("ab"):
        (root / f"{name}.csv").write_text(head + rows[number], encoding="utf-8")
    pipes: dict[str, int] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", SLOW], cwd=root, **pipes) as first:  # type: ignore[call-overload]
        assert first.stdout is not None and first.stdout.readline().strip() == b"read"
        command = [sys.executable, "-m", "brandcluster", "collect", "add", "b.csv", "--year", "2013"]
        with subprocess.Popen(command, cwd=root, **pipes) as second:  # type: ignore[call-overload]
            with pytest.raises(subprocess.TimeoutExpired):  # it waits; without a lock it would be done
                second.wait(3)
            said = first.communicate(b"\n", timeout=60)
            assert first.returncode == 0, said
            said = second.communicate(timeout=60)
            assert second.returncode == 0, said
    stored = (root / "enterprises" / "2013.csv").read_text(encoding="utf-8-sig").splitlines()
    assert {line.split(",")[1] for line in stored[1:]} == {row.split(",")[1] for row in rows[:2]}
    assert not (root / locking.LOCK_FILE).exists()


def test_two_that_judge_end_with_both(tmp_path: Path) -> None:
    root = prepare(tmp_path / "d", [])
    done = _both(root, ("judge", ".", *JUDGED), ("judge", ".", *JUDGED, "--note", "又一次"))
    assert [code for code, _ in done] == [0, 0], done
    assert (root / "judgements.yaml").read_text(encoding="utf-8").count("结论: 符合") == 2


def _add(root: Path) -> int:
    with chdir(root):
        return start(["collect", "add", str(RETURNS), "--year", "2013"])


HOLD = (
    "import sys, time; from pathlib import Path; from brandcluster.formats.locking import lock_held\n"
    "with lock_held(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
)


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[bytes]:
    """A program that holds the lock of a dossier."""
    prepare(tmp_path / "d", [])
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "d")], stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline().strip() == b"held"
    return process


def test_who_waits_too_long_is_told(
    holder: subprocess.Popen[bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = tmp_path / "d"
    monkeypatch.setattr(locking, "PATIENCE", 0.1)
    try:
        assert _add(root) == 1
        assert "另一个 brandcluster 一直在写" in capsys.readouterr().err
        assert not (root / "enterprises").exists()
    finally:
        holder.kill()
        holder.communicate()
    assert (root / locking.LOCK_FILE).exists()  # what a killed one leaves is no lock any more
    assert _add(root) == 0
    assert not (root / locking.LOCK_FILE).exists()


def test_a_filled_sheet_waits_its_turn_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it compares and what it replaces are read under the lock; looking takes none."""
    writer = next(each for each in WRITERS if each.name == "sheet-add")
    root = tmp_path / "d"
    writer.prepare(root)
    monkeypatch.setattr(locking, "PATIENCE", 0.1)
    with locking.lock_held(root):
        assert _run(writer, root) == 1
        assert "另一个 brandcluster 一直在写" in capsys.readouterr().err
        with chdir(root):
            assert start([*writer.arguments, "--diff"]) == 0
    assert _run(writer, root) == 0


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize("what", ["pipe", "link", "folder"])
def test_what_stands_in_the_locks_place_is_named(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = prepare(tmp_path / "d", [])
    lock = root / locking.LOCK_FILE
    if what == "pipe":
        os.mkfifo(lock)
    elif what == "link":
        (tmp_path / "mine").write_bytes(THEIRS)
        lock.symlink_to(tmp_path / "mine")
    else:
        lock.mkdir()
    assert _add(root) == 2
    assert locking.LOCK_FILE in capsys.readouterr().err
    assert what != "link" or (tmp_path / "mine").read_bytes() == THEIRS


def test_looking_takes_no_lock(tmp_path: Path) -> None:
    root = prepare(tmp_path / "d", [])
    (root / locking.LOCK_FILE).mkdir()
    with chdir(root):
        assert start(["collect", "add", str(RETURNS), "--year", "2013", "--dry-run"]) == 0
        assert start(["validate", str(BASE)]) == 0


def test_every_command_that_writes_is_tried() -> None:
    """By the modules of commands in which something is written, or an output option is offered."""
    folder = ROOT / "src" / "brandcluster" / "cli" / "commands"
    writing = {
        "sheet" if path.stem == "data_sheet" else path.stem.removesuffix("_").partition("_")[0]
        for path in folder.glob("*.py")
        if re.search(r"\bwrite_files\(|\bwrite_folder\(|\badd_entry\(", path.read_text(encoding="utf-8"))
    }
    assert writing == {each.command for each in WRITERS}
