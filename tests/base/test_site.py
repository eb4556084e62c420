"""One setting makes every address of the documentation; without it nothing points anywhere."""

from __future__ import annotations

import json

import pytest
from build_output_schemas import OUTPUTS
from cases import EXAMPLES, ROOT

from brandcluster.base import site
from brandcluster.cli.start import start
from brandcluster.dossier.schema import all_schemas
from brandcluster.output.json_schema import schema_of

PLACE = "https://docs.example/brandcluster"


def rules(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    for command in (("validate",), ("thresholds", "--date", "2016-07-01")):
        start([*command, str(EXAMPLES / "incomplete"), "--format", "sarif"])
    outputs = capsys.readouterr().out.split("\n}\n")
    logs = [json.loads(f"{each}\n}}") for each in outputs if each.strip()]
    return [rule for log in logs for rule in log["runs"][0]["tool"]["driver"]["rules"]]


def test_without_an_address_nothing_points_anywhere(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "SITE", "")
    assert not any("helpUri" in each for each in rules(capsys))
    ids = [each["$id"] for each in (*all_schemas().values(), *map(schema_of, OUTPUTS))]
    assert all(each.startswith("brandcluster") for each in ids) and len(set(ids)) == len(ids)


def test_with_one_every_code_and_schema_has_its_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "SITE", PLACE)
    found = rules(capsys)
    assert len(found) > 30
    for each in found:
        place = str(each["helpUri"]).removeprefix(f"{PLACE}/").rstrip("/")
        assert place in (f"rules/{each['id']}", "notice") and (ROOT / "docs" / f"{place}.md").is_file(), each
    for name, schema in all_schemas().items():
        assert schema["$id"] == f"{PLACE}/schemas/{name}.json"
    for output in OUTPUTS:
        place = schema_of(output)["$id"].removeprefix(f"{PLACE}/")
        assert (ROOT / place).is_file(), place
