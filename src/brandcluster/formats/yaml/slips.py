"""Sure slips of typing in a file that cannot be read, with the edits that mend them.

Knows the labels that may stand in the file: a line that begins with one is meant as a key, another line at the margin
below a text block is a pasted paragraph. Only what can mean nothing else is mended; white space, a colon's width and
nothing more is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brandcluster.base.patterns import late_pattern

#: The labels that may stand in a file: each with those below it, or with None.
Labels = Mapping[str, Any]


class TextEdit(NamedTuple):
    """What stands in a line between two columns, and what is to stand there. Line and columns from 1."""

    line: int
    column: int
    end_column: int
    text: str


class Slip(NamedTuple):
    """A slip: its code, where it begins (line and column from 1), what is said of it, and what mends it where that is sure."""

    code: str
    line: int
    column: int
    length: int
    message: str
    help: str
    edits: tuple[TextEdit, ...] = ()


class _Key(NamedTuple):
    """A line that begins with a label: its white space, its dashes, the label, the colon, and what stands behind."""

    space: str
    dashes: str
    label: str
    colon: str
    rest: str


_BLANK = "[ \t\u3000\xa0]"
_LINE = late_pattern(rf"({_BLANK}*)((?:-{_BLANK}+)*)([^\s:：#\"'][^:：#\"']{{0,60}}?)({_BLANK}*[:：])(.*)$")
_TEXT_BLOCK = late_pattern(r"[ \u3000]*[|>][+\-0-9]{0,2}\s*(?:#.*)?$")
_OPEN_QUOTE = late_pattern(r'"(?:[^"\\]|\\.)*')
_WORD = late_pattern(r"[^\s，。；、！？（）]{1,20}\Z")
_WIDTH = {" ": 1, "\xa0": 1, "\t": 2, "\u3000": 2}
SHOWN = 24


def find_slip(lines: list[str], last: int, labels: Labels) -> Slip | None:
    """The first sure slip in the lines up to `last` (from 0, inclusive)."""
    walk = _Walk(lines, labels)
    for index in range(min(last + 1, len(lines))):
        found = walk.step(index)
        if found is not None:
            return found
    return None


def flat_labels(labels: Labels) -> frozenset[str]:
    """Every label of a file, whatever it stands below."""
    found: set[str] = set()
    for label, below in labels.items():
        found.add(label)
        if below:
            found |= flat_labels(below)
    return frozenset(found)


def key_of(line: str, names: frozenset[str]) -> _Key | None:
    """The label that a line begins with, None where it begins with none."""
    match = _LINE.match(line)
    if match is None or match.group(3).strip() not in names:
        return None
    return _Key(*match.groups())


class _Walk:
    """What is known of the lines before: the columns of the keys that are open, and the text block if one is."""

    def __init__(self, lines: list[str], labels: Labels) -> None:
        self.lines, self.labels, self.names = lines, labels, flat_labels(labels)
        self.columns: list[tuple[int, str]] = []
        self.opens = False
        self.block: tuple[int, str] | None = None

    def step(self, index: int) -> Slip | None:
        """Read one line; what is wrong with it, if it surely is."""
        line = self.lines[index]
        if not line.strip():
            return None
        indent = len(line) - len(line.lstrip(" "))
        key = key_of(line, self.names)
        if self.block is not None:
            if indent > self.block[0] and not (key and line[indent] in "\t\u3000\xa0"):
                return None
            if key is None and self._is_text(line):
                return self._pasted(index, *self.block)
            self.block = None
        if key is None or line.lstrip().startswith("#"):
            return None
        return self._key(index, key)

    def _is_text(self, line: str) -> bool:
        """Whether a line at the margin below a text block is a paragraph: no comment, no entry, no key of any name."""
        bare = line.strip()
        if bare.startswith(("#", "- ", "---", "...")) or bare == "-":
            return False
        match = re.match(r"([^:]{1,60}):(?: |$)", bare)
        return match is None or _WORD.match(match.group(1)) is None

    def _pasted(self, index: int, margin: int, label: str) -> Slip:
        inside = list(self._inside(index, margin))
        above = [len(line) - len(line.lstrip(" ")) for line in self._above(index)]
        indents = [each for each in (*above, *(indent for _, indent in inside)) if each > margin]
        target = indents[0] if indents else margin + 2
        edits = []
        for number, indent in inside:
            line = self.lines[number]
            if indent <= margin:
                edits.append(TextEdit(number + 1, 1, len(line) - len(line.lstrip()) + 1, " " * target))
        line = self.lines[index]
        first = len(line) - len(line.lstrip()) + 1
        shown = _short(line.strip())
        message = f"“{shown}”左边没有空格，读不进上面“{label}”的文字里。"
        help_ = f"在行首加 {target} 个空格，与这段文字的其他行左对齐。"
        return Slip("Y030", index + 1, first, len(line.strip()), message, help_, tuple(edits))

    def _above(self, index: int) -> Iterator[str]:
        """The lines of the block before this one, the last first."""
        for line in reversed(self.lines[:index]):
            if _is_header(line, self.names):
                return
            if line.strip():
                yield line

    def _inside(self, index: int, margin: int) -> Iterator[tuple[int, int]]:
        """The lines from this one on that belong to the block, with their white space."""
        for number in range(index, len(self.lines)):
            line = self.lines[number]
            indent = len(line) - len(line.lstrip(" "))
            if not line.strip():
                continue
            if indent <= margin and (key_of(line, self.names) is not None or not self._is_text(line)):
                return
            yield number, indent

    def _key(self, index: int, key: _Key) -> Slip | None:
        column = sum(_WIDTH[each] for each in key.space) + len(key.dashes)
        mark = key.colon[-1]
        odd = re.search("[\t\u3000\xa0]", key.space)
        if odd is not None:
            return self._odd_space(index, key, column, odd)
        slip = self._misplaced(index, key, column)
        if slip is not None:
            return slip
        if mark == "：":
            return self._wide_colon(index, key, column)
        if _OPEN_QUOTE.fullmatch(key.rest.strip()) and self._following(index) is not None:
            at = len(key.space + key.dashes + key.label + key.colon) + key.rest.index('"') + 1
            message, help_ = '从这里开始的引号 " 没有成对。', '在文字末尾补上 "；文字里要用引号就用中文引号“”。'
            return Slip("Y025", index + 1, at, 1, message, help_)
        if key.rest and key.rest[0] not in " \t\u3000\xa0" and not key.rest.startswith("//"):
            return self._tight_colon(index, key, column)
        while self.columns and self.columns[-1][0] > column:
            self.columns.pop()
        label = key.label.strip()
        if not self.columns or self.columns[-1][0] < column:
            self.columns.append((column, label))
        else:
            self.columns[-1] = (column, label)
        if key.dashes and (not self.columns[:-1] or self.columns[-2][0] < len(key.space)):
            self.columns.insert(-1, (len(key.space), ""))
        bare = re.sub(r"(?:^|\s)#.*$", "", key.rest).strip()
        self.opens = not bare
        if _TEXT_BLOCK.match(key.rest):
            self.block = (column, label)
        return None

    def _fits(self, index: int, key: _Key, column: int) -> bool:
        """Whether a key can stand at a column: beside an open one, below one that has no value, or as the next does."""
        if not self.columns and column == 0:
            return True
        if any(column == each for each, _ in self.columns):
            return True
        if self.columns and self.opens and column > self.columns[-1][0]:
            return True
        following = self._following(index)
        return following is not None and not key.dashes and len(following.space + following.dashes) == column

    def _following(self, index: int) -> _Key | None:
        """The label that the next line begins with."""
        return next((key_of(line, self.names) for line in self.lines[index + 1 :] if line.strip()), None)

    def _odd_space(self, index: int, key: _Key, column: int, odd: re.Match[str]) -> Slip:
        char = odd.group()
        what = {"\t": "制表符（Tab）", "\u3000": "全角空格", "\xa0": "不换行空格（多半从网页复制来）"}[char]
        width = column - len(key.dashes)
        edits: tuple[TextEdit, ...] = ()
        help_ = "行首只用半角空格，每层两个。"
        if self._fits(index, key, column):
            edits = (TextEdit(index + 1, 1, len(key.space) + 1, " " * width),)
            help_ = f"换成 {width} 个半角空格。"
        return Slip("Y021", index + 1, odd.start() + 1, 1, f"行首用了{what}。", help_, edits)

    def _wide_colon(self, index: int, key: _Key, column: int) -> Slip:
        label, rest = key.label.strip(), key.rest.strip(" \t\u3000\xa0")
        begin = len(key.space + key.dashes + key.label + key.colon)
        lead = len(key.rest) - len(key.rest.lstrip(" \t\u3000\xa0"))
        edit = TextEdit(index + 1, begin, begin + 1 + lead, ": " if rest else ":")
        message, help_ = f"“{_short(label)}”后面是全角冒号“：”。", f"写成半角冒号加空格：{_short(label)}: …"
        edits = (edit,) if self._fits(index, key, column) and not rest.startswith(("- ", "？")) else ()
        return Slip("Y022", index + 1, begin, 1, message, help_, edits)

    def _tight_colon(self, index: int, key: _Key, column: int) -> Slip:
        label = key.label.strip()
        at = len(key.space + key.dashes + key.label + key.colon)
        message = f"“{_short(label)}”的冒号后面缺一个空格。"
        help_ = f"写成：{_short(label)}: {_short(key.rest.strip())}"
        edits = (TextEdit(index + 1, at + 1, at + 1, " "),) if self._fits(index, key, column) else ()
        return Slip("Y024", index + 1, at, 1, message, help_, edits)

    def _misplaced(self, index: int, key: _Key, column: int) -> Slip | None:
        """A key whose column is none of those that are open, or that stands beside the one it belongs below."""
        if not self.columns:
            return None
        label = key.label.strip()
        above, name = self.columns[-1]
        if self.opens and column == above and not key.dashes:
            below = _below(self.labels, name)
            if below and label in below and not _are_siblings(self.labels, name, label):
                message = f"“{label}”是“{name}”下面的栏目，左边少了空格。"
                return Slip("Y028", index + 1, column + 1, len(label), message, f"这一行左边要有 {above + 2} 个空格。")
        if key.dashes or (self.opens and column > above) or any(column == each for each, _ in self.columns):
            return None
        beside = [each for each in self.columns if each[1] and _are_siblings(self.labels, each[1], label)]
        if not beside:
            return None
        target, other = min(beside, key=lambda each: (abs(each[0] - column), -each[0]))
        message = f"“{label}”与上面的“{other}”没有左对齐：左边有 {column} 个空格。"
        return Slip(
            "Y028", index + 1, column + 1, len(label), message, f"这一行左边要有 {target} 个空格，与“{other}”左对齐。"
        )


def _is_header(line: str, names: frozenset[str]) -> bool:
    key = key_of(line, names)
    return key is not None and _TEXT_BLOCK.match(key.rest) is not None


def _below(labels: Labels, name: str) -> Labels | None:
    """What may stand below a label, wherever it stands."""
    for label, below in labels.items():
        if below and label == name:
            return below  # type: ignore[no-any-return]  # a tree of its own kind
        found = _below(below, name) if below else None
        if found:
            return found
    return None


def _are_siblings(labels: Labels, one: str, other: str) -> bool:
    """Whether two labels may stand beside each other."""
    if one in labels and other in labels:
        return True
    return any(_are_siblings(below, one, other) for below in labels.values() if below)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
