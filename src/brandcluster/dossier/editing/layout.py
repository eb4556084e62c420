"""The one way a dossier's file is laid out: order of keys as on the form, two spaces a level, one blank line at most.

Works on the source: texts, comments and numbers are moved, never written anew. A result that does not read back as
the same data is no result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from brandcluster.dossier.editing.fixes import apply_fixes, data_after
from brandcluster.dossier.editing.layout_tree import (
    BLANK,
    Block,
    LayoutEntry,
    LayoutLine,
    Leaf,
    Unusual,
    parse_tree,
    strip_end,
)
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.repairs import fixes_in
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.formats.yaml.edits import is_same, reads_as

BOM = b"\xef\xbb\xbf"
#: Ends the last line of a text that takes blank lines below it for its own; no file can hold the character.
_OPEN = "\0"
#: What `fmt` respells; the other fixes change more than the writing, and are `validate --fix`'s.
RESPELLED = frozenset(("key", "number", "date", "brackets"))


class Formatted(NamedTuple):
    """What became of a file: its bytes, what was changed in words, and why nothing was where nothing could be.

    `is_bug` is set when the result would not have read back as the same data: our fault, and nothing is to be written.
    """

    content: bytes
    changes: tuple[str, ...] = ()
    refusal: str = ""
    is_bug: bool = False


def lay_out(path: str, content: bytes, part: type[Part]) -> Formatted:
    """A file of a dossier as it should be written. Never raises for what stands in it."""
    document = read_document(path, _clean(content))
    text, used = apply_fixes(document, [each for each in fixes_in(document, part) if each.kind in RESPELLED])
    changes = [f"第 {each.edits[0].location.line} 行：{each.message}" for each in used]
    respelled = read_document(path, text.encode()) if used else document
    if respelled.diagnostics:
        first = respelled.diagnostics[0]
        return Formatted(content, refusal=f"第 {first.location.line} 行：{first.message}先用 validate 查看、改好。")
    if used and not is_same(respelled.data, data_after(document.data, used)):
        return Formatted(content, refusal="改写后的内容与原来的不一致", is_bug=True)
    if respelled.data is None and respelled.node_at(()) is None:
        laid_out = _joined(_spaced([line.strip(" \t") for line in text.split("\n")]))
    elif not isinstance(respelled.data, dict):
        return Formatted(content, refusal="文件不是分栏写的（一栏一行，写成“栏目: 内容”）。")
    else:
        try:
            laid_out = _laid_out(respelled, part)
        except Unusual as error:
            return Formatted(content, refusal=f"{error}，请改成普通的写法。")
    if not reads_as(path, laid_out, respelled.data):
        return Formatted(content, refusal="排好的内容与原来的不一致", is_bug=True)
    result = laid_out.encode()
    if result == content:
        return Formatted(content)
    return Formatted(result, (*changes, *_layout_changes(content, text, laid_out)))


def _clean(content: bytes) -> bytes:
    """Without a byte order mark, and with the line ends of Unix."""
    bare = content.removeprefix(BOM)
    return bare.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _layout_changes(content: bytes, before: str, after: str) -> list[str]:
    said = []
    if content.startswith(BOM):
        said.append("去掉文件开头的 BOM")
    if b"\r" in content:
        said.append("换行改为 LF")
    ours, theirs = (sorted(line.strip() for line in text.split("\n") if line.strip()) for text in (before, after))
    if before != after:
        in_order = [line.strip() for line in before.split("\n") if line.strip()] == [
            line.strip() for line in after.split("\n") if line.strip()
        ]
        if ours == theirs and not in_order:
            said.append("调整栏目的次序")
        else:
            said.append("整理空格" if ours == theirs else "整理空格和次序")
    return said


# ---- laying out ------------------------------------------------------------------------------------------------


def _laid_out(document: Document, part: type[Part]) -> str:
    root = document.node_at(())
    if root.flow_style:
        return _joined(_trimmed([strip_end(line) for line in document.text.split("\n")]))
    taken = parse_tree(document)
    header, lead = _header(taken.preamble)
    first = taken.root.entries[0]
    first.lead[:0] = [LayoutLine(0, text) if text else BLANK for text in lead]
    above, body = _block_lines(document, taken.root, part, 0)
    blank = [""] if any(header) and not header[-1] else []
    return _joined([*_spaced(header), *blank, *_shown(above), *body, *_spaced(taken.epilogue)])


def _header(preamble: list[str]) -> tuple[list[str], list[str]]:
    """What stands above the first key: what belongs to the file, and the comments that belong to the key."""
    markers = [number for number, line in enumerate(preamble) if line.startswith("---")]
    for line in preamble:
        if line and not line.startswith(("#", "---")):
            raise Unusual("第一栏前面有别的内容")
    cut = max(markers, default=-1) + 1
    cut = max([cut, *(number + 1 for number, line in enumerate(preamble) if number >= cut and not line)])
    while cut < len(preamble) and preamble[cut].replace(" ", "").startswith("#yaml-language-server:"):
        cut += 1
    return preamble[:cut], preamble[cut:]


def _spaced(lines: list[str]) -> list[str]:
    """At most one blank line at a time, none at either end."""
    found: list[str] = []
    for line in lines:
        if line or (found and found[-1]):
            found.append(line)
    return _trimmed(found)


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def _joined(lines: list[str]) -> str:
    """The lines as a text. Blank lines behind a text that keeps them (`|+`) would become a part of it."""
    found: list[str] = []
    is_open = False
    for line in lines:
        if line or not is_open:
            is_open = line.endswith(_OPEN)
            found.append(line.removesuffix(_OPEN) + "\n")
    return "".join(found)


def _shown(lines: list[LayoutLine]) -> list[str]:
    """Comments where they are to stand, with one blank line at most between them."""
    found: list[str] = []
    for line in lines:
        if line != BLANK:
            found.append(" " * line.column + line.text)
        elif not found or found[-1]:
            found.append("")
    return found


def _moved(lines: list[LayoutLine], column: int) -> list[LayoutLine]:
    return [line if line == BLANK else LayoutLine(column, line.text) for line in lines]


def _split(lines: list[LayoutLine], column: int) -> tuple[list[LayoutLine], list[LayoutLine]]:
    """The comments up to a column and the deeper ones; a blank line goes with what follows it, the last with the last."""
    groups: tuple[list[LayoutLine], list[LayoutLine]] = ([], [])
    waiting: list[LayoutLine] = []
    for line in lines:
        waiting.append(line)
        if line != BLANK:
            groups[line.column > column].extend(waiting)
            waiting = []
    groups[bool(groups[1])].extend(waiting)
    return groups


def _close(lines: list[LayoutLine]) -> list[LayoutLine]:
    """Without blank lines at the beginning."""
    start = next((number for number, line in enumerate(lines) if line != BLANK), len(lines))
    return lines[start:]


def _together(lead: list[LayoutLine], inner: list[LayoutLine]) -> list[LayoutLine]:
    """What stands above a list item and then above its first key, with no blank line in between."""
    inner = _close(inner)
    end = len(lead)
    while inner and end and lead[end - 1] == BLANK:
        end -= 1
    return [*lead[:end], *inner]


# ---- blocks ----------------------------------------------------------------------------------------------------


def _block_lines(
    document: Document, block: Block, part: type[Part] | None, column: int
) -> tuple[list[LayoutLine], list[str]]:
    """The comments above the first entry, and the lines of a block that begins at a column.

    `part` is what a mapping is, or what the items of a list are.
    """
    above: list[LayoutLine] = []
    lines: list[str] = []
    entries = block.entries if block.is_list else sorted(block.entries, key=_rank(part))
    for number, entry in enumerate(entries):
        lead, deeper = entry.lead, list[LayoutLine]()
        if entry is block.entries[0] and block.is_list:
            # Above the first item, deeper comments are of its first key: nothing before them could claim them.
            lead, deeper = _split(lead, block.column)
        if deeper and isinstance(entry.value, Block) and not entry.head:
            entry.value.entries[0].lead[:0] = deeper
        else:
            lead = entry.lead
        inner, body = _entry_lines(document, entry, part, column)
        if number:
            lines += [*_shown(_moved(_together(lead, inner), column)), *body]
        else:
            above = _close(_together(_moved(lead, column), inner))
            lines += body
    return above, [*lines, *_shown(_moved(block.tail, column))]


def _entry_lines(
    document: Document, entry: LayoutEntry, part: type[Part] | None, column: int
) -> tuple[list[LayoutLine], list[str]]:
    """The comments that a list item's first key has (they go above the dash), and the lines of an entry."""
    indent, value = " " * column, entry.value
    head = f"{indent}-" if entry.key is None else f"{indent}{entry.key}:"
    note = f"  {entry.head}" if entry.head else ""
    under = _shown(_moved(entry.under, column + 2))
    if isinstance(value, Block):
        above, lines = _block_lines(document, value, _below(part, entry, value.is_list), column + 2)
        if entry.key is not None or entry.head:
            return [], [head + note, *_shown(above), *lines]
        return above, [f"{head} {lines[0][column + 2 :]}", *lines[1:]]
    if value is None:
        return [], [head + note, *under]
    lines = _leaf_lines(document, value, _below(part, entry, None), column)
    lines[-1] += f"  {entry.note}" if entry.note else ""
    if entry.head or entry.between:
        between = _shown(_moved(_close(entry.between), column + 2))
        return [], [head + note, *between, f"{indent}  {lines[0]}", *lines[1:], *under]
    return [], [f"{head} {lines[0]}", *lines[1:], *under]


