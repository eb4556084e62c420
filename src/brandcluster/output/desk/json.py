"""Many dossiers side by side as JSON: `brandcluster.review/1`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from brandcluster.base.diagnostics import Verdict, VerdictValue
from brandcluster.base.numbers import round_text
from brandcluster.output.desk.alike_text import AlikePairJson, alike_json
from brandcluster.output.desk.text import DECIMALS, Desk
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import (
    Count,
    DayText,
    DecimalText,
    LineNumber,
    PlaceJson,
    WindowJson,
    day_json,
    exact_json,
    place_json,
    window_json,
)
from brandcluster.review.across import QuestionDue, SharedEnterprise
from brandcluster.review.quota import CLAUSE, QuotaUse
from brandcluster.review.rows import IndustryRow, Row, RowFigure


class _Figure(TypedDict):
    id: str
    label: str
    year: Count | None
    numerator: DecimalText | None
    numerator_label: str
    denominator: DecimalText | None
    denominator_label: str
    value: DecimalText | None
    printed: DecimalText | None
    sources: list[PlaceJson]


class _Industry(TypedDict):
    name: str
    share: _Figure | None
    indicators: list[_Figure]


class _JudgedBy(TypedDict):
    unit: str | None
    role: str | None
    date: str | None


class _Verdict(TypedDict):
    clause: str
    industry: str | None
    verdict: VerdictValue
    message: str
    missing: list[str]
    judged_by: _JudgedBy | None
    sources: list[PlaceJson]


class _OpenJudgement(TypedDict):
    clause: str
    industry: str | None


class _SealDate(TypedDict):
    id: str
    date: DayText | None
    path: str
    line: LineNumber


class _Left(TypedDict):
    code: str
    reason: str
    problems: Annotated[Count, "几处"]


class _Row(TypedDict):
    dir: str
    failure: str | None
    province: str | None
    region: str | None
    applicant: str | None
    edition: str | None
    overlay: str | None
    stage: str
    applied: DayText | None
    recommended: DayText | None
    ready: bool | None
    errors: Count
    warnings: Count
    ignored: Annotated[Count, "写明原因、不再提示的"]
    left: Annotated[list[_Left], "区域在 ignore.yaml 里说明不改的；照样计入 errors 和 warnings"]
    industries: list[_Industry]
    conditions_met: Annotated[Count, "三（一）（二）中符合的条数，分产业计"]
    self_judged: Annotated[Count, "其中按自评的"]
    conditions: list[_Verdict]
    procedure: list[_Verdict]
    open_judgements: list[_OpenJudgement]
    seals: list[_SealDate]
    sealed: DayText | None
    next_window: Annotated[WindowJson | None, "下一个评审窗口"]
    notes: list[str]


class _Quota(TypedDict):
    clause: str
    province: str
    year: Count | None
    applied: list[str]
    recommended: list[str]
    doubtful: list[str]
    fewest: Count
    most: Count
    low: Count | None
    limits: list[Any]
    sources: list[str]
    verdict: VerdictValue
    message: str


class _Deadline(TypedDict):
    overlay: str
    what: str
    who: str | None
    due: DayText
    yearly: bool
    days: int
    source: str | None
    dossiers: list[str]


class _Twice(TypedDict):
    what: str
    dossiers: list[str]


class _SharedPlace(TypedDict):
    dir: str
    industry: str | None
    path: str
    line: LineNumber


class _SharedEnterprise(TypedDict):
    name: str
    code: str | None
    places: list[_SharedPlace]


class ReviewJson(TypedDict):
    """What `review --format json` prints."""

    schema: Literal["brandcluster.review/1"]
    date: DayText
    total: Count
    skipped: list[str]
    dossiers: list[_Row]
    stages: dict[str, Count]
    quotas: list[_Quota]
    deadlines: list[_Deadline]
    twice: list[_Twice]
    shared_enterprises: list[_SharedEnterprise]
    alike: NotRequired[
        Annotated[list[AlikePairJson], "review --similar：两份材料相近的文字，相同的数、文件和图片；没有比就没有这一项"]
    ]


def review_json(desk: Desk) -> str:
    """A row a dossier, and what holds between them."""
    between = desk.between
    made: ReviewJson = {
        "schema": "brandcluster.review/1",
        "date": desk.day.isoformat(),
        "total": desk.total,
        "skipped": list(desk.skipped),
        "dossiers": [_row_json(row) for row in desk.rows],
        "stages": dict(between.stages),
        "quotas": [_quota_json(use) for use in between.quotas],
        "deadlines": [_deadline_json(due) for due in between.deadlines],
        "twice": [{"what": each.what, "dossiers": [row.name for row in each.rows]} for each in between.twice],
        "shared_enterprises": [_shared_json(shared) for shared in between.shared],
    }
    if desk.alike is not None:
        made["alike"] = alike_json(desk.alike)
    return json_text(made)


def _quota_json(use: QuotaUse) -> _Quota:
    return {
        "clause": CLAUSE,
        "province": use.province,
        "year": use.year,
        "applied": [row.name for row in use.applied],
        "recommended": [row.name for row in use.recommended],
        "doubtful": [row.name for row in use.doubtful],
        "fewest": use.fewest,
        "most": use.most,
        "low": use.low,
        "limits": list(use.limits),
        "sources": list(use.sources),
        "verdict": use.value,
        "message": use.message,
    }


def _deadline_json(due: QuestionDue) -> _Deadline:
    return {
        "overlay": due.overlay,
        "what": due.deadline.what,
        "who": due.deadline.who,
        "due": due.deadline.due.isoformat(),
        "yearly": due.deadline.yearly,
        "days": due.days,
        "source": due.deadline.source,
        "dossiers": [row.name for row in due.rows],
    }


def _shared_json(shared: SharedEnterprise) -> _SharedEnterprise:
    return {
        "name": shared.name,
        "code": shared.code,
        "places": [
            {"dir": row.name, "industry": entry.industry, **place_json(entry.source)} for row, entry in shared.places
        ],
    }


def _row_json(row: Row) -> _Row:
    return {
        "dir": row.name,
        "failure": row.failure or None,
        "province": row.province or None,
        "region": row.region or None,
        "applicant": row.applicant or None,
        "edition": row.edition or None,
        "overlay": row.overlay,
        "stage": row.stage,
        "applied": day_json(row.applied),
        "recommended": day_json(row.recommended),
        "ready": row.ready,
        "errors": row.errors,
        "warnings": row.warnings,
        "ignored": len(row.ignored),
        "left": [{"code": code, "reason": reason, "problems": count} for code, reason, count in row.left_reasons],
        "industries": [_industry_json(industry) for industry in row.industries],
        "conditions_met": row.count("met"),
        "self_judged": row.own,
        "conditions": [_verdict_json(verdict) for verdict in row.conditions],
        "procedure": [_verdict_json(verdict) for verdict in row.procedure],
        "open_judgements": [
            {"clause": verdict.clause, "industry": verdict.industry} for verdict in row.open_judgements
        ],
        "seals": [{"id": seal.id, "date": day_json(seal.date), **place_json(seal.source)} for seal in row.seals],
        "sealed": day_json(row.sealed_on),
        "next_window": window_json(row.window),
        "notes": list(row.notes),
    }


def _industry_json(industry: IndustryRow) -> _Industry:
    return {
        "name": industry.name,
        "share": None if industry.share is None else _figure_json(industry.share),
        "indicators": [_figure_json(figure) for figure in industry.figures],
    }


def _figure_json(figure: RowFigure) -> _Figure:
    value = figure.value
    return {
        "id": figure.id,
        "label": figure.label,
        "year": figure.year,
        "numerator": exact_json(figure.numerator),
        "numerator_label": figure.numerator_label,
        "denominator": exact_json(figure.denominator),
        "denominator_label": figure.denominator_label,
        "value": exact_json(value),
        "printed": None if value is None else round_text(value, DECIMALS),
        "sources": [place_json(place) for place in figure.sources],
    }


def _verdict_json(verdict: Verdict) -> _Verdict:
    who = verdict.judged_by
    return {
        "clause": verdict.clause,
        "industry": verdict.industry,
        "verdict": verdict.value,
        "message": verdict.message,
        "missing": list(verdict.missing),
        "judged_by": None if who is None else {"unit": who.unit, "role": who.role, "date": who.date},
        "sources": [place_json(place) for place in verdict.sources],
    }
