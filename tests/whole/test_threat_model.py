"""What `docs/threat-model.md` promises is held by tests that are there."""

from __future__ import annotations

import ast
import re

import pytest
from cases import ROOT

PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+?) \| (`.+`) \|$", PAGE.partition("## 保证\n")[2].partition("\n## ")[0], re.MULTILINE)


def missing(named: str) -> bool:
    """Whether no test of this name (`path::function`) is there."""
    path, _, function = named.partition("::")
    if not (ROOT / path).is_file():
        return True
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return function not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("promise", "tests"), ROWS, ids=[promise[:12] for promise, _ in ROWS])
def test_a_promise_is_held_by_tests_that_are_there(promise: str, tests: str) -> None:
    named = re.findall(r"`([^`]+)`", tests)
    assert named and [each for each in named if missing(each)] == [], promise


def test_the_guard_sees() -> None:
    assert len(ROWS) >= 15
    assert missing("tests/whole/test_threat_model.py::test_nothing") and missing("tests/no.py::test_the_guard_sees")
    assert not missing("tests/whole/test_threat_model.py::test_the_guard_sees")


def test_every_promise_has_a_row() -> None:
    lines = [line for line in PAGE.partition("## 保证\n")[2].partition("\n## ")[0].splitlines() if line.startswith("|")]
    assert len(lines) - 2 == len(ROWS)


def test_it_is_said_in_the_open() -> None:
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "docs/threat-model.md" in said and "报告漏洞" in said
    assert "SECURITY.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "threat-model.md" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
