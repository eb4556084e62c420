"""Figures that a form states against the ones that are computed: compared, named where they differ, never taken over."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.base.patterns import late_pattern
from brandcluster.papers.content import Answer, Quantity
from brandcluster.papers.importing.parse_lists import TO_WAN, industries_beside_total
from brandcluster.papers.importing.proposal import ImportWork, add_doubt, add_item, shorten
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.read_form import ReadAnswer
from brandcluster.papers.labels.word_blocks import FACTORS

NUMBER = late_pattern(r"(\d[\d,，]*(?:\.\d+)?)\s*(?:[（(]\s*(?:单位[:：]?\s*)?)?(亿元|万元|千元|元|%|％|家|个)?")


def to_ascii_digits(text: str) -> str:
    """The text with full-width digits, 〇 and ○ as 0 to 9."""
    return text.translate(str.maketrans("０１２３４５６７８９〇○", "012345678900"))


def compare_figures(work: ImportWork, found: ReadAnswer, known: Answer, said: str, text: str | None = None) -> None:
    """Compare the figures of an answer with the computed ones and record 核对 or 不符.

    `said` is how the computed answer prints, empty without statistics; `text` is the part of the answer to compare. A
    unit that differs is a doubt. Nothing is taken over.
    """
    text = found.text if text is None else text
    if not work.industries:
        work.industries, work.industry_source = industries_beside_total(text), found
    unit = found.unit or _stated_unit(found, text)
    if unit is not None:
        worth = "、".join(decimal_text(number) for value, _ in _numbers(text, unit, found) if (number := _exact(value)))
        turned = f"折算成 {worth} {found.place.unit}" if worth and unit in TO_WAN else "折算以后"
        message = f"表上的单位是“{unit}”，不是“{found.place.unit}”，{turned}再比较。"
        add_doubt(work, found, message)
    if not said:
        message = "统计数据还没有，不能核对；数据填在 statistics/ 里，不从表上导入。"
        add_doubt(work, found, f"表上是“{shorten(text)}”。{message}")
        return
    stated, computed = _numbers(text, unit, found), _figures(known)
    agrees = squeeze(said) == squeeze(text) or (
        len(stated) == len(computed)
        and all(_agree(one, other, found) for one, other in zip(stated, computed, strict=True))
    )
    add_item(work, found, "核对" if agrees else "不符", text, said)


def _exact(value: Fraction) -> Decimal | None:
    """The number as a decimal; None where it has no end."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return number if Fraction(number) == value else None


def _stated_unit(found: ReadAnswer, text: str) -> str | None:
    """The one unit written behind the numbers that is not the form's; None where there is none, or several."""
    units = {match.group(2) for match in NUMBER.finditer(text) if match.group(2)}
    wanted = {found.place.unit, "％" if found.place.unit == "%" else "个" if found.place.unit == "家" else None}
    odd = sorted(unit for unit in units - wanted if unit)
    return odd[0] if len(odd) == 1 and found.place.unit else None


def _numbers(text: str, unit: str | None, found: ReadAnswer) -> list[tuple[Fraction, int]]:
    """Each number of a text in the unit of the place, with the number of decimals as written."""
    made = []
    wanted = found.place.unit
    for match in NUMBER.finditer(re.sub(r"\d{4}年", "", to_ascii_digits(text).replace("．", "."))):
        plain = match.group(1).replace(",", "").replace("，", "")
        factor = Fraction(1)
        if unit in TO_WAN and wanted in TO_WAN:
            factor = Fraction(TO_WAN[unit]) / Fraction(TO_WAN[wanted])
        made.append((Fraction(plain) * factor, len(plain.partition(".")[2]) if factor == 1 else 6))
    return made


def _figures(known: Answer) -> list[Quantity]:
    blocks = known if isinstance(known, tuple) else ()
    return [piece for block in blocks for piece in getattr(block, "content", ()) if isinstance(piece, Quantity)]


def _agree(stated: tuple[Fraction, int], figure: Quantity, found: ReadAnswer) -> bool:
    """Whether a stated number is the exact one, rounded to the decimals that were written."""
    value, decimals = stated
    exact = figure.value * FACTORS[figure.unit, found.place.unit or figure.unit]
    places = min(decimals, found.place.decimals)
    return (
        round_text(exact, places) == round_text(value, places)
        if places
        else round_text(exact, 0) == round_text(value, 0)
    )
