"""A problem's fix, made where the problem is found: another spelling of the same thing, at its place in the source.

A fix says what the file reads as afterwards, so that whoever applies it can prove that nothing else changes. Where
anything would have to be guessed (a key that only resembles a label, a value under such a key) there is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Edit, Fix, KeyPath
from brandcluster.base.numbers import decimal_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.model import reading, spelling
from brandcluster.dossier.model.fields import Part, read_count, read_number, read_path, read_year
from brandcluster.dossier.model.kinds import Kind, answer_kinds
from brandcluster.dossier.model.reading import ReadingProblem, fields_of, normalise_key
from brandcluster.formats.yaml.document import MAX_NUMBER_LENGTH, Document, quote_key, read_document, scalars_of

#: The opening of a comment that sets diagnostics aside.
IGNORE = late_pattern(r"#\s*brandcluster\s*[:：]\s*ignore(?!\w)", re.IGNORECASE)
#: A number in a spelling that YAML and a person may read differently.
ODD_NUMBER = "Y012"
_READ = {"number": read_number, "count": read_count, "year": read_year}


class Respelt(NamedTuple):
    """Another spelling: its kind, what is to stand in the source, and what that reads as."""

    kind: str
    text: str
    value: Any


# ---- the fix of a problem --------------------------------------------------------------------------------------


def fix_for_problem(document: Document, part: type[Part], problem: ReadingProblem, at: KeyPath) -> Fix | None:
    """The fix of a problem that reading a file as `part` found; `at` is its path as written."""
    if problem.code == "M001":
        return _key_fix(document, part, problem, at)
    node = document.node_at(at)
    found = answer_at(part, at)
    if node is None or found is None:
        return None
    if problem.code in ("M008", "M009"):
        return None if problem.meant is None else _value_fix(document, node, at, _meant(problem.meant))
    if problem.code in ("M003", "M004", "M006", "M007", "M012"):
        return _answer_fix(document, node, at, *found)
    return None


def fixes_for_odd_numbers(document: Document, part: type[Part]) -> dict[Diagnostic, Fix]:
    """The fixes of numbers that YAML reads in another way than people do, by the diagnostics of the document."""
    odd = {(each.location.line, each.location.column): each for each in document.diagnostics if each.code == ODD_NUMBER}
    found: dict[Diagnostic, Fix] = {}
    for node, at in _scalars(document.node_at(()), (), set()) if odd else ():
        diagnostic = odd.get((node.start_mark.line + 1, node.start_mark.column + 1))
        answer = None if diagnostic is None else answer_at(part, at)
        if diagnostic is not None and answer is not None:
            fix = _answer_fix(document, node, at, *answer)
            if fix is not None:
                found[diagnostic] = fix
    return found


def fix_for_name(document: Document, at: KeyPath, meant: str | None) -> Fix | None:
    """The fix of a name that differs from the one that was meant in nothing but its typing."""
    node = document.node_at(at)
    if meant is None or node is None or node.id != "scalar" or normalise_key(node.value) != normalise_key(meant):
        return None
    return _value_fix(document, node, at, Respelt("name", spelling.yaml_text(meant), meant))


def fix_for_amounts(document: Document, wanted: Sequence[tuple[KeyPath, Decimal]], message: str) -> Fix | None:
    """One fix that puts other amounts in place of plain ones; None where one of them is written in another way."""
    found: list[Fix] = []
    for at, amount in wanted:
        node, text = document.node_at(at), decimal_text(amount)
        fix = None
        if (
            node is not None
            and node.id == "scalar"
            and node.style not in ("'", '"')
            and not _is_ignored(document, node)
        ):
            fix = _value_fix(document, node, at, Respelt("sum", text, spelling.number_in_text(text)))
        if fix is None:
            return None
        found.append(fix)
    found.sort(key=lambda each: each.edits[0].location)
    edits = tuple(edit for each in found for edit in each.edits)
    more = tuple((each.at, each.value) for each in found[1:])
    return Fix(message, edits, "sum", found[0].at, found[0].value, more) if found else None


def bracket_starts(document: Document, part: type[Part], at: KeyPath) -> frozenset[int]:
    """Where in a text the document numbers begin whose brackets `fix_for_brackets` changes."""
    node, found = document.node_at(at), answer_at(part, at)
    if node is None or node.id != "scalar" or not node.value or found is None:
        return frozenset()
    return frozenset(first for first, _, _ in spelling.find_brackets(node.value, is_number=found[0].endswith("文号")))


def fix_for_brackets(document: Document, part: type[Part], at: KeyPath) -> Fix | None:
    """The fix of the brackets in a text's document numbers: of all of them, where the source spells them as it reads.

    None where a comment beside the text sets something aside: then it is meant as it stands.
    """
    node, found = document.node_at(at), answer_at(part, at)
    if node is None or node.id != "scalar" or not node.value or found is None or found[1] != "text":
        return None
    value: str = node.value
    is_number = found[0].endswith("文号")
    in_value = list(spelling.find_brackets(value, is_number=is_number))
    if not in_value:
        return None
    begin, source = _source(document, node)
    in_source = list(spelling.find_brackets(source, is_number=False))
    if is_number and "\n" not in source and len(in_source) < len(in_value):
        offset = source.find(value)
        in_source = [(a + offset, b + offset, new) for a, b, new in in_value] if offset >= 0 else []
    if [new for _, _, new in in_source] != [new for _, _, new in in_value] or _is_ignored(document, node):
        return None
    edits = tuple(Edit(document.place(begin + a, begin + b), new) for a, b, new in in_source)
    for a, b, new in reversed(in_value):
        value = value[:a] + new + value[b:]
    shown = "、".join(f"{source[a:b].strip()} 改为 {new}" for a, b, new in in_source[:3])
    return Fix(f"文号的 {shown}", edits, "brackets", at, value)


def fix_in_text(
    document: Document, at: KeyPath, changes: list[tuple[tuple[int, int, str], ...]], message: str
) -> Fix | None:
    """The fix of all slips of typing in one text, given by their places in it, where the source spells it as it reads.

    One fix for a text: what it reads as afterwards is one value. None where a comment beside it sets something aside.
    """
    node = document.node_at(at)
    if node is None or node.id != "scalar" or node.style in ("'", '"', ">") or _is_ignored(document, node):
        return None
    begin, source = _source(document, node)
    value = document.cleaned(node.value)
    places = _places_in_source(source, node.value) if value == node.value else None
    if places is None:
        return None
    edits, wanted = [], value
    for start, end, new in sorted((each for made in changes for each in made), reverse=True):
        edits.append(Edit(document.place(begin + places[start], begin + places[end - 1] + 1), new))
        wanted = wanted[:start] + new + wanted[end:]
    return Fix(message, tuple(reversed(edits)), "text", at, wanted)


def _places_in_source(source: str, value: str) -> list[int] | None:
    """Where each character of a value stands in its source, None where it is spelt otherwise there."""
    found: list[int] = []
    at = 0
    for line in value.split("\n"):
        if line:
            at = source.find(line, at)
            if at < 0:
                return None
            found += range(at, at + len(line))
            at += len(line)
        found.append(at)
    return found


def fixes_in(document: Document, part: type[Part]) -> list[Fix]:
    """Every fix of a file that needs no other file (of problems, odd numbers, document numbers), in its order."""
    found = reading.read_part(part, document.data)
    fixes = [
        fix_for_problem(document, part, each, reading.keys_as_written(each.keys, found.written))
        for each in found.problems
    ]
    fixes += fixes_for_odd_numbers(document, part).values()
    fixes += [
        fix_for_brackets(document, part, at)
        for at, text in scalars_of(document.data)
        if isinstance(text, str) and next(spelling.find_brackets(text, is_number=True), None) is not None
    ]
    return sorted({each for each in fixes if each is not None}, key=lambda fix: fix.edits[0].location)


# ---- where -----------------------------------------------------------------------------------------------------


def answer_at(part: type[Part], at: KeyPath) -> tuple[str, Kind] | None:
    """Label and kind of the answer at a path as written; None where a key on the way only resembles a label."""
    label = ""
    for number, step in enumerate(at):
        if isinstance(step, int):
            continue
        known = fields_of(part)
        meant = [step] if step in known else [each for each in known if normalise_key(each) == normalise_key(step)]
        if len(meant) != 1:
            return None
        (label,) = meant
        nested = known[label].part
        if nested is None:
            is_inside = len(at) <= number + 1 + known[label].is_list
            return (label, answer_kinds(part)[label]) if is_inside and label in answer_kinds(part) else None
        part = nested
    return None


def _scalars(node: Any, at: KeyPath, seen: set[int]) -> Iterator[tuple[Any, KeyPath]]:
    """Every scalar under a node with its path; what is reached twice is an alias, and no data."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if node.id == "scalar":
        yield node, at
    elif node.id == "sequence":
        for number, item in enumerate(node.value):
            yield from _scalars(item, (*at, number), seen)
    else:
        for key, value in node.value:
            if isinstance(key.value, str):
                yield from _scalars(value, (*at, key.value), seen)


