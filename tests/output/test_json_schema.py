"""The schemas of the JSON outputs: made from the types beside the makers, and committed as they are made."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, NotRequired, TypedDict

import jsonschema
import pytest
from cases import HERE

from brandcluster.output.json_schema import schema_of
from brandcluster.output.json_types import Count, DayText

ROOT = HERE.parent
COMMITTED = ROOT / "schemas" / "output"
sys.path.insert(0, str(ROOT / "scripts"))

from build_output_schemas import output_schemas, stale_schemas  # noqa: E402  # found by the path above


class _Inner(TypedDict):
    days: Count
    more: NotRequired[list[str | int]]


class _Output(TypedDict):
    schema: Literal["brandcluster.some/1"]
    when: Annotated[DayText | None, "哪一天"]
    inner: _Inner | None
    others: dict[str, _Inner]
    good: bool


GOOD: dict[str, Any] = {
    "schema": "brandcluster.some/1",
    "when": "2014-04-20",
    "inner": {"days": 1},
    "others": {"a": {"days": 0, "more": ["x", 2]}},
    "good": True,
}


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({}, True),
        ({"when": None, "inner": None, "others": {}}, True),
        ({"schema": "brandcluster.other/1"}, False),
        ({"when": "2014-4-20"}, False),
        ({"inner": {"days": -1}}, False),
        ({"inner": {"days": "1"}}, False),
        ({"inner": {}}, False),
        ({"inner": {"days": 1, "other": 1}}, False),
        ({"inner": {"days": 1, "more": [1.5]}}, False),
        ({"others": {"a": None}}, False),
        ({"more": 1}, False),
    ],
)
def test_a_type_becomes_a_schema(change: dict[str, Any], fits: bool) -> None:
    schema = schema_of(_Output)
    jsonschema.Draft7Validator.check_schema(schema)
    assert jsonschema.Draft7Validator(schema).is_valid({**GOOD, **change}) is fits


def test_descriptions_stand_in_the_schema() -> None:
    schema = schema_of(_Output)
    assert schema["properties"]["when"]["description"] == "哪一天"
    assert list(schema["definitions"]) == ["inner"]


def test_what_is_no_json_is_refused() -> None:
    class Wrong(TypedDict):
        schema: Literal["brandcluster.wrong/1"]
        path: Path

    with pytest.raises(TypeError, match="no JSON"):
        schema_of(Wrong)


def test_the_committed_schemas_are_fresh(tmp_path: Path) -> None:
    """And the freshness test notices a change, a schema that is missing, and one of nothing."""
    assert stale_schemas(COMMITTED) == []
    copy = tmp_path / "output"
    shutil.copytree(COMMITTED, copy)
    (copy / "diff.json").write_text(json.dumps({}), encoding="utf-8")
    (copy / "status.json").unlink()
    (copy / "gone.json").write_text("{}", encoding="utf-8")
    assert stale_schemas(copy) == ["diff.json", "gone.json", "status.json"]
    assert len(output_schemas()) == len(list(COMMITTED.glob("*.json")))
