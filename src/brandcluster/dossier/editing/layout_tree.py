"""A YAML file as a tree of pieces of its own source: every key, text and comment as it was typed, and whose it is.

The node graph says where keys and values begin and end; what stands between them is read here: blank lines, comments,
colons and dashes. `formatting` puts the pieces together again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from brandcluster.formats.yaml.document import Document


class Unusual(Exception):
    """The file is valid, but written in a way that cannot be laid out; the message says how, for the user."""


class LayoutLine(NamedTuple):
    """A comment on a line of its own with the column it begins in, or a blank line (no text)."""

    column: int
    text: str


BLANK = LayoutLine(-1, "")


@dataclass(slots=True)
class Leaf:
    """A value that is copied: its lines as they stand, and the column of the collection that holds it.

    `kind` is plain (also quoted), flow, or block (`|`, `>`); the lines of a block stand without their indentation, and
    `explicit` is the one that its header names (0: none).
    """

    kind: str
    lines: list[str]
    column: int
    node: Any
    explicit: int = 0


@dataclass(slots=True)
class LayoutEntry:
    """One key with its value, or one item of a list (no key).

    `lead` stands above, `head` is the comment behind the colon or dash when the value begins below, `between` what
    stands there before the value, `note` the comment behind the value, `under` the deeper comments below it.
    """

    key: str | None
    label: str
    lead: list[LayoutLine]
    value: Leaf | Block | None = None
    head: str = ""
    between: list[LayoutLine] = field(default_factory=list)
    note: str = ""
    under: list[LayoutLine] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """A mapping or list in block style; `tail` are the comments at its end."""

    is_list: bool
    column: int
    entries: list[LayoutEntry]
    node: Any
    tail: list[LayoutLine] = field(default_factory=list)


class Tree(NamedTuple):
    """A file: the lines before the first key, the root, and the lines from `...` on."""

    preamble: list[str]
    root: Block
    epilogue: list[str]


def parse_tree(document: Document) -> Tree:
    """The tree of a file whose root is a mapping in block style. Unusual when it cannot be taken apart."""
    root_node = document.node_at(())
    reader = _Reader(document)
    start, _ = document.span(root_node)
    line_start = document.text.rfind("\n", 0, start) + 1
    if document.text[line_start:start].strip(" "):
        raise Unusual("第一栏与“---”在同一行")
    preamble = [line.strip(" \t") for line in document.text[:line_start].split("\n")[:-1]]
    root, end = reader.block(root_node, start)
    whole = LayoutEntry(None, "", [], root)
    note, lines, at = reader.between(end)
    _add_note(whole, note)
    root.tail += _claimed(whole, -1, lines)
    while root.tail and root.tail[-1] == BLANK:
        root.tail.pop()
    epilogue = document.text[at:].split("\n") if at < len(document.text) else []
    if epilogue and not epilogue[0].startswith("..."):
        raise Unusual("最后一栏后面还有别的内容")
    return Tree(preamble, root, [strip_end(line) for line in epilogue])


def strip_end(line: str) -> str:
    """A line without blanks at its end, but for one that a backslash in a quoted text makes part of it."""
    bare = line.rstrip(" \t")
    escaped = (len(bare) - len(bare.rstrip("\\"))) % 2 == 1
    return line[: len(bare) + 1] if escaped else bare


class _Reader:
    """Walks the node graph and the source side by side."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text

    def between(self, at: int) -> tuple[str, list[LayoutLine], int]:
        """What stands from `at` to the next thing that is no comment: the comment on the same line, the lines below."""
        text, note, lines, first = self.text, "", [], True
        line_start = text.rfind("\n", 0, at) + 1
        while at < len(text):
            char = text[at]
            if char in " \t":
                at += 1
            elif char == "\n":
                if not first and not text[line_start:at].strip(" \t"):
                    lines.append(BLANK)
                at, first = at + 1, False
                line_start = at
            elif char == "#":
                end = text.find("\n", at)
                end = len(text) if end < 0 else end
                comment = text[at:end].rstrip(" \t")
                if first:
                    note = comment
                else:
                    lines.append(LayoutLine(at - line_start, comment))
                at = end
            else:
                break
        return note, lines, at

    def block(self, node: Any, at: int) -> tuple[Block, int]:
        """The mapping or list in block style that begins at `at`, and where its last value ends."""
        found = Block(node.id == "sequence", node.start_mark.column, [], node)
        children = [(None, item) for item in node.value] if found.is_list else list(node.value)
        end, lines = at, list[LayoutLine]()
        for number, (key, value) in enumerate(children):
            if number:
                note, lines, at = self.between(end)
                last = found.entries[-1]
                _add_note(last, note)
                lines = _claimed(last, found.column, lines)
            end = self.entry(found, key, value, at, lines)
        return found, end

    def entry(self, holder: Block, key: Any, value: Any, at: int, lead: list[LayoutLine]) -> int:
        """Add the entry that begins at `at`; where it ends."""
        if key is None:
            if self.text[at : at + 1] != "-":
                raise Unusual("列表里有不认识的写法")
            made, at = LayoutEntry(None, "", lead), at + 1
        else:
            start, end = self.document.span(key)
            name = self.text[start:end].rstrip(" \t")
            colon = start + len(name)
            while self.text[colon : colon + 1] in (" ", "\t"):
                colon += 1
            if start != at or self.text[colon : colon + 1] != ":" or "\n" in name:
                raise Unusual("有用“?”写的栏目名称")
            made, at = LayoutEntry(name, key.value, lead), colon + 1
        holder.entries.append(made)
        if value.id == "scalar" and not value.value and value.style not in ("|", ">", "'", '"'):
            return at
        made.head, made.between, at = self.between(at)
        if at != self.document.span(value)[0]:
            raise Unusual("有不认识的写法")
        if value.id != "scalar" and not value.flow_style:
            inner, end = self.block(value, at)
            made.value = inner
            if inner.entries:
                inner.entries[0].lead[:0] = made.between
                made.between = []
            return end
        made.value, end = self.leaf(value, holder.column)
        return end

    def leaf(self, node: Any, column: int) -> tuple[Leaf, int]:
        """A value that is copied, and where it ends."""
        start, end = self.document.span(node)
        if node.id == "scalar" and node.style in ("|", ">"):
            return self.block_text(node, start, end, column)
        source = self.text[start:end].rstrip(" \t\n")
        return Leaf("plain" if node.id == "scalar" else "flow", source.split("\n"), column, node), start + len(source)

    def block_text(self, node: Any, start: int, end: int, column: int) -> tuple[Leaf, int]:
        """A text behind `|` or `>`. Blank lines at its end belong to it only where its header says so."""
        header, *lines = self.text[start:end].split("\n")
        digits = [char for char in header.split("#")[0] if char.isdigit()]
        explicit = int(digits[0]) if digits else 0
        first = next((line for line in lines if line.strip(" ")), "")
        indent = max(column, 0) + explicit if explicit else len(first) - len(first.lstrip(" "))
        if lines and not lines[-1].strip(" ") and (end < len(self.text) or len(lines[-1]) <= indent):
            lines.pop()
        kept = [line[indent:] for line in lines]
        if "+" not in header.split("#")[0]:
            while kept and not kept[-1]:
                kept.pop()
        length = len(header) + sum(len(line) + 1 for line in lines[: len(kept)])
        header = header.rstrip(" \t")
        if kept and kept[-1] and not node.value.endswith("\n") and "-" not in header.split("#")[0]:
            # The file ends inside the text, which has no line break at its end; it would get one.
            mark, space, comment = header.partition(" ")
            header = mark.replace("+", "") + "-" + space + comment
        return Leaf("block", [header, *kept], column, node, explicit), start + length


