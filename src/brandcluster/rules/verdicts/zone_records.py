"""三（七）1（2）（3）（5）（6）: conditions of a zone that dated records with documents decide, and people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.days import overlapped_by
from brandcluster.base.diagnostics import Verdict, VerdictValue
from brandcluster.dossier.files import ACTIVITIES, EVALUATION_MODEL, EVALUATIONS_FOLDER, MONITORING
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.dossier.rulebook import Ruling
from brandcluster.rules.facts.activity_effects import before_and_after
from brandcluster.rules.facts.deciding_years import each_industry, met_or_not
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.opinions import by_whom, opinion_on
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.facts.stage import approved_on
from brandcluster.rules.verdicts.condition import overlay_notes, person_words, unread_parts
from brandcluster.rules.verdicts.zone_shares import round_up

if TYPE_CHECKING:
    from brandcluster.dossier.model.pilot.activities import Activity


def evaluation_verdict(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（2）: a system of evaluation, formal evaluations with report and measures.

    What is not recorded is unknown. It fails only where all that is recorded is whole and lies outside the pilot.
    """
    needed = rulebook_of(dossier).ruling("evaluations-min")
    if needed is None:
        yield Verdict("zone-2", None, "unknown", "没有申报日期，无法判定。", missing=("申报日期",))
        return
    missing, sources, reasons = [], [], []
    system = dossier.evaluation_model.system
    if (
        system is None
        or None in (system.name, system.date)
        or not _in_force(dossier, system.date, system.document, day)
    ):
        missing.append("品牌相关评价制度（名称、日期、文件）")
    else:
        sources.append(dossier.locate(EVALUATION_MODEL, ("评价制度",), on_key=True))
    counted, wanting = 0, 0
    for year in sorted(dossier.evaluations):
        reason, whole = _evaluation_state(dossier, year, day)
        wanting += not whole
        if reason is None:
            counted += 1
            sources.append(dossier.locate(f"{EVALUATIONS_FOLDER}/{year}.yaml", ("评价日期",)))
        else:
            reasons.append(f"{year} 年评价未计入：{reason}")
    enough = needed.admits(Fraction(counted))
    gaps = [] if enough else unread_parts(dossier, EVALUATIONS_FOLDER)
    approved = approved_on(dossier, day)
    missing += [*gaps, *([] if approved is not None else ["批复日期（pilot/approval.yaml）"])]
    failed = bool(dossier.evaluations) and not enough and not wanting and not missing
    if not enough:
        missing.append(f"批复以后有报告、有改进措施的评价，至少 {needed.value} 次")
    yield Verdict(
        "zone-2",
        None,
        "not_met" if failed else "unknown" if missing else "met",
        f"计入正式评价 {counted} 次，要求至少 {needed.value} 次。",
        values={"current": str(counted), "required": str(needed.value)},
        sources=tuple(sources) if counted else (),
        missing=tuple(missing),
        notes=(*reasons, *overlay_notes(needed)),
    )


def _in_force(dossier: Dossier, when: date | None, document: str | None, day: date) -> bool:
    """Whether a record is dated by a day and its document is there."""
    return when is not None and when <= day and is_there(dossier, document)


def _evaluation_state(dossier: Dossier, year: int, day: date) -> tuple[str | None, bool]:
    """Why an evaluation does not count (None where it does), and whether its record is whole."""
    evaluation, approved = dossier.evaluations[year], approved_on(dossier, day)
    if evaluation.date is None:
        return "没有评价日期", False
    if not is_there(dossier, evaluation.report):
        return "没有评价报告", False
    if not any(measure.content is not None for measure in evaluation.measures):
        return "没有改进措施", False
    if evaluation.year != year:
        return "年份与文件名不同", False
    if evaluation.date > day:
        return "还没有开展", True
    if approved is None:
        return "还没有批复", False
    return ("在批复以前", True) if evaluation.date < approved else (None, True)


