"""Diagnostics and verdicts as entries for other systems: code-review tools, CI, pull requests.

The words of an entry hold no character that acts, its path (as the system spells it) does not lead out of the folder,
and nothing in it is confidential (`Diagnostic.detail`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from brandcluster.base.diagnostics import (
    SEVERITY_WORDS,
    VERDICT_WORDS,
    Diagnostic,
    Edit,
    Fix,
    Location,
    Severity,
    Verdict,
    VerdictValue,
    in_reading_order,
)
from brandcluster.base.visible import visible
from brandcluster.dossier.files import HEADER, IGNORE_LIST
from brandcluster.dossier.load import Dossier
from brandcluster.notice.edition import cite_clause
from brandcluster.output.commands.diagnostics import DossierReport
from brandcluster.output.commands.verdicts import JudgedDossier, cite_of, verdict_text
from brandcluster.output.exchange.fingerprints import Fingerprints
from brandcluster.output.explain.topics import Topic, all_topics

#: What to do about it: `none` asks for nothing.
Level = Literal["error", "warning", "note", "none"]
#: How it was decided, in the words of SARIF: `open` for want of data, `review` because only a person can tell.
Kind = Literal["fail", "pass", "open", "review", "notApplicable"]


@dataclass(frozen=True, slots=True)
class ExchangeEntry:
    """One finding. `place` is relative to the repository; `reason` is why it is set aside, None where it is not."""

    code: str
    title: str
    level: Level
    kind: Kind
    #: 错误, 警告, 符合, 无法判定 …
    word: str
    message: str
    help: str
    cite: str
    place: Location
    related: tuple[Location, ...]
    fingerprint: str
    edition: str
    industry: str = ""
    judged: bool = False
    reason: str | None = None
    #: Set aside by the dossier's list and not beside its place.
    by_list: bool = False
    #: What may be done about it without asking; its places are relative to the repository.
    fix: Fix | None = None

    @property
    def verdict(self) -> str:
        """The verdict's word, for the beginning of a message; nothing for a diagnostic."""
        return "" if not self.judged else f"{self.word}："

    @property
    def full_message(self) -> str:
        """The message with whom it concerns."""
        return f"{self.industry}：{self.message}" if self.industry else self.message


class Findings:
    """What one call of a command found: its entries, and sentences for the reader about the whole."""

    def __init__(self, command: str) -> None:
        self.command = command
        self.entries: list[ExchangeEntry] = []
        self.notes: list[str] = []
        self._fingerprints = Fingerprints()

    def add_report(self, report: DossierReport, dossier: Dossier, prefix: str) -> None:
        """Add the diagnostics of one dossier, also those set aside. `prefix` is its folder in the repository."""
        aside = {id(each.diagnostic): each for each in report.ignored}
        for diagnostic in in_reading_order([*report.diagnostics, *(each.diagnostic for each in report.ignored)]):
            place = _place(prefix, diagnostic.location)
            fingerprint = self._fingerprints.of_diagnostic(dossier, place.path, diagnostic)
            related = tuple(_place(prefix, each) for each in diagnostic.related)
            entry = _of_diagnostic(report.edition, diagnostic, place, related, fingerprint)
            left = aside.get(id(diagnostic))
            if left is not None:
                entry = replace(entry, reason=visible(left.reason), by_list=left.location.path == IGNORE_LIST)
            self.entries.append(replace(entry, fix=_fix(prefix, diagnostic.fix)))

    def add_judged(self, judged: JudgedDossier, prefix: str) -> None:
        """Add the verdicts on one dossier, also those that are met."""
        home = _place(prefix, Location(HEADER))
        for verdict in (*judged.verdicts, *judged.procedure):
            places = tuple(dict.fromkeys(_place(prefix, place) for place in verdict.sources)) or (home,)
            fingerprint = self._fingerprints.of(verdict.clause, home.path, verdict.industry or "")
            entry = _of_verdict(judged, verdict, places, fingerprint)
            asks = verdict in judged.deciding or entry.level == "none"
            self.entries.append(entry if asks else replace(entry, level="note"))
        self.notes += [visible(sentence) for sentence in (judged.title, *judged.summary)]

    def join(self, others: Findings) -> None:
        """Add what was found apart, in another process: as if it had been found here, after what is here already."""
        for entry, parts in zip(others.entries, others._fingerprints.made_of, strict=True):
            self.entries.append(replace(entry, fingerprint=self._fingerprints.of(*parts)))
        self.notes += others.notes

    @property
    def asking(self) -> list[ExchangeEntry]:
        """The findings that ask for something and are not set aside, gravest first."""
        return gravest_first(each for each in self.entries if each.level != "none" and each.reason is None)


