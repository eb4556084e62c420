"""The file that `handover` writes and takes in: what one folder changed against a state that both had.

JSON, so that every character arrives as it was. It holds the files that changed as they were and as they are, which is
all that a merge needs; who and why are what the sender wrote, and nobody has checked them. Documents do not travel:
their hashes do, and what is missing is said. A file from outside is taken apart strictly: what is not known is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from brandcluster.base.visible import visible
from brandcluster.dossier.editing.conflict_marks import find_clashes
from brandcluster.dossier.files import kind_of
from brandcluster.formats.folder import MAX_BYTES, why_no_name
from brandcluster.formats.git import stays_inside

SCHEMA = "brandcluster.handover/1"
#: Sizes of a file, as far as it is read: bytes, changed files, documents, characters of a name and of a reason.
MOST_BYTES, MOST_FILES, MOST_DOCUMENTS, LONGEST_NAME, LONGEST_WHY = 20_000_000, 200, 2_000, 40, 500
_YEAR = re.compile(r"[0-9]{4}\.yaml\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_KEYS = {"schema", "region", "by", "why", "against", "files", "documents"}


class HandedFile(NamedTuple):
    """A changed file: its path, its text before and after; None where it was not there."""

    path: str
    before: str | None
    after: str | None


class Handover(NamedTuple):
    """What is handed over; `against` is what it was compared with, `documents` are hashes by path."""

    region: str
    by: str
    why: str
    against: str
    files: tuple[HandedFile, ...]
    documents: Mapping[str, str]


def handover_text(handover: Handover) -> str:
    """The file's text: the same for the same changes."""
    made = {
        "schema": SCHEMA,
        "region": handover.region,
        "by": handover.by,
        "why": handover.why,
        "against": handover.against,
        "files": [each._asdict() for each in handover.files],
        "documents": [{"path": path, "sha256": digest} for path, digest in sorted(handover.documents.items())],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def read_handover(content: bytes) -> Handover | str:
    """What a file hands over; or in words why it is not taken."""
    if len(content) > MOST_BYTES:
        return f"超过 {MOST_BYTES // 1_000_000} MB，不像交接文件"
    try:
        found = json.loads(content.decode("utf-8"), object_pairs_hook=_once)
        return _handover(found)
    except _NotTaken as refused:
        return str(refused)
    except (ValueError, RecursionError):
        return "不是交接文件，或者传坏了、被改过格式。请对方重新发一次 brandcluster handover form 生成的文件"


class _NotTaken(Exception):
    """Why a file is not taken; stays in this module."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotTaken("同一项写了两次，不收")
    return found


def _keys(found: Any, wanted: set[str]) -> dict[str, Any]:
    """A mapping with exactly these keys."""
    if not isinstance(found, dict) or found.keys() - wanted:
        strange = "、".join(visible(str(key)[:30]) for key in list(found)[:3]) if isinstance(found, dict) else ""
        raise _NotTaken(f"里面有不认识的内容{f'（{strange}）' if strange else ''}，不收。可能是更新的程序生成的")
    if wanted - found.keys():
        raise _NotTaken("内容不全，不收。请对方重新发一次")
    return found


def _string(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise _NotTaken("有一项不是文字，或者太长，不收")
    value.encode("utf-8")  # half characters are a ValueError
    return value


def _items(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise _NotTaken(f"有一项不是清单，或者超过 {most} 条，不收")
    return value


def _handover(found: Any) -> Handover:
    if isinstance(found, dict) and isinstance(found.get("schema"), str) and found["schema"] != SCHEMA:
        raise _NotTaken(f"是“{visible(found['schema'][:40])}”格式的，不收；这一版程序收 {SCHEMA}")
    top = _keys(found, _KEYS)
    files = [_file(each) for each in _items(top["files"], MOST_FILES)]
    if len({each.path for each in files}) != len(files):
        raise _NotTaken("同一个文件写了两次，不收")
    documents = {}
    for each in _items(top["documents"], MOST_DOCUMENTS):
        entry = _keys(each, {"path", "sha256"})
        path, digest = _string(entry["path"], 300), _string(entry["sha256"], 64)
        if not _DIGEST.match(digest):
            raise _NotTaken("证明文件的校验码不对，不收")
        documents[path] = digest
    words = [_string(top[key], LONGEST_WHY) for key in ("region", "by", "why", "against")]
    region, by, why, against = (" ".join(each.split()) for each in words)
    return Handover(region, by[:LONGEST_NAME], why, against, tuple(files), documents)


def _file(found: Any) -> HandedFile:
    entry = _keys(found, {"path", "before", "after"})
    path = _string(entry["path"], 100)
    if not may_be_handed_over(path):
        raise _NotTaken(f"要改的“{visible(path)}”不是申报材料里可以交接的文件，不收")
    texts = [None if entry[key] is None else _string(entry[key], MAX_BYTES) for key in ("before", "after")]
    if any(text and find_clashes(text) for text in texts):
        raise _NotTaken(f"“{visible(path)}”里有没有解决的冲突，不收。请对方先解决")
    return HandedFile(path, texts[0], texts[1])


def may_be_handed_over(path: str) -> bool:
    """Whether a file is one of a dossier's own, by its exact path; never what is sealed, never a return."""
    kind = kind_of(path)
    if kind is None or not stays_inside(path) or any(why_no_name(part) for part in path.split("/")):
        return False
    folder, _, name = kind.path.rpartition("/")
    return path == kind.path or (
        name == "*.yaml" and path.rpartition("/")[0] == folder and bool(_YEAR.match(path[len(folder) + 1 :]))
    )
