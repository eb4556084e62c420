"""Statements of a text: each value with its quantity, population, year or phase, and the role it has in its sentence.

What a value is of is what stands nearest before it in its sentence. What belongs to somebody else (another region, the
nation, one enterprise, a forecast) is marked as foreign, and nothing is held against the dossier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.rules.facts.texts import known
from brandcluster.rules.facts.texts.roles import narrowed_quantity, role_of, wide_quantity
from brandcluster.rules.facts.texts.sentence_parts import Mark, ReadSentence, Statement
from brandcluster.rules.facts.texts.value_lists import assign_lists
from brandcluster.rules.facts.texts.values import COUNT, MONEY, PERCENT, POINTS, Day, Value, days_in, values_in
from brandcluster.rules.facts.texts.vocabulary import AMOUNTS, FOREIGN, OF_ALL, OF_LEADING, OF_REGION, QUANTITIES

#: Amounts that are called after a quantity and are another one.
_OTHERS = ("新增", "净增", "人均", "亩均", "单位", "出口", "农业", "第", "服务业", "建筑业", "每", "增速")
_OTHER_AMOUNTS = late_pattern(
    r"(?:新增|净增|人均|亩均|单位|出口|农业|第[一二三]产业|服务业|建筑业|每[百千万亿]元|每亩)(?:的)?"
    r"(?:工业)?(?:总产值|新产品产值|产值|增加值|销售收入|研发投入)|增加值增速|产值增速"
)
_PLACE = late_pattern(r"\w(?![全本我该各两外邻到由和与为在的])\w[县市省镇乡州](?!场|财政|级)")
_SPLIT = late_pattern(r"[。；;！!？?\n]")
_CLAUSE = late_pattern(r"[，,：:]")
_BRACKET = late_pattern(r"[（()）]")
_TITLE = late_pattern(r"《[^《》\n]{0,80}》")
_YEAR_WORD = late_pattern(r"上一?年(?!度)|去年|上年度|上一年度|同比|前一年")
_BASE_WORD = late_pattern(r"基期|申报时|基线")
_PHASE = late_pattern(r"第([一二三四五六])阶段")
_END = late_pattern(r"试点(?:期满|结束|期末|期结束|期终)|到期末|方案目标|周期结束")


#: What is read of a sentence: so many characters, so many values. No sentence of a person is longer; a file that means
#: harm must not cost more than its length.
SENTENCE_LENGTH = 600
MOST_LENGTH = 40
#: So many characters before and behind a sentence can bear on what it says: a verb, a unit, 的基础上.
BEFORE, BEHIND = 16, 24
#: Texts that were read are kept, of so many characters together; those of a large dossier have some 60,000.
MOST_KNOWN = 500_000


class PhaseEnd(NamedTuple):
    """The month in which a phase of the plan ends, and which phase it is, from 0."""

    year: int
    month: int
    number: int


class TextReader(NamedTuple):
    """What is needed to read the texts of one dossier; made once, and narrowed to what concerns one text."""

    populations: tuple[tuple[str, str], ...]
    own: tuple[str, ...]
    foreign: tuple[str, ...]
    only: str | None
    ends: tuple[PhaseEnd, ...] = ()
    quantities: tuple[tuple[str, str], ...] = ()


@once
def region_name(dossier: Dossier) -> str | None:
    """The name of the region that applies."""
    return dossier.header.region_name


@once
def reader_of(dossier: Dossier) -> TextReader:
    """What the texts of a dossier are read with."""
    names = dossier.industry_names
    own = tuple(name for name in (region_name(dossier),) if name)
    called = [(name, name) for name in (*names, OTHER_INDUSTRY)]
    called += [(word, known.LEADING) for word in OF_LEADING] + [(word, known.ALL) for word in OF_ALL]
    called += [(word, known.REGION) for word in (*OF_REGION, *own)]
    called.sort(key=lambda pair: -len(pair[0]))
    return TextReader(tuple(called), own, (*FOREIGN, *_enterprises(dossier)), names[0] if len(names) == 1 else None)


@once
def _ends_in(dossier: Dossier, year: int) -> tuple[PhaseEnd, ...]:
    """The phases of the plan that end in a year."""
    ends = [phase.end for phase in dossier.plan.phases if phase.end is not None]
    return tuple(PhaseEnd(end.year, end.month, index) for index, end in enumerate(ends) if end.year == year)


def _enterprises(dossier: Dossier) -> list[str]:
    """The trade names of the top enterprises: what stands in quotation marks in their brands."""
    top = dossier.top_enterprises.enterprises
    found = [name for each in top for name in re.findall(r"“([^“”]{2,6})”", each.brands or "")]
    return list(dict.fromkeys(found))


#: A sentence by where it stands in its text, with what stands around it and what was mentioned before it, as it was read,
#: and what has been mentioned after it.
_OneByOne = dict[tuple[int, int, str, "_State"], tuple[ReadSentence, "_State"]]


class KnownSentences:
    """The sentences of texts that were read, by all that they were read with; of so many characters, then it begins anew.

    Of a text that has changed, the sentences before the change are known, and those behind it that stand where they stood.
    """

    def __init__(self) -> None:
        self._length = 0
        self._known: dict[tuple[str, TextReader, int | None], tuple[ReadSentence, ...]] = {}
        self._one_by_one: dict[tuple[TextReader, int | None], _OneByOne] = {}

    def sentences(self, text: str, dossier: Dossier, default_year: int | None) -> tuple[ReadSentence, ...]:
        """The sentences of a text that hold a value or a date."""
        if _FIGURE.search(text) is None:
            return ()
        narrow = _narrowed(dossier, text)
        found = self._known.get((text, narrow, default_year))
        if found is None:
            self._length += len(text)
            if self._length > MOST_KNOWN:
                self._known.clear()
                self._one_by_one.clear()
                self._length = len(text)
            known = self._one_by_one.setdefault((narrow, default_year), {})
            found = self._known[text, narrow, default_year] = tuple(_sentences(text, narrow, default_year, known))
        return found


@once
def sentences_known(dossier: Dossier) -> KnownSentences:
    """The texts of a dossier that were read already."""
    return KnownSentences()


def _sentences(text: str, read: TextReader, default_year: int | None, known: _OneByOne) -> Iterator[ReadSentence]:
    start = 0
    state = _State()
    for match in _SPLIT.finditer(text + "\n"):
        end = match.start()
        if end > start and _worth(text, start, end):
            stop, first = min(end, start + SENTENCE_LENGTH), max(start - BEFORE, 0)
            around = text[first : stop + BEHIND]
            found = known.get((start, stop, around, state))
            if found is None:
                # Nothing else of the text can be looked at: what is known of a sentence hangs on what it is known by.
                found = _sentence("\n" * first + around, start, stop, read, default_year, state)
                known[start, stop, around, state] = found
            sentence, state = found
            yield sentence
        if match.group() not in "；;":
            state = _State()
        start = match.end()


def _narrowed(dossier: Dossier, text: str) -> TextReader:
    """Only the words that stand in a text, so that its sentences need not look for all the others.

    Likewise the ends of phases in the years that it names: only who names a year hangs on what ends in it.
    """
    read = reader_of(dossier)
    years = dict.fromkeys(map(int, _A_YEAR.findall(text))) if "年" in text else ()
    return read._replace(
        ends=tuple(end for year in years for end in _ends_in(dossier, year)),
        quantities=tuple(_quantities(text)),
        populations=tuple(pair for pair in read.populations if pair[0] in text),
        foreign=tuple(word for word in read.foreign if word in text),
    )


_A_YEAR = late_pattern(r"(?:19|20)\d{2}(?=年)")
_FIGURE = late_pattern(r"\d|[一二两三四五六七八九十](?:个|家|项|年)")


def _worth(text: str, start: int, end: int) -> bool:
    return _FIGURE.search(text, start, end) is not None


class _State(NamedTuple):
    """What has been mentioned so far in a sentence; `then` is a year that only the next value is of."""

    amount: str | None = None
    ratio: str | None = None
    things: str | None = None
    population: str | None = None
    year: int | None = None
    then: int | None = None
    phase: int | None = None
    foreign: bool = False
    fresh: bool = False
    place: int = 0


def _sentence(
    text: str, start: int, end: int, read: TextReader, default_year: int | None, state: _State
) -> tuple[ReadSentence, _State]:
    """A sentence as read, and what has been mentioned by its end."""
    found = values_in(text, start, end)[:MOST_LENGTH]
    dates = tuple(days_in(text, start, end))[:MOST_LENGTH]
    if not found:
        return ReadSentence(start, end, (), dates), state
    marks = _mentions(text, start, end, read, dates, default_year)
    outside = state
    past = [(start, state)]
    items: list[Statement] = []
    at, last, clause = 0, start, 0
    for value in found:
        while at < len(marks) and marks[at][0] < value.start:
            if marks[at][2] == "open":
                outside = state
            state = outside if marks[at][2] == "close" else _noted(state, marks[at], text)
            past.append((marks[at][1], state))
            clause += marks[at][2] == "clause"
            at += 1
        item = _item(text, value, text[last : value.start], state, read, clause, items, start)
        if item.role == "share":
            # What stands behind 占 is the whole; before it stands whose part this is, and so it goes on.
            whole, state = state, _before(past, item.since)
            if item.quantity == "industry_share":
                # 占全区工业总产值的比重 is a quantity as a whole, of the industry before it.
                item = item._replace(role="level", named=state.population is not None)
            item = item._replace(
                part=(state.population, state.amount or state.things),
                whole=(whole.population, whole.amount or whole.things),
                population=state.population or read.only,
            )
        items.append(item)
        state = state._replace(then=None)
        past.append((value.end, state))
        last = value.end
    return ReadSentence(start, end, tuple(assign_lists(text, items, marks, start)), dates), state


def _before(past: list[tuple[int, _State]], place: int) -> _State:
    return next(state for at, state in reversed(past) if at <= place or at == past[0][0])


def _mentions(
    text: str, start: int, end: int, read: TextReader, dates: tuple[Day, ...], default_year: int | None
) -> list[Mark]:
    """Everything that a sentence names, in order; of words that overlap the longest counts."""
    plain = text[start:end]
    if "《" in plain:
        plain = _TITLE.sub(lambda match: "　" * len(match.group()), plain)
    if any(word in plain for word in _OTHERS) and _OTHER_AMOUNTS.search(plain):
        plain = _OTHER_AMOUNTS.sub(lambda match: "　" * len(match.group()), plain)
    marks: list[Mark] = []
    for kind, words in (("quantity", read.quantities), ("population", read.populations)):
        for word, what in words:
            if word in plain:
                marks += [(at, at + len(word), kind, what) for at in _places(plain, word)]
    for word in read.foreign:
        if word in plain:
            marks += [(at, at + len(word), "foreign", word) for at in _places(plain, word)]
    marks += [
        (match.start(), match.end(), "foreign", match.group())
        for match in _PLACE.finditer(plain)
        if not any(match.group() in name for name in read.own)
    ]
    marks = _longest(marks)
    marks += [(m.start(), m.end(), "open" if m.group() in "（(" else "close", None) for m in _BRACKET.finditer(plain)]
    marks += [(match.start(), match.end(), "clause", None) for match in _CLAUSE.finditer(plain)]
    for day in dates:
        marks.append((day.start - start, day.end - start, "year", day.year))
        for phase in read.ends:
            if (day.year, day.month) == (phase.year, phase.month):
                marks.append((day.end - start, day.end - start, "phase", phase.number))
    main = next((day.year for day in dates), None) or default_year
    for match in _YEAR_WORD.finditer(plain):
        latest = max((day.year for day in dates if day.start - start < match.start()), default=main)
        if latest is not None and match.group() != "同比":
            marks.append((match.start(), match.end(), "year", latest - 1))
    if default_year is not None:
        marks += [(match.start(), match.end(), "base", default_year) for match in _BASE_WORD.finditer(plain)]
    marks += [(m.start(), m.end(), "phase", "一二三四五六".index(m.group(1))) for m in _PHASE.finditer(plain)]
    marks += [(m.start(), m.end(), "phase", -1) for m in _END.finditer(plain)]
    return sorted(((a + start, b + start, kind, what) for a, b, kind, what in marks), key=lambda mark: mark[:2])


@cache
def _first_letters() -> dict[str, tuple[tuple[str, str], ...]]:
    """The quantities by a word that each of their names contains, so that most sentences look for few."""
    keys = (
        "比重",
        "率",
        "强度",
        "产值",
        "增加值",
        "收入",
        "销售额",
        "研发",
        "体系",
        "运行",
        "品牌",
        "岗位",
        "规",
        "企业",
    )
    return {key: tuple(pair for pair in QUANTITIES if key in pair[0]) for key in keys}


def _quantities(plain: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for key, pairs in _first_letters().items():
        if key in plain:
            for word, quantity in pairs:
                if word in plain and word not in seen:
                    seen.add(word)
                    yield word, quantity


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _longest(marks: list[Mark]) -> list[Mark]:
    """Marks without those inside or across a longer one."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each[0] - each[1], each[0])):
        if all(mark[1] <= other[0] or other[1] <= mark[0] for other in kept):
            kept.append(mark)
    return kept


