"""Whether two versions of the program print and write the same, byte by byte.

    python scripts/compare_outputs.py REV             # REV against the work tree: records both, compares
    python scripts/compare_outputs.py record OUT [--source TREE] [--inputs TREE] [--only PATTERN]
    python scripts/compare_outputs.py compare OLD NEW [--all]

A recording is one zip: exit code, stdout, stderr and every written file of every case in `output_cases.py`, Word files
and workbooks part by part. Only the program's code, templates and schemas come from its own tree; what it is shown
comes from `--inputs` (this tree), and a comparison of recordings that were shown different things is refused. So is a
program whose help lists a command, format or option that no case uses. Exit code 1: there are differences.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from output_cases import cases, uncovered

ROOT = Path(__file__).resolve().parent.parent
WORKER = Path(__file__).resolve().parent / "output_worker.py"
SHOWN = ("examples", "tests/cases", "tests/fixtures")
JOBS = 2
#: What is shown of the differences: groups, lines of each, characters of a line.
GROUPS, LINES, CHARACTERS = 40, 24, 240
#: The entry of a recording that says what the program was shown.
_INPUTS = "inputs"


class Difference(NamedTuple):
    """One printed stream or written file that is not the same; `lines` is a unified diff without its heading."""

    name: str
    lines: list[str]


# ---- recording -----------------------------------------------------------------------------------------------


def without_case(source: Path, inputs: Path) -> list[str]:
    """The commands, formats and options that the help of the version in `source` speaks of and no case uses."""
    with tempfile.TemporaryDirectory(prefix="outputs-") as folder:
        scratch = Path(folder).resolve()
        call = [sys.executable, str(WORKER), "help", str(source.resolve()), str(scratch)]
        said = subprocess.run(call, env=_environment(source, scratch), stdout=subprocess.PIPE, check=True).stdout
    return list(uncovered(json.loads(said), cases(inputs)))


def record(out: Path, source: Path = ROOT, inputs: Path = ROOT, only: str = "", jobs: int = JOBS) -> None:
    """Write a recording of the version in `source`; SystemExit when a worker fails."""
    with tempfile.TemporaryDirectory(prefix="outputs-") as folder:
        scratch = Path(folder).resolve()
        environment = _environment(source, scratch)
        (scratch / "home").mkdir()
        shards: list[subprocess.Popen[bytes]] = []
        for number in range(jobs):
            own = scratch / str(number)
            own.mkdir()
            arguments = [source.resolve(), inputs.resolve(), own, number, jobs, scratch / f"{number}.zip", only]
            call = [sys.executable, str(WORKER), "record", *map(str, arguments)]
            shards.append(subprocess.Popen(call, env={**environment, "TMPDIR": str(own)}))
        codes = [shard.wait() for shard in shards]
        if any(codes):
            raise SystemExit(f"a worker failed ({codes}); what it said stands above")
        _join(out, [scratch / f"{number}.zip" for number in range(jobs)], f"{_digest(inputs)} {only}\n".encode())


def _environment(source: Path, scratch: Path) -> dict[str, str]:
    """The same for everyone: no CI, no colours, no locale, no hash seed, nothing of the caller's but the path."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(source.resolve() / "src"),
        "PYTHONHASHSEED": "0",
        "HOME": str(scratch / "home"),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "100",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
    }


def _join(out: Path, shards: list[Path], shown: bytes) -> None:
    """One archive with its entries in order, so that recordings of one version are the same file."""
    entries: dict[str, bytes] = {_INPUTS: shown}
    for shard in shards:
        entries |= _entries(shard)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in sorted(entries):
            archive.writestr(zipfile.ZipInfo(name), entries[name], zipfile.ZIP_DEFLATED)


