"""Which dossiers a province recommends by the examiner's word, and whether its quota has room. Nobody is ranked here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from brandcluster.notice import edition
from brandcluster.review.items import NOT_THE_REGIONS
from brandcluster.review.naming import bare_name
from brandcluster.review.quota import QuotaUse
from brandcluster.review.rows import Row


class Recommended(NamedTuple):
    """The dossiers of one province, by date of application and name; `notes` say what the examiner must look at.

    `fits` is False where there are more than the quota lets: who it is to be is for people.
    """

    province: str
    rows: tuple[Row, ...]
    notice: str
    notes: tuple[str, ...]
    fits: bool


def recommended_rows(wanted: Sequence[Row], quotas: Sequence[QuotaUse]) -> list[Recommended]:
    """The dossiers to be recommended, province by province; 计划单列市 are provinces of their own here."""
    provinces = sorted({row.province for row in wanted})
    return [_of_province(name, [row for row in wanted if row.province == name], quotas) for name in provinces]


def _of_province(province: str, rows: list[Row], quotas: Sequence[QuotaUse]) -> Recommended:
    rows = sorted(rows, key=lambda row: (row.applied is None, str(row.applied), row.applicant, row.key))
    notes, fits = [], bool(province)
    if not province:
        notes.append("要推荐的材料没有写省份，没有生成推荐函。")
    applicants = {bare_name(row.applicant) or row.key for row in rows}
    years = {row.applied.year for row in rows if row.applied is not None}
    before = {
        bare_name(row.applicant) or row.key
        for use in quotas
        if use.province == province and use.year in years
        for row in use.recommended
    }
    most = min((row.quota.high for row in rows if row.quota is not None), default=None)
    total = len(applicants | before)
    if most is not None and total > most and fits:
        fits = False
        already = f"（其中 {len(before)} 家已经推荐）" if before else ""
        notes.append(
            f"{province}要推荐的有 {total} 家{already}，名额是每年 {most} 家：推荐哪几家由人定，定了再生成推荐函。"
        )
    for row in rows:
        judged = (each for each in (*row.conditions, *row.procedure) if each.clause not in NOT_THE_REGIONS)
        left = sum(each.value in ("not_met", "unknown") for each in judged)
        if left or row.errors:
            notes.append(f"“{row.name}”要推荐，还有 {left} 条条件不符合或无法判定，{row.errors} 个错误。")
    return Recommended(province, tuple(rows), edition.about_edition(rows[0].edition).number, tuple(notes), fits)
