"""Completion in the shell: what the shells are answered, and that nobody else pays for it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from brandcluster.cli.start import COMPLETE

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def answer(monkeypatch: pytest.MonkeyPatch, run: Run, words: str, at: int) -> list[str]:
    monkeypatch.setenv(COMPLETE, "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(at))
    result = run()
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout.split()


def test_commands_options_and_choices(brandcluster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(monkeypatch, brandcluster, "brandcluster th", 1) == ["thresholds"]
    assert answer(monkeypatch, brandcluster, "brandcluster validate --fi", 2) == ["--fix", "--files"]
    assert answer(monkeypatch, brandcluster, "brandcluster indicators --format ", 3) == ["text", "json", "csv"]
    assert answer(monkeypatch, brandcluster, "brandcluster validate --select B101,B10", 3)[:2] == [
        "B101,B101",
        "B101,B102",
    ]
    assert answer(monkeypatch, brandcluster, "brandcluster collect ", 2)[:2] == ["form", "add"]


def test_what_is_no_command_is_answered_with_nothing(brandcluster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(monkeypatch, brandcluster, "brandcluster 没有 --f", 2) == []


def test_no_shell_is_said(brandcluster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    result = brandcluster("--install-completion")
    assert result.returncode == 2
    assert "bash、zsh、fish 或 PowerShell" in result.stderr
