"""An official form as a page that looks like the paper: HTML of its blocks, and CSS of the styles of the Word file.

The CSS is made of the file's own styles (sizes, fonts, indents, distances of lines), in parts of the page's type size, so
that the page shrinks as a whole on a small screen. No rule stands in an attribute: the policy of the pages forbids that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup, escape

from brandcluster.base.numbers import round_text
from brandcluster.base.visible import visible
from brandcluster.formats.word.appearance import ShownStyle
from brandcluster.formats.word.page import SOFT
from brandcluster.papers.forms.on_screen import (
    AnswerTarget,
    FormOnScreen,
    LinkedBlock,
    LinkedCell,
    LinkedParagraph,
    LinkedPiece,
    LinkedTable,
)

#: The link to the place of an answer.
LinkTo = Callable[[AnswerTarget], str]
#: The type size of the page's body, in half points: what 1em is.
_BODY = 32
_ALIGNS = {"left": "left", "start": "left", "right": "right", "end": "right", "center": "center", "both": "justify"}
#: Fonts that stand in for those that a screen lacks.
_FONTS = {
    "仿宋": '"FangSong","仿宋","STFangsong","仿宋_GB2312","Noto Serif CJK SC","Source Han Serif SC",serif',
    "楷体": '"KaiTi","楷体","STKaiti","楷体_GB2312","Noto Serif CJK SC",serif',
    "宋体": '"SimSun","宋体","Songti SC","Noto Serif CJK SC","Source Han Serif SC",serif',
    "黑体": '"SimHei","黑体","Heiti SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif',
}
_OPEN = "未填"


def paper_html(form: FormOnScreen, link: LinkTo) -> Markup:
    """The form as one element of class `paper`."""
    inside = Markup("").join(_block(each, link) for each in form.blocks)
    return Markup('<div class="paper" lang="zh-CN">{}</div>').format(inside)


def paper_css(styles: Sequence[ShownStyle]) -> str:
    """The rules for the paragraphs of such a page."""
    return "".join(f".paper .s-{_class(each.id)}{{{';'.join(_rules(each))}}}\n" for each in styles)


def _class(style: str) -> str:
    """A style's id as a class: letters and digits only."""
    return "".join(char if char.isascii() and char.isalnum() else f"_{ord(char):x}" for char in style)


def _rules(style: ShownStyle) -> Iterator[str]:
    size = Fraction(style.size, _BODY)
    yield f"font-size:{_em(size)}"
    if style.font:
        yield f"font-family:{_FONTS.get(style.font, _FONTS['仿宋'])}"
    yield f"font-weight:{700 if style.bold else 400}"
    if style.align in _ALIGNS:
        yield f"text-align:{_ALIGNS[style.align]}"
    # Lengths are in twips, ten to a half point: in parts of the paragraph's own size.
    own = 10 * style.size
    yield f"margin:{_em(Fraction(style.before, own))} {_em(Fraction(style.right, own))} {_em(Fraction(style.after, own))} {_em(Fraction(style.left, own))}"
    yield f"text-indent:{_em(Fraction(style.first, own))}"
    yield f"line-height:{round_text(Fraction(style.line, own), 3) if style.line else '1.3'}"
    if style.new_page:
        yield "break-before:page"


def _em(length: Fraction) -> str:
    return f"{round_text(length, 3)}em" if length else "0"


def _block(block: LinkedBlock, link: LinkTo) -> Markup:
    return _paragraph(block, link) if isinstance(block, LinkedParagraph) else _table(block, link)


def _paragraph(paragraph: LinkedParagraph, link: LinkTo) -> Markup:
    text = Markup("").join(_piece(each, link) for each in paragraph.pieces)
    classes = f"s-{_class(paragraph.style)}"
    if paragraph.align in _ALIGNS:
        classes += f" a-{_ALIGNS[paragraph.align]}"
    return Markup('<p class="{}">{}</p>\n').format(classes, text or Markup("<br>"))


def _piece(piece: LinkedPiece, link: LinkTo) -> Markup:
    if piece.is_open and piece.target is not None:
        words = f"{_OPEN}：{piece.target.name}"
        return Markup('<a class="open" href="{}" title="{}">{}</a>').format(link(piece.target), words, _OPEN)
    lines = piece.text.split(SOFT)
    text = Markup("<br>").join(escape(visible(line).replace("\t", "　")) for line in lines)
    text = Markup("<b>{}</b>").format(text) if piece.bold else text
    if piece.target is None:
        return text
    return Markup('<a href="{}" title="{}">{}</a>').format(link(piece.target), f"改：{piece.target.name}", text)


def _table(table: LinkedTable, link: LinkTo) -> Markup:
    columns = Markup("").join(
        Markup('<col width="{}%">').format(round_text(Fraction(width, 10), 1)) for width in table.widths
    )
    rows = [Markup("<tr>{}</tr>\n").format(Markup("").join(_cell(each, link) for each in row)) for row in table.rows]
    head, body = Markup("").join(rows[: table.heads]), Markup("").join(rows[table.heads :])
    head = Markup("<thead>{}</thead>").format(head) if head else head
    return Markup("<table><colgroup>{}</colgroup>{}<tbody>{}</tbody></table>\n").format(columns, head, body)


def _cell(cell: LinkedCell, link: LinkTo) -> Markup:
    inside = Markup("").join(_block(each, link) for each in cell.blocks)
    return Markup("<td{}{}{}>{}</td>").format(
        Markup(' colspan="{}"').format(cell.columns) if cell.columns > 1 else "",
        Markup(' rowspan="{}"').format(cell.rows) if cell.rows > 1 else "",
        Markup(' class="middle"') if cell.middle else "",
        inside,
    )
