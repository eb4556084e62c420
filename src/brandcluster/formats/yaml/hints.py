"""A YAML parser's complaint → the mistake a person made, where it really is, and what to write.

A parser reports where it gave up, often a line late and in its own terms. This module looks at the source around
that place for the slips that people make: full-width colons, tabs, a dash or colon without its space, forgotten
quotes, marks of an unresolved merge. The parser's wording is used only to choose among general messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from brandcluster.base.diagnostics import CodeEntry
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.yaml.slips import Labels, Slip, find_slip

#: What users read of the codes that are found here.
CODES = (
    CodeEntry("Y013", "一个文件一份文档", "没有 ---", "中间有 ---"),
    CodeEntry("Y020", "写法读得通", "栏目: 内容", "其他读不下去的写法"),
    CodeEntry("Y021", "行首空格不用制表符", "两个空格", "Tab"),
    CodeEntry("Y022", "冒号用半角", "联系人: 甲", "联系人：甲"),
    CodeEntry("Y023", "列表的 - 后面有空格", "- 甲", "-甲"),
    CodeEntry("Y024", "冒号后面有空格", "联系人: 甲", "联系人:甲"),
    CodeEntry("Y025", "引号成对", '"甲"', '"甲'),
    CodeEntry("Y026", "内容里没有“: ”，或者加了引号", "'见附件: 二'", "见附件: 二"),
    CodeEntry("Y027", "以 @ ` % 开头的内容加引号", "'@某某'", "@某某"),
    CodeEntry("Y028", "行首空格对齐", "同一层的栏目左对齐", "比上一行多一个空格"),
    CodeEntry("Y029", "方括号、花括号成对", "[甲, 乙]", "[甲, 乙"),
    CodeEntry("Y030", "每一行是一栏，或者是上一栏文字里的一行", "文字的下一行行首有空格，左对齐", "文字的下一行顶格写"),
    CodeEntry("Y031", "没有未解决的合并冲突", "选定要留的内容", "<<<<<<< HEAD"),
)


_MERGE_MARK = late_pattern(r"[ \t]*(?:<{7}|={7}|>{7})(?: |$)")
_WIDE_COLON = late_pattern(r"\s*(?:- +)?([^\s:：'\"#|>\[{][^:：'\"#]{0,60}?)\s*(：)")
_TIGHT_DASH = late_pattern(r"\s*(-)(?=[^\s\-0-9.])")
_WIDE_DASH = late_pattern(r"\s*([－—–•·])\s*\S")
# Only before a key: paragraphs of a text block may well begin with two full-width spaces.
_WIDE_SPACE = late_pattern(r"[ ]*([\u3000\xa0]+)[^\s:：]{1,40}[:：](?: |$)")
_COMMENT = late_pattern(r"\s+#.*$")
_TIGHT_COLON = late_pattern(r"\s*(?:- +)?([^\s:：'\"#\[{][^:：'\"#]{0,60})(:)(?=[^\s/:])")
_KEY = late_pattern(r"\s*(?:- +)?[^\s:'\"#][^:'\"#]{0,60}:(?: |$)")
_FILLED_KEY = late_pattern(r"\s*(?:- +)?([^\s:'\"#][^:'\"#]{0,60}): +[^\s|>&*!\[{#]")
_VALUE = late_pattern(r"(\s*(?:- +)*(?:[^\s:'\"#{\[][^:'\"#]{0,60}:[ ]+)?)(\S.*)$")
_DIRECTIVE = late_pattern(r"%[A-Za-z]")
_BRACKET_IN_WORD = late_pattern(r"[^\s,:\[\]{}]([\[{])")
_LINES_BACK = 3
SEEN = 500


def explain_syntax_error(
    text: str,
    problem: str,
    mark: tuple[int, int],
    context: tuple[int, int] | None,
    labels: Labels | None = None,
) -> Slip:
    """The likeliest slip behind `problem`, which the parser met at `mark` while in something begun at `context`.

    Marks are (line, column) from 0, as parsers give them. `labels` are those that may stand in the file.
    """
    # A slip shows near the beginning of its line; patterns need not see a line of a hundred thousand spaces.
    lines = [line[:SEEN] for line in re.split(r"\r\n|\r|\n", text)]
    mark, context = _within(lines, mark), _within(lines, context) if context is not None else None
    for hint in _merge_marks(lines):
        return hint
    slip = find_slip(lines, mark[0], labels) if labels else None
    if slip is not None:
        return slip
    for hint in _candidates(lines, problem, mark, context):
        return hint
    line, column = mark
    return Slip(
        "Y020",
        line + 1,
        column + 1,
        1,
        "这里的写法读不下去。",
        "检查这一行和上一行：冒号后要有空格、行首要左对齐、引号要成对。",
    )


def _within(lines: list[str], mark: tuple[int, int]) -> tuple[int, int]:
    """A parser at the end of the text points behind it; a person looks at the last line that says something."""
    if mark[0] < len(lines) and (mark[0] < len(lines) - 1 or lines[-1]):
        return mark
    last = max((index for index, line in enumerate(lines) if line.strip()), default=0)
    return last, max(len(lines[last]) - 1, 0)


def find_wide_colon(lines: list[str], first: int, last: int) -> Slip | None:
    """A full-width colon after a key in lines `first` to `last` (from 0, inclusive)."""
    for index in range(max(first, 0), min(last, len(lines) - 1) + 1):
        match = _WIDE_COLON.match(lines[index])
        if match:
            key = match.group(1).strip()
            return Slip(
                "Y022",
                index + 1,
                match.start(2) + 1,
                1,
                f"“{_short(key)}”后面是全角冒号“：”。",
                f"写成半角冒号加空格：{_short(key)}: …",
            )
    return None


def _candidates(
    lines: list[str], problem: str, mark: tuple[int, int], context: tuple[int, int] | None
) -> Iterator[Slip]:
    at = min(mark[0], len(lines) - 1)
    nearby = _code_lines(lines, at, context)
    yield from _tabs(lines, at)
    if "quoted scalar" in problem or _in_quotes(lines, context, problem):
        yield _unclosed_quote(lines, context or mark)
        return
    for index in nearby:
        line = _COMMENT.sub("", lines[index])
        if match := _WIDE_SPACE.match(line):
            message = (
                "行首用了全角空格。" if match.group(1)[0] == "\u3000" else "行首用了不换行空格（多半从网页复制来）。"
            )
            yield Slip("Y021", index + 1, match.start(1) + 1, 1, message, "行首只用半角空格，每层两个。")
        if match := _WIDE_DASH.match(line):
            yield Slip(
                "Y023",
                index + 1,
                match.start(1) + 1,
                1,
                f"列表的开头写成了“{match.group(1)}”。",
                "用半角减号加一个空格：- …",
            )
        if (wide := find_wide_colon(lines, index, index)) is not None:
            yield wide
        if match := _TIGHT_DASH.match(line):
            yield Slip(
                "Y023",
                index + 1,
                match.start(1) + 1,
                1,
                "列表的“-”后面缺一个空格。",
                f"写成：- {_short(line.strip()[1:])}",
            )
        if not _KEY.match(line) and (match := _TIGHT_COLON.match(line)):
            key = match.group(1).strip()
            rest = line[match.end(2) :].strip()
            yield Slip(
                "Y024",
                index + 1,
                match.start(2) + 1,
                1,
                f"“{_short(key)}”的冒号后面缺一个空格。",
                f"写成：{_short(key)}: {_short(rest)}",
            )
    yield from _no_key(lines, nearby, mark)
    yield from _by_value(lines, nearby)
    yield from _by_problem(lines, problem, mark, context)


def _code_lines(lines: list[str], at: int, context: tuple[int, int] | None) -> list[int]:
    """The last lines with content up to `at`, in order: where the slip must be."""
    found: list[int] = []
    index = at
    while index >= 0 and len(found) < _LINES_BACK:
        stripped = lines[index].strip()
        if stripped and not stripped.startswith("#"):
            found.append(index)
        index -= 1
    return sorted(found)


def _merge_marks(lines: list[str]) -> Iterator[Slip]:
    for index, line in enumerate(lines):
        if _MERGE_MARK.match(line):
            yield Slip(
                "Y031",
                index + 1,
                1,
                7,
                "git 合并冲突还没有解决。",
                "在 <<<<<<<、=======、>>>>>>> 之间选定要留的内容，删掉这三行标记。",
            )
            return


def _tabs(lines: list[str], at: int) -> Iterator[Slip]:
    for index in range(max(at - _LINES_BACK, 0), min(at + 1, len(lines) - 1) + 1):
        indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
        if "\t" in indent and lines[index].strip():
            yield Slip(
                "Y021", index + 1, indent.index("\t") + 1, 1, "行首用了制表符（Tab）。", "行首只用空格，每层两个。"
            )
            return


def _in_quotes(lines: list[str], context: tuple[int, int] | None, problem: str) -> bool:
    if context is None or context[0] >= len(lines):
        return False
    return lines[context[0]][context[1] : context[1] + 1] in ('"', "'") and (
        "end of stream" in problem or "document indicator" in problem or "escape" in problem
    )


def _unclosed_quote(lines: list[str], begin: tuple[int, int]) -> Slip:
    line, column = begin
    mark = lines[line][column : column + 1] if line < len(lines) else ""
    if mark not in ('"', "'"):
        mark = '"'
    if mark == '"' and re.search(r"\\[^0abtnvfre \"/\\N_LPxuU\t]", lines[line] if line < len(lines) else ""):
        return Slip(
            "Y025", line + 1, column + 1, 1, "双引号里的反斜杠“\\”有特殊含义。", "改用单引号 '…'，或把 \\ 写成 \\\\。"
        )
    return Slip(
        "Y025",
        line + 1,
        column + 1,
        1,
        f"从这里开始的引号 {mark} 没有成对。",
        f"在文字末尾补上 {mark}；文字里要用引号就用中文引号“”。",
    )


class _Start(NamedTuple):
    """How a value must not start: pattern, code, what is wrong, what to write instead. `{}` stands for the value."""

    pattern: re.Pattern[str]
    code: str
    message: str
    help: str
    length: int = 1


_QUOTE = "给内容加引号：'{}'"
#: In this order; the first that fits is the slip.
_STARTS = (
    _Start(
        late_pattern(r"\{\{"),
        "Y011",
        "{{ … }} 写在内容的开头，会被当成花括号，读不出来。",
        "给整段文字加引号，或者另起一行用 | 写成文本块。",
        2,
    ),
    _Start(late_pattern(r"\*\*"), "Y027", "这里用了星号 **。", "去掉星号；栏目名称不用加粗。", 2),
    _Start(late_pattern(r"\*(?![A-Za-z0-9_-]+\s*$)"), "Y006", "内容以“*”开头，会被当成记号，读不出来。", _QUOTE),
    _Start(late_pattern(r"&(?![A-Za-z0-9_-]+\s*$)"), "Y006", "内容以“&”开头，会被当成记号，读不出来。", _QUOTE),
    _Start(late_pattern("!"), "Y007", "内容以“!”开头，会被当成记号，读不出来。", _QUOTE),
    _Start(
        late_pattern(r"[|>](?![+\-0-9]{0,2}\s*$)"),
        "Y027",
        "内容以“|”或“>”开头，会被当成文本块的记号。",
        f"{_QUOTE}；文本块的文字要另起一行。",
    ),
    _Start(
        late_pattern(r"\[[^\[\]]*\][^\s,]"),
        "Y027",
        "内容以“[”开头，会被当成列表。",
        f"{_QUOTE}；文号的年份用六角括号〔〕。",
    ),
    _Start(late_pattern(r"-\Z"), "Y027", "内容只有一个“-”。", "没有就留空，或写“无”。"),
    _Start(late_pattern("[@`%]"), "Y027", "内容不能以“@”“`”或“%”开头。", _QUOTE),
)


def _by_value(lines: list[str], nearby: list[int]) -> Iterator[Slip]:
    """Slips inside the value of one of the nearby lines, the last line first."""
    for index in reversed(nearby):
        match = _VALUE.match(_COMMENT.sub("", lines[index]))
        if match is None:
            continue
        column, value = match.end(1), match.group(2)
        start = next((each for each in _STARTS if each.pattern.match(value)), None)
        if start is not None:
            help_ = start.help.replace("'{}'", f"'{_short(value)}'")
            yield Slip(start.code, index + 1, column + 1, start.length, start.message, help_)
        elif value.startswith("- ") and column and not match.group(1).strip().startswith("-"):
            help_ = f"是文字就给内容加引号：'{_short(value)}'；是列表就另起一行写。"
            yield Slip("Y027", index + 1, column + 1, 1, "内容以“- ”开头，会被当成列表。", help_)
        elif value[0] in "\"'" and (rest := _after_closing_quote(value)):
            message = f"引号已经结束，后面还有“{_short(rest)}”。"
            help_ = "把整段内容放进一对引号；文字里的引号用中文引号“”。"
            yield Slip("Y025", index + 1, column + 1, 1, message, help_)
        elif value[0] not in "\"'[{|>" and (at := value.find(": ")) >= 0:
            message = "内容里有“: ”（半角冒号加空格），会被当成另一栏。"
            help_ = f"给整段内容加引号：'{_short(value)}'；或改用全角冒号。"
            yield Slip("Y026", index + 1, column + at + 1, 1, message, help_)


def _no_key(lines: list[str], nearby: list[int], mark: tuple[int, int]) -> Iterator[Slip]:
    """A line that is no key though its neighbours are, and a key that stands under a value."""
    for index in nearby:
        line = _COMMENT.sub("", lines[index]).rstrip()
        stripped = line.strip()
        if (
            index < mark[0]
            and line == stripped
            and ":" not in stripped
            and not stripped.startswith(("-", "[", "{", "'", '"'))
        ):
            if "=" in stripped:
                key, _, value = stripped.partition("=")
                help_ = f"写成：{_short(key.strip())}: {_short(value.strip())}"
            elif stripped.startswith("//"):
                help_ = "注释以 # 开头。"
            else:
                help_ = "是栏目就写成“栏目: 内容”；是上面一段文字的下一行就在行首加空格，与那段文字左对齐。"
            yield Slip("Y030", index + 1, 1, len(stripped), f"“{_short(stripped)}”不是“栏目: 内容”。", help_)
        match = _FILLED_KEY.match(line)
        below = index + 1
        if (
            match
            and below == mark[0]
            and below < len(lines)
            and _indent(lines[below]) > _indent(line)
            and _KEY.match(lines[below])
        ):
            message = f"上一行“{_short(match.group(1))}”已经写了内容，下面不能再分栏。"
            yield Slip(
                "Y028",
                below + 1,
                _indent(lines[below]) + 1,
                1,
                message,
                f"这一行左边要有 {_indent(line)} 个空格，与上一行左对齐。",
            )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _after_closing_quote(value: str) -> str:
    mark = value[0]
    match = re.match(r"\"(?:[^\"\\]|\\.)*\"" if mark == '"' else r"'(?:[^']|'')*'", value)
    if match is None:
        return ""
    rest = value[match.end() :].strip()
    return "" if rest.startswith(("#", ",", ":", "]", "}")) else rest


def _in_brackets(lines: list[str], mark: tuple[int, int], context: tuple[int, int]) -> Iterator[Slip]:
    """Why a list or mapping in brackets, opened at `context`, broke at `mark`."""
    line, column = mark
    opening = lines[context[0]][context[1]]
    begin = context[1] if context[0] == line else 0
    inner = (
        _BRACKET_IN_WORD.search(lines[line], context[1] + 1 if context[0] == line else 0) if line < len(lines) else None
    )
    if inner is not None and inner.start(1) < column + 1:
        message = f"花括号或方括号里的文字不能直接写“{inner.group(1)}”。"
        yield Slip("Y029", line + 1, inner.start(1) + 1, 1, message, "给这项内容加引号。")
    asked = lines[line].find("?", begin) if line < len(lines) else -1
    if 0 <= asked <= column:
        message = "花括号或方括号里的文字不能直接写半角问号“?”。"
        yield Slip("Y029", line + 1, asked + 1, 1, message, "给这项内容加引号，或改用全角问号“？”。")
    closing = {"[": "]", "{": "}"}[opening]
    message = f"从这里开始的“{opening}”没有配对的“{closing}”。"
    help_ = f"补上“{closing}”，各项之间用半角逗号；如果这是文字，请加引号。"
    yield Slip("Y029", context[0] + 1, context[1] + 1, 1, message, help_)


def _by_problem(
    lines: list[str], problem: str, mark: tuple[int, int], context: tuple[int, int] | None
) -> Iterator[Slip]:
    line, column = mark
    if "another document" in problem:
        yield Slip(
            "Y013", line + 1, column + 1, 3, "一个文件里有两份文档（中间有 ---）。", "删掉 ---，或拆成两个文件。"
        )
    if "undefined alias" in problem:
        yield Slip(
            "Y006", line + 1, column + 1, 1, "内容以“*”开头，会被当成记号，读不出来。", "如果这是文字，请给它加引号。"
        )
    if "anchor" in problem or "alias" in problem:
        yield Slip(
            "Y006", line + 1, column + 1, 1, "以“&”“*”开头的会被当成记号，读不出来。", "如果这是文字，请给它加引号。"
        )
    # A line that was broken before “%）” looks like a directive to one parser and like a wrong indentation to the other.
    if "tag" in problem or ("directive" in problem and _DIRECTIVE.match(lines[line] if line < len(lines) else "")):
        yield Slip(
            "Y007", line + 1, column + 1, 1, "以“!”“%”开头的会被当成记号，读不出来。", "如果这是文字，请给它加引号。"
        )
    if context is not None and context[0] < len(lines) and lines[context[0]][context[1] : context[1] + 1] in ("[", "{"):
        yield from _in_brackets(lines, mark, context)
    if "expected ':'" in problem:
        start = (context or mark)[0]
        shown = lines[start].strip() if start < len(lines) else ""
        yield Slip(
            "Y030",
            start + 1,
            1,
            max(len(lines[start]), 1) if start < len(lines) else 1,
            f"“{_short(shown)}”不是“栏目: 内容”，行首也没有空格，不算上一栏的文字。",
            "是栏目就在后面加“: ”；是上一段文字的下一行就在行首加空格，左对齐。",
        )
    if any(words in problem for words in ("not allowed", "expected", "directive")):
        yield Slip(
            "Y028",
            line + 1,
            column + 1,
            1,
            "这一行的行首空格与上下行对不上。",
            "同一层的栏目要左对齐，下一层行首多两个空格；文字块的每一行行首都要有空格。",
        )


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:24] + "…"