def _below(part: type[Part] | None, entry: LayoutEntry, is_list: bool | None) -> type[Part] | None:
    """What the value of an entry is; None where the model does not say, or it has another shape."""
    if part is None or entry.key is None:
        return None if is_list else part
    field = fields_of(part).get(entry.label)
    return field.part if field is not None and is_list in (None, field.is_list) else None


def _rank(part: type[Part] | None) -> Callable[[LayoutEntry], int]:
    order = {label: number for number, label in enumerate(fields_of(part))} if part is not None else {}
    return lambda entry: order.get(entry.label, len(order))


def _leaf_lines(document: Document, leaf: Leaf, part: type[Part] | None, column: int) -> list[str]:
    """The lines of a copied value; the first without its indentation."""
    first, *rest = leaf.lines
    if leaf.kind == "block":
        indent = " " * (column + (leaf.explicit or 2))
        found = [first, *(indent + line if line else "" for line in rest)]
        found[-1] += _OPEN if "+" in first.split("#")[0] else ""
        return found
    if leaf.kind == "flow" and not rest:
        return [_flow(document, leaf.node, part)]
    found = [strip_end(first)]
    for line in rest:
        bare = strip_end(line.lstrip(" \t"))
        at = column + 2
        if leaf.kind == "flow":
            at = max(at, len(line) - len(line.lstrip(" \t")) + column - leaf.column)
        found.append(" " * at + bare if bare else "")
    return found


