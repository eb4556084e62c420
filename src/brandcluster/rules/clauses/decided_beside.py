"""Clauses decided by figures that no command asks for on its own: indicators, scope, name, the nationwide goal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from brandcluster.base.diagnostics import Location, Verdict, VerdictValue
from brandcluster.dossier.files import HEADER, ZONE, statistics_path
from brandcluster.dossier.indicators.measure import INDICATORS, sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.statistics import FULL_YEAR
from brandcluster.rules.facts.deciding_years import Year, trusted_ratio
from brandcluster.rules.facts.rules_in_force import parameter_number, ruling_of
from brandcluster.rules.facts.stage import approved_on, designation_by
from brandcluster.rules.verdicts.condition import Condition, unread_parts
from brandcluster.rules.verdicts.zone_award import industry_outcomes, zone_name, zone_verdicts

_NO_BASELINE = "申报前一年全年的统计数据"


def _baseline(dossier: Dossier) -> Year | None:
    """The full year before the application; None where it is not there."""
    year, found = dossier.baseline_year, dossier.baseline
    return None if year is None or found is None or found.period != FULL_YEAR else Year(year, found)


def _indicators(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """二（二）: the five indicators can be worked out for every leading industry."""
    now = _baseline(dossier)
    names = dossier.industry_names
    if now is None or not names:
        missing = _NO_BASELINE if names else "dossier.yaml 的主导产业"
        yield Verdict("work-indicators", None, "unknown", "五个关键指标算不出。", missing=(missing,))
        return
    path = statistics_path(now.year)
    for name in names:
        open_ = [each.label for each in INDICATORS if trusted_ratio(dossier, now, each, name) is None]
        yield Verdict(
            "work-indicators",
            name,
            "unknown" if open_ else "met",
            f"{now.year} 年五个关键指标算出 {len(INDICATORS) - len(open_)} 个。",
            sources=(dossier.locate(path, ("产业",), on_key=True),),
            missing=tuple(f"{name}的{label}（{path}）" for label in open_),
        )


def _several(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（一）: one leading industry or several, each with figures of its own."""
    names = [each.name for each in dossier.header.industries if each.name]
    now = _baseline(dossier)
    place = dossier.locate(HEADER, ("主导产业",), on_key=True)
    if not names or now is None:
        missing = "dossier.yaml 的主导产业" if not names else _NO_BASELINE
        yield Verdict("scope-several", None, "unknown", f"主导产业 {len(names)} 个。", missing=(missing,))
        return
    rows = [group.name for group in now.statistics.industries]
    twice = [name for name in names if rows.count(name) > 1]
    absent = [name for name in names if name not in rows]
    value: VerdictValue = "not_met" if len(set(names)) < len(names) else "unknown" if twice or absent else "met"
    yield Verdict(
        "scope-several",
        None,
        value,
        f"主导产业 {len(names)} 个：{'、'.join(names)}；分产业统计、分产业判定。",
        sources=(place,),
        missing=(
            *(("同一个主导产业写了两次",) if value == "not_met" else ()),
            *(f"{name}在 {now.year} 年统计数据里只能有一组" for name in twice),
            *(f"{name}在 {now.year} 年的统计数据" for name in absent),
        ),
    )


def _enterprises(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（一）: how many enterprises are in scope, of the leading industries and of those they take along."""
    now = _baseline(dossier)
    if now is None:
        message = "工作范围里有多少企业，还不知道。"
        yield Verdict("scope-enterprises", None, "unknown", message, missing=(_NO_BASELINE,))
        return
    path = statistics_path(now.year)
    leading = [group for group in now.statistics.industries if group.name in dossier.industry_names]
    others = [group for group in now.statistics.industries if group.name == OTHER_INDUSTRY]
    count, beside = sum_over(leading, "enterprises"), sum_over(others, "enterprises") if others else 0
    gaps = unread_parts(dossier, path, "产业")
    if not count or beside is None:
        gaps.append(f"各组的相关企业数（{path}）")
    yield Verdict(
        "scope-enterprises",
        None,
        "unknown" if gaps else "met",
        f"{now.year} 年主导产业的相关企业 {count or 0} 家，其他相关企业 {beside or 0} 家。",
        sources=(dossier.locate(path, ("产业",), on_key=True),),
        missing=tuple(gaps),
    )


def _name(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）2: the name bears the industries fixed at application that reach the conditions."""
    clause = "zone-name"
    if approved_on(dossier, day) is None:
        yield Verdict(clause, None, "not_applicable", "还没有批复。")
        return
    title = designation_by(dossier, day)
    if title is None:
        verdicts = zone_verdicts(dossier, day).all
        able = [each.industry for each in industry_outcomes(dossier, verdicts, day) if each.reaches_all]
        name = zone_name(able)
        message = f"若获授予，名称为“{name}”。" if name else "还没有主导产业达到全部条件，不能命名。"
        yield Verdict(
            clause,
            None,
            "not_applicable" if name else "unknown",
            message,
            missing=() if name else ("达到全部条件的主导产业",),
        )
        return
    place = dossier.locate(ZONE, ("授予", "名称"))
    yield _named(clause, title.name, title.industries, place)


def _named(clause: str, name: str | None, industries: list[str], place: Location) -> Verdict:
    missing = [label for label, value in (("授予的名称", name), ("名称里的主导产业", industries)) if not value]
    if missing:
        return Verdict(clause, None, "unknown", "授予的名称没有写全。", missing=tuple(missing))
    absent = [each for each in industries if each not in (name or "")]
    return Verdict(
        clause,
        None,
        "not_met" if absent else "met",
        f"授予的名称：{name}。" + (f"名称里没有标注{'、'.join(absent)}。" if absent else ""),
        sources=(place,),
        missing=tuple(f"名称里的{each}" for each in absent),
    )


def _goal(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """一: whether this region is one of the zones of the goal; how many there are in the country, the ministry counts."""
    count, until = parameter_number(dossier, "goal-zones"), ruling_of(dossier, "goal-until")
    title = designation_by(dossier, day)
    if count is None or until is None:
        yield Verdict("goal-2015", None, "unknown", "没有申报日期，不知道按哪一版通知。", missing=("申报日期",))
        return
    in_time = title is not None and title.date is not None and title.date.isoformat() <= str(until.value)
    said = "没有获得示范区称号" if title is None else f"{title.date}获得示范区称号"
    yield Verdict(
        "goal-2015",
        None,
        "met" if in_time else "not_applicable",
        f"全国的目标是到 {until.value} 建设 {count} 个左右；本区域{said}{'，计入目标' if in_time else ''}。",
        sources=(dossier.locate(ZONE, ("授予",), on_key=True),) if title is not None else (),
    )


#: Decided for the table of clauses alone.
BESIDE: tuple[Condition, ...] = (
    Condition("goal-2015", "全国示范区的目标", _goal),
    Condition("work-indicators", "五个关键指标", _indicators),
    Condition("scope-several", "一个或几个主导产业", _several),
    Condition("scope-enterprises", "工作范围和带动的企业", _enterprises),
    Condition("zone-name", "示范区的名称", _name),
)
