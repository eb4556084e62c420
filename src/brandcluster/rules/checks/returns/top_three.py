"""The first three of an industry held against the returns of the year before the application.

What the form prints of the three is public, what a return holds is not: a message names the rank and the column, never
a figure of a return nor who else stands there; that is in `detail`, which only the desk sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from brandcluster.base.diagnostics import Location
from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.files import TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.dossier.model.top_enterprises import TopEnterprise
from brandcluster.returns.layout import Layout
from brandcluster.returns.reading import ReturnEntry
from brandcluster.returns.sums import group_of
from brandcluster.rules.checks.application.enterprises import by_industry
from brandcluster.rules.rule import Finding


class ReturnedEnterprise(NamedTuple):
    """What of a return the first three are held against; `line` is where it stands."""

    code: str
    name: str
    industry: str
    revenue: Decimal
    line: int

    @property
    def who(self) -> str:
        """The enterprise in words; confidential."""
        return f"{self.name or '未写名称'}（{self.code or '无代码'}）：销售收入 {decimal_text(self.revenue)} 万元"


def leading_returns(entries: list[ReturnEntry], layout: Layout, dossier: Dossier) -> list[ReturnedEnterprise]:
    """The returns that the first three are looked for among: those with the most revenue, and those of their names."""
    listed = dossier.top_enterprises.enterprises
    if not listed:
        return []
    codes, names = ({getattr(each, field) for each in listed} - {None} for field in ("code", "name"))
    found = [each for each in entries if each.row[0] in codes or each.row[1] in names]
    if len(found) < len(listed):  # a bracket of the other width is the same name
        keys = {normalise_key(name) for name in names} - {normalise_key(each.row[1]) for each in found}
        found += [each for each in entries if keys and normalise_key(each.row[1]) in keys]
    chosen = [each for each in found if not each.bad and each.row[layout.index("revenue")]]
    chosen += _highest(entries, layout, len(listed))
    return list(dict.fromkeys(_returned(each, layout) for each in chosen))


def _highest(entries: list[ReturnEntry], layout: Layout, number: int) -> list[ReturnEntry]:
    """The entries with the most revenue of each group, so many of each; there may be 100,000 to look through."""
    industry, kind, revenue = (layout.index(name) for name in ("industry", "kind", "revenue"))
    highest: dict[str, list[tuple[Decimal, ReturnEntry]]] = {}
    for entry in entries:
        text = entry.row[revenue]
        if not text or entry.bad:
            continue
        amount = Decimal(text)
        first = highest.setdefault(group_of(entry.row[industry], entry.row[kind]), [])
        if len(first) < number or amount > first[-1][0]:
            first.append((amount, entry))
            first.sort(key=lambda each: -each[0])
            del first[number:]
    return [entry for first in highest.values() for _, entry in first]


def _returned(entry: ReturnEntry, layout: Layout) -> ReturnedEnterprise:
    industry, kind, revenue = (entry.row[layout.index(name)] for name in ("industry", "kind", "revenue"))
    return ReturnedEnterprise(entry.row[0], entry.row[1], group_of(industry, kind), Decimal(revenue), entry.line)


def differing_top_three(dossier: Dossier, returned: list[ReturnedEnterprise], path: str) -> Iterator[Finding]:
    """Codes, names, revenue and order of the first three that the returns at `path` have otherwise."""
    for industry, members in by_industry(dossier).items():
        mine = [each for each in returned if each.industry == industry]
        if not mine:
            continue
        known: list[tuple[int, int, ReturnedEnterprise]] = []
        open_places = 0
        for place, (index, enterprise) in enumerate(members, 1):
            other = _find(enterprise, returned)
            if other is None:
                open_places += 1
                yield from _not_returned(enterprise, (place, index), path)
            else:
                known.append((place, index, other))
                yield from _differing(enterprise, (place, index), other, (industry, path))
        if not open_places:
            yield from _order(known, mine, path)


def _find(enterprise: TopEnterprise, returned: list[ReturnedEnterprise]) -> ReturnedEnterprise | None:
    """The return of an enterprise: by its code where it gives one that was returned, else by its name alone."""
    by_code = [each for each in returned if enterprise.code is not None and each.code == enterprise.code]
    name = normalise_key(enterprise.name or "")
    by_name = [each for each in returned if name and normalise_key(each.name) == name]
    found = by_code or by_name
    return found[0] if len(found) == 1 else None


def _not_returned(enterprise: TopEnterprise, at: tuple[int, int], path: str) -> Iterator[Finding]:
    place, index = at
    if enterprise.name is None and enterprise.code is None:
        return
    yield Finding(
        TOP_ENTERPRISES,
        ("企业", index, "名称"),
        f"排名第 {place} 的企业，企业报表里找不到。",
        "照营业执照核对名称和代码；名称没有错的，核对报表有没有收齐。",
        severity="warning",
        related=(Location(path),),
    )


def _differing(
    enterprise: TopEnterprise, at: tuple[int, int], other: ReturnedEnterprise, where: tuple[str, str]
) -> Iterator[Finding]:
    (place, index), (industry, path) = at, where

    def said(column: str, label: str, help_: str) -> Finding:
        message = f"排名第 {place} 的企业，“{column}”与企业报表不一致。"
        related = (Location(path, other.line, 1, other.line, 2),)
        return Finding(TOP_ENTERPRISES, ("企业", index, label), message, help_, detail=other.who, related=related)

    licence = "照营业执照核对两处，改正写错的那一处。"
    if enterprise.code is not None and other.code and enterprise.code != other.code:
        yield said("统一社会信用代码", "统一社会信用代码", licence)
    if enterprise.name is not None and normalise_key(enterprise.name) != normalise_key(other.name):
        yield said("企业名称", "名称", licence)
    if other.industry != industry:
        yield said("所属产业", "产业" if enterprise.industry is not None else "名称", "核对两处，改正写错的那一处。")
    if enterprise.revenue is not None and enterprise.revenue != other.revenue:
        help_ = "核对两处的数和单位，改正写错的那一处；报表改了，要重新汇总。"
        yield said("销售收入（万元）", "销售收入（万元）", help_)


def _order(
    known: list[tuple[int, int, ReturnedEnterprise]], mine: list[ReturnedEnterprise], path: str
) -> Iterator[Finding]:
    """By the returns the listed ones must be the first, in their order."""
    ranked = sorted(mine, key=lambda each: -each.revenue)
    for (place, index, other), first in zip(known, ranked, strict=False):
        if other.revenue < first.revenue:
            listed = first in [each for _, _, each in known]
            who = "后面列的企业" if listed else "没有列出的企业"
            yield Finding(
                TOP_ENTERPRISES,
                ("企业", index, "名称"),
                f"排名第 {place} 的企业，按企业报表的“销售收入（万元）”，{who}比它高。",
                "按报表核对名次，列销售收入最高的企业，从高到低排列；报表写错了的改报表，重新汇总。",
                detail=first.who,
                related=(Location(path, first.line, 1, first.line, 2),),
            )
            return
