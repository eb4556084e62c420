"""A blank form, its label map and the answers → the filled form.

Nothing is changed beside the places of the map: the other parts of the file stay as they were, byte for byte.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.build import UNWRITABLE, answer_look, new_page_mark, new_run, new_tick
from brandcluster.formats.word.filling import check, is_in_control, paragraphs_in, printed_text, put_text
from brandcluster.formats.word.parts import (
    CELL,
    CONTENT_TYPES,
    DOCUMENT,
    P_PROPERTIES,
    Element,
    P,
    Parts,
    R,
    add_page_mark,
    child,
    element,
    parse_xml,
    read_parts,
    replace_text,
    runs_of,
    serialise_xml,
    styles_by_name,
    text_of,
    text_of_run,
    text_width,
    twips,
    w,
    write_parts,
)
from brandcluster.papers.content import Answer, Block, Choice, Paragraph, Strong, Table
from brandcluster.papers.forms.fill_cells import gap_look, put_in_empty_cell, put_in_printed_cell, write_over_gap
from brandcluster.papers.forms.paging import keep_labels
from brandcluster.papers.labels import places
from brandcluster.papers.labels.label_map import FormPlace, LabelMap
from brandcluster.papers.labels.levels import lowered
from brandcluster.papers.labels.places import BLANK, FoundPlace
from brandcluster.papers.labels.word_blocks import Look, MadeBlocks, find_misfit, new_elements, new_runs, paragraph_text
from brandcluster.papers.stamp import DRAFT_MARK

TICK = "☑"
_SEPARATOR = late_pattern("(；| / )")
_CELL_MARGINS = 170
# What a line of a box holds, to give the room that an answer takes back to the box.
_TWIPS_PER_CHARACTER = 240


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A filled form: its bytes, or None and the problems that keep it from being filled."""

    content: bytes | None
    problems: list[Diagnostic]


def fill_blank(
    blank: bytes,
    label_map: LabelMap,
    answers: Mapping[str, Answer],
    *,
    draft: bool,
    kept: Iterable[str] | None = None,
    made: MadeBlocks | None = None,
) -> FilledForm:
    """The form, filled. Places without an answer stay as the blank has them; a draft says so on every page.

    The labels `kept` stay with their answers where a page ends; without any, pages break as in the blank. `made` keeps
    what was made for the same blank and map before.

    Nothing is filled when a place is not found, an answer has no place or a figure cannot be printed in the map's unit
    (F010 to F018).
    """
    parts = read_parts(blank)
    document = None if parts is None or parse_xml(parts[CONTENT_TYPES]) is None else parse_xml(parts[DOCUMENT])
    if parts is None or document is None:
        message = f"空白表“{label_map.blank}”不是能读的 .docx 文件。"
        return FilledForm(
            None, [Diagnostic("F010", "error", message, "在 Word 或 WPS 里另存为 .docx。", label_map.location)]
        )
    targets, problems = places.locate_places(document, label_map)
    styles = _styles(parts, label_map, problems)
    for place in label_map.places:
        problems.extend(_check_answer(place, answers))
    if problems:
        return FilledForm(None, problems)
    look = Look(styles, width=text_width(document), made=made)
    if made is not None:
        made.begin()
    # From the back, so that the places before one are still where they were found.
    for target in reversed(targets):
        if target.place.answer is not None:
            _put(target, lowered(answers[target.place.key], target.place.level), look)
    if draft:
        add_page_mark(parts, document, new_page_mark(DRAFT_MARK))
    if kept is not None:
        keep_labels(document, kept)
    parts[DOCUMENT] = serialise_xml(document)
    return FilledForm(write_parts(parts), [])


# ---- checking ------------------------------------------------------------------------------------------------


def _styles(parts: Parts, label_map: LabelMap, problems: list[Diagnostic]) -> dict[str, tuple[str, str | None]]:
    known = styles_by_name(parts) if label_map.styles else {}
    found = {}
    for use, name in label_map.styles.items():
        if name in known:
            found[use] = known[name]
        else:
            message = f"空白表里没有样式“{name}”。"
            problems.append(Diagnostic("F014", "error", message, "核对样式名称，或删掉这一行。", label_map.location))
    return found


