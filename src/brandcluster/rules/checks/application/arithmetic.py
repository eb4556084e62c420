"""Rules on what a sentence reckons: changes, shares, multiples and sums, from what it states and what the data hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from typing import NamedTuple

from brandcluster.base.numbers import round_text
from brandcluster.dossier.load import Dossier
from brandcluster.rules.checks.application.stated_figures import margin
from brandcluster.rules.checks.application.text_readings import TextReading, in_brackets, reading_finding, text_readings
from brandcluster.rules.facts.rules_in_force import parameter_number
from brandcluster.rules.facts.texts import known
from brandcluster.rules.facts.texts.statements import AMOUNTS, QUANTITIES, ReadSentence, Statement
from brandcluster.rules.facts.texts.values import COUNT, MONEY, PERCENT, POINTS, TIMES
from brandcluster.rules.rule import Finding, Rule

_HELD = ("level", "to", "from", "compare", "share")
_AGO = re.compile(r"同比|(?:比|较)(?:上一?年|去年|上年同期|上年度|前一年)")
_SINCE = re.compile(r"(?:比|较)[^，。；]{0,16}$|同比")
_DECIMALS = 2
_DIGITS = tuple("0123456789")


class PrintedNumber(NamedTuple):
    """A figure to reckon with: exact, or stated within half of its last digit."""

    exact: Fraction
    half: Fraction


def _stated(item: Statement) -> PrintedNumber:
    return PrintedNumber(item.value.number, item.value.half)


def _sentences(dossier: Dossier) -> Iterator[tuple[TextReading, ReadSentence]]:
    for read in text_readings(dossier):
        for sentence in read.sentences:
            if sentence.items:
                yield read, sentence


# ---- changes -----------------------------------------------------------------------------------------------------


def _changes(dossier: Dossier) -> Iterator[Finding]:
    for read, sentence in _sentences(dossier):
        yield from _directions(read, sentence)
        for index, item in enumerate(sentence.items):
            if item.role == "change" and not item.value.each:
                yield from _change(dossier, read, sentence, index)


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


def _phrase(text: str, sentence: ReadSentence, item: Statement) -> int:
    """Where the phrase that leads to a value begins: at 由 or 从, else at the value."""
    before = text[sentence.start : item.value.start]
    found = max(before.rfind("由"), before.rfind("从"))
    return sentence.start + found if found >= 0 and "，" not in before[found:] else item.value.start


def _change(dossier: Dossier, read: TextReading, sentence: ReadSentence, index: int) -> Iterator[Finding]:
    item = sentence.items[index]
    pair = _pair(dossier, read, sentence, index)
    if pair is None or any(each.value.each for each in sentence.items[:index]):
        return
    before, after, percent = pair
    if item.value.kind == PERCENT and percent:
        yield from _points(read, sentence, item, before, after)
        return
    loose = margin(dossier)
    if _changes_so(item, before, after, loose) or _some_pair(dossier, read, sentence, index, loose):
        return
    start = _phrase_of_change(read.text, sentence, index)
    words = read.text[start : item.value.end]
    yield reading_finding(read, start, item.value.end, f"“{words}”算得不对。", _right_change(item, before, after))


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
    prior = [each for each in sentence.items[:index] if each.role in _HELD and each.value.kind in kinds]
    starts = [place for place, each in enumerate(prior) if each.role == "from"]
    if prior and prior[-1].role == "compare":
        others = [each for each in prior[:-1] if each.value.kind == prior[-1].value.kind]
        if others:
            return _stated(prior[-1]), _stated(others[-1]), prior[-1].value.kind == PERCENT
        return None
    if starts and starts[-1] + 1 < len(prior):
        first, last = prior[starts[-1]], prior[-1]
        if first.value.kind == last.value.kind and not _SINCE.search(item.before):
            return _stated(first), _stated(last), first.value.kind == PERCENT
    alike = [each for each in prior if each.value.kind == prior[-1].value.kind]
    if len(alike) > 1 and re.search(r"[两三四]年(?:累计|间|共|来|内)?[^，。]{0,2}$", item.before[: -len("提高")]):
        return _stated(alike[0]), _stated(alike[-1]), alike[0].value.kind == PERCENT
    return _compared(dossier, read, item, prior)


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
    return None if before is None else (PrintedNumber(before, Fraction(0)), _stated(last), percent)


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


def _some_pair(dossier: Dossier, read: TextReading, sentence: ReadSentence, index: int, loose: Fraction) -> bool:
    """Whether the change fits another pair of the sentence, or of the data on the same quantity."""
    item = sentence.items[index]
    kinds = _kinds(item)
    here = [_stated(each) for each in sentence.items if each.role in _HELD and each.value.kind in kinds]
    for quantity in {each.quantity for each in sentence.items if each.quantity is not None}:
        if (quantity in known.RATIOS) == (PERCENT in kinds and item.value.kind != PERCENT):
            here += [
                PrintedNumber(exact, Fraction(0))
                for year in dossier.statistics
                if (exact := known.known_figure(dossier, quantity, item.population, year)) is not None
            ]
    return any(_changes_so(item, before, after, loose) for before, after in permutations(here, 2))


def _points(
    read: TextReading, sentence: ReadSentence, item: Statement, before: PrintedNumber, after: PrintedNumber
) -> Iterator[Finding]:
    """A change of percentages given in percent: points are meant, or it is wrong altogether."""
    difference = abs(after.exact - before.exact)
    right = round_text(difference, max(item.value.decimals, _DECIMALS))
    if abs(difference - item.value.number) <= item.value.half:
        message = f"“{read.of(item)}”是两个百分数相减，单位应当是百分点。"
    elif _grows_so(item, before, after, Fraction(0)):
        return
    else:
        message = f"“{read.of(item)}”算得不对，两个百分数相减，单位应当是百分点。"
    start = max(item.value.start - len(item.before), item.value.start - 10, sentence.start)
    lead = read.text[start : item.value.start]
    start += max(lead.rfind(mark) for mark in "，,、") + 1
    yield reading_finding(read, start, item.value.end, message, f"写成 {right} 个百分点。")


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


# ---- shares and multiples ----------------------------------------------------------------------------------------


def _shares(dossier: Dossier) -> Iterator[Finding]:
    whole: PrintedNumber | None = None
    earlier: list[PrintedNumber] = []
    for read, sentence in _sentences(dossier):
        if read.text[max(sentence.start - 1, 0) : sentence.start] not in ("；", ";"):
            whole, earlier = None, []
        for index, item in enumerate(sentence.items):
            if item.role == "share" and not item.value.each:
                if not item.foreign or _is_whole_here(read, sentence, index):
                    yield from _share(dossier, read, sentence, index, whole, earlier)
                whole = whole or _first_whole(read, sentence, index)
            elif item.value.kind == TIMES:
                yield from _times(dossier, read, sentence, index)
        earlier += [_stated(each) for each in sentence.items if each.value.kind in (MONEY, COUNT)]


def _first_whole(read: TextReading, sentence: ReadSentence, index: int) -> PrintedNumber | None:
    """The whole that the shares behind the next semicolons are of: 销售收入50亿元，其中…30亿元，占60%；…20亿元，占40%."""
    ahead = sentence.items[:index]
    if (
        len(ahead) < 2
        or len(ahead) > 2
        or re.fullmatch(r"[，,]其中[^，。]*", read.text[ahead[0].value.end : ahead[1].value.start]) is None
    ):
        return None
    if ahead[0].value.kind != ahead[1].value.kind or read.text[sentence.items[index].since + 1 :][:1] not in _DIGITS:
        return None
    return _stated(ahead[0])


def _is_whole_here(read: TextReading, sentence: ReadSentence, index: int) -> bool:
    """Whether a share states both its part, right before 占, and its whole, so that it is nobody's but the sentence's."""
    stated = sentence.items[index].stated
    if not stated or stated != index - 1:
        return False
    part, whole = sentence.items[stated - 1], sentence.items[stated]
    between = read.text[part.value.end : sentence.items[index].since]
    return part.value.kind == whole.value.kind and re.fullmatch(r"[，,]?(?:约|仅|只)?", between) is not None


def _share(
    dossier: Dossier,
    read: TextReading,
    sentence: ReadSentence,
    index: int,
    carried: PrintedNumber | None,
    earlier: list[PrintedNumber],
) -> Iterator[Finding]:
    item = sentence.items[index]
    year = item.year if item.year is not None else read.year
    before = sentence.items[: item.stated if item.stated is not None else index]
    ahead = [each for each in before if each.value.kind in (MONEY, COUNT) and each.role in _HELD]
    parts = [_stated(ahead[-1])] if ahead else _known(dossier, _part_of(dossier, read, item), year)
    wholes = _wholes(dossier, read, sentence, index, ahead, year)
    if carried is not None and len(ahead) == 1 and not wholes and read.text[item.since + 1 :][:1] in _DIGITS:
        wholes = [carried]
    if not parts or not wholes:
        return
    if ahead and _has_own_subject(read.text[ahead[-1].value.end : max(item.since, ahead[-1].value.end)]):
        return  # 251份，其中愿意建立体系的占88.4%: how many those are is not said
    if ahead and ahead[-1].value.kind == COUNT and item.stated is None and item.whole[1] in AMOUNTS:
        return  # so many things are no part of an amount
    pairs = [(part, whole) for part in parts for whole in wholes if whole.exact > 0]
    pairs += [(_stated(each), whole) for each in ahead[:-1] for whole in wholes if whole.exact > 0]
    here = [_stated(each) for each in ahead if each.value.kind == ahead[-1].value.kind]
    pairs += [(part, whole) for part, whole in permutations(here, 2) if whole.exact > 0]
    if ahead:  # or of a whole that stands before the last semicolon
        pairs += [(_stated(ahead[-1]), whole) for whole in earlier if whole.exact > 0]
    loose = margin(dossier)
    if not pairs or any(_is_so(item, part, whole, Fraction(100), loose) for part, whole in pairs):
        return
    start = item.since if sentence.start <= item.since < item.value.start else item.value.start
    right = item.value.shown(pairs[0][0].exact * 100 / pairs[0][1].exact)
    yield reading_finding(
        read, start, item.value.end, f"“{read.text[start : item.value.end]}”算得不对。", f"按数算，是 {right}。"
    )


_NO_SUBJECT = re.compile(
    r"(?:前者|后者|两者|两项|合计|共|总共|约|近|仅|只|就|已|均|其|比重|大约|总数|也|又|还|全部|企业)*"
)


def _has_own_subject(between: str) -> bool:
    """Whether the clause of a share names what it is a share of, so that no value before it is the part."""
    _, comma, rest = between.replace(",", "，").rpartition("，")
    return bool(comma) and _NO_SUBJECT.fullmatch(rest) is None


def _part_of(dossier: Dossier, read: TextReading, item: Statement) -> tuple[str | None, str | None]:
    """Whose part and of which quantity a share is: of the whole's where an industry alone stands before 占."""
    population, quantity = item.part
    before = read.text[max(item.since - 20, 0) : item.since]
    if quantity is None and before.removesuffix("产业").removesuffix("企业").endswith(tuple(dossier.industry_names)):
        quantity = item.whole[1]
    return population, quantity


