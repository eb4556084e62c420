"""Rules on how running text is typed: quotation marks, half-width punctuation, full-width digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.load import Dossier, Leaf, leaves_of, model_of, once
from brandcluster.dossier.model.fields import Part
from brandcluster.rules.rule import Finding, Rule, by_text

_MARK = late_pattern("[,;:!?]")
#: A text without this has no such mark between two Chinese characters.
_MARK_BETWEEN = late_pattern("[^\x00-\x7f][,;:!?][^\x00-\x7f]")
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_WIDE_NUMBER = r"[0-9]*[０-９](?:[０-９0-9．.，,]*[０-９0-9])?[％]?"
_NARROW = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_QUOTES = late_pattern("[“”]")
_ANY_QUOTE = late_pattern('[“”"]')
_WIDE_DIGIT = late_pattern("[０-９]")
_PLAIN_QUOTES = late_pattern(r'"[^"“”\n]{1,80}"')
_ENDS_PHRASE = frozenset("，。；：！？")
#: What is quoted in a mistyped pair is a name or a phrase, and no longer than this.
QUOTED_LENGTH = 30
#: Names are as they are registered, whatever they are typed with.
_NAMES = "名称|单位|姓名|地址|网址|信箱|产业\\Z"


class TypingSlip(NamedTuple):
    """A slip in a text: from where to where, and what is to stand there; None where a person must look."""

    start: int
    end: int
    edits: tuple[tuple[int, int, str], ...] | None


Finder = Callable[[str], Iterator[TypingSlip]]


def half_width_marks(text: str) -> Iterator[TypingSlip]:
    """Half-width punctuation between Chinese characters; a standard's number, a time, a ratio stand between digits."""
    for match in _MARK.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before and after and (is_chinese(before) or before in "”》）") and (is_chinese(after) or after in "“《（"):
            yield TypingSlip(*match.span(), ((*match.span(), _WIDE[match.group()]),))


