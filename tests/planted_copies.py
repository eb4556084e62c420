"""Planted copies and honest pairs of texts: by these a search for copied texts is scored.

A copy is a text of an application in which 30 % of the words are changed: put in other words (by a list), struck out,
or moved. An honest pair is two answers to the same prompt that were written for two regions. This was written before
the search, and knows nothing of how it works. Drawing uses `Random.random` alone, which is the same in every Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
LOTS = ("honest", "second_honest", "third_honest")
#: Shorter texts say too little to be called copied from somewhere.
SHORTEST = 60
SHARE = 0.30
COPIES, PAIRS = 200, 100
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+")
_REFERENCE = re.compile(r"\{\{[^}]*\}\}")


class SourceText(NamedTuple):
    """A text as a region wrote it: for which prompt, and which region's (by lot and number)."""

    prompt: str
    region: str
    text: str


class PlantedCopy(NamedTuple):
    """A text, and what somebody else made of it."""

    source: SourceText
    text: str


def source_texts() -> list[SourceText]:
    """The honest answers, then the long texts of two examples by paragraph."""
    return [*_answers(), *_examples()]


def honest_pairs(number: int = PAIRS, seed: int = 20141) -> list[tuple[SourceText, SourceText]]:
    """Pairs of answers to one prompt from two regions, drawn from all of them."""
    by_prompt: dict[str, list[SourceText]] = {}
    for each in _answers():
        by_prompt.setdefault(each.prompt, []).append(each)
    every = [pair for answers in by_prompt.values() for pair in combinations(answers, 2)]
    return _drawn(every, number, Random(seed))  # noqa: S311


def planted_copies(number: int = COPIES, seed: int = 20142) -> list[PlantedCopy]:
    """Copies of texts that are drawn from all of them."""
    draw = Random(seed)  # noqa: S311
    others = _read("similar/synonyms.yaml")
    sources = _drawn(source_texts(), number, draw)
    return [PlantedCopy(each, changed_text(each.text, others, draw)) for each in sources]


def changed_text(text: str, others: dict[str, str], draw: Random, share: float = SHARE) -> str:
    """The text with a share of its words changed: half of them put in other words (a figure by another figure, a word
    that the list does not have by a word of the same text), a quarter struck out, a quarter moved."""
    words = words_of(text, others)
    places = [index for index, word in enumerate(words) if re.match(r"\w", word)]
    picked = _drawn(places, round(len(places) * share), draw)
    moved: list[str] = []
    for index in picked:
        what = draw.random()
        if what < 0.5:
            words[index] = _in_other_words(words, index, others, draw)
        else:
            moved += [words[index]] if what >= 0.75 else []
            words[index] = ""
    for word in moved:
        words.insert(int(draw.random() * (len(words) + 1)), word)
    return "".join(words)


def words_of(text: str, known: dict[str, str]) -> list[str]:
    """Words of the list as they stand, figures and Latin words as wholes, what else there is two characters at a time."""
    found, at = [], 0
    longest = max(map(len, known))
    while at < len(text):
        number = _NUMBER.match(text, at)
        word = next((text[at : at + n] for n in range(longest, 1, -1) if text[at : at + n] in known), "")
        if number is not None:
            word = number.group()
        elif not word:
            word = text[at : at + 2] if re.match(r"[\u4e00-\u9fff]{2}", text[at : at + 2]) else text[at]
        found.append(word)
        at += len(word)
    return found


def _in_other_words(words: list[str], index: int, others: dict[str, str], draw: Random) -> str:
    word = words[index]
    if word in others:
        return others[word]
    if word[0].isdigit():
        return str(int(draw.random() * 900) + 11)
    return words[int(draw.random() * len(words))]


def _answers() -> Iterator[SourceText]:
    for lot in LOTS:
        content = _read(f"answers/{lot}.yaml")
        for entry in content["prompts"]:
            for number, text in enumerate(entry["answers"]):
                if isinstance(text, str) and len(text.strip()) >= SHORTEST:
                    yield SourceText("/".join(map(str, entry["path"])), f"{lot}-{number}", text.strip())


def _examples() -> Iterator[SourceText]:
    for name in ("qingshiling", "lanting"):
        for file in ("region", "plan"):
            content = YAML(typ="safe").load(ROOT / "examples" / name / "application" / f"{file}.yaml")
            for label, text in content.items():
                for line in text.split("\n") if isinstance(text, str) else ():
                    if len(line) >= SHORTEST:
                        yield SourceText(label, name, _REFERENCE.sub("23.4", line.strip()))


def _read(name: str) -> Any:
    return YAML(typ="safe").load(CASES / name)


def _drawn(every: Any, number: int, draw: Random) -> list[Any]:
    """So many of them, none twice, in the order in which they are drawn."""
    left = list(every)
    return [left.pop(int(draw.random() * len(left))) for _ in range(min(number, len(left)))]