def _wholes(
    dossier: Dossier, read: TextReading, sentence: ReadSentence, index: int, ahead: list[Statement], year: int | None
) -> list[PrintedNumber]:
    """What a share may be of: what stands behind 占; where nothing does, what the sentence gave before it."""
    item = sentence.items[index]
    if item.stated is not None:
        return [_stated(sentence.items[item.stated])]
    phrase = re.split("分别|依次", read.text[item.since + 1 : item.value.start])[0]
    phrase = re.sub(r"^(?:比|到|了)+|(?:的|为|约|达|近|比重|比例|份额|达到|仅|总数|总量)+$", "", phrase.strip())
    if not phrase:
        rest = [_stated(each) for each in ahead[:-1] if ahead and each.value.kind == ahead[-1].value.kind]
        earlier = [place for place in range(index) if sentence.items[place].role == "share"]
        if earlier and "占" in sentence.items[earlier[-1]].before:
            rest += _wholes(dossier, read, sentence, earlier[-1], ahead, year)
        if not ahead and "总产值中" in read.text[sentence.start : item.since]:
            rest += _known(dossier, (known.REGION, "gross_output"), year)
        if ahead and ahead[-1].quantity not in (None, "enterprises") and ahead[-1].value.kind == COUNT:
            rest += _known(dossier, (item.part[0], "enterprises"), year)
        return rest
    named = [
        _stated(each)
        for each in ahead[:-1]
        if read.text.endswith(phrase, sentence.start, each.value.start) or read.text.startswith(phrase, each.value.end)
    ]
    if "资金" in phrase or ("投入" in phrase and "研发" not in phrase):
        total = known.known_funds(dossier, None, None)
        return named + ([PrintedNumber(total, Fraction(0))] if total is not None else [])
    population, quantity = item.whole
    if named or (population is None and quantity is None):
        return named
    if (
        population is not None
        and population not in phrase
        and not any(word in phrase for word in ("全", "产值", "收入", "企业", "产业", "开发区", "区域"))
    ):
        return []
    if _left_of(dossier, phrase):
        return []  # 受访企业, 全县财政收入: something that the data do not hold
    if ahead and ahead[-1].value.kind == COUNT:
        named_here = any(word in phrase for word, what in QUANTITIES if what == quantity)
        quantity = quantity if named_here and quantity not in AMOUNTS else "enterprises"
    return _known(dossier, (population or item.part[0], quantity), year)


