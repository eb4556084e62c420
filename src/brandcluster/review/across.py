"""What shows only when dossiers stand side by side: quotas, deadlines, one thing twice, one enterprise in two places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from brandcluster.diagnostics import VerdictValue
from brandcluster.review.rows import Deadline, Row, TopEnterprise
from brandcluster.rules.standing import STAGES, Stage

_NOT_IN_NAMES = re.compile(r"[\W_]+")
CLAUSE, GOAL = "apply-quota", "goal-2015"


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """One province in one year: who applies, who is recommended, and how many may be (三（三）).

    Only recommendations count against the quota. `year` is None for applications without a date.
    """

    province: str
    year: int | None
    applied: tuple[Row, ...]
    recommended: tuple[Row, ...]
    limits: tuple[int, ...]
    low: int | None
    sources: tuple[str, ...]
    value: VerdictValue

    @property
    def message(self) -> str:
        """The state of the quota in a sentence."""
        count, waiting = len(self.recommended), len(self.applied) - len(self.recommended)
        if not self.limits:
            return f"申报 {len(self.applied)} 家，已推荐 {count} 家；这一版规则没有写明名额，或没有申报日期，无法判定。"
        limit = "、".join(str(each) for each in self.limits)
        text = f"申报 {len(self.applied)} 家，已推荐 {count} 家，每年最多 {limit} 家"
        if self.value == "unknown":
            return f"{text}；省份或年份不明，或各材料的名额不同，无法判定。"
        if self.value == "not_met":
            return f"{text}，超出 {count - min(self.limits)} 家。"
        room = min(self.limits) - count
        rest = f"，还可推荐 {room} 家，待定 {waiting} 家" if waiting else ""
        return f"{text}{rest}{'，待定的多于名额' if waiting > room else ''}。"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with the dossiers it is for; `days` from today, negative when it is over."""

    deadline: Deadline
    overlay: str
    days: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Twice:
    """Dossiers that apply for the same thing: what is the same, and where it stands."""

    what: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SharedEnterprise:
    """An enterprise among the top three of several dossiers."""

    name: str
    code: str | None
    places: tuple[tuple[Row, TopEnterprise], ...]


@dataclass(frozen=True, slots=True)
class Across:
    """Everything that holds between dossiers."""

    quotas: tuple[QuotaUse, ...]
    deadlines: tuple[Due, ...]
    twice: tuple[Twice, ...]
    shared: tuple[SharedEnterprise, ...]
    stages: tuple[tuple[Stage, int], ...]


def across(rows: list[Row], day: date) -> Across:
    """What shows between the dossiers that could be read."""
    readable = [row for row in rows if not row.failure]
    return Across(
        tuple(_quotas(readable)),
        tuple(_deadlines(readable, day)),
        tuple(_twice(readable)),
        tuple(_shared(readable)),
        tuple((stage, count) for stage in STAGES if (count := sum(row.stage == stage for row in readable))),
    )


def bare_name(text: str) -> str:
    """A name without what typing changes: width, case, spaces, brackets, punctuation."""
    return _NOT_IN_NAMES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _quotas(rows: list[Row]) -> list[QuotaUse]:
    groups: dict[tuple[str, int | None], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.province, _year_of(row)), []).append(row)
    order = sorted(groups.items(), key=lambda pair: (pair[0][0], pair[0][1] or 0))
    return [_quota(province, year, members) for (province, year), members in order]


def _year_of(row: Row) -> int | None:
    """The year that a recommendation counts in: that of the province's seal, before it that of the application."""
    day = row.recommended or row.applied
    return None if day is None else day.year


def _quota(province: str, year: int | None, rows: list[Row]) -> QuotaUse:
    # What has been approved was recommended, also where nobody wrote the province's seal down.
    recommended = tuple(row for row in rows if row.stage not in ("preparing", "sealed"))
    rulings = [row.quota for row in rows if row.quota is not None]
    limits = tuple(sorted({each.high for each in rulings}))
    known = year is not None and bool(limits) and all(row.province_known for row in rows)
    value: VerdictValue = "unknown"
    if known and len(recommended) <= limits[0]:
        value = "met"
    elif known and len(recommended) > limits[-1]:
        value = "not_met"
    lows = {each.low for each in rulings if each.low is not None}
    sources = tuple(dict.fromkeys(each.source for each in rulings))
    return QuotaUse(
        province, year, tuple(rows), recommended, limits, lows.pop() if len(lows) == 1 else None, sources, value
    )


