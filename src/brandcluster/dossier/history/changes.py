"""What changed between two states of a dossier, in the form's own words.

Works on the values as they stand in the files, with the models only to tell what is what: a value that its model
refuses is compared as it was written, not taken for a deletion. Order and comments alone are no change; entries of a
list are known by what identifies them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from brandcluster.base.diagnostics import KeyPath, Location
from brandcluster.base.numbers import decimal_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import FILES
from brandcluster.dossier.load import Dossier, part_of, parts_of
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.identities import IDENTITIES
from brandcluster.dossier.model.reading import Field, fields_of
from brandcluster.formats.yaml.document import Document, scalars_of

Kind = Literal["added", "removed", "changed", "unreadable"]

#: What one entry of a list is called, where the list's own name does not say it.
NOUNS = {
    "主要工作项目": "项目",
    "工作阶段": "阶段",
    "时间节点": "时间节点",
    "明细": "资金",
    "事故清单": "事故",
    "资金到位": "到位资金",
}
#: How much of two entries must agree for one to be the other renamed.
SAME = Fraction(1, 2)
#: Beyond so many entries left over on a side, renamed ones are not looked for.
MAX_RENAMED = 60
#: How much of an identifying answer an entry is called by.
CALLED = 30
#: How many answers of a new or removed entry its summary names.
SUMMARY = 6
#: What `load` says of a file that is there and was not opened: no regular file, no permission, too large.
UNUSABLE = ("D002", "D003", "Y001")
_UNIT = late_pattern(r"（([^（）]*)）\Z")


class DossierChange(NamedTuple):
    """One change: where (in the later state, or the earlier one for what is gone), what, from what to what.

    `heading` is what a reader of the form would call it. `relative` is the change in percent of the earlier number,
    `points` the difference of two percentages; None where there is none.
    """

    file: str
    keys: KeyPath
    heading: str
    kind: Kind
    before: str | None
    after: str | None
    unit: str
    relative: Fraction | None
    points: Fraction | None
    location: Location


class _File(NamedTuple):
    """One file in both states."""

    path: str
    before: Dossier
    after: Dossier


def compare_dossiers(
    before: Dossier, after: Dossier, *, only: frozenset[str] | None = None
) -> tuple[DossierChange, ...]:
    """Every change between two states, in the order of the form; `only` names the files to look at."""
    found: list[DossierChange] = []
    for path in _paths(before, after):
        if only is None or path in only:
            found.extend(_file(_File(path, before, after)))
    return tuple(found)


def changes_of_file(path: str, before: Dossier, after: Dossier) -> tuple[DossierChange, ...]:
    """Every change of one file that is there in both states, in the order of the form."""
    return tuple(_file(_File(path, before, after)))


def _paths(before: Dossier, after: Dossier) -> list[str]:
    known = [kind.path for kind in FILES]
    known += [path for dossier in (after, before) for path, _ in parts_of(dossier)]
    there = {*before.documents, *after.documents}
    there |= {each.location.path for each in (*before.diagnostics, *after.diagnostics) if each.code in UNUSABLE}
    return [path for path in dict.fromkeys([*known, *sorted(there)]) if path in there]


def _file(file: _File) -> Iterator[DossierChange]:
    old, new = file.before.documents.get(file.path), file.after.documents.get(file.path)
    blind, blinded = is_unreadable(file.before, file.path), is_unreadable(file.after, file.path)
    if new is None and not blinded:
        yield whole_file_change(file.path, f"文件 {file.path}", "removed")
    elif old is None and not blind:
        yield whole_file_change(file.path, f"文件 {file.path}", "added")
    elif old is None or new is None or blind or blinded:
        if blind != blinded or _text(old) != _text(new):
            state = "改动前后" if blind and blinded else "改动以前" if blind else "改动以后"
            yield whole_file_change(file.path, f"{state}的文件 {file.path} 读不出来，没有比较", "unreadable")
    elif old.text != new.text:
        part = part_of(file.after, file.path) or part_of(file.before, file.path)
        yield from _mapping(file, part, (), (), old.data or {}, new.data or {}, "")


def _text(document: Document | None) -> str:
    return document.text if document is not None else ""


def whole_file_change(path: str, heading: str, kind: Kind) -> DossierChange:
    """A change of a file as a whole."""
    return DossierChange(path, (), heading, kind, None, None, "", None, None, Location(path))


def is_unreadable(dossier: Dossier, path: str) -> bool:
    """Whether a file is there and could not be read as a whole; an empty one can."""
    document = dossier.documents.get(path)
    if document is None:
        return any(each.code in UNUSABLE and each.location.path == path for each in dossier.diagnostics)
    if document.data is None:
        return any(each.severity == "error" for each in document.diagnostics)
    return not isinstance(document.data, dict)


# ---- values --------------------------------------------------------------------------------------------------


def _mapping(
    file: _File, part: type[Part] | None, was: KeyPath, now: KeyPath, old: Any, new: Any, heading: str
) -> Iterator[DossierChange]:
    known = fields_of(part) if part is not None else {}
    older = _by_label(file.before, file.path, was, old, known)
    newer = _by_label(file.after, file.path, now, new, known)
    for label in dict.fromkeys([*known, *newer, *older]):
        yield from _value(
            file, known.get(label), (*was, label), (*now, label), older.get(label), newer.get(label), heading
        )


def _by_label(dossier: Dossier, path: str, keys: KeyPath, data: Any, known: dict[str, Field]) -> dict[str, Any]:
    """A mapping's values by the models' labels, however its keys are typed; unknown keys as they are."""
    if not isinstance(data, dict):
        return {}
    labels = {dossier.written(path, (*keys, label)): label for label in known}
    return {labels.get(key, str(key)): value for key, value in data.items()}


def _value(
    file: _File, field: Field | None, was: KeyPath, now: KeyPath, old: Any, new: Any, heading: str
) -> Iterator[DossierChange]:
    old, new = _bare(old), _bare(new)
    label = str(now[-1])
    name = f"{heading} {_UNIT.sub('', label)}".strip()
    if field is not None and field.part is not None and field.is_list and _lists(old, new):
        yield from _entries(file, field, was, now, old or [], new or [], heading)
    elif field is not None and field.part is not None and not field.is_list and _mappings(old, new):
        yield from _mapping(file, field.part, was, now, old or {}, new or {}, name)
    elif _shown(old) != _shown(new) and (old != new or isinstance(old, bool) or isinstance(new, bool)):
        yield _changed(file, was, now, name, old, new, label)


def _bare(value: Any) -> Any:
    """An absent answer, an empty list and an empty mapping are one; a block text's last line break is nobody's."""
    if value in (None, [], {}, ""):
        return None
    return value.rstrip("\n") if isinstance(value, str) else value


def _lists(old: Any, new: Any) -> bool:
    return all(each is None or isinstance(each, list) for each in (old, new))


def _mappings(old: Any, new: Any) -> bool:
    return all(each is None or isinstance(each, dict) for each in (old, new))


def _changed(file: _File, was: KeyPath, now: KeyPath, heading: str, old: Any, new: Any, label: str) -> DossierChange:
    match = _UNIT.search(label)
    unit = match.group(1) if match else ""
    first, second = _number(old), _number(new)
    difference = second - first if first is not None and second is not None else None
    return DossierChange(
        file.path,
        was if new is None else now,
        heading,
        "added" if old is None else "removed" if new is None else "changed",
        _shown(old),
        _shown(new),
        unit,
        difference * 100 / first if difference is not None and first and unit != "%" else None,
        difference if unit == "%" else None,
        file.before.locate(file.path, was) if new is None else file.after.locate(file.path, now),
    )


def _number(value: Any) -> Fraction | None:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Fraction(value)
    return None


def _shown(value: Any) -> str | None:
    """A value as a reader sees it, so that 3443 and "3443", 12 and 12.0 are the same; a list of words in one order."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return decimal_text(value)
    if isinstance(value, list) and all(not isinstance(each, (list, dict)) for each in value):
        return "、".join(sorted(_shown(each) or "" for each in value))
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)
    return str(value).rstrip("\n")


