"""A dossier as it was in a commit.

Its files are copied from git's objects into a folder that is gone afterwards, so that all that reads a dossier reads
this one too; the working tree and the index are not touched. Of documents only what a hash is recorded of is copied,
of the others only that they were there. Returns of single enterprises stay where they are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from brandcluster import gitio
from brandcluster.dossier import JUDGEMENTS, Dossier, load
from brandcluster.folder import MAX_BYTES

#: Files of one dossier beyond this are not looked at.
MAX_FILES = 5_000
#: A document that a hash is recorded of, and all that was sealed.
MAX_DOCUMENT = 40_000_000
#: Bytes copied for one dossier at most.
MAX_TOTAL = 200_000_000
SEALED = "sealed/"
RETURNS = "enterprises/"
SOURCES = (".yaml", ".yml")


@contextmanager
def snapshot(reader: gitio.Reader, files: Mapping[str, gitio.Blob]) -> Iterator[Dossier]:
    """The dossier that these files of a commit make (by their paths inside it)."""
    with tempfile.TemporaryDirectory(prefix="brandcluster-", ignore_cleanup_errors=True) as name:
        root = Path(name)
        left = MAX_TOTAL
        for path in sorted(files)[:MAX_FILES]:
            if path.startswith(RETURNS) or not gitio.inside(path):
                continue
            left -= _copy(reader, files[path], root / path, _limit(path, left))
        dossier = load(root)
        _copy_judged_on(reader, files, dossier, left)
        yield dossier


def is_source(path: str) -> bool:
    """Whether a change of this file can change what a dossier says: its YAML, and what was sealed of it."""
    return path.lower().endswith(SOURCES) and "/files/" not in path


def _limit(path: str, left: int) -> int:
    """How much of a file is copied at most; 0 for one that need only be there."""
    if path.startswith(SEALED):
        return min(MAX_DOCUMENT, left)
    return min(MAX_BYTES + 1, left) if path.lower().endswith(SOURCES) else 0


def _copy(reader: gitio.Reader, blob: gitio.Blob, target: Path, limit: int) -> int:
    """Copy a blob of at most that size, else leave an empty file (too large a source stays too large); bytes written."""
    content = b""
    if 0 < blob.size <= limit:
        found = reader.read(blob)
        if found is None:
            return 0
        content = found
    elif limit == MAX_BYTES + 1:
        content = b" " * limit
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except (OSError, ValueError):
        # A name that this system cannot hold: for what reads the dossier the file is missing.
        return 0
    return len(content)


def _copy_judged_on(reader: gitio.Reader, files: Mapping[str, gitio.Blob], dossier: Dossier, left: int) -> None:
    """Copy the documents that judgements name with a hash; they are read when a verdict asks for them."""
    if dossier.judgements is None or JUDGEMENTS not in files:
        return
    named = {
        basis.document
        for judgement in dossier.judgements.judgements
        for basis in judgement.bases
        if basis.document is not None and basis.digest is not None
    }
    for path in sorted(named & files.keys()):
        if gitio.inside(path) and files[path].size <= min(MAX_DOCUMENT, left):
            left -= _copy(reader, files[path], dossier.root / path, MAX_DOCUMENT)
