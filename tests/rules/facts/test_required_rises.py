"""The level that a rise asks for: by points, or relative where an overlay reads it so."""

from __future__ import annotations

from fractions import Fraction

import pytest

from brandcluster.dossier.rulebook import Ruling
from brandcluster.notice.edition import POINTS
from brandcluster.rules.facts.required_rises import level_after


@pytest.mark.parametrize(("reading", "level"), [(POINTS, Fraction(22)), ("相对", Fraction(102, 5))])
def test_two_over_a_fifth(reading: str, level: Fraction) -> None:
    rise = Ruling("rise-value_added_rate", "提高", 2, ">=", "", "三（七）1（7）")
    assert level_after(Fraction(20), rise, Ruling("rise-reading", "读法", reading, "=", "", "三（七）1（7）")) == level
