"""examples/incomplete: every planted mistake is reported once, where its comment says, and nothing else is."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable

import pytest
from cases import EXAMPLES

Run = Callable[..., "subprocess.CompletedProcess[str]"]
#: What a diagnostic must say to answer a mark: file, code, line.
Mark = tuple[str, str, int]

INCOMPLETE = EXAMPLES / "incomplete"
_MARK = re.compile(r"#\s*(?P<here>本行)?应报(?P<codes>(?: [A-Z]\d{3})+)(?=\s|：|\Z)")


def lines_of(content: bytes) -> list[str]:
    """The lines as an editor counts them: U+000B and U+2028 stand inside lines, as mistakes."""
    try:
        return content.decode("utf-8").split("\n")
    except UnicodeDecodeError:  # one of the mistakes is a file in another encoding
        return content.decode("gb18030").split("\n")


def marks_in(path: str, content: bytes) -> list[Mark]:
    """What the comments of one file expect.

    A comment after a value means its line, a comment of its own the line below, or itself where it says 本行.
    """
    found: list[Mark] = []
    for number, line in enumerate(lines_of(content), 1):
        for match in _MARK.finditer(line):
            below = line.lstrip().startswith("#") and not match["here"]
            found += [(path, code, number + below) for code in match["codes"].split()]
    return found


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {path.relative_to(INCOMPLETE).as_posix(): path.read_bytes() for path in sorted(INCOMPLETE.rglob("*.yaml"))}


@pytest.fixture(scope="module")
def expected(files: dict[str, bytes]) -> Counter[Mark]:
    return Counter(mark for path, content in files.items() for mark in marks_in(path, content))


def test_exactly_the_planted_mistakes_are_reported(brandcluster: Run, expected: Counter[Mark]) -> None:
    result = brandcluster("validate", INCOMPLETE, "--format", "json")
    assert (result.returncode, result.stderr) == (1, "")
    (dossier,) = json.loads(result.stdout)["dossiers"]
    reported = Counter((each["path"], each["code"], each["line"]) for each in dossier["diagnostics"])
    assert {"missing": expected - reported, "extra": reported - expected} == {"missing": Counter(), "extra": Counter()}
    for each in dossier["diagnostics"]:
        assert each["message"] and each["help"], each


def test_the_mistakes_are_many_and_of_many_kinds(expected: Counter[Mark]) -> None:
    assert expected.total() >= 40
    assert {code[0] for _, code, _ in expected} == set("ABCDEGHMNPQRSTUXY")


def test_no_mark_is_overlooked(files: dict[str, bytes]) -> None:
    """A mark that is misspelt (a full-width space, a lower-case code) would expect nothing."""
    for path, content in files.items():
        meant = [line for line in lines_of(content) if re.search(r"#[^“]*应报", line)]
        assert len(meant) == len({line for _, _, line in marks_in(path, content)}), path


@pytest.mark.parametrize(
    ("source", "expect"),
    [
        ("甲: 1  # 应报 P101\n", [("P101", 1)]),
        ("甲: 1  # 应报 H103 M002：缺“信箱”\n", [("H103", 1), ("M002", 1)]),
        ("甲: 1\n  # 应报 Y024\n乙:2\n", [("Y024", 3)]),
        ("# 本行应报 D004\n", [("D004", 1)]),
        ("甲: a\x0bb\u2028c\n乙: 1  # 应报 M003\n", [("M003", 2)]),
        ("# 行末的“应报 …”说明应报什么\n甲: 应报 P101\n乙: 1  # 应报P101\n", []),
    ],
)
def test_how_marks_are_read(source: str, expect: list[tuple[str, int]]) -> None:
    assert marks_in("a.yaml", source.encode()) == [("a.yaml", code, line) for code, line in expect]
