"""Cases that once failed, and some that reach far: kept as files, made small, and run again by the tests."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fuzz.cases import Case
from fuzz.commands import SHAPES
from fuzz.folders import Entry
from fuzz.seeds import seed

CORPUS = Path(__file__).resolve().parent / "corpus"
#: So many runs may be spent on making a case small.
PATIENCE = 250


def stored(folder: Path = CORPUS) -> Iterator[tuple[str, Case]]:
    """All cases that are kept, by name."""
    for path in sorted(folder.glob("*.json")):
        yield path.stem, case_of(json.loads(path.read_text(encoding="utf-8")))


def save(name: str, why: str, case: Case, folder: Path = CORPUS) -> Path:
    """Keep a case; what broke is written beside it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(as_data(case, why), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def as_data(case: Case, why: str) -> dict[str, Any]:
    """A case as what it changes of its seed."""
    before = seed(case.seed)
    changed = {path for path in before.keys() | case.folder.keys() if before.get(path) != case.folder.get(path)}
    return {
        "why": why[:600],
        "arguments": list(case.arguments),
        "seed": case.seed,
        "shape": case.shape.line,
        "files": {os.fsdecode(path): _entry_data(case.folder.get(path)) for path in changed},
    }


def _entry_data(entry: Entry | None) -> dict[str, str] | None:
    if entry is None:
        return None
    try:
        return {"kind": entry.kind, "text": entry.content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"kind": entry.kind, "base64": base64.b64encode(entry.content).decode("ascii")}


def case_of(data: dict[str, Any]) -> Case:
    """The case that was kept."""
    folder = dict(seed(data["seed"]))
    for name, each in data["files"].items():
        path = os.fsencode(name)
        if each is None:
            folder.pop(path, None)
        else:
            content = each["text"].encode() if "text" in each else base64.b64decode(each["base64"])
            folder[path] = Entry(each["kind"], content)
    shape = next(each for each in SHAPES if each.line == data["shape"])
    return Case(tuple(data["arguments"]), folder, data["seed"], shape)


def minimised(case: Case, fails: Callable[[Case], bool], patience: int = PATIENCE) -> Case:
    """A case that fails in the same way, with as little changed as a few hundred runs find."""
    left = patience

    def holds(folder: dict[bytes, Entry]) -> bool:
        nonlocal left
        left -= 1
        return left > 0 and fails(case._replace(folder=folder))

    folder = dict(case.folder)
    before = seed(case.seed)
    for path in sorted(before.keys() | folder.keys()):
        if before.get(path) == folder.get(path):
            continue
        trial = {key: each for key, each in folder.items() if key != path}
        trial |= {path: before[path]} if path in before else {}
        if holds(trial):
            folder = trial
    for path in sorted(folder):
        if folder[path] != before.get(path) and folder[path].kind == "file":
            folder = _fewer_lines(folder, path, holds)
    return case._replace(folder=folder)


def _fewer_lines(
    folder: dict[bytes, Entry], path: bytes, holds: Callable[[dict[bytes, Entry]], bool]
) -> dict[bytes, Entry]:
    """Leave out ever smaller parts of a text, as long as it fails."""
    if folder[path].content.startswith(b"PK"):
        return folder
    lines = folder[path].content.splitlines(keepends=True)
    size = len(lines) // 2
    while size:
        at = 0
        while at < len(lines):
            fewer = lines[:at] + lines[at + size :]
            trial = {**folder, path: Entry("file", b"".join(fewer))}
            if holds(trial):
                lines, folder = fewer, trial
            else:
                at += size
        size //= 2
    return folder
