"""Rules on policies and funds delivered against the plan (三（五）; 三（七）1（1）)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from brandcluster.base.days import month_end
from brandcluster.base.numbers import decimal_string
from brandcluster.dossier.files import SUPPORT
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.pilot.support import FundDelivery
from brandcluster.dossier.model.plan import FundItem
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.rules.facts.record_days import newest_day
from brandcluster.rules.facts.rules_in_force import cycle_of
from brandcluster.rules.rule import Finding, Rule

Key = tuple[int, str]


def _planned(dossier: Dossier) -> dict[Key, Fraction] | None:
    """The plan's funds by year and source; None where an amount is not given."""
    items = dossier.plan.funds.items if dossier.plan.funds is not None else []
    return _by_key(items)


def _by_key(items: Sequence[FundItem | FundDelivery]) -> dict[Key, Fraction] | None:
    """Exact sums by year and source; None where an amount is not given."""
    found: dict[Key, Fraction] = {}
    for item in items:
        if item.year is None or item.source is None or item.amount is None:
            return None
        found[item.year, item.source] = found.get((item.year, item.source), Fraction(0)) + Fraction(item.amount)
    return found


def _by_plan(dossier: Dossier) -> Iterator[Finding]:
    planned, last, cycle = _planned(dossier), newest_day(dossier), cycle_of(dossier)
    came = dossier.support.funds
    delivered = _by_key(came)
    if not planned or not dossier.has(SUPPORT) or last is None or delivered is None:
        return
    over = cycle is not None and last > month_end(cycle[1])
    for (year, source), amount in planned.items():
        got = delivered.get((year, source), Fraction(0))
        if got >= amount or not (over or year < last.year):
            continue
        entries = [i for i, each in enumerate(came) if (each.year, each.source) == (year, source)]
        yield Finding(
            SUPPORT,
            ("资金到位", entries[-1], "金额（万元）") if entries else ("资金到位",),
            f"{year} 年{source}计划 {decimal_string(amount)} 万元，到位 {decimal_string(got)} 万元，"
            f"少 {decimal_string(amount - got)} 万元。",
            "补记已经到位的资金；确实没有到位的，查明原因，在年度总结里说明。",
            on_key=not entries,
        )


def _known(dossier: Dossier) -> Iterator[Finding]:
    planned = _planned(dossier)
    for index, each in enumerate(dossier.support.funds):
        if not planned or each.year is None or each.source is None or (each.year, each.source) in planned:
            continue
        sources = list(dict.fromkeys(source for year, source in planned if year == each.year))
        match = nearest_choice(each.source, sources)
        if not sources:
            yield Finding(SUPPORT, ("资金到位", index, "年份"), f"方案里没有 {each.year} 年的资金。", "核对年份。")
        else:
            help_ = (
                f"写成“{match}”。"
                if match
                else f"方案里这一年的来源是：{'、'.join(sources)}；计划外的资金不要记在这里。"
            )
            yield Finding(
                SUPPORT, ("资金到位", index, "来源"), f"方案里 {each.year} 年没有来源“{each.source}”。", help_
            )


def _policies_in_time(dossier: Dossier) -> Iterator[Finding]:
    last = newest_day(dossier)
    for index, each in enumerate(dossier.support.policies):
        if each.due is None or last is None:
            continue
        done: date | None = each.date if each.state == "已落实" else None
        if each.state == "已落实" and (done is None or done <= each.due):
            continue
        if done is not None or last > each.due:
            yield Finding(
                SUPPORT,
                ("政策落实", index, "应落实日期"),
                f"政策“{each.name or ''}”应在 {each.due.isoformat()} 落实，{'落实晚了' if done else '还没有落实'}。",
                "落实了的写上日期和文件；没有落实的查明原因，在年度总结里说明。",
            )


RULES = (
    Rule(
        "V211",
        "资金按年份和来源到位",
        "zone-1",
        "warning",
        "三（七）1（1）：“相关政策、资金支持按计划落实到位”。按年份、按来源逐项比较；一年过完，或者试点周期结束，才比较那一年；到那时一笔记录也没有，就是没有到位。",
        "2014 年县财政计划 520 万元，到位 520 万元",
        "2014 年县财政计划 520 万元，到位 519 万元，已有 2015 年的记录",
        _by_plan,
    ),
    Rule(
        "V212",
        "到位资金的年份和来源与方案一致",
        "pilot-execution",
        "error",
        "年份、来源写得与方案不一样，到位的资金就对不上计划。",
        "来源: 县财政（与方案一样）",
        "来源: 县财政局（方案写的是县财政）",
        _known,
    ),
    Rule(
        "V213",
        "政策按期落实",
        "pilot-execution",
        "warning",
        "三（五）：“确保政策措施到位”。过了应落实的日期还没有落实，或者落实晚了，要说明。应落实的当天不算晚。",
        "应落实 2014-09-30，2014-09-30 落实",
        "应落实 2014-09-30，2014-10-01 落实",
        _policies_in_time,
    ),
)
