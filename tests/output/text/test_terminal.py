"""Colour where it is wanted, and nothing that a CI system could take for a command in either way."""

from __future__ import annotations

import pytest

from brandcluster.output.text.terminal import print_lines

LINES = [(("red", "错误"), ("", " 甲")), (("red", "##"), ("", "[error]乙")), (("red", "::error::丙"),)]


def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, **given: str) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    print_lines(LINES)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"NO_COLOR": ""}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "0", "FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(
    given: dict[str, str], coloured: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = printed(capsys, monkeypatch, TERM="xterm-256color", **given)
    assert ("\x1b[" in text) == coloured
    assert "##[" not in text
    assert not any(line.startswith("::") for line in text.split("\n"))
