"""The conditions of 三（一）（二）, applied to a dossier.

A condition is one function: dossier, day → verdicts. What only a person can judge is unknown until a judgement
stands, and says whose it is. An empty list proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from brandcluster.base.diagnostics import Location, Verdict, VerdictValue
from brandcluster.base.numbers import decimal_string, round_text
from brandcluster.dossier.files import CONDITIONS, HEADER, statistics_path
from brandcluster.dossier.indicators.measure import SHARE, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.dossier.model.statistics import FULL_YEAR
from brandcluster.rules.facts.applicant import applicant_body
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.opinions import NEEDED, by_whom, opinion_on
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.verdicts.accidents import no_accidents
from brandcluster.rules.verdicts.condition import (
    Condition,
    applied_on,
    by_opinion,
    overlay_notes,
    person_words,
    undated,
)

PERCENT_DECIMALS = 2
#: Percent.
WHOLE = 100

# ---- 三（一） -----------------------------------------------------------------------------------------------


def _body(dossier: Dossier, day: date) -> Iterator[Verdict]:
    allowed = rulebook_of(dossier).ruling("applicant-types")
    kind = applicant_body(dossier)
    if kind is None or allowed is None:
        message = "没有申报主体类型" if kind is None else "没有申报日期，不知道按哪一天的名单核对"
        missing = "dossier.yaml 的申报主体类型" if kind is None else "dossier.yaml 的申报日期"
        yield Verdict("scope-body", None, "unknown", f"{message}，无法判定。", missing=(missing,))
        return
    met = kind in allowed.value
    if not met and (meant := nearest_choice(kind, tuple(allowed.value))) is not None:
        message = f"申报主体类型“{kind}”不是规定的写法，像是“{meant}”，无法判定。"
        yield Verdict("scope-body", None, "unknown", message, missing=("dossier.yaml 的申报主体类型",))
        return
    notes = list(overlay_notes(allowed))
    left = open_question(kind) if met else ""
    judged = opinion_on(dossier, "scope-body", None, day) if left else None
    if judged is not None and judged.judged is None:
        notes.append(f"{NEEDED}：{left}")
    message = f"申报主体类型是“{kind}”，{'在' if met else '不在'}可以申报的范围内。"
    if judged is not None and judged.favourable is not None:
        message += f"{left}：{person_words(judged.favourable, by_whom(judged.judged))}"
    place = dossier.locate(HEADER, ("申报主体类型",))
    against = judged is not None and judged.favourable is False
    yield Verdict(
        "scope-body",
        None,
        "met" if met and not against else "not_met",
        message,
        sources=(place, *(judged.sources if judged is not None else ())),
        missing=() if met else (f"可以申报的：{'、'.join(allowed.value)}",),
        judged_by=judged.judged if judged is not None else None,
        notes=(*notes, *(judged.notes if judged is not None else ())),
    )


def open_question(kind: str | None) -> str:
    """What only a person can judge of an applicant of a kind; "" where nothing is left."""
    if kind == "经济技术开发区管理机构":
        return "是否“以工业为主”"
    return "是否“具有明显产业聚集特征”" if kind in ("市人民政府", "县人民政府") else ""


def _industry(dossier: Dossier, day: date) -> Iterator[Verdict]:
    if not dossier.industry_names:
        yield Verdict("scope-industry", None, "unknown", "没有主导产业。", missing=("dossier.yaml 的主导产业",))
    for name in dossier.industry_names:
        judged = opinion_on(dossier, "scope-industry", name, day)
        value, sources = _share(dossier, name)
        gaps = [*undated(dossier), *_share_gaps(dossier, name, value)]
        shown = (
            f"占区域工业总产值 {round_text(value, PERCENT_DECIMALS)}%。"
            if value is not None
            else "占区域工业总产值的比重算不出。"
        )
        yield Verdict(
            "scope-industry",
            name,
            "unknown" if gaps and judged.favourable else by_opinion(judged.favourable),
            f"{name}{shown}{person_words(judged.favourable, by_whom(judged.judged))}",
            values={"share": None if value is None else decimal_string(value)},
            sources=(*judged.sources, *sources),
            missing=(*judged.missing, *gaps),
            judged_by=judged.judged,
            notes=judged.notes,
        )


def _share_gaps(dossier: Dossier, name: str, value: Fraction | None) -> list[str]:
    """Why an industry's place in the region's economy (占有重要地位) cannot be seen in the statistics."""
    year, statistics = dossier.baseline_year, dossier.baseline
    if year is None:
        return []
    path = statistics_path(year)
    if statistics is None or value is None:
        return [f"{year} 年的区域工业总产值和{name}工业总产值（{path}）"]
    if statistics.period != FULL_YEAR:
        return [f"{year} 年全年的统计数据（{path}）"]
    if sum(group.name == name for group in statistics.industries) > 1:
        return [f"{path}：“{name}”写了几组，只能写一组"]
    return [f"{path}：{name}工业总产值大于区域工业总产值，必有一个是错的"] if value > WHOLE else []


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
    return measure_ratio(statistics, SHARE, name).value, tuple(places)


# ---- 三（二） -----------------------------------------------------------------------------------------------


def _participation(dossier: Dossier, day: date) -> Iterator[Verdict]:
    clause = "eligible-participation"
    entries = dossier.conditions.participation
    missing, sources, names = undated(dossier), [], []
    for kind in ("行业组织", "骨干企业"):
        good = [
            index
            for index, entry in enumerate(entries)
            if entry.kind == kind
            and entry.name is not None
            and entry.date is not None
            and entry.date <= applied_on(dossier, day)
            and is_there(dossier, entry.document)
        ]
        if not good:
            missing.append(f"{kind}签署的参与声明（附文件）")
        names += [entries[index].name or "" for index in good]
        sources += [dossier.locate(CONDITIONS, ("参与声明", index)) for index in good]
    judged = opinion_on(dossier, clause, None, day)
    missing += judged.missing
    shown = f"有参与声明：{'、'.join(names)}。" if names else "没有参与声明。"
    value: VerdictValue = "not_met" if judged.favourable is False else "unknown" if missing else "met"
    yield Verdict(
        clause,
        None,
        value,
        f"{shown}{person_words(judged.favourable, by_whom(judged.judged))}",
        sources=(*judged.sources, *sources),
        missing=tuple(missing),
        judged_by=judged.judged,
        notes=judged.notes,
    )


_COMMITMENTS = (("规划部署", "planning"), ("成立机构", "organisation"), ("工作条件和经费", "conditions"))


def _commitment(dossier: Dossier, day: date) -> Iterator[Verdict]:
    commitments = dossier.conditions.commitments
    missing, sources = undated(dossier), []
    for label, name in _COMMITMENTS:
        entry = getattr(commitments, name) if commitments is not None else None
        if entry is None or entry.content is None or entry.date is None or not is_there(dossier, entry.document):
            missing.append(f"“{label}”的承诺（内容、日期、文件）")
        elif entry.date > applied_on(dossier, day):
            missing.append(f"“{label}”的承诺（文件日期 {entry.date.isoformat()} 在申报之后）")
        else:
            sources.append(dossier.locate(CONDITIONS, ("承诺", label), on_key=True))
    lacking = len(_COMMITMENTS) - len(sources)
    message = "三项承诺都有文件。" if not lacking else f"三项承诺缺 {lacking} 项。"
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
        judged = opinion_on(dossier, clause, name, day)
        gaps += judged.missing
        value: VerdictValue = "not_met" if judged.favourable is False else "unknown" if gaps else "met"
        yield Verdict(
            clause,
            name,
            value,
            f"产业方向、资源和能力：{person_words(judged.favourable, by_whom(judged.judged))}",
            sources=(*judged.sources, *places),
            missing=tuple(gaps),
            judged_by=judged.judged,
            notes=judged.notes,
        )


def _policy_material(dossier: Dossier, day: date) -> tuple[list[str], list[Location]]:
    conditions = dossier.conditions
    missing = undated(dossier)
    sources: list[Location] = []
    for subject in ("支持主导产业发展", "加强质量品牌建设"):
        good = [
            index
            for index, policy in enumerate(conditions.policies)
            if subject in policy.subjects
            and None not in (policy.name, policy.number, policy.issuer)
            and policy.date is not None
            and policy.date <= applied_on(dossier, day)
            and is_there(dossier, policy.document)
        ]
        if not good:
            missing.append(f"“{subject}”的政策措施（文号、日期、文件）")
        sources += [dossier.locate(CONDITIONS, ("政策措施", index)) for index in good]
    if conditions.resources is None:
        missing.append("资源和能力")
    else:
        sources.append(dossier.locate(CONDITIONS, ("资源和能力",), on_key=True))
    return missing, list(dict.fromkeys(sources))


def _direction(dossier: Dossier, name: str | None) -> Location | None:
    for index, entry in enumerate(dossier.conditions.directions):
        if name is not None and entry.industry == name and entry.reference is not None:
            return dossier.locate(CONDITIONS, ("产业方向", index))
    return None


CONDITIONS_OF_REGION: tuple[Condition, ...] = (
    Condition(
        "scope-body",
        "申报主体",
        _body,
        good="申报主体类型: 经济技术开发区管理机构",
        bad="一家企业或一个协会申报",
    ),
    Condition(
        "scope-industry",
        "主导产业的地位和优势",
        _industry,
        good="省级主管部门判断主导产业有明显比较优势，附产业调查报告",
        bad="没有判断记录（无法判定）",
    ),
    Condition(
        "eligible-no-accidents",
        "近三年无重特大事故",
        no_accidents,
        good="四类事故各有部门声明“未发生”，声明以后到申报的几天有自评，判断符合",
        bad="申报前第三年同一天有一起 10 人死亡的安全生产事故",
    ),
    Condition(
        "eligible-participation",
        "行业组织和骨干企业的积极性",
        _participation,
        good="协会和三家骨干企业签署参与声明，省级主管部门判断符合",
        bad="只有企业的声明，没有行业组织的（无法判定）",
    ),
    Condition(
        "eligible-commitment",
        "规划、机构、条件和经费的承诺",
        _commitment,
        good="规划部署、成立机构、工作条件和经费三项承诺各附文件",
        bad="缺经费的承诺文件（无法判定）",
    ),
    Condition(
        "eligible-policy",
        "产业方向、政策措施、资源能力",
        _policy,
        good="两方面的政策措施都有文号、日期和文件，产业方向有依据，有人判断符合",
        bad="政策措施没有文件（无法判定）",
    ),
)
