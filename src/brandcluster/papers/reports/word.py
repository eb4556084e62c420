"""A report's contents → a Word file: the page and styles of the forms, charts that can be edited, places to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from brandcluster.base import resources
from brandcluster.base.diagnostics import Location
from brandcluster.base.visible import without_invisible
from brandcluster.formats.word.build import (
    UNWRITABLE,
    NewCell,
    NewRow,
    new_gap,
    new_page_mark,
    new_paragraph,
    new_run,
    new_table,
    split_width,
)
from brandcluster.formats.word.charts import WordChart, add_chart, new_chart_run
from brandcluster.formats.word.parts import (
    DOCUMENT,
    P_PROPERTIES,
    R_PROPERTIES,
    ROW,
    TABLE,
    Element,
    P,
    Parts,
    T,
    add_page_mark,
    child,
    element,
    parse_xml,
    read_parts,
    replace_text,
    serialise_xml,
    set_text_of,
    styles_by_name,
    text_of,
    text_width,
    w,
    write_parts,
)
from brandcluster.papers.content import Inline, Strong, Table
from brandcluster.papers.labels.label_map import FormPlace
from brandcluster.papers.labels.word_blocks import Look, new_elements, new_runs, piece_text
from brandcluster.papers.reports.marked import NewPage, Piece, PlacedFigures, ReportItem

BASE = Path("reports") / "report.docx"
_TO_FILL = re.compile(r"【请填写[^【】]{0,200}】")
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
_CORE = "docProps/core.xml"
#: The width between the margins of the base, in millimetres.
WIDTH = 156
#: A chart over the whole width, and one of two beside each other, in millimetres.
_WIDE, _NARROW = (150, 78), (76, 66)
_PLACE = FormPlace("", "右侧单元格", None, Location(""))


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Charts that stand together: one over the width, or in pairs."""

    charts: tuple[WordChart, ...]
    pairs: bool = False


@dataclass(frozen=True, slots=True)
class FillIn:
    """A place where a person has to write: what is asked, and under which heading it stands."""

    asked: str
    heading: str


def build_report(
    title: str, contents: Sequence[ReportItem], figures: Mapping[int, FigureGroup], width: int = WIDTH
) -> tuple[bytes, list[FillIn]]:
    """The .docx and the places left to fill in. Pure: the same contents give the same bytes.

    `width` is the room for figures in millimetres, where the region's own margins leave less than the page's.
    """
    title = UNWRITABLE.sub("\ufffd", without_invisible(title))
    parts = read_parts(resources.own_bytes(resources.folder("templates") / BASE))
    if parts is None:
        raise ValueError(f"{BASE} is not a .docx")
    root: Element = parse_xml(parts[DOCUMENT])
    known = styles_by_name(parts)
    look = Look({use: known[name] for use, name in _STYLES.items()}, width=text_width(root))
    body = root.find(w("body"))
    section = body[-1]
    for item in list(body)[:-1]:
        body.remove(item)
    made = list(_elements(contents, figures, look, parts, min(width, WIDTH)))
    _keep_together(made, look)
    for item in made:
        section.addprevious(item)
    if len(body) < 2 or body[-2].tag != P:
        section.addprevious(new_gap())
    gaps = _mark_gaps(body, look)
    parts[DOCUMENT] = serialise_xml(root)
    _set_title(parts, title)
    return write_parts(parts), gaps


def _elements(
    contents: Sequence[ReportItem], figures: Mapping[int, FigureGroup], look: Look, parts: Parts, width: int
) -> Iterator[Element]:
    number = 0
    new_page = False
    for item in contents:
        if isinstance(item, NewPage):
            new_page = True
            continue
        made: list[Element]
        if isinstance(item, PlacedFigures):
            shown = figures.get(item.number)
            made = [] if shown is None else _figures(shown, number, look, parts, width)
            number += 0 if shown is None else len(shown.charts)
        else:
            made = _piece(item, look)
        if new_page and made and made[0].tag == P:
            insert_property(made[0], "pageBreakBefore")
            new_page = False
        yield from made


def insert_property(paragraph: Element, name: str) -> None:
    """Put a property right behind the style of a paragraph, where the schema wants it."""
    properties = paragraph.find(P_PROPERTIES)
    style = properties.find(w("pStyle"))
    new = element(name)
    if style is None:
        properties.insert(0, new)
    else:
        style.addnext(new)


def _piece(piece: Piece, look: Look) -> list[Element]:
    if isinstance(piece.block, Table):
        return [_table(piece.block, look), new_gap()]
    if piece.use == "body":
        return new_elements([piece.block], _PLACE, look, body="body")
    runs = new_runs(piece.block.content, _PLACE, None)
    return [new_paragraph(runs, style=look.styles[piece.use][0])]


# ---- what stands on one page -----------------------------------------------------------------------------------


