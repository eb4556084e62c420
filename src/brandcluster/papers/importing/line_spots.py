"""What may be a label in lines: on the page, where it stands before a gap or is a heading with room below, and in a cell.

The notes on how to fill in a form are no place for an answer; what they say looks like headings all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow
from brandcluster.papers.importing.blank_gaps import HINT, is_seal_line
from brandcluster.papers.importing.label_meaning import HEADING, level_of_heading
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.label_map import Kind
from brandcluster.papers.labels.places import BLANK, BOXES, DATE_GAP, bare_print

_GAPS = f"[{re.escape(BLANK)}]"
_INLINE = late_pattern(rf"([^：:\s{re.escape(BLANK)}][^：:_＿]{{0,24}}?[：:])({_GAPS}{{2,}}|{_GAPS}*\Z)")
_COVER = late_pattern(
    rf"\s*([^：:]{{2,24}}[：:]){_GAPS}*([（(][^（）()]{{1,8}}[）)]|年{_GAPS}*月{_GAPS}*日)?{_GAPS}*\Z"
)
#: A label, and behind it a gap with print around it: 2022年　月　日.
_LOOSE_LINE = late_pattern(rf"\s*([^：:。]{{2,16}}[：:])[^：:。]*?(?:{_GAPS}{{2,}}|年{_GAPS}*月)[^：:。]*\Z")
_NOTES = late_pattern(
    r"(?:填表|填报|填写|编制|编写)?说明:?\Z|(?:填写|填表|填报)?(?:须知|要求|注意事项):?\Z|附件(?:清单|目录|材料)?:?\Z"
)
_NOTE = late_pattern(r"(?:注|备注|说明|填表说明|填报说明|填写说明|附件):")
_FIRST = late_pattern(r"(?:第一[部章节]|一,|\(一\)|1[.,、])")
#: Why a heading over a table is no place for an answer.
OVER_TABLE = "标题下面是表格"
#: Why a cell is no place for an answer: its words.
PRINTED = "格子里印着"
#: No label is longer.
LONGEST = 60


@dataclass(frozen=True, slots=True)
class LabelSpot:
    """Something in a blank that may be a label: its text as printed, where it stands, and how an answer would.

    `kind` is empty where no answer could be put there; `asks` is the label whose answer is asked for where that is a
    heading's, and `why` says what keeps a place from being one.
    """

    label: str
    kind: Kind | None
    flow: Flow
    start: int
    prompt: str = ""
    boxes: str = ""
    suffix: str = ""
    column: str = ""
    asks: str = ""
    gap: str = ""
    unit: str | None = None
    year: int | None = None
    industry: str | None = None
    stage: str | None = None
    level: int | None = None
    owner: str = ""
    why: str = ""
    #: False where it may be no label at all, and is said only where its words are known.
    sure: bool = True


# ---- in a cell ----------------------------------------------------------------------------------------------


def prompts_in(flow: Flow) -> Iterator[LabelSpot]:
    """The prompts inside a cell, each on a line of its own or several on a line."""
    lines = [(start, line) for start, line in _lines(flow) if line.strip(BLANK)]
    seals = any(is_seal_line(line) for _, line in lines)
    alone = len(lines) <= 2 and len([1 for _, line in _lines(flow)]) > len(lines) + 1
    for index, (start, line) in enumerate(lines):
        inline = [match.group(1) for match in _INLINE.finditer(line) if match.group(1).strip(BLANK)]
        if len(inline) > 1:
            yield from (
                LabelSpot(match.group(1), "行内空白", flow, start, suffix=_date_behind(line[match.end(1) :]))
                for match in _INLINE.finditer(line)
            )
        elif any(box in line for box in BOXES):
            yield from _boxes_on(line, flow, start)
        elif _is_prompt(line) or (index == 0 and alone and _is_heading(line)):
            hint = [text.strip() for _, text in lines[index + 1 : index + 2] if _is_hint(text) and index == 0 and alone]
            kind: Kind = "意见栏" if seals else "提示下"
            yield LabelSpot(line.strip(BLANK), kind, flow, start, prompt="\n".join(hint))


def _boxes_on(line: str, flow: Flow, start: int) -> Iterator[LabelSpot]:
    head = re.split(f"[{BOXES}]", line)[0]
    label = re.split(r"[：:]", head)[0].strip(BLANK) if re.search(r"[：:]", head) else ""
    if label and flow.cell is not None:
        yield LabelSpot(head.strip(BLANK).rstrip(), "方框", flow, start, boxes=line[len(head) :])
    elif label:
        yield LabelSpot(label, None, flow, start, why="方框不在格子里")


def _is_prompt(line: str) -> bool:
    text = line.strip(BLANK)
    return (
        bool(text)
        and len(text) <= LONGEST
        and not is_seal_line(text)
        and (text.endswith(("：", ":")) or bool(re.search(r"[：:][（(][^（）()]*[）)]\Z", text)))
    )


# ---- the page ------------------------------------------------------------------------------------------------


def page_spots(flow: Flow) -> Iterator[LabelSpot]:
    """The spots of the page's own text: labels before gaps, boxes, and headings with room below."""
    lines = list(_lines(flow))
    notes = _note_lines(lines)
    heads = [index not in notes and _is_heading(line) for index, (_, line) in enumerate(lines)]
    for index, (start, line) in enumerate(lines):
        if not line.strip(BLANK):
            continue
        inline = [match.group(1) for match in _INLINE.finditer(line)]
        cover = _COVER.match(line)
        if len(inline) > 1 and index not in notes:
            yield from (
                LabelSpot(match.group(1).strip(), "行内空白", flow, start, suffix=_date_behind(line[match.end(1) :]))
                for match in _INLINE.finditer(line)
            )
        elif cover and not _NOTE.match(squeeze(line)):
            yield LabelSpot(cover.group(1).strip(), "封面行", flow, start, suffix=_printed_suffix(cover.group(2)))
        elif any(box in line for box in BOXES):
            yield from _boxes_on(line, flow, start)
        elif index not in notes and (loose := _LOOSE_LINE.match(line)):
            yield LabelSpot(loose.group(1).strip(), None, flow, start, why="空白的地方印着别的字")
        elif index not in notes and is_seal_line(line):
            yield LabelSpot("".join(line.split()), None, flow, start, why="留给人盖章、签字")
        elif heads[index]:
            yield _heading_spot(flow, lines, heads, index, notes)


