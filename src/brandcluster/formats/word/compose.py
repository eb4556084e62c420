"""Pages that we compose ourselves, by python-docx: paragraphs, tables, pictures, charts, headers, sections.

Official forms are not made here: they are filled part by part (`parts`), so that all else of them stays as it was.
Import this only where a page is built: the library costs eight times a bare start. The same content gives the same
bytes: `saved` writes the parts in order and without a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, Literal, NamedTuple

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Mm, Twips
from docx.text.paragraph import Paragraph

from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import without_invisible
from brandcluster.formats.word.build import UNWRITABLE, split_width
from brandcluster.formats.word.chart_data import WordChart
from brandcluster.formats.word.charts import BOOK_TYPE, CHART_TYPE, chart_xml, drawing_xml, workbook_of
from brandcluster.formats.word.parts import read_parts, write_parts
from brandcluster.formats.word.pictures import PlainPicture

#: An object of python-docx, whose types are not looked at (pyproject.toml).
Docx = Any


class Text(NamedTuple):
    """A piece of a paragraph; a marked one is highlighted for a person to write over."""

    text: str
    bold: bool = False
    marked: bool = False


#: What a paragraph says: a text, or pieces that look different.
Words = str | Sequence[Text]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A document that is being built: the ids of its styles by name, and the width of its text in twips."""

    document: Docx
    styles: dict[str, str]
    width: int


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A cell: its paragraphs, the style they all have (by id), and how they are set."""

    lines: Sequence[Words]
    style: str
    align: Literal["left", "center", "right"] = "left"
    top: bool = False


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row of a table; a whole one is not broken between pages, a header is repeated on each."""

    cells: Sequence[OwnCell]
    whole: bool = True
    header: bool = False


_CONTROLS = late_pattern(r"[\n\t\r]")


# ---- the document --------------------------------------------------------------------------------------------


def open_page(base: bytes) -> OwnPage:
    """An empty document on the page and with the styles of `base`, a .docx of ours."""
    document = docx.Document(BytesIO(base))
    section = document.sections[-1]
    body = document.element.body
    for item in list(body)[:-1]:
        body.remove(item)
    return OwnPage(document, {each.name: each.style_id for each in document.styles}, _text_width(section))


def lie_across(page: OwnPage, margins: dict[str, int]) -> OwnPage:
    """The page on paper that lies across, with margins in twips (`top`, `header` …)."""
    section = page.document.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for side, twips in margins.items():
        setattr(section, f"{side}_distance" if side in ("header", "footer") else f"{side}_margin", Twips(twips))
    return OwnPage(page.document, page.styles, _text_width(section))


def _text_width(section: Docx) -> int:
    return int((section.page_width - section.left_margin - section.right_margin) // Twips(1))


def saved(page: OwnPage, title: str, *, head_line: bool = False) -> bytes:
    """The .docx: its title stands in the file's properties and, with `head_line`, on top of every page."""
    title = UNWRITABLE.sub("\ufffd", without_invisible(title))
    document = page.document
    document.core_properties.title = title[:255]
    if head_line:
        section = document.sections[0]
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].runs[0].text = title
    body = document.element.body
    if len(body) < 2 or body[-2].tag != qn("w:p"):
        add_gap(page)
    stream = BytesIO()
    document.save(stream)
    parts = read_parts(stream.getvalue())
    if parts is None:
        raise ValueError("what python-docx wrote is no .docx")
    return write_parts(parts)


# ---- paragraphs ----------------------------------------------------------------------------------------------


def add_text(page: OwnPage, words: Words, style: str) -> Docx:
    """A paragraph in a style (by id) at the end of the document."""
    made = _new_paragraph(words, style)
    page.document.element.body[-1].addprevious(made)
    return Paragraph(made, page.document)


def _new_paragraph(words: Words, style: str, align: str = "left") -> Docx:
    made = deepcopy(_empty_paragraph(style, align))
    for piece in [Text(words)] if isinstance(words, str) else words:
        add_run(made, piece)
    return made


def add_run(paragraph: Docx, piece: Text, style: str | None = None) -> None:
    """A run that Word sets in the East Asian font throughout, else “ ” — ℃ come from the Latin one.

    `style` is the id of a character style. A line break stands for \\n and a tab for \\t.
    """
    run = deepcopy(_empty_run(style, piece.bold, piece.marked))
    text = without_invisible(piece.text)
    if _CONTROLS.search(text):
        run.text = text
    elif text:
        run.add_t(text)
    paragraph.append(run)


# A report has thousands of paragraphs of a few kinds: each kind is made once, by the library, and copied.


@cache
def _empty_paragraph(style: str, align: str) -> Docx:
    made: Docx = OxmlElement("w:p")
    made.style = style
    if align != "left":
        made.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    return made


@cache
def _empty_run(style: str | None, bold: bool, marked: bool) -> Docx:
    made: Docx = OxmlElement("w:r")
    looks = made.get_or_add_rPr()
    if style is not None:
        made.style = style
    looks.get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    if bold:
        looks.get_or_add_b()
    if marked:
        looks.highlight_val = WD_COLOR_INDEX.YELLOW
    return made


def add_gap(page: OwnPage) -> None:
    """The paragraph that Word wants behind a table, as low as a gap should be."""
    made = page.document.element.body.add_p()
    form = Paragraph(made, page.document).paragraph_format
    form.space_before = form.space_after = Twips(0)
    form.line_spacing = Twips(160)
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    made.pPr.find(qn("w:spacing")).addprevious(snap)


