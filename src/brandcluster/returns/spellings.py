"""The words of headings without what offices put around them: widths, numbering, units, remarks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.model.reading import normalise_key

#: Units of money that a heading may name, in 万元.
MONEY: dict[str, Decimal] = {
    "亿元": Decimal(10000),
    "百万元": Decimal(100),
    "万元": Decimal(1),
    "千元": Decimal("0.1"),
    "元": Decimal("0.0001"),
}
_MONEY = "|".join(MONEY)
#: No heading is longer; a cell that is would take its square of time to look through.
LONGEST_HEADING = 300
_UNIT = late_pattern(rf"(?:(?:计量|金额)?单位:?)?(?:人民币)?({_MONEY})\Z")
_WITH_UNIT = late_pattern(rf"(.+?)(?:[,:/—–-]++|(?:计量|金额)?单位:?)*+(?:人民币)?(?:{_MONEY})\Z")
#: What a heading says in brackets without making it another one; anything else there (不变价格, 含税) does.
_REMARK = late_pattern(
    r"(?:是/否|是或否|[是否]|填?是或?否|必填|选填|选|下拉选择|从下拉列表选|18位|全称|当年价格|按当年价格计?算?|现价|当年价)\Z"
)
_BRACKETS = late_pattern(r"\(([^()]*)\)\Z")
_LEADING = late_pattern(
    r"(?:其中[:：]?|是否|[*＊△]|[0-9]{1,2}[.,、)](?!\d)|[一二三四五六七八九十]{1,2}[.、,]|\([0-9]{1,2}\))+"
)
_STATED = late_pattern(rf"单位:(?:人民币)?({_MONEY})")
#: A cell that asks for the unit, which stands in the next one: 金额单位（请选择）.
_ASKED = late_pattern(r"(?:计量|金额)?单位(?:\([^()]*\))?:?\Z")


form = lru_cache(maxsize=4096)(normalise_key)


@lru_cache(maxsize=4096)
def fold_width(text: str) -> str:
    """A cell without the differences of width and without white space."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(4096)
def bare_heading(text: str) -> str:
    """A heading's text without unit, numbering and the remarks that people add."""
    form = _LEADING.sub("", normalise_key(text), count=1).rstrip("*:")
    if len(form) > LONGEST_HEADING:
        return form
    while (match := _BRACKETS.search(form)) and _is_remark(match.group(1)):
        form = form[: match.start()].rstrip("*:")
    match = _WITH_UNIT.match(form)
    return match.group(1) if match else form


def _is_remark(text: str) -> bool:
    """Whether what stands in brackets is a unit, or a remark that changes nothing."""
    return all(_UNIT.match(part) or _REMARK.match(part) for part in re.split(r"[,;:]", text) if part != "单位")


def units_of(text: str) -> list[str]:
    """The units of money that a heading names."""
    form = normalise_key(text)
    if len(form) > LONGEST_HEADING:
        return []
    pieces = [form, *re.split(r"[(),:;/—–-]+", form)]
    found = [match.group(1) for piece in pieces if (match := _UNIT.match(piece))]
    bare = _BRACKETS.sub("", form)
    ending = re.search(rf"({_MONEY})\Z", bare) if not found else None
    return [ending.group(1)] if ending else found


def stated_units(rows: Iterable[Sequence[str]]) -> set[str]:
    """The units that lines above or between tables name: 单位：千元, or 金额单位 with 千元 in the next cell."""
    found: set[str] = set()
    for row in rows:
        if not any("单位" in cell for cell in row):
            continue
        asked = False
        for cell in (normalise_key(each) for each in row if each.strip()):
            found.update(_STATED.findall(cell))
            is_label = bool(_ASKED.match(cell))
            if asked and not is_label:
                found.update({cell.removeprefix("人民币")} & MONEY.keys())
            asked = is_label
    return found


def unit_is_asked(rows: Iterable[Sequence[str]]) -> bool:
    """Whether a cell above a heading asks for the unit of the sheet."""
    return any("单位" in cell and _ASKED.match(normalise_key(cell)) for row in rows for cell in row)
