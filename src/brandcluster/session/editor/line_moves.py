"""Which line of a text became which of the text that it is now: while a file does not parse, what is known of it is known
of an earlier text.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from brandcluster.base.diagnostics import Location


class LineMoves(NamedTuple):
    """Two texts in lines, and by the number of a line before (from 1) the line that it became; what went has none."""

    before: Sequence[str]
    after: Sequence[str]
    now: dict[int, int]

    @classmethod
    def between(cls, before: Sequence[str], after: Sequence[str]) -> LineMoves:
        """The lines of one text with those of another that they became."""
        return cls(before, after, dict(line_pairs(before, after)))

    def is_same(self, line: int) -> bool:
        """Whether a line of before still says what it said."""
        return line in self.now and self.before[line - 1] == self.after[self.now[line] - 1]

    def was(self, line: int) -> int | None:
        """The line of before that a line of now was, word for word; None where it was none."""
        return next((old for old, new in self.now.items() if new == line and self.is_same(old)), None)

    def place(self, place: Location) -> Location | None:
        """A place of before where it stands now: the whole line where its words changed, None where it went."""
        line = self.now.get(place.line)
        if line is None:
            return None
        last = self.now.get(place.end_line, line)
        if self.is_same(place.line) and last >= line:
            place = place._replace(line=line, end_line=last)
            return place._replace(end_column=min(place.end_column, len(self.after[last - 1]) + 1))
        return Location(place.path, line, 1, line, len(self.after[line - 1]) + 1)


def line_pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The lines of one text with those of another that they became, counted from 1; lines that went have none."""
    pairs: list[tuple[int, int]] = []
    for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and end - start == last - first):
            pairs += zip(range(start + 1, end + 1), range(first + 1, last + 1), strict=True)
        elif tag == "replace":
            pairs += [(line, first + 1) for line in range(start + 1, end + 1)]
    return pairs
