"""A report's contents → a Word file: the page and styles of the forms, charts that can be edited, places to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Literal

from brandcluster.base import resources
from brandcluster.base.diagnostics import Location
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word import compose
from brandcluster.formats.word.build import split_width
from brandcluster.formats.word.chart_data import WordChart
from brandcluster.formats.word.compose import Docx, OwnCell, OwnPage, OwnRow, Text
from brandcluster.formats.word.parts import TABLE, P
from brandcluster.formats.word.pictures import PlainPicture
from brandcluster.papers.content import Inline, Paragraph, Strong, Table
from brandcluster.papers.labels.label_map import FormPlace
from brandcluster.papers.labels.word_blocks import numbered_use, piece_text
from brandcluster.papers.reports.marked import NewPage, Piece, PlacedFigures, ReportItem

BASE = Path("reports") / "report.docx"
_TO_FILL = late_pattern(r"【请填写[^【】]{0,200}】")
#: The base's styles by their use.
_STYLES = {
    "title": "推荐表标题",
    "body": "方案正文",
    "level1": "方案一级标题",
    "level2": "方案二级标题",
    "level3": "方案三级",
    "level4": "方案四级",
    "caption": "方案表题",
    "table_text": "报告表格文字",
    "signature": "报告落款",
    "figure": "报告图",
}
_HEADINGS = ("title", "level1", "level2", "level3", "signature")
#: The width between the margins of the base, in millimetres.
WIDTH = 156
#: A chart over the whole width, and one of two beside each other, in millimetres.
_WIDE, _NARROW = (150, 78), (76, 60)
_PLACE = FormPlace("", "右侧单元格", None, Location(""))


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Charts that stand together: one over the width, or in pairs."""

    charts: tuple[WordChart, ...]
    pairs: bool = False


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A photograph or a scanned page with what stands below it, and its height at most in millimetres."""

    picture: PlainPicture
    caption: str
    height: int


#: What a template can place: charts, or a picture.
Figure = FigureGroup | ShownPicture


@dataclass(frozen=True, slots=True)
class FillIn:
    """A place where a person has to write: what is asked, and under which heading it stands."""

    asked: str
    heading: str


@dataclass(slots=True)
class _Work:
    """A report that is being built: its page, what is to be placed, how many figures stand in it, and what is open."""

    page: OwnPage
    figures: Mapping[int, Figure]
    width: int
    drawn: int = 0
    heading: str = ""
    gaps: list[FillIn] = field(default_factory=list)

    def style(self, use: str) -> str:
        """The id of the style of a use."""
        return self.page.styles[_STYLES[use]]


def build_report(
    title: str, contents: Sequence[ReportItem], figures: Mapping[int, Figure], width: int = WIDTH
) -> tuple[bytes, list[FillIn]]:
    """The .docx and the places left to fill in. Pure: the same contents give the same bytes.

    `width` is the room for figures in millimetres, where the region's own margins leave less than the page's.
    """
    page = compose.open_page(resources.own_bytes(resources.folder("templates") / BASE))
    work = _Work(page, figures, min(width, WIDTH))
    new_page = False
    for item in contents:
        before = len(page.document.element.body)
        _add(item, work)
        added = page.document.element.body[before - 1 : -1]
        if new_page and len(added) and added[0].tag == P:
            compose.begin_page(added[0])
        new_page = isinstance(item, NewPage) or (new_page and not (len(added) and added[0].tag == P))
    _keep_together(work)
    return compose.saved(page, title, head_line=True), work.gaps


def _add(item: ReportItem, work: _Work) -> None:
    if isinstance(item, PlacedFigures):
        shown = work.figures.get(item.number)
        if isinstance(shown, ShownPicture):
            _add_picture(shown, work)
        elif shown is not None:
            _add_charts(shown, work)
    elif isinstance(item, Piece):
        if isinstance(item.block, Table):
            _add_table(item.block, work)
        elif item.use == "body":
            _add_body(item.block, work)
        else:
            _add_text(item.block.content, item.use, work)


def _add_text(content: Sequence[Inline], use: str, work: _Work) -> None:
    """A paragraph in the style of a use; a heading is where the gaps behind it stand."""
    words = _words(content)
    text = "".join(piece.text for piece in words)
    if use in _HEADINGS:
        work.heading = "落款" if use == "signature" else text
    compose.add_text(work.page, _marked(words, work), work.style(use))


def _add_body(block: Paragraph, work: _Work) -> None:
    """A paragraph of running text; a numbered one looks like a heading up to the end of its first sentence."""
    level = numbered_use(block, _PLACE)
    if level is None:
        _add_text(block.content, "body", work)
        return
    first, *others = _words(block.content)
    head, stop, rest = first.text.partition("。")
    linked = compose.linked_style(work.page, work.style(level))
    if linked is None or not (rest or others):
        _add_text(block.content, level, work)
        return
    _, *marked = _marked([Text(head + stop), first._replace(text=rest), *others], work, whole=True)
    made = compose.add_text(work.page, (), work.style("body"))
    compose.add_run(made._p, Text(head + stop), linked)
    for piece in marked:
        compose.add_run(made._p, piece)


def _words(content: Sequence[Inline]) -> list[Text]:
    return [Text(piece_text(piece, _PLACE), isinstance(piece, Strong)) for piece in content]


# ---- what stands on one page -----------------------------------------------------------------------------------


def _keep_together(work: _Work) -> None:
    """Keep headings with what follows, what announces a table with it, and a signature with some of the text."""
    headings = {work.style(use) for use in ("level2", "level3")}
    signature = work.style("signature")
    made = list(work.page.document.element.body)[:-1]
    for before, item, after in zip_longest(([None, *made])[: len(made)], made, made[1:]):
        if item.tag == TABLE:
            continue
        text = item.text
        heading = item.style in headings and "。" not in text
        signed = after is not None and after.tag == P and after.style == signature
        if signed or (after is not None and (heading or (0 < len(text) <= _ANNOUNCEMENT and after.tag == TABLE))):
            compose.keep(item)
        if signed and not text and before is not None and before.tag == TABLE:
            _keep_row(before.tr_lst[-1])


#: Characters of a text that announces a table; a longer one is a paragraph of its own.
_ANNOUNCEMENT = 40


def _keep_row(row: Docx) -> None:
    for paragraph in row.iter(P):
        compose.keep(paragraph)


def _add_charts(shown: FigureGroup, work: _Work) -> None:
    """The paragraphs of charts, or a table without lines that holds them in pairs."""
    style, charts = work.style("figure"), shown.charts
    wide, high = (each * work.width // WIDTH for each in (_NARROW if shown.pairs else _WIDE))
    if shown.pairs:
        places = [each for row in compose.add_plain_table(work.page, -(-len(charts) // 2)) for each in row]
        for place in places:
            place.style = style
    else:
        places = [compose.add_text(work.page, (), style)._p for _ in charts]
    for place, chart in zip(places, charts, strict=False):
        work.drawn += 1
        compose.put_chart(work.page, place, work.drawn, chart, (wide, high))
    if shown.pairs:
        compose.add_gap(work.page)


def _add_picture(shown: ShownPicture, work: _Work) -> None:
    """A picture with its caption below it on the same page."""
    work.drawn += 1
    room = (work.width, shown.height)
    made = compose.add_picture(work.page, shown.picture, work.drawn, shown.caption, room, work.style("figure"))
    compose.keep(made._p)
    compose.add_text(work.page, shown.caption, work.style("figure"))


def _add_table(table: Table, work: _Work) -> None:
    """A table in the smaller text, as wide as the page's text. A low row is not broken, nor the head left alone."""
    if table.caption:
        _add_text([table.caption], "caption", work)
    widths = _widths(table, work.page.width)
    style = work.style("table_text")

    def cell(piece: Inline, align: Literal["left", "center", "right"]) -> OwnCell:
        return OwnCell([_marked(_words([piece]), work)], style, align)

    head = OwnRow([cell(Strong(column.title), "center") for column in table.columns], header=True)
    rows = [
        OwnRow(
            [cell(piece, column.align) for piece, column in zip(row, table.columns, strict=True)],
            whole=_height(row, widths) <= _LOW,
        )
        for row in table.rows
    ]
    made = compose.add_table(work.page, widths, [head, *rows])
    if rows:
        _keep_row(made.tr_lst[0])
    compose.add_gap(work.page)


