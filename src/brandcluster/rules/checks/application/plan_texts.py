"""Rules on what texts say of the plan: its length and phases, how many of a thing, targets of projects, funds."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.files import CONDITIONS, PLAN, REGION
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.plan import Phase, ProjectTarget
from brandcluster.rules.checks.application.text_readings import TextReading, reading_finding, text_readings
from brandcluster.rules.facts.rules_in_force import months_between
from brandcluster.rules.facts.texts import known
from brandcluster.rules.facts.texts.statements import ReadSentence, Statement
from brandcluster.rules.facts.texts.values import MONEY, Day, chinese_number
from brandcluster.rules.rule import Finding, Rule

_LONG = re.compile(
    r"(?<!\d)(?:(\d{1,3})|([一二两三四五六七八九十]{1,3})|(半))(?:个(月)|(年)(?![底末初以前来度内级代]))"
)
#: “三年左右” may be so many months more or less.
NEARLY = 6
_TRIGGER = re.compile(r"试点周期|试点期(?!满|间)|周期|历时|为期|工期|期限|阶段")
_PHASE = re.compile(r"第([一二三四五六])阶段")
_FROM_TO = re.compile(r"[自从由]|开始|[至到]")


def _phases(dossier: Dossier) -> list[Phase]:
    return dossier.plan.phases if dossier.plan is not None else []


def _cycle(dossier: Dossier) -> tuple[date, date] | None:
    cycle = dossier.header.cycle if dossier.header is not None else None
    return (cycle.start, cycle.end) if cycle is not None and cycle.start and cycle.end else None


# ---- how long ----------------------------------------------------------------------------------------------------


def _durations(dossier: Dossier) -> Iterator[Finding]:
    for read in text_readings(dossier):
        if read.prose.file != PLAN and read.prose.file != REGION:
            continue
        for sentence in read.sentences:
            words = read.text[sentence.start : sentence.end]
            if len(sentence.days) > 1 or _TRIGGER.search(words):
                yield from _duration(dossier, read, sentence)


def _duration(dossier: Dossier, read: TextReading, sentence: ReadSentence) -> Iterator[Finding]:
    text = read.text
    for match in _LONG.finditer(text, sentence.start, sentence.end):
        before, after = (
            text[max(match.start() - 16, sentence.start) : match.start()],
            text[match.end() : match.end() + 16],
        )
        length = _length(match)
        right = _right_length(dossier, read, sentence, before, after)
        about = abs(length - right) if length is not None and right is not None else None
        if about is None or not about or (about < NEARLY and after.startswith(("左右", "多"))):
            continue
        shown = f"{right} 个月" if right % 12 else f"{right // 12} 年（{right} 个月）"
        yield reading_finding(
            read, match.start(), match.end(), f"写的是{match.group()}，起止时间算来是 {shown}。", "改成与起止时间一致。"
        )


def _length(match: re.Match[str]) -> int | None:
    digits, words, half, _, year = match.groups()
    if half:
        return 12 // 2 if year else None
    number = int(digits) if digits else chinese_number(words)
    return number * 12 if year else number


def _right_length(dossier: Dossier, read: TextReading, sentence: ReadSentence, before: str, after: str) -> int | None:
    """How many months what a length speaks of lasts; None where that cannot be told."""
    if re.search(r"每(?:个)?阶段[^，]{0,6}$", before):
        lengths = {_of_phase(phase) for phase in _phases(dossier)}
        return lengths.pop() if len(lengths) == 1 else None
    of_cycle = _OF_CYCLE.search(before) or re.match(r"的?(?:试点)?(?:周期|试点期)", after)
    of_span = _OF_SPAN.search(before) or _BEFORE_SPAN.match(after)
    if not of_cycle and not of_span:
        return None
    cycle = _cycle(dossier)
    if of_cycle:
        return months_between(*cycle) if cycle is not None else None
    span = _span(read, sentence)
    if span is not None:
        return span
    phase = _PHASE.search(read.text, sentence.start, sentence.end)
    if phase is not None:
        index = chinese_number(phase.group(1)) - 1
        return _of_phase(_phases(dossier)[index]) if index < len(_phases(dossier)) else None
    if "试点" in read.text[sentence.start : sentence.end] and cycle is not None:
        return months_between(*cycle)
    return None


#: What a length of the cycle stands behind; of the months that a sentence names; and what leads from it to them.
_OF_CYCLE = re.compile(
    r"(?:试点)?周期[^，；。]{0,6}$|试点(?:期限?|时间)(?:共|为|是|约|定为|设定为|确定为|安排)*$|试点期[为限][^，；。]{0,4}$"
)
_OF_SPAN = re.compile(r"(?:历时|为期|期限|工期|时间|[，、）)](?:总?共|共计|前后|合计|计))(?:共|为|约|是|计)*$")
_BEFORE_SPAN = re.compile(r"(?:左右)?(?:的?时间)?[，（(：:]?(?:即|自|从)(?=(?:自|从)?(?:19|20)\d{2}年)")


def _of_phase(phase: Phase) -> int | None:
    return months_between(phase.start, phase.end) if phase.start is not None and phase.end is not None else None


def _span(read: TextReading, sentence: ReadSentence) -> int | None:
    """The months from the first to the last month that a sentence names, both included."""
    named = [day for day in sentence.days if day.month is not None and _is_month(day)]
    if len(named) != 2 or not _FROM_TO.search(read.text, sentence.start, named[1].start):
        return None
    first, last = (date(day.year, day.month or 1, 1) for day in named)
    return months_between(first, last) if first <= last else None


def _is_month(day: Day) -> bool:
    return day.month is not None and 1 <= day.month <= 12


# ---- how many ----------------------------------------------------------------------------------------------------

_NUMBER = r"(?:(\d{1,5})|([一二两三四五六七八九十]{1,3}))"
_PROJECTS = rf"{_NUMBER}[个项](?:主要)?工作项目|工作项目(?:共|共有|有|为|计|总数为){{0,2}}{_NUMBER}[个项]"
_PHASES = rf"(?:分|划分|分为|分成|划分为)(?:成|为)?{_NUMBER}个(?:工作)?阶段"
_POLICIES = (
    rf"(?:现行|出台|已有|现有|印发|制定)[^，。；\d]{{0,30}}?{_NUMBER}[项个份](?:现行|有效|相关|扶持|支持|配套|专项)*(?:的)?政策|"
    rf"政策(?:措施|文件)?(?:共|共有|有|计|累计){{0,2}}{_NUMBER}[项个份]|{_NUMBER}项政策(?:措施|文件)?(?:现行|有效|全部|均)"
)
_SIGNED = (
    rf"{_NUMBER}家(?:县|市|区|县内|区内|行业|特种|阀门)?(?:行业)?(协会|商会|行业组织)|{_NUMBER}家(骨干企业|重点企业)"
)


def _counts(dossier: Dossier) -> Iterator[Finding]:
    for read in text_readings(dossier):
        if read.prose.file not in (PLAN, REGION, CONDITIONS):
            continue
        for sentence in read.sentences:
            yield from _counted(dossier, read, sentence)


def _counted(dossier: Dossier, read: TextReading, sentence: ReadSentence) -> Iterator[Finding]:
    start, end = sentence.start, sentence.end
    plan, conditions = dossier.plan, dossier.conditions
    words = read.text[start:end]
    if plan is not None and plan.projects and "项目" in words and read.prose.file == PLAN:
        yield from _each(read, _PROJECTS, start, end, len(plan.projects), "主要工作项目")
    if plan is not None and plan.phases and "阶段" in words and read.prose.file == PLAN:
        yield from _each(read, _PHASES, start, end, len(plan.phases), "工作阶段")
    if (
        conditions is not None
        and conditions.policies
        and "政策" in words
        and not re.search("拟|将|计划|新增|再|准备|还要", words)
    ):
        for finding in _each(read, _POLICIES, start, end, len(conditions.policies), "政策措施"):
            yield finding._replace(severity="warning")  # not every policy need stand in the list
    if conditions is not None and "声明" in words and "参与" in words:
        yield from _signers(dossier, read, start, end)
    if re.search(r"试点(?:工作)?(?:范围|涉及)|纳入试点", words):
        yield from _in_scope(dossier, read, sentence)


def _each(read: TextReading, pattern: str, start: int, end: int, right: int, what: str) -> Iterator[Finding]:
    for match in re.compile(pattern).finditer(read.text, start, end):
        stated = _number(match)
        if stated != right:
            yield reading_finding(
                read,
                match.start(),
                match.end(),
                f"写的是 {stated} 项，“{what}”里有 {right} 项。",
                f"写成 {right}，或补齐“{what}”。",
            )


def _number(match: re.Match[str]) -> int:
    found = next(group for group in match.groups() if group)
    return int(found) if found.isdecimal() else chinese_number(found)


def _signers(dossier: Dossier, read: TextReading, start: int, end: int) -> Iterator[Finding]:
    signed: list[str | None] = [
        each.kind for each in (dossier.conditions.participation if dossier.conditions is not None else [])
    ]
    for match in re.compile(_SIGNED).finditer(read.text, start, end):
        kind = "行业组织" if match.group(match.lastindex or 0) in ("协会", "商会", "行业组织") else "骨干企业"
        right, stated = signed.count(kind), _number(match)
        if right and stated != right:
            yield reading_finding(
                read,
                match.start(),
                match.end(),
                f"写的是 {stated} 家，参与声明里的{kind}有 {right} 家。",
                f"写成 {right} 家，或补齐参与声明。",
            )


def _in_scope(dossier: Dossier, read: TextReading, sentence: ReadSentence) -> Iterator[Finding]:
    """How many enterprises the pilot is for: those of the statistics."""
    year = dossier.baseline_year
    right = known.known_figure(dossier, "enterprises", known.ALL, year) if year is not None else None
    for item in sentence.items[:1]:
        plain_scope = re.search(r"(?:共|企业|共有|合计|涉及企业|相关企业)\s?$", item.before)
        if (
            right is None
            or item.value.unit != "家"
            or not plain_scope
            or item.value.loose
            or item.value.number == right
        ):
            continue
        others = [known.known_figure(dossier, "industrial_enterprises", known.ALL, year or 0)]
        if item.value.number not in others:
            yield reading_finding(
                read,
                item.value.start,
                item.value.end,
                f"写的是 {read.of(item)}，{year} 年统计数据里相关企业共 {decimal_text(int(right))} 家。",
                "与统计数据改成一致。",
            )


# ---- targets of projects -----------------------------------------------------------------------------------------


#: What is so today, not at the end of a phase.
_NOW = r"目前|现有|现已|已有|截至|只有|仅有|上年|年底[有共]"


def _targets(dossier: Dossier) -> Iterator[Finding]:
    targets = [
        Planned(index, each, _core(dossier, each.target))
        for index, phase in enumerate(_phases(dossier))
        for each in phase.project_targets
        if each.target and each.quantity is not None
    ]
    if not targets:
        return
    for read in text_readings(dossier):
        if read.prose.file == PLAN:
            for sentence in read.sentences:
                if sentence.items and not re.search(_NOW, read.text[sentence.start : sentence.end]):
                    yield from _target(dossier, read, sentence, targets)


class Planned(NamedTuple):
    """A project's target with its phase and the words that mean it."""

    phase: int
    target: ProjectTarget
    core: str


