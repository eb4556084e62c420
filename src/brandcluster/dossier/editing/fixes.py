"""Fixes that are safe to apply unasked: another spelling of the same thing, set at its place in the source.

Every fix knows what the file must read as afterwards; what does not read so is not applied. `fmt` takes those that
only respell, `validate --fix` all that a diagnostic carries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Edit, Fix, KeyPath
from brandcluster.dossier.editing import spelling
from brandcluster.dossier.load import Dossier, part_of
from brandcluster.dossier.model import fields as readers
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.kinds import Kind, kinds
from brandcluster.dossier.model.reading import choices_at, fields, normalised
from brandcluster.formats.yaml import document as yamldoc
from brandcluster.formats.yaml.document import Document, quote_key
from brandcluster.formats.yaml.edits import is_same

_BRACKETS = "X102"
#: Found by where they point.
_BY_PLACE = ("Y012", _BRACKETS)
_IGNORED = re.compile(r"#\s*brandcluster\s*[:：]\s*ignore(?!\w)", re.IGNORECASE)
_NUMBERS = ("number", "count", "year")
_READ = {"number": readers.read_number, "count": readers.read_count, "year": readers.read_year}


class Remedy(NamedTuple):
    """A fix for one place of a file.

    `codes` are those of the diagnostics that it removes, `keys` their path by the models' labels, `at` the path as
    written. `value` is what the place must read as afterwards; for a key it is the key's new name.
    """

    kind: str
    codes: tuple[str, ...]
    keys: KeyPath
    at: KeyPath
    fix: Fix
    value: Any

    @property
    def said(self) -> str:
        """The fix in words, with its line."""
        return f"第 {self.fix.edits[0].location.line} 行：{self.fix.message}"


@dataclass(frozen=True, slots=True)
class _Place:
    """A value on the way down: its node, its two paths, what it should be."""

    node: Any
    at: KeyPath
    keys: KeyPath
    label: str
    kind: Kind
    choices: tuple[str, ...]


def remedies(document: Document, part: type[Part], names: tuple[str, ...] = ()) -> list[Remedy]:
    """Every fix for a file; `names` are the leading industries', which other files must write alike."""
    root = document.node_at(())
    if getattr(root, "id", "") != "mapping":
        return []
    return list(_mapping(document, root, part, (), (), names))


# ---- where -----------------------------------------------------------------------------------------------------


def _mapping(
    document: Document, node: Any, part: type[Part], at: KeyPath, keys: KeyPath, names: tuple[str, ...]
) -> Iterator[Remedy]:
    known, held = fields(part), kinds(part)
    labels = _labels(node, known)
    for key, value in node.value:
        label = labels.get(id(key))
        if label is None:
            continue
        if key.value != label:
            start, end = document.span(key)
            edit = Edit(document.place(start, start + len(document.text[start:end].rstrip())), quote_key(label))
            fix = Fix(f"键“{key.value}”改为“{label}”", (edit,))
            yield Remedy("key", ("M001",), (*keys, key.value), (*at, key.value), fix, label)
        below, way = (*at, key.value), (*keys, label)
        field = known[label]
        if field.part is not None:
            items = [(value, below, way)]
            if field.is_list:
                children = value.value if value.id == "sequence" else []
                items = [(item, (*below, i), (*way, i)) for i, item in enumerate(children)]
            for item, item_at, item_keys in items:
                if item.id == "mapping":
                    yield from _mapping(document, item, field.part, item_at, item_keys, names)
        elif label in held:
            choices = choices_at(part, (label,)) if held[label] == "choice" else ()
            place = _Place(value, below, way, label, held[label], choices)
            if field.is_list and value.id == "sequence":
                for number, item in enumerate(value.value):
                    inner = replace(place, node=item, at=(*below, number), keys=(*way, number))
                    yield from _answer(document, inner, names)
            elif field.is_list:
                yield from _listed(document, place)
            else:
                yield from _answer(document, place, names)


