"""Break good dossiers in many small ways, and see that each ends in diagnostics.

    python scripts/mutation_campaign.py [--count 100000] [--seed 1] [--processes 2]

A mutant (`mutants.py`) is one file of a good dossier with something changed. For each: no exception; every
place inside its file; output well formed; both YAML parsers of one mind; schema and model of one mind, but for
`BEYOND_SCHEMA`. `tests/whole/test_mutants.py` does the same with a few hundred; this is for the night before a release.
"""

from __future__ import annotations

import argparse
import builtins
import json
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from unittest import mock

import jsonschema
from mutants import Mutant, mutant, originals

from brandcluster.base.diagnostics import Diagnostic, KeyPath
from brandcluster.dossier import load, schema
from brandcluster.dossier.files import ALL_KINDS
from brandcluster.dossier.model import reading
from brandcluster.formats import folder
from brandcluster.formats.yaml.document import Document, read_document, scalars_of
from brandcluster.formats.yaml.slips import Labels
from brandcluster.output.commands.diagnostics import DossierReport, diagnostic_lines
from brandcluster.output.commands.validate_json import validate_json
from brandcluster.rules.checks.all_checks import find_problems

#: What the model refuses and a schema cannot, by code and message.
BEYOND_SCHEMA = (
    ("M006", re.compile("不是日历上有的")),  # 31 April
    ("M003", re.compile(r"写成了“-?\d+\.0+”")),  # a code written 12.0, which to JSON is the integer 12
)
#: What the pure parser takes and libyaml does not, or the other way round; nobody writes it in a dossier.
PARSERS_DIFFER_OVER = re.compile(
    r"\t"  # a tab between the words of a plain text
    r"|\\[uU]"  # an escape that is no character: libyaml gives up, the other goes on
    r"|(?:^|[{\[,?]|- )\s*:(?:\s|$)"  # an empty key
    r"|[{\[].*[^\s,:]:[^\s,]"  # a colon without space in braces
    r"|[{\[].*\?"  # a question mark in braces, which libyaml takes for a key's
    r"|\ufeff"  # the pure parser does not count it as a column
    r"|[&*]",  # anchors and aliases, refused by both
    re.MULTILINE,
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

_read = read_document

# ---- examination ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Examined:
    """What came of one mutant: the codes of its diagnostics, and what is wrong with the answer."""

    codes: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def examine(made: Mutant, purely: bool = True) -> Examined:
    """Check one mutant in every way; `purely` with the other parser too. Exceptions come out as complaints."""
    result = Examined()
    try:
        found = find_problems(load_mutant(made))
        result.codes = [diagnostic.code for diagnostic in found]
        result.complaints += [*ill_placed(made, found), *ill_formed(found)]
        document = read_document(made.path, made.content)
        if isinstance(document.data, dict) and not document.diagnostics:
            result.complaints += disagreement(made.path, document.data)
        if purely:
            result.complaints += parsers_differ(made, document)
    except Exception:  # whatever it is, it is what this looks for
        result.complaints.append(traceback.format_exc(limit=-3))
    return result


_originals_read: dict[tuple[Path, str], Document] = {}


def load_mutant(made: Mutant) -> load.Dossier:
    """The dossier with the mutant in it; what did not change is parsed once and for all."""
    contents = {**originals(made.root), made.path: made.content}

    def read(path: str, content: bytes, labels: Callable[[], Labels] | None = None) -> Document:
        if path == made.path:
            return _read(path, content, labels)
        known = _originals_read.get((made.root, path))
        if known is None:
            known = _originals_read[made.root, path] = _read(path, originals(made.root)[path], labels)
        return known

    def read_bytes(root: Path, path: str, limit: int = 0) -> bytes | folder.Refusal:
        return contents.get(path, "missing")

    with mock.patch.object(folder, "read_bytes", read_bytes), mock.patch.object(load, "read_document", read):
        return load.load_dossier(made.root)


def ill_placed(made: Mutant, found: list[Diagnostic]) -> Iterator[str]:
    """Diagnostics whose place is outside their file."""
    files = {**originals(made.root), made.path: made.content}
    for diagnostic in found:
        place = diagnostic.location
        if place.path not in files and place.path.startswith("enterprises/"):
            continue  # returns are not mutated here
        text = files[place.path].decode("utf-8-sig", "replace") if place.path in files else ""
        lines = _LINE_END.split(text)
        inside = (
            1 <= place.line <= place.end_line <= len(lines)
            and 1 <= place.column <= len(lines[place.line - 1]) + 1
            and 1 <= place.end_column <= len(lines[place.end_line - 1]) + 2
            and (place.line, place.column) <= (place.end_line, place.end_column)
        )
        if not inside:
            yield f"place: {diagnostic.code} {place}"


def ill_formed(found: list[Diagnostic]) -> Iterator[str]:
    """What is wrong with the diagnostics as shown: to people, and to machines."""
    for diagnostic in found:
        shape = re.fullmatch(r"[A-Z]\d{3}", diagnostic.code) and diagnostic.severity in ("error", "warning", "info")
        if not shape or not diagnostic.message or not diagnostic.help:
            yield f"shape: {diagnostic}"
    reports = [DossierReport("d", "miit-2014-102", found)]
    if len(json.loads(validate_json(reports))["dossiers"][0]["diagnostics"]) != len(found):
        yield "json: another number of diagnostics"
    for line in diagnostic_lines(reports):
        shown = "".join(text for _, text in line)
        if _STEERS.search(shown):
            yield f"text: {shown!r}"


def disagreement(path: str, data: dict[str, Any]) -> Iterator[str]:
    """Whether one of schema and model refuses what the other takes."""
    kind = "statistics" if path.startswith("statistics/") else Path(path).stem
    problems = reading.read_part(_parts()[kind], data).problems
    errors = [error.message[:160] for error in _validator(kind).iter_errors(_plain(data))]
    beyond = [p for p in problems if any(p.code == code and said.search(p.message) for code, said in BEYOND_SCHEMA)]
    if bool(problems) != bool(errors) and (errors or len(beyond) < len(problems)):
        yield f"schema: {kind}: model {[(p.code, p.keys, p.message) for p in problems][:3]}, schema {errors[:3]}"


@cache
def _parts() -> dict[str, Any]:
    return {kind.name: kind.model for kind in ALL_KINDS}


@cache
def _validator(kind: str) -> Any:
    def pattern(_: Any, wanted: str, instance: Any, __: Any) -> Iterator[jsonschema.ValidationError]:
        # Schemas mean ECMAScript's patterns: `$` is the very end, and only ASCII digits are \d.
        if isinstance(instance, str) and not re.search(
            re.sub(r"(?<!\\)\$", r"\\Z", wanted).replace(r"\d", "[0-9]"), instance
        ):
            yield jsonschema.ValidationError(f"{instance[:60]!r} does not match {wanted!r}")

    kinds = jsonschema.validators.extend(jsonschema.Draft7Validator, {"pattern": pattern})
    return kinds(schema.json_schema(kind, _parts()[kind]))


def places(data: Any, prefix: KeyPath = ()) -> Iterator[KeyPath]:
    """Every place of the data that holds something: mappings and lists too."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        yield (*prefix, step)
        yield from places(value, (*prefix, step))


def replaced(data: Any, keys: KeyPath, value: Any) -> Any:
    """The data with another value in one place."""
    if not keys:
        return value
    step, rest = keys[0], keys[1:]
    if isinstance(data, dict):
        return {key: replaced(item, rest, value) if key == step else item for key, item in data.items()}
    return [replaced(item, rest, value) if index == step else item for index, item in enumerate(data)]


def _plain(value: Any) -> Any:
    """What a JSON Schema validator sees: whole decimals are integers, others numbers."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value


@contextmanager
def pure_parser() -> Iterator[None]:
    """The YAML library without its C part."""
    real = builtins.__import__

    def without_c(name: str, *rest: Any, **more: Any) -> Any:
        if name == "_ruamel_yaml":
            raise ImportError(name)
        return real(name, *rest, **more)

    with mock.patch.object(builtins, "__import__", without_c):
        yield


def parsers_differ(made: Mutant, document: Document) -> Iterator[str]:
    """Where the pure parser reads the mutant otherwise: data, places, or whether it reads it at all."""
    if PARSERS_DIFFER_OVER.search(document.text):
        return
    other = _read_purely(made)
    if repr(other.data) != repr(document.data):
        yield f"parsers: data: {_first_difference(document.data, other.data)}, {_brief(document)} / {_brief(other)}"
        return
    for keys, _ in scalars_of(document.data):
        for on_key in (False, True):
            one, two = document.locate(keys, on_key=on_key), other.locate(keys, on_key=on_key)
            if one != two:
                yield f"parsers: place: {keys}: {one} / {two}"
                return


def diagnoses_differ(made: Mutant, document: Document) -> Iterator[str]:
    """Where the pure parser complains of something else, or in another line. Of two mistakes either may come first."""
    if not PARSERS_DIFFER_OVER.search(document.text):
        other = _read_purely(made)
        if [each[:2] for each in _brief(other)] != [each[:2] for each in _brief(document)]:
            yield f"diagnoses: {_brief(document)} / {_brief(other)}"


def _read_purely(made: Mutant) -> Document:
    with pure_parser():
        return read_document(made.path, made.content)


def _brief(document: Document) -> list[tuple[str, int, int, str]]:
    return [(d.code, d.location.line, d.location.column, d.message[:30]) for d in document.diagnostics]


def _first_difference(one: Any, other: Any) -> str:
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        return next((_first_difference(one[k], other[k]) for k in one if repr(one[k]) != repr(other[k])), "")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return next((_first_difference(a, b) for a, b in zip(one, other, strict=True) if repr(a) != repr(b)), "")
    return f"{one!r:.80} / {other!r:.80}"


#: The pure parser takes many times as long as all the rest.
PURELY_EVERY = 4

# ---- the campaign --------------------------------------------------------------------------------------------


def _batch(seeds: range) -> tuple[Counter[str], list[tuple[int, str]], tuple[float, int]]:
    codes: Counter[str] = Counter()
    complaints: list[tuple[int, str]] = []
    slowest = (0.0, -1)
    for seed in seeds:
        started = time.perf_counter()
        result = examine(mutant(seed), purely=seed % PURELY_EVERY == 0)
        slowest = max(slowest, (time.perf_counter() - started, seed))
        codes.update(set(result.codes) or {"none"})
        complaints += [(seed, complaint) for complaint in result.complaints]
    return codes, complaints, slowest


def main() -> int:
    """Run the campaign; 1 when there is something to complain of."""
    parser = argparse.ArgumentParser(description="Break good dossiers and see that each ends in diagnostics.")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--show", type=int, metavar="SEED", help="one mutant by its seed: the file and the complaints")
    arguments = parser.parse_args()
    if arguments.show is not None:
        made = mutant(arguments.show)
        sys.stdout.buffer.write(made.content)
        print(f"\n{made.root.name}/{made.path}", *examine(made).complaints, sep="\n")
        return 0
    first = arguments.seed * 1_000_000_000
    batches = [
        range(start, min(start + 200, first + arguments.count)) for start in range(first, first + arguments.count, 200)
    ]
    codes: Counter[str] = Counter()
    complaints: list[tuple[int, str]] = []
    slowest = (0.0, -1)
    started = time.perf_counter()
    with Pool(arguments.processes) as pool:
        for more_codes, more_complaints, slow in pool.imap_unordered(_batch, batches):
            codes.update(more_codes)
            complaints += more_complaints
            slowest = max(slowest, slow)
    print(
        f"{arguments.count} mutants in {time.perf_counter() - started:.0f} s, slowest {slowest[0]:.2f} s: {slowest[1]}"
    )
    print("mutants by code:", ", ".join(f"{code} {count}" for code, count in sorted(codes.items())))
    kinds: dict[str, list[tuple[int, str]]] = {}
    for seed, complaint in sorted(complaints):
        kinds.setdefault(re.sub(r"[\d'].*", "", complaint)[:60], []).append((seed, complaint))
    for members in sorted(kinds.values(), key=len, reverse=True):
        print(f"\n{len(members)} like --show {members[0][0]}:\n{members[0][1]}")
    return int(bool(complaints))


if __name__ == "__main__":
    raise SystemExit(main())
