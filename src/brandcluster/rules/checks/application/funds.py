"""Rules on the funds of application/plan.yaml (附件1 第二部分 三)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.files import PLAN
from brandcluster.dossier.indicators.units import ratio_between
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.rules.facts.leaps import mix_of
from brandcluster.rules.facts.rules_in_force import cycle_of
from brandcluster.rules.facts.stale_totals import stale_totals, stale_words, sum_of
from brandcluster.rules.rule import Finding, Rule


def _total(dossier: Dossier) -> Iterator[Finding]:
    funds = dossier.plan.funds
    if funds is None or funds.total is None or not funds.items:
        return
    added = sum_of(funds.items)
    if added is not None and added != funds.total and not _is_stale(dossier, ("资金", "总额（万元）")):
        mix = mix_of(dossier, ratio) if (ratio := ratio_between(Fraction(added), Fraction(funds.total))) else None
        yield Finding(
            PLAN,
            ("资金", "总额（万元）"),
            f"总额 {decimal_text(funds.total)} 万元，明细之和是 {decimal_text(added)} 万元，{_difference(added, funds.total)}{f'，{mix.words}' if mix else ''}。",
            f"明细没有错，总额就写 {decimal_text(added)}；否则改明细。",
        )


def _is_stale(dossier: Dossier, keys: KeyPath) -> bool:
    """Whether a merge left this total behind: B105 says so."""
    return any(each.keys == keys for each in stale_totals(dossier))


def _same_slip(dossier: Dossier, difference: Decimal) -> bool:
    """Whether the grand total is off by the same amount: then one item is wrong, and B101 has said so."""
    funds = dossier.plan.funds
    added = sum_of(funds.items) if funds is not None else None
    return funds is not None and funds.total is not None and added is not None and added - funds.total == difference


def _by_year(dossier: Dossier) -> Iterator[Finding]:
    funds = dossier.plan.funds
    # An item under a wrong year is missing from its own: B104 has said so.
    stray = {finding.keys[2] for finding in _years(dossier)}
    amounts = {item.amount for index, item in enumerate(funds.items) if index in stray} if funds is not None else set()
    for index, stated in enumerate(funds.by_year if funds is not None else ()):
        if funds is None or stated.year is None or stated.amount is None:
            continue
        added = sum_of([item for item in funds.items if item.year == stated.year])
        if added is None or added == stated.amount or stated.amount - added in amounts:
            continue
        keys: KeyPath = ("资金", "分年合计", index, "金额（万元）")
        if not _same_slip(dossier, added - stated.amount) and not _is_stale(dossier, keys):
            yield Finding(
                PLAN,
                keys,
                f"{stated.year} 年合计 {decimal_text(stated.amount)} 万元，明细之和是 {decimal_text(added)} 万元。",
                f"明细没有错，合计就写 {decimal_text(added)}；否则改明细。",
            )


def _by_source(dossier: Dossier) -> Iterator[Finding]:
    funds = dossier.plan.funds
    sources = [item.source for item in funds.items if item.source is not None] if funds is not None else []
    for index, stated in enumerate(funds.by_source if funds is not None else ()):
        if funds is None or stated.source is None or stated.amount is None:
            continue
        if stated.source not in sources:
            match = nearest_choice(stated.source, sources)
            yield Finding(
                PLAN,
                ("资金", "分来源合计", index, "来源"),
                f"明细里没有来源“{stated.source}”。",
                f"写成“{match}”。" if match else "与明细写得一样。",
            )
            continue
        added = sum_of([item for item in funds.items if item.source == stated.source])
        if added is None or added == stated.amount or _same_slip(dossier, added - stated.amount):
            continue
        keys: KeyPath = ("资金", "分来源合计", index, "金额（万元）")
        if not _is_stale(dossier, keys):
            yield Finding(
                PLAN,
                keys,
                f"“{stated.source}”合计 {decimal_text(stated.amount)} 万元，明细之和是 {decimal_text(added)} 万元。",
                f"明细没有错，合计就写 {decimal_text(added)}；否则改明细。",
            )


def _after_a_merge(dossier: Dossier) -> Iterator[Finding]:
    """One report for all totals that one merge left behind."""
    stale = [(each, each.added) for each in stale_totals(dossier) if each.added is not None]
    if not stale:
        return
    from brandcluster.dossier.repairs import fix_for_amounts

    document = dossier.documents[PLAN]
    wanted = [(dossier.as_written(PLAN, each.keys), added) for each, added in stale]
    plain = all(dossier.written(PLAN, each.keys) == each.keys[-1] for each, _ in stale)
    fix = fix_for_amounts(document, wanted, "合计照明细重新加") if plain else None
    advice = "、".join(f"{each.called}写 {decimal_text(added)}" for each, added in stale)
    yield Finding(
        PLAN,
        stale[0][0].keys,
        f"两个人的改动合并以后，合计没有跟着变：{stale_words(stale_totals(dossier))}。合并以前的和两个人各自的都加得起来。",
        f"明细都要的话，{advice}{'，或者运行 brandcluster validate --fix' if fix else ''}；不都要，就删去多余的明细。",
        fix=fix,
        related=tuple(dossier.locate(PLAN, each.keys) for each, _ in stale[1:]),
    )


def _years(dossier: Dossier) -> Iterator[Finding]:
    funds = dossier.plan.funds
    cycle = cycle_of(dossier)
    if funds is None or cycle is None:
        return
    first, last = cycle[0].year, cycle[1].year
    for index, item in enumerate(funds.items):
        if item.year is not None and not first <= item.year <= last:
            yield Finding(
                PLAN,
                ("资金", "明细", index, "年份"),
                f"{item.year} 年不在试点周期以内。",
                f"试点周期从 {first} 年到 {last} 年：改年份，或移出资金表。",
            )


def _difference(added: Decimal, stated: Decimal) -> str:
    return (
        f"多出 {decimal_text(added - stated)} 万元" if added > stated else f"少了 {decimal_text(stated - added)} 万元"
    )


RULES = (
    Rule(
        "B101",
        "资金总额等于明细之和",
        "form-plan-support",
        "error",
        "总额是政府承诺的数，与明细不等就不知道信哪一个。",
        "总额 300，明细 100、100、100",
        "总额 300，明细 100、100、90",
        _total,
    ),
    Rule(
        "B102",
        "分年合计等于各年明细之和",
        "form-plan-support",
        "error",
        "以后按年检查资金到位，合计与明细不等就无从对照。",
        "2014 年合计 100，明细 60、40",
        "2014 年合计 100，明细 60、30",
        _by_year,
    ),
    Rule(
        "B103",
        "分来源合计等于各来源明细之和",
        "form-plan-support",
        "error",
        "以后按来源检查资金到位，合计与明细不等就无从对照。",
        "区财政合计 200，明细 100、100",
        "区财政合计 200，明细 100、80",
        _by_source,
    ),
    Rule(
        "B104",
        "资金年份在试点周期以内",
        "form-plan-support",
        "error",
        "试点的资金投在试点周期以内；周期以外的不能算作配套。",
        "试点周期 2014-07 至 2016-06，资金 2014、2015、2016 年",
        "试点周期 2014-07 至 2016-06，资金 2017 年",
        _years,
    ),
    Rule(
        "B105",
        "合并以后合计等于明细之和",
        "form-plan-support",
        "error",
        "两个人各改一笔、各改总额，合并以后明细是两个人的，总额只是一个人的。",
        "总额 300 改成 310 和 320，合并以后明细加起来是 330，总额写 330",
        "总额 300 改成 310 和 320，合并以后明细加起来是 330，总额写 320",
        _after_a_merge,
    ),
)
