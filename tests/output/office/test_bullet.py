"""The small pictures of indicators."""

from __future__ import annotations

from fractions import Fraction

import pytest

from brandcluster.output.office.bullet import WIDTH, Bullet, bullet_svg


def test_what_is_reached_is_marked() -> None:
    reached = str(bullet_svg(Bullet(Fraction(34), Fraction(28), Fraction(30), Fraction(32), "在 <这里>")))
    assert 'class="bar reached"' in reached and 'class="needed" x1="180.0"' in reached and "&lt;这里&gt;" in reached
    short = str(bullet_svg(Bullet(Fraction(29), None, Fraction(30), None, "")))
    assert 'class="bar"' in short and 'class="first"' not in short


@pytest.mark.parametrize(
    ("value", "width"), [(Fraction(155), f"{WIDTH}.0"), (Fraction(-3), "0.0"), (Fraction(50), "200.0")]
)
def test_what_cannot_be_stays_in_the_picture(value: Fraction, width: str) -> None:
    assert f'width="{width}"' in str(bullet_svg(Bullet(value, None, None, None, "")))


def test_without_figures_there_is_the_scale() -> None:
    assert "100%" in str(bullet_svg(Bullet(None, None, None, None, "还没有数")))
