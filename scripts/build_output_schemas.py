"""Write schemas/output/: the JSON Schema of every `--format json`, from the types beside the makers.

    python scripts/build_output_schemas.py [-o DIR]

A new JSON output is a line in OUTPUTS. Schemas of outputs that are no more are removed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from brandcluster.output.commands.aggregate import AggregateJson
from brandcluster.output.commands.diff import DiffJson
from brandcluster.output.commands.duplicates import DuplicatesJson
from brandcluster.output.commands.evaluate import EvaluateJson
from brandcluster.output.commands.explain import ExplainJson
from brandcluster.output.commands.imports import ImportJson
from brandcluster.output.commands.indicators import IndicatorsJson
from brandcluster.output.commands.seal import SealListJson, SealVerifyJson
from brandcluster.output.commands.sheet_changes import SheetJson
from brandcluster.output.commands.status import StatusJson
from brandcluster.output.commands.validate_json import ValidateJson
from brandcluster.output.commands.verdicts import EligibilityJson, ThresholdsJson
from brandcluster.output.desk.json import ReviewJson
from brandcluster.output.json_schema import schema_name, schema_of
from brandcluster.output.json_text import json_text

FOLDER = Path(__file__).resolve().parent.parent / "schemas" / "output"
OUTPUTS: tuple[type, ...] = (
    AggregateJson,
    DiffJson,
    DuplicatesJson,
    EligibilityJson,
    EvaluateJson,
    ExplainJson,
    ImportJson,
    IndicatorsJson,
    ReviewJson,
    SealListJson,
    SealVerifyJson,
    SheetJson,
    StatusJson,
    ThresholdsJson,
    ValidateJson,
)


def output_schemas() -> dict[str, str]:
    """The text of every schema by its file name: `brandcluster.diff/1` is diff.json."""
    return {f"{_file_stem(each)}.json": f"{json_text(schema_of(each))}\n" for each in OUTPUTS}


def _file_stem(output: type) -> str:
    return schema_name(output).removeprefix("brandcluster.").partition("/")[0]


def stale_schemas(folder: Path) -> list[str]:
    """The names of schemas in a folder that are missing, of nothing any more, or not what the types say."""
    fresh = {name: text.encode() for name, text in output_schemas().items()}
    found = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    return sorted(name for name in fresh.keys() | found.keys() if fresh.get(name) != found.get(name))


def main() -> None:
    """Write the schemas."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=FOLDER)
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    fresh = output_schemas()
    for name in stale_schemas(folder):
        if name in fresh:
            (folder / name).write_text(fresh[name], encoding="utf-8", newline="\n")
        else:
            (folder / name).unlink()


if __name__ == "__main__":
    main()
