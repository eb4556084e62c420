"""`diff`: what changed, for people who know brands and not git; and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Annotated, Literal, NamedTuple, TypedDict

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
    """The changes of one dossier; `note` where a state of it is missing as a whole."""

    dir: str
    title: str
    changes: tuple[DossierChange, ...]
    effects: Effects = NO_EFFECTS
    note: str = ""


def diff_lines(differences: list[DossierChanges], between: str, day: date) -> list[Line]:
    """Dossier by dossier: what changed by file, then what follows from it."""
    if not differences:
        return [(("", f"{between}：{NOTHING}"),)]
    found: list[Line] = [(("dim", f"{between}；判定以 {day.isoformat()} 为今天"),)]
    for each in differences:
        found += [(), (("bold", _name(each, visible)),)]
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


def _name(each: DossierChanges, safe: Callable[[str], str]) -> str:
    """Folder and region; the region alone where the command runs in its folder."""
    return safe(each.title) if each.dir == "." else f"{safe(each.dir)}（{safe(each.title)}）"


def _line(change: DossierChange) -> Line:
    style, mark = MARKS[change.kind]
    place = f"（第 {change.location.line} 行）" if change.keys and change.kind != "removed" else ""
    return ((style, f"    {mark} "), ("", f"{visible(change.heading)}{_said(change, visible)}"), ("dim", place))


def _said(change: DossierChange, safe: Callable[[str], str]) -> str:
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
    return f"：{safe(before)}{unit} → {safe(after)}{unit}{_size(change)}"


def _size(change: DossierChange) -> str:
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
            yield (("", f"    {_indicator(each, visible)}"),)
    if effects.verdicts:
        yield (("bold", "  由此变化的判定"),)
        for verdict in effects.verdicts:
            yield (
                ("", f"    {_verdict_name(verdict, visible)}：{_word(verdict.before)} → "),
                (_style(verdict.after), _word(verdict.after)),
                ("dim", f"　{_short(visible(verdict.message))}" if verdict.after != "met" else ""),
            )
    if effects.sealed:
        yield (("bold red", f"  动了封存的内容：{visible(effects.seal or '')}"),)
        for change in effects.sealed:
            yield (("", f"    {MARKS[change.kind][1]} {visible(change.heading)}{_said(change, visible)}"),)
        yield (("dim", "    已经上纸的内容改动后要重新封存、重新盖章：brandcluster seal --reason 原因"),)
    for seal in effects.broken_seals:
        yield (("bold red", f"  封存的副本或清单改过、缺了：{visible(seal)}"),)
    for seal in effects.new_seals:
        yield (("green", f"  新的封存：{visible(seal)}"),)


def _short(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _indicator(each: IndicatorChange, safe: Callable[[str], str]) -> str:
    where = f"{each.year} 年 {safe(each.industry or '合计')} {safe(each.indicator.label)}"
    points = (
        f"（{_signed(each.after - each.before)} 个百分点）"
        if each.before is not None and each.after is not None
        else ""
    )
    return f"{where}：{_percent(each.before)} → {_percent(each.after)}{points}"


def _percent(value: Fraction | None) -> str:
    return "算不出" if value is None else f"{round_text(value, 2)}%"


def _verdict_name(verdict: VerdictChange, safe: Callable[[str], str]) -> str:
    industry = f"（{safe(verdict.industry)}）" if verdict.industry else ""
    return f"{safe(verdict.cite)} {safe(verdict.label)}{industry}"


def _word(value: VerdictValue | None) -> str:
    return VERDICT_WORDS[value] if value is not None else "没有判定"


def _style(value: VerdictValue | None) -> str:
    return VERDICT_STYLES[value] if value is not None else ""


# ---- for a pull request --------------------------------------------------------------------------------------


class _Row(NamedTuple):
    """A line of Markdown; details are left out before anything else is."""

    text: str
    is_detail: bool = False


def diff_markdown(differences: list[DossierChanges], between: str, day: date) -> str:
    """The same for a comment on a pull request, no longer than such a comment may be."""
    from brandcluster.output.text.markdown_text import COMMENT, escape_markdown

    rows = [
        _Row("### brandcluster diff"),
        _Row(""),
        _Row(f"{escape_markdown(between)}；判定以 {day.isoformat()} 为今天。"),
    ]
    if not differences:
        rows += [_Row(""), _Row(NOTHING)]
    for each in differences:
        rows += [_Row(""), _Row(f"#### {_name(each, escape_markdown)}")]
        if each.note:
            rows += [_Row(""), _Row(f"- {each.note}")]
        for title, changes in _groups(each.changes):
            rows += [_Row(text, is_detail=True) for text in ("", f"**{escape_markdown(title)}**", "")]
            rows += _change_rows(changes, escape_markdown)
        rows += _effect_rows(each.effects, escape_markdown)
    return _within(rows, COMMENT)


def _change_rows(changes: Iterable[DossierChange], safe: Callable[[str], str]) -> Iterator[_Row]:
    for each in changes:
        yield _Row(f"- {MARKS[each.kind][1]} {safe(each.heading)}{_said(each, safe)}", is_detail=True)


def _effect_rows(effects: Effects, safe: Callable[[str], str]) -> Iterator[_Row]:
    if effects.indicators:
        yield from map(_Row, ("", "**由此变化的指标**", ""))
        yield from (_Row(f"- {_indicator(each, safe)}") for each in effects.indicators)
    if effects.verdicts:
        yield from map(_Row, ("", "**由此变化的判定**", ""))
        for each in effects.verdicts:
            yield _Row(f"- {_verdict_name(each, safe)}：{_word(each.before)} → **{_word(each.after)}**")
    if effects.sealed:
        yield from map(_Row, ("", f"**动了封存的内容：{safe(effects.seal or '')}**", ""))
        yield from _change_rows(effects.sealed, safe)
    if effects.broken_seals or effects.new_seals:
        yield _Row("")
        yield from (_Row(f"- **封存的副本或清单改过、缺了：{safe(seal)}**") for seal in effects.broken_seals)
        yield from (_Row(f"- 新的封存：{safe(seal)}") for seal in effects.new_seals)


def _within(rows: list[_Row], limit: int) -> str:
    """The lines up to a size, in their order; how many are left out is said."""
    room = limit - 60
    kept = [False] * len(rows)
    for wanted in (False, True):
        for number, row in enumerate(rows):
            if row.is_detail == wanted:
                room -= len(row.text) + 1
                if room < 0:
                    break
                kept[number] = True
    text = "\n".join(row.text for row, keep in zip(rows, kept, strict=True) if keep).rstrip("\n") + "\n"
    left_out = sum(bool(row.text) and not keep for row, keep in zip(rows, kept, strict=True))
    return f"{text}\n……另有 {left_out} 行，用 brandcluster diff 看全部。\n" if left_out else text


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
