"""Pages of our own: the library that builds them is imported only where one is built, and what it writes is steady."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
from cases import EXAMPLES
from form_samples import blank, parts_of
from ooxml_lint import lint

from brandcluster.formats.word import compose
from brandcluster.formats.word.compose import OwnCell, OwnRow, Text

#: Runs a command in this process and says whether the library came with it.
_ASKED = """
import sys
from brandcluster.cli.start import start
start(sys.argv[1:])
print("docx" in sys.modules)
"""


def page_of_everything() -> bytes:
    page = compose.open_page(blank("recommendation"))
    style = page.styles["Normal"]
    made = compose.add_text(page, [Text("一"), Text("二\n三\t四", bold=True), Text("【请填写】", marked=True)], style)
    compose.keep(made._p)
    rows = [OwnRow([OwnCell(["甲", "乙"], style, "center", top=True), OwnCell(["丙"], style)], header=True)]
    compose.add_table(page, (3_000, 2_000), rows)
    return compose.saved(page, "题目 & <标题>\x00")


def test_the_same_content_is_the_same_bytes_without_a_clock() -> None:
    content = page_of_everything()
    assert content == page_of_everything() and lint(content) == []
    before, after = parts_of(blank("recommendation")), parts_of(content)
    changed = {name for name in before if before[name] != after.get(name)}
    assert before.keys() == after.keys()
    assert changed <= {"word/document.xml", "docProps/core.xml", "[Content_Types].xml"}
    opened: Any = docx.Document(io.BytesIO(content))
    assert opened.core_properties.title == "题目 & <标题>\ufffd"
    assert (
        opened.core_properties.modified == docx.Document(io.BytesIO(blank("recommendation"))).core_properties.modified
    )


def test_text_becomes_no_markup() -> None:
    page = compose.open_page(blank("recommendation"))
    compose.add_text(page, "<w:p/> & ]]> {{ x }}", page.styles["Normal"])
    opened: Any = docx.Document(io.BytesIO(compose.saved(page, "")))
    assert opened.paragraphs[0].text == "<w:p/> & ]]> {{ x }}"


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        (("validate", "lanting"), False),
        (("status", "lanting"), False),
        (("render", "lanting", "-o", "OUT"), False),
        (("render", "lanting", "-o", "OUT", "--report", "improvement"), True),
    ],
)
@pytest.mark.part(4)
def test_the_library_is_imported_late(command: tuple[str, ...], needed: bool, tmp_path: Path) -> None:
    arguments = [str(EXAMPLES / each) if each == "lanting" else each for each in command]
    arguments = [str(tmp_path) if each == "OUT" else each for each in arguments]
    call = [sys.executable, "-c", _ASKED, *arguments]
    said = subprocess.run(call, capture_output=True, check=True, encoding="utf-8").stdout
    assert said.splitlines()[-1] == str(needed)
