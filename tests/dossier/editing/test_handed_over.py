"""Files that are handed over: what is written is read again the same, and what is strange is refused in words."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from brandcluster.dossier.editing.handed_over import (
    MOST_BYTES,
    MOST_FILES,
    HandedFile,
    Handover,
    handover_text,
    may_be_handed_over,
    read_handover,
)

WHOLE = Handover(
    "云溪",
    "李四",
    "补资金",
    "第 1 次封存",
    (HandedFile("dossier.yaml", "a: 1\r\n", "a: 2\t\n"),),
    {"evidence/a": "0" * 64},
)


def test_what_is_written_is_read_again() -> None:
    assert read_handover(handover_text(WHOLE).encode()) == WHOLE


def changed(**changes: Any) -> bytes:
    return json.dumps({**json.loads(handover_text(WHOLE)), **changes}, ensure_ascii=True).encode()


def file(path: str = "dossier.yaml", before: Any = "a", after: Any = "b") -> dict[str, Any]:
    return {"path": path, "before": before, "after": after}


HOSTILE = {
    "nothing": b"",
    "binary": b"PK\x03\x04\xff",
    "deep": b"[" * 200_000,
    "deep inside": changed(why=0).replace(b"0", b"[" * 100_000 + b"]" * 100_000, 1),
    "large number": changed(files=1).replace(b"1", b"9" * 100_000, 1),
    "too large": b" " * (MOST_BYTES + 1),
    "twice": handover_text(WHOLE).replace('"by"', '"why"').encode(),
    "unknown key": changed(run="rm"),
    "another version": changed(schema="brandcluster.handover/2"),
    "no list": changed(files={"a": 1}),
    "many": changed(files=[file(f"statistics/{2000 + number}.yaml") for number in range(MOST_FILES + 1)]),
    "unknown key in a file": changed(files=[{**file(), "mode": "755"}]),
    "same file twice": changed(files=[file(), file()]),
    "number for a text": changed(files=[file(after=1)]),
    "half a character": changed(why="\ud800"),
    "long name": changed(by="名" * 10_000),
    "conflict inside": changed(files=[file(after="<<<<<<< 1\na: 1\n=======\na: 2\n>>>>>>> 2\n")]),
    "no digest": changed(documents=[{"path": "evidence/a", "sha256": "x"}]),
    **{
        f"path {path}": changed(files=[file(path)])
        for path in (
            "../dossier.yaml", "/etc/passwd", "sealed/1/files/dossier.yaml", "enterprises/2013.csv", ".git/config",
            "statistics/../dossier.yaml", "statistics/2013.yaml/x", "statistics/a.yaml", "dossier.yaml\0", "C:dossier.yaml",
            "application\\plan.yaml", "检查.bat", ".gitattributes", "statistics/2013.yaml\n", "Dossier.yaml", "",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_strange_is_refused(content: bytes) -> None:
    start = time.process_time()
    found = read_handover(content)
    assert isinstance(found, str) and "\0" not in found and "\n" not in found and len(found) < 300
    assert time.process_time() - start < 3


@pytest.mark.parametrize("path", ["dossier.yaml", "application/plan.yaml", "statistics/2013.yaml", "pilot/zone.yaml"])
def test_a_dossiers_own_files_may_be_handed_over(path: str) -> None:
    assert may_be_handed_over(path)


def test_a_forged_name_is_one_short_line() -> None:
    found = read_handover(changed(by="李四\n\n<<<<<<< x"))
    assert isinstance(found, Handover) and found.by == "李四 <<<<<<< x"
