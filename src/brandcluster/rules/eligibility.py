"""The conditions of 三（一）（二） and the procedure of 三（三）, applied to a dossier.

A condition is one function: dossier, day → verdicts. What only a person can judge is unknown until a judgement
stands, and says whose it is. An empty list proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.diagnostics import Location, Verdict, VerdictValue
from brandcluster.dossier import CONDITIONS, HEADER, RECOMMENDATION, Dossier, statistics_path
from brandcluster.indicators import FORM_RATIOS, INDICATORS, SHARE, Indicator, measure
from brandcluster.model.conditions import Incident, IncidentDeclaration
from brandcluster.model.reading import fields
from brandcluster.model.statistics import IndustryStatistics
from brandcluster.notice.edition import UNSEEN
from brandcluster.notice.rulebook import Ruling
from brandcluster.rounding import decimal_string, printed
from brandcluster.rules.documents import is_there
from brandcluster.rules.incidents import grade_by_figures
from brandcluster.rules.judging import NEEDED, by_whom, opinion
from brandcluster.rules.setting import months, rulebook_of

if TYPE_CHECKING:
    from brandcluster.notice.overlay import AddedCondition, Overlay

KINDS = ("质量安全", "安全生产", "环境保护", "信誉损害")
PERCENT_DECIMALS = 2
Check = Callable[[Dossier, date], Iterator[Verdict]]


class Condition(NamedTuple):
    """A clause, what it is about in a few words, and the function that decides it."""

    clause: str
    label: str
    check: Check


def applied_on(dossier: Dossier, day: date) -> date:
    """The date of application, up to which its records count; the given day while there is none."""
    found = dossier.header.date if dossier.header is not None else None
    return day if found is None else found


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February falls on 28 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=day.day - 1)


def overlay_notes(*rulings: Ruling | None) -> tuple[str, ...]:
    """What an overlay changed among the parameters that decide."""
    return tuple(
        f"省级补充规则 {each.overlay} 改变了“{each.label}”：{_shown(each.base)} → {_shown(each.value)}（{each.source}）"
        for each in rulings
        if each is not None and each.overlay is not None
    )


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


# ---- 三（一） -----------------------------------------------------------------------------------------------


def _body(dossier: Dossier, day: date) -> Iterator[Verdict]:
    allowed = rulebook_of(dossier).ruling("applicant-types")
    kind = dossier.header.applicant_type if dossier.header is not None else None
    if kind is None or allowed is None:
        yield Verdict(
            "scope-body", None, "unknown", "没有申报主体类型，无法判定。", missing=("dossier.yaml 的申报主体类型",)
        )
        return
    met = kind in allowed.value
    notes = list(overlay_notes(allowed))
    if kind == "经济技术开发区管理机构":
        notes.append("是否“以工业为主”由审查人员判断")
    elif kind in ("市人民政府", "县人民政府"):
        notes.append("是否“具有明显产业聚集特征”由审查人员判断")
    message = f"申报主体类型是“{kind}”，{'在' if met else '不在'}可以申报的范围内。"
    place = dossier.locate(HEADER, ("申报主体类型",))
    yield Verdict(
        "scope-body",
        None,
        "met" if met else "not_met",
        message,
        sources=(place,),
        missing=() if met else (f"可以申报的：{_shown(allowed.value)}",),
        notes=tuple(notes),
    )


def _industry(dossier: Dossier, day: date) -> Iterator[Verdict]:
    if not dossier.industry_names:
        yield Verdict("scope-industry", None, "unknown", "没有主导产业。", missing=("dossier.yaml 的主导产业",))
    for name in dossier.industry_names:
        judged = opinion(dossier, "scope-industry", name, day)
        value, sources = _share(dossier, name)
        shown = (
            f"占区域工业总产值 {printed(value, PERCENT_DECIMALS)}%。"
            if value is not None
            else "占区域工业总产值的比重算不出。"
        )
        yield Verdict(
            "scope-industry",
            name,
            _by_opinion(judged.favourable),
            f"{name}{shown}{_person(judged.favourable, by_whom(judged.judged))}",
            values={"share": None if value is None else decimal_string(value)},
            sources=(*judged.sources, *sources),
            missing=judged.missing,
            judged_by=judged.judged,
            notes=judged.notes,
        )


def _share(dossier: Dossier, name: str) -> tuple[Fraction | None, tuple[Location, ...]]:
    """The industry's share in the whole region's output, and where its parts stand."""
    year, statistics = dossier.baseline_year, dossier.baseline
    if statistics is None or year is None:
        return None, ()
    path = statistics_path(year)
    places = [dossier.locate(path, ("区域工业总产值（万元）",))]
    for index, group in enumerate(statistics.industries):
        if group.name == name:
            places.append(dossier.locate(path, ("产业", index, "工业总产值（万元）")))
    return measure(statistics, SHARE, name).value, tuple(places)


def _by_opinion(favourable: bool | None) -> VerdictValue:
    return "unknown" if favourable is None else "met" if favourable else "not_met"


def _person(favourable: bool | None, who: str) -> str:
    return f"{NEEDED}。" if favourable is None else f"{who}：{'符合' if favourable else '不符合'}。"


# ---- 三（二） -----------------------------------------------------------------------------------------------


def _no_accidents(dossier: Dossier, day: date) -> Iterator[Verdict]:
    clause = "eligible-no-accidents"
    lookback = rulebook_of(dossier).ruling("lookback")
    applied = dossier.header.date if dossier.header is not None else None
    if applied is None or lookback is None or dossier.conditions is None:
        yield Verdict(
            clause,
            None,
            "unknown",
            "没有申报日期或事故声明，无法判定。",
            missing=("申报日期、application/conditions.yaml",),
        )
        return
    first = years_before(applied, int(lookback.value))
    span = f"{first.isoformat()} 至 {applied.isoformat()}（首尾都算）"
    serious, open_grades, sources = _incidents(dossier, first, applied)
    if serious:
        yield Verdict(
            clause,
            None,
            "not_met",
            f"{span}有重特大事故：{'；'.join(serious)}。",
            sources=tuple(sources),
            notes=overlay_notes(lookback),
        )
        return
    missing = open_grades
    for kind in KINDS:
        gap, places = _declaration(dossier, kind)
        sources.extend(places)
        missing.extend([gap] if gap else [])
    judged = opinion(dossier, clause, None, day)
    if judged.favourable is None:
        missing.append(
            f"{NEEDED}：质量安全、信誉损害没有法定分级，“等”字以外的事故也由人判断（judgements.yaml 条款 {clause}）"
        )
        missing.extend(gap for gap in judged.missing if NEEDED not in gap)
    value: VerdictValue = "not_met" if judged.favourable is False else "unknown" if missing else "met"
    message = f"{span}没有记录安全生产、环境保护方面的重特大事故。{_person(judged.favourable, by_whom(judged.judged))}"
    yield Verdict(
        clause,
        None,
        value,
        message,
        sources=(*judged.sources, *sources),
        missing=tuple(missing),
        judged_by=judged.judged,
        notes=(*overlay_notes(lookback), *judged.notes),
    )


def _incidents(dossier: Dossier, first: date, last: date) -> tuple[list[str], list[str], list[Location]]:
    """Of the incidents in the window: the serious ones, those whose grade is open, and the places of the serious."""
    serious: list[str] = []
    unclear: list[str] = []
    places: list[Location] = []
    for index, incident in enumerate(dossier.conditions.incidents if dossier.conditions is not None else ()):
        where = dossier.locate(CONDITIONS, ("事故清单", index))
        if incident.date is None:
            unclear.append(f"第 {index + 1} 起事故的日期（{where.path}:{where.line}）")
        elif first <= incident.date <= last:
            verdict = _is_serious(dossier, incident)
            if verdict is None and incident.kind in ("安全生产", "环境保护"):
                unclear.append(f"{incident.date.isoformat()} {incident.kind}事故的等级（{where.path}:{where.line}）")
            elif verdict:
                serious.append(f"{incident.date.isoformat()} {incident.kind} {verdict}")
                places.append(where)
    return serious, unclear, places


def _is_serious(dossier: Dossier, incident: Incident) -> str | None:
    """The grade when it is 重大 or worse, "" when it is not, None while it cannot be told."""
    book = rulebook_of(dossier)
    if incident.kind == "环境保护":
        grades = book.ruling("serious-environment")
        if incident.environment_grade is None or grades is None:
            return None
        return incident.environment_grade if incident.environment_grade in grades.value else ""
    if incident.kind != "安全生产":
        return ""  # no legal grading: left to the person who judges the clause
    grades = book.ruling("serious-safety")
    found = grade_by_figures(dossier, incident)
    known = [grade for grade in (incident.grade, found[0] if found else None) if grade is not None]
    if grades is None or not known:
        return None
    heavy = [grade for grade in known if grade in grades.value]
    if heavy:
        return heavy[-1]
    # Figures that are stated only in part give a lower bound, which alone cannot clear an incident.
    return "" if incident.grade is not None or (found is not None and found[1]) else None


def _declaration(dossier: Dossier, kind: str) -> tuple[str | None, list[Location]]:
    """What a kind's declaration still lacks, and where it stands."""
    entries = dossier.conditions.declarations if dossier.conditions is not None else []
    for index, entry in enumerate(entries):
        if entry.kind == kind:
            gap = _declaration_gap(dossier, entry)
            return (f"{kind}声明{gap}" if gap else None), [dossier.locate(CONDITIONS, ("事故声明", index))]
    return f"{kind}声明", []


