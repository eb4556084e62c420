"""Where the text of a clause stands among the program's own files: what an editor opens for who asks for the clause."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from brandcluster.base import resources
from brandcluster.formats.yaml.document import read_document


def clause_place(edition: str, clause: str | None) -> tuple[Path, int] | None:
    """The file that has the words of a clause, and the line (from 1) where it begins; None where there is none."""
    line = _lines(edition).get(clause or "")
    return None if line is None else (_path(edition), line)


def _path(edition: str) -> Path:
    return resources.package_path("brandcluster.notice").joinpath("editions", edition, "clauses.yaml")


@cache
def _lines(edition: str) -> dict[str, int]:
    content = resources.package_bytes("brandcluster.notice", "editions", edition, "clauses.yaml")
    document = read_document("clauses.yaml", content)
    return {each["id"]: document.locate((number,)).line for number, each in enumerate(document.data)}
