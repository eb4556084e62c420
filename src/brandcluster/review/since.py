"""What changed since the newest seal that went to paper, or since the last round, in the form's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from brandcluster.base.diagnostics import Location
from brandcluster.base.numbers import round_text
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.sealed_application import fixed_application

if TYPE_CHECKING:
    from brandcluster.dossier.history.changes import DossierChange

#: As many changes are listed, and as much of a text is shown.
MAX_CHANGES = 300
MAX_TEXT = 120


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change, with its place in the files as they are now (for what is gone: in the seal's copies)."""

    text: str
    source: Location


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a seal; `note` says what a reader must know of the list."""

    since: str
    note: str
    lines: tuple[ChangeLine, ...]


def since_sealed(dossier: Dossier, day: date) -> Changes | None:
    """The changes since the newest seal that went to paper by a day; None where nothing did."""
    fixed = fixed_application(dossier, day)
    if fixed.seal is None:
        return None
    if fixed.dossier is None:
        return Changes(fixed.seal.name, "封存的副本与封存清单不符，不能比较；见“问题”。", ())
    from brandcluster.dossier.history.changes import compare_dossiers

    # What was written after the seal, as the pilot's own records, is no change of what was sealed.
    found = compare_dossiers(fixed.dossier, dossier, only=frozenset(fixed.dossier.documents))
    return _changes(fixed.seal.name, found, fixed.seal.copies)


def since_previous(dossier: Dossier, previous: Dossier) -> Changes:
    """The changes since what was handed in the last time; what is gone has no place in the present files."""
    from brandcluster.dossier.history.changes import compare_dossiers

    return _changes("上次收到的", compare_dossiers(previous, dossier), "上次")


def _changes(since: str, found: Sequence[DossierChange], home: str) -> Changes:
    more = len(found) - MAX_CHANGES
    return Changes(
        since,
        f"还有 {more} 处没有列出。" if more > 0 else "",
        tuple(ChangeLine(_words(change), _place(change, home)) for change in found[:MAX_CHANGES]),
    )


def _place(change: DossierChange, home: str) -> Location:
    where = change.location
    return Location(f"{home}/{where.path}", where.line) if change.kind == "removed" else where


def _words(change: DossierChange) -> str:
    unit = change.unit
    before, after = (_short(text, unit) for text in (change.before, change.after))
    if change.kind == "unreadable" or (change.before is None and change.after is None):
        word = {"added": "：新增", "removed": "：删去"}.get(change.kind, "")
        return f"{change.heading}{word}"
    if change.kind == "added":
        return f"{change.heading}：新增（{after}）"
    if change.kind == "removed":
        return f"{change.heading}：删去（{before}）"
    size = ""
    if change.points is not None:
        size = f"（{'+' if change.points > 0 else ''}{round_text(change.points, 2)} 个百分点）"
    elif change.relative is not None:
        size = f"（{'+' if change.relative > 0 else ''}{round_text(change.relative, 2)}%）"
    return f"{change.heading}：{before} → {after}{size}"


def _short(text: str | None, unit: str) -> str:
    if text is None:
        return "空"
    shown = " ".join(text.split())
    cut = shown if len(shown) <= MAX_TEXT else f"{shown[:MAX_TEXT]}……"
    return f"{cut}{unit}"
