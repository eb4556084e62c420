"""Verdicts as a table that is understood at a glance, as the working behind it, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from brandcluster.base.diagnostics import Verdict, VerdictValue
from brandcluster.base.visible import visible
from brandcluster.dossier.rulebook import Rulebook
from brandcluster.notice import edition
from brandcluster.notice.edition import UNSEEN
from brandcluster.output.json_text import dumps
from brandcluster.output.text.table import aligned
from brandcluster.output.text.terminal import Line

WORDS: dict[VerdictValue, tuple[str, str]] = {
    "met": ("green", "符合"),
    "not_met": ("bold red", "不符合"),
    "not_applicable": ("dim", "不适用"),
    "unknown": ("yellow", "无法判定"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts on one dossier. `labels` names each clause in a few words; `procedure` does not decide by itself."""

    dir: str
    title: str
    book: Rulebook
    day: date
    industries: tuple[str, ...]
    labels: dict[str, str]
    verdicts: list[Verdict]
    procedure: list[Verdict]
    summary: tuple[str, ...] = ()
    extra: tuple[tuple[str, Any], ...] = ()
    procedure_title: str = "办理程序（三（三）、（四））"


def cite_of(book: Rulebook, clause: str) -> str:
    """The citation of a clause, or of the overlay that added the condition."""
    found = book.clause(clause)
    if found is not None:
        return found.cite
    return (book.overlay.number or book.overlay.id or "") if book.overlay is not None else ""


def text_of(book: Rulebook, clause: str) -> str:
    """The words of a clause, or of the overlay's condition."""
    found = book.clause(clause)
    if found is not None:
        return found.text
    conditions = book.overlay.conditions if book.overlay is not None else []
    return next((each.text or "" for each in conditions if each.id == clause), "")


# ---- for people ----------------------------------------------------------------------------------------------


def lines(dossiers: list[Judged]) -> list[Line]:
    """For each dossier: what it stands under, the table, the working, the summary."""
    found: list[Line] = []
    for judged in dossiers:
        if found:
            found.append(())
        found.extend(_head(judged))
        found.extend(_table(judged, judged.verdicts))
        found.append(())
        found.extend(line for verdict in judged.verdicts for line in _working(judged, verdict))
        if judged.procedure:
            found += [(), (("bold", judged.procedure_title),)]
            found.extend(line for verdict in judged.procedure for line in _working(judged, verdict))
        if judged.summary:
            found.append(())
            found.extend((("bold", visible(sentence)),) for sentence in judged.summary)
    return found


def _head(judged: Judged) -> Iterator[Line]:
    about = edition.about(judged.book.edition)
    yield (("bold", visible(judged.title)),)
    partial = "" if about.known == "complete" else f"（{UNSEEN}）"
    overlay = f"；省级补充规则 {judged.book.overlay.id}" if judged.book.overlay is not None else ""
    yield (("dim", visible(f"依据 {about.number}{partial}{overlay}；以 {judged.day.isoformat()} 为今天")),)


def _table(judged: Judged, verdicts: list[Verdict]) -> Iterator[Line]:
    columns = [*judged.industries] or ["区域"]
    rows = [["条款", "条件", *map(visible, columns)]]
    styles: list[list[str]] = []
    for clause in dict.fromkeys(verdict.clause for verdict in verdicts):
        cells, cell_styles = [], []
        for column in columns:
            verdict = _for(verdicts, clause, column)
            style, word = WORDS[verdict.value] if verdict is not None else ("", "")
            cells.append(_short_word(verdict, word))
            cell_styles.append(style)
        rows.append(
            [
                cite_of(judged.book, clause),
                judged.labels.get(clause) or visible(text_of(judged.book, clause))[:24],
                *cells,
            ]
        )
        styles.append(cell_styles)
    table = aligned(rows)
    yield (("dim", f"  {table[0]}"),)
    for line, row, cell_styles in zip(table[1:], rows[1:], styles, strict=True):
        yield from [_coloured(line, row, cell_styles)]


def _coloured(line: str, row: list[str], styles: list[str]) -> Line:
    """One line of the table with the verdicts' words in their colours."""
    spans: list[tuple[str, str]] = []
    end = len(line)
    for word, style in zip(reversed(row[2:]), reversed(styles), strict=True):
        at = line.rfind(word, 0, end) if word else -1
        if at >= 0:
            spans = [(style, line[at : at + len(word)]), ("", line[at + len(word) : end]), *spans]
            end = at
    return (("", "  " + line[:end]), *spans)


def _short_word(verdict: Verdict | None, word: str) -> str:
    if verdict is None or verdict.judged_by is None or verdict.value not in ("met", "not_met"):
        return word
    return f"{word}（{verdict.judged_by.role}）"


def _for(verdicts: list[Verdict], clause: str, industry: str) -> Verdict | None:
    for verdict in verdicts:
        if verdict.clause == clause and verdict.industry in (None, industry):
            return verdict
    return None


def _working(judged: Judged, verdict: Verdict) -> Iterator[Line]:
    style, word = WORDS[verdict.value]
    who = f"{visible(verdict.industry)}：" if verdict.industry is not None else ""
    label = judged.labels.get(verdict.clause) or visible(text_of(judged.book, verdict.clause))
    yield (
        ("bold", f"{cite_of(judged.book, verdict.clause)} {label}"),
        ("", f"  {who}"),
        (style, word),
        ("", f"  {visible(verdict.message)}"),
    )
    yield (("dim", f"    原文：{visible(text_of(judged.book, verdict.clause))}"),)
    for gap in verdict.missing:
        yield (("", f"    缺：{visible(gap)}"),)
    for note in verdict.notes:
        yield (("", f"    注：{visible(note)}"),)
    if verdict.sources:
        places = dict.fromkeys(f"{place.path}:{place.line}" for place in verdict.sources)
        yield (("dim", f"    依据：{visible('、'.join(places))}"),)


# ---- for programs --------------------------------------------------------------------------------------------


def verdicts_json(command: str, dossiers: list[Judged]) -> str:
    """`brandcluster.eligibility/1` or `brandcluster.thresholds/1`."""
    return dumps(
        {
            "schema": f"brandcluster.{command}/1",
            "dossiers": [
                {
                    "dir": judged.dir,
                    "edition": judged.book.edition,
                    "overlay": judged.book.overlay.id if judged.book.overlay is not None else None,
                    "date": judged.day.isoformat(),
                    "verdicts": [_as_json(judged.book, verdict) for verdict in judged.verdicts],
                    **({"procedure": [_as_json(judged.book, v) for v in judged.procedure]} if judged.procedure else {}),
                    **dict(judged.extra),
                }
                for judged in dossiers
            ],
        }
    )


def _as_json(book: Rulebook, verdict: Verdict) -> dict[str, Any]:
    who = verdict.judged_by
    return {
        "clause": verdict.clause,
        "cite": cite_of(book, verdict.clause),
        "industry": verdict.industry,
        "verdict": verdict.value,
        "values": verdict.values,
        "verdict_relative": verdict.relative,
        "sources": [{"path": place.path, "line": place.line} for place in verdict.sources],
        "missing": list(verdict.missing),
        "judged_by": None
        if who is None
        else {"person": who.person, "unit": who.unit, "role": who.role, "date": who.date},
        "message": verdict.message,
        "notes": list(verdict.notes),
    }
