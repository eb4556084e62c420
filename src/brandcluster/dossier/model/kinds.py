"""What kind of answer a field holds, told from its declaration."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import PlainValidator

from brandcluster.dossier.model import fields
from brandcluster.dossier.model.fields import Part

Kind = Literal["text", "code", "number", "count", "year", "date", "month", "path", "choice"]

_READERS: dict[Any, Kind] = {
    fields.read_text: "text",
    fields.read_code: "code",
    fields.read_number: "number",
    fields.read_count: "count",
    fields.read_year: "year",
    fields.read_date: "date",
    fields.read_month: "month",
    fields.read_path: "path",
}


@cache
def answer_kinds(part: type[Part]) -> dict[str, Kind]:
    """The kinds of a model's own answers by label: of the value, or of each item of a list."""
    found: dict[str, Kind] = {}
    for name, info in part.model_fields.items():
        kind = next(_kinds((info.annotation, *info.metadata)), None)
        if kind is not None:
            found[info.alias or name] = kind
    return found


def _kinds(annotations: tuple[Any, ...]) -> Iterator[Kind]:
    for each in annotations:
        if isinstance(each, PlainValidator) and each.func in _READERS:
            yield _READERS[each.func]
        elif get_origin(each) is Literal:
            yield "choice"
        else:
            yield from _kinds((*get_args(each), *getattr(each, "__metadata__", ())))
