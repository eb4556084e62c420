"""Who supplies what: as suppliers.yaml has it, or as a region's requests.yaml has it otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.resources import package_bytes
from brandcluster.dossier.files import FILES, RECOMMENDATION, STATISTICS, Parts
from brandcluster.dossier.model.reading import fields_of
from brandcluster.formats.yaml.document import read_document

if TYPE_CHECKING:
    from brandcluster.dossier.model.requests import Requests

#: Nobody is written to for what the applicant has itself.
APPLICANT = "申报单位"
#: What the program knows or adds up itself.
_NOT_ASKED = ("年份", "同口径", "变动说明")
#: Words of those who edit the files.
_OF_FILES = re.compile(r"[a-z]+\.yaml|evidence/|\[\]|程序|留空|算出")
_OFFICE, _BELOW = "部门", "*"


class AskedField(NamedTuple):
    """A field that a supplier is asked for: its file, its label, what it asks, and the clause that wants it."""

    path: str
    label: str
    description: str
    clause: str | None


@cache
def usual_table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What suppliers.yaml says: by file and key, the offices."""
    data = read_document("suppliers.yaml", package_bytes("brandcluster.dossier", "suppliers.yaml")).data
    return {path: {key: tuple(names) for key, names in keys.items()} for path, keys in data.items()}


def usual_suppliers(path: str, keys: Sequence[str]) -> tuple[str, ...]:
    """Who usually supplies a field of a kind of file (`statistics/*.yaml`), by the labels that lead to it."""
    known = usual_table().get(path, {})
    exact = known.get("/".join(keys))
    if exact is not None:
        return exact
    above = ("/".join((*keys[:depth], _BELOW)) for depth in range(len(keys) - 1, -1, -1))
    return next((known[each] for each in above if each in known), (APPLICANT,))


def suppliers_of(requests: Requests | None, path: str, label: str) -> tuple[str, ...]:
    """Who supplies an answer in a region, by its requests.yaml: `path` as in the table of file kinds, `label` that of
    the file's key."""
    own = tuple(
        each.name
        for each in (requests.suppliers if requests is not None else ())
        if each.name and label in {taken.label for taken in each.fields}
    )
    return tuple(dict.fromkeys(own)) or usual_suppliers(path, (label,))


def suppliable() -> list[str]:
    """The labels that a region may give to another office: the keys of the files, each once."""
    kinds = (*(each for each in FILES if each.required), STATISTICS)
    return list(dict.fromkeys(label for kind in kinds for label in fields_of(kind.model)))


def joined(names: Sequence[str]) -> str:
    """Several offices as people write them: 市场监管、应急管理部门."""
    if len(names) > 1 and all(name.endswith(_OFFICE) for name in names):
        return "、".join(name.removesuffix(_OFFICE) for name in names) + _OFFICE
    return "、".join(names)


def asked_fields(parts: Parts) -> dict[str, list[AskedField]]:
    """What each supplier is asked for, in the order of the files; the applicant is none. Opinions and consents are
    written on the recommendation form itself, and no letter asks for them."""
    found: dict[str, list[AskedField]] = {}
    for kind in (*(each for each in FILES if each.required and each.path != RECOMMENDATION), STATISTICS):
        for field in fields_of(kind.model).values():
            if field.label in _NOT_ASKED:
                continue
            asked = AskedField(kind.path, field.label, field.description, field.clause)
            for office in suppliers_of(parts.requests, kind.path, field.label):
                if office != APPLICANT:
                    found.setdefault(office, []).append(asked)
    return found


def for_offices(text: str) -> str:
    """What a field asks, without what only those who edit the files need: their names, and how a list is written."""
    sentences = [_plain(each) for each in re.findall(r"[^。；]+[。；]?", text)]
    return "".join(each for each in sentences if each).removesuffix("；").removesuffix("。") + "。"


def _plain(sentence: str) -> str:
    kept = [each for each in sentence.rstrip("。；").split("，") if not _OF_FILES.search(each)]
    return "，".join(kept) + sentence[len(sentence.rstrip("。；")) :] if kept else ""


def full_name(parts: Parts, supplier: str) -> str:
    """What stands on the letter: the office's own name where the region wrote it."""
    return next((each.office for each in parts.requests.suppliers if each.name == supplier and each.office), supplier)
