"""A block of stored rows taken apart by a few passes over its bytes, where every row is whole: all answers given, no
column of the region's own. It makes no text of a cell that nobody asks for.

Whatever is not so comes back as None and is taken apart cell by cell (`blocks`), with the same result.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.model.measures import AMOUNTS, COLUMNS, FLAGS, KINDS, NO, YES
from brandcluster.returns.amounts import Amounts
from brandcluster.returns.bulk import CODE_LENGTH, plain_names, valid_joined
from brandcluster.returns.layout import FIRST_DATA, MAX_DIGITS

#: What stands for “,是” and “,否”, and in front of the letter for industry, kind and size; none of them is in a text.
_YES, _NO, _MARK = b"\2", b"\3", b"\1"
_LETTERS = bytes(range(65, 91))
_ODD = late_pattern(r"\.[0-9]*0[],]")
_NUMBERS = b"0123456789."
#: What is left of a row of amounts without its numbers.
_ROW = b"," * (len(AMOUNTS) - 1) + b"\n"
_WIDTH, _FLAGS, _AMOUNTS = len(COLUMNS), len(FLAGS), len(AMOUNTS)
#: A number with decimals stays the text that it is written as.
_DECODER = json.JSONDecoder(parse_float=str)

#: Columns in the layout's order (empty for amounts that no cell of is missing), those with an empty cell, the amounts.
Apart = tuple[list[Sequence[str]], set[int], dict[int, Amounts]]


@lru_cache(maxsize=16)
def _groups(industries: tuple[str, ...]) -> tuple[tuple[bytes, str, str, str], ...]:
    """What a row says of industry, kind and size, as bytes and as its cells: the most frequent ones first."""
    return tuple(
        (f",{name},{kind}".encode() + mark + b",", name, kind, answer)
        for kind, name, (answer, mark) in product(KINDS, industries, ((YES, _YES), (NO, _NO)))
    )


def columns_of_bytes(part: bytes, industries: tuple[str, ...], compared: frozenset[str]) -> Apart | None:
    """Rows (without the last line's end) by column; amounts that rows are not `compared` by may be texts alone."""
    count = part.count(b"\n") + 1
    if part.count(b",") != count * (_WIDTH - 1) or _MARK in part or _YES in part or _NO in part:
        return None
    marked = part.replace(f",{YES}".encode(), _YES).replace(f",{NO}".encode(), _NO)
    named = _mark_groups(marked, count, industries)
    if named is None:
        return None
    marked, meaning = named
    pieces = marked.replace(b"\n", _MARK).split(_MARK)
    heads, tails = pieces[::2], pieces[1::2]
    if len(heads) != count or len(tails) != count:
        return None
    who = _who(heads)
    letters, flags = b"".join([tail[:1] for tail in tails]), b"".join([tail[-_FLAGS:] for tail in tails])
    if who is None or len(flags) != count * _FLAGS or flags.translate(None, _YES + _NO):
        return None
    amounts = _amounts(b"\n".join([tail[1:-_FLAGS] for tail in tails]), count, compared)
    if amounts is None or len(letters) != count or letters.translate(None, bytes(meaning)):
        return None
    columns: list[Sequence[str]] = [*who]
    columns += [list(map({key: cells[at] for key, cells in meaning.items()}.__getitem__, letters)) for at in range(3)]
    gaps, texts, found = amounts
    columns += [texts.get(at, ()) for at in range(FIRST_DATA, FIRST_DATA + _AMOUNTS)]
    answers = flags.decode("ascii").replace("\2", YES).replace("\3", NO)
    columns += [answers[at::_FLAGS] for at in range(_FLAGS)]
    return columns, gaps, found


def _mark_groups(
    marked: bytes, count: int, industries: tuple[str, ...]
) -> tuple[bytes, dict[int, tuple[str, str, str]]] | None:
    """The rows with a letter for what they say of industry, kind and size, and what each letter means."""
    meaning: dict[int, tuple[str, str, str]] = {}
    for pattern, *cells in _groups(industries):
        if count == 0 or len(meaning) == len(_LETTERS):
            break
        letter = _LETTERS[len(meaning)]
        shorter = marked.replace(pattern, _MARK + bytes((letter,)))
        found = (len(marked) - len(shorter)) // (len(pattern) - 2)
        if found:
            industry, kind, answer = cells
            marked, count, meaning[letter] = shorter, count - found, (industry, kind, answer)
    return (marked, meaning) if count == 0 else None


def _who(heads: list[bytes]) -> tuple[list[str], list[str]] | None:
    """Codes and names."""
    joined = b"\n".join([head[CODE_LENGTH + 1 :] for head in heads])
    commas = b"".join([head[CODE_LENGTH : CODE_LENGTH + 1] for head in heads])
    lines = b"\n".join([head[:CODE_LENGTH] for head in heads])
    written = lines.replace(b"\n", b"")
    try:
        codes = lines.decode("ascii").split("\n")
        names = joined.decode().split("\n")
    except UnicodeDecodeError:
        return None
    if b"," in joined or commas != b"," * len(heads) or not valid_joined(written):
        return None
    return (codes, names) if plain_names(names) and all(names) else None


def _amounts(
    rows: bytes, count: int, compared: frozenset[str]
) -> tuple[set[int], dict[int, Sequence[str]], dict[int, Amounts]] | None:
    """The amounts, a line a row: those columns with an empty cell, their texts, and all amounts."""
    if rows.translate(None, _NUMBERS) != (_ROW * count)[:-1]:
        return None
    flat = b"[" + rows.replace(b"\n", b",") + b"]"
    if b",," in flat or b"[," in flat or b",]" in flat:
        flat = flat.replace(b",,", b",null,").replace(b",,", b",null,")
        flat = flat.replace(b"[,", b"[null,").replace(b",]", b",null]")
    text = flat.decode("ascii")
    if "." in text and _ODD.search(text):
        return None
    try:
        values = _DECODER.decode(text)
        made = [_column(values[at::_AMOUNTS], each.name in compared) for at, each in enumerate(AMOUNTS)]
    except (ValueError, OverflowError):
        return None
    texts = {at: text for at, (text, _) in enumerate(made, FIRST_DATA) if text}
    return set(texts), texts, {at: amounts for at, (_, amounts) in enumerate(made, FIRST_DATA)}


def _column(values: list[Any], is_compared: bool) -> tuple[Sequence[str], Amounts]:
    """The texts of a column where a cell is empty, and its amounts. ValueError for one with more digits than are kept."""
    try:
        floors = array("q", values)  # refuses what is no whole number: a text, and None
    except TypeError:
        texts = tuple(["" if value is None else str(value) for value in values])
        if max(map(len, texts)) > MAX_DIGITS:
            raise ValueError from None
        has_gap = None in values
        if all(isinstance(value, int) or value is None for value in values):
            return texts, Amounts(array("q", [int(text or 0) for text in texts]), None)
        whole = array("q", [int(text.partition(".")[0] or 0) for text in texts] if is_compared else [])
        return texts if has_gap else (), Amounts(whole, texts)
    if max(floors) >= 10**MAX_DIGITS:
        raise ValueError
    return (), Amounts(floors, None)