def _target(dossier: Dossier, read: TextReading, sentence: ReadSentence, targets: list[Planned]) -> Iterator[Finding]:
    words = _core(dossier, read.text[sentence.start : sentence.items[-1].value.start])
    spoken = [each for each in targets if each.core in words]
    named: list[Planned] = []
    for item in sentence.items if spoken else ():
        before = _core(dossier, read.text[sentence.start : item.value.start])
        named = [each for each in spoken if each.core in before] or named
        same = [each for each in named if each.target.unit == item.value.unit]
        if not same or item.role not in ("level", "to") or item.foreign or item.value.each or item.value.loose:
            continue
        whose = [each for each in same if item.population is None or item.population in (each.target.target or "")]
        whose = whose or same
        if not _allowed(item, whose, same):
            quantities = "、".join(dict.fromkeys(f"{decimal_text(_amount(each))}{each.target.unit}" for each in whose))
            yield reading_finding(
                read,
                item.value.start,
                item.value.end,
                f"写的是 {read.of(item)}，工作阶段里“{whose[0].target.target}”的目标是 {quantities}。",
                "与工作阶段里的目标改成一致。",
            )


def _amount(planned: Planned) -> Decimal:
    return planned.target.quantity if planned.target.quantity is not None else Decimal(0)


def _core(dossier: Dossier, words: str) -> str:
    for name in (*dossier.industry_names, "累计", "的", "，", "、"):
        words = words.replace(name, "")
    return words