def _deadlines(rows: list[Row], day: date) -> list[Due]:
    groups: dict[tuple[str, Deadline], list[Row]] = {}
    for row in rows:
        for each in row.deadlines:
            groups.setdefault((row.overlay or "", each), []).append(row)
    found = [Due(each, overlay, (each.due - day).days, tuple(of)) for (overlay, each), of in groups.items()]
    return sorted(found, key=lambda due: (due.deadline.due, due.overlay, due.deadline.what))


def _twice(rows: list[Row]) -> list[Twice]:
    """Same applicant or same region, and an industry in common (or none given): most likely one application twice."""
    found = []
    for what, named in (("申报单位", _applicant), ("区域名称", _region)):
        for row_group in _groups(rows, named):
            for names, members in _by_industry(row_group):
                industries = f"，主导产业“{'、'.join(names)}”" if names else ""
                found.append(Twice(f"{what}“{_written(what, members[0])}”{industries}", members))
    # What the applicant already shows is not said once more by the region.
    seen: set[frozenset[str]] = set()
    distinct = []
    for each in found:
        keys = frozenset(row.key for row in each.rows)
        if not any(keys <= other for other in seen):
            distinct.append(each)
            seen.add(keys)
    return distinct


def _applicant(row: Row) -> str:
    return bare_name(row.applicant)


def _region(row: Row) -> str:
    return bare_name(row.region)


def _written(what: str, row: Row) -> str:
    return row.applicant if what == "申报单位" else row.region


def _groups(rows: Iterable[Row], named: Callable[[Row], str]) -> list[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if named(row):
            groups.setdefault(named(row), []).append(row)
    return [members for members in groups.values() if len(members) > 1]


def _by_industry(rows: list[Row]) -> list[tuple[list[str], tuple[Row, ...]]]:
    groups: dict[str, list[Row]] = {}
    names: dict[str, str] = {}
    for row in rows:
        for industry in dict.fromkeys(bare_name(each.name).removesuffix("产业") for each in row.industries) or [""]:
            groups.setdefault(industry, []).append(row)
        for each in row.industries:
            names.setdefault(bare_name(each.name).removesuffix("产业"), each.name)
    merged: dict[tuple[str, ...], tuple[list[str], tuple[Row, ...]]] = {}
    for industry, members in groups.items():
        if len(members) > 1:
            key = tuple(row.key for row in members)
            entry = merged.setdefault(key, ([], tuple(members)))
            if industry:
                entry[0].append(names[industry])
    return list(merged.values())


def _shared(rows: list[Row]) -> list[SharedEnterprise]:
    """One enterprise by its code; by its name where one of the two gives no code."""
    groups: list[list[tuple[Row, TopEnterprise]]] = []
    by_code: dict[str, int] = {}
    by_name: dict[str, list[int]] = {}
    for row in rows:
        for each in row.enterprises:
            code = re.sub(r"\s", "", each.code or "").upper()
            name = bare_name(each.name)
            at = by_code.get(code) if code else None
            if at is None:
                # The same name without a code, or with no other code.
                alike = by_name.get(name, ())
                at = next((index for index in alike if not code or not _codes(groups[index]) - {code}), None)
            if at is None:
                groups.append([])
                at = len(groups) - 1
            groups[at].append((row, each))
            by_name.setdefault(name, []).append(at)
            if code:
                by_code[code] = at
    return [_as_shared(group) for group in groups if len({row.key for row, _ in group}) > 1]


def _codes(group: list[tuple[Row, TopEnterprise]]) -> set[str]:
    return {re.sub(r"\s", "", each.code).upper() for _, each in group if each.code}


def _as_shared(group: list[tuple[Row, TopEnterprise]]) -> SharedEnterprise:
    code = next((each.code for _, each in group if each.code), None)
    return SharedEnterprise(group[0][1].name, code, tuple(group))
