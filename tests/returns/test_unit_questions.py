"""A figure that is some thousand times last year's is asked about, once for a sheet, in words that can be sent back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from cases import BASE, HERE

from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.measures import COLUMNS
from brandcluster.returns.layout import Row, layout_of
from brandcluster.returns.problems import ReturnProblem
from brandcluster.returns.reading import Origin, ReturnEntry
from brandcluster.returns.spellings import MONEY
from brandcluster.returns.unit_questions import unit_questions

LAYOUT = layout_of(load_dossier(BASE))
CLEAN = (HERE / "cases" / "returns" / "same" / "clean.csv").read_text(encoding="utf-8-sig").splitlines()
ROWS: list[Row] = [row for line in CLEAN[1:] if all(row := tuple(line.split(",")))]
EARLIER = {row[0]: row for row in ROWS}


def times(row: Row, factor: Decimal) -> Row:
    cells = zip(COLUMNS, row, strict=True)
    return tuple(decimal_text(Decimal(text) * factor) if each.kind == "amount" else text for each, text in cells)


def entry(row: Row, unit: str, file: str = "甲.xlsx", line: int = 6) -> ReturnEntry:
    return ReturnEntry(row, Origin(file, "企业填报表", tuple(range(1, 18)), unit), line)


def asked(*entries: ReturnEntry) -> list[ReturnProblem]:
    return list(unit_questions(entries, LAYOUT, EARLIER, 2014))


def mixed() -> Iterator[tuple[str, str]]:
    for stated in MONEY:
        for meant in MONEY:
            apart = MONEY[stated] / MONEY[meant]
            if apart >= 1000 or apart <= Decimal("0.001"):
                yield stated, meant


@pytest.mark.parametrize(("stated", "meant"), [*mixed()])
@pytest.mark.parametrize("growth", ["0.5", "1", "2.5"])
@pytest.mark.part(4)
def test_two_units_mixed_are_asked_about(stated: str, meant: str, growth: str) -> None:
    factor = MONEY[stated] / MONEY[meant] * Decimal(growth)
    [problem] = asked(entry(times(ROWS[0], factor), stated))
    assert problem.code == "K107" and problem.severity == "error"
    assert f"按“{meant}”填的，单位却写的是“{stated}”" in problem.message
    assert f"把单位改成“{meant}”" in problem.help and "--" not in problem.help
    assert decimal_text(Decimal(ROWS[0][5]) * factor) in problem.detail and ROWS[0][5] in problem.detail
    assert not any(figure in problem.message + problem.help for figure in (ROWS[0][0], ROWS[0][5]))


@pytest.mark.parametrize("factor", ["0.01", "0.1", "0.3", "1", "3", "10", "100", "300"])
@pytest.mark.parametrize("unit", [*MONEY, ""])
@pytest.mark.part(4)
def test_growth_is_not(factor: str, unit: str) -> None:
    assert asked(entry(times(ROWS[0], Decimal(factor)), unit)) == []


def test_one_figure_alone_is_no_unit() -> None:
    row = list(ROWS[0])
    row[5] = decimal_text(Decimal(row[5]) * 10000)
    assert asked(entry(tuple(row), "万元")) == []


def test_without_last_year_nothing_is_asked() -> None:
    stranger = ("91139900000000000X", *times(ROWS[0], Decimal(10000))[1:])
    assert asked(entry(stranger, "万元")) == []


def test_a_sheet_is_asked_once() -> None:
    many = [entry(times(row, Decimal(10000)), "万元", line=6 + at) for at, row in enumerate(ROWS[:3])]
    [problem] = asked(*many)
    assert "这张表 3 家的金额都是上年的约 1 万倍" in problem.message and problem.place.row == 1
    few = [*many[:2], entry(ROWS[2], "万元", line=8)]
    assert [each.place.row for each in asked(*few)] == [6, 7]
    apart = [each._replace(origin=each.origin._replace(file=f"{at}.xlsx")) for at, each in enumerate(many)]
    assert [each.place.file for each in asked(*apart)] == ["0.xlsx", "1.xlsx", "2.xlsx"]
