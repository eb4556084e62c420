"""Changes to .docx, .xlsx and packages: their parts, the container itself, and the XML in them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from random import Random

import mutants

from fuzz.texts import NUMBERS, ODD

Parts = dict[str, bytes]
_NAMES = ("../x", "/x", "C:\\x", "word/../../x", "word/document.xml ", "WORD/DOCUMENT.XML", "a\\b", "x" * 300, "甲", "", "[Content_Types].xml", "xl/workbook.xml", "word/vbaProject.bin", "word/document.xml/")  # fmt: skip
_DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY e SYSTEM "file:///etc/passwd">]>'


@cache
def _parts(content: bytes) -> Parts | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return {each.filename: packed.read(each) for each in packed.infolist()}
    except Exception:
        return None


def change_container(rng: Random, content: bytes) -> bytes:
    """One change; bytes that are no container any more are changed as bytes."""
    parts = _parts(content) if len(content) < 200_000 else None
    if not parts or rng.random() < 0.12:
        return mutants.mutated(rng, content)
    changed = dict(parts)
    texts = [name for name in parts if name.endswith((".yaml", ".json")) and parts[name]]
    if texts and rng.random() < 0.5:
        name = rng.choice(texts)
        return _pack(changed | {name: mutants.mutated(rng, parts[name])})
    rng.choices([each for each, _ in _CHANGES], [weight for _, weight in _CHANGES])[0](rng, changed)
    return _damage(rng, _pack(changed)) if rng.random() < 0.05 else _pack(changed)


def _pack(parts: Parts) -> bytes:
    """Stored, not deflated, where it is small: cheap to make, and what stands in it can be read."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for name, content in parts.items():
            kind = zipfile.ZIP_DEFLATED if len(content) > 100_000 else zipfile.ZIP_STORED
            packed.writestr(zipfile.ZipInfo(name or "x", (2014, 4, 1, 0, 0, 0)), content, kind, 1)
    return stream.getvalue()


def _damage(rng: Random, content: bytes) -> bytes:
    """The container's own fields say something else: sizes, sums, flags, places."""
    at = content.rfind(b"PK\x01\x02")
    kind = rng.randrange(4)
    if kind == 0:
        return content[:at] + bytes(rng.randrange(256) for _ in range(30)) + content[at + 30 :]
    if kind == 1:  # it claims to be four gigabytes
        return content[: at + 24] + struct.pack("<I", 0xFFFFFFF0) + content[at + 28 :]
    if kind == 2:  # encrypted
        return content[: at + 8] + b"\x01\x00" + content[at + 10 :]
    return content + content


def _one(rng: Random, parts: Parts) -> str:
    """A part; those that hold what is read are drawn most."""
    heavy = [name for name in parts if re.search(r"document\.xml$|sheet\d*\.xml$|sharedStrings|workbook\.xml$", name)]
    return rng.choice(heavy if heavy and rng.random() < 0.7 else list(parts))


def _swap(rng: Random, parts: Parts) -> None:
    one, other = _one(rng, parts), rng.choice(list(parts))
    parts[one], parts[other] = parts[other], parts[one]


def _drop(rng: Random, parts: Parts) -> None:
    del parts[_one(rng, parts)]


def _named(rng: Random, parts: Parts) -> None:
    parts[rng.choice(_NAMES)] = parts.get(_one(rng, parts), b"x") if rng.random() < 0.5 else b"x"


def _bomb(rng: Random, parts: Parts) -> None:
    size = rng.choice((200_000, 3_000_000, 30_000_000))
    name = rng.choice((_one(rng, parts), "word/media/image1.png", "xl/media/x"))
    head = parts.get(name, b"")
    parts[name] = head[: len(head) // 2] + b" " * size + head[len(head) // 2 :]


def _bytes(rng: Random, parts: Parts) -> None:
    name = _one(rng, parts)
    parts[name] = mutants.mutated(rng, parts[name] or b"x")


def _entity(rng: Random, parts: Parts) -> None:
    name = _one(rng, parts)
    head, mark, rest = parts[name].partition(b"?>")
    parts[name] = head + mark + _DTD + rest.replace(b"</w:t>", b"&c;&e;</w:t>", 1) if mark else _DTD + head


def _tags(rng: Random, parts: Parts) -> None:
    """Elements go, come twice, change their places, or are deep in each other."""
    name = _one(rng, parts)
    pieces = re.split(rb"(<[^>]*>)", parts[name])
    at = rng.randrange(len(pieces))
    kind = rng.randrange(5)
    if kind == 0:
        del pieces[at : at + rng.choice((1, 2, 10))]
    elif kind == 1:
        pieces[at:at] = pieces[at : at + rng.choice((1, 3, 30))] * rng.choice((1, 1, 50))
    elif kind == 2:
        other = rng.randrange(len(pieces))
        pieces[at], pieces[other] = pieces[other], pieces[at]
    elif kind == 3:
        pieces.insert(
            at, rng.choice((b"<w:tbl><w:tr><w:tc>", b"<w:p>", b"<mc:AlternateContent>")) * rng.choice((2, 300))
        )
    else:
        pieces[at] = rng.choice(pieces)
    parts[name] = b"".join(pieces)


def _elements(rng: Random, parts: Parts) -> None:
    """Whole elements, so that it stays XML: one goes, comes again, or comes elsewhere."""
    name = _one(rng, parts)
    found = list(
        re.finditer(rb"<(w:p|w:r|w:tc|w:tr|w:tbl|c|row|sheet|si|w:t|mergeCell|f|v)\b[^>]*>.*?</\1>", parts[name], re.S)
    )
    if not found:
        return
    one, other = rng.choice(found), rng.choice(found)
    piece = rng.choice((b"", one.group() * 2, one.group() * 200, other.group()))
    parts[name] = parts[name][: one.start()] + piece + parts[name][one.end() :]


def _values(rng: Random, parts: Parts) -> None:
    """A text or an attribute's value is another."""
    name = _one(rng, parts)
    pattern = rng.choice((rb'="([^"]*)"', rb">([^<]+)<", rb">([^<]+)<"))
    found = list(re.finditer(pattern, parts[name]))
    if found:
        match = rng.choice(found)
        new = rng.choice(
            (*NUMBERS, *ODD, "1048577", "XFE1", "A0", "$A$1:$ZZ$99999", "http://x/", "rId99", "甲" * 5_000)
        )
        new = new.replace("<", "&lt;") if rng.random() < 0.7 else new
        start, end = match.span(1)
        parts[name] = parts[name][:start] + new.encode("utf-8", "surrogatepass") + parts[name][end:]


def _half(rng: Random, parts: Parts) -> None:
    name = _one(rng, parts)
    parts[name] = rng.choice((parts[name][: len(parts[name]) // 2], b"", zlib.compress(parts[name]), b"<a/>", parts[name].decode("utf-8", "replace").encode("utf-16")))  # fmt: skip


_CHANGES: tuple[tuple[Callable[[Random, Parts], None], int], ...] = (
    (_values, 30), (_elements, 25), (_tags, 20), (_bytes, 12), (_swap, 6), (_drop, 6), (_named, 5), (_half, 5), (_entity, 4), (_bomb, 1),
)  # fmt: skip
