"""The first three of an industry held against the returns of the year before the application.

What the form prints of the three is public, what a return holds is not: a message names the rank and the column, never
a figure of a return nor who else stands there; that is in `detail`, which only the desk sees.
"""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.base.diagnostics import Location
from brandcluster.dossier.files import TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.dossier.model.top_enterprises import TopEnterprise
from brandcluster.returns.leading import ReturnedEnterprise
from brandcluster.rules.checks.application.enterprises import by_industry
from brandcluster.rules.rule import Finding


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
