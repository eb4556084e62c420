"""Completion in the shell: what the shells are answered, and that nobody else pays for it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

import pytest
import typer
from cases import ROOT

from brandcluster.cli import app
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


#: What a shell sets, by shell: the line so far, and the word at the cursor.
SHELLS = {
    "complete_zsh": {"_TYPER_COMPLETE_ARGS": "{line}"},
    "complete_fish": {"_TYPER_COMPLETE_ARGS": "{line}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    "complete_powershell": {"_TYPER_COMPLETE_ARGS": "{line}", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "{word}"},
    "complete_pwsh": {"_TYPER_COMPLETE_ARGS": "{line}", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "{word}"},
}


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_is_given_the_choices(shell: str, brandcluster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COMPLETE, shell)
    for name, text in SHELLS[shell].items():
        monkeypatch.setenv(name, text.format(line="brandcluster indicators --format ", word=""))
    result = brandcluster()
    assert (result.returncode, result.stderr) == (0, "")
    assert [word for word in ("text", "json", "csv") if word not in result.stdout] == []


#: Options whose value is one of a few words, by command; and one argument.
CHOICES = {
    ("init", "--stage"): ("application", "pilot"),
    ("init", "--ci"): ("github", "github-comment", "gitlab"),
    ("validate", "--format"): ("text", "json", "sarif", "github", "gitlab", "markdown", "checklist"),
    ("eligibility", "--stage"): ("draft", "submitted"),
    ("judge", "--conclusion"): ("符合", "不符合"),
    ("judge", "--role"): ("自评", "省级", "专家"),
    ("collect add", "--prefer"): ("new", "old"),
    ("sheet add", "--prefer"): ("new", "old"),
    ("sheet form", "--part"): ("统计", "资金", "项目"),
    ("request add", "--prefer"): ("new", "old"),
    ("merge", "--take"): ("1", "2"),
    ("render", "--form"): ("all", "application", "recommendation", "conditions"),
    ("render", "--report"): ("summary", "evaluation"),
    ("review", "--stage"): ("准备申报",),
    ("review", "--only"): ("errors", "not-ready"),
    ("review", "--sort"): ("dir", "province"),
    ("aggregate", "--engine"): ("local", "spark"),
    ("explain", "--edition"): ("miit-2014-102",),
    ("explain", "topic"): ("P101",),
}


@pytest.mark.part(3)
@pytest.mark.parametrize(("name", "option"), CHOICES)
def test_what_is_one_of_a_few_words_is_completed(name: str, option: str) -> None:
    command = app.Group().get_command(None, name.partition(" ")[0])
    command = command.commands[name.partition(" ")[2]] if " " in name else command
    (found,) = (each for each in command.params if option in (*each.opts, each.name))
    with typer.Context(command) as context:
        offered = [each.value for each in found.shell_complete(context, "")]
        begun = [each.value for each in found.shell_complete(context, offered[0])]
    assert set(CHOICES[name, option]) <= set(offered) and begun[0] == offered[0]


def test_no_choice_is_left_out() -> None:
    """Whatever a command checks against a few words, the shell completes. Which offices are asked (`--supplier`) is known
    only with the dossier."""
    checked = set()
    for path in (ROOT / "src" / "brandcluster" / "cli").rglob("*.py"):
        checked |= set(re.findall(r'check_choice\("(--\w+)"', path.read_text(encoding="utf-8")))
    assert checked - {"--supplier"} == {option for _, option in CHOICES} - {"--take", "--report", "topic"}


def test_what_is_no_command_is_answered_with_nothing(brandcluster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(monkeypatch, brandcluster, "brandcluster 没有 --f", 2) == []


def test_no_shell_is_said(brandcluster: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    result = brandcluster("--install-completion")
    assert result.returncode == 2
    assert "bash、zsh、fish 或 PowerShell" in result.stderr
