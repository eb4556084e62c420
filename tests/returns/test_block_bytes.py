"""A block taken apart by its bytes says what it says cell by cell, to the last problem and digit."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from drawn_returns import LAYOUT, POOL, drawn

from brandcluster.dossier.model.measures import COLUMNS, KINDS
from brandcluster.returns import blocks
from brandcluster.returns.block_bytes import columns_of_bytes
from brandcluster.returns.examine import RegionReturns, WantedOfReturns, examine_region
from brandcluster.returns.layout import Layout
from brandcluster.returns.leading import Listed
from brandcluster.returns.odd_rows import Bounds

BARE = Layout(COLUMNS, LAYOUT.industries)
ASKED = WantedOfReturns(2013, Bounds(Fraction(300), Fraction(2000)), (Listed(POOL[3], None), Listed(None, "云溪5厂")))
#: What stands in a cell here and there, by the position of the column.
ODD = (
    (1, "是厂"), (1, "A,B"), (1, "甲 乙"), (1, "甲\x01乙"), (1, "甲Ⅱ"), (2, ""), (2, "否"), (3, KINDS[2]), (4, ""),
    (5, "0"), (5, "00"), (5, "1.50"), (5, "1."), (5, ".5"), (5, "1e5"), (5, "-1"), (5, "123456789012345678"),
    (5, "1234567890123456789"), (5, "99999999999999999999"), (5, ""), (6, ""), (11, ""), (11, "0.0625"), (5, "null"),
    (6, "[1"), (7, "1]"), (8, "0.123456789012345678"), (12, ""), (16, ""), (16, "√"), (13, "12"), (0, ""), (5, "１"),
    (0, "91139900742623741X"), (0, "911399000000031000"),
)  # fmt: skip


def examined(files: dict[int, bytes]) -> RegionReturns:
    return examine_region({year: ("x.csv", content) for year, content in files.items()}, BARE, ASKED)


def written(dice: random.Random) -> bytes:
    """A stored file with an odd cell now and then; services leave all their amounts empty."""
    lines = [",".join(BARE.headings)]
    odd = dice.choice((0.0, 0.05, 0.2))
    for row in drawn(dice, 0):
        cells = list(row[: len(COLUMNS)])
        if dice.random() < 0.1:
            cells[3], cells[4], cells[5:12] = KINDS[2], "否", [""] * 7
        if dice.random() < odd:
            place, text = dice.choice(ODD)
            cells[place] = text
        lines.append(",".join(cells))
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


@pytest.mark.part(5)
@pytest.mark.parametrize("seed", range(100))
def test_by_bytes_is_what_it_is_cell_by_cell(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(f"bytes{seed}")  # noqa: S311  # a draw that can be repeated
    monkeypatch.setattr(blocks, "_BYTES", dice.choice((90, 400, 500_000)))
    files = {year: written(dice) for year in (2012, 2013)}
    swift = examined(files)
    monkeypatch.setattr(blocks, "columns_of_bytes", lambda *_: None)
    slow = examined(files)
    for year in files:
        assert swift.years[year].problems == slow.years[year].problems
        assert swift.results[year].sums == slow.results[year].sums
        assert [*map(list, swift.years[year].codes)] == [*map(list, slow.years[year].codes)]
        assert swift.years[year].leading == slow.years[year].leading
        assert swift.years[year].read == slow.years[year].read
        assert swift.results[year].panels == slow.results[year].panels


@pytest.mark.parametrize(("place", "text"), ODD)
def test_an_odd_cell_is_never_taken_for_another(place: int, text: str) -> None:
    rows = [list(row[: len(COLUMNS)]) for row in drawn(random.Random(7), 0)]  # noqa: S311  # can be repeated
    sound = "\n".join(map(",".join, rows)).encode()
    assert columns_of_bytes(sound, BARE.industries, blocks.COMPARED) is not None, "the draw is worth something"
    rows[2][place] = text
    part = "\n".join(map(",".join, rows)).encode()
    apart = columns_of_bytes(part, BARE.industries, blocks.COMPARED)
    if apart is not None:
        columns, gaps, amounts = apart
        for at in range(len(rows)):
            for position, cell in enumerate(rows[at]):
                if position in amounts:
                    assert (position in gaps) == any(not row[position] for row in rows)
                    if position in gaps or amounts[position].texts is not None or cell != "0":
                        shown = columns[position][at] if position in gaps else amounts[position].text(at)
                        assert shown == cell
                else:
                    assert columns[position][at] == cell
