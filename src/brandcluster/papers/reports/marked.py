"""The text that a template comes to → what a report is made of.

The Markdown of the dossier's texts (`forms.markdown`: a line is a paragraph, `**bold**`, tables) and a few marks at
the start of a line: `# ` the title, `## ` `### ` `#### ` headings, `- ` an item, `> ` the signature, `表：` a caption,
`---` a new page. Numbered lines (一、 （一） 1.) are headings of their level without any mark. What a value of the
dossier brings is never taken for a mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from brandcluster.base.patterns import late_pattern
from brandcluster.papers import markdown
from brandcluster.papers.content import Block, Paragraph, Table
from brandcluster.papers.reports.marks import BREAK, FIGURE, FIGURE_END, FILL_IN, GUARD, PROSE
from brandcluster.papers.reports.sandbox import TemplateProblem

MAX_BLOCKS = 6_000
#: Pieces of text, cells included: each becomes some elements of the Word file.
MAX_PIECES = 30_000
MAX_COLUMNS = 20
MAX_FIGURES = 60
MAX_TO_FILL = 1_000

Use = Literal["title", "level1", "level2", "level3", "body", "signature", "caption"]
_MARKS: tuple[tuple[str, Use], ...] = (
    ("# ", "title"),
    ("## ", "level1"),
    ("### ", "level2"),
    ("#### ", "level3"),
    ("> ", "signature"),
    ("表：", "caption"),
)
_FIGURE = late_pattern(f"{FIGURE}(\\d{{1,4}}){FIGURE_END}")
_LOOSE = late_pattern(f"[{GUARD}{PROSE}{FIGURE}{FIGURE_END}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some paragraphs or one table, and what they are used for."""

    use: Use
    block: Block


@dataclass(frozen=True, slots=True)
class PlacedFigures:
    """Where figures stand, by their number on the shelf."""

    number: int


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


ReportItem = Piece | PlacedFigures | NewPage


def split_report(text: str) -> list[ReportItem] | TemplateProblem:
    """The items of a report in order; or the first problem: a limit that is passed, or text beside a figure."""
    if text.count(FILL_IN.removesuffix("】")) > MAX_TO_FILL:
        return TemplateProblem(1, f"要人填写的地方超过 {MAX_TO_FILL:,} 处。")
    found: list[ReportItem] = []
    plain: list[str] = []
    for written in text.split("\n"):
        if FIGURE in written and _LOOSE.sub("", _FIGURE.sub("", written)).strip():
            shown = _LOOSE.sub("", _FIGURE.sub("［图］", written))
            return TemplateProblem(1, f"图要单独占一行，这里和别的文字写在了一起：“{shown.strip()[:40]}”。")
    for line in [*_lines(text), None]:
        made = None if line is None else _marked(line)
        if line is not None and made is None:
            plain.append(_LOOSE.sub("", line))
            continue
        found += [Piece("body", block) for block in markdown.parse_blocks("\n".join(plain))]
        plain = []
        if made is not None:
            found += made
        if len(found) > MAX_BLOCKS:
            return TemplateProblem(1, f"报告超过 {MAX_BLOCKS:,} 段。")
    if sum(map(_pieces, found)) > MAX_PIECES:
        return TemplateProblem(1, f"报告的文字和表格的格子超过 {MAX_PIECES:,} 处。")
    if sum(1 for each in found if isinstance(each, PlacedFigures)) > MAX_FIGURES:
        return TemplateProblem(1, f"报告里的图超过 {MAX_FIGURES} 张。")
    for each in found:
        if isinstance(each, Piece) and isinstance(each.block, Table) and len(each.block.columns) > MAX_COLUMNS:
            return TemplateProblem(1, f"表格超过 {MAX_COLUMNS} 栏。")
    return found


def _pieces(each: ReportItem) -> int:
    """How many pieces of text something holds."""
    if not isinstance(each, Piece):
        return 1
    block = each.block
    return (len(block.rows) + 1) * len(block.columns) if isinstance(block, Table) else len(block.content)


def _lines(text: str) -> list[str]:
    """The lines of a text. A line break inside a value becomes one of the text, or of its cell in a table."""
    found: list[str] = []
    for line in text.split("\n"):
        if line.lstrip().startswith("|"):
            found.append(line.replace(BREAK, "<br>").strip())
        else:
            found += [piece.strip() for piece in line.split(BREAK)]
    return found


def _marked(line: str) -> list[ReportItem] | None:
    """What a line with a mark comes to; None for a line of plain Markdown."""
    figures = _FIGURE.findall(line)
    if figures:
        return [PlacedFigures(int(number)) for number in figures]
    if line == "---":
        return [NewPage()]
    for mark, use in _MARKS:
        if line.startswith(mark):
            return [Piece(use, Paragraph(markdown.parse_inline(_LOOSE.sub("", line.removeprefix(mark)).strip())))]
    if line.startswith("- "):
        return [Piece("body", Paragraph(markdown.parse_inline("· " + _LOOSE.sub("", line[2:]).strip())))]
    return None