def _source(document: Document, node: Any) -> tuple[int, str]:
    """Where a node begins in the file's text, and how it is written there."""
    start, end = document.span(node)
    return start, document.text[start:end].rstrip(" \t\r\n")


def _is_ignored(document: Document, node: Any) -> bool:
    lines = _lines(document.text)
    first = node.start_mark.line
    last = first
    while first > 0 and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return any(IGNORE.search(line) for line in lines[first : last + 1])


@lru_cache(maxsize=2)
def _lines(text: str) -> list[str]:
    return text.splitlines()


# ---- what ------------------------------------------------------------------------------------------------------


def _key_fix(document: Document, part: type[Part], problem: ReadingProblem, at: KeyPath) -> Fix | None:
    node = document.key_at(at)
    if node is None or not isinstance(problem.meant, str):
        return None
    above = at[:-1]
    while above and isinstance(above[-1], int):
        above = above[:-1]
    if above and not _leads_to_part(part, above):
        return None
    start, source = _source(document, node)
    edit = Edit(document.place(start, start + len(source)), quote_key(problem.meant))
    return Fix(f"栏目“{node.value}”改为“{problem.meant}”", (edit,), "key", at, problem.meant)


def _leads_to_part(part: type[Part], at: KeyPath) -> bool:
    """Whether every key of a path certainly means a label."""
    for step in at:
        if isinstance(step, int):
            continue
        meant = [
            each
            for label, each in fields_of(part).items()
            if step == label or normalise_key(label) == normalise_key(step)
        ]
        if len(meant) != 1 or meant[0].part is None:
            return False
        part = meant[0].part
    return True


