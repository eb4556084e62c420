"""A dossier as it was in a commit.

Its files are copied from git's objects into a folder that is gone afterwards, so that all that reads a dossier reads
this one too; the working tree and the index are not touched. Of documents only what a hash is recorded of is copied,
of the others only that they were there. Returns of single enterprises stay where they are.
"""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from brandcluster.dossier.documents import document_paths
from brandcluster.dossier.files import ENTERPRISES_FOLDER, SEALED_FOLDER
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.formats.folder import MAX_BYTES
from brandcluster.formats.git import Blob, BlobUnreadable, Reader, stays_inside

#: YAML files and sealed files of one dossier; a real one has some dozens.
MAX_FILES = 5_000
#: A document that a hash is recorded of, and each file that was sealed.
MAX_DOCUMENT = 40_000_000
#: Bytes copied for one dossier at most.
MAX_TOTAL = 200_000_000
#: What a disk answers that is full, broken, or only read.
_DISK = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EIO, errno.EROFS)
SOURCES = (".yaml", ".yml")
_TOO_MUCH = "一份材料的文件太多或太大，不像申报材料，没有比较。"


@contextmanager
def read_snapshot(reader: Reader, files: Mapping[str, Blob]) -> Iterator[Dossier]:
    """The dossier that these files of a commit make (by their paths inside it). Raises gitio.Unreadable."""
    sources = sorted(path for path in files if is_source(path) and stays_inside(path))
    total = sum(_size(files[path], path) for path in sources)
    if len(sources) > MAX_FILES or total > MAX_TOTAL:
        raise BlobUnreadable(_TOO_MUCH)
    with tempfile.TemporaryDirectory(prefix="brandcluster-", ignore_cleanup_errors=True) as name:
        root = Path(name)
        for path in sources:
            _copy_source(reader, files[path], root, path)
        dossier = load_dossier(root)
        _copy_documents(reader, files, dossier, MAX_TOTAL - total)
        yield dossier


def is_source(path: str) -> bool:
    """Whether a file makes a dossier say what it says: its YAML, and all that was sealed of it.

    What is hidden belongs to git, the editor or CI.
    """
    if path.startswith(f"{SEALED_FOLDER}/"):
        return True
    is_hidden = path.startswith(".") or "/." in path
    return path.lower().endswith(SOURCES) and not path.startswith(f"{ENTERPRISES_FOLDER}/") and not is_hidden


def _limit(path: str) -> int:
    return MAX_DOCUMENT if path.startswith(f"{SEALED_FOLDER}/") else MAX_BYTES


def _size(blob: Blob, path: str) -> int:
    """How many bytes of a file will be copied."""
    return min(blob.size or 0, _limit(path))


def _copy_source(reader: Reader, blob: Blob, root: Path, path: str) -> None:
    """Copy a file; what is too large is too large here as well, a link is no regular file."""
    if blob.is_link:
        _make(root / path, None)
        return
    too_large = blob.size is not None and blob.size > _limit(path)
    _make(root / path, b" " * (MAX_BYTES + 1) if too_large else reader.read(blob))


def _make(target: Path, content: bytes | None) -> None:
    """A file, or without content a folder in its place. A name that this system cannot hold is left out; OSError where
    the disk can hold no more."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir() if content is None else target.write_bytes(content)
    except OSError as error:
        if error.errno in _DISK:
            raise
    except ValueError:
        return


def _copy_documents(reader: Reader, files: Mapping[str, Blob], dossier: Dossier, room: int) -> None:
    """The documents that the dossier names: whole where a judgement records their hash, else only that they are there.

    They are looked at when a verdict asks for them, so the dossier need not be read again.
    """
    judged_on = {
        basis.document
        for judgement in dossier.judgements.judgements
        for basis in judgement.bases
        if basis.digest is not None
    }
    named = {path for _, _, path in document_paths(dossier) if path is not None}
    for path in sorted((named | {each for each in judged_on if each is not None}) & files.keys()):
        blob = files[path]
        if not stays_inside(path) or blob.is_link or is_source(path):
            continue
        whole = path in judged_on and blob.size is not None and blob.size <= min(MAX_DOCUMENT, room)
        content = reader.read(blob) if whole else b""
        room -= len(content)
        _make(dossier.root / path, content)
