"""Rules on what texts say: placeholders, document numbers, arithmetic, lists, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from brandcluster.base.diagnostics import Fix, KeyPath
from brandcluster.base.numbers import round_text
from brandcluster.dossier import references
from brandcluster.dossier.files import REGION
from brandcluster.dossier.indicators.measure import INDICATORS, industry_names
from brandcluster.dossier.indicators.units import UnitMix, ratio_between
from brandcluster.dossier.load import Dossier, once, part_of, parts_of
from brandcluster.formats.yaml.document import scalars_of
from brandcluster.rules.facts.leaps import mix_of
from brandcluster.rules.rule import Finding, Rule

_PLACEHOLDER = re.compile(
    r"待填写|待补充|待定稿|此处填写|请在此|TODO|(?<![A-Za-z])[Xx]{3,}(?![A-Za-z])|[×╳]{2,}|[?？]{3,}|_{4,}"
)
_NUMBER = r"(\d{1,12}(?:\.\d{1,6})?)"
_WRONG_BRACKETS = re.compile(
    r"(?:[\[【［(（]\s*((?:19|20)\d{2})\s*[\]】］)）]\s*(?:第\s*)?|〔((?:19|20)\d{2})〕\s*第\s*)(\d{1,5})\s*号"
)
_UP, _DOWN = "提高|提升|上升|增长|增加|上涨|扩大", "下降|降低|减少|回落|下滑|缩小"
_CHANGE = re.compile(
    rf"[由从]\s*{_NUMBER}\s*[%％](?:[（(][^（）()\n]{{0,20}}[）)])?\s*({_UP}|{_DOWN})(?:到|至|为)\s*{_NUMBER}\s*[%％]"
    rf"[，,、；（(]\s*(?:共|累计|净|约)?\s*({_UP}|{_DOWN})(?:了)?(?:约)?\s*{_NUMBER}\s*(个?百分点|[%％])"
)
_RESPECTIVELY = re.compile(r"分别(?:为|是|占|达到?|有|增长|提高|下降|完成|实现)([^，。；：\n]{1,200})")
_AND = re.compile(r"、|(?<!参)与(?!会)|(?<![总饱中缓温平随])和(?![谐平气])|(?<![涉普顾以])及(?!时)|以及")
_CLAUSE_END = re.compile(r"[，。；：\n]")
_SENTENCE_END = re.compile(r"[。；\n]")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
# Words after which a figure is a wish, or somebody else's.
_NOT_OURS = re.compile(
    r"目标|力争|争取|计划|预计|预期|达标|要求|不低于|不少于|以上|左右|超过|全国|全省|全市|全县|行业平均|同行|国际|国内|企业[12123一二三]|公司|集团|上半年|季度|月份|提高|增长|下降"
)


class Prose(NamedTuple):
    """A text as printed, with its place and the way back to its source."""

    file: str
    keys: KeyPath
    source: str
    printed: references.Expanded


@once
def prose_of(dossier: Dossier) -> list[Prose]:
    """Every text of the dossier's files, references put in; worked out once for all rules."""
    return list(_texts(dossier))


def _texts(dossier: Dossier) -> Iterator[Prose]:
    for path, _ in parts_of(dossier):
        for keys, value in scalars_of(dossier.documents[path].data):
            if isinstance(value, str):
                yield Prose(path, keys, value, references.expand_with_places(value, dossier))


def prose_finding(prose: Prose, start: int, end: int, message: str, help_: str, fix: Fix | None = None) -> Finding:
    """A finding at a range of the printed text, pointing at what was written there."""
    first, last = prose.printed.source_span(start, end)
    snippet = prose.source[first:last].split("\n")[0]
    occurrence = prose.source.count(snippet, 0, first) if snippet else 0
    return Finding(prose.file, prose.keys, message, help_, snippet=snippet or None, occurrence=occurrence, fix=fix)


def _placeholders(dossier: Dossier) -> Iterator[Finding]:
    for prose in prose_of(dossier):
        match = _PLACEHOLDER.search(prose.printed.text)
        if match:
            yield prose_finding(
                prose, *match.span(), f"还留着占位的“{match.group()[:20]}”。", "换成真正的内容；没有就写“无”。"
            )


def _document_numbers(dossier: Dossier) -> Iterator[Finding]:
    for prose in prose_of(dossier):
        for match in _WRONG_BRACKETS.finditer(prose.printed.text):
            first, second, number = match.groups()
            year = first or second
            yield prose_finding(
                prose,
                *match.span(),
                f"文号写成了“{match.group()}”。",
                f"年份用六角括号，不加“第”：〔{year}〕{number}号。",
                _fix_brackets(dossier, prose, match.start()),
            )


def _fix_brackets(dossier: Dossier, prose: Prose, start: int) -> Fix | None:
    fix, starts = _brackets_of(dossier, prose.file, prose.keys)
    first, _ = prose.printed.source_span(start, start + 1)
    return fix if first in starts else None


