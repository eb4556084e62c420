"""What the words of a label in somebody else's blank ask for: the bare label, its unit, and the year or industry it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from brandcluster.base.patterns import late_pattern
from brandcluster.papers.labels.find_labels import squeeze

#: From here on a long wording is taken for a known one, and said to be a guess.
NEAR = 0.88
HEADING = late_pattern(
    r"(?:第[一二三四五六七八九十]{1,3}[部章节]分?|[一二三四五六七八九十]{1,3},|\([一二三四五六七八九十]{1,3}\)"
    r"|\d{1,2}(?:\.\d{1,2})+|\d{1,2}[.,、]|\(\d{1,2}\))"
)
_BRACKET = late_pattern(r"\(([^()]*)\)\Z")
_UNITS = "亿元|万元|千元|元|%|家|个|户"
_UNIT = late_pattern(rf"[(,:]?(?:单位:?)?({_UNITS})\)?\Z")
_YEAR = late_pattern(r"(?:截至|截止)?((?:19|20)\d\d)年(?:度|末|底|度末)?")
_LAST_YEAR = late_pattern(r"(?:上年度|上一年度|上年|上一年|去年)")
_FILLERS = late_pattern(r"的|情况|等|简述|请|填写|有关|相关|方面|说明")
#: What joins things: of short labels it tells that two are asked for.
_JOINTS = late_pattern(r"及|和|与|,|/")
#: Words that make another label of one that is otherwise alike.
_TELLING = late_pattern(
    "[企省市县区州国年月增速减长数率前后最人均税利专户高新非进出口其中各个]|主管|负责|法定|财务|经办|填表|审核|推荐|评审|专家|手机|传真|意见"
)
_MINISTRY = r"(?:工业和信息化|工信|经济和信息化|经信|经济贸易|行业|业务)?"
_PROVINCE = late_pattern(
    rf"(?:省级?|自治区|直辖市|省\(自治区,直辖市\)|省[/、,]自治区[/、,]直辖市){_MINISTRY}(?:主管部门|厅|委员会|委|部门|局)*"
    r"(?:审查|审核|推荐|初审)*(?:推荐)?意见"
)
_ASSOCIATION = late_pattern(r"(?:全国性?)?(?:工业)?行业协会(?:审查|审核|推荐)*意见")
PROVINCE_OPINION, ASSOCIATION_OPINION = "省级工业和信息化主管部门审查推荐意见", "全国性工业行业协会推荐意见"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A label as far as its words tell: `core` is what is left of it, without number, unit, year and brackets."""

    core: str
    unit: str | None = None
    year: int | None = None
    of_which: bool = False


def meaning_of(label: str) -> Meaning:
    """What a label says. `of_which` is one that counts a part: 其中…"""
    text = squeeze(label).lstrip("*★☆").rstrip(":")
    text = HEADING.sub("", text, count=1) if HEADING.match(text) else text
    of_which = text.startswith("其中")
    text, unit = _without_unit(text)
    text, year = _without_year(text)
    while (match := _BRACKET.search(text)) is not None and match.start():
        year = year or _year_in(match.group(1))
        text = text[: match.start()].rstrip(":")
        text, inner = _without_unit(text)
        unit = unit or inner
    return Meaning(text.rstrip(":"), unit, year, of_which)


def level_of_heading(label: str) -> int:
    """The level of a heading by its number: 0 for 第一部分, 1 for 一、 to 4 for （1）; 1 for one without."""
    text = squeeze(label)
    for level, pattern in enumerate(
        (
            r"第.{1,3}[部章节]",
            r"[一二三四五六七八九十]{1,3},",
            r"\([一二三四五六七八九十]{1,3}\)",
            r"\d{1,2}[.,、]?",
            r"\(\d",
        )
    ):
        if re.match(pattern, text):
            return level
    return 1