def is_chinese(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"


def wide_numbers(text: str) -> Iterator[TypingSlip]:
    """Numbers in full-width digits."""
    for match in re.finditer(_WIDE_NUMBER, text):
        yield TypingSlip(*match.span(), ((*match.span(), match.group().translate(_NARROW)),))


def odd_quotes(text: str) -> Iterator[TypingSlip]:
    """Quotation marks that are no pairs, paragraph by paragraph."""
    at = 0
    for line in text.split("\n"):
        for match in _PLAIN_QUOTES.finditer(line):
            if not any(map(is_chinese, match.group())):
                continue
            first, last = match.start() + at, match.end() + at
            yield TypingSlip(first, last, ((first, first + 1, "“"), (last - 1, last, "”")))
        yield from _unbalanced(line, at)
        at += len(line) + 1


def _unbalanced(line: str, at: int) -> Iterator[TypingSlip]:
    marks = list(_QUOTES.finditer(line))
    if _is_balanced(line):
        return
    turned = [number for number, mark in enumerate(marks) if mark.group() != "“”"[number % 2]]
    pairs = [
        (marks[number], marks[number + 1])
        for number in sorted({each - each % 2 for each in turned})
        if number + 1 < len(marks)
    ]
    is_sure = (
        len(marks) % 2 == 0
        and len(pairs) == 1
        and all(
            last.start() - first.end() <= QUOTED_LENGTH and _ENDS_PHRASE.isdisjoint(line[first.end() : last.start()])
            for first, last in pairs
        )
    )
    if not is_sure:
        mark = _first_alone(marks)
        yield TypingSlip(mark.start() + at, mark.end() + at, None)
        return
    ((first, last),) = pairs
    edits = [(mark, char) for mark, char in ((first, "“"), (last, "”")) if mark.group() != char]
    made = tuple((mark.start() + at, mark.end() + at, char) for mark, char in edits)
    yield TypingSlip(first.start() + at, last.end() + at, made)


def _is_balanced(line: str) -> bool:
    depth = 0
    for mark in _QUOTES.findall(line):
        depth += 1 if mark == "“" else -1
        if depth < 0:
            return False
    return depth == 0


def _first_alone(marks: list[re.Match[str]]) -> re.Match[str]:
    """The first mark that has no partner."""
    open_: list[re.Match[str]] = []
    for mark in marks:
        if mark.group() == "“":
            open_.append(mark)
        elif not open_:
            return mark
        else:
            open_.pop()
    return open_[0]


def _leaves_with(may: re.Pattern[str]) -> Callable[[Dossier, str], tuple[Leaf, ...]]:
    """The leaves of a file in which such a character stands."""

    @once
    def there(dossier: Dossier, path: str) -> bool:
        return may.search(dossier.documents[path].text) is not None

    def leaves(dossier: Dossier, path: str) -> tuple[Leaf, ...]:
        return leaves_of(dossier, path) if there(dossier, path) else ()

    return leaves


def _found(
    dossier: Dossier, path: str, leaves: tuple[Leaf, ...], find: Finder, may: re.Pattern[str]
) -> Iterator[tuple[KeyPath, str, list[TypingSlip]]]:
    part = model_of(dossier, path)
    if part is None:
        return
    for keys, text in leaves:
        if not isinstance(text, str) or not may.search(text):
            continue
        slips = list(find(text))
        if slips and _is_running(part, keys):
            yield keys, text, slips


def _is_running(part: type[Part], keys: KeyPath) -> bool:
    """Whether an answer is running text: no name, and nothing that is read as a figure."""
    from brandcluster.dossier.repairs import answer_at

    answer = answer_at(part, keys)
    return answer is not None and answer[1] == "text" and not re.search(_NAMES, answer[0])


def _findings(
    dossier: Dossier,
    path: str,
    leaves: tuple[Leaf, ...],
    find: Finder,
    may: re.Pattern[str],
    words: Callable[[str, str | None], tuple[str, str]],
) -> Iterator[Finding]:
    for keys, text, slips in _found(dossier, path, leaves, find, may):
        for slip in slips:
            snippet = text[slip.start : slip.end]
            right = None if slip.edits is None else _edited(text, slip)
            message, help_ = words(snippet, right)
            occurrence = text.count(snippet, 0, slip.start)
            fix = None
            if slip.edits is not None:
                from brandcluster.dossier.repairs import fix_in_text

                fix = fix_in_text(
                    dossier.documents[path],
                    keys,
                    [each.edits for each in slips if each.edits],
                    f"{snippet} 改为 {right}",
                )
            yield Finding(path, keys, message, help_, snippet=snippet, occurrence=occurrence, fix=fix)


def _edited(text: str, slip: TypingSlip) -> str:
    shown = text[slip.start : slip.end]
    for start, end, new in reversed(slip.edits or ()):
        shown = shown[: start - slip.start] + new + shown[end - slip.start :]
    return shown


@by_text(_leaves_with(_ANY_QUOTE))
def _quotes(dossier: Dossier, path: str, leaves: tuple[Leaf, ...]) -> Iterator[Finding]:
    def words(snippet: str, right: str | None) -> tuple[str, str]:
        if right is None:
            return f"引号“{snippet}”没有成对。", "补上另一半，左引号在前，右引号在后。"
        return f"引号没有成对：{snippet}", f"改为{right}。"

    yield from _findings(dossier, path, leaves, odd_quotes, _ANY_QUOTE, words)


@by_text(_leaves_with(_MARK_BETWEEN))
def _half_width(dossier: Dossier, path: str, leaves: tuple[Leaf, ...]) -> Iterator[Finding]:
    def words(snippet: str, right: str | None) -> tuple[str, str]:
        return f"中文里用了半角的“{snippet}”。", f"改为“{right}”。"

    yield from _findings(dossier, path, leaves, half_width_marks, _MARK_BETWEEN, words)


@by_text(_leaves_with(_WIDE_DIGIT))
def _digits(dossier: Dossier, path: str, leaves: tuple[Leaf, ...]) -> Iterator[Finding]:
    def words(snippet: str, right: str | None) -> tuple[str, str]:
        return f"数字“{snippet}”是全角的。", f"改为“{right}”。"

    yield from _findings(dossier, path, leaves, wide_numbers, _WIDE_DIGIT, words)


RULES = (
    Rule(
        "X121",
        "引号左右成对",
        None,
        "warning",
        "引号打反了、少了一半，印出来一眼就看得见。",
        "形成“节能陶瓷”的定位",
        "形成“节能陶瓷“的定位",
        _quotes,
    ),
    Rule(
        "X122",
        "中文里的标点是全角的",
        None,
        "warning",
        "两个汉字之间的逗号、分号、冒号应当是全角的；标准号（ISO 9001:2008）、时间里的不动。",
        "有注册商标，共214件",
        "有注册商标,共214件",
        _half_width,
    ),
    Rule(
        "X123",
        "文字里的数字是半角的",
        None,
        "warning",
        "全角数字与别处的数字对不上，检查和汇总都读不出来。",
        "有129家企业",
        "有１２９家企业",
        _digits,
    ),
)
