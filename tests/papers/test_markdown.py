"""The little Markdown of texts: what is markup, what is not, into Word and back."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from form_samples import blank, document, dossier, label_map
from hypothesis import given, settings
from hypothesis import strategies as st
from ooxml_lint import lint
from parts import examples

from brandcluster.dossier.files import HEADER, PLAN, REGION
from brandcluster.formats.word.parts import TABLE
from brandcluster.papers import markdown
from brandcluster.papers.content import Inline, Paragraph, Strong, Table
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.forms.fill import fill_blank

PIECE = st.text(alphabet="ab*|\\<> 甲br-:1.（一）", max_size=12)


def words(piece: Inline) -> str:
    return piece.text if isinstance(piece, Strong) else str(piece)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("甲**乙**丙", ("甲", Strong("乙"), "丙")),
        ("**“引号”**的", (Strong("“引号”"), "的")),
        ("2**3", ("2**3",)),
        ("**甲", ("**甲",)),
        ("甲*乙*丙", ("甲*乙*丙",)),
        (r"\*\*甲\*\*", ("**甲**",)),
        (r"D:\资料", (r"D:\资料",)),
        ("1.甲", ("1.甲",)),
        ("# 甲", ("# 甲",)),
        ("|甲|", ("|甲|",)),
    ],
)
def test_lines(text: str, pieces: tuple[Inline, ...]) -> None:
    assert markdown.parse_blocks(text) == (Paragraph(pieces),)


def test_a_table_among_paragraphs() -> None:
    text = "前\n| 甲 | 乙 | 丙 |\n|:--|:-:|--:|\n| 1 | a\\|b | 3<br>4 |\n| **五** |\n后"
    before, table, after = markdown.parse_blocks(text)
    assert isinstance(table, Table) and isinstance(before, Paragraph) and isinstance(after, Paragraph)
    assert [(column.title, column.align) for column in table.columns] == [
        ("甲", "left"),
        ("乙", "center"),
        ("丙", "right"),
    ]
    assert table.rows == (("1", "a|b", "3\n4"), (Strong("五"), "", ""))


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(st.tuples(PIECE, st.booleans()), max_size=5))
def test_a_written_line_reads_as_itself(pieces: list[tuple[str, bool]]) -> None:
    line = markdown.write_line(pieces)
    text = "".join(piece for piece, _ in pieces).strip()
    if not text:
        assert line == ""
        return
    (read,) = markdown.parse_blocks(line)
    assert isinstance(read, Paragraph)
    assert "".join(map(words, read.content)) == text
    assert markdown.write_blocks([read], words) == line


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.lists(PIECE, min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_written_table_reads_as_itself(rows: list[list[str]]) -> None:
    text = "\n".join(markdown.write_table(rows))
    (read,) = markdown.parse_blocks(text)
    assert isinstance(read, Table)
    grid = [[column.title for column in read.columns], *([words(piece) for piece in row] for row in read.rows)]
    assert grid == [[cell.strip() for cell in row] for row in rows]
    assert markdown.write_blocks([read], words) == text


def test_in_word_it_is_bold_and_a_real_table() -> None:
    found = dossier()
    text = "**重点**如下：\n| 甲 | 乙 |\n|---|--:|\n| 1 | **2** |\n1.第一条"
    assert found.plan is not None and found.region is not None
    found.contents[PLAN] = found.plan.model_copy(update={"approach": text})
    found.contents[REGION] = found.region.model_copy(update={"marks": text})
    content = fill_blank(blank("application"), label_map("application"), answers_of(found), draft=False).content
    assert content is not None and lint(content) == []
    opened: Any = docx.Document(io.BytesIO(content))
    bold = [run.text for paragraph in opened.paragraphs for run in paragraph.runs if run.bold]
    assert "重点" in bold
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in opened.tables]
    assert [["甲", "乙"], ["1", "2"]] in tables
    styles = [paragraph.style.name for paragraph in opened.paragraphs if paragraph.text == "1.第一条"]
    assert styles == ["方案三级"]
    assert len(list(document(content).iter(TABLE))) >= 3


def test_names_are_no_markdown() -> None:
    found = dossier()
    assert found.header is not None
    found.contents[HEADER] = found.header.model_copy(update={"region_name": "甲**乙**区"})
    assert answers_of(found)["区域名称"] == (Paragraph(("甲**乙**区",)),)
