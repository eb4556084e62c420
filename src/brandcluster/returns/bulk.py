"""Many rows at once, column by column: what is written plainly is brought to the stored spelling without a look at
every cell. Whatever is not comes back as None, and is then read cell by cell (`layout.cleaned`), with the same result.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Mapping, Sequence
from decimal import Decimal

from brandcluster.base.numbers import decimal_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.model.measures import Column
from brandcluster.returns.layout import MAX_DIGITS, MAX_NAME, PLAIN_NAME, CellRefused, Layout, Row, clean_cell

#: More different answers than a column of choices ever has.
_ANSWERS = 64
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = bytes(_ALPHABET.find(chr(byte)) % 256 for byte in range(256))
_WEIGHTS = (*(pow(3, at, 31) for at in range(17)), 1)
#: The characters of a code.
CODE_LENGTH = len(_WEIGHTS)
_KNOWN, _DIGITS = bytes(range(len(_ALPHABET))), bytes(range(10))
#: What each character's value comes to at each place of a code, modulo 31.
_WEIGHTED = tuple(bytes(value * weight % 31 for value in range(256)) for weight in _WEIGHTS)

_WIDTHS = str.maketrans("０１２３４５６７８９．，　", "0123456789., ")
_NAMES = late_pattern(rf"(?:(?:{PLAIN_NAME})?\n)*+\Z")
_EDGES = late_pattern(" *\n *")
#: A comma that does not stand between three digits and one to three before them, or behind a point.
_COMMA = late_pattern(
    r",(?:(?![0-9]{3}(?![0-9]))|(?<![0-9],)|(?<=[0-9]{4},)|(?<=\.[0-9],)|(?<=\.[0-9]{2},)|(?<=\.[0-9]{3},))"
)
_POINT = late_pattern(r"\.(?:(?![0-9])|(?<![0-9]\.)|(?=[0-9]*\.))")
#: A number that is stored in another spelling: a zero in front, or at the end behind the point.
_ODD = late_pattern(r"\n0[0-9]|\.[0-9]*0\n")


def spell_rows(
    rows: Sequence[Sequence[str]], positions: Sequence[int], layout: Layout, factors: Mapping[str, Decimal]
) -> list[Row] | None:
    """The rows in the layout's order and the stored spelling; None when one of them asks for a closer look."""
    cells = list(zip(*rows, strict=False))
    if max(positions) >= len(cells):
        return None
    found: list[Sequence[str]] = []
    for column, at in zip(layout.columns, positions, strict=True):
        values = _column(column, cells[at], layout, factors.get(column.name)) if at >= 0 else ("",) * len(rows)
        if values is None:
            return None
        found.append(values)
    return list(zip(*found, strict=True))


def _column(column: Column, values: Sequence[str], layout: Layout, factor: Decimal | None) -> Sequence[str] | None:
    if column.kind == "amount":
        return plain_amounts(values, factor)
    if column.kind == "code":
        return values if valid_codes(values) else None
    if column.kind == "name":
        return values if plain_names(values) else None
    answers = set(values)
    if len(answers) > _ANSWERS:
        return None
    meant = {text: clean_cell(column, text, layout) if text else "" for text in answers}
    read = {text: value for text, value in meant.items() if not isinstance(value, CellRefused)}
    return [read[text] for text in values] if len(read) == len(meant) else None


def plain_amounts(values: Sequence[str], factor: Decimal | None) -> Sequence[str] | None:
    """Amounts in the stored spelling; None when one of them is not plainly a number."""
    text = "\n" + "\n".join(values) + "\n"
    if not text.isascii():
        text = text.translate(_WIDTHS)
    if " " in text:
        text = _EDGES.sub("\n", text)
    if "," in text:
        if _COMMA.search(text):
            return None
        text = text.replace(",", "")
    if text.strip("\n"):
        digits = text.replace("\n", "").replace(".", "")
        if not (digits.isascii() and digits.isdigit()) or ("." in text and _POINT.search(text)):
            return None
    found = text[1:-1].split("\n")
    if len(found) != len(values) or max(map(len, found)) > MAX_DIGITS:
        return None
    if factor is not None and factor != 1:
        stored = [decimal_text(Decimal(each) * factor) if each else "" for each in found]
        return stored if max(map(len, stored)) <= MAX_DIGITS else None
    return [decimal_text(Decimal(each)) if each else "" for each in found] if _ODD.search(text) else found


def valid_codes(codes: Sequence[str]) -> bool:
    """Whether all are 统一社会信用代码 in the stored spelling with the check character that they should have.

    The weights are those of GB 32100; what is refused here is looked at by the library, and said by it.
    """
    joined = "".join(codes)
    if len(joined) != CODE_LENGTH * len(codes) or not joined.isascii() or set(map(len, codes)) != {CODE_LENGTH}:
        return False
    return valid_joined(joined.encode("ascii"))


def valid_joined(codes: bytes) -> bool:
    """The same of codes that are known to have the right length, one behind the other."""
    data = codes.translate(_VALUES)
    if data.translate(None, _KNOWN) or any(data[at::CODE_LENGTH].translate(None, _DIGITS) for at in range(8)):
        return False
    return not any(each % 31 for each in set(_check_sums(data, len(codes) // CODE_LENGTH)))


def _check_sums(data: bytes, count: int) -> array[int]:
    """What each code's characters, weighted, add up to: all codes of a column are added at once, two bytes a code, as
    one large number."""
    total = 0
    for at, table in enumerate(_WEIGHTED):
        lanes = bytearray(2 * count)
        lanes[::2] = data[at::CODE_LENGTH].translate(table)
        total += int.from_bytes(lanes, "little")
    return array("H", total.to_bytes(2 * count, sys.byteorder)) if count else array("H")


def plain_names(names: Sequence[str]) -> bool:
    """Whether all are names that are stored as they are written; letters, digits and Chinese characters are."""
    plain = "".join(names).isalnum() or bool(_NAMES.match("\n".join(names) + "\n"))
    return plain and max(map(len, names)) <= MAX_NAME
