"""What nobody sees, and what turns the order of reading, never reaches a report, from wherever it comes; nor does the
first character of a formula, in whatever width, reach a cell."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import EXAMPLES

from brandcluster.base.visible import INVISIBLE, visible, without_invisible
from brandcluster.cli.start import start
from brandcluster.formats.tables.csv_file import csv_bytes, harmless_cell

UNSEEN = "\u202e\u200b\u2066\u180e\U000e0041"
SEEN = re.compile(f"[{INVISIBLE}]")
WRITTEN = re.compile(r"([\u4e00-\u9fff]{2})([\u4e00-\u9fff]{2,})(?=[^:\n]*$)", re.MULTILINE)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier of the pilot years with such characters in every file, and a template of its own."""
    root = tmp_path_factory.mktemp("spoilt") / "d"
    shutil.copytree(EXAMPLES / "lanting", root, ignore=shutil.ignore_patterns("sealed", "enterprises"))
    for path in root.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(WRITTEN.sub(rf"\1{UNSEEN}\2", text, count=30), encoding="utf-8")
    template = root / "templates" / "reports" / "summary.md"
    template.parent.mkdir(parents=True)
    template.write_text(f'# 改{UNSEEN}进\n\n甲{UNSEEN}乙 {{{{ "丙\\u202e丁" }}}}\n', encoding="utf-8")
    return root


def _texts(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        yield content.decode("utf-8-sig")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        yield from (package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml"))


@pytest.mark.long
def test_no_report_holds_any(spoilt: Path, tmp_path: Path) -> None:
    day = ("--date", "2016-07-15")
    for arguments in (
        ("render", "--draft", "-o", tmp_path / "forms"),
        ("render", "--report", "summary", "--draft", "-o", tmp_path / "reports"),
        ("report", *day, "-o", tmp_path / "page.html"),
        ("review", *day, "--jobs", "1", "--format", "xlsx", "-o", tmp_path / "x.xlsx"),
        ("review", *day, "--jobs", "1", "--corrections", "-o", tmp_path / "lists"),
    ):
        assert start([str(each) for each in (arguments[0], spoilt, *arguments[1:])]) in (0, 1)
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in made} == {".docx", ".html", ".xlsx", ".md"}
    assert [path.name for path in made for text in _texts(path) if SEEN.search(text)] == []


def test_each_is_shown_or_left_out() -> None:
    for char in UNSEEN + "\u061c\ufeff\u2028\u206a":
        assert char not in visible(f"a{char}b")
    assert without_invisible(f"甲{UNSEEN}乙") == "甲乙"


@pytest.mark.parametrize("first", "=+-@＝＋－＠")
def test_no_cell_begins_a_formula_in_either_width(first: str) -> None:
    assert harmless_cell(f"{first}1") == f"'{first}1"
    assert csv_bytes([["甲", f"{first}1"]]).decode("utf-8-sig") == f"甲,'{first}1\n"
