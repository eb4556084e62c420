"""What an import would do to a dossier, gathered value by value: each compared with what stands there.

A value that already prints what the form says stays as it is, its `{{ … }}` and its unprinted digits included; a
person's other words stay unless told otherwise. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier import references
from brandcluster.dossier.editing.new_files import new_dossier_files
from brandcluster.dossier.load import Dossier
from brandcluster.formats.yaml.document import read_document
from brandcluster.notice import edition
from brandcluster.papers import markdown
from brandcluster.papers.content import Answer, inline_text
from brandcluster.papers.labels.read_form import ReadAnswer
from brandcluster.papers.office_words import paragraphs_of

#: 新填: was empty. 一致: prints the same. 不同: a person wrote something else. 核对: a computed figure that agrees.
#: 不符: one that does not. 空白: nothing on the form, though the dossier has it.
Status = Literal["新填", "一致", "不同", "核对", "不符", "空白"]


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One value: where the document says it, where the dossier keeps it, and how they compare."""

    status: Status
    label: str
    where: str
    path: str | None
    keys: KeyPath
    text: str
    old: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person must look at, with its place in the document."""

    label: str
    where: str
    message: str


@dataclass(slots=True)
class Import:
    """All that the forms say, and the values that writing would set, by file."""

    items: list[ImportItem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    missing: list[Doubt] = field(default_factory=list)
    twice: list[Doubt] = field(default_factory=list)
    changes: dict[str, dict[KeyPath, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class ImportWork:
    """An import while it runs: the dossier, what it prints today, and the result so far."""

    dossier: Dossier
    known: Mapping[str, Answer]
    overwrite: bool
    result: Import = field(default_factory=Import)
    industries: list[str] = field(default_factory=list)
    industry_source: ReadAnswer | None = None
    base: CurrentFiles = field(init=False)
    used: dict[tuple[str, KeyPath], set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = CurrentFiles(self.dossier)


@dataclass(slots=True)
class CurrentFiles:
    """The files as they are, and for those that are not there what `init` would write."""

    dossier: Dossier
    new: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)

    def text(self, path: str) -> str:
        """The text of a file, or what `init` would write for it; empty when it is no file of a new dossier."""
        document = self.dossier.documents.get(path)
        if document is not None and document.text.strip():
            return document.text
        if not self.new:
            default = edition.default_edition()
            self.new = new_dossier_files(default, edition.about_edition(default).since.year - 1)
        return self.new.get(path, "")

    def at(self, path: str, keys: KeyPath) -> Any:
        """The value at a path of a file; None where there is none."""
        if path not in self.data:
            self.data[path] = read_document(path, self.text(path).encode("utf-8")).data
        found = self.data[path]
        for step in keys:
            if isinstance(found, dict) and isinstance(step, str):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found


def add_doubt(work: ImportWork, found: ReadAnswer, message: str) -> None:
    """Add something that a person must look at, at the place of an answer."""
    work.result.doubts.append(Doubt(found.place.label, found.where, message))


def add_item(work: ImportWork, found: ReadAnswer, status: Status, text: str, old: str = "") -> None:
    """Record how an answer compares where no single value of a file is behind it."""
    work.result.items.append(ImportItem(status, found.place.label, found.where, None, (), text, old))


# ---- one value -----------------------------------------------------------------------------------------------


def propose_value(
    work: ImportWork, path: str, keys: KeyPath, value: Any, found: ReadAnswer | None, same: Callable[[Any], bool]
) -> None:
    """Propose a value for a place; `same` tells whether what stands there prints as the form does."""
    old = work.base.at(path, keys)
    label = found.place.label if found is not None else str(keys[-1])
    where = found.where if found is not None else ""
    status: Status = "新填" if is_blank(old) else "一致" if same(old) else "不同"
    work.result.items.append(ImportItem(status, label, where, path, keys, show_value(value), show_value(old)))
    if status == "新填" or (status == "不同" and work.overwrite):
        work.result.changes.setdefault(path, {})[keys] = value


def is_blank(value: Any) -> bool:
    """Whether a value answers nothing: no text, and nothing but such values inside it."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(is_blank(item) for item in value.values())
    if isinstance(value, list):
        return all(is_blank(item) for item in value)
    return value is None