def _flow(document: Document, node: Any, part: type[Part] | None) -> str:
    """A value in brackets on one line, its keys in order; commas and spaces stay where they are."""
    start, end = document.span(node)
    if node.id == "scalar" or not node.value or any(_is_nothing(each) for pair in node.value for each in _pair(pair)):
        return document.text[start:end]
    pieces = []
    for child in node.value:
        key, value = child if node.id == "mapping" else (None, child)
        begin, finish = document.span(key if key is not None else value)[0], document.span(value)[1]
        inner = part if key is None else _part_at(part, key.value)
        shown = document.text[begin : document.span(value)[0]] + _flow(document, value, inner)
        pieces.append((begin, finish, key.value if key is not None else "", shown))
    order = {label: number for number, label in enumerate(fields_of(part))} if part is not None else {}
    put = sorted(pieces, key=lambda piece: order.get(piece[2], len(order))) if node.id == "mapping" else pieces
    found, at = "", start
    for (begin, finish, _, _), (_, _, _, shown) in zip(pieces, put, strict=True):
        found += document.text[at:begin] + shown
        at = finish
    return found + document.text[at:end]


def _pair(child: Any) -> tuple[Any, ...]:
    return child if isinstance(child, tuple) else (child,)


def _is_nothing(node: Any) -> bool:
    """Whether a value is left out: where it stands, the parsers say differently."""
    return node.id == "scalar" and not node.value and node.style not in ("'", '"')


def _part_at(part: type[Part] | None, label: Any) -> type[Part] | None:
    field = fields_of(part).get(label) if part is not None else None
    return field.part if field is not None else None
