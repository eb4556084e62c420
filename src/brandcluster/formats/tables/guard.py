"""A sheet measured before it is read, and the cells in it whose value cannot be known.

The reading library keeps the rectangle around all values in memory with a text of its own for each cell, and gives
errors and formulas without a stored result as empty cells.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.tables.sheet import MAX_COLUMNS, MAX_ROWS, TOO_LARGE, TOO_LONG, TOO_WIDE, Fault, Unreadable

#: Cells of the smallest rectangles around the values of all sheets.
MAX_CELLS = 500_000
#: Characters of all cells: one text may stand in many of them.
MAX_TEXT = 10_000_000
#: A number from here on has more digits than the 15 that are kept of it.
INEXACT = 10**15

_REFERENCE = late_pattern(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_RANGE = late_pattern(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\Z")

_ERROR = Fault("这一格是错误值（如 #REF!、#N/A）。", "改成数值后再交。")
_OPEN = Fault("这一格的公式没有算出的值。", "用 Excel 或 WPS 打开、保存一次，或改成数值后再交。")
_INEXACT = Fault("这一格是超过 15 位的数，后面的数字已经丢失。", "把这一列设成“文本”格式，照原件重新填写。")


@dataclass(slots=True)
class Budget:
    """What all sheets of a workbook may take together.

    `shared` are the lengths of the texts that cells refer to by number; `recalculated` says that whoever wrote the
    workbook left the formulas to be worked out when it is opened.
    """

    shared: Sequence[int]
    recalculated: bool
    cells: int = MAX_CELLS
    text: int = MAX_TEXT

    def take(self, cells: int, text: int) -> None:
        """Take so many of each; _Refused when there are not as many left."""
        self.cells -= cells
        self.text -= text
        if self.cells < 0 or self.text < 0:
            raise _Refused(TOO_LARGE)


@dataclass(slots=True)
class Measured:
    """What is known of a sheet before it is read: rows and columns count from 0."""

    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unseen: list[int] = field(default_factory=list)


class _Refused(Exception):
    """No need to read on; the argument is the message."""


def parse_part(
    part: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> bool:
    """Go through an XML part; whether it could be parsed to its end. Elements come without their prefix.

    A document type is refused: no program writes one into a workbook, and its entities grow.
    """
    from xml.parsers import expat

    def refuse(*_: Any) -> None:
        raise ValueError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if characters is not None:
        parser.CharacterDataHandler = characters
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return True


def shared_lengths(part: bytes) -> Sequence[int] | None:
    """The length of every shared text; None when they cannot be read."""
    lengths = array("L")

    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            lengths.append(0)

    def characters(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    return lengths if parse_part(part, start, characters=characters) else None


def measure_sheet(part: bytes, budget: Budget) -> Measured | Unreadable | None:
    """Measure one sheet, and take what it needs from the budget; None when it is broken."""
    scan = _Scan(budget)
    try:
        if not parse_part(part, scan.start, scan.end, scan.characters):
            return None
        if scan.bottom >= 0:
            budget.take((scan.bottom + 1) * (scan.right - scan.left + 1), 0)
    except _Refused as refused:
        [message] = refused.args
        return message if isinstance(message, Unreadable) else None
    return scan.found


class _Scan:
    """The state of going through one sheet."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.found = Measured()
        self.left, self.right, self.bottom = MAX_COLUMNS, -1, -1
        self._row, self._column = -1, -1
        self._kind, self._value, self._text = "", "", 0
        self._formula = self._inside = self._hidden = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._column += 1
            reference = attributes.get("r")
            if reference is not None:
                match = _REFERENCE.match(reference)
                if match is None:
                    raise ValueError
                self._column, self._row = _column_index(match.group(1)), int(match.group(2)) - 1
            self._kind, self._value, self._text, self._formula = attributes.get("t", ""), "", 0, False
        elif tag in ("v", "t"):
            self._inside = True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            number = attributes.get("r", "")
            self._row, self._column = (int(number[:9]) - 1 if number.isdecimal() else self._row + 1), -1
            self._hidden = attributes.get("hidden", "0") in ("1", "true") or attributes.get("ht") == "0"
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def characters(self, text: str) -> None:
        if self._inside:
            self._text += len(text)
            if len(self._value) < 40:
                self._value += text[:40]

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._inside = False
        elif tag == "c" and (self._formula or self._text):
            self._cell()

    def _cell(self) -> None:
        fault = self._fault()
        if fault is not None:
            self.found.faults[self._row, self._column] = fault
        shared = int(self._value) if self._kind == "s" and self._value.isdecimal() else -1
        self.budget.take(0, self.budget.shared[shared] if 0 <= shared < len(self.budget.shared) else self._text)
        self.left, self.right = min(self.left, self._column), max(self.right, self._column)
        self.bottom = max(self.bottom, self._row)
        if self._hidden and self._row not in self.found.unseen[-1:]:
            self.found.unseen.append(self._row)
        if self.right >= MAX_COLUMNS:
            raise _Refused(TOO_WIDE)
        if self.bottom >= MAX_ROWS or len(self.found.faults) > MAX_ROWS:
            raise _Refused(TOO_LONG)

    def _fault(self) -> Fault | None:
        if self._kind == "e":
            return _ERROR
        # A program that works nothing out writes nothing, or a 0; but a formula may come to an empty text.
        unknown = not self._text or (self._value == "0" and self.budget.recalculated)
        if self._formula and self._kind != "str" and unknown:
            return _OPEN
        if self._kind in ("", "n") and (self._text > 15 or "E" in self._value.upper()) and _inexact(self._value):
            return _INEXACT
        return None

    def _merge(self, reference: str) -> None:
        """Keep a merged range as far as there are values; they stand behind the cells, and count like these."""
        match = _RANGE.match(reference)
        if match is None:
            return
        left, top, right, bottom = match.groups()
        first, last = int(top) - 1, min(int(bottom) - 1, self.bottom)
        start, stop = _column_index(left), min(_column_index(right), MAX_COLUMNS - 1)
        if first <= last and start <= stop:
            self.budget.take((last - first + 1) * (stop - start + 1), 0)
            self.found.merged.append((first, start, last, stop))


def _inexact(text: str) -> bool:
    try:
        return abs(float(text)) >= INEXACT
    except ValueError:
        return False


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