def quality_activities(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（3）: quality activities that count."""
    yield from _activities(dossier, day, "zone-3", "质量品牌提升", "quality-activities-min", "项")


def publicity_verdict(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（6）: publicity and marketing that count."""
    yield from _activities(dossier, day, "zone-6", "宣传营销", "publicity-min", "次")


def _activities(dossier: Dossier, day: date, clause: str, kind: str, parameter: str, unit: str) -> Iterator[Verdict]:
    needed = rulebook_of(dossier).ruling(parameter)
    for industry in each_industry(dossier, day):
        if needed is None:
            yield Verdict(clause, industry, "unknown", "没有申报日期，无法判定。", missing=("申报日期",))
            continue
        held = _count_activities(dossier, day, kind, industry)
        judged = opinion_on(dossier, clause, industry, day)
        enough = needed.admits(Fraction(len(held.counted)))
        gaps = [] if enough else [*unread_parts(dossier, ACTIVITIES)]
        if approved_on(dossier, day) is None:
            gaps.append("批复日期（pilot/approval.yaml）")
        # Less than required fails only where every record of the kind is whole, and none could still count.
        failed = held.recorded and not gaps and not needed.admits(Fraction(len(held.counted) + held.open))
        missing = [*gaps, *_without_figures(dossier, held.counted, needed), *judged.missing]
        if not enough:
            lacking = round_up(needed.number - len(held.counted))
            missing.insert(0, f"还需 {lacking} {unit}完成的、有证明文件的{kind}活动")
        value: VerdictValue = "not_met" if judged.favourable is False or (failed and not enough) else "unknown"
        if enough and not missing:
            value = met_or_not(bool(judged.favourable))
        yield Verdict(
            clause,
            industry,
            value,
            f"计入{kind}活动 {len(held.counted)} {unit}，要求至少 {needed.value} {unit}；"
            f"是否“效果显著”：{person_words(judged.favourable, by_whom(judged.judged))}",
            values={"current": str(len(held.counted)), "required": str(needed.value)},
            sources=(*judged.sources, *(dossier.locate(ACTIVITIES, ("活动", index)) for index in held.counted)),
            missing=tuple(missing),
            judged_by=judged.judged if enough or judged.favourable is False else None,
            notes=(*held.reasons, *_changes(dossier, held.counted), *judged.notes, *overlay_notes(needed)),
        )


class _Held(NamedTuple):
    """The activities of a kind: those that count (by index), how many may still, and why the others do not.

    `recorded` where there is any of the kind at all: none at all is a record that is missing, not a failure.
    """

    counted: list[int]
    open: int
    reasons: list[str]
    recorded: bool


def _without_figures(dossier: Dossier, counted: list[int], needed: Ruling) -> list[str]:
    """The activities whose effect is not given in figures, where those that give it are too few: 效果显著 rests on them."""
    entries = dossier.activities.activities
    bare = [index for index in counted if not list(before_and_after(entries[index]))]
    if needed.admits(Fraction(len(counted) - len(bare))):
        return []
    return [f"“{entries[index].name}”的效果数据（活动前、活动后的数）" for index in bare]


def _changes(dossier: Dossier, counted: list[int]) -> list[str]:
    entries = dossier.activities.activities
    return [sentence for index in counted for sentence in before_and_after(entries[index])]


def _count_activities(dossier: Dossier, day: date, kind: str, industry: str | None) -> _Held:
    """The activities of a kind that count for an industry, and why the others do not.

    One whose kind is not written may be of any.
    """
    counted: list[int] = []
    reasons: list[str] = []
    still, seen = 0, 0
    approved = approved_on(dossier, day)
    taken: dict[str, list[tuple[date, date, int]]] = {}
    for index, entry in enumerate(dossier.activities.activities):
        if entry.industry not in (None, industry):
            continue
        reason, may = _why_not(dossier, entry, approved, day)
        if reason is None and entry.name is not None and entry.start is not None and entry.end is not None:
            # One event counts once, as the kind of the first record of it that can count.
            earlier = overlapped_by(taken.setdefault(normalise_key(entry.name), []), entry.start, entry.end, index)
            reason = None if earlier is None else "同一活动已经计入"
        if entry.kind not in (kind, None):
            continue
        seen += 1
        still += may
        if reason is None:
            counted.append(index)
        else:
            reasons.append(f"“{entry.name or f'第 {index + 1} 项活动'}”未计入：{reason}")
    return _Held(counted, still, reasons, bool(seen))


def _why_not(dossier: Dossier, entry: Activity, approved: date | None, day: date) -> tuple[str | None, bool]:
    """Why an activity does not count (None where it does), and whether it could once its record is whole or it is over."""
    if approved is None:
        return "还没有批复", True
    if entry.kind is None or entry.name is None:
        return "没有写类型或名称", True
    if entry.end is None or entry.end > day:
        return "还没有完成", True
    if entry.end < approved:
        return "在批复以前", False
    if entry.start is None:
        return "没有写开始日期", True
    if entry.end < entry.start:
        return "完成日期早于开始日期", True
    if not is_there(dossier, entry.document):
        return "没有证明文件", True
    if entry.organiser is None:
        return "没有写组织单位", True
    if entry.kind == "质量品牌提升" and (backing := _backing(dossier, entry)) not in _BACKING:
        if backing is not None:
            return "组织单位不是行业组织或骨干企业", False
        return "不知道组织单位是不是行业组织或骨干企业（写“组织单位类型”）", True
    return ("在批复以前开始", True) if entry.start < approved else (None, False)


#: On whom a quality activity must rest (三（七）1（3）: 以区域行业组织和骨干企业为依托).
_BACKING = ("行业组织", "骨干企业")


def _backing(dossier: Dossier, entry: Activity) -> str | None:
    """What kind of body holds an activity: as written, else by the associations and the statements of participation."""
    if entry.organiser_kind is not None:
        return entry.organiser_kind
    named = [each.name for each in dossier.alliance.associations]
    named += [each.name for each in dossier.conditions.participation]
    return _BACKING[0] if any(name and name in (entry.organiser or "") for name in named) else None


def monitoring_verdict(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（5）: a monitoring system and dated work with it."""
    monitoring = dossier.monitoring
    missing, sources = [], []
    system = monitoring.system
    if system is None or system.name is None or not _in_force(dossier, system.date, system.document, day):
        missing.append("区域品牌舆情监控系统（名称、建立日期、文件）")
    else:
        sources.append(dossier.locate(MONITORING, ("监控系统",), on_key=True))
    started = system.date if system is not None else None
    good = [
        index
        for index, record in enumerate(monitoring.records)
        if record.date is not None
        and record.date <= day
        and (started is None or record.date >= started)
        and is_there(dossier, record.document)
    ]
    if not good:
        missing.append("开展监控工作的记录（日期、文件）")
    sources += [dossier.locate(MONITORING, ("监控记录", index)) for index in good]
    yield Verdict(
        "zone-5",
        None,
        "unknown" if missing else "met",
        f"监控记录 {len(good)} 份。",
        sources=() if missing else tuple(sources),
        missing=tuple(missing),
    )
