"""Documents as evidence: whether what a record names is there, and unchanged since a person judged on it."""

from __future__ import annotations

from pathlib import Path

from brandcluster.dossier.load import Dossier

MAX_EVIDENCE = 200_000_000


def is_there(dossier: Dossier, named: str | None) -> bool:
    """Whether a document is named and stands inside the folder."""
    return named is not None and isinstance(dossier.files.resolve(named), Path)


def has_changed(dossier: Dossier, named: str, digest: str) -> bool:
    """Whether a document's SHA-256 is another than the one recorded; an unreadable one counts as changed."""
    return digest_of(dossier, named) != digest.strip().lower().removeprefix("sha256:")


def digest_of(dossier: Dossier, named: str) -> str | None:
    """The SHA-256 of a document inside the folder; None where it is not there, too large, or cannot be read."""
    return dossier.files.digest(named, MAX_EVIDENCE)
