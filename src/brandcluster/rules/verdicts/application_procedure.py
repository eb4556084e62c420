"""The procedure of 三（三）（四）: what is still due between the application and the review, applied to a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from brandcluster.base.diagnostics import Verdict
from brandcluster.dossier.files import HEADER, RECOMMENDATION
from brandcluster.dossier.load import Dossier
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.rules_in_force import months_between, rulebook_of
from brandcluster.rules.verdicts.condition import Condition, overlay_notes

if TYPE_CHECKING:
    from brandcluster.dossier.overlay import Overlay


def _cycle(dossier: Dossier, day: date) -> Iterator[Verdict]:
    book = rulebook_of(dossier)
    shortest, longest = book.ruling("cycle-min"), book.ruling("cycle-max")
    cycle = dossier.header.cycle
    if cycle is None or cycle.start is None or cycle.end is None or shortest is None or longest is None:
        yield Verdict("apply-cycle", None, "unknown", "没有完整的试点周期。", missing=("dossier.yaml 的试点周期",))
        return
    if cycle.end < cycle.start:
        yield Verdict("apply-cycle", None, "unknown", "试点周期的结束早于开始。", missing=("dossier.yaml 的试点周期",))
        return
    length = months_between(cycle.start, cycle.end)
    met = shortest.admits(Fraction(length)) and longest.admits(Fraction(length))
    yield Verdict(
        "apply-cycle",
        None,
        "met" if met else "not_met",
        f"试点周期 {length} 个月，应为 {shortest.value} 至 {longest.value} 个月。",
        values={"months": str(length)},
        sources=(dossier.locate(HEADER, ("试点周期",), on_key=True),),
        notes=overlay_notes(shortest, longest),
    )


def _undated(who: str, sealed: date | None, day: date) -> list[str]:
    """What is missing of a seal's date on a day."""
    if sealed is None:
        return [f"{who}盖章的日期"]
    return [f"{who}盖章的日期 {sealed.isoformat()} 还没有到（以 {day.isoformat()} 为今天）"] if sealed > day else []


def _local_consent(dossier: Dossier, day: date) -> Iterator[Verdict]:
    local = dossier.recommendation.local
    place = dossier.locate(RECOMMENDATION, ("当地人民政府",), on_key=True)
    if local is not None and local.consent == "不同意":
        yield Verdict("apply-local-consent", None, "not_met", "当地人民政府不同意申报。", sources=(place,))
        return
    missing = []
    if local is None or local.consent is None:
        missing.append("当地人民政府同意申报的结论")
    missing += _undated("当地人民政府", local.date if local is not None else None, day)
    if local is None or not is_there(dossier, local.document):
        missing.append("盖章页的扫描件")
    message = "当地人民政府已同意并盖章。" if not missing else "当地人民政府的同意和盖章还没有办完。"
    yield Verdict(
        "apply-local-consent",
        None,
        "unknown" if missing else "met",
        message,
        sources=() if missing else (place,),
        missing=tuple(missing),
    )


def _province(dossier: Dossier, day: date) -> Iterator[Verdict]:
    province = dossier.recommendation.province
    missing = []
    if province is None or province.opinion is None:
        missing.append("省级工业和信息化主管部门的审查推荐意见")
    missing += _undated("省级主管部门", province.date if province is not None else None, day)
    place = dossier.locate(RECOMMENDATION, ("省级工业和信息化主管部门",), on_key=True)
    yield Verdict(
        "apply-province",
        None,
        "unknown" if missing else "met",
        "省级主管部门已推荐。" if not missing else "省级主管部门的审查推荐还没有办完。",
        sources=() if missing else (place,),
        missing=tuple(missing),
        notes=tuple(_handing_in(dossier)),
    )


def _handing_in(dossier: Dossier) -> Iterator[str]:
    return overlay_steps(rulebook_of(dossier).overlay)


