"""Models → pydantic's validators, built from the declarations of their fields.

pydantic's own way inspects the reader of every field anew, and prepares writing and JSON Schema, which reading does not
use: it took a seventh of `validate`. What is built here judges as pydantic's own does (tests/dossier/model/
test_validators.py); whoever asks a model itself, as the JSON Schemas do, gets pydantic's.
"""

from __future__ import annotations

from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, cast, get_args, get_origin

from pydantic import PlainValidator
from pydantic_core import SchemaValidator

from brandcluster.dossier.model.fields import Part

_M = TypeVar("_M", bound=Part)


def validated(part: type[_M], data: dict[str, Any]) -> _M:
    """The model that values by label make. Raises pydantic's ValidationError, as `part.model_validate` would."""
    return cast("_M", _validator(part).validate_python(data))


@cache
def _validator(part: type[Part]) -> SchemaValidator:
    return SchemaValidator(_of_part(part))


@cache
def _of_part(part: type[Part]) -> dict[str, Any]:
    """How a part is judged; made once for all the fields that hold it."""
    fields = {
        name: {
            "type": "model-field",
            "validation_alias": info.alias or name,
            "schema": _of_field(info.annotation, info.default_factory),
        }
        for name, info in part.model_fields.items()
    }
    config = {"extra_fields_behavior": "forbid", "strict": True}
    inner = {"type": "model-fields", "model_name": part.__name__, "fields": fields}
    return {"type": "model", "cls": part, "schema": inner, "config": config}


def _of_field(annotation: Any, default_factory: Any) -> dict[str, Any]:
    if default_factory is not None:
        return {"type": "default", "schema": _of_annotation(annotation), "default_factory": default_factory}
    return {"type": "default", "schema": _of_annotation(annotation), "default": None}


def _of_annotation(annotation: Any) -> dict[str, Any]:
    """The four kinds of answer, each of which may be left out: read by a function, a choice, a part, a list of these."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        read = next(each.func for each in annotation.__metadata__ if isinstance(each, PlainValidator))
        return {"type": "function-plain", "function": {"type": "no-info", "function": read}}
    if origin is Literal:
        return {"type": "literal", "expected": list(arguments)}
    if origin is list:
        return {"type": "list", "items_schema": _of_annotation(arguments[0])}
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return _of_part(annotation)
    if len(arguments) == 2 and arguments[1] is NoneType:
        return {"type": "nullable", "schema": _of_annotation(arguments[0])}
    raise TypeError(annotation)