def _noted(state: _State, mark: Mark, text: str) -> _State:
    start, end, kind, what = mark
    if kind == "quantity":
        quantity = narrowed_quantity(text, start, str(what))
        if quantity in AMOUNTS:
            return state._replace(amount=quantity, ratio=None, things=None)
        return state._replace(ratio=quantity) if quantity in known.RATIOS else state._replace(things=quantity)
    if kind == "population":
        # An industry's name behind somebody else's in one clause is still somebody else's.
        return state._replace(population=str(what), foreign=state.foreign and state.fresh, place=start)
    if kind == "foreign":
        return state._replace(foreign=True, fresh=True)
    if kind == "year" and isinstance(what, int):
        if (
            _BASE_BEHIND.match(text, end)
            or text[max(start - 1, 0) : start] in _THEN
            or text[max(start - 2, 0) : start] in _THEN
        ):
            return state._replace(then=what)
        return state._replace(year=what, then=None, phase=None)
    if kind == "base":
        return state._replace(then=what if isinstance(what, int) else None)
    if kind == "phase":
        return state._replace(phase=what if isinstance(what, int) else None)
    if kind == "open":
        return state
    return state._replace(fresh=False)


#: Words that turn the year before them into one of a comparison.
_BASE_BEHIND = late_pattern(r"年?(?:底|末|水平)?的?(?:基础上|基数上)")
#: Words that turn the year behind them into one of a comparison.
_THEN = ("比", "较", "由", "从", "以", "是", "相比", "为", "于")


