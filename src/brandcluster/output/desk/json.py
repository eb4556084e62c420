"""Many dossiers side by side as JSON: `brandcluster.review/1`."""

from __future__ import annotations

from datetime import date
from typing import Any

from brandcluster.base.diagnostics import Location, Verdict
from brandcluster.base.numbers import decimal_string, printed
from brandcluster.output.desk.text import DECIMALS, Desk
from brandcluster.output.json_text import dumps
from brandcluster.review.across import Across
from brandcluster.review.quota import CLAUSE
from brandcluster.review.rows import Figure, Row


def review_json(desk: Desk) -> str:
    """`brandcluster.review/1`."""
    return dumps(
        {
            "schema": "brandcluster.review/1",
            "date": desk.day.isoformat(),
            "total": desk.total,
            "skipped": list(desk.skipped),
            "dossiers": [_row_json(row) for row in desk.rows],
            **_between_json(desk.between),
        }
    )


def _between_json(between: Across) -> dict[str, Any]:
    return {
        "stages": dict(between.stages),
        "quotas": [
            {
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
            for use in between.quotas
        ],
        "deadlines": [
            {
                "overlay": due.overlay,
                "what": due.deadline.what,
                "who": due.deadline.who,
                "due": due.deadline.due.isoformat(),
                "yearly": due.deadline.yearly,
                "days": due.days,
                "source": due.deadline.source,
                "dossiers": [row.name for row in due.rows],
            }
            for due in between.deadlines
        ],
        "twice": [{"what": each.what, "dossiers": [row.name for row in each.rows]} for each in between.twice],
        "shared_enterprises": [
            {
                "name": shared.name,
                "code": shared.code,
                "places": [
                    {"dir": row.name, "industry": entry.industry, **_place(entry.source)}
                    for row, entry in shared.places
                ],
            }
            for shared in between.shared
        ],
    }


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "dir": row.name,
        "failure": row.failure or None,
        "province": row.province or None,
        "region": row.region or None,
        "applicant": row.applicant or None,
        "edition": row.edition or None,
        "overlay": row.overlay,
        "stage": row.stage,
        "applied": _iso(row.applied),
        "recommended": _iso(row.recommended),
        "ready": row.ready,
        "errors": row.errors,
        "warnings": row.warnings,
        "ignored": len(row.ignored),
        "industries": [
            {
                "name": industry.name,
                "share": None if industry.share is None else _figure_json(industry.share),
                "indicators": [_figure_json(figure) for figure in industry.figures],
            }
            for industry in row.industries
        ],
        "conditions": [_verdict_json(verdict) for verdict in row.conditions],
        "procedure": [_verdict_json(verdict) for verdict in row.procedure],
        "open_judgements": [
            {"clause": verdict.clause, "industry": verdict.industry} for verdict in row.open_judgements
        ],
        "seals": [{"id": seal.id, "date": _iso(seal.date), **_place(seal.source)} for seal in row.seals],
        "sealed": _iso(row.sealed_on),
        "next_window": None if row.window is None else {"start": row.window[0].isoformat(), "days": row.window[1]},
        "notes": list(row.notes),
    }


def _figure_json(figure: Figure) -> dict[str, Any]:
    value = figure.value
    return {
        "id": figure.id,
        "label": figure.label,
        "year": figure.year,
        "numerator": None if figure.numerator is None else decimal_string(figure.numerator),
        "numerator_label": figure.numerator_label,
        "denominator": None if figure.denominator is None else decimal_string(figure.denominator),
        "denominator_label": figure.denominator_label,
        "value": None if value is None else decimal_string(value),
        "printed": None if value is None else printed(value, DECIMALS),
        "sources": [_place(place) for place in figure.sources],
    }


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    who = verdict.judged_by
    return {
        "clause": verdict.clause,
        "industry": verdict.industry,
        "verdict": verdict.value,
        "message": verdict.message,
        "missing": list(verdict.missing),
        "judged_by": None if who is None else {"unit": who.unit, "role": who.role, "date": who.date},
        "sources": [_place(place) for place in verdict.sources],
    }


def _place(place: Location) -> dict[str, Any]:
    return {"path": place.path, "line": place.line}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