def _told(value: Any) -> str | None:
    """A value in a summary: of what is nested, how much there is."""
    if isinstance(value, list) and any(isinstance(each, (list, dict)) for each in value):
        return f"{len(value)} 项"
    return "；".join(map(str, value)) if isinstance(value, dict) else _shown(value)


# ---- lists ---------------------------------------------------------------------------------------------------


def _entries(
    file: _File, field: Field, was: KeyPath, now: KeyPath, old: list[Any], new: list[Any], heading: str
) -> Iterator[DossierChange]:
    known = fields_of(field.part) if field.part is not None else {}
    older = [_by_label(file.before, file.path, (*was, i), each, known) for i, each in enumerate(old)]
    newer = [_by_label(file.after, file.path, (*now, i), each, known) for i, each in enumerate(new)]
    identity = _identity(known)
    pairs = _pairs(older, newer, identity)
    noun = NOUNS.get(field.label, field.label)
    noun = heading if heading.rpartition(" ")[2] == noun else f"{heading} {noun}".strip()
    kept, made = {first for first, _ in pairs}, {second for _, second in pairs}
    for first, second in sorted(pairs, key=lambda pair: pair[1]):
        name = f"{noun}{_called(older[first], identity)}"
        yield from _mapping(file, field.part, (*was, first), (*now, second), old[first], new[second], name)
    for index, each in enumerate(newer):
        if index not in made:
            yield _entry(file, (*now, index), f"{noun}{_called(each, identity)}", None, each, known)
    for index, each in enumerate(older):
        if index not in kept:
            yield _entry(file, (*was, index), f"{noun}{_called(each, identity)}", each, None, known)