def _declaration_gap(dossier: Dossier, entry: IncidentDeclaration) -> str | None:
    if entry.result is None:
        return "的结论"
    if entry.issuer is None or entry.date is None:
        return "的出具单位和日期"
    return None if is_there(dossier, entry.document) else "的文件"


def _participation(dossier: Dossier, day: date) -> Iterator[Verdict]:
    clause = "eligible-participation"
    entries = dossier.conditions.participation if dossier.conditions is not None else []
    missing, sources, names = [], [], []
    for kind in ("行业组织", "骨干企业"):
        good = [
            index
            for index, entry in enumerate(entries)
            if entry.kind == kind
            and entry.date is not None
            and entry.date <= applied_on(dossier, day)
            and is_there(dossier, entry.document)
        ]
        if not good:
            missing.append(f"{kind}签署的参与声明（附文件）")
        names += [entries[index].name or "" for index in good]
        sources += [dossier.locate(CONDITIONS, ("参与声明", index)) for index in good]
    judged = opinion(dossier, clause, None, day)
    missing += judged.missing
    shown = f"有参与声明：{'、'.join(names)}。" if names else "没有参与声明。"
    value: VerdictValue = "not_met" if judged.favourable is False else "unknown" if missing else "met"
    yield Verdict(
        clause,
        None,
        value,
        f"{shown}{_person(judged.favourable, by_whom(judged.judged))}",
        sources=(*judged.sources, *sources),
        missing=tuple(missing),
        judged_by=judged.judged,
        notes=judged.notes,
    )


