"""What is on a form's page but not in its text: in which answer it stands, and what a person is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.elements import KINDS
from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow, PageContent, Unread

#: What stands around the number of a page, and nothing else.
_PAGE_NUMBER = late_pattern(r"[\W\d_第共总页ivxIVX]*\Z|\s*(?:page|of|\W|\d)*\Z", re.IGNORECASE)
#: The kind of words in a header or footer.
MARGIN_WORDS = "页眉页脚"
#: As much of what was not read is quoted.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a flow, from `start` to before `end`: where an answer stands, tables in it included."""

    flow: Flow
    start: int
    end: int

    def holds(self, at: int) -> bool:
        """Whether a place of the flow belongs to it; what stands at the end of its last line does."""
        return self.start <= at < self.end or (at == self.end and self.flow.text[at : at + 1] in ("", END))


@dataclass(frozen=True, slots=True)
class UnreadSpot:
    """Something that is not in the text, and where it stands: the places of the flows that hold it, innermost first."""

    unread: Unread
    where: str
    chain: tuple[tuple[int, int], ...]
    anchor: int


SpotIndex = dict[int, list[tuple[int, UnreadSpot]]]


def spots_of(content: PageContent) -> list[UnreadSpot]:
    """All that is on the page and not in its text, in reading order."""
    return [spot for flow in content.flows for spot in _of_flow(flow)]


def margin_spots(content: PageContent) -> list[UnreadSpot]:
    """The same of headers, footers and the like, and their words but for numbers of pages: no answer stands there."""
    found = [spot for flow in content.margins for spot in _of_flow(flow)]
    lines = ((flow, line) for flow in content.margins for line in re.split(f"[{END}{SOFT}{TABLE_MARK}]", flow.text))
    words = {line.strip(): flow for flow, line in lines if not _PAGE_NUMBER.match(line)}
    return [*found, *(UnreadSpot(Unread(MARGIN_WORDS, line), flow.name, (), 0) for line, flow in words.items())]


def _of_flow(flow: Flow) -> Iterator[UnreadSpot]:
    for each in flow.unread:
        chain = tuple(_chain(flow, each.at))
        yield UnreadSpot(each, flow.where(each.at), chain, flow.anchor if flow.cell is not None else each.at)


def _chain(flow: Flow, at: int) -> Iterator[tuple[int, int]]:
    holder: Flow | None = flow
    while holder is not None:
        yield id(holder), at
        at, holder = holder.parent_at, holder.parent


def by_flow(spots: Sequence[UnreadSpot]) -> SpotIndex:
    """Spots by the flows that hold them, directly or in a table."""
    made: SpotIndex = {}
    for spot in spots:
        for flow, at in spot.chain:
            made.setdefault(flow, []).append((at, spot))
    return made


def spots_within(stretch: Stretch, spots: SpotIndex) -> list[UnreadSpot]:
    """Those that stand in a stretch, or in a table in it."""
    return [spot for at, spot in spots.get(id(stretch.flow), ()) if stretch.holds(at)]


def is_loud(unread: Unread) -> bool:
    """Whether a person must look at it when the form is read."""
    return not KINDS[unread.kind].quiet


def unread_message(unread: Unread) -> str:
    """What a person is told, with the words as far as they are known."""
    said = KINDS[unread.kind].said
    words = " ".join(unread.words.split())
    quoted = f"“{words[:SHOWN]}{'…' if len(words) > SHOWN else ''}”" if words else ""
    if "已经读了" in said:
        return f"{said}{quoted}。"
    return f"{said}{quoted}，没有读，请对照原件。"


def unread_words(unread: Unread) -> str:
    """It as a mark in a text, to tell two pages apart."""
    return f"〔{'：'.join(filter(None, (unread.kind, ''.join(unread.words.split()), unread.mark)))}〕"