def _check_answer(place: FormPlace, answers: Mapping[str, Answer]) -> list[Diagnostic]:
    """Why an answer cannot be printed at its place: one problem at most, none when it can."""
    if place.answer is None:
        return []
    answer = answers.get(place.key)
    if answer is None:
        return [_error("F015", f"没有名为“{place.answer}”的答案。", f"可以写：{'、'.join(answers)}。", place)]
    if isinstance(answer, Choice) != (place.kind == "方框"):
        return [_error("F015", f"“{place.answer}”不能用“{place.kind}”的方式填。", "核对方式。", place)]
    if isinstance(answer, Choice):
        odd = [choice for choice in answer.chosen if choice not in place.options]
        message = f"“{place.label}”没有“{'”“'.join(odd)}”这个方框。"
        return [_error("F016", message, "在选项里写明它对应的文字。", place)] if odd else []
    figure = find_misfit(answer, place)
    if figure is not None:
        return [_error("F017", f"“{place.answer}”以{figure.unit}计，不能印成“{place.unit}”。", "核对单位。", place)]
    if any(UNWRITABLE.search(piece) for piece in _pieces(answer)):
        message = f"“{place.answer}”里有不能写进 Word 的控制字符。"
        return [_error("F018", message, "在申报材料里删掉这个看不见的字符。", place)]
    return []


def _error(code: str, message: str, help_: str, place: FormPlace) -> Diagnostic:
    return Diagnostic(code, "error", message, help_, place.location)


def _pieces(answer: tuple[Block, ...]) -> list[str]:
    found = []
    for block in answer:
        if isinstance(block, Table):
            found += [block.caption, *(column.title for column in block.columns)]
            inlines = [piece for row in block.rows for piece in row]
        else:
            inlines = list(block.content)
        found += [
            piece.text if isinstance(piece, Strong) else piece for piece in inlines if isinstance(piece, (str, Strong))
        ]
    return found


# ---- writing -------------------------------------------------------------------------------------------------


def _put(target: FoundPlace, answer: Answer, look: Look) -> None:
    if isinstance(answer, Choice):
        _tick(target, answer)
    elif not answer:
        return
    elif target.place.kind in ("右侧单元格", "下方单元格"):
        _put_in_cell(target, answer, look)
    elif target.place.kind in ("行内空白", "封面行"):
        _put_in_line(target, answer)
    elif target.place.kind == "提示后":
        _put_behind_prompt(target, answer, look)
    else:
        _put_below(target, answer, look)


def _tick(target: FoundPlace, answer: Choice) -> None:
    for choice in answer.chosen:
        for paragraph in paragraphs_in(target.cell):
            for at in places.box_in(text_of(paragraph), target.place.options[choice]):
                box = _run_at(paragraph, at)
                replace_text(paragraph, at, at + 1, [tick := new_tick(TICK, answer_look(box))])
                check(tick)


def _put_in_line(target: FoundPlace, answer: tuple[Block, ...]) -> None:
    """Write over the white space or underscores behind the label; what the form prints after them stays.

    Several figures in one answer end the line, so that the next label is not lost among them.
    """
    paragraph, suffix = target.paragraph, target.place.suffix
    content = printed_text(paragraph)
    rest = content[target.end :]
    start, end = target.end, target.end + len(rest) - len(rest.lstrip(BLANK))
    written = paragraph_text(answer, target.place)
    if suffix is not None:
        start, end, written = write_over_gap(content, written, suffix, target.end)
    elif content[end:]:
        written += "\n" if any(isinstance(block, Paragraph) and len(block.content) > 1 for block in answer) else "　　"
    looks = answer_look(_run_at(paragraph, target.end - 1))
    put_text(paragraph, start, end, [new_run(written, gap_look(paragraph, start, looks) if end > start else looks)])


def _put_behind_prompt(target: FoundPlace, answer: tuple[Block, ...], look: Look) -> None:
    first, *others = answer
    paragraph = target.paragraph
    if isinstance(first, Table):
        _put_below(target, answer, look)
        return
    looks = answer_look(_run_at(paragraph, target.end - 1))
    new = new_runs(first.content, target.place, looks)
    end = len(printed_text(paragraph))
    put_text(paragraph, end, end, new)
    _put_below(target, tuple(others), look)


