"""What shows only when dossiers stand side by side: quotas, deadlines, one thing twice, one enterprise in two places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from brandcluster.base.diagnostics import Location
from brandcluster.returns.layout import code_problem
from brandcluster.review.claims import bare_code
from brandcluster.review.naming import bare_name
from brandcluster.review.quota import QuotaUse, quotas_used
from brandcluster.review.rows import Deadline, Row, RowEnterprise
from brandcluster.rules.facts.stage import STAGES, Stage

GOAL = "goal-2015"
_Place = tuple[Row, RowEnterprise]


@dataclass(frozen=True, slots=True)
class QuestionDue:
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
    places: tuple[tuple[Row, RowEnterprise], ...]


@dataclass(frozen=True, slots=True)
class Across:
    """Everything that holds between dossiers."""

    quotas: tuple[QuotaUse, ...]
    deadlines: tuple[QuestionDue, ...]
    twice: tuple[Twice, ...]
    shared: tuple[SharedEnterprise, ...]
    stages: tuple[tuple[Stage, int], ...]


def findings_across(rows: list[Row], day: date) -> Across:
    """What shows between the dossiers that could be read."""
    readable = [row for row in rows if not row.failure]
    return Across(
        tuple(quotas_used(readable)),
        tuple(_deadlines(readable, day)),
        tuple(_twice(readable)),
        tuple(_shared(readable)),
        tuple((stage, count) for stage in STAGES if (count := sum(row.stage == stage for row in readable))),
    )


def _deadlines(rows: list[Row], day: date) -> list[QuestionDue]:
    groups: dict[tuple[str, Deadline], list[Row]] = {}
    for row in rows:
        for each in row.deadlines:
            groups.setdefault((row.overlay or "", each), []).append(row)
    found = [QuestionDue(each, overlay, (each.due - day).days, tuple(of)) for (overlay, each), of in groups.items()]
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
    """The region with the beginning of its province's name: many are called 高新技术产业开发区."""
    return f"{bare_name(row.province)[:2]} {bare_name(row.region)}" if row.region else ""


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
    """One enterprise by its code; by its name where one of the two gives no code, or none that can be right."""
    by_code: dict[str, list[_Place]] = {}
    by_name: dict[str, list[_Place]] = {}  # of those without a code that is right
    for row in rows:
        for each in row.enterprises:
            code = bare_code(each.code)
            if code:
                by_code.setdefault(code, []).append((row, each))
            if not code or code_problem(code) is not None:
                by_name.setdefault(bare_name(each.name), []).append((row, each))
    groups = [_joined(places, by_name) for places in by_code.values()]
    groups += [places for name, places in by_name.items() if name]
    order = {row.key: index for index, row in enumerate(rows)}
    found: dict[frozenset[tuple[str, Location]], SharedEnterprise] = {}
    for group in groups:
        places = sorted(group, key=lambda place: order[place[0].key])
        same = frozenset((row.key, each.source) for row, each in places)
        if len({row.key for row, _ in places}) > 1 and not any(same <= other for other in found):
            written = next((each.code for _, each in places if each.code), None)
            found[same] = SharedEnterprise(places[0][1].name, written, tuple(places))
    return list(found.values())


def _joined(places: list[_Place], by_name: dict[str, list[_Place]]) -> list[_Place]:
    """The places of a code, and those of its names that have no code that is right."""
    names = dict.fromkeys(bare_name(each.name) for _, each in places)
    of_names = [place for name in names if name for place in by_name.get(name, ())]
    return list({(row.key, each.source): (row, each) for row, each in (*places, *of_names)}.values())