def set_letter_line(
    paragraph: Docx,
    align: Literal["left", "right"] = "left",
    *,
    first: int = 0,
    right: int = 0,
    before: int = 0,
    stay: bool = False,
) -> None:
    """Set a line of a letter to a side: the indent of its first line, the room on its right and above it, in twips.
    One that is to `stay` stays with what follows."""
    form = paragraph.paragraph_format
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, align.upper())
    form.first_line_indent, form.right_indent, form.space_before = Twips(first), Twips(right), Twips(before)
    indent = paragraph._p.pPr.find(qn("w:ind"))
    for side, twips in (("firstLineChars", first), ("rightChars", right)):
        indent.set(qn(f"w:{side}"), str(100 * twips // 320) if side == "firstLineChars" else "0")
    if stay:
        form.keep_with_next = True


def keep(paragraph: Docx) -> None:
    """Keep a paragraph on one page with what follows."""
    paragraph.get_or_add_pPr().keepNext_val = True


def begin_page(paragraph: Docx) -> None:
    """Begin a new page with a paragraph."""
    paragraph.get_or_add_pPr().pageBreakBefore_val = True


def linked_style(page: OwnPage, style: str) -> str | None:
    """The id of the character style that goes with a paragraph style; None where there is none."""
    found = page.document.styles.element.get_by_id(style)
    link = None if found is None else found.find(qn("w:link"))
    return None if link is None else link.get(qn("w:val"))


# ---- tables --------------------------------------------------------------------------------------------------


def add_table(page: OwnPage, widths: Sequence[int], rows: Sequence[OwnRow]) -> Docx:
    """A bordered table of fixed widths (twips); grid, cells and whole agree, which WPS needs."""
    made = _new_table(page, widths, margin=85, line="single")
    empty = made.tr_lst[0]
    made.remove(empty)
    for row in rows:
        element = deepcopy(empty)
        _set_row(element, whole=row.whole, header=row.header)
        for target, cell in zip(element.tc_lst, row.cells, strict=True):
            if cell.top:
                target.tcPr[-1].set(qn("w:val"), "top")
            target.remove(target[-1])
            for words in cell.lines:
                target.append(_new_paragraph(words, cell.style, cell.align))
        made.append(element)
    return made


def add_plain_table(page: OwnPage, rows: int) -> list[list[Docx]]:
    """A table of two columns without lines, to place things beside each other: the paragraph of each cell."""
    made = _new_table(page, split_width(page.width, (1, 1)), margin=0, line="nil")
    _set_row(made.tr_lst[0], whole=True, header=False)
    for _ in range(rows - 1):
        made.append(deepcopy(made.tr_lst[0]))
    return [[cell.p_lst[0] for cell in row.tc_lst] for row in made.tr_lst]


def _new_table(page: OwnPage, widths: Sequence[int], *, margin: int, line: str) -> Docx:
    """A table with one row of empty cells, at the end of the document."""
    made = CT_Tbl.new_tbl(1, len(widths), Twips(sum(widths)))
    page.document.element.body[-1].addprevious(made)
    sides = "".join(
        f'<w:{side} w:val="{line}"{"" if line == "nil" else _LINE}/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    ends = "".join(f'<w:{side} w:w="{margin}" w:type="dxa"/>' for side in ("left", "right"))
    properties = parse_xml(
        f'<w:tblPr {_W}><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{ends}</w:tblCellMar></w:tblPr>'
    )
    made.replace(made.tblPr, properties)
    for column, cell, width in zip(made.tblGrid.gridCol_lst, made.tr_lst[0].tc_lst, widths, strict=True):
        column.w = Twips(width)
        _set_cell(cell, width)
    return made


_W = f'xmlns:w="{docx.oxml.ns.nsmap["w"]}"'
_LINE = ' w:sz="6" w:space="0" w:color="auto"'


def _set_row(row: Docx, *, whole: bool, header: bool) -> None:
    for name, wanted in (("w:cantSplit", whole), ("w:tblHeader", header)):
        if wanted:
            row.get_or_add_trPr().append(OxmlElement(name))


def _set_cell(cell: Docx, width: int) -> None:
    cell.width = Twips(width)
    place = OxmlElement("w:vAlign")
    place.set(qn("w:val"), "center")
    cell.tcPr.append(place)


# ---- charts and pictures -------------------------------------------------------------------------------------


def put_chart(page: OwnPage, paragraph: Docx, number: int, chart: WordChart, size: tuple[int, int]) -> None:
    """Put a chart (the `number`th of the document) into a paragraph; width and height in millimetres.

    The paragraph must not have an exact line spacing. The chart is a part of its own with its workbook, so that a
    person can edit its data.
    """
    package = page.document.part.package
    drawn = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, chart_xml(chart), package)
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), BOOK_TYPE, workbook_of(chart), package)
    drawn.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)  # rId1, which the chart names
    identifier = page.document.part.relate_to(drawn, RELATIONSHIP_TYPE.CHART)
    paragraph.add_r().append(parse_xml(drawing_xml(identifier, number, chart, *size)))


def add_picture(
    page: OwnPage, picture: PlainPicture, number: int, words: str, room: tuple[int, int], style: str
) -> Docx:
    """A picture in a paragraph of its own, as large as its room (millimetres) lets it be; `words` describe it."""
    paragraph = add_text(page, (), style)
    wide = min(room[0], room[1] * picture.width // max(picture.height, 1), picture.width * 254 // 1500) or 1
    high = max(wide * picture.height // picture.width, 1)
    shape = paragraph.add_run().add_picture(BytesIO(picture.content), Mm(wide), Mm(high))
    properties = shape._inline.docPr
    properties.set("id", str(number))
    properties.set("name", f"图 {number}")
    properties.set("descr", UNWRITABLE.sub("\ufffd", without_invisible(words))[:400])
    return paragraph
