"""The published tables as linear equations over the enterprises themselves: none bears on one or two of them only."""

from __future__ import annotations

import json
import random
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from drawn_returns import NAMES, POOL, drawn
from put_regions import Years, put
from test_publishing import rank

from brandcluster.cli.start import start
from brandcluster.dossier.model.measures import KINDS
from brandcluster.returns.layout import FIRST_DATA, Row
from brandcluster.returns.sums import group_of

INDUSTRY, KIND, OUTPUT, TRAINED = (NAMES.index(name) for name in ("industry", "kind", "gross_output", "trained"))


def drawn_regions(dice: random.Random) -> list[Years]:
    """Regions with few enterprises, most of which report in several years."""
    found = []
    for number in range(dice.randint(2, 5)):
        rows = [row for row in drawn(dice, 0) if dice.random() < 0.4]
        years: Years = {}
        for year in (2012, 2013, 2014)[: dice.choice((1, 3, 3))]:
            mine = [row for row in rows if dice.random() < 0.85]
            years[year] = [_some(row, dice, number) for row in mine]
        found.append(years)
    return found


def _some(row: Row, dice: random.Random, number: int) -> Row:
    """A row that may not report, or offer services."""
    cells = list(row)
    chance = dice.random()
    if chance < 0.05:
        cells[FIRST_DATA:] = [""] * (len(cells) - FIRST_DATA)
    elif chance < 0.1:
        cells[KIND], cells[NAMES.index("large")] = KINDS[2], "否"
    cells[1] += str(number)
    return tuple(cells)


def published(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """What `aggregate` prints of the folder for programs."""
    code = start(["aggregate", str(folder), "--jobs", "1", "--format", "json"])
    said = capsys.readouterr()
    assert code == 0, said.err
    return json.loads(said.out)


def equations(printed: Any, regions: list[Years], year: int, column: int) -> dict[tuple[int, str], list[int]]:
    """For each enterprise of a year, by region and code, how often it is in every figure that is printed of a column."""
    found: dict[tuple[int, str], list[int]] = {}
    for number, years in enumerate(regions):
        for row in years.get(year, []):
            if any(row[FIRST_DATA:]) and (column != OUTPUT or row[KIND] != KINDS[2]):
                of = [
                    _is_of(each, number, row) for each in printed["sums"] if each["year"] == year and not each["held"]
                ]
                for each in printed["panels"]:
                    if year in (each["year"], each["earlier_year"]) and not each["held"]:
                        other = each["earlier_year"] if each["year"] == year else each["year"]
                        of.append(_is_of(each, number, row) and _is_there(years.get(other, []), row))
                found[number, row[0]] = [int(each) for each in of]
    return found


def _is_of(printed: Any, number: int, row: Row) -> bool:
    province = ("河北省", "浙江省")[number % 2]
    return (
        printed["industry"] in (None, group_of(row[INDUSTRY], row[KIND]))
        and printed["province"] in (None, province)
        and (printed["dir"] is None or printed["dir"].endswith(f"区{number}"))
    )


def _is_there(rows: list[Row], row: Row) -> bool:
    group = group_of(row[INDUSTRY], row[KIND])
    return any(
        each[0] == row[0] and group_of(each[INDUSTRY], each[KIND]) == group and any(each[FIRST_DATA:]) for each in rows
    )


@pytest.mark.part(30)
@pytest.mark.parametrize("seed", range(60))
def test_no_enterprise_follows_from_what_is_printed(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(seed)  # noqa: S311  # a draw that can be repeated
    regions = drawn_regions(dice)
    printed = published(put(tmp_path / "收到", regions), capsys)
    assert seed or not all(each["held"] for each in printed["sums"]), "something is published"
    for year in (2012, 2013, 2014):
        for column in (OUTPUT, TRAINED):
            # Those that are in the same figures are told apart by nobody: together they are a part.
            parts = Counter(map(tuple, equations(printed, regions, year, column).values()))
            matrix = [[Fraction(cell) for cell in row] for row in zip(*parts, strict=True)]
            whole, sizes = rank(matrix), list(parts.values())
            small: list[tuple[int, ...]] = [(at,) for at, size in enumerate(sizes) if size < 3]
            small += list(combinations([at for at, size in enumerate(sizes) if size == 1], 2))
            for those in small:
                others = [[cell for at, cell in enumerate(row) if at not in those] for row in matrix]
                assert rank(others) == whole, (year, column, those)


@pytest.mark.part(3)
@pytest.mark.parametrize("seed", range(3))
def test_the_sums_are_those_of_the_rows(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(f"sums{seed}")  # noqa: S311  # a draw that can be repeated
    regions = drawn_regions(dice)
    printed = published(put(tmp_path / "收到", regions), capsys)
    for each in printed["sums"]:
        mine = [
            row
            for number, years in enumerate(regions)
            for row in years.get(each["year"], [])
            if _is_of(each, number, row)
        ]
        assert each["due"] == len(mine)
        assert each["reported"] == sum(any(row[FIRST_DATA:]) for row in mine)
        if not each["held"]:
            outputs = (Fraction(row[OUTPUT]) for row in mine if row[OUTPUT] and row[KIND] != KINDS[2])
            assert Fraction(each["amounts"]["gross_output"]) == sum(outputs)
            assert each["answers"]["trained"] == sum(row[TRAINED] == "是" for row in mine)
    assert POOL, "codes are drawn from one pool, so that regions share some"
