"""The levels of numbered paragraphs, and answers that are numbered below the heading they stand under."""

from __future__ import annotations

from dataclasses import replace

from brandcluster.base.numbers import chinese_numeral
from brandcluster.base.patterns import late_pattern
from brandcluster.papers.content import Answer, Block, Choice, Inline, Paragraph, Strong

_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
#: How each level of an official document is numbered, the highest first.
_LEVELS = (
    late_pattern(rf"([{_CHINESE}]{{1,3}})、"),
    late_pattern(rf"[（(]([{_CHINESE}]{{1,3}})[）)]"),
    late_pattern(r"(\d{1,2})[.．、](?!\d)"),
    late_pattern(r"[（(](\d{1,2})[）)]"),
    late_pattern(f"([{_CIRCLED}])"),
)
LOWEST = len(_LEVELS)


def level_of(text: str) -> int | None:
    """The level of a numbered text: 1 for 一、 to 5 for ①; None where it is not numbered."""
    return next((number for number, each in enumerate(_LEVELS, start=1) if each.match(text)), None)


def lowered(answer: Answer, level: int | None) -> Answer:
    """An answer whose highest number is of `level`; as it is where that is so, and where no level is asked for."""
    if level is None or isinstance(answer, Choice):
        return answer
    levels = [found for block in answer if (found := _numbered(block)) is not None]
    shift = level - min(levels, default=level)
    return tuple(_lower(block, shift) for block in answer) if shift > 0 else answer


def _numbered(block: Block) -> int | None:
    at = _number_at(block)
    return None if at is None or not isinstance(block, Paragraph) else level_of(_text(block.content[at]))


def _number_at(block: Block) -> int | None:
    """Which piece of a paragraph begins with its number: the first, or the one behind a label."""
    if not isinstance(block, Paragraph):
        return None
    places = (0, 1) if block.content[:1] and isinstance(block.content[0], Strong) else (0,)
    return next((at for at in places if at < len(block.content) and level_of(_text(block.content[at]))), None)


def _text(piece: Inline) -> str:
    return piece.text if isinstance(piece, Strong) else piece if isinstance(piece, str) else ""


def _lower(block: Block, shift: int) -> Block:
    at = _number_at(block)
    if at is None or not isinstance(block, Paragraph):
        return block
    piece = block.content[at]
    text = _renumbered(_text(piece), shift)
    new: Inline = Strong(text) if isinstance(piece, Strong) else text
    return replace(block, content=(*block.content[:at], new, *block.content[at + 1 :]))


def _renumbered(text: str, shift: int) -> str:
    level = level_of(text) or LOWEST
    match = _LEVELS[level - 1].match(text)
    number = None if match is None else _value(match.group(1))
    if match is None or number is None:
        return text
    written = _written(number, min(level + shift, LOWEST))
    return written + text[match.end() :]


def _value(numeral: str) -> int | None:
    if numeral.isdecimal():
        return int(numeral)
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    return next((number for number in range(1, 100) if chinese_numeral(number) == numeral), None)


def _written(number: int, level: int) -> str:
    circled = _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else f"（{number}）"
    return (f"{chinese_numeral(number)}、", f"（{chinese_numeral(number)}）", f"{number}.", f"（{number}）", circled)[
        level - 1
    ]