def _commitment(dossier: Dossier, day: date) -> Iterator[Verdict]:
    commitments = dossier.conditions.commitments if dossier.conditions is not None else None
    missing, sources = [], []
    for label, name in (("规划部署", "planning"), ("成立机构", "organisation"), ("工作条件和经费", "conditions")):
        entry = getattr(commitments, name) if commitments is not None else None
        if entry is None or entry.content is None or entry.date is None or not is_there(dossier, entry.document):
            missing.append(f"“{label}”的承诺（内容、日期、文件）")
        elif entry.date > applied_on(dossier, day):
            missing.append(f"“{label}”的承诺（文件日期 {entry.date.isoformat()} 在申报之后）")
        else:
            sources.append(dossier.locate(CONDITIONS, ("承诺", label), on_key=True))
    message = "三项承诺都有文件。" if not missing else f"三项承诺缺 {len(missing)} 项。"
    yield Verdict(
        "eligible-commitment",
        None,
        "unknown" if missing else "met",
        message,
        sources=tuple(sources),
        missing=tuple(missing),
    )


def _policy(dossier: Dossier, day: date) -> Iterator[Verdict]:
    clause = "eligible-policy"
    missing, sources = _policy_material(dossier, day)
    names: list[str | None] = [*dossier.industry_names] or [None]
    for name in names:
        gaps = list(missing)
        places = list(sources)
        direction = _direction(dossier, name)
        if direction is None:
            gaps.append(f"{name or '主导产业'}符合国家产业发展方向的依据")
        else:
            places.append(direction)
        judged = opinion(dossier, clause, name, day)
        gaps += judged.missing
        value: VerdictValue = "not_met" if judged.favourable is False else "unknown" if gaps else "met"
        yield Verdict(
            clause,
            name,
            value,
            f"产业方向、资源和能力由人判断。{_person(judged.favourable, by_whom(judged.judged))}",
            sources=(*judged.sources, *places),
            missing=tuple(gaps),
            judged_by=judged.judged,
            notes=judged.notes,
        )


