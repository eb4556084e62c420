"""Boxes of a form: which of them are ticked, whatever sign was used and wherever it was put."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from brandcluster.formats.word.page import Flow
from brandcluster.papers.labels.find_labels import SqueezedText, squeeze
from brandcluster.papers.labels.label_map import FormPlace

_TICKED = frozenset("☑☒■√✓✔✅●◼⬛▣🗹")
_EMPTY = frozenset("□☐○◻▢⬜口")


def ticked_boxes(place: FormPlace, content: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The boxes that are ticked, by the dossier's words; and what a person must know."""
    if place.options and all(label[-1:] in _EMPTY for label in place.options.values()):
        return _ticked_behind(place, content)
    spots = sorted(_option_spots(place, content))
    chosen, seen_box = [], False
    previous = 0
    for index, (start, end, value) in enumerate(spots):
        limit = spots[index + 1][0] if index + 1 < len(spots) else len(content)
        marks = [character for character in content[previous:start] if character in _TICKED or character in _EMPTY]
        behind = _tick_behind(content, end, limit, last=index + 1 == len(spots))
        seen_box = seen_box or bool(marks)
        if (marks and marks[-1] in _TICKED) or behind is not None:
            chosen.append(value)
        previous = end if behind is None else behind
    if spots and not seen_box and not chosen and len(spots) < len(place.options):
        return tuple(value for _, _, value in spots), ("没有方框，按写着的名称读取。",)
    absent = [value for value in place.options if value not in {value for _, _, value in spots}]
    said = (f"没有找到这些选项：{'、'.join(absent)}。",) if absent and spots else ()
    if not spots:
        said = ("没有认出一个选项。",) if content.strip() else ()
    return tuple(value for value in place.options if value in chosen), said


def _ticked_behind(place: FormPlace, content: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same of a form that prints each box behind its option."""
    bare = {value: label[:-1] for value, label in place.options.items()}
    spots = sorted(_option_spots(replace(place, options=bare), content))
    ends = [start for start, _, _ in spots[1:]] + [len(content)]
    chosen = {value for (_, end, value), until in zip(spots, ends, strict=True) if _TICKED & set(content[end:until])}
    absent = [value for value in place.options if value not in {value for _, _, value in spots}]
    said = (f"没有找到这些选项：{'、'.join(absent)}。",) if absent else ()
    return tuple(value for value in place.options if value in chosen), said


def _tick_behind(content: str, end: int, limit: int, *, last: bool) -> int | None:
    """Where a tick behind an option ends; a tick that touches the next option is that one's."""
    at = limit - len(content[end:limit].lstrip(" \t　"))
    if content[at : at + 1] in ("√", "✓", "✔") and at < limit and (last or at + 1 < limit):
        return at + 1
    return None


def _option_spots(place: FormPlace, content: str) -> Iterator[tuple[int, int, str]]:
    flow = Flow("", text=content)
    text = SqueezedText(flow)
    for value, label in place.options.items():
        for word in dict.fromkeys((label, value, *place.option_aliases.get(value, ()))):
            at = text.text.find(squeeze(word))
            if at >= 0:
                yield text.positions[at], text.offset(at + len(squeeze(word))), value
                break
