"""Lists of values: where several stand for things named before them one by one, each is given its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brandcluster.base.patterns import late_pattern
from brandcluster.rules.facts.texts import known
from brandcluster.rules.facts.texts.sentence_parts import Mark, Statement
from brandcluster.rules.facts.texts.values import COUNT, MONEY, PERCENT, POINTS
from brandcluster.rules.facts.texts.vocabulary import AMOUNTS

_BETWEEN = late_pattern(r"(?:[、和与及\s年企业产业机械]|以及|主导|的|底)*")


_PHASES_OF = r"(?:两个|三个|各|[一二三四]、第?[一二三四])阶段[^，。；]{0,6}分别|第一阶段和第二阶段[^，。；]{0,6}分别"


def assign_lists(text: str, items: list[Statement], marks: list[Mark], start: int) -> list[Statement]:
    """Where values stand for things named before them one by one (分别), each is given its own."""
    for index, item in enumerate(items):
        if "分别" not in item.before[-16:] and "依次" not in item.before[-16:]:
            continue
        run = _run(text, items, index)
        if "阶段" in text[start : item.value.start] and re.search(_PHASES_OF, text[start : item.value.start]):
            for phase, place in enumerate(run):
                items[place] = items[place]._replace(phase=phase)
            continue
        for kind in ("quantity", "population", "year"):
            named = [mark for mark in marks if mark[2] == kind and mark[1] <= item.value.start]
            group = next((each for each in _groups(text, named) if len(each) == len(run)), [])
            if len(group) == len(run) > 1:
                first = items[run[0]]
                for place, (_, _, _, what) in zip(run, group, strict=True):
                    items[place] = _given(_shared(items[place], first), kind, what)
                break
        else:
            for place in run:
                items[place] = items[place]._replace(foreign=items[place].foreign or len(run) > 1)
    return items


def _run(text: str, items: list[Statement], first: int) -> list[int]:
    run = [first]
    while run[-1] + 1 < len(items):
        here, after = items[run[-1]].value, items[run[-1] + 1].value
        if re.fullmatch(r"(?:[、和与及]|以及)", text[here.end : after.start]) is None:
            break
        run.append(run[-1] + 1)
    return run


def _groups(text: str, marks: list[Mark]) -> Iterator[list[Mark]]:
    """The lists that marks stand in, the last first; each mark is in one of them."""
    while marks:
        group = _adjacent(text, marks)
        yield group
        marks = marks[: len(marks) - len(group)]


def _adjacent(text: str, marks: list[Mark]) -> list[Mark]:
    """The last marks that stand in one list."""
    group = marks[-1:]
    for mark in reversed(marks[:-1]):
        if _BETWEEN.fullmatch(text, mark[1], group[0][0]) is None or mark[1] > group[0][0]:
            break
        group.insert(0, mark)
    return group


def _shared(item: Statement, first: Statement) -> Statement:
    """A value of a list of shares: each is a share of the same whole as the first."""
    if item.value.kind != first.value.kind:
        return item
    if first.role == "level" and first.quantity in known.RATIOS and item.quantity is None:
        return item._replace(role="level", quantity=first.quantity)
    if first.role != "share":
        return item
    return item._replace(role="share", since=first.since, stated=first.stated, part=first.part, whole=first.whole)


def _given(item: Statement, kind: str, what: object) -> Statement:
    if kind == "year":
        return item._replace(year=what if isinstance(what, int) else None)
    if kind == "population":
        whole = item.whole
        if whole[0] not in (None, known.REGION, known.ALL, known.LEADING):
            whole = (str(what), whole[1])
        return item._replace(population=str(what), named=True, part=(str(what), item.part[1]), whole=whole)
    quantity = str(what)
    fits = {MONEY: quantity in AMOUNTS, PERCENT: quantity in known.RATIOS, COUNT: True, POINTS: True}
    return item._replace(quantity=quantity) if fits.get(item.value.kind, False) else item
