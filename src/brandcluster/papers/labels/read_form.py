"""A filled form and its label map → the answers that people wrote, each with its place and what is doubtful about it.

People keep the prompts or delete them, write on their line or below, break labels and mistype them. So every label is
looked for before anything is read; what stands between two labels, or between a label and words that the blank prints
there, is the answer. A label that stands twice or nowhere is said, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow, PageContent, Unread, rows_as_text
from brandcluster.papers import markdown
from brandcluster.papers.content import Answer, Choice, Strong, inline_text
from brandcluster.papers.labels.boxes import ticked_boxes
from brandcluster.papers.labels.find_labels import (
    CELL_KINDS,
    Hit,
    LeadIndex,
    SqueezedText,
    find_alike,
    find_exact,
    label_wordings,
    squeeze,
)
from brandcluster.papers.labels.grid import Grids, is_answer_table
from brandcluster.papers.labels.label_map import FormPlace, LabelMap
from brandcluster.papers.labels.levels import lowered
from brandcluster.papers.labels.places import BLANK, bare_print
from brandcluster.papers.labels.printed import ends_opinion, without_end, without_print
from brandcluster.papers.labels.unread import (
    MARGIN_WORDS,
    SpotIndex,
    Stretch,
    UnreadSpot,
    by_flow,
    is_loud,
    margin_spots,
    spots_of,
    spots_within,
    unread_message,
)
from brandcluster.papers.labels.word_blocks import paragraph_text, piece_text
from brandcluster.papers.stamp import DRAFT_MARK

#: So many of a form's labels make a document that form, where its title is not there.
ENOUGH = 3

_LINE_KINDS = ("行内空白", "封面行")
_CELLS = ("右侧单元格", "下方单元格")
#: A label behind a gap inside a line.
_INSIDE = late_pattern(rf"(?<=[^\n])[{re.escape(BLANK)}]{{2,}}([^：:\s_＿]{{2,16}}[：:])")
_UNIT = late_pattern(r"[(,](亿元|万元|千元|元|%|家)\)")


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """One place as read. `text` is Markdown where the form takes paragraphs, else lines; `doubts` are for a person."""

    place: FormPlace
    where: str
    text: str
    chosen: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    #: The unit that the label in this document names, where it is another than the map's.
    unit: str | None = None
    #: What stands in the answer and is not in `text`; and where the answer stands.
    unread: tuple[Unread, ...] = ()
    stretch: Stretch | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """What one form in a document says; labels that are not there, and those that stand more than once.

    `unread` is what stands elsewhere on the form and is not in its text.
    """

    label_map: LabelMap
    found: tuple[ReadAnswer, ...]
    missing: tuple[FormPlace, ...]
    twice: tuple[tuple[FormPlace, tuple[str, ...]], ...]
    unread: tuple[UnreadSpot, ...] = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A form to look for: its map, and the lines that the blank prints beside its labels, and in headers and footers."""

    label_map: LabelMap
    printed: frozenset[str]
    margins: frozenset[str] = frozenset()
    #: Labels that stand behind a gap inside a line, and are none of the map's.
    inside: frozenset[str] = frozenset()


def describe_blank(label_map: LabelMap, content: PageContent) -> Blank:
    """What reading needs to know of a blank."""
    wordings = {wording for place in label_map.places for wording in label_wordings(place)}
    prompts = {squeeze(line) for place in label_map.places for line in (place.prompt or "").splitlines()}
    lines = {squeeze(line) for flow in content.flows for line in re.split(f"[{END}{SOFT}]", flow.text)}
    printed = {line for line in lines if line and line not in prompts and TABLE_MARK not in line}
    beside = frozenset(p for p in printed if not any(p.startswith(each) for each in wordings))
    margins = frozenset(filter(None, map(_margin_words, margin_spots(content))))
    inside = {squeeze(label) for flow in content.flows for label in _INSIDE.findall(flow.text)}
    return Blank(label_map, beside, margins, frozenset(each for each in inside if each.rstrip(":") not in wordings))


def _margin_words(spot: UnreadSpot) -> str:
    """The words of a header or footer, squeezed; empty for anything else that stands there."""
    return squeeze(spot.unread.words) if spot.unread.kind == MARGIN_WORDS else ""