def _labels(node: Any, known: dict[str, Any]) -> dict[int, str]:
    """The label that each key node certainly means: itself, or the only one that is free and differs in typing alone."""
    written = {key.value for key, _ in node.value if isinstance(key.value, str)}
    forms: dict[str, list[str]] = {}
    for label in known:
        forms.setdefault(normalised(label), []).append(label)
    found: dict[int, str] = {}
    taken = set(written)
    for key, _ in node.value:
        if not isinstance(key.value, str) or len(key.value) > 200:
            continue
        meant = [key.value] if key.value in known else forms.get(normalised(key.value), [])
        if len(meant) == 1 and (meant[0] == key.value or meant[0] not in taken):
            found[id(key)] = meant[0]
            taken.add(meant[0])
    return found


def _answer(document: Document, place: _Place, names: tuple[str, ...]) -> Iterator[Remedy]:
    node = place.node
    if node.id != "scalar" or not node.value:
        return
    start, end = document.span(node)
    source = document.text[start:end].rstrip()
    if place.kind == "text":
        yield from (each for each in _brackets(document, place, source) if not _is_ignored(document, node))
    if "\n" in source or "\r" in source or node.style in ("|", ">"):
        return
    is_plain = node.style not in ("'", '"')
    found = _respelt(place, node.value, is_plain, names)
    if found is not None:
        kind, codes, text, value = found
        edit = Edit(document.place(start, start + len(source)), text)
        fix = Fix(f"{_short(source)} 改为 {_short(text)}", (edit,))
        yield Remedy(kind, codes, place.keys, place.at, fix, value)


# ---- what ------------------------------------------------------------------------------------------------------


def _respelt(
    place: _Place, text: str, is_plain: bool, names: tuple[str, ...]
) -> tuple[str, tuple[str, ...], str, Any] | None:
    """Kind, codes, new source and new value of an answer's fix."""
    if place.kind in _NUMBERS:
        return _number(place, text, is_plain)
    if place.kind in ("date", "month"):
        found = spelling.respelt(place.kind, text)
        code = "M006" if place.kind == "date" else "M007"
        return None if found is None else ("date", (code,), found[0], found[0])
    if place.kind in ("text", "code", "path") and is_plain and _reads_as_other(text, place.kind):
        return "quotes", ("M003", "Y012"), f'"{text}"', text
    if place.kind == "path" and "\\" in text:
        found_path = text.replace("\\", "/")
        if _accepted(readers.read_path, found_path):
            return "path", ("M012",), found_path if is_plain else json.dumps(found_path, ensure_ascii=False), found_path
    if place.kind == "choice":
        meant = [choice for choice in place.choices if normalised(choice) == normalised(text)]
        if len(meant) == 1 and meant[0] != text:
            return "choice", ("M008",), spelling.written(meant[0]), meant[0]
    if place.kind == "text" and _names_industry(place):
        meant = [name for name in names if normalised(name) == normalised(text)]
        if len(meant) == 1 and meant[0] != text:
            return "name", (), spelling.written(meant[0]), meant[0]
    return None


def _number(place: _Place, text: str, is_plain: bool) -> tuple[str, tuple[str, ...], str, Any] | None:
    kind, found = "number", spelling.number(text) if is_plain else None
    if found is None and is_plain:
        kind, found = "odd", spelling.odd_number(text)
    if found is None and not is_plain:
        kind, found = "quotes", spelling.quoted_number(text)
    if found is None:
        kind, found = "unit", spelling.without_unit(text, place.label)
    if found is None or len(found) > yamldoc.MAX_NUMBER_LENGTH:
        return None
    value = spelling.as_number(found)
    return (kind, ("M004", "Y012"), found, value) if _accepted(_READ[place.kind], value) else None


def _accepted(reader: Any, value: Any) -> bool:
    try:
        reader(value)
    except ValueError:
        return False
    return True


