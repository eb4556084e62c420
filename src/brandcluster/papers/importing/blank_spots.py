"""What may be a label in somebody else's blank, with the place that its answer would take.

In a table a label stands to the left of its gap or above it; a row of several gaps is told by the headings over them. On
the page a label stands before a gap on its line, or is a heading with room below. A list that others fill in row by row,
and the notes on how to fill in the form, are no place for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from brandcluster.formats.word.page import END, SOFT, Flow, PageContent
from brandcluster.papers.importing.blank_gaps import CellGap, gap_of
from brandcluster.papers.importing.label_meaning import heading_figure, meaning_of, unit_in
from brandcluster.papers.importing.line_spots import LONGEST, PRINTED, LabelSpot, page_spots, prompts_in
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.grid import GridCell, Grids
from brandcluster.papers.labels.label_map import Kind
from brandcluster.papers.labels.places import BLANK, BOXES

_ROW_NUMBER = ("序号", "编号", "序")


def find_spots(content: PageContent) -> Iterator[LabelSpot]:
    """Every spot of a blank in reading order."""
    grids = Grids(content)
    units = _units_above(content)
    done: set[int] = set()
    for flow in content.flows:
        at = grids.of(flow.cell)
        if at is None:
            yield from page_spots(flow)
        elif id(at.table) not in done:
            done.add(id(at.table))
            yield from _table_spots(grids, grids.rows[id(at.table)], units.get(id(at.table), frozenset()))


# ---- tables --------------------------------------------------------------------------------------------------


def _table_spots(grids: Grids, rows: Sequence[Sequence[GridCell]], units: frozenset[str]) -> Iterator[LabelSpot]:
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


def _cell_spots(grids: Grids, at: GridCell, gaps: dict[int, CellGap], lists: set[int]) -> Iterator[LabelSpot]:
    if gaps[id(at.cell.flow)].kind in ("empty", "unit", "date", "seal"):
        return
    own = at.cell.flow
    label = _words(own.text)
    values = _values(grids, at, gaps)
    if (
        values
        and (_may_be_label(label) or heading_figure(label) is not None)
        and not any(box in label for box in BOXES)
    ):
        yield from _row_spots(grids, at, values, gaps)
        return
    head = _words(grids.line(at)[0].cell.flow.text)
    if values and not _may_be_label(label) and _may_be_label(head):
        yield LabelSpot(head, None, own, 0, why="空格左边的字不是栏目")
        return
    below = grids.below(at)
    if _may_be_label(label) and below is not None and below.row not in lists and _stands_over(grids, at, below, gaps):
        yield _into_cell(label, "下方单元格", own, gaps[id(below.cell.flow)])
        return
    right = grids.right(at)
    if right is not None and not right.cell.continues and _may_be_label(label):
        gap, said = gaps[id(right.cell.flow)], _words(right.cell.flow.text)
        if gap.loose or len(said) > len(label) + 8:
            yield LabelSpot(label, None, own, 0, why=f"{PRINTED}“{said[:20]}”", sure=gap.loose)
        if gap.loose:
            return
    yield from prompts_in(own)


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


def _row_spots(grids: Grids, at: GridCell, values: list[GridCell], gaps: dict[int, CellGap]) -> Iterator[LabelSpot]:
    """The places of a row behind its label: one gap, or several that the headings over them tell apart."""
    label, flow = _words(at.cell.flow.text), at.cell.flow
    unit, values = _unit_beside(values, gaps)
    headings = [_headings(grids, each, gaps) for each in values]
    of_year = heading_figure(label)
    if len(values) == 1 and not (headings[0] and (_figures(headings[0]) or of_year)):
        gap = gaps[id(values[0].cell.flow)]
        boxes = _words_apart(values[0].cell.flow.text) if gap.kind == "boxes" else ""
        column = _words(unit.cell.flow.text) if unit is not None else ""
        yield replace(_into_cell(label, "右侧单元格", flow, gap), boxes=boxes, column=column, unit=_unit_of_cell(unit))
        return
    told = False
    for each, over in zip(values, headings, strict=True):
        figures = _figures(over)
        spot = replace(_into_cell(label, "右侧单元格", flow, gaps[id(each.cell.flow)]), unit=_unit_of_cell(unit))
        if figures is not None:
            told = True
            year, industry, stage = figures
            yield replace(spot, column=over[0], year=year, industry=industry, stage=stage)
        elif of_year is not None and over:
            told = True
            year, industry, stage = of_year
            yield replace(spot, column=over[0], asks=over[0], year=year, industry=industry, stage=stage)
    if not told:
        yield LabelSpot(label, None, flow, 0, why=f"右边有 {len(values)} 个空格，不知道填哪一个")


def _unit_beside(values: list[GridCell], gaps: dict[int, CellGap]) -> tuple[GridCell | None, list[GridCell]]:
    """The cell that only says the unit of its row, and the gaps behind it."""
    first = values[0].cell.flow
    if len(values) > 1 and gaps[id(first)].kind == "unit" and not set(first.text.strip(END)) & set(BLANK):
        return values[0], values[1:]
    return None, values


def _unit_of_cell(cell: GridCell | None) -> str | None:
    """The unit that a cell says."""
    return None if cell is None else unit_in(f"数({cell.words})")


def _into_cell(label: str, kind: Kind, flow: Flow, gap: CellGap) -> LabelSpot:
    """A spot whose answer goes into a cell with this gap."""
    if gap.kind == "boxes":
        return LabelSpot(label, "方框", flow, 0)
    return LabelSpot(label, kind, flow, 0, prompt=gap.prompt, suffix=gap.suffix, gap=gap.kind)


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
            below = [each for other in rows[number + 1 :] for each in other[1:]]
            if not any(gaps[id(each.cell.flow)].kind == "printed" for each in below):
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
    if re.search(r"(?:联系人|经办人)(?:姓名)?\Z", core):
        return core
    if re.search(
        r"(?:代表人?|负责人|法人|领导|主任|填表人|审核人|组长|推荐单位|主管单位|主管部门|技术依托单位)(?:姓名|名称)?\Z",
        core,
    ):
        return core
    return ""


# ---- small things --------------------------------------------------------------------------------------------


def _may_be_label(label: str) -> bool:
    return bool(label) and len(label) <= LONGEST and not label.endswith("。") and bool(re.search(r"[^\W\d_]", label))


def _words(text: str) -> str:
    return "".join(text.replace(SOFT, "").split())


def _words_apart(text: str) -> str:
    return text.replace(END, " ").replace(SOFT, "").strip()


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


def _with_unit(spot: LabelSpot, units: frozenset[str]) -> LabelSpot:
    """A spot with the unit that its column names, else the table's, as far as its own label names none."""
    named = (
        spot.unit
        or meaning_of(spot.asks or spot.label).unit
        or (meaning_of(f"数{spot.column}").unit if spot.column else None)
    )
    return replace(spot, unit=named or ("、".join(sorted(units)) or None))