def read_forms(content: PageContent, blanks: Sequence[Blank]) -> list[Form]:
    """The forms that a document holds, in the order of `blanks`; none when it is another document."""
    texts = [SqueezedText(flow) for flow in content.flows]
    titles = {each.label_map.id: _title(texts[0], each.label_map.title) for each in blanks}
    spots = spots_of(content)
    known = []
    for each in blanks:
        start, end = _segment(titles, each.label_map.id)
        known.append(_form(content, texts, each, start, end, spots))
    titled = [form for form in known if titles[form.label_map.id] is not None]
    taken = {place for form in titled for place in _label_places(form)}
    found = [form for form in known if form in titled or _is_told_by_labels(form, taken)]
    ours = {squeeze(DRAFT_MARK)}.union(*(each.margins for each in blanks))
    margins = tuple(spot for spot in margin_spots(content) if _margin_words(spot) not in ours)
    return [replace(form, unread=(*form.unread, *margins)) if form is found[0] else form for form in found]


def _is_told_by_labels(form: Form, taken: set[tuple[int, int]]) -> bool:
    """Whether enough labels of a form without its title are there, other than those of a form that has its own."""
    hits = [each for each in form.found if _place_of(each) not in taken]
    return len(hits) + len(form.twice) >= ENOUGH


def _label_places(form: Form) -> Iterator[tuple[int, int]]:
    return (place for each in form.found if (place := _place_of(each)) is not None)


def _place_of(found: ReadAnswer) -> tuple[int, int] | None:
    return None if found.stretch is None else (id(found.stretch.flow), found.stretch.start)


def unrecognised(content: PageContent, blanks: Sequence[Blank]) -> str:
    """Why a document is none of these forms, with what was not read of it."""
    titles = "、".join(f"《{each.label_map.title}》" for each in blanks)
    loud = [spot.unread.kind for spot in spots_of(content) if is_loud(spot.unread)]
    beside = f"有 {len(loud)} 处不是看得见的文字（{'、'.join(dict.fromkeys(loud))}），没有读。" if loud else ""
    return f"这份文件不是{titles}：没有表的名称，栏目也找不到三个。{beside}"


def print_answer(answer: Answer, place: FormPlace) -> str:
    """An answer as reading it back gives it; boxes aside."""
    answer = lowered(answer, place.level)
    if isinstance(answer, Choice):
        return "；".join(answer.chosen)
    if place.kind in _LINE_KINDS:
        lines = (line.strip(BLANK) for line in paragraph_text(answer, place).splitlines())
        return "\n".join(line for line in lines if line)
    return markdown.write_blocks(answer, lambda piece: piece_text(piece, place))


# ---- forms ---------------------------------------------------------------------------------------------------


def _title(text: SqueezedText, title: str) -> int | None:
    """Where on the page a form's title stands as a line of its own."""
    wanted = squeeze(title)
    return next((text.positions[start] for start, line in text.lines() if line == wanted), None)


def _segment(titles: Mapping[str, int | None], form: str) -> tuple[int, int]:
    """The stretch of the page that belongs to a form, where a document holds several."""
    own = titles[form]
    others = sorted(at for name, at in titles.items() if name != form and at is not None)
    behind = [at for at in others if own is None or at > own]
    return (own if own is not None and others else 0), (behind[0] if behind else 1 << 60)


@dataclass(slots=True)
class _Reading:
    """What is known of one form while it is read: its labels, and what ends an answer in each flow."""

    content: PageContent
    grids: Grids
    texts: list[SqueezedText]
    known: Blank
    until: int
    hits: list[tuple[FormPlace, Hit]] = field(default_factory=list)
    stops: dict[int, list[int]] = field(default_factory=dict)
    claimed: set[int] = field(default_factory=set)


