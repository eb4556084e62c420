"""The rule on figures that two texts state of one thing, where no table of the dossier holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import CONDITIONS, PLAN, REGION
from brandcluster.dossier.keeping import once_each
from brandcluster.dossier.load import Dossier, files_read, once
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.rules.checks.application.text_readings import (
    TextReading,
    reading_finding,
    readings_of_file,
    valued_sentences,
)
from brandcluster.rules.facts.texts import known
from brandcluster.rules.facts.texts.sentence_parts import ReadSentence, Statement
from brandcluster.rules.facts.texts.values import COUNT, MONEY
from brandcluster.rules.rule import Finding, Rule

#: The texts that are held against each other: those on the region as a whole. What is told of one enterprise, one
#: event, one quarter is another thing each time.
_TEXTS = (REGION, PLAN, CONDITIONS)
#: How many characters must say what a figure is of.
FEWEST_LENGTH = 4
#: How far back those characters are looked for.
BEFORE_LENGTH = 40
#: Words that do not say what a figure is of.
_SAYS_NOTHING = late_pattern(
    r"(?:19|20)\d{2}年(?:\d{1,2}月)?[底末初]?|截至|目前|现有|现已|拥有|共有|已有|达到|完成|实现|约有|区内|县内|全区|全县|我区|我县|开发区|企业|"
    r"[共有了已现约达为是获得的计个并到：:\s]"
)
_CLAUSE = late_pattern(r"[，,、；：:（(）)]|以及|和(?=[^平谐])")
#: A figure of a list that stands for several things one by one, or of a part or phase, is told apart by more than words.
_OF_SEVERAL = late_pattern(r"分别|依次|其中|阶段|每|各|新增|再|第[一二三四五六七八九十]|计划|拟|将|力争|目标")
#: Whose figure it is when it is not the region's.
_ANOTHER = late_pattern(r"公司|集团|厂|周边|邻|全国|全省|国内|(?<!全)[县市](?!级|财政|政府|人民|域)")


class TextFigure(NamedTuple):
    """A figure with the words that say what it is of."""

    read: TextReading
    sentence: ReadSentence
    item: Statement
    key: tuple[str, str, int | None, str | None]


def _twice(dossier: Dossier) -> Iterator[Finding]:
    told: dict[tuple[str, str, int | None, str | None], list[TextFigure]] = {}
    for figure in _figures_of(dossier):
        told.setdefault(figure.key, []).append(figure)
    for same in told.values():
        numbers = {each.item.value.number for each in same}
        if len(numbers) < 2:
            continue
        first = same[0]
        for each in same[1:]:
            if each.item.value.number == first.item.value.number:
                continue
            yield reading_finding(
                each.read,
                each.item.value.start,
                each.item.value.end,
                f"这里写“{_quoted(each)}”，“{first.read.prose.keys[-1]}”里写的是“{_quoted(first)}”。",
                "说的是同一件事，就改成一致；不是同一件，写明不同在哪里（哪一年、什么范围）。",
            )


def _quoted(figure: TextFigure) -> str:
    text, value = figure.read.text, figure.item.value
    start = max(value.start - BEFORE_LENGTH // 2, figure.sentence.start)
    words = _CLAUSE.split(text[start : value.start])[-1]
    return words + text[value.start : value.end]


def _figures_of(dossier: Dossier) -> Iterator[TextFigure]:
    for path in files_read(dossier):
        if path in _TEXTS:
            yield from _figures_in(dossier, path)


@once
def _figures_in(dossier: Dossier, path: str) -> tuple[TextFigure, ...]:
    return tuple(_figures_told(dossier, path, readings_of_file(dossier, path)))


@once_each
def _figures_told(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[TextFigure]:
    for read, sentence in valued_sentences(texts):
        for item in sentence.items:
            key = _key(dossier, read, sentence, item)
            if key is not None:
                yield TextFigure(read, sentence, item, key)


def _key(
    dossier: Dossier, read: TextReading, sentence: ReadSentence, item: Statement
) -> tuple[str, str, int | None, str | None] | None:
    """What a figure is of: the characters before it, its unit, its year and whose; None where that is not plain."""
    value = item.value
    if value.kind not in (COUNT, MONEY) or value.loose or value.each or item.role not in ("level", "to"):
        return None
    if item.quantity is not None and known.known_figure(
        dossier, item.quantity, item.population or known.ALL, item.year or read.year or 0
    ):
        return None  # X105 holds it against the statistics
    words = _words_before(dossier, read.text, sentence, item)
    if words is None:
        return None
    unit = value.unit.lstrip("个") if value.kind == COUNT else "元"
    return words, unit, item.year or read.year, item.population if item.named else None


def _words_before(dossier: Dossier, text: str, sentence: ReadSentence, item: Statement) -> str | None:
    """What the clause says before a figure, without whose it is and what says nothing; None where that is too little."""
    start = max(item.value.start - BEFORE_LENGTH, sentence.start)
    clause = _CLAUSE.split(text[start : item.value.start])[-1]
    if re.search(r"\d(?!\d{0,3}年)", clause.replace("GB/T", "")) or _OF_SEVERAL.search(text[start : item.value.start]):
        return None
    if item.foreign and _ANOTHER.search(text[sentence.start : item.value.start]):
        return None
    for name in (*dossier.industry_names, OTHER_INDUSTRY):
        clause = clause.replace(name, "")
    words = _SAYS_NOTHING.sub("", clause)
    return words if len(words) >= FEWEST_LENGTH else None


RULES = (
    Rule(
        "X130",
        "同一件事的数前后写得一样",
        None,
        "warning",
        "数据里没有的数（获奖、抽查、商标、工作组……）没有表可以对照，只能前后对照：两处文字说的是同一年的同一件事，数却不一样，总有一处是错的。"
        "按数前面的字句、单位和年份认是不是同一件。",
        "两处都写“中国驰名商标2件”",
        "一处写“中国驰名商标2件”，一处写“中国驰名商标1件”",
        _twice,
    ),
)
