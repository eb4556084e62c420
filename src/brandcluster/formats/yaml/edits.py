"""Changes to a YAML file at the places of their values: comments, order and everything else stay as they are.

Works on the text, with the places of the parsed document. What is written is read again: a change that did not arrive
as it was meant is no change at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.yaml.document import Document, quote_key, read_document

#: What a change can put into a file: text, a number, a list, or a mapping of these.
Value = Any
_PLAIN = late_pattern(r"[^\W\d_][^\n:#\[\]{},&*!|>'\"%@`\\]{0,200}(?<! )\Z")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_CODE = late_pattern(r"\d{4}-\d{2}(?:-\d{2})?\Z|[0-9()+ -]*[-()+ ][0-9()+ -]*\Z")


class LongText(str):
    """A text that stands below its key, line by line, also where it has one line only."""

    __slots__ = ()


@dataclass(slots=True)
class _Splice:
    """Text that takes the place of a range."""

    start: int
    end: int
    text: str


def edit_text(path: str, text: str, changes: Mapping[KeyPath, Value]) -> str | None:
    """The text of a file with values set at paths; a path that leads one past a list's end adds to it.

    None when the file is not sound YAML, or a change could not be made.
    """
    document = read_document(path, text.encode("utf-8"))
    if document.diagnostics or not isinstance(document.data, dict):
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    splices: list[tuple[int, int, int, _Splice]] = []
    grouped = _grouped(document, changes)
    # What is there already is replaced before anything is put behind it.
    for keys in sorted(grouped, key=lambda each: document.node_at(each) is None):
        value = grouped[keys]
        made = _splices(document, keys, value)
        if made is None:
            return None
        splices += [(each.start, -len(keys), len(splices) + number, each) for number, each in enumerate(made)]
    result = document.text
    # From the back; where several stand at one place, what belongs deeper comes first in the file.
    for *_, splice in sorted(splices, key=lambda each: each[:3], reverse=True):
        result = result[: splice.start] + splice.text.replace("\n", newline) + result[splice.end :]
    return result if reads_as(path, result, _changed(document.data, changes), exactly=False) else None


def _changed(data: Any, changes: Mapping[KeyPath, Value]) -> Any:
    """The data with values put at paths."""
    for keys, value in changes.items():
        data = _put(data, keys, value)
    return data


def reads_as(path: str, text: str, data: Any, *, exactly: bool = True) -> bool:
    """Whether a text is sound YAML and reads as this data: what every text is asked before it takes the file's place.

    `exactly` and not: see `is_same`.
    """
    again = read_document(path, text.encode("utf-8"))
    return not again.diagnostics and is_same(again.data, data, exactly=exactly)


def is_same(found: Any, wanted: Any, *, exactly: bool = True) -> bool:
    """Whether two readings are the same data; the order of keys does not count.

    Exactly: in type and in every digit. Else numbers are compared by what they are worth, and a text without the white
    space at its end, which a block text adds and nobody typed.
    """
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(is_same(found[k], wanted[k], exactly=exactly) for k in wanted)
    if isinstance(found, list) and isinstance(wanted, list):
        pairs = zip(found, wanted, strict=False)
        return len(found) == len(wanted) and all(is_same(one, other, exactly=exactly) for one, other in pairs)
    if not exactly:
        if isinstance(found, str) and isinstance(wanted, str):
            return found.rstrip() == wanted.rstrip()
        return bool(found == wanted)
    if isinstance(found, Decimal) and isinstance(wanted, Decimal):
        return str(found) == str(wanted)
    return type(found) is type(wanted) and bool(found == wanted)


def without_item(path: str, text: str, keys: KeyPath) -> str | None:
    """The text of a file without one entry of a list; the last one leaves `[]`.

    None when a comment stands in the entry or directly above it, which would go or stay behind, or when the file is
    written in a way that is not taken apart.
    """
    document = read_document(path, text.encode("utf-8"))
    parent, item = document.node_at(keys[:-1]), document.node_at(keys)
    if document.diagnostics or parent is None or item is None or parent.id != "sequence" or parent.flow_style:
        return None
    dash = len(document.text[: document.span(item)[0]].rstrip()) - 1
    start = document.text.rfind("\n", 0, dash) + 1
    end = content_end(document, item)
    before = document.text[:start].rstrip(" \r\n").rpartition("\n")[2]
    inside = document.text[start:end]
    if document.text[start : dash + 1].strip() != "-" or "#" in inside or before.lstrip().startswith("#"):
        return None
    if len(parent.value) == 1:
        above = len(document.text[:start].rstrip())
        result = document.text[:above] + " []" + document.text[end:]
    else:
        following = document.text[end:]
        result = document.text[:start] + following[2 if following.startswith("\r\n") else 1 :]
    wanted = deepcopy(document.data)
    holder: Any = wanted
    for step in keys[:-1]:
        holder = holder[step]
    del holder[keys[-1]]
    return result if reads_as(path, result, wanted) else None


# ---- what is missing -----------------------------------------------------------------------------------------


def _grouped(document: Document, changes: Mapping[KeyPath, Value]) -> dict[KeyPath, Value]:
    """Changes whose parents are not there, put together into the one value that has to be made for all of them."""
    found: dict[KeyPath, Value] = {}
    for keys, value in changes.items():
        depth = _existing(document, keys)
        if depth >= len(keys) - 1:
            found[keys] = value
            continue
        at, rest = keys[: depth + 1], keys[depth + 1 :]
        found[at] = _put(found.get(at), rest, value)
    return found


def _existing(document: Document, keys: KeyPath) -> int:
    """How many steps of a path lead to a container that holds something, or can take more."""
    data: Any = document.data
    for depth, step in enumerate(keys):
        data = _step_into(data, step)
        if not isinstance(data, (dict, list)) or not data:
            return depth
    return len(keys)


def _step_into(data: Any, step: str | int) -> Any:
    if isinstance(data, dict) and isinstance(step, str):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def _put(whole: Value, keys: KeyPath, value: Value) -> Value:
    step, *rest = keys
    if isinstance(step, int):
        items = list(whole or [])
        while len(items) <= step:
            items.append(None)
        items[step] = _put(items[step], tuple(rest), value) if rest else value
        return items
    mapping = dict(whole or {})
    mapping[step] = _put(mapping.get(step), tuple(rest), value) if rest else value
    return mapping


# ---- one change ----------------------------------------------------------------------------------------------


def _splices(document: Document, keys: KeyPath, value: Value) -> list[_Splice] | None:
    parent = document.node_at(keys[:-1])
    if parent is None:
        return None
    step = keys[-1]
    if parent.id == "mapping" and isinstance(step, str):
        for key, node in parent.value:
            if key.value == step:
                return _replaced(document, key, node, value, flow=bool(parent.flow_style))
        return [_added_key(document, parent, step, value)]
    if parent.id == "sequence" and isinstance(step, int):
        if step < len(parent.value):
            return _replaced(document, None, parent.value[step], value, flow=bool(parent.flow_style))
        return [_added_item(document, parent, value)]
    return None


def _replaced(document: Document, key: Any, node: Any, value: Value, *, flow: bool) -> list[_Splice]:
    """A value in the place of another, whatever shape either has; a comment behind the old one stays."""
    start, end = document.span(node)
    end = start + len(document.text[start:end].rstrip())
    column = (key if key is not None else node).start_mark.column
    if _is_block_container(node) and not flow:
        return _in_place_of_lines(document, key, node, value, column)
    if flow or not _needs_block(value) or _stays_flow(node, value):
        return _on_one_line(document, node, value, start, end, flow=flow)
    if isinstance(value, str):
        return _as_block(document, node, value, start, end, column)
    body = "\n" + "\n".join(_lines(value, column + 2))
    if _spans_lines(document, start, end) or document.text[start:end]:
        begin = len(document.text[:start].rstrip(" "))
        return [_Splice(begin, end, body)]
    line_end = _line_end(document, end)
    return [_Splice(line_end, line_end, body)]


def _is_block_container(node: Any) -> bool:
    return node.id in ("mapping", "sequence") and not node.flow_style and bool(node.value)


def _in_place_of_lines(document: Document, key: Any, node: Any, value: Value, column: int) -> list[_Splice]:
    """A value in the place of entries or 栏目 that stand line by line; the comments above and behind them stay."""
    start, end = document.span(node)[0], content_end(document, node)
    begin = len(document.text[:start].rstrip())
    if isinstance(value, (dict, list)) and value:
        return [_Splice(begin, end, "\n" + "\n".join(_lines(value, column + 2)))]
    if key is None or (isinstance(value, str) and _needs_block(value)):
        return [_Splice(start, end, scalar_source(value))]
    colon = document.text.find(":", document.span(key)[1]) + 1
    shown = scalar_source(value)
    return [_Splice(colon, colon, f" {shown}" if shown else ""), _Splice(begin, end, "")]


def _on_one_line(document: Document, node: Any, value: Value, start: int, end: int, *, flow: bool) -> list[_Splice]:
    shown = _flow_list(value) if _stays_flow(node, value) else _flow(value) if flow else scalar_source(value)
    comment = _header_comment(document, node, start, end)
    if isinstance(value, LongText) and not flow:
        if getattr(node, "style", None) == "|":  # the sign that a text stands below stays
            head = document.text[start:end].partition("\n")[0].rstrip("\r")
            return [_Splice(start + len(head), end, "")]
        shown = ""
    if not shown and not comment:
        before = document.text[:start].rstrip(" ")
        return [_Splice(len(before), end, "" if before.endswith((":", "-", "\n")) else " ")]
    space = "" if document.text[start - 1 : start] in (" ", "\n", "") else " "
    return [_Splice(start, end, space + shown + comment)]


def _as_block(document: Document, node: Any, value: str, start: int, end: int, column: int) -> list[_Splice]:
    """A text that stands line by line, with the column that its lines had where they stood so already."""
    line_end = _line_end(document, max(end, start))
    kept = _block_head(document, node, start, end)
    if kept is not None:
        return [_Splice(kept[0], end, _block(value, kept[1]))]
    if _spans_lines(document, start, end):
        return [_Splice(start, end, "|" + _header_comment(document, node, start, end) + _block(value, column + 2))]
    space = "" if document.text[start - 1 : start] in (" ", "\n", "") else " "
    return [_Splice(start, end, space + "|"), _Splice(line_end, line_end, _block(value, column + 2))]


def _stays_flow(node: Any, value: Value) -> bool:
    """Whether a list of words in brackets is to be one again."""
    is_flow = node.id == "sequence" and bool(node.flow_style) and bool(node.value)
    return is_flow and isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def _flow_list(value: list[str]) -> str:
    return "[" + ", ".join(scalar_source(each) for each in value) + "]"


def _block_head(document: Document, node: Any, start: int, end: int) -> tuple[int, int] | None:
    """Of a text that stands line by line already: the end of its first line (`|`, with a comment), and the column of its
    lines. None for any other, and for one whose first line says more."""
    if getattr(node, "style", None) != "|":
        return None
    head, _, body = document.text[start:end].partition("\n")
    first = next((line for line in body.split("\n") if line.strip()), "")
    if head.partition("#")[0].strip() not in ("|", "|-") or not first:
        return None
    return start + len(head.rstrip("\r")), len(first) - len(first.lstrip(" "))


def _header_comment(document: Document, node: Any, start: int, end: int) -> str:
    """The comment on the first line of a block text, which would go with it."""
    if getattr(node, "style", None) not in ("|", ">"):
        return ""
    first = document.text[start:end].split("\n", 1)[0]
    at = first.find(" #")
    return first[at:].rstrip() if at >= 0 else ""


def _added_key(document: Document, parent: Any, key: str, value: Value) -> _Splice:
    name = quote_key(key)
    if parent.flow_style:
        at = document.span(parent)[1] - 1
        lead = ", " if parent.value else ""
        return _Splice(at, at, f"{lead}{name}: {_flow(value)}")
    column = parent.start_mark.column
    at = content_end(document, parent)
    return _Splice(at, at, "\n" + "\n".join(_entry(key, value, column)))


def _added_item(document: Document, parent: Any, value: Value) -> _Splice:
    if parent.flow_style:
        at = document.span(parent)[1] - 1
        return _Splice(at, at, (", " if parent.value else "") + _flow(value))
    at = content_end(document, parent)
    return _Splice(at, at, "\n" + "\n".join(_item(value, parent.start_mark.column)))


def content_end(document: Document, node: Any) -> int:
    """Behind the last thing that a block container holds, and the comment on its line."""
    last = node
    while last.id in ("mapping", "sequence") and not last.flow_style and last.value:
        last = last.value[-1][1] if last.id == "mapping" else last.value[-1]
    start, end = document.span(last)
    end = start + len(document.text[start:end].rstrip())
    return _line_end(document, end)


def _line_end(document: Document, at: int) -> int:
    found = document.text.find("\n", at)
    if found < 0:
        return len(document.text)
    return found - 1 if document.text[found - 1 : found] == "\r" else found


def _spans_lines(document: Document, start: int, end: int) -> bool:
    return "\n" in document.text[start:end]


# ---- writing values ------------------------------------------------------------------------------------------


def _needs_block(value: Value) -> bool:
    if isinstance(value, str):
        return "\n" in value.strip("\n") or (isinstance(value, LongText) and bool(value.strip()))
    return bool(value) and isinstance(value, (dict, list))


def scalar_source(value: Value) -> str:
    """A value on one line, as a person would write it."""
    if isinstance(value, str):
        text = value.strip("\n")
        plain = _PLAIN.match(text) and text.lower() not in _WORDS
        return (
            text
            if plain or (_CODE.match(text) and text.strip("0123456789") != "")
            else json.dumps(text, ensure_ascii=False)
        )
    if isinstance(value, list):
        return "[]"
    if isinstance(value, dict):
        return "{}"
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quote_key(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return json.dumps(value.strip("\n"), ensure_ascii=False) if isinstance(value, str) else scalar_source(value)


def _block(value: str, column: int) -> str:
    indent = " " * column
    return "".join(f"\n{indent}{line}" if line else "\n" for line in value.strip("\n").split("\n"))


def _entry(key: str, value: Value, column: int) -> list[str]:
    head = f"{' ' * column}{quote_key(key)}:"
    if isinstance(value, LongText) and not value.strip():
        return [f"{head} |"]
    if not _needs_block(value):
        return [f"{head} {scalar_source(value)}".rstrip()]
    if isinstance(value, str):
        return [f"{head} |", *_block(value, column + 2)[1:].split("\n")]
    return [head, *_lines(value, column + 2)]


def _lines(value: Value, column: int) -> list[str]:
    if isinstance(value, dict):
        return [line for key, item in value.items() for line in _entry(key, item, column)]
    return [line for item in value for line in _item(item, column)]


def _item(value: Value, column: int) -> list[str]:
    indent = " " * column
    if isinstance(value, dict) and value:
        first, *others = _lines(value, column + 2)
        return [f"{indent}- {first.lstrip()}", *others]
    if isinstance(value, str) and _needs_block(value):
        return [f"{indent}- |", *_block(value, column + 2)[1:].split("\n")]
    return [f"{indent}- {scalar_source(value)}".rstrip()]