def _reads_as_other(text: str, kind: Kind) -> bool:
    """Whether a plain text is a number or a truth value to YAML, so that its spelling is lost."""
    if text[0] not in "-+.0123456789tTfF":
        return False
    document = yamldoc.read("", f"a: {text}\n".encode())
    if any(each.code == "Y012" for each in document.diagnostics):
        return True
    value = document.data.get("a") if isinstance(document.data, dict) else None
    if kind == "code" and isinstance(value, int) and not isinstance(value, bool):
        return False
    return value is not None and not isinstance(value, str)


def _names_industry(place: _Place) -> bool:
    return place.label == "产业" or (len(place.keys) == 3 and place.keys[0] == "产业" and place.label == "名称")


def _brackets(document: Document, place: _Place, source: str) -> Iterator[Remedy]:
    """The brackets in document numbers, where the source spells them as they are read."""
    start, _ = document.span(place.node)
    is_number = place.label.endswith("文号")
    in_source = list(spelling.brackets(source, is_number=False))
    value: str = place.node.value
    in_value = list(spelling.brackets(value, is_number=is_number))
    if is_number and "\n" not in source and len(in_source) < len(in_value):
        offset = source.find(value)
        in_source = [(a + offset, b + offset, new) for a, b, new in in_value] if offset >= 0 else []
    if not in_value or [new for _, _, new in in_source] != [new for _, _, new in in_value]:
        return
    edits = tuple(Edit(document.place(start + a, start + b), new) for a, b, new in in_source)
    for a, b, new in reversed(in_value):
        value = value[:a] + new + value[b:]
    shown = "、".join(f"{source[a:b].strip()} 改为 {new}" for a, b, new in in_source[:3])
    yield Remedy("brackets", (_BRACKETS,), place.keys, place.at, Fix(f"文号的 {shown}", edits), value)


def _listed(document: Document, place: _Place) -> Iterator[Remedy]:
    """Choices that were written as one text become the list they are."""
    node = place.node
    start, end = document.span(node)
    source = document.text[start:end].rstrip()
    if node.id != "scalar" or not place.choices or not node.value or "\n" in source or node.style in ("|", ">"):
        return
    pieces = [piece.strip() for piece in re.split("[、，；;,]", node.value)]
    if len(set(pieces)) == len(pieces) and all(piece in place.choices for piece in pieces):
        text = f"[{', '.join(map(spelling.written, pieces))}]"
        fix = Fix(f"{_short(source)} 改为 {_short(text)}", (Edit(document.place(start, start + len(source)), text),))
        yield Remedy("list", ("M009",), place.keys, place.at, fix, pieces)


def _is_ignored(document: Document, node: Any) -> bool:
    """Whether a comment beside a value sets a diagnostic aside: then it is meant as it stands."""
    lines = _lines(document.text)
    first = node.start_mark.line
    last = first
    while first > 0 and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return any(_IGNORED.search(line) for line in lines[first : last + 1])


@lru_cache(maxsize=2)
def _lines(text: str) -> list[str]:
    return text.splitlines()


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


# ---- applying --------------------------------------------------------------------------------------------------


def applied(document: Document, chosen: Iterable[Remedy]) -> tuple[str, list[Remedy]]:
    """The text of a file with fixes applied, and those that were; of two that overlap the first in the file."""
    splices: list[tuple[int, int, str]] = []
    used: list[Remedy] = []
    reached = 0
    for remedy in sorted(chosen, key=lambda each: document.offsets(each.fix.edits[0].location)):
        ranges = [(*document.offsets(edit.location), edit.text) for edit in remedy.fix.edits]
        if ranges[0][0] < reached:
            continue
        splices += ranges
        reached = ranges[-1][1]
        used.append(remedy)
    text = document.text
    for start, end, new in reversed(splices):
        text = text[:start] + new + text[end:]
    return text, used