def show_value(value: Any) -> str:
    """A value on one line, for a person to compare."""
    if isinstance(value, dict):
        return "；".join(f"{key} {show_value(item)}" for key, item in value.items() if not is_blank(item))
    if isinstance(value, list):
        return "／".join(show_value(item) for item in value)
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def propose_line(work: ImportWork, path: str, keys: KeyPath, value: str, found: ReadAnswer | None) -> None:
    """Propose a text of one line; an empty one is not proposed."""

    def same(old: Any) -> bool:
        return references.expand_text(str(old), work.dossier).strip() == value

    if value:
        propose_value(work, path, keys, value, found, same)


def propose_text(work: ImportWork, path: str, keys: KeyPath, value: str, found: ReadAnswer) -> None:
    """Propose a text of paragraphs. Lines that print the same keep the references they are written with."""
    if not value:
        return
    old = work.base.at(path, keys)
    written = _as_printed(work, old) if isinstance(old, str) else ""
    new = _with_references(work, old, value) if isinstance(old, str) and "{{" in old else value
    if isinstance(old, str) and "{{" in old and written != value and old.count("{{") > new.count("{{"):
        message = "原文里的引用 {{ … }} 与表上的字不同；覆盖以后成为固定的文字。"
        add_doubt(work, found, message)
    propose_value(work, path, keys, new, found, lambda _: written == value)


def _as_printed(work: ImportWork, text: str) -> str:
    return markdown.write_blocks(paragraphs_of(work.dossier, text), inline_text)


def _with_references(work: ImportWork, old: str, value: str) -> str:
    sources = {_as_printed(work, line): line.strip() for line in old.splitlines() if line.strip()}
    return "\n".join(sources.get(line, line) for line in value.split("\n"))


def propose_plain(work: ImportWork, path: str, keys: KeyPath, value: Any, found: ReadAnswer) -> None:
    """Propose a value that is not a text: a number, a day, a list of entries."""
    if value not in (None, "", []):
        propose_value(work, path, keys, value, found, lambda old: comparable(old) == comparable(value))


def comparable(value: Any) -> Any:
    """A value as two values are compared: without empty parts, numbers as exact fractions, text without a full stop at its end."""
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items() if not is_blank(item)}
    if isinstance(value, list):
        return [comparable(item) for item in value if not is_blank(item)]
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Fraction(value)
    return value.strip().rstrip("。；") if isinstance(value, str) else value


def find_entry(work: ImportWork, path: str, keys: KeyPath, key: str, name: str | None) -> KeyPath:
    """The path of the entry of this name, else of the first that holds no more than a name, else of a new one."""
    entries = work.base.at(path, keys)
    entries = entries if isinstance(entries, list) else []
    used = work.used.setdefault((path, keys), set())
    rows = [entry if isinstance(entry, dict) else {} for entry in entries]
    matching = [index for index, entry in enumerate(rows) if index not in used and name and entry.get(key) == name]
    if not matching and name is None and len(rows) == 1 and 0 not in used:
        matching = [0]
    empty = [
        index
        for index, entry in enumerate(rows)
        if index not in used and is_blank({label: value for label, value in entry.items() if label != key})
    ]
    beyond = max([len(rows) - 1, *used]) + 1
    index = matching[0] if matching else empty[0] if empty else beyond
    used.add(index)
    return (*keys, index)


def shorten(text: str) -> str:
    """A text as messages quote it: on one line, 40 characters at most."""
    line = text.replace("\n", "⏎")
    return line if len(line) <= 40 else line[:40] + "…"
