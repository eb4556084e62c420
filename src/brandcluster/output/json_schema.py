"""The JSON Schema (draft-07) of a JSON output, from the TypedDict that its maker returns."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

from brandcluster.base.site import address_of
from brandcluster.output.json_types import Keyword

_SIMPLE: Mapping[Any, str] = {str: "string", int: "integer", bool: "boolean", type(None): "null"}


def schema_name(output: type) -> str:
    """`brandcluster.<name>/1`, which the output says of itself under `schema`."""
    return str(get_args(get_type_hints(output)["schema"])[0])


def schema_of(output: type) -> dict[str, Any]:
    """The schema of an output; each TypedDict below it is a definition of its own. TypeError for a type that is no
    JSON."""
    definitions: dict[str, Any] = {}
    name = schema_name(output)
    file = f"{name.removeprefix('brandcluster.').partition('/')[0]}.json"
    address = address_of(f"schemas/output/{file}") or name
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "$id": address, "title": name}
    whole = _object(output, definitions)
    return {**head, **whole, **({"definitions": definitions} if definitions else {})}


def _object(output: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(output, include_extras=True)
    required = [key for key, hint in hints.items() if get_origin(hint) is not NotRequired]
    properties = {key: _schema(hint, definitions) for key, hint in hints.items()}
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Any:
        return {}
    if hint in _SIMPLE:
        return {"type": _SIMPLE[hint]}
    if origin is Annotated:
        return _annotated(_schema(arguments[0], definitions), hint.__metadata__)
    if origin is NotRequired:
        return _schema(arguments[0], definitions)
    if origin is Literal:
        return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return _union(arguments, definitions)
    if origin is list:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if not hasattr(hint, "__required_keys__"):
        raise TypeError(f"no JSON: {hint}")
    return _reference(hint, definitions)


def _annotated(schema: dict[str, Any], metadata: tuple[str | Keyword, ...]) -> dict[str, Any]:
    """A schema with a description and other keywords; what stands further out replaces what stands further in."""
    more = dict(("description", each) if isinstance(each, str) else each for each in metadata)
    return {**schema, **more}


def _union(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    if all(each in (str, int) for each in arguments):
        return {"type": [_SIMPLE[each] for each in arguments]}
    return {"anyOf": [_schema(each, definitions) for each in arguments]}


def _reference(output: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """A definition by the name of its class: `_FileReport` is `file_report`."""
    name = re.sub(r"(?<=.)(?=[A-Z])", "_", output.__name__.strip("_").removesuffix("Json")).lower()
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(output, definitions)
    return {"$ref": f"#/definitions/{name}"}
