"""The JSON Schemas: fresh, valid, and of one mind with the models."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cases import BASE, EXAMPLES, ROOT

from brandcluster.dossier import schema
from brandcluster.dossier.files import ALL_KINDS, FILES, STATISTICS, statistics_path
from brandcluster.dossier.model import measures, reading
from brandcluster.dossier.model.fields import Part
from brandcluster.formats.yaml.document import read_document
from brandcluster.output.json_text import json_text

COMMITTED = ROOT / "schemas"
KINDS = {kind.name: kind.model for kind in ALL_KINDS}
FILE_KINDS = [*((kind.path, kind.name) for kind in FILES), (statistics_path(2013), STATISTICS.name)]


def stale(committed: Path) -> list[str]:
    """The names of schemas that are not what the models make."""
    fresh = {f"{name}.json": json_text(value) + "\n" for name, value in schema.all_schemas().items()}
    found = {path.name: path.read_text(encoding="utf-8") for path in committed.glob("*.json") if path.stem in KINDS}
    return sorted(name for name in fresh.keys() | found.keys() if fresh.get(name) != found.get(name))


@pytest.mark.part(1)
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
    data = read_document(path, (root / path).read_bytes()).data
    assert (
        list(
            jsonschema.Draft7Validator(json.loads(json.dumps(schema.json_schema(name, KINDS[name])))).iter_errors(
                plain(data)
            )
        )
        == []
    )
    assert reading.read_part(KINDS[name], data).problems == []


def all_parts() -> list[type[Part]]:
    """Every model of every file, each once."""
    found: dict[type[Part], None] = {}

    def walk(part: type[Part]) -> None:
        if part not in found:
            found[part] = None
            for field in reading.fields_of(part).values():
                if field.part is not None:
                    walk(field.part)

    for part in KINDS.values():
        walk(part)
    return list(found)


VALUES: tuple[Any, ...] = (
    None, "", " \n", 0, 12, -1, Decimal("1.5"), True, "12", "无", "2014-04-18", "2014-4-18", "2014-07", "2014.7",
    [], {}, ["x"], [{}], [12], [None], "evidence/a.pdf", "../a", "a\\b", "全年", ["经技区"], "符合",
)  # fmt: skip


def test_schema_and_model_refuse_the_same_of_every_field() -> None:
    for part in all_parts():
        made = json.loads(json.dumps(schema.json_schema("x", part)))
        validator = jsonschema.Draft7Validator(made)
        for label in made["properties"]:
            for value in VALUES:
                refused = any(
                    list(error.absolute_path)[:1] == [label] for error in validator.iter_errors({label: plain(value)})
                )
                blamed = any(each.keys[:1] == (label,) for each in reading.read_part(part, {label: value}).problems)
                assert refused == blamed, (part.__name__, label, value)


def test_only_the_calendar_is_beyond_a_schema() -> None:
    made = jsonschema.Draft7Validator(schema.json_schema("dossier", KINDS["dossier"]))
    wrong = {"申报日期": "2014-02-30"}
    assert not any("申报日期" in error.absolute_path for error in made.iter_errors(wrong))
    assert any(each.keys == ("申报日期",) for each in reading.read_part(KINDS["dossier"], wrong).problems)


def test_every_property_says_what_an_editor_shows() -> None:
    for part in all_parts():
        made = schema.json_schema("x", part)
        for field in reading.fields_of(part).values():
            shown = made["properties"][field.label]
            markdown = shown["markdownDescription"]
            assert shown["title"] == field.label
            assert markdown.startswith(field.description) and field.description == shown["description"]
            assert ("可不填" in markdown) == (not field.required)
            if field.label.endswith("（万元）"):
                assert "- 单位：万元" in markdown


def test_statistics_are_explained_as_in_measures() -> None:
    made = schema.json_schema("statistics", KINDS["statistics"])
    group = made["properties"]["产业"]["items"]["properties"]
    for column in (*measures.AMOUNTS, *measures.FLAGS):
        markdown = group[measures.total_label(column.name)]["markdownDescription"]
        assert (
            measures.definition_of(column.name) in markdown
            and column.population in markdown
            and column.source in markdown
        )
