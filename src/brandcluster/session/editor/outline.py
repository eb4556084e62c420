"""The shape of a file: its 栏目 and entries as an outline, what can be folded, and the value of every reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from brandcluster.base.diagnostics import Location
from brandcluster.base.visible import visible
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.references import Failure, find_references, look_up
from brandcluster.formats.yaml.document import Document
from brandcluster.session.editor.cursor import editor_lines
from brandcluster.session.editor.line_moves import LineMoves

#: What an entry is called by: the first of these that it has.
_CALLED = ("名称", "项目", "产业", "目标", "年份", "条款", "类别", "类型", "日期", "时间", "内容", "来源")
#: As much of a value is shown.
SHOWN = 40


class Outline(NamedTuple):
    """One 栏目 or entry: its name, its value in short, where it stands whole and where its name, and what is below it."""

    name: str
    detail: str
    kind: Literal["field", "entry", "part", "list"]
    whole: Location
    named: Location
    below: tuple[Outline, ...] = ()


class Hint(NamedTuple):
    """The value of a reference, to be shown behind its closing braces."""

    line: int
    column: int
    text: str


def outline_of(document: Document) -> tuple[Outline, ...]:
    """The outline of a file that could be read; empty for one that could not."""
    return _below(document, document.node_at(()), set())


def _below(document: Document, node: Any, seen: set[int]) -> tuple[Outline, ...]:
    if node is None or id(node) in seen:
        return ()
    seen.add(id(node))
    if node.id == "mapping":
        return tuple(_field(document, key, value, seen) for key, value in node.value if isinstance(key.value, str))
    if node.id == "sequence":
        return tuple(_entry(document, value, number, seen) for number, value in enumerate(node.value))
    return ()


def _field(document: Document, key: Any, value: Any, seen: set[int]) -> Outline:
    start, end = document.span(key)
    last = max(end, _end(document, value))
    below = _below(document, value, seen)
    kind: Literal["field", "part", "list"] = "field"
    if value.id != "scalar":
        kind = "part" if value.id == "mapping" else "list"
    return Outline(
        visible(str(key.value)) or "？",
        _short(value),
        kind,
        document.place(start, last),
        document.place(start, end),
        below,
    )


def _entry(document: Document, node: Any, number: int, seen: set[int]) -> Outline:
    name = _short(node) or f"第 {number + 1} 条"
    if node.id == "mapping":
        values = {key.value: value for key, value in node.value if isinstance(key.value, str)}
        called = [_short(values[each]) for each in _CALLED if each in values and values[each].id == "scalar"]
        name = next((each for each in called if each), name)
    start = document.span(node)[0]
    place = document.place(start, max(start, _end(document, node)))
    named = place._replace(end_line=place.line, end_column=place.column)
    return Outline(name, "", "entry", place, named, _below(document, node, seen))


def _end(document: Document, node: Any) -> int:
    """Where a node really ends: the parser counts what is empty below a mapping or a block text to it."""
    start, end = document.span(node)
    return start + len(document.text[start:end].rstrip())


def _short(node: Any) -> str:
    if node.id != "scalar":
        return ""
    text = " ".join(str(node.value).split())
    return visible(text if len(text) <= SHOWN else text[:SHOWN] + "…")


def moved_outline(outlines: tuple[Outline, ...], moves: LineMoves) -> tuple[Outline, ...]:
    """An outline at the lines that its own became; of one whose line went, what is below it."""
    return tuple(each for outline in outlines for each in _moved(outline, moves))


def _moved(each: Outline, moves: LineMoves) -> tuple[Outline, ...]:
    below = moved_outline(each.below, moves)
    named = moves.place(each.named)
    if named is None:
        return below
    lasts = [moves.now[line] for line in range(each.whole.line, each.whole.end_line + 1) if line in moves.now]
    last = max([named.end_line, *lasts, *(one.whole.end_line for one in below)])
    begin = min([(named.line, named.column), *((one.whole.line, one.whole.column) for one in below)])
    whole = Location(named.path, *begin, last, len(moves.after[last - 1]) + 1)
    return (each._replace(whole=whole, named=named, below=below),)


def folds_of(document: Document) -> list[tuple[int, int, bool]]:
    """The lines of a file that can be folded."""
    return folds_in(document.text, outline_of(document))


def folds_in(text: str, outlines: tuple[Outline, ...]) -> list[tuple[int, int, bool]]:
    """The lines of a text that can be folded by its outline, first and last, and whether they are comments."""
    found = {(each.whole.line, each.whole.end_line, False) for each in _all(outlines)}
    begin = 0
    for number, line in enumerate([*editor_lines(text), "x"], 1):
        if line.lstrip().startswith("#"):
            begin = begin or number
        else:
            found |= {(begin, number - 1, True)} if begin else set()
            begin = 0
    return sorted(each for each in found if each[1] > each[0])


def _all(outlines: tuple[Outline, ...]) -> Iterator[Outline]:
    for each in outlines:
        yield each
        yield from _all(each.below)


def hints_in(dossier: Dossier, text: str, first: int, last: int) -> Iterator[Hint]:
    """The value of each reference on lines of a text; one that fails is a diagnostic and has none."""
    for number, line in enumerate(editor_lines(text)[first - 1 : last], first):
        if "{{" in line and not line.lstrip().startswith("#"):
            for _, end, inner in find_references(line):
                result = look_up(inner, dossier, suggest=False)
                if not isinstance(result, Failure):
                    yield Hint(number, end + 1, f"={visible(result)}")
