"""The JSON Schemas: fresh, valid, and of one mind with the models."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cases import BASE, EXAMPLES

from brandcluster import schema, yamldoc
from brandcluster.dossier import FILES, statistics_path
from brandcluster.model import reading
from brandcluster.output.machine import dumps

COMMITTED = Path(__file__).resolve().parent.parent / "schemas"
KINDS = dict(schema.kinds())
FILE_KINDS = [*((path, Path(path).stem) for path, _, _, _ in FILES), (statistics_path(2013), "statistics")]


def stale(committed: Path) -> list[str]:
    """The names of schemas that are not what the models make."""
    fresh = {f"{name}.json": dumps(value) + "\n" for name, value in schema.all_schemas().items()}
    found = {path.name: path.read_text(encoding="utf-8") for path in committed.glob("*.json") if path.stem in KINDS}
    return sorted(name for name in fresh.keys() | found.keys() if fresh.get(name) != found.get(name))


def test_the_committed_schemas_are_fresh(tmp_path: Path) -> None:
    assert stale(COMMITTED) == []
    for path in COMMITTED.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    assert stale(tmp_path) == ["plan.json"]


@pytest.mark.parametrize("name", KINDS)
def test_each_schema_is_valid_draft_07(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(schema.json_schema(name, KINDS[name]))


def plain(value: Any) -> Any:
    """What a JSON Schema validator sees: decimals as numbers."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize(("path", "name"), FILE_KINDS)
@pytest.mark.parametrize("root", [BASE, EXAMPLES / "qingshiling"], ids=["base", "qingshiling"])
def test_the_good_dossiers_pass_both(root: Path, path: str, name: str) -> None:
    if not (root / path).exists():
        return
    data = yamldoc.read(path, (root / path).read_bytes()).data
    assert (
        list(
            jsonschema.Draft7Validator(json.loads(json.dumps(schema.json_schema(name, KINDS[name])))).iter_errors(
                plain(data)
            )
        )
        == []
    )
    assert reading.read(KINDS[name], data).problems == []