def _add_note(entry: LayoutEntry, note: str) -> None:
    """A comment behind the last value of an entry goes to the deepest one, whose line it stands on."""
    while isinstance(entry.value, Block) and entry.value.entries:
        entry = entry.value.entries[-1]
    if not note:
        return
    if entry.value is None:
        entry.head = note
    else:
        entry.note = note


def _claimed(last: LayoutEntry, column: int, lines: list[LayoutLine]) -> list[LayoutLine]:
    """Give the comments below an entry to what they are indented under; the rest belongs to what follows."""
    levels: list[tuple[int, list[LayoutLine]]] = []
    entry, outer = last, column
    while isinstance(entry.value, Block) and entry.value.entries:
        if entry.value.column > outer:
            levels.append((entry.value.column, entry.value.tail))
        outer = max(entry.value.column, outer)
        entry = entry.value.entries[-1]
    if not (isinstance(entry.value, Leaf) and entry.value.kind == "block"):
        levels.append((outer + 1, entry.under))
    waiting: list[LayoutLine] = []
    for number, line in enumerate(lines):
        if line == BLANK:
            waiting.append(line)
            continue
        while levels and levels[-1][0] > line.column:
            levels.pop()
        if not levels:
            return [*waiting, *lines[number:]]
        levels[-1][1].extend([*waiting, line])
        waiting = []
    return waiting
