"""One rounding, at printing: half up, from exact rationals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal, localcontext
from fractions import Fraction

Exact = Fraction | Decimal | int
#: More digits than any sum of amounts has; the usual 28 would round where large amounts meet many decimals.
_EXACT = Context(prec=200)


def exact_sum(values: Iterable[Decimal | int]) -> Decimal | int:
    """The sum of decimals without rounding; 0 of none."""
    with localcontext(_EXACT):
        return sum(values)


def round_text(value: Exact, decimals: int) -> str:
    """`value` with exactly `decimals` decimals, rounded half up (away from zero at the half)."""
    scaled = Fraction(value) * 10**decimals
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    digits = str(whole).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if scaled < 0 and whole else text


#: Amounts have at most 40 digits, so two ratios of theirs differ within as many decimals.
MOST_DECIMALS = 200


def text_on_its_side(value: Fraction, other: Fraction, decimals: int = 2) -> str:
    """`value` with as many decimals as show it on its own side of `other`, two at least."""
    while value != other and decimals < MOST_DECIMALS:
        shown = Fraction(round_text(value, decimals))
        if shown != other and (shown > other) == (value > other):
            break
        decimals += 1
    return round_text(value, decimals)


_DIGITS = "〇一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """〇, 一, 二, … 十, 十一, … 九十九, as （一） counts. Of whole numbers from 0 to 99."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + ("" if ones == 0 else _DIGITS[ones])


def decimal_text(value: Decimal | int) -> str:
    """An exact decimal as text, without exponent and without trailing zeros after the point."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimals_of(values: Iterable[Decimal | int | None]) -> int:
    """The decimals that show every one of some exact numbers: what a column of figures of one kind is printed with."""
    return max((len(decimal_text(each).partition(".")[2]) for each in values if each is not None), default=0)


def decimal_string(value: Fraction, places: int = 12) -> str:
    """A rational for machines: its exact decimal expansion where it ends within `places`, else rounded to them."""
    text = round_text(value, places)
    return text.rstrip("0").rstrip(".") if "." in text else text
