"""Which dossiers a province recommends by the examiner's word, and whether its quota has room. Nobody is ranked here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from brandcluster.notice import edition
from brandcluster.review.items import NOT_THE_REGIONS
from brandcluster.review.naming import bare_name
from brandcluster.review.quota import QuotaUse, is_recommended
from brandcluster.review.remarks import Handling
from brandcluster.review.rows import Row

#: What an examiner's word for a dossier is called in a list.
WANTED, UNDECIDED = "拟推荐", "未定"


class Recommended(NamedTuple):
    """The dossiers of one province, by date of application and name; `notes` say what the examiner must look at.

    `fits` is False where there are more than the quota lets: who it is to be is for people.
    """

    province: str
    rows: tuple[Row, ...]
    notice: str
    notes: tuple[str, ...]
    fits: bool


class Shortlist(NamedTuple):
    """What a province decides on in a year: the dossiers that it has recommended and those that the examiner would,
    by date of application and name. `recommended` are the keys of the former, `words` say what is to become of each
    of the others; `sentences` hold them against the quota."""

    province: str
    year: int
    rows: tuple[Row, ...]
    recommended: frozenset[str]
    words: dict[str, str]
    sentences: tuple[str, ...]


def issuer_for(province: str, issuer: str, provinces: Collection[str]) -> str:
    """The office that signs for a province: where a run has several, one that names another leaves the place open."""
    return issuer if len(set(provinces)) < 2 or (province and province[:2] in issuer) else ""


def recommended_rows(wanted: Sequence[Row], quotas: Sequence[QuotaUse], year: int) -> list[Recommended]:
    """The dossiers to be recommended in a year, province by province; 计划单列市 are provinces of their own here."""
    provinces = sorted({row.province for row in wanted})
    return [_of_province(name, [row for row in wanted if row.province == name], quotas, year) for name in provinces]


def shortlists_of(
    rows: Sequence[Row], handling: Mapping[str, Handling], quotas: Sequence[QuotaUse], year: int
) -> list[Shortlist]:
    """The lists of a year, province by province: none where nobody was recommended nor is to be."""
    found = []
    for province in sorted({row.province for row in rows}):
        own = [row for row in rows if row.province == province and not row.failure]
        already = [row for row in own if is_recommended(row) and _counts_in(row, year)]
        waiting = [row for row in own if not is_recommended(row)]
        kinds = {row.key: handling[row.key].kind for row in waiting if row.key in handling}
        wanted = [row for row in waiting if kinds.get(row.key) == "推荐"]
        if not already and not wanted:
            continue
        others = [kinds.get(row.key, UNDECIDED) for row in waiting if row not in wanted]
        doubtful = next((use.doubtful for use in quotas if (use.province, use.year) == (province, year)), ())
        sentences = (*_quota_sentences(already, wanted, year), *_other_sentences(others, doubtful))
        listed = tuple(_in_order([*already, *wanted]))
        words = {row.key: WANTED for row in wanted}
        found.append(Shortlist(province, year, listed, frozenset(row.key for row in already), words, sentences))
    return found


def _counts_in(row: Row, year: int) -> bool:
    day = row.recommended or row.applied
    return day is not None and day.year == year


def _quota_sentences(already: list[Row], wanted: list[Row], year: int) -> Iterator[str]:
    """The quota, and how many there are for it."""
    quotas = list(dict.fromkeys(row.quota for row in (*already, *wanted) if row.quota is not None))
    before, new = ({_applicant(row) for row in some} for some in (already, wanted))
    counted = f"{year}年已推荐 {len(before)} 家，审查人员拟推荐 {len(new - before)} 家，合计 {len(before | new)} 家"
    if len({each.high for each in quotas}) != 1:
        why = "各份材料所用的规则名额不同" if quotas else "材料所用的规则没有写明名额"
        yield f"{counted}（按申报单位计）。{why}，是否超出由人核定。"
        return
    low, high, source = quotas[0].low, quotas[0].high, quotas[0].source
    yield f"名额：每年{f'{low}-' if low is not None and low != high else ''}{high}家（{source}），按申报单位计。"
    total, room = len(before | new), high - len(before)
    if total <= high:
        yield f"{counted}，在名额以内{f'，还可以推荐 {high - total} 家' if total < high else ''}。"
    elif new - before:
        yield f"{counted}，比名额多 {total - high} 家：{len(new - before)} 家等 {max(room, 0)} 个名额，推荐哪几家由人研究确定。"
    else:
        yield f"{counted}，比名额多 {total - high} 家，由人核定。"


def _other_sentences(others: list[str], doubtful: Sequence[Row]) -> Iterator[str]:
    """What is not on the list."""
    if others:
        counts = "，".join(f"{word} {others.count(word)} 份" for word in dict.fromkeys(others))
        yield f"没有列入的：{counts}。"
    if doubtful:
        names = "、".join(row.name for row in doubtful[:3])
        yield f"另有 {len(doubtful)} 份已推荐的不知归在哪里（{names}），没有算进去。"


def _applicant(row: Row) -> str:
    return bare_name(row.applicant) or row.key


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """By date of application and name: an order that ranks nobody."""
    return sorted(rows, key=lambda row: (row.applied is None, str(row.applied), row.applicant, row.key))


def _of_province(province: str, rows: list[Row], quotas: Sequence[QuotaUse], year: int) -> Recommended:
    rows = _in_order(rows)
    notes, fits = [], bool(province)
    if not province:
        notes.append("要推荐的材料没有写省份，没有生成推荐函。")
    applicants = {_applicant(row) for row in rows}
    before = {
        _applicant(row) for use in quotas if use.province == province and use.year == year for row in use.recommended
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