def _item(
    text: str,
    value: Value,
    before: str,
    state: _State,
    read: TextReader,
    clause: int,
    earlier: list[Statement],
    first: int,
) -> Statement:
    tail = before[-40:]
    role, up = role_of(text, value, tail)
    since = value.start - len(tail) + max(tail.rfind("占"), 0)
    stated = None
    if earlier and value.kind == PERCENT and role == "level" and tail.endswith("的"):
        ahead = earlier[-1]
        if (
            ahead.value.unit != "个"
            and "占" in ahead.before[-20:]
            and "，" not in ahead.before[ahead.before.rfind("占") :]
        ):
            role, stated, since = (
                "share",
                len(earlier) - 1,
                ahead.value.start - len(ahead.before) + ahead.before.rfind("占"),
            )
    if role == "share" and any("占" in word and word in before for word, what in QUANTITIES if what == state.ratio):
        role = "level"  # 研发投入占销售收入的比重 is a quantity as a whole
    behind = _named_behind(text, value, read)
    quantity = _quantity(value, state, role) if behind is None else behind
    if behind is None and quantity is not None and role != "change" and not _leads_on(before, quantity, state, read):
        quantity = None
    population = state.population
    if population is None and not state.foreign:
        population = read.only
    foreign = state.foreign or _of_some(value, earlier, state) or _of_others(text, value, state, read, first)
    year = state.then if state.then is not None else state.year
    if role in ("from", "compare"):
        year = state.then
    return Statement(
        value, role, quantity, population, year, state.phase, foreign, tail, up, clause,
        state.population is not None, since, stated, (None, None), (None, None), state.then,
    )  # fmt: skip


