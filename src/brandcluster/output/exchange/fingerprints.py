"""What tells one finding from another for other systems: the same when lines move or other findings come and go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from brandcluster.base.diagnostics import Diagnostic, KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.load import Dossier

#: Keys that name an entry of a list, best first.
_NAMES = ("名称", "企业名称", "项目", "产业", "年份", "来源", "文件")
_QUOTED = late_pattern("“[^”]*”")
_BREAK = late_pattern(r"\r\n|\r|\n")


class Fingerprints:
    """Makes fingerprints, each once: findings alike in everything are numbered in the order in which they come."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, ...], int] = {}
        #: What each fingerprint was made of, in the order in which they were asked for.
        self.made_of: list[tuple[str, ...]] = []
        self._lines: tuple[int, list[str]] = (0, [])

    def of(self, *parts: str) -> str:
        """The fingerprint of what the parts describe."""
        number = self._given.get(parts, 0)
        self._given[parts] = number + 1
        self.made_of.append(parts)
        text = json.dumps([*parts, number], ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]

    def of_diagnostic(self, dossier: Dossier, path: str, diagnostic: Diagnostic) -> str:
        """From the code, the file as others know it, the keys, and the words that are meant; never the line."""
        document = dossier.documents.get(diagnostic.location.path)
        data = None if document is None else document.data
        named = [*_named(data, diagnostic.keys)]
        return self.of(diagnostic.code, path, *named, self._words(dossier, diagnostic, data))

    def _words(self, dossier: Dossier, diagnostic: Diagnostic, data: Any) -> str:
        """What tells findings at the same keys apart.

        In a text the words that are meant; of a section, what the message names; the line where there are no keys.
        """
        place, keys = diagnostic.location, diagnostic.keys
        document = dossier.documents.get(place.path)
        if document is None:  # a table of returns: confidential, so the column is all that may be told
            return f"column {place.column}"
        if (place.line, place.column) == (place.end_line, place.end_column):  # the file as a whole
            return ""
        if keys and place in (dossier.locate(place.path, keys), dossier.locate(place.path, keys, on_key=True)):
            single = isinstance(_value(data, keys), (str, int, Decimal))
            return "" if single else "".join(_QUOTED.findall(diagnostic.message))
        if self._lines[0] != id(document):
            self._lines = (id(document), _BREAK.split(document.text))
        lines = self._lines[1]
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        return line[place.column - 1 : place.end_column - 1] if keys else line.strip()


def _named(data: Any, keys: KeyPath) -> Iterator[str]:
    """The keys with the entries of lists by their names: an entry before them does not change them."""
    for step in keys:
        if isinstance(step, int) and isinstance(data, list) and step < len(data):
            name = _name(data[step])
            yield f"[{name} {sum(_name(each) == name for each in data[:step])}]"
            data = data[step]
        else:
            yield str(step)
            data = data.get(step) if isinstance(data, dict) else None


def _value(data: Any, keys: KeyPath) -> Any:
    for step in keys:
        known = isinstance(step, int) and isinstance(data, list) and step < len(data)
        data = data[step] if known else data.get(step) if isinstance(data, dict) else None
    return data


def _name(entry: Any) -> str:
    if not isinstance(entry, dict):
        return "" if isinstance(entry, list) else str(entry)
    known = next((entry[key] for key in _NAMES if entry.get(key) is not None), None)
    if known is None:
        known = next((entry[key] for key in sorted(entry) if isinstance(entry[key], str)), "")
    return "" if isinstance(known, (dict, list)) else str(known)