#: Lines up to which a row stays on one page, which has some 35: a higher one would leave too much of a page empty.
_LOW = 5


def _height(row: Sequence[Inline], widths: Sequence[int]) -> int:
    """The number of lines that the highest cell of a row takes, estimated."""
    return max(
        sum(
            1 + _tenths(line) * _TENTH // 2 // max(width - _MARGINS, _TENTH * 10)
            for line in piece_text(piece, _PLACE).split("\n")
        )
        for piece, width in zip(row, widths, strict=True)
    )


#: A tenth of a character of the smaller text (a letter or digit takes 13 in most fonts), what a cell has beside its
#: text, and what every column may have before any has more, in twips. Beyond so many characters a line wraps anyway.
_TENTH, _MARGINS, _FLOOR, _LONG = 21, 240, 1300, 40 * 210
_TITLE_BREAK = late_pattern("(?=（)")


def _widths(table: Table, whole: int) -> list[int]:
    """Columns as wide as their longest line where there is room; where not, all have a little and long ones the rest.

    A heading may be broken before its unit.
    """
    wanted = []
    for index, column in enumerate(table.columns):
        lines = [line for row in table.rows for line in piece_text(row[index], _PLACE).split("\n")]
        longest = max(map(_tenths, [*_TITLE_BREAK.split(column.title), *lines]))
        wanted.append(min(longest * _TENTH // 2, _LONG) + _MARGINS)
    floor = min(_FLOOR, whole // len(wanted))
    widths = [min(each, floor) for each in wanted]
    spare, lacking = whole - sum(widths), sum(wanted) - sum(widths)
    if lacking <= spare:
        return split_width(whole, wanted)
    widths = [width + spare * (each - width) // lacking for width, each in zip(widths, wanted, strict=True)]
    widths[-1] += whole - sum(widths)
    return widths


def _tenths(text: str) -> int:
    return sum(20 if ord(character) > 0x2E7F else 13 for character in text)


# ---- places to fill in -----------------------------------------------------------------------------------------


def _marked(words: Sequence[Text], work: _Work, *, whole: bool = False) -> list[Text]:
    """The pieces of a paragraph with the places where a person has to write marked, which are noted; `whole` leaves the
    first piece as it is."""
    text = "".join(piece.text for piece in words)
    found = list(_TO_FILL.finditer(text))
    work.gaps += [FillIn(match.group().strip("【】"), work.heading) for match in found]
    made: list[Text] = []
    at = 0
    for number, piece in enumerate(words):
        end = at + len(piece.text)
        if whole and number == 0:
            made.append(piece)
            at = end
            continue
        position = at
        for match in found:
            if match.end() <= position or match.start() >= end:
                continue
            if match.start() > position:
                made.append(piece._replace(text=text[position : match.start()]))
            if match.start() >= at:
                made.append(Text(match.group(), marked=True))
            position = min(match.end(), end)
        if position < end or not piece.text:
            made.append(piece._replace(text=text[position:end]))
        at = end
    return made