def _named_behind(text: str, value: Value, read: TextReader) -> str | None:
    """The quantity that stands right behind an amount: 84.25亿元产值, 1142300万元的销售收入."""
    if value.kind != MONEY:
        return None
    words = text[value.end : value.end + 16].removeprefix("的")
    return next((what for word, what in read.quantities if what in AMOUNTS and words.startswith(word)), None)


_INDUSTRY = late_pattern(r"(?<![企工产行主商创农就从])业(?!务|绩|主|内|余)|产业|行业(?!协会|组织|标准|准则)")


def _of_others(text: str, value: Value, state: _State, read: TextReader, first: int) -> bool:
    """Whether a figure is of an industry that is none of the dossier's: one is named, and none of them."""
    if value.kind == COUNT or state.population not in (None, known.REGION):
        return False
    words = text[first : value.start]
    return _INDUSTRY.search(words) is not None and not any(
        word in words for word, _ in read.populations[:-1] if word not in OF_REGION
    )


_ALL_OF = late_pattern(r"(?:产业|行业|[共有现达到为数]|企业)*$")


def _of_some(value: Value, earlier: list[Statement], state: _State) -> bool:
    """Whether an amount is that of so many enterprises named before it, not of all."""
    counted = [each for each in earlier if each.value.kind == COUNT and each.value.unit in ("家", "户")]
    if value.kind != MONEY or not counted or state.place > counted[-1].value.end:
        return False
    last = counted[-1]
    lead = last.before.rpartition("，")[2]
    return not (last.named and _ALL_OF.sub("", lead).endswith(last.population or "　"))