def _date_behind(rest: str) -> str:
    """年月日, where that is what a line prints behind a label and the gap after it."""
    return DATE_GAP if re.match(rf"{_GAPS}*年{_GAPS}*月{_GAPS}*日", rest) else ""


def _printed_suffix(text: str | None) -> str:
    return DATE_GAP if bare_print(text or "") == DATE_GAP else text or ""


def _heading_spot(
    flow: Flow, lines: list[tuple[int, str]], heads: list[bool], index: int, notes: set[int]
) -> LabelSpot:
    start, line = lines[index]
    hints: list[str] = []
    for at in range(index + 1, len(lines)):
        text = lines[at][1]
        if heads[at] or at in notes or not _is_hint(text):
            break
        hints.append(text.strip())
    behind = index + 1 + len(hints)
    if behind < len(lines) and TABLE_MARK in lines[behind][1]:
        return LabelSpot(line.strip(), None, flow, start, why=OVER_TABLE, sure=_asks(line))
    level = level_of_heading(line) + 1
    return LabelSpot(line.strip(), "标题下", flow, start, "\n".join(hints), level=level if level > 2 else None)


def _asks(line: str) -> bool:
    """Whether a heading over a table asks for something itself, rather than naming what the table is."""
    return not re.search(r"情况|信息|指标|数据|[表单]\Z", squeeze(line))


def _is_heading(line: str) -> bool:
    text = squeeze(line)
    return (
        bool(HEADING.match(text))
        and len(text) <= 40
        and not text.endswith((".", "。", ";", ",", ":"))
        and "。" not in line
    )


def _is_hint(line: str) -> bool:
    """Whether a line below a heading tells what to write there: in brackets, or a sentence that asks for it."""
    text = squeeze(line)
    if (
        not text
        or TABLE_MARK in line
        or _NOTE.match(text)
        or _NOTES.match(text)
        or re.search(r"承诺|声明|签字|盖章", text)
    ):
        return False
    return bool(re.fullmatch(r"\(.*\)", text)) or bool(HINT.match(text)) or text.endswith(("。", ";"))


def _note_lines(lines: list[tuple[int, str]]) -> set[int]:
    """The lines of notes: how to fill in the form, and what to enclose. They end where the numbers begin anew."""
    found: set[int] = set()
    inside, seen = False, False
    for index, (_, line) in enumerate(lines):
        text = squeeze(line)
        if _NOTES.fullmatch(text) and not any(box in line for box in BOXES):
            inside, seen = True, False
        elif inside and (TABLE_MARK in line or (seen and _FIRST.match(text))):
            inside = False
        elif inside and HEADING.match(text):
            seen = True
        if inside or _NOTE.match(text):
            found.add(index)
    return found


def _lines(flow: Flow) -> Iterator[tuple[int, str]]:
    start = 0
    for line in flow.text.split(END):
        yield start, line.replace(SOFT, "")
        start += len(line) + 1
