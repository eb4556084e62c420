"""Finding the heading of a sheet, whatever stands above it, however its cells are merged and ordered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from brandcluster.model.measures import Column
from brandcluster.model.reading import nearest, normalised
from brandcluster.returns.layout import MONEY, Layout
from brandcluster.tables import Sheet

#: How far down a heading may begin, and how many rows it may take.
SEARCHED, DEEPEST = 40, 4
#: A heading names the code and at least this many columns in all.
LEAST = 3
#: Columns that offices add and nobody needs here.
IGNORED = frozenset(
    ("序号", "编号", "备注", "说明", "联系人", "联系电话", "电话", "手机", "填表人", "填报人", "负责人", "地址", "邮箱", "日期", "填报日期", "法定代表人")
)  # fmt: skip
_MONEY = "|".join(MONEY)
_UNIT = re.compile(rf"(?:计量|金额)?(?:单位[:：]?)?(?:人民币)?({_MONEY})\Z")
_WITH_UNIT = re.compile(rf"(.+?)(?:[(,:/]+|(?:计量|金额)?单位:?)+(?:人民币)?(?:{_MONEY})\)?\Z")
_LEADING = re.compile(
    r"(?:其中[:：]?|是否|[*＊△]|[0-9]{1,2}[.、)](?!\d)|[一二三四五六七八九十]{1,2}[.、,]|\([0-9]{1,2}\))+"
)
_TRAILING = re.compile(r"\((?:是/否|是或否|是,否|填是或否|必填|18位)\)|[*:]+\Z")
_STATED = re.compile(rf"单位[:：]\s*(?:人民币)?\s*({_MONEY})")


class Heading(NamedTuple):
    """Where the columns stand: `first` and `last` row (from 0), position by column name, factor to the stored unit.

    `texts` are the heading's cells by position, to know it again where it is repeated.
    """

    first: int
    last: int
    positions: dict[str, int]
    factors: dict[str, Decimal]
    texts: dict[int, str]
    problems: tuple[tuple[int, str, str, str], ...] = ()


def find(sheet: Sheet, layout: Layout) -> Heading | None:
    """The heading of a sheet; None when nothing looks like one."""
    known = _spellings(layout)
    filled = _filled(sheet)
    if filled and filled[0] == layout.headings:  # as stored: no need to look around
        return _heading(filled, 0, 1, known, layout)
    found: list[tuple[int, int, int]] = []
    for first in range(min(len(filled), SEARCHED)):
        for depth in range(1, min(DEEPEST, len(filled) - first) + 1):
            score = len(set(_recognised(filled[first : first + depth], known).values()))
            if score >= LEAST:
                found.append((score, first, depth))
    if not found:
        return None
    # The first that is nearly as good as any: a better one further down is a repetition, with returns above it.
    good = [each for each in found if 10 * each[0] >= 6 * max(found)[0]]
    end = min(first + depth for _, first, depth in good)
    _, first, depth = max((each for each in good if each[1] < end), key=lambda each: (each[0], -each[2]))
    return _heading(filled, first, depth, known, layout)


def _heading(
    rows: list[tuple[str, ...]], first: int, depth: int, known: dict[str, Column], layout: Layout
) -> Heading | None:
    block = rows[first : first + depth]
    found = _recognised(block, known)
    positions: dict[str, int] = {}
    factors: dict[str, Decimal] = {}
    problems: list[tuple[int, str, str, str]] = []
    stated = _stated_unit(rows[:first])
    for position in range(max(map(len, block))):
        parts = _parts(block, position)
        column = found.get(position)
        if column is None:
            problems.extend(_unread(position, parts, layout))
        elif column.name in positions:
            problems.append((position, "error", f"“{column.heading}”有两列。", "留下一列，删掉另一列。"))
        else:
            positions[column.name] = position
            if column.unit in MONEY:
                factor = _factor(column, parts, stated)
                if isinstance(factor, str):
                    problems.append((position, "error", factor, f"在标题里写明单位，如“{column.heading}”。"))
                else:
                    factors[column.name] = factor
    texts = {position: normalised(rows[first + depth - 1][position]) for position in positions.values()
             if position < len(rows[first + depth - 1])}  # fmt: skip
    return Heading(first, first + depth - 1, positions, factors, texts, tuple(problems))


def _spellings(layout: Layout) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in layout.columns:
        for text in (column.heading, column.label, *column.aliases):
            found.setdefault(_bare(text), column)
    return found


@lru_cache(4096)
def _bare(text: str) -> str:
    """A heading's text without unit, numbering and the remarks that people add."""
    form = _TRAILING.sub("", _LEADING.sub("", normalised(text), count=1))
    match = _WITH_UNIT.match(form)
    return match.group(1) if match else form


def _filled(sheet: Sheet) -> list[tuple[str, ...]]:
    """The first rows with the text of each merged range in all of its cells."""
    rows = [list(row) for row in sheet.rows[: SEARCHED + DEEPEST]]
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
            column = known.get(_bare(text))
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


def _units(text: str) -> list[str]:
    form = normalised(text)
    pieces = [form, *re.split(r"[(),:/]+", form)]
    return [match.group(1) for piece in pieces if (match := _UNIT.match(piece))]


def _factor(column: Column, parts: list[str], stated: set[str]) -> Decimal | str:
    """How many of the stored unit one of the heading's is; or what is wrong."""
    units = {unit for part in parts for unit in _units(part)} or stated
    if not units:
        return f"“{column.label}”没有写单位。"
    if len(units) > 1:
        return f"“{column.label}”写了几个单位：{'、'.join(sorted(units))}。"
    [unit] = units
    return MONEY[unit] / MONEY[column.unit]


def _stated_unit(rows: list[tuple[str, ...]]) -> set[str]:
    """The unit of a line above the heading (单位：千元)."""
    return {match.group(1) for row in rows for cell in row for match in _STATED.finditer(cell)}


def _unread(position: int, parts: list[str], layout: Layout) -> Iterator[tuple[int, str, str, str]]:
    """A column that nobody knows: taken for a slip where it is near a known one, else said to be left out."""
    text = parts[-1] if parts else ""
    form = _bare(text)
    if not form or form in IGNORED or len(form) > 40:
        return
    near = nearest(form, [column.label for column in layout.columns])
    if near is not None:
        yield position, "error", f"没有“{text}”这一列。", f"如果指“{near}”，标题就写“{near}”；不是就删掉这一列。"
    else:
        yield (
            position,
            "warning",
            f"“{text}”这一列没有读取。",
            "不需要可以不管；需要就在 indicators.yaml 的“填报栏目”里写上。",
        )