#: What may stand in the name of a whole beside whose it is and of which quantity.
_WHOLE = re.compile(
    r"(?:19|20)\d{2}年度?|同期|全部|全区|全县|全市|全|所有|相关|工业|企业|产业|行业|总数|总量|总额|总计|总|合计|家数|数|量|当年|两个|主导|开发区|经开区|区域|县|区|试点|范围内|其|各|的"
)


def _left_of(dossier: Dossier, phrase: str) -> str:
    """What is left of the name of a whole without the names of populations and quantities."""
    region = dossier.header.region_name
    for word in (*dossier.industry_names, *((region,) if region else ()), *(word for word, _ in QUANTITIES)):
        phrase = phrase.replace(word, "")
    return _WHOLE.sub("", phrase)


def _known(dossier: Dossier, what: tuple[str | None, str | None], year: int | None) -> list[PrintedNumber]:
    population, quantity = what
    if population is None or quantity is None or year is None:
        return []
    exact = known.known_figure(dossier, quantity, population, year)
    return [] if exact is None else [PrintedNumber(exact, Fraction(0))]


def _is_so(item: Statement, part: PrintedNumber, whole: PrintedNumber, times: Fraction, loose: Fraction) -> bool:
    low = (part.exact - part.half) * times / (whole.exact + whole.half)
    high = (part.exact + part.half) * times / max(whole.exact - whole.half, whole.exact / 2)
    value = item.value
    if value.loose:
        return value.fits(part.exact * times / whole.exact, loose)
    return low - value.half <= value.number <= high + value.half


