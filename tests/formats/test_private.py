"""The folder for what is unpacked: nobody else's, gone afterwards, and cleared where its owner was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from brandcluster.formats.private import clear_private, private_folder, put_private

KILLED = """
import os, signal, tempfile
from brandcluster.formats.private import private_folder, put_private
with private_folder() as home:
    put_private(home, "a/b.txt", [b"x"], 10)
    print(home, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def test_it_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    with pytest.raises(KeyError), private_folder() as home:
        assert home.parent == tmp_path and put_private(home, "甲/b.txt", [b"x", b"y"], 10) == 2
        if os.name == "posix":
            assert home.stat().st_mode & 0o077 == 0
        with pytest.raises(ValueError, match="太大"):
            put_private(home, "c", [b"x" * 11], 10)
        with pytest.raises(FileExistsError):
            put_private(home, "甲/b.txt", [], 10)
        raise KeyError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_what_a_kill_leaves_is_cleared_by_the_next_run(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == -signal.SIGKILL
    left = Path(done.stdout.strip())
    assert (left / "a" / "b.txt").is_file()
    (tmp_path / "others.tmp").mkdir()
    with private_folder() as mine:
        assert not left.exists() and clear_private(tmp_path) == [] and mine.is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["others.tmp"]
