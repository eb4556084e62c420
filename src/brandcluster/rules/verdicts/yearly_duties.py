"""What 三（六） asks every year: a summary by the region, an inspection by the province; years count by one clock.

Both readings of 每年 are worked out. The edition or an overlay says which one decides; where the other decides
differently, its figures stand beside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.diagnostics import VERDICT_WORDS, Verdict, VerdictValue
from brandcluster.dossier.files import SUMMARIES, SUPERVISION
from brandcluster.dossier.load import Dossier
from brandcluster.notice.edition import ANNIVERSARY, CALENDAR
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.record_days import pilot_spans
from brandcluster.rules.facts.rules_in_force import ruling_of
from brandcluster.rules.facts.stage import approved_on, has_happened
from brandcluster.rules.facts.years_owed import OwedYear, year_reading, years_begun, years_looked_at, years_settled
from brandcluster.rules.verdicts.condition import overlay_notes

if TYPE_CHECKING:
    from brandcluster.dossier.model.pilot.reporting import Inspection

NOT_APPROVED = "还没有批复。"


def summaries_handed_in(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（六）“每年应对工作开展情况进行总结评价，向工业和信息化部（科技司）提交总结报告”: one for every year that is over."""
    clause = "annual-summary"
    begun = approved_on(dossier, day)
    if begun is None:
        yield Verdict(clause, None, "not_applicable", NOT_APPROVED)
        return
    handed = [
        (index, each.year, each.date)
        for index, each in enumerate(dossier.summaries.summaries)
        if each.date is not None and has_happened(each.date, day) and is_there(dossier, each.document)
    ]
    counts = {reading: _summaries_by(dossier, day, begun, handed, reading) for reading in (ANNIVERSARY, CALENDAR)}
    found = counts[year_reading(dossier)]
    summaries = dossier.summaries.summaries
    unaddressed = tuple(
        f"{when.isoformat()} 提交的总结的提交对象（工业和信息化部科技司）"
        for index, _, when in handed
        if summaries[index].to is None
    )
    yield Verdict(
        clause,
        None,
        "unknown" if unaddressed and found.value == "met" else found.value,
        f"应提交总结 {found.owed} 年，已提交 {found.owed - len(found.missing)} 年。",
        sources=tuple(dossier.locate(SUMMARIES, ("年度总结", index)) for index, _, _ in handed),
        missing=(*(f"{each.words}的总结（提交日期、文件）" for each in found.missing), *unaddressed),
        notes=_year_notes(dossier, counts, "应提交", "已提交"),
    )


class _Count(NamedTuple):
    """Years that are owed, those without a record, and what follows by one reading of 每年."""

    owed: int
    missing: tuple[OwedYear, ...]
    value: VerdictValue


def _summaries_by(
    dossier: Dossier, day: date, begun: date, handed: list[tuple[int, int | None, date]], reading: str
) -> _Count:
    years = years_begun(dossier, day, reading)
    settled = years_settled(begun, [(year, when) for _, year, when in handed], reading)
    owed = [each for each in years if each.over]
    missing = tuple(each for each in owed if each.number not in settled)
    # The summary of the year just over is made in this one; after the cycle nobody has said whether it is asked for.
    # Only a record that says so makes it a failure: one of the year without a day, or with a later one.
    spans, late = pilot_spans(dossier), _named_late(dossier, day, begun, reading)
    overdue = any(
        each.closed and each.number in late and any(a <= each.last <= b for a, b in spans) for each in missing
    )
    return _Count(len(owed), missing, "not_met" if overdue else "unknown" if missing or not settled else "met")


def _named_late(dossier: Dossier, day: date, begun: date, reading: str) -> set[int]:
    """The years whose summary is recorded as not handed in by a day."""
    years = [
        each.year for each in dossier.summaries.summaries if each.year is not None and not has_happened(each.date, day)
    ]
    return {year if reading != ANNIVERSARY else year - begun.year + 1 for year in years}


def _year_notes(dossier: Dossier, counts: dict[str, _Count], asked: str, there: str) -> tuple[str, ...]:
    """The two readings of 每年 with their figures, where they decide differently; and what an overlay changed."""
    ruling = ruling_of(dossier, "year-reading")
    if len({each.value for each in counts.values()}) == 1:
        return overlay_notes(ruling)
    shown = "，".join(
        f"按{reading}{asked} {each.owed} 年、{there} {each.owed - len(each.missing)} 年（{VERDICT_WORDS[each.value]}）"
        for reading, each in counts.items()
    )
    source = f"（{ruling.source}）" if ruling is not None else ""
    return (f"“每年”有两种读法：{shown}；以{year_reading(dossier)}为准{source}", *overlay_notes(ruling))


def inspections_held(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（六）“年度监督检查”: one for every year that is over; that one is lacking is no fault of the region's."""
    clause = "supervision"
    if approved_on(dossier, day) is None:
        yield Verdict(clause, None, "not_applicable", NOT_APPROVED)
        return
    held = [(index, each) for index, each in enumerate(dossier.supervision.inspections) if has_happened(each.date, day)]
    demands = [each for _, inspection in held for each in inspection.demands]
    late = [e for e in demands if e.due is not None and e.due < day and not has_happened(e.done, day)]
    still = [e for e in demands if not has_happened(e.done, day)]
    proven = [
        each.date
        for _, each in held
        if each.date is not None and each.kind == "年度监督检查" and is_there(dossier, each.document)
    ]
    counts = {reading: _inspected_by(dossier, day, proven, bool(late), reading) for reading in (ANNIVERSARY, CALENDAR)}
    found = counts[year_reading(dossier)]
    gaps = [f"{each.words}的年度监督检查（日期、文件）" for each in found.missing]
    yield Verdict(
        clause,
        None,
        found.value,
        f"监督检查 {len(held)} 次{_followed(held)}，整改要求 {len(demands)} 条，完成 {len(demands) - len(still)} 条。",
        sources=tuple(dossier.locate(SUPERVISION, ("监督检查", index)) for index, _ in held),
        missing=(*(f"整改：{each.content}" for each in late), *(gaps or (() if proven else ("监督检查的记录和文件",)))),
        notes=(
            *(f"还没有到期：{each.content}（{each.due}）" for each in still if each not in late),
            *([] if any(each.kind == "跟踪评价" for _, each in held) else ["没有跟踪评价的记录；由省级主管部门组织"]),
            *_year_notes(dossier, counts, "应检查", "有记录的"),
        ),
    )


def _followed(held: list[tuple[int, Inspection]]) -> str:
    count = sum(each.kind == "跟踪评价" for _, each in held)
    return f"（其中跟踪评价 {count} 次）" if count else ""


def _inspected_by(dossier: Dossier, day: date, proven: list[date], late: bool, reading: str) -> _Count:
    years = years_begun(dossier, day, reading)
    settled = years_looked_at(years, proven)
    owed = [each for each in years if each.over]
    missing = tuple(each for each in owed if each.number not in settled)
    return _Count(len(owed), missing, "not_met" if late else "unknown" if missing or not proven else "met")