def _put_below(target: FoundPlace, answer: tuple[Block, ...], look: Look) -> None:
    """Write paragraphs and tables behind the label, or instead of the prompt under a heading."""
    place, label = target.place, target.paragraph
    under_heading = place.kind == "标题下"
    pattern = target.printed[0] if under_heading and target.printed else label
    around = Look(
        look.styles,
        pattern.find(P_PROPERTIES),
        answer_look(next(runs_of(pattern), None)),
        _width(label, look),
        look.made,
    )
    made = new_elements(answer, place, around, body="body" if under_heading else "cell_body")
    replaced = target.printed if under_heading and not place.keeps_prompt else ()
    last = label if replaced or not target.printed else target.printed[-1]
    for item in made:
        last.addnext(item)
        last = item
    for printed in replaced:
        printed.getparent().remove(printed)
    _give_back_room(last, _lines(made, around.width) if place.kind == "意见栏" else None)


def _put_in_cell(target: FoundPlace, answer: tuple[Block, ...], look: Look) -> None:
    cell, place = target.cell, target.place
    first = paragraphs_in(cell)[0]
    run = next(runs_of(first), None)
    looks = _mark_look(first) if run is None else answer_look(run)
    around = Look({}, first.find(P_PROPERTIES), looks, _cell_width(cell) or look.width, look.made)
    folded = answer if is_in_control(first) else tuple(_folded(block, place, around.width) for block in answer)
    if place.prompt is not None or place.suffix is not None:
        last = put_in_printed_cell(target, folded, around)
        _give_back_room(last, 0 if place.suffix is not None else None)
        return
    last = put_in_empty_cell(cell, new_elements(folded, place, around, body="cell_body"))
    _give_back_room(last, None)


def _folded(block: Block, place: FormPlace, width: int) -> Block:
    """A list that does not fit on one line of its cell, with a line break behind each item; sentences are no list.

    Reading it back drops them.
    """
    text = "" if isinstance(block, Table) else paragraph_text([block], place)
    if isinstance(block, Table) or "。" in text or _characters(text) * _TWIPS_PER_CHARACTER <= width:
        return block
    return Paragraph(
        tuple(_SEPARATOR.sub(r"\1\n", piece) if isinstance(piece, str) else piece for piece in block.content)
    )


def _mark_look(paragraph: Element) -> Element | None:
    """The w:rPr that text typed into an empty paragraph would get; None where the paragraph has none."""
    properties = paragraph.find(P_PROPERTIES)
    mark = None if properties is None else properties.find(w("rPr"))
    if mark is None:
        return None
    holder = element("r")
    look = child(holder, "rPr")
    for item in mark:
        if item.tag not in (w("ins"), w("del"), w("moveFrom"), w("moveTo")):
            look.append(deepcopy(item))
    return answer_look(holder)


def _run_at(paragraph: Element, offset: int) -> Element | None:
    """The run that holds the character at `offset`; None behind the end."""
    position = 0
    for run in runs_of(paragraph):
        position += len(text_of_run(run))
        if position > offset:
            return run
    return None


def _give_back_room(last: Element, lines: int | None) -> None:
    """Remove the empty paragraphs behind an answer: all, or as many as it has lines."""
    empty = []
    for item in last.itersiblings():
        if not _is_room(item):
            break
        empty.append(item)
    for item in empty[:lines]:
        item.getparent().remove(item)


def _is_room(item: Element) -> bool:
    """Whether this is an empty paragraph and nothing else: no picture, no end of a section."""
    return (
        item.tag == P
        and not text_of(item).strip()
        and not any(
            inner.tag not in (P_PROPERTIES, R)
            or inner.find(f".//{w('sectPr')}") is not None
            or inner.find(w("drawing")) is not None
            for inner in item
        )
    )


def _lines(made: list[Element], width: int) -> int:
    """The number of lines that paragraphs take, estimated from their widths (twips) and first-line indents."""
    per_line = max(width // _TWIPS_PER_CHARACTER, 1)
    return sum(-(-(_characters(text_of(item)) + 2) // per_line) for item in made)


def _characters(content: str) -> int:
    """The width of a text in Chinese characters, rounded up."""
    return -(-sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in content) // 2)


def _width(paragraph: Element, look: Look) -> int:
    holder = paragraph.getparent()
    return (_cell_width(holder) or look.width) if holder.tag == CELL else look.width


def _cell_width(cell: Element) -> int | None:
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    if width is None or width.get(w("type")) != "dxa" or not twips(width, "w"):
        return None
    return max(twips(width, "w") - _CELL_MARGINS, 1)