def _policy_material(dossier: Dossier, day: date) -> tuple[list[str], list[Location]]:
    conditions = dossier.conditions
    missing: list[str] = []
    sources: list[Location] = []
    for subject in ("支持主导产业发展", "加强质量品牌建设"):
        good = [
            index
            for index, policy in enumerate(conditions.policies if conditions is not None else ())
            if subject in policy.subjects
            and policy.number is not None
            and policy.date is not None
            and policy.date <= applied_on(dossier, day)
            and is_there(dossier, policy.document)
        ]
        if not good:
            missing.append(f"“{subject}”的政策措施（文号、日期、文件）")
        sources += [dossier.locate(CONDITIONS, ("政策措施", index)) for index in good]
    if conditions is None or conditions.resources is None:
        missing.append("资源和能力")
    else:
        sources.append(dossier.locate(CONDITIONS, ("资源和能力",), on_key=True))
    return missing, list(dict.fromkeys(sources))


def _direction(dossier: Dossier, name: str | None) -> Location | None:
    for index, entry in enumerate(dossier.conditions.directions if dossier.conditions is not None else ()):
        if name is not None and entry.industry == name and entry.reference is not None:
            return dossier.locate(CONDITIONS, ("产业方向", index))
    return None


# ---- 三（三） -----------------------------------------------------------------------------------------------


def _cycle(dossier: Dossier, day: date) -> Iterator[Verdict]:
    book = rulebook_of(dossier)
    shortest, longest = book.ruling("cycle-min"), book.ruling("cycle-max")
    cycle = dossier.header.cycle if dossier.header is not None else None
    if cycle is None or cycle.start is None or cycle.end is None or shortest is None or longest is None:
        yield Verdict("apply-cycle", None, "unknown", "没有完整的试点周期。", missing=("dossier.yaml 的试点周期",))
        return
    length = months(cycle.start, cycle.end)
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


def _local_consent(dossier: Dossier, day: date) -> Iterator[Verdict]:
    local = dossier.recommendation.local if dossier.recommendation is not None else None
    place = dossier.locate(RECOMMENDATION, ("当地人民政府",), on_key=True)
    if local is not None and local.consent == "不同意":
        yield Verdict("apply-local-consent", None, "not_met", "当地人民政府不同意申报。", sources=(place,))
        return
    missing = []
    if local is None or local.consent is None:
        missing.append("当地人民政府同意申报的结论")
    if local is None or local.date is None or local.date > day:
        missing.append("当地人民政府盖章的日期")
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
    province = dossier.recommendation.province if dossier.recommendation is not None else None
    missing = []
    if province is None or province.opinion is None:
        missing.append("省级工业和信息化主管部门的审查推荐意见")
    if province is None or province.date is None or province.date > day:
        missing.append("省级主管部门盖章的日期")
    place = dossier.locate(RECOMMENDATION, ("省级工业和信息化主管部门",), on_key=True)
    yield Verdict(
        "apply-province",
        None,
        "unknown" if missing else "met",
        "省级主管部门已推荐。" if not missing else "省级主管部门的审查推荐还没有办完。",
        sources=() if missing else (place,),
        missing=tuple(missing),
        notes=tuple(overlay_steps(rulebook_of(dossier).overlay)),
    )


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
    if form is None or form.joint is None:
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
            "not_met",
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
    applied = dossier.header.date if dossier.header is not None else None
    if found is None or applied is None:
        return None
    after = max(day, applied)
    starts = [date(year, month, 1) for year in (after.year, after.year + 1) for month in sorted(found.value)]
    for start in starts:
        if (start.year, start.month) >= (after.year, after.month):
            return start, max((start - day).days, 0)
    return None


CONDITIONS_OF_REGION: tuple[Condition, ...] = (
    Condition("scope-body", "申报主体", _body),
    Condition("scope-industry", "主导产业的地位和优势", _industry),
    Condition("eligible-no-accidents", "近三年无重特大事故", _no_accidents),
    Condition("eligible-participation", "行业组织和骨干企业的积极性", _participation),
    Condition("eligible-commitment", "规划、机构、条件和经费的承诺", _commitment),
    Condition("eligible-policy", "产业方向、政策措施、资源能力", _policy),
)
PROCEDURE: tuple[Condition, ...] = (
    Condition("apply-cycle", "试点周期", _cycle),
    Condition("apply-joint", "联合实施", _joint),
    Condition("apply-local-consent", "当地人民政府同意并盖章", _local_consent),
    Condition("apply-province", "省级主管部门审查推荐", _province),
    Condition("review-windows", "论证评审", _windows),
)


