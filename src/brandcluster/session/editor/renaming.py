"""A name changed wherever it stands: where it is given, where other files name it, in references, and, to be confirmed by
the person, among the words of a text.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from brandcluster.base.diagnostics import Edit, KeyPath
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.formats.yaml.edits import is_same, scalar_source
from brandcluster.session.editor.shared_names import DEFINED, KIND_WORDS, Mention, Name, mentions_of, name_at, names_of

#: Nothing longer is a name.
LONGEST = 100
_NO_NAME = "\r\n{}｛｝#"


class Renaming(NamedTuple):
    """What is to change for sure, and what only the person can tell: the name among other words."""

    name: Name
    sure: tuple[Edit, ...]
    unsure: tuple[Edit, ...]


def can_rename(dossier: Dossier, path: str, line: int, column: int) -> tuple[Name, Any] | None:
    """The name at a place that can be changed from there, and where it stands; None where there is none."""
    found = name_at(dossier, path, line, column)
    if found is None or found[0].kind not in DEFINED or found[0].text == OTHER_INDUSTRY:
        return None
    return found if found[0].text in names_of(dossier, found[0].kind) else None


def rename(dossier: Dossier, path: str, line: int, column: int, new: str) -> Renaming | str:
    """The edits that change the name at a place; a sentence why not where it cannot be changed."""
    found = can_rename(dossier, path, line, column)
    if found is None:
        return "这里没有可以改的名称：只能改主导产业、主要工作项目、工作阶段、排名前三企业的名称。"
    name, new = found[0], new.strip()
    refusal = _why_not(dossier, name, new)
    if refusal:
        return refusal
    mentions = list(mentions_of(dossier, name))
    # A text that reads otherwise in its source (escapes) would be changed at the wrong place.
    for each in dict.fromkeys(mention.place.path for mention in mentions):
        mine = [mention for mention in mentions if mention.place.path == each and mention.how != "prose"]
        if not _holds(dossier.documents[each], mine, name, new):
            return f"“{each}”里的写法比较特别，改不了；请先运行 brandcluster fmt 整理。"
    sure = tuple(_edit(dossier.documents[m.place.path], m, new) for m in mentions if m.how != "prose")
    unsure = tuple(Edit(m.place, new) for m in mentions if m.how == "prose")
    return Renaming(name, sure, unsure)


def _why_not(dossier: Dossier, name: Name, new: str) -> str:
    word = KIND_WORDS[name.kind]
    if not new:
        return "新的名称是空的。"
    if len(new) > LONGEST or any(char in new for char in _NO_NAME) or (name.kind == "industry" and "." in new):
        return f"“{new[:40]}”不能作{word}的名称：不超过 {LONGEST} 字，不分行，不用花括号和 #，主导产业的名称里不用半角句点。"
    if new != name.text and new in (*names_of(dossier, name.kind), OTHER_INDUSTRY):
        return f"已经有叫“{new}”的{word}了。"
    return ""


def _edit(document: Document, mention: Mention, new: str) -> Edit:
    if mention.how == "reference":
        return Edit(mention.place, new)
    start, end = document.span(document.node_at(mention.keys))
    source = document.text[start:end]
    if source[:1] in ("|", ">", "'", '"') or scalar_source(new) == new:
        if source[:1] == "'":
            new = new.replace("'", "''")
        elif source[:1] == '"':
            new = scalar_source("#" + new)[2:-1]
        return Edit(mention.place, new)
    return Edit(document.place(start, end), scalar_source(new))


def _holds(document: Document, mentions: list[Mention], name: Name, new: str) -> bool:
    """Whether the file, changed, reads as before but for the name."""
    text = document.text
    spans = sorted((document.offsets(e.location), e.text) for e in (_edit(document, m, new) for m in mentions))
    for (start, end), words in reversed(spans):
        text = text[:start] + words + text[end:]
    alone = {m.keys for m in mentions if m.how == "alone"}
    inside = {m.keys for m in mentions if m.how == "reference"}
    wanted = _renamed(document.data, (), alone, inside, name.text, new)
    return is_same(read_document(document.path, text.encode()).data, wanted)


def _renamed(value: Any, at: KeyPath, alone: set[KeyPath], inside: set[KeyPath], old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(each, (*at, key), alone, inside, old, new) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, (*at, number), alone, inside, old, new) for number, each in enumerate(value)]
    if at in alone:
        return new
    return _in_references(value, old, new) if at in inside else value


def _in_references(text: str, old: str, new: str) -> str:
    from brandcluster.dossier.references import find_references

    for begin, end, inner in reversed(list(find_references(text))):
        steps = inner.split(".")
        middle = [s.replace(old, new) if s.strip() == old else s for s in steps[1:-1]]
        text = text[:begin] + "{{" + ".".join([steps[0], *middle, *steps[-1:]]) + "}}" + text[end:]
    return text