def opinion_of(core: str) -> str | None:
    """Whose opinion a label asks for, as an answer's name: the province's or the association's; empty for another's.

    None where the label asks for no opinion.
    """
    if not re.search(r"意见(?:栏)?\Z", core):
        return None
    core = core.removesuffix("栏")
    if _PROVINCE.fullmatch(core):
        return PROVINCE_OPINION
    return ASSOCIATION_OPINION if _ASSOCIATION.fullmatch(core) else ""


def likeness(core: str, label: str) -> float:
    """How sure it is that a label is a known one: 1 for the same words, less for a guess, 0 for none."""
    if core == label:
        return 1.0
    if len(core) < 3 or not label:
        return 0.0
    bare, known = _FILLERS.sub("", core), _FILLERS.sub("", label)
    if len(bare) >= 3 and bare == known:
        return 0.95
    if min(len(bare), len(known)) >= 7 and _JOINTS.sub("", bare) == _JOINTS.sub("", known):
        return 0.92
    shorter, longer = sorted((len(core), len(label)))
    if shorter < 7 or 2 * shorter < NEAR * (shorter + longer):
        return 0.0
    matcher = SequenceMatcher(None, core, label, autojunk=False)
    if matcher.quick_ratio() < NEAR or matcher.ratio() < NEAR or _tells(core, label):
        return 0.0
    return matcher.ratio() * 0.9


def _tells(one: str, other: str) -> bool:
    """Whether what two labels differ in makes them ask for different things."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    parts = (one[a:b] + other[c:d] for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal")
    return any(_TELLING.search(part) for part in parts)


def heading_figure(heading: str) -> tuple[int | None, str | None, str | None] | None:
    """The year, industry and stage that a column's heading names; None when it names none of these."""
    text = re.sub(rf"\((?:{_UNITS})\)", "", squeeze(heading)).strip(":")
    if (
        year := re.fullmatch(r"(?:截至|截止)?((?:19|20)\d\d)年?(?:度|末|底)?(?:实际)?(?:数|值|数据|完成)?", text)
    ) is not None:
        return int(year.group(1)), None, None
    if re.fullmatch(
        r"(?:上年度?|上一年度?|去年|申报时|基期|基准|现状|当前|目前)(?:数据|数值|实际|水平|值|数|情况)?", text
    ):
        return None, None, None
    if re.fullmatch(r"(?:试点)?(?:期末|结束时|最终|预期|总体)?目标(?:值)?", text):
        return None, None, "目标"
    if re.fullmatch(r"合计|总计|全部", text):
        return None, "合计", None
    if (industry := re.fullmatch(r"(?:主导)?产业\(?([1-9一二三四五])\)?", text)) is not None:
        number = industry.group(1)
        return None, str("一二三四五".index(number) + 1) if number in "一二三四五" else number, None
    return None


def unit_in(text: str) -> str | None:
    """The unit that a text ends with, as labels and headings name it; None where it names none."""
    return _without_unit(squeeze(text).rstrip(":"))[1]


def _without_unit(text: str) -> tuple[str, str | None]:
    match = _UNIT.search(text)
    if match is None or not match.start():
        return text, None
    bracketed = match.group().endswith(")") or match.group(1) == "%"
    if not bracketed or (match.group().endswith(")") and "(" not in match.group() and "," not in match.group()):
        return text, None
    unit = "家" if match.group(1) in ("个", "户") else match.group(1)
    rest = text[: match.start()]
    return (rest + ")" if rest.count("(") > rest.count(")") else rest), unit


def _without_year(text: str) -> tuple[str, int | None]:
    if (match := _YEAR.match(text)) is not None and match.end() < len(text):
        return text[match.end() :], int(match.group(1))
    if (match := _LAST_YEAR.match(text)) is not None and match.end() < len(text):
        return text[match.end() :], None
    return text, None


def _year_in(text: str) -> int | None:
    match = _YEAR.fullmatch(text)
    return None if match is None else int(match.group(1))
