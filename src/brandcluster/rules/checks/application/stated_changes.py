"""Rules on changes that a sentence states: from what to what, by how much, up or down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, permutations

from brandcluster.base.numbers import round_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.load import Dossier
from brandcluster.rules.checks.application.stated_figures import is_misstated, margin
from brandcluster.rules.checks.application.text_readings import (
    HELD,
    PrintedNumber,
    TextReading,
    by_reading,
    printed_number,
    reading_finding,
    valued_sentences,
)
from brandcluster.rules.facts.texts import known
from brandcluster.rules.facts.texts.sentence_parts import ReadSentence, Statement
from brandcluster.rules.facts.texts.values import COUNT, MONEY, PERCENT, POINTS
from brandcluster.rules.rule import Finding, Rule

_AGO = late_pattern(r"同比|(?:比|较)(?:上一?年|去年|上年同期|上年度|前一年)")
_SINCE = late_pattern(r"(?:比|较)[^，。；]{0,16}$|同比")
_DECIMALS = 2


@by_reading
def _changes(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    for read, sentence in valued_sentences(texts):
        reversed_ = list(_directions(read, sentence))
        yield from reversed_
        yield from _series(read, sentence)
        yield from _step_and_growth(read, sentence)
        for index, item in enumerate(sentence.items):
            if item.role == "change" and not item.value.each:
                yield from _change(dossier, read, sentence, index, bool(reversed_))


def _directions(read: TextReading, sentence: ReadSentence) -> Iterator[Finding]:
    for before, after in zip(sentence.items, sentence.items[1:], strict=False):
        if before.role != "from" or after.role != "to" or after.up is None or before.value.kind != after.value.kind:
            continue
        if before.value.number != after.value.number and (after.value.number > before.value.number) != after.up:
            start = _phrase(read.text, sentence, before)
            words = read.text[start : after.value.end]
            yield reading_finding(
                read,
                start,
                after.value.end,
                f"“{words}”的两个数与{'升' if after.up else '降'}的说法相反。",
                "核对两个数的先后，或改写升降的说法。",
            )


#: What says that a row of years goes up or down.
_TRENDS = ("逐年", "连年", "持续", "稳步", "不断", "出现", "有所", "呈", "逐步", "连续", "总体")
_TREND = late_pattern(
    r"(?:逐年|连年|持续|稳步|不断|出现|有所|呈现?|逐步|连续[两三四五]年|总体)[^，。；\d]{0,4}?(?:(增加|增长|提高|提升|上升|扩大|攀升)|(减少|下降|降低|回落|下滑|缩小))"
)


def _series(read: TextReading, sentence: ReadSentence) -> Iterator[Finding]:
    """A row of years behind a word that says the contrary of what it shows."""
    items = [each for each in sentence.items if each.role in ("level", "share", "to") and each.year is not None]
    if len(items) < 2:
        return
    lead = read.text[sentence.start : items[0].value.start]
    trend = _TREND.search(read.text, sentence.start, items[0].value.start) if any(w in lead for w in _TRENDS) else None
    row = [each for each in items if (each.value.kind, each.value.unit) == (items[0].value.kind, items[0].value.unit)]
    numbers = [each.value.number for each in row]
    years = [each.year or 0 for each in row]
    if trend is None or row != items or years != sorted(set(years)) or len({each.population for each in row}) > 1:
        return
    steps = [after - before for before, after in pairwise(numbers)]
    falls, rises = all(step < 0 for step in steps), all(step > 0 for step in steps)
    if (trend.group(1) and falls) or (trend.group(2) and rises):
        yield reading_finding(
            read,
            trend.start(),
            trend.end(),
            f"“{trend.group()}”与后面各年的数相反。",
            "核对各年的数，或改写升降的说法。",
        )


def _step_and_growth(read: TextReading, sentence: ReadSentence) -> Iterator[Finding]:
    """How much there is, how much more or less than before, and by how much percent: 18件，比上年减少10件，下降35.7%."""
    for now, step, growth in zip(sentence.items, sentence.items[1:], sentence.items[2:], strict=False):
        if (now.role, step.role, growth.role) != ("level", "change", "change") or growth.value.kind != PERCENT:
            continue
        alike = now.value.kind == step.value.kind in (COUNT, MONEY) and now.value.unit == step.value.unit
        plain = not (now.value.loose or step.value.loose or step.value.each)
        near = (
            re.fullmatch(r"[，,]?(?:同比|增幅为?|降幅为?)?(?:增长|下降|减少|提高|增加)了?", growth.before) is not None
        )
        if not (alike and plain and near) or step.up is None or growth.up != step.up:
            continue
        before = now.value.number - step.value.number if step.up else now.value.number + step.value.number
        then = PrintedNumber(before, now.value.half + step.value.half)
        if before > 0 and not _grows_so(growth, then, printed_number(now), Fraction(0)):
            yield reading_finding(
                read,
                growth.value.start,
                growth.value.end,
                f"“{read.of(growth)}”算得不对。",
                f"按前面两个数算，是 {round_text(step.value.number * 100 / before, growth.value.decimals)}%。",
            )


def _phrase(text: str, sentence: ReadSentence, item: Statement) -> int:
    """Where the phrase that leads to a value begins: at 由 or 从, else at the value."""
    before = text[sentence.start : item.value.start]
    found = max(before.rfind("由"), before.rfind("从"))
    return sentence.start + found if found >= 0 and "，" not in before[found:] else item.value.start


def _change(dossier: Dossier, read: TextReading, sentence: ReadSentence, index: int, told: bool) -> Iterator[Finding]:
    """`told`: that the sentence has two figures the wrong way round is said already."""
    item = sentence.items[index]
    if item.value.kind == POINTS and _grows_in_points(read, sentence, index):
        yield reading_finding(
            read,
            item.value.start,
            item.value.end,
            f"“{read.of(item)}”说的是金额、数量的增幅，单位应当是百分之几，不是百分点。",
            f"写成“{read.of(item).partition('个')[0].partition('百')[0]}%”；两个百分数相减才是百分点。",
        )
        return
    if _is_before_level(sentence, index):
        yield from _points(read, sentence, item, *_of_level(dossier, sentence, index))
        return
    pair = _pair(dossier, read, sentence, index)
    if pair is None or any(each.value.each for each in sentence.items[:index]):
        return
    before, after, percent = pair
    misstated = is_misstated(dossier, read, sentence)  # X105 says which figure is wrong
    if item.value.kind == PERCENT and percent:
        if not misstated or _is_difference(item, before, after):
            yield from _points(read, sentence, item, before, after)
        return
    if misstated:
        return
    loose = margin(dossier)
    if _changes_so(item, before, after, loose) or _some_pair(dossier, sentence, index, loose, None if told else pair):
        return
    start = _phrase_of_change(read.text, sentence, index)
    words = read.text[start : item.value.end]
    yield reading_finding(read, start, item.value.end, f"“{words}”算得不对。", _right_change(item, before, after))


def _is_before_level(sentence: ReadSentence, index: int) -> bool:
    """Whether a change in percent stands right before the percentage that it leads to: 提高6.25%，达到66.5%."""
    item, after = sentence.items[index], sentence.items[index + 1 : index + 2]
    if not after or item.value.kind != PERCENT or after[0].value.kind != PERCENT or after[0].role != "to":
        return False
    return after[0].quantity in known.RATIOS and after[0].before.strip("，,") in ("达到", "达", "提高到", "上升到")


def _of_level(dossier: Dossier, sentence: ReadSentence, index: int) -> tuple[PrintedNumber, PrintedNumber]:
    """What such a change leads from, by the data or by the change itself, and to."""
    item, after = sentence.items[index : index + 2]
    year = item.then if item.then is not None else dossier.baseline_year
    base = known.known_figure(dossier, after.quantity or "", after.population, year or 0)
    exact = base if base is not None else after.value.number - item.value.number
    return PrintedNumber(exact, Fraction(0)), printed_number(after)


#: Words for what is itself in percent, so that it changes by points.
_IN_PERCENT = late_pattern(r"率|比重|占比|比例|份额|强度|增速|增幅|升幅|涨幅|程度|度")


def _grows_in_points(read: TextReading, sentence: ReadSentence, index: int) -> bool:
    """Whether an amount, right before its growth or right behind it, is said to grow by points."""
    item = sentence.items[index]
    if (
        "百分点" not in item.value.unit
        or item.role != "change"
        or any(each.value.kind == PERCENT for each in sentence.items[:index])
    ):
        return False
    clause = re.split("[，,；：]", read.text[sentence.start : item.value.start])[-1]
    words = clause if item.quantity is not None else read.text[sentence.start : item.value.start]
    return item.quantity is not None and item.quantity not in known.RATIOS and _IN_PERCENT.search(words) is None


def _phrase_of_change(text: str, sentence: ReadSentence, index: int) -> int:
    """From the start of the comparison where it is in the clause before, else from the clause of the change."""
    pairs = [item for item in sentence.items[:index] if item.role in ("from", "compare")]
    if pairs and pairs[-1].role == "from" and len(sentence.items[:index]) - sentence.items.index(pairs[-1]) <= 2:
        return _phrase(text, sentence, pairs[-1])
    here = sentence.items[index].value.start
    return (
        sentence.start + max(text.rfind(mark, sentence.start, here) for mark in "，,：") + 1 - sentence.start
        if any(text.rfind(mark, sentence.start, here) >= 0 for mark in "，,：")
        else sentence.start
    )


def _pair(
    dossier: Dossier, read: TextReading, sentence: ReadSentence, index: int
) -> tuple[PrintedNumber, PrintedNumber, bool] | None:
    """What a change leads from and to, and whether both are percentages."""
    item = sentence.items[index]
    kinds = _kinds(item)
    prior = [each for each in sentence.items[:index] if each.role in HELD and each.value.kind in kinds]
    starts = [place for place, each in enumerate(prior) if each.role == "from"]
    if prior and prior[-1].role == "compare":
        others = [each for each in prior[:-1] if each.value.kind == prior[-1].value.kind]
        if others:
            return printed_number(prior[-1]), printed_number(others[-1]), prior[-1].value.kind == PERCENT
        return None
    if starts and starts[-1] + 1 < len(prior):
        first, last = prior[starts[-1]], prior[-1]
        if first.value.kind == last.value.kind and not _SINCE.search(item.before):
            return printed_number(first), printed_number(last), first.value.kind == PERCENT
    alike = [each for each in prior if each.value.kind == prior[-1].value.kind]
    if len(alike) > 1 and re.search(r"[两三四]年(?:累计|间|共|来|内)?[^，。]{0,2}$", item.before[: -len("提高")]):
        return printed_number(alike[0]), printed_number(alike[-1]), alike[0].value.kind == PERCENT
    return _of_two_years(item, prior) or _compared(dossier, read, item, prior)


def _of_two_years(item: Statement, prior: list[Statement]) -> tuple[PrintedNumber, PrintedNumber, bool] | None:
    """Where a sentence gives one thing for two years, one after the other, and then how much it grew."""
    if len(prior) < 2 or item.foreign or re.search(r"(?<!同)比|较(?!上年)", item.before.rpartition("，")[2]):
        return None
    first, last = prior[-2:]
    follow = first.year is not None and last.year is not None and last.year - first.year == 1
    alike = first.value.kind == last.value.kind and first.value.unit == last.value.unit
    if not (follow and alike) or {first.quantity, last.quantity} - {first.quantity, None}:
        return None
    if first.population != last.population or {first.role, last.role} - {"level", "to", "share"}:
        return None
    return printed_number(first), printed_number(last), first.value.kind == PERCENT


def _kinds(item: Statement) -> tuple[str, ...]:
    if item.value.kind == POINTS:
        return (PERCENT,)
    return (PERCENT, MONEY, COUNT) if item.value.kind == PERCENT else (item.value.kind,)


def _compared(
    dossier: Dossier, read: TextReading, item: Statement, prior: list[Statement]
) -> tuple[PrintedNumber, PrintedNumber, bool] | None:
    """A change against a year that is named and not given: what the data hold of it."""
    last = prior[-1] if prior else None
    quantity = last.quantity if last is not None and last.quantity is not None else item.quantity
    if item.foreign or quantity is None or not _SINCE.search(item.before):
        return None
    if last is None or last.quantity != quantity or last.value.loose:
        return None
    year = last.year if last.year is not None else read.year
    if year is None:
        return None
    since = year - 1 if _AGO.search(item.before) else item.then
    if since is None or (
        not item.named and len(known.populations_of(dossier)) > len(dossier.industry_names) + len(_EXTRA)
    ):
        return None
    before = known.known_figure(dossier, quantity, item.population, since)
    percent = quantity in known.RATIOS
    return None if before is None else (PrintedNumber(before, Fraction(0)), printed_number(last), percent)


#: The populations beside the leading industries.
_EXTRA = (known.ALL, known.LEADING, known.REGION, "其他相关企业")


def _changes_so(item: Statement, before: PrintedNumber, after: PrintedNumber, loose: Fraction) -> bool:
    """Whether a change can be as stated: a difference as printed, or a growth within what rounding allows."""
    value = item.value
    if value.kind == PERCENT:
        return _grows_so(item, before, after, loose)
    step = max(before.half, after.half) * 2
    if not step:
        return _differ_so(item, after.exact - before.exact, loose)
    printed_ones = [_to_step(each.exact, step) if not each.half else each.exact for each in (after, before)]
    differences = (after.exact - before.exact, printed_ones[0] - printed_ones[1])
    return any(_differ_so(item, difference, loose) for difference in differences)


def _to_step(exact: Fraction, step: Fraction) -> Fraction:
    """A figure of the data as it would be printed beside a stated one."""
    return (exact / step + Fraction(1, 2)).__floor__() * step


def _differ_so(item: Statement, difference: Fraction, loose: Fraction) -> bool:
    if item.up is None:
        return item.value.fits(abs(difference), loose)
    return item.value.fits(difference if item.up else -difference, loose)


def _grows_so(item: Statement, before: PrintedNumber, after: PrintedNumber, loose: Fraction) -> bool:
    low, high = before.exact - before.half, before.exact + before.half
    if low <= 0:
        return True
    ends = [
        (after.exact - after.half) * 100 / high - 100,
        (after.exact + after.half) * 100 / low - 100,
        after.exact * 100 / before.exact - 100,
    ]
    if item.up is False or (item.up is None and ends[-1] < 0):
        ends = [-end for end in ends]
    value = item.value
    if value.loose:
        return any(value.fits(end, loose) for end in ends)
    return min(ends) - value.half <= value.number <= max(ends) + value.half


def _some_pair(
    dossier: Dossier,
    sentence: ReadSentence,
    index: int,
    loose: Fraction,
    pair: tuple[PrintedNumber, PrintedNumber, bool] | None,
) -> bool:
    """Whether the change fits another pair of the sentence, or of the data on the same quantity; not `pair` reversed."""
    item = sentence.items[index]
    kinds = _kinds(item)
    here = [printed_number(each) for each in sentence.items if each.role in HELD and each.value.kind in kinds]
    for quantity in {each.quantity for each in sentence.items if each.quantity is not None}:
        if (quantity in known.RATIOS) == (PERCENT in kinds and item.value.kind != PERCENT):
            here += [
                PrintedNumber(exact, Fraction(0))
                for year in dossier.statistics
                if (exact := known.known_figure(dossier, quantity, item.population, year)) is not None
            ]
    return any(
        _changes_so(item, before, after, loose)
        for before, after in permutations(here, 2)
        if pair is None or (after, before) != pair[:2]
    )


def _is_difference(item: Statement, before: PrintedNumber, after: PrintedNumber) -> bool:
    return abs(abs(after.exact - before.exact) - item.value.number) <= item.value.half


def _points(
    read: TextReading, sentence: ReadSentence, item: Statement, before: PrintedNumber, after: PrintedNumber
) -> Iterator[Finding]:
    """A change of percentages given in percent: points are meant, or it is wrong altogether."""
    difference = abs(after.exact - before.exact)
    right = _trimmed(difference, max(item.value.decimals, _DECIMALS))
    if _is_difference(item, before, after):
        message = f"“{read.of(item)}”是两个百分数相减，单位应当是百分点。"
    elif _grows_so(item, before, after, Fraction(0)):
        return
    else:
        message = f"“{read.of(item)}”算得不对，两个百分数相减，单位应当是百分点。"
    growth = f"；按百分比算是 {_trimmed(difference * 100 / before.exact, _DECIMALS)}%" if before.exact else ""
    help_ = f"两个百分数相差 {right} 个百分点，要写“个百分点”{growth}。"
    start = max(item.value.start - len(item.before), item.value.start - 10, sentence.start)
    lead = read.text[start : item.value.start]
    start += max(lead.rfind(mark) for mark in "，,、") + 1
    yield reading_finding(read, start, item.value.end, message, help_)


def _trimmed(value: Fraction, decimals: int) -> str:
    text = round_text(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _right_change(item: Statement, before: PrintedNumber, after: PrintedNumber) -> str:
    difference = after.exact - before.exact
    decimals = item.value.decimals
    if item.value.kind == PERCENT:
        if not before.exact:
            return "核对前后两个数。"
        growth = abs(difference) * 100 / before.exact
        return f"按前后两个数算，是 {round_text(growth, decimals)}%。"
    if item.up is not None and difference and (difference > 0) != item.up:
        return "核对两个数的先后，或改写升降的说法。"
    shown = round_text(abs(difference) / item.value.scale, max(decimals, _DECIMALS if item.value.kind == POINTS else 0))
    unit = " 个百分点" if item.value.kind == POINTS else item.value.unit
    return f"按前后两个数算，相差 {shown}{unit}。"


RULES = (
    Rule(
        "X103",
        "增减、增幅算得对，升降不写反",
        None,
        "error",
        "审查人员会按印出来的数核算。由…提高到…、比上年增长…，按文中前后两个数（没有写的按统计数据）核算，四舍五入到所写的位数；两个百分数相减是百分点，不是百分之几。",
        "由 24.1% 提高到 26.0%，提高 1.9 个百分点",
        "由 24.1% 提高到 26.0%，提高 2.9 个百分点",
        _changes,
    ),
)
