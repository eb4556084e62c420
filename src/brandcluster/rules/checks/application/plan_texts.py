"""Rules on what texts say of the plan: its length and phases, and how many of a thing there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from brandcluster.base.numbers import decimal_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import CONDITIONS, PLAN, REGION
from brandcluster.dossier.load import Dossier, once
from brandcluster.rules.checks.application.text_readings import TextReading, by_reading, reading_finding
from brandcluster.rules.facts.rules_in_force import months_between, parameter_number
from brandcluster.rules.facts.texts import known
from brandcluster.rules.facts.texts.sentence_parts import ReadSentence
from brandcluster.rules.facts.texts.values import Day, chinese_number
from brandcluster.rules.rule import Finding, Rule

_LONG = late_pattern(
    r"(?<!\d)(?:(\d{1,3})|([一二两三四五六七八九十]{1,3})|(半))(?:个(月)|(年)(半)?(?![底末初以前来度内级代]))"
)
_TRIGGER = late_pattern(r"试点周期|试点期(?!满|间)|周期|历时|为期|工期|期限|阶段")
_PHASE = late_pattern(r"第([一二三四五六])阶段")
_FROM_TO = late_pattern(r"[自从由]|开始|[至到]|起于|止于")


class PhaseSpan(NamedTuple):
    """The months in which a phase begins and ends."""

    start: date | None
    end: date | None


@once
def _phases(dossier: Dossier) -> tuple[PhaseSpan, ...]:
    return tuple(PhaseSpan(each.start, each.end) for each in dossier.plan.phases)


@once
def _cycle(dossier: Dossier) -> tuple[date, date] | None:
    cycle = dossier.header.cycle
    return (cycle.start, cycle.end) if cycle is not None and cycle.start and cycle.end else None


# ---- how long ----------------------------------------------------------------------------------------------------


@by_reading
def _durations(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    for read in texts if path in (PLAN, REGION) else ():
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
        right = _right_length(dossier, read, sentence, before, after, match.start())
        if length is None or right is None or length == right:
            continue
        about = parameter_number(dossier, "length-margin") if after.startswith(("左右", "多")) else None
        if about is not None and abs(length - right) <= about:
            continue
        shown = f"{right} 个月" if right % 12 else f"{right // 12} 年（{right} 个月）"
        yield reading_finding(
            read, match.start(), match.end(), f"写的是{match.group()}，起止时间算来是 {shown}。", "改成与起止时间一致。"
        )


def _length(match: re.Match[str]) -> int | None:
    digits, words, half, _, year, and_half = match.groups()
    if half:
        return 12 // 2 if year else None
    number = int(digits) if digits else chinese_number(words)
    return number * 12 + (12 // 2 if and_half else 0) if year else number


#: What may stand between years from and to, and how long they are.
_YEARS_LONG = late_pattern(r"[（(，,]?(?:的|这|共|前后|连续)?")
_TO_YEAR = late_pattern(r"[至到—–~～-]{1,2}")


def _years_before(text: str, sentence: ReadSentence, place: int) -> tuple[Day, Day] | None:
    """The years from and to of a span that stands before a place, where neither has a month."""
    named = [day for day in sentence.days if day.end <= place]
    if len(named) < 2 or any(day.month is not None for day in named[-2:]):
        return None
    joined = _TO_YEAR.fullmatch(text, named[-2].end, named[-1].start)
    return (named[-2], named[-1]) if joined else None


def _right_length(
    dossier: Dossier, read: TextReading, sentence: ReadSentence, before: str, after: str, place: int
) -> int | None:
    """How many months what a length speaks of lasts; None where that cannot be told."""
    if re.search(r"每(?:个)?阶段[^，]{0,6}$", before):
        lengths = {_of_phase(phase) for phase in _phases(dossier)}
        return lengths.pop() if len(lengths) == 1 else None
    years = _years_before(read.text, sentence, place)
    if years is not None and _YEARS_LONG.fullmatch(read.text, years[1].end, place):
        return (years[1].year - years[0].year + 1) * 12
    of_cycle = ("周期" in before or "试点" in before) and _OF_CYCLE.search(before)
    of_cycle = of_cycle or re.match(r"的?(?:试点)?(?:周期|试点期)", after)
    of_span = (
        _OF_SPAN.search(before)
        or (before.endswith("以") and after.startswith("为期"))
        or ("年" in after and _BEFORE_SPAN.match(after))
    )
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
_OF_CYCLE = late_pattern(
    r"(?:试点)?周期[^，；。]{0,6}$|试点(?:期限?|时间)(?:共|为|是|约|定为|设定为|确定为|安排)*$|试点期[为限][^，；。]{0,4}$"
)
_OF_SPAN = late_pattern(
    r"(?:(?<![使费作])用|历经|历时|为期|期限|工期|时间|[，、）)](?:总?共|共计|前后|合计|计))(?:共|为|约|是|计)*$"
)
_BEFORE_SPAN = late_pattern(r"(?:左右)?(?:的?时间)?[，（(：:]?(?:即|自|从)(?=(?:自|从)?(?:19|20)\d{2}年)")


def _of_phase(phase: PhaseSpan) -> int | None:
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
_PHASES = rf"(?:按(?:照)?{_NUMBER}个(?:工作)?阶段(?:分解|推进|实施|安排|组织|进行))|(?:分|划分|分为|分成|划分为)(?:成|为)?{_NUMBER}个(?:工作)?阶段"
_POLICIES = (
    rf"(?:现行|出台|已有|现有|印发|制定)[^，。；\d]{{0,30}}?{_NUMBER}[项个份](?:现行|有效|相关|扶持|支持|配套|专项)*(?:的)?政策|"
    rf"先后(?:印发|出台|制定|下发)了?{_NUMBER}[项个份][^，。；\d]{{0,24}}(?:文件|办法|意见|政策)(?=[，。])|"
    rf"政策(?:措施|文件)?(?:共|共有|有|计|累计){{0,2}}{_NUMBER}[项个份]|{_NUMBER}项政策(?:措施|文件)?(?:现行|有效|全部|均)"
)
#: What each of them holds; most sentences do not.
_COUNTED = late_pattern(r"[\d一二两三四五六七八九十][个项份]")
_SIGNED = (
    rf"{_NUMBER}家(?:县|市|区|县内|区内|行业|特种|阀门)?(?:行业)?(协会|商会|行业组织)|{_NUMBER}家(骨干企业|重点企业)"
)


_SCOPE = late_pattern(r"试点(?:工作)?(?:范围|涉及)|纳入试点")


class ListLengths(NamedTuple):
    """How many entries the lists have that texts count, and of which kind those are that take part.

    None where a list is empty or could not be read.
    """

    projects: int
    phases: int
    policies: int
    signers: tuple[str | None, ...]


@once
def _lengths(dossier: Dossier) -> ListLengths:
    misread = known.misread_files(dossier)
    projects, phases = (0, 0) if PLAN in misread else (len(dossier.plan.projects), len(dossier.plan.phases))
    if CONDITIONS in misread:
        return ListLengths(projects, phases, 0, ())
    conditions = dossier.conditions
    return ListLengths(
        projects, phases, len(conditions.policies), tuple(each.kind for each in conditions.participation)
    )


@by_reading
def _counts(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    if path not in (PLAN, REGION, CONDITIONS):
        return
    lengths = _lengths(dossier)
    for read in texts:
        for sentence in read.sentences:
            yield from _counted(dossier, read, sentence, lengths)


def _counted(dossier: Dossier, read: TextReading, sentence: ReadSentence, lists: ListLengths) -> Iterator[Finding]:
    start, end = sentence.start, sentence.end
    words = read.text[start:end]
    if lists.projects and "项目" in words and read.prose.file == PLAN:
        yield from _each(read, _PROJECTS, start, end, lists.projects, "主要工作项目")
    if lists.phases and "阶段" in words and read.prose.file == PLAN:
        yield from _each(read, _PHASES, start, end, lists.phases, "工作阶段")
    if lists.policies and ("政策" in words or "文件" in words) and not re.search("拟|将|计划|新增|再|准备|还要", words):
        for finding in _each(read, _POLICIES, start, end, lists.policies, "政策措施"):
            yield finding._replace(severity="warning")  # not every policy need stand in the list
    if lists.signers and "声明" in words and "参与" in words:
        yield from _signers(lists.signers, read, start, end)
    if "试点" in words and _SCOPE.search(words):
        yield from _in_scope(dossier, read, sentence)


def _each(read: TextReading, pattern: str, start: int, end: int, right: int, what: str) -> Iterator[Finding]:
    if _COUNTED.search(read.text, start, end) is None:
        return
    for match in re.compile(pattern).finditer(read.text, start, end):
        stated = _number(match)
        if stated != right:
            yield reading_finding(
                read,
                match.start(),
                match.end(),
                f"写的是 {stated} 项，“{what}”里有 {right} 项。",
                f"写成“{_written(match, right)}”，或补齐“{what}”。",
            )


def _written(match: re.Match[str], right: int) -> str:
    """The phrase with the right number in it, in figures or in words as it was."""
    place = next(index for index in range(1, (match.re.groups or 0) + 1) if match.group(index))
    start, end = match.span(place)
    in_words = not match.group(place).isdecimal() and 0 < right < len(_IN_WORDS)
    number = _IN_WORDS[right] if in_words else str(right)
    return match.string[match.start() : start] + number + match.string[end : match.end()]


#: Small numbers as they stand before 个 and 项.
_IN_WORDS = "零一两三四五六七八九十"


def _number(match: re.Match[str]) -> int:
    found = next(group for group in match.groups() if group)
    return int(found) if found.isdecimal() else chinese_number(found)


def _signers(signed: tuple[str | None, ...], read: TextReading, start: int, end: int) -> Iterator[Finding]:
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
    for item in [each for each in sentence.items if each.value.unit == "家"][:1]:
        plain_scope = re.search(r"(?:共|企业|共有|合计|涉及企业|相关企业)\s?$", item.before)
        if (
            right is None
            or item.value.unit != "家"
            or not plain_scope
            or any(name in item.before.rpartition("，")[2] for name in dossier.industry_names)
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
)
