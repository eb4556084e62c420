"""Bytes of a YAML file → plain values with places.

One composed node graph per file gives both the data and the line and column of every key and value. The
subset is: UTF-8, one document, mappings with text keys, no anchors, aliases, merge keys, tags or directives,
no duplicate keys. Scalars are YAML 1.2 core, narrowed so that nothing is guessed: numbers come out as `int` or
`Decimal` from the source text, never through float; dates and codes stay text. Each breach of the subset
is a diagnostic of its own (codes Y0xx), and as much as possible is still read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from brandcluster.base.diagnostics import CodeEntry, Diagnostic, Edit, Fix, KeyPath, Location
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.yaml.characters import ANY, FORBIDDEN, TYPING, cleaned
from brandcluster.formats.yaml.decoding import decode
from brandcluster.formats.yaml.parser import MAX_DEPTH, MAX_NODES, TooDeep, TooMany, compose_nodes, syntax_hint

if TYPE_CHECKING:
    from brandcluster.formats.yaml.odd_characters import OddCharacter
    from brandcluster.formats.yaml.slips import Labels, TextEdit

MAX_TEXT = 50_000
CONFLICT_WORDS = (
    "git 合并冲突还没有解决。",
    "在 <<<<<<<、=======、>>>>>>> 之间选定要留的内容，删掉这三行标记。",
)
MAX_NUMBER_LENGTH = 40

_BREAK = late_pattern(r"\r\n|\r|\n")
#: The mark of a merge; a line of seven = by itself is one.
_CONFLICT = late_pattern(r"^[ \t]*(<{7}|>{7}|={7})(?: [^\r\n]*)?$", re.MULTILINE)
_CONFLICT_MARKS = ("<" * 7, "=" * 7, ">" * 7)
_ODD_SPACE = late_pattern("^ *[\u3000\xa0]", re.MULTILINE)
_INTEGER = late_pattern(r"-?(?:0|[1-9][0-9]*)\Z")
_DECIMAL = late_pattern(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
# What YAML 1.2's core schema (or 1.1's) would take for a number, but a reader could take for something else.
_ODD_NUMBER = late_pattern(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z"
    r"|[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z"
)
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
#: What users read of the codes that are found here.
CODES = (
    CodeEntry("Y005", "一栏只写一次", "联系人: 甲", "联系人写了两行"),
    CodeEntry("Y006", "不用 &、*、<< 这些记号", "直接写内容", "&x、*x、<<"),
    CodeEntry("Y007", "不用以 ! 开头的记号", "直接写内容", "!!str 5"),
    CodeEntry("Y008", "不用以 % 开头的行", "从第一栏写起", "%YAML 1.1"),
    CodeEntry("Y009", "栏目名称是文字", "名称: 内容", "? [a, b]"),
    CodeEntry("Y010", "嵌套不太深", "三五层", f"超过 {MAX_DEPTH} 层"),
    CodeEntry("Y011", "内容不以 {{ 开头", '文字: "{{ 申报.区域名称 }}"', "文字: {{ 申报.区域名称 }}"),
    CodeEntry("Y012", "数是普通写法", "12、12.5", "1e3、071000、0x1F"),
    CodeEntry("Y014", "条目不太多", "几百个", f"超过 {MAX_NODES:,} 个"),
    CodeEntry("Y015", "一段文字不太长", "一万字", f"超过 {MAX_TEXT:,} 字"),
)


@dataclass(slots=True)
class Document:
    """One file as read: its data, and the places of everything in it.

    `data` is what could be read (None when nothing could); `diagnostics` is what was wrong with the file as YAML.
    """

    path: str
    text: str = ""
    data: Any = None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _root: Any = None
    _line_starts: list[int] | None = None
    _keys: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)
    _has_odd: bool = False
    _has_marks: bool | None = None

    def locate(self, keys: KeyPath, *, on_key: bool = False) -> Location:
        """The place of the value at `keys`, or of its key; where it is missing, of the nearest thing around it."""
        node, key_node, missing = self._root, None, False
        for step in keys:
            found = self._child(node, step)
            if found is None:
                missing = True
                break
            key_node, node = found
        if node is None:
            return Location(self.path)
        if key_node is not None and (on_key or missing or _spans_lines(node) or _is_empty(node)):
            node = key_node
        return self._location(node, first_line_only=True)

    def locate_text(self, keys: KeyPath, snippet: str, occurrence: int = 0) -> Location:
        """The place of the n-th `snippet` inside the text value at `keys`, as it stands in the file.

        Where the source spells it otherwise (an escape, a fold in the middle), the place of the value.
        """
        node: Any = self._root
        for step in keys:
            found = self._child(node, step)
            if found is None:
                return self.locate(keys)
            node = found[1]
        start = self._offset(node.start_mark)
        end = self._offset(node.end_mark)
        at = start - 1
        for _ in range(occurrence + 1):
            at = self.text.find(snippet, at + 1, end)
            if at < 0:
                return self.locate(keys)
        line, column = self._position(at)
        end_line, end_column = self._position(at + len(snippet))
        return Location(self.path, line, column, end_line, end_column)

    def node_at(self, keys: KeyPath) -> Any:
        """The parsed node at `keys`, None where there is none; for whoever changes the file at its places."""
        node: Any = self._root
        for step in keys:
            found = self._child(node, step)
            if found is None:
                return None
            node = found[1]
        return node

    def key_at(self, keys: KeyPath) -> Any:
        """The parsed node of the last key of a path, None where there is none."""
        found = self._child(self.node_at(keys[:-1]), keys[-1])
        return None if found is None else found[0]

    def span(self, node: Any) -> tuple[int, int]:
        """Where a node stands in `text`."""
        return self._offset(node.start_mark), self._offset(node.end_mark)

    def place(self, start: int, end: int) -> Location:
        """The place of a range of `text`."""
        line, column = self._position(start)
        return Location(self.path, line, column, *self._position(end))

    def offsets(self, place: Location) -> tuple[int, int]:
        """The range of `text` that a place means."""
        starts = self._starts()
        return starts[place.line - 1] + place.column - 1, starts[place.end_line - 1] + place.end_column - 1

    def cleaned(self, text: str) -> str:
        """A text of the file without what nobody sees; such characters are reported where they stand."""
        return cleaned(text) if self._has_odd else text

    def _child(self, node: Any, step: str | int) -> tuple[Any, Any] | None:
        """The key node (None in a list) and value node of one step; the keys of a mapping are looked up once."""
        kind = getattr(node, "id", "")
        if kind == "mapping" and isinstance(step, str):
            known = self._keys.get(id(node))
            if known is None:
                # Of a repeated key the first one counts, as in the data.
                known = {
                    self.cleaned(key.value): (key, value)
                    for key, value in reversed(node.value)
                    if isinstance(key.value, str)
                }
                self._keys[id(node)] = known
            return known.get(step)
        if kind == "sequence" and isinstance(step, int) and 0 <= step < len(node.value):
            return None, node.value[step]
        return None

    def _location(self, node: Any, *, first_line_only: bool = False) -> Location:
        start, end = node.start_mark, node.end_mark
        end_line, end_column = end.line, end.column
        if first_line_only and end_line != start.line:
            end_line, end_column = start.line, len(self._line(start.line))
        return Location(self.path, start.line + 1, start.column + 1, end_line + 1, max(end_column, 0) + 1)

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            self._line_starts = [0, *(match.end() for match in _BREAK.finditer(self.text))]
        return self._line_starts

    def _offset(self, mark: Any) -> int:
        starts = self._starts()
        return int(starts[min(mark.line, len(starts) - 1)] + mark.column)

    def _opening(self, mark: Any) -> str:
        """The character at a mark where it may be & or !; most files have neither, and are not looked into."""
        if self._has_marks is None:
            self._has_marks = "&" in self.text or "!" in self.text
        if not self._has_marks:
            return ""
        return self.text[self._offset(mark) : self._offset(mark) + 1]

    def _position(self, offset: int) -> tuple[int, int]:
        from bisect import bisect_right

        line = bisect_right(self._starts(), offset)
        return line, offset - self._starts()[line - 1] + 1

    def _line(self, index: int) -> str:
        starts = self._starts()
        if index >= len(starts):
            return ""
        end = starts[index + 1] if index + 1 < len(starts) else len(self.text)
        return self.text[starts[index] : end].rstrip("\r\n")


def read_document(path: str, content: bytes, labels: Callable[[], Labels] | None = None) -> Document:
    """Read one file. Never raises for what stands in it: all that is wrong is in the document's diagnostics.

    With what gives the labels that may stand in it, slips of typing are told apart from text, and carry their fix.
    """
    document = Document(path)
    text = _decode(document, content, labels)
    if text is None:
        return document
    document.text = text
    has_bytes_wrong = bool(document.diagnostics)
    if _check_characters(document):
        _parse(document, labels)
    if has_bytes_wrong and len(document.diagnostics) > 1:  # first the encoding, then what stands in it
        document.data = document._root = None
        del document.diagnostics[1:]
    return document


def _parse(document: Document, labels: Callable[[], Labels] | None) -> None:
    path, text = document.path, document.text
    has_marks = labels is not None and any(mark in text for mark in _CONFLICT_MARKS)
    conflict = _CONFLICT.search(text) if has_marks else None
    try:
        document._root = compose_nodes(text)
    except TooMany as error:
        where = _mark_location(path, error.mark)
        message = f"文件里的条目超过 {MAX_NODES:,} 个。"
        _add(document, "Y014", message, "正常的申报文件只有几百个条目，请核对。", where)
        return
    except TooDeep as error:
        message, help_ = f"嵌套超过 {MAX_DEPTH} 层。", "请减少层级；正常的申报文件不会超过十层。"
        _add(document, "Y010", message, help_, _mark_location(path, error.mark))
        return
    except Exception as error:  # the parser's own error types differ between its C and its Python build
        hint = syntax_hint(text, error, labels() if labels is not None else None)
        if hint is None:
            raise
        location = Location(path, hint.line, hint.column, hint.line, hint.column + hint.length)
        _add(document, hint.code, hint.message, hint.help, location, _text_fix(path, hint.message, hint.edits))
        return
    if conflict is not None:
        _add(document, "Y031", *CONFLICT_WORDS, document.place(conflict.start(1), conflict.end(1)))
    if labels:
        _check_odd_characters(document)
    if document._root is not None:
        _check_directives(document)
        document.data = _value(document, document._root, set())
        if labels and _ODD_SPACE.search(text):
            _check_odd_spaces(document, labels())


def _text_fix(path: str, message: str, edits: tuple[TextEdit, ...]) -> Fix | None:
    """A fix of how a file is typed; what it reads as afterwards is what it was meant to be read as."""
    if not edits:
        return None
    made = tuple(Edit(Location(path, line, column, line, end), text) for line, column, end, text in edits)
    return Fix(message, made, TYPING)


def quote_key(key: str) -> str:
    """A key as it must be written in a YAML file."""
    return key if re.match(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]", key) and ": " not in key and " #" not in key else f"'{key}'"


# ---- decoding ------------------------------------------------------------------------------------------------


def _decode(document: Document, content: bytes, labels: Callable[[], Labels] | None) -> str | None:
    found = decode(content, labels)
    if found.code:
        where = Location(document.path, found.line, found.column, found.line, found.column + (found.code == "Y002"))
        _add(document, found.code, found.message, found.help, where)
    return found.text


def _check_characters(document: Document) -> bool:
    """Report characters that no file may hold; False when the parser would lose its lines over them."""
    if not FORBIDDEN.search(document.text):
        return True
    from brandcluster.formats.yaml.odd_characters import forbidden_characters

    _report(document, forbidden_characters(document.text, document.place))
    return False


def _check_odd_characters(document: Document) -> None:
    """Report what nobody sees and what looks like another character; what is read does without them."""
    if document.text.isascii() or not ANY.search(document.text):
        return
    from brandcluster.formats.yaml.odd_characters import odd_characters

    document._has_odd = True
    _report(document, odd_characters(document.text, document.place))


def _check_odd_spaces(document: Document, labels: Labels) -> None:
    """Report white space that reads as part of a key; what the file says is not known then."""
    from brandcluster.formats.yaml.odd_characters import odd_space

    lines = frozenset(node.start_mark.line for node in _keys_below(document._root))
    slip = odd_space(document.text, lines, labels)
    if slip is not None:
        where = Location(document.path, slip.line, slip.column, slip.line, slip.column + slip.length)
        _add(document, slip.code, slip.message, slip.help, where, _text_fix(document.path, slip.message, slip.edits))
        document.data = document._root = None


def _report(document: Document, found: Iterator[OddCharacter]) -> None:
    for each in found:
        _add(document, each.code, each.message, each.help, each.place, each.fix)


def _keys_below(node: Any) -> Iterator[Any]:
    """The nodes of all keys, in reading order."""
    if node.id == "mapping":
        for key, value in node.value:
            yield key
            yield from _keys_below(value)
    elif node.id == "sequence":
        for child in node.value:
            yield from _keys_below(child)


def _check_directives(document: Document) -> None:
    if document.text.startswith("%"):
        _add(
            document,
            "Y008",
            "以 % 开头的行读不出来。",
            "删掉这一行和它下面的 ---。",
            Location(document.path, 1, 1, 1, 2),
        )


# ---- nodes to values -----------------------------------------------------------------------------------------


def _value(document: Document, node: Any, seen: set[int]) -> Any:
    first = document._opening(node.start_mark)
    if first == "&":
        if id(node) not in seen:  # every alias gives the same node again: one report, and no expansion
            seen.add(id(node))
            _add(
                document,
                "Y006",
                "以“&”“*”开头的会被当成记号，读不出来。",
                "把内容直接写在需要的地方；如果这是文字，请加引号。",
                document._location(node, first_line_only=True),
            )
        return None
    if first == "!":
        _add(
            document,
            "Y007",
            "以“!”开头的会被当成记号，读不出来。",
            "删掉以 ! 开头的记号；如果这是文字，请加引号。",
            document._location(node, first_line_only=True),
        )
        return None
    if node.id == "scalar":
        return _scalar(document, node)
    if node.id == "sequence":
        return [_value(document, child, seen) for child in node.value]
    return _mapping(document, node, seen)


def _mapping(document: Document, node: Any, seen: set[int]) -> dict[str, Any] | None:
    result: dict[str, Any] = {}
    repeated: list[Any] = []
    if node.flow_style and _looks_like_reference(node):
        _add(
            document,
            "Y011",
            "{{ … }} 写在内容的开头，会被当成花括号，读不出来。",
            "给整段文字加引号，或者另起一行用 | 写成文本块。",
            document._location(node, first_line_only=True),
        )
        return None
    for key_node, value_node in node.value:
        key = key_node.value
        if document._has_odd and isinstance(key, str):
            key = cleaned(key)
        if not isinstance(key, str):
            _add(
                document,
                "Y009",
                "栏目名称要是文字。",
                "一栏一行：栏目名称、半角冒号、空格、内容；不用 ?、列表或花括号。",
                document._location(key_node, first_line_only=True),
            )
            continue
        if key == "<<":
            _add(document, "Y006", "“<<”不能作栏目名称。", "把内容直接写在需要的地方。", document._location(key_node))
            continue
        if document._opening(key_node.start_mark) in ("&", "!"):
            _value(document, key_node, seen)
            continue
        if key in result:
            repeated.append(key_node)
            continue
        result[key] = _value(document, value_node, seen)
    if repeated:
        _add_repeated(document, node, repeated)
    return result


def _add_repeated(document: Document, node: Any, repeated: list[Any]) -> None:
    """Repeated keys; several in one mapping are most likely one list entry whose dash is missing."""
    first = repeated[0]
    before = next(key.start_mark.line + 1 for key, _ in node.value if key.value == first.value)
    if len(repeated) > 1:
        message = f"从“{first.value}”起有 {len(repeated)} 栏写了两次（第 {before} 行已经写过）。"
        _add(document, "Y005", message, _dash_help(document, node, first), document._location(first))
    else:
        message = f"“{first.value}”写了两次，第 {before} 行已经写过。"
        _add(document, "Y005", message, "同一处只能写一次，请合并或删掉一个。", document._location(first))


def _dash_help(document: Document, node: Any, repeated: Any) -> str:
    """How an entry whose dash is missing gets it; the dash stands where that of the entry above does."""
    begin = node.value[0][0].start_mark
    dash = document._line(begin.line)[: begin.column].rfind("-")
    own = document._line(repeated.start_mark.line)[: repeated.start_mark.column]
    if dash < 0 or own.strip():
        return "同一处只能写一次，请合并或删掉。"
    return f"如果这是列表的下一项，在“{repeated.value}”前面加“- ”，行首只留 {dash} 个空格；否则删掉重复的。"


def _looks_like_reference(node: Any) -> bool:
    return (
        len(node.value) == 1 and getattr(node.value[0][0], "id", "") == "mapping" and bool(node.value[0][0].flow_style)
    )


def _scalar(document: Document, node: Any) -> Any:
    text: str = cleaned(node.value) if document._has_odd else node.value
    if len(text) > MAX_TEXT:
        where = document._location(node, first_line_only=True)
        _add(
            document,
            "Y015",
            f"一段文字有 {len(text):,} 字，超过 {MAX_TEXT:,} 字的上限。",
            "请精简，或把附件放进 evidence/。",
            where,
        )
        return None
    if node.ctag.suffix is not True:
        if node.style == '"':
            return _unescaped(document, node)
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] in "-+.0123456789":
        return _number_or_text(document, node, text)
    return text


def _unescaped(document: Document, node: Any) -> str | None:
    """A double-quoted text; escapes can smuggle in what the file itself may not hold."""
    match = FORBIDDEN.search(node.value)
    if match is None:
        return document.cleaned(node.value)
    _add(
        document,
        "Y003",
        f"转义写出了不能写进 Word 的字符 U+{ord(match.group()):04X}。",
        "删掉这个转义。",
        document._location(node, first_line_only=True),
    )
    return None


def _number_or_text(document: Document, node: Any, text: str) -> Any:
    if len(text) <= MAX_NUMBER_LENGTH:
        if _INTEGER.match(text):
            return int(text)
        if _DECIMAL.match(text):
            return Decimal(text)
    if _ODD_NUMBER.match(text):
        shown = text if len(text) <= MAX_NUMBER_LENGTH else text[:MAX_NUMBER_LENGTH] + "…"
        _add(
            document,
            "Y012",
            f"“{shown}”不是普通写法的数。",
            "是数就去掉前面的 0、正号和字母，只留数字；是编号、电话等文字就在两边加半角引号。",
            document._location(node, first_line_only=True),
        )
        return None
    return text


# ---- places --------------------------------------------------------------------------------------------------


def _spans_lines(node: Any) -> bool:
    return bool(node.start_mark.line != node.end_mark.line)


def _is_empty(node: Any) -> bool:
    return node.id == "scalar" and node.value == "" and node.style not in ("|", ">", "'", '"')


def _mark_location(path: str, mark: Any) -> Location:
    return Location(path, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)


def _add(document: Document, code: str, message: str, help_: str, location: Location, fix: Fix | None = None) -> None:
    document.diagnostics.append(Diagnostic(code, "error", message, help_, location, fix=fix))


def scalars_of(data: Any, prefix: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every leaf of `data` with its path, in the order of the file."""
    found: list[tuple[KeyPath, Any]] = []
    _collect_scalars(data, prefix, found)
    return iter(found)


def _collect_scalars(data: Any, prefix: KeyPath, found: list[tuple[KeyPath, Any]]) -> None:
    """One flat list: generators inside generators took longer than all that is done with the leaves."""
    if isinstance(data, (dict, list)):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            if isinstance(value, (dict, list)):
                _collect_scalars(value, (*prefix, key), found)
            else:
                found.append(((*prefix, key), value))
    else:
        found.append((prefix, data))
