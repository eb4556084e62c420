"""What may be a label in somebody else's blank, with the place that its answer would take.

In a table a label stands to the left of its gap or above it; a row of several gaps is told by the headings over them. On
the page a label stands before a gap on its line, or is a heading with room below. A list that others fill in row by row,
and the notes on how to fill in the form, are no place for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow, PageContent
from brandcluster.papers.importing.blank_gaps import HINT, CellGap, gap_of, is_seal_line
from brandcluster.papers.importing.label_meaning import HEADING, heading_figure, level_of_heading, meaning_of, unit_in
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.grid import GridCell, Grids
from brandcluster.papers.labels.label_map import Kind
from brandcluster.papers.labels.places import BLANK, BOXES, DATE_GAP, bare_print

_GAPS = f"[{re.escape(BLANK)}]"
_INLINE = re.compile(rf"([^：:\s{re.escape(BLANK)}][^：:_＿]{{0,24}}?[：:])({_GAPS}{{2,}}|{_GAPS}*\Z)")
_COVER = re.compile(rf"\s*([^：:]{{2,24}}[：:]){_GAPS}*([（(][^（）()]{{1,8}}[）)]|年{_GAPS}*月{_GAPS}*日)?{_GAPS}*\Z")
#: A label, and behind it a gap with print around it: 2022年　月　日.
_LOOSE_LINE = re.compile(rf"\s*([^：:。]{{2,16}}[：:])[^：:。]*?(?:{_GAPS}{{2,}}|年{_GAPS}*月)[^：:。]*\Z")
_NOTES = re.compile(
    r"(?:填表|填报|填写|编制|编写)?说明:?\Z|(?:填写|填表|填报)?(?:须知|要求|注意事项):?\Z|附件(?:清单|目录|材料)?:?\Z"
)
_NOTE = re.compile(r"(?:注|备注|说明|填表说明|填报说明|填写说明|附件):")
_FIRST = re.compile(r"(?:第一[部章节]|一,|\(一\)|1[.,、])")
_ROW_NUMBER = ("序号", "编号", "序")
#: Why a heading over a table is no place for an answer.
OVER_TABLE = "标题下面是表格"
#: No label is longer.
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Spot:
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


def find_spots(content: PageContent) -> Iterator[Spot]:
    """Every spot of a blank in reading order."""
    grids = Grids(content)
    units = _units_above(content)
    done: set[int] = set()
    for flow in content.flows:
        at = grids.of(flow.cell)
        if at is None:
            yield from _page_spots(flow)
        elif id(at.table) not in done:
            done.add(id(at.table))
            yield from _table_spots(grids, grids.rows[id(at.table)], units.get(id(at.table), frozenset()))


# ---- tables --------------------------------------------------------------------------------------------------


def _table_spots(grids: Grids, rows: Sequence[Sequence[GridCell]], units: frozenset[str]) -> Iterator[Spot]:
    gaps = {id(each.cell.flow): gap_of(each.cell.flow.text) for line in rows for each in line}
    lists = set(_list_rows(rows, gaps))
    owner = ""
    for line in rows:
        if line and line[0].row in lists:
            continue
        for at in line:
            if at.cell.continues:
                continue
            owner = _owner(at.words) or owner
            for spot in _cell_spots(grids, at, gaps, lists):
                yield _with_unit(replace(spot, owner=owner), units)


def _cell_spots(grids: Grids, at: GridCell, gaps: dict[int, CellGap], lists: set[int]) -> Iterator[Spot]:
    if gaps[id(at.cell.flow)].kind in ("empty", "unit", "date", "seal"):
        return
    own = at.cell.flow
    label = _words(own.text)
    values = _values(grids, at, gaps)
    if values and _may_be_label(label) and not any(box in label for box in BOXES):
        yield from _row_spots(grids, at, values, gaps)
        return
    below = grids.below(at)
    if _may_be_label(label) and below is not None and below.row not in lists and _stands_over(grids, at, below, gaps):
        yield _into_cell(label, "下方单元格", own, gaps[id(below.cell.flow)])
        return
    right = grids.right(at)
    if right is not None and not right.cell.continues and gaps[id(right.cell.flow)].loose and _may_be_label(label):
        yield Spot(label, None, own, 0, why=f"格子里印着“{_words(right.cell.flow.text)}”")
        return
    yield from _line_spots(own)


def _values(grids: Grids, at: GridCell, gaps: dict[int, CellGap]) -> list[GridCell]:
    """The cells to the right of a label, one after the other, that take an answer."""
    found: list[GridCell] = []
    right = grids.right(at)
    while right is not None and not right.cell.continues and gaps[id(right.cell.flow)].kind != "printed":
        if gaps[id(right.cell.flow)].kind == "hint" and found:
            break
        found.append(right)
        right = grids.right(right)
    return found


def _row_spots(grids: Grids, at: GridCell, values: list[GridCell], gaps: dict[int, CellGap]) -> Iterator[Spot]:
    """The places of a row behind its label: one gap, or several that the headings over them tell apart."""
    label, flow = _words(at.cell.flow.text), at.cell.flow
    unit, values = _unit_beside(values, gaps)
    headings = [_headings(grids, each, gaps) for each in values]
    of_year = heading_figure(label)
    if len(values) == 1 and not (headings[0] and (_figures(headings[0]) or of_year)):
        gap = gaps[id(values[0].cell.flow)]
        boxes = _words_apart(values[0].cell.flow.text) if gap.kind == "boxes" else ""
        column = _words(unit.cell.flow.text) if unit is not None else ""
        yield replace(_into_cell(label, "右侧单元格", flow, gap), boxes=boxes, column=column, unit=unit_of(unit))
        return
    told = False
    for each, over in zip(values, headings, strict=True):
        figures = _figures(over)
        spot = replace(_into_cell(label, "右侧单元格", flow, gaps[id(each.cell.flow)]), unit=unit_of(unit))
        if figures is not None:
            told = True
            year, industry, stage = figures
            yield replace(spot, column=over[0], year=year, industry=industry, stage=stage)
        elif of_year is not None and over:
            told = True
            year, industry, stage = of_year
            yield replace(spot, column=over[0], asks=over[0], year=year, industry=industry, stage=stage)
    if not told:
        yield Spot(label, None, flow, 0, why=f"右边有 {len(values)} 个空格，不知道填哪一个")


def _unit_beside(values: list[GridCell], gaps: dict[int, CellGap]) -> tuple[GridCell | None, list[GridCell]]:
    """The cell that only says the unit of its row, and the gaps behind it."""
    first = values[0].cell.flow
    if len(values) > 1 and gaps[id(first)].kind == "unit" and not set(first.text.strip(END)) & set(BLANK):
        return values[0], values[1:]
    return None, values


def unit_of(cell: GridCell | None) -> str | None:
    """The unit that a cell says."""
    return None if cell is None else unit_in(f"数({cell.words})")


def _into_cell(label: str, kind: Kind, flow: Flow, gap: CellGap) -> Spot:
    """A spot whose answer goes into a cell with this gap."""
    if gap.kind == "boxes":
        return Spot(label, "方框", flow, 0)
    return Spot(label, kind, flow, 0, prompt=gap.prompt, suffix=gap.suffix, gap=gap.kind)


def _headings(grids: Grids, at: GridCell, gaps: dict[int, CellGap]) -> list[str]:
    """The words of the cells over a gap that are headings, the nearest first: up to the next gap above them."""
    found: list[str] = []
    for over in grids.over(at):
        if over.cell.continues or not over.words:
            if found:
                break
            continue
        if gaps[id(over.cell.flow)].kind in ("printed", "hint"):
            found.append(_words(over.cell.flow.text))
        elif found:
            break
    return found


def _figures(headings: Sequence[str]) -> tuple[int | None, str | None, str | None] | None:
    """The year, industry and stage that the headings over a cell name together; None when they name none."""
    told = [found for each in headings[:3] if (found := heading_figure(each)) is not None]
    if not told or heading_figure(headings[0]) is None:
        return None
    year, industry, stage = (next((each[at] for each in told if each[at] is not None), None) for at in range(3))
    return year, industry, stage  # type: ignore[return-value]  # the three are of different types


def _stands_over(grids: Grids, at: GridCell, below: GridCell, gaps: dict[int, CellGap]) -> bool:
    """Whether a cell is a label with its gap below: in a row of labels over one row of gaps of the same widths."""
    if gaps[id(below.cell.flow)].kind == "printed" or below.cell.span != at.cell.span:
        return False
    line, under = grids.line(at), grids.line(below)
    filled = [each for each in under if gaps[id(each.cell.flow)].kind == "printed"]
    behind = grids.below(below)
    another = behind is not None and gaps[id(behind.cell.flow)].kind == "empty"
    return len(line) == len(under) and not filled and not another


def _list_rows(rows: Sequence[Sequence[GridCell]], gaps: dict[int, CellGap]) -> Iterator[int]:
    """The rows of a list that is filled in row by row: numbered ones, or two and more empty rows below headings."""
    for number, line in enumerate(rows):
        if line and line[0].words in _ROW_NUMBER:
            yield from range(number, len(rows))
            return
    for number, line in enumerate(rows):
        empty = 0
        for other in rows[number + 1 :]:
            if len(other) != len(line) or not all(gaps[id(each.cell.flow)].kind == "empty" for each in other):
                break
            empty += 1
        if empty > 1 and len(line) > 1 and all(gaps[id(each.cell.flow)].kind == "printed" for each in line):
            yield from range(number, number + 1 + empty)


def _owner(words: str) -> str:
    """Whose particulars follow a label: those of a person or body; empty where the label is of neither."""
    core = meaning_of(words).core
    if re.search(r"(?:联系人|经办人)(?:姓名)?\Z", core) or core == "姓名":
        return core
    if re.search(
        r"(?:代表人?|负责人|法人|领导|主任|填表人|审核人|组长|推荐单位|主管单位|主管部门|技术依托单位)(?:姓名|名称)?\Z",
        core,
    ):
        return core
    return ""


def _line_spots(flow: Flow) -> Iterator[Spot]:
    """The prompts inside a cell, each on a line of its own or several on a line."""
    lines = [(start, line) for start, line in _lines(flow) if line.strip(BLANK)]
    seals = any(is_seal_line(line) for _, line in lines)
    alone = len(lines) <= 2 and len([1 for _, line in _lines(flow)]) > len(lines) + 1
    for index, (start, line) in enumerate(lines):
        inline = [match.group(1) for match in _INLINE.finditer(line) if match.group(1).strip(BLANK)]
        if len(inline) > 1:
            yield from (Spot(label, "行内空白", flow, start) for label in inline)
        elif any(box in line for box in BOXES):
            yield from _boxes_on(line, flow, start)
        elif _is_prompt(line) or (index == 0 and alone and _is_heading(line)):
            hint = [text.strip() for _, text in lines[index + 1 : index + 2] if _is_hint(text) and index == 0 and alone]
            kind: Kind = "意见栏" if seals else "提示下"
            yield Spot(line.strip(BLANK), kind, flow, start, prompt="\n".join(hint))


def _boxes_on(line: str, flow: Flow, start: int) -> Iterator[Spot]:
    head = re.split(f"[{BOXES}]", line)[0]
    label = re.split(r"[：:]", head)[0].strip(BLANK) if re.search(r"[：:]", head) else ""
    if label and flow.cell is not None:
        yield Spot(head.strip(BLANK).rstrip(), "方框", flow, start, boxes=line[len(head) :])
    elif label:
        yield Spot(label, None, flow, start, why="方框不在格子里")


def _is_prompt(line: str) -> bool:
    text = line.strip(BLANK)
    return (
        bool(text)
        and len(text) <= LONGEST
        and not is_seal_line(text)
        and (text.endswith(("：", ":")) or bool(re.search(r"[：:][（(][^（）()]*[）)]\Z", text)))
    )


# ---- the page ------------------------------------------------------------------------------------------------


def _page_spots(flow: Flow) -> Iterator[Spot]:
    lines = list(_lines(flow))
    notes = _note_lines(lines)
    heads = [index not in notes and _is_heading(line) for index, (_, line) in enumerate(lines)]
    for index, (start, line) in enumerate(lines):
        if not line.strip(BLANK):
            continue
        inline = [match.group(1) for match in _INLINE.finditer(line)]
        cover = _COVER.match(line)
        if len(inline) > 1 and index not in notes:
            yield from (Spot(label.strip(), "行内空白", flow, start) for label in inline)
        elif cover and not _NOTE.match(squeeze(line)):
            yield Spot(cover.group(1).strip(), "封面行", flow, start, suffix=_printed_suffix(cover.group(2)))
        elif any(box in line for box in BOXES):
            yield from _boxes_on(line, flow, start)
        elif index not in notes and (loose := _LOOSE_LINE.match(line)):
            yield Spot(loose.group(1).strip(), None, flow, start, why="空白的地方印着别的字")
        elif index not in notes and is_seal_line(line):
            yield Spot("".join(line.split()), None, flow, start, why="留给人盖章、签字")
        elif heads[index]:
            yield _heading_spot(flow, lines, heads, index, notes)


def _printed_suffix(text: str | None) -> str:
    return DATE_GAP if bare_print(text or "") == DATE_GAP else text or ""


def _heading_spot(flow: Flow, lines: list[tuple[int, str]], heads: list[bool], index: int, notes: set[int]) -> Spot:
    start, line = lines[index]
    hints: list[str] = []
    for at in range(index + 1, len(lines)):
        text = lines[at][1]
        if heads[at] or at in notes or not _is_hint(text):
            break
        hints.append(text.strip())
    behind = index + 1 + len(hints)
    if behind < len(lines) and TABLE_MARK in lines[behind][1]:
        return Spot(line.strip(), None, flow, start, why=OVER_TABLE)
    level = level_of_heading(line) + 1
    return Spot(line.strip(), "标题下", flow, start, "\n".join(hints), level=level if level > 2 else None)


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
    return (
        bool(re.fullmatch(r"\(.*\)", text))
        or bool(HINT.match(text))
        or (text.endswith("。") and not HEADING.match(text))
    )


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


# ---- small things --------------------------------------------------------------------------------------------


def _may_be_label(label: str) -> bool:
    return bool(label) and len(label) <= LONGEST and not label.endswith("。") and bool(re.search(r"[^\W\d_]", label))


def _words(text: str) -> str:
    return "".join(text.replace(SOFT, "").split())


def _words_apart(text: str) -> str:
    return text.replace(END, " ").replace(SOFT, "").strip()


def _lines(flow: Flow) -> Iterator[tuple[int, str]]:
    start = 0
    for line in flow.text.split(END):
        yield start, line.replace(SOFT, "")
        start += len(line) + 1


def _units_above(content: PageContent) -> dict[int, frozenset[str]]:
    """The units that the line above each table says its figures are in (单位：万元、家、%), by the table."""
    found: dict[int, frozenset[str]] = {}
    for flow in content.flows:
        for at, table in flow.tables.items():
            above = flow.text[max(at - 80, 0) : at].rstrip().rpartition(END)[2]
            match = re.fullmatch(r".*?\(?(?:计量|金额)?单位:(.*?)\)?", squeeze(above))
            named = re.split(r"[、,;/]", match.group(1)) if match else []
            found[id(table)] = frozenset("家" if unit in ("个", "户") else unit for unit in named)
    return found


def _with_unit(spot: Spot, units: frozenset[str]) -> Spot:
    """A spot with the unit that its column names, else the table's, as far as its own label names none."""
    named = (
        spot.unit
        or meaning_of(spot.asks or spot.label).unit
        or (meaning_of(f"数{spot.column}").unit if spot.column else None)
    )
    return replace(spot, unit=named or ("、".join(sorted(units)) or None))
