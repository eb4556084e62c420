"""Rules on sums: what a sentence adds up, and what is part of what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.load import Dossier
from brandcluster.rules.checks.application.text_readings import (
    TextReading,
    by_reading,
    in_brackets,
    reading_finding,
    valued_sentences,
)
from brandcluster.rules.facts.rules_in_force import parameter_number
from brandcluster.rules.facts.texts.sentence_parts import ReadSentence, Statement
from brandcluster.rules.facts.texts.values import COUNT, MONEY, PERCENT, chinese_number
from brandcluster.rules.rule import Finding, Rule

_TOTAL = late_pattern(
    r"(?:合计|累计|总计|小计|共计|一共|总共|总额|总数|共)(?:为|达|达到|安排|投入|约|有|兑现|筹集|获得|是|拥有|发布|制定|完成|新增|培育|组织|"
    r"举办|建成|注册|实现|形成|参与)*\s?$"
)
_AMONG = late_pattern(r"其中|中[，,]|包括|分别|分为|由[^，。；]{0,10}组成|：|:")


#: 由…和…组成: all the parts stand between.
_MADE_OF, _MADE = late_pattern(r"由"), late_pattern(r"[^，。；\d]{0,6}(?:组成|构成)")
#: Shares that are all of one whole: their own sum, and what of rounding each may take from it.
_WHOLE_OF = late_pattern(r"(?:合计|总计|共计|共|加起来)(?:为|是)?\s?$")
_OTHERS = late_pattern(r"其他|其余|其它|剩下|另外")
_SHARED = late_pattern(r"占|比重|构成|份额|比例")


@by_reading
def _shares_of_one(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    """Shares that are listed to the last one, and are not the whole together."""
    fewest = parameter_number(dossier, "parts-listed")
    for read, sentence in valued_sentences(texts):
        shares = [each for each in sentence.items if each.value.kind == PERCENT]
        parts = [each for each in shares if each.role in ("level", "share") and not each.value.loose]
        if fewest is None or len(parts) < fewest or len(parts) != len(shares):
            continue
        stated = parts[-1] if _WHOLE_OF.search(parts[-1].before) and parts[-1].value.number == HUNDRED else None
        listed = parts[:-1] if stated is not None else parts
        if stated is None and not (
            _OTHERS.search(listed[-1].before) and _plainly_shares(dossier, read, sentence, listed)
        ):
            continue
        added = sum((each.value.number for each in listed), Fraction(0))
        if abs(added - HUNDRED) > _halves(listed, listed[0]) + listed[0].value.half:
            yield reading_finding(
                read,
                listed[0].value.start,
                (stated or listed[-1]).value.end,
                f"各项占比相加是 {listed[0].value.shown(added)}，不是 100%。",
                "核对各项占比；还有没有列出的，写明另外还有。",
            )


def _plainly_shares(dossier: Dossier, read: TextReading, sentence: ReadSentence, listed: list[Statement]) -> bool:
    """Whether a list with 其他 at its end is of one whole: 占 before it, each behind its own name, close to a hundred."""
    if _SHARED.search(read.text, sentence.start, listed[0].value.start) is None or any(each.year for each in listed):
        return False
    between = [read.text[a.value.end : b.value.start] for a, b in pairwise(listed)]
    added = sum((each.value.number for each in listed), Fraction(0))
    nearly = parameter_number(dossier, "parts-nearly-whole")
    near = nearly is not None and abs(added - HUNDRED) <= HUNDRED - nearly
    return all(re.fullmatch(r"[、，,；][^，。；\d]{1,12}", words) for words in between) and near


HUNDRED = Fraction(100)


def _sums(dossier: Dossier) -> Iterator[Finding]:
    yield from _added(dossier)
    yield from _shares_of_one(dossier)


@by_reading
def _added(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    for read, sentence in valued_sentences(texts):
        for items, index, item in _in_brackets_or_out(read, sentence):
            if item.value.kind not in (MONEY, COUNT) or item.value.loose:
                continue
            wrong = _total_behind(items, index) or _total_before(dossier, read, items, index)
            if wrong is not None:
                total, parts = wrong
                first, last = min(total, parts[0]), max(total, parts[-1])
                added = sum((part.value.number for part in parts), Fraction(0))
                shown = total.value.shown(added)
                yield reading_finding(
                    read,
                    first.value.start,
                    last.value.end,
                    f"各项相加是 {shown}，与“{read.of(total)}”不一样。",
                    "核对合计和各项。",
                )
                break
        yield from _by_years(read, sentence)


_YEARS = late_pattern(r"([两二三四五六]|\d)个?(?:年度|年)(?![底末初度代])")
_A_YEAR = late_pattern(r"每年[^，。；、\d]{0,8}$")
_IN_ALL = late_pattern(r"(?:共|合计|总计|累计|总规模|总额|总量)[^，。；、\d]{0,6}$")


def _by_years(read: TextReading, sentence: ReadSentence) -> Iterator[Finding]:
    """So many years at so much a year, and how much that is in all."""
    money = [each for each in sentence.items if each.value.kind == MONEY]
    for each, total in pairwise(money):
        if not (_A_YEAR.search(each.before) and _IN_ALL.search(total.before)) or each.value.loose or total.value.loose:
            continue
        years = list(_YEARS.finditer(read.text, sentence.start, total.value.start))
        if len(years) != 1 or "阶段" in read.text[sentence.start : total.value.start]:
            continue
        number = chinese_number(years[0].group(1)) if not years[0].group(1).isdecimal() else int(years[0].group(1))
        if each.value.number * number != total.value.number:
            yield reading_finding(
                read,
                years[0].start(),
                total.value.end,
                f"{years[0].group()}、每年 {read.of(each)}，共 {total.value.shown(each.value.number * number)}，与“{read.of(total)}”不一样。",
                "核对年数、每年的数和合计。",
            )


def _in_brackets_or_out(read: TextReading, sentence: ReadSentence) -> Iterator[tuple[list[Statement], int, Statement]]:
    """Every value with those it may be added up with: what stands in brackets with the value before them, or without."""
    items = [each for each in sentence.items if each.role in ("level", "from", "to") and not each.value.each]
    outside: list[Statement] = []
    groups = [outside]
    for item in items:
        if not in_brackets(read.text, sentence.start, item.value.start):
            outside.append(item)
            inside = [item]
            groups.append(inside)
        else:
            groups[-1].append(item)
    for group in groups:
        yield from ((group, index, item) for index, item in enumerate(group) if len(group) > 1)


def _total_behind(items: list[Statement], index: int) -> tuple[Statement, list[Statement]] | None:
    """A total behind its parts that is not their sum, whichever of them are meant."""
    item = items[index]
    if not _TOTAL.search(item.before) or re.search("其中", item.before):
        return None
    parts = _alike(items[:index], item)
    added, matched = Fraction(0), False
    for part in reversed(parts):
        added += part.value.number
        matched = matched or added == item.value.number
    if len(parts) < 2 or matched or abs(added - item.value.number) <= _halves(parts, item):
        return None
    return item, parts


def _alike(items: list[Statement], total: Statement) -> list[Statement]:
    """The values directly before a total that are counted in the same unit."""
    found: list[Statement] = []
    for each in reversed(items):
        if each.value.kind != total.value.kind or (each.value.kind == COUNT and each.value.unit != total.value.unit):
            if COUNT in (total.value.kind, each.value.kind):
                continue  # 四项累计: how many there are is no part
            break
        if _TOTAL.search(each.before):
            break
        found.insert(0, each)
    return found


def _halves(parts: list[Statement], total: Statement) -> Fraction:
    """What rounding may take from a sum; whole numbers are exact."""
    rounded = [each.value.half for each in (*parts, total) if each.value.decimals]
    return sum(rounded, Fraction(0))


#: What a share is of is no total of what follows.
_OF_WHOLE = late_pattern(r"占[^，。；]*$")


def _total_before(
    dossier: Dossier, read: TextReading, items: list[Statement], index: int
) -> tuple[Statement, list[Statement]] | None:
    """A total before its parts: too small for them, or, where all are listed, not their sum."""
    item = items[index]
    if "占" in item.before and _OF_WHOLE.search(item.before):
        return None
    parts: list[Statement] = []
    for each in items[index + 1 :]:
        if each.value.kind != item.value.kind or (each.value.kind == COUNT and each.value.unit != item.value.unit):
            continue
        if _TOTAL.search(each.before) or "另" in each.before or (parts and "其中" in each.before):
            break
        parts.append(each)
    lead = _AMONG.search(parts[0].before) if parts else None
    if parts and lead is None:
        lead = _MADE_OF.search(read.text, item.value.end, parts[0].value.start)
        made = lead is not None and _MADE.match(read.text, parts[-1].value.end) is not None
        listed = _TOTAL.search(item.before) is not None and _every_industry(dossier, parts)
        lead = lead if made else re.match("", "") if listed else None
    if (
        len(parts) < 2
        or lead is None
        or (lead.group() == "分别" and not re.search("总|共", item.before))
        or any(part.value.loose for part in parts)
    ):
        return None
    if any(re.search(r"增加|比|较|占", part.before) for part in parts):
        return None
    added = sum((part.value.number for part in parts), Fraction(0))
    difference = item.value.number - added
    if abs(difference) <= _halves(parts, item):
        return None
    made = lead.re.pattern == _MADE_OF.pattern
    if difference > 0 and not made and not _all_listed(dossier, read, item, parts, added):
        return None
    return item, parts


#: Two parts that leave nothing out.
_TWO_HALVES = late_pattern(
    r"规模以上[^，。]*[，、][^，。]*规模以下|国内[^，。]*[，、][^，。]*国外|内销[^，。]*[，、][^，。]*(?:外销|出口)"
)


def _every_industry(dossier: Dossier, parts: list[Statement]) -> bool:
    names = dossier.industry_names
    words = "".join(part.before for part in parts)
    return len(parts) == len(names) > 1 and all(name in words for name in names)


def _all_listed(dossier: Dossier, read: TextReading, item: Statement, parts: list[Statement], added: Fraction) -> bool:
    """Whether the parts of a total are all there: every leading industry, 其余 at the end, or nearly the whole."""
    names = dossier.industry_names
    words = "".join(part.before for part in parts)
    if len(names) > 1 and all(name in words for name in names):
        return len(parts) == len(names) or "其他" in words
    if re.search(r"其余|其他|另外", parts[-1].before) or _TWO_HALVES.search(words):
        return True
    listed, nearly = parameter_number(dossier, "parts-listed"), parameter_number(dossier, "parts-nearly-whole")
    if listed is None or nearly is None or len(parts) < listed:
        return False
    return added * 100 >= nearly * item.value.number


RULES = (
    Rule(
        "X112",
        "各项相加等于合计",
        None,
        "error",
        "“其中”后面的各项不会多于总数；全部列出的，加起来要等于合计。只列一部分的不提。",
        "共 19 家，其中阀门 11 家、纺织机械 8 家",
        "共 19 家，其中阀门 11 家、纺织机械 9 家",
        _sums,
    ),
)
