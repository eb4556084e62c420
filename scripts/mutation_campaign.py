"""Break good dossiers in many small ways, and see that each ends in diagnostics.

    python scripts/mutation_campaign.py [--count 100000] [--seed 1] [--processes 2]

A mutant is one file of a good dossier with its bytes, lines, keys or values changed. For each: no exception; every
place inside its file; output well formed; both YAML parsers of one mind; schema and model of one mind, but for
`BEYOND_SCHEMA`. `tests/whole/test_mutants.py` does the same with a few hundred; this is for the night before a release.
"""

from __future__ import annotations

import argparse
import builtins
import json
import random
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
from typing import Any, NamedTuple
from unittest import mock

import jsonschema

from brandcluster.base.diagnostics import Diagnostic, KeyPath
from brandcluster.dossier import load as dossiers
from brandcluster.dossier import schema
from brandcluster.dossier.model import reading
from brandcluster.formats import folder
from brandcluster.formats.yaml import document as yamldoc
from brandcluster.output.commands import diagnostics as report
from brandcluster.output.commands.validate_json import validate_json
from brandcluster.rules.checks.all_checks import check

ROOT = Path(__file__).resolve().parent.parent
ROOTS = (ROOT / "tests" / "cases" / "base", ROOT / "examples" / "qingshiling")
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

# ---- mutants -------------------------------------------------------------------------------------------------

_BYTES = (b"\x00", b"\xff", b"\t", b"\r", b"\n", b" ", b":", b"-", b"[", b"{", b"}", b"]", b'"', b"'", b"#", b"&", b"*",
          b"!", b"|", b">", b"%", b"@", b"`", b"?", b",", b"\\", b"\xc2\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"~", b"0",
          "：".encode(), "，".encode(), "“".encode(), "　".encode(), b"---\n", b"...\n", b"<<: ", b"{{ ", b" }}")  # fmt: skip
VALUES = ("", "[]", "{}", "~", "null", "''", '" "', "0", "-1", "12", "12.0", "12.5", "012", "1e5", ".5", "0x1F", "true", "no",
           "2014-04-18", "2014-02-30", "2014-07", "2014-13", "2014.4", "2014年4月18日", "'2013'", '"12"', "１２", "12%", "1,000",
           "无", "是", "[a, b]", "[[]]", "[{}]", "{a: 1}", "- a", "&a x", "*a", "!t x", "|", ">", "| x", "\"\\u202e\"", '"\\ud800"',
           '"\\x07"', "{{ 指标.工业增加值率 }}", "'{{ 统计.工业企业数 }}'", "'{{ x'", "../x", "/etc/passwd", "evidence/", "阀门",
           "全年", "9" * 41, "a: b", "a #b", "'a", '"a', "@a", "`a", "%a", "a\tb", "其他相关企业", "经济技术开发区管理机构")  # fmt: skip
_KEYS = ("<<", "? 名称", "'名称'", '"名称"', "名 称", "名称：", "", "未知", "[a]", "{a: b}", "&a 名称", "!t 名称", "1", "~", "名称", "年份",
         '"\\u0000"', '"\\u202e"')  # fmt: skip
_PAIR = re.compile(r"^(\s*(?:- )*)([^\s:#][^:]*):(?: (.*))?$")


