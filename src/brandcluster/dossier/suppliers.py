"""Who supplies what: as the models declare it, or as a region's requests.yaml has it otherwise."""

from __future__ import annotations

from typing import NamedTuple

from brandcluster.dossier.files import FILES, STATISTICS, Parts
from brandcluster.dossier.model.reading import Field, fields_of

#: Nobody is written to for what the applicant has itself.
APPLICANT = "申报单位"
#: What the program knows or adds up itself.
_NOT_ASKED = ("年份", "同口径", "变动说明")
_OFFICE, _JOINED = "部门", "、"


class AskedField(NamedTuple):
    """A field that a supplier is asked for: its file, its label, what it asks, and the clause that wants it."""

    path: str
    label: str
    description: str
    clause: str | None


def supplier_of(parts: Parts, field: Field) -> str:
    """The supplier of a field as people call it; several are joined as the form joins them."""
    for each in parts.requests.suppliers:
        if each.name and field.label in {taken.label for taken in each.fields}:
            return each.name
    return field.supplier


def offices_in(supplier: str) -> list[str]:
    """The offices that a joined supplier means: 市场监管、应急管理部门 are two."""
    names = supplier.split(_JOINED)
    if not names[-1].endswith(_OFFICE):
        return names
    return [name if name.endswith(_OFFICE) else f"{name}{_OFFICE}" for name in names]


def asked_fields(parts: Parts) -> dict[str, list[AskedField]]:
    """What each supplier is asked for, in the order of the files; the applicant is none."""
    found: dict[str, list[AskedField]] = {}
    for kind in (*(each for each in FILES if each.required), STATISTICS):
        for field in fields_of(kind.model).values():
            for office in offices_in(supplier_of(parts, field)):
                if office != APPLICANT and field.label not in _NOT_ASKED:
                    asked = AskedField(kind.path, field.label, field.description, field.clause)
                    found.setdefault(office, []).append(asked)
    return found


def full_name(parts: Parts, supplier: str) -> str:
    """What stands on the letter: the office's own name where the region wrote it."""
    return next((each.office for each in parts.requests.suppliers if each.name == supplier and each.office), supplier)