def _form(
    content: PageContent, texts: list[SqueezedText], known: Blank, start: int, end: int, spots: list[UnreadSpot]
) -> Form:
    within = [text for text in texts if text.flow.cell is None or start <= text.flow.anchor < end]
    grids = Grids(content)
    reading = _Reading(content, grids, within, known, end)
    missing, twice = [], []
    places = known.label_map.places
    leads = LeadIndex(within)
    exact = [(place, _counted(place, grids, _inside(find_exact(place, within), start, end))) for place in places]
    taken = {(id(hit.text), hit.start) for _, hits in exact for hit in hits}
    for place, known_hits in exact:
        hits = known_hits or _inside(find_alike(place, leads, taken), start, end)
        if len(hits) == 1:
            reading.hits.append((place, hits[0]))
            taken.add((id(hits[0].text), hits[0].start))
        elif not hits and place.answer is not None:
            missing.append(place)
        elif hits and place.answer is not None:
            twice.append((place, tuple(hit.text.flow.where(hit.start) for hit in hits)))
        for hit in hits if len(hits) > 1 else ():
            reading.stops.setdefault(id(hit.text.flow), []).append(hit.start)
    _set_stops(reading)
    own = [spot for spot in spots if start <= spot.anchor < end]
    answers = [_found(reading, place, hit) for place, hit in reading.hits if place.answer is not None]
    index = by_flow(own)
    found = tuple(_with_unread(each, index) for each in answers)
    said = {id(unread) for each in found for unread in each.unread}
    return Form(
        known.label_map, found, tuple(missing), tuple(twice), tuple(spot for spot in own if id(spot.unread) not in said)
    )


def _with_unread(found: ReadAnswer, spots: SpotIndex) -> ReadAnswer:
    """An answer with what stands in it and is not in its text; a person is told of what matters."""
    within = [] if found.stretch is None else [spot.unread for spot in spots_within(found.stretch, spots)]
    if not within:
        return found
    said = dict.fromkeys(unread_message(each) for each in within if is_loud(each))
    return replace(found, doubts=(*found.doubts, *said), unread=tuple(within))


def _counted(place: FormPlace, grids: Grids, hits: list[Hit]) -> list[Hit]:
    """The hits of a place where its label stands several times: those in tables of answers are none, and it may count."""
    if len(hits) > 1:
        hits = [hit for hit in hits if (at := grids.of(hit.text.flow.cell)) is None or not is_answer_table(at.table)]
    return hits if place.which is None or len(hits) < 2 else hits[place.which - 1 : place.which]


def _inside(hits: list[Hit], start: int, end: int) -> list[Hit]:
    return [hit for hit in hits if hit.text.flow.cell is not None or start <= hit.start < end]


def _set_stops(reading: _Reading) -> None:
    for place, hit in reading.hits:
        reading.stops.setdefault(id(hit.text.flow), []).append(hit.start)
        reading.claimed.add(id(hit.text.flow))
        taking = reading.grids.answer_cell(hit.text.flow.cell, place) if place.kind in CELL_KINDS else None
        if taking is not None:
            reading.claimed.add(id(taking.flow))
    for text in reading.texts:
        stops = reading.stops.setdefault(id(text.flow), [])
        stops += [
            text.positions[start]
            for start, line in text.lines()
            if line.rstrip(":") in reading.known.printed or line in reading.known.printed
        ]
        stops += _stops_inside(reading.known.inside, text)
        if text.flow.cell is None:
            stops.append(min(reading.until, len(text.flow.text)))
        stops.sort()


def _stops_inside(labels: frozenset[str], text: SqueezedText) -> Iterator[int]:
    """Where a label that the blank prints inside a line, and the map does not have, ends what is read before it."""
    for label in labels:
        at = text.text.find(label)
        while at >= 0:
            if at and text.flow.text[text.positions[at] - 1] in BLANK:
                yield text.positions[at]
            at = text.text.find(label, at + 1)


# ---- answers -------------------------------------------------------------------------------------------------


def _found(reading: _Reading, place: FormPlace, hit: Hit) -> ReadAnswer:
    doubts = [] if hit.doubt is None else [hit.doubt]
    flow, start, end = _range(reading, place, hit)
    if flow is None:
        side = f"“{place.column}”一列没有" if place.column else "下面没有" if place.kind == "下方单元格" else "右边没有"
        return ReadAnswer(place, hit.text.flow.where(hit.start), "", (), (*doubts, f"“{place.label}”{side}单元格。"))
    where, stretch = flow.where(_first_word(flow, start, end)), Stretch(flow, start, end)
    if flow.dropped:
        doubts.append("有看不见的控制字符，已经去掉。")
    if place.kind == "方框":
        chosen, said = ticked_boxes(place, flow.text[start:end])
        return ReadAnswer(place, where, "；".join(chosen), chosen, (*doubts, *said), stretch=stretch)
    if place.kind in _LINE_KINDS:
        text = _one_line(place, flow.text[start:end])
    else:
        text = _paragraphs(reading, flow, start, end, soft=place.kind in _CELLS, place=place)
        text = without_print(place, text) if place.kind in _CELLS else text
    return ReadAnswer(place, where, text, (), tuple(doubts), _other_unit(place, hit), stretch=stretch)


