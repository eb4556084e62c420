"""The labels of a form, found in a document that people have filled: exact, in another spelling, or nearly so.

White space, width and brackets do not count. Of several places that could be a label the best kind wins; what is only
alike is said to be. Nothing is guessed: several of the same kind are all given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import pairwise

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow
from brandcluster.papers.labels.label_map import FormPlace
from brandcluster.papers.labels.places import BLANK, BOXES

#: How alike a label must be to be taken for the map's, and said to be.
ALIKE = 0.86
#: As long may a text be whose squeezed form is kept.
_SHORT = 500
#: Answers that stand in cells of their own.
CELL_KINDS = ("右侧单元格", "下方单元格", "方框")

#: A squeezed text, where each of its characters stands in the text, and at which of them its lines begin.
_Squeezed = tuple[str, list[int], set[int]]

_PAGE_KINDS = ("标题下", "封面行")
_NUMBERED = late_pattern(r"[一二三四五六七八九十]{1,3},")
_LINE_ENDS = late_pattern(f"[{END}{SOFT}{TABLE_MARK}]")
_UNIFIED = str.maketrans("〔〕[]【】{}、∶﹕–—−〜", "()()()(),::---~")


@cache
def _plain(character: str) -> str:
    text = unicodedata.normalize("NFKC", character).translate(_UNIFIED)
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cf")


def squeeze(text: str) -> str:
    """A label without what typing changes: white space, width, the kind of brackets, colons and dashes."""
    return "".join(map(_plain, text))


class SqueezedText:
    """The squeezed text of a flow; `positions` leads from each of its characters back to the flow."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.text, self.positions, self.line_starts = _squeezed(flow.text)

    def end_of_line(self, index: int) -> bool:
        """Whether the line ends at a squeezed offset."""
        return index >= len(self.text) or index in self.line_starts

    def offset(self, index: int) -> int:
        """The offset in the flow just behind the squeezed characters before `index`."""
        return self.positions[index - 1] + 1 if index else 0

    def lines(self) -> Iterator[tuple[int, str]]:
        """Each line with text: its squeezed offset, and its squeezed text."""
        starts = [*sorted(self.line_starts), len(self.text)]
        for start, end in pairwise(starts):
            yield start, self.text[start:end]


def _squeezed(text: str) -> _Squeezed:
    """The squeezed text, where each of its characters stands, and where its lines begin; nobody changes the lists."""
    return _squeezed_before(text) if len(text) <= _SHORT else _squeeze(text)


def _squeeze(text: str) -> _Squeezed:
    made: list[str] = []
    positions: list[int] = []
    line_starts: set[int] = set()
    start = 0
    for line in _LINE_ENDS.split(text):
        pieces = [*map(_plain, line)]
        squeezed = "".join(pieces)
        if squeezed:
            line_starts.add(len(positions))
            made.append(squeezed)
        if len(squeezed) == len(line) and "" not in pieces:  # as most lines: each character is one afterwards
            positions += range(start, start + len(line))
        else:
            positions += [at for at, piece in enumerate(pieces, start) for _ in piece]
        start += len(line) + 1
    return "".join(made), positions, line_starts


#: A form that is read again and again, as at the desk, says most of its cells as before; long texts are not kept.
_squeezed_before = lru_cache(2_000)(_squeeze)


@dataclass(frozen=True, slots=True)
class Hit:
    """A label as found: from `start` to `end` in its flow. `rank` orders hits; `doubt` says how it differs."""

    text: SqueezedText
    start: int
    end: int
    rank: int
    doubt: str | None = None


def label_wordings(place: FormPlace) -> tuple[str, ...]:
    """The wordings of a label, squeezed and without a colon at the end: as printed, then those that mean the same."""
    core = squeeze(place.label).rstrip(":")
    made = [core]
    shorter = re.sub(r":?\([^()]*\):?\Z", "", core) if ":(" in core else core
    made.append(shorter)
    if place.kind == "标题下":
        made.append(_NUMBERED.sub("", core))
    made += [squeeze(other).rstrip(":") for other in place.aliases]
    return tuple(dict.fromkeys(each for each in made if each))


def find_exact(place: FormPlace, texts: Sequence[SqueezedText]) -> list[Hit]:
    """Every place where a label stands as the form prints it, or in another wording of it; of the best rank only."""
    found: list[Hit] = []
    wordings = label_wordings(place)
    look = _cell_hits if place.kind in CELL_KINDS else _inline_hits if place.kind == "行内空白" else _line_hits
    for text in texts:
        # In a cell a label begins the text; elsewhere it stands somewhere in it.
        if text.text.startswith(wordings) if look is _cell_hits else any(each in text.text for each in wordings):
            found += look(place, wordings, text)
    if not found:
        return []
    best = max(hit.rank for hit in found)
    return [hit for hit in found if hit.rank == best]


def _cell_hits(place: FormPlace, wordings: tuple[str, ...], text: SqueezedText) -> Iterator[Hit]:
    if text.flow.cell is None or text.flow.cell.continues:
        return
    for number, variant in enumerate(wordings):
        if text.text.rstrip(":") == variant:
            yield Hit(text, 0, len(text.flow.text), 9 - number)
            return
        if place.kind == "方框" and text.text.startswith(variant) and any(box in text.text for box in BOXES):
            yield Hit(text, 0, text.offset(len(variant)), 8 - number)
            return
        if text.text.startswith(variant + ":") and len(variant) > 1:
            end = text.offset(len(variant) + 1)
            yield Hit(text, 0, end, 1, f"“{place.label}”和答案写在同一格里。")
            return


