"""Finding the heading of a sheet, whatever stands above it, however its cells are merged and ordered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from brandcluster.base.diagnostics import Severity
from brandcluster.dossier.model.measures import Column
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.formats.tables.sheet import Sheet
from brandcluster.returns.layout import Layout
from brandcluster.returns.spellings import MONEY, bare_heading, form, stated_units, unit_is_asked, units_of

#: How far down a heading may begin, and how many rows it may take.
SEARCHED, DEEPEST = 40, 4
#: Rows above a heading that may be headings of groups of columns.
_GROUPS = 2
#: A heading names the code and at least this many columns in all.
LEAST = 3
#: Columns that offices add and nobody needs here.
IGNORED = frozenset(
    ("序号", "编号", "备注", "说明", "联系人", "联系电话", "电话", "手机", "填表人", "填报人", "负责人", "地址", "邮箱", "日期", "填报日期", "法定代表人")
)  # fmt: skip
#: Position, severity, what is wrong, what to write, and what stands there (confidential).
Wrong = tuple[int, Severity, str, str, str]


class Heading(NamedTuple):
    """Where the columns stand: `first` and `last` row (from 0), position by column name, factor to the stored unit.

    `texts` are what stands in its rows, and in those above, by position, and `known` what headings mean: to know it
    again where a page repeats it. `unread` are the headings of columns that hold something else. `unit_open`: the sheet
    asks once for the unit of its amounts, and nobody has answered.
    """

    first: int
    last: int
    positions: dict[str, int]
    factors: dict[str, Decimal]
    texts: dict[int, frozenset[str]]
    known: dict[str, Column]
    problems: tuple[Wrong, ...] = ()
    unread: tuple[str, ...] = ()
    unit_open: bool = False

    @property
    def unit(self) -> str:
        """The one unit that all amounts are in; empty where there are several, or none is known."""
        factors = set(self.factors.values())
        return next((unit for unit, factor in MONEY.items() if factors == {factor}), "")


def find_heading(sheet: Sheet, layout: Layout, least: int = LEAST) -> Heading | None:
    """The heading of a sheet; None when nothing looks like one, with at least so many columns."""
    known = _spellings(layout)
    filled = _filled(sheet)
    if filled and filled[0] == layout.headings:  # as stored: no need to look around
        return _heading(filled, 0, 1, known, layout)
    found: list[tuple[int, int, int]] = []
    for first in range(min(len(filled), SEARCHED)):
        for depth in range(1, min(DEEPEST, len(filled) - first) + 1):
            score = len(set(_recognised(filled[first : first + depth], known).values()))
            if score >= least:
                found.append((score, first, depth))
    if not found:
        return None
    # The first that is nearly as good as any: a better one further down is a repetition, with returns above it.
    good = [each for each in found if 10 * each[0] >= 6 * max(found)[0]]
    end = min(first + depth for _, first, depth in good)
    _, first, depth = max((each for each in good if each[1] < end), key=lambda each: (each[0], -each[2]))
    return _heading(filled, first, depth, known, layout)


def nearest_heading(sheet: Sheet, layout: Layout) -> tuple[int, tuple[str, ...]] | None:
    """The row (from 0) that looks most like a heading where there is none, and the columns that it names."""
    known = _spellings(layout)
    rows = [(_recognised([row], known), at) for at, row in enumerate(_filled(sheet)[:SEARCHED])]
    best = max(rows, key=lambda each: (len({column.name for column in each[0].values()}), -each[1]), default=None)
    if best is None or not best[0]:
        return None
    return best[1], tuple(dict.fromkeys(column.label for column in best[0].values()))


def _heading(
    rows: list[tuple[str, ...]], first: int, depth: int, known: dict[str, Column], layout: Layout
) -> Heading | None:
    block = rows[first : first + depth]
    found = _recognised(block, known)
    positions: dict[str, int] = {}
    factors: dict[str, Decimal] = {}
    problems: list[Wrong] = []
    unread: list[str] = []
    stated = stated_units(rows[:first])
    is_open = not stated and unit_is_asked(rows[:first])
    unanswered = False
    for position in range(max(map(len, block))):
        parts = _parts(block, position)
        column = found.get(position)
        if column is None:
            unread += parts[-1:]
            problems.extend(_unread(position, parts, layout))
        elif column.name in positions:
            problems.append((position, "error", f"“{column.heading}”有两列。", "留下一列，删掉另一列。", ""))
        else:
            positions[column.name] = position
            if column.unit in MONEY:
                factor = _factor(column, parts, _group_units(rows[:first], position) or stated)
                if isinstance(factor, str) and is_open and not any(map(units_of, parts)):
                    unanswered = True
                elif isinstance(factor, str):
                    problems.append((position, "error", factor, f"在标题里写明单位，如“{column.heading}”。", ""))
                else:
                    factors[column.name] = factor
    texts = {
        position: frozenset(form(row[position]) for row in rows[: first + depth] if position < len(row))
        for position in positions.values()
    }
    last = first + depth - 1
    return Heading(first, last, positions, factors, texts, known, tuple(problems), tuple(unread), unanswered)


def is_repeated_heading(raw: Sequence[str], heading: Heading) -> bool | None:
    """Whether a row further down is a row of the heading again; False when it is another heading, None when it is
    none."""
    filled = same = other = 0
    for name, at in heading.positions.items():
        text = form(raw[at]) if at < len(raw) else ""
        if not text:
            continue
        filled += 1
        if text in heading.texts[at]:
            same += 1
        elif (column := heading.known.get(bare_heading(text))) is not None:
            factors = {MONEY[unit] / MONEY[column.unit] for unit in units_of(text)} if column.unit in MONEY else set()
            alike = column.name == name and factors <= {heading.factors.get(name)}
            same, other = same + alike, other + (not alike)
    return None if 2 * (same + other) <= filled else same == filled


def _spellings(layout: Layout) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in layout.columns:
        for text in (column.heading, column.label, *column.aliases):
            found.setdefault(bare_heading(text), column)
    return found


def _filled(sheet: Sheet) -> list[tuple[str, ...]]:
    """The first rows with the text of each merged range in all of its cells."""
    rows = [list(row) for row in sheet.head(SEARCHED + DEEPEST)]
    for top, left, bottom, right in sheet.merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        text = rows[top][left]
        for row in rows[top : bottom + 1]:
            row.extend([""] * (min(right + 1, 256) - len(row)))
            row[left : min(right + 1, 256)] = [text] * (min(right + 1, 256) - left)
    return [tuple(row) for row in rows]


def _parts(block: list[tuple[str, ...]], position: int) -> list[str]:
    """The different texts above each other in one column, top first."""
    texts = [row[position].strip() for row in block if position < len(row) and row[position].strip()]
    return list(dict.fromkeys(texts))


def _recognised(block: list[tuple[str, ...]], known: dict[str, Column]) -> dict[int, Column]:
    found = {}
    for position in range(max(map(len, block), default=0)):
        for text in _candidates(_parts(block, position)):
            column = known.get(bare_heading(text))
            if column is not None:
                found[position] = column
                break
    return found


def _candidates(parts: list[str]) -> Iterator[str]:
    if parts:
        yield parts[-1]
        yield "".join(parts)
        yield from ("".join(parts[index:]) for index in range(1, len(parts) - 1))
        yield from reversed(parts[:-1])


def _group_units(above: list[tuple[str, ...]], position: int) -> set[str]:
    """The unit that the heading of a group names, right above a column's own heading."""
    for row in reversed(above[-_GROUPS:]):
        found = set(units_of(row[position])) if position < len(row) else set()
        if found:
            return found
    return set()


def _factor(column: Column, parts: list[str], stated: set[str]) -> Decimal | str:
    """How many of the stored unit one of the heading's is; or what is wrong."""
    units = {unit for part in parts for unit in units_of(part)} or stated
    if not units:
        return f"“{column.label}”没有写单位。"
    if len(units) > 1:
        return f"“{column.label}”写了几个单位：{'、'.join(sorted(units))}。"
    [unit] = units
    return MONEY[unit] / MONEY[column.unit]


def _unread(position: int, parts: list[str], layout: Layout) -> Iterator[Wrong]:
    """A column that nobody knows: taken for a slip where it is near a known one, else said to be left out."""
    text = " ".join(parts[-1].split()) if parts else ""
    word = bare_heading(text)
    if not word or word in IGNORED or len(word) > 40:
        return
    near = nearest_choice(word, [column.label for column in layout.columns])
    if near is not None:
        message = "没有叫这个名字的列。"
        yield position, "error", message, f"如果指“{near}”，标题就写“{near}”；不是就删掉这一列。", f"标题是“{text}”"
    else:
        yield (
            position,
            "warning",
            "有一列没有读取。",
            "不需要可以不管；需要就在 indicators.yaml 的“填报栏目”里写上。",
            f"标题是“{text}”",
        )