def expected(data: Any, used: Iterable[Remedy]) -> Any:
    """What a file must read as when fixes have been applied to it."""
    values = {each.at: each.value for each in used if each.kind != "key"}
    names = {each.at: each.value for each in used if each.kind == "key"}

    def rebuilt(value: Any, at: KeyPath) -> Any:
        if at in values:
            return values[at]
        if isinstance(value, dict):
            return {names.get((*at, key), key): rebuilt(item, (*at, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [rebuilt(item, (*at, number)) for number, item in enumerate(value)]
        return value

    return rebuilt(data, ())


def repaired(document: Document, part: type[Part], chosen: list[Remedy]) -> tuple[str, list[Remedy]]:
    """The text of a file with fixes applied, and those that hold: read back, they are what was meant and nothing
    else is wrong because of them. One that does not hold is left out; the others are applied."""
    before = _problems(document, part)
    text, used = applied(document, chosen)
    if not used or _holds(document, part, text, used, before):
        return text, used
    kept: list[Remedy] = []
    for remedy in used:
        text, tried = applied(document, [*kept, remedy])
        if len(tried) > len(kept) and _holds(document, part, text, tried, before):
            kept = tried
    return applied(document, kept)


def _problems(document: Document, part: type[Part]) -> set[tuple[str, KeyPath]]:
    found = {(each.code, each.keys) for each in reading.read(part, document.data).problems}
    return found | {(each.code, (each.location.line, each.location.column)) for each in document.diagnostics}


def _holds(
    document: Document, part: type[Part], text: str, used: list[Remedy], before: set[tuple[str, KeyPath]]
) -> bool:
    again = yamldoc.read(document.path, text.encode())
    after = _problems(again, part)
    if {code for code, _ in after if code.startswith("Y")} - {code for code, _ in before}:
        return False
    new = {problem for problem in after - before if not problem[0].startswith("Y")}
    gone = not any((code, each.keys) in after for each in used for code in each.codes)
    return not new and gone and is_same(again.data, expected(document.data, used))


def names_of(dossier: Dossier) -> tuple[str, ...]:
    """The names that files other than dossier.yaml repeat."""
    return (*dossier.industry_names, readers.OTHER_INDUSTRY)


def attached(dossier: Dossier, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, each with its fix where there is one."""
    known: dict[str, dict[tuple[Any, ...], Fix]] = {}
    names = names_of(dossier)
    found = []
    for diagnostic in diagnostics:
        path = diagnostic.location.path
        if path not in known:
            document, part = dossier.documents.get(path), part_of(dossier, path)
            known[path] = (
                _by_problem(remedies(document, part, names)) if document is not None and part is not None else {}
            )
        fix = next((known[path][each] for each in _problem_keys(diagnostic) if each in known[path]), None)
        found.append(diagnostic if fix is None else diagnostic._replace(fix=fix))
    return found


def _by_problem(found: list[Remedy]) -> dict[tuple[Any, ...], Fix]:
    """Fixes by what identifies the diagnostic that they remove: its place where it has no path of its own."""
    index: dict[tuple[Any, ...], Fix] = {}
    for each in found:
        if each.kind == "name":
            index.setdefault((each.keys,), each.fix)
        for code in each.codes:
            if code in _BY_PLACE:
                for edit in each.fix.edits:
                    index.setdefault((code, edit.location.line, edit.location.column), each.fix)
            else:
                index.setdefault((code, each.keys), each.fix)
    return index


def _problem_keys(diagnostic: Diagnostic) -> Iterator[tuple[Any, ...]]:
    if diagnostic.code in _BY_PLACE:
        yield diagnostic.code, diagnostic.location.line, diagnostic.location.column
    else:
        yield diagnostic.code, diagnostic.keys
        if not diagnostic.code.startswith(("M", "X", "Y")):
            yield (diagnostic.keys,)
