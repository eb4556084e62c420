"""`diff`: what changed, for people who know brands and not git; and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Annotated, Literal, TypedDict

from brandcluster.base.diagnostics import VERDICT_WORDS, VerdictValue
from brandcluster.base.numbers import round_text
from brandcluster.base.visible import visible
from brandcluster.dossier.history.changes import DossierChange, Kind
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Count, DayText, DecimalText, Keys, LineNumber, exact_json
from brandcluster.output.text.terminal import Line
from brandcluster.output.text.words import VERDICT_STYLES
from brandcluster.rules.verdicts.what_changes import Effects, IndicatorChange, VerdictChange

#: How much of a long text is shown around what changed in it.
CONTEXT, SHOWN = 14, 90
MARKS = {
    "added": ("green", "＋"),
    "removed": ("red", "－"),
    "changed": ("yellow", "改"),
    "unreadable": ("bold red", "！"),
}
NOTHING, WHOLE = "没有变化。", "整个的文件"
NO_EFFECTS = Effects((), (), (), None, (), ())


@dataclass(frozen=True, slots=True)
class DossierChanges:
    """The changes of one dossier; `note` where a state of it is missing as a whole, `edition` by which it is sectioned."""

    dir: str
    title: str
    changes: tuple[DossierChange, ...]
    effects: Effects = NO_EFFECTS
    note: str = ""
    edition: str = ""


def diff_lines(differences: list[DossierChanges], between: str, day: date) -> list[Line]:
    """Dossier by dossier: what changed by file, then what follows from it."""
    if not differences:
        return [(("", f"{between}：{NOTHING}"),)]
    found: list[Line] = [(("dim", f"{between}；判定以 {day.isoformat()} 为今天"),)]
    for each in differences:
        found += [(), (("bold", dossier_name(each, visible)),)]
        if each.note:
            found.append((("yellow", f"  {each.note}"),))
        for title, changes in _groups(each.changes):
            found.append((("cyan", f"  {visible(title)}"),))
            found += [_line(change) for change in changes]
        found += _effects(each.effects)
    return found


def _groups(changes: tuple[DossierChange, ...]) -> Iterator[tuple[str, list[DossierChange]]]:
    """The changes of values by file, then those of whole files together."""
    valued = [each for each in changes if each.keys]
    for file, found in groupby(valued, key=lambda change: change.file):
        yield file, list(found)
    if len(valued) < len(changes):
        yield WHOLE, [each for each in changes if not each.keys]


def dossier_name(each: DossierChanges, safe: Callable[[str], str]) -> str:
    """Folder and region; the region alone where the command runs in its folder."""
    return safe(each.title) if each.dir == "." else f"{safe(each.dir)}（{safe(each.title)}）"


def _line(change: DossierChange) -> Line:
    style, mark = MARKS[change.kind]
    place = f"（第 {change.location.line} 行）" if change.keys and change.kind != "removed" else ""
    return ((style, f"    {mark} "), ("", f"{visible(change.heading)}{change_words(change, visible)}"), ("dim", place))


def change_words(change: DossierChange, safe: Callable[[str], str]) -> str:
    """From what to what, with unit and size."""
    if change.kind == "unreadable" or not change.keys:
        return ""
    before, after = _excerpts(change.before, change.after)
    # A key that no model knows is a stranger's text, and so is its unit.
    unit = f" {safe(change.unit)}" if change.unit and change.unit != "%" else change.unit
    if change.before is None:
        return f"：{safe(after)}{unit}"
    if change.after is None:
        return f"：原为 {safe(before)}{unit}"
    return f"：{safe(before)}{unit} → {safe(after)}{unit}{signed_size(change)}"


def signed_size(change: DossierChange) -> str:
    """How much a figure rose or fell, in brackets; "" for what is no figure."""
    if change.points is not None:
        return f"（{_signed(change.points)} 个百分点）"
    if change.relative is None:
        return ""
    return f"（{'增加' if change.relative > 0 else '减少'} {round_text(abs(change.relative), 2)}%）"


def _signed(points: Fraction) -> str:
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{round_text(abs(points), 2)}"


def _excerpts(before: str | None, after: str | None) -> tuple[str, str]:
    """Two texts cut to where they differ, with a little of what stands around."""
    old, new = before or "", after or ""
    if len(old) <= SHOWN and len(new) <= SHOWN:
        return old.replace("\n", "⏎"), new.replace("\n", "⏎")
    if before is None or after is None:
        return _cut(old, 0, len(old)), _cut(new, 0, len(new))
    first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - first
    last = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    return _cut(old, first, len(old) - last), _cut(new, first, len(new) - last)


def _cut(text: str, first: int, last: int) -> str:
    start, end = max(first - CONTEXT, 0), min(last + CONTEXT, len(text))
    piece = text[start:end]
    if len(piece) > SHOWN:
        piece = f"{piece[: SHOWN // 2]}…（共 {len(piece)} 字）…{piece[-SHOWN // 4 :]}"
    return f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}".replace("\n", "⏎")


def _effects(effects: Effects) -> Iterator[Line]:
    if effects.indicators:
        yield (("bold", "  由此变化的指标"),)
        for each in effects.indicators:
            yield (("", f"    {indicator_words(each, visible)}"),)
    if effects.verdicts:
        yield (("bold", "  由此变化的判定"),)
        for verdict in effects.verdicts:
            yield (
                ("", f"    {verdict_name(verdict, visible)}：{verdict_word(verdict.before)} → "),
                (_style(verdict.after), verdict_word(verdict.after)),
                ("dim", f"　{shortened_message(visible(verdict.message))}" if verdict.after != "met" else ""),
            )
    if effects.sealed:
        yield (("bold red", f"  动了封存的内容：{visible(effects.seal or '')}"),)
        for change in effects.sealed:
            yield (("", f"    {MARKS[change.kind][1]} {visible(change.heading)}{change_words(change, visible)}"),)
        yield (("dim", "    已经上纸的内容改动后要重新封存、重新盖章：brandcluster seal --reason 原因"),)
    for seal in effects.broken_seals:
        yield (("bold red", f"  封存的副本或清单改过、缺了：{visible(seal)}"),)
    for seal in effects.new_seals:
        yield (("green", f"  新的封存：{visible(seal)}"),)


def shortened_message(text: str, length: int = 80) -> str:
    """The beginning of a long message."""
    return text if len(text) <= length else f"{text[:length]}…"


def indicator_words(each: IndicatorChange, safe: Callable[[str], str]) -> str:
    """An indicator of a year with both its values."""
    where = f"{each.year} 年 {safe(each.industry or '合计')} {safe(each.indicator.label)}"
    points = (
        f"（{_signed(each.after - each.before)} 个百分点）"
        if each.before is not None and each.after is not None
        else ""
    )
    return f"{where}：{_percent(each.before)} → {_percent(each.after)}{points}"


def _percent(value: Fraction | None) -> str:
    return "算不出" if value is None else f"{round_text(value, 2)}%"


def verdict_name(verdict: VerdictChange, safe: Callable[[str], str]) -> str:
    """A condition by its clause, with the industry."""
    industry = f"（{safe(verdict.industry)}）" if verdict.industry else ""
    return f"{safe(verdict.cite)} {safe(verdict.label)}{industry}"


def verdict_word(value: VerdictValue | None) -> str:
    """符合, 不符合 …, also where there was no verdict."""
    return VERDICT_WORDS[value] if value is not None else "没有判定"


def _style(value: VerdictValue | None) -> str:
    return VERDICT_STYLES[value] if value is not None else ""


# ---- for programs --------------------------------------------------------------------------------------------


class _Change(TypedDict):
    path: str
    line: LineNumber
    keys: Keys
    heading: str
    kind: Kind
    before: str | None
    after: str | None
    unit: str
    relative_percent: DecimalText | None
    points: DecimalText | None


class _Indicator(TypedDict):
    year: Count
    indicator: str
    industry: str | None
    before: DecimalText | None
    after: DecimalText | None
    unit: Literal["%"]


class _Verdict(TypedDict):
    clause: str
    cite: str
    industry: str | None
    before: VerdictValue | None
    after: VerdictValue | None
    message: str


class _Dossier(TypedDict):
    dir: str
    title: str
    note: str
    changes: list[_Change]
    indicators: list[_Indicator]
    verdicts: list[_Verdict]
    sealed: Annotated[list[_Change], "动了的封存内容"]
    seal: str | None
    new_seals: list[str]
    broken_seals: list[str]


class DiffJson(TypedDict):
    """What `diff --format json` prints."""

    schema: Literal["brandcluster.diff/1"]
    before: str
    after: str
    date: DayText
    dossiers: list[_Dossier]


def diff_json(differences: list[DossierChanges], before: str, after: str, day: date) -> str:
    """The changes between two versions, named as they were given; verdicts as of a day."""
    made: DiffJson = {
        "schema": "brandcluster.diff/1",
        "before": before,
        "after": after,
        "date": day.isoformat(),
        "dossiers": [_dossier_json(each) for each in differences],
    }
    return json_text(made)


def _dossier_json(each: DossierChanges) -> _Dossier:
    effects = each.effects
    return {
        "dir": each.dir,
        "title": each.title,
        "note": each.note,
        "changes": [_change_json(change) for change in each.changes],
        "indicators": [_indicator_json(change) for change in effects.indicators],
        "verdicts": [_verdict_json(change) for change in effects.verdicts],
        "sealed": [_change_json(change) for change in effects.sealed],
        "seal": effects.seal,
        "new_seals": list(effects.new_seals),
        "broken_seals": list(effects.broken_seals),
    }


def _indicator_json(change: IndicatorChange) -> _Indicator:
    return {
        "year": change.year,
        "indicator": change.indicator.id,
        "industry": change.industry,
        "before": exact_json(change.before),
        "after": exact_json(change.after),
        "unit": "%",
    }


def _verdict_json(change: VerdictChange) -> _Verdict:
    return {
        "clause": change.clause,
        "cite": change.cite,
        "industry": change.industry,
        "before": change.before,
        "after": change.after,
        "message": change.message,
    }


def _change_json(change: DossierChange) -> _Change:
    return {
        "path": change.file,
        "line": change.location.line,
        "keys": list(change.keys),
        "heading": change.heading,
        "kind": change.kind,
        "before": change.before,
        "after": change.after,
        "unit": change.unit,
        "relative_percent": exact_json(change.relative),
        "points": exact_json(change.points),
    }