@once
def _brackets_of(dossier: Dossier, file: str, keys: KeyPath) -> tuple[Fix | None, frozenset[int]]:
    """The one fix of a text's document numbers and where they begin; made once, for a text may hold thousands."""
    from brandcluster.dossier.repairs import bracket_starts, fix_for_brackets

    part, document = part_of(dossier, file), dossier.documents[file]
    if part is None:
        return None, frozenset()
    return fix_for_brackets(document, part, keys), bracket_starts(document, part, keys)


def _arithmetic(dossier: Dossier) -> Iterator[Finding]:
    for prose in prose_of(dossier):
        for match in _CHANGE.finditer(prose.printed.text):
            before, direction, after, stated, change, unit = match.groups()
            difference = Fraction(after) - Fraction(before)
            if direction in _DOWN:
                difference = -difference
            decimals = len(change.partition(".")[2])
            relative = 100 * difference / Fraction(before) if unit in "%％" and Fraction(before) else None
            if (direction in _DOWN) != (stated in _DOWN):
                help_ = f"前面写“{direction}”，后面写“{stated}”，改成一致。"
                yield prose_finding(prose, *match.span(), f"“{match.group()}”前后方向不一。", help_)
            elif difference < 0:
                help_ = "核对两个数的先后，或改写“提高”“下降”。"
                yield prose_finding(prose, *match.span(), f"“{match.group()}”的两个数与“{direction}”相反。", help_)
            elif relative is not None:
                if round_text(relative, decimals) != round_text(Decimal(change), decimals):
                    points, percent = _shown(difference, decimals), _shown(relative, decimals)
                    yield prose_finding(
                        prose,
                        *match.span(),
                        f"“{match.group()}”算得不对：百分点和百分比不是一回事。",
                        f"两个百分数相差 {points} 个百分点，要写“个百分点”；按百分比算是 {percent}%。",
                    )
            elif round_text(difference, decimals) != round_text(Decimal(change), decimals):
                right = _shown(difference, decimals)
                yield prose_finding(
                    prose,
                    *match.span(),
                    f"“{match.group()}”算得不对。",
                    f"{after} 与 {before} 相差 {right} 个百分点。",
                )


def _shown(value: Fraction, decimals: int) -> str:
    text = round_text(value, max(decimals, 2))
    return text.rstrip("0").rstrip(".") if "." in text else text


def _respectively(dossier: Dossier) -> Iterator[Finding]:
    for prose in prose_of(dossier):
        text = prose.printed.text
        for match in _RESPECTIVELY.finditer(text):
            values = _AND.split(match.group(1))
            if len(values) < 2 or not all(re.search(r"\d", value) for value in values):
                continue
            named = _listed_before(text, match.start())
            if named and named != len(values):
                yield prose_finding(
                    prose,
                    *match.span(),
                    f"“分别”前面有 {named} 项，后面有 {len(values)} 项。",
                    "前后项数要相等，请补齐或改写。",
                )


def _listed_before(text: str, end: int) -> int:
    """How many things the clause before “分别” lists, or the one before it; 0 when no list is found."""
    sentence = _SENTENCE_END.split(text[max(end - 200, 0) : end])[-1]
    for clause in reversed(_CLAUSE_END.split(sentence)[-2:]):
        if re.search(r"[等各]", clause):
            return 0
        count = len([part for part in _AND.split(clause) if part.strip()])
        if count > 1:
            return count
    return 0


def _figures(dossier: Dossier) -> Iterator[Finding]:
    if dossier.baseline is None:
        return
    for prose in prose_of(dossier):
        if prose.file == REGION:
            yield from _contradictions(dossier, prose)


def _contradictions(dossier: Dossier, prose: Prose) -> Iterator[Finding]:
    text = prose.printed.text
    for label, unit in _NAMED:
        if label.removesuffix("数") not in text:
            continue
        for match in _stated(label, unit).finditer(text):
            before = _SENTENCE_END.split(text[max(match.start() - 120, 0) : match.start()])[-1]
            after = text[match.end() : match.end() + 4]
            clause = _CLAUSE_END.split(before)[-1]
            if _NOT_OURS.search(clause) or _NOT_OURS.search(match.group()) or _NOT_OURS.search(after):
                continue
            if "业" in clause and not any(name in clause for name in dossier.industry_names):
                continue  # another industry's figure, or a single enterprise's
            years = _YEAR.findall(before)
            year = int(years[-1]) if years else dossier.baseline_year
            stated = match.group(1)
            known = _values(dossier, year, label, len(stated.partition(".")[2]), unit)
            if known and round_text(Decimal(stated), len(stated.partition(".")[2])) not in known.values():
                named = [name for name in dossier.industry_names if name in clause]
                whose = "、".join(f"{name} {value}{unit}" for name, value in known.items())
                mix = _mix(dossier, stated, known) if unit == "亿元" else None
                yield prose_finding(
                    prose,
                    *match.span(),
                    f"文中写“{match.group()}”，{year} 年的统计数据是：{whose}{'。' if mix is None else f'；{mix.words}。'}",
                    _instead(named, label, unit, known),
                )._replace(severity=None if mix is None else "error")


