"""What a check can say: a diagnostic with its place, a verdict with its sources.

Floor 0: nothing of ours is imported here. Everything above returns these values; only `output` prints them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
SEVERITY_WORDS: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}

VerdictValue = Literal["met", "not_met", "not_applicable", "unknown"]
VERDICT_WORDS: dict[VerdictValue, str] = {
    "met": "符合",
    "not_met": "不符合",
    "not_applicable": "不适用",
    "unknown": "无法判定",
}

#: One step of a path in a YAML file: a key, or the index of a list entry.
Step = str | int
KeyPath = tuple[Step, ...]


class Location(NamedTuple):
    """A range in a file. Lines and columns count from 1, columns in code points; the end is exclusive.

    `path` is relative to the dossier and written with `/`.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Edit(NamedTuple):
    """A range of a file, and what is to stand there instead."""

    location: Location
    text: str


class Fix(NamedTuple):
    """A change that removes a diagnostic and alters nothing of what was meant; `message` says it in words.

    `kind` is what kind of slip it mends. `value` is what the file reads as afterwards at `at`, a path of keys as
    written: a value (a list as a tuple), or with the kind "key" the key's new name. `more` are the other places that
    the same fix changes, and what they read as.
    """

    message: str
    edits: tuple[Edit, ...]
    kind: str = ""
    at: KeyPath = ()
    value: Any = None
    more: tuple[tuple[KeyPath, Any], ...] = ()


class Diagnostic(NamedTuple):
    """One mistake (or one thing to look at), where it is, and what to write instead.

    `clause` is an id of the edition's clauses; its citation is looked up when the diagnostic is shown.
    """

    code: str
    severity: Severity
    message: str
    help: str
    location: Location
    clause: str | None = None
    #: The path in the file that was meant, by the models' labels; stays the same when lines move.
    keys: KeyPath = ()
    #: Which enterprise, and its figures. Confidential: only the text for the desk shows it, never a format that goes on.
    detail: str = ""
    #: What may be done without asking; most diagnostics have none.
    fix: Fix | None = None
    #: Where the other figure stands that this one was held against.
    related: tuple[Location, ...] = ()


class CodeEntry(NamedTuple):
    """What users read of a code that no rule stands behind: what is checked, how it is right, how it is wrong.

    Each module that finds such problems lists its codes in a table `CODES`; texts take limits from their constants.
    """

    code: str
    title: str
    good: str
    bad: str


class Ignored(NamedTuple):
    """A diagnostic that a comment beside its place sets aside, why, and where that comment stands."""

    diagnostic: Diagnostic
    reason: str
    location: Location


class Judged(NamedTuple):
    """Whose judgement a verdict rests on. `role` is 自评, 省级 or 专家; a region's own never reads like an expert's."""

    person: str
    unit: str
    role: str
    date: str


class Verdict(NamedTuple):
    """What the notice says of a dossier on one clause, for one leading industry (None = the region).

    `values` are the figures that decide, as decimal strings; `relative` is the verdict under the other reading of
    “提高2%以上”, where there is one. `sources` are the places that it rests on, `missing` what would have to be
    there, `notes` what else a reader must know (an overlay's change, a figure that rounds to the other side).
    """

    clause: str
    industry: str | None
    value: VerdictValue
    message: str
    values: dict[str, str | None] | None = None
    relative: VerdictValue | None = None
    sources: tuple[Location, ...] = ()
    missing: tuple[str, ...] = ()
    judged_by: Judged | None = None
    notes: tuple[str, ...] = ()


_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by file, place, severity and code, so that one input always gives one list; exact repeats are dropped."""
    return sorted(
        dict.fromkeys(diagnostics),
        key=lambda d: (d.location.path, d.location.line, d.location.column, _RANK[d.severity], d.code, d.message),
    )


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether one of them is an error."""
    return any(d.severity == "error" for d in diagnostics)
