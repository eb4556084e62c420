"""Rules on the targets of projects and the funds that texts state."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from brandcluster.base.numbers import decimal_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import CONDITIONS, PLAN
from brandcluster.dossier.keeping import once_each
from brandcluster.dossier.load import Dossier, once
from brandcluster.rules.checks.application.text_readings import (
    TextReading,
    by_reading,
    reading_finding,
    readings_of_file,
)
from brandcluster.rules.facts.texts import known
from brandcluster.rules.facts.texts.sentence_parts import ReadSentence, Statement
from brandcluster.rules.facts.texts.values import MONEY
from brandcluster.rules.rule import Finding, Rule

# ---- targets of projects -----------------------------------------------------------------------------------------


#: What is so today, not at the end of a phase.
_NOW = late_pattern(r"目前|现有|现已|已有|截至|只有|仅有|上年|年底[有共]")


def _targets(dossier: Dossier) -> Iterator[Finding]:
    if dossier.has(PLAN):
        yield from _targets_told(dossier, PLAN, readings_of_file(dossier, PLAN))


@once_each
def _targets_told(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    targets = _planned(dossier)
    if not targets or PLAN in known.misread_files(dossier):
        return
    spare = (*dossier.industry_names, *_SPARE)
    for read in texts:
        for sentence in read.sentences:
            if sentence.items and not _NOW.search(read.text, sentence.start, sentence.end):
                yield from _target(dossier, read, sentence, targets, spare)


class Planned(NamedTuple):
    """A project's target with its phase, its quantity and unit, and the words that mean it."""

    phase: int
    target: str
    quantity: Decimal
    unit: str | None
    core: str
    letters: frozenset[str]


@once
def _planned(dossier: Dossier) -> tuple[Planned, ...]:
    spare = (*dossier.industry_names, *_SPARE)
    return tuple(
        Planned(index, each.target, each.quantity, each.unit, core := _core(spare, each.target), frozenset(core))
        for index, phase in enumerate(dossier.plan.phases)
        for each in phase.project_targets
        if each.target and each.quantity is not None
    )


def _target(
    dossier: Dossier, read: TextReading, sentence: ReadSentence, targets: tuple[Planned, ...], spare: tuple[str, ...]
) -> Iterator[Finding]:
    letters = set(_core(spare, read.text[sentence.start : sentence.end]))
    spoken = [each for each in targets if each.letters <= letters]
    named: list[Planned] = []
    past, last = "", sentence.start
    for item in sentence.items if spoken else ():
        before = _core(spare, read.text[sentence.start : item.value.start])
        around = _clause_around(spare, read, sentence, item)
        inside = [each for each in spoken if _says_other_order(each.core, around)]
        here = inside or [each for each in spoken if each.core in before and each.core not in past]
        if here or (named and not _LEADS_ON.fullmatch(_core(spare, read.text[last : item.value.start]))):
            named = here
        past, last = before, item.value.end
        same = [each for each in named if each.unit == item.value.unit]
        if (
            not same
            or item.role not in ("level", "to")
            or (item.foreign and not here)
            or _of_the_past(dossier, item)
            or item.value.each
            or item.value.loose
        ):
            continue
        whose = [each for each in same if item.population is None or item.population in each.target]
        whose = whose or same
        if not _allowed(item, whose, same):
            quantities = "、".join(dict.fromkeys(f"{decimal_text(each.quantity)}{each.unit}" for each in whose))
            yield reading_finding(
                read,
                item.value.start,
                item.value.end,
                f"写的是 {read.of(item)}，工作阶段里“{whose[0].target}”的目标是 {quantities}。",
                "与工作阶段里的目标改成一致。",
            )


#: What may stand between a target's figure and the next of the same target.
_LEADS_ON = late_pattern(
    r"(?:20\d{2}年(?:\d{1,2}月)?|第[一二三四]阶段|[一二三四]阶段|[其中又再新增达到提高至由从为共计分别底末时期满结束完成家件项个人次起试点和与及；（）：]|不少于)*"
)
#: A core shorter than this says too little in another order.
SHORTEST_LENGTH = 5


