"""Putting text into a flow, and beside it what is not text."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.elements import PARAGRAPH_PROPERTIES
from brandcluster.formats.word.looks import Look
from brandcluster.formats.word.page import END, SOFT, Flow, Unread
from brandcluster.formats.word.parts import Element

#: A stretch of a paragraph: text and whether it is bold, or something that is not in the text.
Piece = tuple[str, bool, Unread | None]

# What no file of the dossier may hold, and what makes text run the other way.
_INVISIBLE = late_pattern("[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LINE_BREAKS = late_pattern("[\x85\u2028\u2029\r]")
_DIRECTIONS = late_pattern("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_MAX_WORDS = 20_000
#: Reported in one piece where runs that follow each other say them.
_JOINED = frozenset(
    (
        "删除线",
        "隐藏文字",
        "看不见的颜色",
        "极小的字",
        "压扁的字",
        "移出行外的字",
        "压没的行",
        "移出页面",
        "修订删除",
        "隐藏的行",
        "被合并盖住的格",
        "未填的控件",
        "符号",
        "上标",
        "数字后的上标",
        "不认识的格式",
        "书写方向",
    )
)


def start_paragraph(flow: Flow) -> None:
    """A paragraph begins here, where none has begun."""
    if flow.fresh:
        flow.starts.append(flow.length)


def close_flow(flow: Flow) -> None:
    """End the paragraph that is open."""
    if not flow.fresh:
        flow.add(END)


def report(flow: Flow, unread: Unread) -> None:
    """Put something that is not in the text at the end of what is there."""
    last = flow.unread[-1] if flow.unread else None
    if last is not None and unread.kind in _JOINED and (last.kind, last.at) == (unread.kind, flow.length):
        if len(last.words) < _MAX_WORDS:
            last.words += unread.words
        return
    unread.at = flow.length
    flow.unread.append(unread)


def append_pieces(flow: Flow, pieces: list[Piece]) -> None:
    """Put the pieces of a paragraph behind what is there, without characters that no file may hold."""
    for raw, bold, unread in pieces:
        if unread is not None:
            if unread.kind == "上标" and flow.last().isdecimal():
                unread.kind = "数字后的上标"
            report(flow, unread)
            continue
        text = _LINE_BREAKS.sub(SOFT, raw)
        clean = _INVISIBLE.sub("", text)
        flow.dropped = flow.dropped or clean != text
        if bold and clean:
            flow.bold.append((flow.length, flow.length + len(clean)))
        if _DIRECTIONS.search(clean):
            report(flow, Unread("书写方向", clean))
        flow.add(clean)


def paragraph_remarks(properties: Element | None, base: Look) -> Iterator[Piece]:
    """What is to be said of a paragraph as a whole."""
    if base.get("frame") == "inside":
        yield "", False, Unread("图文框")
    if base.get("bidi"):
        yield "", False, Unread("书写方向")
    for each in () if properties is None else properties:
        if isinstance(each.tag, str) and each.tag not in PARAGRAPH_PROPERTIES:
            yield "", False, Unread("不认识的格式", each.tag.rpartition("}")[2])
