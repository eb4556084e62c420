"""What the zone's conditions ask of an indicator (三（七）1（7）): a rise over the level at application, or a level."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.diagnostics import VERDICT_WORDS, VerdictValue
from brandcluster.base.numbers import decimal_string
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.dossier.rulebook import Rulebook, Ruling
from brandcluster.notice.edition import ALL_IN_SCOPE, POINTS


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


def scope_of(book: Rulebook, industry: str | None) -> str | None:
    """Whose figures decide on a leading industry (“相关企业”): its own, or (None) those of all in scope."""
    reading = book.ruling("scope-reading")
    return None if reading is not None and reading.value == ALL_IN_SCOPE else industry


def other_scope(book: Rulebook, statistics: Iterable[Statistics], industry: str | None) -> tuple[str | None] | None:
    """The group of the other reading of “相关企业”; None where both mean the same enterprises, or there is no reading."""
    if industry is None or book.ruling("scope-reading") is None:
        return None
    if all([group.name for group in each.industries] == [industry] for each in statistics):
        return None
    return (industry if scope_of(book, industry) is None else None,)


def scope_words(scope: str | None) -> str:
    """A group of enterprises in the words of the reading."""
    return "只算主导产业" if scope is not None else "算全部相关企业"


def scope_note(book: Rulebook, shown: dict[str, tuple[str, VerdictValue]]) -> list[str]:
    """Both readings of “相关企业” with their figures where they decide differently. `shown`: figures and verdict by words."""
    reading = book.ruling("scope-reading")
    if reading is None or len({value for _, value in shown.values()}) == 1:
        return []
    both = "；".join(f"{words}，{figures}，{VERDICT_WORDS[value]}" for words, (figures, value) in shown.items())
    return [f"“相关企业”有两种读法：{both}。以“{reading.value}”为准（{reading.source}）"]


def rise_in_words(rise: Ruling, reading: Ruling) -> str:
    """A rise in words, to stand behind 提高."""
    amount = f"{decimal_string(rise.number)}{' 个百分点' if reading.value == POINTS else '%（相对变化）'}"
    return f"超过 {amount}" if rise.comparator == ">" else f" {amount}以上"


def _or_more(needed: Ruling) -> str:
    return "（不含）以上" if needed.comparator == ">" else "以上"