def _allowed(item: Statement, whose: list[Planned], same: list[Planned]) -> bool:
    """Whether a value is a target of its phase, or a sum over phases and industries."""
    if item.phase is not None and item.phase >= 0:
        of_phase = [Fraction(_amount(each)) for each in whose if each.phase == item.phase]
        if len(of_phase) == 1 and "合计" not in item.before and "共" not in item.before:
            return item.value.number == of_phase[0]
    amounts = [Fraction(_amount(each)) for each in same][:6]
    sums = {sum(chosen, Fraction(0)) for size in range(1, len(amounts) + 1) for chosen in combinations(amounts, size)}
    return item.value.number in sums


# ---- funds -------------------------------------------------------------------------------------------------------

_POLICY_MONEY = re.compile(r"奖励|贴息|专项资金|贷款|基金|每年|补助|补贴|政策|奖金|试验室|二期|担保|〔|产业发展")
_PILOT_MONEY = re.compile(
    r"试点资金|试点经费|资金总额|总投入|总投资|资金合计|共安排资金|投入资金|计划投入|拟投入|计划安排|经费总额|资金共|投入|[两三各]级财政"
)
_FISCAL = re.compile(r"[两三各]级财政(?:资金|共|合计|投入|计划|拟|安排)|财政性资金|财政资金|各级财政|两级财政|财政投入")
#: Behind a total the years of its parts are no longer meant.
_SUMMED = re.compile(r"(?:共|合计|总计|累计)[^，。；]{0,6}\d|另有|另外|此外")
_ALL_YEARS = re.compile(r"三年|两年|试点期|周期|各年|[至到—-](?:20)\d{2}年|共|总|合计|累计|全部")


