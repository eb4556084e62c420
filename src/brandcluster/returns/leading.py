"""The returns that the first three of an industry are looked for among."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.returns.layout import Layout
from brandcluster.returns.reading import ReturnEntry
from brandcluster.returns.sums import group_of


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


class Listed(NamedTuple):
    """An enterprise that the application lists among the first three: what it gives of code and name."""

    code: str | None
    name: str | None


def leading_returns(entries: list[ReturnEntry], layout: Layout, listed: Sequence[Listed]) -> list[ReturnedEnterprise]:
    """The returns that the first three are looked for among: those with the most revenue, and those of their names."""
    if not listed:
        return []
    codes, names = {each.code for each in listed} - {None}, {each.name for each in listed if each.name is not None}
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
    return [entry for group in sorted(highest) for _, entry in highest[group]]


def _returned(entry: ReturnEntry, layout: Layout) -> ReturnedEnterprise:
    industry, kind, revenue = (entry.row[layout.index(name)] for name in ("industry", "kind", "revenue"))
    return ReturnedEnterprise(entry.row[0], entry.row[1], group_of(industry, kind), Decimal(revenue), entry.line)