def _times(dossier: Dossier, read: TextReading, sentence: ReadSentence, index: int) -> Iterator[Finding]:
    item = sentence.items[index]
    prior = [each for each in sentence.items[:index] if each.role in _HELD]
    if not prior or item.foreign or "增长" in item.before or "提高" in item.before:
        return
    pair = _ratio_of(dossier, read, item, prior)
    if pair is None or pair[1].exact <= 0:
        return
    loose = margin(dossier)
    here = [_stated(each) for each in prior if each.value.kind == prior[-1].value.kind]
    pairs = [pair, *((a, b) for a, b in permutations(here, 2) if b.exact > 0)]
    if any(_is_so(item, part, whole, Fraction(1), loose) for part, whole in pairs):
        return
    right = item.value.shown(pair[0].exact / pair[1].exact)
    yield reading_finding(
        read, item.value.start, item.value.end, f"“{read.of(item)}”算得不对。", f"按前后两个数算，是 {right}。"
    )


def _ratio_of(
    dossier: Dossier, read: TextReading, item: Statement, prior: list[Statement]
) -> tuple[PrintedNumber, PrintedNumber] | None:
    """What is so many times what."""
    last = prior[-1]
    if not re.search(r"[，,]", item.before):
        others = [_stated(each) for each in prior[:-1] if each.value.kind == last.value.kind]
        others = others or _known(
            dossier, (item.population, last.quantity), read.year if last.then is not None else None
        )
        return (others[-1], _stated(last)) if others else None
    if item.then is not None:
        starts = [each for each in prior if each.role == "from"]
        if starts and starts[-1] is not last:
            return _stated(last), _stated(starts[-1])
        found = _known(dossier, (item.population, last.quantity), item.then)
        return (_stated(last), found[0]) if found else None
    if item.population is not None and item.population != last.population and item.named:
        year = item.year if item.year is not None else read.year
        found = _known(dossier, (item.population, last.quantity), year)
        return (_stated(last), found[0]) if found else None
    return None


