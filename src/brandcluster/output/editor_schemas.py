"""The schemas of a dossier's files as files that an editor reads."""

from __future__ import annotations

from brandcluster.dossier.schema import SCHEMA_FOLDER, all_schemas
from brandcluster.output.json_text import json_bytes


def schema_files(folder: str = SCHEMA_FOLDER) -> dict[str, bytes]:
    """Every schema by its path; without a folder named, where the files of a dossier look for it."""
    return {f"{folder}/{name}.json": json_bytes(schema) for name, schema in all_schemas().items()}
