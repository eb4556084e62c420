"""Rules on documents and days in texts: the numbers of policies, dates told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import CONDITIONS, PLAN, REGION, TOP_ENTERPRISES
from brandcluster.dossier.keeping import once_each
from brandcluster.dossier.load import Dossier, leaves_of, once
from brandcluster.dossier.model.conditions import Policy
from brandcluster.rules.checks.application.text_readings import (
    TextReading,
    by_reading,
    reading_finding,
    readings_of_file,
)
from brandcluster.rules.facts.texts.sentence_parts import ReadSentence
from brandcluster.rules.facts.texts.values import Day
from brandcluster.rules.rule import Finding, Rule

_TEXTS = (REGION, PLAN, TOP_ENTERPRISES, CONDITIONS)
_DOCUMENT = late_pattern(r"([^\W\d]{2,8})〔(\d{4})〕(?:第)?(\d{1,4})号")
_TITLE = late_pattern(r"《([^《》\n]{4,80})》")


class TextDocument(NamedTuple):
    """A document number in a text: its place, issuer's sign, year and number, and the title right before it."""

    start: int
    end: int
    sign: str
    year: str
    number: str
    title: str | None


def _policies(dossier: Dossier) -> list[Policy]:
    return dossier.conditions.policies if dossier.conditions is not None else []


@once
def _numbers(dossier: Dossier) -> set[tuple[str, ...]]:
    """Every document number that stands in a field of its own anywhere in the dossier."""
    found: set[tuple[str, ...]] = set()
    for path in dossier.documents:
        for keys, value in leaves_of(dossier, path):
            # A file can be a single scalar: it has no keys.
            fixed = keys[-1:] == ("文号",) or (path.startswith("pilot/") and "〔" in str(value))
            if fixed and isinstance(value, str):
                found |= {match.groups() for match in _DOCUMENT.finditer(value)}
    return found