_LEVELS: dict[Severity, Level] = {"error": "error", "warning": "warning", "info": "note"}


def _of_diagnostic(
    edition: str, diagnostic: Diagnostic, place: Location, related: tuple[Location, ...], fingerprint: str
) -> ExchangeEntry:
    topic = topic_of(edition, diagnostic.code)
    return ExchangeEntry(
        diagnostic.code,
        topic.title if topic is not None else diagnostic.code,
        _LEVELS[diagnostic.severity],
        "fail",
        SEVERITY_WORDS[diagnostic.severity],
        visible(diagnostic.message),
        visible(diagnostic.help),
        cite_clause(edition, diagnostic.clause) or "",
        place,
        related,
        fingerprint,
        edition,
    )


def _fix(prefix: str, fix: Fix | None) -> Fix | None:
    if fix is None:
        return None
    return Fix(visible(fix.message), tuple(Edit(_place(prefix, each.location), each.text) for each in fix.edits))


def _of_verdict(
    judged: JudgedDossier, verdict: Verdict, places: tuple[Location, ...], fingerprint: str
) -> ExchangeEntry:
    words = visible(verdict_text(judged.book, verdict.clause))
    helps = [*(f"缺：{visible(each)}" for each in verdict.missing), *(f"注：{visible(each)}" for each in verdict.notes)]
    return ExchangeEntry(
        verdict.clause,
        visible(judged.labels.get(verdict.clause) or words[:24]),
        _level(verdict.value),
        _kind(judged, verdict),
        VERDICT_WORDS[verdict.value],
        visible(verdict.message),
        "；".join(helps),
        visible(cite_of(judged.book, verdict.clause)),
        places[0],
        places[1:],
        fingerprint,
        judged.book.edition,
        visible(verdict.industry or ""),
        True,
    )


def _level(value: VerdictValue) -> Level:
    return "error" if value == "not_met" else "warning" if value == "unknown" else "none"


def _kind(judged: JudgedDossier, verdict: Verdict) -> Kind:
    if verdict.value == "unknown":
        clause = judged.book.clause(verdict.clause)
        return "review" if clause is not None and clause.by == "person" else "open"
    return "pass" if verdict.value == "met" else "fail" if verdict.value == "not_met" else "notApplicable"


def _place(prefix: str, location: Location) -> Location:
    """The place below the repository; a path that is not one inside the dossier stands for dossier.yaml."""
    parts = location.path.split("/")
    if "\\" in location.path or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
        location = Location(HEADER)
    return location._replace(path=f"{prefix}/{location.path}" if prefix else location.path)


@cache
def _topics(edition: str) -> dict[str, Topic]:
    return {topic.id: topic for topic in reversed(all_topics(edition))}


def topic_of(edition: str, code: str) -> Topic | None:
    """The explanation of a code or clause; None for a condition that an overlay adds."""
    return _topics(edition).get(code)


_RANK: dict[Level, int] = {"error": 0, "warning": 1, "note": 2, "none": 3}


def gravest_first(entries: Iterable[ExchangeEntry]) -> list[ExchangeEntry]:
    """Errors, then warnings, then the rest; otherwise in their order."""
    return sorted(entries, key=lambda entry: _RANK[entry.level])
