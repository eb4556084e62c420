"""What a factor between two amounts looks like: at every power, just inside and just outside."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.dossier.indicators.units import ratio_between, unit_mix

POWERS = (10, 1000, 10_000, 100_000_000)
FIVE = Fraction(5)


@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize(
    ("part", "near"), [("0.9499", False), ("0.95", True), ("1", True), ("1.05", True), ("1.0501", False)]
)
def test_within_five_percent_of_a_power(power: int, part: str, near: bool) -> None:
    mix = unit_mix(power * Fraction(part), POWERS, FIVE)
    assert (mix is not None and mix.factor == power) == near


@pytest.mark.parametrize(
    ("power", "words"),
    [
        (10, "像是千元和万元弄混了"),
        (1000, "像是元和千元弄混了"),
        (10_000, "像是元和万元，或万元和亿元弄混了"),
        (100_000_000, "像是元和亿元弄混了"),
        (7, "像是多写或少写了几位"),
    ],
)
def test_the_units_that_would_explain_it(power: int, words: str) -> None:
    mix = unit_mix(Fraction(power), (power,), FIVE)
    assert mix is not None and mix.words == words


AMOUNTS = st.fractions(min_value="1/1000", max_value=10**9, max_denominator=1000)


@given(AMOUNTS, AMOUNTS)
def test_a_ratio_has_no_order_and_is_one_at_least(one: Fraction, other: Fraction) -> None:
    ratio = ratio_between(one, other)
    assert ratio is not None and ratio >= 1 and ratio == ratio_between(other, one)
    assert ratio in (one / other, other / one)


@given(AMOUNTS, st.sampled_from(POWERS), st.fractions(min_value="95/100", max_value="105/100"))
def test_a_slip_is_named_whatever_the_amount(amount: Fraction, power: int, drift: Fraction) -> None:
    ratio = ratio_between(amount, amount * power * drift)
    mix = unit_mix(ratio, POWERS, FIVE) if ratio is not None else None
    assert mix is not None and mix.factor == power


def test_nothing_follows_from_nothing() -> None:
    assert ratio_between(Fraction(0), Fraction(5)) is None
    assert ratio_between(Fraction(5), Fraction(0)) is None