#: What may stand between a value and the next of the same quantity; anything else begins something new.
_LINK = late_pattern(
    r"(?:19|20)\d{2}年[底末]?|\d{1,2}月|第[一二三四五六]阶段|两个阶段|试点|期满|结束|阶段|分别|其中|由|从|到|至|升|降|提高|增加|增长|下降|上升|扩大|"
    r"减少|降低|回落|达|为|是|比|较|上年|去年|同期|基期|申报时|后者|前者|目标|方案|一年|期间|末|时|约|先|再|仅|只|占|的|底|增|完成|实现|以|与|和|及|则|"
    r"共|有|两者|全区|全县|开发区|产业|企业|行业|主导|两个|合计|，|、|\s|："
)


def _leads_on(before: str, quantity: str, state: _State, read: TextReader) -> bool:
    """Whether a value is of a quantity named before it: in the words right before, or with nothing new between."""
    if any(word in before for word in _OTHERS):
        before = _OTHER_AMOUNTS.sub("额", before)
    wide = wide_quantity(quantity)
    if any(word in before for word, meant in read.quantities if meant in (quantity, wide)):
        return True
    rest = before.replace(state.population or "，", "").replace(OTHER_INDUSTRY, "")
    return not _LINK.sub("", rest)


def _quantity(value: Value, state: _State, role: str) -> str | None:
    if value.kind == MONEY:
        return state.amount
    if value.kind in (PERCENT, POINTS):
        if state.ratio is not None or role != "change":
            return state.ratio
        return state.amount or state.things
    return state.things
