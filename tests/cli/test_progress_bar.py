"""The line for what takes long: late, at a terminal alone, and gone afterwards."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from brandcluster.cli import progress_bar
from brandcluster.cli.progress_bar import progress, while_waiting


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_bar, "PATIENCE", 0.01)
    monkeypatch.setattr(progress_bar, "BEAT", 0.01)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")


@contextmanager
def at_a_terminal() -> Iterator[Terminal]:
    """A terminal for errors; pytest puts its own there between a fixture and its test."""
    with pytest.MonkeyPatch.context() as patch:
        found = Terminal()
        patch.setattr(sys, "stderr", found)
        yield found


def slow() -> int:
    time.sleep(0.1)
    return 7


def test_what_takes_long_is_shown_and_gone() -> None:
    with at_a_terminal() as terminal:
        assert while_waiting("生成材料", slow) == 7
    shown = terminal.getvalue().split("\r")
    assert "生成材料……0 秒" in shown and shown[-1] == "" and not shown[-2].strip()


def test_how_far_it_is() -> None:
    with at_a_terminal() as terminal, progress("检查材料", 3) as advance:
        for _ in range(3):
            slow()
            advance()
    shown = terminal.getvalue()
    assert "检查材料：0/3……" in shown and "检查材料：2/3……" in shown


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_bar, "PATIENCE", 5)
    with at_a_terminal() as terminal:
        assert while_waiting("生成材料", int) == 0
    assert terminal.getvalue() == ""


def test_an_error_goes_through_and_leaves_no_line() -> None:
    def breaks() -> None:
        slow()
        raise ZeroDivisionError

    with at_a_terminal() as terminal, pytest.raises(ZeroDivisionError):
        while_waiting("生成材料", breaks)
    assert terminal.getvalue().endswith("\r")


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_nothing_in_ci_and_where_no_line_can_be_drawn_anew(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with at_a_terminal() as terminal:
        while_waiting("生成材料", slow)
    assert terminal.getvalue() == ""


def test_nothing_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with progress("检查材料", 2):
        slow()
    assert pipe.getvalue() == ""
