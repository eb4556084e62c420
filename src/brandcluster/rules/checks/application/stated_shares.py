"""Rules on shares and multiples that a sentence states, from its own numbers and what the data hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

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
from brandcluster.rules.facts.texts.statements import region_name
from brandcluster.rules.facts.texts.values import COUNT, MONEY, TIMES
from brandcluster.rules.facts.texts.vocabulary import AMOUNTS, QUANTITIES
from brandcluster.rules.rule import Finding, Rule

_DIGITS = tuple("0123456789")
#: How many values before semicolons may be the whole of a share.
EARLIER_LENGTH = 20


@by_reading
def _shares(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    last: TextReading | None = None
    for read, sentence in valued_sentences(texts):
        if read is not last or read.text[max(sentence.start - 1, 0) : sentence.start] not in ("；", ";"):
            last = read
            whole: PrintedNumber | None = None
            earlier: list[PrintedNumber] = []
        if is_misstated(dossier, read, sentence):
            continue  # X105 says which figure is wrong
        for index, item in enumerate(sentence.items):
            if item.role == "share" and not item.value.each:
                if not item.foreign or _is_whole_here(read, sentence, index):
                    yield from _share(dossier, read, sentence, index, whole, earlier)
                whole = whole or _first_whole(read, sentence, index)
            elif item.value.kind == TIMES:
                yield from _times(dossier, read, sentence, index)
        here = [printed_number(each) for each in sentence.items if each.value.kind in (MONEY, COUNT)]
        earlier = [*earlier, *here][-EARLIER_LENGTH:]  # bounded, for a hostile text has thousands


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
    return printed_number(ahead[0])


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
    ahead = [each for each in before if each.value.kind in (MONEY, COUNT) and each.role in HELD]
    parts = [printed_number(ahead[-1])] if ahead else _known(dossier, _part_of(dossier, read, item), year)
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
    pairs += [(printed_number(each), whole) for each in ahead[:-1] for whole in wholes if whole.exact > 0]
    here = [printed_number(each) for each in ahead if each.value.kind == ahead[-1].value.kind]
    pairs += [(part, whole) for part, whole in permutations(here, 2) if whole.exact > 0]
    if ahead:  # or of a whole that stands before the last semicolon
        pairs += [(printed_number(ahead[-1]), whole) for whole in earlier if whole.exact > 0]
    loose = margin(dossier)
    if not pairs or any(_is_so(item, part, whole, Fraction(100), loose) for part, whole in pairs):
        return
    start = item.since if sentence.start <= item.since < item.value.start else item.value.start
    right = item.value.shown(pairs[0][0].exact * 100 / pairs[0][1].exact)
    yield reading_finding(
        read, start, item.value.end, f"“{read.text[start : item.value.end]}”算得不对。", f"按数算，是 {right}。"
    )


_NO_SUBJECT = late_pattern(
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
        return [printed_number(sentence.items[item.stated])]
    phrase = re.split("分别|依次", read.text[item.since + 1 : item.value.start])[0]
    phrase = re.sub(r"^(?:比|到|了)+|(?:的|为|约|达|近|比重|比例|份额|达到|仅|总数|总量)+$", "", phrase.strip())
    if not phrase:
        rest = [printed_number(each) for each in ahead[:-1] if ahead and each.value.kind == ahead[-1].value.kind]
        earlier = [place for place in range(index) if sentence.items[place].role == "share"]
        if earlier and "占" in sentence.items[earlier[-1]].before:
            rest += _wholes(dossier, read, sentence, earlier[-1], ahead, year)
        if not ahead and "总产值中" in read.text[sentence.start : item.since]:
            rest += _known(dossier, (known.REGION, "gross_output"), year)
        if ahead and ahead[-1].quantity not in (None, "enterprises") and ahead[-1].value.kind == COUNT:
            rest += _known(dossier, (item.part[0], "enterprises"), year)
        return rest
    named = [
        printed_number(each)
        for each in ahead[:-1]
        if read.text.endswith(phrase, sentence.start, each.value.start) or read.text.startswith(phrase, each.value.end)
    ]
    if "资金" in phrase or ("投入" in phrase and "研发" not in phrase):
        fiscal = [name for name in known.fund_sources(dossier) if "财政" in name] if "财政" in phrase else [None]
        amounts = [known.known_funds(dossier, name, None) for name in fiscal]
        total = sum((each for each in amounts if each is not None), Fraction(0)) or None
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
_WHOLE = late_pattern(
    r"(?:19|20)\d{2}年度?|同期|全部|全区|全县|全市|全|所有|相关|工业|企业|产业|行业|总数|总量|总额|总计|总|合计|家数|数|量|当年|两个|主导|开发区|经开区|区域|县|区|试点|范围内|其|各|的"
)


def _left_of(dossier: Dossier, phrase: str) -> str:
    """What is left of the name of a whole without the names of populations and quantities."""
    region = region_name(dossier)
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
    prior = [each for each in sentence.items[:index] if each.role in HELD]
    if not prior or item.foreign or "增长" in item.before or "提高" in item.before:
        return
    pair = _ratio_of(dossier, read, item, prior)
    if pair is None or pair[1].exact <= 0:
        return
    loose = margin(dossier)
    here = [printed_number(each) for each in prior if each.value.kind == prior[-1].value.kind]
    pairs = [pair, *((a, b) for a, b in permutations(here, 2) if b.exact > 0)]
    if any(_is_so(item, part, whole, Fraction(1), loose) for part, whole in pairs):
        return
    right = item.value.shown(pair[0].exact / pair[1].exact)
    yield reading_finding(
        read, item.value.start, item.value.end, f"“{read.of(item)}”算得不对。", f"按前后两个数算，是 {right}。"
    )


#: What leads to a multiple of where something began.
_FIRST = late_pattern(
    r"(?:原来|原有|原先|目前|现在|期初|之初|申报时|基期|起初|当初|当时|[一两三四五]年前)(?:数量?|水平|规模)?的\s?$"
)


def _ratio_of(
    dossier: Dossier, read: TextReading, item: Statement, prior: list[Statement]
) -> tuple[PrintedNumber, PrintedNumber] | None:
    """What is so many times what."""
    last = prior[-1]
    if not re.search(r"[，,]", item.before):
        others = [printed_number(each) for each in prior[:-1] if each.value.kind == last.value.kind]
        others = others or _known(
            dossier, (item.population, last.quantity), read.year if last.then is not None else None
        )
        return (others[-1], printed_number(last)) if others else None
    if "前者" in item.before and "后者" in item.before:
        money = [printed_number(each) for each in prior if each.value.kind == last.value.kind]
        return (money[-2], money[-1]) if len(money) > 1 else None
    if _FIRST.search(item.before) and len(prior) > 1 and prior[-2].role == "from":
        return printed_number(last), printed_number(prior[-2])
    if item.then is not None:
        starts = [each for each in prior if each.role == "from"]
        if starts and starts[-1] is not last:
            return printed_number(last), printed_number(starts[-1])
        found = _known(dossier, (item.population, last.quantity), item.then)
        return (printed_number(last), found[0]) if found else None
    if item.population is not None and item.population != last.population and item.named:
        year = item.year if item.year is not None else read.year
        found = _known(dossier, (item.population, last.quantity), year)
        return (printed_number(last), found[0]) if found else None
    return None


RULES = (
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
)