def _range(reading: _Reading, place: FormPlace, hit: Hit) -> tuple[Flow | None, int, int]:
    """The stretch of text that holds the answer."""
    flow = hit.text.flow
    if place.kind in CELL_KINDS and hit.end >= len(flow.text):
        taking = reading.grids.answer_cell(flow.cell, place)
        return (None, 0, 0) if taking is None else (taking.flow, 0, len(taking.flow.text))
    stops = reading.stops.get(id(flow), [])
    end = next((stop for stop in stops if stop >= hit.end), len(flow.text))
    if place.kind == "行内空白":
        stop = flow.text.find(END, hit.end)
        end = min(end, stop if stop >= 0 else end)
    return flow, hit.end, end


def _first_word(flow: Flow, start: int, end: int) -> int:
    return next((at for at in range(start, end) if not flow.text[at].isspace()), start)


def _one_line(place: FormPlace, content: str) -> str:
    lines = [line.strip(BLANK) for line in re.split(f"[{END}{SOFT}{TABLE_MARK}]", content)]
    if place.suffix is not None:
        wanted = squeeze(bare_print(place.suffix))
        lines = [without_end(line, wanted) for line in lines]
    return "\n".join(line for line in lines if line)


def _paragraphs(reading: _Reading, flow: Flow, start: int, end: int, *, soft: bool, place: FormPlace) -> str:
    """A stretch as Markdown. In cells to the right, a line that was only folded is one line."""
    prompts = (
        {squeeze(line) for line in (place.prompt or "").splitlines() if line.strip()} if place.kind != "不填" else set()
    )
    whole = squeeze(place.prompt or "")
    lines: list[str] = []
    for first, last in _line_ranges(flow, start, end, soft):
        if flow.text[first:last] == TABLE_MARK:
            lines += _table_lines(reading, flow, first)
            continue
        bare = squeeze(flow.text[first:last])
        if (
            not lines
            and bare
            and (bare.strip("()") in prompts or bare == whole or (len(bare) > 8 and whole.startswith(bare)))
        ):
            continue
        if place.kind == "意见栏" and ends_opinion(bare, reading.known.printed):
            break
        written = markdown.write_line(_unfolded(flow.pieces(first, last)))
        if written:
            lines.append(written)
    return "\n".join(lines)


def _line_ranges(flow: Flow, start: int, end: int, soft: bool) -> Iterator[tuple[int, int]]:
    first = start
    for at in range(start, end):
        character = flow.text[at]
        if character == TABLE_MARK:
            yield at, at + 1
            first = at + 1
        elif character == END or (character == SOFT and not (soft and flow.text[start:at].endswith(("；", " / ")))):
            yield first, at
            first = at + 1
    if first < end:
        yield first, end


def _unfolded(pieces: Iterator[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    return ((text.replace(SOFT, ""), bold) for text, bold in pieces)


def _table_lines(reading: _Reading, flow: Flow, at: int) -> list[str]:
    table = flow.tables.get(at)
    if table is None or any(id(cell.flow) in reading.claimed for row in table.rows for cell in row):
        return []  # a table that carries places of the form is no part of an answer
    rows = rows_as_text(table, _cell_text)
    rows = [row for row in rows if any(inline_text(cell).strip() for cell in row)]
    if not rows:
        return []
    rows[0] = [inline_text(cell) for cell in rows[0]]
    if max(map(len, rows)) == 1:
        return [line for row in rows for line in inline_text(row[0]).split("\n") if line.strip()]
    return markdown.write_table(rows)


def _cell_text(flow: Flow) -> str | Strong:
    text = flow.text.replace(TABLE_MARK, "").replace(SOFT, "\n").strip("\n")
    pieces = [(piece, bold) for piece, bold in flow.pieces(0, len(flow.text)) if piece.strip()]
    return Strong(text) if pieces and all(bold for _, bold in pieces) else text


def _other_unit(place: FormPlace, hit: Hit) -> str | None:
    """The unit named in the label that was found, where it is another than the map's."""
    if place.unit is None:
        return None
    named = _UNIT.search(squeeze(hit.text.flow.text[hit.start : hit.end]))
    return named.group(1) if named and named.group(1) != place.unit else None
