"""Blocks of an answer → paragraphs and tables of Word, printed as a place of the label map wants them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from brandcluster.base.numbers import round_text
from brandcluster.base.patterns import late_pattern
from brandcluster.base.recent import Recent
from brandcluster.formats.word.build import NewCell, NewRow, new_gap, new_paragraph, new_run, new_table, split_width
from brandcluster.formats.word.parts import P_PROPERTIES, Element, child, serialise_xml
from brandcluster.papers.content import Block, Inline, Paragraph, Quantity, Strong, Table
from brandcluster.papers.labels.label_map import FormPlace

#: One unit of the dossier in units of a form.
FACTORS: dict[tuple[str, str], Fraction] = {
    ("万元", "亿元"): Fraction(1, 10_000),
    ("万元", "万元"): Fraction(1),
    ("万元", "千元"): Fraction(10),
    ("万元", "元"): Fraction(10_000),
    ("%", "%"): Fraction(1),
    ("家", "家"): Fraction(1),
}

_LEVELS = (
    ("level1", late_pattern(r"[一二三四五六七八九十]{1,3}、")),
    ("level2", late_pattern(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    ("level3", late_pattern(r"\d{1,2}[.．、](?!\d)")),
    ("level4", late_pattern(r"[（(]\d{1,2}[）)]")),
)


#: What was made of blocks the last times that one blank was filled.
MadeBlocks = Recent[list[Element]]


@dataclass(frozen=True, slots=True)
class Look:
    """How what is written should look: styles of the blank by their use, else what stands around the place.

    `styles` gives ids, with the character style linked to each; `around` is the w:pPr and `runs` the w:rPr. `made` keeps
    what was made before with the same styles.
    """

    styles: Mapping[str, tuple[str, str | None]]
    around: Element | None = None
    runs: Element | None = None
    width: int = 0
    made: MadeBlocks | None = None


def piece_text(inline: Inline, place: FormPlace) -> str:
    """One piece as it is printed."""
    if isinstance(inline, str):
        return inline
    if isinstance(inline, Strong):
        return inline.text
    unit = place.unit or inline.unit
    text = round_text(inline.value * FACTORS[inline.unit, unit], max(place.decimals, inline.least))
    return text + unit if place.with_unit else text


def paragraph_text(blocks: Iterable[Block], place: FormPlace) -> str:
    """Paragraphs as one text, a line each."""
    return "\n".join(
        "".join(piece_text(piece, place) for piece in block.content) for block in blocks if isinstance(block, Paragraph)
    )


def find_misfit(blocks: Iterable[Block], place: FormPlace) -> Quantity | None:
    """The first figure that cannot be printed in the place's unit."""
    for block in blocks:
        rows = (block.content,) if isinstance(block, Paragraph) else block.rows
        for row in rows:
            for piece in row:
                if isinstance(piece, Quantity) and (piece.unit, place.unit or piece.unit) not in FACTORS:
                    return piece
    return None


def new_runs(content: Iterable[Inline], place: FormPlace, look: Element | None) -> list[Element]:
    """The runs of one paragraph."""
    return [new_run(piece_text(piece, place), look, bold=isinstance(piece, Strong)) for piece in content]


def new_elements(blocks: Sequence[Block], place: FormPlace, look: Look, *, body: str) -> list[Element]:
    """Paragraphs and tables; `body` is the use whose style plain paragraphs take.

    Under a heading (`body` is "body") numbered paragraphs take the style of their level.
    """
    made: list[Element] = []
    about = None if look.made is None else _about(place, look, body)
    for block, after in zip_longest(blocks, blocks[1:]):
        level = numbered_use(block, place) if body == "body" else None
        keep = level is not None and after is not None and numbered_use(after, place) != level
        key = (about, block, keep)
        known = None if look.made is None else look.made.find(key)
        found = _of_block(block, place, look, body, level, keep=keep) if known is None else map(deepcopy, known)
        made += found
        if look.made is not None and known is None:
            look.made.keep(key, [deepcopy(each) for each in found])
    return made


def _about(place: FormPlace, look: Look, body: str) -> tuple[object, ...]:
    """All that what is made of a block hangs on, beside the block."""
    said = (b"" if each is None else serialise_xml(each) for each in (look.around, look.runs))
    printed = place.unit, place.decimals, place.with_unit
    return place.label, place.key, *printed, body, bool(look.styles), look.width, *said


def _of_block(block: Block, place: FormPlace, look: Look, body: str, level: str | None, *, keep: bool) -> list[Element]:
    if isinstance(block, Table):
        caption = [_styled([block.caption], "caption", place, look)] if block.caption else []
        return [*caption, _table(block, place, look), new_gap()]
    if level is not None and level in look.styles:
        return [_numbered(block, level, place, look, keep=keep)]
    return [_styled(block.content, body, place, look)]


def numbered_use(block: Block, place: FormPlace) -> str | None:
    """The use whose style a numbered paragraph takes; None for any other block."""
    if isinstance(block, Table) or not block.content:
        return None
    start = piece_text(block.content[0], place)
    return next((level for level, pattern in _LEVELS if pattern.match(start)), None)


def _styled(content: Iterable[Inline], use: str, place: FormPlace, look: Look) -> Element:
    if use in look.styles:
        return new_paragraph(new_runs(content, place, None), style=look.styles[use][0])
    return new_paragraph(new_runs(content, place, look.runs), look=look.around)


def _numbered(paragraph: Paragraph, level: str, place: FormPlace, look: Look, *, keep: bool) -> Element:
    """A numbered paragraph; where text follows the numbered sentence, only that sentence looks like a heading.

    One that is a heading and nothing else stays with what it is the heading of.
    """
    style, linked = look.styles[level]
    first, *others = paragraph.content
    head, stop, rest = piece_text(first, place).partition("。")
    if linked is None or "body" not in look.styles:
        return new_paragraph(new_runs(paragraph.content, place, None), style=style)
    if rest or others:
        lead = new_run(head + stop, style=linked)
        return new_paragraph([lead, *new_runs([rest, *others], place, None)], style=look.styles["body"][0])
    made = new_paragraph(new_runs(paragraph.content, place, None), style=style)
    if keep and not stop:
        child(made.find(P_PROPERTIES), "keepNext")
    return made


def _table(table: Table, place: FormPlace, look: Look) -> Element:
    widths = split_width(look.width, [column.share for column in table.columns])
    head = NewRow(
        [_cell([Strong(column.title)], "center", place, look) for column in table.columns], short=True, header=True
    )
    rows = [
        NewRow(
            [_cell([piece], column.align, place, look) for piece, column in zip(row, table.columns, strict=True)],
            short=_is_short(row, place),
        )
        for row in table.rows
    ]
    return new_table(widths, [head, *rows])


def _cell(content: list[Inline], align: str, place: FormPlace, look: Look) -> NewCell:
    paragraph = _styled(content, "table_text", place, look)
    properties = paragraph.find(P_PROPERTIES)
    if align != "left" and properties is not None and "table_text" in look.styles:
        child(properties, "jc", val=align)
    return NewCell([paragraph])


def _is_short(row: tuple[Inline, ...], place: FormPlace) -> bool:
    return all(len(piece_text(piece, place)) <= 60 for piece in row)
