"""The console's way in leaves at once: nothing printed is lost, the exit code is the command's."""

from __future__ import annotations

import subprocess
import sys

from cases import EXAMPLES


def console(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "brandcluster", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_a_long_output_into_a_pipe_is_whole() -> None:
    done = console("status", str(EXAMPLES / "lanting"), "--clauses", "--format", "json")
    assert done.returncode in (0, 1)
    assert len(done.stdout) > 65_536, "longer than a pipe holds"
    assert done.stdout.endswith("}\n")


def test_the_exit_code_is_the_commands() -> None:
    assert [console("--version").returncode, console("no-such-command").returncode] == [0, 2]