# ---- sums --------------------------------------------------------------------------------------------------------

_TOTAL = re.compile(
    r"(?:合计|累计|总计|共计|一共|总共|总额|总数|共)(?:为|达|达到|安排|投入|约|有|兑现|筹集|获得|是|拥有|发布|制定|完成|新增|培育|组织|"
    r"举办|建成|注册|实现|形成|参与)*\s?$"
)
_AMONG = re.compile(r"其中|中[，,]|包括|分别|分为|由[^，。；]{0,10}组成|：|:")


def _sums(dossier: Dossier) -> Iterator[Finding]:
    for read, sentence in _whole_sentences(dossier):
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


def _whole_sentences(dossier: Dossier) -> Iterator[tuple[TextReading, ReadSentence]]:
    yield from _sentences(dossier)


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
            if each.value.kind == total.value.kind == COUNT:
                continue
            break
        if _TOTAL.search(each.before):
            break
        found.insert(0, each)
    return found


def _halves(parts: list[Statement], total: Statement) -> Fraction:
    """What rounding may take from a sum; whole numbers are exact."""
    rounded = [each.value.half for each in (*parts, total) if each.value.decimals]
    return sum(rounded, Fraction(0))


def _total_before(
    dossier: Dossier, read: TextReading, items: list[Statement], index: int
) -> tuple[Statement, list[Statement]] | None:
    """A total before its parts: too small for them, or, where all are listed, not their sum."""
    item = items[index]
    parts: list[Statement] = []
    for each in items[index + 1 :]:
        if each.value.kind != item.value.kind or (each.value.kind == COUNT and each.value.unit != item.value.unit):
            continue
        if _TOTAL.search(each.before) or "另" in each.before or (parts and "其中" in each.before):
            break
        parts.append(each)
    lead = _AMONG.search(parts[0].before) if parts else None
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
    if difference > 0 and not _all_listed(dossier, read, item, parts, added):
        return None
    return item, parts


def _all_listed(dossier: Dossier, read: TextReading, item: Statement, parts: list[Statement], added: Fraction) -> bool:
    """Whether the parts of a total are all there: every leading industry, 其余 at the end, or nearly the whole."""
    names = dossier.industry_names
    words = "".join(part.before for part in parts)
    if len(names) > 1 and all(name in words for name in names):
        return len(parts) == len(names) or "其他" in words
    if re.search(r"其余|其他|另外", parts[-1].before):
        return True
    listed, nearly = parameter_number(dossier, "parts-listed"), parameter_number(dossier, "parts-nearly-whole")
    if listed is None or nearly is None or len(parts) < listed:
        return False
    return added * 100 >= nearly * item.value.number


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
    Rule(
        "X111",
        "占比和倍数算得对",
        None,
        "error",
        "占…的百分之几、是…的几倍，按文中写的部分和总数（没有写的按统计数据、资金表）核算。",
        "规模以上企业 96 家，占 268 家企业的 35.8%",
        "规模以上企业 96 家，占 268 家企业的 38.5%",
        _shares,
    ),
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