def _mix(dossier: Dossier, stated: str, known: dict[str, str]) -> UnitMix | None:
    """The mix-up of units that an amount in a text looks like beside what the statistics say; None for none."""
    ratios = [ratio_between(Fraction(stated), Fraction(value)) for value in known.values()]
    return next((mix for ratio in ratios if ratio is not None and (mix := mix_of(dossier, ratio)) is not None), None)


def _instead(named: list[str], label: str, unit: str, known: dict[str, str]) -> str:
    """What to write for a stated figure: a reference where the text says whose it is, else what to ask oneself."""
    if len(named) == 1 and named[0] in known:
        return f"改用引用，如 {{{{ {_reference(f'{named[0]}.{label}', unit)} }}}}，数就不会不一致。"
    return f"先核对这里说的是{'、'.join(known)}中的哪一个，再改用它的引用，数就不会不一致。"


def _values(dossier: Dossier, year: int | None, label: str, decimals: int, unit: str) -> dict[str, str]:
    """The figure as printed for every industry and in total; empty when the statistics do not hold it."""
    statistics = dossier.statistics.get(year) if year is not None else None
    if statistics is None:
        return {}
    found = {}
    scopes = [(name, f"{year}.{name}.{label}") for name in (*industry_names(statistics), references.TOTAL)]
    if label == "工业总产值":  # “开发区工业总产值” may well mean the whole region's
        scopes.append(("整个区域", f"{year}.区域工业总产值"))
    for whose, name in scopes:
        result = references.look_up(f"{_reference(name, unit)}:{decimals}", dossier)
        if isinstance(result, str):
            found[whose] = result
    return found


def _reference(name: str, unit: str) -> str:
    return f"指标.{name}" if unit == "%" else f"统计.{name}（{unit}）"


#: The figures that texts are held against, each with its unit.
_NAMED = (
    *((indicator.label, "%") for indicator in INDICATORS),
    ("工业总产值", "亿元"),
    ("规模以上企业数", "家"),
    ("工业企业数", "家"),
)


@cache
def _stated(label: str, unit: str) -> re.Pattern[str]:
    """How a text states a figure. Made when a text names it: eight of them would cost every start."""
    words = re.escape(label.removesuffix("数")) + ("数?" if label.endswith("数") else "")
    return re.compile(
        rf"(?<!区域)(?<!全区)(?<!规模以上)(?<!规上){words}(?:[（(][^（）()\n]{{0,20}}[）)])?(?:约|共)?(?:为|是|达到|达|有|：|占)?\s*"
        rf"{_NUMBER}\s*{'[%％]' if unit == '%' else unit}"
    )


RULES = (
    Rule(
        "X101",
        "没有留下占位的文字",
        None,
        "error",
        "占位的文字会原样印到申报书上。",
        "名称: 品牌宣传周",
        "名称: 待填写",
        _placeholders,
    ),
    Rule(
        "X102",
        "文号的年份用六角括号",
        None,
        "warning",
        "党政机关公文格式（GB/T 9704—2012）规定发文字号的年份用六角括号“〔〕”括入，序号不加“第”。",
        "冀政发〔2013〕12号",
        "冀政发[2013]12号",
        _document_numbers,
    ),
    Rule(
        "X103",
        "“由…提高到…，提高…个百分点”算得对",
        None,
        "error",
        "审查人员会按印出来的数核算；按印出的两个数相减，四舍五入到所写的位数。",
        "由 24.1% 提高到 26.0%，提高 1.9 个百分点",
        "由 24.1% 提高到 26.0%，提高 2.9 个百分点",
        _arithmetic,
    ),
    Rule(
        "X104",
        "“分别”前后项数相等",
        None,
        "warning",
        "项数不等，就不知道哪个数是谁的。",
        "2011、2012 和 2013 年分别为 95.3%、96.5% 和 97.4%",
        "2011、2012 和 2013 年分别为 95.3% 和 96.5%",
        _respectively,
    ),
    Rule(
        "X105",
        "文中的数与统计数据一致",
        "form-statistics",
        "warning",
        "申报书、方案、推荐表和数据里的数不一致，是退回的第一个原因。同一指标与各产业和合计都对不上时提出；金额差十倍、千倍、万倍的是错误：像是单位弄错。",
        "工业增加值率为{{ 指标.工业增加值率 }}%",
        "工业增加值率为 28.5%（统计数据是 26.84%）",
        _figures,
    ),
)
