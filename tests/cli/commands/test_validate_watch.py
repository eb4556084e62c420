"""`validate --watch`: a real process, real files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import BASE, ROOT

from brandcluster.cli.start import start


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--poll",), "--poll 与 --watch 同用"),
        (("--watch", "--fix"), "--watch 不与 --fix 同用"),
        (("--watch", "--format", "json", "-o", "x.json"), "--watch 不与 --format、-o 同用"),
    ],
)
def test_options_that_do_not_fit(arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["validate", str(BASE), *arguments]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.editor
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C of POSIX")
@pytest.mark.parametrize("poll", [(), ("--poll",)])
def test_what_changes_is_shown_and_ctrl_c_ends_it(tmp_path: Path, poll: tuple[str, ...]) -> None:
    root, said = tmp_path / "甲", tmp_path / "said.txt"
    shutil.copytree(BASE, root)
    plan = root / "application" / "plan.yaml"
    good = plan.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "brandcluster", "validate", str(root), "--watch", *poll]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    def heed_ctrl_c() -> None:
        """Where the tests run in the background, it would be inherited that it is not heeded."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with said.open("wb") as output:
        watching = subprocess.Popen(command, stdout=output, stderr=output, env=environment, preexec_fn=heed_ctrl_c)  # noqa: PLW1509
    try:
        wait(said, lambda words: "等待改动" in words)
        time.sleep(1.5)  # the watcher is started after the list is shown
        plan.write_text(good.replace("总额（万元）: ", "总额（万元）: 1"), encoding="utf-8")
        wait(said, lambda words: "新增" in words and "B101" in words)
        plan.write_text(good, encoding="utf-8")
        wait(said, lambda words: "改好" in words)
        watching.send_signal(signal.SIGINT)
        assert watching.wait(20) == 0
    finally:
        watching.kill()
        watching.wait()
    assert "Traceback" not in said.read_text(encoding="utf-8")


def wait(path: Path, ready: Callable[[str], bool]) -> None:
    for _ in range(300):
        if ready(path.read_text(encoding="utf-8")):
            return
        time.sleep(0.1)
    raise AssertionError(path.read_text(encoding="utf-8"))
