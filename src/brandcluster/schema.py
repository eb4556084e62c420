"""Models → JSON Schema (draft-07), for editors and for anyone who checks a dossier by other means.

A schema refuses what the model refuses, and requires what the form requires; what needs a calendar, another
field, or another file is left to `validate` (docs/schemas.md lists it).
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from brandcluster.dossier import FILES, pilot_files
from brandcluster.model.fields import Part
from brandcluster.model.pilot import Evaluation
from brandcluster.model.statistics import Statistics

DRAFT = "http://json-schema.org/draft-07/schema#"
#: A blank text is no answer, as null is.
_BLANK = {"type": "string", "pattern": r"^\s*$"}
_PRIVATE = ("required", "supplier", "clause", "example", "long", "title", "default")


def kinds() -> tuple[tuple[str, type[Part]], ...]:
    """Every file kind: its schema's name, its model."""
    return (
        *((PurePosixPath(path).stem, part) for path, _, part, _ in (*FILES, *pilot_files())),
        ("statistics", Statistics),
        ("evaluation", Evaluation),
    )


def json_schema(name: str, part: type[Part]) -> dict[str, Any]:
    """The draft-07 schema of one file kind."""
    raw = part.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions = {key: _object(value) for key, value in sorted(raw.pop("$defs", {}).items())}
    root = _object(raw)
    result: dict[str, Any] = {"$schema": DRAFT, "$id": f"brandcluster:{name}", "title": f"{name}.yaml", **root}
    if definitions:
        result["definitions"] = definitions
    return result


def all_schemas() -> dict[str, dict[str, Any]]:
    """The schemas of all file kinds by name."""
    return {name: json_schema(name, part) for name, part in kinds()}


def _object(raw: dict[str, Any]) -> dict[str, Any]:
    properties = raw.get("properties", {})
    required = [label for label, value in properties.items() if value.get("required")]
    found: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {label: _property(value) for label, value in properties.items()},
    }
    if required:
        found["required"] = required
    return found


def _property(raw: dict[str, Any]) -> dict[str, Any]:
    required = bool(raw.get("required"))
    example = raw.get("example")
    value = {key: part for key, part in raw.items() if key not in _PRIVATE}
    description = value.pop("description", None)
    choices = [choice for choice in value.pop("anyOf", [value]) if choice.get("type") != "null"]
    core = choices[0]
    if core.get("type") == "array":
        core = {**core, "minItems": 1} if required else core
    if not required:
        core = {"anyOf": [core, {"type": "null"}, _BLANK]}
    elif "$ref" in core:  # draft-07 ignores what stands beside $ref
        core = {"allOf": [core]}
    found = {"description": description, **core} if description else dict(core)
    if example is not None:
        found["examples"] = [example.strip('"')]
    return found