def _entries(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _digest(inputs: Path) -> str:
    """A digest of all that the program is shown: the inputs, and the cases with the mutants."""
    digest = hashlib.sha256()
    scripts = [WORKER.parent / name for name in ("output_cases.py", "mutants.py")]
    files = [path for folder in SHOWN for path in sorted((inputs / folder).rglob("*")) if path.is_file()]
    for path in (*scripts, *files):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


# ---- comparing -----------------------------------------------------------------------------------------------


def compare(old: Path, new: Path) -> list[Difference]:
    """What is not the same in two recordings. ValueError when they were shown different things."""
    one, other = _entries(old), _entries(new)
    if one[_INPUTS] != other[_INPUTS]:
        raise ValueError("the two recordings were shown different inputs or cases: record both from one tree")
    names = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
    return [Difference(name, _changed(one.get(name), other.get(name))) for name in names]


def _changed(old: bytes | None, new: bytes | None) -> list[str]:
    if old is None or new is None:
        return [f"{'+' if old is None else '-'} (all of it, {len(old or new or b'')} bytes)"]
    lines = list(difflib.unified_diff(_lines(old), _lines(new), lineterm="", n=1))[2:]
    return lines or ["(the bytes differ, the lines do not)"]


def _lines(content: bytes) -> list[str]:
    """The lines of a text; elements of XML and HTML each on a line of its own, or a part would be one line."""
    text = content.decode("utf-8", "backslashreplace").replace("\r", "\\r")
    if text.lstrip().startswith("<"):
        text = re.sub(r">(?=<)", ">\n", text)
    return text.split("\n")


def report(found: list[Difference], everything: bool = False) -> Iterator[str]:
    """The differences for people: those that change the same way together, the most frequent first."""
    groups: dict[str, list[Difference]] = {}
    for each in found:
        groups.setdefault(_kind(each), []).append(each)
    for number, members in enumerate(sorted(groups.values(), key=len, reverse=True)):
        if number == GROUPS and not everything:
            yield f"\n… and {len(groups) - GROUPS} more kinds of difference (--all shows them)"
            break
        yield f"\n{len(members)} × {members[0].name}"
        yield from (f"    also {each.name}" for each in members[1 : None if everything else 4])
        shown = members[0].lines if everything else members[0].lines[:LINES]
        yield from (f"  {line[:CHARACTERS]}" for line in shown)
        if len(members[0].lines) > len(shown):
            yield f"  … {len(members[0].lines) - len(shown)} more lines"
    cases_named = {each.name.partition(" | ")[0] for each in found}
    yield (
        f"\n{len(found)} outputs of {len(cases_named)} cases differ, in {len(groups)} ways"
        if found
        else "no difference"
    )


def _kind(difference: Difference) -> str:
    """The first lines that changed, without figures: one cause mostly shows the same everywhere."""
    changed = [line for line in difference.lines if line[:1] in "+-(" and len(line) > 1][:4]
    return re.sub(r"[0-9a-f]{6,}|\d+", "#", "\n".join(changed))[:400]


# ---- the command ---------------------------------------------------------------------------------------------


def against(revision: str, only: str) -> list[Difference]:
    """What is not the same in the work tree and in a revision."""
    with tempfile.TemporaryDirectory(prefix="revision-") as folder:
        tree, old, new = Path(folder, "tree"), Path(folder, "old.zip"), Path(folder, "new.zip")
        tree.mkdir()
        archive = subprocess.run(
            ["git", "archive", revision, "src", "templates", "schemas", "examples"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        subprocess.run(["tar", "-x"], cwd=tree, input=archive, check=True)
        record(new, only=only)
        record(old, tree, only=only)
        return compare(old, new)


def main(arguments: list[str]) -> int:
    """Record, or compare; 1 when there are differences, 2 when a command has no case."""
    parser = argparse.ArgumentParser(description="Whether two versions of the program print and write the same.")
    parser.add_argument("what", metavar="REV|record|compare")
    parser.add_argument("files", nargs="*", type=Path, help="record: OUT; compare: OLD NEW")
    parser.add_argument("--source", type=Path, default=ROOT, help="the version to record (this tree)")
    parser.add_argument("--inputs", type=Path, default=ROOT, help="where examples and cases are taken from (this tree)")
    parser.add_argument("--only", default="", metavar="PATTERN", help="only cases whose name holds this expression")
    parser.add_argument("--all", action="store_true", help="show every difference in full")
    given = parser.parse_args(arguments)
    wanted = {"record": 1, "compare": 2}.get(given.what, 0)
    if len(given.files) != wanted:
        parser.error(f"{given.what} takes {wanted} files")
    if given.what != "compare" and (missing := without_case(given.source, given.inputs)):
        print(*(f"no case in scripts/output_cases.py for {each}" for each in missing), sep="\n", file=sys.stderr)
        return 2
    if given.what == "record":
        record(given.files[0], given.source, given.inputs, given.only)
        return 0
    found = compare(*given.files) if given.what == "compare" else against(given.what, given.only)
    print(*report(found, given.all), sep="\n")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
