"""Entries of lists taken out of a file, or put in another order, with the comments that belong to them.

An entry is the lines from the comments right above it to the last line before those of the next. What stands above the
first one explains the whole list, and stays. As with edits, what is written is read again.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.formats.yaml.edits import content_end, edit_text, reads_as


class _Blocks(NamedTuple):
    """The lines of a file around a list: before it, those of each entry, behind it."""

    before: list[str]
    entries: list[list[str]]
    behind: list[str]


def without_entry(path: str, text: str, keys: KeyPath) -> str | None:
    """The text of a file without one entry of a list; the last one leaves `[]`.

    None where the file is not sound, or the list is written in a way that is not taken apart.
    """
    document = read_document(path, text.encode("utf-8"))
    number = keys[-1]
    if document.diagnostics or not isinstance(number, int):
        return None
    wanted = deepcopy(document.data)
    entries = _list_at(wanted, keys[:-1])
    if entries is None or not 0 <= number < len(entries):
        return None
    del entries[number]
    blocks = _blocks(document, keys[:-1])
    if blocks is None:
        return _in_brackets(document, keys[:-1], entries)
    if not entries:
        return _emptied(document, keys[:-1], blocks, wanted)
    kept = [each for at, each in enumerate(blocks.entries) if at != number]
    return _joined(path, blocks, kept, wanted)


def moved_entry(path: str, text: str, keys: KeyPath, to: int) -> str | None:
    """The text of a file with one entry of a list at another number; None as above."""
    document = read_document(path, text.encode("utf-8"))
    number = keys[-1]
    if document.diagnostics or not isinstance(number, int):
        return None
    wanted = deepcopy(document.data)
    entries = _list_at(wanted, keys[:-1])
    if entries is None or not 0 <= number < len(entries) or not 0 <= to < len(entries):
        return None
    entries.insert(to, entries.pop(number))
    blocks = _blocks(document, keys[:-1])
    if blocks is None:
        return _in_brackets(document, keys[:-1], entries)
    kept = list(blocks.entries)
    kept.insert(to, kept.pop(number))
    return _joined(path, blocks, kept, wanted)


def _list_at(data: Any, keys: KeyPath) -> list[Any] | None:
    for step in keys:
        data = data[step] if isinstance(data, (dict, list)) else None
    return data if isinstance(data, list) else None


def _in_brackets(document: Document, keys: KeyPath, entries: list[Any]) -> str | None:
    parent = document.node_at(keys)
    if parent is None or parent.id != "sequence" or not parent.flow_style:
        return None
    return edit_text(document.path, document.text, {keys: entries})


def _emptied(document: Document, keys: KeyPath, blocks: _Blocks, wanted: Any) -> str | None:
    """The text without any entry: `[]` behind the key's colon."""
    key = document.key_at(keys)
    if key is None or not isinstance(keys[-1], str):
        return None
    colon = document.text.find(":", document.span(key)[1])
    at = len("".join(blocks.before))
    if not 0 <= colon < at:
        return None
    result = f"{document.text[: colon + 1]} []{document.text[colon + 1 : at]}{''.join(blocks.behind)}"
    return result if reads_as(document.path, result, wanted) else None


def _joined(path: str, blocks: _Blocks, entries: list[list[str]], wanted: Any) -> str | None:
    lines = [*blocks.before, *(line for each in entries for line in each), *blocks.behind]
    end = "\r\n" if any(line.endswith("\r\n") for line in lines) else "\n"
    # A last line without an end may stand further up now.
    lines = [line if _ends(line) or at == len(lines) - 1 else line + end for at, line in enumerate(lines)]
    result = "".join(lines)
    return result if reads_as(path, result, wanted) else None


def _ends(line: str) -> bool:
    return line.endswith(("\n", "\r"))


def _blocks(document: Document, keys: KeyPath) -> _Blocks | None:
    """The lines of each entry of a block list; None for one in brackets, or that shares lines with something else."""
    parent = document.node_at(keys)
    if parent is None or parent.id != "sequence" or parent.flow_style or not parent.value:
        return None
    lines = [f"{line}\n" for line in document.text.split("\n")]
    lines[-1] = lines[-1].removesuffix("\n")
    column = parent.start_mark.column
    starts = [document.text.count("\n", 0, _dash(document, item)) for item in parent.value]
    if any(lines[at][:column].strip() or lines[at][column : column + 1] != "-" for at in starts):
        return None
    ends = [document.text.count("\n", 0, content_end(document, item)) for item in parent.value]
    end = ends[-1] + 1
    firsts = [
        starts[0],
        *(_with_comments(lines, at, column, above) for above, at in zip(ends, starts[1:], strict=False)),
    ]
    bounds = [*firsts, end]
    entries = [lines[bounds[at] : bounds[at + 1]] for at in range(len(firsts))]
    return _Blocks(lines[: firsts[0]], entries, lines[end:])


def _dash(document: Document, item: Any) -> int:
    """Where the dash of an entry stands: the last one before its content."""
    return document.text.rfind("-", 0, document.span(item)[0])


def _with_comments(lines: list[str], at: int, column: int, above: int) -> int:
    """The first of the comment lines right above an entry that stand at the column of the dashes, or deeper."""
    while at - 1 > above and lines[at - 1].lstrip(" ").startswith("#"):
        if len(lines[at - 1]) - len(lines[at - 1].lstrip(" ")) < column:
            break
        at -= 1
    return at
