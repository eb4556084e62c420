"""Where a plain word decides that a pattern is not tried, the pattern cannot match without it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from brandcluster.dossier import references
from brandcluster.rules.checks.application import (
    plan_amounts,
    plan_texts,
    prose,
    stated_changes,
    stated_figures,
    stated_sums,
)
from brandcluster.rules.facts.texts import prompt_answers, roles, statements, values

Bound = Callable[[str], bool]


def holds(*words: str) -> Bound:
    """Whether one of the words stands in a text."""
    return lambda text: any(word in text for word in words)


def ends_in(letters: frozenset[str]) -> Bound:
    """Whether the last letter of a text, white space apart, is one of these."""
    return lambda text: text.rstrip()[-1:] in letters


#: A pattern, and what its callers ask before they try it.
PASSED_OVER: tuple[tuple[str, str, Bound], ...] = (
    ("what rises", roles._DELTA.pattern, ends_in(roles._ENDS_DELTA)),
    ("to", roles._TO.pattern, ends_in(roles._ENDS_TO)),
    ("from", roles._FROM.pattern, holds(*"由从自")),
    ("share", roles._SHARE.pattern, holds("占")),
    ("base", rf"\A(?:{roles._BASED.pattern})", lambda text: text[:2].lstrip()[:1] in roles._BASES),
    ("each", values._EACH.pattern, holds(*values._EVERY)),
    ("other amounts", statements._OTHER_AMOUNTS.pattern, holds(*statements._OTHERS)),
    ("funds by year", plan_amounts._BY_YEAR.pattern, holds(*plan_amounts._YEARLY)),
    ("trends", stated_changes._TREND.pattern, holds(*stated_changes._TRENDS)),
    ("some", stated_figures._SOME.pattern, holds(*"中里")),
    ("of a whole", stated_sums._OF_WHOLE.pattern, holds("占")),
    ("placeholders", prose._PLACEHOLDER.pattern, holds(*prose._PLACES)),
    ("document numbers", prose._WRONG_BRACKETS.pattern, holds("号")),
    ("one by one", prose._RESPECTIVELY.pattern, holds("分别")),
    ("braces", references._STRAY.pattern, references.may_refer),
    ("elsewhere", rf"\A(?:{prompt_answers._ELSEWHERE})\Z", lambda text: text[:1] in prompt_answers._BEGINS),
    ("scope", plan_texts._SCOPE.pattern, holds("试点")),
    ("cycle", plan_texts._OF_CYCLE.pattern, holds("周期", "试点")),
    ("span", plan_texts._BEFORE_SPAN.pattern, holds("年")),
    *(
        (f"counted {number}", pattern, lambda text: plan_texts._COUNTED.search(text) is not None)
        for number, pattern in enumerate((plan_texts._PROJECTS, plan_texts._PHASES, plan_texts._POLICIES))
    ),
)


#: What the longer patterns match, which no chance finds.
SAMPLES = ("冀政发[2013]12号", "冀政发〔2013〕第3号", "即自2013年起", "分为三个阶段", "现有9项政策", "安排9个工作项目")


def texts_like(pattern: str, rng: random.Random, count: int) -> list[str]:
    """Texts of the words and letters of a pattern, in any order, with figures and white space among them."""
    words = re.findall(r"[\u3000-\uffef“”—×╳]+", pattern)
    letters = [*"".join(words), *"0120五 \n()[]{}?_-xX%/.,", "2013", "12", "TODO"]
    return ["".join(rng.choice((*words, *letters)) for _ in range(rng.randint(1, 7))) for _ in range(count)]


@pytest.mark.parametrize(
    ("pattern", "may"), [(p, may) for _, p, may in PASSED_OVER], ids=[n for n, _, _ in PASSED_OVER]
)
def test_what_is_passed_over_does_not_match(pattern: str, may: Bound) -> None:
    compiled = re.compile(pattern)
    texts = [*SAMPLES, *texts_like(pattern, random.Random(23), 1200)]  # noqa: S311  # texts, no secrets
    matching = [text for text in texts if compiled.search(text)]
    assert matching
    assert [text for text in matching if not may(text)] == []


#: The words that say how loosely a number is meant, as patterns.
LOOSE = (
    (values._ABOUT, r"(?:约|近|大约|将近|接近|大致)(?:为|占|达)?\s?$"),
    (values._LEAST, r"(?:超过|突破|不少于|不低于|多达|高于|超|至少|逾|大于)\s?$"),
    (values._MOST, r"(?:不足|不到|未到|未达到?|没有达到|没达到|达不到|不超过|低于|少于|小于|至多)\s?$"),
)


@pytest.mark.parametrize(("words", "pattern"), LOOSE)
def test_words_before_a_number_are_told_as_by_their_pattern(words: tuple[str, ...], pattern: str) -> None:
    for text in texts_like(pattern, random.Random(5), 500):  # noqa: S311  # texts, no secrets
        for tail in ("", " ", "\n", " \n", "\n\n", "  "):
            led = (text + tail).removesuffix("\n")
            led = led[:-1] if led[-1:].isspace() else led
            assert led.endswith(words) is (re.search(pattern, text + tail) is not None), repr(text + tail)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        (
            "_VALUE",
            values._VALUE.pattern.replace(r"(\d(?<![\d.A-Za-z/—-]\d)\d{0,11}", r"(?<![\d.A-Za-z/—-])(\d{1,12}"),
        ),
        (
            "_LISTED",
            values._LISTED.pattern.replace(r"(\d(?<![\d.A-Za-z/—-]\d)\d{0,11}", r"(?<![\d.A-Za-z/—-])(\d{1,12}"),
        ),
    ],
)
def test_what_stands_before_a_number_may_be_looked_at_behind_its_first_figure(name: str, plain: str) -> None:
    pattern = getattr(values, name).pattern
    assert pattern != plain
    rng, found = random.Random(7), 0  # noqa: S311  # texts, no secrets
    tokens = ["1", "23", "2013", ",", "456", ".", "A", "/", "-", "—", "万元", "亿元", "%", "家", "个", "、", "和", "多"]
    for _ in range(1000):
        text = "".join(rng.choice(tokens) for _ in range(rng.randint(1, 9)))
        start = rng.randint(0, 2)
        one, other = ([(m.span(), m.groups()) for m in re.compile(p).finditer(text, start)] for p in (pattern, plain))
        assert one == other, text
        found += len(one)
    assert found > 50


def test_the_words_of_a_rise_and_a_fall_are_those_of_their_patterns() -> None:
    for words, pattern in ((roles._RISES, roles._UP), (roles._FALLS, roles._DOWN)):
        assert all(re.fullmatch(pattern, word) for word in words)
        letters = set(pattern) - set("|[]")
        every = {*pattern.replace("[", "|").replace("]", "").split("|"), *letters}
        assert words == {word for word in every if re.fullmatch(pattern, word)}
