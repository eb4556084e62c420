"""Who has reported and who has not: not answered, answered with an empty form, refused, or with two answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Literal, NamedTuple

from brandcluster.returns.layout import Row
from brandcluster.returns.problems import ReturnProblem
from brandcluster.returns.reading import Taken, has_data

ReportState = Literal["没有交", "空表", "退回", "待决定", "待收", "已收"]
#: In the order of the list.
REPORT_STATES: tuple[ReportState, ...] = ("退回", "空表", "没有交", "待决定", "待收", "已收")
#: Those that a person goes after; the others are the office's own.
CHASED: tuple[ReportState, ...] = ("退回", "空表", "没有交")
_CODE_IN_NAME = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")


class ReportStanding(NamedTuple):
    """How it stands with one enterprise: `problems` are what a return of its was refused for, `files` where it was."""

    row: Row
    state: ReportState
    problems: tuple[ReturnProblem, ...] = ()
    files: tuple[str, ...] = ()


class _Came(NamedTuple):
    row: Row
    files: list[str]
    problems: list[ReturnProblem]
    has_data: list[bool]


def standings(
    due: Mapping[str, Row],
    stored: Mapping[str, Row],
    taken: Sequence[tuple[str, Taken]],
    problems: Sequence[ReturnProblem],
    undecided: frozenset[str],
) -> list[ReportStanding]:
    """How it stands with each enterprise that is due or has reported, by state, then by code.

    `taken` and `problems` are those of the files that were given, `undecided` the codes that two returns of which differ.
    """
    known = {**due, **stored}
    came = _came(taken, [each for each in problems if each.severity == "error"], known)
    strangers = {code: each.row for code, each in came.items() if code not in known and each.problems}
    found: list[ReportStanding] = []
    for code, row in {**known, **strangers}.items():
        has_come = came.get(code)
        is_stored = code in stored and has_data(stored[code])
        if has_come is not None and has_come.problems:
            found.append(ReportStanding(row, "退回", tuple(has_come.problems), tuple(has_come.files)))
        elif code in undecided:
            found.append(ReportStanding(row, "待决定"))
        elif is_stored:
            found.append(ReportStanding(row, "已收"))
        elif has_come is None:
            found.append(ReportStanding(row, "没有交"))
        else:
            state: ReportState = "待收" if any(has_come.has_data) else "空表"
            found.append(ReportStanding(row, state, (), tuple(has_come.files)))
    return sorted(found, key=lambda each: (REPORT_STATES.index(each.state), each.row[0]))


def _came(
    taken: Sequence[tuple[str, Taken]], errors: Sequence[ReturnProblem], known: Mapping[str, Row]
) -> dict[str, _Came]:
    """What came from each enterprise, by code, with the errors that stand in its way. Who mistyped the code is known
    by the name; a file that gives no enterprise, by the code that it is called after."""
    found: dict[str, _Came] = {}
    by_name = {row[1]: code for code, row in known.items()}
    rows: dict[tuple[str, str | None, int], str] = {}
    files: dict[str, set[str]] = {}
    for name, each in taken:
        for entry in each.entries:
            code = entry.row[0] if entry.row[0] in known else by_name.get(entry.row[1], entry.row[0])
            came = found.setdefault(code, _Came(entry.row, [], [], []))
            came.files.append(name)
            came.has_data.append(has_data(entry.row) or bool(entry.bad))
            rows[name, entry.origin.sheet, entry.line] = code
            files.setdefault(name, set()).add(code)
    for problem in errors:
        at = problem.place
        of_row = rows.get((at.file, at.sheet, at.row))
        called = {each for each in codes_in_name(at.file) if each in known}
        for one in sorted({of_row} if of_row is not None else files.get(at.file, called)):
            came = found.setdefault(one, _Came(known.get(one, ()), [], [], []))
            came.problems.append(problem)
            came.files.extend([at.file] * (at.file not in came.files))
    found.pop("", None)
    return found


def replaced_files(
    taken: Sequence[tuple[str, Taken]], problems: Sequence[ReturnProblem], known: Mapping[str, Row]
) -> list[tuple[str, str]]:
    """Files with errors whose enterprises have all sent another one without any, and the last such file."""
    wrong = {each.place.file for each in problems if each.severity == "error"}
    good = {entry.row[0]: name for name, each in taken if name not in wrong for entry in each.entries}
    found = []
    for name, each in taken:
        codes = {entry.row[0] for entry in each.entries} or {code for code in codes_in_name(name) if code in known}
        if name in wrong and codes and codes <= good.keys():
            found.append((name, good[min(codes)]))
    return found


def codes_in_name(file: str) -> Iterator[str]:
    """The codes that a file is called after, as `collect form --each` calls its files."""
    yield from _CODE_IN_NAME.findall(PurePath(file).name.upper())
