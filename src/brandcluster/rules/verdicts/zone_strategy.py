"""三（七）1（1）: strategy, positioning, policies and funds, by dated records with documents and by a person's judgement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.diagnostics import Location, Verdict
from brandcluster.base.numbers import decimal_string
from brandcluster.dossier.files import PLAN, STRATEGY, SUPPORT
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.pilot.support import FundDelivery
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.opinions import by_whom, opinion_on
from brandcluster.rules.verdicts.condition import person_words, unread_parts
from brandcluster.rules.verdicts.planned_policies import policies_on

#: What one planned amount is known by: its year and its source.
_Key = tuple[int | None, str | None]


class _Record(NamedTuple):
    """What some records say: a sentence, what is wanting, what fails though the record is whole, and where it stands."""

    said: str
    missing: list[str]
    failed: list[str]
    places: list[Location]


def strategy_issued(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（1）: strategy, positioning, policies and funds as planned.

    A policy recorded as not carried out, and less money recorded than was planned and due, fail; what is not recorded,
    or whose document is gone, is unknown.
    """
    issued, funds = _strategy(dossier, day), _funds(dossier, day)
    policies, notes = _policies(dossier, day)
    judged = opinion_on(dossier, "zone-1", None, day)
    failed = [*funds.failed, *policies.failed]
    missing = [*failed, *issued.missing, *funds.missing, *policies.missing, *judged.missing]
    yield Verdict(
        "zone-1",
        None,
        "not_met" if failed or judged.favourable is False else "unknown" if missing else "met",
        f"{policies.said}{funds.said}政策、资金是否按计划落实到位：{person_words(judged.favourable, by_whom(judged.judged))}",
        sources=(*judged.sources, *issued.places, *policies.places, *funds.places),
        missing=tuple(missing),
        judged_by=judged.judged,
        notes=(*notes, *judged.notes),
    )


def _strategy(dossier: Dossier, day: date) -> _Record:
    missing, places = [], []
    strategy = dossier.strategy.strategy
    if strategy is None or None in (strategy.name, strategy.number) or strategy.date is None or strategy.date > day:
        missing.append("正式发布的区域品牌发展战略（名称、文号、日期）")
    elif not is_there(dossier, strategy.document):
        missing.append("区域品牌发展战略的文件")
    else:
        places.append(dossier.locate(STRATEGY, ("发展战略",), on_key=True))
    if dossier.strategy.positioning is None:
        missing.append("品牌定位")
    else:
        places.append(dossier.locate(STRATEGY, ("品牌定位",), on_key=True))
    return _Record("", missing, [], places)


# ---- policies ------------------------------------------------------------------------------------------------


def _policies(dossier: Dossier, day: date) -> tuple[_Record, tuple[str, ...]]:
    """Policies and measures as planned; and how they were found."""
    policies = policies_on(dossier, day)
    found = _Record("", list(policies.gaps), [], [])
    for each in policies.states:
        if not each.open:
            found.places.append(each.place)
        else:
            (found.failed if each.outcome == "undone" else found.missing).append(f"政策“{each.name}”{each.open}")
    done = sum(not each.open for each in policies.states)
    return found._replace(said=f"政策和措施 {len(policies.states)} 项，落实 {done} 项。"), policies.notes


# ---- funds ---------------------------------------------------------------------------------------------------


def _funds(dossier: Dossier, day: date) -> _Record:
    """Funds planned against funds delivered, by year and source. A year's plan is due when it or the cycle is over.

    One without any record is unknown, due or not; less than planned fails only once it is due.
    """
    planned = dossier.plan.funds.items if dossier.plan.funds is not None else []
    rows = dossier.support.funds
    missing = [*unread_parts(dossier, PLAN, "资金"), *unread_parts(dossier, SUPPORT, "资金到位")]
    if not planned or not rows:
        return _Record("", [*missing, "计划资金和资金到位的记录（application/plan.yaml、pilot/support.yaml）"], [], [])
    if any(item.year is None or item.source is None or item.amount is None for item in planned):
        missing.append("计划资金的年份、来源、金额（application/plan.yaml）")
    found = _Record("", missing, [], [])
    unsure: list[_Key] = []
    came: dict[_Key, list[Decimal]] = {}
    for index, row in enumerate(rows):
        if (gap := _row_gap(dossier, row)) is not None:
            unsure.append((row.year, row.source))
            found.missing.append(f"第 {index + 1} 笔到位资金{gap}")
        if row.amount is not None and row.date is not None and row.date <= day:
            came.setdefault((row.year, row.source), []).append(row.amount)
            found.places.append(dossier.locate(SUPPORT, ("资金到位", index)))
    wanted, due = _wanted(dossier), _due(dossier, day)
    got = {key: sum(map(Fraction, came.get(key, ())), Fraction(0)) for key in wanted}
    for key in sorted(wanted, key=str):
        words = _short(key, wanted[key], got[key])
        if key not in came:
            found.missing.append(f"{words}，没有到位的记录")
        elif got[key] < wanted[key] and key not in due:
            found.missing.append(f"{words}，还没有到期")
        elif got[key] < wanted[key]:
            (found.missing if any(_may_be(each, key) for each in unsure) else found.failed).append(words)
    said = (
        f"已到期的计划资金 {decimal_string(sum((wanted[key] for key in due), Fraction(0)))} 万元，"
        f"到位 {decimal_string(sum((got[key] for key in due), Fraction(0)))} 万元。"
    )
    return found._replace(said=said)


def _row_gap(dossier: Dossier, row: FundDelivery) -> str | None:
    if None in (row.year, row.source) or row.amount is None or row.date is None:
        return "没有写全年份、来源、金额、到位日期"
    return "的文件不在" if row.document is not None and not is_there(dossier, row.document) else None


def _may_be(written: _Key, key: _Key) -> bool:
    """Whether a record that is not whole may be about a planned amount."""
    return all(one is None or one == other for one, other in zip(written, key, strict=True))


def _wanted(dossier: Dossier) -> dict[_Key, Fraction]:
    """What the plan promises (万元) by year and source."""
    found: dict[_Key, Fraction] = {}
    for item in dossier.plan.funds.items if dossier.plan.funds is not None else ():
        if item.year is not None and item.source is not None and item.amount is not None:
            key = (item.year, item.source)
            found[key] = found.get(key, Fraction(0)) + Fraction(item.amount)
    return found


def _due(dossier: Dossier, day: date) -> set[_Key]:
    """Which of that is due by a day: of the years that are over, and all after the cycle."""
    cycle = dossier.header.cycle
    over = cycle is not None and cycle.end is not None and (day.year, day.month) > (cycle.end.year, cycle.end.month)
    return {key for key in _wanted(dossier) if over or (key[0] or 0) < day.year}


def _short(key: _Key, wanted: Fraction, got: Fraction) -> str:
    year, source = key
    return f"{year} 年{source}计划 {decimal_string(wanted)} 万元，到位 {decimal_string(got)} 万元"