def decide(dossier: Dossier, conditions: tuple[Condition, ...], day: date) -> list[Verdict]:
    """The verdicts on some conditions. A clause whose text nobody has seen is never decided."""
    found: list[Verdict] = []
    book = rulebook_of(dossier)
    for condition in conditions:
        clause = book.clause(condition.clause)
        if clause is None:
            continue
        if not clause.known:
            found.append(
                Verdict(
                    clause.id,
                    None,
                    "unknown",
                    f"这一版通知的这一条{UNSEEN}，不作判定。",
                    missing=(f"{clause.cite}的原文",),
                )
            )
            continue
        found.extend(condition.check(dossier, day))
    return found


# ---- 省级补充规则增加的条件 -----------------------------------------------------------------------------------


def added(dossier: Dossier, day: date) -> list[Verdict]:
    """The verdicts on the conditions that an overlay adds."""
    overlay = rulebook_of(dossier).overlay
    found: list[Verdict] = []
    for condition in overlay.conditions if overlay is not None else ():
        if condition.id is None or overlay is None:
            continue
        note = (f"省级补充规则 {overlay.id} 增加的条件（{condition.source}）",)
        if condition.kind == "证明文件":
            found.append(_added_evidence(dossier, condition, note, day))
        elif condition.kind == "数值":
            found.extend(_added_figure(dossier, condition, note))
        else:
            judged = opinion(dossier, condition.id, None, day)
            found.append(
                Verdict(
                    condition.id,
                    None,
                    _by_opinion(judged.favourable),
                    f"{condition.text}：{_person(judged.favourable, by_whom(judged.judged))}",
                    sources=judged.sources,
                    missing=judged.missing,
                    judged_by=judged.judged,
                    notes=(*note, *judged.notes),
                )
            )
    return found


def _added_evidence(dossier: Dossier, condition: AddedCondition, note: tuple[str, ...], day: date) -> Verdict:
    entries = dossier.conditions.supplementary if dossier.conditions is not None else []
    places = tuple(
        dossier.locate(CONDITIONS, ("补充条件", index))
        for index, entry in enumerate(entries)
        if entry.condition == condition.id
        and entry.date is not None
        and entry.date <= applied_on(dossier, day)
        and is_there(dossier, entry.document)
    )
    missing = () if places else (f"{condition.text}的证明文件（conditions.yaml 的补充条件，代号 {condition.id}）",)
    value: VerdictValue = "met" if places else "unknown"
    return Verdict(condition.id or "", None, value, f"{condition.text}。", sources=places, missing=missing, notes=note)


def _added_figure(dossier: Dossier, condition: AddedCondition, note: tuple[str, ...]) -> Iterator[Verdict]:
    known = {indicator.label: indicator for indicator in (*INDICATORS, *FORM_RATIOS)}
    indicator = known.get(condition.figure or "")
    bound = _bound(condition)
    names: list[str | None] = [*dossier.industry_names] or [None]
    for name in names:
        value = measure(dossier.baseline, indicator, name).value if dossier.baseline is not None and indicator else None
        if value is None or bound is None or indicator is None:
            missing = (f"{condition.figure or '指标'}的数据",)
            yield Verdict(
                condition.id or "", name, "unknown", f"{condition.text}：算不出。", missing=missing, notes=note
            )
            continue
        met = bound.admits(value)
        yield Verdict(
            condition.id or "",
            name,
            "met" if met else "not_met",
            f"{condition.text}：{printed(value, PERCENT_DECIMALS)}%，界限 {bound.comparator} {decimal_string(bound.number)}%。",
            values={"current": decimal_string(value), "required": decimal_string(bound.number)},
            sources=_places_of(dossier, indicator, name),
            notes=note,
        )


def _bound(condition: AddedCondition) -> Ruling | None:
    try:
        number = Fraction(condition.bound or "")
    except ValueError:
        return None
    if condition.comparator is None:
        return None
    return Ruling(condition.id or "", condition.text or "", number, condition.comparator, "%", condition.source or "")


def _places_of(dossier: Dossier, indicator: Indicator, industry: str | None) -> tuple[Location, ...]:
    statistics, year = dossier.baseline, dossier.baseline_year
    labels = {field.name: label for label, field in fields(IndustryStatistics).items()}
    return tuple(
        dossier.locate(statistics_path(year or 0), ("产业", index, labels[name]))
        for index, group in enumerate(statistics.industries if statistics is not None else ())
        if industry in (None, group.name)
        for name in (indicator.numerator, indicator.denominator)
        if name in labels
    )