@by_reading
def _documents(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    policies = [(each, _DOCUMENT.search(each.number or "")) for each in _policies(dossier)]
    known = [(each, match.groups()) for each, match in policies if match is not None]
    if not known or path not in (REGION, PLAN):
        return
    for read in texts:
        if "〔" in read.text:
            signs = {sign for _, (sign, _, _) in known}
            for document in _in_text(read.text, signs | {f"{sign}办" for sign in signs}):
                yield from _document(dossier, read, document, known)


def _in_text(text: str, signs: set[str]) -> Iterator[TextDocument]:
    for match in _DOCUMENT.finditer(text):
        run, year, number = match.groups()
        sign = max((each for each in signs if run.endswith(each)), key=len, default=run)
        start = match.start() + len(run) - len(sign)
        before = text[max(start - 100, 0) : start]
        titles = list(_TITLE.finditer(before))
        near = titles[-1] if titles and re.fullmatch(r"[（(]?", before[titles[-1].end() :]) else None
        yield TextDocument(start, match.end(), sign, year, number, near.group(1) if near is not None else None)


def _document(
    dossier: Dossier, read: TextReading, document: TextDocument, known: list[tuple[Policy, tuple[str, ...]]]
) -> Iterator[Finding]:
    stated = (document.sign, document.year, document.number)
    named = [
        (each, number) for each, number in known if document.title is not None and _same_title(each, document.title)
    ]
    if named:
        policy, right = named[0]
        if stated != right and not re.search("修订|修改", read.text[max(document.start - 100, 0) : document.start]):
            yield reading_finding(
                read,
                document.start,
                document.end,
                f"“{policy.name}”的文号写成了“{read.text[document.start : document.end]}”，政策措施里是“{policy.number}”。",
                f"写成“{policy.number}”，或改政策措施里的文号。",
            )
        return
    signs = {number[0] for _, number in known}
    if stated in _numbers(dossier) or not any(
        document.sign == sign or _is_office(document.sign, sign) for sign in signs
    ):
        return
    if document.title is not None:
        return  # another document, with a title of its own
    close = [policy for policy, number in known if _swapped(stated, number)]
    close = close or [policy for policy, number in known if _mistyped(stated, number)]
    close = close or [
        policy for policy, number in known if stated[1:] == number[1:] and _is_office(stated[0], number[0])
    ]
    if close:
        numbers = "、".join(f"“{policy.number}”" for policy in close)
        yield reading_finding(
            read,
            document.start,
            document.end,
            f"“{read.text[document.start : document.end]}”不在政策措施里，与{numbers}只差一点。",
            f"是{numbers}{'中的一个' if len(close) > 1 else ''}就改成一样；另有这个文件的，补进政策措施。",
        )


def _swapped(stated: tuple[str, ...], number: tuple[str, ...]) -> bool:
    """Whether a document number is another one with two figures swapped."""
    return (
        stated != number
        and stated[0] == number[0]
        and all(sorted(one) == sorted(other) for one, other in zip(stated[1:], number[1:], strict=True))
    )


def _is_office(sign: str, other: str) -> bool:
    """Whether one sign is the government's and the other that of its office: 砚政, 砚政办."""
    return sign != other and sign.replace("办", "") == other.replace("办", "")


def _mistyped(stated: tuple[str, ...], number: tuple[str, ...]) -> bool:
    """Whether a document number looks like another with a digit of its year or number wrong, too much or missing."""
    if stated[0] != number[0] or (stated[1] == number[1]) == (stated[2] == number[2]):
        return False
    one, other = (stated[1], number[1]) if stated[2] == number[2] else (stated[2], number[2])
    if len(one) == len(other):
        return len(one) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def _same_title(policy: Policy, title: str) -> bool:
    name = (policy.name or "").strip("《》")
    return bool(name) and (name == title or name.endswith(title) or title.endswith(name))


# ---- days told twice ---------------------------------------------------------------------------------------------

_ISSUED = late_pattern(r"印发|发布|出台|实施|颁布|施行|制定|下发|[（(，]")
_OFFICES = (("质监", "质量"), ("质检", "质量"), ("安监", "安全"), ("环保", "环境"), ("工商", "工商"))


@by_reading
def _days(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    if path not in (REGION, PLAN):
        return
    marks: dict[str, tuple[date, str]] = _marks(dossier)
    for read in texts:
        for sentence in read.sentences:
            words = read.text[sentence.start : sentence.end]
            if not sentence.days:
                continue
            yield from _policy_days(dossier, read, sentence, words)
            if "声明" in words:
                yield from _declared(dossier, read, sentence, words)
            yield from _milestones(dossier, read, sentence, words)
            if "商标" in words and ("申请" in words or "受理" in words):
                yield from _applied(read, sentence, words, marks)


def _differs(day: Day, right: date) -> bool:
    return day.year != right.year or (day.month or right.month) != right.month or (day.day or right.day) != right.day


def _text_of(right: date, day: Day) -> str:
    tail = f"{right.day}日" if day.day is not None else ""
    return f"{right.year}年{right.month}月{tail}" if day.month is not None else f"{right.year}年"


def _wrong(read: TextReading, day: Day, right: date, what: str) -> Finding:
    stated = read.text[day.start : day.end]
    return reading_finding(
        read, day.start, day.end, f"写的是 {stated}，{what}是 {_text_of(right, day)}。", "核对日期，改成一致。"
    )


def _policy_days(dossier: Dossier, read: TextReading, sentence: ReadSentence, words: str) -> Iterator[Finding]:
    """The day on which a policy came out, where a sentence names one policy by its title or number."""
    if "《" not in words and "〔" not in words:
        return
    titles = [match.group(1) for match in _TITLE.finditer(words)]
    numbers = {match.groups()[1:] for match in _DOCUMENT.finditer(words)} if "〔" in words else set()
    named = [
        each
        for each in _policies(dossier)
        if each.date is not None and (any(_same_title(each, title) for title in titles) or _number_of(each) in numbers)
    ]
    if len(named) != 1 or re.search(r"修订|修改|底前|月前|拟|计划|专利|商标", words):
        return
    right = named[0].date
    for day in sentence.days:
        behind = read.text[day.end : day.end + 20]
        if day.month is None or right is None or not _differs(day, right):
            continue
        if _ISSUED.search(behind.partition("，")[0]) or (
            day.day is not None and read.text[day.end : day.end + 1] in "）)，"
        ):
            yield _wrong(read, day, right, f"政策措施里“{named[0].name}”的发布日期")


def _number_of(policy: Policy) -> tuple[str, ...]:
    match = _DOCUMENT.search(policy.number or "")
    return match.groups()[1:] if match is not None else ()


def _declared(dossier: Dossier, read: TextReading, sentence: ReadSentence, words: str) -> Iterator[Finding]:
    """The days of the declarations, of the offices named since the day before."""
    conditions = dossier.conditions
    if conditions is None or "出具" not in words:
        return
    last = sentence.start
    for day in sentence.days:
        between = read.text[last : day.start]
        keys = [key for word, key in _OFFICES if word in between]
        dates = [
            each.date
            for each in conditions.declarations
            if each.date and any(key in (each.issuer or "") for key in keys)
        ]
        last = day.end
        if dates and day.day is not None and all(_differs(day, right) for right in dates):
            yield _wrong(read, day, dates[0], "conditions.yaml 里事故声明的日期")


def _milestones(dossier: Dossier, read: TextReading, sentence: ReadSentence, words: str) -> Iterator[Finding]:
    """The month of a milestone, where its own words stand in the sentence beside one month."""
    named = [day for day in sentence.days if day.month is not None]
    if len(named) != 1 or read.prose.keys[:1] == ("主要工作项目",):
        return
    for result, month in _told_milestones(dossier):
        if result in words and _differs(named[0], month):
            yield _wrong(read, named[0], month, f"时间节点“{result}”")


@once
def _told_milestones(dossier: Dossier) -> tuple[tuple[str, date], ...]:
    """The milestones whose own words say enough to be known again, and their months."""
    every = (each for project in dossier.plan.projects for each in project.milestones)
    return tuple((each.result, each.month) for each in every if each.result and each.month and len(each.result) > 10)


_MARK = late_pattern(r"“([^“”]{2,20})”")


@once
def _marks(dossier: Dossier) -> dict[str, tuple[date, str]]:
    """The day on which each collective mark was applied for, from the strategy or from the first text that tells it."""
    found: dict[str, tuple[date, str]] = {}
    strategy = dossier.strategy if dossier.has_pilot else None
    for mark in strategy.marks if strategy is not None else []:
        if mark.name and mark.applied is not None:
            found[mark.name] = (mark.applied, "战略里的申请日期")
    for path in (REGION, PLAN):
        for name, day in (
            _told_applications(dossier, path, readings_of_file(dossier, path)) if dossier.has(path) else ()
        ):
            found.setdefault(name, (day, "前面写的申请日期"))
    return found


@once_each
def _told_applications(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[tuple[str, date]]:
    for read in texts:
        for sentence in read.sentences:
            for name, day in _applications(read, sentence, read.text[sentence.start : sentence.end]):
                if day.month is not None and day.day is not None:
                    yield name, _date(day)


def _date(day: Day) -> date:
    try:
        return date(day.year, day.month or 1, day.day or 1)
    except ValueError:
        return date(day.year, 1, 1)


def _applications(read: TextReading, sentence: ReadSentence, words: str) -> Iterator[tuple[str, Day]]:
    """A mark with the day on which its registration was asked for, where a sentence has one of each."""
    names = list(dict.fromkeys(_MARK.findall(words)))
    whole = [day for day in sentence.days if day.day is not None]
    if (
        len(names) == 1
        and len(whole) == 1
        and re.search(r"申请|提出|提交", words)
        and not re.search("拟|计划|将", words)
    ):
        yield names[0], whole[0]


def _applied(
    read: TextReading, sentence: ReadSentence, words: str, marks: dict[str, tuple[date, str]]
) -> Iterator[Finding]:
    for name, day in _applications(read, sentence, words):
        if name in marks and _differs(day, marks[name][0]):
            yield _wrong(read, day, marks[name][0], f"“{name}”{marks[name][1]}")


RULES = (
    Rule(
        "X117",
        "文号与政策措施里的一致",
        "eligible-policy",
        "warning",
        "文号按文件的名称对照 conditions.yaml 的政策措施；没有写名称而只与其中一个差一个数字、年份的，也提出来。",
        "《……质量品牌奖励办法》（青开管〔2013〕15号），政策措施里也是 15 号",
        "《……质量品牌奖励办法》（青开管〔2013〕25号），政策措施里是 15 号",
        _documents,
    ),
    Rule(
        "X118",
        "同一件事的日期处处一样",
        "eligible-policy",
        "warning",
        "政策的发布日期、事故声明的日期、集体商标的申请日期、时间节点，文中写的与数据里的（或前面写的）不一样，总有一处是错的。",
        "奖励办法于2013年7月10日印发（政策措施里同一天）",
        "奖励办法于2013年10月7日印发（政策措施里是7月10日）",
        _days,
    ),
)
