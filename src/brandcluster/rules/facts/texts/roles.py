"""The role of a value in its sentence: a level, where a change leads from or to, the change, a share, a multiple."""

from __future__ import annotations

import re

from brandcluster.base.patterns import late_pattern
from brandcluster.rules.facts.texts.values import PERCENT, POINTS, TIMES, Value

_UP = "净增加|净增|增加|增长|提高|提升|上升|上涨|扩大|升高|上调|高出|递增|增幅|增速|升幅|涨幅|好于|[增升高多涨]"
_DOWN = "下降|降低|减少|回落|下滑|缩小|降幅|减幅|[降减少低]"
_TAIL = "(?:了|约|近|为|达|仅|只|超过|达到|出|：|:|还|将|又|再|分别|率为|幅度为|幅为)*"
_RISES, _FALLS = (frozenset((*words.split("|")[:-1], *words.split("|")[-1].strip("[]"))) for words in (_UP, _DOWN))
#: What the last letter of each of these can be, white space apart: most values are led to by something else.
_ENDS_DELTA = frozenset("加长高升涨大调出增幅速于多降低少落滑小减差为了约近达仅只过到：:还将又再别")
_DELTA = late_pattern(rf"({_UP}|{_DOWN}|相差|还差|差距为|差)\s?{_TAIL}\s?$")
#: Verbs that lead to a level and are no change of their own.
_GROWN = ("发展", "扩展", "拓展", "攀升", "壮大")
_ENDS_TO = frozenset("到至达为了约别年底末的段束时满前在")
_TO = late_pattern(
    rf"(?:({_UP}|{_DOWN}|{'|'.join(_GROWN)})(?:[到至]|达到|(?<![幅速])为)|达到|达)(?:了|约|分别|(?:(?:19|20)\d{{2}}|今|本|次)年[底末]?的?|第[一二三四]阶段[末底]?(?:结束)?时?的?|(?:试点)?期[满末]时?的?|目前的?|现在的?)*\s?$"
)
_SHARE = late_pattern(r"占(?!比)([^，；。、）)]{0,30}?)\s?$|占比(?:约|为|达|达到)*$")
_FROM = late_pattern(r"(?:由|从(?!事|业|严)|自(?!主|筹|有|我|动|行|查|愿|然|律|身))([^，。；]{0,26})$")
_BASES = ("为", "基")
_BASED = late_pattern(r"\s?(?:为基数|为基期|为基线|为起点|基础上)")
_COMPARE = late_pattern(r"(?:比|较|与|是|为|于)(?!重|例)([^，；。]{0,26}?)的?$")
_GROWTH_OF = late_pattern(r"(?:比|较)(?!重)([^，；。、]{0,20})$")


def role_of(text: str, value: Value, tail: str) -> tuple[str, bool | None]:
    """The role of a value by what leads to it, and for a change whether it goes up (None: only how far apart)."""
    if value.kind == TIMES:
        return "times", None
    if text[value.end : value.end + 2].lstrip()[:1] in _BASES and _BASED.match(text, value.end):
        return "from", None
    last = tail.rstrip()[-1:]
    to = _TO.search(tail) if last in _ENDS_TO else None
    if to is not None and value.kind != POINTS:
        verb = to.group(1)
        return "to", None if verb is None or verb in _GROWN else verb in _RISES
    change = _DELTA.search(tail) if last in _ENDS_DELTA else None
    if (change is not None and not _FROM.search(tail[: change.start()] + "　")) or value.kind == POINTS:
        verb = change.group(1) if change is not None else ""
        return "change", True if verb in _RISES else False if verb in _FALLS else None
    start = _FROM.search(tail) if any(word in tail for word in "由从自") else None
    share = _SHARE.search(tail) if value.kind == PERCENT and "占" in tail else None
    if share is not None and (start is None or start.start() < share.start()):
        return "share", None
    if start is not None:
        return "from", None
    if tail.endswith("的") and _GROWTH_OF.search(tail):
        return "compare", None
    return "level", None


#: Of which products an amount is, where that stands before it in its clause.
_NARROWER = (("revenue", "采标", "adopted_standard_revenue"), ("revenue", "自主品牌", "own_brand_revenue"))


def narrowed_quantity(text: str, start: int, quantity: str) -> str:
    """The quantity that a word at a place means, by what stands before it in its clause."""
    if quantity == "enterprises" and re.search("规模以上|规上", text[max(start - 6, 0) : start]):
        return "large_enterprises"
    clause = (
        text[max(text.rfind(mark, 0, start) for mark in "，。；：\n占") + 1 : start] if quantity == "revenue" else ""
    )
    return next((narrow for wide, word, narrow in _NARROWER if wide == quantity and word in clause), quantity)


def wide_quantity(quantity: str) -> str:
    """What a narrowed quantity is called by its own word alone: 销售收入 of 采标产品."""
    return next((wide for wide, _, narrow in _NARROWER if narrow == quantity), quantity)