def overlay_steps(overlay: Overlay | None) -> Iterator[str]:
    """The steps, dates and recipients that an overlay adds, each with its source."""
    for step in overlay.steps if overlay is not None else ():
        due = f"，{step.due.isoformat()} 前" if step.due else f"，每年 {step.yearly} 前" if step.yearly else ""
        yield f"{step.what}{f'（{step.who}）' if step.who else ''}{due}（{step.source}）"
    if overlay is not None and (overlay.paper_copies is not None or overlay.electronic_copies is not None):
        copies = [f"纸质 {overlay.paper_copies} 份"] if overlay.paper_copies is not None else []
        copies += [f"电子 {overlay.electronic_copies} 份"] if overlay.electronic_copies is not None else []
        yield f"份数：{'、'.join(copies)}（{overlay.number or overlay.title}）"


def _joint(dossier: Dossier, day: date) -> Iterator[Verdict]:
    form = dossier.recommendation
    if form.joint is None:
        yield Verdict(
            "apply-joint",
            None,
            "unknown",
            "没有写明是否联合实施。",
            missing=("recommendation.yaml 的“行业与区域联合实施”",),
        )
        return
    place = dossier.locate(RECOMMENDATION, ("行业与区域联合实施",))
    if form.joint == "否":
        yield Verdict("apply-joint", None, "not_applicable", "不是联合实施；通知鼓励联合，不作要求。", sources=(place,))
    elif form.association is None or form.association.name is None:
        yield Verdict(
            "apply-joint",
            None,
            "unknown",
            "联合实施，但没有写明协会。",
            sources=(place,),
            missing=("全国性工业行业协会的名称",),
        )
    else:
        missing = () if form.association.opinion is not None else ("协会的推荐意见",)
        yield Verdict(
            "apply-joint",
            None,
            "unknown" if missing else "met",
            f"与{form.association.name}联合实施。",
            sources=(place,),
            missing=missing,
        )


def _windows(dossier: Dossier, day: date) -> Iterator[Verdict]:
    found = next_window(dossier, day)
    if found is None:
        yield Verdict(
            "review-windows", None, "unknown", "没有申报日期，或这一版规则没有写明评审月份。", missing=("申报日期",)
        )
        return
    start, days = found
    when = (
        f"正在 {start.year} 年 {start.month} 月的窗口内"
        if days == 0
        else f"下一次是 {start.year} 年 {start.month} 月，还有 {days} 天"
    )
    yield Verdict("review-windows", None, "not_applicable", f"论证评审：{when}（以 {day.isoformat()} 为今天）。")


def next_window(dossier: Dossier, day: date) -> tuple[date, int] | None:
    """The first day of the next review month from a day and the application on, and the days left (0 within)."""
    found = rulebook_of(dossier).ruling("review-months")
    applied = dossier.header.date
    if found is None or applied is None:
        return None
    after = max(day, applied)
    starts = [date(year, month, 1) for year in (after.year, after.year + 1) for month in sorted(found.value)]
    for start in starts:
        if (start.year, start.month) >= (after.year, after.month):
            return start, max((start - day).days, 0)
    return None


PROCEDURE: tuple[Condition, ...] = (
    Condition(
        "apply-cycle",
        "试点周期",
        _cycle,
        good="2014-07 至 2016-06，24 个月",
        bad="2014-07 至 2015-05，11 个月",
    ),
    Condition(
        "apply-joint",
        "联合实施",
        _joint,
        good="联合实施，写明协会并有推荐意见",
        bad="联合实施，没有写明协会",
    ),
    Condition(
        "apply-local-consent",
        "当地人民政府同意并盖章",
        _local_consent,
        good="县人民政府同意，有盖章日期和扫描件",
        bad="县人民政府不同意",
    ),
    Condition(
        "apply-province",
        "省级主管部门审查推荐",
        _province,
        good="省级主管部门有审查推荐意见和盖章日期",
        bad="还没有意见（无法判定）",
        notes=_handing_in,
    ),
    Condition("review-windows", "论证评审", _windows),
)
