"""`open` as it is called."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from brandcluster.cli.desk import command


def test_without_the_pages_a_sentence_says_how_to_get_them(
    brandcluster: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "NEEDED", ("no_such_library",))
    result = brandcluster("open", tmp_path)
    assert result.returncode == 2 and "brandcluster[desk]" in result.stderr


def test_calls_that_are_wrong(
    brandcluster: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, zone: Path
) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    assert "要写文件夹" in brandcluster("open", tmp_path / "a.txt", "--no-browser").stderr
    assert "不能在里面再建一份" in brandcluster("open", zone / "evidence", "--no-browser").stderr
    assert "--port" in brandcluster("open", zone, "--port", "80").stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = brandcluster("open", zone, "--port", port, "--no-browser")
    assert result.returncode == 2 and f"端口 {port} 用不了" in result.stderr


@pytest.fixture
def zone(tmp_path: Path) -> Path:
    from cases import prepare

    return prepare(tmp_path / "R", [])


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_it_serves_until_it_is_interrupted(zone: Path) -> None:
    words = [sys.executable, "-u", "-m", "brandcluster", "open", str(zone), "--no-browser"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        try:
            assert running.stdout is not None
            running.stdout.readline()
            address = running.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]+/enter\?token=[\w-]+", address)
            with httpx2.Client(trust_env=False) as browser:
                assert browser.get(address).status_code == 200
                page = browser.get(address.partition("/enter")[0] + "/form/cover")
                assert page.status_code == 200 and "申报单位" in page.text and "server" not in page.headers
            with (
                pytest.raises(OSError),
                socket.create_connection(("127.0.0.2", int(address.split(":")[2][:5].strip("/")))),
            ):
                pass
            running.send_signal(signal.SIGINT)
            out, errors = running.communicate(timeout=20)
        finally:
            running.kill()
    assert running.returncode == 0 and "结束了" in out and errors == "", errors
