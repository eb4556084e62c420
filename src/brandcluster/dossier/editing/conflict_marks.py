"""Git's marks around a conflict: written, found again, and settled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from brandcluster.base.patterns import late_pattern

Side = Literal[1, 2]
_MARK = late_pattern(r"(<{7,}|={7,}|>{7,}|\|{7,})(?: ([^\r\n]*))?\r?\n?\Z")


class Names(NamedTuple):
    """What the sides of a merge are called behind the marks, and how long those are."""

    ours: str
    theirs: str
    size: int = 7


class Clash(NamedTuple):
    """One conflict of a file: the lines of its marks (from 1), what the sides are called, and their lines."""

    line: int
    middle: int
    end: int
    names: tuple[str, str]
    sides: tuple[str, str]


def marked(ours: str, theirs: str, names: Names) -> str:
    """Both sides between git's marks."""
    one, other = (each if not each or each.endswith("\n") else each + "\n" for each in (ours, theirs))
    start, middle, end = (sign * names.size for sign in "<=>")
    return f"{start} {names.ours}\n{one}{middle}\n{other}{end} {names.theirs}\n"


def find_clashes(text: str) -> list[Clash]:
    """The conflicts of a text in order; marks that do not go together are none."""
    return [each for each in _parts(text) if isinstance(each, Clash)]


def either_text(text: str, side: int) -> str:
    """The text as it is when every conflict is settled for side 1 or 2."""
    return "".join(each if isinstance(each, str) else each.sides[side - 1] for each in _parts(text))


def settle(text: str, clash: Clash, side: int) -> str:
    """The text with one conflict settled for side 1 or 2."""
    lines = text.splitlines(keepends=True)
    return "".join((*lines[: clash.line - 1], clash.sides[side - 1], *lines[clash.end :]))


def _parts(text: str) -> Iterator[str | Clash]:
    """The lines outside conflicts, and the conflicts."""
    lines = text.splitlines(keepends=True)
    at = 0
    while at < len(lines):
        clash = _clash_at(lines, at)
        yield lines[at] if clash is None else clash
        at = at + 1 if clash is None else clash.end


def _clash_at(lines: list[str], at: int) -> Clash | None:
    match = _MARK.match(lines[at])
    if match is None or not match.group(1).startswith("<"):
        return None
    size, seen = len(match.group(1)), {"<": at}
    for number in range(at + 1, len(lines)):
        mark = _MARK.match(lines[number])
        if mark is None or len(mark.group(1)) != size:
            continue
        sign = mark.group(1)[0]
        if sign == "<" or sign in seen or (sign == ">" and "=" not in seen):
            return None
        seen[sign] = number
        if sign == ">":
            break
    if ">" not in seen:
        return None
    middle, end = seen["="], seen[">"]
    last = _MARK.match(lines[end])
    first = "".join(lines[at + 1 : seen.get("|", middle)])
    names = (match.group(2) or "", (last.group(2) if last else "") or "")
    return Clash(at + 1, middle + 1, end + 1, names, (first, "".join(lines[middle + 1 : end])))


def renamed(text: str, names: list[tuple[str, str]]) -> str:
    """The text with the sides of its conflicts called otherwise, conflict by conflict."""
    lines = text.splitlines(keepends=True)
    for clash, (ours, theirs) in zip(find_clashes(text), names, strict=True):
        for number, name in ((clash.line, ours), (clash.end, theirs)):
            line = lines[number - 1]
            mark, newline = line.split(" ", 1)[0].rstrip("\r\n"), line[len(line.rstrip("\r\n")) :]
            lines[number - 1] = f"{mark} {name}{newline}"
    return "".join(lines)
