"""The texts of a dossier as read: each with its sentences, the year it speaks of, and its place in the files."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import (
    CONDITIONS,
    EVALUATIONS_FOLDER,
    PLAN,
    RECOMMENDATION,
    REGION,
    SUMMARIES,
    TOP_ENTERPRISES,
)
from brandcluster.dossier.keeping import once_each
from brandcluster.dossier.load import Dossier, once
from brandcluster.rules.checks.application.prose import Prose, prose_of_file
from brandcluster.rules.facts.texts.sentence_parts import ReadSentence, Statement
from brandcluster.rules.facts.texts.statements import sentences_known
from brandcluster.rules.rule import Finding, by_text

#: The files of the application whose texts are read; those of the pilot years come from its folder.
APPLICATION = (REGION, TOP_ENTERPRISES, CONDITIONS, PLAN, RECOMMENDATION)
_PILOT = "pilot/"
#: Keys whose values are names, not prose.
_NAMES = frozenset(
    ("文件", "摘要", "日期", "单位", "发布单位", "类别", "电话", "传真", "信箱", "编号", "注册号", "申请号")
)
_NUMBER = late_pattern(r"\d|[一二两三四五六七八九十半年元家件项]")


class TextReading(NamedTuple):
    """A text with its sentences; `year` is the year that its figures are of unless they say another."""

    prose: Prose
    sentences: tuple[ReadSentence, ...]
    year: int | None

    @property
    def text(self) -> str:
        """The text as printed."""
        return self.prose.printed.text

    def of(self, item: Statement) -> str:
        """A value as it stands in the text."""
        return self.text[item.value.start : item.value.end]


def is_read(path: str) -> bool:
    """Whether the texts of a file are read."""
    return path in APPLICATION or path.startswith(_PILOT)


@once
def readings_of_file(dossier: Dossier, path: str) -> tuple[TextReading, ...]:
    """Every text of one file that may hold a number, read once for all rules."""
    if not is_read(path):
        return ()
    return tuple(_readings(dossier, path, prose_of_file(dossier, path)))


@once_each
def _readings(dossier: Dossier, path: str, texts: tuple[Prose, ...]) -> Iterator[TextReading]:
    known = sentences_known(dossier)
    for prose in texts:
        if _is_prose(prose):
            year = _year(dossier, prose)
            whole = known.sentences(prose.printed.text, dossier, year)
            if path == TOP_ENTERPRISES:  # these speak of one enterprise
                whole = tuple(
                    each._replace(items=tuple(i._replace(foreign=True) for i in each.items)) for each in whole
                )
            yield TextReading(prose, whole, year)


#: Makes a rule of a check that looks at the texts of a file, one by one.
by_reading = by_text(readings_of_file, is_read)


def _is_prose(prose: Prose) -> bool:
    return str(prose.keys[-1]) not in _NAMES and _NUMBER.search(prose.printed.text) is not None


def _year(dossier: Dossier, prose: Prose) -> int | None:
    """The year a text speaks of: its entry's, its file's, or the one before the application."""
    if prose.file in APPLICATION:
        return dossier.baseline_year
    if prose.file == SUMMARIES:
        entry: Any = dossier.documents[prose.file].data
        for step in prose.keys[:-1]:
            entry = entry[step]
        year = entry.get("年份") if isinstance(entry, dict) else None
        return year if isinstance(year, int) else None
    if prose.file.startswith(EVALUATIONS_FOLDER):
        digits = prose.file.rpartition("/")[2].removesuffix(".yaml")
        return int(digits) if digits.isdecimal() else None
    return None


def in_brackets(text: str, start: int, place: int) -> bool:
    """Whether a place of a sentence that begins at `start` stands in brackets."""
    words = text[start:place]
    return max(words.rfind("（"), words.rfind("(")) > max(words.rfind("）"), words.rfind(")"))


def reading_finding(read: TextReading, start: int, end: int, message: str, help_: str) -> Finding:
    """A finding at a range of the printed text, pointing at what was written there."""
    prose = read.prose
    first, last = prose.printed.source_span(start, end)
    snippet = prose.source[first:last].split("\n")[0]
    occurrence = prose.source.count(snippet, 0, first) if snippet else 0
    return Finding(prose.file, prose.keys, message, help_, snippet=snippet or None, occurrence=occurrence)


#: Roles of values that state how much there is.
HELD = ("level", "to", "from", "compare", "share")


class PrintedNumber(NamedTuple):
    """A figure to reckon with: exact, or stated within half of its last digit."""

    exact: Fraction
    half: Fraction


def printed_number(item: Statement) -> PrintedNumber:
    """A stated value as a figure to reckon with."""
    return PrintedNumber(item.value.number, item.value.half)


def valued_sentences(texts: tuple[TextReading, ...]) -> Iterator[tuple[TextReading, ReadSentence]]:
    """Every sentence of some texts that states a value, in the order of the texts."""
    for read in texts:
        for sentence in read.sentences:
            if sentence.items:
                yield read, sentence