def _funds(dossier: Dossier) -> Iterator[Finding]:
    names = known.fund_sources(dossier)
    if not names:
        return
    for read in text_readings(dossier):
        if read.prose.file == PLAN or (read.prose.file == CONDITIONS and read.prose.keys[:1] == ("承诺",)):
            if "资金" in read.prose.keys and read.prose.keys[0] == "资金":
                continue
            year: int | None = None
            for sentence in read.sentences:
                year = yield from _of_sentence(dossier, read, sentence, names, year)
                if read.text[sentence.end : sentence.end + 1] not in "；;":
                    year = None


def _of_sentence(
    dossier: Dossier, read: TextReading, sentence: ReadSentence, names: list[str], year: int | None
) -> Generator[Finding, None, int | None]:
    text = read.text
    words = text[sentence.start : sentence.end]
    years = [day.year for day in sentence.days]
    if _POLICY_MONEY.search(words) or not (_PILOT_MONEY.search(words) or any(name in words for name in names)):
        return years[-1] if len(years) == 1 else None
    listed = re.search("分别|依次", words) is not None
    for item in sentence.items:
        if (
            item.value.kind != MONEY
            or item.role not in ("level", "from", "to", "compare")
            or item.value.loose
            or listed
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
        whose = _sources(names, item.before)
        right = _right_fund(dossier, words, item, whose, stated)
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
                f"写成 {shown}，或改资金表。",
            )
    return years[-1] if len(set(years)) == 1 else year


_IN_ALL = re.compile(r"(?:资金|经费|投入|投资)(?:总额|总量|合计|总共)[^，。]{0,4}$|总投[入资][^，。]{0,4}$")


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
    if _FISCAL.search(item.before):
        sources = [name for name in known.fund_sources(dossier) if "财政" in name]
    if sources:
        amounts = [known.known_funds(dossier, name, year) for name in sources]
        return sum((amount for amount in amounts if amount is not None), Fraction(0)) or None
    if re.search(r"(?:财政|企业|协会|自筹|省级|市级|社会)", item.before):
        return None
    if year is not None:
        plainly = _PILOT_MONEY.search(item.before) or re.search(r"试点(?:资金|经费)|资金总额", words)
        return known.known_funds(dossier, None, year) if plainly else None
    if re.search(r"试点[^，]{0,4}(?:资金|经费)|资金总额|总投入|总投资|共安排资金|(?:合计|总计)$|占$", item.before):
        return known.known_funds(dossier, None, None)
    return None


# ---- more than there is ------------------------------------------------------------------------------------------

_GIVEN = re.compile(r"资金|奖励|贴息|补助|补贴|财政|专项|兑现|自筹")


def _more_than_output(dossier: Dossier) -> Iterator[Finding]:
    """Funds greater than what the whole region makes in a year."""
    year = dossier.baseline_year
    output = known.known_figure(dossier, "gross_output", known.REGION, year) if year is not None else None
    if output is None:
        return
    for read in text_readings(dossier):
        for sentence in read.sentences:
            for item in sentence.items:
                large = item.value.kind == MONEY and item.value.number > output and not item.foreign
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
        "X113",
        "文中的周期、阶段长短与起止时间一致",
        "apply-cycle",
        "error",
        "试点周期和各阶段的起止写在 dossier.yaml 和工作阶段里；文中写的几年、几个月要算得拢。",
        "试点自2014年7月至2016年6月，为期两年",
        "试点自2014年7月至2016年6月，为期三年",
        _durations,
    ),
    Rule(
        "X114",
        "文中的个数与清单一致",
        "form-plan-projects",
        "error",
        "工作项目、阶段、政策、签署参与声明的单位、试点范围内的企业，文中写的个数要与清单里的一样多。",
        "共安排9个主要工作项目（清单里 9 个）",
        "共安排8个主要工作项目（清单里 9 个）",
        _counts,
    ),
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
