"""Amounts that are some thousand times last year's: most likely written in another unit than the sheet says.

Asked about with both figures, and in words that can be sent back; a growth of less is a matter of the checks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.model.measures import BY_NAME, Column
from brandcluster.formats.tables.sheet import Place
from brandcluster.returns.layout import Layout, Row
from brandcluster.returns.problems import ReturnProblem
from brandcluster.returns.reading import Origin, ReturnEntry
from brandcluster.returns.spellings import MONEY

#: What a sheet's unit shows in; the others come and go with the years.
_STEADY = ("gross_output", "revenue")
#: From this many times on two units are told apart from growth; the quotient of the figures may be so far off it.
_LEAST, _WITHIN = 1000, 3
#: What a sheet that names no unit is in: a stored file.
_USUAL = "万元"


class _Mixed(NamedTuple):
    """A column whose figure is about as many times last year's as two units are apart."""

    column: Column
    at: int
    now: Decimal
    before: Decimal
    meant: str


def unit_questions(
    entries: Sequence[ReturnEntry], layout: Layout, earlier: Mapping[str, Row], year: int
) -> Iterator[ReturnProblem]:
    """What is to be asked of enterprises whose amounts look like another unit; once for a sheet where all of its
    enterprises do."""
    counted: dict[Origin, int] = defaultdict(int)
    by_sheet: dict[Origin, list[tuple[ReturnEntry, _Mixed]]] = {}
    positions = [layout.index(name) for name in _STEADY]
    for entry in entries:
        before = earlier.get(entry.row[0])
        pairs = [(entry.row[at], before[at]) for at in positions if entry.row[at]] if before is not None else []
        if pairs:
            counted[entry.origin] += 1
        if before is not None and any(_far_apart(now, then) for now, then in pairs):
            mixed_up = _mixed(entry, layout, before)
            if mixed_up is not None:
                by_sheet.setdefault(entry.origin, []).append((entry, mixed_up))
    for origin, mixed in by_sheet.items():
        if len(mixed) == counted[origin] > 1 and len({each.meant for _, each in mixed}) == 1:
            yield _of_sheet(Place(origin.file, origin.sheet, 1), len(mixed), *mixed[0], year)
        else:
            yield from (_of_entry(entry, each, year) for entry, each in mixed)


def _far_apart(now: str, before: str) -> bool:
    """Whether two amounts may be some thousand times apart: of those that are, one has two digits more before its
    point, or begins with a zero. Of 100,000 rows few pass."""
    apart = abs(len(now.partition(".")[0]) - len(before.partition(".")[0]))
    return bool(before) and (apart > 1 or now[0] == "0" or before[0] == "0")


def _mixed(entry: ReturnEntry, layout: Layout, earlier: Row) -> _Mixed | None:
    """The first steady column, where each of them is as many times last year's as the same two units are apart."""
    found: list[_Mixed] = []
    for name in _STEADY:
        now, before = _amount(entry.row, layout, name), _amount(earlier, layout, name)
        if now and before:
            meant = _meant(entry.origin.unit or _USUAL, now, before)
            if meant is None:
                return None
            found.append(_Mixed(BY_NAME[name], layout.index(name), now, before, meant))
    return found[0] if len({each.meant for each in found}) == 1 else None


def _meant(stated: str, now: Decimal, before: Decimal) -> str | None:
    """The unit in which a figure would be like last year's; None where it is in the one that was stated, or in none."""
    for unit, worth in MONEY.items():
        apart = MONEY[stated] / worth
        if (
            (apart >= _LEAST or apart * _LEAST <= 1)
            and before * apart < now * _WITHIN
            and now < before * apart * _WITHIN
        ):
            return unit
    return None


def _amount(row: Row, layout: Layout, name: str) -> Decimal | None:
    text = row[layout.index(name)]
    return Decimal(text) if text else None


def _times(stated: str, meant: str) -> str:
    apart = MONEY[stated] / MONEY[meant]
    words = {Decimal(10) ** 3: "1 千", Decimal(10) ** 4: "1 万", Decimal(10) ** 5: "10 万", Decimal(10) ** 6: "100 万"}
    large = apart if apart > 1 else 1 / apart
    many = words.get(large, f"{decimal_text(large / 10000)} 万")
    return f"约 {many}倍" if apart > 1 else f"约 {many}分之一"


def _of_entry(entry: ReturnEntry, mixed: _Mixed, year: int) -> ReturnProblem:
    stated = entry.origin.unit or _USUAL
    message = f"“{mixed.column.label}”是上年的{_times(stated, mixed.meant)}：像是按“{mixed.meant}”填的，单位却写的是“{stated}”。"
    return ReturnProblem(
        "K107", "error", message, _asked_back(stated, mixed.meant), entry.cell(mixed.at), _figures(entry, mixed, year)
    )


def _of_sheet(place: Place, count: int, entry: ReturnEntry, mixed: _Mixed, year: int) -> ReturnProblem:
    stated = entry.origin.unit or _USUAL
    message = f"这张表 {count} 家的金额都是上年的{_times(stated, mixed.meant)}：像是按“{mixed.meant}”填的，单位却写的是“{stated}”。"
    return ReturnProblem(
        "K107", "error", message, _asked_back(stated, mixed.meant), place, f"如 {_figures(entry, mixed, year)}"
    )


def _asked_back(stated: str, meant: str) -> str:
    return f"请核对：如果是按{meant}填的，把单位改成“{meant}”再报，数不用改；如果单位确实是{stated}，请书面说明与上年相差这么多的原因。"


def _figures(entry: ReturnEntry, mixed: _Mixed, year: int) -> str:
    now, before = (decimal_text(each) for each in (mixed.now, mixed.before))
    return f"{entry.who}：{year} 年折合 {now} 万元，{year - 1} 年 {before} 万元"
