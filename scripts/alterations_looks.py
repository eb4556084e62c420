"""Visible alterations of a form by its looks: what is written stays in the file, and is struck out or not to be seen."""

from __future__ import annotations

from itertools import pairwise

from alterations import NUMBER, WORDS, Alteration, rows_that_say
from word_page import Element, Page, change_part, chosen, made, paragraph, properties, says, set_property, tag, written


def _look(source: str, pattern: str = "") -> Alteration:
    def alter(page: Page) -> str:
        piece = written(page, pattern or page.chance.choice((NUMBER, WORDS)))
        set_property(piece, "rPr", source)
        return says(piece)

    alter.__doc__ = f"Some words have the look {source}."
    return alter


def same_colour_as_paper(page: Page) -> str:
    """Shading and text have the same colour."""
    piece = written(page, WORDS)
    set_property(piece, "rPr", '<w:color w:val="1F1F1F"/>')
    set_property(piece, "rPr", '<w:shd w:val="clear" w:color="auto" w:fill="1F1F1F"/>')
    return says(piece)


def black_on_black(page: Page) -> str:
    """A black highlight over black text."""
    piece = written(page, WORDS)
    set_property(piece, "rPr", '<w:color w:val="000000"/>')
    set_property(piece, "rPr", '<w:highlight w:val="black"/>')
    return says(piece)


def cell_shaded(page: Page) -> str:
    """A cell is as dark as its text."""
    cell = chosen(page, [each for each in page.root.iter(tag("w:tc")) if says(each)])
    set_property(cell, "tcPr", '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>')
    for piece in cell.iter(tag("w:r")):
        set_property(piece, "rPr", '<w:color w:val="000000"/>')
    return says(cell)[:20]


def style_of_characters(page: Page) -> str:
    """A style hides some words; nothing is seen of it where they stand."""
    look = page.chance.choice(("<w:vanish/>", '<w:color w:val="FFFFFF"/>', "<w:strike/>", '<w:sz w:val="2"/>'))
    _add_style(
        page, f'<w:style w:type="character" w:styleId="Quiet"><w:name w:val="Quiet"/><w:rPr>{look}</w:rPr></w:style>'
    )
    piece = written(page, WORDS)
    set_property(piece, "rPr", '<w:rStyle w:val="Quiet"/>')
    return f"{look} {says(piece)}"


def style_of_paragraphs(page: Page) -> str:
    """A style that the form's answers or labels use hides what it touches."""
    look = page.chance.choice(("<w:vanish/>", '<w:color w:val="FFFFFF"/>', "<w:strike/>", '<w:sz w:val="2"/>'))
    name = page.chance.choice(("CellText", "CellBody", "CellLabel", "CellPrompt"))

    def change(styles: Element) -> bool:
        (style,) = (each for each in styles if each.get(tag("w:styleId")) == name)
        if style.find(tag("w:rPr")) is None:
            style.append(made("<w:rPr/>"))
        set_property(style, "rPr", look)
        return True

    change_part(page, r"^word/styles\.xml$", change)
    return f"{look} {name}"


def defaults_white(page: Page) -> str:
    """The document's defaults print everything in white."""

    def change(styles: Element) -> bool:
        holder = styles.find(f"{tag('w:docDefaults')}/{tag('w:rPrDefault')}")
        set_property(holder, "rPr", '<w:color w:val="FFFFFF"/>')
        return True

    change_part(page, r"^word/styles\.xml$", change)
    return "w:docDefaults"


def _add_style(page: Page, source: str) -> None:
    def change(styles: Element) -> bool:
        styles.append(made(source))
        return True

    change_part(page, r"^word/styles\.xml$", change)


def _paragraph(source: str) -> Alteration:
    def alter(page: Page) -> str:
        target = paragraph(page)
        set_property(target, "pPr", source)
        return says(target)[:20]

    alter.__doc__ = f"A paragraph has {source}."
    return alter


def _row(source: str) -> Alteration:
    def alter(page: Page) -> str:
        row = chosen(page, rows_that_say(page))
        holder = properties(row, "trPr")
        for old in holder.findall(tag("w:trHeight")):
            holder.remove(old)
        holder.append(made(source))
        return says(row)[:20]

    alter.__doc__ = f"A row has {source}."
    return alter


def cell_covered(page: Page) -> str:
    """A cell is merged with the one above it, which hides what it says."""
    found = []
    for upper, lower in _neighbours(page):
        one, other = upper.findall(tag("w:tc")), lower.findall(tag("w:tc"))
        if _grid(one) == _grid(other):
            found += [(a, b) for a, b in zip(one, other, strict=True) if says(b)]
    above, below = chosen(page, found)
    set_property(above, "tcPr", '<w:vMerge w:val="restart"/>')
    set_property(below, "tcPr", "<w:vMerge/>")
    return says(below)[:20]


def _neighbours(page: Page) -> list[tuple[Element, Element]]:
    tables = [table.findall(tag("w:tr")) for table in page.root.iter(tag("w:tbl"))]
    return [pair for rows in tables for pair in pairwise(rows)]


def _grid(cells: list[Element]) -> list[str]:
    spans = [cell.find(f"{tag('w:tcPr')}/{tag('w:gridSpan')}") for cell in cells]
    return ["1" if span is None else span.get(tag("w:val")) for span in spans]


KINDS: dict[str, Alteration] = {
    each.__name__.replace("_", "-"): each
    for each in (
        *(same_colour_as_paper, black_on_black, cell_shaded, style_of_characters, style_of_paragraphs, defaults_white),
        cell_covered,
    )
} | {
    "struck": _look("<w:strike/>"),
    "struck-twice": _look("<w:dstrike/>"),
    "white": _look('<w:color w:val="FFFFFF"/>'),
    "nearly-white": _look('<w:color w:val="FDFDFD"/>'),
    "white-of-the-theme": _look('<w:color w:val="FFFFFF" w:themeColor="background1"/>'),
    "hidden": _look("<w:vanish/>"),
    "tiny": _look('<w:sz w:val="2"/>'),
    "narrowed": _look('<w:w w:val="1"/>'),
    "lowered": _look('<w:position w:val="-400"/>'),
    "raised": _look('<w:position w:val="400"/>'),
    "superscript": _look('<w:vertAlign w:val="superscript"/>', r"(?<=\d)\d"),
    "symbol-font": _look(
        '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:cs="Wingdings" w:eastAsia="Wingdings"/>', NUMBER
    ),
    "squeezed-line": _paragraph('<w:spacing w:line="20" w:lineRule="exact"/>'),
    "off-the-page": _paragraph('<w:ind w:left="-20000"/>'),
    "frame-off-the-page": _paragraph(
        '<w:framePr w:w="900" w:hSpace="0" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="-9000" w:y="1"/>'
    ),
    "row-hidden": _row("<w:hidden/>"),
    "row-squeezed": _row('<w:trHeight w:val="2" w:hRule="exact"/>'),
}
