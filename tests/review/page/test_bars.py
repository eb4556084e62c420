"""Small bars: one scale a column, what is beyond it is cut and said."""

from __future__ import annotations

from fractions import Fraction

import pytest

from brandcluster.review.page.bars import BAR_WIDTH, column_tops, figure_bar
from brandcluster.review.rows import IndustryRow, Row, RowFigure
from brandcluster.review.standards import IndicatorStandard, is_impossible
from brandcluster.rules.facts.required_rises import Bound


def figure(value: int | None) -> RowFigure:
    above = None if value is None else Fraction(value)
    return RowFigure("x", "指标", "甲", 2013, above, Fraction(100), "分子", "分母", ())


def standard(begun: int, level: int) -> IndicatorStandard:
    return IndicatorStandard(Fraction(begun), Bound(Fraction(level), "", strict=False))


def row(values: list[int | None], standards: tuple[IndicatorStandard, ...] = ()) -> Row:
    return Row(
        "甲", "甲", industries=(IndustryRow("甲", figure(values[5]), tuple(map(figure, values[:5])), standards),)
    )


def test_a_column_ends_where_its_largest_possible_figure_or_level_fits() -> None:
    rows = [row([24, 95, 11, None, 6, 155]), row([3, 4, 5, 6, 7, 8], (standard(24, 26), standard(97, 102)))]
    assert column_tops(rows) == (40, 100, 20, 10, 10, 10)
    assert column_tops([]) == (5,) * 6


def test_places_stand_in_proportion_and_words_say_all() -> None:
    made = figure_bar(figure(24), standard(20, 26), 40)
    assert made is not None
    assert (made.width, made.begun, made.needed, made.is_cut) == ("60.0", "50.0", "65.0", False)
    assert made.words == "指标 24.00%，申报时 20.00%，示范区要求 26.00%" and made.note == "要求 26.00%"


def test_what_cannot_be_is_cut_and_said() -> None:
    made = figure_bar(figure(155), None, 50)
    assert made is not None and made.is_cut and made.width == str(BAR_WIDTH) and "不可能" in made.wrong
    assert made.wrong in made.words
    hopeless = figure_bar(figure(97), standard(97, 102), 100)
    assert hopeless is not None and hopeless.needed == "" and hopeless.note == "要求 102.00%，不可能达到"
    assert figure_bar(figure(None), None, 50) is None


@pytest.mark.parametrize(("value", "wrong"), [(0, False), (100, False), (Fraction(10001, 100), True), (-1, True)])
def test_shares_lie_between_nothing_and_all(value: int | Fraction, wrong: bool) -> None:
    assert is_impossible(Fraction(value)) == wrong and not is_impossible(None)