def _inline_hits(place: FormPlace, wordings: tuple[str, ...], text: SqueezedText) -> Iterator[Hit]:
    for number, variant in enumerate(wordings):
        at = text.text.find(variant)
        while at >= 0:
            end, colon = _behind(text, at + len(variant))
            if colon or text.end_of_line(end):
                rank = 8 if at in text.line_starts or text.text[at - 1 : at] in ("", ":", ";", ".") else 4
                rank = 7 if rank == 4 and _wide_before(text, at) else rank
                rank -= 3 if squeeze(place.label).endswith(":") and not colon else 0
                yield Hit(text, text.positions[at], text.offset(end), rank - number)
            at = text.text.find(variant, at + 1)


def _wide_before(text: SqueezedText, at: int) -> bool:
    """Whether a gap stands before a label inside a line, as forms leave it for writing."""
    position = text.positions[at]
    return position > 0 and text.flow.text[position - 1] in BLANK


def _line_hits(place: FormPlace, wordings: tuple[str, ...], text: SqueezedText) -> Iterator[Hit]:
    on_page = text.flow.cell is None
    home = 10 if on_page == (place.kind in _PAGE_KINDS) else 0
    for number, variant in enumerate(wordings):
        at = text.text.find(variant)
        while at >= 0:
            if at in text.line_starts:
                end, colon = _behind(text, at + len(variant))
                alone = text.end_of_line(end)
                if _is_label(place, variant, number, colon, alone, on_page):
                    rank = home + (5 if colon or alone else 4) - number
                    yield Hit(text, text.positions[at], text.offset(end), rank)
            at = text.text.find(variant, at + 1)


def _is_label(place: FormPlace, variant: str, number: int, colon: bool, alone: bool, on_page: bool) -> bool:
    if place.kind == "标题下":
        return (alone or colon) if number else (alone or colon or len(variant) > 8)
    if place.kind == "封面行":
        return colon or (on_page and not squeeze(place.label).endswith(":"))
    if squeeze(place.label).endswith(":"):
        return colon or alone or len(variant) > 12
    return True


def _behind(text: SqueezedText, index: int) -> tuple[int, bool]:
    """The squeezed offset behind a label's colon, and whether there was one on its line."""
    if index < len(text.text) and text.text[index] == ":" and index not in text.line_starts:
        return index + 1, True
    return index, False


#: Leads longer than this are no label; colons beyond so many in a line end none.
_LONGEST_LEAD, _COLONS = 100, 4
#: A line, or the beginning of one up to a colon, that may be a label in another spelling: where it stands, and its text.
Lead = tuple[SqueezedText, int, str]


class LeadIndex:
    """What may be labels in another spelling, by length: those of cells, and those of lines."""

    def __init__(self, texts: Sequence[SqueezedText]) -> None:
        self.cells: dict[int, list[Lead]] = {}
        self.lines: dict[int, list[Lead]] = {}
        for text in texts:
            if text.flow.cell is not None and text.text:
                _index(self.cells, (text, 0, text.text.rstrip(":")))
            for start, line in text.lines():
                for lead in _leads(line):
                    _index(self.lines, (text, start, lead))

    def near(self, place: FormPlace, wanted: str) -> Iterator[Lead]:
        """The leads of a place's kind whose length is near enough for `ALIKE`."""
        by_length = self.cells if place.kind in CELL_KINDS else self.lines
        for length in range(len(wanted) * 5 // 6, len(wanted) * 6 // 5 + 1):
            yield from by_length.get(length, ())


def _index(leads: dict[int, list[Lead]], lead: Lead) -> None:
    if 0 < len(lead[2]) <= _LONGEST_LEAD:
        leads.setdefault(len(lead[2]), []).append(lead)


def _leads(line: str) -> Iterator[str]:
    colon = -1
    for _ in range(_COLONS):
        colon = line.find(":", colon + 1, _LONGEST_LEAD + 1)
        if colon < 0:
            break
        yield line[:colon]
    if (line and (colon := line.find(":")) < 0) or colon < len(line) - 1:
        yield line


def find_alike(place: FormPlace, index: LeadIndex, taken: set[tuple[int, int]]) -> list[Hit]:
    """The lines or cells that are most like a label, at least as much as `ALIKE`; none when nothing is."""
    wanted = label_wordings(place)[0]
    best: list[tuple[float, Hit]] = []
    ratios: dict[str, float] = {}
    for text, start, lead in index.near(place, wanted):
        if (id(text), text.positions[start]) in taken:
            continue
        if lead not in ratios:
            ratios[lead] = _ratio(lead, wanted)
        if ratios[lead] >= ALIKE:
            end, _ = _behind(text, start + len(lead))
            said = f"没有“{place.label}”，按相近的“{_shown(text, start, start + len(lead))}”读取。"
            whole = place.kind in CELL_KINDS
            stop = len(text.flow.text) if whole else text.offset(end)
            best.append((ratios[lead], Hit(text, text.positions[start], stop, 0, said)))
    top = max((ratio for ratio, _ in best), default=0.0)
    return list({(id(hit.text), hit.start): hit for ratio, hit in best if ratio == top}.values())


def _ratio(one: str, other: str) -> float:
    if abs(len(one) - len(other)) * 6 > max(len(one), len(other)):
        return 0.0
    letters = frozenset(other)
    if 2 * sum(character in letters for character in one) < ALIKE * (len(one) + len(other)):
        return 0.0  # sooner said than by the matcher
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _shown(text: SqueezedText, start: int, end: int) -> str:
    return re.sub(r"\s+", "", text.flow.text[text.positions[start] : text.offset(end)])[:60]