def _says_other_order(core: str, clause: str) -> bool:
    """Whether a clause has every character of a target's words, the end of them behind the figure: 许可36家企业使用商标."""
    if len(core) < SHORTEST_LENGTH or core in clause:
        return False
    pairs = {core[place : place + 2] for place in range(len(core) - 1)}
    there = sum(pair in clause for pair in pairs)
    return set(core) <= set(clause) and there + there // 2 >= len(pairs)


def _clause_around(spare: tuple[str, ...], read: TextReading, sentence: ReadSentence, item: Statement) -> str:
    """The clause of a value without the value itself."""
    start = max(read.text.rfind(mark, sentence.start, item.value.start) for mark in "，,：、") + 1
    ends = [place for mark in "，,、" if (place := read.text.find(mark, item.value.end, sentence.end)) >= 0]
    words = (
        read.text[max(start, sentence.start) : item.value.start]
        + read.text[item.value.end : min(ends, default=sentence.end)]
    )
    return _core(spare, words)


def _of_the_past(dossier: Dossier, item: Statement) -> bool:
    year = dossier.baseline_year
    return item.phase is None and item.year is not None and year is not None and item.year <= year


#: What says nothing of a target, beside the names of the industries.
_SPARE = ("累计", "的", "，", "、")


def _core(spare: tuple[str, ...], words: str) -> str:
    for name in spare:
        words = words.replace(name, "")
    return words


def _allowed(item: Statement, whose: list[Planned], same: list[Planned]) -> bool:
    """Whether a value is a target of its phase, or a sum over phases and industries."""
    if item.phase is not None and item.phase >= 0:
        of_phase = [Fraction(each.quantity) for each in whose if each.phase == item.phase]
        if len(of_phase) == 1 and "合计" not in item.before and "共" not in item.before:
            return item.value.number == of_phase[0]
    amounts = [Fraction(each.quantity) for each in same][:6]
    sums = {sum(chosen, Fraction(0)) for size in range(1, len(amounts) + 1) for chosen in combinations(amounts, size)}
    return item.value.number in sums


# ---- funds -------------------------------------------------------------------------------------------------------

_POLICY_MONEY = late_pattern(r"奖励|贴息|专项资金|贷款|基金|每年|补助|补贴|政策|奖金|试验室|二期|担保|〔|产业发展")
_PILOT_MONEY = late_pattern(
    r"试点资金|试点经费|资金总额|总投入|总投资|资金合计|共安排资金|投入资金|计划投入|拟投入|计划安排|经费总额|资金共|投入|[两三各]级财政"
)
_FISCAL = late_pattern(
    r"[两三各]级财政(?:资金|共|合计|投入|计划|拟|安排)|财政性资金|财政资金|各级财政|两级财政|财政投入"
)
_OF_THEM_FISCAL = late_pattern(
    r"其中[，,]?财政(?:共|合计)?(?:出资|投入|安排|承担|拿出|资金|部分|列支)+(?:为|是|达)?\s?$"
)
#: Behind a total the years of its parts are no longer meant.
_SUMMED = late_pattern(r"(?:共|合计|总计|累计)[^，。；]{0,6}\d|另有|另外|此外")
_ALL_YEARS = late_pattern(r"三年|两年|试点期|周期|各年|[至到—-](?:20)\d{2}年|共|总|合计|累计|全部")


def _funds(dossier: Dossier) -> Iterator[Finding]:
    for path in (CONDITIONS, PLAN):
        if dossier.has(path):
            yield from _funds_told(dossier, path, readings_of_file(dossier, path))