def _keep_together(made: Sequence[Element], look: Look) -> None:
    """Keep headings with what follows, what announces a table with it, and a signature with some of the text."""
    headings = {look.styles[use][0] for use in ("level2", "level3")}
    signature = look.styles["signature"][0]
    for before, item, after in zip_longest(([None, *made])[: len(made)], made, made[1:]):
        if item.tag == TABLE:
            continue
        text = text_of(item)
        heading = _style(item) in headings and "。" not in text
        signed = after is not None and _style(after) == signature
        if signed or (after is not None and (heading or (text and after.tag == TABLE))):
            _keep(item)
        if signed and not text and before is not None and before.tag == TABLE:
            _keep_row(before.findall(ROW)[-1])


def _keep_row(row: Element) -> None:
    for paragraph in row.iter(P):
        _keep(paragraph)


def _keep(paragraph: Element) -> None:
    if paragraph.find(f"{P_PROPERTIES}/{w('keepNext')}") is None:
        insert_property(paragraph, "keepNext")


def _style(item: Element) -> str | None:
    found = item.find(f"{P_PROPERTIES}/{w('pStyle')}")
    return None if found is None else found.get(w("val"))


def _figures(shown: FigureGroup, before: int, look: Look, parts: Parts, width: int) -> list[Element]:
    """The paragraphs of charts, or a table without lines that holds them in pairs."""
    style = look.styles["figure"][0]
    size = tuple(each * width // WIDTH for each in (_NARROW if shown.pairs else _WIDE))
    paragraphs = []
    for offset, chart in enumerate(shown.charts, start=1):
        identifier = add_chart(parts, before + offset, chart)
        paragraphs.append(
            new_paragraph([new_chart_run(identifier, before + offset, chart, size[0], size[1])], style=style)
        )
    if not shown.pairs:
        return paragraphs
    half = look.width // 2
    rows = [
        NewRow([NewCell([left]), NewCell([right if right is not None else new_paragraph(style=style)])], short=True)
        for left, right in zip_longest(paragraphs[::2], paragraphs[1::2])
    ]
    made = new_table((half, look.width - half), rows, margin=0)
    borders = made.find(f"{w('tblPr')}/{w('tblBorders')}")
    for side in borders:
        side.set(w("val"), "nil")
        for name in ("sz", "space", "color"):
            side.attrib.pop(w(name))
    return [made, new_gap()]


def _table(table: Table, look: Look) -> Element:
    """A table in the smaller text, as wide as the page's text. A low row is not broken, nor the head left alone."""
    widths = _widths(table, look.width)
    head = NewRow([_cell(Strong(column.title), "center", look) for column in table.columns], short=True, header=True)
    rows = [
        NewRow(
            [_cell(piece, column.align, look) for piece, column in zip(row, table.columns, strict=True)],
            short=_height(row, widths) <= _LOW,
        )
        for row in table.rows
    ]
    made = new_table(widths, [head, *rows])
    if rows:
        _keep_row(made.find(ROW))
    return made


#: Lines up to which a row stays on one page, which has some 35.
_LOW = 18


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
_TITLE_BREAK = re.compile("(?=（)")


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


def _cell(piece: object, align: str, look: Look) -> NewCell:
    runs = new_runs([piece], _PLACE, None)  # type: ignore[list-item]  # what the template's Markdown was read into
    made = new_paragraph(runs, style=look.styles["table_text"][0])
    if align != "left":
        child(made.find(P_PROPERTIES), "jc", val=align)
    return NewCell([made])


# ---- places to fill in -----------------------------------------------------------------------------------------


def _mark_gaps(body: Element, look: Look) -> list[FillIn]:
    """Highlight the places where a person has to write, and list them."""
    headings = {look.styles[use][0] for use in ("title", "level1", "level2", "level3")}
    heading = ""
    found = []
    for paragraph in list(body.iter(P)):
        text = text_of(paragraph)
        style = paragraph.find(f"{P_PROPERTIES}/{w('pStyle')}")
        if style is not None and style.get(w("val")) in headings:
            heading = text
        elif style is not None and style.get(w("val")) == look.styles["signature"][0]:
            heading = "落款"
        for match in reversed(list(_TO_FILL.finditer(text))):
            replace_text(paragraph, match.start(), match.end(), [_highlighted(match.group())])
        found += [FillIn(match.group().strip("【】"), heading) for match in _TO_FILL.finditer(text)]
    return found


def _highlighted(text: str) -> Element:
    made = new_run(text)
    child(made.find(R_PROPERTIES), "highlight", val="yellow")
    return made


def _set_title(parts: Parts, title: str) -> None:
    """The title in the head line of every page and in the file's properties."""
    for name in sorted(parts):
        if re.fullmatch(r"word/header\d+\.xml", name):
            root: Element = parse_xml(parts[name])
            set_text_of(next(root.iter(T)), title)
            parts[name] = serialise_xml(root)
    core: Element = parse_xml(parts[_CORE])
    for item in core:
        if item.tag.endswith("}title"):
            item.text = title
    parts[_CORE] = serialise_xml(core)


def mark_draft(content: bytes, mark: str) -> bytes:
    """The report with a mark on top of every page. ValueError when the bytes are no .docx."""
    parts = read_parts(content)
    if parts is None:
        raise ValueError("not a .docx")
    root = parse_xml(parts[DOCUMENT])
    add_page_mark(parts, root, new_page_mark(mark))
    parts[DOCUMENT] = serialise_xml(root)
    return write_parts(parts)