def _answer_fix(document: Document, node: Any, at: KeyPath, label: str, kind: Kind) -> Fix | None:
    """The fix of an answer that is spelt otherwise than its kind is written."""
    if node.id != "scalar" or not node.value:
        return None
    found = _respell(label, kind, node.value, is_plain=node.style not in ("'", '"'))
    return None if found is None else _value_fix(document, node, at, found)


def _value_fix(document: Document, node: Any, at: KeyPath, new: Respelt) -> Fix | None:
    start, source = _source(document, node)
    if node.id != "scalar" or not node.value or "\n" in source or "\r" in source or node.style in ("|", ">"):
        return None
    edit = Edit(document.place(start, start + len(source)), new.text)
    return Fix(f"{_short(source)} 改为 {_short(new.text)}", (edit,), new.kind, at, new.value)


def _meant(meant: str | tuple[str, ...]) -> Respelt:
    if isinstance(meant, str):
        return Respelt("choice", spelling.yaml_text(meant), meant)
    return Respelt("list", f"[{', '.join(map(spelling.yaml_text, meant))}]", meant)


def _respell(label: str, kind: Kind, text: str, *, is_plain: bool) -> Respelt | None:
    if kind in _READ:
        return _respell_number(label, kind, text, is_plain=is_plain)
    if kind in ("date", "month"):
        found = spelling.respell_value(kind, text)
        return None if found is None else Respelt("date", found[0], found[0])
    if kind in ("text", "code", "path") and is_plain and _reads_as_other(text, kind):
        return Respelt("quotes", f'"{text}"', text)
    if kind == "path" and "\\" in text:
        path = text.replace("\\", "/")
        if _accepts(read_path, path):
            return Respelt("path", path if is_plain else json.dumps(path, ensure_ascii=False), path)
    return None


def _respell_number(label: str, kind: Kind, text: str, *, is_plain: bool) -> Respelt | None:
    name, found = "number", spelling.respell_number(text) if is_plain else None
    if found is None and is_plain:
        name, found = "odd", spelling.respell_odd_number(text)
    if found is None and not is_plain:
        name, found = "quotes", spelling.unquote_number(text)
    if found is None:
        name, found = "unit", spelling.strip_unit(text, label)
    if found is None or len(found) > MAX_NUMBER_LENGTH:
        return None
    value = spelling.number_in_text(found)
    return Respelt(name, found, value) if _accepts(_READ[kind], value) else None


def _accepts(reader: Any, value: Any) -> bool:
    try:
        reader(value)
    except ValueError:
        return False
    return True


def _reads_as_other(text: str, kind: Kind) -> bool:
    """Whether a plain text is a number or a truth value to YAML, so that its spelling is lost."""
    if text[0] not in "-+.0123456789tTfF":
        return False
    document = read_document("", f"a: {text}\n".encode())
    if any(each.code == ODD_NUMBER for each in document.diagnostics):
        return True
    value = document.data.get("a") if isinstance(document.data, dict) else None
    if kind == "code" and isinstance(value, int) and not isinstance(value, bool):
        return False
    return value is not None and not isinstance(value, str)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