@once_each
def _funds_told(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    names = known.fund_sources(dossier)
    if not names:
        return
    for read in texts:
        if read.prose.file == PLAN or read.prose.keys[:1] == ("承诺",):
            if "资金" in read.prose.keys and read.prose.keys[0] == "资金":
                continue
            year: int | None = None
            opened = ""
            for sentence in read.sentences:
                year = yield from _of_sentence(dossier, read, sentence, names, year, opened)
                if read.text[sentence.end : sentence.end + 1] not in "；;":
                    year, opened = None, ""
                else:
                    opened = opened or _opening(read.text[sentence.start : sentence.end])


#: What the funds are for, which may be a policy's as well as the pilot's.
_PURPOSE = late_pattern(r"用于[^；。]*")
#: What opens a list of the funds by year, each year behind a semicolon.
_YEARLY = ("分年", "分两年", "分三年", "逐年", "按年", "年度")
_BY_YEAR = late_pattern(
    r"(?:试点|工作|配套)?(?:资金|经费)[^，。：；\d]{0,6}(?:分年|分[两三]年|逐年|按年|年度)[^，。：；\d]{0,6}[：:，]"
)


def _opening(words: str) -> str:
    match = _BY_YEAR.search(words) if any(word in words for word in _YEARLY) else None
    return match.group() if match is not None else ""


def _of_sentence(
    dossier: Dossier, read: TextReading, sentence: ReadSentence, names: list[str], year: int | None, opened: str = ""
) -> Generator[Finding, None, int | None]:
    text = read.text
    words = text[sentence.start : sentence.end]
    opened = opened or _opening(words)
    years = [day.year for day in sentence.days]
    if opened:
        pass  # 奖励 and the like say what a year's funds are for
    elif _POLICY_MONEY.search(_PURPOSE.sub("", words) if "用于" in words else words) or not (
        _PILOT_MONEY.search(words) or any(name in words for name in names)
    ):
        return years[-1] if len(years) == 1 else None
    listed = "分别" in words or "依次" in words
    whose: list[str] = []
    for place, item in enumerate(sentence.items):
        if item.value.kind == MONEY:
            whose = _sources(names, item.before) or (whose if _SAME_SOURCE.search(item.before) else [])
        if (
            item.value.kind != MONEY
            or item.role not in ("level", "from", "to", "compare")
            or item.value.loose
            or listed
            or _in_run(sentence, place)
        ):
            continue
        here = [
            day.year
            for day in sentence.days
            if day.start < item.value.start and not _SUMMED.search(text, day.end, item.value.start)
        ]
        stated = None
        if not _IN_ALL.search(item.before) and not _ranged(text, sentence, item):
            stated = here[-1] if here else (year if not sentence.days else None)
        right = _right_fund(dossier, opened + words, item, whose, stated)
        if right is not None and not item.value.fits(right, Fraction(0)):
            shown = item.value.shown(right)
            if item.value.scale != 1:
                shown = f"{decimal_text(int(right))}万元"
            what = f"{f'{stated} 年' if stated is not None else ''}{'、'.join(whose) or '合计'}"
            yield reading_finding(
                read,
                item.value.start,
                item.value.end,
                f"写的是 {read.of(item)}，资金表里{what}是 {shown}。",
                f"写成“{shown}”，或改资金表。",
            )
    return years[-1] if len(set(years)) == 1 else year


_IN_ALL = late_pattern(r"(?:资金|经费|投入|投资)(?:总额|总量|合计|总共)[^，。]{0,4}$|总投[入资][^，。]{0,4}$")


#: What leads to the next year's figure of the same source.
_SAME_SOURCE = late_pattern(
    r"(?:增加到|提高到|增至|降至|减至|降到|减少到|，)(?:20\d{2}年)?的?(?:安排|投入|为|计划|再)*$"
)


def _in_run(sentence: ReadSentence, place: int) -> bool:
    """Whether a value stands in a list without words of its own: the years' figures of one source, one by one."""
    items = sentence.items
    joined = ("、", "和", "及", "与")
    return (place > 0 and items[place].before in joined) or (
        place + 1 < len(items) and items[place + 1].before in joined and items[place].phase is None
    )


def _ranged(text: str, sentence: ReadSentence, item: Statement) -> bool:
    """Whether the years before a value are a range or a list, so that all of them are meant."""
    here = [day for day in sentence.days if day.start < item.value.start]
    return len(here) > 1 and re.fullmatch(r"[至到、和—-]{1,2}", text[here[-2].end : here[-1].start]) is not None


def _sources(names: list[str], before: str) -> list[str]:
    """The sources named before a value: the last one, or all that are joined by 和、."""
    found = sorted({(before.rfind(name), name) for name in names if name in before}, key=lambda pair: pair[0])
    found = [pair for pair in found if not any(pair[1] in other and pair[1] != other for _, other in found)]
    kept = found[-1:]
    for at_, name in reversed(found[:-1]):
        if re.fullmatch(r"[和、与及]|以及", before[at_ + len(name) : kept[0][0]]) is None:
            break
        kept.insert(0, (at_, name))
    return [name for _, name in kept]


def _right_fund(dossier: Dossier, words: str, item: Statement, sources: list[str], year: int | None) -> Fraction | None:
    """What the fund table gives for a value; None where it cannot be told which of its figures is meant."""
    if year is not None and year not in known.fund_years(dossier):
        return None
    if not sources and (_FISCAL.search(item.before) or _OF_THEM_FISCAL.search(item.before)):
        sources = [name for name in known.fund_sources(dossier) if "财政" in name]
    if sources:
        amounts = [known.known_funds(dossier, name, year) for name in sources]
        return sum((amount for amount in amounts if amount is not None), Fraction(0)) or None
    if re.search(r"(?:财政|企业|协会|自筹|省级|市级|社会)", item.before):
        return None
    if year is not None:
        plainly = (
            _BY_YEAR.search(words)
            or _PILOT_MONEY.search(item.before)
            or re.search(r"试点(?:资金|经费)|资金总额", words)
        )
        return known.known_funds(dossier, None, year) if plainly else None
    if re.search(r"试点[^，]{0,4}(?:资金|经费)|资金总额|总投入|总投资|共安排资金|(?:合计|总计)$|占$", item.before):
        return known.known_funds(dossier, None, None)
    return None


# ---- more than there is ------------------------------------------------------------------------------------------

_GIVEN = late_pattern(r"投入|投资|拨付|安排|资金|奖励|贴息|补助|补贴|财政|专项|兑现|自筹")


@by_reading
def _more_than_output(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    """Funds greater than what the whole region makes in a year."""
    year = dossier.baseline_year
    names = known.fund_sources(dossier)
    output = known.known_figure(dossier, "gross_output", known.REGION, year) if year is not None else None
    if output is None:
        return
    for read in texts:
        for sentence in read.sentences:
            for item in sentence.items:
                large = item.value.kind == MONEY and item.value.number > output and not item.foreign
                if large and read.prose.file == PLAN and list(_of_sentence(dossier, read, sentence, names, None)):
                    continue  # X116 says so
                if large and _GIVEN.search(item.before.rpartition("，")[2]):
                    yield reading_finding(
                        read,
                        item.value.start,
                        item.value.end,
                        f"{read.of(item)}比 {year} 年整个区域的工业总产值还多。",
                        "核对金额和单位：万元写成了亿元吗？",
                    )


RULES = (
    Rule(
        "X115",
        "文中的项目目标与工作阶段里的一致",
        "form-plan-targets",
        "error",
        "验收时按目标核对，文字和表里的目标不一样，就不知道按哪个。按目标的原话对照。",
        "第一阶段制定发布联盟标准2项（工作阶段里 2 项）",
        "第一阶段制定发布联盟标准3项（工作阶段里 2 项）",
        _targets,
    ),
    Rule(
        "X116",
        "文中的资金与资金表一致",
        "form-plan-support",
        "error",
        "方案文字、承诺和资金表的金额不一致，是审查人员最先看到的。按年份和来源对照；政策本身的资金不在此列。",
        "县财政三年共安排1860万元（资金表 1860）",
        "县财政三年共安排1680万元（资金表 1860）",
        _funds,
    ),
    Rule(
        "X129",
        "文中的资金不比整个区域的产值还多",
        "form-support",
        "warning",
        "资金、奖励、贴息比整个区域一年的工业总产值还多，多半是万元写成了亿元。",
        "贴息办法安排资金450万元",
        "贴息办法安排资金450亿元",
        _more_than_output,
    ),
)