def _identity(known: dict[str, Field]) -> tuple[str, ...]:
    return next((keys for keys in IDENTITIES if all(key in known for key in keys)), tuple(known)[:1])


def _called(entry: dict[str, Any], identity: Sequence[str]) -> str:
    texts = [text.splitlines()[0] for text in (_shown(_bare(entry.get(key))) for key in identity) if text]
    return f"“{' '.join(_cut(text) for text in texts)}”" if texts else ""


def _cut(text: str) -> str:
    return text if len(text) <= CALLED else f"{text[:CALLED]}…"


def _pairs(
    older: list[dict[str, Any]], newer: list[dict[str, Any]], identity: tuple[str, ...]
) -> list[tuple[int, int]]:
    """Which entry is which: those that are equal, of one identity the most alike, those renamed."""
    pairs: list[tuple[int, int]] = []
    old, new = dict(enumerate(map(_flat, older))), dict(enumerate(map(_flat, newer)))

    def take(found: Iterable[tuple[int, int]]) -> None:
        for i, j in found:
            pairs.append((i, j))
            del old[i], new[j]

    whole_old, whole_new = ({i: frozenset(flat.items()) for i, flat in side.items()} for side in (old, new))
    for one, other in _groups(whole_old, whole_new):
        take(zip(one, other, strict=False))
    for one, other in _groups({i: _key(older[i], identity) for i in old}, {j: _key(newer[j], identity) for j in new}):
        take(_alike({i: old[i] for i in one}, {j: new[j] for j in other}, Fraction(0)) or zip(one, other, strict=False))
    take(_alike(old, new, SAME))
    return pairs


def _groups(old: dict[int, Any], new: dict[int, Any]) -> list[tuple[list[int], list[int]]]:
    """The entries of either side that have one key, for every key that both sides have."""
    found: dict[Any, tuple[list[int], list[int]]] = {}
    for side, keys in enumerate((old, new)):
        for index, key in keys.items():
            found.setdefault(key, ([], []))[side].append(index)
    return [group for key, group in found.items() if key is not None and all(group)]


def _alike(old: dict[int, Any], new: dict[int, Any], least: Fraction) -> list[tuple[int, int]]:
    """Pairs that have at least so much in common, the most alike first; none where there are too many to compare."""
    if len(old) > MAX_RENAMED or len(new) > MAX_RENAMED:
        return []
    every = sorted((-_likeness(one, other), i, j) for i, one in old.items() for j, other in new.items())
    found: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for likeness, i, j in every:
        if -likeness >= least and i not in taken[0] and j not in taken[1]:
            found.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return found


def _key(entry: dict[str, Any], identity: tuple[str, ...]) -> tuple[str | None, ...] | None:
    """What identifies an entry; None while nothing of it is written."""
    found = tuple(_shown(_bare(entry.get(key))) for key in identity)
    return found if any(found) else None


def _flat(entry: dict[str, Any]) -> dict[KeyPath, str]:
    """An entry's answers by their paths."""
    return {keys: _shown(_bare(value)) or "" for keys, value in scalars_of(entry) if _bare(value) is not None}


def _likeness(old: dict[KeyPath, str], new: dict[KeyPath, str]) -> Fraction:
    """The share of answers that two entries have in common."""
    every = old.keys() | new.keys()
    return Fraction(sum(old.get(key) == new.get(key) for key in every), len(every) or 1)


def _entry(file: _File, keys: KeyPath, heading: str, old: Any, new: Any, known: dict[str, Field]) -> DossierChange:
    entry = old if new is None else new
    texts = ((label, _told(_bare(entry.get(label)))) for label in [*known, *(key for key in entry if key not in known)])
    said = "；".join(f"{label}：{text}" for label, text in [each for each in texts if each[1]][:SUMMARY])
    side = file.before if new is None else file.after
    kind: Kind = "removed" if new is None else "added"
    before, after = (said, None) if new is None else (None, said)
    return DossierChange(file.path, keys, heading, kind, before, after, "", None, None, side.locate(file.path, keys))