def _flip(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes((data[at] ^ (1 << rng.randrange(8)),)) + data[at + 1 :]


def _insert(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(_BYTES) * rng.choice((1, 1, 1, 2, 50)) + data[at:]


def _insert_in_text(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    at = rng.randrange(len(text) + 1)
    return (
        text[:at].encode("utf-8", "surrogateescape") + rng.choice(_BYTES) + text[at:].encode("utf-8", "surrogateescape")
    )


def _delete(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice((1, 1, 1, 2, 3, 20)) :]


def _delete_in_text(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    at = rng.randrange(len(text)) if text else 0
    return (text[:at] + text[at + 1 :]).encode("utf-8", "surrogateescape")


def _truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _by_lines(change: Callable[[random.Random, list[bytes], int], None]) -> Callable[[random.Random, bytes], bytes]:
    def mutation(rng: random.Random, data: bytes) -> bytes:
        lines = data.split(b"\n")
        change(rng, lines, rng.randrange(len(lines)))
        return b"\n".join(lines)

    return mutation


def _drop(rng: random.Random, lines: list[bytes], at: int) -> None:
    del lines[at : at + rng.choice((1, 1, 2, 5))]


def _repeat(rng: random.Random, lines: list[bytes], at: int) -> None:
    lines.insert(rng.choice((at, rng.randrange(len(lines) + 1))), lines[at])


def _exchange(rng: random.Random, lines: list[bytes], at: int) -> None:
    other = rng.choice((min(at + 1, len(lines) - 1), rng.randrange(len(lines))))
    lines[at], lines[other] = lines[other], lines[at]


def _indent(rng: random.Random, lines: list[bytes], at: int) -> None:
    bare = lines[at].lstrip(b" \t")
    lines[at] = rng.choice((b"", b" ", b"  ", b"   ", b"    ", b"\t", b" " * 40, b"- ", b"-")) + bare


def _join(rng: random.Random, lines: list[bytes], at: int) -> None:
    if at + 1 < len(lines):
        lines[at : at + 2] = [lines[at] + rng.choice((b"", b" ")) + lines[at + 1].strip()]


def _line_ends(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", rng.choice((b"\r\n", b"\r")), rng.choice((-1, 1, 3)))


def _on_a_pair(change: Callable[[random.Random, str, str], tuple[str, str]]) -> Callable[[random.Random, bytes], bytes]:
    def mutation(rng: random.Random, data: bytes) -> bytes:
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        pairs = [(at, match) for at, line in enumerate(lines) if (match := _PAIR.match(line))]
        if pairs:
            at, match = rng.choice(pairs)
            key, value = change(rng, match.group(2), match.group(3) or "")
            lines[at] = f"{match.group(1)}{key}: {value}".rstrip()
        return "\n".join(lines).encode("utf-8", "surrogateescape")

    return mutation


def _new_value(rng: random.Random, key: str, value: str) -> tuple[str, str]:
    return key, rng.choice(VALUES)


def _new_key(rng: random.Random, key: str, value: str) -> tuple[str, str]:
    slips = (key.replace("（", "(").replace("）", ")"), key[:-1], key + key[-1], key[::-1], f"{key} ", key[:1])
    return rng.choice((rng.choice(_KEYS), rng.choice(slips))), value


def _new_flow_value(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    places = [match.span(1) for match in re.finditer(r": ([^{}\[\],\n]+)[,}]", text)]
    if not places:
        return data
    start, end = rng.choice(places)
    return (text[:start] + rng.choice(VALUES) + text[end:]).encode("utf-8", "surrogateescape")


_MUTATIONS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _flip, _insert, _insert_in_text, _delete, _delete_in_text, _truncate, _line_ends, _new_flow_value,
    *map(_by_lines, (_drop, _repeat, _exchange, _indent, _join)),
    *map(_on_a_pair, (_new_value, _new_value, _new_value, _new_key)),
)  # fmt: skip


class Mutant(NamedTuple):
    """One file of a good dossier, changed."""

    root: Path
    path: str
    content: bytes


def mutant(seed: int, roots: tuple[Path, ...] = ROOTS, most: int = 3) -> Mutant:
    """The mutant of a seed: one change in one file, or a few. The larger dossier is the dearer and the rarer."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    root = roots[0] if len(roots) == 1 or rng.random() < 0.9 else roots[1]
    path = rng.choice(sorted(originals(root)))
    content = originals(root)[path]
    for _ in range(min(rng.choice((1, 1, 1, 2, 3)), most)):
        if content:
            content = rng.choice(_MUTATIONS)(rng, content)
    return Mutant(root, path, content)


@cache
def originals(root: Path) -> dict[str, bytes]:
    """The files of a good dossier."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.yaml"))}


_read = yamldoc.read

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
        found = check(load(made))
        result.codes = [diagnostic.code for diagnostic in found]
        result.complaints += [*ill_placed(made, found), *ill_formed(found)]
        document = yamldoc.read(made.path, made.content)
        if isinstance(document.data, dict) and not document.diagnostics:
            result.complaints += disagreement(made.path, document.data)
        if purely:
            result.complaints += parsers_differ(made, document)
    except Exception:  # whatever it is, it is what this looks for
        result.complaints.append(traceback.format_exc(limit=-3))
    return result


@cache
def _original_document(root: Path, path: str) -> yamldoc.Document:
    return _read(path, originals(root)[path])


def load(made: Mutant) -> dossiers.Dossier:
    """The dossier with the mutant in it; what did not change is parsed once and for all."""
    contents = {**originals(made.root), made.path: made.content}

    def read(path: str, content: bytes) -> yamldoc.Document:
        return _read(path, content) if path == made.path else _original_document(made.root, path)

    def read_bytes(root: Path, path: str, limit: int = 0) -> bytes | folder.Refusal:
        return contents.get(path, "missing")

    with mock.patch.object(folder, "read_bytes", read_bytes), mock.patch.object(yamldoc, "read", read):
        return dossiers.load(made.root)


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
    reports = [report.DossierReport("d", "miit-2014-102", found)]
    if len(json.loads(validate_json(reports))["dossiers"][0]["diagnostics"]) != len(found):
        yield "json: another number of diagnostics"
    for line in report.lines(reports):
        shown = "".join(text for _, text in line)
        if _STEERS.search(shown):
            yield f"text: {shown!r}"


def disagreement(path: str, data: dict[str, Any]) -> Iterator[str]:
    """Whether one of schema and model refuses what the other takes."""
    kind = "statistics" if path.startswith("statistics/") else Path(path).stem
    problems = reading.read(_parts()[kind], data).problems
    errors = [error.message[:160] for error in _validator(kind).iter_errors(_plain(data))]
    beyond = [p for p in problems if any(p.code == code and said.search(p.message) for code, said in BEYOND_SCHEMA)]
    if bool(problems) != bool(errors) and (errors or len(beyond) < len(problems)):
        yield f"schema: {kind}: model {[(p.code, p.keys, p.message) for p in problems][:3]}, schema {errors[:3]}"


@cache
def _parts() -> dict[str, Any]:
    return dict(schema.kinds())


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


def parsers_differ(made: Mutant, document: yamldoc.Document) -> Iterator[str]:
    """Where the pure parser reads the mutant otherwise: data, places, or whether it reads it at all."""
    if PARSERS_DIFFER_OVER.search(document.text):
        return
    other = _read_purely(made)
    if repr(other.data) != repr(document.data):
        yield f"parsers: data: {_first_difference(document.data, other.data)}, {_brief(document)} / {_brief(other)}"
        return
    for keys, _ in yamldoc.scalars(document.data):
        for on_key in (False, True):
            one, two = document.locate(keys, on_key=on_key), other.locate(keys, on_key=on_key)
            if one != two:
                yield f"parsers: place: {keys}: {one} / {two}"
                return


def diagnoses_differ(made: Mutant, document: yamldoc.Document) -> Iterator[str]:
    """Where the pure parser complains of something else, or in another line. Of two mistakes either may come first."""
    if not PARSERS_DIFFER_OVER.search(document.text):
        other = _read_purely(made)
        if [each[:2] for each in _brief(other)] != [each[:2] for each in _brief(document)]:
            yield f"diagnoses: {_brief(document)} / {_brief(other)}"


def _read_purely(made: Mutant) -> yamldoc.Document:
    with pure_parser():
        return yamldoc.read(made.path, made.content)


def _brief(document: yamldoc.Document) -> list[tuple[str, int, int, str]]:
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
