"""What the zone's conditions ask of an indicator (三（七）1（7）): a rise over the level at application, or a level."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.numbers import decimal_string
from brandcluster.dossier.rulebook import Rulebook, Ruling
from brandcluster.notice.edition import POINTS


class Bound(NamedTuple):
    """The level (percent, exact) that an indicator must reach, and the same in words; `strict`: must exceed."""

    level: Fraction
    words: str
    strict: bool

    def admits(self, value: Fraction) -> bool:
        """Whether a value reaches the level."""
        return value > self.level if self.strict else value >= self.level

    @property
    def impossible(self) -> bool:
        """Whether no share can reach the level."""
        return not self.admits(Fraction(100))


def required_bound(book: Rulebook, indicator: str, baseline: Fraction | None) -> Bound | None:
    """What is asked of an indicator, given its level at application (percent).

    None where the edition asks nothing, or the level at application is not known.
    """
    level = book.ruling(f"level-{indicator}")
    if level is not None:
        return Bound(level.number, f"{decimal_string(level.number)}%{_or_more(level)}", level.comparator == ">")
    rise, reading = book.ruling(f"rise-{indicator}"), book.ruling("rise-reading")
    if rise is None or reading is None or baseline is None:
        return None
    return Bound(
        level_after(baseline, rise, reading), f"比申报时提高{rise_in_words(rise, reading)}", rise.comparator == ">"
    )


def level_after(baseline: Fraction, rise: Ruling, reading: Ruling) -> Fraction:
    """The level that a rise asks for over a baseline (percent): by points, or relative where an overlay reads it so."""
    return baseline + rise.number if reading.value == POINTS else baseline * (100 + rise.number) / 100


def rise_in_words(rise: Ruling, reading: Ruling) -> str:
    """A rise in words, to stand behind 提高."""
    amount = f"{decimal_string(rise.number)}{' 个百分点' if reading.value == POINTS else '%（相对变化）'}"
    return f"超过 {amount}" if rise.comparator == ">" else f" {amount}以上"


def _or_more(needed: Ruling) -> str:
    return "（不含）以上" if needed.comparator == ">" else "以上"
