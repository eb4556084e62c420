"""Documents as evidence: whether what a record names is there, and unchanged since a person judged on it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from brandcluster import folder
from brandcluster.dossier import Dossier

MAX_EVIDENCE = 200_000_000


def is_there(dossier: Dossier, named: str | None) -> bool:
    """Whether a document is named and stands inside the folder."""
    return named is not None and isinstance(folder.resolve(dossier.root, named), Path)


def has_changed(dossier: Dossier, named: str, digest: str) -> bool:
    """Whether a document's SHA-256 is another than the one recorded; an unreadable one counts as changed."""
    path = folder.resolve(dossier.root, named)
    if not isinstance(path, Path):
        return True
    known = digest.strip().lower().removeprefix("sha256:")
    try:
        if path.stat().st_size > MAX_EVIDENCE:
            return True
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() != known
    except OSError:
        return True
