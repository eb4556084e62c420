"""How the parts of a Word file hang together: relations, and the main part under its usual name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import unquote

from brandcluster.formats.word.parts import (
    CONTENT_TYPES,
    DOCUMENT,
    STYLES,
    Parts,
    parse_xml,
    serialise_xml,
)

ROOT_RELATIONS = "_rels/.rels"
NUMBERING = "word/numbering.xml"
#: The parts that are asked for by name, by the kind of relation that leads to them.
_USUAL = {"styles": STYLES, "numbering": NUMBERING, "theme": "word/theme/theme1.xml", "settings": "word/settings.xml"}


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation leads: `kind` is the last word of its type; `part` is empty where it leads out of the file."""

    kind: str
    part: str
    target: str


def relations_path(name: str) -> str:
    """The part that holds the relations of a part."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def relations_of(parts: Mapping[str, bytes], name: str) -> dict[str, Relation]:
    """The relations of a part by id; none where they cannot be parsed. An empty name asks for the package's own."""
    path = _known(parts, relations_path(name) if name else ROOT_RELATIONS)
    root = parse_xml(parts[path]) if path else None
    found = {}
    for item in () if root is None else root:
        if not isinstance(item.tag, str):
            continue
        kind, target = str(item.get("Type", "")).rpartition("/")[2], str(item.get("Target", ""))
        outside = str(item.get("TargetMode", "")).lower() == "external"
        part = "" if outside else _resolved(name, target)
        found[str(item.get("Id", ""))] = Relation(kind, _known(parts, part), target)
    return found


def _resolved(name: str, target: str) -> str:
    """The name of the part that a target means, seen from a part."""
    plain = unquote(target.partition("#")[0]).replace("\\", "/")
    folder = name.rpartition("/")[0]
    return normpath(plain if plain.startswith("/") else f"/{folder}/{plain}").lstrip("/")


def _known(parts: Mapping[str, bytes], name: str) -> str:
    """The name as the package spells it: case does not count."""
    if name in parts:
        return name
    return next((each for each in parts if each.lower() == name.lower()), "")


def main_part(parts: Mapping[str, bytes]) -> str:
    """The name of the main part, found as Word finds it; empty when there is none."""
    for each in relations_of(parts, "").values():
        if each.kind == "officeDocument" and each.part:
            return each.part
    return _known(parts, DOCUMENT)


def with_usual_names(parts: Parts) -> Parts:
    """The parts with the main part, its styles and its numbering where everything here looks for them."""
    made = dict(parts)
    for name in (CONTENT_TYPES, ROOT_RELATIONS):
        known = _known(made, name)
        if known and known != name:
            made[name] = made.pop(known)
    main = main_part(made)
    if not main:
        return made
    if main != DOCUMENT:
        _move(made, main, DOCUMENT)
    for each in relations_of(made, DOCUMENT).values():
        usual = _USUAL.get(each.kind)
        if usual and each.part and each.part != usual:
            _move(made, each.part, usual)
    return made


def _move(parts: Parts, old: str, new: str) -> None:
    """Give a part another name: in its place, in the list of types, and in whatever relates to it."""
    if new in parts and old.lower() != new.lower():
        return
    relations = {path: _as_absolute(parts, path) for path in parts if path.lower().endswith(".rels")}
    for path, targets in relations.items():
        if old in targets.values():
            _retarget(parts, path, {**targets, **{key: new for key, target in targets.items() if target == old}})
        elif path.lower() == relations_path(old).lower():
            _retarget(parts, path, targets)
    parts[new] = parts.pop(old)
    own = _known(parts, relations_path(old))
    if own:
        parts[relations_path(new)] = parts.pop(own)
    types = parse_xml(parts[CONTENT_TYPES])
    for item in () if types is None else types:
        if isinstance(item.tag, str) and str(item.get("PartName", "")).lower() == f"/{old}".lower():
            item.set("PartName", f"/{new}")
            parts[CONTENT_TYPES] = serialise_xml(types)


def _as_absolute(parts: Parts, path: str) -> dict[str, str]:
    """The relations in a part by id, each with the name of the part that it leads to."""
    folder, _, file = path.rpartition("/")
    owner = f"{folder[: -len('_rels')]}{file[: -len('.rels')]}"
    return {key: each.part for key, each in relations_of(parts, owner).items() if each.part}


def _retarget(parts: Parts, path: str, targets: Mapping[str, str]) -> None:
    root = parse_xml(parts[path])
    for item in () if root is None else root:
        if isinstance(item.tag, str) and str(item.get("Id", "")) in targets:
            item.set("Target", f"/{targets[str(item.get('Id'))]}")
    if root is not None:
        parts[path] = serialise_xml(root)
