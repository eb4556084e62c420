"""Rules on application/top-enterprises.yaml (行业排名前三)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.dossier.files import TOP_ENTERPRISES
from brandcluster.dossier.indicators.measure import groups_of, sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.dossier.model.top_enterprises import TopEnterprise
from brandcluster.rules.facts.contradictions import contradicting_fields
from brandcluster.rules.facts.rules_in_force import parameter_number
from brandcluster.rules.rule import Finding, Rule


def by_industry(dossier: Dossier) -> dict[str, list[tuple[int, TopEnterprise]]]:
    """The listed enterprises of each leading industry, with their index in the file."""
    names = dossier.industry_names
    found: dict[str, list[tuple[int, TopEnterprise]]] = {name: [] for name in names}
    for index, enterprise in enumerate(dossier.top_enterprises.enterprises):
        industry = names[0] if enterprise.industry is None and len(names) == 1 else enterprise.industry
        if industry in found:
            found[industry].append((index, enterprise))
    return found


def _three_each(dossier: Dossier) -> Iterator[Finding]:
    names = dossier.industry_names
    listed = dossier.top_enterprises.enterprises
    wanted = parameter_number(dossier, "top-enterprises")
    if not names or not listed or wanted is None:
        return
    unclear = False
    for index, enterprise in enumerate(listed):
        if enterprise.industry is None and len(names) > 1:
            unclear = True
            yield Finding(
                TOP_ENTERPRISES, ("企业", index), "没有写属于哪个主导产业。", f"加上“产业”：{'、'.join(names)} 之一。"
            )
        elif enterprise.industry is not None and enterprise.industry not in names:
            unclear = True
            match = nearest_choice(enterprise.industry, names)
            help_ = f"写成“{match}”。" if match else f"只能写：{'、'.join(names)}。"
            yield Finding(
                TOP_ENTERPRISES, ("企业", index, "产业"), f"“{enterprise.industry}”不是主导产业。", help_, meant=match
            )
    for name, members in by_industry(dossier).items():
        if not unclear and len(members) != wanted:
            yield Finding(
                TOP_ENTERPRISES,
                ("企业",),
                f"“{name}”列了 {len(members)} 家企业。",
                f"按销售收入列前 {wanted} 家。",
                on_key=True,
            )


def falling_revenue(dossier: Dossier) -> Iterator[Finding]:
    """Enterprises with more revenue than one that stands before them."""
    for members in by_industry(dossier).values():
        previous: Decimal | None = None
        for index, enterprise in members:
            if enterprise.revenue is not None and previous is not None and enterprise.revenue > previous:
                yield Finding(
                    TOP_ENTERPRISES,
                    ("企业", index, "销售收入（万元）"),
                    f"销售收入 {decimal_text(enterprise.revenue)} 万元高于排在前面的 {decimal_text(previous)} 万元。",
                    "按销售收入从高到低排列，或核对单位。",
                )
            previous = enterprise.revenue if enterprise.revenue is not None else previous


def sums_beside_industry(dossier: Dossier) -> Iterator[Finding]:
    """The first three together against their whole industry."""
    factor = parameter_number(dossier, "unit-slip")
    if dossier.baseline is None or factor is None:
        return
    if any(True for _ in falling_revenue(dossier)):
        return
    for name, members in by_industry(dossier).items():
        if any("revenue" in contradicting_fields(group) for group in groups_of(dossier.baseline, name)):
            continue
        whole = sum_over(groups_of(dossier.baseline, name), "revenue")
        amounts = [enterprise.revenue for _, enterprise in members]
        if not whole or not amounts or any(amount is None for amount in amounts):
            continue
        added = sum((amount for amount in amounts if amount is not None), Decimal(0))
        place = ("企业", members[0][0], "销售收入（万元）")
        if added > whole:
            yield Finding(
                TOP_ENTERPRISES,
                place,
                f"“{name}”所列企业销售收入之和 {decimal_text(added)} 万元大于全行业的 {decimal_text(whole)} 万元。",
                "部分不能大于总体；多半是单位（元、千元、万元）弄错。",
            )
        elif added and Fraction(whole) / Fraction(added) >= factor:
            yield Finding(
                TOP_ENTERPRISES,
                place,
                f"“{name}”所列企业销售收入之和 {decimal_text(added)} 万元，不到全行业 {decimal_text(whole)} 万元的 {factor} 分之一。",
                "排名前三的企业不会只占这么少；多半是单位（万元、亿元）弄错。",
                severity="warning",
            )
        elif _below_the_mean(dossier, name, len(members), (Fraction(added), Fraction(whole))):
            yield Finding(
                TOP_ENTERPRISES,
                place,
                f"“{name}”所列企业销售收入平均 {round_text(Fraction(added) / len(members), 2)} 万元，低于全行业的平均数。",
                "排名前三的不会低于平均：核对这几家和全行业的数、单位，或者是不是列错了企业。",
            )


def _below_the_mean(dossier: Dossier, name: str, listed: int, sums: tuple[Fraction, Fraction]) -> bool:
    """Whether enterprises that are called the first earn less on average than all; `sums` are theirs and all."""
    counts = [group.industrial_enterprises for group in groups_of(dossier.baseline, name)] if dossier.baseline else []
    count = counts[0] if len(counts) == 1 else None
    return bool(count) and count is not None and count >= listed and sums[0] * count < sums[1] * listed


RULES = (
    Rule(
        "U101",
        "每个主导产业列出排名前三的企业",
        "form-top-three",
        "error",
        "附件1：“简介行业排名前三（按销售收入）的企业基本情况”；有几个主导产业，每个产业各三家。",
        "特种陶瓷：甲、乙、丙三家",
        "特种陶瓷：只有甲、乙两家",
        _three_each,
    ),
    Rule(
        "U102",
        "排名按销售收入从高到低",
        "form-top-three",
        "error",
        "表上的企业1、企业2、企业3 就是名次。",
        "58640、43270、36850",
        "43270、58640、36850",
        falling_revenue,
    ),
    Rule(
        "U103",
        "前三家的销售收入与全行业的数相称",
        "form-top-three",
        "error",
        "前三家之和大于全行业，或小到千分之几，都是单位弄错的迹象；前三家的平均低于全行业的平均，就不会是前三家。",
        "前三家之和 138760 万元，全行业 1142300 万元",
        "前三家之和 13.9（写成了亿元），全行业 1142300 万元",
        sums_beside_industry,
    ),
)
