"""An answer into a cell of a blank: over its gap, beside what it prints there, or in paragraphs between that."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.build import answer_look, new_run
from brandcluster.formats.word.filling import paragraphs_in, printed_text, put_text
from brandcluster.formats.word.parts import Element, P, R, find_label, runs_of, text_of, text_of_run, w
from brandcluster.papers.content import Block, Paragraph
from brandcluster.papers.labels.label_map import FormPlace
from brandcluster.papers.labels.places import BLANK, DATE_GAP, FoundPlace, bare_print, is_seal_print
from brandcluster.papers.labels.word_blocks import Look, new_elements, paragraph_text

#: What the schema wants behind a w:u in a w:rPr.
_BEHIND_LINE = tuple(map(w, ("effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "specVanish")))
_DAY = late_pattern(r"\d{4}年\d{1,2}月\d{1,2}日\Z")


def put_in_printed_cell(target: FoundPlace, answer: Sequence[Block], look: Look) -> Element:
    """Write an answer into a cell that prints something itself; all of that stays. Returns the last element written."""
    place = target.place
    paragraphs = paragraphs_in(target.cell)
    behind = _behind(paragraphs, place)
    line = answer[0] if len(answer) == 1 and isinstance(answer[0], Paragraph) else None
    if place.suffix is not None and line is not None and len(behind) == 1 and not is_seal_print(place.suffix):
        return _over_gap(behind[0], paragraph_text([line], place), place.suffix)
    before = _before(paragraphs, place)
    anchor = before[-1] if before else paragraphs[0]
    made = new_elements(answer, place, look, body="cell_body")
    if not before and behind and anchor is behind[0]:
        for item in made:
            anchor.addprevious(item)
        return made[-1]
    return _below(anchor, made, keep=bool(before), until=behind[0] if behind else None)


def write_over_gap(text: str, written: str, suffix: str, start: int = 0) -> tuple[int, int, str]:
    """Where in a line `written` goes, in front of what the line prints behind its gap, and what goes there.

    A date is written over 年, 月 and 日 and the gaps between; a unit that the line prints is not written again.
    """
    at = _suffix_start(text, suffix, start)
    first = len(text[:at].rstrip(BLANK))
    if bare_print(suffix) == DATE_GAP and _DAY.match(written):
        return max(first, start), len(text.rstrip(BLANK)), written
    ends = bare_print(suffix)
    written = written.removesuffix(ends) if ends in ("亿元", "万元", "千元", "元", "%", "家") else written
    return max(first, start), at, written


def gap_look(paragraph: Element, at: int, otherwise: Element | None) -> Element | None:
    """The w:rPr for a text in a gap at an offset: with the line below, where the gap is drawn as one; else `otherwise`."""
    position = 0
    for run in runs_of(paragraph):
        position += len(text_of_run(run))
        if position > at:
            look, line = answer_look(run), run.find(f"{w('rPr')}/{w('u')}")
            if look is None or line is None or text_of_run(run).strip(BLANK):
                return otherwise
            behind = next((each for each in look if each.tag in _BEHIND_LINE), None)
            look.append(deepcopy(line)) if behind is None else behind.addprevious(deepcopy(line))
            return look
    return otherwise


def _over_gap(paragraph: Element, written: str, suffix: str) -> Element:
    text = printed_text(paragraph)
    start, end, said = write_over_gap(text, written, suffix)
    look = gap_look(paragraph, start, answer_look(next(runs_of(paragraph), None)))
    put_text(paragraph, start, end, [new_run(said, look)])
    return paragraph


def _suffix_start(text: str, suffix: str, start: int) -> int:
    """Where the suffix of a line begins, in the text as printed; gaps inside it do not count."""
    wanted = bare_print(suffix)
    for at in range(start, len(text)):
        if text[at] not in BLANK and bare_print(text[at:]).startswith(wanted):
            return at
    found = find_label(text, suffix)
    return found[-1][0] if found else len(text)


def _behind(paragraphs: list[Element], place: FormPlace) -> list[Element]:
    """The paragraphs at the end of a cell that print what stands behind the answer, from the first that does."""
    wanted, taken = bare_print(place.suffix or ""), list[Element]()
    for paragraph in reversed(paragraphs if wanted else []):
        taken.insert(0, paragraph)
        if "".join(bare_print(printed_text(each)) for each in taken) == wanted:
            return taken
    return []


def _before(paragraphs: list[Element], place: FormPlace) -> list[Element]:
    """The paragraphs at the beginning of a cell that print what stands before the answer."""
    wanted, taken = bare_print(place.prompt or ""), list[Element]()
    for paragraph in paragraphs if wanted else []:
        taken.append(paragraph)
        if "".join(bare_print(printed_text(each)) for each in taken) == wanted:
            return taken
    return []


def _below(anchor: Element, made: list[Element], *, keep: bool, until: Element | None) -> Element:
    """Put what was made behind a paragraph, or in the place of an empty one; the room before `until` is given back."""
    last = anchor
    for item in made:
        last.addnext(item)
        last = item
    room = []
    for item in last.itersiblings():
        if item is until or item.tag != P or text_of(item).strip(BLANK):
            break
        room.append(item)
    for item in room[: len(made)] if until is not None else room:
        item.getparent().remove(item)
    if not keep and anchor.tag == P and not printed_text(anchor).strip(BLANK) and made[0].tag == P:
        anchor.getparent().remove(anchor)
    return last


def put_in_empty_cell(cell: Element, made: list[Element]) -> Element:
    """Write into a cell that prints nothing: its first paragraph stays, with its bookmarks; only what it says is new."""
    first = paragraphs_in(cell)[0]
    last = first
    if made[0].tag == P:
        runs = list(made.pop(0).iter(R))
        put_text(first, 0, len(printed_text(first)), runs)
    for item in made:
        last.addnext(item)
        last = item
    return last
