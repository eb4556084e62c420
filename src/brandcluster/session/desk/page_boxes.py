"""The boxes of a page: what each 栏目 of a section is, what stands in it, and what may be said of it.

They are made from the models and from the data of the file as it was written, so that a wrong answer is shown as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import STATISTICS, FileKind, kind_of, statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY, Part, unit_of
from brandcluster.dossier.model.kinds import answer_kinds
from brandcluster.dossier.model.reading import Field, choices_at, fields_of
from brandcluster.dossier.schema import choices_of_label
from brandcluster.dossier.suppliers import for_offices, joined, suppliers_of, usual_suppliers
from brandcluster.notice.edition import cite_clause, clauses_of
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.session.desk.sections import FormSection
from brandcluster.session.editor.shared_names import DEFINED, NameKind, kind_at, labels_in, names_of

#: How a box is filled: a line, paragraphs, a number, a day, a month, one of a few, several of a few, names that stand
#: elsewhere, a document, lines of a plain list.
BoxKind = Literal["line", "text", "number", "day", "month", "choice", "choices", "name", "document", "lines"]
_KIND_OF_ANSWER: dict[str, BoxKind] = {
    "text": "line",
    "code": "line",
    "number": "number",
    "count": "number",
    "year": "number",
    "date": "day",
    "month": "month",
    "path": "document",
    "choice": "choice",
}
#: The labels under which a name stands that is given elsewhere.
_NAMED = frozenset(("产业", "主导产业", "项目", "阶段", "名称"))
#: What the program writes itself, and nobody fills in.
OWN_LABELS = frozenset(("格式", "摘要"))


class Box(NamedTuple):
    """One answer on a page. `value` is what stands there as it was written, `values` where it is a list; `odd` where
    something else stands there than a page can show, and the box only says so."""

    path: str
    keys: KeyPath
    label: str
    kind: BoxKind
    required: bool
    hint: str
    unit: str
    clause: str
    asked: str
    supplier: str
    choices: tuple[str, ...]
    value: str
    values: tuple[str, ...] = ()
    odd: bool = False
    example: str = ""

    @property
    def id(self) -> str:
        """A name of it for the page: the same as long as it stands at the same place."""
        return box_id(self.path, self.keys)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.value.strip() and not self.values and not self.odd


class BoxGroup(NamedTuple):
    """Boxes that belong together under one label."""

    path: str
    keys: KeyPath
    label: str
    required: bool
    hint: str
    clause: str
    asked: str
    supplier: str
    boxes: tuple[AnyBox, ...]

    @property
    def id(self) -> str:
        """As of a box."""
        return box_id(self.path, self.keys)


class BoxEntry(NamedTuple):
    """One entry of a repeated answer: its number from 0, what it is called, its boxes."""

    number: int
    name: str
    boxes: tuple[AnyBox, ...]


class BoxList(NamedTuple):
    """A repeated answer: entries that are added, removed and put in another order."""

    path: str
    keys: KeyPath
    label: str
    required: bool
    hint: str
    clause: str
    asked: str
    supplier: str
    entries: tuple[BoxEntry, ...]
    odd: bool = False

    @property
    def id(self) -> str:
        """As of a box."""
        return box_id(self.path, self.keys)


AnyBox = Box | BoxGroup | BoxList


def box_id(path: str, keys: KeyPath) -> str:
    """A short name of a place in a dossier, which stands for nothing outside a page."""
    return "b" + sha256(repr((path, keys)).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def section_path(dossier: Dossier, section: FormSection) -> str:
    """The file that a section is kept in: of the statistics those of the year that the form is about."""
    if section.file != STATISTICS.path:
        return section.file
    year = dossier.baseline_year
    if year is None:
        year = max(dossier.statistics, default=None)
    return section.file if year is None else statistics_path(year)


def boxes_of(dossier: Dossier, section: FormSection) -> tuple[AnyBox, ...]:
    """The boxes of a section, in its order."""
    path = section_path(dossier, section)
    kind = kind_of(path)
    if kind is None:
        return ()
    fields = fields_of(kind.model)
    page = _Page(dossier, path, kind, {}, {})
    shown = (label for label in section.labels if label not in OWN_LABELS)
    return tuple(_box(page, kind.model, fields[label], (label,), "") for label in shown)


def every_box(boxes: Sequence[AnyBox]) -> Iterator[Box]:
    """The answers of a page, those in groups and entries too, in its order."""
    for box in boxes:
        if isinstance(box, Box):
            yield box
        elif isinstance(box, BoxGroup):
            yield from every_box(box.boxes)
        else:
            for entry in box.entries:
                yield from every_box(entry.boxes)


def every_place(boxes: Sequence[AnyBox]) -> Iterator[AnyBox]:
    """The boxes of a page with the groups and lists around them, outer ones first."""
    for box in boxes:
        yield box
        if isinstance(box, BoxGroup):
            yield from every_place(box.boxes)
        elif isinstance(box, BoxList):
            for entry in box.entries:
                yield from every_place(entry.boxes)


# ---- one box -----------------------------------------------------------------------------------------------------


class _Page(NamedTuple):
    """What all boxes of a page ask, and what was worked out for one of them."""

    dossier: Dossier
    path: str
    kind: FileKind[Part]
    names: dict[str, list[str]]
    about: dict[tuple[str, ...], tuple[str, str, str]]


def raw_at(dossier: Dossier, path: str, keys: KeyPath) -> Any:
    """What stands at a place of a file as it was written; None where nothing does."""
    document = dossier.documents.get(path)
    value: Any = None if document is None else document.data
    for step in dossier.as_written(path, keys):
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _box(page: _Page, holder: type[Part], field: Field, keys: KeyPath, outer: str) -> AnyBox:
    """The box of a field; `outer` is the clause that stands at the box around it, and is not said twice."""
    raw = raw_at(page.dossier, page.path, keys)
    clause, asked, supplier = _about(page, field, keys)
    clause = "" if clause == outer else clause
    hint = for_offices(field.description) if field.description else ""
    around = clause or outer
    if field.part is None:
        return _answer(page, holder, field, keys, raw, clause, asked, supplier, hint)
    common = (page.path, keys, field.label, field.required, hint, clause, asked, supplier)
    if not field.is_list:
        return BoxGroup(*common, _boxes_below(page, field.part, keys, around))
    entries = raw if isinstance(raw, list) else []
    made = tuple(
        BoxEntry(number, _entry_name(entry), _boxes_below(page, field.part, (*keys, number), around))
        for number, entry in enumerate(entries)
    )
    return BoxList(*common, made, odd=raw not in (None, "") and not isinstance(raw, list))


def _boxes_below(page: _Page, part: type[Part], keys: KeyPath, outer: str) -> tuple[AnyBox, ...]:
    fields = (field for field in fields_of(part).values() if field.label not in OWN_LABELS)
    return tuple(_box(page, part, field, (*keys, field.label), outer) for field in fields)


def _about(page: _Page, field: Field, keys: KeyPath) -> tuple[str, str, str]:
    """The clause that asks for it, its words, and who has it."""
    labels = labels_in(keys)
    if labels in page.about:
        return page.about[labels]
    edition = edition_of(page.dossier)
    clause = clauses_of(edition).get(field.clause or "")
    words = "" if clause is None or not clause.known else clause.part or clause.text
    names = (
        suppliers_of(page.dossier.requests, page.kind.path, labels[0])
        if len(labels) == 1
        else usual_suppliers(page.kind.path, labels)
    )
    page.about[labels] = (cite_clause(edition, field.clause) or "", words, joined(names))
    return page.about[labels]


def _answer(
    page: _Page,
    holder: type[Part],
    field: Field,
    keys: KeyPath,
    raw: Any,
    clause: str,
    asked: str,
    supplier: str,
    hint: str,
) -> Box:
    kind = box_kind(page.dossier, page.path, holder, field, keys)
    choices = _choices(page, kind, field, keys)
    value, values, odd = _as_shown(raw, is_list=field.is_list)
    return Box(
        page.path,
        keys,
        field.label,
        kind,
        field.required,
        hint,
        unit_of(field.label) or "",
        clause,
        asked,
        supplier,
        choices,
        value,
        values,
        odd,
        (field.example or "").strip('"'),
    )


def box_kind(dossier: Dossier, path: str, holder: type[Part], field: Field, keys: KeyPath) -> BoxKind:
    """How an answer is filled in."""
    answer = answer_kinds(holder).get(field.label, "text")
    if field.is_list:
        return "choices" if answer == "choice" else "lines"
    if field.is_long:
        return "text"
    if answer == "text" and (field.label in choices_of_label() or _names_elsewhere(dossier, path, keys)):
        return "name"
    return _KIND_OF_ANSWER.get(answer, "line")


def _names_elsewhere(dossier: Dossier, path: str, keys: KeyPath) -> NameKind | None:
    """The kind of name that an answer is, where another file or list gives it."""
    labels = labels_in(keys)
    if (path, labels) in DEFINED.values() or labels[-1] not in _NAMED:
        return None
    return kind_at(dossier, path, keys)


def _choices(page: _Page, kind: BoxKind, field: Field, keys: KeyPath) -> tuple[str, ...]:
    if kind in ("choice", "choices"):
        return choices_at(page.kind.model, labels_in(keys))
    if kind != "name":
        return ()
    known = choices_of_label().get(field.label)
    if known:
        return known
    named = _names_elsewhere(page.dossier, page.path, keys)
    if named is None:
        return ()
    if named not in page.names:
        page.names[named] = _names(page, named)
    return tuple(page.names[named])


def _names(page: _Page, kind: NameKind) -> list[str]:
    if kind == "industry":
        return [*page.dossier.industry_names, *([OTHER_INDUSTRY] if page.path.startswith("statistics/") else [])]
    return names_of(page.dossier, kind)


def _as_shown(raw: Any, *, is_list: bool) -> tuple[str, tuple[str, ...], bool]:
    """What a box holds: a text, or the texts of a list; and whether something else stands there."""
    if raw is None or raw == "" or raw == []:
        return "", (), False
    if is_list:
        if not isinstance(raw, list) or any(isinstance(each, (list, dict)) for each in raw):
            return "", (), True
        return "", tuple(scalar_text(each) for each in raw if each is not None), False
    if isinstance(raw, (list, dict)):
        return "", (), True
    return scalar_text(raw), (), False


def scalar_text(value: Any) -> str:
    """A value of a file as a person reads it in a box."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value).rstrip("\n")


def _entry_name(entry: Any) -> str:
    """What an entry is called: the first text that stands in it."""
    values = entry.values() if isinstance(entry, dict) else ()
    found = next((each.strip() for each in values if isinstance(each, str) and each.strip()), "")
    return found.split("\n")[0][:40]
