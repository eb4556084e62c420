"""An official form as a page that looks like the paper: HTML of its blocks, and CSS of the styles of the Word file.

The CSS is made of the file's own styles (sizes, fonts, indents, distances of lines), in parts of the page's type size, so
that the page shrinks as a whole on a small screen. No rule stands in an attribute: the policy of the pages forbids that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache

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
    return _paper(form.blocks, link, "paper")


def paper_part(blocks: Sequence[LinkedBlock], link: LinkTo) -> Markup:
    """Some blocks of a form as they are printed, to stand beside the fields."""
    return _paper(blocks, link, "paper part")


def _paper(blocks: Sequence[LinkedBlock], link: LinkTo, kind: str) -> Markup:
    """Plain text is put together, every word of the dossier escaped; many answers lead to the same place."""
    known: dict[AnswerTarget, str] = {}

    def start(target: AnswerTarget) -> str:
        if target not in known:
            known[target] = f'<a href="{escape(link(target))}" title="{escape(f"改：{target.name}")}">'
        return known[target]

    inside = "".join(_block(each, link, start) for each in blocks)
    return Markup(f'<div class="{kind}" lang="zh-CN">{inside}</div>')  # noqa: S704  # all of it was escaped


def paper_css(styles: Sequence[ShownStyle]) -> str:
    """The rules for the paragraphs of such a page."""
    return "".join(f".paper .s-{_class(each.id)}{{{';'.join(_rules(each))}}}\n" for each in styles)


@cache
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


def _block(block: LinkedBlock, link: LinkTo, start: LinkTo) -> str:
    if isinstance(block, LinkedTable):
        return _table(block, link, start)
    text = "".join(_piece(each, link, start) for each in block.pieces)
    align = f" a-{_ALIGNS[block.align]}" if block.align in _ALIGNS else ""
    return f'<p class="s-{_class(block.style)}{align}">{text or "<br>"}</p>\n'


def _piece(piece: LinkedPiece, link: LinkTo, start: LinkTo) -> str:
    """A piece of text; `start` gives the tag that begins a link to an answer."""
    if piece.is_open and piece.target is not None:
        words = escape(f"{_OPEN}：{piece.target.name}")
        return f'<a class="open" href="{escape(link(piece.target))}" title="{words}">{_OPEN}</a>'
    lines = piece.text.split(SOFT)
    text = "<br>".join(escape(visible(line).replace("\t", "　")) for line in lines)
    text = f"<b>{text}</b>" if piece.bold else text
    return text if piece.target is None else f"{start(piece.target)}{text}</a>"


def _table(table: LinkedTable, link: LinkTo, start: LinkTo) -> str:
    columns = "".join(f'<col width="{round_text(Fraction(width, 10), 1)}%">' for width in table.widths)
    rows = [f"<tr>{''.join(_cell(each, link, start) for each in row)}</tr>\n" for row in table.rows]
    head = f"<thead>{''.join(rows[: table.heads])}</thead>" if table.heads and rows else ""
    body = "".join(rows[table.heads :])
    return f"<table><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>\n"


def _cell(cell: LinkedCell, link: LinkTo, start: LinkTo) -> str:
    inside = "".join(_block(each, link, start) for each in cell.blocks)
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    middle = ' class="middle"' if cell.middle else ""
    return f"<td{columns}{rows}{middle}>{inside}</td>"
