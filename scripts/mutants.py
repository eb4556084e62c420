"""Mutants: one file of a good dossier with its bytes, lines, keys or values changed. A seed is a mutant for ever.

Nothing here knows the program; `mutation_campaign.py` examines the mutants, `compare_outputs.py` shows them to two
versions.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROOTS = (ROOT / "tests" / "cases" / "base", ROOT / "examples" / "qingshiling")

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


def mutated(rng: random.Random, content: bytes) -> bytes:
    """One change to a file that is not empty."""
    return rng.choice(_MUTATIONS)(rng, content)


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
            content = mutated(rng, content)
    return Mutant(root, path, content)


@cache
def originals(root: Path) -> dict[str, bytes]:
    """The files of a good dossier."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.yaml"))}
