"""The files of a new round, made of an earlier one: texts and names as they are; what was true only then is marked.

Days, months, conclusions, documents, and figures of one year wait to be confirmed (`dossier/awaiting`). What others
said of the earlier application (recommendation.yaml) begins empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.awaiting import MARK
from brandcluster.dossier.files import FILES, PLAN, RECOMMENDATION, TOP_ENTERPRISES, statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.kinds import answer_kinds
from brandcluster.dossier.model.reading import Field, fields_of
from brandcluster.formats.yaml.document import Document, read_document

#: The kinds of answers that were true on their day.
_DATED = frozenset(("date", "month", "path"))
#: What somebody concluded, in whatever file.
_CONCLUSION = "结论"
#: Further kinds of single files: years of funds, revenues of the year before.
_OF_FILE = {PLAN: frozenset(("year",)), TOP_ENTERPRISES: frozenset(("number", "count"))}


class Carried(NamedTuple):
    """The files by path, how many answers wait to be confirmed, and the files that could not be taken over."""

    files: dict[str, str]
    marked: int
    left: tuple[str, ...]


def carried_files(dossier: Dossier) -> Carried:
    """What goes from an earlier round into a new one."""
    files: dict[str, str] = {}
    left = []
    marked = 0
    for kind in FILES:
        document = dossier.documents.get(kind.path)
        if document is None or kind.path == RECOMMENDATION:
            continue
        text, count = _marked(document, kind.model)
        if text is None:
            left.append(kind.path)
            continue
        files[kind.path] = text
        marked += count
    kept = [statistics_path(year) for year in dossier.statistics]
    kept += [dossier.header.overlay] if dossier.header.overlay in dossier.documents else []
    files |= {path: dossier.documents[path].text for path in kept if path is not None}
    return Carried(files, marked, tuple(left))


def _marked(document: Document, part: type[Part]) -> tuple[str | None, int]:
    """The text with its answers marked, and how many; None where the file cannot be read as it is."""
    if document.diagnostics or not isinstance(document.data, dict):
        return None, 0
    text = document.text
    places = sorted(
        (document.span(document.node_at(keys)), keys) for keys in _dated(document.path, part, document.data)
    )
    for (start, end), keys in reversed(places):
        alone = "\n" not in text[start:end] and not _in_flow(document, keys)
        text = text[:start] + (f"{MARK}{text[start:end]}" if alone else "null") + text[end:]
    return (None, 0) if read_document(document.path, text.encode("utf-8")).diagnostics else (text, len(places))


def _in_flow(document: Document, keys: KeyPath) -> bool:
    """Whether an answer stands between braces, where no comment can follow it."""
    return any(getattr(document.node_at(keys[:depth]), "flow_style", False) for depth in range(len(keys)))


def _dated(
    path: str, part: type[Part], data: Mapping[str, Any], at: KeyPath = (), has_day: bool = False
) -> Iterator[KeyPath]:
    """The answers below a part that may no longer be true; a document waits with the day of what it stands in."""
    kinds = answer_kinds(part)
    has_day = has_day or any(kinds.get(label) == "date" and data.get(label) is not None for label in fields_of(part))
    for label, field in fields_of(part).items():
        value, keys = data.get(label), (*at, label)
        if field.part is not None:
            yield from _below(path, field, value, keys, has_day)
        elif value is None or isinstance(value, list | dict) or (has_day and kinds.get(label) == "path"):
            continue
        elif kinds.get(label) in _DATED | _OF_FILE.get(path, frozenset()) or label == _CONCLUSION:
            yield keys


def _below(path: str, field: Field, value: Any, keys: KeyPath, has_day: bool) -> Iterator[KeyPath]:
    items = [(keys, value)] if not isinstance(value, list) else [((*keys, n), each) for n, each in enumerate(value)]
    for at, each in items:
        if isinstance(each, dict) and field.part is not None:
            yield from _dated(path, field.part, each, at, has_day)
