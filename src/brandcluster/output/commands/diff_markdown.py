"""`diff --format markdown`: for a comment on a pull request, by section of the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from brandcluster.base.visible import visible
from brandcluster.dossier.history.changes import DossierChange
from brandcluster.output.commands.diff import (
    MARKS,
    NOTHING,
    DossierChanges,
    change_words,
    dossier_name,
    indicator_words,
    shortened_message,
    verdict_name,
    verdict_word,
)
from brandcluster.output.commands.diff_sections import ChangedSection, SectionChange, changed_sections
from brandcluster.output.text.changed_words import Run, shortened
from brandcluster.output.text.markdown_text import COMMENT, escape_markdown
from brandcluster.rules.verdicts.what_changes import Effects

#: So much of what stayed the same stands around a change, on the line and where it folds out.
NEAR, AROUND = 12, 40
#: What is longer than this folds; of a text that is new or gone so much is shown.
FOLDS, MOST = 240, 4_000
_TAGS = {"same": ("", ""), "gone": ("<del>", "</del>"), "new": ("<ins>", "</ins>")}


class _Row(NamedTuple):
    """A line of Markdown, or a text that folds; details are left out before anything else is."""

    text: str
    is_detail: bool = False


def diff_markdown(differences: list[DossierChanges], between: str, day: date) -> str:
    """What changed, no longer than a comment on a pull request may be. Long texts fold; no markup of theirs acts."""
    rows = [
        _Row("### brandcluster diff"),
        _Row(""),
        _Row(f"{escape_markdown(between)}；判定以 {day.isoformat()} 为今天。"),
    ]
    if not differences:
        rows += [_Row(""), _Row(NOTHING)]
    for each, sections in zip(differences, changed_sections(differences), strict=True):
        rows += [_Row(""), _Row(f"#### {dossier_name(each, escape_markdown)}")]
        if each.note:
            rows += [_Row(""), _Row(f"- {each.note}")]
        for section in sections:
            rows += _section_rows(section)
        rows += _effect_rows(each.effects)
    return _within(rows, COMMENT)


def _section_rows(section: ChangedSection) -> Iterator[_Row]:
    for text in ("", f"**{escape_markdown(section.title)}**", ""):
        yield _Row(text, is_detail=True)
    for each in section.changes:
        yield _Row(_text(each) if each.runs else _figure(each.change, each.heading), is_detail=True)


def _figure(change: DossierChange, heading: str) -> str:
    return f"- {MARKS[change.kind][1]} {escape_markdown(heading)}{change_words(change, escape_markdown)}"


def _text(each: SectionChange) -> str:
    """A text with its changed words marked: on the line where they are few, else folded."""
    head = f"- {MARKS[each.change.kind][1]} {escape_markdown(each.heading)}"
    near = shortened(each.runs, NEAR)
    if sum(len(run.text) for run in near) <= FOLDS:
        return f"{head}：{_marked(near, '⏎')}"
    gone, came = (sum(len(run.text) for run in each.runs if run.kind == kind) for kind in ("gone", "new"))
    counted = "，".join(f"{word} {count} 字" for word, count in (("多了", came), ("少了", gone)) if count)
    whole = _marked(list(_first(shortened(each.runs, AROUND), MOST)), "<br>")
    return f"{head}：{counted}\n\n<details><summary>展开看改了哪些字</summary>\n\n其中：{whole}\n\n</details>\n"


def _first(runs: Iterable[Run], most: int) -> Iterator[Run]:
    """The first characters of some runs; that there are more is said."""
    for run in runs:
        if len(run.text) > most:
            yield Run(run.kind, run.text[:most])
            yield Run("same", "……（后面没有列出，看全部用 brandcluster diff --format html）")
            return
        most -= len(run.text)
        yield run


def _marked(runs: list[Run], line_end: str) -> str:
    """The runs with what went struck out and what came underlined."""
    return "".join(f"{_TAGS[run.kind][0]}{_safe(run.text, line_end)}{_TAGS[run.kind][1]}" for run in runs)


def _safe(text: str, line_end: str) -> str:
    """A stretch of text that acts nowhere; its blanks at the edges and its lines stay."""
    return line_end.join(
        f"{' ' * (line[:1] == ' ')}{escape_markdown(line)}{' ' * (len(line) > 1 and line[-1] == ' ')}"
        for line in text.split("\n")
    )


def _effect_rows(effects: Effects) -> Iterator[_Row]:
    safe = escape_markdown
    if effects.verdicts:
        yield from map(_Row, ("", "**由此变化的判定**", ""))
        for each in effects.verdicts:
            why = f"　{safe(shortened_message(visible(each.message)))}" if each.after != "met" and each.message else ""
            yield _Row(
                f"- {verdict_name(each, safe)}：{verdict_word(each.before)} → **{verdict_word(each.after)}**{why}"
            )
    if effects.indicators:
        yield from map(_Row, ("", "**由此变化的指标**", ""))
        yield from (_Row(f"- {indicator_words(each, safe)}") for each in effects.indicators)
    if effects.sealed:
        yield from map(_Row, ("", f"**动了封存的内容：{safe(effects.seal or '')}**", ""))
        yield from (_Row(_figure(each, each.heading), is_detail=True) for each in effects.sealed)
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
